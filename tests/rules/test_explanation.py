"""Why this pair, and why not, in sentences (domain.md §8)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from koppeling.domain.instance import Component, Escalation, Instance, Level
from koppeling.domain.period import Quarter, Slot
from koppeling.domain.result import Code, LevelResult, Load, Pairing, Solution, Status, Unplaced
from koppeling.domain.trajectory import Registration
from koppeling.rules.explanation import (
    Alternatives,
    Proof,
    explain_pairing,
    explain_unplaced,
)
from koppeling.rules.situation import Situation
from tests.builders import (
    QUARTER,
    hours,
    junior,
    locked,
    practice,
    running,
    senior,
    types,
    veto,
    weekly,
)

pytestmark = pytest.mark.usefixtures("english")
PAIRING = Pairing("J01", "S01", Slot(0, 18))
NOTHING = dict.fromkeys(Component, 0)


def told(
    parts: dict[Component, int],
    instance: Instance | None = None,
    *,
    proven: bool = True,
    rival: int = 40,
    sharing: tuple[str, ...] = (),
) -> str:
    """Explain the pairing of J01 and S01, continuity proven or not."""
    situation = Situation(instance or practice([junior()], [senior()]))
    ended = LevelResult(level=Level.KEPT, value=1, bound=1, proven=proven, seconds=0.0)
    status = Status.OPTIMAL if proven else Status.FEASIBLE
    solution = Solution(pairings=(PAIRING,), levels=(ended,), status=status, robustness={})
    around = Alternatives(points=40, runner_up="S02", runner_up_points=rival, sharing=sharing)
    proof = Proof.of(situation, solution)
    return explain_pairing(situation, PAIRING, NOTHING | parts, proof, around)


def test_the_three_parts_with_most_points_are_named() -> None:
    """Weight times component, whole points: 25, 15, 7 and, left out, 5."""
    parts = {
        Component.REGISTRATION: 1000,
        Component.PREFERENCE_JUNIOR: 1000,
        Component.SITE: 750,
        Component.SHARED_DAYS: 1000,
    }
    assert told(parts) == (
        "Most points from wish of the junior (25), shared working days (15), same main site (7)."
    )


def test_what_every_senior_would_bring_is_no_merit() -> None:
    """A registration that the trajectory does not ask is five points, and no reason."""
    assert told({Component.REGISTRATION: 1000, Component.GOALS: 500}) == (
        "Most points from learning goals (5)."
    )
    types_asked = types(weekly(4, name="skj", demand=Registration.SKJ))
    asked = practice([junior(trajectory="skj")], [senior()], trajectories=types_asked)
    assert told({Component.REGISTRATION: 1000}, asked) == "Most points from registration (5)."


def test_disc_is_never_named() -> None:
    """However many points it brings: it is the employee's own."""
    assert told({Component.DISC: 1000, Component.GOALS: 500}) == (
        "Most points from learning goals (5)."
    )


def test_parts_of_less_than_a_point_are_not_worth_a_word() -> None:
    """Nothing to name is said as such."""
    nothing = "No wishes or similarities on record; they have the time and the moment."
    assert told({}) == nothing
    assert told({Component.GOALS: 99}) == nothing  # 10 × 99 is less than a whole point
    assert told({Component.GOALS: 100}) == "Most points from learning goals (1)."


def test_a_pair_that_stays_says_so() -> None:
    """Decided by management, or running already."""
    parts = {Component.GOALS: 1000}
    points = "Most points from learning goals (10)."
    lock = locked("J01", "S01")
    decided = practice([junior()], [senior()], pairings=(lock,))
    assert told(parts, decided) == f"Decided by management. {points}"
    kept = practice([junior()], [senior()], pairings=(running("J01", "S01"),))
    assert told(parts, kept) == (f"Already running, and continuity goes before points. {points}")


def test_a_runner_up_with_more_points_is_accounted_for() -> None:
    """Only when it is proven that the whole is worse with the other."""
    sentence = "S02 gives more points, but the whole would be worse with S02."
    assert told({}, rival=41).endswith(sentence)
    assert sentence not in told({}, rival=40)
    assert sentence not in told({}, rival=41, proven=False)


