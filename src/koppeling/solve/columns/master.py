"""The linear relaxation over columns: which prices make the columns at hand break even."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver import pywraplp

from koppeling.model.problem import AssignmentProblem
from koppeling.solve.columns.bins import Bools
from koppeling.solve.columns.pool import Pool, concatenate
from koppeling.solve.columns.target import CHAIN, Target

Floats = NDArray[np.float64]

#: Deterministic work of a pivot of the simplex method, for each row (measured).
WORK_OF_PIVOT = 1.2e-7
#: Preprocessing and scaling would throw the basis away, which is what makes each solve short:
#: scaling changes all of the matrix with every column that joins. Bounds on levels that run to
#: hundreds of millions need prices that are exact to the last digits.
PARAMETERS = (
    "use_preprocessing: false use_scaling: false "
    "dual_feasibility_tolerance: 1e-9 primal_feasibility_tolerance: 1e-9"
)
#: What is short by less is not.
NOT_SHORT = 1e-7


@dataclass(frozen=True, eq=False)
class Prices:
    """
    What an item costs and what a unit of each side row is worth.

    Attributes
    ----------
    item : array (num_items + 1,)
        The last one, of the item that pads, is 0.
    side : array (len(target.sides),)
        At least 0.
    """

    item: Floats
    side: Floats


class Master:
    """
    The best mix of the columns at hand, by GLOP; it goes on from its last basis.

    Parameters
    ----------
    problem : AssignmentProblem
        Its items and bins.
    target : Target
        What to maximise, and what to hold.
    start : Pool
        The first columns.

    Attributes
    ----------
    pool : Pool
        All columns so far.
    last_work : float
        Deterministic work of the last solve.
    """

    def __init__(self, problem: AssignmentProblem, target: Target, start: Pool) -> None:
        self._target = target
        self._problem = problem
        self._size = [side.size for side in target.sides]
        self._known: set[tuple[int, ...]] = set()
        self._required = target.required
        self._ransom = CHAIN
        self._parts = [start.only(np.zeros(len(start), dtype=bool))]
        self.last_work = 0.0
        self._begin()
        self.add(start)

    @property
    def pool(self) -> Pool:
        """All columns so far."""
        self._parts = [concatenate(self._parts)]
        return self._parts[0]

    def _begin(self) -> None:
        """Make the rows: items, bins and sides; the sides and the worth in units near one."""
        self._lp = pywraplp.Solver.CreateSolver("GLOP")
        self._lp.SetSolverSpecificParametersAsString(PARAMETERS)
        infinity = self._lp.infinity()
        self._columns: list[pywraplp.Variable] = []
        self._allowed = np.zeros(0, dtype=bool)
        self._items = [
            self._lp.Constraint(1 if item in self._required else -infinity, 1)
            for item in range(self._problem.num_items)
        ]
        self._bins = [self._lp.Constraint(-infinity, 1) for _ in range(self._problem.num_bins)]
        self._sides = [
            self._lp.Constraint(side.least / size, infinity)
            for side, size in zip(self._target.sides, self._size, strict=True)
        ]
        self._objective = self._lp.Objective()
        self._objective.SetMaximization()
        # what must be can be bought dearly, so that there always is an answer
        self._ransomed = {*self._required}
        self._short: list[pywraplp.Variable] = []
        for row in [*(self._items[item] for item in self._required), *self._sides]:
            self._let_buy(row)

    def _let_buy(self, row: pywraplp.Constraint) -> None:
        short = self._lp.NumVar(0, self._lp.infinity(), "")
        row.SetCoefficient(short, 1)
        self._objective.SetCoefficient(short, -self._ransom)
        self._short.append(short)

    def set_ransom(self, ransom: float) -> None:
        """Ask that much, in `Target.size`, for what must be and is not."""
        if ransom != self._ransom:
            self._ransom = ransom
            for short in self._short:
                self._objective.SetCoefficient(short, -ransom)

    @property
    def is_short(self) -> bool:
        """Whether the last solution lacks something that must be."""
        return any(short.solution_value() > NOT_SHORT for short in self._short)

    def restrict(self, allowed: Bools, required: frozenset[int]) -> None:
        """Use only some of the columns, and ask for some items, until told otherwise."""
        infinity = self._lp.infinity()
        for at in np.flatnonzero(allowed != self._allowed).tolist():
            self._columns[at].SetUb(infinity if allowed[at] else 0)
        self._allowed = allowed
        for item in required ^ self._required:
            self._items[item].SetBounds(1 if item in required else -infinity, 1)
        for item in required - self._ransomed:
            self._ransomed.add(item)
            self._let_buy(self._items[item])
        self._required = required

    @property
    def shares(self) -> Floats:
        """How far each column is used in the last solution, in the order of `pool`."""
        return np.array([column.solution_value() for column in self._columns])

    def add(self, pool: Pool) -> int:
        """Add the columns that are new; return how many."""
        is_new = np.zeros(len(pool), dtype=bool)
        for i, key in enumerate(pool.names()):
            is_new[i] = key not in self._known
            self._known.add(key)
        new = pool.only(is_new)
        self._put_in(new)
        self._parts.append(new)
        return len(new)

    def _put_in(self, pool: Pool) -> None:
        worth = (self._target.of(pool) / self._target.size).tolist()
        sides = [
            (row, (side.of(pool) / size).tolist())
            for row, side, size in zip(self._sides, self._target.sides, self._size, strict=True)
        ]
        pair_item = self._problem.pair_item
        self._allowed = np.append(self._allowed, np.ones(len(pool), dtype=bool))
        for i, key in enumerate(pool.names()):
            column = self._lp.NumVar(0, self._lp.infinity(), "")
            self._columns.append(column)
            self._objective.SetCoefficient(column, worth[i])
            self._bins[key[0]].SetCoefficient(column, 1)
            for p in key[1:]:
                self._items[pair_item[p]].SetCoefficient(column, 1)
            for row, total in sides:
                row.SetCoefficient(column, total[i])

    def solve(self) -> tuple[float, Prices] | None:
        """Return the value of the relaxation over these columns and its prices; None if lost."""
        status = self._lp.Solve()
        rows = self._problem.num_items + self._problem.num_bins
        self.last_work = WORK_OF_PIVOT * rows * self._lp.iterations()
        if status != pywraplp.Solver.OPTIMAL:
            # once in a while a warm start ends in numerical trouble
            allowed = self._allowed
            self._begin()
            self._put_in(self.pool)
            self.restrict(allowed, self._required)
            status = self._lp.Solve()
        if status != pywraplp.Solver.OPTIMAL:
            return None
        unit = self._target.size
        item = unit * np.array([row.dual_value() for row in self._items] + [0.0])
        side = np.array(
            [-unit * row.dual_value() / n for row, n in zip(self._sides, self._size, strict=True)]
        )
        return unit * self._objective.Value(), Prices(item, np.maximum(side, 0))
