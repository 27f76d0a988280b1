"""When a junior needs a meeting, and for how long (domain.md §2)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from koppeling.domain.trajectory import Unit
from koppeling.verify.dates import ONE_DAY, counted_from, months_after, quarters_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from koppeling.domain.instance import Escalation, Group, Instance
    from koppeling.domain.people import Absence, Junior
    from koppeling.domain.trajectory import Phase

#: Two meetings closer together than this many days are not both held (domain.md §2).
CLOSE_DAYS = 6

#: Meeting dates with the minutes each takes.
Dates = dict[date, int]
#: A leave from its first to its last day; None never ends.
Leave = tuple[date, date | None]


def nominal(start: date, phases: Iterable[Phase], default_minutes: int) -> Dates:
    """
    List the nominal meeting dates of a trajectory that starts on `start`.

    Months are counted from `start` itself, never from the meeting before.

    Parameters
    ----------
    start : date
        First day of the trajectory.
    phases : iterable of Phase
        The phases of its type.
    default_minutes : int
        Length of a meeting where the phase does not say.

    Returns
    -------
    dict of date to int
        In order of time; 35 meetings for the junior trajectory (P31-P33).
    """
    meetings: Dates = {}
    for phase in phases:
        minutes = default_minutes if phase.minutes is None else phase.minutes
        for k in range(phase.count):
            if phase.unit is Unit.MONTHS:
                day = months_after(start, phase.from_month + k * phase.every)
            elif phase.unit is Unit.WEEKS:
                day = months_after(start, phase.from_month) + timedelta(weeks=k * phase.every)
            else:
                day = months_after(start, phase.from_month) + timedelta(days=k * phase.every)
            meetings[day] = minutes
    return dict(sorted(meetings.items()))


def long_leaves(absences: Iterable[Absence], start: date, long_days: int) -> list[Leave]:
    """
    Join absences that touch, and keep the long ones that end on or after `start`.

    Returns
    -------
    list of (first day, last day or None)
        In order of time, at least `long_days` days each, both ends counted.
    """
    joined: list[Leave] = []
    for absence in sorted(absences, key=lambda one: one.first):
        if joined:
            first, last = joined[-1]
            if last is None:
                continue
            if absence.first <= last + ONE_DAY:
                ends_later = absence.last is None or absence.last > last
                joined[-1] = (first, absence.last if ends_later else last)
                continue
        joined.append((absence.first, absence.last))
    return [
        (first, last)
        for first, last in joined
        if last is None or (last >= start and (last - first).days + 1 >= long_days)
    ]


def move_for_leave(meetings: Dates, leaves: Iterable[Leave], start: date) -> Dates:
    """
    Stop the clock during each leave: later dates move by its days from `start` on.

    A date on or after the first day of a leave without end never comes.
    """
    for first, last in leaves:
        moved: Dates = {}
        for day, minutes in meetings.items():
            if day < first:
                moved[day] = minutes
            elif last is not None:
                days = (last - max(first, start)).days + 1
                moved[day + timedelta(days=days)] = minutes
        meetings = moved
    return meetings


def escalate(
    meetings: Dates, escalations: Iterable[Escalation], until: date, minutes: int
) -> Dates:
    """
    Add the meetings that escalations ask for, none within six days of another (W3).

    Parameters
    ----------
    meetings : dict of date to int
        The nominal dates, as moved by leave.
    escalations : iterable of Escalation
        Those of this junior; taken in order of time.
    until : date
        The end of the horizon, where every escalation stops at the latest.
    minutes : int
        Length of an extra meeting.
    """
    asked: list[date] = []
    for escalation in escalations:
        day = escalation.first
        last = until if escalation.last is None else min(escalation.last, until)
        while day <= last:
            asked.append(day)
            day += timedelta(weeks=escalation.every_weeks)
    together = dict(meetings)
    for day in sorted(asked):
        near = (day + timedelta(days=n) for n in range(-CLOSE_DAYS, CLOSE_DAYS + 1))
        if not any(other in together for other in near):
            together[day] = minutes
    return dict(sorted(together.items()))


def falls_away(junior: Junior, day: date) -> bool:
    """Tell whether a date is before guidance begins or after it ends (rules 2 and 3 of §2)."""
    if junior.guided_from is not None and day < junior.guided_from:
        return True
    if junior.out_of_service_from is not None and day >= junior.out_of_service_from:
        return True
    ends = (junior.trajectory_end, junior.promoted_from)
    return any(end is not None and day > end for end in ends)


def is_not_guided(junior: Junior, day: date) -> bool:
    """Tell whether a group does not wait for a member: not in yet, or not any more (§7)."""
    entry = junior.in_service_from
    return falls_away(junior, day) or (entry is not None and day < entry)


def need_dates(
    instance: Instance, junior: Junior, group: Group | None, escalations: Iterable[Escalation]
) -> Dates:
    """
    List the meetings a junior needs in the horizon, with their minutes.

    Parameters
    ----------
    instance : Instance
        All input.
    junior : Junior
        Whose needs.
    group : Group or None
        The junior's group: its type and start replace the junior's own,
        personal leave moves nothing, and dates before "in dienst sinds" fall
        away.
    escalations : iterable of Escalation
        Those of this junior.

    Returns
    -------
    dict of date to int
        In order of time; empty for a junior who is idle.
    """
    settings = instance.settings
    end = quarters_of(settings)[-1].last_day
    if group is None:
        phases = instance.trajectories[junior.trajectory].phases
        meetings = nominal(junior.start, phases, settings.meeting_minutes)
        leaves = long_leaves(junior.absences, junior.start, settings.long_leave_days)
        meetings = move_for_leave(meetings, leaves, junior.start)
    else:
        phases = instance.trajectories[group.trajectory].phases
        meetings = nominal(group.start, phases, settings.meeting_minutes)
    meetings = escalate(meetings, escalations, end, settings.meeting_minutes)
    begin = counted_from(settings)
    return {
        day: minutes
        for day, minutes in meetings.items()
        if begin <= day <= end
        and not (falls_away(junior, day) if group is None else is_not_guided(junior, day))
    }
