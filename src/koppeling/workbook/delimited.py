"""Reading .csv: encodings, separators, and the ways in which such a file is broken."""

from __future__ import annotations

import codecs
import csv
import io
from typing import Any

from koppeling.workbook.grids import Tag, TaggedCell
from koppeling.workbook.guard import MAX_FIELD, CellCount, RefusedError

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
