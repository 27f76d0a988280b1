"""The linear relaxation over single pairs: loose, but a matter of seconds at any size."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from ortools.linear_solver import pywraplp

from koppeling.model.problem import AssignmentProblem
from koppeling.solve.columns.bins import most_of
from koppeling.solve.columns.master import Floats, Prices
from koppeling.solve.columns.target import Side, Target


@dataclass(frozen=True, eq=False)
class Relaxed:
    """
    An optimum over fractions of pairs.

    Attributes
    ----------
    share : array (num_pairs,)
        How far each pair is chosen, 0..1.
    prices : Prices
        What items and sides are worth there.
    """

    share: Floats
    prices: Prices


def relax(
    problem: AssignmentProblem, target: Target, peak: int, seconds: float = 3600
) -> Relaxed | None:
    """
    Solve a target with pairs in fractions and no slots, by GLOP; None if that fails.

    Parameters
    ----------
    problem : AssignmentProblem
        Its items stand for one each.
    target : Target
        What to maximise, and what to hold.
    peak : int
        Measured resources are used to this many ‰ at most.
    seconds : float
        The time that it may take.
    """
    lp = pywraplp.Solver.CreateSolver("GLOP")
    pairs, items = _pairs_and_items(lp, problem, target)
    for resource in problem.resources:
        row = lp.Constraint(-lp.infinity(), max(0, most_of(resource, peak)))
        for p, amount in zip(resource.pairs, resource.amounts, strict=True):
            row.SetCoefficient(pairs[p], amount)
    sides = [_side(lp, pairs, side, target.ransom) for side in target.sides]
    lp.SetTimeLimit(max(1, int(1000 * seconds)))
    if lp.Solve() != pywraplp.Solver.OPTIMAL:
        return None
    return Relaxed(
        np.array([variable.solution_value() for variable in pairs]),
        Prices(
            np.array([max(0.0, row.dual_value()) for row in items] + [0.0]),
            np.array([max(0.0, -row.dual_value() / size) for row, size in sides]),
        ),
    )


def _pairs_and_items(
    lp: pywraplp.Solver, problem: AssignmentProblem, target: Target
) -> tuple[list[pywraplp.Variable], list[pywraplp.Constraint]]:
    """Make a variable a pair and a row an item, and the objective."""
    infinity = lp.infinity()
    barred, locked = frozenset(problem.barred), frozenset(problem.locked)
    pairs = [
        lp.NumVar(float(p in locked), 0.0 if p in barred else infinity, "")
        for p in range(problem.num_pairs)
    ]
    objective = lp.Objective()
    objective.SetMaximization()
    items = [lp.Constraint(-infinity, 1) for _ in range(problem.num_items)]
    for variable, weight, item in zip(pairs, target.weights, problem.pair_item, strict=True):
        objective.SetCoefficient(variable, weight)
        items[item].SetCoefficient(variable, 1)
    return pairs, items


def _side(
    lp: pywraplp.Solver, pairs: list[pywraplp.Variable], side: Side, ransom: float
) -> tuple[pywraplp.Constraint, int]:
    """Make the row of a side, in units near one; return it and its unit."""
    size = max(1, *map(abs, side.weights))
    row = lp.Constraint(side.least / size, lp.infinity())
    for variable, weight in zip(pairs, side.weights, strict=True):
        if weight:
            row.SetCoefficient(variable, weight / size)
    # what is held can be bought dearly, so that rounding never leaves nothing
    short = lp.NumVar(0, lp.infinity(), "")
    row.SetCoefficient(short, 1)
    lp.Objective().SetCoefficient(short, -ransom)
    return row, size
