"""Crafted, damaged and foreign files are refused with a word, never with a crash."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest

from koppeling.workbook.read import guard, intake
from koppeling.workbook.read.intake import Intake
from koppeling.workbook.read.reader import interpret, read
from koppeling.workbook.read.reading_process import read_file
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
    _edit(book, "xl/styles.xml", lambda _xml: bomb)


def _doctype_in_utf16(book: Path) -> None:
    bomb = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE r [<!ENTITY a "b">]><r/>'
    _edit(book, "xl/styles.xml", lambda _xml: bomb.encode("utf-16"))


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
    _edit(book, "xl/styles.xml", lambda _xml: declared)


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


@pytest.mark.parametrize("content", [b"", b"<a", b'<!DOCTYPE r [<!ENTITY a "b">]><r>&a;</r>'])
def test_a_part_that_is_not_used_never_matters(content: bytes, book: Path) -> None:
    """Nothing of it can be misread, explode or be damaged."""
    for part in ("docProps/app.xml", "docProps/core.xml", "xl/theme/theme1.xml",
                 "[Content_Types].xml"):  # fmt: skip
        _edit(book, part, lambda _xml: content)
    assert read([book]).instance is not None


#: A reading process that fares badly with one file, by its name.
_FRAIL = """
import os, pathlib, sys, time
from koppeling import children
from koppeling.workbook.read import reading_process as reading
plain = reading.read_file
def read_file(path, count):
    if path.name.startswith("crash"):
        os.abort()
    if path.name.startswith("memory"):
        os._exit(children.OUT_OF_MEMORY)
    if path.name.startswith("slow"):
        path.with_suffix(".begun").touch()
        time.sleep(3600)
    if path.name.startswith("loud"):
        print("a library has something to say")
        os.write(1, b"and so has one written in C\\n")
    return plain(path, count)
reading.read_file = read_file
reading.main()
"""


def _frail_intake(
    folder: Path, book: Path, names: Sequence[str], patch: pytest.MonkeyPatch
) -> Intake:
    """Begin to read copies of a workbook by these names in a process that is not well."""
    (folder / "frail_reading.py").write_text(_FRAIL, encoding="utf-8")
    patch.setenv("PYTHONPATH", str(folder))
    patch.setattr(intake, "_READER", "frail_reading")
    files = [folder / f"{name}.xlsx" for name in names]
    for file in files:
        file.write_bytes(book.read_bytes())
    return Intake(files)


def _ends(reading: Intake) -> list[tuple[str, str]]:
    """Give the refusal of each file, by its name; what is not refused was read."""
    files = reading.collect()
    assert all(bool(file.grids) != bool(file.refusal) for file in files)
    return [(file.name.removesuffix(".xlsx"), file.refusal) for file in files]


@pytest.mark.usefixtures("cold_processes")
def test_a_reading_that_crashes_costs_one_file(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So does one that takes too much memory where no system refuses it; the others are read."""
    names = ("crash", "first", "memory", "second")
    told = _ends(_frail_intake(tmp_path, book, names, monkeypatch))
    assert told == list(zip(names, ("crashed", "", "too-much-memory", ""), strict=True))


@pytest.mark.usefixtures("cold_processes")
def test_what_a_library_prints_does_not_get_between_the_messages(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither through Python nor past it."""
    reading = _frail_intake(tmp_path, book, ("loud", "loud too"), monkeypatch)
    assert _ends(reading) == [("loud", ""), ("loud too", "")]


@pytest.mark.usefixtures("cold_processes")
def test_a_folder_has_one_deadline(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file that takes too long is told apart from those that had no turn any more."""
    clock = SimpleNamespace(monotonic=lambda: 0.0)
    monkeypatch.setattr(intake, "time", clock)
    names = ("first", "slow 1", "slow 2", "last")
    reading = _frail_intake(tmp_path, book, names, monkeypatch)
    _wait_for(tmp_path / "slow 1.begun", reading)
    clock.monotonic = lambda: 4000.0
    told = _ends(reading)
    assert told == list(zip(names, ("", "too-slow", "not-reached", "not-reached"), strict=True))
    assert not (tmp_path / "slow 2.begun").exists()


def _wait_for(begun: Path, reading: Intake) -> None:
    """Wait until the process writes a file, as long as it lives."""
    assert reading._process is not None
    while not begun.exists():
        assert reading._process.poll() is None
        time.sleep(0.01)


def _hidden_columns(path: Path) -> None:
    columns = b'<col min="1" max="999" hidden="1"/>' * 60_000
    _write_bare(path, b"<cols>" + columns + b"</cols><sheetData/>")


def _hidden_rows(path: Path) -> None:
    rows = b"".join(b'<row r="%d" hidden="1"/>' % n for n in range(1, 60_000))
    _write_bare(path, b"<sheetData>" + rows + b"</sheetData>")


def _hidden_repeated_columns(path: Path) -> None:
    column = (
        b'<table:table-column table:visibility="collapse" table:number-columns-repeated="999"/>'
    )
    _write_bare_ods(path, column * 60_000)


def _hidden_repeated_rows(path: Path) -> None:
    row = b'<table:table-row table:visibility="collapse" table:number-rows-repeated="999"/>'
    _write_bare_ods(path, row * 60_000)


def _one_text_everywhere(path: Path) -> None:
    cells = b'<row r="1">' + b'<c t="s"><v>0</v></c>' * 100 + b"</row>"
    text = b"<sst><si><t>" + b"x" * 900_000 + b"</t></si></sst>"
    _write_bare(path, b"<sheetData>" + cells + b"</sheetData>", text)


def _one_text_everywhere_in_ods(path: Path) -> None:
    cell = b'<table:table-cell office:value-type="string" table:number-columns-repeated="50">'
    cell += b"<text:p>" + b"x" * 900_000 + b"</text:p></table:table-cell>"
    row = b'<table:table-row table:number-rows-repeated="9999">' + cell + b"</table:table-row>"
    _write_bare_ods(path, row)


def _one_long_text(path: Path) -> None:
    _write_bare_ods(path, b"<table:table-row><table:table-cell><text:p>" + b"x" * 30_000_000
                    + b"</text:p></table:table-cell></table:table-row>")  # fmt: skip


def _write_bare(path: Path, sheet: bytes, texts: bytes = b"<sst/>") -> None:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relation = f'<Relationship Id="%s" Type="{office}/%s" Target="%s"/>'
    link = "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>%s"
    link += "</Relationships>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "_rels/.rels", link % relation % ("a", "officeDocument", "xl/workbook.xml")
        )
        package.writestr("xl/workbook.xml", f'<workbook xmlns:r="{office}"><sheets><sheet name="A" '
                         'r:id="a"/></sheets></workbook>')  # fmt: skip
        both = relation % ("a", "worksheet", "a.xml") + relation % ("b", "sharedStrings", "b.xml")
        package.writestr("xl/_rels/workbook.xml.rels", link % both)
        package.writestr("xl/a.xml", b"<worksheet>" + sheet + b"</worksheet>")
        package.writestr("xl/b.xml", texts)


