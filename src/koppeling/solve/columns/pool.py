"""A pool of columns: sets of pairs of one bin each, with what they weigh on every level."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from koppeling.model.problem import EVEN_SCALE, AssignmentProblem
from koppeling.solve.columns.bins import Bools, Ints


@dataclass(frozen=True, eq=False)
class Pool:
    """
    Columns, each a set of pairs that one bin can hold together.

    Attributes
    ----------
    bin : array (n,)
        Bin of each column, as numbered in the problem.
    start : array (n + 1,)
        Column i holds `pair[start[i]:start[i + 1]]`.
    pair : array
        Indices of pairs.
    """

    bin: Ints
    start: Ints
    pair: Ints

    def __len__(self) -> int:
        return len(self.bin)

    @property
    def owner(self) -> Ints:
        """The column that each entry of `pair` stands in."""
        return np.repeat(np.arange(len(self)), np.diff(self.start))

    def total(self, weights: Sequence[int] | Ints) -> Ints:
        """Sum a weight per pair over each column, as whole numbers of whatever kind they are."""
        running = np.concatenate(([0], np.cumsum(np.asarray(weights)[self.pair])))
        return running[self.start[1:]] - running[self.start[:-1]]

    def holds(self, pairs: Collection[int], num_pairs: int) -> Bools:
        """Tell which columns hold any of `pairs`."""
        mark = np.zeros(num_pairs, dtype=np.int64)
        mark[list(pairs)] = 1
        return self.total(mark) > 0

    def names(self) -> Iterator[tuple[int, ...]]:
        """Name each column by its bin and its pairs in order."""
        starts = self.start.tolist()
        for b, i, j in zip(self.bin.tolist(), starts[:-1], starts[1:], strict=True):
            yield (b, *sorted(self.pair[i:j].tolist()))

    def only(self, keep: Bools) -> Pool:
        """Return the columns that `keep` marks."""
        sizes = np.diff(self.start)
        start = np.concatenate(([0], np.cumsum(sizes[keep])))
        return Pool(self.bin[keep], start, self.pair[np.repeat(keep, sizes)])

    def unevenness(self, problem: AssignmentProblem) -> Ints:
        """Return the cost of each column on the level *even* (domain.md §5)."""
        cost = np.zeros(len(self), dtype=np.int64)
        for total in problem.totals:
            at = np.flatnonzero(self.bin == total.bin)
            mine = self.only(self.bin == total.bin)
            amount = np.zeros(problem.num_pairs, dtype=np.int64)
            amount[list(total.pairs)] = total.amounts
            used = mine.total(amount)
            for charge, pairs in total.charges:
                used += charge * mine.holds(pairs, problem.num_pairs)
            cost[at] = EVEN_SCALE * used**2 // total.capacity**2
        return cost


def columns_of(problem: AssignmentProblem, chosen: Collection[int]) -> Pool:
    """Return the columns that an answer consists of."""
    pairs = np.array(sorted(chosen, key=lambda p: (problem.pair_bin[p], p)), dtype=np.int64)
    bins = np.asarray(problem.pair_bin, dtype=np.int64)[pairs]
    names, first = np.unique(bins, return_index=True)
    return Pool(names, np.append(first, len(pairs)), pairs)


def concatenate(pools: Sequence[Pool]) -> Pool:
    """Put pools one after another."""
    sizes = np.concatenate([np.diff(pool.start) for pool in pools])
    return Pool(
        np.concatenate([pool.bin for pool in pools]),
        np.concatenate(([0], np.cumsum(sizes))),
        np.concatenate([pool.pair for pool in pools]),
    )


def without_twins(pool: Pool) -> Pool:
    """Keep the first of columns that are the same."""
    seen: set[tuple[int, ...]] = set()
    keep = np.zeros(len(pool), dtype=bool)
    for i, key in enumerate(pool.names()):
        keep[i] = key not in seen
        seen.add(key)
    return pool.only(keep)
