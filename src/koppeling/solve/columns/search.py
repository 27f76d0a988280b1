"""
Solve a level over columns: bound it, list what can still matter, choose from that.

The relaxation over sets of pairs per bin is so tight that few columns can be
part of an answer close to its bound; branching chooses among those. An answer no
further from the bound than the columns listed is optimal, and what is listed
within its distance then holds *every* optimal answer: the levels after it
choose from that pool.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from koppeling.model.problem import AssignmentProblem
from koppeling.solve.columns.bins import lay_out
from koppeling.solve.columns.branching import Branching
from koppeling.solve.columns.generation import Generation, Relaxation
from koppeling.solve.columns.master import Prices
from koppeling.solve.columns.pool import Pool, columns_of, concatenate, without_twins
from koppeling.solve.columns.pricing import SCALE, Pricer
from koppeling.solve.columns.rooms import Rooms
from koppeling.solve.columns.target import Target
from koppeling.solve.running import LEVEL_SHARE, Budget

#: Columns that are listed at most.
MOST_LISTED = 200_000
#: Share of the work left that prices and bound may take.
BOUND_SHARE = 0.5
#: How much wider the next look is when the best answer is further from the bound.
WIDER = 4


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

    def __init__(self, problem: AssignmentProblem, peak: int, budget: Budget) -> None:
        self._problem = problem
        self._bins = lay_out(problem, peak)
        self._rooms = Rooms(problem)
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
        with self._budget.share(BOUND_SHARE) as part:
            relaxation = Generation(pricer, concatenate([start, *self._met]), part).run()
        self._met = [relaxation.pool]
        return self._close(pricer, relaxation, start, tuple(sorted(known)))

    def _close(
        self, pricer: Pricer, relaxation: Relaxation, start: Pool, chosen: tuple[int, ...]
    ) -> ColumnAnswer:
        """Choose among ever more columns until the answer is as near the bound as they are."""
        best, bound = relaxation.best, relaxation.bound
        value = sum(pricer.target.weights[p] for p in chosen)
        gap = best.bound % SCALE + pricer.grain
        while True:
            within = best.bound - value * SCALE
            gap = min(gap, within)
            pool = pricer.list_within(best, gap, MOST_LISTED)
            if pool is None:
                return ColumnAnswer(chosen, value, bound, None)
            if gap < within:
                pool = without_twins(concatenate([pool, start]))
            branching, most = self._branch(pricer.target, pool, chosen, best.prices)
            chosen, value = branching.chosen, branching.value
            # an answer that holds a column not listed is at least `gap` from the bound
            bound = max(value, min(bound, max(most, (best.bound - gap) // SCALE)))
            if value < most:
                return ColumnAnswer(chosen, value, bound, None)
            if value * SCALE >= best.bound - gap:
                return ColumnAnswer(chosen, value, value, branching.survivors())
            start = concatenate([start, columns_of(self._problem, chosen)])
            gap *= WIDER

    def _branch(
        self, target: Target, pool: Pool, chosen: tuple[int, ...], prices: Prices
    ) -> tuple[Branching, int]:
        with self._budget.share(LEVEL_SHARE) as part:
            branching = Branching(self._bins, target, pool, chosen, part)
            return branching, branching.run(prices)
