"""Crafted, damaged and foreign files are refused with a word, never with a crash."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from koppeling.workbook import guard, intake
from koppeling.workbook.intake import Intake
from koppeling.workbook.reader import Reading, read
from koppeling.workbook.reading import read_file
from tests.workbook.koppelboek import FULL, SMALL, codes, found, small, write_workbook

_SHEET = "xl/worksheets/sheet2.xml"


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


def test_a_sound_workbook_comes_in(book: Path) -> None:
    """The guard lets through what it should."""
    assert _refusal(book) == ""


def _far_cell(book: Path) -> None:
    cell = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    _edit(book, _SHEET, lambda xml: xml.replace(b"</sheetData>", cell))


def _beyond_excel(book: Path) -> None:
    cell = b'<row r="1048577"><c r="A1048577"><v>1</v></c></row></sheetData>'
    _edit(book, _SHEET, lambda xml: xml.replace(b"</sheetData>", cell))


def _no_reference(book: Path) -> None:
    _edit(book, _SHEET, lambda xml: xml.replace(b'r="A2"', b'r="2A"'))


def _bomb(book: Path) -> None:
    with (
        zipfile.ZipFile(book, "a", zipfile.ZIP_DEFLATED) as package,
        package.open("xl/media/bom.bin", "w", force_zip64=True) as part,
    ):
        for _ in range(21):
            part.write(bytes(10_000_000))


def _doctype(book: Path) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "b">]><r>&a;</r>'
    _edit(book, "docProps/app.xml", lambda _xml: bomb)


def _doctype_in_utf16(book: Path) -> None:
    bomb = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE r [<!ENTITY a "b">]><r/>'
    _edit(book, "docProps/app.xml", lambda _xml: bomb.encode("utf-16"))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def _duplicate(book: Path) -> None:
    with zipfile.ZipFile(book, "a") as package:
        package.writestr("XL/workbook.xml", "<workbook/>")


def _encrypted_entry(book: Path) -> None:
    content = bytearray(book.read_bytes())
    content[content.rfind(b"PK\x01\x02") + 8] |= 1
    book.write_bytes(bytes(content))


def _strict(book: Path) -> None:
    old, new = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"
    for part in ("xl/workbook.xml", "_rels/.rels"):
        _edit(book, part, lambda xml: xml.replace(old, new))


def _ole_password(book: Path) -> None:
    header = bytes.fromhex("D0CF11E0A1B11AE1")
    book.write_bytes(header + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600))


def _ole_old(book: Path) -> None:
    book.write_bytes(bytes.fromhex("D0CF11E0A1B11AE1") + bytes(1200))


def _torn(book: Path) -> None:
    book.write_bytes(book.read_bytes()[:900])


def _bad_checksum(book: Path) -> None:
    content = bytearray(book.read_bytes())
    with zipfile.ZipFile(BytesIO(bytes(content))) as package:
        start = package.getinfo("xl/workbook.xml").header_offset
    for offset in range(60, 90):
        content[start + offset] ^= 0xFF
    book.write_bytes(bytes(content))


def _bad_xml(book: Path) -> None:
    _edit(book, _SHEET, lambda xml: xml[: len(xml) // 2])


def _odd_encoding(book: Path) -> None:
    declared = b'<?xml version="1.0" encoding="utf-9"?><r/>'
    _edit(book, "docProps/app.xml", lambda _xml: declared)


def _nan(book: Path) -> None:
    _edit(book, _SHEET, lambda xml: xml.replace(b"</sheetData>",
          b'<row r="9"><c r="A9"><v>NaN</v></c></row></sheetData>'))  # fmt: skip


def _too_big(book: Path) -> None:
    with book.open("ab") as file:
        file.truncate(guard.MAX_FILE_BYTES + 1)


ATTACKS: dict[str, tuple[Callable[[Path], None], str]] = {
    "a cell at the far corner": (_far_cell, "far-cell"),
    "a cell beyond Excel": (_beyond_excel, "far-cell"),
    "a reference that is none": (_no_reference, "far-cell"),
    "a zip bomb": (_bomb, "too-much"),
    "a DTD": (_doctype, "dtd"),
    "a DTD in UTF-16": (_doctype_in_utf16, "dtd"),
    "a part twice": (_duplicate, "duplicate-entry"),
    "an encrypted part": (_encrypted_entry, "password"),
    "Strict OOXML": (_strict, "strict"),
    "a password": (_ole_password, "password"),
    "an .xls by another name": (_ole_old, "old-format"),
    "half a file": (_torn, "damaged"),
    "a bad checksum": (_bad_checksum, "damaged"),
    "half a sheet": (_bad_xml, "damaged"),
    "an encoding that does not exist": (_odd_encoding, "damaged"),
    "NaN as a number": (_nan, "not-a-number"),
    "more than 20 MB": (_too_big, "file-too-big"),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_bad_file_is_refused_by_name(attack: str, book: Path) -> None:
    """Each has its own code."""
    spoil, code = ATTACKS[attack]
    spoil(book)
    assert _refusal(book) == code


@pytest.mark.parametrize("suffix", [".xls", ".xlsb"])
def test_old_formats_are_refused_with_the_way_out(suffix: str, tmp_path: Path) -> None:
    """The remedy says to save as .xlsx; the person sees the name of the file."""
    old = tmp_path / f"boek{suffix}"
    old.write_bytes(b"anything")
    finding = found(read([old]), "old-format")
    assert old.name in finding.message
    assert ".xlsx" in finding.remedy


def test_too_many_cells_are_refused(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The count runs over all sheets of a file."""
    monkeypatch.setattr(guard, "MAX_CELLS", 10)
    assert _refusal(book) == "too-many-cells"


