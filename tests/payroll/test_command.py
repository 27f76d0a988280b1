"""`koppeling payroll` and `koppeling pairings` on a real workbook, from the command line."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from koppeling.cli import main
from koppeling.payroll import use_case as paying
from koppeling.payroll.ledger import LEDGER_NAME
from koppeling.payroll.marks import read_marks
from koppeling.payroll.use_case import payroll
from koppeling.practice import InputError, match
from koppeling.practice.opening import open_result_workbook
from koppeling.quarter.use_case import next_quarter
from koppeling.workbook.schema.results import Origin
from tests.payroll.payable_workbook import AFTER, edit, set_cell, set_status
from tests.payroll.payrolls import read_back


def test_held_meetings_are_paid_and_the_period_closed(workbook: Path) -> None:
    """Three meetings of half an hour give 1:30 on each side; the talk has no code by choice."""
    run = payroll(workbook, profile="neutraal", period="2027-02", today=AFTER)
    (file,) = [path for path in run.files if path.suffix == ".csv"]
    assert sum(read_back("neutraal-csv", file).values()) == 180
    assert sum(inside + outside for inside, outside in run.totals.values()) == 210
    assert run.workbook is not None
    marks = open_result_workbook(run.workbook).provenance
    assert run.batch is not None
    told = f"neutraal-csv {run.batch.id}"
    assert Origin("Afgesloten loonperiode 2027-02", told, "closed 2027-02") in marks


def test_names_are_in_no_file(workbook: Path) -> None:
    """No name, site, style or note of anybody stands in what goes to payroll (on the bytes)."""
    edit(workbook, "Junioren", lambda sheet: sheet.cell(2, 2, "Zwaantje Geheim"))
    run = payroll(workbook, profile="neutraal", period="2027-02", today=AFTER)
    book = open_result_workbook(workbook)
    private = {
        row.text(key)
        for sheet in ("juniors", "seniors")
        for row in book.reading.table(sheet).rows  # type: ignore[union-attr]
        for key in ("name", "site")
    }
    assert "Zwaantje Geheim" in private
    content = b"".join(unpacked(path) for path in run.files)
    assert run.files
    for word in private:
        assert word.encode() not in content
    with closing(sqlite3.connect(workbook.parent / LEDGER_NAME)) as database:
        assert "Zwaantje" not in "\n".join(database.iterdump())


def unpacked(path: Path) -> bytes:
    """Read a file, an archive with its parts."""
    import zipfile

    if path.suffix != ".docx":
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def test_past_meetings_that_are_still_planned_stop_it(workbook: Path) -> None:
    """The senior and the number are named, with the cell; nothing is written."""
    edit(workbook, "Overleggen", set_status(2, "gepland"))
    before = set(workbook.parent.iterdir())
    with pytest.raises(InputError) as stopped:
        payroll(workbook, profile="neutraal", period="2027-02", today=AFTER)
    (finding,) = stopped.value.findings
    assert finding.code == "still-planned"
    assert finding.place == "Overleggen!I2"
    senior = open_result_workbook(workbook).meetings[0].senior
    assert f"Senior {senior}: 1 overleg" in finding.message
    assert set(workbook.parent.iterdir()) == before


def test_nobody_is_paid_for_two_meetings_at_one_time(workbook: Path) -> None:
    """A row that was copied stops it, at its cell; so does who guides themself."""

    def copy(sheet: Worksheet) -> None:
        sheet.append([None, *(cell.value for cell in sheet[2][1:])])

    held = open_result_workbook(workbook).meetings[0]
    edit(workbook, "Overleggen", copy)
    told = overlaps(workbook)
    assert {number for number, _cell in told} == {held.senior, *held.juniors}
    assert {cell for _number, cell in told} <= {"I2", "I6"}
    edit(workbook, "Overleggen", lambda sheet: sheet.delete_rows(6))
    edit(workbook, "Overleggen", set_cell(2, "senior", held.juniors[0]))
    with pytest.raises(InputError) as stopped:
        payroll(workbook, profile="neutraal", period="2027-02", today=AFTER)
    assert "Overleggen!F2" in [finding.place for finding in stopped.value.findings]


def overlaps(workbook: Path) -> set[tuple[str, str]]:
    """List who is in two meetings at one time, and the cell at which that is told."""
    with pytest.raises(InputError) as stopped:
        payroll(workbook, profile="neutraal", period="2027-02", today=AFTER)
    (found,) = [f for f in stopped.value.findings if f.code == "in-two-meetings"]
    return set(re.findall(r"(\w+) op [\d-]+ \((\w+)\)", found.message))


def test_all_that_stands_in_the_way_is_told_in_one_round(workbook: Path) -> None:
    """Meetings that wait, are too soon, and a missing employer come together, each kind once."""
    edit(workbook, "Overleggen", set_status(2, "gepland"))
    edit(workbook, "Overleggen", set_status(3, "gepland"))
    for row in (4, 5):
        edit(workbook, "Overleggen", set_cell(row, "datum", date(2027, 2, 26 + row - 4)))
    with pytest.raises(InputError) as stopped:
        payroll(workbook, profile="loket", period="2027-02", today=date(2027, 2, 20))
    assert [finding.code for finding in stopped.value.findings] == [
        "still-planned", "held-too-soon", "employer-missing",
    ]  # fmt: skip
    too_soon = stopped.value.findings[1]
    assert "26-02-2027 (I4), 27-02-2027 (I5)" in too_soon.message


def test_meetings_in_no_known_period_are_told_with_their_days(workbook: Path) -> None:
    """Whoever pays by four weeks and gave another year only reads which days go nowhere."""
    own = workbook.parent / "weken.toml"
    own.write_text("based_on = 'neutraal-csv'\n[period_starts]\n2028 = 2028-01-03\n", "utf-8")
    run = payroll(workbook, profile="weken", period="2028-P01", today=AFTER)
    (finding,) = run.findings
    assert finding.code == "in-no-period"
    days = {m.day for m in open_result_workbook(workbook).meetings if m.day is not None}
    assert len(days) == 4
    for day in days - {date(2027, 2, 16)}:  # the talk counts too: see below
        assert f"{day:%d-%m-%Y}" in finding.message
    assert "16-02-2027" in finding.message
    own.write_text("based_on = 'neutraal-csv'\n[period_starts]\n2027 = 2027-01-04\n", "utf-8")
    assert payroll(workbook, profile="weken", period="2027-P12", today=AFTER).findings == ()


def test_what_was_sent_by_month_is_not_in_no_period(workbook: Path) -> None:
    """A practice that went over to four weeks reads nothing of months that it paid before."""
    paid = payroll(workbook, profile="neutraal", period="2027-02", today=AFTER).workbook
    assert paid is not None
    own = workbook.parent / "weken.toml"
    own.write_text("based_on = 'neutraal-csv'\n[period_starts]\n2028 = 2028-01-03\n", "utf-8")
    assert payroll(paid, profile="weken", period="2028-P01", today=AFTER).findings == ()


def test_planned_meetings_count_when_assumed_held(workbook: Path) -> None:
    """With --assume-held the same hours go out, and the batch says so."""
    edit(workbook, "Overleggen", set_status(2, "gepland"))
    run = payroll(workbook, profile="neutraal", period="2027-02", assume_held=True, today=AFTER)
    assert run.batch is not None
    assert [line.is_assumed for line in run.batch.lines].count(True) == 2
    assert sum(line.minutes for line in run.batch.lines) == 210


def test_a_forecast_books_nothing(workbook: Path) -> None:
    """With --planned there is a file, marked as such, and no ledger."""
    run = payroll(workbook, profile="neutraal", period="2027-02", planned=True, today=AFTER)
    assert run.is_provisional
    assert [path.name for path in run.files] == ["praktijk prognose uren 2027-02.csv"]
    assert not (workbook.parent / LEDGER_NAME).exists()


def test_an_undecided_pair_is_not_paid(workbook: Path) -> None:
    """Without a decision a held meeting does not count, and that is told."""
    junior = open_result_workbook(workbook).meetings[0].juniors[0]

    def undecide(sheet: Worksheet) -> None:
        headings = [cell.value for cell in sheet[1]]
        for row in sheet.iter_rows(min_row=2):
            if row[headings.index("junior")].value == junior:
                row[headings.index("besluit")].value = None

    edit(workbook, "Koppelvoorstel", undecide)
    run = payroll(workbook, profile="neutraal", period="2027-02", today=AFTER)
    assert sum(inside for inside, _outside in run.totals.values()) == 120
    assert [finding.code for finding in run.findings] == ["undecided-pairs"]
    concept = payroll(workbook, profile="neutraal", period="2027-02", concept=True, today=AFTER)
    assert sum(inside for inside, _outside in concept.totals.values()) == 180
    assert concept.batch is None


def test_without_wage_codes_there_is_a_report_only(workbook: Path) -> None:
    """No code is ever guessed: the hours come as a list for people."""
    edit(workbook, "Looncodes", lambda sheet: sheet.delete_rows(2, 9))
    run = payroll(workbook, profile="neutraal", period="2027-02", today=AFTER)
    assert run.is_report_only
    assert [path.name for path in run.files] == ["praktijk begeleidingsuren 2027-02.csv"]
    assert run.files[0].read_bytes().startswith(b"\xef\xbb\xbfpersoneelsnummer;")
    assert not (workbook.parent / LEDGER_NAME).exists()


def test_a_dropped_meeting_is_taken_back(workbook: Path) -> None:
    """A meeting that was not held after all comes as a correction."""
    paid = payroll(workbook, profile="neutraal", period="2027-02", today=AFTER).workbook
    assert paid is not None
    edit(paid, "Overleggen", set_status(2, "vervallen"))
    run = payroll(paid, profile="neutraal", period="2027-02", today=AFTER)
    assert run.batch is not None
    assert run.batch.correction == 1
    assert sum(line.minutes for line in run.batch.lines) == -60
    assert any(path.name == "uren 2027-02 correctie 1.csv" for path in run.files)


def test_a_workbook_without_its_ledger_stops(workbook: Path, tmp_path: Path) -> None:
    """Moved away from its ledger, a workbook that was paid from is not paid from again."""
    run = payroll(workbook, profile="neutraal", period="2027-02", today=AFTER)
    assert run.workbook is not None
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    moved = Path(shutil.copy(run.workbook, elsewhere))
    with pytest.raises(InputError) as stopped:
        payroll(moved, profile="neutraal", period="2027-02", today=AFTER)
    assert [finding.code for finding in stopped.value.findings] == ["ledger-missing"]
    assert list(elsewhere.iterdir()) == [moved]


def test_the_closed_periods_travel_to_the_next_quarter(workbook: Path) -> None:
    """What was paid stays paid: the next quarter's proposal still names the closed period."""
    run = payroll(workbook, profile="neutraal", period="2027-02", today=AFTER)
    assert run.workbook is not None
    following = match([next_quarter(run.workbook).written])
    assert following.written is not None
    travelling = {
        row.key: row for row in open_result_workbook(following.written).provenance if row.key
    }
    assert set(travelling.values()) >= set(open_result_workbook(run.workbook).reading.travelling)
    assert "closed 2027-02" in travelling


