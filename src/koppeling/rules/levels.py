"""The value of every level for any set of pairs, without a solver (domain.md §5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from koppeling.domain.instance import Level
from koppeling.domain.result import Pairing
from koppeling.rules.budgets import TALK_MINUTES, Budget
from koppeling.rules.points import draw, total_points
from koppeling.rules.situation import Item, Situation

_MIN_MEASURED_CAP = 240  # minutes; a smaller capacity says little about a peak (domain.md §5)
_STEP = 50  # permille
_EVEN_SCALE = 10**6


def level_values(situation: Situation, pairings: Sequence[Pairing]) -> dict[Level, int]:
    """
    Work out what every level is worth for `pairings`, sound or not.

    Unlike the solver's this also judges pairs that break a rule, which a
    person may decide upon; *piek* then goes on above 1000 in the same steps.
    Pairs of people without need, or of somebody unknown, count nowhere.

    Returns
    -------
    dict of Level to int
        Units as in domain.md §5: counts, minutes, permille, points.
    """
    known = [
        p
        for p in pairings
        if p.junior in situation.item_of and p.senior in situation.senior_by_number
    ]
    of_senior: dict[str, dict[str, Item]] = defaultdict(dict)
    for pairing in known:
        item = situation.item_of[pairing.junior]
        of_senior[pairing.senior][item.key] = item
    quarter = situation.instance.settings.quarter
    return {
        Level.PLACED: len(known),
        Level.KEPT: sum(situation.is_kept(p.junior, p.senior) for p in known),
        Level.SERVED: sum(
            minutes
            for senior, items in of_senior.items()
            for item in items.values()
            for minutes, budget in zip(item.minutes, situation.budgets[senior], strict=True)
            if not budget.is_out
        ),
        Level.PEAK: _peak(situation, of_senior),
        Level.QUALITY: sum(_points(situation, p) for p in known),
        Level.EVEN: sum(_unevenness(situation, s, items) for s, items in of_senior.items()),
        Level.DRAW: sum(draw(quarter, p.junior, p.senior) for p in known),
    }


def _points(situation: Situation, pairing: Pairing) -> int:
    parts = situation.scores.components(
        situation.junior_by_number[pairing.junior], situation.senior_by_number[pairing.senior]
    )
    return total_points(parts, situation.instance.weights)


def _uses(situation: Situation, senior: str, items: dict[str, Item]) -> list[tuple[int, Budget]]:
    """Pair the minutes used, talk included, with the budget of each quarter not out."""
    found = []
    for q, budget in enumerate(situation.budgets[senior]):
        needing = [item for item in items.values() if item.need[q]]
        if not budget.is_out:
            talk = TALK_MINUTES if needing else 0
            found.append((sum(item.minutes[q] for item in needing) + talk, budget))
    return found


def _peak(situation: Situation, of_senior: dict[str, dict[str, Item]]) -> int:
    step = situation.instance.settings.comfort_permille
    for senior, items in of_senior.items():
        for used, budget in _uses(situation, senior, items):
            while budget.cap_minutes >= _MIN_MEASURED_CAP and (
                1000 * used > step * budget.cap_minutes
            ):
                step = (step // _STEP + 1) * _STEP
    return step


def _unevenness(situation: Situation, senior: str, items: dict[str, Item]) -> int:
    uses = _uses(situation, senior, items)
    used = sum(minutes for minutes, _budget in uses)
    capacity = sum(budget.cap_minutes for _used, budget in uses)
    return _EVEN_SCALE * used**2 // capacity**2 if capacity else 0
