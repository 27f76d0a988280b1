"""The points of a pair, 0..100, from seven components of 0..1000 (domain.md §6)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import NamedTuple

from koppeling.domain.instance import Component, DiscRule, Instance
from koppeling.domain.people import DiscProfile, Junior, Person, Senior
from koppeling.domain.period import Quarter, Weeks
from koppeling.domain.trajectory import Registration

RANK_SCORES = {1: 1000, 2: 667, 3: 333}


def worked_days(person: Person, day_in_force: Quarter) -> int:
    """
    Return the days of a fortnight on which the pattern of a quarter's first day has work.

    A bit set: 0 is the Monday of an even week, 7 that of an odd one.
    """
    first = day_in_force.first_day
    days = 0
    for part in person.hours:
        if part.is_valid_on(first):
            if part.weeks is not Weeks.ODD:
                days |= 1 << part.weekday
            if part.weeks is not Weeks.EVEN:
                days |= 1 << part.weekday + 7
    return days


class Traits(NamedTuple):
    """
    What one person brings to the points of any pair.

    `topics` are the goals of a junior or the specialisations of a senior;
    `is_registered` is about a senior, `demands_registration` about a junior.
    """

    days: int
    main_site: str | None
    topics: frozenset[str]
    is_registered: bool
    demands_registration: bool

    def goals_met_by(self, other: Traits) -> int:
        """Score the share of our learning goals that the other's topics meet, floored."""
        return 1000 * len(self.topics & other.topics) // len(self.topics) if self.topics else 0


def traits_of(person: Junior | Senior, instance: Instance) -> Traits:
    """Read what counts of a person on the first day of the quarter."""
    if isinstance(person, Junior):
        topics = person.goals
        kind = instance.trajectories[trajectory_name(person, instance)]
        is_registered, demands = False, kind.demand is not None
    else:
        topics = person.specialisations
        is_registered, demands = holds_registration(person), False
    return Traits(
        days=worked_days(person, instance.settings.quarter),
        main_site=person.sites[0].casefold() if person.sites else None,
        topics=frozenset(name.strip().casefold() for name in topics),
        is_registered=is_registered,
        demands_registration=demands,
    )


class Scores:
    """
    The components of the pairs of a practice; what hangs on one person is read once.

    Parameters
    ----------
    instance : Instance
        Settings, types and weights in force.
    ranks : mapping of (source number, target number) to int
        Ranks of the preferences.
    """

    def __init__(self, instance: Instance, ranks: Mapping[tuple[str, str], int]) -> None:
        self._instance, self._ranks = instance, ranks
        self._traits: dict[tuple[type, str], Traits] = {}

    def _traits_of(self, person: Junior | Senior) -> Traits:
        key = (type(person), person.number)
        if key not in self._traits:
            self._traits[key] = traits_of(person, self._instance)
        return self._traits[key]

    def disc(self, junior: Junior, senior: Senior, rule: DiscRule | None = None) -> int:
        """Score the profiles of a pair, under another rule than the one in force if given."""
        in_force = rule or self._instance.settings.disc_rule
        return disc_component(senior.disc, junior.disc, in_force, self._instance)

    def but_disc(self, junior: Junior, senior: Senior) -> dict[Component, int]:
        """Score a pair on every component but DiSC, which alone hangs on the rule."""
        ours, theirs = self._traits_of(junior), self._traits_of(senior)
        at_one_site = ours.main_site is not None and ours.main_site == theirs.main_site
        wished = self._ranks.get((junior.number, senior.number), 0)
        wished_back = self._ranks.get((senior.number, junior.number), 0)
        meets_demand = theirs.is_registered or not ours.demands_registration
        return {
            Component.PREFERENCE_JUNIOR: RANK_SCORES.get(wished, 0),
            Component.PREFERENCE_SENIOR: RANK_SCORES.get(wished_back, 0),
            Component.SHARED_DAYS: 100 * min(10, (ours.days & theirs.days).bit_count()),
            Component.SITE: 1000 if at_one_site else 0,
            Component.GOALS: ours.goals_met_by(theirs),
            Component.REGISTRATION: 1000 if meets_demand else 0,
        }

    def components(
        self, junior: Junior, senior: Senior, rule: DiscRule | None = None
    ) -> dict[Component, int]:
        """Score a pair on every component, 0..1000 each, in the order of `Component`."""
        parts = self.but_disc(junior, senior) | {Component.DISC: self.disc(junior, senior, rule)}
        return {component: parts[component] for component in Component}


def components(
    junior: Junior,
    senior: Senior,
    instance: Instance,
    ranks: Mapping[tuple[str, str], int],
    rule: DiscRule | None = None,
) -> dict[Component, int]:
    """Score one pair on every component; see `Scores`."""
    return Scores(instance, ranks).components(junior, senior, rule)


def trajectory_name(junior: Junior, instance: Instance) -> str:
    """Return the type of trajectory in force: that of the group, else the junior's own."""
    if junior.group is not None:
        for group in instance.groups:
            if group.name == junior.group:
                return group.trajectory
    return junior.trajectory


def merits(
    junior: Junior, senior: Senior, parts: Mapping[Component, int], instance: Instance
) -> dict[Component, int]:
    """
    Leave out of a pair's components what it has for nothing.

    The neutral DiSC score where a profile is not known, and the registration that
    nobody asks for: points, but no merit of this pair.
    """
    earned = dict(parts)
    compares = instance.settings.disc_rule is not DiscRule.OFF
    if not (compares and junior.disc and senior.disc):
        del earned[Component.DISC]
    if not traits_of(junior, instance).demands_registration:
        del earned[Component.REGISTRATION]
    return earned


