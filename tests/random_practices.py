"""Random practices from a seed: small enough to enumerate, or middling for a second solver."""

from __future__ import annotations

import random
from datetime import date, timedelta

from koppeling.domain.instance import (
    Capacity,
    Group,
    Instance,
    Level,
    PairingRow,
    PairingStatus,
    Preference,
)
from koppeling.domain.people import Absence, DiscProfile, Junior, Senior
from koppeling.domain.period import Quarter, Slot, Weeks
from koppeling.rules.points import STYLES
from tests.builders import hours, junior, practice, senior

SITES = ("Noord", "Zuid")


def _hours(rng: random.Random, num_days: int, length: float) -> tuple[object, ...]:
    """Draw a short working week, so that slots are few and can run out."""
    parts: list[object] = []
    for day in rng.sample(range(3), min(3, num_days)):
        weeks = rng.choices((Weeks.EVERY, Weeks.EVEN, Weeks.ODD), (4, 1, 1))[0]
        start = rng.choice((9, 9, 9.5))
        parts.extend(hours([day], start, start + length, weeks))
    return tuple(parts)


def _person(rng: random.Random, num_days: int, length: float) -> dict[str, object]:
    away = date(2027, 1, 1) + timedelta(days=rng.randrange(330))
    return {
        "hours": _hours(rng, num_days, length),
        "sites": tuple(rng.sample(SITES, rng.choice((1, 1, 2)))),
        "disc": DiscProfile(style=rng.choice(list(STYLES))) if rng.random() < 0.7 else None,
        "absences": (Absence(away, away + timedelta(days=rng.choice((5, 20, 45)))),)
        if rng.random() < 0.3
        else (),
    }


def random_practice(
    seed: int, num_juniors: int, num_seniors: int, *, num_days: int = 2, length: float = 1.0
) -> Instance:
    """
    Make a practice that is tight in hours and in moments.

    Parameters
    ----------
    seed : int
        The same seed gives the same practice.
    num_juniors, num_seniors : int
        Sizes.
    num_days : int
        Working days a week, at most three.
    length : float
        Hours a day.
    """
    rng = random.Random(seed)
    group = Group(name="G", trajectory="junior", start=date(2026, 11, 2))
    has_group = rng.random() < 0.2
    juniors: list[Junior] = [
        junior(
            f"J{n:02d}",
            start=date(2027, 3, 1) - timedelta(days=rng.randrange(1000)),
            group="G" if has_group and n < 2 else None,
            goals=tuple(rng.sample("abc", rng.randrange(3))),
            **_person(rng, num_days, length),
        )
        for n in range(num_juniors)
    ]
    seniors: list[Senior] = [
        senior(
            f"S{n:02d}",
            cap_minutes=rng.choice((150, 240, 300, 360, 480)),
            max_juniors=rng.choice((None, None, 2, 3)),
            specialisations=tuple(rng.sample("abc", rng.randrange(3))),
            out_of_service_from=date(2027, 6, 1) if rng.random() < 0.15 else None,
            **_person(rng, num_days, length),
        )
        for n in range(num_seniors)
    ]
    rows = [
        PairingRow(
            junior=one.number,
            senior=rng.choice(seniors).number,
            status=PairingStatus.RUNNING,
            slot=Slot(rng.randrange(3), rng.choice((18, 19))) if rng.random() < 0.5 else None,
        )
        for one in juniors
        if rng.random() < 0.5
    ]
    wishes = [
        Preference(source=a, target=b, rank=rng.randint(1, 4), veto=rng.random() < 0.05)
        for one in juniors
        for other in seniors
        for a, b in ((one.number, other.number), (other.number, one.number))
        if rng.random() < 0.3
    ]
    capacities = [
        Capacity(senior=other.number, quarter=Quarter(2027, 2), minutes=rng.choice((120, 360)))
        for other in seniors
        if rng.random() < 0.2
    ]
    middle = list(Level)[1:-1]
    if rng.random() < 0.3:
        rng.shuffle(middle)
        middle = middle[: rng.randrange(len(middle) + 1)]
    return practice(
        juniors,
        seniors,
        pairings=tuple(rows),
        preferences=tuple(wishes),
        capacities=tuple(capacities),
        groups=(group,) if has_group else (),
        levels=(Level.PLACED, *middle, Level.DRAW),
        settings={
            "meeting_minutes": rng.choice((30, 30, 30, 45)),
            "horizon_length": rng.choice((1, 2, 4)),
        },
    )
