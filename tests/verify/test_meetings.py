"""The check of dated meetings finds every kind of lie."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from koppeling.domain.meeting import Meeting, MeetingKind
from koppeling.verify.meetings import verify_meetings
from tests.builders import junior, practice, senior
from tests.plan.plans import decided, guidance, make_plan

INSTANCE = practice([junior("J01"), junior("J02")], [senior()])
PAIRS = {"J01": "S01", "J02": "S01"}
SINCE = date(2027, 1, 1)


def honest() -> list[Meeting]:
    """Make a plan that is right."""
    plan = make_plan(INSTANCE, [decided("J01", slot="di 10:00"), decided("J02", slot="do 10:00")])
    return list(plan.meetings)


def changed(meeting: Meeting, **changes: object) -> Meeting:
    """Change a meeting; its shift is counted right."""
    told = replace(meeting, **changes)  # type: ignore[arg-type]
    shift = None if told.day is None else (told.day - told.nominal).days
    return replace(told, shift_days=shift)


def test_an_honest_plan_passes() -> None:
    """Nothing is held against a plan that is right."""
    assert verify_meetings(INSTANCE, honest(), PAIRS, SINCE) == ()


@pytest.mark.parametrize(
    "lie",
    [
        pytest.param(lambda m: changed(m, day=date(2027, 3, 27)), id="weekend"),
        pytest.param(lambda m: changed(m, day=date(2027, 3, 29)), id="holiday"),
        pytest.param(lambda m: changed(m, day=date(2027, 4, 6)), id="other quarter"),
        pytest.param(lambda m: changed(m, start_minute=7 * 60), id="before work"),
        pytest.param(lambda m: replace(m, shift_days=42), id="shift miscounted"),
        pytest.param(lambda m: changed(m, day=SINCE + timedelta(days=4)), id="out of order"),
        pytest.param(lambda m: changed(m, minutes=9 * 60), id="longer than the day"),
    ],
)
def test_a_lie_is_found(lie: Callable[[Meeting], Meeting]) -> None:
    """One meeting that is not as it should be is enough."""
    rows = honest()
    plan = [m for m in rows if m.kind is MeetingKind.GUIDANCE and m.juniors == ("J01",)]
    victim = plan[5]
    rows[rows.index(victim)] = lie(victim)
    assert verify_meetings(INSTANCE, rows, PAIRS, SINCE)


def test_two_meetings_at_once_are_found() -> None:
    """A senior cannot be with two juniors at the same time."""
    rows = honest()
    one = next(m for m in rows if m.juniors == ("J01",) and m.kind is MeetingKind.GUIDANCE)
    other = next(m for m in rows if m.juniors == ("J02",) and m.kind is MeetingKind.GUIDANCE)
    rows[rows.index(other)] = changed(other, day=one.day, start_minute=one.start_minute)
    (problem,) = verify_meetings(INSTANCE, rows, PAIRS, SINCE)
    assert problem.subject == "S01"


def test_a_meeting_that_was_dropped_is_found() -> None:
    """Every date that is due stands somewhere."""
    rows = [m for m in honest() if not (m.juniors == ("J02",) and m.number == 4)]
    assert verify_meetings(INSTANCE, rows, PAIRS, SINCE)


def test_the_plan_that_is_made_is_the_plan_that_is_checked() -> None:
    """The helper of the tests plans something, or the check would prove nothing."""
    assert len(guidance(make_plan(INSTANCE, [decided("J01"), decided("J02")]))) == 38
