"""Meetings that were due in the past quarter and not held, and days on which to catch up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from koppeling.domain.decision import DecidedPairing
from koppeling.domain.instance import Escalation, Instance
from koppeling.domain.meeting import GUIDANCE_KINDS, Meeting, MeetingKind, MeetingStatus
from koppeling.domain.people import Junior
from koppeling.domain.period import NO_SLOT, Quarter
from koppeling.domain.result import Pairing
from koppeling.locale import _
from koppeling.rules.checking import Violation, check_pairings
from koppeling.rules.needs import MIN_GAP_DAYS, due_meetings, is_due
from koppeling.rules.situation import Situation


def missed_meetings(
    meetings: Sequence[Meeting], quarter: Quarter, gone: frozenset[str], on: date
) -> tuple[Meeting, ...]:
    """
    List the guidance of a quarter that was not held, in order of day.

    What is planned for `on` or later is to come; what was to come when the
    quarter before turned, and still is not held, is missed now. What was
    cancelled since it was no longer needed is not missed, and nothing is
    missed by people who are gone: of a group's meeting the others stay.
    """
    return tuple(
        replace(meeting, juniors=tuple(n for n in meeting.juniors if n not in gone))
        for meeting in meetings
        if meeting.kind in GUIDANCE_KINDS
        and _is_missed(meeting, quarter, on)
        and not meeting.is_needless
        and not gone.issuperset(meeting.juniors)
    )


def _is_missed(meeting: Meeting, quarter: Quarter, on: date) -> bool:
    day = meeting.day or meeting.nominal
    if meeting.status is MeetingStatus.PLANNED:
        return day < on and day <= quarter.last_day
    is_of_quarter = quarter.first_day <= day <= quarter.last_day
    return meeting.status is not MeetingStatus.HELD and is_of_quarter


@dataclass
class CatchingUp:
    """
    Days in the next quarter on which to catch up with missed meetings.

    Parameters
    ----------
    instance : Instance
        The input of the quarter that ends.
    next : Quarter
        In which to catch up.
    running : sequence of DecidedPairing
        The pairs that go on: only what they leave is used.
    on : date
        The first day that is still to come.
    days : dict of str to date
        By the id of the meeting, once `fit` has been called.
    crowded : set of str
        Ids of meetings for which the hours or moments that are left do not do.
    """

    instance: Instance
    next: Quarter
    running: Sequence[DecidedPairing]
    on: date
    days: dict[str, date] = field(default_factory=dict)
    crowded: set[str] = field(default_factory=set)

    def fit(self, missed: Sequence[Meeting]) -> None:
        """
        Choose a day for each meeting for which there is one, in order.

        A weekday that is no holiday, more than six days from every meeting of
        the junior, so that the extra one stays an extra one (domain.md §2).
        """
        juniors = {junior.number: junior for junior in self.instance.juniors}
        taken = {
            number: [m.day for m in due_meetings(junior, self.instance)]
            for number, junior in juniors.items()
        }
        extras: list[Escalation] = []
        for meeting in missed:
            if not juniors.keys() >= set(meeting.juniors):
                continue
            busy = [day for number in meeting.juniors for day in taken[number]]
            day = self._free_day([juniors[number] for number in meeting.juniors], busy)
            if day is None:
                continue
            asked = [*extras, *escalations([meeting], {meeting.id: day})]
            if all(self._leaves_room(senior, asked) for senior in self._seniors(meeting)):
                self.days[meeting.id], extras = day, asked
                for number in meeting.juniors:
                    taken[number].append(day)
            else:
                self.crowded.add(meeting.id)

    def _free_day(self, juniors: Sequence[Junior], busy: Sequence[date]) -> date | None:
        return next(
            (
                day
                for day in self.next.dates()
                if day >= self.on
                and day.weekday() < 5
                and day not in self.instance.holidays
                and all(abs((day - other).days) > MIN_GAP_DAYS for other in busy)
                and all(is_due(day, junior) for junior in juniors)
            ),
            None,
        )

    def _seniors(self, meeting: Meeting) -> set[str]:
        return {d.senior for d in self.running if d.senior and d.junior in meeting.juniors}

    def _leaves_room(self, senior: str, extras: Sequence[Escalation]) -> bool:
        """Tell whether a senior keeps all running pairs when `extras` join in."""
        mine = {d.junior: d.slot for d in self.running if d.senior == senior}
        alone = replace(
            self.instance,
            settings=replace(self.instance.settings, quarter=self.next, reference_date=None),
            juniors=tuple(j for j in self.instance.juniors if j.number in mine),
            seniors=tuple(s for s in self.instance.seniors if s.number == senior),
            pairings=(),
        )
        after = Situation(replace(alone, escalations=(*alone.escalations, *extras)))
        pairs = [Pairing(j, senior, slot or NO_SLOT) for j, slot in mine.items()]
        broken = set(check_pairings(after, pairs))
        is_full = Violation("hours", (senior, str(self.next))) in broken
        if is_full or after.budgets[senior][0].is_out:
            return False
        return not broken or broken <= set(check_pairings(Situation(alone), pairs))


def give_up(meeting: Meeting, day: date) -> Meeting:
    """Cancel a missed meeting, saying when it is caught up with."""
    told = _("Not held; caught up with around {day}.").format(day=f"{day:%d-%m-%Y}")
    if meeting.kind is MeetingKind.EVALUATION:  # the next plan puts it in what catches up
        return replace(
            meeting,
            status=MeetingStatus.UNPLANNABLE,
            nominal=day,
            day=None,
            start_minute=None,
            shift_days=None,
            reason=told,
            sequence=meeting.sequence + 1,
        )
    if meeting.status is MeetingStatus.UNPLANNABLE:
        return replace(meeting, reason=told)
    return replace(
        meeting, status=MeetingStatus.DROPPED, reason=told, sequence=meeting.sequence + 1
    )


def evaluations_of(
    missed: Sequence[Meeting], meetings: Sequence[Meeting], days: Mapping[str, date]
) -> dict[str, date]:
    """Return the day of catching up for each evaluation (K9) of a missed meeting, by its id."""
    moved = {_moment(m): days[m.id] for m in missed if m.id in days and m.day is not None}
    return {
        m.id: moved[_moment(m)]
        for m in meetings
        if m.kind is MeetingKind.EVALUATION
        and m.status is MeetingStatus.PLANNED
        and _moment(m) in moved
    }


def _moment(meeting: Meeting) -> tuple[object, ...]:
    return meeting.senior, meeting.juniors, meeting.day, meeting.start_minute


def escalations(missed: Sequence[Meeting], days: dict[str, date]) -> tuple[Escalation, ...]:
    """Make the rows of Escalaties: a window of one day gives one extra meeting (W3)."""
    return tuple(
        Escalation(junior=number, first=days[m.id], last=days[m.id], every_weeks=1)
        for m in missed
        if m.id in days
        for number in m.juniors
    )
