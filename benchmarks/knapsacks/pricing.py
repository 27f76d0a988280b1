"""Prices that prove a low bound: from the linear relaxation, then step by step."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from ortools.linear_solver import pywraplp

from benchmarks.knapsacks.grid import Grid, Ints
from benchmarks.knapsacks.nodes import Nodes
from benchmarks.knapsacks.relaxation import Relaxation
from koppeling.solve.columns.pricing import SCALE

#: How much of the direction before stays in a step.
INERTIA = 0.4
#: Steps without gain before they become smaller.
PATIENCE = 8
#: Of a table, on a slow machine; to count work in, so that it repeats.
SECONDS_A_CELL = 5e-9
#: Steps that aim lower by less than this share of a point are not worth taking.
LEAST_AIM = 0.01


def linear_prices(grid: Grid) -> tuple[Ints, Ints] | None:
    """
    Price items and room by the linear relaxation, in `SCALE`-ths of a point.

    Returns
    -------
    tuple of array (N,), array (S,), or None
        Prices of each item, and of a unit of room in each bin; None where the
        relaxation has no answer.
    """
    solver = pywraplp.Solver.CreateSolver("GLOP")
    infinity = solver.infinity()
    items = [solver.Constraint(1, 1) for _ in range(grid.worth.shape[1])]
    bins = [solver.Constraint(-infinity, float(most)) for most in grid.capacity]
    objective = solver.Objective()
    objective.SetMaximization()
    for s, i in np.argwhere(grid.is_there).tolist():
        share = solver.NumVar(0, infinity, "")
        items[i].SetCoefficient(share, 1)
        bins[s].SetCoefficient(share, float(grid.amount[s, i]))
        objective.SetCoefficient(share, float(grid.worth[s, i]))
    if solver.Solve() != pywraplp.Solver.OPTIMAL:
        return None
    item, room = (
        np.rint(np.array([row.dual_value() for row in rows]) * SCALE).astype(np.int64)
        for rows in (items, bins)
    )
    return item, np.maximum(room, 0)


def lower(grid: Grid, node: Nodes, spend: Callable[[float], bool], most: int) -> Nodes:
    """
    Lower the bound of one subproblem by better prices.

    Follows the subgradient (items taken twice become dearer, items left
    cheaper), aiming a little below the best bound so far, ever less.

    Parameters
    ----------
    grid : Grid
        The problem.
    node : Nodes
        The one subproblem.
    spend : callable of float
        As in `Branching`.
    most : int
        Steps at most.
    """
    relaxation = Relaxation(grid, node)
    price = node.price.astype(float)
    bound, taken = relaxation.solve(node.price)
    best, best_price, stalled = int(bound[0]), node.price, 0
    aim = max(float(SCALE), 2e-5 * abs(best))
    drift = np.zeros(price.shape)
    work = SECONDS_A_CELL * int(node.alive.sum()) * int(grid.capacity.max())
    for _ in range(most):
        drift = INERTIA * drift + (1 - INERTIA) * (1.0 - taken.sum(axis=1))
        norm = float((drift**2).sum())
        if norm < 1e-9 or aim < LEAST_AIM * SCALE or not spend(work):
            break
        price = price - (int(bound[0]) - best + aim) / norm * drift
        whole = np.rint(price).astype(np.int64)
        bound, taken = relaxation.solve(whole)
        gain = best - int(bound[0])
        stalled = 0 if gain > 0.05 * aim else stalled + 1
        if gain > 0:
            best, best_price = int(bound[0]), whole
        if stalled == PATIENCE:
            aim, stalled = aim / 2, 0
            price, drift = best_price.astype(float), np.zeros(price.shape)
            bound, taken = relaxation.solve(best_price)
    return Nodes(node.alive, best_price, np.minimum(node.bound, best))
