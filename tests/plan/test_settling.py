"""Meetings in each other's way get the best plan there is: against full enumeration."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise, product

from koppeling.domain.meeting import MeetingKind
from koppeling.domain.period import CELLS_PER_DAY, Slot
from koppeling.plan.request import Dated, DatedCell, Diary, Request
from koppeling.plan.settling import Chain, Costs, DateChoice, Knot, best_by_day, settle
from koppeling.rules.day_sets import build_calendar
from tests.builders import junior, practice, senior
from tests.plan.plans import solve
from tests.samples import over_seeds

CALENDAR = build_calendar(practice([junior()], [senior()], settings={"horizon_length": 1}))
Answer = tuple[DatedCell | None, ...]


def draw_request(rng: random.Random, name: str, number: int, nominal: int, slot: Slot) -> Request:
    """Draw a meeting that can be at one to three moments near its date."""
    shared = [0] * CELLS_PER_DAY
    num_cells = rng.choice((1, 1, 2))
    for _ in range(rng.choice((1, 2, 3))):
        day, cell = max(0, nominal + rng.randint(-4, 8)), rng.choice((18, 19, 20))
        shared[cell] |= 1 << day
    previous = DatedCell(day=nominal, cell=19) if rng.random() < 0.3 else None
    is_group = name == "J3"
    return Request(
        id=f"{name}{number}",
        kind=MeetingKind.GUIDANCE,
        senior="S01",
        juniors=(name, "J4") if is_group else (name,),
        number=number,
        nominal=CALENDAR.first + timedelta(days=nominal),
        nominal_day=nominal,
        minutes=30 * num_cells,
        shared=tuple(shared),
        slot=slot,
        previous=previous,
        away={"J4": ~((1 << rng.randint(5, 20)) - 1)} if is_group else {},
    )


def draw_knot(seed: int) -> Knot:
    """Draw two or three pairs with two or three meetings each, all after the same moments."""
    rng = random.Random(seed)
    slot = Slot(rng.randrange(5), 19)
    chains = []
    for name in ("J1", "J2", "J3")[: rng.choice((2, 3))]:
        days = sorted(rng.sample(range(3, 20), rng.choice((2, 3)) if name != "J3" else 2))
        chains.append(
            tuple(draw_request(rng, name, k, day, slot) for k, day in enumerate(days, start=1))
        )
    return Knot(tuple(chains), Diary(), CALENDAR)


def moments_of(request: Request) -> list[DatedCell | None]:
    """List every moment a request can have, and none."""
    runs = Diary().free_runs(request)
    found: list[DatedCell | None] = [None]
    for cell, days in enumerate(runs):
        found += [DatedCell(day=d, cell=cell) for d in range(40) if days >> d & 1]
    return found


def is_allowed(knot: Knot, answer: Answer) -> bool:
    """Tell whether nobody is in two places and each pair's days rise."""
    taken: set[tuple[str, int, int]] = set()
    last: dict[str, int] = {}
    for request, moment in zip(knot.requests, answer, strict=True):
        if moment is None:
            continue
        name = request.juniors[0]
        if moment.day <= last.get(name, -1):
            return False
        last[name] = moment.day
        for cell in range(moment.cell, moment.cell + request.num_cells):
            for person in request.people_on(moment.day):
                if (person, moment.day, cell) in taken:
                    return False
                taken.add((person, moment.day, cell))
    return True


def rank(knot: Knot, answer: Answer) -> tuple[int, ...]:
    """Return what an answer costs, wish by wish, worked out without any prices."""
    total = [0] * 6
    for request, moment in zip(knot.requests, answer, strict=True):
        if moment is None:
            total[0] += len(request.juniors)
            continue
        total[0] += sum(days >> moment.day & 1 for days in request.away.values())
        if request.previous is not None and request.previous != moment:
            total[1] += 1
            total[2] += abs(request.previous.day - moment.day)
        shift = abs(moment.day - request.nominal_day)
        weekday = (CALENDAR.first + timedelta(days=moment.day)).weekday()
        total[3] += shift > 6
        total[4] += (weekday, moment.cell) != request.slot
        total[5] += shift
    return tuple(total)


