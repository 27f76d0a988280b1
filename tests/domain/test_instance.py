"""What a practice holds before anything is derived."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from koppeling.domain.instance import DEFAULT_WEIGHTS, Component, Level, Settings
from koppeling.domain.period import Quarter
from tests.builders import junior, practice, running, senior

Q1 = Quarter(2027, 1)


@pytest.mark.parametrize(
    ("until", "is_open"),
    [
        (None, True),
        (date(2026, 12, 31), False),
        (date(2027, 1, 1), True),
        (date(2027, 6, 30), True),
    ],
)
def test_a_row_is_open_until_an_end_before_the_quarter(
    *, until: date | None, is_open: bool
) -> None:
    """An end on the first day of the quarter or later leaves the row open."""
    assert running("J01", "S01", until=until).is_open(Q1) is is_open


def test_the_horizon_is_the_quarter_and_those_after_it() -> None:
    """Four quarters by default, from the planning quarter on."""
    assert Settings(quarter=Quarter(2027, 3)).quarters == (
        Quarter(2027, 3),
        Quarter(2027, 4),
        Quarter(2028, 1),
        Quarter(2028, 2),
    )
    assert Settings(quarter=Q1, horizon_length=1).quarters == (Q1,)


def test_default_weights_are_those_of_the_specification() -> None:
    """25, 15, 20, 15, 10, 10 and 5: a hundred together."""
    assert dict(DEFAULT_WEIGHTS) == {
        Component.PREFERENCE_JUNIOR: 25,
        Component.PREFERENCE_SENIOR: 15,
        Component.DISC: 20,
        Component.SHARED_DAYS: 15,
        Component.SITE: 10,
        Component.GOALS: 10,
        Component.REGISTRATION: 5,
    }


def test_a_plain_practice_has_the_built_in_trajectory_and_all_goals_in_order() -> None:
    """Without sheets of its own a practice gets the defaults."""
    instance = practice([junior()], [senior()])
    assert list(instance.trajectories) == ["junior"]
    assert [level.value for level in instance.levels] == [
        "placed",
        "kept",
        "served",
        "peak",
        "quality",
        "even",
        "draw",
    ]
    assert instance.levels[0] is Level.PLACED
    assert instance.disc_matrix == {}


def test_a_practice_cannot_be_changed_in_place() -> None:
    """What was read stays as it was read: a what-if makes a new practice."""
    instance = practice([junior()], [senior()])
    with pytest.raises(dataclasses.FrozenInstanceError):
        instance.juniors = ()  # type: ignore[misc]
    with pytest.raises(TypeError):
        instance.trajectories["junior"] = None  # type: ignore[index]
