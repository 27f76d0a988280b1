"""Dates for meetings that are in each other's way: a small model with one best answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from ortools.sat.python import cp_model

from koppeling.model.dates import DateAnswer, DateProblem

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
