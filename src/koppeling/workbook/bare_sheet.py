"""One sheet without dress, for a machine: text stays text, numbers are numbers."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime


def write_bare_sheet(name: str, rows: Sequence[Sequence[str | float | None]]) -> bytes:
    """
    Write a workbook of one sheet, without formats, formulas or tables.

    The same rows give the same bytes. Text never becomes a formula, a link or
    a number; None leaves a cell empty.

    Parameters
    ----------
    name : str
        Name of the sheet, at most 31 characters.
    rows : sequence of sequences
        From cell A1 on.
    """
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC)})
    sheet = book.add_worksheet(name)
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(number, column, value)
            elif value is not None:
                sheet.write_number(number, column, value)
    book.close()
    return out.getvalue()
