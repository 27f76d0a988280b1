"""
How many more fit: several questions to one compiled model, each proven.

Newcomers who are alike are one item that counts, so that nothing is lost to
their symmetry: a solution in counts is one in people and the other way round.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ortools.sat.python import cp_model

from koppeling.domain.instance import Component, DiscRule
from koppeling.model.building import AssignmentModel
from koppeling.model.compiling import Compiler
from koppeling.rules.future import num_alike
from koppeling.rules.situation import Situation
from koppeling.solve.evaluation import greedy_start
from koppeling.solve.questions import DETERMINISTIC_RATE, Room, RoomQuestion, SolveOptions


def measure_room(question: RoomQuestion) -> Room:
    """
    Compile once and answer every part of a question.

    Parameters
    ----------
    question : RoomQuestion
        Its juniors without need in the horizon count as not placed.

    Returns
    -------
    Room
        Without figures when locked pairs cannot hold together.
    """
    situation = Situation(question.instance)
    copies = _copies(question, situation) if question.is_many else {}
    search = _Search(_Lean(situation, copies), question)
    rest = search.most(search.others)
    if rest is None:
        return Room(num_rest=search.num_rest)
    search.keep_others(rest)
    alone = tuple(search.most(pairs) for pairs in search.groups) if question.is_apart else ()
    everyone = frozenset().union(*search.groups)
    together = search.most(everyone)
    return Room(
        num_rest=search.num_rest,
        rest=rest,
        alone=alone,
        together=together,
        mix=() if together is None else search.mix(),
    )


def _copies(question: RoomQuestion, situation: Situation) -> dict[str, int]:
    sought = {number for group in question.groups for number in group}
    return {
        item.key: max(1, num_alike(item, situation))
        for item in situation.items
        if item.key in sought
    }


@dataclass(frozen=True)
class _Lean(Compiler):
    """Leaves out how well people match: it has no say in who can be placed."""

    def points(
        self, _weights: Mapping[Component, int], _rule: DiscRule | None = None
    ) -> tuple[int, ...]:
        """Give every pair no points."""
        return (0,) * len(self.candidates)


class _Search:
    """The model of a question, and the pairs of its groups and of the others."""

    def __init__(self, compiler: Compiler, question: RoomQuestion) -> None:
        items = compiler.situation.items
        group_of = {number: g for g, group in enumerate(question.groups) for number in group}
        of_pair = [group_of.get(items[c.item].key) for c in compiler.candidates]
        pairs = range(len(of_pair))
        self.groups = [
            frozenset(p for p in pairs if of_pair[p] == g) for g in range(len(question.groups))
        ]
        self.others = frozenset(p for p in pairs if of_pair[p] is None)
        self.num_rest = sum(len(i.members) for i in items if i.key not in group_of)
        self._weights = compiler.problem.placed
        self._model = AssignmentModel(compiler.problem)
        self._options = question.options
        start = greedy_start(compiler.problem)
        self._chosen = [int(p in start) for p in pairs]

    def most(self, pairs: Collection[int]) -> int | None:
        """Place as many as can be by these pairs, and by those of the others."""
        model = self._model.copy()
        for p, variable in enumerate(model.pair):
            if p not in pairs and p not in self.others:
                model.proto_model.add(variable == 0)
        for variable, value in zip(model.pair, self._chosen, strict=True):
            model.proto_model.add_hint(variable, value)
        model.proto_model.maximize(self._total(pairs))
        solver = _prepare(self._options)
        if solver.solve(model.proto_model) != cp_model.OPTIMAL:
            return None
        self._chosen = [solver.value(variable) for variable in model.pair]
        return self._count(pairs)

    def keep_others(self, number: int) -> None:
        """Let at least so many of the others be placed from here on."""
        self._model.proto_model.add(self._total(self.others) >= number)

    def mix(self) -> tuple[int, ...]:
        """Count the last answer by group."""
        return tuple(self._count(pairs) for pairs in self.groups)

    def _total(self, pairs: Collection[int]) -> cp_model.LinearExpr:
        ordered = sorted(pairs)
        return cp_model.LinearExpr.weighted_sum(
            [self._model.pair[p] for p in ordered], [self._weights[p] for p in ordered]
        )

    def _count(self, pairs: Collection[int]) -> int:
        return sum(self._weights[p] * self._chosen[p] for p in pairs)


def _prepare(options: SolveOptions) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.num_workers = options.workers
    parameters.random_seed = options.seed
    parameters.linearization_level = 2
    parameters.max_time_in_seconds = options.seconds
    parameters.max_deterministic_time = options.seconds * DETERMINISTIC_RATE
    return solver
