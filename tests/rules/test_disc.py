"""DiSC in whole thousandths, worked out by hand (domain.md §6)."""

from __future__ import annotations

import math

import pytest

from koppeling.domain.instance import DiscRule
from koppeling.domain.people import DiscProfile
from koppeling.rules.points import STYLES, disc_component, leading_letter, position
from tests.builders import practice

MATRIX = {("D", "S"): 900, ("S", "D"): 100, ("C", "C"): 0}
PRACTICE = practice([], [], disc_matrix=MATRIX)


def style(name: str) -> DiscProfile:
    """Make a profile of one of the twelve styles."""
    return DiscProfile(style=name)


def scores(d: float, i: float, s: float, c: float) -> DiscProfile:
    """Make a profile of four scores."""
    return DiscProfile(scores=(d, i, s, c))


def test_the_twelve_styles_lie_on_a_circle_thirty_degrees_apart() -> None:
    """Style i is at 45°, D at 135°, C at 225° and S at 315°; the others lie 30° beside them."""
    degrees = {
        "iS": 15, "i": 45, "iD": 75, "Di": 105, "D": 135, "DC": 165,
        "CD": 195, "C": 225, "CS": 255, "SC": 285, "S": 315, "Si": 345,
    }  # fmt: skip
    assert degrees.keys() == STYLES.keys()
    for name, angle in degrees.items():
        x, y = 1000 * math.cos(math.radians(angle)), 1000 * math.sin(math.radians(angle))
        assert abs(STYLES[name][0] - x) <= 1, name
        assert abs(STYLES[name][1] - y) <= 1, name


@pytest.mark.parametrize(
    ("profile", "place"),
    [
        (scores(60, 40, 20, 30), (-210, 350)),  # 7·(60−90), 7·(100−50)
        (scores(0, 0, 0, 0), (0, 0)),
        (scores(100, 100, 0, 0), (0, 1000)),  # 7·200 = 1400, clipped
        (scores(0, 0, 100, 100), (0, -1000)),
        (scores(0, 100, 100, 0), (1000, 0)),
        (scores(100, 0, 0, 100), (-1000, 0)),
        (style("S"), (707, -707)),
        (DiscProfile(style="S", scores=(60, 40, 20, 30)), (707, -707)),  # the style wins
        (DiscProfile(), None),
    ],
)
def test_a_profile_has_a_place_on_the_circle(
    profile: DiscProfile, place: tuple[int, int] | None
) -> None:
    """Scores give x = 7·((i+S)−(D+C)) and y = 7·((D+i)−(S+C)), each clipped to ±1000."""
    assert position(profile) == place


@pytest.mark.parametrize(
    ("profile", "letter"),
    [
        (style("Si"), "S"),
        (style("iS"), "i"),
        (scores(10, 40, 50, 30), "S"),
        (scores(40, 40, 20, 30), "D"),  # of equals the first of D, i, S, C
        (scores(0, 0, 0, 1), "C"),
        (DiscProfile(), None),
    ],
)
def test_the_leading_letter_is_the_first_of_the_style_or_the_highest_score(
    profile: DiscProfile, letter: str | None
) -> None:
    """It is what management's own table is read by."""
    assert leading_letter(profile) == letter


@pytest.mark.parametrize(
    ("of_senior", "of_junior", "worth"),
    [
        # 500 + ⌊(α·x·x' + β·y·y' + 1000) / 2000⌋ for similarity, complement, warmth, pace.
        # x·x' = y·y' = 499849: ⌊1000698 / 2000⌋ = 500; 0: ⌊1000 / 2000⌋ = 0; ⌊500849 / 2000⌋ = 250
        ("D", "D", (1000, 500, 750, 750)),
        # x·x' = y·y' = −499849: ⌊−998698 / 2000⌋ = −500; ⌊−498849 / 2000⌋ = −250
        ("D", "S", (0, 500, 250, 250)),
        # x·x' = −499849, y·y' = 499849: similarity 0, complement −500, warmth −250, pace 250
        ("D", "i", (500, 0, 250, 750)),
        ("D", "C", (500, 1000, 750, 250)),
        # x·x' = −67081, y·y' = 933156: 867075 → 433; −999237 → −500; −66081 → −34; 934156 → 467
        ("Di", "iD", (933, 0, 466, 967)),
        # x·x' = 933156, y·y' = −67081: 867075 → 433; 1001237 → 500; 934156 → 467; −66081 → −34
        ("iS", "Si", (933, 1000, 967, 466)),
        # x·x' = −966·259 = −250194, y·y' = 259·966 = 250194: 0; −499388 → −250; −249194 → −125;
        # 251194 → 125
        ("DC", "iD", (500, 250, 375, 625)),
    ],
)
def test_two_styles_are_compared_by_each_rule(
    of_senior: str, of_junior: str, worth: tuple[int, int, int, int]
) -> None:
    """The four rules weigh being alike in x and in y differently, whoever is the senior."""
    rules = (DiscRule.SIMILARITY, DiscRule.COMPLEMENT, DiscRule.WARMTH, DiscRule.PACE)
    ours, theirs = style(of_senior), style(of_junior)
    assert tuple(disc_component(ours, theirs, rule, PRACTICE) for rule in rules) == worth
    assert tuple(disc_component(theirs, ours, rule, PRACTICE) for rule in rules) == worth


def test_scores_are_compared_like_styles_and_clipped() -> None:
    """(−210, 350) with S: −148470 − 247450 = −395920; ⌊−394920 / 2000⌋ = −198 → 302."""
    assert disc_component(scores(60, 40, 20, 30), style("S"), DiscRule.SIMILARITY, PRACTICE) == 302
    both_ends = scores(100, 0, 0, 0), scores(100, 0, 0, 0)  # (−700, 700) twice
    assert disc_component(*both_ends, DiscRule.SIMILARITY, PRACTICE) == 990  # ⌊981000 / 2000⌋
    corner = scores(100, 100, 0, 0), scores(100, 100, 0, 0)  # (0, 1000) twice
    assert disc_component(*corner, DiscRule.PACE, PRACTICE) == 1000
    assert disc_component(*corner, DiscRule.COMPLEMENT, PRACTICE) == 0


@pytest.mark.parametrize(
    ("of_senior", "of_junior", "worth"),
    [
        (style("D"), style("S"), 900),
        (style("S"), style("D"), 100),  # read as (senior, junior)
        (style("DC"), style("Si"), 900),  # by first letters
        (scores(9, 1, 1, 1), scores(1, 1, 9, 1), 900),
        (style("C"), style("CS"), 0),
        (style("i"), style("D"), 500),  # not in the table
        (style("D"), DiscProfile(), 500),
        (DiscProfile(), style("D"), 500),
    ],
)
def test_the_matrix_of_management_is_read_by_leading_letters(
    of_senior: DiscProfile, of_junior: DiscProfile, worth: int
) -> None:
    """What the table does not say is worth the middle."""
    assert disc_component(of_senior, of_junior, DiscRule.MATRIX, PRACTICE) == worth


@pytest.mark.parametrize("rule", list(DiscRule))
def test_an_unknown_profile_is_worth_the_middle_under_every_rule(rule: DiscRule) -> None:
    """Missing or empty, on either side."""
    for unknown in (None, DiscProfile()):
        assert disc_component(unknown, style("D"), rule, PRACTICE) == 500
        assert disc_component(style("D"), unknown, rule, PRACTICE) == 500


def test_switched_off_everyone_is_worth_the_middle() -> None:
    """The rule `uit` looks at nothing."""
    assert disc_component(style("D"), style("D"), DiscRule.OFF, PRACTICE) == 500
