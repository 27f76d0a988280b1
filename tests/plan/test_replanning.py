"""A plan made again: what is past stays, the rest moves as little as possible, ids stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from koppeling.domain.instance import Escalation, Instance
from koppeling.domain.meeting import Meeting, MeetingKind, MeetingStatus, Plan
from koppeling.domain.people import Absence, Senior
from koppeling.quarter.missed import give_up
from tests.builders import junior, practice, senior, types, weekly
from tests.plan.plans import GUIDANCE, decided, guidance, make_plan, of_kind

TODAY = date(2027, 2, 15)
PAIR = [decided(slot="di 10:00")]


def first_plan() -> Plan:
    """Plan a plain pair."""
    return make_plan(practice([junior()], [senior()]), PAIR)


def ticked(plan: Plan) -> tuple[Meeting, ...]:
    """Tick what was before today as held."""
    return tuple(
        replace(m, status=MeetingStatus.HELD) if m.day and m.day < TODAY else m
        for m in plan.meetings
    )


def since_today(**changes: object) -> dict[str, object]:
    """Set the reference date."""
    return {"settings": {"reference_date": TODAY, **changes}}


def test_a_plan_made_again_without_changes_is_the_same() -> None:
    """Nothing moves when nothing changed, with a reference date or without."""
    plan = first_plan()
    assert make_plan(practice([junior()], [senior()]), PAIR, plan.meetings) == plan
    again = make_plan(practice([junior()], [senior()], **since_today()), PAIR, ticked(plan))
    assert again.meetings == ticked(plan)


def test_a_later_escalation_has_meetings_of_its_own() -> None:
    """Its row takes the place of one that is over, and no meeting held before is taken for it."""
    kinds = types(weekly(8, every=6))

    def escalated(day: date, **changes: Any) -> Instance:
        row = Escalation(junior="J01", first=day, last=day, every_weeks=1)
        people = [junior(trajectory="weekly")], [senior()]
        return practice(*people, trajectories=kinds, escalations=(row,), **changes)

    held = ticked(make_plan(escalated(date(2027, 1, 25)), PAIR))
    later = escalated(date(2027, 5, 31), **since_today())
    again = of_kind(make_plan(later, PAIR, held), MeetingKind.EXTRA)
    assert [(m.nominal, m.status) for m in again] == [
        (date(2027, 1, 25), MeetingStatus.HELD),
        (date(2027, 5, 31), MeetingStatus.PLANNED),
    ]


def test_only_what_must_move_moves() -> None:
    """A week of leave moves the meeting in it, raises its sequence, and nothing else."""
    plan = first_plan()
    hit = next(m for m in guidance(plan) if m.day and m.day > TODAY + timedelta(days=20))
    assert hit.day is not None
    leave = Absence(hit.day, hit.day + timedelta(days=2))
    instance = practice([junior()], [senior(absences=(leave,))], **since_today())
    again = {m.id: m for m in make_plan(instance, PAIR, ticked(plan)).meetings}
    assert set(again) == {m.id for m in plan.meetings}
    changed = [m for m in ticked(plan) if again[m.id] != m and m.kind in GUIDANCE]
    assert [m.id for m in changed] == [hit.id]
    moved = again[hit.id]
    assert moved.sequence == hit.sequence + 1
    assert moved.day == hit.day - timedelta(days=1)
    assert moved.start_minute == hit.start_minute


def test_past_meetings_that_nobody_ticked_stay_as_they_are() -> None:
    """What is before the reference date is a fact, held or not."""
    plan = first_plan()
    instance = practice([junior()], [senior(absences=(Absence(date(2027, 1, 1), TODAY),))])
    instance = replace(instance, settings=replace(instance.settings, reference_date=TODAY))
    again = {m.id: m for m in make_plan(instance, PAIR, plan.meetings).meetings}
    for meeting in plan.meetings:
        if meeting.day is not None and meeting.day < TODAY:
            assert again[meeting.id] == meeting


def test_another_senior_cancels_the_old_meetings_and_plans_new_ones() -> None:
    """When a pair changes, the old dates to come are cancelled under their own id."""
    plan = first_plan()
    instance = practice([junior()], [senior("S01"), senior("S02")], **since_today())
    again = make_plan(instance, [decided(senior="S02", slot="do 11:00")], ticked(plan))
    by_id = {m.id: m for m in again.meetings}
    for meeting in guidance(plan):
        now = by_id[meeting.id]
        is_past = meeting.day is not None and meeting.day < TODAY
        assert now.status is (MeetingStatus.HELD if is_past else MeetingStatus.DROPPED)
        assert now.sequence == meeting.sequence + (0 if is_past else 1)
    new = [m for m in guidance(again) if m.senior == "S02"]
    assert (
        len(new) + sum(m.status is MeetingStatus.HELD for m in again.meetings if m.kind in GUIDANCE)
        == 19
    )
    assert all(m.day and m.day >= TODAY for m in new)


def test_a_pair_that_comes_back_gets_its_meetings_back() -> None:
    """What was cancelled since it was not needed is planned again under the same id."""
    plan = first_plan()
    instance = practice([junior()], [senior("S01"), senior("S02")])
    other = make_plan(instance, [decided(senior="S02", slot="do 11:00")], plan.meetings)
    back = make_plan(instance, PAIR, other.meetings)
    assert {m.id for m in guidance(plan)} == {m.id for m in guidance(back)}
    assert {m.sequence for m in guidance(back)} == {2}


def test_what_someone_cancelled_stays_cancelled() -> None:
    """A meeting that a person dropped is not planned again."""
    plan = first_plan()
    dropped = guidance(plan)[-1]
    rows = tuple(
        replace(m, status=MeetingStatus.DROPPED, reason="vakantie") if m.id == dropped.id else m
        for m in plan.meetings
    )
    again = {m.id: m for m in make_plan(practice([junior()], [senior()]), PAIR, rows).meetings}
    assert again[dropped.id].status is MeetingStatus.DROPPED
    assert again[dropped.id].reason == "vakantie"


def test_rows_that_someone_typed_stay_and_keep_their_time() -> None:
    """An extra meeting typed by hand is a fact: kept, and nothing is planned over it."""
    plan = first_plan()
    busy = guidance(plan)[3]
    typed = replace(
        busy, id="typed", kind=MeetingKind.PEER, number=0, juniors=("J01",), senior=None
    )
    again = make_plan(practice([junior()], [senior()]), PAIR, (*plan.meetings, typed))
    assert typed in again.meetings
    moved = next(m for m in again.meetings if m.id == busy.id)
    assert (moved.day, moved.start_minute) != (busy.day, busy.start_minute)


def test_a_meeting_held_early_keeps_the_next_ones_behind_it() -> None:
    """What is held after today's planning still comes before the next of its series."""
    plan = first_plan()
    fourth, fifth = guidance(plan)[3:5]
    assert fifth.day is not None
    held = replace(fourth, status=MeetingStatus.HELD, day=fifth.day, start_minute=900)
    rows = tuple(held if m.id == held.id else m for m in plan.meetings)
    again = {m.id: m for m in make_plan(practice([junior()], [senior()]), PAIR, rows).meetings}
    now = again[fifth.id].day
    assert now is not None
    assert now > fifth.day


