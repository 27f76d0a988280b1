"""
The levels in turn: each proven, its value kept, the next one hinted (domain.md §5).

Runs inside the solver process; see `koppeling.solve.process` for the outside.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from ortools.sat.python import cp_model

from koppeling.model.building import AssignmentModel
from koppeling.model.problem import AssignmentProblem, Settled
from koppeling.solve.bounding import Bounding
from koppeling.solve.columns.levels import ColumnLevels
from koppeling.solve.columns.rooms import Rooms
from koppeling.solve.evaluation import MINIMISED, greedy_start, trivial_bound, value_of, weights_of
from koppeling.solve.messages import LevelOutcome, Progress
from koppeling.solve.questions import SolveOptions
from koppeling.solve.running import LEVEL_SHARE, Clock, Runner

#: Share of the work that looking for an ideal answer may take.
IDEAL_SHARE = 0.1

#: Hears of an answer and the solver's bound; tells whether nothing better is possible.
Hear = Callable[[tuple[int, ...], float], bool]


class _Watch(cp_model.CpSolverSolutionCallback):
    """Tells of every better answer, and stops at one that cannot be better."""

    def __init__(self, hear: Hear, model: AssignmentModel) -> None:
        super().__init__()
        self._hear = hear
        self._model = model

    def on_solution_callback(self) -> None:
        """Pass an answer on."""
        chosen = tuple(p for p, v in enumerate(self._model.pair) if self.value(v))
        if self._hear(chosen, self.best_objective_bound):
            self.stop_search()


class LevelSearch:
    """
    Solves one problem, level by level.

    Parameters
    ----------
    problem : AssignmentProblem
        What to solve.
    options : SolveOptions
        Time and threads.
    tell : callable of Progress
        Called on each better answer and each level done.
    known : tuple of int, optional
        The pairs of an answer that keeps all rules, to begin with.

    Attributes
    ----------
    chosen : tuple of int or None
        The pairs of the best answer so far; None while there is none.
    is_infeasible : bool
        No answer can exist.
    """

    def __init__(
        self,
        problem: AssignmentProblem,
        options: SolveOptions,
        tell: Callable[[Progress], None],
        known: tuple[int, ...] | None = None,
    ) -> None:
        self.problem = problem
        self.options = options
        self.chosen = known
        self._runner = Runner(options)
        self._columns = ColumnLevels(problem, self._runner.budget)
        budget = self._runner.budget
        self._bounding = Bounding(problem, Clock(budget.deadline, budget.stopped))
        self._held: dict[str, int] = {}
        self._rooms = Rooms(problem)
        self._model = AssignmentModel(problem, has_slots=not self._uses("slots"))
        self._before_quality: tuple[AssignmentModel, ColumnLevels] | None = None
        self.is_infeasible = False
        for level, value in problem.held:
            self._keep(level, value)
        start = greedy_start(problem) if known is None else frozenset(known)
        self._hints = {v.index: int(p in start) for p, v in enumerate(self._model.pair)}
        self._tell = tell
        self._share = LEVEL_SHARE

    @property
    def num_slotted(self) -> int:
        """In how many bins room in the week turned out to matter."""
        return len(self._model.slotted)

    def stop(self) -> None:
        """Stop as soon as possible, keeping the best answer so far; safe from any thread."""
        self._runner.stop()

    def run(self) -> tuple[LevelOutcome, ...]:
        """Solve every level of the problem and return how each ended."""
        self.begin()
        return tuple(self.run_level(level) for level in self.problem.levels)

    def begin(self) -> None:
        """
        Look for an answer in which everybody has a place and every bin keeps what it can.

        When there is one, the first levels are done at once.
        """
        if self.problem.levels[:2] != ("placed", "kept") or not self._uses("ideal"):
            return
        trial = self._model.copy()
        bounds = self._bounding.within()
        ideal = {level: bounds.of(level) for level in ("placed", "kept")}
        for level, least in ideal.items():
            trial.proto_model.add(self._expression(level) >= least)
        trial.fix(bounds.settle("kept", ideal["kept"]))
        self._solve(trial, "placed", IDEAL_SHARE)

    def run_level(self, level: str, share: float = LEVEL_SHARE) -> LevelOutcome:
        """Solve the next level, keeping those before it, with at most `share` of the work left."""
        started = time.monotonic()
        self._share = share
        if level == "quality":
            self._before_quality = (self._model.copy(), self._columns.copy())
        solve = self._solve_peak if level == "peak" else self._solve_level
        value, bound, proven = solve(level)
        if value is not None:
            self._keep(level, value)
        seconds = time.monotonic() - started
        outcome = LevelOutcome(
            level=level, value=value, bound=bound, proven=proven, seconds=seconds
        )
        self._tell(
            Progress(
                level=level,
                value=value,
                bound=bound,
                proven=proven,
                chosen=self.chosen,
                outcome=outcome,
            )
        )
        return outcome

    def _solve_level(self, level: str) -> tuple[int | None, int | None, bool]:
        """Optimise one level: by arithmetic, over columns, then by the whole model."""
        bound = self._bound(level)
        if self.chosen is not None and value_of(self.problem, level, self.chosen) == bound:
            return bound, bound, True
        for attempt in (self._over_columns, self._over_pairs):
            if self._runner.budget.is_spent:
                break
            found = attempt(level, bound)
            if found is not None:
                bound = max(bound, found) if level in MINIMISED else min(bound, found)
            if self.chosen is not None and value_of(self.problem, level, self.chosen) == bound:
                return bound, bound, True
        if self.chosen is None:
            return None, bound, False
        return value_of(self.problem, level, self.chosen), bound, False

    def _bound(self, level: str) -> int:
        bound = trivial_bound(self.problem, level)
        if level in MINIMISED or not self._uses("bound"):
            return bound
        if level == "quality":  # columns bound it better
            return min(bound, self._bounding.within().of(level))
        value = 0 if self.chosen is None else value_of(self.problem, level, self.chosen)
        return self._bounding.linear(level, value, tuple(self._held.items()))

    def _uses(self, idea: str) -> bool:
        """Tell whether an idea of the engine is switched on, and knows this problem."""
        return idea not in self.options.without and not self.problem.copies

    def _over_columns(self, level: str, _bound: int) -> int | None:
        """Optimise one level over columns; return a bound where that is a way."""
        if self.chosen is None or not self._uses("columns"):
            return None
        pool = self._columns.pool
        answer = self._columns.solve(level, self.chosen)
        if answer is None or self._rooms.crowded(answer.chosen):
            # nothing that rests on this answer may be kept
            self._columns.pool = pool
            return None
        self._accept(answer.chosen, level)
        return answer.bound

    def _over_pairs(self, level: str, bound: int) -> int | None:
        """Optimise one level over single pairs, until `bound` is reached; return a bound."""
        self._set_objective(level)
        status, found = self._solve(self._model, level, enough=bound)
        self.is_infeasible = status == cp_model.INFEASIBLE and self.chosen is None
        return found

    def _set_objective(self, level: str) -> None:
        if level in MINIMISED:
            self._model.proto_model.minimize(self._expression(level))
        else:
            self._model.proto_model.maximize(self._expression(level))

    def _expression(self, level: str) -> cp_model.LinearExprT:
        if level == "even":
            return self._model.unevenness()
        return self._model.total(weights_of(self.problem, level))

    def _solve_peak(self, level: str) -> tuple[int | None, int | None, bool]:
        """Try the steps below the peak at hand from the lowest up, each by its own proof."""
        if self.chosen is None:
            return None, self.problem.peak_floor, False
        value = value_of(self.problem, level, self.chosen)
        self._model.proto_model.clear_objective()  # type: ignore[no-untyped-call]
        for step in self.problem.peak_steps:
            if step >= value:
                break
            if self._runner.budget.is_spent:
                return value, step, False
            if self._uses("bound") and self._bounding.rules_out(step, tuple(self._held.items())):
                continue
            trial = self._model.copy()
            self._limit(trial, step)
            status, _ = self._solve(trial, level)
            if status == cp_model.UNKNOWN:
                return value, step, False
            if status != cp_model.INFEASIBLE:
                return step, step, True
        return value, value, True

    def _limit(self, model: AssignmentModel, peak: int) -> Settled:
        """Limit the peak and fix what that settles."""
        model.limit_peak(peak)
        if not self._uses("fixing") or "kept" not in self._held:
            return Settled()
        settled = self._bounding.within(peak).settle("kept", self._held["kept"])
        model.fix(settled)
        return settled

    def _keep(self, level: str, value: int) -> None:
        """Hold a level's value from here on: at least, at most, or within the peak."""
        self._columns.hold(level, value)
        if level == "peak":
            self._columns.settle(self._limit(self._model, value))
        elif level in MINIMISED:
            self._model.proto_model.add(self._expression(level) <= value)
        else:
            self._held[level] = max(value, self._held.get(level, 0))
            self._model.proto_model.add(self._expression(level) >= value)

    def _solve(
        self,
        model: AssignmentModel,
        level: str,
        share: float | None = None,
        enough: int | None = None,
    ) -> tuple[cp_model.CpSolverStatus, int | None]:
        """Run the solver on `model`; return its status and its bound, if it has one."""
        if level == self.problem.levels[-1]:
            share = 1.0
        status, solver, chosen = self._run(model, share or self._share, self._watch(level, enough))
        if chosen is None:
            return status, None
        if not self._is_worse(chosen, level):
            self.chosen = chosen
            self._hints = {v.index: solver.value(v) for v in model.hinted}
        return status, round(solver.best_objective_bound)

    def _run(
        self,
        model: AssignmentModel,
        share: float,
        hear: Hear | None = None,
    ) -> tuple[cp_model.CpSolverStatus, cp_model.CpSolver, tuple[int, ...] | None]:
        """Solve, adding the slots of every bin that turns out to need them."""
        while True:
            self._hint(model)
            watch = None if hear is None else _Watch(hear, model)
            status, solver = self._runner.run(model.proto_model, share, watch)
            if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
                return status, solver, None
            chosen = tuple(p for p, v in enumerate(model.pair) if solver.value(v))
            crowded = self._rooms.crowded(chosen) - model.slotted
            if not crowded:
                return status, solver, chosen
            if status != cp_model.OPTIMAL:
                return cp_model.UNKNOWN, solver, None
            for each in {id(m): m for m in (model, self._model)}.values():
                each.add_slots(crowded)

    def _hint(self, model: AssignmentModel) -> None:
        model.proto_model.clear_hints()  # type: ignore[no-untyped-call]
        for variable in model.hinted:
            if variable.index in self._hints:
                model.proto_model.add_hint(variable, self._hints[variable.index])

    def _is_worse(self, chosen: tuple[int, ...], level: str) -> bool:
        """Tell whether an answer falls short of the one at hand on a level."""
        if self.chosen is None:
            return False
        sign = -1 if level in MINIMISED else 1
        now, found = (value_of(self.problem, level, one) for one in (self.chosen, chosen))
        return sign * found < sign * now

    def _accept(self, chosen: tuple[int, ...], level: str) -> None:
        """Take an answer found elsewhere over; the rest of its hint is left to the solver."""
        if self._is_worse(chosen, level):
            return
        self.chosen = chosen
        inside = set(chosen)
        self._hints = {v.index: int(p in inside) for p, v in enumerate(self._model.pair)}

    def _watch(self, level: str, enough: int | None = None) -> Hear:
        def accept(chosen: tuple[int, ...], bound: float) -> bool:
            if self._rooms.crowded(chosen) - self._model.slotted:
                return False
            value = value_of(self.problem, level, chosen)
            self._tell(
                Progress(
                    level=level,
                    value=value,
                    bound=None if level == "peak" else round(bound),
                    proven=False,
                    chosen=chosen,
                )
            )
            if value == enough:
                # other threads may still bring one that does not fit the week
                self._accept(chosen, level)
            return value == enough

        return accept

    def count_same(self, points: tuple[int, ...]) -> int | None:
        """
        Count the pairs of the answer that can stay when quality is measured otherwise.

        Of the best answers under `points`, with the levels before *quality*
        kept, take the one that shares most pairs with the answer at hand (an
        item of several members counts as many); None when that is not proven.
        """
        chosen = self.chosen or ()
        placed = self.problem.placed
        everyone = sum(placed[p] for p in chosen)
        if self._before_quality is None or points == self.problem.points:
            return everyone
        if self._runner.budget.is_spent:
            return None
        model, columns = self._before_quality
        if self._uses("columns"):
            found = columns.stay(points, chosen)
            if found is not None and not self._rooms.crowded(found):
                return sum(placed[p] for p in set(chosen) & set(found))
        weights = [(everyone + 1) * p for p in points]
        for p in chosen:
            weights[p] += placed[p]
        trial = model.copy()
        trial.proto_model.maximize(trial.total(weights))
        status, _, best = self._run(trial, LEVEL_SHARE)
        if status != cp_model.OPTIMAL or best is None:
            return None
        return sum(placed[p] for p in set(chosen) & set(best))
