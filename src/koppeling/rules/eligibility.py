"""Which pairs may exist: every code that applies (domain.md §4)."""

from __future__ import annotations

from koppeling.domain.people import Junior, Senior
from koppeling.domain.result import Code
from koppeling.rules.budgets import TALK_MINUTES
from koppeling.rules.moments import serving_moments
from koppeling.rules.points import trajectory_name
from koppeling.rules.registrations import meets_demand
from koppeling.rules.situation import Item, Situation

#: What a lock overrides, with a warning; against the rest a lock is an error.
OVERRIDABLE = frozenset({Code.SITE, Code.COACH, Code.REGISTRATION, Code.DOMAIN})


def shares(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """Tell whether two lists of words have one in common, whatever the case."""
    return not {w.casefold() for w in ours}.isdisjoint(w.casefold() for w in theirs)


def may_coach(senior: Senior, situation: Situation) -> bool:
    """Tell whether a senior coaches, trained at the first day of the quarter (P16, P18)."""
    first = situation.instance.settings.quarter.first_day
    return senior.coaches and (senior.trained_until is None or senior.trained_until >= first)


def member_codes(junior: Junior, senior: Senior, situation: Situation) -> set[Code]:
    """Return the codes that hang on one junior and the senior, slots and budgets apart."""
    kind = situation.instance.trajectories[trajectory_name(junior, situation.instance)]
    is_near = shares(junior.sites, senior.sites) or junior.is_remote or senior.is_remote
    own_minutes = situation.own_minutes[junior.number][0]
    has_domains = bool(junior.domains and senior.domains)
    applies = {
        Code.SAME_PERSON: junior.number == senior.number,
        Code.FORBIDDEN: (junior.number, senior.number) in situation.forbidden,
        Code.SITE: not is_near,
        Code.COACH: not may_coach(senior, situation) or kind.guide not in (None, senior.role),
        Code.REGISTRATION: not meets_demand(senior, kind.demand),
        Code.DOMAIN: has_domains and not shares(junior.domains, senior.domains),
        Code.TIME_JUNIOR: junior.budget_minutes is not None and own_minutes > junior.budget_minutes,
    }
    return {code for code, holds in applies.items() if holds}


def lacks_time(item: Item, senior: Senior, situation: Situation) -> bool:
    """Tell whether the item alone, with the talk, exceeds the senior in some quarter."""
    return any(
        minutes > 0 and not budget.is_out and minutes + TALK_MINUTES > budget.cap_minutes
        for minutes, budget in zip(item.minutes, situation.budgets[senior.number], strict=True)
    )


def quick_codes(item: Item, senior: Senior, situation: Situation) -> frozenset[Code]:
    """Return every code but `geen_moment`, which takes a look at the whole calendar."""
    found = {code for junior in item.members for code in member_codes(junior, senior, situation)}
    if situation.budgets[senior.number][0].is_out:
        found.add(Code.OUT)
    if lacks_time(item, senior, situation):
        found.add(Code.TIME_SENIOR)
    return frozenset(found)


def binding_codes(item: Item, senior: Senior, situation: Situation) -> frozenset[Code]:
    """
    Return the codes of `quick_codes` that stand, locks considered.

    A group has one senior, so a lock of one member decides for all.
    """
    found = quick_codes(item, senior, situation)
    return found - OVERRIDABLE if is_locked(item, senior, situation) else found


def codes(item: Item, senior: Senior, situation: Situation) -> frozenset[Code]:
    """Return every code that keeps `item` and `senior` apart; empty means eligible."""
    found = quick_codes(item, senior, situation)
    if not serving_moments(item, senior, situation):
        found |= {Code.NO_MOMENT}
    return found


def is_locked(item: Item, senior: Senior, situation: Situation) -> bool:
    """Tell whether management has locked any member to this senior (P23)."""
    return any(
        (row := situation.locked.get(junior.number)) is not None and row.senior == senior.number
        for junior in item.members
    )
