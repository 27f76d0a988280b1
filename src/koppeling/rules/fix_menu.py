"""The changes that are offered to place somebody (domain.md §8; docs/rules.md, "Fixes")."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from koppeling.domain.people import Person, WorkingHours
from koppeling.domain.period import Weeks
from koppeling.domain.scenario import Change, OpenMoments, SetSites, SetWorkingDays
from koppeling.rules.situation import Situation

#: Monday to Friday.
OFFERED_DAYS = range(5)
#: For whom no usual hours can be told: 08:30-12:30 and 13:00-17:00.
OFFICE_HOURS = ((510, 750), (780, 1020))
#: The registration that is asked of a senior: one of the five (K4).
OFFERED_REGISTRATION = "KJ-SKJ"


@dataclass(frozen=True, kw_only=True)
class Frame:
    """
    Where and when people can meet, extra working days apart.

    Parameters
    ----------
    is_open : bool
        Whether their meeting windows are lifted.
    site : str, optional
        A site they work at as well.
    changes : tuple of Change
        What that takes; none for how things are.
    people : tuple of Person
        As they then are, *with every day of `extra_days` added*.
    """

    is_open: bool
    site: str | None
    changes: tuple[Change, ...]
    people: tuple[Person, ...]

    @property
    def moments_changes(self) -> tuple[Change, ...]:
        """Those that lift windows."""
        return tuple(c for c in self.changes if isinstance(c, OpenMoments))

    @property
    def site_changes(self) -> tuple[Change, ...]:
        """Those that add a site."""
        return tuple(c for c in self.changes if isinstance(c, SetSites))


@dataclass(frozen=True, kw_only=True)
class MenuParty:
    """
    One senior, or a junior (of a group all members), with what they could change.

    `days` maps a weekday on which somebody of them does not work at all to the
    changes with which all do.
    """

    people: tuple[Person, ...]
    days: Mapping[int, tuple[Change, ...]]
    frames: tuple[Frame, ...]

    @property
    def key(self) -> str:
        """Number of the senior, or of the first member."""
        return self.people[0].number


def usual_day(person: Person, day: date) -> tuple[tuple[int, int], ...]:
    """
    Return the stretches (start, end in minutes) a person works on most days.

    Of the pattern in force on `day`, even and odd weeks counted apart; of
    patterns that occur as often the one earliest in the week.
    """
    days: Counter[tuple[tuple[int, int], ...]] = Counter()
    for weekday in range(7):
        for weeks in (Weeks.EVEN, Weeks.ODD):
            stretches = sorted(
                (part.start_minute, part.end_minute)
                for part in person.hours
                if part.weekday == weekday
                and part.weeks in (weeks, Weeks.EVERY)
                and part.is_valid_on(day)
            )
            if stretches:
                days[tuple(stretches)] += 1
    return days.most_common(1)[0][0] if days else OFFICE_HOURS


def free_days(person: Person, day: date) -> tuple[int, ...]:
    """List the weekdays, Monday to Friday, on which a person never works from `day` on."""
    taken = {h.weekday for h in person.hours if h.valid_to is None or h.valid_to >= day}
    return tuple(weekday for weekday in OFFERED_DAYS if weekday not in taken)


def extra_day(person: Person, weekday: int, day: date) -> SetWorkingDays:
    """Let a person work one more day a week from `day` on, in the person's usual hours."""
    hours = tuple(
        WorkingHours(weekday=weekday, start_minute=start, end_minute=end)
        for start, end in usual_day(person, day)
    )
    return SetWorkingDays(who=person.number, hours=hours, day=day, keeps_others=True)


def party_of(
    people: Sequence[Person],
    others: Sequence[Person],
    situation: Situation,
    *,
    with_days_and_sites: bool = True,
) -> MenuParty:
    """
    Lay out what one side of a pair could change.

    Parameters
    ----------
    people : sequence of Person
        A senior, or the members of an item.
    others : sequence of Person
        The other side: whose sites can be added.
    situation : Situation
        As it is.
    with_days_and_sites : bool
        Whether extra working days and sites are on offer.
    """
    first = situation.instance.settings.quarter.first_day
    offered = OFFERED_DAYS if with_days_and_sites else ()
    days = {
        weekday: tuple(
            extra_day(person, weekday, first)
            for person in people
            if weekday in free_days(person, first)
        )
        for weekday in offered
        if any(weekday in free_days(person, first) for person in people)
    }
    sites: list[str | None] = [None]
    if with_days_and_sites:
        sites += _sites_to_add(people, others)
    return MenuParty(
        people=tuple(people),
        days=days,
        frames=tuple(
            _frame(people, days, is_open=is_open, site=site)
            for is_open in ((False, True) if any(p.windows for p in people) else (False,))
            for site in sites
        ),
    )


def _sites_to_add(people: Sequence[Person], others: Sequence[Person]) -> Iterator[str]:
    """List the sites of the others that not all people have, whatever the case, in order."""
    offered: dict[str, str] = {}
    for person in others:
        for site in person.sites:
            offered.setdefault(site.casefold(), site)
    for folded, site in sorted(offered.items()):
        if any(_lacks(person, folded) for person in people):
            yield site


def _lacks(person: Person, site: str) -> bool:
    return site.casefold() not in {own.casefold() for own in person.sites}


def _frame(
    people: Sequence[Person],
    days: Mapping[int, Sequence[SetWorkingDays]],
    *,
    is_open: bool,
    site: str | None,
) -> Frame:
    changes: list[Change] = []
    changed = []
    for person in people:
        one = person
        if is_open and person.windows:
            changes.append(OpenMoments(who=person.number))
            one = replace(one, windows=())
        if site is not None and _lacks(person, site):
            changes.append(SetSites(who=person.number, sites=(site,), keeps_others=True))
            one = replace(one, sites=(*one.sites, site))
        added = [
            replace(part, valid_from=extra.day)
            for of_day in days.values()
            for extra in of_day
            if extra.who == person.number
            for part in extra.hours
        ]
        changed.append(replace(one, hours=(*one.hours, *added)))
    return Frame(is_open=is_open, site=site, changes=tuple(changes), people=tuple(changed))
