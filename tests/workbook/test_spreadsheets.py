"""What an .xlsx holds becomes tagged cells, however it was written."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.cell.cell import Cell

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


def _as_library_reads(cell: Cell) -> tuple[Any, ...]:
    """Tag a number as openpyxl reads it: a second opinion on the same file."""
    value: Any = cell.value
    if isinstance(value, dt.datetime):
        return "d", value.isoformat()
    if isinstance(value, dt.time):
        value = dt.timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
    if isinstance(value, dt.timedelta):
        return "t", round(value.total_seconds() / 60, 2)
    shape = cell.number_format
    if re.fullmatch("0{2,}", shape) and value >= 0 and value == int(value):
        return "s", str(int(value)).zfill(len(shape))
    return ("%", round(value * 100, 9)) if "%" in shape else ("n", value)


SHAPES = (
    *range(23), *range(37, 50), "dd-mm-yyyy", "d mmmm yyyy", "[$-413]d mmmm yyyy;@", "[$-F800]dddd",
    "yyyy-mm-dd hh:mm", "hh:mm:ss.000", "[h]:mm", "[hh]:mm:ss", "[mm]:ss", "[ss]", "[Red]0.00",
    '0" dagen"', r"0\ \d",
    "0_d", '"dd"0', "0000000", "00", "0.0%", "€ #,##0.00", "[$€-413] #,##0.00", "General", "@",
    '#,##0;[Red]-#,##0;"dag"', "d/m;@", "[Blue]d-m", "mmm/jj", "0E+00", "* #,##0", "[>100]0;0",
)  # fmt: skip
NUMBERS = (0, 1, 12, 0.25, 0.999999999, 1.5, 59, 60, 61, 366.75, 46391, 46391.4375, 1e5, 85.5)


def _write_shapes(path: Path, *, date_1904: bool) -> None:
    with xlsxwriter.Workbook(path, {"date_1904": date_1904}) as book:
        sheet = book.add_worksheet("A")
        for row, shape in enumerate(SHAPES):
            written = book.add_format({"num_format": shape})
            for column, number in enumerate(NUMBERS):
                sheet.write_number(row, column, number, written)


@pytest.mark.parametrize("calendar", [1900, 1904])
def test_numbers_are_what_a_second_reader_makes_of_them(calendar: int, tmp_path: Path) -> None:
    """Dates, times, durations, percentages and zeros in every format, in both calendars."""
    path = tmp_path / "boek.xlsx"
    _write_shapes(path, date_1904=calendar == 1904)
    ours = cells_of(path)
    sheet = openpyxl.load_workbook(path)["A"]
    differ = []
    for row, cells in enumerate(sheet.iter_rows(), start=1):
        for column, cell in enumerate(cells, start=1):
            theirs = _as_library_reads(cell)  # type: ignore[arg-type]
            if ours["A", row, column] != theirs:
                differ.append((cell.number_format, cell.value, ours["A", row, column]))
    assert len(ours) == len(SHAPES) * len(NUMBERS)
    assert not differ


def _change(path: Path, part: str, *changes: tuple[str, str]) -> None:
    """Change the text of a part; each change must change something."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    text = parts[part].decode()
    for pattern, replacement in changes:
        text, times = re.subn(pattern, replacement, text, flags=re.DOTALL)
        assert times, pattern
    parts[part] = text.encode()
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)


#: Style sheets that LibreOffice reads without a word.
ODD_STYLES: dict[str, tuple[tuple[str, str], ...]] = {
    "no fonts, fills and borders": (
        ("<fonts.*</fonts>", ""), ("<fills.*</fills>", ""), ("<borders.*</borders>", ""),
    ),
    "no styles by name": (
        ("<cellStyleXfs.*</cellStyleXfs>", ""), ("<cellStyles.*</cellStyles>", ""),
    ),
    "a colour that is none": (("<font>", '<font><color rgb="rood"/>'),),
    "an alignment that is none": (
        (r'<xf numFmtId="14"([^>]*)/>', r'<xf numFmtId="14"\1><alignment horizontal="x"/></xf>'),
    ),
    "a pattern that is none": (('patternType="[^"]*"', 'patternType="ruitjes"'),),
    "a style by a name that is none": (('xfId="0"', 'xfId="99"'),),
    "formats after what refers to them": (
        ("(<numFmts.*</numFmts>)(.*)</styleSheet>", r"\2\1</styleSheet>"),
    ),
    "the same words in conditional formatting": (
        (
            "<dxfs[^>]*/>",
            '<dxfs><dxf><numFmt numFmtId="164" formatCode="0.00"/><fill x="y"/></dxf></dxfs>',
        ),
    ),
    "a number of a format that is none": (("<cellXfs([^>]*)>(.*)</cellXfs>",
        r'<cellXfs\1>\2<xf numFmtId="geen"/></cellXfs>'),),
    "counts that are wrong": (('count="[^"]*"', 'count="veel"'),),
}  # fmt: skip


