"""Crafted, damaged and foreign files are refused with a word, never with a crash."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from koppeling.workbook import guard, intake
from koppeling.workbook.intake import Intake
from koppeling.workbook.reader import read
from koppeling.workbook.reading import read_file
from tests.workbook.koppelboek import FULL, SMALL, found, small, write_workbook

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


@pytest.mark.usefixtures("cold_processes")
def test_a_reading_that_crashes_costs_one_file(book: Path, tmp_path: Path) -> None:
    """A style that openpyxl cannot bear ends the process; the next file is read."""
    bad = tmp_path / "a.xlsx"
    bad.write_bytes(book.read_bytes())
    _edit(bad, "xl/styles.xml", lambda xml: xml.replace(b'numFmtId="0"', b'numFmtId="none"'))
    files = Intake([bad, book]).collect()
    assert [file.refusal for file in files] == ["crashed", ""]


@pytest.mark.usefixtures("cold_processes")
def test_a_reading_that_takes_too_long_is_stopped(book: Path) -> None:
    """The clock is over at once; nobody waits for ever."""
    files = Intake([book], seconds=0.0).collect()
    assert [file.refusal for file in files] == ["too-slow"]


@pytest.mark.usefixtures("cold_processes")
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


def test_a_folder_leaves_lock_files_alone(tmp_path: Path) -> None:
    """`~$` twins and hidden files in a folder are no input."""
    write_workbook(tmp_path / "boek.xlsx", small())
    (tmp_path / "~$boek.xlsx").write_bytes(b"")
    (tmp_path / ".verborgen.csv").write_text("x", encoding="utf-8")
    (tmp_path / "notitie.txt").write_text("x", encoding="utf-8")
    files, refused = intake.input_files([tmp_path])
    assert [file.name for file in files] == ["boek.xlsx"]
    assert refused == []
