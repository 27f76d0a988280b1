"""Points, DiSC and level values, worked out by hand (domain.md §§5, 6)."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import pytest

from koppeling.domain.instance import Component, DiscRule, Instance, Level, Preference
from koppeling.domain.people import DiscProfile
from koppeling.domain.period import Quarter, Weeks
from koppeling.domain.trajectory import JUNIOR_PHASES, Registration, TrajectoryType
from koppeling.verify.eligibility import is_registered, meets_demand
from koppeling.verify.levels import draw, level_values
from koppeling.verify.points import components_of, disc_letter, disc_position, points_of
from koppeling.verify.practice import Practice
from tests.verify.practices import day, honest, junior, practice, problems, senior, settings, work


def components(instance: Instance) -> dict[Component, int]:
    """List the components of the one junior with the one senior."""
    return components_of(Practice(instance), instance.juniors[0], instance.seniors[0])


def disc(of_junior: DiscProfile | None, of_senior: DiscProfile | None, rule: DiscRule) -> int:
    """Compare two profiles."""
    matrix = MappingProxyType({("D", "S"): 900, ("S", "D"): 100})
    instance = practice(
        settings=settings(disc_rule=rule),
        juniors=(junior("J1", disc=of_junior),),
        seniors=(senior("S1", disc=of_senior),),
        disc_matrix=matrix,
    )
    return components(instance)[Component.DISC]


@pytest.mark.parametrize(
    ("of_junior", "of_senior", "rule", "worth"),
    [
        ("D", "D", DiscRule.SIMILARITY, 1000),
        ("D", "S", DiscRule.SIMILARITY, 0),
        ("D", "i", DiscRule.SIMILARITY, 500),
        ("Di", "iD", DiscRule.SIMILARITY, 933),
        ("D", "i", DiscRule.COMPLEMENT, 0),
        ("D", "C", DiscRule.COMPLEMENT, 1000),
        ("iS", "Si", DiscRule.WARMTH, 967),
        ("iS", "Si", DiscRule.PACE, 466),
        ("D", "S", DiscRule.OFF, 500),
        ("S", "D", DiscRule.MATRIX, 900),
        ("DC", "Si", DiscRule.MATRIX, 100),
        ("i", "D", DiscRule.MATRIX, 500),
    ],
)
def test_styles_are_compared_by_the_rule(
    of_junior: str, of_senior: str, rule: DiscRule, worth: int
) -> None:
    """
    500 + floor((α·x·x' + β·y·y' + 1000) / 2000), clipped to 0..1000.

    D, D: 2·707² = 999698; + 1000 = 1000698; div 2000 = 500 → 1000. D, S: -999698
    + 1000 = -998698; div 2000 = -500 → 0. D, i: 0 + 1000 → 0 → 500. Di, iD:
    -259² + 966² = 866075; 867075 div 2000 = 433. Complement D, i: -499849 -
    499849 → 0; D, C: 499849 + 499849 → 1000. iS, Si: warmth 966² = 933156;
    934156 div 2000 = 467; pace -259² = -67081; -66081 div 2000 = -34.
    The matrix is read as (senior, junior), by first letters.
    """
    assert disc(DiscProfile(style=of_junior), DiscProfile(style=of_senior), rule) == worth


def test_scores_become_a_place_on_the_circle() -> None:
    """D 60, i 40, S 20, C 30: x = 7·(60 - 90) = -210, y = 7·(100 - 50) = 350."""
    assert disc_position(DiscProfile(scores=(60, 40, 20, 30))) == (-210, 350)
    assert disc_position(DiscProfile(scores=(100, 100, 0, 0))) == (0, 1000)
    assert disc_position(DiscProfile(style="S", scores=(60, 40, 20, 30))) == (707, -707)
    assert disc_letter(DiscProfile(scores=(40, 40, 20, 30))) == "D"
    assert disc_letter(DiscProfile(scores=(10, 40, 50, 30))) == "S"


@pytest.mark.parametrize("rule", list(DiscRule))
def test_unknown_disc_is_neutral(rule: DiscRule) -> None:
    """Who gives no profile is neither better nor worse off."""
    assert disc(None, DiscProfile(style="D"), rule) == 500
    assert disc(DiscProfile(style="D"), DiscProfile(), rule) == 500


def test_components_and_points() -> None:
    """
    Rank 1 and 2, D with Di, 6 shared days, same main site, 1 of 2 goals, no demand.

    DiSC: 707·259 + 707·966 = 866075; div 2000 = 433 → 933. Shared: Monday and
    Tuesday in both weeks, Wednesday in even weeks, Thursday in odd: 6 → 600;
    Friday begins later in the quarter. 25·1000 + 15·667 + 20·933 + 15·600 +
    10·1000 + 10·500 + 5·1000 = 82665; + 500, div 1000 = 83.
    """
    hours = (
        *(work(weekday, "09:00", "12:00") for weekday in (0, 1)),
        work(0, "13:00", "17:00", site="Zuid"),
        work(2, "09:00", "12:00", weeks=Weeks.EVEN),
        work(3, "09:00", "12:00", weeks=Weeks.ODD),
        work(4, "09:00", "12:00", valid_from=day("2027-01-02")),
    )
    instance = practice(
        juniors=(
            junior(
                "J1",
                sites=("noord", "Zuid"),
                hours=hours,
                disc=DiscProfile(style="D"),
                goals=("Rouw", " rouw", "Autisme"),
            ),
        ),
        seniors=(
            senior("S1", disc=DiscProfile(style="Di"), specialisations=("AUTISME ", "Trauma")),
        ),
        preferences=(
            Preference(source="J1", target="S1", rank=1),
            Preference(source="S1", target="J1", rank=2),
            Preference(source="S2", target="J1", rank=1),
        ),
    )
    found = components(instance)
    assert list(found.values()) == [1000, 667, 933, 600, 1000, 500, 1000]
    assert points_of(Practice(instance), found) == 83


def test_half_a_point_is_rounded_up() -> None:
    """Weights of 1 and a worth of 500 give 0.5 → 1; of 499 they give 0."""
    instance = practice(weights={Component.GOALS: 1})
    assert points_of(Practice(instance), {Component.GOALS: 500}) == 1
    assert points_of(Practice(instance), {Component.GOALS: 499}) == 0


def test_sharing_more_than_ten_days_earns_no_more() -> None:
    """Seven days a week are 14 in a fortnight, worth 1000 all the same."""
    hours = tuple(work(weekday, "09:00", "12:00") for weekday in range(7))
    instance = practice(juniors=(junior("J1", hours=hours),), seniors=(senior("S1", hours=hours),))
    assert components(instance)[Component.SHARED_DAYS] == 1000


@pytest.mark.parametrize(
    ("given", "may_guide", "component"),
    [
        ({"registrations": ("nvo og",)}, "skj postmaster", 1000),
        ({"registrations": ("BIG", "K.J.-NIP")}, "skj postmaster", 1000),
        ({"registrations": ("BIG",)}, "", 0),
        ({"academic_years": 5.0, "has_motivation": True}, "skj", 0),
        ({"academic_years": 4.9, "has_motivation": True}, "", 0),
        ({"academic_years": 9.0}, "", 0),
    ],
)
def test_registration_or_experience(given: dict[str, Any], may_guide: str, component: int) -> None:
    """One of five registrations; for skj five academic years with a motivation too (K4-K6)."""
    one = senior("S1", **given)
    assert [demand for demand in Registration if meets_demand(one, demand)] == may_guide.split()
    assert meets_demand(one, None)
    kind = TrajectoryType(name="junior", phases=JUNIOR_PHASES, demand=Registration.SKJ)
    instance = practice(seniors=(one,), trajectories={"junior": kind})
    assert components(instance)[Component.REGISTRATION] == component
    assert is_registered(one) is (component == 1000)


def test_draw_is_the_first_twenty_bits_of_a_digest() -> None:
    """`printf '2027-Q1|J1|S1' | sha256sum` begins with b522d; text is UTF-8."""
    first = Quarter(2027, 1)
    assert draw(first, "J1", "S1") == 0xB522D
    assert draw(first, "J2", "S1") == 0x51CC7
    assert draw(first, "0012", "Š9") == 0xA3006


@pytest.mark.parametrize(
    ("cap", "comfort", "peak"),
    [
        (720, 850, 850),
        (240, 850, 900),
        (247, 850, 900),
        (248, 850, 850),
        (239, 850, 850),
        (240, 870, 900),
        (240, 880, 880),
        (240, 1000, 1000),
    ],
)
def test_peak_goes_up_in_steps_above_the_comfortable(cap: int, comfort: int, peak: int) -> None:
    """
    Two juniors in year 2 and the talk use 210 minutes a quarter.

    210 of 240 is 875 ‰: 900. Of 247 it is 850.2: 900; of 248 it is 846.8: 850.
    Below four hours there is no peak.
    """
    instance = practice(
        settings=settings(comfort_permille=comfort),
        juniors=(junior("J1"), junior("J2")),
        seniors=(senior("S1", cap_minutes=cap),),
    )
    values = level_values(Practice(instance), {"J1": "S1", "J2": "S1"})
    assert values[Level.PEAK] == peak


def test_values_of_nobody_placed() -> None:
    """Without pairs everything is nought, and the peak is the comfortable one."""
    values = level_values(Practice(practice()), {})
    assert list(values.values()) == [0, 0, 0, 850, 0, 0, 0]


def by_hand() -> dict[str, Any]:
    """
    Write down a whole result worked out without the program.

    One quarter, one senior on Monday 9:00-9:30 (13 Mondays), two juniors in
    year 2: 1 January, 1 February and 1 March are 3 x 30 minutes each, so 2 x 90
    + 30 = 210 of 720; 3 + 3 ≤ 13 in the one moment. Points: 20·500 + 15·200
    (Mondays, even and odd) + 10·1000 + 5·1000 = 28000 → 28 each. Evenness:
    10⁶·(210/720)² = 85069.4. Draw: b522d + 51cc7 hexadecimal.
    """
    components = {
        "preference_junior": 0,
        "preference_senior": 0,
        "disc": 500,
        "shared_days": 200,
        "site": 1000,
        "goals": 0,
        "registration": 1000,
    }
    values = [2, 0, 180, 850, 56, 85069, 0xB522D + 0x51CC7]
    return {
        "schema": 1,
        "status": "optimal",
        "quarter": "2027-Q1",
        "horizon": ["2027-Q1"],
        "levels": [
            {"id": name, "value": value, "bound": value, "proven": True, "seconds": 0.1}
            for name, value in zip(
                ["placed", "kept", "served", "peak", "quality", "even", "draw"], values, strict=True
            )
        ],
        "pairings": [
            {
                "junior": number,
                "senior": "S1",
                "status": "new",
                "slot": "ma 09:00",
                "need": [3],
                "runner_up": None,
                "points": 28,
                "components": components,
            }
            for number in ("J1", "J2")
        ],
        "unplaced": [],
        "idle": [],
        "handover": [],
        "load": [
            {
                "senior": "S1",
                "quarter": "2027-Q1",
                "used_minutes": 210,
                "cap_minutes": 720,
                "juniors": 2,
            }
        ],
        "findings": [],
    }


def test_result_worked_out_by_hand_is_sound() -> None:
    """A result made without any of our code passes, and is what our own would say."""
    instance = practice(
        settings=settings(horizon=1),
        juniors=(junior("J1"), junior("J2")),
        seniors=(senior("S1", hours=(work(0, "09:00", "09:30"),)),),
    )
    assert problems(instance, by_hand()) == ()
    ours = honest(instance, {"J1": "S1", "J2": "S1"}, {"J1": "ma 09:00", "J2": "ma 09:00"})
    assert ours["pairings"] == by_hand()["pairings"]
    assert ours["load"] == by_hand()["load"]
