"""
The door: what may come in at all, found out with the standard library only.

Crafted or damaged files hang or kill every spreadsheet library (facts on
trust), so none is given a file; a file is checked while it is read. Runs in the
reading process; says why it refuses by a code, the words are in `refusals`.
"""

from __future__ import annotations

import contextlib
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.parsers import expat

from koppeling.errors import KoppelingError

MAX_FILE_BYTES = 20_000_000
MAX_UNPACKED_BYTES = 200_000_000
MAX_ENTRIES = 10_000
MAX_CELLS = 2_000_000
MAX_TEXT = 20_000_000
MAX_FIELD = 1_000_000
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

_OUT_OF_MEMORY = 1  # XML_ERROR_NO_MEMORY

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


def read_bytes(path: Path, most: int = MAX_FILE_BYTES) -> bytes:
    """
    Read another file than a workbook that may come from anywhere.

    Raises
    ------
    RefusedError
        When it holds more than `most` bytes.
    OSError
        When it cannot be read.
    """
    with path.open("rb") as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise RefusedError("file-too-big", megabytes=round(len(content) / 1_000_000))
    return content


def open_package(content: bytes) -> zipfile.ZipFile:
    """
    Open a zip, a workbook or a document, after checking its directory.

    Nothing is unpacked yet, and no part will turn out larger than it says.

    Raises
    ------
    RefusedError
        When it is damaged or protected, or would unpack to too much.
    """
    if content.startswith(_OLE_HEADER):
        raise RefusedError("password" if _ENCRYPTED_PACKAGE in content else "old-format")
    try:
        package = zipfile.ZipFile(BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError):
        raise RefusedError("damaged") from None
    entries = package.infolist()
    if len(entries) > MAX_ENTRIES:
        raise RefusedError("too-much", limit=MAX_ENTRIES)
    names = [_folded(entry.filename) for entry in entries]
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


def has_part(package: zipfile.ZipFile, name: str) -> bool:
    """Tell whether a part is there with anything in it; programs leave empty ones behind."""
    try:
        return _entry(package, name).file_size > 0
    except KeyError:
        return False


def _entry(package: zipfile.ZipFile, name: str) -> zipfile.ZipInfo:
    """Find a part; in an .xlsx its case does not count, and some programs write a backslash."""
    with contextlib.suppress(KeyError):
        return package.getinfo(name)
    return {_folded(entry.filename): entry for entry in package.infolist()}[_folded(name)]


def _folded(name: str) -> str:
    return name.replace("\\", "/").lower()


def pieces_of(package: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """Yield a part piece by piece; raise `RefusedError` when it is missing or damaged."""
    try:
        with package.open(_entry(package, name)) as part:
            while piece := part.read(_PIECE):
                yield piece
    except _DAMAGE:
        raise RefusedError("damaged") from None


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
        When the part is missing, damaged, or declares entities: those can
        explode, or fetch.
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
        for piece in pieces_of(package, name):
            parser.Parse(piece)
        parser.Parse(b"", True)  # noqa: FBT003 - that was the last of it
    except _DAMAGE as error:
        if getattr(error, "code", 0) == _OUT_OF_MEMORY:
            raise MemoryError from None
        raise RefusedError("damaged") from None


def _refuse_doctype(_name: str, _system: str | None, _public: str | None, has_subset: int) -> None:
    """Refuse declarations; the mere name of a DTD, as old OpenOffice wrote it, is not followed."""
    if has_subset:
        raise RefusedError("dtd")


def joined(text: str, more: str) -> str:
    """Return a text with what follows in the same cell; raise `RefusedError` beyond any cell."""
    if len(text) + len(more) > MAX_FIELD:
        raise RefusedError("too-much", limit=MAX_FIELD)
    return text + more


class CellCount:
    """
    Counts what is kept of files and the area of a sheet, and stops at the limits.

    What is kept goes through JSON to the program itself, several times its size.
    """

    def __init__(self) -> None:
        self.num_cells = 0
        self.num_characters = 0
        self.last_row = 0
        self.last_column = 0

    @property
    def kept(self) -> tuple[int, int]:
        """How many cells and characters there are so far; to be put back when a file is refused."""
        return self.num_cells, self.num_characters

    @kept.setter
    def kept(self, kept: tuple[int, int]) -> None:
        self.num_cells, self.num_characters = kept

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

    def add_note(self) -> None:
        """Count something else that is kept: a merged area, a hidden row."""
        self.num_cells += 1
        if self.num_cells > MAX_CELLS:
            raise RefusedError("too-many-cells", limit=MAX_CELLS)

    def add_text(self, length: int) -> None:
        """Count the characters of a text, each time that it is kept."""
        self.num_characters += length
        if self.num_characters > MAX_TEXT:
            raise RefusedError("too-much", limit=MAX_TEXT)
