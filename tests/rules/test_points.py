"""The points of a pair, worked out by hand (domain.md §6)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from koppeling.domain.instance import DEFAULT_WEIGHTS, Component, DiscRule, Group, Preference
from koppeling.domain.people import DiscProfile, Junior, Senior
from koppeling.domain.period import Quarter, Weeks
from koppeling.domain.trajectory import Registration
from koppeling.rules.points import (
    components,
    draw,
    total_points,
    trajectory_name,
    worked_days,
)
from koppeling.rules.situation import Situation
from tests.builders import QUARTER, hours, junior, practice, senior, types, weekly, wish


def parts(
    someone: Junior, guide: Senior, rule: DiscRule | None = None, **changes: Any
) -> dict[Component, int]:
    """Score a pair on every component."""
    instance = practice([someone], [guide], **changes)
    return components(someone, guide, instance, Situation(instance).ranks, rule)


def test_a_plain_pair_scores_what_needs_no_wishes() -> None:
    """No wishes, DiSC unknown, ten shared days, the same site, no goals, no demand."""
    assert parts(junior(), senior()) == {
        Component.PREFERENCE_JUNIOR: 0,
        Component.PREFERENCE_SENIOR: 0,
        Component.DISC: 500,
        Component.SHARED_DAYS: 1000,
        Component.SITE: 1000,
        Component.GOALS: 0,
        Component.REGISTRATION: 1000,
    }
    # 20·500 + 15·1000 + 10·1000 + 5·1000 = 40000 → 40
    assert total_points(parts(junior(), senior()), DEFAULT_WEIGHTS) == 40


@pytest.mark.parametrize(
    ("rank", "worth"), [(1, 1000), (2, 667), (3, 333), (4, 0), (99, 0), (None, 0)]
)
def test_a_wish_counts_by_its_rank_for_who_made_it(rank: int | None, worth: int) -> None:
    """First to third are worth 1000, 667 and 333; the wish of the other is another component."""
    of_junior = Preference(source="J01", target="S01", rank=rank)
    found = parts(junior(), senior(), preferences=(of_junior,))
    assert (found[Component.PREFERENCE_JUNIOR], found[Component.PREFERENCE_SENIOR]) == (worth, 0)
    of_senior = Preference(source="S01", target="J01", rank=rank)
    found = parts(junior(), senior(), preferences=(of_senior,))
    assert (found[Component.PREFERENCE_JUNIOR], found[Component.PREFERENCE_SENIOR]) == (0, worth)


def test_a_wish_about_somebody_else_counts_nothing() -> None:
    """Only a wish about this very pair counts."""
    found = parts(junior(), senior(), preferences=(wish("J01", "S02"), wish("S02", "J01")))
    assert (found[Component.PREFERENCE_JUNIOR], found[Component.PREFERENCE_SENIOR]) == (0, 0)


def test_disc_follows_the_setting_or_the_rule_asked_for() -> None:
    """D with D is worth 1000 when likeness counts and 500 by complement."""
    d = DiscProfile(style="D")
    someone, guide = junior(disc=d), senior(disc=d)
    assert parts(someone, guide)[Component.DISC] == 1000
    setting = {"disc_rule": DiscRule.COMPLEMENT}
    assert parts(someone, guide, settings=setting)[Component.DISC] == 500
    assert parts(someone, guide, DiscRule.PACE, settings=setting)[Component.DISC] == 750


def test_shared_days_are_counted_over_an_even_and_an_odd_week() -> None:
    """Monday every week, Tuesday only in even weeks: three days in a fortnight."""
    someone = junior(hours=(*hours([0], 9, 12), *hours([1], 9, 12, Weeks.EVEN)))
    guide = senior(hours=hours([0, 1, 2], 13, 17, site="Zuid"))  # other hours, another site
    assert parts(someone, guide)[Component.SHARED_DAYS] == 300
    opposite = senior(hours=hours([1], weeks=Weeks.ODD))
    assert parts(someone, opposite)[Component.SHARED_DAYS] == 0


def test_more_than_ten_shared_days_count_as_ten() -> None:
    """Seven days a week are fourteen in a fortnight."""
    every_day = hours(range(7))
    assert parts(junior(hours=every_day), senior(hours=every_day))[Component.SHARED_DAYS] == 1000
    assert worked_days(senior(hours=every_day), QUARTER).bit_count() == 14


def test_the_pattern_of_the_first_day_of_the_quarter_counts() -> None:
    """One that ended before it, or starts after it, does not."""
    first = QUARTER.first_day
    someone = senior(
        hours=(
            *hours([0], valid_to=date(2026, 12, 31)),
            *hours([1], valid_from=first, valid_to=first),
            *hours([2], valid_from=date(2027, 1, 2)),
        )
    )
    assert worked_days(someone, QUARTER) == 1 << 1 | 1 << 8  # Tuesday, in both weeks


def test_the_main_site_is_the_first_one_listed() -> None:
    """Sharing a second site gives no points; case does not matter; nobody's site is none."""
    assert parts(junior(), senior(sites=("NOORD", "Zuid")))[Component.SITE] == 1000
    assert parts(junior(), senior(sites=("Zuid", "Noord")))[Component.SITE] == 0
    assert parts(junior(sites=()), senior(sites=()))[Component.SITE] == 0
    assert parts(junior(sites=()), senior())[Component.SITE] == 0


