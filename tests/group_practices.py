"""Drawn practices with groups, and which slots they have by counting dates one by one."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from koppeling.domain.instance import Group, Instance
from koppeling.domain.people import Absence, Junior, MeetingWindow, Person, Senior, WorkingHours
from koppeling.domain.period import Quarter, Slot, Weeks
from tests.builders import hours, junior, practice, senior, types, weekly

SITES = ("Noord", "Zuid")
FIRST = date(2027, 1, 1)


def draw_practice(seed: int) -> Instance:
    """
    Draw a practice of one or two groups, a junior apart, and two seniors.

    People tend to work on a day of their group, a few hours, here and there;
    they come late, leave early, meet in windows, at a distance, in even or odd
    weeks, and change site during a day.
    """
    rng = random.Random(seed)
    juniors: list[Junior] = []
    groups, usual = [], 0
    for name in ("A", "B")[: rng.choice((1, 1, 2))]:
        usual = rng.randrange(5)
        start = FIRST + timedelta(days=rng.randrange(-30, 60))
        groups.append(Group(name=name, trajectory=rng.choice(("short", "long")), start=start))
        for _member in range(rng.choice((2, 2, 3))):
            number = f"J{len(juniors):02d}"
            juniors.append(junior(number, group=name, **_bounds(rng), **_person(rng, usual)))
    juniors.append(junior("J90", trajectory="short", **_person(rng, rng.randrange(5))))
    return practice(
        juniors,
        [
            senior(f"S{n}", cap_minutes=rng.choice((420, 720)), **_person(rng, usual))
            for n in range(2)
        ],
        groups=tuple(groups),
        trajectories=types(
            weekly(rng.randint(1, 6), rng.choice((1, 2)), name="short"),
            weekly(8, rng.choice((1, 2, 3)), name="long"),
        ),
        settings={
            "horizon_length": rng.choice((1, 2)),
            "meeting_minutes": rng.choice((30, 30, 60)),
            "reference_date": rng.choice((None, None, None, date(2027, 2, 10))),
        },
    )


def _bounds(rng: random.Random) -> dict[str, Any]:
    """Draw when a member comes and goes: often the whole time, else about half a quarter."""
    in_between = FIRST + timedelta(days=rng.randrange(10, 150))
    keys = ("in_service_from", "guided_from", "trajectory_end", "promoted_from")
    drawn = rng.choices((*keys, "out_of_service_from", None), (2, 1, 2, 1, 1, 4))[0]
    return {} if drawn is None else {drawn: in_between}


def _person(rng: random.Random, usual: int) -> dict[str, Any]:
    days = {usual} if rng.random() < 0.9 else set(rng.sample(range(5), 2))
    days |= {rng.randrange(5) for _ in range(rng.choice((0, 1, 2)))}
    parts: list[WorkingHours] = []
    for day in sorted(days):
        weeks = rng.choices((Weeks.EVERY, Weeks.EVEN, Weeks.ODD), (18, 1, 1))[0]
        start, site = rng.choice((9, 9, 9, 9.5)), rng.choice((None, None, None, *SITES))
        middle = start + rng.choice((0.5, 1, 2, 3))
        parts += hours([day], start, middle, weeks, site)
        if rng.random() < 0.4:
            parts += hours([day], middle, middle + rng.choice((0.5, 1)), weeks, rng.choice(SITES))
    away = FIRST + timedelta(days=rng.randrange(150))
    windows = tuple(
        MeetingWindow(weekday=day, start_minute=540, end_minute=rng.choice((600, 630)))
        for day in range(5)
    )
    return {
        "hours": tuple(parts),
        "sites": tuple(rng.sample(SITES, rng.choice((1, 2, 2, 2)))),
        "is_remote": rng.random() < 0.3,
        "windows": windows if rng.random() < 0.15 else (),
        "absences": (Absence(away, away + timedelta(days=rng.choice((4, 13)))),)
        if rng.random() < 0.3
        else (),
    }


def start_of(one: Junior, instance: Instance) -> date:
    """Return the start of a junior's trajectory, or of the group's."""
    return next((g.start for g in instance.groups if g.name == one.group), one.start)


def is_waited_for(one: Junior, day: date, instance: Instance) -> bool:
    """Tell whether somebody is in service and in trajectory on a day."""
    firsts = [start_of(one, instance), one.in_service_from, one.guided_from]
    lasts = [one.trajectory_end, one.promoted_from]
    if one.out_of_service_from is not None:
        lasts.append(one.out_of_service_from - timedelta(days=1))
    return all(first is None or day >= first for first in firsts) and all(
        last is None or day <= last for last in lasts
    )


def need_dates(one: Junior, instance: Instance) -> list[date]:
    """List the dates of a junior that still count (there is no leave long enough to move any)."""
    group = next((g for g in instance.groups if g.name == one.group), None)
    (phase,) = instance.trajectories[group.trajectory if group else one.trajectory].phases
    start, settings = start_of(one, instance), instance.settings
    dates = [start + timedelta(weeks=phase.every * k) for k in range(phase.count)]
    first = max(settings.reference_date or FIRST, FIRST)
    return [
        day
        for day in dates
        if first <= day <= settings.quarters[-1].last_day and is_waited_for(one, day, instance)
    ]


def items_of(instance: Instance) -> list[tuple[Junior, ...]]:
    """List who are paired as one: the members of a group, or one junior, with a need."""
    together: dict[str, list[Junior]] = {}
    for one in instance.juniors:
        if need_dates(one, instance):
            together.setdefault(one.group or one.number, []).append(one)
    return [tuple(members) for members in together.values()]


def _places(person: Person, day: date, cell: int, instance: Instance) -> set[str] | None:
    """Return where somebody can meet in half an hour; None when they cannot."""
    away = (*person.absences, *instance.closures)
    if day in instance.holidays or any(a.first <= day <= (a.last or day) for a in away):
        return None
    if isinstance(person, Junior) and not is_waited_for(person, day, instance):
        return None
    begin, end = 30 * cell, 30 * cell + 30
    windows = [w for w in person.windows if w.weekday == day.weekday()]
    if person.windows and not any(w.start_minute <= begin and end <= w.end_minute for w in windows):
        return None
    parity = Weeks.EVEN if day.isocalendar().week % 2 == 0 else Weeks.ODD
    here = [
        part
        for part in person.hours
        if part.weekday == day.weekday()
        and part.weeks in (Weeks.EVERY, parity)
        and part.start_minute <= begin
        and end <= part.end_minute
    ]
    sites = [{part.site} if part.site else set(person.sites) for part in here]
    return set.union(*sites) if sites else None


def can_meet(people: Sequence[Person], day: date, cells: range, instance: Instance) -> bool:
    """Tell whether people can meet in each of the cells, whoever is on site at one site."""
    options = set(SITES)
    for person in people:
        where = [_places(person, day, cell, instance) for cell in cells]
        if any(places is None for places in where):
            return False
        for places in where if not person.is_remote else ():
            options &= places or set()
    return bool(options) or all(person.is_remote for person in people)


def serving_slots(
    members: Sequence[Junior], guide: Senior, instance: Instance
) -> dict[Slot, int] | None:
    """
    Count for each slot that serves its common dates; None when some member never meets.

    Day by day and half hour by half hour, as domain.md §§3 and 7 say it.
    """
    length = -(-instance.settings.meeting_minutes // 30)
    totals: dict[Slot, int] = {}
    enough: list[set[Slot]] = []
    for quarter in instance.settings.quarters:
        need = {one.number: _in(quarter, need_dates(one, instance)) for one in members}
        asked = [one for one in members if need[one.number]] or list(members)
        common: dict[Slot, int] = {}
        met: set[str] = set()
        for day, present in _days(asked, quarter, instance):
            for cell in range(18, 26):
                if can_meet([*present, guide], day, range(cell, cell + length), instance):
                    slot = Slot(day.weekday(), cell)
                    common[slot] = common.get(slot, 0) + 1
                    met |= {one.number for one in present}
        if any(need[one.number] and one.number not in met for one in members):
            return None
        total = len(set().union(*need.values()))
        if total > 1:
            least = total - max(1, total // 3)
            enough.append({slot for slot, count in common.items() if count >= least})
        for slot, count in common.items():
            totals[slot] = totals.get(slot, 0) + count
    return {slot: count for slot, count in totals.items() if all(slot in of for of in enough)}


def _in(quarter: Quarter, dates: Sequence[date]) -> set[date]:
    return {day for day in dates if Quarter.of(day) == quarter}


def _days(
    asked: Sequence[Junior], quarter: Quarter, instance: Instance
) -> Iterator[tuple[date, list[Junior]]]:
    """Yield each day that counts on which somebody is guided, with who is."""
    first = max(instance.settings.reference_date or FIRST, quarter.first_day)
    for n in range((quarter.last_day - first).days + 1):
        day = first + timedelta(days=n)
        # Of one junior alone nobody waits: before the start there is no meeting.
        if present := [one for one in asked if is_waited_for(one, day, instance)]:
            yield day, present
