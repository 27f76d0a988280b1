"""The points of a pair, 0..100, from seven components of 0..1000 (domain.md §6)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from koppeling.domain.instance import Component, DiscRule, Instance
from koppeling.domain.people import Junior, Person, Senior
from koppeling.domain.period import Quarter, Weeks
from koppeling.rules.disc import disc_component
from koppeling.rules.registrations import holds_registration

RANK_SCORES = {1: 1000, 2: 667, 3: 333}


def worked_days(person: Person, day_in_force: Quarter) -> frozenset[tuple[Weeks, int]]:
    """Return the (even or odd, weekday) on which the pattern of a quarter's first day has work."""
    first = day_in_force.first_day
    return frozenset(
        (weeks, part.weekday)
        for part in person.hours
        if part.is_valid_on(first)
        for weeks in (Weeks.EVEN, Weeks.ODD)
        if part.weeks in (weeks, Weeks.EVERY)
    )


def goals_component(junior: Junior, senior: Senior) -> int:
    """Score the share of learning goals that the senior's specialisations meet, floored."""
    goals = {goal.strip().casefold() for goal in junior.goals}
    offered = {name.strip().casefold() for name in senior.specialisations}
    return 1000 * len(goals & offered) // len(goals) if goals else 0


def components(
    junior: Junior,
    senior: Senior,
    instance: Instance,
    ranks: Mapping[tuple[str, str], int],
    rule: DiscRule | None = None,
) -> dict[Component, int]:
    """
    Score a pair on every component, 0..1000 each.

    Parameters
    ----------
    junior, senior : Junior, Senior
        The pair.
    instance : Instance
        Settings, types and weights in force.
    ranks : mapping of (source number, target number) to int
        Ranks of the preferences.
    rule : DiscRule, optional
        Another DiSC rule than the one in force, for the robustness line.
    """
    demand = instance.trajectories[trajectory_name(junior, instance)].demand
    shared = worked_days(junior, instance.settings.quarter) & worked_days(
        senior, instance.settings.quarter
    )
    main_sites = [person.sites[0].casefold() for person in (junior, senior) if person.sites]
    meets_demand = demand is None or holds_registration(senior)
    return {
        Component.PREFERENCE_JUNIOR: RANK_SCORES.get(
            ranks.get((junior.number, senior.number), 0), 0
        ),
        Component.PREFERENCE_SENIOR: RANK_SCORES.get(
            ranks.get((senior.number, junior.number), 0), 0
        ),
        Component.DISC: disc_component(
            senior.disc, junior.disc, rule or instance.settings.disc_rule, instance
        ),
        Component.SHARED_DAYS: 100 * min(10, len(shared)),
        Component.SITE: 1000 if len(main_sites) == 2 and len(set(main_sites)) == 1 else 0,
        Component.GOALS: goals_component(junior, senior),
        Component.REGISTRATION: 1000 if meets_demand else 0,
    }


def trajectory_name(junior: Junior, instance: Instance) -> str:
    """Return the type of trajectory in force: that of the group, else the junior's own."""
    for group in instance.groups:
        if group.name == junior.group:
            return group.trajectory
    return junior.trajectory


def total_points(parts: Mapping[Component, int], weights: Mapping[Component, int]) -> int:
    """Weigh the components: ⌊(Σ weight × component + 500) / 1000⌋, whole points."""
    return (sum(weights.get(name, 0) * score for name, score in parts.items()) + 500) // 1000


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
