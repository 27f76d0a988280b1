"""The cheapest different fixes for a junior without a place, each solved again (domain.md §8)."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, replace
from enum import Enum, auto

from ortools.sat.python import cp_model

from koppeling.domain.fix import Fix, FixKind
from koppeling.domain.instance import Level
from koppeling.errors import SolveError
from koppeling.locale import _
from koppeling.model.compiling import Compiler
from koppeling.model.fix_compiler import FixCompiler
from koppeling.model.fix_model import FixModel, Structure, structure_of
from koppeling.model.problem import AssignmentProblem
from koppeling.rules.changing import change
from koppeling.rules.situation import Item, Situation
from koppeling.solve.evaluation import MINIMISED
from koppeling.solve.level_search import LevelSearch
from koppeling.solve.messages import LevelOutcome
from koppeling.solve.questions import DETERMINISTIC_RATE, FixAnswer, FixQuestion, SolveOptions
from koppeling.solve.running import STOPPING, WorkBudget

#: What changes where and when people meet, or who may: much to look at, and dear.
DEAR = (FixKind.WORKING_DAY, FixKind.SITE, FixKind.REGISTRATION)
#: Share of the work that is left that one search may use.
SHARE = 0.5
#: Work for choosing among fixes that cost the same: the fewest changes, and then the
#: earliest in the menu; more would not be worth the wait.
TIE_WORK = (0.3, 0.1)


def find_fixes(question: FixQuestion, compiler: Compiler) -> FixAnswer:
    """
    Find the cheapest fixes one by one, ruling out each structure that was found.

    Parameters
    ----------
    question : FixQuestion
        About whom.
    compiler : Compiler
        Of the practice as it is.

    Raises
    ------
    SolveError
        When the junior needs no place.
    """
    situation = compiler.situation
    item = situation.item_of.get(question.junior)
    if item is None:
        raise SolveError(_("{junior} needs no guidance.").format(junior=question.junior))
    return _Search(question, situation, item).run()


class _Outcome(Enum):
    """How a search for fixes ended."""

    ALL_FOUND = auto()
    LOOK_FURTHER = auto()
    TIME_IS_UP = auto()
    UNCONFIRMED = auto()


@dataclass(frozen=True, kw_only=True)
class _Found:
    """What one search came to: the times of each unit; no pair when nothing is left to find."""

    times: list[int]
    pair: int | None
    is_best: bool


class _Search:
    """One question at work."""

    def __init__(self, question: FixQuestion, situation: Situation, item: Item) -> None:
        self.question = question
        self.item = item
        self.situation = situation
        self.budget = WorkBudget(
            deadline=time.monotonic() + question.options.seconds - STOPPING,
            work=question.options.seconds * DETERMINISTIC_RATE,
        )
        self._fixes: list[Fix] = []
        self._found: list[Structure] = []
        self._least = 0
        costs = situation.instance.fix_costs.by_kind
        self._dear = 2 * min(costs[kind] for kind in DEAR)

    def run(self) -> FixAnswer:
        """
        Solve, confirm, rule out; until there are enough or no more.

        First without the dear kinds: a fix that costs less than the cheapest
        of those is the cheapest of all, and there is far less to look at. Then
        with all, taking it that extra days have room enough; where that is not
        borne out, exactly.
        """
        for is_whole, is_exact in ((False, True), (True, False), (True, True)):
            outcome = self._seek(is_whole=is_whole, is_exact=is_exact)
            if outcome is not _Outcome.LOOK_FURTHER:
                break
        return FixAnswer(fixes=tuple(self._fixes), is_complete=outcome is _Outcome.ALL_FOUND)

    def _seek(self, *, is_whole: bool, is_exact: bool) -> _Outcome:
        compiler = FixCompiler(
            self.situation,
            self.item,
            self.question.placed,
            is_whole=is_whole,
            is_exact=is_exact,
        )
        nothing_left = _Outcome.ALL_FOUND if is_whole else _Outcome.LOOK_FURTHER
        floor = self._least if is_whole else self._dear
        if compiler.target not in compiler.problem.pair_item:
            self._least = floor
            return nothing_left
        model = FixModel(compiler)
        for structure in self._found:
            model.forbid(structure)
        while len(self._fixes) < self.question.number:
            found = self._find(model)
            if found is None:
                return _Outcome.TIME_IS_UP
            if found.pair is None:
                self._least = floor
                return nothing_left
            cost = model.cost_of(found.times)
            if found.is_best:
                self._least = cost if is_whole else min(cost, floor)
            if not is_whole and not (found.is_best and cost < self._dear):
                return _Outcome.LOOK_FURTHER
            fix = self._fix(model, found.times, found.pair, is_cheapest=found.is_best)
            confirmed = self.confirm(fix)
            if confirmed is None:
                return _Outcome.UNCONFIRMED if is_exact else _Outcome.LOOK_FURTHER
            self._fixes.append(confirmed)
            self._found.append(structure_of(model.taken_units(found.times)))
            if not model.forbid(self._found[-1]):
                break
        return _Outcome.ALL_FOUND

    def _fix(self, model: FixModel, times: list[int], pair: int, *, is_cheapest: bool) -> Fix:
        taken = model.taken_units(times)
        return Fix(
            junior=self.item.key,
            senior=self.situation.instance.seniors[model.problem.pair_bin[pair]].number,
            changes=tuple(c for unit, n in taken for c in unit.applied(n)),
            cost=sum(unit.cost * n for unit, n in taken) // 2,
            in_euros=self.situation.instance.fix_costs.in_euros,
            is_cheapest=is_cheapest,
        )

    def _find(self, model: FixModel) -> _Found | None:
        """Solve for cost, then settle ties; None when time is up first."""
        model.minimise_cost(self._least)
        status, solver = self._solve(model)
        if status == cp_model.INFEASIBLE:
            return _Found(times=[], pair=None, is_best=True)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        is_best = status == cp_model.OPTIMAL
        for by_place, work in zip((False, True), TIE_WORK, strict=True):
            if not by_place and model.num_changes([solver.value(v) for v in model.times]) <= 1:
                continue
            settled = model.settle(
                [solver.value(v) for v in model.times],
                [solver.value(v) for v in model.hinted],
                by_place=by_place,
            )
            again, better = self._solve(settled, most_work=work)
            if again in (cp_model.OPTIMAL, cp_model.FEASIBLE):
                solver = better
        pair = next(
            p
            for p, v in enumerate(model.pair)
            if solver.value(v) and model.problem.pair_item[p] == model.problem.target
        )
        return _Found(times=[solver.value(v) for v in model.times], pair=pair, is_best=is_best)

    def _solve(
        self, model: FixModel, most_work: float = math.inf
    ) -> tuple[cp_model.CpSolverStatus, cp_model.CpSolver]:
        solver = cp_model.CpSolver()
        if self.budget.is_spent:
            return cp_model.UNKNOWN, solver
        parameters = solver.parameters
        parameters.num_workers = 1
        parameters.random_seed = self.question.options.seed
        parameters.linearization_level = 2
        # a small model is solved sooner than it is looked through a second time
        parameters.cp_model_probing_level = 0
        parameters.max_presolve_iterations = 1
        # cost comes in few steps: the bound is soon there, and then it is proven
        parameters.use_objective_lb_search = True
        parameters.max_time_in_seconds = max(0.01, self.budget.seconds)
        parameters.max_deterministic_time = min(most_work, self.budget.work * SHARE)
        status = solver.solve(model.proto_model)
        self.budget.work -= solver.response_proto.deterministic_time
        return status, solver

    def confirm(self, fix: Fix) -> Fix | None:
        """
        Apply the changes and solve afresh; None when that does not bear the fix out.

        With the pair forced as many must be placed as the fix says. Whether a
        new proposal would place the junior without that is told as well.
        """
        instance = change(self.situation.instance, fix.changes)
        compiler = Compiler(Situation(instance))
        items, candidates = compiler.situation.items, compiler.candidates
        target = next(i for i, item in enumerate(items) if item.key == fix.junior)
        levels = tuple(level.value for level in self.question.instance.levels)
        problem = replace(compiler.problem, other_points={}, levels=levels)
        pairs = [p for p, c in enumerate(candidates) if c.item == target]
        wanted = [p for p in pairs if instance.seniors[candidates[p].senior].number == fix.senior]
        if not wanted:
            return None
        forced = self._search(replace(problem, locked=(*problem.locked, *wanted)))
        placed = forced.run_level(Level.PLACED).value
        if placed is None or placed < self.question.placed + len(self.item.members):
            return None
        if placed == sum(len(item.members) for item in items):
            return fix
        outside = self._search(replace(problem, barred=tuple(pairs)))
        without = outside.run_level(Level.PLACED)
        if without.proven and (without.value or 0) < placed:
            return fix
        inside = self._search(replace(problem, required=(target,)))
        return replace(fix, holds_by_itself=is_better(inside, outside, without))

    def _search(self, problem: AssignmentProblem) -> LevelSearch:
        options = self.question.options
        return LevelSearch(
            problem,
            SolveOptions(seconds=max(0.1, self.budget.seconds), seed=options.seed),
            lambda _told: None,
        )


def is_better(one: LevelSearch, other: LevelSearch, begun: LevelOutcome) -> bool:
    """
    Tell whether one search ends in a better answer than another; only when that is proven.

    Both are taken level by level, no further than the first at which they
    differ; `begun` is how the other did on the first.
    """
    for level in one.problem.levels:
        ours = one.run_level(level)
        theirs = begun if level == begun.level else other.run_level(level)
        if other.is_infeasible:
            return True
        if not (ours.proven and theirs.proven) or ours.value is None or theirs.value is None:
            return False
        if ours.value != theirs.value:
            return (ours.value < theirs.value) == (level in MINIMISED)
    return False
