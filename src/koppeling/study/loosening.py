"""The changes whose gain is measured: for one senior, for all of them, or one senior more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from koppeling.domain.forecast import Gain, Step
from koppeling.domain.instance import Instance
from koppeling.domain.people import Person, Senior
from koppeling.domain.scenario import (
    Change,
    Hire,
    Register,
    SetHours,
    SetMaxJuniors,
    SetSites,
    SetWorkingDays,
)
from koppeling.study.newcomers import WHOLE_WEEK, Recruiting

ONE_HOUR = 60
#: Enough for the busiest quarter of a newcomer (seven meetings), rounded up.
FOUR_HOURS = 240
Plan = tuple[Gain, tuple[Change, ...]]


def list_single_steps(
    instance: Instance, guides: Iterable[Senior], recruiting: Recruiting
) -> Iterator[Plan]:
    """List what one senior could give more, and one senior more at each site."""
    guides = tuple(guides)
    for senior in guides:
        who = senior.number
        for minutes in (ONE_HOUR, FOUR_HOURS):
            yield _hours_of(who, minutes)
        if _is_limited(senior, instance):
            yield (
                Gain(step=Step.JUNIORS, senior=who, amount=1),
                (SetMaxJuniors(who=who, number=1, is_relative=True),),
            )
        for day in _free_days(senior):
            hours = recruiting.hours((day,))
            yield (
                Gain(step=Step.DAY, senior=who, day=day),
                (SetWorkingDays(who=who, hours=hours, keeps_others=True),),
            )
    start = instance.settings.quarter.first_day
    for site in _sites(guides):
        hours = recruiting.hours(WHOLE_WEEK)
        newcomer = Hire(is_senior=True, start=start, hours=hours, sites=(site,))
        yield Gain(step=Step.SENIOR, site=site), (newcomer,)


def list_general_steps(
    instance: Instance, guides: Iterable[Senior], recruiting: Recruiting
) -> Iterator[Plan]:
    """List what all seniors could give more, one kind of thing at a time."""
    guides = tuple(guides)
    for site in _sites(guides):
        there = [s for s in guides if site.casefold() in _folded(s.sites)]
        changes = (change for s in there for change in _hours_of(s.number, FOUR_HOURS)[1])
        yield Gain(step=Step.HOURS, site=site, amount=FOUR_HOURS), tuple(changes)
        limited = [s.number for s in there if _is_limited(s, instance)]
        if limited:
            yield (
                Gain(step=Step.JUNIORS, site=site, amount=1),
                tuple(SetMaxJuniors(who=who, number=1, is_relative=True) for who in limited),
            )
    for day in WHOLE_WEEK:
        hours = recruiting.hours((day,))
        free = [s.number for s in guides if day in _free_days(s)]
        if free:
            yield (
                Gain(step=Step.DAY, day=day),
                tuple(SetWorkingDays(who=who, hours=hours, keeps_others=True) for who in free),
            )
    sites = _sites((*guides, *instance.juniors))
    if len(sites) > 1:
        yield (
            Gain(step=Step.SITES),
            tuple(SetSites(who=s.number, sites=sites, keeps_others=True) for s in guides),
        )
    if any(kind.demand is not None for kind in instance.trajectories.values()):
        yield (
            Gain(step=Step.REGISTRATION),
            tuple(Register(who=s.number, registration="KJ-SKJ") for s in guides),
        )


def _hours_of(who: str, minutes: int) -> Plan:
    change = SetHours(who=who, minutes=minutes, is_relative=True)
    return Gain(step=Step.HOURS, senior=who, amount=minutes), (change,)


def _is_limited(senior: Senior, instance: Instance) -> bool:
    rows = (c.max_juniors for c in instance.capacities if c.senior == senior.number)
    return senior.max_juniors is not None or any(limit is not None for limit in rows)


def _free_days(senior: Senior) -> tuple[int, ...]:
    """List the weekdays from Monday to Friday on which a senior never works."""
    working = {part.weekday for part in senior.hours}
    return tuple(day for day in WHOLE_WEEK if day not in working)


def _sites(people: Iterable[Person]) -> tuple[str, ...]:
    sites = {site.casefold(): site for person in people for site in reversed(person.sites)}
    return tuple(sites[key] for key in sorted(sites))


def _folded(sites: Iterable[str]) -> set[str]:
    return {site.casefold() for site in sites}
