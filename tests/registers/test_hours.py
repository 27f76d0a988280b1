"""Where the hours go: trajectories, seniors, groups, direct time."""

from __future__ import annotations

from datetime import date

from koppeling.domain.instance import Escalation, Group
from koppeling.domain.meeting import MeetingKind, MeetingStatus
from koppeling.domain.people import Absence
from koppeling.registers.figures import TrackRecord
from koppeling.registers.hours import (
    Note,
    list_direct_time,
    list_group_savings,
    list_protected_hours,
    list_trajectories,
    total_coverage,
)
from tests.builders import QUARTER, junior, practice, running, senior, types, weekly
from tests.registers.standings import fortnightly, meeting, standing


def test_a_trajectory_takes_thirty_five_hours_of_both_together() -> None:
    """35 meetings of half an hour: 17,5 + 17,5 = 35 hours (P35, P36)."""
    (account,) = list_trajectories(standing())
    assert (account.nominal, account.planned) == (35, 35)
    assert account.planned_junior == account.planned_senior == 1050
    assert (account.planned_junior + account.planned_senior) / 60 == 35
    assert account.notes == ()


def test_held_hours_are_equal_on_both_sides() -> None:
    """Three meetings held: 1,5 hours for each; planned, cancelled and intervision count not."""
    held = fortnightly(date(2027, 1, 4), 3)
    others = (
        meeting(date(2027, 2, 16), status=MeetingStatus.PLANNED),
        meeting(date(2027, 2, 8), status=MeetingStatus.DROPPED),
        meeting(date(2027, 2, 9), kind=MeetingKind.PEER),
    )
    (account,) = list_trajectories(standing(meetings=(*held, *others)))
    assert account.held == 3
    assert account.held_junior == account.held_senior == 90


def test_coverage_is_held_over_due() -> None:
    """Due before 15 February: 4 and 18 January, 1 February; two of them were held (P1)."""
    (account,) = list_trajectories(standing(meetings=fortnightly(date(2027, 1, 4), 2)))
    assert (account.held_of_due, account.due) == (2, 3)
    assert account.coverage == 2 / 3


def test_nothing_due_gives_no_coverage() -> None:
    """Where there is no answer there is no number."""
    (account,) = list_trajectories(standing(on=date(2027, 1, 4)))
    assert account.due == 0
    assert account.coverage is None


def test_one_junior_does_not_make_good_for_another() -> None:
    """Four of three and one of three is four of six, not five."""
    where = standing(
        practice([junior("J01"), junior("J02")], [senior()]),
        pairs={"J01": "S01", "J02": "S01"},
        meetings=(
            *fortnightly(date(2027, 1, 4), 4, juniors=("J01",)),
            *fortnightly(date(2027, 1, 4), 1, juniors=("J02",)),
        ),
    )
    total = total_coverage(list_trajectories(where))
    assert (total.held, total.due) == (4, 6)


def test_what_was_held_before_koppeling_counts() -> None:
    """Running since 1 July 2026, 13 meetings before, one since: seven hours a side."""
    where = standing(
        practice([junior(start=date(2026, 7, 1))], [senior()]),
        meetings=(meeting(date(2027, 1, 5)),),
        records={"J01": TrackRecord(number="J01", already_held=13)},
    )
    (account,) = list_trajectories(where)
    assert (account.before, account.held) == (13, 1)
    assert account.held_junior == account.held_senior == 14 * 30
    # 13 in the first half year, then 1 January and 1 February
    assert (account.held_of_due, account.due) == (14, 15)


def test_an_unknown_past_is_no_zero() -> None:
    """Without al gehouden only what koppeling can know is due, and the account says so."""
    where = standing(practice([junior(start=date(2026, 7, 1))], [senior()]))
    (account,) = list_trajectories(where)
    assert account.before is None
    assert account.due == 2  # 1 January and 1 February
    assert Note.PAST_UNKNOWN in account.notes


def test_extra_meetings_stand_apart() -> None:
    """An escalation adds nothing to the 35, on plan or as held (W3)."""
    where = standing(
        practice(
            [junior()],
            [senior()],
            escalations=(
                Escalation(
                    junior="J01", first=date(2027, 8, 9), last=date(2027, 9, 30), every_weeks=2
                ),
            ),
        ),
        meetings=(meeting(date(2027, 1, 4)), meeting(date(2027, 1, 11), kind=MeetingKind.EXTRA)),
    )
    (account,) = list_trajectories(where)
    assert account.planned == 35
    assert (account.held, account.extra, account.extra_minutes) == (1, 1, 30)
    assert account.held_of_due == 1


