"""
Solve a level over columns: bound it, list what can still matter, choose from that.

The relaxation over sets of pairs per bin is so tight that few columns can be
part of an answer close to its bound; CP-SAT chooses among those. An answer no
further from the bound than the columns listed is optimal, and what is listed
within its distance then holds *every* optimal answer: the levels after it
choose from that pool.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np

from koppeling.model.problem import AssignmentProblem
from koppeling.solve.columns.bins import lay_out
from koppeling.solve.columns.generation import Generation, Relaxation
from koppeling.solve.columns.packing import Packing
from koppeling.solve.columns.pool import Pool, columns_of, concatenate, without_twins
from koppeling.solve.columns.pricing import SCALE, Pricer
from koppeling.solve.columns.rooms import Rooms
from koppeling.solve.columns.target import Target
from koppeling.solve.running import Budget

#: Columns that a packing is worth trying with.
MOST_LISTED = 60_000
#: Share of the work left that prices and bound may take.
BOUND_SHARE = 0.5
#: How much wider the next look is when the best answer is further from the bound.
WIDER = 4

#: Maximises Σ worth of the columns of a packing; returns the pairs chosen and a bound, or None.
Pack = Callable[
    [Packing, "np.ndarray[tuple[int], np.dtype[np.int64]]"], "tuple[tuple[int, ...], int] | None"
]


@dataclass(frozen=True, eq=False)
class ColumnAnswer:
    """
    The best answer found over columns.

    Attributes
    ----------
    chosen : tuple of int
        Pairs.
    value, bound : int
        What it reaches, and what no answer exceeds.
    pool : Pool or None
        Every column of every optimal answer; None when that is not known.
    """

    chosen: tuple[int, ...]
    value: int
    bound: int
    pool: Pool | None


class ColumnSearch:
    """Solves targets of one problem, its measured resources used to `peak` ‰ at most."""

    def __init__(self, problem: AssignmentProblem, peak: int, pack: Pack, budget: Budget) -> None:
        self._problem = problem
        self._bins = lay_out(problem, peak)
        self._rooms = Rooms(problem)
        self._pack = pack
        self._budget = budget
        self._met: list[Pool] = []

    def maximise(self, target: Target, known: Collection[int]) -> ColumnAnswer:
        """
        Find the best answer for a target.

        Parameters
        ----------
        target : Target
            What to maximise and what to hold.
        known : collection of int
            The pairs of an answer that keeps all rules and sides.
        """
        start = columns_of(self._problem, known)
        pricer = Pricer(self._bins, target, self._rooms)
        part = self._budget.part(BOUND_SHARE)
        work = part.work
        relaxation = Generation(pricer, concatenate([start, *self._met]), part).run()
        self._budget.work -= work - part.work
        self._met = [relaxation.pool]
        return self._close(pricer, relaxation, start, tuple(sorted(known)))

    def _close(
        self, pricer: Pricer, relaxation: Relaxation, start: Pool, chosen: tuple[int, ...]
    ) -> ColumnAnswer:
        """Choose among ever more columns until the answer is as near the bound as they are."""
        weights = pricer.target.weights
        best, bound = relaxation.best, relaxation.bound
        value = sum(weights[p] for p in chosen)
        gap = best.bound % SCALE + pricer.grain
        while value < bound:
            gap = min(gap, best.bound - value * SCALE)
            pool = pricer.list_within(best, gap, MOST_LISTED)
            if pool is None or len(pool) > MOST_LISTED:
                return ColumnAnswer(chosen, value, bound, None)
            packing = self._packing(without_twins(concatenate([pool, start])), pricer.target)
            packing.hint(chosen)
            packed = self._pack(packing, packing.pool.total(weights))
            if packed is None:
                return ColumnAnswer(chosen, value, bound, None)
            chosen, most = packed
            value = sum(weights[p] for p in chosen)
            # an answer beyond the columns listed is at least `gap` from the bound
            beyond = (best.bound - gap) // SCALE
            bound = min(bound, max(most, beyond))
            if value < most:
                return ColumnAnswer(chosen, value, bound, None)
            if value >= beyond:
                bound = value
            start = concatenate([start, columns_of(self._problem, chosen)])
            gap *= WIDER
        pool = pricer.list_within(best, best.bound - value * SCALE, MOST_LISTED)
        return ColumnAnswer(chosen, value, value, pool)

    def _packing(self, pool: Pool, target: Target) -> Packing:
        packing = Packing(self._problem, pool, target.required)
        for side in target.sides:
            packing.hold(side)
        return packing
