"""
The reading process: files in, tagged cells out, as one JSON line a file.

Run as `python -m koppeling.workbook.read.process FILE…`, in a process that the
caller stops when it takes too long; a crash in here costs one file, not the
run. Values leave as JSON, never as pickles.
"""

from __future__ import annotations

import codecs
import csv
import gc
import hashlib
import io
import json
import sys
from pathlib import Path
from typing import Any

from koppeling import children
from koppeling.workbook.read import opendocument
from koppeling.workbook.read.grids import Tag, TaggedCell
from koppeling.workbook.read.guard import MAX_FIELD, CellCount, RefusedError, load, open_package
from koppeling.workbook.read.spreadsheets import RawSheet, read_sheets

#: What one reading may take; the largest file that comes in takes two thirds of it.
MAX_MEMORY = 1_000_000_000


def read_file(path: Path, count: CellCount | None = None) -> dict[str, Any]:
    """
    Read one file into plain data, or say by a code why it is refused.

    Parameters
    ----------
    path : Path
        The file.
    count : CellCount, optional
        What was read before it, where several files are read together.
    """
    try:
        content = load(path)
        sheets, remarks = _read(path, content, CellCount() if count is None else count)
    except RefusedError as refusal:
        return {"refusal": refusal.code, "detail": refusal.detail}
    digest = hashlib.sha256(content).hexdigest()
    return {
        "sha256": digest,
        "sheets": [sheet.to_json() for sheet in sheets],
        "remarks": remarks,
    }


def _read(path: Path, content: bytes, count: CellCount) -> tuple[list[RawSheet], list[Any]]:
    suffix = path.suffix.lower()
    if suffix == ".csv":
        rows, remarks = read_rows(content, count)
        return [RawSheet(name=path.stem, rows=dict(rows))], remarks
    package = open_package(content)
    if suffix == ".ods":
        return opendocument.read_sheets(package, count), []
    return read_sheets(package, count), []


def _line(path: Path, count: CellCount) -> bytes:
    """Read one file into a line of JSON; what is refused leaves nothing behind."""
    before = count.kept
    try:
        read = read_file(path, count)
        line = json.dumps(read).encode()
    except MemoryError:
        read = {"refusal": "too-much-memory", "detail": {}}
        line = json.dumps(read).encode()
    if "refusal" in read:
        count.kept = before
    return line + b"\n"


def main() -> None:
    """Read the files named on the command line, one JSON line for each."""
    output = children.take_output()
    children.bound_memory(MAX_MEMORY)
    gc.disable()  # all that is read stays until this process ends
    count = CellCount()
    for name in sys.argv[1:]:
        output.write(_line(Path(name), count))
        output.flush()


if __name__ == "__main__":
    main()


_SEPARATORS = (";", ",", "\t")

Row = tuple[int, list[TaggedCell]]
Remark = tuple[str, dict[str, Any]]


def read_rows(content: bytes, count: CellCount) -> tuple[list[Row], list[Remark]]:
    """
    Read a .csv as UTF-8, UTF-16 with a byte order mark, or else cp1252.

    Returns
    -------
    rows : list of (row number, cells)
        Each cell (column, tag, text), both counting from 1.
    remarks : list of (code, detail)
        `cp1252` when the encoding was a guess, `ragged` for rows that are
        longer than the first.

    Raises
    ------
    RefusedError
        For a NUL, a quote that is never closed, and too many cells.
    """
    text, remarks = _decode(content)
    line = text[: text.find("\0")].count("\n") + 1 if "\0" in text else 0
    if line:
        raise RefusedError("csv-nul", line=line)
    text, separator, skipped = _separator(text)
    csv.field_size_limit(MAX_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[Row] = []
    count.start_sheet()
    width, ragged = 0, []
    try:
        for number, record in enumerate(reader, start=1 + skipped):
            cells: list[TaggedCell] = [
                (column, str(Tag.TEXT), value)
                for column, value in enumerate(record, start=1)
                if value.strip()
            ]
            if not cells:
                continue
            width = width or len(record)
            if cells[-1][0] > width:
                ragged.append(number)
            count.add(number, len(record), len(cells))
            count.add_text(sum(map(len, record)))
            rows.append((number, cells))
    except csv.Error:
        raise RefusedError("csv-quote", line=reader.line_num + skipped) from None
    if ragged:
        remarks.append(("ragged", {"rows": ragged[:20], "width": width}))
    return rows, remarks


def _decode(content: bytes) -> tuple[str, list[Remark]]:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return content.decode("utf-16"), []
        except UnicodeDecodeError:
            raise RefusedError("damaged") from None
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        # Five bytes have no meaning in cp1252; whatever they were is lost already.
        return content.decode("cp1252", errors="replace"), [("cp1252", {})]


def _separator(text: str) -> tuple[str, str, int]:
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.strip()) == len("sep=x"):
        return rest, first.strip()[-1], 1
    line = next((line for line in text.splitlines() if line.strip()), "")
    outside = "".join(line.split('"')[::2])
    return text, max(_SEPARATORS, key=outside.count), 0
