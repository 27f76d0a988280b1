"""Why a junior needs no meeting in the whole horizon."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from koppeling.domain.instance import Group
from koppeling.domain.people import Absence
from koppeling.rules.explanation import Idleness, why_idle
from koppeling.rules.situation import Situation
from tests.builders import QUARTER, junior, practice, types, weekly


def why(**changes: Any) -> Idleness:
    """Say why an idle junior is idle."""
    of_practice = {
        name: changes.pop(name)
        for name in ("groups", "trajectories", "settings")
        if name in changes
    }
    someone = junior(**changes)
    situation = Situation(practice([someone], [], **of_practice))
    assert situation.idle == (someone,)
    return why_idle(someone, situation)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"start": date(2024, 1, 1), "trajectory": "weekly"}, Idleness.FINISHED),
        ({"start": date(2020, 1, 1)}, Idleness.FINISHED),
        ({"start": date(2028, 1, 1)}, Idleness.LATER),
        ({"guided_from": date(2028, 1, 1)}, Idleness.LATER),
        (
            {
                "group": "A",
                "in_service_from": date(2028, 1, 1),
                "groups": (Group(name="A", trajectory="junior", start=date(2025, 1, 6)),),
            },
            Idleness.LATER,
        ),
        ({"start": date(2025, 1, 4), "trajectory_end": date(2026, 12, 31)}, Idleness.STOPPED),
        ({"start": date(2025, 1, 4), "promoted_from": date(2026, 12, 31)}, Idleness.STOPPED),
        ({"start": date(2025, 1, 4), "out_of_service_from": QUARTER.first_day}, Idleness.STOPPED),
        # done with all meetings, but gone: nobody to promote
        ({"start": date(2020, 1, 1), "out_of_service_from": QUARTER.first_day}, Idleness.STOPPED),
        ({"start": date(2020, 1, 1), "guided_from": date(2028, 1, 1)}, Idleness.LATER),
        ({"start": date(2025, 1, 4), "absences": (Absence(date(2026, 12, 1)),)}, Idleness.AWAY),
    ],
)
def test_an_idle_junior_is_finished_stopped_early_or_away(
    changes: dict[str, Any], reason: Idleness
) -> None:
    """Each by one thing in the input."""
    assert why(trajectories=types(weekly(3)), **changes) is reason


def test_long_leave_with_an_end_is_no_finish() -> None:
    """Away the whole of 2027, so that every date moves to 2028: nobody to promote yet."""
    away = (Absence(date(2027, 1, 1), date(2027, 12, 31)),)
    assert why(start=date(2026, 12, 31), absences=away) is Idleness.LATER


def test_an_end_before_the_next_meeting_is_no_finish() -> None:
    """In the third year, with the next meeting on 5 January and the last day on the 4th."""
    for field in ("trajectory_end", "promoted_from", "out_of_service_from"):
        ends: dict[str, Any] = {field: date(2027, 1, 4)}
        assert why(start=date(2024, 10, 5), **ends) is Idleness.STOPPED


def test_an_end_after_the_last_meeting_changes_nothing() -> None:
    """The last of three years' meetings was on 1 October 2026; the end is filled in as well."""
    assert why(start=date(2024, 1, 1), trajectory_end=date(2027, 1, 31)) is Idleness.FINISHED


def test_the_dates_of_a_group_decide() -> None:
    """The group starts later; an own open-ended leave stops no group's clock."""
    group = Group(name="A", trajectory="weekly", start=date(2028, 1, 3))
    kinds = types(weekly(3))
    assert why(group="A", groups=(group,), trajectories=kinds) is Idleness.LATER
    past = Group(name="A", trajectory="weekly", start=date(2026, 1, 5))
    away = (Absence(date(2026, 12, 1)),)
    assert why(group="A", groups=(past,), trajectories=kinds, absences=away) is Idleness.FINISHED
