"""The price of the goals: how continuity, peak and quality trade off (domain.md §8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace

from koppeling.domain.instance import Component, Level
from koppeling.domain.price import Frontier, FrontierPoint, GoalPrices, WeightTrial
from koppeling.domain.result import Status
from koppeling.solve.asking import solve_all
from koppeling.solve.case import Case
from koppeling.solve.messages import Answered
from koppeling.study.pricing import Ground, Listener, count

#: How many steps of one kept pair less are priced, the first one included.
KEPT_STEPS = 5
PEAK_STEP = 50
FULL_PERMILLE = 1000


def price_goals(ground: Ground, executor: Executor, on_done: Listener | None = None) -> GoalPrices:
    """
    Price continuity against peak against points, and try other weights.

    Every point of the frontier holds *geplaatst* and *begeleid* (when that goal
    is in force) at the values of the proposal, asks for at least so many kept
    pairs and at most such a peak, lets *gelijkmatig* and *loting* free, and has
    the most points there are then.

    Parameters
    ----------
    ground : Ground
        The proposal.
    executor, on_done
        As for `koppeling.study.pricing.price_pairs`.
    """
    peaks = peak_steps(ground)
    most = solve_all([_most_kept(ground, peak) for peak in peaks], executor)
    steps = _kept_steps(ground, most)
    asked = [(kept, peak) for kept in steps for peak in peaks]
    points = [_at(ground, kept, peak) for kept, peak in asked]
    tried = weights_to_try(ground.instance.weights)
    halves = [tried[0::2], tried[1::2]] if len(tried) > 1 else [tried]
    weighing = [_weigh(ground, half) for half in halves]
    # the longest questions first, so that the cores end together
    told = solve_all([*weighing, *points], executor, count(len(weighing) + len(points), on_done))
    frontier = Frontier(
        kept=ground.values[Level.KEPT],
        peak_permille=ground.values[Level.PEAK],
        quality=ground.values[Level.QUALITY],
        running=_num_running(ground),
        points=tuple(
            _point(kept, peak, answered)
            for (kept, peak), answered in zip(asked, told[len(weighing) :], strict=True)
        ),
    )
    same = {
        one: number
        for half, answered in zip(halves, told, strict=False)
        for one, number in zip(half, answered.same or [None] * len(half), strict=True)
    }
    return GoalPrices(
        frontier=frontier,
        weights=tuple(
            WeightTrial(
                component=component,
                weight=weight,
                same=same[component, weight],
                total=len(ground.pairings),
            )
            for component, weight in tried
        ),
    )


def _held(ground: Ground) -> dict[Level, int]:
    """Hold what goes before everything: who is placed, and the guidance they get."""
    levels = [Level.PLACED]
    levels += [Level.SERVED] if Level.SERVED in ground.instance.levels else []
    return {level: ground.values[level] for level in levels}


def _most_kept(ground: Ground, peak: int) -> Case:
    instance = replace(ground.instance, levels=(Level.KEPT,))
    return ground.case(instance=instance, held=_held(ground) | {Level.PEAK: peak})


def _kept_steps(ground: Ground, most: Sequence[Answered]) -> list[int]:
    """
    List the numbers of kept pairs to price, from the most down.

    A handful of steps, that of the proposal, the most with each peak, and none.
    """
    now = ground.values[Level.KEPT]
    with_peak = [
        value
        for answered in most
        if answered.solution is not None
        and (value := answered.solution.levels[0].value) is not None
    ]
    top = max([now, *with_peak])
    steps = {max(0, top - step) for step in range(KEPT_STEPS)}
    return sorted({*steps, *with_peak, now, 0}, reverse=True)


def peak_steps(ground: Ground) -> list[int]:
    """List the peaks to price: from the comfortable one up to all hours."""
    steps = [ground.instance.settings.comfort_permille]
    while steps[-1] < FULL_PERMILLE:
        steps.append((steps[-1] // PEAK_STEP + 1) * PEAK_STEP)
    return steps


def _at(ground: Ground, kept: int, peak: int) -> Case:
    instance = replace(ground.instance, levels=(Level.QUALITY,))
    held = _held(ground) | {Level.KEPT: kept, Level.PEAK: peak}
    return ground.case(instance=instance, held=held)


def _point(kept: int, peak: int, answered: Answered) -> FrontierPoint:
    solution = answered.solution
    if solution is None or solution.status is Status.NO_SOLUTION:
        known = answered.is_impossible
        return FrontierPoint(kept=kept, peak_permille=peak, points=None, is_proven=known)
    (quality,) = solution.levels
    return FrontierPoint(
        kept=kept, peak_permille=peak, points=quality.value, is_proven=quality.proven
    )


def _num_running(ground: Ground) -> int:
    needing = ground.situation.item_of
    return sum(junior in needing for junior in ground.situation.running)


def weights_to_try(weights: Mapping[Component, int]) -> list[tuple[Component, int]]:
    """List, for each component that counts, the weight nought and twice what it is."""
    return [
        (component, other)
        for component in Component
        if (weight := weights.get(component, 0))
        for other in (0, 2 * weight)
    ]


def _weigh(ground: Ground, trials: Sequence[tuple[Component, int]]) -> Case:
    weights = ground.instance.weights
    others = tuple({**weights, component: weight} for component, weight in trials)
    return ground.case(weights=others)