def _write_bare_ods(path: Path, table: bytes) -> None:
    names = b"".join(
        b' xmlns:%s="urn:oasis:names:tc:opendocument:xmlns:%s:1.0"' % (name, name)
        for name in (b"office", b"table", b"text")
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "content.xml",
            b"<office:document-content" + names + b'><table:table table:name="A">' + table
            + b"</table:table></office:document-content>",
        )  # fmt: skip


#: Small files that swell, and how each ends.
SWELLING: dict[str, tuple[str, Callable[[Path], None], str]] = {
    "hidden columns": ("a.xlsx", _hidden_columns, ""),
    "hidden rows": ("a.xlsx", _hidden_rows, ""),
    "hidden columns in .ods": ("a.ods", _hidden_repeated_columns, ""),
    "hidden rows in .ods": ("a.ods", _hidden_repeated_rows, ""),
    "a text in every cell": ("a.xlsx", _one_text_everywhere, "too-much"),
    "a text in every cell of .ods": ("a.ods", _one_text_everywhere_in_ods, "too-much"),
    "a very long text": ("a.ods", _one_long_text, "too-much"),
}

_MEASURED = """
import json, re, sys
from pathlib import Path
from koppeling.children import used_memory
from koppeling.workbook.read.reading_process import read_file
read, status = read_file(Path(sys.argv[1])), Path("/proc/self/status")
# Linux hands the peak of whoever started a process on to it, but not this one
own = re.search(r"VmHWM:\\s+(\\d+) kB", status.read_text()) if status.exists() else None
peak = int(own[1]) * 1024 if own else used_memory()
print(json.dumps([read.get("refusal", ""), peak, len(json.dumps(read))]))
"""


@pytest.mark.parametrize("case", SWELLING)
def test_a_small_file_does_not_swell(case: str, tmp_path: Path) -> None:
    """It is read or refused by itself, long before the limit on memory; little crosses over."""
    name, write, code = SWELLING[case]
    path = tmp_path / name
    write(path)
    assert path.stat().st_size < 1_000_000
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, str(path)], capture_output=True, text=True, check=True
    )
    refusal, peak, length = json.loads(done.stdout)
    assert refusal == code
    assert peak < 600_000_000
    assert length < 1000


@pytest.mark.parametrize(
    "kept", [b'<mergeCell ref="A1:B2"/>' * 11, b'<row hidden="1"/>' * 11], ids=["merged", "hidden"]
)
def test_what_is_kept_of_the_form_counts_too(
    kept: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Merged areas and hidden rows go through the same memory as cells."""
    path = tmp_path / "a.xlsx"
    _write_bare(path, b"<sheetData>" + kept + b"</sheetData>")
    assert _refusal(path) == ""
    monkeypatch.setattr(guard, "MAX_CELLS", 10)
    assert _refusal(path) == "too-many-cells"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a watch ends the process")
@pytest.mark.usefixtures("cold_processes")
def test_memory_is_bounded_like_time(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What takes too much all the same is refused by name, and the next file is read."""
    monkeypatch.setattr(intake, "_READER", "small_reading")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (tmp_path / "small_reading.py").write_text(
        "from koppeling.workbook.read import reading_process as reading\n"
        "reading.MAX_MEMORY = 150_000_000\nreading.main()\n"
    )
    large = tmp_path / "groot.csv"
    large.write_text(("x;" * 200 + "\n") * 9_000, encoding="utf-8")
    files = Intake([large, book]).collect()
    assert [file.refusal for file in files] == ["too-much-memory", ""]
    message = found(interpret(files), "too-much-memory")
    assert "groot.csv" in message.message
    assert message.remedy


@pytest.mark.usefixtures("cold_processes")
def test_reading_uses_a_process_of_its_own(book: Path) -> None:
    """The caller never loads openpyxl."""
    script = (
        "import sys; from koppeling.workbook.read.reader import read; r = read([sys.argv[1]]);"
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
