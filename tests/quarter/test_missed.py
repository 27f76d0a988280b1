"""Meetings that were not held: told, counted once, and caught up with where there is room."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from koppeling import api
from koppeling.domain.instance import PairingStatus
from koppeling.domain.meeting import Meeting, MeetingKind, MeetingStatus
from koppeling.domain.trajectory import nominal_dates
from koppeling.practice.opening import open_result_workbook, rewrite
from koppeling.quarter.missed import missed_meetings
from koppeling.quarter.use_case import next_quarter
from koppeling.rules.situation import Situation
from tests.practice.results import fill, sheet_rows
from tests.quarter.turning import Q2, instance, pairs


def open_pairs(path: Path) -> list[tuple[str, str]]:
    """List the pairs that run in a workbook."""
    rows = instance(path).pairings
    return [(p.junior, p.senior) for p in rows if p.status is not PairingStatus.ENDED]


def meeting(number: int, day: dt.date, status: MeetingStatus) -> Meeting:
    """Make a meeting of the first junior."""
    return Meeting(
        id=f"m-{number}", kind=MeetingKind.GUIDANCE, senior="9001", juniors=("0001",),
        number=number, nominal=day, minutes=30, day=day, start_minute=600, status=status,
        shift_days=0,
    )  # fmt: skip


def evaluation_in(carrier: Meeting) -> Meeting:
    """Make the mark of an evaluation on a meeting."""
    return replace(
        carrier,
        id=carrier.id.replace("m", "e"),
        kind=MeetingKind.EVALUATION,
        minutes=0,
    )


def test_old_meetings_only_count(decided: Path, tmp_path: Path) -> None:
    """A held one of more than a year ago leaves the sheet, and is counted once."""
    held = MeetingStatus.HELD
    rows = (
        meeting(1, dt.date(2026, 2, 2), held),
        meeting(2, dt.date(2026, 9, 7), held),
        meeting(3, dt.date(2027, 1, 11), held),
        meeting(4, dt.date(2027, 4, 6), MeetingStatus.PLANNED),
    )
    path = rewrite(open_result_workbook(decided), meetings=rows, output=tmp_path / "praktijk.xlsx")
    done = next_quarter(path)
    kept = [row["id"] for row in sheet_rows(done.written, "Overleggen")]
    assert kept == ["m-2", "m-3", "m-4"]
    juniors = {row["personeelsnummer"]: row for row in sheet_rows(done.written, "Junioren")}
    assert juniors["0001"]["al gehouden"] == 1
    assert done.missed == 0


@pytest.mark.parametrize("catch_up", [False, True])
def test_missed_meetings_are_listed_and_can_be_caught_up_with(
    decided: Path,
    tmp_path: Path,
    catch_up: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    """Extra ones, apart from the 35: the trajectory's own dates stay as they were."""
    rows = (
        meeting(1, dt.date(2027, 1, 12), MeetingStatus.PLANNED),
        meeting(2, dt.date(2027, 2, 9), MeetingStatus.DROPPED),
        meeting(3, dt.date(2027, 3, 9), MeetingStatus.HELD),
        evaluation_in(meeting(1, dt.date(2027, 1, 12), MeetingStatus.PLANNED)),
    )
    path = rewrite(open_result_workbook(decided), meetings=rows, output=tmp_path / "praktijk.xlsx")
    done = next_quarter(path, catch_up=catch_up, on=Q2.first_day)
    assert done.missed == 2
    due = Situation(instance(done.written)).meetings["0001"]
    assert [m.is_extra for m in due].count(True) == (2 if catch_up else 0)
    nominal = [d for d in nominal_dates(dt.date(2026, 9, 1)) if d >= Q2.first_day]
    last = instance(done.written).settings.quarters[-1].last_day
    assert [m.day for m in due if not m.is_extra] == [d for d in nominal if d <= last]
    states = {row["id"]: row["status"] for row in sheet_rows(done.written, "Overleggen")}
    assert states["m-1"] == ("vervallen" if catch_up else "gepland")
    assert states["m-3"] == "gehouden"
    assert states["e-1"] == ("niet te plannen" if catch_up else "gepland")


