"""When and where each person can meet: days on which a week looks the same (domain.md §1)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property, reduce
from operator import or_
from typing import NamedTuple

from koppeling.domain.people import Junior, MeetingWindow, Person, WorkingHours
from koppeling.domain.period import CELLS_PER_DAY, Weeks
from koppeling.rules.day_sets import (
    WEEK,
    HorizonCalendar,
    Stretch,
    covered_cells,
    days_by_cell,
    run_starts,
)

NEVER: tuple[int, ...] = (0,) * CELLS_PER_DAY


class Pattern(NamedTuple):
    """
    The cells of a week in which somebody can meet, anywhere and by site.

    Sites are case-folded. A stretch of work without a site counts at every
    site of the person.
    """

    anywhere: int
    by_site: Mapping[str, int]

    def starting(self, length: int, *, is_remote: bool) -> Pattern:
        """
        Return the cells at which a meeting of `length` cells can begin.

        Whoever is not at a distance stays at one site from its first cell to
        its last, also when nobody else is there.
        """
        by_site = {site: run_starts(cells, length) for site, cells in self.by_site.items()}
        if is_remote:
            return Pattern(run_starts(self.anywhere, length), by_site)
        without_site = self.anywhere & ~reduce(or_, self.by_site.values(), 0)
        return Pattern(reduce(or_, by_site.values(), run_starts(without_site, length)), by_site)

    def at_one_site(self, other: Pattern) -> int:
        """Return the cells in which both are at one and the same site."""
        shared = 0
        for site, cells in self.by_site.items():
            shared |= cells & other.by_site.get(site, 0)
        return shared

    def joined(self, other: Pattern) -> Mapping[str, int]:
        """Return by site the cells in which both are there."""
        return {
            site: self.by_site[site] & other.by_site[site]
            for site in self.by_site.keys() & other.by_site.keys()
        }


@dataclass(frozen=True, kw_only=True)
class Presence:
    """
    When somebody can meet: day sets that do not overlap, each with the week that holds then.

    Of one person, or of several as one. `weekdays` is the day set of each
    weekday of the horizon, Monday first.
    """

    patterns: tuple[tuple[int, Pattern], ...]
    is_remote: bool
    weekdays: tuple[int, ...]

    @cached_property
    def anywhere(self) -> tuple[int, ...]:
        """Day sets per cell of the day (48 of them), wherever the person is."""
        weeks = [(days, pattern.anywhere) for days, pattern in self.patterns]
        return days_by_cell(weeks, self.weekdays)

    @cached_property
    def by_site(self) -> dict[str, tuple[int, ...]]:
        """Day sets per cell of the day, by case-folded site."""
        weeks: dict[str, list[Stretch]] = defaultdict(list)
        for days, pattern in self.patterns:
            for site, cells in pattern.by_site.items():
                weeks[site].append((days, cells))
        return {site: days_by_cell(here, self.weekdays) for site, here in weeks.items()}

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """The day sets, each with the cells of the week, wherever that is."""
        return tuple((days, pattern.anywhere) for days, pattern in self.patterns)

    def on(self, days: int) -> Presence:
        """Keep only what falls on `days`."""
        kept = ((days & ours, pattern) for ours, pattern in self.patterns)
        return replace(self, patterns=tuple(part for part in kept if part[0]))

    def starting(self, length: int) -> Presence:
        """Return when a meeting of `length` cells can begin (`Pattern.starting`)."""
        patterns = (
            (days, pattern.starting(length, is_remote=self.is_remote))
            for days, pattern in self.patterns
        )
        return replace(self, patterns=tuple(part for part in patterns if part[1].anywhere))

    def shared_with(self, other: Presence) -> tuple[Stretch, ...]:
        """Return the days on which both can meet, each with the cells of the week."""
        return tuple((days, cells) for days, cells, _ours, _theirs in self._shared(other))

    def together_with(self, other: Presence) -> Presence:
        """
        Return when both can meet, as the presence of the two as one.

        So that a third can join: whoever is not at a distance has to be at one
        and the same site as all others who are not.
        """
        patterns = []
        for days, cells, ours, theirs in self._shared(other):
            if self.is_remote:
                places = theirs.by_site
            elif other.is_remote:
                places = ours.by_site
            else:
                places = ours.joined(theirs)
            by_site = {site: here & cells for site, here in places.items()}
            patterns.append((days, Pattern(cells, by_site)))
        return replace(self, patterns=tuple(patterns), is_remote=self.is_remote and other.is_remote)

    def _shared(self, other: Presence) -> Iterator[tuple[int, int, Pattern, Pattern]]:
        """Yield days and cells in which both can meet, with the pattern of either."""
        at_a_distance = self.is_remote or other.is_remote
        for our_days, ours in self.patterns:
            for their_days, theirs in other.patterns:
                if days := our_days & their_days:
                    cells = (
                        ours.anywhere & theirs.anywhere
                        if at_a_distance
                        else ours.at_one_site(theirs)
                    )
                    if cells:
                        yield days, cells, ours, theirs


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
    """Return the days on which a junior is in service and in trajectory (domain.md §7)."""
    out = junior.out_of_service_from
    return (
        calendar.between(junior.guided_from, None)
        & calendar.between(junior.in_service_from, None)
        & calendar.between(None, junior.trajectory_end)
        & calendar.between(None, junior.promoted_from)
        & calendar.between(None, None if out is None else out - timedelta(days=1))
    )


def _windows_on(windows: Sequence[MeetingWindow], sample: date) -> int:
    """Return the cells of the week that meeting windows cover; all where there are none."""
    if not windows:
        return WEEK
    stretches: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for window in windows:
        if window.is_valid_on(sample):
            stretches[window.weekday].append((window.start_minute, window.end_minute))
    cells = 0
    for weekday, of_day in stretches.items():
        cells |= covered_cells(tuple(of_day)) << CELLS_PER_DAY * weekday
    return cells


def _pattern_of(parts: Iterable[WorkingHours], windows: int, sites: tuple[str, ...]) -> Pattern:
    """Lay the parts of a week over one another, within the windows."""
    stretches: dict[tuple[str | None, int], list[tuple[int, int]]] = defaultdict(list)
    for part in parts:
        stretches[part.site, part.weekday].append((part.start_minute, part.end_minute))
    anywhere = 0
    by_site: dict[str, int] = {}
    for (named, weekday), of_day in stretches.items():
        cells = covered_cells(tuple(of_day)) << CELLS_PER_DAY * weekday & windows
        anywhere |= cells
        for site in sites if named is None else (named,):
            folded = site.casefold()
            by_site[folded] = by_site.get(folded, 0) | cells
    return Pattern(anywhere=anywhere, by_site=by_site)


def build_presence(
    person: Person, calendar: HorizonCalendar, start: date | None = None
) -> Presence:
    """Derive when and where `person` can meet in the horizon, a junior not before `start`."""
    available = _in_service(person, calendar, start)
    is_fortnightly = any(part.weeks is not Weeks.EVERY for part in person.hours)
    classes = (Weeks.EVEN, Weeks.ODD) if is_fortnightly else (Weeks.EVERY,)
    validity = [(part.valid_from, part.valid_to) for part in person.hours]
    validity += [(window.valid_from, window.valid_to) for window in person.windows]
    patterns = []
    for sample, span in _validity_spans(validity, calendar) if available else ():
        windows = _windows_on(person.windows, sample)
        valid = [part for part in person.hours if part.is_valid_on(sample)]
        for weeks in classes:
            if days := available & span & calendar.by_weeks(weeks):
                active = (part for part in valid if part.weeks in (weeks, Weeks.EVERY))
                pattern = _pattern_of(active, windows, person.sites)
                if pattern.anywhere:
                    patterns.append((days, pattern))
    return Presence(
        patterns=tuple(patterns), is_remote=person.is_remote, weekdays=calendar.weekdays
    )