def _write_styled(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("A")
        for column, (value, shape) in enumerate(
            ((46391, 14), (46391, "dd-mm-yyyy"), (12, "0000"), (0.5, "h:mm"), (0.85, "0%"), (7, 0))
        ):
            cell_format = book.add_format({"num_format": shape, "bg_color": "red"})
            sheet.write_number(0, column, value, cell_format)


STYLED = [
    ("d", "2027-01-04T00:00:00"), ("d", "2027-01-04T00:00:00"), ("s", "0012"), ("t", 720.0),
    ("%", 85.0), ("n", 7),
]  # fmt: skip


@pytest.mark.parametrize("odd", ODD_STYLES)
def test_an_odd_style_sheet_is_read_all_the_same(odd: str, tmp_path: Path) -> None:
    """Only number formats are needed of it, and those are right: dates stay dates."""
    path = tmp_path / "boek.xlsx"
    _write_styled(path)
    _change(path, "xl/styles.xml", *ODD_STYLES[odd])
    assert list(cells_of(path).values()) == STYLED


def _without_relation(path: Path) -> None:
    _change(path, "xl/_rels/workbook.xml.rels", ("<Relationship [^>]*/styles[^>]*/>", ""))


def _without_file(path: Path) -> None:
    _change(path, "xl/_rels/workbook.xml.rels", ("styles.xml", "weg.xml"))


def _without_content(path: Path) -> None:
    _change(path, "xl/styles.xml", (".*", ""))


@pytest.mark.parametrize("lose", [_without_relation, _without_file, _without_content])
def test_without_a_style_sheet_a_number_is_a_number(
    lose: Callable[[Path], None], tmp_path: Path
) -> None:
    """It says nowhere that it is a date, so nothing is made of it."""
    path = tmp_path / "boek.xlsx"
    _write_styled(path)
    lose(path)
    assert list(cells_of(path).values())[:3] == [("n", 46391), ("n", 46391), ("n", 12)]


def test_a_damaged_style_sheet_is_refused(tmp_path: Path) -> None:
    """Half of it would make numbers of dates."""
    path = tmp_path / "boek.xlsx"
    _write_styled(path)
    _change(path, "xl/styles.xml", ("</cellXfs>.*", ""))
    assert read_file(path)["refusal"] == "damaged"


def test_names_of_parts_may_be_written_otherwise(tmp_path: Path) -> None:
    """Their case does not count, and some programs write a backslash."""
    path = tmp_path / "boek.xlsx"
    _write_styled(path)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name.replace("/", "\\").upper(), content)
    assert list(cells_of(path).values()) == STYLED


def test_what_xml_cannot_hold_is_read_as_meant(tmp_path: Path) -> None:
    """Excel writes a carriage return as _x000D_, and an underscore before x as _x005F_."""
    path = tmp_path / "boek.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("A").write_string("A1", "x")
    _change(path, "xl/sharedStrings.xml", ("<t>x</t>", "<t>een_x000D_twee _x005F_x0041_</t>"))
    assert list(cells_of(path).values()) == [("s", "een\rtwee _x0041_")]


def test_a_text_that_is_not_in_the_file_is_an_error_in_its_cell(tmp_path: Path) -> None:
    """It is not read as empty, and the rest of the file is read."""
    path = tmp_path / "boek.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("A").write_row("A1", ["een", "twee"])
    _change(path, "xl/sharedStrings.xml", ("<si><t>twee</t></si>", ""))
    assert list(cells_of(path).values()) == [("s", "een"), ("e", "#1")]


def test_a_formula_that_nobody_computed_is_told(tmp_path: Path) -> None:
    """A cell with a format and nothing else is empty."""
    path = tmp_path / "boek.xlsx"
    book = openpyxl.Workbook()
    (first,) = book.worksheets
    first.title = "A"
    first["B2"].number_format = "0000"
    book.create_sheet("B")["C3"] = "=A!B2"
    book.save(path)
    assert cells_of(path) == {("B", 3, 3): ("f", "")}