def test_a_date_that_is_past_but_was_put_later_is_still_planned() -> None:
    """A meeting whose date is before the reference date and its day after it is not lost."""
    plan = first_plan()
    late = guidance(plan)[3]
    moved = replace(late, day=date(2027, 2, 19), start_minute=600, nominal=late.nominal)
    today = {"settings": {"reference_date": late.nominal + timedelta(days=2)}}
    assert late.nominal == date(2027, 2, 15)
    rows = tuple(moved if m.id == late.id else m for m in plan.meetings)
    again = make_plan(practice([junior()], [senior()], **today), PAIR, rows)
    found = next(m for m in again.meetings if m.id == late.id)
    assert (found.status, found.day) == (MeetingStatus.PLANNED, moved.day)


def test_an_unplannable_meeting_that_becomes_possible_is_planned() -> None:
    """What could not be planned is tried again, under its own id."""
    away = Absence(date(2027, 4, 1), date(2027, 6, 30))
    before = make_plan(practice([junior()], [senior(absences=(away,))]), PAIR)
    after = make_plan(practice([junior()], [senior()]), PAIR, before.meetings)
    assert {m.id for m in of_kind(before, MeetingKind.GUIDANCE)} == {
        m.id for m in of_kind(after, MeetingKind.GUIDANCE)
    }
    assert len(guidance(after)) == 19


