"""Instance families with the structure of a real practice, made from a seed."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType

from koppeling.domain.instance import Instance, PairingRow, PairingStatus, Preference, Settings
from koppeling.domain.people import DiscProfile, Junior, MeetingWindow, Senior, WorkingHours
from koppeling.domain.period import Quarter, Weeks
from koppeling.rules.points import STYLES
from koppeling.rules.situation import Situation

QUARTER = Quarter(2027, 1)
MORNING, AFTERNOON = (510, 750), (780, 1020)
TOPICS = ("angst", "trauma", "autisme", "gezin")

#: Juniors and seniors of each family, and the loads at which it is measured.
SHAPES: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "practice": (30, 11),
        "group": (200, 60),
        "chain": (1000, 300),
        "national": (10_000, 2500),
    }
)
LOADS = (0.7, 0.85, 1.0)


@dataclass(frozen=True, kw_only=True)
class Family:
    """One instance of a family: its shape, need ÷ hours in its tightest quarter, its seed."""

    num_juniors: int
    num_seniors: int
    load: float
    seed: int = 1

    def __str__(self) -> str:
        name = f"{self.num_juniors} x {self.num_seniors} at {self.load:g}"
        return name if self.seed == 1 else f"{name}, seed {self.seed}"

    @classmethod
    def named(cls, name: str, load: float, seed: int = 1) -> Family:
        """Return a family by its name in `SHAPES`."""
        num_juniors, num_seniors = SHAPES[name]
        return cls(num_juniors=num_juniors, num_seniors=num_seniors, load=load, seed=seed)


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


def draw_disc(rng: random.Random) -> DiscProfile | None:
    """Give 80 % of the people a style."""
    return DiscProfile(style=rng.choice(list(STYLES))) if rng.random() < 0.8 else None


def draw_senior(rng: random.Random, n: int, names: list[str]) -> Senior:
    """Draw a senior; one in six meets on three mornings only."""
    sites = draw_sites(rng, names)
    windows: tuple[MeetingWindow, ...] = ()
    if rng.random() < 1 / 6:
        days = rng.sample(range(5), 3)
        windows = tuple(MeetingWindow(weekday=d, start_minute=540, end_minute=720) for d in days)
    return Senior(
        number=f"S{n:05d}",
        name=f"Senior {n}",
        sites=sites,
        windows=windows,
        hours=working_hours(rng, sites),
        cap_minutes=rng.choice((600, 720, 900)),
        disc=draw_disc(rng),
        specialisations=tuple(rng.sample(TOPICS, 2)),
    )


def draw_junior(rng: random.Random, n: int, names: list[str]) -> Junior:
    """Draw a junior, somewhere in the three years of the trajectory or about to start."""
    sites = draw_sites(rng, names)
    start = QUARTER.first_day - timedelta(days=rng.randrange(-30, 1000))
    return Junior(
        number=f"J{n:05d}",
        name=f"Junior {n}",
        sites=sites,
        start=start,
        hours=working_hours(rng, sites),
        disc=draw_disc(rng),
        goals=tuple(rng.sample(TOPICS, 2)),
    )


def draw_ties(
    rng: random.Random, juniors: Sequence[Junior], seniors: Sequence[Senior]
) -> tuple[tuple[PairingRow, ...], tuple[Preference, ...]]:
    """Draw running pairs for half of those who have begun, and wishes both ways, all nearby."""
    of_site: dict[str, list[int]] = defaultdict(list)
    for index, senior in enumerate(seniors):
        for site in senior.sites:
            of_site[site].append(index)
    running, wishes = [], []
    for junior in juniors:
        near = [seniors[i] for i in sorted({i for site in junior.sites for i in of_site[site]})]
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
    return tuple(running), tuple(wishes)


def make_family(num_juniors: int, num_seniors: int, load: float, seed: int = 1) -> Instance:
    """
    Make a practice whose tightest quarter needs `load` of the seniors' hours.

    Eight seniors a site; starts spread over three years, so that needs differ;
    half of the juniors have a running pair; one senior in six has a meeting
    window; preferences both ways; DiSC for most. The time it takes grows with
    the number of people.
    """
    rng = random.Random(seed)
    names = [f"L{n:03d}" for n in range(max(1, round(num_seniors / 8)))]
    seniors = tuple(draw_senior(rng, n, names) for n in range(num_seniors))
    juniors = tuple(draw_junior(rng, n, names) for n in range(num_juniors))
    running, wishes = draw_ties(rng, juniors, seniors)
    instance = Instance(
        settings=Settings(quarter=QUARTER),
        juniors=juniors,
        seniors=seniors,
        pairings=running,
        preferences=wishes,
        holidays=frozenset({date(2027, 1, 1)}),
    )
    return scaled(instance, load)


def need_and_hours(instance: Instance) -> tuple[int, int]:
    """Return the minutes that the tightest quarter needs, and those the seniors have in it."""
    situation = Situation(instance)
    needed = max(
        sum(item.minutes[q] for item in situation.items) for q in range(len(situation.quarters))
    )
    return needed, sum(s.cap_minutes or 0 for s in instance.seniors)


def scaled(instance: Instance, load: float) -> Instance:
    """Scale the seniors' hours, to half-hours, so that the tightest quarter needs `load`."""
    needed, given = need_and_hours(instance)
    factor = needed / load / given
    return replace(
        instance,
        seniors=tuple(
            replace(s, cap_minutes=max(60, round((s.cap_minutes or 0) * factor / 30) * 30))
            for s in instance.seniors
        ),
    )
