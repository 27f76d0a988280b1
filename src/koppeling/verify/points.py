"""The points of a pair, component by component (domain.md §6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from koppeling.domain.instance import Component, DiscRule
from koppeling.domain.period import Weeks
from koppeling.verify.dates import lies_in
from koppeling.verify.eligibility import demand_of, is_registered
from koppeling.verify.presence import fold

if TYPE_CHECKING:
    from koppeling.domain.people import DiscProfile, Junior, Person, Senior
    from koppeling.verify.practice import Practice

FULL = 1000
NEUTRAL = 500
#: A wish of rank 1, 2 or 3; any other counts nothing.
POINTS_BY_RANK = {1: 1000, 2: 667, 3: 333}
#: The circle of twelve styles, 30 degrees apart, in whole thousandths.
STYLES = {
    "D": (-707, 707),
    "Di": (-259, 966),
    "iD": (259, 966),
    "i": (707, 707),
    "iS": (966, 259),
    "Si": (966, -259),
    "S": (707, -707),
    "SC": (259, -966),
    "CS": (-259, -966),
    "C": (-707, -707),
    "CD": (-966, -259),
    "DC": (-966, 259),
}
#: What each rule asks of the horizontal and the vertical axis.
FACTORS = {
    DiscRule.SIMILARITY: (1, 1),
    DiscRule.COMPLEMENT: (1, -1),
    DiscRule.WARMTH: (1, 0),
    DiscRule.PACE: (0, 1),
}
#: Days in a fortnight beyond which sharing more earns nothing.
MOST_DAYS = 10


def _between(value: int, lowest: int, highest: int) -> int:
    return max(lowest, min(highest, value))


def disc_position(profile: DiscProfile | None) -> tuple[int, int] | None:
    """Return where a profile lies on the circle, in thousandths; None when unknown."""
    if profile is None:
        return None
    if profile.style in STYLES:
        return STYLES[profile.style]
    if profile.scores is None:
        return None
    d, i, s, c = profile.scores
    x, y = round(7 * ((i + s) - (d + c))), round(7 * ((d + i) - (s + c)))
    return _between(x, -FULL, FULL), _between(y, -FULL, FULL)


def disc_letter(profile: DiscProfile | None) -> str | None:
    """Return the first letter of a style, or the letter with the highest score."""
    if profile is None:
        return None
    if profile.style in STYLES:
        return profile.style[0]
    if profile.scores is None:
        return None
    return "DiSC"[profile.scores.index(max(profile.scores))]


def disc_component(practice: Practice, junior: Junior, senior: Senior) -> int:
    """Compare two DiSC profiles by the rule in force, 0..1000; 500 when either is unknown."""
    rule = practice.settings.disc_rule
    if rule is DiscRule.OFF:
        return NEUTRAL
    if rule is DiscRule.MATRIX:
        of_senior, of_junior = disc_letter(senior.disc), disc_letter(junior.disc)
        if of_senior is None or of_junior is None:
            return NEUTRAL
        return practice.instance.disc_matrix.get((of_senior, of_junior), NEUTRAL)
    one, other = disc_position(senior.disc), disc_position(junior.disc)
    if one is None or other is None:
        return NEUTRAL
    alpha, beta = FACTORS[rule]
    likeness = alpha * one[0] * other[0] + beta * one[1] * other[1]
    return _between(NEUTRAL + (likeness + 1000) // 2000, 0, FULL)


def wish_component(practice: Practice, source: str, target: str) -> int:
    """Return what the best-ranked wish of `source` for `target` is worth, 0..1000."""
    ranks = practice.ranks.get((source, target), ())
    return max((POINTS_BY_RANK.get(rank, 0) for rank in ranks), default=0)


def working_days(practice: Practice, person: Person) -> set[tuple[Weeks, int]]:
    """List the days of a fortnight somebody works, by the patterns of the quarter's first day."""
    if id(person) in practice.fortnights:
        return practice.fortnights[id(person)]
    first_day = practice.settings.quarter.first_day
    days: set[tuple[Weeks, int]] = set()
    for stretch in person.hours:
        if lies_in(first_day, stretch.valid_from, stretch.valid_to):
            for parity in (Weeks.EVEN, Weeks.ODD):
                if stretch.weeks in (Weeks.EVERY, parity):
                    days.add((parity, stretch.weekday))
    practice.fortnights[id(person)] = days
    return days


def goals_component(junior: Junior, senior: Senior) -> int:
    """Return the share of the junior's learning goals that the senior specialises in, 0..1000."""
    goals = {fold(goal) for goal in junior.goals} - {""}
    if not goals:
        return 0
    met = goals & {fold(one) for one in senior.specialisations}
    return FULL * len(met) // len(goals)


def components_of(practice: Practice, junior: Junior, senior: Senior) -> dict[Component, int]:
    """List the components of a pair, each 0..1000."""
    shared = working_days(practice, junior) & working_days(practice, senior)
    same_site = (
        bool(junior.sites) and bool(senior.sites) and fold(junior.sites[0]) == fold(senior.sites[0])
    )
    is_fit = demand_of(practice, junior) is None or is_registered(senior)
    return {
        Component.PREFERENCE_JUNIOR: wish_component(practice, junior.number, senior.number),
        Component.PREFERENCE_SENIOR: wish_component(practice, senior.number, junior.number),
        Component.DISC: disc_component(practice, junior, senior),
        Component.SHARED_DAYS: min(MOST_DAYS, len(shared)) * 100,
        Component.SITE: FULL if same_site else 0,
        Component.GOALS: goals_component(junior, senior),
        Component.REGISTRATION: FULL if is_fit else 0,
    }


def points_of(practice: Practice, components: dict[Component, int]) -> int:
    """Weigh the components to whole points, 0..100 where the weights add up to 100."""
    weights = practice.instance.weights
    total = sum(weights.get(component, 0) * worth for component, worth in components.items())
    return (total + 500) // 1000
