"""The levels over columns: one that is proven leaves a pool for those after it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np

from koppeling.model.problem import AssignmentProblem, Settled
from koppeling.solve.columns.bins import lay_out
from koppeling.solve.columns.branching import Choice, ColumnAnswer, branch
from koppeling.solve.columns.generation import Generation, Relaxation
from koppeling.solve.columns.master import Prices
from koppeling.solve.columns.pool import Pool, columns_of, concatenate, without_twins
from koppeling.solve.columns.pricing import SCALE, Pricer
from koppeling.solve.columns.rooms import Rooms
from koppeling.solve.columns.target import Side, Target, level_target, target_of
from koppeling.solve.evaluation import MINIMISED
from koppeling.solve.running import WorkBudget

#: Below it CP-SAT alone is done before the prices are found (measured).
LEAST_PAIRS = 200


class ColumnLevels:
    """
    Solves levels of one problem over columns, as far as that can be.

    Parameters
    ----------
    problem : AssignmentProblem
        Its items stand for one each.
    budget : Budget
        What it may take.

    Attributes
    ----------
    pool : Pool or None
        Every column that an answer which keeps the levels held can have, once
        that is known.
    """

    def __init__(self, problem: AssignmentProblem, budget: WorkBudget) -> None:
        self._problem = problem
        self._budget = budget
        self._held: list[tuple[str, int]] = []
        self._peak = 1000
        self._search: ColumnSearch | None = None
        self.pool: Pool | None = None

    def copy(self) -> ColumnLevels:
        """Return what is held so far, for another target."""
        twin = ColumnLevels(self._problem, self._budget)
        twin._held, twin._peak = list(self._held), self._peak
        return twin

    def hold(self, level: str, value: int) -> None:
        """Keep a level's value from here on."""
        if level == "peak":
            self._peak = min(self._peak, value)
            # what is within the new peak has to be found again
            self._search = self.pool = None
        else:
            self._held.append((level, value))

    def settle(self, settled: Settled) -> None:
        """Leave out what is settled."""
        self._problem = replace(
            self._problem,
            locked=tuple(sorted({*self._problem.locked, *settled.locked})),
            barred=tuple(sorted({*self._problem.barred, *settled.barred})),
        )

    @property
    def _can_search(self) -> bool:
        """Whether what is held can be put in prices."""
        is_large = self._problem.num_pairs >= LEAST_PAIRS
        return (
            is_large
            and not self._problem.copies
            and all(level != "even" for level, _ in self._held)
        )

    def _maximise(self, target: Target, known: tuple[int, ...]) -> ColumnAnswer | None:
        """Find the best answer for a target; None where columns are no way."""
        if not self._can_search or self._budget.is_spent:
            return None
        if self._search is None:
            self._search = ColumnSearch(self._problem, self._peak, self._budget)
        return self._search.maximise(target, known)

    def solve(self, level: str, known: tuple[int, ...]) -> ColumnAnswer | None:
        """
        Solve a level, value and bound as the level has them.

        Returns None for a level that columns are no way to.
        """
        target = level_target(self._problem, level, self._held)
        if self.pool is not None:
            answer = self._choose(self.pool, target, known)
        elif level in ("quality", "draw"):
            answer = self._maximise(target, known)
        else:
            return None
        if answer is None:
            return None
        self.pool = answer.pool or self.pool
        sign = -1 if level in MINIMISED else 1
        return replace(answer, value=sign * answer.value, bound=sign * answer.bound)

    def _choose(self, pool: Pool, target: Target, known: tuple[int, ...]) -> ColumnAnswer | None:
        """Find the best answer that a pool holds."""
        if self._budget.is_spent:
            return None
        nothing = Prices(np.zeros(self._problem.num_items + 1), np.zeros(len(target.sides)))
        return branch(Choice(self._problem, target, pool, known), nothing, self._budget)

    def stay(self, points: Sequence[int], known: tuple[int, ...]) -> tuple[int, ...] | None:
        """Of the best answers for `points`, find the one that keeps most of `known`, if proven."""
        asked = target_of(self._problem, points, self._held)
        best = self._maximise(asked, known)
        if best is None or best.pool is None:
            return None
        kept = np.zeros(self._problem.num_pairs, dtype=np.int64)
        kept[list(known)] = np.asarray(self._problem.placed)[list(known)]
        target = target_of(self._problem, kept.tolist(), self._held)
        target = replace(target, sides=(*target.sides, Side(tuple(points), best.value)))
        found = self._choose(best.pool, target, best.chosen)
        return None if found is None or found.value < found.bound else found.chosen


#: Columns that are listed at most.
MOST_LISTED = 200_000
#: Share of the work left that prices and bound may take.
BOUND_SHARE = 0.5
#: How much wider the next look is when the best answer is further from the bound.
WIDER = 4


class ColumnSearch:
    """Solves targets of one problem, its measured resources used to `peak` ‰ at most."""

    def __init__(self, problem: AssignmentProblem, peak: int, budget: WorkBudget) -> None:
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
