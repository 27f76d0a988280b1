"""The whole answer to one case, inside the process that has the solver loaded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import version
from typing import Protocol

from koppeling.domain.finding import Severity
from koppeling.domain.instance import DiscRule, Instance, Level
from koppeling.domain.result import LevelResult, Outcome, Pairing, Solution, Status
from koppeling.errors import SolveError
from koppeling.locale import _
from koppeling.model.compiling import Compiler
from koppeling.model.problem import AssignmentProblem, SlotProblem
from koppeling.rules.conflicts import find_conflicts
from koppeling.rules.outcome import describe
from koppeling.rules.situation import Situation
from koppeling.solve.date_choice import choose_slots
from koppeling.solve.large.search import SMALL, LargeSearch
from koppeling.solve.level_search import LevelSearch
from koppeling.solve.messages import Answered, Assigned, LevelOutcome, Progress
from koppeling.solve.questions import Case, SolveOptions


class ImpossibleError(SolveError):
    """What must be cannot be, however long one would search."""


class LibrarySolver:
    """
    The solver as a library: fast to ask, but an abort takes this process with it.

    `begin` hears of each search before it runs, so that somebody can stop it.
    """

    def __init__(self, begin: Callable[[Search], None]) -> None:
        self._begin = begin
        self.was_infeasible = False
        self.same_pairs: dict[str, int] = {}
        self._compiler: Compiler | None = None

    def compile(self, instance: Instance) -> Compiler:
        """Compile a practice, unless it is the one that was compiled last, levels apart."""
        bare = replace(instance, levels=())
        if self._compiler is None or self._compiler.situation.instance != bare:
            self._compiler = Compiler(Situation(bare))
        return self._compiler

    def assign(
        self,
        problem: AssignmentProblem,
        options: SolveOptions,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> Assigned:
        """Solve every level, then the robustness of the answer."""
        search = search_for(problem, options, on_progress or (lambda _told: None))
        self._begin(search)
        levels = search.run()
        same = {
            rule: count
            for rule, points in problem.other_points.items()
            if search.chosen is not None and (count := search.count_same(points)) is not None
        }
        self.was_infeasible = search.is_infeasible
        self.same_pairs = same
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


def answer(case: Case, solver: LibrarySolver) -> Answered:
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
    Answered
        Its solution has no robustness line; its status is NO_SOLUTION when
        time ran out before the first answer.

    Raises
    ------
    ImpossibleError
        When a forced pair may not exist, or what must be cannot be together.
    """
    compiler = solver.compile(case.instance)
    if case.is_told:
        _refuse_conflicts(compiler)
    solution = propose(compiler, _pose(compiler, case), case.options, solver)
    if solution.status is Status.NO_SOLUTION and solver.was_infeasible:
        raise ImpossibleError(_("The pairs that must be cannot all hold together."))
    same = tuple(solver.same_pairs.get(str(n)) for n in range(len(case.weights)))
    return Answered(solution, same=same, outcome=_tell(case, compiler, solution))


def _refuse_conflicts(compiler: Compiler) -> None:
    """Say what `match` would say about decisions that cannot hold."""
    errors = [
        f"{finding.message} {finding.remedy}".strip()
        for finding in find_conflicts(compiler.situation)
        if finding.severity is Severity.ERROR
    ]
    if errors:
        raise ImpossibleError(" ".join(errors))


def _tell(case: Case, compiler: Compiler, solution: Solution) -> Outcome | None:
    """Tell the story of an answer, when there is one and somebody wants to hear it."""
    if not case.is_told or solution.status is Status.NO_SOLUTION:
        return None
    situation = compiler.situation.with_levels(case.instance.levels)
    return describe(situation, compiler.candidates, solution, ())


def _pose(compiler: Compiler, case: Case) -> AssignmentProblem:
    """Put what a case asks on top of the arrays of its practice."""
    at = _positions(compiler)
    for junior, senior in case.forced:
        if (junior, senior) not in at:
            raise ImpossibleError(
                _("{junior} cannot be paired with {senior}.").format(junior=junior, senior=senior)
            )
    barred = set(case.barred)
    return replace(
        compiler.problem,
        levels=tuple(level.value for level in case.instance.levels),
        other_points={str(n): compiler.points(w) for n, w in enumerate(case.weights)},
        locked=tuple(sorted({*compiler.problem.locked, *(at[pair] for pair in case.forced)})),
        barred=tuple(sorted({p for (junior, _senior), p in at.items() if junior in barred})),
        held=tuple((level.value, value) for level, value in case.held.items()),
    )


def _positions(compiler: Compiler) -> dict[tuple[str, str], int]:
    """Map (junior, senior) to the candidate that is meant; a group by any of its members."""
    situation = compiler.situation
    return {
        (member.number, situation.instance.seniors[candidate.senior].number): p
        for p, candidate in enumerate(compiler.candidates)
        for member in situation.items[candidate.item].members
    }


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