def test_what_was_met_with_the_former_senior_is_not_asked_again() -> None:
    """A meeting held early, before the pair changed, counts for the junior."""
    plan = first_plan()
    early = next(m for m in guidance(plan) if m.nominal == TODAY)
    met = replace(early, status=MeetingStatus.HELD, day=TODAY - timedelta(days=3), shift_days=-3)
    rows = tuple(met if m.id == early.id else m for m in ticked(plan))
    instance = practice([junior()], [senior("S01"), senior("S02")], **since_today())
    again = make_plan(instance, [decided(senior="S02", slot="do 11:00")], rows)
    assert [m.nominal for m in guidance(again) if m.nominal <= TODAY] == []


def put(plan: Plan, one: Meeting, **changes: Any) -> tuple[Meeting, ...]:
    """Change a row of the plan as a person would."""
    return tuple(replace(m, **changes) if m.id == one.id else m for m in plan.meetings)


def test_a_time_by_hand_that_can_be_stays_and_is_not_remarked_upon() -> None:
    """Another day that both can make is kept, without a word."""
    plan = first_plan()
    third = guidance(plan)[2]
    assert third.day is not None
    day = third.day + timedelta(days=1)
    again = make_plan(practice([junior()], [senior()]), PAIR, put(plan, third, day=day))
    assert next(m for m in again.meetings if m.id == third.id).day == day
    assert again.unkept == ()


def test_a_time_by_hand_that_cannot_be_is_named_with_the_reason() -> None:
    """What was asked, where it is now, and what stands in the way."""
    plan = first_plan()
    third, fourth = guidance(plan)[2:4]
    assert third.day is not None
    assert fourth.day is not None
    away = senior(absences=(Absence(third.day, third.day),))
    saturday = third.day + timedelta(days=5 - third.day.weekday())
    asked: list[tuple[Senior, dict[str, Any], str]] = [
        (senior(), {"day": saturday}, "niet beschikbaar"),
        (away, {"day": third.day}, "niet beschikbaar op dat moment: S01"),
        (senior(), {"start_minute": 22 * 60}, "niet beschikbaar"),
        (senior(), {"day": date(2027, 4, 6)}, "hoort in 2027-Q1"),
        (senior(), {"day": fourth.day + timedelta(days=1)}, "volgorde"),
        (senior(), {"day": fourth.day, "start_minute": fourth.start_minute}, "ander overleg"),
    ]
    for guide, changes, told in asked:
        again = make_plan(practice([junior()], [guide]), PAIR, put(plan, third, **changes))
        found = [one for one in again.unkept if one.meeting.id in (third.id, fourth.id)]
        assert found, told
        assert any(told in one.reason for one in found), (told, found)
        assert all(one.meeting in again.meetings for one in found)


def test_an_evaluation_moved_apart_is_named() -> None:
    """It is held within the last meeting of its phase, so only that one can move."""
    plan = first_plan()
    mark = of_kind(plan, MeetingKind.EVALUATION)[0]
    assert mark.day is not None
    rows = put(plan, mark, day=mark.day + timedelta(days=1))
    (found,) = make_plan(practice([junior()], [senior()]), PAIR, rows).unkept
    assert (found.meeting.id, found.meeting.day) == (mark.id, mark.day)
    assert "evaluatie" in found.reason


def test_somebody_else_in_a_row_is_named() -> None:
    """Who meets is decided in the proposal; a colleague for once is a row of its own."""
    plan = first_plan()
    third = guidance(plan)[2]
    instance = practice([junior()], [senior("S01"), senior("S02")])
    (found,) = make_plan(instance, PAIR, put(plan, third, senior="S02")).unkept
    assert (found.before.senior, found.meeting.senior) == ("S02", "S01")
    assert "rij zonder id" in found.reason


