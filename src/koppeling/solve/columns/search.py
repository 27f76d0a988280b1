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

from koppeling.model.problem import AssignmentProblem
from koppeling.solve.columns.bins import lay_out
from koppeling.solve.columns.branching import Choice, ColumnAnswer, branch
from koppeling.solve.columns.generation import Generation, Relaxation
from koppeling.solve.columns.pool import Pool, columns_of, concatenate, without_twins
from koppeling.solve.columns.pricing import SCALE, Pricer
from koppeling.solve.columns.rooms import Rooms
from koppeling.solve.columns.target import Target
from koppeling.solve.running import Budget

#: Columns that are listed at most.
MOST_LISTED = 200_000
#: Share of the work left that prices and bound may take.
BOUND_SHARE = 0.5
#: How much wider the next look is when the best answer is further from the bound.
WIDER = 4


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
        value = int(pricer.target.of(start).sum())
        gap = best.bound % SCALE + pricer.grain
        while not self._budget.is_spent:
            within = best.bound - value * SCALE
            gap = min(gap, within)
            pool = pricer.list_within(best, gap, MOST_LISTED)
            if pool is None:
                return ColumnAnswer(chosen, value, bound, None)
            if gap < within:
                pool = without_twins(concatenate([pool, start]))
            choice = Choice(self._problem, pricer.target, pool, chosen)
            found = branch(choice, best.prices, self._budget)
            chosen, value = found.chosen, found.value
            # an answer that holds a column not listed is at least `gap` from the bound
            bound = max(value, min(bound, max(found.bound, (best.bound - gap) // SCALE)))
            if found.pool is None:
                return ColumnAnswer(chosen, value, bound, None)
            if value * SCALE >= best.bound - gap:
                return found
            start = concatenate([start, columns_of(self._problem, chosen)])
            gap *= WIDER
        return ColumnAnswer(chosen, value, bound, None)
