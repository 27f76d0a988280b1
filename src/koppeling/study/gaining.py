"""What small changes would bring when everyone is placed already (domain.md §8)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import replace

from koppeling.domain.instance import Instance, Level
from koppeling.domain.people import Person, Senior
from koppeling.domain.price import Gain, LevelPrice
from koppeling.domain.result import Code, Status
from koppeling.domain.scenario import Change, Register, SetHours, SetMaxJuniors
from koppeling.rules.changing import change
from koppeling.rules.eligibility import codes, may_coach
from koppeling.rules.menu import OFFERED_REGISTRATION, party_of
from koppeling.rules.situation import Item
from koppeling.solve.asking import solve_all
from koppeling.solve.messages import Answered
from koppeling.study.pricing import Ground, Listener, count

#: How many gains are worth telling.
NUM_TOLD = 5
#: Juniors times seniors of the largest practice in which juniors' changes are tried too.
MAX_PAIRS = 1000
#: One hour more in each quarter.
HOUR = 60
#: What people feel; the levels after it only choose between equals.
FELT = frozenset({Level.PLACED, Level.KEPT, Level.SERVED, Level.PEAK, Level.QUALITY})


def find_gains(
    ground: Ground, executor: Executor, on_done: Listener | None = None
) -> tuple[Gain, ...]:
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
    ground : Ground
        A proposal in which everyone is placed.
    executor, on_done
        As for `koppeling.study.pricing.price_pairs`.

    Returns
    -------
    tuple of Gain
        At most `NUM_TOLD`, each better than the proposal at the first level
        that differs, the best first; of equals seniors before juniors, by number.
    """
    tried = list(all_changes(ground))
    cases = [ground.case(instance=_felt(change(ground.instance, changes))) for changes in tried]
    told = solve_all(cases, executor, count(len(cases), on_done))
    gains = [
        Gain(changes=changes, levels=levels)
        for changes, answered in zip(tried, told, strict=True)
        if is_better(levels := _levels(ground, answered))
    ]
    return tuple(sorted(gains, key=lambda gain: _rank(gain.levels))[:NUM_TOLD])


def all_changes(ground: Ground) -> Iterator[tuple[Change, ...]]:
    """Yield all that is tried; in a large practice only what seniors can change."""
    for senior in ground.instance.seniors:
        yield from small_changes(ground, senior)
    if len(ground.instance.juniors) * len(ground.instance.seniors) > MAX_PAIRS:
        return
    for item in ground.situation.items:
        yield from item_changes(ground, item)


def small_changes(ground: Ground, senior: Senior) -> Iterator[tuple[Change, ...]]:
    """Yield what is tried for one senior."""
    situation = ground.situation
    if not may_coach(senior, situation):
        return
    number = senior.number
    yield (SetHours(who=number, minutes=HOUR, is_relative=True),)
    if any(budget.max_juniors is not None for budget in situation.budgets[number]):
        yield (SetMaxJuniors(who=number, number=1, is_relative=True),)
    members = [member for item in situation.items for member in item.members]
    yield from _ways_to_meet(ground, (senior,), members)
    if any(Code.REGISTRATION in codes(item, senior, situation) for item in situation.items):
        yield (Register(who=number, registration=OFFERED_REGISTRATION),)


def item_changes(ground: Ground, item: Item) -> Iterator[tuple[Change, ...]]:
    """Yield what is tried for one junior, or for all members of a group together."""
    situation = ground.situation
    coaches = [one for one in ground.instance.seniors if may_coach(one, situation)]
    yield from _ways_to_meet(ground, item.members, coaches)


def _ways_to_meet(
    ground: Ground, people: Sequence[Person], others: Sequence[Person]
) -> Iterator[tuple[Change, ...]]:
    """Yield a day more, any working hour, a site more: one of them at a time."""
    party = party_of(people, others, ground.situation)
    yield from party.days.values()
    for frame in party.frames:
        if bool(frame.moments_changes) != bool(frame.site_changes):
            yield frame.changes


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
