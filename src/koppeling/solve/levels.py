"""
The levels in turn: each proven, its value kept, the next one hinted (domain.md §5).

Runs inside the solver process; see `koppeling.solve.process` for the outside.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from koppeling.model.building import AssignmentModel
from koppeling.model.problem import AssignmentProblem
from koppeling.solve.evaluation import MINIMISED, trivial_bound, value_of, weights_of
from koppeling.solve.messages import LevelOutcome, Progress
from koppeling.solve.options import DETERMINISTIC_RATE, SolveOptions
from koppeling.solve.start import greedy_start

#: Seconds the solver may need to notice that its time is up.
STOPPING = 0.1
#: Share of the work left that a level may use; the last one may use all.
LEVEL_SHARE = 0.7


@dataclass
class Budget:
    """What is left of the wall time and of the deterministic work."""

    deadline: float
    work: float
    stopped: threading.Event = field(default_factory=threading.Event)

    @property
    def seconds(self) -> float:
        """Wall seconds left."""
        return self.deadline - time.monotonic()

    @property
    def is_spent(self) -> bool:
        """Tell whether nothing more may be started."""
        return self.stopped.is_set() or self.seconds <= 0 or self.work <= 0


class _Watch(cp_model.CpSolverSolutionCallback):
    """Tells of every better answer."""

    def __init__(
        self, tell: Callable[[tuple[int, ...], float], None], model: AssignmentModel
    ) -> None:
        super().__init__()
        self._pass_on = tell
        self._model = model

    def on_solution_callback(self) -> None:
        """Pass an answer on."""
        chosen = tuple(p for p, v in enumerate(self._model.pair) if self.value(v))
        self._pass_on(chosen, self.best_objective_bound)


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

    Attributes
    ----------
    chosen : tuple of int or None
        The pairs of the best answer so far; None while there is none.
    is_infeasible : bool
        No answer can exist.
    """

    def __init__(
        self, problem: AssignmentProblem, options: SolveOptions, tell: Callable[[Progress], None]
    ) -> None:
        self.problem = problem
        self.options = options
        self.chosen: tuple[int, ...] | None = None
        self.budget = Budget(
            deadline=time.monotonic() + options.seconds - STOPPING,
            work=options.seconds * DETERMINISTIC_RATE,
        )
        self._model = AssignmentModel(problem)
        self._before_quality: AssignmentModel | None = None
        self.is_infeasible = False
        for level, value in problem.held:
            self._keep(level, value)
        start = greedy_start(problem)
        self._hints = {v.index: int(p in start) for p, v in enumerate(self._model.pair)}
        self._tell = tell
        self._solver: cp_model.CpSolver | None = None

    def stop(self) -> None:
        """Stop as soon as possible, keeping the best answer so far; safe from any thread."""
        self.budget.stopped.set()
        solver = self._solver
        if solver is not None:
            solver.stop_search()

    def run(self) -> tuple[LevelOutcome, ...]:
        """Solve every level of the problem and return how each ended."""
        return tuple(self.run_level(level) for level in self.problem.levels)

    def run_level(self, level: str) -> LevelOutcome:
        """Solve the next level, keeping those that were solved before it."""
        started = time.monotonic()
        if level == "quality":
            self._before_quality = self._model.copy()
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
        """Optimise one level, unless the answer at hand already meets a simple bound."""
        bound = trivial_bound(self.problem, level)
        if self.chosen is not None and value_of(self.problem, level, self.chosen) == bound:
            return bound, bound, True
        if not self.budget.is_spent:
            self._set_objective(level)
            status, found = self._solve(self._model, level)
            if status == cp_model.OPTIMAL:
                value = value_of(self.problem, level, self.chosen or ())
                return value, value, True
            self.is_infeasible = status == cp_model.INFEASIBLE and self.chosen is None
            if found is not None:
                bound = max(bound, found) if level in MINIMISED else min(bound, found)
        if self.chosen is None:
            return None, bound, False
        value = value_of(self.problem, level, self.chosen)
        return value, bound, value == bound

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
            if self.budget.is_spent:
                return value, step, False
            trial = self._model.copy()
            trial.limit_peak(step)
            status, _ = self._solve(trial, level)
            if status == cp_model.UNKNOWN:
                return value, step, False
            if status != cp_model.INFEASIBLE:
                return step, step, True
        return value, value, True

    def _keep(self, level: str, value: int) -> None:
        """Hold a level's value from here on: at least, at most, or within the peak."""
        if level == "peak":
            self._model.limit_peak(value)
        elif level in MINIMISED:
            self._model.proto_model.add(self._expression(level) <= value)
        else:
            self._model.proto_model.add(self._expression(level) >= value)

    def _solve(
        self, model: AssignmentModel, level: str
    ) -> tuple[cp_model.CpSolverStatus, int | None]:
        """Run the solver on `model`; return its status and its bound, if it has one."""
        solver = cp_model.CpSolver()
        share = 1.0 if level == self.problem.levels[-1] else LEVEL_SHARE
        self._set_parameters(solver, share)
        model.proto_model.clear_hints()  # type: ignore[no-untyped-call]
        for variable in model.hinted:
            if variable.index in self._hints:
                model.proto_model.add_hint(variable, self._hints[variable.index])
        self._solver = solver
        if self.budget.stopped.is_set():
            return cp_model.UNKNOWN, None
        status = solver.solve(model.proto_model, _Watch(self._watch(level), model))
        self._solver = None
        self.budget.work -= solver.response_proto.deterministic_time
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return status, None
        self._hints = {v.index: solver.value(v) for v in model.hinted}
        self.chosen = tuple(p for p, v in enumerate(model.pair) if solver.value(v))
        return status, round(solver.best_objective_bound)

    def _set_parameters(self, solver: cp_model.CpSolver, share: float) -> None:
        parameters = solver.parameters
        parameters.num_workers = self.options.workers
        parameters.random_seed = self.options.seed
        # the full relaxation pays: capacities bind, and few cuts are cheap to find
        parameters.linearization_level = 2
        parameters.max_time_in_seconds = max(0.01, self.budget.seconds)
        parameters.max_deterministic_time = self.budget.work * share

    def _watch(self, level: str) -> Callable[[tuple[int, ...], float], None]:
        def accept(chosen: tuple[int, ...], bound: float) -> None:
            self._tell(
                Progress(
                    level=level,
                    value=value_of(self.problem, level, chosen),
                    bound=None if level == "peak" else round(bound),
                    proven=False,
                    chosen=chosen,
                )
            )

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
        if self.budget.is_spent:
            return None
        trial = self._before_quality.copy()
        weights = [(everyone + 1) * p for p in points]
        for p in chosen:
            weights[p] += placed[p]
        trial.proto_model.maximize(trial.total(weights))
        solver = cp_model.CpSolver()
        self._set_parameters(solver, LEVEL_SHARE)
        self._solver = solver
        status = solver.solve(trial.proto_model)
        self._solver = None
        self.budget.work -= solver.response_proto.deterministic_time
        if status != cp_model.OPTIMAL:
            return None
        return sum(placed[p] * solver.value(trial.pair[p]) for p in chosen)
