"""A calendar made again replaces the one before, whoever changed the workbook."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from koppeling.plan.use_case import plan
from koppeling.share.calendar import ZONE
from koppeling.share.use_cases import calendar
from koppeling.workbook.write.publish import practice_in
from tests.share.exchange import Component, read_calendar

JUNIOR = "0412"
Row = dict[str, Any]


def events(book: Path, folder: Path) -> dict[str, Component]:
    """Export the calendar of one junior; return its events by identity."""
    (file,) = calendar(book, people=[JUNIOR], output=folder, force=True)
    found = read_calendar(file.read_bytes()).all("VEVENT")
    return {event.text("UID"): event for event in found}


def change(book: Path, row_number: int, **cells: object) -> None:
    """Change a row of Overleggen as a person does, a moment later."""
    time.sleep(1.05)  # programs note to the second when they saved
    workbook = openpyxl.load_workbook(book)
    sheet = workbook["Overleggen"]
    headings = [str(cell.value) for cell in sheet[1]]
    for heading, value in cells.items():
        target: Any = sheet.cell(row_number, headings.index(heading) + 1)
        target.value = value
    workbook.save(book)


def row_of(book: Path, kind: str = "begeleiding") -> tuple[int, str, dt.date]:
    """Find the first planned meeting of the junior: its row, id and day."""
    sheet = openpyxl.load_workbook(book)["Overleggen"]
    headings = [str(cell.value) for cell in sheet[1]]
    for number, cells in enumerate(sheet.iter_rows(min_row=2, values_only=True), start=2):
        row = dict(zip(headings, cells, strict=True))
        if (row["junior"], row["soort"], row["status"]) == (JUNIOR, kind, "gepland"):
            assert isinstance(row["datum"], dt.datetime)
            return number, str(row["id"]), row["datum"].date()
    raise AssertionError(kind)


def sequence(event: Component) -> int:
    """Read the sequence of an event."""
    return int(event.text("SEQUENCE"))


@pytest.mark.slow
def test_each_change_by_hand_and_by_plan_gets_a_higher_sequence(
    planned: Path, tmp_path: Path
) -> None:
    """Moved, moved again, put back, cancelled, planned again: each export wins of the last."""
    number, identity, day = row_of(planned)
    steps: list[Component] = [events(planned, tmp_path)[identity]]
    changes: list[dict[str, object]] = [
        {"begin": "13:00", "einde": "13:30"},
        {"begin": "14:00", "einde": "14:30"},
        {"begin": steps[0].text("DTSTART")[9:11] + ":00", "einde": None},
        {"status": "vervallen"},
    ]
    for cells in changes:
        change(planned, number, **cells)
        steps.append(events(planned, tmp_path)[identity])
    again = plan(planned, reference_date=day + dt.timedelta(days=1)).written
    steps.append(events(again, tmp_path)[identity])
    told = [sequence(event) for event in steps]
    assert told == sorted(set(told))
    assert [event.text("DTSTAMP") for event in steps] == sorted({e.text("DTSTAMP") for e in steps})
    assert [event.text("STATUS") for event in steps] == ["CONFIRMED"] * 4 + ["CANCELLED"] * 2


@pytest.mark.slow
def test_a_time_taken_away_by_hand_is_cancelled(planned: Path, tmp_path: Path) -> None:
    """A meeting that a person calls impossible leaves the calendar that has it."""
    number, identity, _day = row_of(planned)
    before = events(planned, tmp_path)[identity]
    change(planned, number, status="niet te plannen")
    after = events(planned, tmp_path)[identity]
    assert after.text("STATUS") == "CANCELLED"
    assert after.text("SUMMARY") == f"Vervallen: {before.text('SUMMARY')}"


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["", "elders", "praktijk agenda's 2026-Q4"])
def test_a_row_that_was_deleted_is_cancelled_wherever_it_was_handed_out(
    folder: str, planned: Path, tmp_path: Path
) -> None:
    """The earlier calendar may stand in the usual folder, in another, or in last quarter's."""
    number, identity, _day = row_of(planned)
    (earlier,) = calendar(planned, people=[JUNIOR], output=tmp_path / folder if folder else None)
    time.sleep(1.05)
    workbook = openpyxl.load_workbook(planned)
    workbook["Overleggen"].delete_rows(number)
    workbook.save(planned)
    (made,) = calendar(planned, people=[JUNIOR])
    assert (made == earlier) is (not folder)
    told = {e.text("UID"): e for e in read_calendar(made.read_bytes()).all("VEVENT")}
    assert told[identity].text("STATUS") == "CANCELLED"
    assert [e.text("STATUS") for e in told.values()].count("CANCELLED") == 1


