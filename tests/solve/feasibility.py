"""Whether an answer keeps every rule of a problem, by the plain definition of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from koppeling.model.problem import AssignmentProblem
from koppeling.solve.columns.rooms import Rooms


def assert_feasible(problem: AssignmentProblem, chosen: Collection[int]) -> None:
    """Check one place an item, locks, bars, what must be, resources and slots."""
    pairs = set(chosen)
    items = [problem.pair_item[p] for p in pairs]
    assert len(items) == len(set(items))
    assert pairs >= set(problem.locked)
    assert pairs.isdisjoint(problem.barred)
    assert set(problem.required) <= set(items)
    for resource in problem.resources:
        used = sum(a for p, a in zip(resource.pairs, resource.amounts, strict=True) if p in pairs)
        assert used + (resource.charge if used else 0) <= resource.capacity
    of_bin: dict[int, list[int]] = defaultdict(list)
    for p in sorted(pairs):
        of_bin[problem.pair_bin[p]].append(p)
    rooms = Rooms(problem)
    assert all(rooms.fits(tuple(together)) for together in of_bin.values())
