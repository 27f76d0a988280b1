"""Two readings of the rules that share no code agree on whatever comes out."""

from __future__ import annotations

import json

from hypothesis import HealthCheck, given, settings

from koppeling.domain.finding import Severity
from koppeling.domain.instance import Instance
from koppeling.domain.result import Status
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
from tests.samples import over_seeds
from tests.strategies import instances


@over_seeds(50, 250)
def test_rules_and_the_independent_check_agree(seeds: range, solver: SolverProcess) -> None:
    """Solve practices of every kind; both judges find nothing wrong, down to the reasons."""
    solved = paired = unplaced = 0

    @settings(
        max_examples=len(seeds),
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(instances())
    def agree(instance: Instance) -> None:
        nonlocal solved, paired, unplaced
        situation = Situation(instance)
        if any(f.severity is Severity.ERROR for f in find_conflicts(situation)):
            return
        compiler = Compiler(situation)
        solution = propose(compiler, compiler.problem, SolveOptions(seconds=60), solver)
        assert solution.status is Status.OPTIMAL
        assert check(instance, solution) == ()
        outcome = describe(situation, compiler.candidates, solution, ())
        published = json.loads(json.dumps(to_document(outcome)))
        assert verify(instance, Claims.from_json(published)) == ()
        solved += 1
        paired += len(solution.pairings)
        unplaced += len(outcome.unplaced)

    agree()
    # what was really tried: a test of nothing must not pass
    assert solved >= len(seeds) / 2
    assert paired > len(seeds) / 10
    assert unplaced > len(seeds) / 10
