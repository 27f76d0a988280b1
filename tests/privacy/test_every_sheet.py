"""A name in any sheet of any workbook that koppeling writes: found by about, gone by forget."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.cell import MergedCell
from openpyxl.utils import get_column_letter

from koppeling.explain.use_case import explain_all
from koppeling.forecast.use_case import forecast
from koppeling.plan.use_case import plan
from koppeling.practice import match
from koppeling.practice.decide import decide
from koppeling.privacy.traces import mentions
from koppeling.privacy.use_cases import about, forget
from koppeling.quarter.use_case import next_quarter
from koppeling.registers.use_case import registers
from koppeling.share.use_cases import tick_lists
from koppeling.what_if.use_case import what_if
from koppeling.workbook.schema.registry import OUTPUT_SHEETS, SHEETS
from koppeling.workbook.schema.shapes import Field, Sheet
from koppeling.workbook.write.template import write_template
from tests.practice import kept_workbook
from tests.share.exchange import texts_in
from tests.workbook.koppelboek import write_workbook

#: Invented, and in none of the workbooks before a test puts it there.
NAME = "Wiebe Zonderland"
_CHOICES = {"wijziging": "vertrek", "scenario": "Zonder Mees", "wie": "9301"}


def _is_told(path: Path) -> bool:
    return mentions((NAME,), texts_in(path.read_bytes()))


@pytest.mark.parametrize("sheet", [*SHEETS, *OUTPUT_SHEETS], ids=lambda sheet: sheet.key)
def test_a_name_in_any_cell_of_any_sheet_is_found_and_forgotten(
    sheet: Sheet, tmp_path: Path
) -> None:
    """Also in a column that asks for a number, a day or a choice, or beside the table."""
    headings = [column.words.nl for column in sheet.columns]
    size = len(headings) + 1
    rows = [[NAME if at == number else None for at in range(size)] for number in range(size)]
    book = write_workbook(tmp_path / "boek.xlsx", {sheet.words.nl: [headings, *rows]})
    found = [record.cells for record in about(book, NAME).records]
    beside = get_column_letter(size)
    assert sorted(found) == sorted(((heading, NAME),) for heading in (*headings, beside))
    assert not _is_told(forget(book, NAME, tmp_path / "nieuw.xlsx").written)


@pytest.mark.parametrize(
    ("sheet", "field"),
    [
        pytest.param(sheet, field, id=f"{sheet.key}-{field.key}")
        for sheet in OUTPUT_SHEETS
        for field in sheet.columns
        if field.name_of
    ],
)
def test_by_number_somebody_is_found_by_name_too(
    sheet: Sheet, field: Field, tmp_path: Path
) -> None:
    """A workbook of answers has no register: there the number beside the name tells."""
    beside = sheet.column(field.name_of)
    rows = [[beside.words.nl, field.words.nl], ["0412", NAME]]
    elsewhere = [["onderdeel", "waarde"], ["Let op", f"{NAME} is weg"]]
    book = write_workbook(tmp_path / "b.xlsx", {sheet.words.nl: rows, "Herkomst": elsewhere})
    for asked in ("0412", NAME):
        found = {record.sheet for record in about(book, asked).records}
        assert found == {sheet.words.nl, "Herkomst"}
        written = forget(book, asked, tmp_path / f"{asked}.xlsx").written
        assert not _is_told(written)
        assert not mentions(("0412",), texts_in(written.read_bytes()))


def _match(folder: Path) -> Path:
    sheets = kept_workbook.SHEETS | {"Scenario's": [list(_CHOICES), list(_CHOICES.values())]}
    written = match([write_workbook(folder / "praktijk.xlsx", sheets)]).written
    assert written is not None
    return written


def _plan(folder: Path) -> Path:
    decided = decide(_match(folder), by="A. Jansen", everything=True, output=folder / "b.xlsx")
    assert decided.written is not None
    written = plan(decided.written, output=folder / "p.xlsx", buddies=True).written
    assert written is not None
    return written


#: Every kind of workbook that koppeling writes, from the planned one beside it.
_KINDS: dict[str, Callable[[Path, Path], Path | None]] = {
    "template": lambda _planned, folder: write_template(folder / "x.xlsx", full=True)[0],
    "example": lambda _planned, folder: write_template(folder / "x.xlsx", example=True)[0],
    "result": lambda _planned, folder: _match(folder),
    "planned": lambda planned, _folder: planned,
    "registers": lambda planned, folder: registers(planned, output=folder / "x.xlsx").written,
    "forecast": lambda planned, folder: forecast(planned, output=folder / "x.xlsx").written,
    "what-if": lambda planned, folder: what_if(planned, output=folder / "x.xlsx").written,
    "explain": lambda planned, folder: explain_all(planned, output=folder / "x.xlsx").written,
    "tick lists": lambda planned, folder: tick_lists(planned, output=folder / "x")[0],
    "next quarter": lambda planned, folder: (
        next_quarter(planned, concept=True, output=folder / "x.xlsx").written
    ),
}
#: These solve many times.
_SLOW = ("forecast", "what-if", "explain")


@pytest.fixture(scope="module")
def planned_with_all(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a planned workbook with buddies and a scenario, made once."""
    return _plan(tmp_path_factory.mktemp("all"))


@pytest.mark.parametrize(
    "kind", [pytest.param(kind, marks=pytest.mark.slow if kind in _SLOW else ()) for kind in _KINDS]
)
def test_a_name_in_every_sheet_of_a_workbook_is_found_and_forgotten(
    kind: str, planned_with_all: Path, tmp_path: Path
) -> None:
    """In the last cell of each sheet as it is written, pages of text included."""
    planned = Path(shutil.copy(planned_with_all, tmp_path / "planned.xlsx"))
    path = _KINDS[kind](planned, tmp_path)
    assert path is not None
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        filled = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        last = sheet.cell(sheet.max_row, max(cell.column for cell in filled))
        (filled[-1] if isinstance(last, MergedCell) else last).value = NAME
    book.save(path)
    dossier = about(path, NAME)
    assert dossier.unread == ()
    assert {record.sheet for record in dossier.records} == set(book.sheetnames)
    assert not _is_told(forget(path, NAME, tmp_path / "nieuw.xlsx").written)
