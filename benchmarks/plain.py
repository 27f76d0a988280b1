"""Plain CP-SAT: our constraints as rows, default parameters, one solve a level."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ortools.sat.python import cp_model

from benchmarks.lexicographic import Reply, Request
from benchmarks.rows import LinearModel, Row

FREE = 2**62


class PlainCpSat:
    """CP-SAT as it comes, on so many workers."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._model = cp_model.CpModel()
        self._columns = 0
        self._rows = 0

    def _catch_up(self, model: LinearModel) -> None:
        """Add what the model grew by since the solve before."""
        for upper in model.upper[self._columns :]:
            self._model.proto.variables.add().domain.extend((0, upper))
        add_rows(self._model, model.rows[self._rows :])
        self._columns, self._rows = len(model.upper), len(model.rows)

    def solve(
        self, model: LinearModel, request: Request, tell: Callable[[float | None, float], None]
    ) -> Reply:
        """Solve; call `tell` with each better (value, bound)."""
        self._catch_up(model)
        trial = self._model.clone() if request.extra else self._model
        add_rows(trial, request.extra)
        set_objective(trial, request)
        trial.clear_hints()  # type: ignore[no-untyped-call]
        if request.hint is not None:
            trial.proto.solution_hint.vars.extend(range(len(request.hint)))
            trial.proto.solution_hint.values.extend(request.hint)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = self.workers
        solver.parameters.max_time_in_seconds = request.seconds
        watch = Watch(tell)
        if request.columns:
            solver.best_bound_callback = watch.on_bound
        status = solver.solve(trial, watch)
        is_final = status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            # what the response calls its bound is a zero where none was found
            return Reply(None, watch.bound, is_final)
        bound = solver.best_objective_bound if request.columns else None
        return Reply([int(v) for v in solver.response_proto.solution], bound, is_final)


class Watch(cp_model.CpSolverSolutionCallback):
    """Passes on each better answer and each better bound."""

    def __init__(self, tell: Callable[[float | None, float], None]) -> None:
        super().__init__()
        self._pass_on = tell
        self._value: float | None = None
        self.bound: float | None = None

    def on_solution_callback(self) -> None:
        """Pass an answer on."""
        self._value = self.objective_value
        self._pass_on(self._value, self.best_objective_bound)

    def on_bound(self, bound: float) -> None:
        """Pass a bound on."""
        self.bound = bound
        self._pass_on(self._value, bound)


def add_rows(model: cp_model.CpModel, rows: Sequence[Row]) -> None:
    """Fill the rows into the proto, which is many times faster than adding expressions."""
    for row in rows:
        linear = model.proto.constraints.add().linear
        linear.vars.extend(row.columns)
        linear.coeffs.extend(row.factors)
        linear.domain.extend(
            (
                -FREE if row.lower is None else row.lower,
                FREE if row.upper is None else row.upper,
            )
        )


def set_objective(model: cp_model.CpModel, request: Request) -> None:
    """Replace the objective; CP-SAT minimises, so that a maximum has its signs turned."""
    model.clear_objective()  # type: ignore[no-untyped-call]
    if not request.columns:
        return
    sign = -1 if request.maximise else 1
    objective = model.proto.objective
    objective.vars.extend(request.columns)
    objective.coeffs.extend([sign * factor for factor in request.factors])
    objective.scaling_factor = float(sign)