def every_answer(knot: Knot) -> Iterator[Answer]:
    """List every allowed plan of a small knot."""
    for answer in product(*(moments_of(r) for r in knot.requests)):
        if is_allowed(knot, answer):
            yield answer


@over_seeds(25, 150)
def test_the_plan_is_the_best_of_all_plans(seeds: range) -> None:
    """Over many small knots no allowed plan beats the one that is found."""
    num_open = 0
    for seed in seeds:
        knot = draw_knot(seed)
        dated, is_proven = settle([knot], solve)
        answer = tuple(one.moment for one in dated)
        assert is_proven
        assert is_allowed(knot, answer)
        assert rank(knot, answer) == min(rank(knot, other) for other in every_answer(knot))
        num_open += not knot.is_settled
    assert num_open > len(seeds) / 8  # enough of them needed the solver


@over_seeds(10, 40)
def test_prices_split_into_the_wishes_they_are_made_of(seeds: range) -> None:
    """A sum of prices can be read back wish by wish."""
    for seed in seeds:
        knot = draw_knot(seed)
        cost, choices = knot.in_turn
        answer = tuple(None if c is None else c.moment for c in choices)
        assert knot.costs.split(cost) == rank(knot, answer)


@over_seeds(20, 100)
def test_a_chain_alone_is_the_best_of_its_own(seeds: range) -> None:
    """A pair by itself: the shortest path costs what the cheapest enumeration costs."""
    for seed in seeds:
        requests = draw_knot(seed).chains[0]
        knot = Knot((requests,), Diary(), CALENDAR)
        assert knot.is_settled
        assert knot.costs.split(knot.bound) == min(rank(knot, a) for a in every_answer(knot))


@over_seeds(10, 40)
def test_cost_through_a_day_is_the_best_plan_that_uses_it(seeds: range) -> None:
    """What a plan costs that puts a meeting on a given day is found without trying them all."""
    costs, weekday = Costs.of(3), CALENDAR.first.weekday()
    for seed in seeds:
        requests = draw_knot(seed).chains[0]
        choices = [best_by_day(r, Diary().free_runs(r), costs, weekday) for r in requests]
        chain = Chain(choices, [costs.unplanned] * len(choices))
        for k, of_meeting in enumerate(choices):
            for day, choice in of_meeting.items():
                best = min(_costs(choices, costs.unplanned, fixed=(k, day)))
                assert chain.cost_through(k, day, choice.price) == best


def _costs(
    choices: Sequence[dict[int, DateChoice]], unplanned: int, fixed: tuple[int, int]
) -> Iterator[int]:
    k, day = fixed
    options = [[day] if n == k else [None, *of] for n, of in enumerate(choices)]
    for days in product(*options):
        dated = [d for d in days if d is not None]
        if all(a < b for a, b in pairwise(dated)):
            yield sum(unplanned if d is None else choices[n][d].price for n, d in enumerate(days))


def test_nothing_is_asked_of_the_solver_when_pairs_are_not_in_the_way() -> None:
    """Pairs of different seniors are dated without the solver."""
    asked: list[object] = []
    knots = [Knot((chain,), Diary(), CALENDAR) for chain in draw_knot(1).chains]
    dated, is_proven = settle(knots, lambda problems: tuple(asked) if problems else ())  # type: ignore[arg-type]
    assert is_proven
    assert all(isinstance(one, Dated) for one in dated)


def test_a_moment_that_is_taken_is_passed_over() -> None:
    """A standing meeting, also one off the half hour, keeps its time."""
    diary = Diary()
    diary.block(["S01"], day=4, start_minute=9 * 60 + 45, minutes=30)
    request = draw_request(random.Random(0), "J1", 1, 4, Slot(0, 19))
    everything = tuple(1 << 4 for _ in range(CELLS_PER_DAY))
    free = diary.free_runs(Request(**{**request.__dict__, "shared": everything, "minutes": 30}))
    assert [cell for cell in (18, 19, 20, 21) if not free[cell]] == [19, 20]
    assert date(2027, 1, 1) == CALENDAR.first
