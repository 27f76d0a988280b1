"""
`AssignmentProblem` → CP-SAT: variables, then constraints, each in one place.

`AssignmentModel.__init__` is the index: every hard rule of the model is one
line there.
"""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from math import gcd
from typing import Self

from ortools.sat.python import cp_model

from koppeling.model.problem import EVEN_SCALE, AssignmentProblem, Resource, Settled, TotalLoad


class AssignmentModel:
    """
    A CP-SAT model of an assignment problem.

    Parameters
    ----------
    problem : AssignmentProblem
        What to model.
    has_slots : bool
        Whether slots are in it from the start; else `add_slots` adds those of
        the bins where they turn out to matter.

    Attributes
    ----------
    proto_model : cp_model.CpModel
        The model; levels add their constraints to it through the methods here.
    slotted : frozenset of int
        The bins whose slots are in it.
    pair : list of IntVar
        `pair[p]` is 1 when candidate pair p is chosen; how often, for an item
        that stands for several alike.
    """

    def __init__(self, problem: AssignmentProblem, *, has_slots: bool = True) -> None:
        self.problem = problem
        self.proto_model = cp_model.CpModel()
        self.pair = [
            self.proto_model.new_int_var(0, problem.num_copies(p), f"pair[{i},{b}]")
            for p, (i, b) in enumerate(zip(problem.pair_item, problem.pair_bin, strict=True))
        ]
        self._charged: dict[tuple[int, tuple[int, ...]], cp_model.IntVar] = {}
        self._unevenness: cp_model.LinearExprT | None = None
        self.hinted: list[cp_model.IntVar] = list(self.pair)

        self._add_one_bin_per_item()
        self._add_locks()
        for resource in problem.resources:
            self._add_resource(resource)
        self.slotted: frozenset[int] = frozenset()
        if has_slots:
            self.add_slots(frozenset(problem.pair_bin))

    def _add_one_bin_per_item(self) -> None:
        of_item: dict[int, list[int]] = defaultdict(list)
        for p, item in enumerate(self.problem.pair_item):
            of_item[item].append(p)
        for item in self.problem.required:
            self.proto_model.add_bool_or([self.pair[p] for p in of_item.get(item, ())])
        for pairs in of_item.values():
            choices, most = [self.pair[p] for p in pairs], self.problem.num_copies(pairs[0])
            if most == 1:
                self.proto_model.add_at_most_one(choices)
            else:
                self.proto_model.add(sum(choices) <= most)

    def _add_locks(self) -> None:
        for p in self.problem.locked:
            self.proto_model.add(self.pair[p] == 1)
        for p in self.problem.barred:
            self.proto_model.add(self.pair[p] == 0)

    def _add_resource(self, resource: Resource) -> None:
        """
        Keep a capacity, with its charge in the tight form.

        Σ a·x ≤ (capacity - charge)·t with x ≤ t has the same solutions as
        Σ a·x + charge·t ≤ capacity and a tighter relaxation.
        """
        used = self._sum(resource.pairs, resource.amounts)
        if not resource.charge:
            self.proto_model.add(used <= resource.capacity)
            return
        is_used = self._is_used(resource.bin, resource.pairs)
        self.proto_model.add(used <= (resource.capacity - resource.charge) * is_used)

    def _is_used(self, bin_: int, pairs: tuple[int, ...]) -> cp_model.IntVar:
        """Return the variable that is 1 when any of `pairs` is chosen."""
        key = (bin_, pairs)
        if key not in self._charged:
            variable = self.proto_model.new_bool_var(f"used[{bin_},{len(self._charged)}]")
            for p in pairs:
                most = self.problem.num_copies(p)
                if most == 1:
                    self.proto_model.add_implication(self.pair[p], variable)
                else:
                    self.proto_model.add(self.pair[p] <= most * variable)
            self._charged[key] = variable
            self.hinted.append(variable)
        return self._charged[key]

    def add_slots(self, bins: frozenset[int]) -> None:
        """Give every chosen pair of these bins one of its options, within the room there is."""
        problem, new = self.problem, bins - self.slotted
        self.slotted |= new
        option = {
            o: self.proto_model.new_int_var(0, problem.num_copies(p), f"slot[{p},{o}]")
            for o, p in enumerate(problem.option_pair)
            if problem.pair_bin[p] in new
        }
        of_pair: dict[int, list[cp_model.IntVar]] = defaultdict(list)
        for o, variable in option.items():
            of_pair[problem.option_pair[o]].append(variable)
        for p, choices in of_pair.items():
            self.proto_model.add(sum(choices) == self.pair[p])
        for row in problem.slot_rows:
            if row.options[0] in option:
                chosen = [option[o] for o in row.options]
                used = cp_model.LinearExpr.weighted_sum(chosen, row.uses)
                self.proto_model.add(used <= row.capacity)
        self.hinted.extend(option.values())

    def _sum(self, pairs: Sequence[int], weights: Sequence[int]) -> cp_model.LinearExpr:
        return cp_model.LinearExpr.weighted_sum([self.pair[p] for p in pairs], list(weights))

    def total(self, weights: Sequence[int]) -> cp_model.LinearExpr:
        """Return Σ weight × chosen over all pairs."""
        return cp_model.LinearExpr.weighted_sum(self.pair, list(weights))

    def limit_peak(self, permille: int) -> None:
        """Keep every measured resource within `permille` thousandths of its capacity."""
        for resource in self.problem.resources:
            if resource.is_measured:
                limit = permille * resource.capacity // 1000 - resource.charge
                self.proto_model.add(self._sum(resource.pairs, resource.amounts) <= limit)

    def fix(self, settled: Settled) -> None:
        """Decide the pairs that are settled."""
        for pairs, value in ((settled.locked, 1), (settled.barred, 0)):
            for p in sorted(pairs):
                self.proto_model.add(self.pair[p] == value)

    def copy(self) -> Self:
        """Return a copy to try something on; the variables are the same."""
        twin = copy.copy(self)
        twin.proto_model = self.proto_model.clone()
        twin.hinted = list(self.hinted)
        return twin

    def unevenness(self) -> cp_model.LinearExprT:
        """
        Return the cost of the level *even*, adding it to the model at the first call.

        The cost of a bin is a convex function of its load, tabulated: it lies
        on or above every secant of the table, and an optimum lies on it. Where
        rounding down spoils convexity (capacities above some 500 hours), the
        table itself is added as well.
        """
        if self._unevenness is not None:
            return self._unevenness
        costs: list[cp_model.IntVar] = []
        for total in self.problem.totals:
            unit = gcd(*total.amounts, *(charge for charge, _ in total.charges)) or 1
            table = cost_table(total.capacity, unit)
            load = self.proto_model.new_int_var(0, len(table) - 1, f"load[{total.bin}]")
            cost = self.proto_model.new_int_var(0, table[-1], f"cost[{total.bin}]")
            self.proto_model.add(unit * load == self._load(total))
            for k, (here, following) in enumerate(pairwise(table)):
                self.proto_model.add(cost >= here + (following - here) * (load - k))
            if not is_convex(table):
                self.proto_model.add_element(load, table, cost)
            costs.append(cost)
            self.hinted.extend((load, cost))
        self._unevenness = sum(costs)
        return self._unevenness

    def _load(self, total: TotalLoad) -> cp_model.LinearExprT:
        charges = [
            charge * self._is_used(total.bin, pairs) for charge, pairs in total.charges if pairs
        ]
        return self._sum(total.pairs, total.amounts) + sum(charges)


def cost_table(capacity: int, unit: int) -> list[int]:
    """Tabulate ⌊10⁶·(k·unit/capacity)²⌋ for k = 0 .. capacity // unit."""
    return [EVEN_SCALE * (k * unit) ** 2 // capacity**2 for k in range(capacity // unit + 1)]


def is_convex(table: Sequence[int]) -> bool:
    """Tell whether the steps of a table never shrink."""
    steps = [b - a for a, b in pairwise(table)]
    return all(a <= b for a, b in pairwise(steps))
