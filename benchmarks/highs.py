"""HiGHS, as OR-Tools carries it, on the same rows."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from datetime import timedelta

from ortools.math_opt import model_pb2  # type: ignore[import-untyped]
from ortools.math_opt.python import mathopt  # type: ignore[import-untyped]

from benchmarks.lexicographic import Reply, Request
from benchmarks.rows import LinearModel, Row

#: A line of its log: … explored %, bound, value, gap.
LOG_LINE = re.compile(r"\s[\d.]+%\s+(\S+)\s+(\S+)\s+(?:[\d.]+%|Large|inf|-)")
#: Every level counts in whole numbers, so that less than one apart is proven.
WHOLE = 0.99


class Highs:
    """HiGHS with every tolerance on the gap closed and the log read for values and bounds."""

    def __init__(self) -> None:
        self._proto = model_pb2.ModelProto()
        self._columns = 0
        self._rows = 0

    def _catch_up(self, model: LinearModel) -> None:
        """Add what the model grew by since the solve before."""
        added = model.upper[self._columns :]
        variables = self._proto.variables
        variables.ids.extend(range(self._columns, len(model.upper)))
        variables.lower_bounds.extend([0.0] * len(added))
        variables.upper_bounds.extend(float(upper) for upper in added)
        variables.integers.extend([True] * len(added))
        add_rows(self._proto, model.rows[self._rows :], self._rows)
        self._columns, self._rows = len(model.upper), len(model.rows)

    def solve(
        self, model: LinearModel, request: Request, tell: Callable[[float | None, float], None]
    ) -> Reply:
        """Solve; call `tell` with each better (value, bound)."""
        self._catch_up(model)
        proto = model_pb2.ModelProto()
        proto.CopyFrom(self._proto)
        add_rows(proto, request.extra, self._rows)
        proto.objective.maximize = request.maximise
        terms = sorted(zip(request.columns, request.factors, strict=True))
        proto.objective.linear_coefficients.ids.extend(column for column, _ in terms)
        proto.objective.linear_coefficients.values.extend(float(factor) for _, factor in terms)
        result = mathopt.solve(
            (built := mathopt.Model.from_model_proto(proto)),
            mathopt.SolverType.HIGHS,
            params=mathopt.SolveParameters(
                time_limit=timedelta(seconds=request.seconds),
                absolute_gap_tolerance=WHOLE,
                relative_gap_tolerance=0.0,
                enable_output=True,
            ),
            model_params=mathopt.ModelSolveParameters(solution_hints=hints(built, request.hint)),
            msg_cb=lambda lines: read_log(lines, tell),
        )
        return reply_of(result, built, request)


def hints(model: mathopt.Model, values: Sequence[int] | None) -> list[mathopt.SolutionHint]:
    """Return the answer at hand as a start."""
    if values is None:
        return []
    known = {variable: float(values[variable.id]) for variable in model.variables()}
    return [mathopt.SolutionHint(variable_values=known)]


def reply_of(result: mathopt.SolveResult, model: mathopt.Model, request: Request) -> Reply:
    """Return what HiGHS found, rounded to whole numbers."""
    reason = mathopt.TerminationReason
    is_final = result.termination.reason in (reason.OPTIMAL, reason.INFEASIBLE)
    found = result.termination.objective_bounds.dual_bound
    bound = found if request.columns and math.isfinite(found) else None
    if not result.has_primal_feasible_solution():
        return Reply(None, bound, is_final)
    values = result.variable_values()
    return Reply([round(values[variable]) for variable in model.variables()], bound, is_final)


def add_rows(proto: model_pb2.ModelProto, rows: Sequence[Row], first: int) -> None:
    """Add rows, numbered on from `first`."""
    constraints, matrix = proto.linear_constraints, proto.linear_constraint_matrix
    constraints.ids.extend(range(first, first + len(rows)))
    for index, row in enumerate(rows, start=first):
        constraints.lower_bounds.append(-math.inf if row.lower is None else float(row.lower))
        constraints.upper_bounds.append(math.inf if row.upper is None else float(row.upper))
        terms = sorted(zip(row.columns, row.factors, strict=True))
        matrix.row_ids.extend([index] * len(terms))
        matrix.column_ids.extend(column for column, _ in terms)
        matrix.coefficients.extend(float(factor) for _, factor in terms)


def read_log(lines: Sequence[str], tell: Callable[[float | None, float], None]) -> None:
    """Pass on the value and the bound of each line of the log that has them."""
    for line in lines:
        if (found := LOG_LINE.search(line)) is not None:
            bound, value = float(found[1]), float(found[2])
            tell(value if math.isfinite(value) else None, bound)
