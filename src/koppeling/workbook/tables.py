"""From a grid to a table: headings recognised, every cell read as its kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from koppeling.locale import _
from koppeling.workbook.cells import parse_cell
from koppeling.workbook.form import report_form
from koppeling.workbook.grids import Cell, Grid, Tag, reference
from koppeling.workbook.headings import (
    SEPARATORS,
    Headings,
    Leniency,
    one_cell_remedy,
    read_headings,
)
from koppeling.workbook.parsed import UnfitError, clean, plain, shown
from koppeling.workbook.remarks import Place, Remarks
from koppeling.workbook.schema import Field, Sheet, Value
from koppeling.workbook.unknown_columns import report_unknown

#: Sheets and columns whose values are never repeated in a message (facts on privacy).
_DISCREET_SHEETS = ("disc",)
_DISCREET_COLUMNS = ("name", "email", "remark", "reason")
#: In these a row is a person, who must never get lost in silence.
_PEOPLE_SHEETS = ("juniors", "seniors")
_STRICT = Leniency()


@dataclass(frozen=True, kw_only=True)
class Row:
    """
    One row as read.

    `values` holds the canonical value of every known column that is filled,
    by key; `unread` the text of cells that could not be read as their kind; `silent`
    the keys of cells that only say that there is nothing (“n.v.t.”);
    `extras` the text of cells in columns koppeling does not know, by the
    number of the column: two of them may have the same heading. A foreign row
    is about somebody who is not of this practice: it is kept and not used.
    """

    number: int
    values: Mapping[str, Value]
    unread: Mapping[str, str] = field(default_factory=dict)
    extras: Mapping[int, str] = field(default_factory=dict)
    is_foreign: bool = False
    silent: frozenset[str] = frozenset()

    def __getitem__(self, key: str) -> Value:
        return self.values.get(key)

    def text(self, key: str) -> str:
        """Return a value as text, empty when there is none."""
        value = self.values.get(key)
        return "" if value is None else str(value)


@dataclass(frozen=True, kw_only=True)
class Table:
    """
    One sheet as read: `rows` in their order, the empty ones left out.

    `columns` maps the key of each known column to its number in the file;
    `headings` has every heading as written, in order, with the key it stands
    for (None for an unknown one); `extras` maps the number of each unknown
    column to its heading, `heading_row` says where these stand. Forbidden columns are
    in none of them.
    """

    sheet: Sheet
    name: str
    source: str = ""
    heading_row: int = 1
    columns: Mapping[str, int] = field(default_factory=dict)
    headings: tuple[tuple[str, str | None], ...] = ()
    extras: Mapping[int, str] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()

    def place(self, row: Row | None = None, key: str = "") -> Place:
        """Return the place of a cell; of column A where the column is absent."""
        cell = reference(row.number, self.columns.get(key, 1)) if row is not None else ""
        return Place(self.name, cell, self.source)

    def heading_place(self, column: int) -> Place:
        """Return the place of a heading."""
        return Place(self.name, reference(self.heading_row, column), self.source)


def read_table(grid: Grid, sheet: Sheet, remarks: Remarks, leniency: Leniency = _STRICT) -> Table:
    """
    Read one sheet by its declaration; what is wrong goes to `remarks`.

    A row in which a required cell cannot be read keeps its other values, so
    that the caller sees it; it never disappears without an error.
    """
    headings = read_headings(grid, sheet, remarks, leniency)
    report_form(grid, sheet, headings, remarks)
    table = Table(
        sheet=sheet,
        name=grid.name,
        source=grid.source,
        heading_row=headings.row or 1,
        columns=headings.columns,
        headings=headings.written,
        extras=headings.extras,
    )
    reader = _RowReader(table, headings, remarks, leniency)
    numbers = [number for number in sorted(grid.rows) if number > headings.row > 0]
    rows = (reader.read(number, grid.rows[number]) for number in numbers)
    table = replace(table, rows=tuple(row for row in rows if row is not None))
    if sheet.key != "working_days":  # there it takes the sites to tell what a heading is
        report_unknown(table, remarks)
    return table


class _RowReader:
    """Reads the rows of one table."""

    def __init__(
        self, table: Table, headings: Headings, remarks: Remarks, leniency: Leniency
    ) -> None:
        self.table = table
        self.remarks = remarks
        self.fields = [
            (column, table.sheet.column(key)) for key, column in headings.columns.items()
        ]
        self.required = [
            field
            for _column, field in self.fields
            if field.required
            and field.refers is None  # who a row is about, `references` tells
            and field.key not in leniency.may_be_empty
        ]

    def read(self, number: int, cells: Mapping[int, Cell]) -> Row | None:
        values: dict[str, Value] = {}
        unread: dict[str, str] = {}
        silent: set[str] = set()
        if self.is_joined(cells):
            self.report_joined(number, cells)
            return None
        for column, declared in self.fields:
            cell = cells.get(column)
            if cell is None:
                continue
            try:
                parsed = parse_cell(cell, declared)
            except UnfitError as unfit:
                unread[declared.key] = clean(plain(cell))
                self.report_unfit(self.place(number, column), unfit, cell, declared)
                continue
            if parsed.value is not None:
                values[declared.key] = parsed.value
            if parsed.doubt is not None:
                if parsed.value is None:
                    silent.add(declared.key)
                doubt = parsed.doubt
                if parsed.value is None and declared in self.required:
                    continue  # told as missing
                place = self.place(number, column)
                self.remarks.warn(place, doubt.code, doubt.message, doubt.remedy, value=doubt.value)
        extras = {
            column: clean(plain(cells[column])) for column in self.table.extras if column in cells
        }
        if not values and not unread:
            self.report_loose(number, extras)
            return None
        row = Row(
            number=number, values=values, unread=unread, extras=extras, silent=frozenset(silent)
        )
        self.report_missing(row)
        return row

    def place(self, number: int, column: int) -> Place:
        return Place(self.table.name, reference(number, column), self.table.source)

    def is_joined(self, cells: Mapping[int, Cell]) -> bool:
        """Tell whether a whole row stands in one cell, with separators in it."""
        (text, *others) = (plain(cell) for cell in cells.values())
        least = max(1, len(self.required) - 1)
        return not others and any(text.count(separator) >= least for separator in SEPARATORS[:2])

    def report_joined(self, number: int, cells: Mapping[int, Cell]) -> None:
        self.remarks.error(
            self.place(number, min(cells)),
            "row-in-one-cell",
            _("The whole row stands in one cell."),
            one_cell_remedy(),
        )

    def report_missing(self, row: Row) -> None:
        for declared in self.required:
            if declared.key in row.silent and declared.key == "target" and not row["veto"]:
                continue  # “geen voorkeur” is no wish; a veto is about somebody
            if declared.key not in row.values and declared.key not in row.unread:
                self.remarks.error(
                    self.table.place(row, declared.key),
                    "missing-value",
                    _("“{heading}” is empty in this row.").format(heading=declared.words.local),
                    _("Fill it in, or empty the whole row."),
                )

    def report_loose(self, number: int, extras: Mapping[int, str]) -> None:
        column = next((column for column, text in extras.items() if text), None)
        if column is None or self.table.sheet.key not in _PEOPLE_SHEETS:
            return
        self.remarks.warn(
            self.place(number, column),
            "row-without-person",
            _("Only a column that is not known is filled in this row; the row is not used."),
            _("Add the personnel number and the rest, or empty the row."),
        )

    def report_unfit(self, place: Place, unfit: UnfitError, cell: Cell, declared: Field) -> None:
        is_discreet = (
            self.table.sheet.key in _DISCREET_SHEETS
            or declared.key in _DISCREET_COLUMNS
            or (declared.refers is not None and cell.tag is Tag.TEXT)  # it may be a name
        )
        if is_discreet or cell.tag in (Tag.ERROR, Tag.FORMULA):
            message = _("“{heading}”: {expected}.").format(
                heading=declared.words.local, expected=unfit.expected
            )
        else:
            message = _("“{heading}”: {value} was read, but {expected}.").format(
                heading=declared.words.local, value="{value}", expected=unfit.expected
            )
        tell = self.remarks.error if declared.matters or declared.required else self.remarks.warn
        tell(place, unfit.code, message, unfit.remedy, value=f"“{shown(cell)}”")
