"""Which pairs may exist: every code alone and together (domain.md §4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import Any

import pytest

from koppeling.domain.instance import (
    Capacity,
    Group,
    Instance,
    PairingStatus,
    Preference,
)
from koppeling.domain.people import Absence, MeetingWindow
from koppeling.domain.result import Code
from koppeling.domain.trajectory import JUNIOR_PHASES, Registration, TrajectoryType
from koppeling.rules.candidates import find_candidates
from koppeling.rules.eligibility import OVERRIDABLE, codes, is_locked, quick_codes
from koppeling.rules.situation import Situation
from tests.builders import (
    QUARTER,
    hours,
    junior,
    locked,
    practice,
    row,
    senior,
    types,
    veto,
)
from tests.rules.situations import the_pair

#: What is special about the junior, the senior and the practice.
Cause = tuple[dict[str, Any], dict[str, Any], dict[str, Any]]

DEMANDING = types(TrajectoryType(name="junior", phases=JUNIOR_PHASES, demand=Registration.SKJ))
FOR_COACHES = TrajectoryType(name="junior", phases=JUNIOR_PHASES, guide="coach")
ON_SATURDAY = MeetingWindow(weekday=5, start_minute=540, end_minute=570)
AT_OOST = {"hours": hours(site="Oost")}  # so that they meet, though they list no common site
UNTIL_MARCH = Absence(QUARTER.first_day, date(2027, 2, 28))

#: For each code something that brings it about, and no other code.
CAUSES: dict[Code, Cause] = {
    Code.SAME_PERSON: ({"number": "P01"}, {"number": "P01"}, {}),
    Code.FORBIDDEN: ({}, {}, {"pairings": (row("J01", "S01", PairingStatus.FORBIDDEN),)}),
    Code.OUT: ({}, {"absences": (UNTIL_MARCH,)}, {}),
    Code.NO_MOMENT: ({}, {"windows": (ON_SATURDAY,)}, {}),
    Code.SITE: (AT_OOST, AT_OOST | {"sites": ("Zuid",)}, {}),
    Code.COACH: ({}, {"coaches": False}, {}),
    Code.REGISTRATION: ({}, {}, {"trajectories": DEMANDING}),
    Code.DOMAIN: ({"domains": ("jeugd",)}, {"domains": ("ggz",)}, {}),
    Code.TIME_JUNIOR: ({"budget_minutes": 209}, {}, {}),
    Code.TIME_SENIOR: ({}, {"cap_minutes": 209}, {}),  # Q1 asks 240, Q2 210
}


def pair_with(*chosen: Code) -> Instance:
    """Make a pair to which the causes of all `chosen` codes apply."""
    of_junior: dict[str, Any] = {}
    of_senior: dict[str, Any] = {}
    of_practice: dict[str, Any] = {}
    for code in chosen:
        for collected, part in zip((of_junior, of_senior, of_practice), CAUSES[code], strict=True):
            collected.update(part)
    if Code.SAME_PERSON in chosen and Code.FORBIDDEN in chosen:
        of_practice["pairings"] = (row("P01", "P01", PairingStatus.FORBIDDEN),)
    return practice([junior(**of_junior)], [senior(**of_senior)], **of_practice)


@pytest.mark.parametrize(
    ("asked", "role", "may"),
    [(None, "senior", True), (None, "coach", True), ("coach", "coach", True),
     ("coach", "senior", False), ("senior", "coach", False)],
)  # fmt: skip
def test_a_trajectory_says_which_kind_of_guide_it_takes(
    asked: str | None, role: str, *, may: bool
) -> None:
    """A coach is a senior of another kind (W4, B8); a lock overrides it."""
    kind = types(replace(FOR_COACHES, guide=asked))
    there = [junior()], [senior(role=role)]
    assert found(practice(*there, trajectories=kind)) == (set() if may else {Code.COACH})
    locked = (row("J01", "S01", PairingStatus.LOCKED),)
    assert may_exist(practice(*there, trajectories=kind, pairings=locked))


def found(instance: Instance) -> set[Code]:
    """List the codes of the first pair."""
    return set(codes(*the_pair(instance)))


def may_exist(instance: Instance) -> bool:
    """Tell whether the one pair of a practice is a candidate."""
    return bool(find_candidates(Situation(instance)))


def test_a_plain_pair_may_exist() -> None:
    """Nothing keeps two ordinary people apart."""
    assert found(practice([junior()], [senior()])) == set()
    assert may_exist(practice([junior()], [senior()]))


@pytest.mark.parametrize("code", [c for c in Code if c is not Code.FULL])
def test_each_cause_brings_about_its_own_code_alone(code: Code) -> None:
    """One thing in the way is one code, and the pair is not a candidate."""
    instance = pair_with(code)
    assert found(instance) == {code}
    assert not may_exist(instance)


def test_any_two_causes_show_both_codes() -> None:
    """Each pair of causes is shown whole."""
    for one, other in combinations(CAUSES, 2):
        assert found(pair_with(one, other)) == {one, other}


def test_everything_at_once_shows_every_code() -> None:
    """All causes together give all codes."""
    assert found(pair_with(*CAUSES)) == set(CAUSES)
    assert len(CAUSES) == len(Code) - 1  # `vol` is for what is left over


def test_forbidden_by_a_row_that_is_open() -> None:
    """A ban that ended before the quarter no longer holds; one that ends in it does."""
    for until, kept in ((None, True), (date(2026, 12, 31), False), (date(2027, 1, 1), True)):
        ban = row("J01", "S01", PairingStatus.FORBIDDEN, until=until)
        instance = practice([junior()], [senior()], pairings=(ban,))
        assert (Code.FORBIDDEN in found(instance)) is kept
    other = row("J01", "S01", PairingStatus.ENDED)
    assert found(practice([junior()], [senior()], pairings=(other,))) == set()


@pytest.mark.parametrize(
    ("wishes", "expected"),
    [
        ((veto("J01", "S01"),), {Code.FORBIDDEN}),
        ((veto("S01", "J01"),), {Code.FORBIDDEN}),
        ((veto("J01", "S02"), veto("S02", "J01")), set()),
        ((Preference(source="J01", target="S01", rank=1),), set()),
    ],
)
def test_a_veto_of_either_forbids(wishes: tuple[Preference, ...], expected: set[Code]) -> None:
    """A wish does not, nor a veto about somebody else."""
    assert found(practice([junior()], [senior()], preferences=wishes)) == expected


def test_training_must_be_valid_on_the_first_day_of_the_quarter() -> None:
    """An expiry on that day itself is enough."""
    valid = senior(trained_until=date(2027, 1, 1))
    expired = senior(trained_until=date(2026, 12, 31))
    assert found(practice([junior()], [valid])) == set()
    assert found(practice([junior()], [expired])) == {Code.COACH}


@pytest.mark.parametrize(
    ("ours", "theirs", "code"),
    [
        ((), ("ggz",), set()),
        (("jeugd",), (), set()),
        (("jeugd", "GGZ"), ("ggz",), set()),
        (("jeugd",), ("ggz",), {Code.DOMAIN}),
    ],
)
def test_domains_count_when_both_are_filled(
    ours: tuple[str, ...], theirs: tuple[str, ...], code: set[Code]
) -> None:
    """An empty list meets every other; case does not matter."""
    assert found(practice([junior(domains=ours)], [senior(domains=theirs)])) == code


def test_sites_do_not_matter_at_a_distance() -> None:
    """Either of two may be remote."""
    far: dict[str, Any] = {"sites": ("Oost",)}
    both_codes = {Code.SITE, Code.NO_MOMENT}
    assert found(practice([junior(**far)], [senior()])) == both_codes
    assert found(practice([junior(**far, is_remote=True)], [senior()])) == set()
    assert found(practice([junior(**far)], [senior(is_remote=True)])) == set()
    assert found(practice([junior(sites=("oost",))], [senior(sites=("Zuid", "OOST"))])) == set()


def test_a_juniors_own_hours_count_in_the_first_quarter_only() -> None:
    """Seven half hours are 210 minutes; a later quarter is only a finding."""
    assert found(practice([junior(budget_minutes=210)], [senior()])) == set()
    assert found(practice([junior(budget_minutes=209)], [senior()])) == {Code.TIME_JUNIOR}
    late = junior(start=date(2027, 4, 5), budget_minutes=1)
    assert found(practice([late], [senior()])) == set()


def test_a_seniors_hours_count_in_every_quarter_with_the_talk() -> None:
    """Seven half hours and the talk are 240 minutes; short in a later quarter is short."""
    assert found(practice([junior()], [senior(cap_minutes=240)])) == set()
    assert found(practice([junior()], [senior(cap_minutes=239)])) == {Code.TIME_SENIOR}
    later = Capacity(senior="S01", quarter=QUARTER.shift(2), minutes=119)  # needs 3·30 + 30
    assert found(practice([junior()], [senior()], capacities=(later,))) == {Code.TIME_SENIOR}
    beyond = Capacity(senior="S01", quarter=QUARTER.shift(4), minutes=0)
    assert found(practice([junior()], [senior()], capacities=(beyond,))) == set()


def test_in_a_quarter_without_need_or_out_no_time_is_asked() -> None:
    """No talk either: a junior who starts later needs nothing of a senior without hours now."""
    nothing_now = Capacity(senior="S01", quarter=QUARTER, minutes=0)
    enough_later = Capacity(senior="S01", quarter=QUARTER.shift(1), minutes=240)
    late = junior(start=date(2027, 4, 5))
    instance = practice([late], [senior()], capacities=(nothing_now, enough_later))
    assert found(instance) == set()
    away = senior(absences=(Absence(date(2027, 4, 1), date(2027, 6, 30)),))
    none_then = Capacity(senior="S01", quarter=QUARTER.shift(1), minutes=0)
    back = Capacity(senior="S01", quarter=QUARTER.shift(2), minutes=120)
    assert found(practice([junior()], [away], capacities=(none_then, back))) == set()


def test_being_out_later_is_no_obstacle() -> None:
    """Only the planning quarter counts: later ones are handed over."""
    leaving = senior(out_of_service_from=date(2027, 4, 1))
    assert found(practice([junior()], [leaving])) == set()
    assert found(practice([junior()], [senior(in_service_from=date(2027, 4, 1))])) == {Code.OUT}


def test_a_lock_overrides_exactly_four_codes() -> None:
    """Site, training, registration and domain give way to management; nothing else does."""
    assert {Code.SITE, Code.COACH, Code.REGISTRATION, Code.DOMAIN} == OVERRIDABLE
    overridden = set()
    for code, (of_junior, of_senior, of_practice) in CAUSES.items():
        numbers = (of_junior.get("number", "J01"), of_senior.get("number", "S01"))
        rows = (*of_practice.get("pairings", ()), locked(*numbers))
        instance = practice(
            [junior(**of_junior)], [senior(**of_senior)], **(of_practice | {"pairings": rows})
        )
        item, guide, situation = the_pair(instance)
        assert is_locked(item, guide, situation)
        assert found(instance) == {code}  # it is shown all the same
        candidates = find_candidates(situation)
        if candidates:
            assert candidates[0].is_locked
            overridden.add(code)
    assert overridden == OVERRIDABLE


def test_all_four_together_are_overridden_too() -> None:
    """A lock across site, training, registration and domain still holds."""
    instance = pair_with(*OVERRIDABLE)
    with_lock = practice(
        instance.juniors, instance.seniors, pairings=(locked("J01", "S01"),), trajectories=DEMANDING
    )
    assert found(with_lock) == set(OVERRIDABLE)
    assert may_exist(with_lock)


def test_a_lock_to_somebody_else_overrides_nothing() -> None:
    """Only the pair that is locked is exempt."""
    guides = [senior("S01", coaches=False), senior("S02", coaches=False)]
    instance = practice([junior()], guides, pairings=(locked("J01", "S02"),))
    item, first, situation = the_pair(instance)
    assert not is_locked(item, first, situation)
    assert [c.senior for c in find_candidates(situation)] == [1]


def test_what_keeps_one_member_away_keeps_the_group_away() -> None:
    """Codes of all members are those of the group; one locked member locks it."""
    members = [junior("J01", group="A", domains=("jeugd",)), junior("J02", group="A")]
    group = Group(name="A", trajectory="junior", start=date(2027, 1, 4))
    guide = senior(domains=("ggz",))
    bans = {"preferences": (veto("S01", "J02"),)}
    instance = practice(members, [guide], groups=(group,), **bans)
    assert found(instance) == {Code.DOMAIN, Code.FORBIDDEN}
    item, someone, situation = the_pair(instance)
    assert quick_codes(item, someone, situation) == {Code.DOMAIN, Code.FORBIDDEN}
    held = practice(members, [guide], groups=(group,), pairings=(locked("J02", "S01"),))
    assert is_locked(*the_pair(held))
    assert may_exist(held)
