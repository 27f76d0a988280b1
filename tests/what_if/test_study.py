"""Scenarios beside the base: in order, each as if alone, wherever they are solved."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import replace
from datetime import date
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from koppeling.domain.instance import Instance
from koppeling.domain.result import Solution, Status
from koppeling.domain.scenario import (
    BeAbsent,
    Change,
    Escalate,
    Hire,
    Leave,
    Promote,
    Release,
    Scenario,
    SetHours,
    SetMaxJuniors,
    SetSites,
    SetWorkingDays,
)
from koppeling.locale import language
from koppeling.model.compiling import Compiler
from koppeling.rules.changing import change
from koppeling.rules.levels import level_values
from koppeling.rules.situation import Situation
from koppeling.solve.answer import propose
from koppeling.solve.asking import SolverPool, solve_case
from koppeling.solve.messages import Answered
from koppeling.solve.process import SolverProcess
from koppeling.solve.questions import Case, SolveOptions
from koppeling.what_if import study as module
from koppeling.what_if.answer import Comparison, Trial, Turn
from koppeling.what_if.study import Question, compare
from tests.builders import QUARTER, hours, junior, locked, practice, running, senior
from tests.random_practices import random_practice

FIRST = QUARTER.first_day


def ask(instance: Instance, *scenarios: tuple[Change, ...]) -> Question:
    """Ask about scenarios named after their place."""
    named = tuple(Scenario(name=str(n), changes=changes) for n, changes in enumerate(scenarios))
    return Question(instance=instance, scenarios=named, options=SolveOptions(seconds=30))


def small() -> Instance:
    """Three juniors, two seniors with hours for two of them each; one pair runs."""
    return practice(
        [junior(f"J0{n}") for n in (1, 2, 3)],
        [senior(f"S0{n}", cap_minutes=480) for n in (1, 2)],
        pairings=(running("J01", "S01"),),
    )


def bare(trial: Trial) -> object:
    """Forget what differs from run to run."""
    if trial.outcome is None:
        return trial.failure
    return essence(trial.outcome.solution), trial.moves, trial.minutes, trial.newly_unplaced


def essence(solution: Solution) -> object:
    """Keep what an answer says: its pairs and its levels, but for the seconds."""
    return solution.pairings, tuple(replace(level, seconds=0.0) for level in solution.levels)


class _Dawdling(SolverPool):
    """Ends its work in a random order."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        wait = random.Random(repr(args)).random()

        def slowly() -> object:
            answered = fn(*args, **kwargs)
            time.sleep(wait)
            return answered

        return super().submit(slowly)


@pytest.mark.slow
def test_trials_come_in_the_order_asked_whatever_ends_first() -> None:
    """Delays of up to a second per scenario change nothing about the order or the answers."""
    numbers = (480, 0, 240, 60, 330, 720)
    question = ask(
        small(),
        *(tuple(SetHours(who=w, minutes=n) for w in ("S01", "S02")) for n in numbers),
    )
    ended: list[str] = []
    with _Dawdling(3) as pool:
        (comparison,) = compare(
            [question], pool, lambda done, total, name: ended.append(f"{done}/{total} {name}")
        )
    placed = [len(t.outcome.pairings) if t.outcome else None for t in comparison.trials]
    assert placed == [3, 0, 2, 0, 2, 3]
    assert [t.scenario.name for t in comparison.trials] == [str(n) for n in range(6)]
    assert [line.split()[0] for line in ended] == [f"{n}/7" for n in range(1, 8)]


def test_many_practices_at_once_are_kept_apart(pool: Executor) -> None:
    """Two practices with their own scenarios give what each gives alone."""
    other = practice([junior("J09")], [senior("S09")])
    questions = [
        ask(small(), (Leave(who="S01", day=FIRST),)),
        ask(other, (SetHours(who="S09", minutes=0),), (Promote(who="J09", day=FIRST),)),
    ]
    together = compare(questions, pool)
    apart = [compare([question], pool)[0] for question in questions]

    def told(comparison: Comparison) -> list[object]:
        return [bare(trial) for trial in (comparison.base, *comparison.trials)]

    assert [told(c) for c in together] == [told(c) for c in apart]
    assert [len(c.trials) for c in together] == [1, 2]


