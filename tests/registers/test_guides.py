"""The register of guides and its flags (B14-B16)."""

from __future__ import annotations

from datetime import date
from typing import Any

from koppeling.registers.hours import Flag, list_guides
from tests.builders import junior, practice, running, senior
from tests.registers.standings import meeting, standing

TRAINED: dict[str, Any] = {"trained_until": date(2028, 1, 1)}


def test_two_years_without_juniors_is_flagged() -> None:
    """Active on 15 February 2025 is two years ago today; a day later is not."""
    for day, flags in ((date(2025, 2, 15), (Flag.INACTIVE,)), (date(2025, 2, 16), ())):
        where = standing(practice([junior()], [senior(last_active=day, **TRAINED)]), pairs={})
        (guide,) = list_guides(where)
        assert guide.flags == flags


def test_a_meeting_held_is_activity() -> None:
    """What was held counts, whatever the sheet says."""
    where = standing(
        practice([junior()], [senior(last_active=date(2020, 1, 1), **TRAINED)]),
        meetings=(meeting(date(2027, 1, 4)),),
    )
    (guide,) = list_guides(where)
    assert guide.last_active == date(2027, 1, 4)
    assert guide.flags == ()


def test_a_pair_that_was_only_just_agreed_does_not_hide_an_idle_guide() -> None:
    """The flag is what management wants to see before the pair starts."""
    where = standing(practice([junior()], [senior(last_active=date(2020, 1, 1), **TRAINED)]))
    (guide,) = list_guides(where)
    assert guide.flags == (Flag.INACTIVE,)
    assert (guide.juniors, guide.guidance_minutes) == (1, 210)


def test_a_running_pair_is_activity() -> None:
    """Who guides today is active today."""
    where = standing(practice([junior()], [senior(**TRAINED)], pairings=(running("J01", "S01"),)))
    (guide,) = list_guides(where)
    assert guide.last_active == where.on


def test_training_that_lacks_or_ended_is_flagged() -> None:
    """Empty beside one that is filled in is not trained; a date in the past has expired."""
    active: dict[str, Any] = {"last_active": date(2027, 1, 1)}
    other = senior("S02", **active, **TRAINED)
    empty = practice([junior()], [senior(**active), other])
    ended = practice([junior()], [senior(trained_until=date(2027, 2, 14), **active)])
    assert list_guides(standing(empty))[0].flags == (Flag.UNTRAINED,)
    assert list_guides(standing(ended))[0].flags == (Flag.EXPIRED,)
    unknown = practice([junior()], [senior(**TRAINED), other])
    assert list_guides(standing(unknown))[0].flags == (Flag.INACTIVE,)


def test_what_is_kept_of_nobody_flags_nobody() -> None:
    """A column that is not there, or empty for everyone, calls nobody untrained or idle."""
    nothing = practice([junior()], [senior(), senior("S02")])
    assert [guide.flags for guide in list_guides(standing(nothing))] == [(), ()]
