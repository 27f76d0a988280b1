"""Hours of people, out of dated meetings, in whole minutes (facts of P35, P36)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from koppeling.domain.decision import Agreement, DecidedPairing
from koppeling.domain.instance import PairingRow, PairingStatus
from koppeling.domain.meeting import Meeting, MeetingKind, MeetingStatus


class HourKind(StrEnum):
    """What the hours were for; the values are the words of the sheet Looncodes."""

    GUIDANCE = "begeleiding"
    TALK = "kwartaalgesprek"
    GROUP = "groep"
    COCKPIT = "cockpit"


class PaidRole(StrEnum):
    """On which side of the table somebody sat."""

    JUNIOR = "junior"
    SENIOR = "senior"


#: Yearly reviews, evaluations and intervisie (K15) are no hours of guidance.
KINDS: Mapping[MeetingKind, HourKind] = MappingProxyType(
    {
        MeetingKind.GUIDANCE: HourKind.GUIDANCE,
        MeetingKind.EXTRA: HourKind.GUIDANCE,
        MeetingKind.GROUP: HourKind.GROUP,
        MeetingKind.TALK: HourKind.TALK,
        MeetingKind.COCKPIT: HourKind.COCKPIT,
    }
)


@dataclass(frozen=True, kw_only=True, order=True)
class WorkedHours:
    """The minutes of one person in one meeting; assumed while nobody said that it was held."""

    meeting: str
    person: str
    role: PaidRole
    kind: HourKind
    day: date
    minutes: int
    is_assumed: bool = False

    @property
    def who(self) -> tuple[str, str, PaidRole]:
        """What is paid once: a person in a meeting."""
        return self.meeting, self.person, self.role


@dataclass(frozen=True, kw_only=True)
class Decided:
    """
    Who may count: pairs that somebody decided on.

    A meeting that was held by somebody else than the decided senior is a fact
    all the same (a colleague took over); one of a mere proposal is not.

    Parameters
    ----------
    pairs : frozenset of (str, str)
        Junior and senior: in force after the decision, or in Koppelingen.
    undecided : frozenset of str
        Juniors with a proposal on which nobody decided, or that was refused.
    """

    pairs: frozenset[tuple[str, str]]
    undecided: frozenset[str]

    def counts(self, junior: str, meeting: Meeting) -> bool:
        """Tell whether the hours of `meeting` count for `junior`."""
        if meeting.senior is None:
            return junior not in self.undecided
        if (junior, meeting.senior) in self.pairs:
            return True
        return meeting.status is MeetingStatus.HELD and junior not in self.undecided

    def counts_talk(self, meeting: Meeting) -> bool:
        """Tell whether a talk with management counts: held, or of somebody who guides."""
        is_guide = any(senior == meeting.senior for _junior, senior in self.pairs)
        return meeting.status is MeetingStatus.HELD or is_guide


def decided(
    agreement: Agreement, decisions: Iterable[DecidedPairing], rows: Iterable[PairingRow]
) -> Decided:
    """
    List the pairs that count.

    Parameters
    ----------
    agreement : Agreement
        The pairs in force.
    decisions : iterable of DecidedPairing
        The sheet Koppelvoorstel.
    rows : iterable of PairingRow
        The sheet Koppelingen: decided before, running or ended.
    """
    pairs = {(row.junior, row.senior) for row in rows if row.status is not PairingStatus.FORBIDDEN}
    proposed = {row.junior for row in decisions if row.proposed_senior is not None}
    return Decided(
        pairs=frozenset(pairs | set(agreement.pairs.items())),
        undecided=frozenset(proposed - agreement.pairs.keys()),
    )


def hours_of(meeting: Meeting, who: Decided) -> tuple[WorkedHours, ...]:
    """
    List the hours of everyone in one meeting, whatever its status.

    The senior's time counts once, each junior's once (groups too). Nothing
    when it has no day, its kind is no guidance, or nobody in it counts.
    """
    kind = KINDS.get(meeting.kind)
    if kind is None or meeting.day is None or meeting.minutes <= 0:
        return ()
    juniors = [junior for junior in meeting.juniors if who.counts(junior, meeting)]
    people = [(junior, PaidRole.JUNIOR) for junior in dict.fromkeys(juniors)]
    if meeting.senior is not None and (juniors or _is_talk(meeting, who)):
        people.append((meeting.senior, PaidRole.SENIOR))
    return tuple(
        WorkedHours(
            meeting=meeting.id,
            person=person,
            role=role,
            kind=kind,
            day=meeting.day,
            minutes=meeting.minutes,
            is_assumed=meeting.status is MeetingStatus.PLANNED,
        )
        for person, role in people
    )


def _is_talk(meeting: Meeting, who: Decided) -> bool:
    return not meeting.juniors and who.counts_talk(meeting)


def tell_minutes(minutes: int) -> str:
    """
    Write minutes as hours and minutes.

    Examples
    --------
    >>> tell_minutes(75), tell_minutes(-30)
    ('1:15', '-0:30')
    """
    return f"{'-' if minutes < 0 else ''}{abs(minutes) // 60}:{abs(minutes) % 60:02d}"
