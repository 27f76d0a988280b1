"""The levels over columns: one that is proven leaves a pool for those after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from ortools.sat.python import cp_model

from koppeling.model.problem import AssignmentProblem, Settled
from koppeling.solve.columns.bins import Ints
from koppeling.solve.columns.packing import Packing
from koppeling.solve.columns.pool import Pool
from koppeling.solve.columns.search import ColumnAnswer, ColumnSearch
from koppeling.solve.columns.target import Side, side_of, target_of
from koppeling.solve.evaluation import MINIMISED, value_of, weights_of
from koppeling.solve.running import Runner

#: Below it CP-SAT alone is done before the prices are found (measured).
LEAST_PAIRS = 200


class ColumnLevels:
    """
    Solves levels of one problem over columns, as far as that can be.

    Parameters
    ----------
    problem : AssignmentProblem
        Its items stand for one each.
    runner : Runner
        Runs the packings.

    Attributes
    ----------
    pool : Pool or None
        Every column that an answer which keeps the levels held can have, once
        that is known.
    """

    def __init__(self, problem: AssignmentProblem, runner: Runner) -> None:
        self._problem = problem
        self._runner = runner
        self._held: list[tuple[str, int]] = []
        self._peak = 1000
        self._search: ColumnSearch | None = None
        self.pool: Pool | None = None

    def copy(self) -> ColumnLevels:
        """Return what is held so far, for another target."""
        twin = ColumnLevels(self._problem, self._runner)
        twin._held, twin._peak = list(self._held), self._peak
        return twin

    def hold(self, level: str, value: int) -> None:
        """Keep a level's value from here on."""
        if level == "peak":
            self._peak = min(self._peak, value)
            self._search = None
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

    def maximise(self, weights: Sequence[int], known: tuple[int, ...]) -> ColumnAnswer | None:
        """Find the answer that has most of `weights`; None where columns are no way."""
        if not self._can_search or self._runner.budget.is_spent:
            return None
        if self._search is None:
            self._search = ColumnSearch(self._problem, self._peak, self._runner.budget)
        return self._search.maximise(target_of(self._problem, weights, self._held), known)

    def solve(self, level: str, known: tuple[int, ...]) -> ColumnAnswer | None:
        """
        Solve a level, value and bound as the level has them.

        Returns None for a level that columns are no way to.
        """
        if self.pool is not None:
            return self._choose(self.pool, level, known)
        if level not in ("quality", "draw"):
            return None
        sign = -1 if level in MINIMISED else 1
        weights = [sign * w for w in weights_of(self._problem, level)]
        answer = self.maximise(weights, known)
        if answer is None:
            return None
        self.pool = answer.pool
        return ColumnAnswer(answer.chosen, sign * answer.value, sign * answer.bound, answer.pool)

    def _choose(self, pool: Pool, level: str, known: tuple[int, ...]) -> ColumnAnswer | None:
        """Solve a level by choosing from the pool of the levels before it."""
        packing = Packing(self._problem, pool, target_of(self._problem, (), ()).required)
        for held, value in self._held:
            if held == "even":
                packing.model.add(packing.total(pool.unevenness(self._problem)) <= value)
            else:
                packing.hold(side_of(self._problem, held, value))
        packing.hint(known)
        sign = -1 if level in MINIMISED else 1
        packed = self._pack(packing, sign * self._worth(pool, level))
        if packed is None:
            return None
        chosen, most = packed
        return ColumnAnswer(chosen, value_of(self._problem, level, chosen), sign * most, pool)

    def stay(self, points: Sequence[int], known: tuple[int, ...]) -> tuple[int, ...] | None:
        """Of the best answers for `points`, find the one that keeps most of `known`, if proven."""
        best = self.maximise(points, known)
        if best is None or best.pool is None or best.value != best.bound:
            return None
        asked = target_of(self._problem, points, self._held)
        packing = Packing(self._problem, best.pool, asked.required)
        for side in (*asked.sides, Side(tuple(points), best.value)):
            packing.hold(side)
        packing.hint(best.chosen)
        kept = np.zeros(self._problem.num_pairs, dtype=np.int64)
        kept[list(known)] = np.asarray(self._problem.placed)[list(known)]
        packed = self._pack(packing, best.pool.total(kept))
        if packed is None or int(kept[list(packed[0])].sum()) < packed[1]:
            return None
        return packed[0]

    def _worth(self, pool: Pool, level: str) -> Ints:
        if level == "even":
            return pool.unevenness(self._problem)
        return pool.total(weights_of(self._problem, level))

    def _pack(self, packing: Packing, worth: Ints) -> tuple[tuple[int, ...], int] | None:
        """Maximise Σ worth of the columns chosen; the pairs, and a bound."""
        packing.model.maximize(packing.total(worth))
        status, solver = self._runner.run(packing.model, is_packing=True)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        chosen = packing.chosen([solver.value(column) for column in packing.column])
        return chosen, round(solver.best_objective_bound)
