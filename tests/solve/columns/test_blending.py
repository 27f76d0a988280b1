"""A good answer for all levels at once: rules kept, nothing lost, and nearly the best."""

from __future__ import annotations

from dataclasses import replace

import pytest

from koppeling.model.compiling import Compiler
from koppeling.model.problem import AssignmentProblem
from koppeling.rules.situation import Situation
from koppeling.solve.columns.blending import blend, blend_of
from koppeling.solve.evaluation import value_of
from koppeling.solve.large.search import first_answer
from koppeling.solve.level_search import LevelSearch
from koppeling.solve.questions import SolveOptions
from tests.random_practices import random_practice
from tests.samples import each_seed
from tests.solve.feasibility import assert_feasible

SEEDS = range(8)
OPTIONS = SolveOptions(seconds=30)


def problem_of(seed: int) -> AssignmentProblem:
    """Return the arrays of a practice of 30 juniors and 12 seniors."""
    return Compiler(Situation(random_practice(seed, 30, 12))).problem


def worth(problem: AssignmentProblem, chosen: tuple[int, ...]) -> int:
    """Return what an answer weighs on all levels together."""
    return sum(blend_of(problem)[p] for p in chosen)


@each_seed(2, 8)
def test_an_answer_never_becomes_worse(seed: int) -> None:
    """It keeps every rule, places as many, and weighs at least as much."""
    problem = problem_of(seed)
    known = first_answer(problem)
    assert known is not None
    found = blend(problem, known, OPTIONS)
    assert_feasible(problem, found)
    assert value_of(problem, "placed", found) >= value_of(problem, "placed", known)
    assert worth(problem, found) >= worth(problem, known)


@pytest.mark.slow
def test_answers_are_nearly_the_best() -> None:
    """Over all practices: within 4 % of a bound that no answer exceeds, and above the start."""
    bound = found = start = 0
    for seed in SEEDS:
        whole = problem_of(seed)
        problem = replace(whole, points=blend_of(whole), levels=("quality",))
        search = LevelSearch(problem, SolveOptions(seconds=10), lambda _told: None)
        (outcome,) = search.run()
        assert outcome.bound is not None
        known = first_answer(whole)
        assert known is not None
        bound += outcome.bound
        start += worth(whole, known)
        found += worth(whole, blend(whole, known, OPTIONS))
    assert start < found <= bound
    assert 25 * (bound - found) <= bound


def test_a_peak_that_is_held_is_kept() -> None:
    """No measured resource is used to more than the peak."""
    problem = problem_of(2)
    known = first_answer(problem, 850)
    assert known is not None
    found = blend(replace(problem, held=(("peak", 850),)), known, OPTIONS)
    assert value_of(problem, "peak", found) <= 850


def test_nothing_to_choose_from_is_an_answer_too() -> None:
    """Without a pair that is possible, what is known stays."""
    problem = problem_of(0)
    barred = replace(problem, barred=tuple(range(problem.num_pairs)))
    assert blend(barred, (), OPTIONS) == ()
