"""
The door: what may come in at all, found out with the standard library only.

Crafted or damaged files hang or kill every spreadsheet library (facts on
trust), so a file is looked through before one sees it. Runs in the reading
process; says why it refuses by a code, the words are in `refusals`.
"""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.parsers import expat

from koppeling.errors import KoppelingError

MAX_FILE_BYTES = 20_000_000
MAX_UNPACKED_BYTES = 200_000_000
MAX_ENTRIES = 10_000
MAX_CELLS = 2_000_000
MAX_AREA = 5_000_000
MAX_ROW = 1_048_576
MAX_COLUMN = 16_384
_PIECE = 1 << 16  # bytes at a time

SUFFIXES = (".xlsx", ".xlsm", ".ods", ".csv")
OLD_SUFFIXES = (".xls", ".xlsb", ".xlt", ".xlm")
STRICT_NAMESPACE = "http://purl.oclc.org/ooxml/"
_OLE_HEADER = bytes.fromhex("D0CF11E0A1B11AE1")
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")

#: What zipfile, zlib and expat raise for parts that are missing, torn or in no known encoding.
_DAMAGE = (
    expat.ExpatError,
    zipfile.BadZipFile,
    zlib.error,
    LookupError,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)

StartHandler = Callable[[str, dict[str, str]], None]


class RefusedError(KoppelingError):
    """A file that is not let in: a code, and details for the message."""

    def __init__(self, code: str, **detail: Any) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


def load(path: Path) -> bytes:
    """Read a file into memory, if its kind and size allow; raise `RefusedError` otherwise."""
    suffix = path.suffix.lower()
    if suffix in OLD_SUFFIXES:
        raise RefusedError("old-format")
    if suffix not in SUFFIXES:
        raise RefusedError("unknown-format", suffix=suffix)
    try:
        told = path.stat()
        if not stat.S_ISREG(told.st_mode):  # reading a pipe may never end
            raise RefusedError("no-file")
        size = told.st_size
        if size > MAX_FILE_BYTES:
            raise RefusedError("file-too-big", megabytes=round(size / 1_000_000))
        return path.read_bytes()
    except FileNotFoundError:
        raise RefusedError("not-found") from None
    except OSError as error:
        raise RefusedError("no-access", reason=error.errno) from None


def open_package(content: bytes) -> zipfile.ZipFile:
    """Open the zip of a workbook after checking its directory; raise `RefusedError` otherwise."""
    if content.startswith(_OLE_HEADER):
        raise RefusedError("password" if _ENCRYPTED_PACKAGE in content else "old-format")
    try:
        package = zipfile.ZipFile(BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError):
        raise RefusedError("damaged") from None
    entries = package.infolist()
    if len(entries) > MAX_ENTRIES:
        raise RefusedError("too-much", limit=MAX_ENTRIES)
    names = [entry.filename.lower() for entry in entries]
    if len(set(names)) < len(names):
        raise RefusedError("duplicate-entry")
    if any(entry.flag_bits & 1 for entry in entries):
        raise RefusedError("password")
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
        raise RefusedError("too-much", limit=MAX_UNPACKED_BYTES)
    if any(
        entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries
    ):
        raise RefusedError("damaged")
    return package


def refuse_doctypes(package: zipfile.ZipFile) -> None:
    """Refuse a package with a DTD in any XML part: entities can explode or fetch."""
    for name in package.namelist():
        if name.lower().endswith((".xml", ".rels")):
            parse_part(package, name)


def parse_part(
    package: zipfile.ZipFile,
    name: str,
    start: StartHandler | None = None,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """
    Run one XML part through expat; names arrive as `namespace local`.

    Raises
    ------
    RefusedError
        When the part is missing, damaged or holds a DTD.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    if start is not None:
        parser.StartElementHandler = start
    if end is not None:
        parser.EndElementHandler = end
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        with package.open(name) as part:
            while piece := part.read(_PIECE):
                parser.Parse(piece)
        parser.Parse(b"", True)  # noqa: FBT003 - that was the last of it
    except _DAMAGE:
        raise RefusedError("damaged") from None


def _refuse_doctype(*_declaration: object) -> None:
    raise RefusedError("dtd")


class CellCount:
    """Counts the cells of a file and the area of a sheet, and stops at the limits."""

    def __init__(self) -> None:
        self.num_cells = 0
        self.last_row = 0
        self.last_column = 0

    def start_sheet(self) -> None:
        """Forget the area of the sheet before."""
        self.last_row = self.last_column = 0

    def add(self, row: int, column: int, cells: int = 1) -> None:
        """Count `cells` of which the last is at (`row`, `column`)."""
        if not (1 <= row <= MAX_ROW and 1 <= column <= MAX_COLUMN):
            raise RefusedError("far-cell", row=row, column=column)
        self.num_cells += cells
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column)
        if self.num_cells > MAX_CELLS:
            raise RefusedError("too-many-cells", limit=MAX_CELLS)
        if self.last_row * self.last_column > MAX_AREA:
            raise RefusedError("far-cell", row=self.last_row, column=self.last_column)
