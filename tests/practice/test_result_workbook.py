"""A result workbook is read back whole, and written again with everything kept."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from koppeling import practice as app
from koppeling.domain.decision import Decision
from koppeling.domain.finding import Severity
from koppeling.domain.instance import Level
from koppeling.domain.meeting import Meeting, MeetingKind, MeetingStatus
from koppeling.domain.period import Quarter, Slot
from koppeling.domain.result import PairStatus
from koppeling.locale import LANGUAGES, Language, language
from koppeling.practice.opening import open_result_workbook, rewrite
from koppeling.practice.outputs import Label, base_name, default_output, fresh
from koppeling.quarter.use_case import next_quarter
from koppeling.report.result_workbook import ExtraSheet
from koppeling.workbook.read.result_rows import read_moment
from koppeling.workbook.schema.results import Origin, OriginKey
from koppeling.workbook.write.columns import Column
from tests.practice.results import BY, ON, fill, matched, sheet_rows

MEETINGS = (
    Meeting(
        id="a-1", kind=MeetingKind.GUIDANCE, senior="9001", juniors=("0003",), number=3,
        nominal=dt.date(2027, 1, 5), minutes=30, day=dt.date(2027, 1, 6), start_minute=510,
        status=MeetingStatus.HELD, shift_days=1, sequence=2,
    ),
    Meeting(
        id="b-1", kind=MeetingKind.GROUP, senior="9002", juniors=("0001", "0006"), number=1,
        nominal=dt.date(2027, 2, 1), minutes=45, day=dt.date(2027, 2, 1), start_minute=600,
        status=MeetingStatus.PLANNED, shift_days=0,
    ),
    Meeting(
        id="b-2", kind=MeetingKind.EVALUATION, senior="9002", juniors=("0001",), number=1,
        nominal=dt.date(2027, 2, 2), minutes=0, day=dt.date(2027, 2, 2), start_minute=600,
        status=MeetingStatus.PLANNED, shift_days=0,
    ),
    Meeting(
        id="c-1", kind=MeetingKind.TALK, senior="9003", juniors=(), number=1,
        nominal=dt.date(2027, 3, 1), minutes=30, day=None, start_minute=None,
        status=MeetingStatus.UNPLANNABLE, reason="geen moment",
    ),
)  # fmt: skip


def codes(path: Path) -> dict[str, str]:
    """Open a workbook; the findings with a cell in Koppelvoorstel, by code."""
    findings = open_result_workbook(path).reading.findings
    return {f.code: f.cell for f in findings if f.sheet == "Koppelvoorstel"}


def decide_in_excel(path: Path, junior: str, **cells: object) -> Path:
    """Type a decision, signed unless told otherwise."""
    signed = {"door": BY, "op": ON} | {key.replace("_", " "): v for key, v in cells.items()}
    typed = {(junior, heading): value for heading, value in signed.items()}
    return fill(path, "Koppelvoorstel", typed)


def test_a_proposal_is_read_back(tmp_path: Path) -> None:
    """Pairs, status, moments, levels and the input all come back."""
    book = open_result_workbook(matched("voorbeeld", tmp_path))
    assert book.reading.instance is not None
    assert len(book.decisions) == 30
    by_junior = {d.junior: d for d in book.decisions}
    assert by_junior["0010"].status is PairStatus.NEW
    unplaced = [d for d in book.decisions if d.proposed_senior is None]
    assert [d.status for d in unplaced] == [None]
    assert [level.level for level in book.levels] == list(Level)
    assert all(level.proven for level in book.levels)
    assert Origin("Kwartaal", "2027-Q1", OriginKey.QUARTER) in book.provenance


@pytest.mark.parametrize("chosen", LANGUAGES)
def test_rewriting_keeps_every_sheet(tmp_path: Path, chosen: Language) -> None:
    """What comes out is cell for cell what went in, and still passes the check."""
    with language(chosen):
        result = app.match([matched("voorbeeld", tmp_path).with_name("voorbeeld.xlsx")]).written
        assert result is not None
        again = rewrite(open_result_workbook(result), output=tmp_path / "again.xlsx")
        before, after = (openpyxl.load_workbook(path) for path in (result, again))
        assert before.sheetnames == after.sheetnames
        # Findings name the sheets of what was read last: here the result, in its own language.
        for name in set(before.sheetnames) - {"Findings"}:
            rows = [
                [[str(cell.value) for cell in row] for row in book[name].iter_rows()]
                for book in (before, after)
            ]
            if name in ("Herkomst", "Provenance"):
                assert read_moment(rows[1].pop()[1]) is not None  # when it was written again
            assert rows[0] == rows[1], name
        assert app.verify(again, [tmp_path / "voorbeeld.xlsx"]) == ()


@pytest.mark.parametrize("chosen", LANGUAGES)
def test_meetings_come_back_as_they_went(tmp_path: Path, chosen: Language) -> None:
    """Held, planned, of a group, and impossible to plan."""
    with language(chosen):
        book = open_result_workbook(matched("klein", tmp_path))
        again = open_result_workbook(rewrite(book, meetings=MEETINGS))
    assert again.meetings == MEETINGS
    assert again.reading.instance is not None
    assert [(m.junior, m.minutes) for m in again.reading.instance.held] == [("0003", 30)]


def test_the_status_of_a_meeting_has_a_list(tmp_path: Path) -> None:
    """Ticking off is choosing from a drop-down."""
    written = rewrite(open_result_workbook(matched("klein", tmp_path)), meetings=MEETINGS)
    page = openpyxl.load_workbook(written)["Overleggen"]
    lists = {str(v.sqref)[0]: v.formula1 for v in page.data_validations.dataValidation}
    column = next(c.column_letter for c in page[1] if c.value == "status")
    assert "gehouden" in lists[column]


def test_a_typed_meeting_gets_an_id_and_keeps_it(tmp_path: Path) -> None:
    """A row without an id is named once; the next reading finds the same."""
    written = rewrite(open_result_workbook(matched("klein", tmp_path)), meetings=MEETINGS[:1])
    fill(written, "Overleggen", {("a-1", "id"): None})
    first = open_result_workbook(written)
    second = open_result_workbook(rewrite(first, output=tmp_path / "again.xlsx"))
    assert first.meetings[0].id == second.meetings[0].id != "a-1"


def test_sheets_of_other_commands_are_kept(tmp_path: Path) -> None:
    """A register that was added is there after the next rewriting, and can be replaced."""
    book = open_result_workbook(matched("klein", tmp_path))
    columns = [Column(heading="senior"), Column(heading="vlag")]
    extra = ExtraSheet(name="Register", columns=columns, rows=[["0901", "niet opgeleid"]])
    first = rewrite(book, extra=[extra], provenance=[Origin("Grootboek", "abc", OriginKey.LEDGER)])
    second = rewrite(open_result_workbook(first), output=tmp_path / "b.xlsx")
    assert sheet_rows(second, "Register") == [{"senior": "0901", "vlag": "niet opgeleid"}]
    row = {"onderdeel": "Grootboek", "waarde": "abc", "sleutel": "ledger"}
    assert row in sheet_rows(second, "Herkomst")
    other = ExtraSheet(name="Register", columns=columns, rows=[])
    third = rewrite(open_result_workbook(second), extra=[other], output=tmp_path / "c.xlsx")
    assert sheet_rows(third, "Register")[0]["senior"] is None


def test_the_ledger_travels_through_a_re_run_and_into_the_next_quarter(tmp_path: Path) -> None:
    """What payroll closed stands in whatever is made of the workbook."""
    marks = {
        Origin("Grootboek", "abc", "ledger"),
        Origin("Afgesloten loonperiode 2027-01", "loket 0123456789abcdef", "closed 2027-01"),
    }
    written = rewrite(open_result_workbook(matched("klein", tmp_path)), provenance=[*marks])
    again = app.match([written], output=tmp_path / "again.xlsx").written
    assert again is not None
    later = next_quarter(again, concept=True).written
    proposal = app.match([later]).written
    for path in (again, later, proposal):
        assert path is not None
        told = {tuple(row.values()) for row in sheet_rows(path, "Herkomst")}
        assert told >= marks


@pytest.mark.parametrize("key", ["", "typed over"])
def test_herkomst_says_one_thing_once(key: str, tmp_path: Path) -> None:
    """A row without its key is replaced by its name: from version 0.1, or typed over."""
    old, new = (Origin("overleggen gepland vanaf", f"{day}-02-2027") for day in (15, 20))
    book = open_result_workbook(matched("klein", tmp_path))
    first = rewrite(book, provenance=[old._replace(key=key)], output=tmp_path / "a.xlsx")
    new = new._replace(key=OriginKey.PLANNED_FROM)
    second = rewrite(open_result_workbook(first), provenance=[new], output=tmp_path / "b.xlsx")
    rows = open_result_workbook(second).provenance
    assert [row.value for row in rows if row.item == old.item] == [new.value]


def test_decisions_typed_in_excel_are_read(tmp_path: Path) -> None:
    """Each of the four decisions, with who and when."""
    path = matched("klein", tmp_path)
    decide_in_excel(path, "0001", besluit="akkoord", gekozen_moment="di 10:00")
    decide_in_excel(path, "0002", besluit="Anders", gekozen_senior="9001")
    decide_in_excel(path, "0003", besluit="niet koppelen")
    decide_in_excel(path, "0004", besluit="later")
    decisions = {d.junior: d for d in open_result_workbook(path).decisions}
    assert [decisions[f"000{n}"].decision for n in range(1, 6)] == [*Decision, None]
    assert decisions["0001"].slot == Slot(1, 20)
    assert decisions["0002"].senior == "9001"
    assert decisions["0003"].senior is None is decisions["0004"].senior
    assert (decisions["0001"].by, decisions["0001"].on) == (BY, ON)


BAD: dict[str, dict[str, object]] = {
    "unknown-person": {"besluit": "anders", "gekozen_senior": "9999"},
    "lost-zeros": {"besluit": "anders", "gekozen_senior": "09001"},
    "off-the-grid": {"besluit": "akkoord", "gekozen_moment": "di 10:10"},
    "other-without-senior": {"besluit": "anders"},
    "agreed-and-other": {"besluit": "akkoord", "gekozen_senior": "9001"},
    "not-a-choice": {"besluit": "misschien"},
}
ODD: dict[str, dict[str, object]] = {
    "unsigned-decision": {"besluit": "akkoord", "door": None},
    "choice-without-decision": {"gekozen_senior": "9001"},
    "choice-not-used": {"besluit": "later", "gekozen_senior": "9001"},
    "other-moment-only": {"besluit": "anders", "gekozen_moment": "di 10:00"},
}


@pytest.mark.parametrize("code", [*BAD, *ODD])
def test_a_decision_that_cannot_be_meant_is_told(tmp_path: Path, code: str) -> None:
    """With its cell; an error takes the instance away, an oddity does not."""
    path = decide_in_excel(matched("klein", tmp_path), "0002", **(BAD | ODD)[code])
    findings = [f for f in open_result_workbook(path).reading.findings if f.code == code]
    assert [f.sheet for f in findings] == ["Koppelvoorstel"]
    assert findings[0].cell.endswith("3")
    assert findings[0].severity is (Severity.ERROR if code in BAD else Severity.WARNING)
    assert (open_result_workbook(path).reading.instance is None) == (code in BAD)


def test_agreeing_with_nobody_is_an_error(tmp_path: Path) -> None:
    """An unplaced junior cannot be agreed upon."""
    path = matched("voorbeeld", tmp_path)
    unplaced = next(
        d.junior for d in open_result_workbook(path).decisions if d.proposed_senior is None
    )
    assert "agreed-with-nothing" in codes(decide_in_excel(path, unplaced, besluit="akkoord"))


def test_a_workbook_without_proposal_is_no_result(tmp_path: Path) -> None:
    """The message names the sheet that is missing."""
    matched("klein", tmp_path)
    book = open_result_workbook(tmp_path / "klein.xlsx")
    assert book.reading.instance is None
    assert "not-a-result" in [f.code for f in book.reading.findings]


def test_files_are_named_after_the_users_own(tmp_path: Path) -> None:
    """What commands put behind a name does not pile up, and no input is overwritten."""
    quarter = Quarter(2027, 1)
    assert base_name(tmp_path / "praktijk 2027-Q2 voorstel 2027-Q2 (2).xlsx") == "praktijk"
    own = tmp_path / "praktijk voorstel 2027-Q1.xlsx"
    assert default_output([own], quarter).name == "praktijk voorstel 2027-Q1 (2).xlsx"
    decided = matched("klein", tmp_path).rename(tmp_path / "klein besluit 2027-Q1.xlsx")
    assert fresh(own, Label.DECISION, quarter).name == "praktijk besluit 2027-Q1.xlsx"
    assert fresh(decided, Label.DECISION, quarter).name == "klein besluit 2027-Q1 (2).xlsx"
    other = matched("klein", tmp_path)
    assert fresh(other, Label.DECISION, quarter) == decided  # as koppeling wrote it
    fill(decided, "Koppelvoorstel", {("0001", "door"): BY})
    assert fresh(other, Label.DECISION, quarter).name == "klein besluit 2027-Q1 (2).xlsx"
