"""The best answer that a pool of columns holds, by CP-SAT."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

import numpy as np
from ortools.sat.python import cp_model

from koppeling.model.problem import AssignmentProblem
from koppeling.solve.columns.bins import Ints
from koppeling.solve.columns.pool import Pool, columns_of
from koppeling.solve.columns.target import Side


class Packing:
    """
    One column a bin, at most one bin an item, over a pool.

    Parameters
    ----------
    problem : AssignmentProblem
        Where the columns come from.
    pool : Pool
        Columns that keep every rule of a bin.
    required : collection of int
        Items that must be in one of the columns chosen.
    """

    def __init__(self, problem: AssignmentProblem, pool: Pool, required: Collection[int]) -> None:
        self._problem = problem
        self.pool = pool
        self.model = cp_model.CpModel()
        self.column = [self.model.new_bool_var("") for _ in range(len(pool))]
        self._one_each(pool.bin, np.arange(len(pool)), ())
        items = np.asarray(problem.pair_item, dtype=np.int64)[pool.pair]
        self._one_each(items, pool.owner, required)

    def _one_each(self, names: Ints, columns: Ints, required: Collection[int]) -> None:
        together: dict[int, list[cp_model.IntVar]] = defaultdict(list)
        for name, column in zip(names.tolist(), columns.tolist(), strict=True):
            together[name].append(self.column[column])
        for name in required:
            self.model.add_exactly_one(together.pop(name, []))
        for choices in together.values():
            self.model.add_at_most_one(choices)

    def total(self, worth: Ints) -> cp_model.LinearExpr:
        """Return Σ worth of the columns chosen."""
        return cp_model.LinearExpr.weighted_sum(self.column, worth.tolist())

    def hold(self, side: Side) -> None:
        """Keep Σ weights ≥ least."""
        self.model.add(self.total(self.pool.total(side.weights)) >= side.least)

    def hint(self, chosen: Collection[int]) -> None:
        """Start from an answer, as far as the pool holds its columns."""
        inside = set(columns_of(self._problem, chosen).names())
        self.model.clear_hints()  # type: ignore[no-untyped-call]
        for variable, name in zip(self.column, self.pool.names(), strict=True):
            self.model.add_hint(variable, int(name in inside))

    def chosen(self, values: Sequence[int]) -> tuple[int, ...]:
        """Return the pairs of the columns that are 1."""
        keep = np.asarray(values, dtype=bool)
        return tuple(sorted(self.pool.only(keep).pair.tolist()))
