"""Instance families with the structure of a real practice, made from a seed."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

from koppeling.domain.instance import Instance, PairingRow, PairingStatus, Preference, Settings
from koppeling.domain.people import DiscProfile, Junior, MeetingWindow, Senior, WorkingHours
from koppeling.domain.period import Quarter, Weeks
from koppeling.rules.disc import STYLES
from koppeling.rules.situation import Situation

QUARTER = Quarter(2027, 1)
MORNING, AFTERNOON = (510, 750), (780, 1020)


def working_hours(rng: random.Random, sites: tuple[str, ...]) -> tuple[WorkingHours, ...]:
    """Draw a part-time pattern of three to five days, some of them fortnightly."""
    hours = []
    for weekday in sorted(rng.sample(range(5), rng.choice((3, 3, 4, 4, 5)))):
        weeks = rng.choices((Weeks.EVERY, Weeks.EVEN, Weeks.ODD), (10, 1, 1))[0]
        site = rng.choice(sites) if len(sites) > 1 else None
        for start, end in (MORNING, AFTERNOON) if rng.random() < 0.85 else (MORNING,):
            hours.append(
                WorkingHours(
                    weekday=weekday, start_minute=start, end_minute=end, weeks=weeks, site=site
                )
            )
    return tuple(hours)


def draw_sites(rng: random.Random, names: list[str]) -> tuple[str, ...]:
    """Give 30 % of the people two sites, the rest one."""
    return tuple(rng.sample(names, 2 if len(names) > 1 and rng.random() < 0.3 else 1))


def make_family(num_juniors: int, num_seniors: int, load: float, seed: int = 1) -> Instance:
    """
    Make a practice whose tightest quarter needs `load` of the seniors' hours.

    Eight seniors a site; starts spread over three years, so that needs differ;
    half of the juniors have a running pair; one senior in six has a meeting
    window; preferences both ways; DiSC for most.
    """
    rng = random.Random(seed)
    names = [f"L{n:03d}" for n in range(max(1, round(num_seniors / 8)))]
    seniors = []
    for n in range(num_seniors):
        sites = draw_sites(rng, names)
        windows: tuple[MeetingWindow, ...] = ()
        if rng.random() < 1 / 6:
            days = rng.sample(range(5), 3)
            windows = tuple(
                MeetingWindow(weekday=d, start_minute=540, end_minute=720) for d in days
            )
        seniors.append(
            Senior(
                number=f"S{n:05d}",
                name=f"Senior {n}",
                sites=sites,
                windows=windows,
                hours=working_hours(rng, sites),
                cap_minutes=rng.choice((600, 720, 900)),
                disc=DiscProfile(style=rng.choice(list(STYLES))) if rng.random() < 0.8 else None,
                specialisations=tuple(rng.sample(("angst", "trauma", "autisme", "gezin"), 2)),
            )
        )
    juniors = []
    for n in range(num_juniors):
        sites = draw_sites(rng, names)
        start = QUARTER.first_day - timedelta(days=rng.randrange(-30, 1000))
        juniors.append(
            Junior(
                number=f"J{n:05d}",
                name=f"Junior {n}",
                sites=sites,
                start=start,
                hours=working_hours(rng, sites),
                disc=DiscProfile(style=rng.choice(list(STYLES))) if rng.random() < 0.8 else None,
                goals=tuple(rng.sample(("angst", "trauma", "autisme", "gezin"), 2)),
            )
        )
    running, wishes = [], []
    for junior in juniors:
        near = [s for s in seniors if set(s.sites) & set(junior.sites)]
        if near and rng.random() < 0.5 and junior.start < QUARTER.first_day:
            running.append(
                PairingRow(
                    junior=junior.number,
                    senior=rng.choice(near).number,
                    status=PairingStatus.RUNNING,
                )
            )
        for rank, senior in enumerate(rng.sample(near, min(2, len(near))), start=1):
            wishes.append(Preference(source=junior.number, target=senior.number, rank=rank))
            if rng.random() < 0.3:
                wishes.append(
                    Preference(source=senior.number, target=junior.number, rank=rng.randint(1, 3))
                )
    instance = Instance(
        settings=Settings(quarter=QUARTER),
        juniors=tuple(juniors),
        seniors=tuple(seniors),
        pairings=tuple(running),
        preferences=tuple(wishes),
        holidays=frozenset({date(2027, 1, 1)}),
    )
    return scaled(instance, load)


def scaled(instance: Instance, load: float) -> Instance:
    """Scale the seniors' hours so that need ÷ hours is `load` in the tightest quarter."""
    situation = Situation(instance)
    needed = max(
        sum(item.minutes[q] for item in situation.items) for q in range(len(situation.quarters))
    )
    given = sum(s.cap_minutes or 0 for s in instance.seniors)
    factor = needed / load / given
    return replace(
        instance,
        seniors=tuple(
            replace(s, cap_minutes=max(60, round((s.cap_minutes or 0) * factor / 30) * 30))
            for s in instance.seniors
        ),
    )
