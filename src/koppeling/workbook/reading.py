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
import math
import re
import sys
import warnings
from collections.abc import Sequence
from datetime import date, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from koppeling.workbook.grids import Tag
from koppeling.workbook.guard import RefusedError, load, open_package, refuse_doctypes

if TYPE_CHECKING:
    from openpyxl.cell import Cell, MergedCell
    from openpyxl.cell.read_only import ReadOnlyCell
    from openpyxl.workbook import Workbook

    from koppeling.workbook.spreadsheets import Anatomy

_ZEROS = re.compile(r"0{2,}")

TaggedCell = tuple[int, str, str | float | bool]


def read_file(path: Path) -> dict[str, Any]:
    """Read one file into plain data, or say by a code why it is refused."""
    try:
        content = load(path)
        sheets, remarks = _read(path, content)
    except RefusedError as refusal:
        return {"refusal": refusal.code, "detail": refusal.detail}
    digest = hashlib.sha256(content).hexdigest()
    return {"sha256": digest, "sheets": sheets, "remarks": remarks}


def _read(path: Path, content: bytes) -> tuple[list[dict[str, Any]], list[Any]]:
    suffix = path.suffix.lower()
    if suffix == ".csv":
        from koppeling.workbook.delimited import read_rows
        from koppeling.workbook.spreadsheets import Anatomy

        rows, remarks = read_rows(content)
        return [_sheet(Anatomy(name=path.stem), rows)], remarks
    package = open_package(content)
    refuse_doctypes(package)
    if suffix == ".ods":
        from koppeling.workbook.opendocument import read_pages

        return [_sheet(page, page.rows) for page in read_pages(package)], []
    from koppeling.workbook.spreadsheets import dissect

    return _read_excel(content, dissect(package)), []


def _sheet(anatomy: Anatomy, rows: Sequence[object]) -> dict[str, Any]:
    return {
        "name": anatomy.name,
        "hidden": anatomy.is_hidden,
        "rows": rows,
        "merged": anatomy.merged,
        "hidden_rows": anatomy.hidden_rows,
        "hidden_columns": anatomy.hidden_columns,
        "disordered": anatomy.disordered,
    }


def _read_excel(content: bytes, anatomies: list[Anatomy]) -> list[dict[str, Any]]:
    sys.modules.setdefault("numpy", None)  # type: ignore[arg-type] # 0.14 s we have no use for
    import openpyxl

    if not openpyxl.DEFUSEDXML:
        raise RefusedError("unsafe")
    warnings.simplefilter("ignore")  # openpyxl tells of extensions it leaves out
    book = openpyxl.load_workbook(
        BytesIO(content), read_only=True, data_only=True, keep_links=False
    )
    return [_sheet(anatomy, _read_rows(book, anatomy)) for anatomy in anatomies]


def _read_rows(book: Workbook, anatomy: Anatomy) -> list[tuple[int, list[TaggedCell]]]:
    empty_formulas = set(anatomy.empty_formulas)
    if not (anatomy.has_values or empty_formulas):
        return []  # seen already: nothing to open it for
    worksheet = book[anatomy.name]
    worksheet.reset_dimensions()  # <dimension> may lie
    rows = []
    for number, row in enumerate(worksheet.iter_rows(), start=1):
        cells: list[TaggedCell] = []
        for column, cell in enumerate(row, start=1):
            value = cell.value
            if value is not None and value != "":
                cells.append((column, *_tagged(cell, value)))
            elif empty_formulas and (number, column) in empty_formulas:
                cells.append((column, Tag.FORMULA, ""))
        if cells:
            rows.append((number, cells))
    return rows


def _tagged(
    cell: ReadOnlyCell | Cell | MergedCell, value: object
) -> tuple[str, str | float | bool]:
    if isinstance(value, str):
        return (Tag.ERROR if cell.data_type == "e" else Tag.TEXT), value
    if isinstance(value, bool):
        return Tag.BOOL, value
    if isinstance(value, int | float):
        return _tagged_number(value, cell.number_format or "")
    if isinstance(value, date):  # a datetime is one too
        return Tag.DATE, value.isoformat()
    if isinstance(value, time):
        value = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
    if isinstance(value, timedelta):
        return Tag.MINUTES, round(value.total_seconds() / 60, 2)
    return Tag.TEXT, str(value)


def _tagged_number(value: float, number_format: str) -> tuple[str, str | float | bool]:
    if not math.isfinite(value):
        return Tag.ERROR, str(value)
    if _ZEROS.fullmatch(number_format) and value >= 0 and value == int(value):
        return Tag.TEXT, str(int(value)).zfill(len(number_format))
    if "%" in number_format:
        return Tag.PERCENT, round(value * 100, 9)
    return Tag.NUMBER, value


def main() -> None:
    """Read the files named on the command line, one JSON line for each."""
    gc.disable()  # all that is read stays until this process ends
    for name in sys.argv[1:]:
        sys.stdout.write(json.dumps(read_file(Path(name))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
