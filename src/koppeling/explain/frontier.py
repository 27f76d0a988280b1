"""The price of the goals: how continuity, peak and quality trade off (domain.md §8)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace

from koppeling.domain.instance import Component, Instance, Level
from koppeling.domain.people import Person, Senior
from koppeling.domain.result import Code, Status
from koppeling.domain.scenario import AddRegistration, Change, SetHours, SetMaxJuniors
from koppeling.explain.answer import (
    Frontier,
    FrontierPoint,
    GoalGain,
    GoalPrices,
    LevelPrice,
    WeightTrial,
)
from koppeling.explain.prices import Baseline, Listener, count
from koppeling.rules.changing import change
from koppeling.rules.eligibility import codes, may_coach
from koppeling.rules.fix_menu import OFFERED_REGISTRATION, party_of
from koppeling.rules.situation import Item
from koppeling.solve.asking import solve_all
from koppeling.solve.messages import Answered
from koppeling.solve.questions import Case

#: How many steps of one kept pair less are priced, the first one included.
KEPT_STEPS = 5
PEAK_STEP = 50
FULL_PERMILLE = 1000


def price_goals(
    baseline: Baseline, executor: Executor, on_done: Listener | None = None
) -> GoalPrices:
    """
    Price continuity against peak against points, and try other weights.

    Every point of the frontier holds *geplaatst* and *begeleid* (when that goal
    is in force) at the values of the proposal, asks for at least so many kept
    pairs and at most such a peak, lets *gelijkmatig* and *loting* free, and has
    the most points there are then.

    Parameters
    ----------
    baseline : Baseline
        The proposal.
    executor, on_done
        As for `koppeling.explain.prices.price_pairs`.
    """
    peaks = peak_steps(baseline)
    most = solve_all([_most_kept(baseline, peak) for peak in peaks], executor)
    steps = _kept_steps(baseline, most)
    asked = [(kept, peak) for kept in steps for peak in peaks]
    points = [_at(baseline, kept, peak) for kept, peak in asked]
    tried = weights_to_try(baseline.instance.weights)
    halves = [tried[0::2], tried[1::2]] if len(tried) > 1 else [tried]
    weighing = [_weigh(baseline, half) for half in halves]
    # the longest questions first, so that the cores end together
    told = solve_all([*weighing, *points], executor, count(len(weighing) + len(points), on_done))
    frontier = Frontier(
        kept=baseline.values[Level.KEPT],
        peak_permille=baseline.values[Level.PEAK],
        quality=baseline.values[Level.QUALITY],
        running=_num_running(baseline),
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
                total=len(baseline.pairings),
            )
            for component, weight in tried
        ),
    )


def _held(baseline: Baseline) -> dict[Level, int]:
    """Hold what goes before everything: who is placed, and the guidance they get."""
    levels = [Level.PLACED]
    levels += [Level.SERVED] if Level.SERVED in baseline.instance.levels else []
    return {level: baseline.values[level] for level in levels}


def _most_kept(baseline: Baseline, peak: int) -> Case:
    instance = replace(baseline.instance, levels=(Level.KEPT,))
    return baseline.case(instance=instance, held=_held(baseline) | {Level.PEAK: peak})


def _kept_steps(baseline: Baseline, most: Sequence[Answered]) -> list[int]:
    """
    List the numbers of kept pairs to price, from the most down.

    A handful of steps, that of the proposal, the most with each peak, and none.
    """
    now = baseline.values[Level.KEPT]
    with_peak = [
        value
        for answered in most
        if answered.solution is not None
        and (value := answered.solution.levels[0].value) is not None
    ]
    top = max([now, *with_peak])
    steps = {max(0, top - step) for step in range(KEPT_STEPS)}
    return sorted({*steps, *with_peak, now, 0}, reverse=True)


def peak_steps(baseline: Baseline) -> list[int]:
    """List the peaks to price: from the comfortable one up to all hours."""
    steps = [baseline.instance.settings.comfort_permille]
    while steps[-1] < FULL_PERMILLE:
        steps.append((steps[-1] // PEAK_STEP + 1) * PEAK_STEP)
    return steps


def _at(baseline: Baseline, kept: int, peak: int) -> Case:
    instance = replace(baseline.instance, levels=(Level.QUALITY,))
    held = _held(baseline) | {Level.KEPT: kept, Level.PEAK: peak}
    return baseline.case(instance=instance, held=held)


def _point(kept: int, peak: int, answered: Answered) -> FrontierPoint:
    solution = answered.solution
    if solution is None or solution.status is Status.NO_SOLUTION:
        known = answered.is_impossible
        return FrontierPoint(kept=kept, peak_permille=peak, points=None, is_proven=known)
    (quality,) = solution.levels
    return FrontierPoint(
        kept=kept, peak_permille=peak, points=quality.value, is_proven=quality.proven
    )


def _num_running(baseline: Baseline) -> int:
    needing = baseline.situation.item_of
    return sum(junior in needing for junior in baseline.situation.running)


def weights_to_try(weights: Mapping[Component, int]) -> list[tuple[Component, int]]:
    """List, for each component that counts, the weight nought and twice what it is."""
    return [
        (component, other)
        for component in Component
        if (weight := weights.get(component, 0))
        for other in (0, 2 * weight)
    ]


def _weigh(baseline: Baseline, trials: Sequence[tuple[Component, int]]) -> Case:
    weights = baseline.instance.weights
    others = tuple({**weights, component: weight} for component, weight in trials)
    return baseline.case(weights=others)


#: How many gains are worth telling.
NUM_TOLD = 5
#: Juniors times seniors of the largest practice in which juniors' changes are tried too.
MAX_PAIRS = 1000
#: One hour more in each quarter.
HOUR = 60
#: What people feel; the levels after it only choose between equals.
FELT = frozenset({Level.PLACED, Level.KEPT, Level.SERVED, Level.PEAK, Level.QUALITY})


def find_gains(
    baseline: Baseline, executor: Executor, on_done: Listener | None = None
) -> tuple[GoalGain, ...]:
    """
    Try one change of the menu at a time, and tell the best.

    For each senior who coaches one hour more in each quarter, one junior more
    where there is a limit, and a registration where a trajectory asks for it;
    for each senior who coaches and each junior (a group as one) one working day
    more (each day without work, in that person's usual hours, from the first
    day of the quarter), any working hour to meet in, and each site of the other
    side. Letting go of a kept pair is in the price of the goals.

    Parameters
    ----------
    baseline : Baseline
        A proposal in which everyone is placed.
    executor, on_done
        As for `koppeling.explain.prices.price_pairs`.

    Returns
    -------
    tuple of Gain
        At most `NUM_TOLD`, each better than the proposal at the first level
        that differs, the best first; of equals seniors before juniors, by number.
    """
    tried = list(all_changes(baseline))
    cases = [baseline.case(instance=_felt(change(baseline.instance, changes))) for changes in tried]
    told = solve_all(cases, executor, count(len(cases), on_done))
    gains = [
        GoalGain(changes=changes, levels=levels)
        for changes, answered in zip(tried, told, strict=True)
        if is_better(levels := _levels(baseline, answered))
    ]
    return tuple(sorted(gains, key=lambda gain: _rank(gain.levels))[:NUM_TOLD])


def all_changes(baseline: Baseline) -> Iterator[tuple[Change, ...]]:
    """Yield all that is tried; in a large practice only what seniors can change."""
    for senior in baseline.instance.seniors:
        yield from small_changes(baseline, senior)
    if len(baseline.instance.juniors) * len(baseline.instance.seniors) > MAX_PAIRS:
        return
    for item in baseline.situation.items:
        yield from item_changes(baseline, item)


def small_changes(baseline: Baseline, senior: Senior) -> Iterator[tuple[Change, ...]]:
    """Yield what is tried for one senior."""
    situation = baseline.situation
    if not may_coach(senior, situation):
        return
    number = senior.number
    yield (SetHours(who=number, minutes=HOUR, is_relative=True),)
    if any(budget.max_juniors is not None for budget in situation.budgets[number]):
        yield (SetMaxJuniors(who=number, number=1, is_relative=True),)
    members = [member for item in situation.items for member in item.members]
    yield from _ways_to_meet(baseline, (senior,), members)
    if any(Code.REGISTRATION in codes(item, senior, situation) for item in situation.items):
        yield (AddRegistration(who=number, registration=OFFERED_REGISTRATION),)


def item_changes(baseline: Baseline, item: Item) -> Iterator[tuple[Change, ...]]:
    """Yield what is tried for one junior, or for all members of a group together."""
    situation = baseline.situation
    coaches = [one for one in baseline.instance.seniors if may_coach(one, situation)]
    yield from _ways_to_meet(baseline, item.members, coaches)


def _ways_to_meet(
    baseline: Baseline, people: Sequence[Person], others: Sequence[Person]
) -> Iterator[tuple[Change, ...]]:
    """Yield a day more, any working hour, a site more: one of them at a time."""
    party = party_of(people, others, baseline.situation)
    yield from party.days.values()
    for frame in party.frames:
        if bool(frame.moments_changes) != bool(frame.site_changes):
            yield frame.changes


def _felt(instance: Instance) -> Instance:
    levels = tuple(level for level in instance.levels if level in FELT)
    return replace(instance, levels=levels)


def _levels(baseline: Baseline, answered: Answered) -> tuple[LevelPrice, ...]:
    """Set a proven answer beside the proposal; nothing where there is none."""
    if answered.solution is None or answered.solution.status is not Status.OPTIMAL:
        return ()
    return baseline.prices(answered.solution)


def is_better(levels: tuple[LevelPrice, ...]) -> bool:
    """Tell whether the first level that differs is better."""
    first = next((level for level in levels if level.difference), None)
    return first is not None and not first.is_worse


def _rank(levels: tuple[LevelPrice, ...]) -> tuple[int, ...]:
    """Order gains: the most at the first level first."""
    return tuple(one.difference if one.level is Level.PEAK else -one.difference for one in levels)
