"""
A good answer for all levels at once, where solving them one by one takes too long.

The levels up to *quality* are weighed into one sum, at weights near the prices
that a tight practice puts on them. Its relaxation over columns is found much
sooner than that of a level with others held, and the columns met on the way
are so good that a mixed-integer solver finds the best of them in seconds. That
proves nothing, but nothing else comes as near (docs/engine.md).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from koppeling.model.problem import AssignmentProblem
from koppeling.solve.columns.bins import lay_out
from koppeling.solve.columns.generation import Generation
from koppeling.solve.columns.pool import Pool, columns_of, concatenate, without_twins
from koppeling.solve.columns.pricing import Pricer
from koppeling.solve.columns.rooms import Rooms
from koppeling.solve.columns.target import target_of
from koppeling.solve.evaluation import weights_of
from koppeling.solve.questions import SolveOptions
from koppeling.solve.running import Runner

if TYPE_CHECKING:
    from ortools.math_opt.python import mathopt  # type: ignore[import-untyped]

#: What the levels before *quality* are worth, in the most points that a pair has: more than a
#: tight practice would pay (some 5 for a place, 1.5 for a pair that is kept).
WORTH = {"placed": 16, "kept": 3}
#: How near the best of the columns at hand is near enough, as a share.
NEAR = 1e-4
#: Nodes of the branching: what it finds, it finds early.
MOST_NODES = 400


def blend_of(problem: AssignmentProblem) -> tuple[int, ...]:
    """Weigh pairs by *placed*, *kept* and *quality* at once."""
    weights = list(problem.points)
    most = max(1, *weights, 1)
    for level, worth in WORTH.items():
        if level in problem.levels:
            for p, weight in enumerate(weights_of(problem, level)):
                weights[p] += worth * most * weight
    return tuple(weights)


def blend(
    problem: AssignmentProblem, known: tuple[int, ...], options: SolveOptions
) -> tuple[int, ...]:
    """
    Look for a better answer on all levels together.

    Parameters
    ----------
    problem : AssignmentProblem
        Its items stand for one each; of what is held, *peak* is kept.
    known : tuple of int
        The pairs of an answer that keeps all rules.
    options : SolveOptions
        The time that it may take.

    Returns
    -------
    tuple of int
        Pairs; `known` when nothing better was found, or only with fewer places.
    """
    bins = lay_out(problem, dict(problem.held).get("peak", 1000))
    if not bins.is_there.any():
        return known
    weights, rooms = blend_of(problem), Rooms(problem)
    pricer = Pricer(bins, target_of(problem, weights, ()), rooms)
    runner, start = Runner(options), columns_of(problem, known)
    relaxation = Generation(pricer, start, runner.budget).run()
    pool = without_twins(concatenate([relaxation.pool, start]))
    found = _choose(pool, weights, pricer, known, runner.budget.seconds)
    if found is None or rooms.crowded(found):
        return known
    sums = [
        sum(worth[p] for p in found) - sum(worth[p] for p in known)
        for worth in (problem.placed, weights)
    ]
    return found if min(sums) >= 0 else known


def _choose(
    pool: Pool, weights: Sequence[int], pricer: Pricer, known: Collection[int], seconds: float
) -> tuple[int, ...] | None:
    """Choose one column a bin, one bin an item, that weigh most; None when none were found."""
    from ortools.math_opt.python import mathopt  # few problems need it, and it takes 0.1 s

    problem = pricer.bins.problem
    model = mathopt.Model()
    columns = [model.add_binary_variable() for _ in range(len(pool))]
    items = np.asarray(problem.pair_item, dtype=np.int64)[pool.pair]
    required = pricer.target.required
    for item, choices in _together(items, pool.owner, columns):
        model.add_linear_constraint(mathopt.LinearSum(choices) <= 1)
        if item in required:
            model.add_linear_constraint(mathopt.LinearSum(choices) >= 1)
    for _, choices in _together(pool.bin, range(len(pool)), columns):
        model.add_linear_constraint(mathopt.LinearSum(choices) <= 1)
    worth = pool.total(weights).tolist()
    model.maximize(mathopt.LinearSum(w * c for w, c in zip(worth, columns, strict=True)))
    inside = set(columns_of(problem, known).names())
    hint = {c: float(name in inside) for c, name in zip(columns, pool.names(), strict=True)}
    limits = mathopt.SolveParameters(
        node_limit=MOST_NODES,
        relative_gap_tolerance=NEAR,
        time_limit=timedelta(seconds=max(0.1, seconds)),
    )
    known_answer = mathopt.ModelSolveParameters(
        solution_hints=[mathopt.SolutionHint(variable_values=hint)]
    )
    result = mathopt.solve(
        model, mathopt.SolverType.HIGHS, params=limits, model_params=known_answer
    )
    if not result.has_primal_feasible_solution():
        return None
    values = result.variable_values(columns)
    return tuple(sorted(pool.only(np.array(values) > 0.5).pair.tolist()))


def _together(
    names: Iterable[int], owners: Iterable[int], columns: Sequence[mathopt.Variable]
) -> Iterable[tuple[int, list[mathopt.Variable]]]:
    """Gather the columns that share a name."""
    together: dict[int, list[mathopt.Variable]] = defaultdict(list)
    for name, owner in zip(names, owners, strict=True):
        together[int(name)].append(columns[owner])
    return together.items()
