"""Run CP-SAT within what is left of the time, so that it can be stopped and repeats."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from koppeling.solve.questions import SolveOptions

#: Seconds the solver may need to notice that its time is up.
STOPPING = 0.1
#: Share of the work left that a level may use; the last one may use all.
LEVEL_SHARE = 0.7

#: What is a small model.
FEW_VARIABLES = 2000


@dataclass(frozen=True)
class Clock:
    """When to end, and whether somebody said so before."""

    deadline: float = math.inf
    stopped: threading.Event = field(default_factory=threading.Event)

    @property
    def seconds(self) -> float:
        """Wall seconds left."""
        return max(0.0, self.deadline - time.monotonic())

    def is_over(self) -> bool:
        """Tell whether nothing more may be started."""
        return self.stopped.is_set() or time.monotonic() >= self.deadline

    def until(self, deadline: float) -> Clock:
        """Return a clock that ends then, if not before."""
        return Clock(min(deadline, self.deadline), self.stopped)


@dataclass
class WorkBudget:
    """What is left of the wall time and of the deterministic work."""

    deadline: float
    work: float
    stopped: threading.Event = field(default_factory=threading.Event)
    threads: int = 1

    @property
    def seconds(self) -> float:
        """Wall seconds left."""
        return self.deadline - time.monotonic()

    def spend(self, work: float) -> None:
        """Take off the work of one thread; the others stood still meanwhile."""
        self.work -= work * self.threads

    @property
    def is_spent(self) -> bool:
        """Tell whether nothing more may be started."""
        return self.stopped.is_set() or self.seconds <= 0 or self.work <= 0

    @contextmanager
    def share(self, share: float) -> Iterator[WorkBudget]:
        """Set a share of the work apart for as long as it takes."""
        work = self.work * share
        part = WorkBudget(self.deadline, work, self.stopped, self.threads)
        yield part
        self.work -= work - part.work


class Runner:
    """Runs one model after another within one budget."""

    def __init__(self, options: SolveOptions) -> None:
        self.budget = WorkBudget(
            deadline=time.monotonic() + options.seconds - STOPPING,
            work=options.seconds * options.rate * options.workers,
            threads=options.workers,
        )
        self.options = options
        self._solver: cp_model.CpSolver | None = None

    def stop(self) -> None:
        """Stop as soon as possible; safe from any thread."""
        self.budget.stopped.set()
        solver = self._solver
        if solver is not None:
            solver.stop_search()

    def run(
        self,
        model: cp_model.CpModel,
        share: float = LEVEL_SHARE,
        watch: cp_model.CpSolverSolutionCallback | None = None,
    ) -> tuple[cp_model.CpSolverStatus, cp_model.CpSolver]:
        """Solve a model with at most `share` of the work left."""
        solver = cp_model.CpSolver()
        parameters = solver.parameters
        parameters.num_workers = self.options.workers
        parameters.random_seed = self.options.seed
        # the full relaxation pays: capacities bind, and few cuts are cheap to find
        parameters.linearization_level = 2
        if len(model.proto.variables) <= FEW_VARIABLES:
            # presolving again costs a small model more than it saves (measured)
            parameters.max_presolve_iterations = 1
        parameters.max_time_in_seconds = max(0.01, self.budget.seconds)
        parameters.max_deterministic_time = max(0.0, self.budget.work * share)
        if self.budget.is_spent:
            return cp_model.UNKNOWN, solver
        self._solver = solver
        status = solver.solve(model, watch)
        self._solver = None
        self.budget.work -= solver.response_proto.deterministic_time
        return status, solver
