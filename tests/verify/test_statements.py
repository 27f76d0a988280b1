"""What a result says of levels, proof and points is worked out anew."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

import pytest

from koppeling.domain.instance import Level, PairingRow, PairingStatus
from koppeling.domain.period import Slot
from koppeling.verify.case import Case
from koppeling.verify.claims import Claims
from koppeling.verify.problem import ProblemKind
from koppeling.verify.words import word
from tests.verify.practices import (
    VARIED_PAIRS,
    VARIED_SLOTS,
    honest,
    level_of,
    pair_of,
    problems,
    running,
    varied,
)


@pytest.mark.parametrize("level", list(Level))
def test_value_of_every_level_is_recomputed(result: dict[str, Any], level: Level) -> None:
    """A value that is off by one is caught at each of the seven levels."""
    said = copy.deepcopy(result)
    claim = level_of(said, level)
    claim.update(value=claim["value"] + 1, bound=claim["bound"] + 1)
    found = problems(varied(), said)
    assert [(one.kind, one.subject) for one in found] == [(ProblemKind.CLAIM_UNTRUE, level)]


@pytest.mark.parametrize("level", list(Level))
def test_bound_lies_on_the_right_side(result: dict[str, Any], level: Level) -> None:
    """An unproven bound may be better than the value, never worse."""
    higher_is_better = level in {Level.PLACED, Level.KEPT, Level.SERVED, Level.QUALITY}
    for step in (1, -1):
        said = copy.deepcopy(result)
        said["status"] = "feasible"
        claim = level_of(said, level)
        claim.update(proven=False, bound=claim["value"] + step)
        is_fine = problems(varied(), said) == ()
        assert is_fine == ((step == 1) == higher_is_better)


@pytest.mark.parametrize("component", range(7))
def test_component_that_is_off_is_caught(result: dict[str, Any], component: int) -> None:
    """Each component is recomputed, and its value stays out of the message."""
    said = copy.deepcopy(result)
    components = pair_of(said, "J1")["components"]
    name = list(components)[component]
    components[name] += 1
    found = problems(varied(), said)
    assert [one.message for one in found] == [f"The component {word(name)} is not right."]


def test_unproven_result_need_not_have_the_best_slots(result: dict[str, Any]) -> None:
    """Slots are promised to be the best only where everything is proven."""
    said = copy.deepcopy(result)
    said["status"] = "feasible"
    level_of(said, Level.EVEN).update(proven=False)
    pair_of(said, "J3").update(slot="vr 09:30")
    assert problems(varied(), said) == ()


def test_levels_switched_off_need_not_be_told(result: dict[str, Any]) -> None:
    """With a level off or in another place, that order is what the result must follow."""
    order = (Level.PLACED, Level.QUALITY, Level.KEPT, Level.DRAW)
    said = copy.deepcopy(result)
    said["levels"] = [level_of(said, level) for level in order]
    assert problems(replace(varied(), levels=order), said) == ()


def test_order_of_rows_does_not_matter(result: dict[str, Any]) -> None:
    """Shuffled lists say the same."""
    said = copy.deepcopy(result)
    for name in ("pairings", "unplaced", "idle", "handover", "load"):
        said[name].reverse()
    assert problems(varied(), said) == ()


def test_junior_who_fits_refutes_the_proof() -> None:
    """Leaving out somebody for whom there is time and a moment cannot be the most placed."""
    pairs = {one: other for one, other in VARIED_PAIRS.items() if one != "J8"}
    found = problems(varied(), honest(varied(), pairs, VARIED_SLOTS))
    assert [(one.kind, one.subject, one.message) for one in found] == [
        (
            ProblemKind.CLAIM_UNTRUE,
            "placed",
            "J8 could be placed with S1 on ma 09:00, so more is possible.",
        )
    ]


@pytest.mark.parametrize(
    "limits",
    [{"cap_minutes": 440}, {"max_juniors": 2}],
)
def test_junior_who_does_not_fit_refutes_nothing(limits: dict[str, Any]) -> None:
    """Without minutes or a place for J8 at either senior the result is sound."""
    base = varied()
    first, second, third = base.seniors
    instance = replace(
        base,
        seniors=(replace(first, **limits), replace(second, max_juniors=3), third),
    )
    pairs = {one: other for one, other in VARIED_PAIRS.items() if one != "J8"}
    assert problems(instance, honest(instance, pairs, VARIED_SLOTS)) == ()


def test_slots_that_serve_are_those_nothing_is_held_against() -> None:
    """Two ways of asking whether a slot serves agree for every item, senior and slot."""
    case = Case(varied(), Claims())
    num_asked = num_serving = 0
    for item in case.practice.items:
        for one in case.instance.seniors:
            serving = case.moments.serving(item, one)
            for weekday in range(7):
                for cell in range(48):
                    slot = Slot(weekday, cell)
                    serves = case.moments.why_not(item, one, slot) is None
                    assert serves == (slot in serving)
                    num_asked, num_serving = num_asked + 1, num_serving + serves
    assert num_asked > num_serving > 100


def test_value_that_is_not_known_claims_nothing(result: dict[str, Any]) -> None:
    """A level that time did not reach may be without value and bound, if it says unproven."""
    said = copy.deepcopy(result)
    said["status"] = "feasible"
    level_of(said, Level.DRAW).update(value=None, bound=None, proven=False)
    assert problems(varied(), said) == ()


@pytest.mark.parametrize(
    ("rows", "status"),
    [
        ((), "locked"),
        ((running("J4", "S2"),), "kept"),
        ((running("J4", "S2", status=PairingStatus.LOCKED),), "locked"),
    ],
)
def test_status_in_a_group_whose_senior_is_decided(
    rows: tuple[PairingRow, ...], status: str
) -> None:
    """Who runs with that senior is kept; the others are there by decision."""
    base = varied()
    instance = replace(
        base,
        groups=tuple(replace(one, senior="S2") for one in base.groups),
        pairings=(*base.pairings, *rows),
    )
    said = honest(instance, VARIED_PAIRS, VARIED_SLOTS)
    pair_of(said, "J4").update(status=status)
    pair_of(said, "J5").update(status="locked")
    assert problems(instance, said) == ()


def test_workbook_says_minutes_where_json_says_meetings(result: dict[str, Any]) -> None:
    """Minutes per quarter are checked as strictly as numbers of meetings."""
    said = copy.deepcopy(result)
    del pair_of(said, "J8")["need"]
    pair_of(said, "J8")["minutes"] = [210, 240, 90, 90]
    assert problems(varied(), said) == ()
    pair_of(said, "J8")["minutes"] = [210, 180, 90, 90]
    (found,) = problems(varied(), said)
    assert found.message == (
        "minutes per quarter: the result says 210 180 90 90, the input gives 210 240 90 90."
    )


def test_result_without_a_solution_claims_nothing() -> None:
    """When no answer was found in time there is nothing to hold against the result."""
    said = honest(varied(), {}, {}) | {"status": "no_solution", "levels": []}
    assert problems(varied(), said) == ()