def test_what_fails_says_so_and_loses_no_other(pool: Executor) -> None:
    """Somebody unknown, a lock that cannot hold, and no time at all: each in its place."""
    instance = replace(small(), pairings=(locked("J01", "S01"),))
    (comparison,) = compare(
        [
            ask(
                instance,
                (Leave(who="S99", day=FIRST),),
                (SetHours(who="S02", minutes=0),),
                (SetHours(who="S01", minutes=0),),
            )
        ],
        pool,
    )
    unknown, sound, impossible = comparison.trials
    assert "S99" in unknown.failure
    assert unknown.instance is None
    assert sound.outcome is not None
    assert impossible.outcome is None
    assert "S01" in impossible.failure
    assert impossible.instance is not None


@pytest.mark.slow
def test_a_solver_that_dies_loses_its_own_scenario_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process is killed over the scenario with 123 minutes; the others are answered."""
    answer = SolverProcess.answer

    def killing(self: SolverProcess, case: Case) -> Answered:
        if any(c.minutes == 123 for c in case.instance.capacities):
            self._process.kill()
            self._process.wait()
            with patch.object(self, "_send"):  # or it would start another process
                return answer(self, case)
        return answer(self, case)

    monkeypatch.setattr(SolverProcess, "answer", killing)
    question = ask(small(), *((SetHours(who="S01", minutes=n),) for n in (480, 123, 240, 480)))
    with SolverPool(2) as pool:
        (comparison,) = compare([question], pool)
    failed = [trial.outcome is None for trial in comparison.trials]
    assert failed == [False, True, False, False]
    assert comparison.trials[1].failure


def test_an_answer_that_is_not_sound_is_no_answer(
    pool: Executor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The independent check has the last word on every scenario."""

    def wrong(case: Case) -> Answered:
        answered = solve(case)
        if answered.outcome is None or not answered.outcome.pairings:
            return answered
        detail = replace(answered.outcome.pairings[0], points=101)
        pairings = (detail, *answered.outcome.pairings[1:])
        return replace(answered, outcome=replace(answered.outcome, pairings=pairings))

    solve = solve_case
    monkeypatch.setattr(module, "solve_case", wrong)
    (comparison,) = compare([ask(small(), (SetHours(who="S01", minutes=0),))], pool)
    assert comparison.base.outcome is None
    assert "controle" in comparison.base.failure


def test_moves_say_what_becomes_of_each_junior(pool: Executor) -> None:
    """Whoever moves, comes, is lost, or has no need any more, is told as that."""
    instance = practice(
        [junior("J01"), junior("J02")],
        [senior("S01", cap_minutes=300), senior("S02", cap_minutes=300)],
        pairings=(running("J01", "S01"), running("J02", "S02")),
    )
    newcomer = Hire(start=FIRST, hours=hours(), sites=("Noord",))
    (comparison,) = compare(
        [
            ask(
                instance,
                (Leave(who="S01", day=FIRST),),
                (Promote(who="J01", day=date(2026, 12, 31)), newcomer),
                (newcomer,),
                (Leave(who="S01", day=FIRST), SetHours(who="S02", minutes=600)),
            )
        ],
        pool,
    )
    leaves, promoted, full, moved = comparison.trials
    assert [m.turn for m in leaves.moves] in ([Turn.LOST], [Turn.LOST, Turn.MOVED])
    assert len(leaves.newly_unplaced) == 1
    turns = {m.junior: m.turn for m in promoted.moves}
    assert turns["J01"] is Turn.ENDED
    assert turns["nieuw-01"] is Turn.PLACED
    assert [u.junior for u in full.newly_unplaced] == ["nieuw-01"]
    assert {m.junior: (m.turn, m.after.senior) for m in moved.moves if m.after}["J01"] == (
        Turn.MOVED,
        "S02",
    )


