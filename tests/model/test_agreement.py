"""Rules and model agree both ways on any choice of pairs, without optimising anything."""

from __future__ import annotations

import random
from collections import defaultdict

from ortools.sat.python import cp_model

from koppeling.model.building import AssignmentModel, cost_table, is_convex
from koppeling.model.compiling import Compiler
from koppeling.rules.situation import Item, Situation
from tests.random_practices import random_practice
from tests.reference import fits
from tests.samples import over_seeds

CHOICES_EACH = 12


def accepts(model: AssignmentModel, chosen: set[int]) -> bool:
    """Ask the solver whether exactly these pairs can be chosen."""
    trial = model.copy()
    for p, variable in enumerate(trial.pair):
        trial.proto_model.add(variable == int(p in chosen))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(trial.proto_model)
    assert status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)
    return status == cp_model.OPTIMAL


def draw_choice(rng: random.Random, compiler: Compiler) -> set[int]:
    """Give each item one of its pairs, or none, leaning to a few seniors so that they fill up."""
    of_item: dict[int, list[int]] = defaultdict(list)
    for p, candidate in enumerate(compiler.candidates):
        of_item[candidate.item].append(p)
    return {
        pairs[0] if rng.random() < 0.6 else rng.choice(pairs)
        for pairs in of_item.values()
        if rng.random() < 0.8
    }


@over_seeds(15, 60)
def test_the_model_accepts_what_the_rules_allow_and_nothing_else(seeds: range) -> None:
    """Hours, number of juniors, slots and room: a choice fits by the rules iff by the model."""
    rng = random.Random(11)
    allowed = refused = scarce = 0
    for seed in seeds:
        situation = Situation(random_practice(500 + seed, 6, 2, num_days=2, length=1.0))
        compiler = Compiler(situation)
        model = AssignmentModel(compiler.problem)
        scarce += bool(compiler.problem.slot_rows)
        for _ in range(CHOICES_EACH):
            chosen = draw_choice(rng, compiler)
            together: dict[str, list[Item]] = defaultdict(list)
            for p in chosen:
                candidate = compiler.candidates[p]
                senior = situation.instance.seniors[candidate.senior]
                together[senior.number].append(situation.items[candidate.item])
            by_rules = all(fits(situation, number, items) for number, items in together.items())
            assert accepts(model, chosen) == by_rules, (seed, chosen)
            allowed += by_rules
            refused += not by_rules
    assert min(allowed, refused) > len(seeds)
    assert scarce > len(seeds) / 6


def test_the_cost_of_load_is_convex_up_to_five_hundred_hours() -> None:
    """So secants suffice; far above, rounding down shows and the table itself is needed."""
    assert all(is_convex(cost_table(60 * hours, 30)) for hours in (1, 4, 12, 100, 500))
    assert not is_convex(cost_table(60 * 5000, 30))
