"""What an .xlsx holds becomes tagged cells, however it was written."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.workbook import Workbook

from koppeling.workbook.reading import read_file

Cells = dict[tuple[str, int, int], tuple[Any, ...]]


def cells_of(path: Path) -> Cells:
    """Read the cells of a workbook by sheet, row and column."""
    return {
        (sheet["name"], row, column): (str(tag), value)
        for sheet in read_file(path)["sheets"]
        for row, cells in sheet["rows"]
        for column, tag, value in cells
    }


def test_formulas_and_rich_text(tmp_path: Path) -> None:
    """A formula is its value, text in several fonts is one text, days may count from 1904."""
    path = tmp_path / "boek.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": True}) as book:
        sheet, bold = book.add_worksheet("A"), book.add_format({"bold": True})
        for row, value in enumerate(["t", 5.5, True, "#DIV/0!"]):
            sheet.write_formula(row, 0, "=B1", None, value)
        sheet.write_rich_string("B1", "a ", bold, "b", " c")
        sheet.write_datetime("B2", dt.date(2027, 1, 4), book.add_format({"num_format": "d-m-yy"}))
    assert cells_of(path) == {
        ("A", 1, 1): ("s", "t"),
        ("A", 1, 2): ("s", "a b c"),
        ("A", 2, 1): ("n", 5.5),
        ("A", 2, 2): ("d", "2027-01-04T00:00:00"),
        ("A", 3, 1): ("b", True),
        ("A", 4, 1): ("e", "#DIV/0!"),
    }


def test_what_a_number_is_follows_from_its_format(tmp_path: Path) -> None:
    """Zeros as shown, percentages as people see them, times of day and durations in minutes."""
    path = tmp_path / "boek.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("A")
        for column, (value, shape) in enumerate(
            ((12, "0000"), (-12, "0000"), (0.85, "0%"), (0.375, "hh:mm"), (1.25, "[h]:mm"))
        ):
            sheet.write_number(0, column, value, book.add_format({"num_format": shape}))
    told = [("s", "0012"), ("n", -12), ("%", 85.0), ("t", 540.0), ("t", 1800.0)]
    assert list(cells_of(path).values()) == told


def test_phonetic_guides_and_inline_text(tmp_path: Path) -> None:
    """Text may stand in the cell itself; a guide to its pronunciation is no part of it."""
    path = tmp_path / "boek.xlsx"
    openpyxl.Workbook().save(path)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    row = (
        b'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><r><t>Ano</t></r><r><t>uk</t></r>'
        b'<rPh sb="0" eb="1"><t>x</t></rPh></is></c><c t="inlineStr"><is><t>Bram</t></is></c>'
        b"</row></sheetData>"
    )
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = re.sub(rb"<sheetData ?/>|<sheetData></sheetData>", row, parts[sheet])
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    assert [value for _tag, value in cells_of(path).values()] == ["Anouk", "Bram"]


def test_a_sheet_without_values_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One with nothing but a formula that nobody computed is."""
    path = tmp_path / "boek.xlsx"
    book = openpyxl.Workbook()
    (first,) = book.worksheets
    first.title = "A"
    first["B2"].number_format = "0000"
    book.create_sheet("B")["C3"] = "=A!B2"
    book.save(path)
    opened: list[str] = []
    plain = Workbook.__getitem__

    def open_sheet(self: Workbook, key: str) -> object:
        opened.append(key)
        return plain(self, key)

    monkeypatch.setattr(Workbook, "__getitem__", open_sheet)
    assert cells_of(path) == {("B", 3, 3): ("f", "")}
    assert opened == ["B"]
