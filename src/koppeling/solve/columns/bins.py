"""An `AssignmentProblem` seen bin by bin, as padded arrays that can be worked on at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import gcd

import numpy as np
from numpy.typing import NDArray

from koppeling.model.problem import AssignmentProblem, Resource

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

#: A capacity that never binds.
AMPLE = 1 << 40


@dataclass(frozen=True, eq=False)
class Bins:
    """
    The pairs of each bin side by side: S bins, at most K pairs, at most R resources a bin.

    Attributes
    ----------
    problem : AssignmentProblem
        Where they come from; items there stand for one each (no copies).
    pair, item : array (S, K)
        Index of the pair and of its item; -1 and `num_items` where there is none.
    amount : array (R, S, K)
        What each pair takes of each resource of its bin, tightest resource first.
    capacity : array (R, S)
        What there is, charges taken off; `AMPLE` where a bin has fewer resources.
    """

    problem: AssignmentProblem
    pair: Ints
    item: Ints
    amount: Ints
    capacity: Ints

    @cached_property
    def is_there(self) -> Bools:
        """Whether a place holds a pair, shape (S, K)."""
        return self.pair >= 0

    @property
    def num_bins(self) -> int:
        """S, the bins that have any pair."""
        return len(self.pair)

    def spread(self, weights: Sequence[int]) -> Ints:
        """Lay weights per pair out as (S, K); 0 where there is no pair."""
        padded = np.append(np.asarray(weights, dtype=np.int64), 0)
        return padded[self.pair]


def lay_out(problem: AssignmentProblem, peak: int = 1000) -> Bins:
    """
    Lay the pairs that can be chosen out by bin, measured resources used to `peak` ‰ at most.

    Left out: barred pairs, those that do not fit alone, and the other pairs of
    an item that has a locked one.
    """
    together: dict[int, list[int]] = defaultdict(list)
    for p in _possible(problem, peak):
        together[problem.pair_bin[p]].append(p)
    rows: dict[int, list[Resource]] = defaultdict(list)
    for resource in problem.resources:
        rows[resource.bin].append(resource)
    blocks = [_Block(pairs, rows[b], peak) for b, pairs in sorted(together.items())]
    num_rows = max((len(block.rows) for block in blocks), default=0)
    width = max((len(block.pairs) for block in blocks), default=0)
    pair = np.full((len(blocks), width), -1, dtype=np.int64)
    amount = np.zeros((num_rows, len(blocks), width), dtype=np.int64)
    capacity = np.full((num_rows, len(blocks)), AMPLE, dtype=np.int64)
    for s, block in enumerate(blocks):
        pair[s, : len(block.pairs)] = block.pairs
        for r, (amounts, most) in enumerate(block.rows):
            amount[r, s, : len(block.pairs)] = amounts
            capacity[r, s] = most
    items = np.append(np.asarray(problem.pair_item, dtype=np.int64), problem.num_items)
    return Bins(problem, pair, items[pair], amount, capacity)


def most_of(resource: Resource, peak: int) -> int:
    """Return what the pairs of a resource may take of it, the charge apart."""
    most = peak * resource.capacity // 1000 if resource.is_measured else resource.capacity
    return min(most, resource.capacity) - resource.charge


def _possible(problem: AssignmentProblem, peak: int) -> list[int]:
    """List the pairs that nothing forbids by itself."""
    barred = set(problem.barred)
    for resource in problem.resources:
        most = most_of(resource, peak)
        barred.update(p for p, a in zip(resource.pairs, resource.amounts, strict=True) if a > most)
    locked = {problem.pair_item[p]: p for p in problem.locked}
    return [
        p
        for p, item in enumerate(problem.pair_item)
        if p not in barred and locked.get(item, p) == p
    ]


class _Block:
    """The pairs of one bin, those that take most first, and its rows in whole units."""

    def __init__(self, pairs: list[int], resources: list[Resource], peak: int) -> None:
        taken = [dict(zip(r.pairs, r.amounts, strict=True)) for r in resources]
        most = [most_of(r, peak) for r in resources]
        rows = []
        for amounts, capacity in zip(taken, most, strict=True):
            wanted = sum(amounts.get(p, 0) for p in pairs)
            if wanted > capacity:  # else it cannot bind
                rows.append((wanted / max(1, capacity), amounts, capacity))
        rows.sort(key=lambda row: -row[0])
        self.pairs = sorted(pairs, key=lambda p: [-row[1].get(p, 0) for row in rows])
        self.rows = []
        for _, amounts, capacity in rows:
            column = [amounts.get(p, 0) for p in self.pairs]
            unit = gcd(*column) or 1
            self.rows.append(([a // unit for a in column], capacity // unit))
