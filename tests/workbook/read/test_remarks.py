"""The same mistake in many cells is one finding that lists them."""

from __future__ import annotations

import datetime as dt
import io

from rich.console import Console

from koppeling.domain.finding import Finding, Severity, grouped
from koppeling.locale import language
from koppeling.report.phrases import cells
from koppeling.report.text import list_findings
from koppeling.workbook.read.remarks import Place, Remarks, in_order
from tests.workbook.koppelboek import SMALL, read_sheets, small


def _juniors(*starts: object) -> list[list[object]]:
    rows = [[f"{n:04d}", f"Junior {n}", "Noord", start] for n, start in enumerate(starts, 1)]
    return [list(SMALL["Junioren"][0]), *rows]


def test_the_same_mistake_in_many_cells_is_told_once_with_all_cells() -> None:
    """Fourteen dates that are none are one error, its cells in order."""
    reading = read_sheets(small(Junioren=_juniors(*["binnenkort"] * 14)))
    (found,) = (f for f in reading.findings if f.code == "not-a-date")
    assert found.cells == tuple(f"D{row}" for row in range(2, 16))
    assert found.message.count("binnenkort") == 1


def test_different_values_of_one_mistake_share_a_finding_that_names_them() -> None:
    """Day numbers where dates belong are one remark, with what each was read as."""
    reading = read_sheets(small(Junioren=_juniors(46388, 46389, dt.date(2027, 1, 4), 46390)))
    (found,) = (f for f in reading.findings if f.code == "date-as-number")
    assert found.cell == "D2, D3, D5"
    assert "46388 → 01-01-2027, 46389 → 02-01-2027, 46390 → 03-01-2027" in found.message


def test_another_place_code_or_severity_is_another_finding() -> None:
    """Only what is equal but for the cell comes together."""
    remarks = Remarks()
    for sheet, code in (("A", "x"), ("B", "x"), ("A", "y")):
        remarks.error(Place(sheet, "A1"), code, "m")
        remarks.error(Place(sheet, "A2"), code, "m")
    remarks.warn(Place("A", "A3"), "x", "m")
    assert [(f.sheet, f.code, f.cell) for f in remarks.findings] == [
        ("A", "x", "A1, A2"), ("B", "x", "A1, A2"), ("A", "y", "A1, A2"), ("A", "x", "A3"),
    ]  # fmt: skip


def test_findings_come_in_the_order_of_their_first_cell() -> None:
    """A finding on many cells stands where the first of them is."""
    remarks = Remarks()
    for cell, message in (("B9", "late"), ("C2", "wide"), ("C30", "wide"), ("B3", "early")):
        remarks.warn(Place("A", cell), "x", message)
    assert [f.message for f in in_order(remarks.findings)] == ["wide", "early", "late"]


def test_a_long_list_is_shortened_for_people_and_whole_for_programs() -> None:
    """Eight cells and a count on paper; `cell` itself has them all."""
    made = [
        Finding(severity=Severity.ERROR, code="x", message="m", sheet="A", cell=f"D{row}")
        for row in range(2, 87)
    ]
    (found,) = grouped(made)
    assert len(found.cells) == 85
    with language("nl"):
        assert cells(found) == "D2, D3, D4, D5, D6, D7, D8, D9 en nog 77"
        file = io.StringIO()
        list_findings([found], Console(file=file, width=100))
    assert "en nog 77" in " ".join(file.getvalue().split())
    assert "D40" not in file.getvalue()
