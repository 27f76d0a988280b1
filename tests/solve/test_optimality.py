"""The answer is the best there is: by enumeration, and by a second solver."""

from __future__ import annotations

import json

import pytest

from koppeling.domain.instance import Level
from koppeling.domain.result import Solution, Status
from koppeling.model.compiling import Compiler
from koppeling.report.document import to_document
from koppeling.rules.checking import check
from koppeling.rules.conflicts import find_conflicts
from koppeling.rules.outcome import describe
from koppeling.rules.situation import Situation
from koppeling.solve.answer import propose
from koppeling.solve.process import SolverProcess
from koppeling.solve.questions import SolveOptions
from koppeling.verify.check import verify
from koppeling.verify.claims import Claims
from tests.random_practices import random_practice
from tests.reference import SecondSolver, enumerate_best
from tests.samples import over_seeds

NUM_MIDDLING = 25


def solved(situation: Situation, solver: SolverProcess) -> Solution:
    """Solve to proof, and let the rules and the independent check judge the answer."""
    assert not find_conflicts(situation)
    compiler = Compiler(situation)
    solution = propose(compiler, compiler.problem, SolveOptions(seconds=120), solver)
    assert solution.status is Status.OPTIMAL
    assert check(situation.instance, solution) == ()
    outcome = describe(situation, compiler.candidates, solution, ())
    published = json.loads(json.dumps(to_document(outcome)))
    assert verify(situation.instance, Claims.from_json(published)) == ()
    return solution


def values_of(solution: Solution) -> dict[Level, int | None]:
    """Value per level."""
    return {result.level: result.value for result in solution.levels}


@over_seeds(30, 120)
def test_tiny_practices_agree_with_full_enumeration(seeds: range, solver: SolverProcess) -> None:
    """All levels, the pairs and the fixed slots are those that trying everything gives."""
    num_pairs = num_unplaced = num_crowded = 0
    for seed in seeds:
        shape = (4, 2) if seed % 2 else (3, 3)
        situation = Situation(random_practice(seed, *shape))
        best = enumerate_best(situation)
        solution = solved(situation, solver)
        assert values_of(solution) == best.values, seed
        slots = {(p.junior, p.senior): p.slot for p in solution.pairings}
        keys = {key for key, _ in best.slots}
        assert {pair: s for pair, s in slots.items() if pair[0] in keys} == best.slots, seed
        num_pairs += len(solution.pairings)
        num_unplaced += len(situation.item_of) - len(solution.pairings)
        num_crowded += len({p.senior for p in solution.pairings}) < len(solution.pairings)
    # the sample must have choices, refusals and shared seniors to mean anything
    assert num_pairs > len(seeds)
    assert num_unplaced > len(seeds) / 4
    assert num_crowded > len(seeds) / 4


@pytest.mark.slow
def test_middling_practices_agree_with_a_second_solver(solver: SolverProcess) -> None:
    """HiGHS finds the same value on every level (enumeration referees the draw)."""
    num_pairs = num_scarce = 0
    for seed in range(NUM_MIDDLING):
        situation = Situation(
            random_practice(1000 + seed, 12, 4, num_days=2 + seed % 2, length=1 + seed % 3 / 2)
        )
        compiler = Compiler(situation)
        solution = solved(situation, solver)
        values = values_of(solution)
        values.pop(Level.DRAW)
        assert values == SecondSolver(situation).solve_levels(), seed
        num_pairs += len(solution.pairings)
        num_scarce += bool(compiler.problem.slot_rows)
    assert num_pairs > 5 * NUM_MIDDLING
    assert num_scarce > NUM_MIDDLING / 3