def test_a_stand_in_by_hand_is_a_fact_and_no_mistake() -> None:
    """At a quarter past ten with a colleague, typed anew, or dropped: each counts."""
    plan = first_plan()
    third = guidance(plan)[2]
    instance = practice([junior()], [senior("S01"), senior("S02")])
    rows = put(plan, third, senior="S02", start_minute=615)
    assert next(m for m in rows if m.id == third.id) in make_plan(instance, PAIR, rows).meetings
    day, typed = third.nominal, replace(third, id="typed", number=0, senior="S02")
    anew = (*(m for m in plan.meetings if m.id != third.id), replace(typed, day=day))
    again = make_plan(instance, PAIR, anew)
    assert third.id not in {m.id for m in again.meetings}
    dropped = put(plan, third, senior="S02", status=MeetingStatus.DROPPED, reason="ziek")
    found = next(m for m in make_plan(instance, PAIR, dropped).meetings if m.id == third.id)
    assert (found.status, found.reason) == (MeetingStatus.DROPPED, "ziek")


def test_an_evaluation_stays_in_the_meeting_that_was_held_or_moved_by_hand() -> None:
    """Ticked without a reference date, or put at a quarter past: it is not cancelled (K9)."""
    plan = first_plan()
    mark = of_kind(plan, MeetingKind.EVALUATION)[0]
    carrier = next(m for m in guidance(plan) if (m.day, m.start_minute) == moment(mark))
    for changes in ({"status": MeetingStatus.HELD}, {"start_minute": 615}):
        rows = put(plan, carrier, **changes)
        found = by_id(make_plan(practice([junior()], [senior()]), PAIR, rows), mark)
        assert found.status is MeetingStatus.PLANNED
        assert moment(found) == (carrier.day, changes.get("start_minute", carrier.start_minute))


def test_the_evaluation_of_a_dropped_meeting_is_in_the_next_one() -> None:
    """It stays due (K9), and stays there when planned again."""
    plan = first_plan()
    mark = of_kind(plan, MeetingKind.EVALUATION)[0]
    every = guidance(plan)
    place = next(n for n, m in enumerate(every) if (m.day, m.start_minute) == moment(mark))
    rows = put(plan, every[place], status=MeetingStatus.DROPPED, reason="ziek")
    once = make_plan(practice([junior()], [senior()]), PAIR, rows)
    assert moment(by_id(once, mark)) == moment(every[place + 1])
    again = make_plan(practice([junior()], [senior()]), PAIR, once.meetings)
    assert again.meetings == once.meetings


def test_the_evaluation_of_a_missed_meeting_is_in_the_one_that_catches_up() -> None:
    """The quarter that turned left it without a time, on the day of the extra meeting (K9)."""
    plan = first_plan()
    mark = of_kind(plan, MeetingKind.EVALUATION)[0]
    carrier = next(m for m in guidance(plan) if moment(m) == moment(mark))
    day = date(2027, 7, 19)
    missed = put(plan, carrier, status=MeetingStatus.DROPPED, reason="niet gehouden")
    rows = tuple(give_up(m, day) if m.id == mark.id else m for m in missed)
    row = Escalation(junior="J01", first=day, last=day, every_weeks=1)
    later = practice(
        [junior()], [senior()], escalations=(row,), settings={"reference_date": date(2027, 6, 28)}
    )
    again = make_plan(later, PAIR, rows)
    (extra,) = of_kind(again, MeetingKind.EXTRA)
    assert moment(by_id(again, mark)) == moment(extra)
    assert make_plan(later, PAIR, again.meetings).meetings == again.meetings


def test_a_length_by_hand_is_named() -> None:
    """How long a meeting takes follows from the trajectory; it is not put back in silence."""
    plan = first_plan()
    third = guidance(plan)[2]
    (found,) = make_plan(
        practice([junior()], [senior()]), PAIR, put(plan, third, minutes=60)
    ).unkept
    assert (found.before.minutes, found.meeting.minutes) == (60, 30)
    assert "30 minuten" in found.reason


def moment(meeting: Meeting) -> tuple[date | None, int | None]:
    """Return when a meeting is."""
    return meeting.day, meeting.start_minute


def by_id(plan: Plan, one: Meeting) -> Meeting:
    """Return a meeting as it is in another plan."""
    return next(m for m in plan.meetings if m.id == one.id)