def test_a_refusal_arrives_as_a_finding_and_others_are_still_read(
    book: Path, tmp_path: Path
) -> None:
    """One bad file among several is an error; the rest is read all the same."""
    extra = write_workbook(tmp_path / "DiSC.xlsx", {"DiSC": FULL["DiSC"]})
    _torn(extra)
    reading = read([extra, book])
    assert found(reading, "damaged").source == "DiSC.xlsx"
    assert [source.name for source in reading.sources] == ["boek.xlsx"]
    assert reading.instance is None


def test_a_reading_that_crashes_costs_one_file(book: Path, tmp_path: Path) -> None:
    """A style that openpyxl cannot bear ends the process; the next file is read."""
    bad = tmp_path / "a.xlsx"
    bad.write_bytes(book.read_bytes())
    _edit(bad, "xl/styles.xml", lambda xml: xml.replace(b'numFmtId="0"', b'numFmtId="none"'))
    files = Intake([bad, book]).collect()
    assert [file.refusal for file in files] == ["crashed", ""]


def test_a_reading_that_takes_too_long_is_stopped(book: Path) -> None:
    """The clock is over at once; nobody waits for ever."""
    files = Intake([book], seconds=0.0).collect()
    assert [file.refusal for file in files] == ["too-slow"]


def test_reading_uses_a_process_of_its_own(book: Path) -> None:
    """The caller never loads openpyxl."""
    import subprocess
    import sys

    script = (
        "import sys; from koppeling.workbook.reader import read; r = read([sys.argv[1]]);"
        "assert r.instance is not None; "
        "sys.exit(any(m in sys.modules for m in ('openpyxl', 'pandas', 'ortools')))"
    )
    assert subprocess.run([sys.executable, "-c", script, str(book)], check=False).returncode == 0


# --- csv ---------------------------------------------------------------------------------------


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


# --- ods ---------------------------------------------------------------------------------------


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
    "a DTD": (b"<office:document-content", b"<!DOCTYPE r><office:document-content", "dtd"),
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
    assert _refusal(path) == "too-many-cells"


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


def test_a_folder_leaves_lock_files_alone(tmp_path: Path) -> None:
    """`~$` twins and hidden files in a folder are no input."""
    write_workbook(tmp_path / "boek.xlsx", small())
    (tmp_path / "~$boek.xlsx").write_bytes(b"")
    (tmp_path / ".verborgen.csv").write_text("x", encoding="utf-8")
    (tmp_path / "notitie.txt").write_text("x", encoding="utf-8")
    files, refused = intake.input_files([tmp_path])
    assert [file.name for file in files] == ["boek.xlsx"]
    assert refused == []
