"""A sheet of the result: rows by column key, put in order and in the house's styles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from koppeling.report.wording import title
from koppeling.workbook.read.grids import column_letters
from koppeling.workbook.schema.results import result_sheet
from koppeling.workbook.write.book import AMBER, DARK, MIDDLE, RED
from koppeling.workbook.write.columns import Column

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from koppeling.workbook.write.book import Book


Row = Mapping[str, object]
#: Short figures read best in the middle of their column; equal decimals keep them in line.
CENTRED = MappingProxyType({"align": "center"})
HOURS = MappingProxyType({"align": "center", "number_format": '0.00;-0.00;"–"'})
#: Tabs that ask for attention, or for none.
_TABS = {"unplaced": RED, "handover": AMBER, "findings": AMBER, "provenance": MIDDLE}


@dataclass(frozen=True)
class Page:
    """
    A sheet that was written, and where its columns are.

    Parameters
    ----------
    sheet : xlsxwriter.worksheet.Worksheet
        Row 0 holds the headings.
    keys : tuple of str
        Column keys from left to right.
    num_rows : int
        Rows below the headings, at least 1.
    """

    sheet: Worksheet
    keys: tuple[str, ...]
    num_rows: int

    def at(self, key: str) -> int:
        """Return the position of a column, from 0."""
        return self.keys.index(key)

    def narrow(self, widths: Mapping[str, int]) -> None:
        """Set the width of some columns, in signs, so that more fits on a page."""
        for key, width in widths.items():
            self.sheet.set_column(self.at(key), self.at(key), width)

    def letter(self, key: str) -> str:
        """Return the letters of a column: `A`, `AB`."""
        return column_letters(self.at(key) + 1)

    def colour(self, key: str, criteria: str, format_: Format, *, until: str = "") -> None:
        """Colour the cells of column `key` (to `until`) in the rows where `criteria` holds."""
        rule = {"type": "formula", "criteria": criteria, "format": format_, "stop_if_true": True}
        last = self.at(until or key)
        self.sheet.conditional_format(1, self.at(key), self.num_rows, last, rule)


def hours(minutes: int) -> float:
    """Turn minutes into hours; two decimals are enough to get the minutes back."""
    return round(minutes / 60, 2)


def columns_of(
    sheet: str, changes: Mapping[str, Mapping[str, Any]] = MappingProxyType({})
) -> dict[str, Column]:
    """
    Make the columns of a result sheet, in their declared order.

    Parameters
    ----------
    sheet : str
        Key of the sheet.
    changes : mapping
        Column key → what to change in its `Column`.
    """
    return {
        field.key: replace(
            Column.of(field, is_input=False),
            **({"is_required": False} | dict(changes.get(field.key, {}))),
        )
        for field in result_sheet(sheet).columns
    }


def add_sheet(
    book: Book,
    sheet: str,
    columns: Mapping[str, Column],
    rows: Sequence[Row],
    frozen_columns: int = 1,
) -> Page:
    """
    Write a result sheet.

    Parameters
    ----------
    book : Book
        Where it goes.
    sheet : str
        Key of the sheet.
    columns : mapping
        Column key → column, from left to right.
    rows : sequence of mapping
        Column key → value; what is absent stays empty.
    frozen_columns : int
        Columns on the left that stay in view.
    """
    table = [[row.get(key) for key in columns] for row in rows]
    worksheet = book.add_table(
        title(sheet),
        list(columns.values()),
        table,
        frozen_columns=frozen_columns,
        tab=_TABS.get(sheet, DARK),
    )
    return Page(worksheet, tuple(columns), max(1, len(rows)))