@pytest.mark.slow
def test_whoever_loses_a_place_gets_fixes_that_work(pool: Executor, solver: SolverProcess) -> None:
    """Each fix of a scenario, applied on top of it, gives one more junior a place."""
    question = replace(ask(small(), (Leave(who="S01", day=FIRST),)), num_fixed=2)
    ((trial,),) = (comparison.trials for comparison in compare([question], pool))
    assert trial.instance is not None
    assert trial.outcome is not None
    fixes = [fix for one in trial.newly_unplaced for fix in one.fixes or ()]
    assert fixes
    for fix in fixes:
        compiler = Compiler(Situation(change(trial.instance, fix.changes)))
        fixed = propose(compiler, compiler.problem, SolveOptions(seconds=30), solver)
        assert len(fixed.pairings) > len(trial.outcome.pairings)


def test_stories_are_in_the_language_in_use(pool: Executor) -> None:
    """Explanations and failures come back in the language of whoever asked."""
    with language("en"):
        (comparison,) = compare(
            [ask(replace(small(), pairings=(locked("J01", "S01"),)),
                 (SetHours(who="S01", minutes=0),))],
            pool,
        )  # fmt: skip
    assert comparison.base.scenario.name == "As it is now"
    assert comparison.base.outcome is not None
    assert "Decided by management" in comparison.base.outcome.pairings[0].explanation
    assert "locked" in comparison.trials[0].failure.lower()


def _changes(rng: random.Random, instance: Instance) -> tuple[Change, ...]:
    """Draw one to three changes of any kind."""
    juniors = [person.number for person in instance.juniors]
    seniors = [person.number for person in instance.seniors]
    anybody = rng.choice([*juniors, *seniors])
    day = rng.choice((FIRST, date(2027, 2, 15), date(2027, 5, 1)))
    days = hours(rng.sample(range(5), rng.randint(1, 4)))
    options: list[Change] = [
        Hire(count=rng.randint(1, 2), start=day, hours=days, sites=("Noord",)),
        Hire(is_senior=True, start=day, hours=days, sites=("Zuid",), cap_minutes=300),
        Leave(who=anybody, day=day),
        SetHours(
            who=rng.choice(seniors), minutes=rng.choice((-60, 120, 300)), is_relative=True,
            since=rng.choice((None, QUARTER.shift(1))),
        ),
        SetMaxJuniors(who=rng.choice(seniors), number=rng.randint(0, 3)),
        SetWorkingDays(who=anybody, hours=days, day=day),
        BeAbsent(who=rng.choice((anybody, anybody, None)), first=day, last=date(2027, 6, 11)),
        Escalate(who=rng.choice(juniors), first=day, every_weeks=rng.randint(1, 3)),
        Promote(who=rng.choice(juniors), day=day),
        SetSites(who=anybody, sites=("Zuid",), keeps_others=rng.random() < 0.5),
        Release(junior=rng.choice(juniors)),
    ]  # fmt: skip
    return tuple(rng.sample(options, rng.randint(1, 3)))


def test_random_changes_are_as_true_as_a_fresh_solve(pool: Executor, solver: SolverProcess) -> None:
    """Whatever changes: the pairs and levels of the changed practice solved by itself."""
    num_answers = 0

    @settings(
        max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow],
        derandomize=True,
    )  # fmt: skip
    @given(st.integers(0, 10_000))
    def agree(seed: int) -> None:
        nonlocal num_answers
        rng = random.Random(seed)
        instance = random_practice(seed, rng.randint(2, 5), rng.randint(1, 3))
        drawn = [_changes(rng, instance) for _one in range(3)]
        (comparison,) = compare([ask(instance, *drawn)], pool)
        for changes, trial in zip(((), *drawn), (comparison.base, *comparison.trials), strict=True):
            compiler = Compiler(Situation(change(instance, changes)))
            expected = propose(compiler, compiler.problem, SolveOptions(seconds=30), solver)
            assert trial.outcome is not None, trial.failure
            assert expected.status is Status.OPTIMAL
            assert essence(trial.outcome.solution) == essence(expected)
            values = level_values(compiler.situation, expected.pairings)
            told = {level.level: level.value for level in trial.outcome.solution.levels}
            assert told == {level: values[level] for level in told}
            num_answers += 1

    agree()
    assert num_answers > 20
