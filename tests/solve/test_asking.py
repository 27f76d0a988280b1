"""Many cases at once: in order, each as if alone, and a failure is nobody else's."""

from __future__ import annotations

import threading
from concurrent.futures import Executor
from dataclasses import replace

import pytest

from koppeling.domain.instance import Instance, Level
from koppeling.domain.result import Solution, Status
from koppeling.domain.scenario import SetHours
from koppeling.model.compiling import Compiler
from koppeling.rules.changing import change
from koppeling.rules.situation import Situation
from koppeling.solve.answer import propose
from koppeling.solve.asking import SolverPool, solve_all
from koppeling.solve.messages import Answered
from koppeling.solve.process import SolverProcess
from koppeling.solve.questions import Case, SolveOptions
from tests.builders import junior, locked, practice, running, senior, veto


def small(**changes: object) -> Instance:
    """Three juniors, two seniors with hours for two of them each."""
    juniors = [junior(f"J0{n}") for n in (1, 2, 3)]
    seniors = [senior(f"S0{n}", cap_minutes=480) for n in (1, 2)]
    return practice(juniors, seniors, **changes)


def told(answered: Answered) -> Solution:
    """Return the solution that must be there."""
    assert answered.solution is not None, answered.failure
    return answered.solution


def without_seconds(solution: Solution) -> Solution:
    """Forget what differs from run to run, and the robustness that cases leave out."""
    levels = tuple(replace(level, seconds=0.0) for level in solution.levels)
    return replace(solution, levels=levels, robustness={})


def test_a_case_is_answered_like_a_match(pool: Executor, solver: SolverProcess) -> None:
    """The same pairs, slots and levels as the proposal of the practice itself."""
    for instance in (small(), small(pairings=(running("J01", "S02"),))):
        compiler = Compiler(Situation(instance))
        expected = propose(compiler, compiler.problem, SolveOptions(), solver)
        (answered,) = solve_all([Case(instance=instance)], pool)
        assert without_seconds(told(answered)) == without_seconds(expected)
        assert expected.status is Status.OPTIMAL


def test_answers_come_in_the_order_asked(pool: Executor) -> None:
    """Cases that differ in hours come back each in its own place, whichever ends first."""
    base = small()
    hours = [480, 60, 330, 240, 720, 30]
    cases = [
        Case(
            instance=change(
                replace(base, levels=(Level.PLACED,)),
                [SetHours(who=who, minutes=minutes) for who in ("S01", "S02")],
            )
        )
        for minutes in hours
    ]
    ended: list[int] = []
    answers = solve_all(cases, pool, lambda index, _answered: ended.append(index))
    placed = [told(answered).levels[0].value for answered in answers]
    # 7 + 1 half hours in the first quarter for one junior, 14 + 1 for two
    assert placed == [3, 0, 2, 2, 3, 0]
    assert sorted(ended) == list(range(len(cases)))


def test_a_forced_pair_is_in_the_answer_and_counts_as_what_it_was(pool: Executor) -> None:
    """Forcing a move costs the running pair; forcing what cannot be fails in words."""
    instance = small(pairings=(running("J01", "S01"),), preferences=(veto("J02", "S01"),))
    cases = [
        Case(instance=instance, forced=(("J01", "S02"),)),
        Case(instance=instance, forced=(("J02", "S01"),)),
        Case(instance=instance),
    ]
    moved, impossible, base = solve_all(cases, pool)
    assert ("J01", "S02") in {(p.junior, p.senior) for p in told(moved).pairings}
    kept = [next(x for x in told(a).levels if x.level is Level.KEPT).value for a in (moved, base)]
    assert kept == [0, 1]
    assert impossible.solution is None
    assert "J02" in impossible.failure
    assert "S01" in impossible.failure


def test_pairs_that_cannot_hold_together_are_told(pool: Executor) -> None:
    """Three locked juniors where there are hours for two: a failure, no exception."""
    full = small(pairings=tuple(locked(f"J0{n}", "S01") for n in (1, 2, 3)))
    failed, sound = solve_all([Case(instance=full), Case(instance=small())], pool)
    assert failed.solution is None
    assert failed.failure
    assert told(sound).pairings


@pytest.mark.slow
def test_a_solver_that_dies_loses_its_own_case_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """One process is killed over its case; the cases after it are answered by a new one."""
    asked = threading.Lock()
    numbers = iter(range(100))
    answer = SolverProcess.answer

    def killing(self: SolverProcess, case: Case) -> Answered:
        with asked:
            number = next(numbers)
        if number == 1:
            self._process.kill()
            self._process.wait()
            monkeypatch.setattr(self, "_send", lambda _message: None)
            lost = answer(self, case)
            monkeypatch.undo()
            return lost
        return answer(self, case)

    monkeypatch.setattr(SolverProcess, "answer", killing)
    case = Case(instance=replace(small(), levels=(Level.PLACED,)))
    with SolverPool(1) as pool:
        answers = solve_all([case] * 4, pool)
    assert [a.solution is None for a in answers] == [False, True, False, False]
    assert answers[1].failure
