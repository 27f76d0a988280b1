"""
The reading process: files in, tagged cells out, as one JSON line a file.

Run as `python -m koppeling.workbook.reading FILE…`, in a process that the
caller stops when it takes too long; a crash in here costs one file, not the
run. Values leave as JSON, never as pickles.
"""

from __future__ import annotations

import gc
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from koppeling import children
from koppeling.workbook.guard import CellCount, RefusedError, load, open_package
from koppeling.workbook.spreadsheets import RawSheet, read_sheets

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
        from koppeling.workbook.delimited import read_rows

        rows, remarks = read_rows(content, count)
        return [RawSheet(name=path.stem, rows=dict(rows))], remarks
    package = open_package(content)
    if suffix == ".ods":
        from koppeling.workbook import opendocument

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
