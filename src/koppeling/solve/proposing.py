"""From compiled candidates to a `Solution` in the words of the domain."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from koppeling.domain.instance import DiscRule, Level
from koppeling.domain.result import LevelResult, Pairing, Solution, Status
from koppeling.model.compiling import Compiler
from koppeling.model.problem import AssignmentProblem, SlotProblem
from koppeling.solve.messages import Assigned, LevelOutcome, Progress
from koppeling.solve.options import SolveOptions


class LevelListener(Protocol):
    """Whoever wants to know how far each level is."""

    def __call__(self, level: Level, value: int | None, bound: int | None, *, proven: bool) -> None:
        """Hear of a better answer, or, when `proven`, of a level that is done."""


class Solver(Protocol):
    """What solves arrays: a process beside this one, or the library itself."""

    def assign(
        self,
        problem: AssignmentProblem,
        options: SolveOptions,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> Assigned:
        """Solve a problem, level by level."""

    def choose_slots(self, problems: tuple[SlotProblem, ...]) -> tuple[tuple[int, ...], ...]:
        """Choose the fixed slots, per senior."""


def propose(
    compiler: Compiler,
    problem: AssignmentProblem,
    options: SolveOptions,
    solver: Solver,
    on_level: LevelListener | None = None,
) -> Solution:
    """
    Solve a situation: pairs level by level, then the fixed slots.

    Parameters
    ----------
    compiler : Compiler
        The situation with its candidates.
    problem : AssignmentProblem
        Its arrays, made beforehand so that the time for that is known.
    options : SolveOptions
        Time and threads.
    solver : Solver
        A running solver.
    on_level : LevelListener, optional
        Told of each better answer and each level done.

    Raises
    ------
    SolveError
        When the solver gives no slots for pairs that have them.
    """

    def tell(told: Progress) -> None:
        if on_level is not None:
            on_level(Level(told.level), told.value, told.bound, proven=told.proven)

    assigned = solver.assign(problem, options, tell)
    return Solution(
        pairings=_pairings(compiler, assigned, solver),
        levels=tuple(_level(outcome) for outcome in assigned.levels),
        status=_status(assigned),
        robustness={
            DiscRule(rule): same
            for rule, same in assigned.same_pairs.items()
            if rule in set(DiscRule)
        },
        solver=assigned.solver,
    )


def _level(outcome: LevelOutcome) -> LevelResult:
    return LevelResult(
        level=Level(outcome.level),
        value=outcome.value,
        bound=outcome.bound,
        proven=outcome.proven,
        seconds=outcome.seconds,
    )


def _status(assigned: Assigned) -> Status:
    if assigned.chosen is None:
        return Status.NO_SOLUTION
    proven = all(outcome.proven for outcome in assigned.levels)
    return Status.OPTIMAL if proven else Status.FEASIBLE


def _pairings(compiler: Compiler, assigned: Assigned, solver: Solver) -> tuple[Pairing, ...]:
    """Give every chosen pair its slot, and every member of a group the group's."""
    problems = compiler.slot_problems(assigned.chosen or ())
    choices = solver.choose_slots(tuple(problem for _, problem in problems)) if problems else ()
    pairings: list[Pairing] = []
    for (pairs, problem), options in zip(problems, choices, strict=True):
        for p, of_pair, option in zip(pairs, problem.options, options, strict=True):
            candidate = compiler.candidates[p]
            slot = candidate.moments[of_pair.index(option)].slot
            senior = compiler.situation.instance.seniors[candidate.senior].number
            members = compiler.situation.items[candidate.item].members
            pairings.extend(Pairing(junior.number, senior, slot) for junior in members)
    return tuple(sorted(pairings))