@pytest.mark.parametrize(
    ("goals", "offered", "worth"),
    [
        (("rouw", "taal"), ("taal",), 500),
        (("rouw", "taal", "spel"), (" Taal", "SPEL", "x"), 666),
        (("rouw",), ("rouw", "taal"), 1000),
        (("rouw", "Rouw "), ("rouw",), 1000),
        (("rouw",), (), 0),
        ((), ("rouw",), 0),
    ],
)
def test_learning_goals_count_for_the_share_that_is_met(
    goals: tuple[str, ...], offered: tuple[str, ...], worth: int
) -> None:
    """Two of three are 666, floored; case and spaces do not matter; no goals is 0."""
    found = parts(junior(goals=goals), senior(specialisations=offered))
    assert found[Component.GOALS] == worth


@pytest.mark.parametrize("demand", list(Registration))
def test_a_registration_counts_where_one_is_demanded(demand: Registration) -> None:
    """Experience opens the door for skj but earns no points."""
    kind = weekly(3, name="demanding", demand=demand)
    someone = junior(trajectory="demanding")
    seniors = {
        0: senior(academic_years=9.0, has_motivation=True),
        1000: senior(registrations=("NVO-OG",)),
    }
    for worth, guide in seniors.items():
        found = parts(someone, guide, trajectories=types(kind))
        assert found[Component.REGISTRATION] == worth


def test_the_type_of_a_group_replaces_that_of_a_member() -> None:
    """A member of a demanding group is in a demanding trajectory."""
    kind = weekly(3, name="demanding", demand=Registration.SKJ)
    group = Group(name="A", trajectory="demanding", start=date(2027, 1, 4))
    someone = junior(group="A")
    instance = practice([someone], [], groups=(group,), trajectories=types(kind))
    assert trajectory_name(someone, instance) == "demanding"
    assert trajectory_name(junior(group="B"), instance) == "junior"
    assert trajectory_name(junior(), instance) == "junior"


def test_points_are_rounded_half_up_to_whole_ones() -> None:
    """
    A worked pair with every component.

    25·667 + 15·333 + 20·853 + 15·600 + 10·1000 + 10·500 + 5·0
    = 16675 + 4995 + 17060 + 9000 + 10000 + 5000 = 62730 → 63.
    """
    scores = {
        Component.PREFERENCE_JUNIOR: 667,
        Component.PREFERENCE_SENIOR: 333,
        Component.DISC: 853,
        Component.SHARED_DAYS: 600,
        Component.SITE: 1000,
        Component.GOALS: 500,
        Component.REGISTRATION: 0,
    }
    assert total_points(scores, DEFAULT_WEIGHTS) == 63
    assert total_points({Component.GOALS: 500}, {Component.GOALS: 1}) == 1
    assert total_points({Component.GOALS: 499}, {Component.GOALS: 1}) == 0
    assert total_points(dict.fromkeys(Component, 1000), DEFAULT_WEIGHTS) == 100
    assert total_points(scores, {}) == 0


@pytest.mark.parametrize(
    ("junior_number", "senior_number", "lot"),
    # the first five hexadecimal digits of `printf '2027-Q1|J01|S01' | sha256sum`
    [("J01", "S01", 0x41A80), ("0012", "9003", 0x535F9), ("É1", "S01", 0x3E59C)],
)
def test_a_lot_is_the_first_twenty_bits_that_anybody_can_compute(
    junior_number: str, senior_number: str, lot: int
) -> None:
    """SHA-256 of quarter, junior and senior, in UTF-8."""
    assert draw(Quarter(2027, 1), junior_number, senior_number) == lot
