"""What the papers on one junior or senior are written from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from koppeling.domain.instance import PairingStatus
from koppeling.domain.meeting import (
    GUIDANCE_KINDS,
    TRAJECTORY_KINDS,
    Meeting,
    MeetingKind,
    MeetingStatus,
)
from koppeling.domain.people import Junior, Senior
from koppeling.domain.period import Quarter, Slot
from koppeling.domain.trajectory import Phase, TrajectoryType, nominal_meetings
from koppeling.registers.hours_spent import TrajectoryAccount, trajectory_account, type_of
from koppeling.registers.standing import Standing
from koppeling.rules.budgets import is_out
from koppeling.rules.needs import NeededMeeting, group_of, is_due, shift_for_leave, start_of
from koppeling.rules.points import holds_registration


@dataclass(frozen=True, kw_only=True)
class Casefile:
    """
    A practice as its papers see it; nothing here holds DiSC, points or reasons (P2).

    Parameters
    ----------
    standing : Standing
        Pairs in force, meetings, figures.
    slots : mapping of str to Slot
        Fixed moment of each pair in force, by junior.
    """

    standing: Standing
    slots: Mapping[str, Slot] = field(default_factory=dict)

    def senior_of(self, junior: Junior) -> Senior | None:
        """Return the senior who guides a junior, None when nobody does."""
        return self.standing.senior_by_number.get(self.standing.pairs.get(junior.number, ""))

    def kind_of(self, junior: Junior) -> TrajectoryType:
        """Return the type of a junior's trajectory."""
        return type_of(self.standing, junior)

    def account_of(self, junior: Junior) -> TrajectoryAccount:
        """Return the hours of a junior's trajectory."""
        return trajectory_account(self.standing, junior)

    def due_of(self, junior: Junior) -> tuple[NeededMeeting, ...]:
        """List what the trajectory asks for, extra meetings left out."""
        return tuple(d for d in self.standing.due[junior.number] if not d.is_extra)

    def span_of(self, junior: Junior) -> tuple[date, date | None]:
        """Return the first and the last day with a meeting; None when there is none."""
        due = self.due_of(junior)
        if not due:
            return start_of(junior, self.standing.instance), None
        return due[0].day, due[-1].day

    def phases_of(self, junior: Junior) -> tuple[tuple[Phase, tuple[NeededMeeting, ...]], ...]:
        """
        List the phases of a trajectory with what each asks of this junior.

        Long leave moves dates and takes the tail away at most, so dates and
        phases keep in step.
        """
        instance = self.standing.instance
        start, default = start_of(junior, instance), instance.settings.meeting_minutes
        nominal = nominal_meetings(start, self.kind_of(junior).phases)
        dates: Sequence[NeededMeeting] = [
            NeededMeeting(day, phase.minutes or default) for day, phase in nominal
        ]
        if group_of(junior, instance) is None:
            long_leave = instance.settings.long_leave_days
            dates = shift_for_leave(dates, junior.absences, start, long_leave)
        by_phase: dict[Phase, list[NeededMeeting]] = {}
        for due, (_day, phase) in zip(dates, nominal, strict=False):
            if is_due(due.day, junior):
                by_phase.setdefault(phase, []).append(due)
        return tuple((phase, tuple(due)) for phase, due in by_phase.items())

    def phase_on(self, junior: Junior) -> Phase | None:
        """Return the phase in which a junior is on the day of reckoning."""
        current = None
        for phase, due in self.phases_of(junior):
            if current is None or due[0].day <= self.standing.on:
                current = phase
        return current

    def planned_of(self, junior: Junior) -> tuple[Meeting, ...]:
        """List the meetings of a junior that are still to come, in order of time."""
        senior = self.standing.pairs.get(junior.number)
        found = [
            m
            for m in self.standing.meetings
            if junior.number in m.juniors
            and m.status is MeetingStatus.PLANNED
            and m.kind in GUIDANCE_KINDS
            and m.senior == senior
            and m.day is not None
            and m.day >= self.standing.on
        ]
        return tuple(sorted(found, key=lambda m: (m.day or m.nominal, m.start_minute or 0, m.id)))

    def held_of(self, junior: Junior) -> tuple[Meeting, ...]:
        """List the meetings of a junior's trajectory that were held, extra ones left out."""
        return tuple(
            m
            for m in self.standing.held
            if junior.number in m.juniors and m.kind in TRAJECTORY_KINDS
        )

    def meeting_for(self, junior: Junior, nominal: date) -> Meeting | None:
        """Return the meeting that a trajectory asks for on a day; the one held, if several."""
        found = [
            m
            for m in self.standing.meetings
            if m.nominal == nominal and junior.number in m.juniors and m.kind in TRAJECTORY_KINDS
        ]
        return max(
            found,
            key=lambda m: (m.status is MeetingStatus.HELD, m.status is MeetingStatus.PLANNED, m.id),
            default=None,
        )

    def evaluations_of(self, junior: Junior) -> tuple[Meeting, ...]:
        """List the evaluation moments that were planned for a junior."""
        found = [
            m
            for m in self.standing.meetings
            if m.kind is MeetingKind.EVALUATION
            and junior.number in m.juniors
            and m.status is not MeetingStatus.DROPPED
        ]
        return tuple(sorted(found, key=lambda m: (m.day or m.nominal, m.id)))

    @cached_property
    def previous(self) -> dict[str, str]:
        """Senior who guided last, by junior, where it is another one since this quarter (B11)."""
        last_quarter = self.standing.quarter.shift(-1)
        rows = [
            row
            for row in self.standing.instance.pairings
            if row.status is not PairingStatus.FORBIDDEN
            and row.is_open(last_quarter)
            and self.standing.pairs.get(row.junior) not in (None, row.senior)
            and self.guided_since(row.junior) >= self.standing.quarter.first_day
        ]
        return {row.junior: row.senior for row in sorted(rows, key=lambda r: r.until or date.max)}

    def guided_since(self, junior: str) -> date:
        """Return the first day of the pair in force: as noted, else that of the quarter."""
        noted = [
            row.since or date.min
            for row in self.standing.instance.pairings
            if row.status in (PairingStatus.RUNNING, PairingStatus.LOCKED)
            and (row.junior, row.senior) == (junior, self.standing.pairs.get(junior))
        ]
        return max(noted, default=self.standing.quarter.first_day)

    def taken_over(self, junior: Junior) -> tuple[NeededMeeting, ...]:
        """List the meetings of the horizon for which the senior is out (domain.md §3)."""
        senior = self.senior_of(junior)
        if senior is None:
            return ()
        instance = self.standing.instance
        away = {q for q in instance.settings.quarters if is_out(senior, q, instance)}
        return tuple(
            d
            for d in self.standing.due[junior.number]
            if Quarter.of(d.day) in away and d.day >= self.standing.on
        )

    def is_left_by_senior(self, junior: Junior) -> bool:
        """Tell whether the senior leaves for good before the last meeting to be taken over."""
        senior, due = self.senior_of(junior), self.taken_over(junior)
        return senior is not None and bool(due) and senior.has_left_by(due[-1].day)

    def needs_motivation(self, junior: Junior) -> bool:
        """Tell whether the trajectory demands a registration that the senior does not hold."""
        senior = self.senior_of(junior)
        return (
            senior is not None
            and self.kind_of(junior).demand is not None
            and not holds_registration(senior)
        )

    def ends_in_quarter(self, junior: Junior) -> bool:
        """Tell whether the last meeting falls in the planning quarter, or before it."""
        last = self.span_of(junior)[1]
        return last is not None and last <= self.standing.quarter.last_day
