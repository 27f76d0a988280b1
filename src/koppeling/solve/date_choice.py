"""Dates for meetings that are in each other's way: a small model with one best answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from ortools.sat.python import cp_model

from koppeling.errors import SolveError
from koppeling.model.dates import DateAnswer, DateProblem
from koppeling.model.problem import SlotProblem

#: Work the solver may do for one goal of one problem; they take milliseconds.
EFFORT = 10.0


class _DateModel:
    """One option a meeting or none, nothing occupied twice, days that rise along a chain."""

    def __init__(self, problem: DateProblem) -> None:
        self.problem = problem
        self.proto_model = cp_model.CpModel()
        self.option = [
            self.proto_model.new_bool_var(f"option[{o}]") for o in range(len(problem.options))
        ]
        self.unplanned = [
            self.proto_model.new_bool_var(f"unplanned[{m}]") for m in range(len(problem.weights))
        ]
        self._of_meeting: list[list[int]] = [[] for _ in problem.weights]
        for o, option in enumerate(problem.options):
            self._of_meeting[option.meeting].append(o)

        for meeting, without in enumerate(self.unplanned):
            dated = (self.option[o] for o in self._of_meeting[meeting])
            self.proto_model.add_exactly_one(without, *dated)
        self._add_resources()
        for chain in problem.chains:
            self._add_order(chain)

    def _add_resources(self) -> None:
        users: dict[int, list[int]] = defaultdict(list)
        for o, option in enumerate(self.problem.options):
            for resource in option.resources:
                users[resource].append(o)
        for options in users.values():
            self.proto_model.add_at_most_one(self.option[o] for o in options)

    def _add_order(self, chain: tuple[int, ...]) -> None:
        """
        Keep the days of a chain rising: of two meetings, not the first late and the second early.

        For each day at most one of "the first on it or later" and "the second
        on it or earlier"; as at-most-ones of options, which bound tightly.
        """
        for first, second in combinations(chain, 2):
            days = sorted({self._day(o) for o in self._of_meeting[first]})
            for day in days:
                late = [o for o in self._of_meeting[first] if self._day(o) >= day]
                early = [o for o in self._of_meeting[second] if self._day(o) <= day]
                if early:
                    self.proto_model.add_at_most_one(self.option[o] for o in (*late, *early))

    def _day(self, o: int) -> int:
        return self.problem.options[o].day

    def minimise(self, weights: Sequence[int], unplanned: Sequence[int]) -> tuple[int | None, bool]:
        """
        Minimise a goal, keep its value, and go on from there.

        Parameters
        ----------
        weights : sequence of int
            Weight of each option.
        unplanned : sequence of int
            Weight of each meeting without a date.

        Returns
        -------
        tuple
            The value, None when no plan was found; and whether it is proven.
        """
        variables = [*self.option, *self.unplanned]
        all_weights = [*weights, *unplanned]
        goal = cp_model.LinearExpr.weighted_sum(variables, all_weights)
        self.proto_model.minimize(goal)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.linearization_level = 2
        solver.parameters.max_deterministic_time = EFFORT
        status = solver.solve(self.proto_model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None, False
        value = round(solver.objective_value)
        self.proto_model.add(goal <= value)
        self.proto_model.clear_hints()  # type: ignore[no-untyped-call]
        for variable in variables:
            self.proto_model.add_hint(variable, solver.value(variable))
        self.chosen = tuple(o for o, x in enumerate(self.option) if solver.value(x))
        return value, status == cp_model.OPTIMAL


def choose_dates(problem: DateProblem) -> DateAnswer:
    """
    Date meetings at least cost, goal by goal, ties by the options' own.

    Parameters
    ----------
    problem : DateProblem
        Options in any order; the answer does not depend on it as long as the
        ties differ.

    Returns
    -------
    DateAnswer
        `chosen` None when nothing is better than the limit, proven or not.
    """
    if not problem.options:
        return DateAnswer(None, is_proven=True)
    model = _DateModel(problem)
    nothing = (0,) * len(problem.weights)
    reached: list[int] = []
    for level, weights in enumerate(zip(*(o.costs for o in problem.options), strict=True)):
        value, is_proven = model.minimise(weights, nothing if level else problem.weights)
        if value is None:
            return DateAnswer(None, is_proven=False)
        reached.append(value)
        if not is_proven:
            is_better = tuple(reached) < problem.limit[: len(reached)]
            return DateAnswer(_by_meeting(model) if is_better else None, is_proven=False)
        if tuple(reached) > problem.limit[: len(reached)]:
            return DateAnswer(None, is_proven=True)
    if tuple(reached) >= problem.limit:
        return DateAnswer(None, is_proven=True)
    model.minimise([option.tie for option in problem.options], nothing)
    return DateAnswer(_by_meeting(model), is_proven=True)


def _by_meeting(model: _DateModel) -> tuple[int | None, ...]:
    moments = {model.problem.options[o].meeting: o for o in model.chosen}
    return tuple(moments.get(m) for m in range(len(model.problem.weights)))


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
