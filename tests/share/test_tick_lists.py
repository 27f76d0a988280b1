"""Tick lists: each senior's own meetings out, and ticks taken over or reported."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from koppeling.domain.finding import Finding, InputError
from koppeling.domain.meeting import Meeting, MeetingKind, MeetingStatus
from koppeling.domain.period import Quarter
from koppeling.errors import KoppelingError, WriteError
from koppeling.practice.decisions import in_force
from koppeling.practice.opening import open_result_workbook
from koppeling.share.tick_lists import Tick, listed_meetings, merge_ticks, phase_of
from koppeling.share.use_cases import tick, tick_lists
from koppeling.workbook.read.guard import MAX_UNPACKED_BYTES
from koppeling.workbook.read.remarks import Place, Remarks
from tests.share.exchange import MONDAY, decided, meeting, moved, small_practice, texts_in

Q1 = Quarter(2027, 1)
LATE = date(2027, 3, 31)
HELD, CANCELLED, PLANNED = (
    MeetingStatus.HELD,
    MeetingStatus.DROPPED,
    MeetingStatus.PLANNED,
)


def fill_in(path: Path, change: Callable[[list[Any]], None]) -> None:
    """Change each row of a list as a senior would, and save it from Excel."""
    book = openpyxl.load_workbook(path)
    sheet = book["Mijn kwartaal"]
    for row in sheet.iter_rows(min_row=2):
        values = [cell.value for cell in row]
        change(values)
        for cell, value in zip(row, values, strict=True):
            cell.value = value
    book.save(path)


def status_column(path: Path) -> int:
    """Return the position of the status."""
    sheet = openpyxl.load_workbook(path)["Mijn kwartaal"]
    return [cell.value for cell in sheet[1]].index("status")


def say(status: MeetingStatus, number: int = 1, day: date | None = MONDAY, file: str = "a") -> Tick:
    """Make a tick on a meeting."""
    place = Place("Mijn kwartaal", f"G{number + 1}", f"{file}.xlsx")
    return Tick(meeting=meeting(number).id, status=status, day=day, place=place)


def merged(
    meetings: Sequence[Meeting], *ticks: Tick
) -> tuple[list[MeetingStatus], tuple[Finding, ...]]:
    """Merge ticks; return the status of each meeting and the findings."""
    merge = merge_ticks(meetings, ticks, today=LATE, remarks=Remarks())
    return [one.status for one in merge.meetings], merge.findings


def test_a_list_holds_the_own_meetings_of_the_quarter() -> None:
    """Neither another senior's, nor another quarter's, nor those of undecided pairs."""
    mine = meeting(1)
    others = [
        meeting(2, senior="9302", juniors=("0413",)),
        meeting(3, date(2027, 4, 5)),
        meeting(4, juniors=("0413",)),
        meeting(5, day=None, status=MeetingStatus.UNPLANNABLE),
    ]
    agreement = in_force([decided(), decided("0413", "9301", decision=None)])
    assert listed_meetings("9301", Q1, [*others, mine], agreement) == (mine,)


def test_the_phase_is_that_of_the_meeting() -> None:
    """The number in the series tells the phase (P31-P33); an extra one has none."""
    instance = small_practice()
    assert phase_of(meeting(13), instance) == "jaar 1, eerste helft"
    assert phase_of(meeting(14), instance) == "jaar 1, tweede helft"
    assert phase_of(meeting(35), instance) == "jaar 3"
    assert phase_of(meeting(36), instance) == ""
    assert phase_of(meeting(1, kind=MeetingKind.EXTRA), instance) == ""


def test_ticks_are_taken_over() -> None:
    """Held and dropped are facts now; what says planned says nothing."""
    planned = [meeting(1), meeting(2), meeting(3)]
    statuses, findings = merged(planned, say(HELD, 1), say(CANCELLED, 2))
    assert statuses == [HELD, CANCELLED, PLANNED]
    assert findings == ()


def test_a_dropped_meeting_gets_a_higher_sequence() -> None:
    """So that calendars take its cancellation over."""
    merge = merge_ticks([meeting()], [say(CANCELLED)], today=LATE, remarks=Remarks())
    assert merge.meetings[0].sequence == 1
    assert merge.num_changed == 1


def test_the_same_tick_twice_is_one() -> None:
    """Two lists that agree, or a list that was merged before, change nothing more."""
    statuses, findings = merged([meeting()], say(HELD), say(HELD, file="b"))
    assert (statuses, findings) == ([HELD], ())
    again = merge_ticks([moved(meeting(), status=HELD)], [say(HELD)], today=LATE, remarks=Remarks())
    assert (again.num_changed, again.findings) == (0, ())


@pytest.mark.parametrize(
    ("before", "ticks", "code"),
    [
        (meeting(), [say(HELD), say(CANCELLED, file="b")], "lists-disagree"),
        (meeting(), [say(HELD, 7)], "unknown-meeting"),
        (moved(meeting(), status=CANCELLED), [say(HELD)], "other-state"),
        (meeting(), [say(HELD, day=date(2027, 1, 5))], "other-day"),
        (meeting(1, date(2027, 4, 6)), [say(HELD, day=date(2027, 4, 6))], "not-yet-held"),
    ],
)
def test_what_contradicts_is_told_and_stays(before: Meeting, ticks: list[Tick], code: str) -> None:
    """Each conflict is a finding at the cell of the list, and the meeting stays as it was."""
    statuses, (finding,) = merged([before], *ticks)
    assert statuses == [before.status]
    assert finding.code == code
    assert (finding.sheet, finding.source) == ("Mijn kwartaal", ticks[-1].place.source)


def test_lists_go_out_and_come_back(planned: Path) -> None:
    """What seniors ticked in Excel stands in the new result; the old one is untouched."""
    before = planned.read_bytes()
    lists = tick_lists(planned)
    assert [path.name for path in lists] == ["mijn kwartaal 9301.xlsx", "mijn kwartaal 9302.xlsx"]
    at = status_column(lists[0])
    for path in lists:
        fill_in(path, lambda row: row.__setitem__(at, "gehouden"))
    run = tick(planned, [lists[0].parent], today=date(2027, 4, 1))
    assert run.findings == ()
    assert run.written is not None
    assert run.written.name == "praktijk afgevinkt 2027-Q1.xlsx"
    assert planned.read_bytes() == before
    after = open_result_workbook(run.written).meetings
    in_quarter = [m for m in after if m.day and Quarter.of(m.day) == Q1 and m.senior]
    assert {m.status for m in in_quarter} == {HELD}
    assert len(in_quarter) == run.num_changed
    again = tick(run.written, lists, today=date(2027, 4, 1))
    assert (again.written, again.findings) == (None, ())


def test_a_list_tells_of_nobody_else(planned: Path) -> None:
    """In the bytes of a list are the own juniors, and no address, wish, style or reason."""
    text = texts_in(tick_lists(planned)[0].read_bytes())
    assert "Femke Berk" in text
    for word in ("Joris", "Puck", "9302", "Zwaarwegend", "Kwetsbaar", "voorbeeld.nl", "Esdoorn"):
        assert word not in text


def test_a_filled_in_list_is_not_overwritten(planned: Path) -> None:
    """Not one list is written then; with force the old one is kept as .bak."""
    lists = tick_lists(planned)
    tick_lists(planned)  # nobody worked in them: they are made anew
    assert not list(lists[0].parent.glob("*.bak"))
    fill_in(lists[1], lambda row: row.__setitem__(0, row[0]))
    lists[0].unlink()
    with pytest.raises(WriteError, match="mijn kwartaal 9302"):
        tick_lists(planned)
    assert not lists[0].exists()
    tick_lists(planned, force=True)
    assert [path.name for path in lists[0].parent.glob("*.bak")] == ["mijn kwartaal 9302.xlsx.bak"]


def test_a_wrong_word_in_a_list_stops_everything(planned: Path) -> None:
    """A status that is none is an error with its cell; nothing is written."""
    path = tick_lists(planned)[0]
    at = status_column(path)
    fill_in(path, lambda row: row.__setitem__(at, "misschien"))
    with pytest.raises(InputError) as caught:
        tick(planned, [path], today=LATE)
    assert caught.value.findings[0].sheet == "Mijn kwartaal"
    assert caught.value.findings[0].source == path.name
    assert not list(planned.parent.glob("*afgevinkt*"))


def test_a_list_that_comes_back_passes_the_door(planned: Path) -> None:
    """One that a crafted file took the place of is told by name; nothing is taken over."""
    before = planned.read_bytes()
    files = tick_lists(planned)
    with zipfile.ZipFile(files[0], "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/workbook.xml", b" " * (MAX_UNPACKED_BYTES + 1))
    with pytest.raises(InputError) as caught:
        tick(planned, files, today=LATE)
    assert [(f.code, f.source) for f in caught.value.findings] == [("too-much", files[0].name)]
    assert planned.read_bytes() == before


def test_another_workbook_is_no_list(planned: Path) -> None:
    """A file without the sheet is an error that names the file."""
    other = Path(shutil.copy(planned, planned.with_name("verkeerd.xlsx")))
    with pytest.raises(InputError) as caught:
        tick(planned, [other], today=LATE)
    (finding,) = caught.value.findings
    assert finding.code == "no-tick-list"
    assert "verkeerd.xlsx" in finding.message


def test_without_a_plan_there_is_nothing_to_tick(planned: Path) -> None:
    """The message says to plan first."""
    unplanned = openpyxl.load_workbook(planned)
    del unplanned["Overleggen"]
    unplanned.save(planned)
    with pytest.raises(KoppelingError, match="koppeling plan"):
        tick_lists(planned)
