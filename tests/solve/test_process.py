"""The solver process: it may die, be stopped or run out of time, and an answer is left."""

from __future__ import annotations

import os
import signal
import sys

import pytest

from benchmarks.families import make_family
from koppeling.model.compiling import Compiler
from koppeling.rules.checking import check_pairings
from koppeling.rules.situation import Situation
from koppeling.solve.answer import propose
from koppeling.solve.messages import Assigned, Progress
from koppeling.solve.process import SolverProcess
from koppeling.solve.questions import SolveOptions


@pytest.fixture(scope="module")
def large() -> Compiler:
    """Pose a problem that takes the solver many seconds."""
    return Compiler(Situation(make_family(200, 60, 0.85)))


def assert_usable(assigned: Assigned, compiler: Compiler) -> None:
    """There is an answer, no level claims too much, and every level is reported once."""
    assert assigned.chosen
    assert [outcome.level for outcome in assigned.levels] == list(compiler.problem.levels)
    assert not all(outcome.proven for outcome in assigned.levels)
    items = [compiler.problem.pair_item[p] for p in assigned.chosen]
    assert len(items) == len(set(items))


def test_a_solver_that_dies_leaves_the_best_answer_told(large: Compiler) -> None:
    """The process is killed at the second goal; what was placed by then is kept."""
    with SolverProcess() as solver:

        def kill(told: Progress) -> None:
            if told.level == "quality":
                solver._process.kill()

        assigned = solver.assign(large.problem, SolveOptions(seconds=60), kill)
        assert_usable(assigned, large)
        # and the next question starts a new process
        again = solver.assign(large.problem, SolveOptions(seconds=1.5))
        assert len(again.levels) == len(large.problem.levels)


def test_a_dead_solver_without_any_answer_gives_no_solution(
    large: Compiler, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed as soon as it is asked: no answer, and no number pretends there is one."""
    with SolverProcess() as solver:
        send = solver._send

        def send_and_kill(message: object) -> None:
            send(message)
            solver._process.kill()

        monkeypatch.setattr(solver, "_send", send_and_kill)
        assigned = solver.assign(large.problem, SolveOptions(seconds=60))
    assert assigned.chosen is None
    assert all(outcome.value is None and not outcome.proven for outcome in assigned.levels)


@pytest.mark.slow
def test_the_time_limit_ends_the_search() -> None:
    """An answer, with goals left unproven; by how much it is late is in the benchmarks."""
    hard = Compiler(Situation(make_family(300, 90, 1.15)))
    with SolverProcess() as solver:
        solver.assign(hard.problem, SolveOptions(seconds=0.2))  # loads the solver
        solution = propose(hard, hard.problem, SolveOptions(seconds=20), solver)
    assert solution.pairings
    assert not all(level.proven for level in solution.levels)
    assert check_pairings(hard.situation, solution.pairings) == ()


@pytest.mark.skipif(sys.platform == "win32", reason="sends a POSIX signal")
def test_ctrl_c_gives_the_best_so_far(large: Compiler) -> None:
    """An interrupt during the search ends it, with an answer."""
    with SolverProcess() as solver:
        pressed: list[str] = []

        def interrupt(told: Progress) -> None:
            if told.level == "peak" and not pressed:
                pressed.append(told.level)
                os.kill(os.getpid(), signal.SIGINT)

        assigned = solver.assign(large.problem, SolveOptions(seconds=60), interrupt)
        assert solver.was_interrupted
    assert_usable(assigned, large)


@pytest.mark.slow
def test_an_unproven_answer_repeats() -> None:
    """What stops the search is work counted, not the clock: twice the same pairs."""
    compiler = Compiler(Situation(make_family(60, 16, 1.0, seed=5)))
    answers = set()
    for _ in range(2):
        with SolverProcess() as solver:
            assigned = solver.assign(compiler.problem, SolveOptions(seconds=8))
            answers.add(assigned.chosen)
    assert len(answers) == 1
