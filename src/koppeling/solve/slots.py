"""The fixed slots of one senior: a small problem with one best answer (domain.md §5)."""

from __future__ import annotations

from collections.abc import Sequence

from ortools.sat.python import cp_model

from koppeling.errors import SolveError
from koppeling.model.problem import SlotProblem

#: Positions of a few items fit together in one objective: 337^6 < 2^63.
ITEMS_AT_ONCE = 6


class _SlotModel:
    """One option for each item, within the room."""

    def __init__(self, problem: SlotProblem) -> None:
        self.problem = problem
        self.proto_model = cp_model.CpModel()
        self.option = [
            self.proto_model.new_bool_var(f"slot[{o}]") for o in range(len(problem.kept))
        ]
        for options in problem.options:
            self.proto_model.add_exactly_one(self.option[o] for o in options)
        for row in problem.rows:
            self.proto_model.add(self.total(row.options, row.uses) <= row.capacity)

    def total(self, options: Sequence[int], weights: Sequence[int]) -> cp_model.LinearExpr:
        return cp_model.LinearExpr.weighted_sum([self.option[o] for o in options], list(weights))

    def minimise(self, objective: cp_model.LinearExpr) -> tuple[int, tuple[int, ...]]:
        """Return the least value of `objective` and the option of each item."""
        self.proto_model.minimize(objective)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        status = solver.solve(self.proto_model)
        if status != cp_model.OPTIMAL:
            raise SolveError(f"no slots for a senior: {solver.status_name(status)}")
        chosen = tuple(
            next(o for o in options if solver.value(self.option[o]))
            for options in self.problem.options
        )
        return round(solver.objective_value), chosen


def choose_slots(problem: SlotProblem) -> tuple[int, ...]:
    """
    Choose one option for each item: the answer domain.md §5 makes unique.

    Most slots of running pairs kept, then most common dates, then the
    lexicographically smallest list of slots over the items in order.

    Parameters
    ----------
    problem : SlotProblem
        Options per item in order of slot.

    Returns
    -------
    tuple of int
        The option of each item.

    Raises
    ------
    SolveError
        When the items cannot be given slots together.
    """
    alone = _best_alone(problem)
    if _fits(problem, alone):
        return alone
    model = _SlotModel(problem)
    everything = range(len(problem.kept))
    most = max(problem.common) * len(problem.options) + 1
    worth = [
        -(most * kept + common) for kept, common in zip(problem.kept, problem.common, strict=True)
    ]
    best, chosen = model.minimise(model.total(everything, worth))
    model.proto_model.add(model.total(everything, worth) <= best)
    base = max(len(options) for options in problem.options)
    at_once = max(1, min(ITEMS_AT_ONCE, int(60 / max(1, base.bit_length()))))
    for first in range(0, len(problem.options), at_once):
        group = problem.options[first : first + at_once]
        weighted = [
            (o, position * base ** (len(group) - 1 - n))
            for n, options in enumerate(group)
            for position, o in enumerate(options)
        ]
        options, weights = [o for o, _ in weighted], [w for _, w in weighted]
        model.proto_model.clear_hints()  # type: ignore[no-untyped-call]
        for o in chosen:
            model.proto_model.add_hint(model.option[o], 1)
        _, chosen = model.minimise(model.total(options, weights))
        for o in chosen[first : first + at_once]:
            model.proto_model.add(model.option[o] == 1)
    return chosen


def _best_alone(problem: SlotProblem) -> tuple[int, ...]:
    """Take for each item what it would take were it alone; ties go to the earliest slot."""
    return tuple(
        max(options, key=lambda o: (problem.kept[o], problem.common[o], -o))
        for options in problem.options
    )


def _fits(problem: SlotProblem, chosen: Sequence[int]) -> bool:
    taken = set(chosen)
    return all(
        sum(use for o, use in zip(row.options, row.uses, strict=True) if o in taken) <= row.capacity
        for row in problem.rows
    )
