"""When and where each person can meet: a day set per half-hour cell and site (domain.md §1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

from koppeling.domain.people import Junior, Person, WorkingHours
from koppeling.domain.period import CELL_MINUTES, CELLS_PER_DAY, Slot, Weeks
from koppeling.rules.calendar import HorizonCalendar

NEVER: tuple[int, ...] = (0,) * CELLS_PER_DAY


@dataclass(frozen=True, kw_only=True)
class Presence:
    """
    Day sets per cell of the day (48 of them), anywhere and by site.

    Sites are case-folded. A stretch of work without a site counts at every
    site of the person.
    """

    anywhere: tuple[int, ...]
    by_site: Mapping[str, tuple[int, ...]]
    is_remote: bool

    def shared_with(self, other: Presence) -> tuple[int, ...]:
        """Return, per cell, the days on which both can meet."""
        if self.is_remote or other.is_remote:
            return tuple(a & b for a, b in zip(self.anywhere, other.anywhere, strict=True))
        shared: tuple[int, ...] = NEVER
        for site in self.by_site.keys() & other.by_site.keys():
            ours, theirs = self.by_site[site], other.by_site[site]
            shared = tuple(s | a & b for s, a, b in zip(shared, ours, theirs, strict=True))
        return shared


def covered_cells(stretches: Iterable[tuple[int, int]]) -> tuple[int, ...]:
    """
    List the half-hour cells that stretches of minutes cover whole.

    Stretches that touch or overlap count as one.
    """
    joined: list[list[int]] = []
    for start, end in sorted(stretches):
        if joined and start <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([start, end])
    return tuple(
        cell
        for start, end in joined
        for cell in range(-(-start // CELL_MINUTES), end // CELL_MINUTES)
    )


def _validity_spans(
    parts: Sequence[tuple[date | None, date | None]], calendar: HorizonCalendar
) -> Iterator[tuple[date, int]]:
    """Cut the horizon where some validity starts or ends; yield a day in it and its set."""
    cuts = {calendar.first}
    for valid_from, valid_to in parts:
        if valid_from is not None and calendar.first < valid_from <= calendar.last:
            cuts.add(valid_from)
        if valid_to is not None and calendar.first <= valid_to < calendar.last:
            cuts.add(valid_to + timedelta(days=1))
    ordered = sorted(cuts)
    ends = [*(cut - timedelta(days=1) for cut in ordered[1:]), calendar.last]
    for start, end in zip(ordered, ends, strict=True):
        yield start, calendar.between(start, end)


def _in_service(person: Person, calendar: HorizonCalendar, start: date | None) -> int:
    """Return the days on which a person is in service, present and not closed out."""
    day = timedelta(days=1)
    last = None if person.out_of_service_from is None else person.out_of_service_from - day
    days = calendar.between(person.in_service_from, last) & calendar.open_days
    for absence in person.absences:
        days &= ~calendar.between(absence.first, absence.last)
    if isinstance(person, Junior):
        days &= calendar.between(start, None) & guided_days(person, calendar)
    return days


def guided_days(junior: Junior, calendar: HorizonCalendar) -> int:
    """Return the days on which a date of the junior does not fall away (domain.md §2)."""
    out = junior.out_of_service_from
    return (
        calendar.between(junior.guided_from, None)
        & calendar.between(None, junior.trajectory_end)
        & calendar.between(None, junior.promoted_from)
        & calendar.between(None, None if out is None else out - timedelta(days=1))
    )


def _window_days(person: Person, calendar: HorizonCalendar) -> list[int]:
    """Return, per cell, the days on which a meeting window covers it."""
    if not person.windows:
        return [calendar.all_days] * CELLS_PER_DAY
    days = [0] * CELLS_PER_DAY
    validity = [(w.valid_from, w.valid_to) for w in person.windows]
    for sample, span in _validity_spans(validity, calendar):
        for weekday in range(7):
            stretches = [
                (w.start_minute, w.end_minute)
                for w in person.windows
                if w.weekday == weekday and w.is_valid_on(sample)
            ]
            for cell in covered_cells(stretches):
                days[cell] |= span & calendar.weekdays[weekday]
    return days


def _sites_of(part: WorkingHours, person: Person) -> tuple[str, ...]:
    return (part.site,) if part.site is not None else person.sites


def build_presence(
    person: Person, calendar: HorizonCalendar, start: date | None = None
) -> Presence:
    """Derive when and where `person` can meet in the horizon, a junior not before `start`."""
    available = _in_service(person, calendar, start)
    windows = _window_days(person, calendar)
    anywhere = [0] * CELLS_PER_DAY
    by_site: dict[str, list[int]] = {}
    validity = [(part.valid_from, part.valid_to) for part in person.hours]
    spans = tuple(_validity_spans(validity, calendar)) if available else ()
    for (sample, span), weekday, weeks in product(spans, range(7), (Weeks.EVEN, Weeks.ODD)):
        days = available & span & calendar.weekdays[weekday] & calendar.by_weeks(weeks)
        active: dict[str | None, list[WorkingHours]] = {}
        for part in person.hours:
            if (
                part.weekday == weekday
                and part.weeks in (weeks, Weeks.EVERY)
                and part.is_valid_on(sample)
            ):
                active.setdefault(part.site, []).append(part)
        for parts in active.values() if days else ():
            for cell in covered_cells((p.start_minute, p.end_minute) for p in parts):
                anywhere[cell] |= days & windows[cell]
                for site in _sites_of(parts[0], person):
                    masks = by_site.setdefault(site.casefold(), [0] * CELLS_PER_DAY)
                    masks[cell] |= days & windows[cell]
    return Presence(
        anywhere=tuple(anywhere),
        by_site={site: tuple(masks) for site, masks in by_site.items()},
        is_remote=person.is_remote,
    )


def runs_of(shared: Sequence[int], length: int) -> tuple[int, ...]:
    """
    Return, per starting cell, the days on which `length` cells in a row are shared.

    A run does not pass midnight.
    """
    if length == 1:
        return tuple(shared)
    runs = []
    for cell in range(CELLS_PER_DAY):
        days = shared[cell] if cell + length <= CELLS_PER_DAY else 0
        for following in range(cell + 1, cell + length):
            if not days:
                break
            days &= shared[following]
        runs.append(days)
    return tuple(runs)


def slot_days(runs: Sequence[int], calendar: HorizonCalendar) -> dict[Slot, int]:
    """Map every weekly slot that occurs at all to its common days, in order of slot."""
    return {
        Slot(weekday, cell): days
        for weekday, of_weekday in enumerate(calendar.weekdays)
        for cell, run in enumerate(runs)
        if (days := run & of_weekday)
    }