def test_the_command_line_pays_repeats_and_rebuilds(
    workbook: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the command line: pay, pay again, lose the ledger, stop, rebuild, and go on."""
    monkeypatch.setattr(paying, "_today", lambda: AFTER)
    command = ["payroll", str(workbook), "--profile", "neutraal", "--period", "2027-02"]
    assert main(command) == 0
    assert "geboekt in het grootboek" in capsys.readouterr().out
    assert main(command) == 0
    assert "niets veranderd" in capsys.readouterr().out
    (workbook.parent / LEDGER_NAME).unlink()
    assert main(command) == 1
    assert "--rebuild MAP RESULTAAT.xlsx" in " ".join(capsys.readouterr().err.split())
    assert main(["payroll", "--rebuild", str(workbook.parent / "loonexport"), str(workbook)]) == 0
    assert main(command) == 0
    assert "niets veranderd" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ["--profile", "neutraal"],
        ["--period", "2027-02"],
        ["--profile", "adp", "--period", "2027-02"],
        ["--profile", "beaufort", "--period", "2027-02"],
        ["--profile", "neutraal", "--period", "februari"],
        ["--profile", "neutraal", "--period", "2027-02", "--planned", "--assume-held"],
    ],
)
def test_a_wrong_command_is_told(workbook: Path, arguments: list[str]) -> None:
    """What is missing or unknown gives exit code 2 and writes nothing."""
    assert main(["payroll", str(workbook), *arguments]) == 2
    assert list(workbook.parent.iterdir()) == [workbook]


def test_an_output_folder_without_effect_is_told(
    workbook: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A batch stays where it was booked, and where nothing is written -o does nothing."""
    monkeypatch.setattr(paying, "_today", lambda: AFTER)
    command = ["payroll", str(workbook), "--profile", "neutraal", "--period"]
    for period, folder, told in (
        ("2027-01", "een", "Er is niets geschreven, dus -o deed niets"),
        ("2027-02", "een", ""),
        ("2027-02", "een", ""),
        ("2027-02", "twee", "deze levering staat waar zij is geboekt"),
    ):
        assert main([*command, period, "-o", str(workbook.parent / folder)]) == 0
        out = capsys.readouterr().out
        assert told in out
        assert ("-o deed niets" in out) == bool(told)
    assert not (workbook.parent / "twee").exists()


@pytest.mark.parametrize("text", ["=1+1", "@SUM(1)", "+31", "-4100+1", "41;00", 'a"b'])
def test_a_program_gets_no_formula_and_no_quotes(
    text: str, workbook: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A cost centre that is a formula, or would need quotes, is refused at its cell."""
    place = ""

    def add(sheet: Worksheet) -> None:
        nonlocal place
        sheet.cell(1, sheet.max_column + 1, "kostenplaats")
        for row in (2, 3, 4):  # whoever of these is paired
            cell = sheet.cell(row, sheet.max_column)
            cell.value, cell.data_type = text, "s"
            place = f"Junioren!{get_column_letter(sheet.max_column)}"

    edit(workbook, "Junioren", add)
    out = workbook.parent / "paren.csv"
    assert main(["pairings", str(workbook), "--machine", "-o", str(out)]) == 1
    told = " ".join(capsys.readouterr().err.split())
    assert f"“{text}”" in told
    assert place in told
    assert not out.exists()
    assert main(["pairings", str(workbook), "-o", str(out)]) == 0


def test_the_profiles_are_listed_and_described(capsys: pytest.CaptureFixture[str]) -> None:
    """--list has every profile and what is on request; --describe shows what must be set."""
    assert main(["payroll", "--list"]) == 0
    listed = capsys.readouterr().out
    assert "loket" in listed
    assert "op aanvraag" in listed
    assert main(["payroll", "--describe", "beaufort"]) == 0
    assert 'based_on = "beaufort"' in capsys.readouterr().out


@pytest.mark.parametrize("key", ["", "closed 2027-02", "typed over"])
def test_a_closed_period_is_known_by_its_key_or_by_its_name(key: str) -> None:
    """An hour that was paid is not paid again because somebody typed over a hidden column."""
    named = Origin("Afgesloten loonperiode 2027-02", "loket 0123456789abcdef", key)
    translated = Origin("Période", "loket 0123456789abcdef", "closed 2027-02")
    for row in (named, translated):
        assert read_marks([row]).batches == ("0123456789abcdef",)
