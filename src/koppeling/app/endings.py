"""Who and what ends before the next quarter: people who leave, trajectories that are done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from koppeling.domain.instance import Instance
from koppeling.domain.people import Junior
from koppeling.domain.period import Quarter
from koppeling.locale import _
from koppeling.rules.idleness import is_cut_short
from koppeling.rules.needs import due_meetings


@dataclass(frozen=True)
class Ending:
    """The last day of something, and why it ended."""

    last: date
    reason: str


@dataclass(frozen=True)
class Endings:
    """
    What ends before the first day of `next`, by personnel number.

    `catching_up` are juniors with meetings to catch up with: they are not done.
    """

    instance: Instance
    next: Quarter
    catching_up: frozenset[str] = frozenset()

    @cached_property
    def departed(self) -> dict[str, Ending]:
        """People out of service by then, juniors and seniors."""
        return {
            person.number: Ending(day - timedelta(days=1), _("out of service"))
            for person in (*self.instance.juniors, *self.instance.seniors)
            if (day := person.out_of_service_from) is not None and day <= self.next.first_day
        }

    @cached_property
    def stopped(self) -> dict[str, Ending]:
        """Juniors who left, were promoted or whose trajectory was ended: no longer juniors."""
        found: dict[str, Ending] = {}
        for junior in self.instance.juniors:
            ended, promoted = junior.trajectory_end, junior.promoted_from
            if junior.number in self.departed:
                found[junior.number] = self.departed[junior.number]
            elif promoted is not None and promoted < self.next.first_day:
                found[junior.number] = Ending(promoted, _("promotion"))
            elif ended is not None and ended < self.next.first_day:
                found[junior.number] = Ending(ended, _("end of the trajectory"))
        return found

    @cached_property
    def finished(self) -> dict[str, Ending]:
        """Juniors without meetings due from then on, though they are juniors still."""
        return {
            junior.number: Ending(
                self._day_done(junior),
                _("the trajectory ends early")
                if junior.number in self.cut_short
                else _("trajectory completed"),
            )
            for junior in self.instance.juniors
            if junior.number not in self.catching_up.union(self.stopped)
            and self._is_finished(junior)
        }

    @cached_property
    def cut_short(self) -> frozenset[str]:
        """Juniors whose trajectory ends before its last meeting: nothing to promote or prolong."""
        return frozenset(j.number for j in self.instance.juniors if is_cut_short(j, self.instance))

    def _day_done(self, junior: Junior) -> date:
        """Return the last day of the quarter, or of the last meeting when that was before it."""
        quarter = self.next.shift(-1)
        last = max((m.day for m in due_meetings(junior, self.instance)), default=quarter.last_day)
        return last if last < quarter.first_day else quarter.last_day

    def _is_finished(self, junior: Junior) -> bool:
        # Away without an end the clock stands still: that is no end of the trajectory.
        if any(absence.last is None for absence in junior.absences):
            return False
        return all(m.day < self.next.first_day for m in due_meetings(junior, self.instance))

    @cached_property
    def starters(self) -> tuple[str, ...]:
        """Juniors whose first meeting is due in the quarter `next`."""
        first, last = self.next.first_day, self.next.last_day
        found = []
        for junior in self.instance.juniors:
            due = due_meetings(junior, self.instance)
            if due and first <= due[0].day <= last and junior.number not in self.stopped:
                found.append(junior.number)
        return tuple(found)
