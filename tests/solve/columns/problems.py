"""Small problems with everything in them: several resources, charges, limits, locks, slots."""

from __future__ import annotations

import random
from itertools import combinations

from koppeling.model.compiling import Compiler
from koppeling.model.problem import AssignmentProblem, Resource, SlotRow, TotalLoad
from koppeling.rules.situation import Situation
from tests.random_practices import random_practice


def drawn(seed: int, num_items: int = 6, num_bins: int = 3) -> AssignmentProblem:
    """Draw a problem without people: sparse pairs, two periods, a few slots."""
    rng = random.Random(seed)
    pairs = [(i, b) for i in range(num_items) for b in range(num_bins) if rng.random() < 0.8] or [
        (0, 0)
    ]
    of_bin = {b: tuple(p for p, pair in enumerate(pairs) if pair[1] == b) for b in range(num_bins)}
    need = [[rng.choice((30, 30, 90, 180, 210)) for _ in range(num_items)] for _ in range(2)]
    resources = []
    for b, mine in of_bin.items():
        for q in range(2):
            amounts = tuple(need[q][pairs[p][0]] for p in mine)
            capacity = rng.choice((240, 300, 420))
            resources.append(
                Resource(
                    bin=b,
                    capacity=capacity,
                    pairs=mine,
                    amounts=amounts,
                    charge=30,
                    is_measured=True,
                )
            )
        if rng.random() < 0.5:
            resources.append(Resource(bin=b, capacity=2, pairs=mine, amounts=(1,) * len(mine)))
    options = [p for p in range(len(pairs)) for _ in range(2)] if rng.random() < 0.5 else []
    rows = []
    for b in range(num_bins):
        mine_options = [o for o, p in enumerate(options) if pairs[p][1] == b]
        for half in (0, 1):
            chosen = tuple(o for o in mine_options if o % 2 == half)
            if len(chosen) > 2:
                rows.append(SlotRow(options=chosen, uses=(1,) * len(chosen), capacity=1))
    served = tuple(need[0][i] + need[1][i] for i, _ in pairs)
    return AssignmentProblem(
        num_items=num_items,
        num_bins=num_bins,
        pair_item=tuple(i for i, _ in pairs),
        pair_bin=tuple(b for _, b in pairs),
        locked=(),
        resources=tuple(r for r in resources if r.pairs),
        totals=tuple(
            TotalLoad(
                bin=b,
                capacity=sum(r.capacity for r in resources if r.bin == b and r.is_measured),
                pairs=mine,
                amounts=tuple(served[p] for p in mine),
                charges=((30, mine), (30, mine)),
            )
            for b, mine in of_bin.items()
            if mine
        ),
        option_pair=tuple(options),
        slot_rows=tuple(rows),
        placed=(1,) * len(pairs),
        kept=tuple(int(rng.random() < 0.3) for _ in pairs),
        served=served,
        points=tuple(rng.randint(0, 100) for _ in pairs),
        draw=tuple(rng.getrandbits(20) for _ in pairs),
    )


def practised(seed: int, num_juniors: int, num_seniors: int) -> AssignmentProblem:
    """Make the problem of a random practice: crowded weeks, groups, locks, limits."""
    return Compiler(Situation(random_practice(seed, num_juniors, num_seniors))).problem


def sets_of(problem: AssignmentProblem, bin_: int) -> list[tuple[int, ...]]:
    """List every set of pairs that a bin's resources allow, slots apart."""
    mine = [p for p, b in enumerate(problem.pair_bin) if b == bin_]
    return [
        chosen
        for size in range(len(mine) + 1)
        for chosen in combinations(mine, size)
        if all(fits(resource, chosen) for resource in problem.resources if resource.bin == bin_)
    ]


def fits(resource: Resource, chosen: tuple[int, ...]) -> bool:
    """Tell whether a resource allows these pairs."""
    taken = {p: a for p, a in zip(resource.pairs, resource.amounts, strict=True) if p in chosen}
    return not taken or sum(taken.values()) + resource.charge <= resource.capacity
