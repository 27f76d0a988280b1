"""Which meetings hold: those of pairs that somebody decided on (domain.md §9, P23)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from koppeling.domain.decision import DecidedPairing
from koppeling.domain.meeting import Meeting, MeetingKind, MeetingStatus

_FACTS = (MeetingStatus.HELD, MeetingStatus.CANCELLED)


@dataclass(frozen=True)
class Agreement:
    """
    The pairs in force, and the meetings that follow from them.

    Parameters
    ----------
    pairs : mapping of str to str
        Junior number → senior number.
    concept : bool
        Undecided proposals count as agreed.
    """

    pairs: dict[str, str]
    concept: bool = False

    def holds(self, meeting: Meeting) -> bool:
        """
        Tell whether a meeting may be told to people.

        What was held or dropped is a fact, whatever was decided since. A talk
        of a senior holds when the senior guides anyone, a meeting of juniors
        without a senior when one of them is guided. A yearly review is of the
        junior alone, guided or not.
        """
        if meeting.status in _FACTS or meeting.kind is MeetingKind.REVIEW:
            return True
        if not meeting.juniors:
            return meeting.senior in self.pairs.values()
        seniors = {self.pairs.get(junior) for junior in meeting.juniors}
        return meeting.senior in seniors if meeting.senior else seniors != {None}


def agree(decisions: Iterable[DecidedPairing], *, concept: bool = False) -> Agreement:
    """
    List the pairs in force; with `concept` also what was proposed and not decided yet.

    Parameters
    ----------
    decisions : iterable of DecidedPairing
        Every row of Koppelvoorstel.
    concept : bool
        Count undecided proposals as agreed.
    """
    pairs: dict[str, str] = {}
    for row in decisions:
        senior = row.proposed_senior if concept and row.decision is None else row.senior
        if senior is not None:
            pairs[row.junior] = senior
    return Agreement(pairs, concept)
