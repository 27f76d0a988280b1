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

TaggedCell = tuple[int, str, str | float | bool] | tuple[int, str, str | float | bool, str]


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
                cells.append(_cell(column, cell, value))
            elif empty_formulas and (number, column) in empty_formulas:
                cells.append((column, Tag.FORMULA, ""))
        if cells:
            rows.append((number, cells))
    return rows


def _cell(column: int, cell: ReadOnlyCell | Cell | MergedCell, value: object) -> TaggedCell:
    tag, plain = _tagged(cell, value)
    form = cell.number_format if tag is Tag.NUMBER else "General"
    shown = None if form == "General" else shown_by_format(plain, form)
    return (column, tag, plain) if shown is None else (column, tag, plain, shown)


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


#: Room, filling, colours and languages in a number format.
_UNSEEN = re.compile(r"_.|\*.|\[(?:\$-[^]]*|[A-Za-z]+[0-9]*)\]")
#: Parts of a number format: text, digits, and what changes the digits.
_FORMAT_PART = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)'
    r"|(?P<digit>[0#?])|(?P<general>General)|(?P<literal>[-+/(): $!^&'~{}=])|(?P<other>.)",
    re.DOTALL,
)
_SAME_NUMBER = re.compile(r"General|@|[#0?, ]*[#0?](?:[.,][#0?]+)?", re.IGNORECASE)


def shown_by_format(value: object, number_format: str | None) -> str | None:
    """
    Return the number that a format shows, where it is another one than is stored.

    Returns
    -------
    str or None
        None when the format shows the number itself; empty when it shows something
        that cannot be told.

    Examples
    --------
    >>> shown_by_format(12, '"P"0000'), shown_by_format(12, "0.00"), shown_by_format(12, "0,")
    ('P0012', None, '')
    """
    if not isinstance(value, int | float) or value < 0 or value != int(value):
        return None
    section, _semicolon, others = (number_format or "General").partition(";")
    section = _UNSEEN.sub("", section).strip()
    digits = str(int(value))
    is_padded = section.partition(".")[0].count("0") > len(digits)
    if value == 0 and ";" in others:
        return ""  # a format of its own, in words as a rule
    if not _SAME_NUMBER.fullmatch(section):
        return _worked_out(section, digits)
    if section.endswith(",") or (is_padded and re.search("[.,]", section)):
        return ""
    return _worked_out(section, digits) if is_padded else None


def _worked_out(section: str, digits: str) -> str | None:
    """Fill the digits in, from the right; empty when the format does more than that."""
    parts = list(_FORMAT_PART.finditer(section))
    room = sum(bool(part["digit"]) for part in parts)
    if any(part["other"] for part in parts) or bool(room) == any(part["general"] for part in parts):
        return ""
    left = digits.zfill(sum(part["digit"] == "0" for part in parts))
    shown: list[str] = []
    for part in reversed(parts):
        if part["digit"] or part["general"]:
            room -= 1
            at = max(0, len(left) - 1) if room > 0 else 0
            shown.append(left[at:])
            left = left[:at]
        else:
            shown.append(part["quoted"] or part["escaped"] or part["literal"] or "")
    text = "".join(reversed(shown)).strip()
    return None if text.replace(" ", "") == digits else text


def main() -> None:
    """Read the files named on the command line, one JSON line for each."""
    gc.disable()  # all that is read stays until this process ends
    for name in sys.argv[1:]:
        sys.stdout.write(json.dumps(read_file(Path(name))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