def blank_components(instance: Instance) -> frozenset[Component]:
    """Return the components for which nothing was filled in, so that no pair stands out."""
    juniors, seniors = instance.juniors, instance.seniors
    numbers = {junior.number for junior in juniors}
    wishes = [wish for wish in instance.preferences if wish.rank and not wish.veto]
    filled = {
        Component.PREFERENCE_JUNIOR: any(wish.source in numbers for wish in wishes),
        Component.PREFERENCE_SENIOR: any(wish.target in numbers for wish in wishes),
        Component.DISC: instance.settings.disc_rule is not DiscRule.OFF
        and any(junior.disc for junior in juniors)
        and any(senior.disc for senior in seniors),
        Component.GOALS: any(junior.goals for junior in juniors)
        and any(senior.specialisations for senior in seniors),
        Component.REGISTRATION: any(
            traits_of(junior, instance).demands_registration for junior in juniors
        ),
    }
    return frozenset(component for component, is_filled in filled.items() if not is_filled)


def weigh(parts: Mapping[Component, int], weights: Mapping[Component, int]) -> int:
    """Sum weight × component, in thousandths of a point."""
    return sum(weights.get(name, 0) * score for name, score in parts.items())


def total_points(parts: Mapping[Component, int], weights: Mapping[Component, int]) -> int:
    """Weigh the components: ⌊(Σ weight × component + 500) / 1000⌋, whole points."""
    return whole_points(weigh(parts, weights))


def whole_points(thousandths: int) -> int:
    """Round to whole points, halves up."""
    return (thousandths + 500) // 1000


def draw(quarter: Quarter, junior: str, senior: str) -> int:
    """
    Draw the lot of a pair: 20 bits that anybody can recompute (domain.md §5, level 7).

    Examples
    --------
    >>> 0 <= draw(Quarter(2027, 1), "0012", "9003") < 2**20
    True
    """
    digest = hashlib.sha256(f"{quarter}|{junior}|{senior}".encode()).digest()
    return int.from_bytes(digest[:3], "big") >> 4


NEUTRAL = 500
LETTERS = ("D", "i", "S", "C")

#: The twelve styles on the circle: (x: accepting, y: active).
STYLES: dict[str, tuple[int, int]] = {
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

#: Rule → (α, β): how much being alike in x and in y counts.
FACTORS: dict[DiscRule, tuple[int, int]] = {
    DiscRule.SIMILARITY: (1, 1),
    DiscRule.COMPLEMENT: (1, -1),
    DiscRule.WARMTH: (1, 0),
    DiscRule.PACE: (0, 1),
}


def position(profile: DiscProfile) -> tuple[int, int] | None:
    """Return where a profile lies on the circle, -1000..1000 each way; None if unknown."""
    if profile.style is not None:
        return STYLES[profile.style]
    if profile.scores is None:
        return None
    d, i, s, c = profile.scores
    x, y = round(7 * ((i + s) - (d + c))), round(7 * ((d + i) - (s + c)))
    return max(-1000, min(1000, x)), max(-1000, min(1000, y))


def leading_letter(profile: DiscProfile) -> str | None:
    """Return the letter that leads: the style's first, or that of the highest score."""
    if profile.style is not None:
        return profile.style[0]
    if profile.scores is None:
        return None
    return LETTERS[max(range(4), key=lambda n: (profile.scores or ())[n])]


def disc_component(
    senior: DiscProfile | None, junior: DiscProfile | None, rule: DiscRule, instance: Instance
) -> int:
    """
    Score two profiles under `rule`, 0..1000; 500 when either is unknown.

    Examples
    --------
    >>> from koppeling.domain.period import Quarter
    >>> from koppeling.domain.instance import Settings
    >>> nobody = Instance(settings=Settings(quarter=Quarter(2027, 1)), juniors=(), seniors=())
    >>> d, s = DiscProfile(style="D"), DiscProfile(style="S")
    >>> [disc_component(d, s, rule, nobody) for rule in (DiscRule.SIMILARITY, DiscRule.OFF)]
    [0, 500]
    """
    if senior is None or junior is None or rule is DiscRule.OFF:
        return NEUTRAL
    if rule is DiscRule.MATRIX:
        letters = leading_letter(senior), leading_letter(junior)
        if letters[0] is None or letters[1] is None:
            return NEUTRAL
        return instance.disc_matrix.get((letters[0], letters[1]), NEUTRAL)
    ours, theirs = position(senior), position(junior)
    if ours is None or theirs is None:
        return NEUTRAL
    alpha, beta = FACTORS[rule]
    likeness = alpha * ours[0] * theirs[0] + beta * ours[1] * theirs[1]
    return max(0, min(1000, 500 + (likeness + 1000) // 2000))


#: Compared on letters and digits only, in capitals.
RECOGNISED = frozenset({"NVOOG", "OGSKJ", "KJNIP", "KJSKJ", "GZBIG"})
MIN_ACADEMIC_YEARS = 5


def holds_registration(senior: Senior) -> bool:
    """Tell whether a senior holds one of the five registrations."""
    return any(
        "".join(c for c in name if c.isalnum()).upper() in RECOGNISED
        for name in senior.registrations
    )


def meets_demand(senior: Senior, demand: Registration | None) -> bool:
    """Tell whether a senior may guide a trajectory with this demand."""
    if demand is None or holds_registration(senior):
        return True
    return (
        demand is Registration.SKJ
        and (senior.academic_years or 0) >= MIN_ACADEMIC_YEARS
        and senior.has_motivation
    )
