"""What each junior needs: dated meetings, long leave, late entry, escalation (domain.md §2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from koppeling.domain.instance import Group, Instance
from koppeling.domain.people import Absence, Junior
from koppeling.domain.trajectory import Phase, nominal_meetings

MIN_GAP_DAYS = 6  # an extra meeting this near another one adds nothing (W3)


@dataclass(frozen=True, order=True)
class NeededMeeting:
    """A meeting that is due: nominal day, minutes, and whether escalation asked for it."""

    day: date
    minutes: int
    is_extra: bool = False


def join_absences(absences: Sequence[Absence]) -> tuple[Absence, ...]:
    """Join absences that overlap or touch; an open end swallows what follows."""
    joined: list[Absence] = []
    for absence in sorted(absences, key=lambda a: a.first):
        if joined:
            before = joined[-1]
            if before.last is None:
                break
            if absence.first <= before.last + timedelta(days=1):
                last = None if absence.last is None else max(before.last, absence.last)
                joined[-1] = Absence(before.first, last)
                continue
        joined.append(absence)
    return tuple(joined)


def shift_for_leave(
    meetings: Sequence[NeededMeeting],
    absences: Sequence[Absence],
    start: date,
    long_leave_days: int,
) -> tuple[NeededMeeting, ...]:
    """
    Stop the clock during long leave (domain.md §2, step 1).

    Every absence of at least `long_leave_days` (whole length, both ends) that
    ends on or after `start` moves the meetings on or after its first day, as
    already moved, by its days on or after `start`. After an open-ended one
    nothing is left.
    """
    moved = list(meetings)
    for absence in join_absences(absences):
        if absence.last is None:
            moved = [m for m in moved if m.day < absence.first]
            break
        length = (absence.last - absence.first).days + 1
        if length < long_leave_days or absence.last < start:
            continue
        days = timedelta(days=(absence.last - max(absence.first, start)).days + 1)
        moved = [
            NeededMeeting(m.day + days, m.minutes, m.is_extra) if m.day >= absence.first else m
            for m in moved
        ]
    return tuple(moved)


def add_escalations(
    meetings: Sequence[NeededMeeting], junior: Junior, instance: Instance
) -> tuple[NeededMeeting, ...]:
    """
    Add the extra meetings of escalations, none within six days of another (W3).

    The days that all rows of the junior ask for are taken in order of time.
    """
    together = list(meetings)
    horizon_end = instance.settings.quarters[-1].last_day
    asked: set[date] = set()
    for row in instance.escalations:
        if row.junior != junior.number:
            continue
        day, last = row.first, min(row.last or horizon_end, horizon_end)
        while day <= last:
            asked.add(day)
            day += timedelta(weeks=row.every_weeks)
    for day in sorted(asked):
        if all(abs((day - m.day).days) > MIN_GAP_DAYS for m in together):
            together.append(NeededMeeting(day, instance.settings.meeting_minutes, is_extra=True))
    return tuple(sorted(together))


def is_due(day: date, junior: Junior) -> bool:
    """Tell whether a date survives late entry, end and departure (steps 2 and 3)."""
    return (
        (junior.guided_from is None or day >= junior.guided_from)
        and (junior.trajectory_end is None or day <= junior.trajectory_end)
        and (junior.promoted_from is None or day <= junior.promoted_from)
        and (junior.out_of_service_from is None or day < junior.out_of_service_from)
    )


@lru_cache(maxsize=4096)
def _nominal(start: date, phases: tuple[Phase, ...]) -> tuple[tuple[date, int | None], ...]:
    """List the nominal dates with their minutes; remembered, as many people start on one day."""
    return tuple((day, phase.minutes) for day, phase in nominal_meetings(start, phases))


def due_meetings(junior: Junior, instance: Instance) -> tuple[NeededMeeting, ...]:
    """
    List every meeting of a junior's trajectory that is due, in order of day.

    Not cut to the horizon. A group's type and start replace the junior's own,
    and personal leave does not move a group's dates: it does not wait for who
    is not in service yet.
    """
    group = group_of(junior, instance)
    type_name = group.trajectory if group else junior.trajectory
    start = start_of(junior, instance)
    default = instance.settings.meeting_minutes
    meetings: Sequence[NeededMeeting] = [
        NeededMeeting(day, minutes or default)
        for day, minutes in _nominal(start, instance.trajectories[type_name].phases)
    ]
    if group is None:
        meetings = shift_for_leave(
            meetings, junior.absences, start, instance.settings.long_leave_days
        )
    meetings = add_escalations(meetings, junior, instance)
    entry = entry_of(junior, instance)
    return tuple(m for m in meetings if is_due(m.day, junior) and (entry is None or m.day >= entry))


def entry_of(junior: Junior, instance: Instance) -> date | None:
    """
    Return the day before which dates of a junior fall away; None when none do.

    A group does not wait for who is not in service yet (domain.md §7).
    """
    days = [junior.guided_from]
    if group_of(junior, instance) is not None:
        days.append(junior.in_service_from)
    return max((day for day in days if day is not None), default=None)


def group_of(junior: Junior, instance: Instance) -> Group | None:
    """Return the group a junior is guided in, if any."""
    if junior.group is None:
        return None
    return next((g for g in instance.groups if g.name == junior.group), None)


def start_of(junior: Junior, instance: Instance) -> date:
    """Return the start of the trajectory: that of the group, else the junior's own."""
    group = group_of(junior, instance)
    return group.start if group else junior.start