def test_a_short_plan_tells_why() -> None:
    """Late entry in the second year: 13 + 6 meetings fall away, 16 remain."""
    late = junior(start=date(2026, 1, 4), guided_from=date(2027, 1, 4))
    (account,) = list_trajectories(standing(practice([late], [senior()])))
    assert (account.nominal, account.planned) == (35, 16)
    assert Note.LATE_ENTRY in account.notes


def test_protected_hours_lay_agreed_time_beside_guidance() -> None:
    """Twelve hours agreed; seven meetings and the talk ask four; one was held."""
    first, *_rest = list_protected_hours(standing(meetings=(meeting(),)))
    assert first.quarter == QUARTER
    assert first.budget.cap_minutes == 720
    assert (first.guidance, first.talk, first.left) == (7 * 30, 30, 480)
    assert (first.held, first.juniors) == (30, 1)


def test_a_senior_who_is_out_has_no_figures() -> None:
    """Nothing is asked in such a quarter."""
    away = senior(absences=(Absence(date(2027, 1, 1), date(2027, 3, 31)),))
    first, *_rest = list_protected_hours(standing(practice([junior()], [away])))
    assert first.budget.is_out
    assert (first.guidance, first.talk, first.juniors) == (0, 0, 0)


def test_direct_time_compares_with_the_quarters_contract_hours() -> None:
    """
    Work it out by hand for 2027-Q1: 90 days, so 90 / 7 weeks.

    Junior, 28 hours a week: 360 hours; 30 % is 108; 3,5 of guidance and 100
    other leave 4,5. Senior, 14 hours: 180; 40 % is 72; 3,5 + 0,5 and 70 ask
    two hours too many.
    """
    where = standing(
        practice(
            [junior(contract_hours=28.0, other_indirect_hours=100.0)],
            [senior(contract_hours=14.0, other_indirect_hours=70.0)],
        )
    )
    of_junior, of_senior = list_direct_time(where)
    assert (of_junior.contract, of_junior.allowed) == (360 * 60, 108 * 60)
    assert (of_junior.guidance, of_junior.left) == (210, 270)
    assert (of_senior.contract, of_senior.allowed) == (180 * 60, 72 * 60)
    assert (of_senior.guidance, of_senior.left) == (240, -120)


def test_without_contract_hours_nothing_can_be_told() -> None:
    """No number where there is no answer."""
    assert {check.left for check in list_direct_time(standing())} == {None}


def test_a_group_saves_the_senior_time() -> None:
    """Three members, four meetings of an hour: twelve hours apart, four together (B5)."""
    instance = practice(
        [junior(f"J0{n}", group="G") for n in (1, 2, 3)],
        [senior()],
        groups=(Group(name="G", trajectory="weekly", start=date(2027, 1, 4)),),
        trajectories=types(weekly(4, minutes=60)),
    )
    together = meeting(
        date(2027, 1, 4), juniors=("J01", "J02", "J03"), kind=MeetingKind.GROUP, minutes=60
    )
    where = standing(
        instance, pairs=dict.fromkeys(("J01", "J02", "J03"), "S01"), meetings=(together,)
    )
    (saving,) = list_group_savings(where)
    assert (saving.apart, saving.together, saving.saved) == (720, 240, 480)
    assert saving.saved_held == 120
    first = list_protected_hours(where)[0]
    assert first.guidance == 240
    accounts = list_trajectories(where)
    assert [a.planned_senior for a in accounts] == [80, 80, 80]
    assert [a.held_senior for a in accounts] == [20, 20, 20]
    assert [a.held_junior for a in accounts] == [60, 60, 60]


def test_the_senior_time_of_a_group_is_shared_by_who_is_there() -> None:
    """Of four hours the first two are for both, the others for who stays: 1 + 3 = 4."""
    leaves = junior("J02", group="G", trajectory_end=date(2027, 1, 11))
    instance = practice(
        [junior("J01", group="G"), leaves],
        [senior()],
        groups=(Group(name="G", trajectory="weekly", start=date(2027, 1, 4)),),
        trajectories=types(weekly(4, minutes=60)),
    )
    accounts = list_trajectories(standing(instance, pairs=dict.fromkeys(("J01", "J02"), "S01")))
    assert [a.planned_senior for a in accounts] == [180, 60]


def test_undecided_pairs_ask_no_hours() -> None:
    """A running pair without a decision is not counted: management decides."""
    where = standing(practice([junior()], [senior()], pairings=(running("J01", "S01"),)), pairs={})
    assert list_protected_hours(where)[0].guidance == 0
