"""Which pairs may exist: every code that applies (domain.md §4)."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from koppeling.domain.people import Junior, Senior
from koppeling.domain.result import Code
from koppeling.rules.budgets import TALK_MINUTES
from koppeling.rules.moments import serving
from koppeling.rules.points import meets_demand
from koppeling.rules.situation import Item, Situation

#: What a lock overrides, with a warning; against the rest a lock is an error.
OVERRIDABLE = frozenset({Code.SITE, Code.COACH, Code.REGISTRATION, Code.DOMAIN})


@lru_cache(maxsize=4096)
def folded(words: tuple[str, ...]) -> frozenset[str]:
    """Return words whatever their case; remembered, as people have few lists between them."""
    return frozenset(word.casefold() for word in words)


def shares(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """Tell whether two lists of words have one in common, whatever the case."""
    return not folded(ours).isdisjoint(folded(theirs))


def may_coach(senior: Senior, situation: Situation) -> bool:
    """Tell whether a senior coaches, trained at the first day of the quarter (P16, P18)."""
    return coaches_on(senior, situation.first_day)


def coaches_on(senior: Senior, day: date) -> bool:
    """Tell whether a senior coaches, with a training that is valid on a day."""
    return senior.coaches and (senior.trained_until is None or senior.trained_until >= day)


def member_codes(junior: Junior, senior: Senior, situation: Situation) -> set[Code]:
    """Return the codes that hang on one junior and the senior, slots and budgets apart."""
    kind = situation.kinds[junior.number]
    found = set()
    if junior.number == senior.number:
        found.add(Code.SAME_PERSON)
    if (junior.number, senior.number) in situation.forbidden:
        found.add(Code.FORBIDDEN)
    if not (junior.is_remote or senior.is_remote or shares(junior.sites, senior.sites)):
        found.add(Code.SITE)
    if not may_coach(senior, situation) or kind.guide not in (None, senior.role):
        found.add(Code.COACH)
    if not meets_demand(senior, kind.demand):
        found.add(Code.REGISTRATION)
    if junior.domains and senior.domains and not shares(junior.domains, senior.domains):
        found.add(Code.DOMAIN)
    budget = junior.budget_minutes
    if budget is not None and situation.own_minutes[junior.number][0] > budget:
        found.add(Code.TIME_JUNIOR)
    return found


def lacks_time(item: Item, senior: Senior, situation: Situation) -> bool:
    """Tell whether the item alone, with the talk, exceeds the senior in some quarter."""
    for minutes, budget in zip(item.minutes, situation.budgets[senior.number], strict=True):
        if minutes > 0 and not budget.is_out and minutes + TALK_MINUTES > budget.cap_minutes:
            return True
    return False


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
    if not serving(item, senior, situation):
        found |= {Code.NO_MOMENT}
    return found


def is_locked(item: Item, senior: Senior, situation: Situation) -> bool:
    """Tell whether management has locked any member to this senior (P23)."""
    return any(
        (row := situation.locked.get(junior.number)) is not None and row.senior == senior.number
        for junior in item.members
    )
