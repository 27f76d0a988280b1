"""What a senior can give: capacity, quarters out, limits (domain.md §3)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date

from koppeling.domain.instance import Capacity, HeldMeeting, Instance
from koppeling.domain.people import Absence, Senior
from koppeling.domain.period import Quarter

TALK_MINUTES = 30  # the quarterly talk of senior and management (P34)


@dataclass(frozen=True, kw_only=True)
class Budget:
    """
    What one senior has in one quarter.

    `cap_minutes` includes the talk; `max_juniors` None is no limit; when
    `is_out` nothing is asked and the other figures count nowhere.
    """

    cap_minutes: int
    max_juniors: int | None
    is_out: bool


def is_out(senior: Senior, quarter: Quarter, instance: Instance) -> bool:
    """
    Tell whether a senior is out: away on more than a third of the weekdays.

    Weekdays are Monday to Friday without public holidays; a closure counts as
    absence, and so does not being in service.
    """
    first, last = quarter.first_day, quarter.last_day
    absences = [a for a in (*senior.absences, *instance.closures) if _touches(a, first, last)]
    if not absences and senior.is_in_service(first) and senior.is_in_service(last):
        return False
    weekdays = away = 0
    for day in quarter.dates():
        if day.weekday() >= 5 or day in instance.holidays:
            continue
        weekdays += 1
        away += not senior.is_in_service(day) or any(a.covers(day) for a in absences)
    return 3 * away > weekdays


def _touches(absence: Absence, first: date, last: date) -> bool:
    return absence.first <= last and (absence.last is None or absence.last >= first)


def capacity_row(senior: Senior, quarter: Quarter, instance: Instance) -> Capacity | None:
    """Return the row that holds in `quarter`: its own, the last earlier one, the general one."""
    rows = {row.quarter: row for row in instance.capacities if row.senior == senior.number}
    dated = [q for q in rows if q is not None and q <= quarter]
    return rows.get(max(dated) if dated else None)


def agreed_minutes(senior: Senior, quarter: Quarter, instance: Instance) -> int:
    """Return what is agreed for a quarter: in Capaciteit, with the senior, or for everyone."""
    row = capacity_row(senior, quarter, instance)
    if row is not None:
        return row.minutes
    if senior.cap_minutes is not None:
        return senior.cap_minutes
    return instance.settings.default_cap_minutes


def held_minutes(senior: Senior, quarter: Quarter, instance: Instance) -> int:
    """
    Sum the minutes held in the reference date's quarter before that day (domain.md §7).

    From that day on meetings count as need, held or not.
    """
    reference = instance.settings.reference_date
    if reference is None or not quarter.first_day <= reference <= quarter.last_day:
        return 0
    return sum(
        meeting.minutes
        for meeting in instance.held
        if meeting.senior == senior.number and quarter.first_day <= meeting.day < reference
    )


def minutes_left(senior: Senior, quarter: Quarter, instance: Instance) -> int:
    """Return what is agreed for a quarter less what was held in it; negative when that is more."""
    return agreed_minutes(senior, quarter, instance) - held_minutes(senior, quarter, instance)


def find_budgets(instance: Instance) -> dict[str, tuple[Budget, ...]]:
    """Work out what each senior has in each quarter of the horizon, by number."""
    capacities: dict[str, list[Capacity]] = defaultdict(list)
    held: dict[str, list[HeldMeeting]] = defaultdict(list)
    for row in instance.capacities:
        capacities[row.senior].append(row)
    for meeting in instance.held:
        held[meeting.senior].append(meeting)
    found = {}
    for senior in instance.seniors:
        number = senior.number
        own = replace(instance, capacities=tuple(capacities[number]), held=tuple(held[number]))
        found[number] = tuple(budget_of(senior, q, own) for q in instance.settings.quarters)
    return found


def budget_of(senior: Senior, quarter: Quarter, instance: Instance) -> Budget:
    """Work out what `senior` has in `quarter` (domain.md §3, first point)."""
    row = capacity_row(senior, quarter, instance)
    limit = row.max_juniors if row is not None and row.max_juniors is not None else None
    return Budget(
        cap_minutes=max(0, minutes_left(senior, quarter, instance)),
        max_juniors=senior.max_juniors if limit is None else limit,
        is_out=is_out(senior, quarter, instance),
    )
