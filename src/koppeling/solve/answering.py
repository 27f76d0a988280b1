"""The whole answer to one case, inside the process that has the solver loaded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import version

from koppeling.domain.result import Solution, Status
from koppeling.errors import SolveError
from koppeling.locale import _
from koppeling.model.compiling import Compiler
from koppeling.model.problem import AssignmentProblem, SlotProblem
from koppeling.rules.situation import Situation
from koppeling.solve.case import Case
from koppeling.solve.levels import LevelSearch
from koppeling.solve.messages import Assigned, Progress
from koppeling.solve.options import SolveOptions
from koppeling.solve.proposing import propose
from koppeling.solve.slots import choose_slots


class LibrarySolver:
    """
    The solver as a library: fast to ask, but an abort takes this process with it.

    `begin` hears of each search before it runs, so that somebody can stop it.
    """

    def __init__(self, begin: Callable[[LevelSearch], None]) -> None:
        self._begin = begin
        self.was_infeasible = False

    def assign(
        self,
        problem: AssignmentProblem,
        options: SolveOptions,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> Assigned:
        """Solve every level, then the robustness of the answer."""
        search = LevelSearch(problem, options, on_progress or (lambda _told: None))
        self._begin(search)
        levels = search.run()
        same = {
            rule: count
            for rule, points in problem.other_points.items()
            if search.chosen is not None and (count := search.count_same(points)) is not None
        }
        self.was_infeasible = search.is_infeasible
        return Assigned(
            levels=levels,
            chosen=search.chosen,
            same_pairs=same,
            is_infeasible=search.is_infeasible,
            solver=f"OR-Tools CP-SAT {version('ortools')}",
        )

    def choose_slots(self, problems: tuple[SlotProblem, ...]) -> tuple[tuple[int, ...], ...]:
        """Choose the fixed slots, per senior."""
        return tuple(choose_slots(problem) for problem in problems)


def answer(case: Case, solver: LibrarySolver) -> Solution:
    """
    Compile, solve and give fixed slots.

    Parameters
    ----------
    case : Case
        What to solve.
    solver : LibrarySolver
        In this process.

    Returns
    -------
    Solution
        Without the robustness line; its status is NO_SOLUTION when time ran
        out before the first answer.

    Raises
    ------
    SolveError
        When a forced pair may not exist, or what must be cannot be together.
    """
    compiler = Compiler(Situation(case.instance))
    forced = _forced(compiler, case.forced)
    problem = replace(
        compiler.problem,
        other_points={},
        locked=tuple(sorted({*compiler.problem.locked, *forced})),
    )
    solution = propose(compiler, problem, case.options, solver)
    if solution.status is Status.NO_SOLUTION and solver.was_infeasible:
        raise SolveError(_("The pairs that must be cannot all hold together."))
    return solution


def _forced(compiler: Compiler, wanted: tuple[tuple[str, str], ...]) -> list[int]:
    """Find the candidates that are meant; a group is meant by any of its members."""
    situation = compiler.situation
    at = {
        (member.number, situation.instance.seniors[candidate.senior].number): p
        for p, candidate in enumerate(compiler.candidates)
        for member in situation.items[candidate.item].members
    }
    for junior, senior in wanted:
        if (junior, senior) not in at:
            raise SolveError(
                _("{junior} cannot be paired with {senior}.").format(junior=junior, senior=senior)
            )
    return [at[pair] for pair in wanted]
