"""The pairs that matter most, by CP-SAT: good answers, whatever they prove."""

from __future__ import annotations

import numpy as np
from ortools.sat.python import cp_model

from benchmarks.knapsacks.grid import Bools, Grid, Ints
from koppeling.solve.columns.knapsack import NEVER
from koppeling.solve.running import Runner


def core_of(alive: Bools, loss: Ints, share: float, least: int) -> Bools:
    """
    Pick the pairs that lose least: `share` an item on average, `least` each at least.

    Parameters
    ----------
    alive, loss : array (S, N)
        The pairs there are, and what the bound loses with each.
    share : float
        Pairs an item, on average.
    least : int
        Pairs an item, at least.
    """
    loss = np.where(alive, loss, -NEVER)
    rank = np.argsort(np.argsort(loss, axis=0, kind="stable"), axis=0, kind="stable")
    ranked = np.sort(loss[alive])
    limit = ranked[min(int(share * loss.shape[1]), len(ranked)) - 1]
    core: Bools = alive & ((loss <= limit) | (rank < least))
    return core


def solve_core(
    grid: Grid, core: Bools, place: Ints | None, runner: Runner, share: float
) -> Ints | None:
    """Find the best answer among the pairs of a core, starting from `place`; None without one."""
    model = cp_model.CpModel()
    at = np.argwhere(core)
    pair = [model.new_bool_var("") for _ in at]
    of_item: list[list[int]] = [[] for _ in range(core.shape[1])]
    of_bin: list[list[int]] = [[] for _ in range(core.shape[0])]
    for p, (s, i) in enumerate(at.tolist()):
        of_item[i].append(p)
        of_bin[s].append(p)
        if place is not None:
            model.add_hint(pair[p], int(place[i] == s))
    for choices in of_item:
        model.add_exactly_one(pair[p] for p in choices)
    amount = grid.amount[core].tolist()
    for s, own in enumerate(of_bin):
        used = cp_model.LinearExpr.weighted_sum([pair[p] for p in own], [amount[p] for p in own])
        model.add(used <= int(grid.capacity[s]))
    model.maximize(cp_model.LinearExpr.weighted_sum(pair, grid.worth[core].tolist()))
    status, solver = runner.run(model, share)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    found = np.zeros(core.shape[1], dtype=np.int64)
    for p, (s, i) in enumerate(at.tolist()):
        if solver.value(pair[p]):
            found[i] = s
    return found
