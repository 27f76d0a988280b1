"""Parts of a problem: what is cut out keeps its rules and its worth, and is only made better."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from koppeling.model.compiling import Compiler
from koppeling.model.problem import AssignmentProblem
from koppeling.rules.situation import Situation
from koppeling.solve.evaluation import value_of
from koppeling.solve.large.parts import Map, carve, divide, rank, share_out, solve_part
from koppeling.solve.large.search import first_answer
from koppeling.solve.questions import SolveOptions
from tests.random_practices import random_practice
from tests.samples import each_seed
from tests.solve.feasibility import assert_feasible

SUMS = ("placed", "kept", "served", "quality", "even", "draw")


@pytest.fixture(autouse=True)
def few_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do with rough prices: what is promised holds for any."""
    monkeypatch.setattr("koppeling.solve.dual_descent.STEPS", 2)


def problem_of(seed: int) -> AssignmentProblem:
    """Return the arrays of a practice of 20 juniors and 8 seniors."""
    return Compiler(Situation(random_practice(seed, 20, 8))).problem


@each_seed(2, 6)
def test_a_part_and_the_rest_add_up_to_the_whole(seed: int) -> None:
    """Every level but the peak of the answer is that of the part plus that of the rest."""
    problem = problem_of(seed)
    chosen = first_answer(problem)
    assert chosen is not None
    bins = range(0, problem.num_bins, 2)
    part = carve(problem, chosen, bins)
    rest = set(chosen) - set(part.pair)
    assert part.back(part.chosen) == tuple(sorted(set(chosen) - rest))
    for level in SUMS:
        inside = value_of(part.problem, level, part.chosen)
        assert inside + value_of(problem, level, rest) == value_of(problem, level, chosen)


@each_seed(2, 6)
def test_a_part_has_the_rules_of_the_whole(seed: int) -> None:
    """Any set of pairs of one bin that the part allows, the whole allows, and the reverse."""
    problem = problem_of(seed)
    part = carve(problem, (), [0, 3, 5])
    for bin_ in range(part.problem.num_bins):
        pairs = [p for p, b in enumerate(part.problem.pair_bin) if b == bin_]
        for few in itertools.combinations(pairs, 2):
            here = feasible(part.problem, few)
            assert here == feasible(problem, part.back(few))


def feasible(problem: AssignmentProblem, chosen: tuple[int, ...]) -> bool:
    """Tell whether pairs keep the rules, locks apart."""
    try:
        assert_feasible(replace(problem, locked=(), required=()), chosen)
    except AssertionError:
        return False
    return True


@each_seed(2, 6)
def test_solving_a_part_never_makes_the_whole_worse(seed: int) -> None:
    """After every part the whole keeps its rules and ranks at least as high."""
    problem = problem_of(seed)
    levels = tuple(level for level in problem.levels if level != "peak")
    whole = Map(replace(problem, levels=levels))
    now = first_answer(problem)
    assert now is not None
    for turn in range(2):
        parts = divide(whole.neighbours(), 3, turn)
        assert sorted(b for part in parts for b in part) == list(range(problem.num_bins))
        for bins, spare in zip(parts, share_out(whole, now, parts, turn), strict=True):
            part = whole.carve(now, bins, spare)
            found = solve_part(part, SolveOptions(seconds=2))
            following = tuple(sorted({*(set(now) - set(part.pair)), *found}))
            assert_feasible(problem, following)
            assert rank(problem, following, levels) >= rank(problem, now, levels)
            now = following


@each_seed(2, 6)
def test_a_peak_that_is_held_limits_parts(seed: int) -> None:
    """A part that holds a peak never goes above it."""
    problem = problem_of(seed)
    chosen = first_answer(problem, 850)
    assert chosen is not None
    levels = tuple(level for level in problem.levels if level != "peak")
    held = Map(replace(problem, levels=levels, held=(("peak", 850),)))
    part = held.carve(chosen, range(problem.num_bins), ())
    found = solve_part(part, SolveOptions(seconds=2))
    assert value_of(problem, "peak", found) == 850


def test_items_without_a_place_go_to_one_part_each() -> None:
    """No item can be placed twice in one pass."""
    problem = problem_of(3)
    whole = Map(problem)
    parts = divide(whole.neighbours(), 2, 0)
    spare = share_out(whole, (), parts, 1)
    everyone = [item for items in spare for item in items]
    assert len(everyone) == len(set(everyone))
    assert set(everyone) == set(problem.pair_item)