def test_sharing_a_moment_is_explained() -> None:
    """Two juniors at one weekly moment are no mistake."""
    assert told({}, sharing=("J02",)).endswith(
        "Shares this moment with J02: there are dates enough for all."
    )


def test_a_fixed_moment_that_changes_is_named() -> None:
    """The pair stays, its moment does not."""
    row = running("J01", "S01", slot=Slot(1, 20))
    kept = practice([junior()], [senior()], pairings=(row,))
    assert told({}, kept).endswith("The fixed moment was di 10:00.")


def test_extra_meetings_are_reported_apart() -> None:
    """Seven of the trajectory, and what the escalation adds between them (W3)."""
    weekly_now = Escalation(
        junior="J01", first=date(2027, 1, 11), last=date(2027, 1, 25), every_weeks=2
    )
    instance = practice([junior()], [senior()], escalations=(weekly_now,))
    assert told({}, instance).endswith("2 extra meetings because of the escalation.")


def test_no_more_is_said_than_was_proven() -> None:
    """When the search was stopped, a change is not called the best for all."""
    rows = (running("J01", "S02"),)
    instance = practice([junior()], [senior("S01"), senior("S02")], pairings=rows)
    assert told({}, instance, proven=False).endswith(
        "Not S02 any more: in the time there was no better proposal was found."
    )


def test_a_change_for_the_sake_of_other_goals_says_so() -> None:
    """Where management puts points before continuity, or leaves continuity out."""
    guides = [senior("S01"), senior("S02")]
    for levels in (
        (Level.PLACED, Level.QUALITY, Level.KEPT, Level.DRAW),
        (Level.PLACED, Level.QUALITY, Level.DRAW),
    ):
        rows = (running("J01", "S02"),)
        instance = practice([junior()], guides, pairings=rows, levels=levels)
        assert told({}, instance).endswith("Not S02 any more: other goals go before continuity.")


@pytest.mark.parametrize(
    ("levels", "sentence"),
    [
        ((Level.PLACED, Level.QUALITY, Level.KEPT, Level.DRAW), "Already running."),
        ((Level.PLACED, Level.QUALITY, Level.DRAW), "Already running."),
        ((Level.PLACED, Level.DRAW), "Already running."),
        (
            (Level.PLACED, Level.KEPT, Level.DRAW),
            "Already running, and continuity goes before points.",
        ),
    ],
)
def test_continuity_is_a_reason_only_when_it_goes_before_points(
    levels: tuple[Level, ...], sentence: str
) -> None:
    """Management may put the goals in another order."""
    rows = (running("J01", "S01"),)
    instance = practice([junior()], [senior()], levels=levels, pairings=rows)
    assert told({}, instance).startswith(f"{sentence} No wishes")


@pytest.mark.parametrize(
    ("seniors", "changes", "reason"),
    [
        (
            [senior("S01")],
            {},
            "S02 is no longer on the list of seniors.",
        ),
        (
            [senior("S01"), senior("S02", coaches=False, domains=("ggz",))],
            {"preferences": (veto("S02", "J01"),)},
            "Not S02 any more: the senior does not coach, or not this kind of trajectory, "
            "or the training has expired; "
            "the pairing is forbidden, or one of them objects.",
        ),
        (
            [senior("S01"), senior("S02")],
            {},
            "Not S02 any more: not every running pairing can stay, "
            "and this choice is best for all together.",
        ),
    ],
)
def test_a_change_is_accounted_for(
    seniors: list[Any], changes: dict[str, Any], reason: str
) -> None:
    """The senior who left, what came between them, or the good of all."""
    rows = (running("J01", "S02"),)
    instance = practice([junior()], seniors, pairings=rows, **changes)
    sentence = told({Component.GOALS: 1000}, instance)
    assert sentence == f"Most points from learning goals (10). {reason}"


def load(number: str, quarter: Quarter, used: int, cap: int, **changes: Any) -> Load:
    """Make the load of a senior in a quarter."""
    given: dict[str, Any] = {
        "senior": number,
        "quarter": quarter,
        "used_minutes": used,
        "cap_minutes": cap,
        "num_juniors": 1,
        "has_talk": used > 0,
    }
    return Load(**(given | changes))


