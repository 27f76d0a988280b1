"""Which search suits a problem."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from koppeling.model.problem import AssignmentProblem
from koppeling.solve.large import SMALL, LargeSearch
from koppeling.solve.levels import LevelSearch
from koppeling.solve.messages import LevelOutcome, Progress
from koppeling.solve.options import SolveOptions


class Search(Protocol):
    """Solves one problem, every level of it."""

    chosen: tuple[int, ...] | None
    is_infeasible: bool

    def run(self) -> tuple[LevelOutcome, ...]:
        """Solve every level of the problem and return how each ended."""
        ...

    def stop(self) -> None:
        """Stop as soon as possible, keeping the best answer so far; safe from any thread."""
        ...

    def count_same(self, points: tuple[int, ...]) -> int | None:
        """Count the pairs of the answer that can stay when quality is measured otherwise."""
        ...


def search_for(
    problem: AssignmentProblem, options: SolveOptions, tell: Callable[[Progress], None]
) -> Search:
    """Return the search that suits the size of a problem."""
    is_plain = not problem.copies and not problem.held and "placed" in problem.levels
    is_large = problem.num_pairs > SMALL and "parts" not in options.without
    search = LargeSearch if is_plain and is_large else LevelSearch
    return search(problem, options, tell)
