"""The cheapest ways to place somebody are those that trying everything gives (domain.md §8)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

import koppeling
from koppeling.domain.finding import Severity
from koppeling.domain.fix import Fix, FixKind
from koppeling.domain.instance import Instance, Level
from koppeling.domain.scenario import (
    AddRegistration,
    OpenMoments,
    Release,
    SetBudget,
    SetHours,
    SetMaxJuniors,
    SetSites,
    SetWorkingDays,
)
from koppeling.rules.changing import change
from koppeling.rules.conflicts import find_conflicts
from koppeling.rules.situation import Situation
from koppeling.solve.process import SolverProcess
from koppeling.solve.questions import Case, FixQuestion
from tests.solve.fix_reference import Atom, cheapest_by_structure, tiny_practice
from tests.tools import DATA

NUM_TINY = 200
NUM_ASKED = 60
KINDS = {
    SetHours: FixKind.HOURS,
    SetMaxJuniors: FixKind.MAX_JUNIORS,
    SetWorkingDays: FixKind.WORKING_DAY,
    OpenMoments: FixKind.MOMENTS,
    SetSites: FixKind.SITE,
    Release: FixKind.RELEASE,
    AddRegistration: FixKind.REGISTRATION,
    SetBudget: FixKind.BUDGET,
}


def structure(fix: Fix, situation: Situation) -> frozenset[Atom]:
    """Kinds and people of a fix; a group is called by its first member."""
    atoms = set()
    for one in fix.changes:
        kind = KINDS[type(one)]
        who = str(one.junior if isinstance(one, Release) else getattr(one, "who", ""))
        item = situation.item_of.get(who)
        together = item is not None and kind is not FixKind.BUDGET
        atoms.add((kind, item.key if together and item is not None else who))
    return frozenset(atoms)


def placed_in(
    instance: Instance, solver: SolverProcess, forced: tuple[tuple[str, str], ...]
) -> int | None:
    """Count by a fresh solve how many can be placed; None when it cannot be."""
    case = Case(instance=replace(instance, levels=(Level.PLACED,)), forced=forced)
    solution = solver.answer(case).solution
    return None if solution is None else len(solution.pairings)


@pytest.mark.slow
def test_fixes_of_tiny_practices_are_those_that_trying_everything_gives(
    solver: SolverProcess,
) -> None:
    """Three times: the same least cost and number of changes, and a fresh solve bears it out."""
    kinds: Counter[FixKind] = Counter()
    asked = found = apart = 0
    for seed in range(NUM_TINY):
        instance = tiny_practice(seed)
        situation = Situation(instance)
        if any(f.severity is Severity.ERROR for f in find_conflicts(situation)):
            continue
        base = solver.answer(Case(instance=instance)).solution
        assert base is not None
        placed = {p.junior for p in base.pairings}
        unplaced = [item for item in situation.items if item.key not in placed]
        if not unplaced:
            continue
        key = unplaced[0].key
        answer = solver.find_fixes(FixQuestion(instance=instance, junior=key, placed=len(placed)))
        assert answer.is_complete, seed
        needed = len(placed) + len(unplaced[0].members)
        limit = max((fix.cost for fix in answer.fixes), default=3000)
        everything = cheapest_by_structure(instance, key, needed, limit)
        asked += 1
        earlier: list[frozenset[Atom]] = []
        for n, fix in enumerate(answer.fixes):
            left = [v for k, v in everything.items() if not any(e <= k for e in earlier)]
            assert (fix.cost, len(fix.changes)) == min(left), (seed, n, fix)
            assert fix.is_cheapest
            earlier.append(structure(fix, situation))
            changed = change(instance, fix.changes)
            confirmed = placed_in(changed, solver, ((key, fix.senior),))
            assert confirmed is not None
            assert confirmed >= needed, seed
            again = solver.answer(Case(instance=changed)).solution
            assert again is not None
            holds = key in {p.junior for p in again.pairings}
            assert holds is fix.holds_by_itself, (seed, n, fix)
            kinds.update({KINDS[type(one)] for one in fix.changes})
            found += 1
            apart += not holds
        if len(answer.fixes) < 3:
            left = [v for k, v in everything.items() if not any(e <= k for e in earlier)]
            assert not left, (seed, left)
        if asked >= NUM_ASKED and set(kinds) == set(FixKind):
            break
    assert asked >= NUM_ASKED
    assert found > 2 * asked
    assert apart
    assert set(kinds) == set(FixKind), kinds


@pytest.mark.slow
def test_fixes_of_a_full_practice_hold_and_repeat(solver: SolverProcess) -> None:
    """The example with six tenths of the hours: a fresh solve agrees, and so does a second time."""
    read = koppeling.read(DATA / "voorbeeld.xlsx").instance
    instance = replace(
        read,
        seniors=tuple(
            replace(s, cap_minutes=None if s.cap_minutes is None else s.cap_minutes * 6 // 10)
            for s in read.seniors
        ),
        capacities=tuple(replace(c, minutes=c.minutes * 6 // 10) for c in read.capacities),
    )
    base = solver.answer(Case(instance=instance)).solution
    assert base is not None
    placed = {p.junior for p in base.pairings}
    unplaced = [item for item in Situation(instance).items if item.key not in placed]
    assert len(unplaced) > 3
    for item in unplaced[:2]:
        question = FixQuestion(instance=instance, junior=item.key, placed=len(placed))
        answer = solver.find_fixes(question)
        assert len(answer.fixes) == 3
        assert answer == solver.find_fixes(question)
        for fix in answer.fixes:
            changed = change(instance, fix.changes)
            confirmed = placed_in(changed, solver, ((item.key, fix.senior),))
            assert confirmed is not None
            assert confirmed > len(placed)
