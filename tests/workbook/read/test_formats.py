"""The ways in which .csv, .ods and .xlsx hold the same practice, and their pitfalls."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from koppeling.workbook.read.process import read_file
from koppeling.workbook.read.reader import Reading, read
from tests.workbook.koppelboek import SMALL, codes, found, write_workbook


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Write a sound workbook."""
    return write_workbook(tmp_path / "boek.xlsx", SMALL)


def _edit(path: Path, part: str, change: Callable[[bytes], bytes]) -> None:
    """Rewrite one part of a workbook, the rest as it was."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts[part] = change(parts[part])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)


def _refusal(path: Path) -> str:
    refusal = read_file(path).get("refusal", "")
    assert isinstance(refusal, str)
    return refusal


def _folder(folder: Path, **files: bytes) -> Reading:
    for name, rows in SMALL.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";").writerows(rows)
    for name, content in files.items():
        (folder / f"{name}.csv").write_bytes(content)
    return read([folder])


SENIORS = 'personeelsnummer;naam;vestiging\r\n0101;Zoë;Noord\r\n0102;"Dirk";Zuid\r\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_csv_comes_in_many_ways(encoding: str, separator: str, tmp_path: Path) -> None:
    """Separators and encodings that Excel writes are all understood."""
    reading = _folder(tmp_path, Senioren=SENIORS.replace(";", separator).encode(encoding))
    assert reading.instance is not None, reading.findings
    assert reading.instance.seniors[0].name == "Zoë"


def test_excels_own_separator_line_is_obeyed(tmp_path: Path) -> None:
    """`sep=;` above the headings is no row, but the addresses count it."""
    text = "sep=;\r\n" + SENIORS.replace("0102", "0101")
    reading = _folder(tmp_path, Senioren=text.encode())
    assert found(reading, "duplicate-number").cell == "A4"


def test_windows_text_is_read_with_a_word(tmp_path: Path) -> None:
    """cp1252 is a guess, so it is told."""
    reading = _folder(tmp_path, Senioren=SENIORS.encode("cp1252"))
    assert found(reading, "cp1252").severity == "warning"
    assert reading.instance is not None
    assert reading.instance.seniors[0].name == "Zoë"


@pytest.mark.parametrize(
    ("content", "code", "shown"),
    [
        (SENIORS + '0103;"Elif;Noord\r\n', "csv-quote", "4"),
        (SENIORS + "0103;El\0if;Noord\r\n", "csv-nul", "4"),
        (SENIORS + "0103;Elif;Noord;Zuid\r\n", "ragged", "4"),
    ],
)
def test_broken_csv_is_told_with_its_line(
    content: str, code: str, shown: str, tmp_path: Path
) -> None:
    """Open quotes, NUL and ragged rows are errors with a line number."""
    finding = found(_folder(tmp_path, Senioren=content.encode()), code)
    assert finding.severity == "error"
    assert shown in finding.message


def _write_ods(path: Path, change: Callable[[bytes], bytes] = lambda xml: xml) -> Path:
    from odf.opendocument import OpenDocumentSpreadsheet  # type: ignore[import-untyped]
    from odf.table import Table, TableCell, TableRow  # type: ignore[import-untyped]
    from odf.text import P  # type: ignore[import-untyped]

    document = OpenDocumentSpreadsheet()
    for name, rows in SMALL.items():
        table = Table(name=name)
        for row in rows:
            line = TableRow()
            for value in row:
                if hasattr(value, "isoformat"):
                    cell = TableCell(valuetype="date", datevalue=value.isoformat())
                else:
                    cell = TableCell(**({"valuetype": "string"} if value else {}))
                    if value:
                        cell.addElement(P(text=str(value)))
                line.addElement(cell)
            table.addElement(line)
        document.spreadsheet.addElement(table)
    document.save(str(path))
    _edit(path, "content.xml", change)
    return path


def test_ods_reads_like_xlsx(book: Path, tmp_path: Path) -> None:
    """The same practice in both formats gives the same instance."""
    ods, xlsx = read([_write_ods(tmp_path / "boek.ods")]), read([book])
    assert ods.instance is not None, ods.findings
    assert ods.instance == xlsx.instance


_CELL = b'<table:table-cell office:value-type="string"><text:p>Anouk</text:p></table:table-cell>'
ODS_CASES: dict[str, tuple[bytes, bytes, str]] = {
    "an error cell": (
        _CELL,
        b'<table:table-cell table:formula="of:=1/0" office:value-type="string" '
        b'office:string-value=""><text:p>#DIV/0!</text:p></table:table-cell>',
        "error-cell",
    ),
    "a formula without a value": (
        _CELL, b'<table:table-cell table:formula="of:=1+1"/>', "formula-without-value",
    ),
    "a merged cell": (
        _CELL,
        _CELL.replace(b"<table:table-cell", b'<table:table-cell table:number-rows-spanned="2"'),
        "merged-cells",
    ),
    "a DTD": (
        b"<office:document-content",
        b'<!DOCTYPE r [<!ENTITY a "b">]><office:document-content',
        "dtd",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ODS_CASES)
def test_what_ods_hides_is_found(case: str, tmp_path: Path) -> None:
    """Errors, formulas and merges do not pass in silence."""
    old, new, code = ODS_CASES[case]
    path = _write_ods(tmp_path / "boek.ods", lambda xml: xml.replace(old, new, 1))
    assert code in codes(read([path]))


def test_a_far_cell_in_ods_is_refused(tmp_path: Path) -> None:
    """A value repeated over a million rows is no workbook."""
    row = b'<table:table-row table:number-rows-repeated="1048570"><table:table-cell '
    row += b'office:value-type="float" office:value="1"/></table:table-row></table:table>'
    path = _write_ods(tmp_path / "boek.ods", lambda xml: xml.replace(b"</table:table>", row, 1))
    assert _refusal(path) == "far-cell"


def test_empty_rows_to_the_end_of_an_ods_are_nothing(tmp_path: Path) -> None:
    """LibreOffice writes formats down to the last row."""
    row = b'<table:table-row table:number-rows-repeated="1048570"><table:table-cell '
    row += b'table:number-columns-repeated="16384"/></table:table-row></table:table>'
    path = _write_ods(tmp_path / "boek.ods", lambda xml: xml.replace(b"</table:table>", row))
    assert read([path]).instance is not None


def test_zeros_shown_in_ods_are_kept(tmp_path: Path) -> None:
    """A number 12 shown as 0012 is 0012."""
    old = b'<table:table-cell office:value-type="string"><text:p>0012</text:p></table:table-cell>'
    new = old.replace(b'"string"', b'"float" office:value="12"')
    path = _write_ods(tmp_path / "boek.ods", lambda xml: xml.replace(old, new))
    reading = read([path])
    assert reading.instance is not None, reading.findings
    assert reading.instance.juniors[0].number == "0012"


_HIDDEN_STYLE = (
    b'<style:style xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    b'style:name="weg" style:family="table">'
    b'<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
)


def test_hidden_parts_of_ods_are_found(tmp_path: Path) -> None:
    """Hidden sheets, rows and columns are told, as in .xlsx."""

    def hide(xml: bytes) -> bytes:
        xml = xml.replace(
            b"<office:automatic-styles/>", b"<office:automatic-styles>" + _HIDDEN_STYLE
        )
        head, tail = xml.split(b'<table:table table:name="Junioren">', 1)
        tail = tail.replace(b"<table:table-row>", b'<table:table-row table:visibility="filter">', 2)
        column = b'<table:table-column table:visibility="collapse"/>'
        return head + b'<table:table table:name="Junioren" table:style-name="weg">' + column + tail

    reading = read([_write_ods(tmp_path / "boek.ods", hide)])
    assert {"hidden-sheet", "hidden-rows", "hidden-columns"} <= set(codes(reading))


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (b'office:value-type="boolean" office:boolean-value="true"><text:p>WAAR</text:p>', True),
        (b'office:value-type="percentage" office:value="0.85"><text:p>85%</text:p>', 85.0),
        (b'office:value-type="time" office:time-value="PT1H30M00S"><text:p>1:30</text:p>', 90.0),
        (b'office:value-type="float" office:value="INF"><text:p>INF</text:p>', "INF"),
        (
            b'office:value-type="string"><office:annotation><text:p>noot</text:p>'
            b'</office:annotation><text:p>a<text:s text:c="2"/>b</text:p><text:p>c</text:p>',
            "a  b\nc",
        ),
    ],
)
def test_values_of_ods_arrive_as_they_are(cell: bytes, expected: object, tmp_path: Path) -> None:
    """Kinds are kept, spaces counted, notes beside a cell left out."""
    new = b"<table:table-cell " + cell + b"</table:table-cell>"
    path = _write_ods(tmp_path / "boek.ods", lambda xml: xml.replace(_CELL, new, 1))
    rows = read_file(path)["sheets"][1]["rows"]
    assert rows[1][1][1][2] == expected


def test_an_ods_with_a_password_is_refused(tmp_path: Path) -> None:
    """The manifest tells that the parts are encrypted."""
    path = _write_ods(tmp_path / "boek.ods")
    secret = b"<manifest:encryption-data/></manifest:file-entry></manifest:manifest>"
    entry = b'<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="">'
    _edit(
        path,
        "META-INF/manifest.xml",
        lambda xml: xml.replace(b"</manifest:manifest>", entry + secret),
    )
    assert _refusal(path) == "password"


def _add(path: Path, name: str, content: bytes) -> None:
    with zipfile.ZipFile(path, "a") as package:
        package.writestr(name, content)


def test_a_password_on_the_macros_of_an_ods_is_no_matter_of_ours(tmp_path: Path) -> None:
    """What is read is not encrypted, so it is read."""
    path = _write_ods(tmp_path / "boek.ods")
    secret = b"<manifest:encryption-data/></manifest:file-entry></manifest:manifest>"
    entry = b'<manifest:file-entry manifest:full-path="Basic/A.xml" manifest:media-type="">'
    _edit(
        path,
        "META-INF/manifest.xml",
        lambda xml: xml.replace(b"</manifest:manifest>", entry + secret),
    )
    assert read([path]).instance is not None


@pytest.mark.parametrize("content", [b"", b"<a", b'<!DOCTYPE r [<!ENTITY a "b">]><r>&a;</r>'])
def test_a_part_of_an_ods_that_is_not_used_never_matters(content: bytes, tmp_path: Path) -> None:
    """LibreOffice leaves an empty part behind for the keys that were never assigned."""
    path = _write_ods(tmp_path / "boek.ods")
    _add(path, "Configurations2/accelerator/current.xml", content)
    _edit(path, "styles.xml", lambda _xml: content)
    assert read([path]).instance is not None


def test_the_doctype_of_old_openoffice_is_not_followed(tmp_path: Path) -> None:
    """It names a DTD and declares nothing itself; an empty manifest tells nothing either."""
    named = b'<!DOCTYPE manifest:manifest PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" "M.dtd">'
    path = _write_ods(tmp_path / "boek.ods")
    _edit(path, "META-INF/manifest.xml", lambda xml: xml.replace(b"<manifest:manifest",
          named + b"<manifest:manifest", 1))  # fmt: skip
    assert named in zipfile.ZipFile(path).read("META-INF/manifest.xml")
    assert read([path]).instance is not None
    _edit(path, "META-INF/manifest.xml", lambda _xml: b"")
    assert read([path]).instance is not None


def test_times_percentages_and_truth_in_excel_keep_their_kind(tmp_path: Path) -> None:
    """A cell of 1:30, of 85 % and of TRUE come as minutes, per cent and true."""
    import datetime as dt

    import openpyxl

    path = tmp_path / "boek.xlsx"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append([dt.time(1, 30), 0.85, True, dt.timedelta(hours=30), "#N/A"])
    sheet["B1"].number_format = "0%"
    sheet["E1"].data_type = "e"
    book.save(path)
    cells = read_file(path)["sheets"][0]["rows"][0][1]
    assert [tuple(cell[1:]) for cell in cells] == [
        ("t", 90.0), ("%", 85.0), ("b", True), ("t", 1800.0), ("e", "#N/A"),
    ]  # fmt: skip
