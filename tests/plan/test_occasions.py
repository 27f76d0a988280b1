"""What comes beside the guidance: talks, reviews, cockpits and evaluations."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from koppeling.domain.meeting import Meeting, MeetingKind, MeetingStatus
from koppeling.domain.people import Absence
from koppeling.domain.period import Quarter
from koppeling.domain.trajectory import TrajectoryType
from tests.builders import hours, junior, practice, senior, types, weekly
from tests.plan.plans import decided, guidance, make_plan, of_kind


def test_a_senior_has_one_talk_in_each_quarter_with_a_meeting() -> None:
    """The quarterly talk of half an hour falls two weeks before the quarter's end."""
    plan = make_plan(
        practice([junior("J01"), junior("J02")], [senior()]),
        [decided("J01", slot="di 10:00"), decided("J02", slot="di 11:00")],
    )
    talks = of_kind(plan, MeetingKind.TALK)
    assert [Quarter.of(m.nominal).number for m in talks] == [1, 2, 3, 4]
    assert {m.minutes for m in talks} == {30}
    assert {m.juniors for m in talks} == {()}
    assert talks[0].nominal == date(2027, 3, 17)
    assert all(abs(m.shift_days or 0) <= 1 for m in talks)


def test_a_senior_without_meetings_or_away_has_no_talk() -> None:
    """Nothing to talk about, or nobody to talk with: no talk."""
    away = Absence(date(2027, 4, 1), date(2027, 6, 30))
    plan = make_plan(
        practice([junior()], [senior("S01", absences=(away,)), senior("S02")]),
        [decided(slot="di 10:00")],
    )
    talks = of_kind(plan, MeetingKind.TALK)
    assert {m.senior for m in talks} == {"S01"}
    assert [Quarter.of(m.nominal).number for m in talks] == [1, 3, 4]


@pytest.mark.parametrize("begin", [540, None], ids=["with a time", "a day only"])
@pytest.mark.parametrize("status", [MeetingStatus.HELD, MeetingStatus.PLANNED])
def test_a_talk_that_somebody_typed_is_the_talk_of_its_quarter(
    status: MeetingStatus, begin: int | None
) -> None:
    """Senior and quarter tell which it is, no id needed; what stood for it goes."""
    instance = practice([junior()], [senior()], settings={"reference_date": date(2027, 2, 15)})
    before = make_plan(instance, [decided(slot="di 10:00")])
    typed = Meeting(
        id="typed", kind=MeetingKind.TALK, senior="S01", juniors=(), number=0,
        nominal=date(2027, 1, 11), minutes=30, day=date(2027, 1, 11), start_minute=begin,
        status=status,
    )  # fmt: skip
    other = replace(typed, id="other", senior="S02")
    again = make_plan(instance, [decided(slot="di 10:00")], (*before.meetings, typed, other))
    talks = [m for m in of_kind(again, MeetingKind.TALK) if m.senior == "S01"]
    standing = [m for m in talks if m.status in (MeetingStatus.HELD, MeetingStatus.PLANNED)]
    assert [Quarter.of(m.nominal).number for m in standing] == [1, 2, 3, 4]
    assert standing[0].id == "typed"
    (gone,) = [m for m in talks if m.status is MeetingStatus.DROPPED]
    assert Quarter.of(gone.nominal) == Quarter(2027, 1)


def test_a_talk_that_somebody_cancelled_is_planned() -> None:
    """Only what stands is recognised."""
    instance = practice([junior()], [senior()])
    typed = Meeting(
        id="typed", kind=MeetingKind.TALK, senior="S01", juniors=(), number=0,
        nominal=date(2027, 1, 11), minutes=30, day=date(2027, 1, 11), start_minute=540,
        status=MeetingStatus.DROPPED,
    )  # fmt: skip
    plan = make_plan(instance, [decided(slot="di 10:00")], [typed])
    talks = of_kind(plan, MeetingKind.TALK)
    assert [m.status is MeetingStatus.PLANNED for m in talks] == [False, True, True, True, True]


def test_the_yearly_review_is_on_the_anniversary_and_takes_no_senior() -> None:
    """Each junior has a review with management once a year, around the day of the start."""
    plan = make_plan(
        practice([junior(start=date(2025, 6, 2), hours=hours([0, 2]))], [senior()]),
        [decided(slot="wo 10:00")],
    )
    (review,) = of_kind(plan, MeetingKind.REVIEW)
    assert review.nominal == date(2027, 6, 2)
    assert review.day == date(2027, 6, 2)
    assert (review.senior, review.juniors, review.number) == (None, ("J01",), 2)


def test_a_cohort_has_a_cockpit_every_ten_weeks() -> None:
    """Juniors of one type and one start look ahead together; others have their own."""
    kinds = types(weekly(30, name="intern", cockpit_weeks=10))
    start = date(2027, 1, 4)
    juniors = [
        junior("J01", trajectory="intern", start=start, hours=hours([0, 1])),
        junior("J02", trajectory="intern", start=start, hours=hours([1, 2])),
        junior("J03", trajectory="intern", start=date(2027, 2, 1)),
    ]
    plan = make_plan(
        practice(juniors, [senior(), senior("S02")], trajectories=kinds),
        [decided("J01", slot="di 10:00"), decided("J02", "S02", "di 10:00"),
         decided("J03", slot="do 10:00")],
    )  # fmt: skip
    cockpits = of_kind(plan, MeetingKind.COCKPIT)
    first = [m for m in cockpits if m.juniors == ("J01", "J02")]
    assert [m.nominal for m in first] == [start + timedelta(weeks=10 * n) for n in range(3)]
    assert {m.day.weekday() for m in first if m.day} == {1}
    assert {m.status for m in cockpits} == {MeetingStatus.PLANNED}
    assert len([m for m in cockpits if m.juniors == ("J03",)]) == 3


def test_a_type_without_cockpit_has_none() -> None:
    """The built-in trajectory asks for no cockpit."""
    kind = TrajectoryType(name="plain", phases=weekly(3).phases)
    plan = make_plan(
        practice([junior(trajectory="plain")], [senior()], trajectories=types(kind)),
        [decided(slot="di 10:00")],
    )
    assert of_kind(plan, MeetingKind.COCKPIT) == []


def test_an_evaluation_marks_the_last_meeting_of_each_phase() -> None:
    """The plan is evaluated in the meeting that ends a phase, without a minute extra."""
    plan = make_plan(practice([junior()], [senior()]), [decided(slot="di 10:00")])
    marks = of_kind(plan, MeetingKind.EVALUATION)
    last = {m.number: m for m in guidance(plan)}
    assert [m.number for m in marks] == [1, 2]
    assert [(m.day, m.start_minute) for m in marks] == [
        (last[13].day, last[13].start_minute),
        (last[19].day, last[19].start_minute),
    ]
    assert {m.minutes for m in marks} == {0}
    assert not {m.id for m in marks} & {m.id for m in guidance(plan)}


def test_guidance_goes_before_everything_else() -> None:
    """A review never takes the only moment of a meeting of the trajectory."""
    narrow = hours([1], 10, 10.5)
    plan = make_plan(
        practice([junior(hours=narrow, start=date(2026, 1, 5))], [senior()]),
        [decided(slot="di 10:00")],
    )
    (review,) = of_kind(plan, MeetingKind.REVIEW)
    taken = {m.day for m in guidance(plan)}
    assert len(taken) == 12
    assert review.day not in taken