@pytest.mark.slow
def test_a_calendar_of_another_person_of_that_number_says_nothing(
    planned: Path, tmp_path: Path
) -> None:
    """Two practices in one folder may both have somebody with this number."""
    number, identity, _day = row_of(planned)
    (earlier,) = calendar(planned, people=[JUNIOR], output=tmp_path / "elders")
    earlier.write_bytes(
        earlier.read_bytes().replace(f"OWNER:{JUNIOR} ".encode(), f"OWNER:{JUNIOR} X".encode())
    )
    change(planned, number, status="vervallen")
    assert identity not in events(planned, tmp_path / "hier")


@pytest.mark.slow
@pytest.mark.parametrize("whose", ["ours", "theirs"])
def test_a_site_of_that_name_in_another_practice_says_nothing(
    whose: str, planned: Path, tmp_path: Path
) -> None:
    """What went is cancelled, but not what another practice beside this one has at its Noord."""
    earlier = calendar(planned, sites=["Noord"], output=tmp_path / "elders")[0]
    if whose == "theirs":
        mark = f"X-KOPPELING-PRACTICE:{practice_in(planned)}".encode()
        content = earlier.read_bytes()
        assert mark in content
        earlier.write_bytes(content.replace(mark, b"X-KOPPELING-PRACTICE:" + b"0" * 16))
    time.sleep(1.05)
    workbook = openpyxl.load_workbook(planned)
    for number in range(workbook["Overleggen"].max_row, 1, -2):
        workbook["Overleggen"].delete_rows(number)
    workbook.save(planned)
    (made,) = calendar(planned, sites=["Noord"], output=tmp_path / "hier")
    told = [e.text("STATUS") for e in read_calendar(made.read_bytes()).all("VEVENT")]
    assert ("CANCELLED" in told) is (whose == "ours")


@pytest.mark.slow
def test_what_nobody_got_is_in_no_calendar(planned: Path, tmp_path: Path) -> None:
    """A meeting cancelled before the first calendar was written is left out."""
    number, identity, _day = row_of(planned)
    change(planned, number, status="vervallen")
    assert identity not in events(planned, tmp_path)


@pytest.mark.slow
def test_who_has_nothing_left_gets_a_calendar_that_says_so(planned: Path, tmp_path: Path) -> None:
    """All meetings of a junior go; the next run for everybody cancels them."""
    first = {path.name for path in calendar(planned, output=tmp_path / "uit")}
    had = events(planned, tmp_path / "uit")
    time.sleep(1.05)
    workbook = openpyxl.load_workbook(planned)
    sheet = workbook["Overleggen"]
    at = [str(cell.value) for cell in sheet[1]].index("junior") + 1
    for row in range(sheet.max_row, 1, -1):
        if str(sheet.cell(row, at).value) == JUNIOR:
            sheet.delete_rows(row)
    workbook.save(planned)
    again = calendar(planned, output=tmp_path / "uit")
    assert {path.name for path in again} == first
    (file,) = [path for path in again if JUNIOR in path.name]
    told = read_calendar(file.read_bytes()).all("VEVENT")
    assert {e.text("UID") for e in told} == set(had)
    assert {e.text("STATUS") for e in told} == {"CANCELLED"}


def test_the_same_workbook_gives_the_same_bytes(planned: Path, tmp_path: Path) -> None:
    """Changed by hand or not, nothing but the workbook counts."""
    for _ in range(2):
        (first,) = calendar(planned, people=[JUNIOR], output=tmp_path / "a", force=True)
        content = first.read_bytes()
        time.sleep(1.05)
        (second,) = calendar(planned, people=[JUNIOR], output=tmp_path / "b", force=True)
        assert second.read_bytes() == content
        change(planned, 2, reden="overlegd")


@pytest.fixture
def in_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Put this machine in a time zone."""
    if not hasattr(time, "tzset"):
        pytest.skip("a system without time zones to choose from")

    def choose(zone: str) -> None:
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    yield choose
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize("zone", ["UTC", ZONE, "Pacific/Auckland"])
def test_the_stamp_is_when_the_workbook_was_written_in_utc(
    zone: str, in_zone: Callable[[str], None], planned: Path, tmp_path: Path
) -> None:
    """Planned anywhere, exported anywhere: the moment is right to the minute."""
    in_zone(zone)
    written = plan(planned).written
    now = dt.datetime.now(dt.UTC)
    for other in ("America/New_York", zone):
        in_zone(other)
        for event in events(written, tmp_path / "out").values():
            stamp = dt.datetime.strptime(event.text("DTSTAMP"), "%Y%m%dT%H%M%S%z")
            assert abs(stamp - now) < dt.timedelta(minutes=1)
