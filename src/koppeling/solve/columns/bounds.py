"""
Bounds by arithmetic, and the pairs they settle: exact, and in milliseconds.

Two relaxations: every item takes its own best pair whatever the bins can
hold, and every bin its own best set whatever the other bins take. Where an
answer must come near the second one, most pairs are settled: those without
which a bin falls short by too much, and those with which it does.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import cached_property

import numpy as np

from koppeling.model.problem import AssignmentProblem, Settled
from koppeling.solve.columns.bins import Bins, Ints, lay_out
from koppeling.solve.columns.knapsack import NEVER, Tables
from koppeling.solve.evaluation import weights_of


class Bounds:
    """
    Bounds on the maximised levels of a problem.

    Parameters
    ----------
    problem : AssignmentProblem
        Its items stand for one each.
    peak : int
        Measured resources are used to this many ‰ at most.
    """

    def __init__(self, problem: AssignmentProblem, peak: int = 1000) -> None:
        self._problem = problem
        self.peak = peak
        self._most: dict[str, Ints] = {}

    @cached_property
    def bins(self) -> Bins:
        """The pairs that fit by themselves, by bin."""
        return lay_out(self._problem, self.peak)

    def of(self, level: str) -> int:
        """Return what no answer exceeds on a level that is maximised."""
        by_bin = int(self._most_by_bin(level).sum())
        return min(by_bin, self._most_by_item(level))

    def _most_by_item(self, level: str) -> int:
        weights, best = weights_of(self._problem, level), defaultdict[int, int](int)
        for p in self.bins.pair[self.bins.is_there].tolist():
            item = self._problem.pair_item[p]
            best[item] = max(best[item], weights[p])
        return sum(best.values())

    def _most_by_bin(self, level: str) -> Ints:
        if level not in self._most:
            self._most[level] = _best(self.bins, self._gains(level))
        return self._most[level]

    def _gains(self, level: str) -> Ints:
        """Return the weights by place; what weighs nothing is never worth its room."""
        weights = self.bins.spread(weights_of(self._problem, level))
        return np.where(weights > 0, weights, NEVER)

    def settle(self, level: str, least: int) -> Settled:
        """
        Find what an answer that reaches `least` on a level must have, and cannot have.

        Each bin may fall short of its own best by no more than all bins
        together may.
        """
        gap = int(self._most_by_bin(level).sum()) - least
        bins, gains = self.bins, self._gains(level)
        locked: set[int] = set()
        barred = set(range(self._problem.num_pairs)) - set(bins.pair[bins.is_there].tolist())
        for k in range(bins.pair.shape[1]):
            there = bins.is_there[:, k]
            others = gains.copy()
            others[:, k] = NEVER
            own = np.maximum(gains[:, k], 0)
            if (own > 0).any():
                missed = self._most_by_bin(level) - _best(bins, others)
                locked.update(bins.pair[there & (missed > gap), k].tolist())
            left = replace(bins, capacity=np.maximum(bins.capacity - bins.amount[:, :, k], 0))
            lost = self._most_by_bin(level) - _best(left, others) - own
            barred.update(bins.pair[there & (lost > gap), k].tolist())
        return Settled(frozenset(locked), frozenset(barred))


def _best(bins: Bins, gains: Ints) -> Ints:
    """Bound the profit of the best set of every bin."""
    return Tables(bins, gains, 0).best
