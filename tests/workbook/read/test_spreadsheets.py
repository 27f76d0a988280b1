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

from koppeling.workbook.read.process import read_file

Cells = dict[tuple[str, int, int], tuple[Any, ...]]


def cells_of(path: Path) -> Cells:
    """Read the cells of a workbook by sheet, row and column."""
    return {
        (sheet["name"], row, column): (str(tag), value)
        for sheet in read_file(path)["sheets"]
        for row, cells in sheet["rows"]
        for column, tag, value, *_shown in cells
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


#: Every built-in format and some others, by the kind of value that it makes of a number.
KINDS: dict[str, tuple[int | str, ...]] = {
    "n": (
        *range(9), 11, 12, 13, *range(37, 45), 48, 49, "General", "@", "[Red]0.00", '0" dagen"',
        r"0\ \d", "0_d", '"dd"0', "€ #,##0.00", "[$€-413] #,##0.00", '#,##0;[Red]-#,##0;"dag"',
        "0E+00", "* #,##0", "[>100]0;0",
    ),
    "d": (
        *range(14, 23), 45, 47, "dd-mm-yyyy", "d mmmm yyyy", "[$-413]d mmmm yyyy;@",
        "[$-F800]dddd", "yyyy-mm-dd hh:mm", "hh:mm:ss.000", "d/m;@", "[Blue]d-m", "mmm/jj",
    ),
    "t": (46, "[h]:mm", "[hh]:mm:ss", "[mm]:ss", "[ss]"),
    "%": (9, 10, "0.0%"),
    "s": ("0000000", "00"),
}  # fmt: skip
OF_KIND: dict[str, object] = {
    "n": 46391, "d": "2027-01-04T00:00:00", "t": 46391 * 24 * 60, "%": 4639100,
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_each_format_makes_its_kind_of_a_number(kind: str, tmp_path: Path) -> None:
    """Built in or written out, with colours, currencies and words around it."""
    path = tmp_path / "boek.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("A")
        for column, shape in enumerate(KINDS[kind]):
            sheet.write_number(0, column, 46391, book.add_format({"num_format": shape}))
    told = [(kind, OF_KIND[kind])] * len(KINDS[kind]) if kind in OF_KIND else [
        (kind, "0046391"), (kind, "46391")
    ]  # fmt: skip
    assert list(cells_of(path).values()) == told


#: A number of days, and what it is in the calendar that begins in 1900 and in that of 1904.
DAYS: tuple[tuple[float, str | float, str | float], ...] = (
    (0, 0.0, 0.0),
    (0.25, 360.0, 360.0),
    (0.999999999, "1900-01-01T00:00:00", "1904-01-02T00:00:00"),
    (1, "1900-01-01T00:00:00", "1904-01-02T00:00:00"),
    (1.5, "1900-01-01T12:00:00", "1904-01-02T12:00:00"),
    (59, "1900-02-28T00:00:00", "1904-02-29T00:00:00"),
    (60, "1900-02-28T00:00:00", "1904-03-01T00:00:00"),  # 29 February 1900, which never was
    (61, "1900-03-01T00:00:00", "1904-03-02T00:00:00"),
    (366.75, "1900-12-31T18:00:00", "1905-01-01T18:00:00"),
    (44929, "2023-01-03T00:00:00", "2027-01-04T00:00:00"),
    (46391.4375, "2027-01-04T10:30:00", "2031-01-05T10:30:00"),
)


@pytest.mark.parametrize("calendar", [1900, 1904])
def test_days_are_counted_in_the_calendar_of_the_file(calendar: int, tmp_path: Path) -> None:
    """Less than a day is a time; a number that is no day at all is an error in its cell."""
    path = tmp_path / "boek.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": calendar == 1904}) as book:
        sheet, date = book.add_worksheet("A"), book.add_format({"num_format": "dd-mm-yyyy"})
        for column, days in enumerate([*(row[0] for row in DAYS), 1e9]):
            sheet.write_number(0, column, days, date)
    expected = [row[1] if calendar == 1900 else row[2] for row in DAYS]
    told = [("d" if isinstance(value, str) else "t", value) for value in expected]
    assert list(cells_of(path).values()) == [*told, ("e", "#VALUE!")]


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


def test_a_date_may_be_written_out(tmp_path: Path) -> None:
    """Excel does so in Strict files only, others in any; what is no date is an error."""
    path = tmp_path / "boek.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("A").write_row("A1", [1, 2, 3])
    dates = ("2027-01-04", "2027-01-04T10:30:00.000Z", "2027-02-31")
    _change(
        path,
        "xl/worksheets/sheet1.xml",
        *(
            (f'<c r="{column}1"><v>[0-9]</v>', f'<c r="{column}1" t="d"><v>{date}</v>')
            for column, date in zip("ABC", dates, strict=True)
        ),
    )
    told = [("d", "2027-01-04"), ("d", "2027-01-04T10:30:00"), ("e", "2027-02-31")]
    assert list(cells_of(path).values()) == told


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
