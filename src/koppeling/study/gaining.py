"""What small changes would bring when everyone is placed already (domain.md §8)."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import replace

from koppeling.domain.instance import Instance, Level
from koppeling.domain.people import Senior
from koppeling.domain.price import Gain, LevelPrice
from koppeling.domain.result import Status
from koppeling.domain.scenario import Change, SetHours, SetMaxJuniors
from koppeling.rules.changing import change
from koppeling.rules.eligibility import may_coach
from koppeling.rules.menu import extra_day, free_days
from koppeling.solve.asking import solve_all
from koppeling.solve.messages import Answered
from koppeling.study.pricing import Ground, Listener, count

#: How many gains are worth telling.
NUM_TOLD = 5
#: One hour more in each quarter.
HOUR = 60
#: What people feel; the levels after it only choose between equals.
FELT = frozenset({Level.PLACED, Level.KEPT, Level.SERVED, Level.PEAK, Level.QUALITY})


def find_gains(
    ground: Ground, executor: Executor, on_done: Listener | None = None
) -> tuple[Gain, ...]:
    """
    Try one small change at a time for each senior who coaches, and tell the best.

    One hour more in each quarter, one junior more where there is a limit, one
    working day more (each day on which the senior does not work, in the
    senior's usual hours, from the first day of the quarter).

    Parameters
    ----------
    ground : Ground
        A proposal in which everyone is placed.
    executor, on_done
        As for `koppeling.study.pricing.price_pairs`.

    Returns
    -------
    tuple of Gain
        At most `NUM_TOLD`, each better than the proposal at the first level
        that differs, the best first; of equals the one for the senior with the
        lowest number.
    """
    tried = [changes for s in ground.instance.seniors for changes in small_changes(ground, s)]
    cases = [ground.case(instance=_felt(change(ground.instance, changes))) for changes in tried]
    told = solve_all(cases, executor, count(len(cases), on_done))
    gains = [
        Gain(changes=changes, levels=levels)
        for changes, answered in zip(tried, told, strict=True)
        if is_better(levels := _levels(ground, answered))
    ]
    return tuple(sorted(gains, key=lambda gain: _rank(gain.levels))[:NUM_TOLD])


def small_changes(ground: Ground, senior: Senior) -> Iterator[tuple[Change, ...]]:
    """Yield what is tried for one senior."""
    if not may_coach(senior, ground.situation):
        return
    number, first = senior.number, ground.instance.settings.quarter.first_day
    budgets = ground.situation.budgets[number]
    yield (SetHours(who=number, minutes=HOUR, is_relative=True),)
    if any(budget.max_juniors is not None for budget in budgets):
        yield (SetMaxJuniors(who=number, number=1, is_relative=True),)
    for weekday in free_days(senior, first):
        yield (extra_day(senior, weekday, first),)


def _felt(instance: Instance) -> Instance:
    levels = tuple(level for level in instance.levels if level in FELT)
    return replace(instance, levels=levels)


def _levels(ground: Ground, answered: Answered) -> tuple[LevelPrice, ...]:
    """Set a proven answer beside the proposal; nothing where there is none."""
    if answered.solution is None or answered.solution.status is not Status.OPTIMAL:
        return ()
    return ground.prices(answered.solution)


def is_better(levels: tuple[LevelPrice, ...]) -> bool:
    """Tell whether the first level that differs is better."""
    first = next((level for level in levels if level.difference), None)
    return first is not None and not first.is_worse


def _rank(levels: tuple[LevelPrice, ...]) -> tuple[int, ...]:
    """Order gains: the most at the first level first."""
    return tuple(one.difference if one.level is Level.PEAK else -one.difference for one in levels)
