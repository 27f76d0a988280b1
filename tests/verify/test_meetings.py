"""The check of dated meetings finds every kind of lie."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from koppeling.domain.instance import Group
from koppeling.domain.meeting import Meeting, MeetingKind, MeetingStatus
from koppeling.verify.meetings import verify_meetings
from tests.builders import hours, junior, practice, senior
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


def test_a_second_talk_in_a_quarter_is_found() -> None:
    """One talk of a senior and management a quarter, whoever typed the other."""
    rows = honest()
    ours = next(m for m in rows if m.kind is MeetingKind.TALK)
    held = replace(ours, id="typed", number=0, status=MeetingStatus.HELD, start_minute=None)
    (problem,) = verify_meetings(INSTANCE, [*rows, held], PAIRS, SINCE)
    assert problem.subject == "S01"
    other = replace(held, senior="S02")
    assert verify_meetings(INSTANCE, [*rows, other], PAIRS, SINCE) == ()


def test_a_group_that_meets_without_somebody_is_found() -> None:
    """Who needs the meeting and is guided that day is there, or the plan is wrong."""
    group = Group(name="A", trajectory="junior", start=date(2027, 1, 4))
    instance = practice(
        [junior("J01", group="A"), junior("J02", group="A", trajectory_end=date(2027, 2, 14))],
        [senior()],
        groups=(group,),
    )
    plan = make_plan(instance, [decided("J01", slot="di 10:00"), decided("J02", slot="di 10:00")])
    rows = list(plan.meetings)
    ours = next(m for m in rows if m.kind is MeetingKind.GROUP and len(m.juniors) == 2)
    alone = replace(ours, juniors=("J01",))
    listed = replace(
        ours, id="x", juniors=("J02",), day=None, start_minute=None, shift_days=None,
        status=MeetingStatus.UNPLANNABLE,
    )  # fmt: skip
    rows[rows.index(ours)] = alone
    (problem,) = verify_meetings(instance, [*rows, listed], PAIRS, SINCE)
    assert problem.subject == "J02 - S01"
    # after the end of J02's trajectory that is as it should be
    late = changed(alone, day=date(2027, 3, 2))
    told = verify_meetings(instance, [m for m in rows if m != alone] + [late, listed], PAIRS, SINCE)
    assert all("J02" not in problem.subject for problem in told)


def test_a_meeting_that_changes_site_is_found() -> None:
    """All are at Noord in the first half hour and at Zuid in the second: no hour."""
    day = (*hours([0], 9, 9.5, site="Noord"), *hours([0], 9.5, 11, site="Zuid"))
    people: dict[str, Any] = {"sites": ("Noord", "Zuid"), "hours": day}
    settings = {"meeting_minutes": 60}
    instance = practice([junior(**people)], [senior(**people)], settings=settings)
    rows = list(make_plan(instance, [decided(slot="ma 10:00")]).meetings)
    pairs = {"J01": "S01"}
    assert verify_meetings(instance, rows, pairs, SINCE) == ()
    victim = next(m for m in rows if m.kind is MeetingKind.GUIDANCE)
    rows[rows.index(victim)] = replace(victim, start_minute=9 * 60)
    (problem,) = verify_meetings(instance, rows, pairs, SINCE)
    assert problem.subject == "J01, S01"


def test_a_meeting_that_was_dropped_is_found() -> None:
    """Every date that is due stands somewhere."""
    rows = [m for m in honest() if not (m.juniors == ("J02",) and m.number == 4)]
    assert verify_meetings(INSTANCE, rows, PAIRS, SINCE)


@pytest.mark.slow
def test_the_plan_that_is_made_is_the_plan_that_is_checked() -> None:
    """The helper of the tests plans something, or the check would prove nothing."""
    assert len(guidance(make_plan(INSTANCE, [decided("J01"), decided("J02")]))) == 38
