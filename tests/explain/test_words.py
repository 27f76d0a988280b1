"""Prices, newcomers and the price of the goals in words, in both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from koppeling.domain.instance import Component, Level
from koppeling.domain.people import DiscProfile
from koppeling.domain.result import Code
from koppeling.explain.answer import (
    Frontier,
    FrontierPoint,
    LevelPrice,
    NewcomerPrice,
    Price,
    Switch,
    WeightTrial,
)
from koppeling.explain.words import (
    tell_frontier,
    tell_levels,
    tell_newcomer,
    tell_parts,
    tell_price,
    tell_weights,
)
from koppeling.locale import language
from tests.report.builders import make_detail, make_instance

NAMES = {"1": "An", "2": "Bo", "3": "Cas", "9001": "Dirk", "9003": "Els"}


def level(name: Level, before: int, after: int) -> LevelPrice:
    """Make a level that differs, or not."""
    return LevelPrice(level=name, before=before, after=after)


@pytest.mark.parametrize(
    ("one", "dutch", "english"),
    [
        (level(Level.PLACED, 5, 4), "1 junior minder geplaatst", "1 junior fewer placed"),
        (level(Level.PLACED, 4, 6), "2 junioren meer geplaatst", "2 juniors more placed"),
        (level(Level.KEPT, 5, 4), "1 koppeling minder behouden", "1 pair fewer kept"),
        (level(Level.KEPT, 1, 3), "2 koppelingen meer behouden", "2 pairs more kept"),
        (level(Level.SERVED, 90, 0), "1,5 uur minder begeleiding", "1.5 hours less guidance"),
        (level(Level.SERVED, 0, 30), "0,5 uur meer begeleiding", "0.5 hours more guidance"),
        (
            level(Level.PEAK, 850, 950),
            "een piek tot 95% in plaats van 85%",
            "a peak up to 95% instead of 85%",
        ),
        (level(Level.QUALITY, 50, 27), "23 punten minder", "23 points less"),
        (level(Level.QUALITY, 50, 51), "1 punt meer", "1 point more"),
        (
            level(Level.EVEN, 5, 9),
            "het werk minder gelijk verdeeld",
            "the work less evenly spread",
        ),
        (level(Level.EVEN, 9, 5), "het werk gelijker verdeeld", "the work more evenly spread"),
        (
            level(Level.DRAW, 5, 9),
            "even goed; alleen de loting besliste",
            "just as good; only the draw chose between them",
        ),
    ],
)
def test_each_goal_has_its_words_and_unit(one: LevelPrice, dutch: str, english: str) -> None:
    """Worse and better, one and more, in both languages."""
    assert tell_levels([one]) == dutch
    with language("en"):
        assert tell_levels([one]) == english


def test_the_first_goal_that_differs_comes_first_and_apart() -> None:
    """What was won after it counts for less; what is equal is not told."""
    told = tell_levels(
        [
            level(Level.PLACED, 5, 5),
            level(Level.KEPT, 5, 4),
            level(Level.QUALITY, 50, 62),
            level(Level.EVEN, 9, 5),
            level(Level.DRAW, 9, 5),
        ]
    )
    assert told == (
        "1 koppeling minder behouden; verder: 12 punten meer, het werk gelijker verdeeld"
    )


def test_a_price_says_with_whom_what_and_who_moves() -> None:
    """The sentence of the design."""
    price = Price(
        junior="1",
        senior="9003",
        instead_of="9001",
        levels=(level(Level.KEPT, 5, 4), level(Level.QUALITY, 50, 27)),
        switches=(Switch("2", "9003", "9001"), Switch("3", "9001", None)),
    )
    assert tell_price(price, NAMES) == (
        "Met 9003 Els in plaats van 9001 Dirk: 1 koppeling minder behouden; verder: 23 punten "
        "minder. Wie schuift: 2 Bo (9003 → 9001), 3 Cas (9001 → geen senior)."
    )


def test_a_pair_that_cannot_be_gives_every_reason() -> None:
    """By code, in words."""
    codes = (Code.SITE, Code.COACH)
    price = Price(junior="1", senior="9003", instead_of=None, codes=codes)
    assert tell_price(price, NAMES) == (
        "1 An kan niet bij 9003 Els: zij hebben geen vestiging gemeen en werken geen van beiden "
        "op afstand; de senior coacht niet, of niet dit soort traject, of de opleiding is verlopen."
    )


def test_points_for_nothing_are_told_as_such() -> None:
    """DiSC that is not known and a registration that is not asked: points, but no merit."""
    parts = dict.fromkeys(Component, 0) | {
        Component.DISC: 500,
        Component.GOALS: 1000,
        Component.REGISTRATION: 1000,
    }
    detail = replace(make_detail(1), points=25, components=parts)
    blank = "voor wat niet is ingevuld of niet wordt gevraagd"
    assert tell_parts(detail, make_instance()) == f"leerdoelen 10, {blank} 15"
    known = make_instance()
    styled = tuple(replace(one, disc=DiscProfile(style="S")) for one in known.seniors)
    known = replace(known, seniors=styled)
    assert tell_parts(detail, known) == f"leerdoelen 10, de rest 10, {blank} 5"


def test_a_newcomer_is_told_as_in_the_design() -> None:
    """Who changes, and what holds if they stay."""
    moved = (Switch("1", "9001", "9003"), Switch("3", "9003", "9001"))
    lost = (level(Level.PLACED, 5, 4), level(Level.KEPT, 1, 3))
    newcomer = NewcomerPrice(junior="2", senior="9001", moved=moved, levels=lost)
    assert tell_newcomer(newcomer, NAMES) == (
        "Om 2 Bo te plaatsen wisselen 2 lopende koppelingen (1 An, 3 Cas); houdt u die vast, dan "
        "blijft 2 Bo ongeplaatst: 1 junior minder geplaatst; verder: 2 koppelingen meer behouden."
    )
    same = replace(newcomer, moved=moved[:1], senior_if_held="9001", levels=lost[:1])
    assert "wisselt 1 lopende koppeling (1 An); " in tell_newcomer(same, NAMES)
    assert "dan kan 2 Bo nog steeds bij 9001 Dirk: " in tell_newcomer(same, NAMES)
    other = replace(same, senior_if_held="9003")
    assert "dan gaat 2 Bo naar 9003 Els: " in tell_newcomer(other, NAMES)
    nobody = replace(newcomer, moved=())
    assert tell_newcomer(nobody, NAMES) == (
        "Om 2 Bo te plaatsen wisselt geen enkele lopende koppeling."
    )


def frontier(*points: tuple[int, int, int | None]) -> Frontier:
    """Make a table around a proposal: 2 kept, a peak of 95 percent, 100 points."""
    return Frontier(
        kept=2,
        peak_permille=950,
        quality=100,
        running=3,
        points=tuple(FrontierPoint(kept=k, peak_permille=p, points=n) for k, p, n in points),
    )


def test_the_price_of_the_goals_is_told_beside_the_proposal() -> None:
    """One pair fewer, none, a lower peak with the most pairs it allows, and a higher one."""
    table = frontier(
        (2, 900, None), (2, 950, 100), (2, 1000, 103),
        (1, 900, 65), (1, 950, 112), (1, 1000, 113),
        (0, 900, 70), (0, 950, 120), (0, 1000, 121),
    )  # fmt: skip
    assert tell_frontier(table) == [
        "Eén behouden koppeling minder levert 12 punten op.",
        "Hoefde geen enkele koppeling te blijven, dan waren er 20 punten meer te halen.",
        "Een piek tot 90% in plaats van 95% vraagt 1 behouden koppeling minder; dan 35 punten "
        "minder.",
        "Een piek tot 100% in plaats van 95%: 3 punten meer.",
    ]


def test_what_cannot_be_or_costs_nothing_is_told_as_well() -> None:
    """A peak that is out of reach; a pair that gives nothing; a lower peak for fewer points."""
    cannot = frontier((2, 900, None), (2, 950, 100), (1, 900, None), (1, 950, 100))
    assert tell_frontier(cannot) == [
        "Eén behouden koppeling minder levert geen punten op.",
        "Een piek tot 90% in plaats van 95% kan niet.",
    ]
    free = frontier((2, 900, 65), (2, 950, 100))
    assert tell_frontier(free) == ["Een piek tot 90% in plaats van 95%: 35 punten minder."]


def test_the_weights_are_told_by_the_one_that_matters_most() -> None:
    """The fewest pairs that can stay, and where; nothing where nothing is known."""
    trials = [
        WeightTrial(component=Component.DISC, weight=0, same=7, total=9),
        WeightTrial(component=Component.SITE, weight=20, same=8, total=9),
        WeightTrial(component=Component.GOALS, weight=20, same=None, total=9),
    ]
    assert tell_weights(trials).endswith(
        "van de 9 koppelingen kunnen er minstens 7 blijven (het minst bij: DiSC, weggelaten)."
    )
    assert tell_weights(trials[2:]) == ""
    assert tell_weights([replace(trials[0], same=9)]).endswith(
        "alle koppelingen kunnen blijven zoals ze zijn."
    )
