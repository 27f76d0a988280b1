"""Who is where in which half hour, and which half hours two people share (domain.md §1)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from koppeling.domain.people import Junior
from koppeling.domain.period import Weeks
from koppeling.verify.dates import in_even_week, is_absent, lies_in

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from koppeling.domain.instance import Instance
    from koppeling.domain.people import Person, WorkingHours

CELL = 30
CELLS_IN_DAY = 48

Stretch = tuple[int, int]


class Presence(NamedTuple):
    """
    A person on a day: the `cells` (0..47) they can meet in, and where.

    `places` holds (cell, site) pairs, sites in lower case.
    """

    cells: frozenset[int]
    places: frozenset[tuple[int, str]]


def fold(text: str) -> str:
    """Make words comparable: no outer spaces, no case."""
    return text.strip().casefold()


def covered_cells(stretches: Iterable[Stretch]) -> set[int]:
    """List the half hours that lie whole inside one stretch, touching stretches joined."""
    minutes: set[int] = set()
    for start, end in stretches:
        minutes.update(range(start, end))
    return {
        cell
        for cell in range(CELLS_IN_DAY)
        if all(minute in minutes for minute in range(cell * CELL, cell * CELL + CELL))
    }


def presence_from(
    hours: Iterable[WorkingHours], windows: Iterable[Stretch] | None, sites: Iterable[str]
) -> Presence:
    """
    Work out a day from the hours worked on it.

    Parameters
    ----------
    hours : iterable of WorkingHours
        The stretches in force on that day.
    windows : iterable of (start, end) minutes, or None
        Meeting windows in force on that day; None when the person has none at all.
    sites : iterable of str
        The person's sites, which hold where a stretch names none.
    """
    by_site: dict[str | None, list[Stretch]] = {}
    for stretch in hours:
        site = None if stretch.site is None else fold(stretch.site)
        by_site.setdefault(site, []).append((stretch.start_minute, stretch.end_minute))
    allowed = None if windows is None else covered_cells(windows)
    cells: set[int] = set()
    places: set[tuple[int, str]] = set()
    for site, stretches in by_site.items():
        here = covered_cells(stretches)
        if allowed is not None:
            here &= allowed
        cells |= here
        for name in [site] if site is not None else [fold(one) for one in sites]:
            places.update((cell, name) for cell in here)
    return Presence(frozenset(cells), frozenset(places))


def is_there(person: Person, day: date, start: date | None) -> bool:
    """
    Tell whether a person is in service, not absent, and (a junior) being guided.

    Parameters
    ----------
    person : Person
        Junior or senior.
    day : date
        Any day.
    start : date or None
        First day of a junior's trajectory, or of the group's; None for a senior.
    """
    if person.in_service_from is not None and day < person.in_service_from:
        return False
    if person.out_of_service_from is not None and day >= person.out_of_service_from:
        return False
    if is_absent(person.absences, day):
        return False
    if isinstance(person, Junior):
        return lies_in(day, start, person.trajectory_end) and lies_in(
            day, person.guided_from, person.promoted_from
        )
    return True


def open_days(instance: Instance, days: Iterable[date]) -> dict[date, bool]:
    """Map each day on which the practice is open to whether it lies in an even week."""
    anchor = instance.settings.even_weeks_from
    return {
        day: in_even_week(day, anchor)
        for day in days
        if day not in instance.holidays and not is_absent(instance.closures, day)
    }


def presences(
    person: Person,
    days: dict[date, bool],
    start: date | None,
    alike: dict[Presence, Presence],
) -> dict[date, Presence]:
    """
    List where a person is on each of the `days` (mapped to: even week or not).

    Days without any half hour to meet in are left out. Presences that are equal
    are made the same object, by way of `alike`: that makes comparing them fast.
    """
    found: dict[date, Presence] = {}
    known: dict[tuple[object, ...], Presence] = {}
    hours_by_weekday: list[list[WorkingHours]] = [[] for _ in range(7)]
    for stretch in person.hours:
        hours_by_weekday[stretch.weekday].append(stretch)
    for day, is_even in days.items():
        weekday = day.weekday()
        if not hours_by_weekday[weekday] or not is_there(person, day, start):
            continue
        parity = Weeks.EVEN if is_even else Weeks.ODD
        hours = [
            stretch
            for stretch in hours_by_weekday[weekday]
            if stretch.weeks in (Weeks.EVERY, parity)
            and lies_in(day, stretch.valid_from, stretch.valid_to)
        ]
        windows = [
            (window.start_minute, window.end_minute)
            for window in person.windows
            if window.weekday == weekday and lies_in(day, window.valid_from, window.valid_to)
        ]
        # Days with the same hours are alike: working one of them out is enough.
        key = (*map(id, hours), None, *windows)
        if key not in known:
            presence = presence_from(hours, windows if person.windows else None, person.sites)
            known[key] = alike.setdefault(presence, presence)
        if known[key].cells:
            found[day] = known[key]
    return found


@lru_cache(maxsize=65536)
def shared_cells(one: Presence, other: Presence, at_distance: bool) -> frozenset[int]:  # noqa: FBT001
    """List the half hours two people share: at one site, or `at_distance`."""
    if at_distance:
        return one.cells & other.cells
    return frozenset(cell for cell, _ in one.places & other.places)


@lru_cache(maxsize=65536)
def starts(cells: frozenset[int], length: int) -> frozenset[int]:
    """List the cells from which `length` cells in a row all are in `cells`."""
    return frozenset(
        cell for cell in cells if all(cell + later in cells for later in range(length))
    )
