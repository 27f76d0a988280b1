"""Planning a large practice for a year ends proven; how long it takes is for the benchmarks."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from koppeling.plan.planner import plan_meetings
from koppeling.practice.decisions import in_force
from koppeling.rules.moments import serving_moments
from koppeling.rules.situation import Situation
from koppeling.solve.process import SolverProcess
from tests.builders import hours, junior, practice, senior
from tests.plan.plans import decided, guidance


@pytest.mark.slow
def test_two_hundred_juniors_and_sixty_seniors_are_planned_to_proof() -> None:
    """A year for 200 juniors and 60 seniors, the solver's own start included."""
    rng = random.Random(2027)
    seniors = [
        senior(f"S{n:02}", hours=hours(rng.sample(range(5), rng.choice((2, 3, 4, 5))), 9, 13))
        for n in range(60)
    ]
    juniors = [
        junior(
            f"J{n:03}",
            hours=hours(rng.sample(range(5), rng.choice((3, 4, 5)))),
            start=date(2026, 1, 1) + timedelta(days=rng.randrange(360)),
        )
        for n in range(200)
    ]
    instance = practice(juniors, seniors)
    situation = Situation(instance)
    decisions = []
    for n, one in enumerate(juniors):
        for m in range(60):
            other = seniors[(n + m) % 60]
            moments = serving_moments(situation.item_of[one.number], other, situation)
            if moments:
                slot = str(rng.choice(moments).slot)
                decisions.append(decided(one.number, other.number, slot))
                break
    assert len(decisions) == 200
    with SolverProcess() as solver:
        plan = plan_meetings(Situation(instance), in_force(decisions), (), solver.choose_dates)
    assert plan.is_proven
    assert len(guidance(plan)) > 2500
