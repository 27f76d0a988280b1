"""A first answer to a large problem: pairs taken one by one, each when there still is room."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from koppeling.model.problem import AssignmentProblem
from koppeling.solve.columns.bins import Bins, lay_out, most_of
from koppeling.solve.columns.blending import blend_of
from koppeling.solve.columns.master import Floats
from koppeling.solve.columns.rooms import Rooms
from koppeling.solve.columns.target import target_of
from koppeling.solve.relaxing import relax
from koppeling.solve.running import Clock
from koppeling.solve.softening import Ask, Descent, ask_here

#: Points of a pair, more or less.
COMMON = 60.0
A_DAY = 86_400.0


def first_answer(
    problem: AssignmentProblem,
    peak: int = 1000,
    ask: Ask = ask_here,
    clock: Clock | None = None,
) -> tuple[int, ...] | None:
    """
    Choose pairs in order of how likely they are in good sets of every bin.

    Prices see all bins at once, so that no region is left with more than it
    can hold; what rounding spoils is near at hand and soon mended.

    Returns
    -------
    tuple of int or None
        Pairs that keep every resource, slot, lock and bar; None when what must
        be was not found this way.
    """
    weights = blend_of(problem)
    bins = lay_out(problem, peak)
    share = _likely(bins, weights, peak, ask, clock or Clock())
    must, locked = set(problem.required), set(problem.locked)
    order = sorted(
        bins.pair[bins.is_there].tolist(),
        key=lambda p: (
            p not in locked,
            problem.pair_item[p] not in must,
            -round(float(share[p]), 6),
            -weights[p],
            p,
        ),
    )
    chosen = _take(problem, order, peak)
    has_place = {problem.pair_item[p] for p in chosen}
    return tuple(sorted(chosen)) if must <= has_place and locked <= chosen else None


def _likely(bins: Bins, weights: tuple[int, ...], peak: int, ask: Ask, clock: Clock) -> Floats:
    """Return how far good sets at good prices hold each pair."""
    target = target_of(bins.problem, weights, ())
    relaxed = relax(bins.problem, target, peak, min(A_DAY, clock.seconds))
    if relaxed is None:
        return np.zeros(bins.problem.num_pairs)
    descent = Descent(bins, target, relaxed.prices, ask, COMMON)
    descent.run(0, clock.is_over)
    return descent.taken if descent.taken.any() else relaxed.share


def _take(problem: AssignmentProblem, order: list[int], peak: int) -> set[int]:
    """Take pairs in order, each when there still is time, room and nobody has its item."""
    rooms = Rooms(problem)
    left = [most_of(resource, peak) for resource in problem.resources]
    uses: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for r, resource in enumerate(problem.resources):
        for p, amount in zip(resource.pairs, resource.amounts, strict=True):
            uses[p].append((r, amount))
    of_bin: dict[int, tuple[int, ...]] = defaultdict(tuple)
    chosen: set[int] = set()
    placed: set[int] = set()
    for p in order:
        together = (*of_bin[problem.pair_bin[p]], p)
        if problem.pair_item[p] in placed or any(a > left[r] for r, a in uses[p]):
            continue
        if not rooms.fits(together):
            continue
        for r, amount in uses[p]:
            left[r] -= amount
        of_bin[problem.pair_bin[p]] = together
        chosen.add(p)
        placed.add(problem.pair_item[p])
    return chosen