def test_what_is_still_to_come_is_not_missed(decided: Path, tmp_path: Path) -> None:
    """Turned before the end of the quarter; it is missed in the next when it was not held."""
    row = meeting(1, dt.date(2027, 3, 30), MeetingStatus.PLANNED)
    path = rewrite(open_result_workbook(decided), meetings=[row], output=tmp_path / "praktijk.xlsx")
    done = next_quarter(path, catch_up=True, on=dt.date(2027, 3, 29))
    assert done.missed == 0
    assert [c.message for c in done.changes if c.what == "nog te houden"] == [
        "1 overleg van 2027-Q1: vink het af in het nieuwe koppelboek als het is gehouden"
    ]
    rows = open_result_workbook(path).meetings
    assert missed_meetings(rows, Q2, frozenset(), dt.date(2027, 7, 1)) == rows


def test_a_meeting_nobody_ticked_for_two_quarters_is_told_to_go(
    decided: Path, tmp_path: Path
) -> None:
    """The second time it is listed it leaves Overleggen, and the list says so."""
    row = meeting(1, dt.date(2026, 12, 15), MeetingStatus.PLANNED)
    path = rewrite(open_result_workbook(decided), meetings=[row], output=tmp_path / "praktijk.xlsx")
    done = next_quarter(path, on=Q2.first_day)
    assert [c.message for c in done.changes if c.what == "gemist"] == [
        "overleg van 15-12-2026 niet gehouden; "
        "staat uit een eerder kwartaal nog op gepland en gaat nu uit Overleggen"
    ]
    assert open_result_workbook(done.written).meetings == ()


def test_who_left_a_group_does_not_keep_the_others_from_catching_up(
    decided: Path, tmp_path: Path
) -> None:
    """A missed group meeting is for those who are still there."""
    both = ("0001", "0002")  # 0002 left in February
    row = replace(meeting(1, dt.date(2027, 1, 12), MeetingStatus.PLANNED), juniors=both)
    path = rewrite(open_result_workbook(decided), meetings=[row], output=tmp_path / "praktijk.xlsx")
    done = next_quarter(path, catch_up=True, on=Q2.first_day)
    (told,) = [c for c in done.changes if c.what == "gemist"]
    assert told.who == "0001"
    assert "wordt ingehaald" in told.message
    assert {e.junior for e in instance(done.written).escalations} == {"0001"}


def test_who_still_has_to_catch_up_is_not_done(decided: Path, tmp_path: Path) -> None:
    """The pair of a trajectory that is complete but for a missed meeting goes on."""
    missed = replace(meeting(1, dt.date(2027, 1, 12), MeetingStatus.PLANNED), juniors=("0004",))
    path = rewrite(
        open_result_workbook(decided), meetings=[missed], output=tmp_path / "praktijk.xlsx"
    )
    rows = pairs(next_quarter(path, catch_up=True, on=Q2.first_day).written)
    assert rows["0004", "9001"]["status"] == "lopend"


def test_catching_up_takes_no_running_pair_away(decided: Path, tmp_path: Path) -> None:
    """With hours for one meeting more, one is caught up with; the other is listed."""
    planned = MeetingStatus.PLANNED
    rows = (meeting(1, dt.date(2027, 1, 12), planned), meeting(2, dt.date(2027, 2, 9), planned))
    path = rewrite(open_result_workbook(decided), meetings=rows, output=tmp_path / "praktijk.xlsx")
    running = open_pairs(next_quarter(path, output=tmp_path / "q2.xlsx").written)
    own = Situation(instance(tmp_path / "q2.xlsx")).own_minutes
    hours = (
        sum(own[junior][0] for junior, _senior in running) + 30 + 30
    ) / 60  # the talk, one meeting
    done = next_quarter(
        fill(path, "Capaciteit", {("9001", "uren"): hours}), catch_up=True, on=Q2.first_day
    )
    told = [change.message for change in done.changes if change.what == "gemist"]
    assert "ingehaald" in told[0]
    assert told[1].endswith("inhalen past niet: de senior zit vol of is weg")
    states = {row["id"]: row["status"] for row in sheet_rows(done.written, "Overleggen")}
    assert states == {"m-1": "vervallen", "m-2": "gepland"}
    again = api.read(done.written).match().outcome
    assert again is not None
    assert {(d.pairing.junior, d.pairing.senior) for d in again.pairings} == set(running)
