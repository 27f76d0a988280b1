"""
The levels in turn, one solve each, for a solver that knows rows only.

Each level is proven or runs out of its share of the time; its value is then
kept and the whole answer hinted to the next. That is all: no bound but the
solver's own, nothing fixed, nothing split.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from benchmarks.rows import MINIMISED, LinearModel, Row
from koppeling.model.problem import AssignmentProblem

#: Share of the time left that a level may use; the last one may use all.
SHARE = 0.7


class Tell(Protocol):
    """Hears of a level whenever its value or its bound changes, and when it is done."""

    def __call__(self, level: str, value: int | None, bound: int | None, *, is_done: bool) -> None:
        """Hear."""


@dataclass(frozen=True)
class Request:
    """
    One solve: maximise or minimise Σ factor × column; without columns any answer does.

    `extra` rows hold for this solve only; `hint` is a value per column.
    """

    columns: Sequence[int]
    factors: Sequence[int]
    maximise: bool
    hint: Sequence[int] | None
    extra: Sequence[Row]
    seconds: float


@dataclass(frozen=True)
class Reply:
    """Values per column, None without an answer; a bound that holds; whether both are final."""

    values: list[int] | None
    bound: float | None
    is_final: bool


class RowSolver(Protocol):
    """What solves a `LinearModel`, which only ever grows between two calls."""

    def solve(
        self, model: LinearModel, request: Request, tell: Callable[[float | None, float], None]
    ) -> Reply:
        """Solve; call `tell` with each better (value, bound)."""


class PlainLevels:
    """
    Solves the levels of a problem one by one.

    Attributes
    ----------
    chosen : tuple of int or None
        Pairs of the best answer so far.
    """

    def __init__(
        self, problem: AssignmentProblem, solver: RowSolver, seconds: float, tell: Tell
    ) -> None:
        self.problem = problem
        self.deadline = time.monotonic() + seconds
        self.chosen: tuple[int, ...] | None = None
        self._solver = solver
        self._tell = tell
        self._model = LinearModel(problem)
        self._values: list[int] | None = None
        for level, value in problem.held:
            self._model.keep(level, value)

    def run(self) -> None:
        """Solve every level, within the time."""
        for level in self.problem.levels:
            value, bound = self._peak() if level == "peak" else self._optimise(level)
            self._tell(level, value, bound, is_done=True)
            if value is None:
                return
            self._model.keep(level, value)

    def _ask(self, level: str, extra: Sequence[Row] = ()) -> Reply:
        maximise = level not in MINIMISED
        columns, factors = ((), ()) if level == "peak" else self._model.objective(level)
        hint = None if self._values is None else self._model.complete(self._values)
        share = 1.0 if level == self.problem.levels[-1] else SHARE
        seconds = max(0.01, (self.deadline - time.monotonic()) * share)

        def tell(value: float | None, bound: float) -> None:
            if level != "peak":
                known = None if value is None else round(value)
                self._tell(level, known, whole(bound, maximise=maximise), is_done=False)

        request = Request(columns, factors, maximise, hint, extra, seconds)
        reply = self._solver.solve(self._model, request, tell)
        if reply.values is not None and (hint is None or not worse(reply.values, hint, request)):
            self._values = reply.values
            pairs = range(self.problem.num_pairs)
            self.chosen = tuple(pair for pair in pairs if reply.values[pair])
        return reply

    def _optimise(self, level: str) -> tuple[int | None, int | None]:
        reply = self._ask(level)
        bound = None if reply.bound is None else whole(reply.bound, maximise=level not in MINIMISED)
        if self._values is None:
            return None, bound
        columns, factors = self._model.objective(level)
        values = self._model.complete(self._values)
        value = sum(f * values[c] for c, f in zip(columns, factors, strict=True))
        return value, value if reply.is_final else bound

    def _peak(self) -> tuple[int | None, int | None]:
        """Try the steps below the peak at hand from the lowest up, each by its own proof."""
        value = self._step_reached()
        for step in self.problem.peak_steps:
            if value is None or step >= value:
                break
            reply = self._ask("peak", self._model.peak_rows(step))
            if reply.values is not None:
                return step, step
            if not reply.is_final:
                return value, step
        return value, value

    def _step_reached(self) -> int | None:
        """Return the step under which every measured resource of the answer stays."""
        chosen = set(self.chosen or ())
        for step in self.problem.peak_steps:
            rows = self._model.peak_rows(step)
            if all(
                sum(f for c, f in zip(row.columns, row.factors, strict=True) if c in chosen)
                <= (row.upper or 0)
                or chosen.isdisjoint(row.columns)
                for row in rows
            ):
                return step
        return None


def worse(values: Sequence[int], than: Sequence[int], request: Request) -> bool:
    """Tell whether an answer is worth less than the one at hand."""
    gain = sum(
        factor * (values[column] - than[column])
        for column, factor in zip(request.columns, request.factors, strict=True)
    )
    return gain < 0 if request.maximise else gain > 0


def whole(bound: float, *, maximise: bool) -> int | None:
    """Round a bound to the last whole number it allows, None when there is none yet."""
    if not math.isfinite(bound):
        return None
    return math.floor(bound + 1e-6) if maximise else math.ceil(bound - 1e-6)