def unplaced(instance: Instance, *loads: Load) -> Unplaced:
    """Explain why the first junior has no senior."""
    situation = Situation(instance)
    loads_of = {
        number: [load for load in loads if load.senior == number]
        for number in {load.senior for load in loads}
    }
    return explain_unplaced(situation, situation.items[0], instance.juniors[0], loads_of)


def test_seniors_are_counted_by_every_code_that_applies() -> None:
    """S01 has two obstacles, S02 one of them, S03 none but is full."""
    found = unplaced(
        practice(
            [junior(domains=("jeugd",))],
            [
                senior("S01", domains=("ggz",), coaches=False),
                senior("S02", coaches=False),
                senior("S03"),
            ],
        ),
    )
    assert found.junior == "J01"
    assert found.reasons == {Code.COACH: 2, Code.DOMAIN: 1, Code.FULL: 1}
    assert found.explanation == (
        "Of 3 seniors: 2× the senior does not coach, or not this kind of trajectory, "
        "or the training has expired; "
        "1× they work in different domains; "
        "1× the senior could, but has no hours or moment left."
    )


def test_without_seniors_there_is_nothing_to_count() -> None:
    """The sentence says so, and nobody comes nearest."""
    found = unplaced(practice([junior()], []))
    assert (found.reasons, found.explanation, found.nearest) == ({}, "There are no seniors.", "")


Q2 = QUARTER.shift(1)


def test_the_nearest_of_full_seniors_lacks_the_fewest_hours() -> None:
    """
    S01 has 60 of 300 minutes left where 210 are needed, S02 90 of 300.

    The talk is in it already. A new junior needs 210 in Q1 and 180 in Q2, so
    in Q2 S02 lacks nothing.
    """
    instance = practice([junior()], [senior("S01"), senior("S02")], settings={"horizon_length": 2})
    loads = (
        load("S01", QUARTER, 240, 300),
        load("S01", Q2, 0, 300),
        load("S02", QUARTER, 210, 300),
        load("S02", Q2, 60, 300),
    )
    assert unplaced(instance, *loads).nearest == "S02: 2.0 hours short in 2027-Q1."


def test_the_quarter_in_which_most_hours_lack_is_named() -> None:
    """In Q2 the talk comes on top for a senior who had nobody: 180 + 30 of 60."""
    instance = practice([junior()], [senior("S01")], settings={"horizon_length": 2})
    loads = (load("S01", QUARTER, 30, 200), load("S01", Q2, 0, 60))
    assert unplaced(instance, *loads).nearest == "S01: 2.5 hours short in 2027-Q2."
    away = (load("S01", QUARTER, 30, 200), load("S01", Q2, 0, 0, is_out=True))
    assert unplaced(instance, *away).nearest == "S01: 0.67 hours short in 2027-Q1."


def test_a_full_senior_with_hours_enough_lacks_a_moment_or_a_place() -> None:
    """No quarter is short."""
    instance = practice([junior()], [senior("S01")], settings={"horizon_length": 2})
    loads = (load("S01", QUARTER, 0, 720), load("S01", Q2, 0, 720))
    assert unplaced(instance, *loads).nearest == ("S01: hours enough, but no moment or place left.")


def test_of_seniors_with_obstacles_the_one_with_fewest_is_nearest() -> None:
    """A single obstacle goes before two; of equals one without a moment, then the number."""
    two = senior("S01", coaches=False, domains=("ggz",))
    instance = practice([junior(domains=("jeugd",))], [two, senior("S03", coaches=False)])
    assert unplaced(instance).nearest == (
        "S03: the senior does not coach, or not this kind of trajectory, "
        "or the training has expired."
    )
    guides = [senior("S01", coaches=False), senior("S02", hours=hours([5]))]
    assert unplaced(practice([junior()], guides)).nearest == (
        "S02: in 2027-Q1 they never work at the same time."
    )


def test_what_else_is_in_the_way_follows_the_missing_moment() -> None:
    """Both are told, the moment first."""
    guide = senior(hours=hours([5]), coaches=False)
    assert unplaced(practice([junior()], [guide])).nearest == (
        "S01: in 2027-Q1 they never work at the same time; "
        "the senior does not coach, or not this kind of trajectory, "
        "or the training has expired."
    )
