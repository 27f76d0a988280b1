"""Result workbooks to decide upon: made once, copied for each test."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from koppeling import practice as app
from koppeling.locale import language
from koppeling.workbook.schema.shapes import Extent
from koppeling.workbook.write.template import build
from tests.tools import DATA

BY, ON = "A. Jansen", dt.date(2027, 1, 4)


@cache
def _matched(name: str) -> Path:
    folder = Path(mkdtemp(prefix="koppeling-test-"))
    source = Path(shutil.copy(DATA / f"{name}.xlsx", folder))
    with language("nl"):
        written = app.match([source]).written
    assert written is not None
    return written


def matched(name: str, folder: Path) -> Path:
    """Put the proposal for `data/<name>.xlsx`, and its input, in a folder."""
    written = _matched(name)
    shutil.copy(written.with_name(f"{name}.xlsx"), folder)
    return Path(shutil.copy(written, folder))


def fill(path: Path, sheet: str, cells: Mapping[tuple[str, str], object]) -> Path:
    """
    Type into a sheet as a person would, in Excel.

    `cells` maps (what stands in column A, heading) to what is typed.
    """
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    headings = {str(c.value): get_column_letter(c.column or 0) for c in page[1]}
    rows = {str(row[0].value): row[0].row for row in page.iter_rows(min_row=2)}
    for (who, heading), value in cells.items():
        cell: Any = page[f"{headings[heading]}{rows[who]}"]
        cell.value = value
    book.save(path)
    return path


def sheet_rows(path: Path, sheet: str) -> list[dict[str, object]]:
    """Read a sheet as rows by heading, days as dates."""
    page = openpyxl.load_workbook(path)[sheet]
    headings, *rows = [[_plain(cell.value) for cell in row] for row in page.iter_rows()]
    return [dict(zip(map(str, headings), row, strict=True)) for row in rows]


def _plain(value: object) -> object:
    return value.date() if isinstance(value, dt.datetime) else value


def write_practice(path: Path, practice: Mapping[str, list[dict[str, object]]]) -> Path:
    """Write a koppelboek with these rows."""
    path.write_bytes(build(dict(practice), Extent.USED))
    return path
