"""Who is where in which half hour, and which half hours two people share (domain.md §1)."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from koppeling.domain.people import Junior
from koppeling.domain.period import Weeks
from koppeling.verify.dates import ONE_DAY, in_even_week, is_absent, lies_in

if TYPE_CHECKING:
    from collections.abc import Iterable

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


@lru_cache(maxsize=4096)
def folded(names: tuple[str, ...]) -> frozenset[str]:
    """Make a list of words comparable."""
    return frozenset(fold(name) for name in names)


def covered_cells(stretches: Iterable[Stretch]) -> frozenset[int]:
    """List the half hours that lie whole inside one stretch, touching stretches joined."""
    return _covered(tuple(stretches))


@lru_cache(maxsize=4096)
def _covered(stretches: tuple[Stretch, ...]) -> frozenset[int]:
    minutes: set[int] = set()
    for start, end in stretches:
        minutes.update(range(start, end))
    return frozenset(
        cell
        for cell in range(CELLS_IN_DAY)
        if all(minute in minutes for minute in range(cell * CELL, cell * CELL + CELL))
    )


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


def days_there(person: Person, days: Iterable[date], start: date | None) -> list[date]:
    """
    List the days on which a person is in service, not absent, and (a junior) being guided.

    Parameters
    ----------
    person : Person
        Junior or senior.
    days : iterable of date
        The days to look at.
    start : date or None
        First day of a junior's trajectory, or of the group's; None for a senior.
    """
    firsts, lasts = [person.in_service_from], []
    if person.out_of_service_from is not None:
        lasts.append(person.out_of_service_from - ONE_DAY)
    if isinstance(person, Junior):
        firsts += [start, person.guided_from]
        lasts += [one for one in (person.trajectory_end, person.promoted_from) if one is not None]
    first = max((one for one in firsts if one is not None), default=date.min)
    last = min(lasts, default=date.max)
    within = [day for day in days if first <= day <= last]
    if not person.absences:
        return within
    return [day for day in within if not is_absent(person.absences, day)]


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
    known: dict[tuple[int, bool, date | None], Presence] = {}
    hours_by_weekday: list[list[WorkingHours]] = [[] for _ in range(7)]
    for stretch in person.hours:
        hours_by_weekday[stretch.weekday].append(stretch)
    dated = [(part.valid_from, part.valid_to) for part in person.hours]
    dated += [(window.valid_from, window.valid_to) for window in person.windows]
    is_dated = any(ends != (None, None) for ends in dated)
    for day in days_there(person, days, start):
        weekday, is_even = day.weekday(), days[day]
        if not hours_by_weekday[weekday]:
            continue
        # Days with the same hours are alike: working one of them out is enough.
        key = (weekday, is_even, day if is_dated else None)
        if key not in known:
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
            presence = presence_from(hours, windows if person.windows else None, person.sites)
            known[key] = alike.setdefault(presence, presence)
        if known[key].cells:
            found[day] = known[key]
    return found


#: Somebody on a day, and whether they may work at a distance.
Attendant = tuple[Presence, bool]
#: Where somebody is who works where no site is known; no place to meet others.
NOWHERE = ""


@lru_cache(maxsize=65536)
def _stays(there: Presence, length: int) -> frozenset[tuple[int, str]]:
    """List from which half hour on somebody stays `length` half hours at which site."""
    known = {cell for cell, _site in there.places}
    places = there.places | {(cell, NOWHERE) for cell in there.cells - known}
    return frozenset(
        (cell, site)
        for cell, site in places
        if all((cell + later, site) in places for later in range(1, length))
    )


@lru_cache(maxsize=65536)
def _lasts(cells: frozenset[int], length: int) -> frozenset[int]:
    """List from which half hour on somebody is there for `length` half hours, wherever."""
    return frozenset(
        cell for cell in cells if all(cell + later in cells for later in range(1, length))
    )


@lru_cache(maxsize=65536)
def beginnings(people: tuple[Attendant, ...], length: int) -> frozenset[int]:
    """
    List the half hours at which people can begin a meeting of `length` half hours.

    Whoever may work at a distance needs no place. The others are at one and
    the same site, from the first half hour to the last.
    """
    on_site = [_stays(there, length) for there, is_remote in people if not is_remote]
    at_a_distance = [_lasts(there.cells, length) for there, is_remote in people if is_remote]
    if on_site:
        together = frozenset.intersection(*on_site)
        is_alone = len(on_site) == 1
        at_a_distance.append(
            frozenset(cell for cell, site in together if is_alone or site != NOWHERE)
        )
    return frozenset.intersection(*at_a_distance)
