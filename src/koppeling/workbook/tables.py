"""From a grid to a table: headings recognised, every cell read as its kind."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from koppeling.locale import _
from koppeling.workbook.cells import parse_cell
from koppeling.workbook.grids import Cell, Grid, Tag, column_number, reference
from koppeling.workbook.parsed import Unfit, clean, plain, shown
from koppeling.workbook.remarks import Place, Remarks
from koppeling.workbook.schema import (
    Field,
    Sheet,
    Value,
    find_column,
    forbidden_name,
    normalise,
)

_HEADING_ROWS = 10
#: Sheets whose values are never repeated in a message (facts on privacy).
_DISCREET = ("disc",)


@dataclass(frozen=True, kw_only=True)
class Row:
    """
    One row as read.

    `values` holds the canonical value of every known column that is filled,
    by key; `unread` the text of cells that could not be read as their kind;
    `extras` the text of cells in columns koppeling does not know, by heading.
    """

    number: int
    values: Mapping[str, Value]
    unread: Mapping[str, str] = field(default_factory=dict)
    extras: Mapping[str, str] = field(default_factory=dict)

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
    for (None for an unknown one); forbidden columns are in neither.
    """

    sheet: Sheet
    name: str
    source: str = ""
    columns: Mapping[str, int] = field(default_factory=dict)
    headings: tuple[tuple[str, str | None], ...] = ()
    rows: tuple[Row, ...] = ()

    def place(self, row: Row | None = None, key: str = "") -> Place:
        """Return the place of a cell; of column A where the column is absent."""
        cell = reference(row.number, self.columns.get(key, 1)) if row is not None else ""
        return Place(self.name, cell, self.source)


def read_table(
    grid: Grid,
    sheet: Sheet,
    remarks: Remarks,
    *,
    skip_sensitive: bool = False,
    may_be_empty: tuple[str, ...] = (),
    passed_over: tuple[str, ...] = (),
) -> Table:
    """
    Read one sheet by its declaration; what is wrong goes to `remarks`.

    A row in which a required cell cannot be read keeps its other values, so
    that the caller sees it; it never disappears without an error. Columns of
    `may_be_empty` are required as columns, not in every row. Headings of
    `passed_over` (normalised) are neither read, kept nor mentioned.
    """
    columns, headings, heading_row = _read_headings(
        grid, sheet, remarks, skip_sensitive, passed_over
    )
    _report_form(grid, remarks, set(columns.values()), heading_row)
    _report_headless(grid, remarks, heading_row)
    table = Table(
        sheet=sheet, name=grid.name, source=grid.source, columns=columns, headings=tuple(headings)
    )
    extras = {
        number: heading
        for number, heading in _heading_texts(grid, heading_row)
        if (heading, None) in headings
    }
    keys = {column: sheet.column(key) for key, column in columns.items()}
    rows = []
    for number in sorted(grid.rows):
        if number > heading_row > 0:
            row = _read_row(number, grid.rows[number], keys, extras, table, remarks)
            if row is not None:
                rows.append(row)
                _report_missing(row, table, remarks, may_be_empty)
    return Table(
        sheet=sheet,
        name=grid.name,
        source=grid.source,
        columns=columns,
        headings=tuple(headings),
        rows=tuple(rows),
    )


def _heading_texts(grid: Grid, row: int) -> Iterator[tuple[int, str]]:
    for column, cell in sorted(grid.rows.get(row, {}).items()):
        text = clean(plain(cell)) if cell.tag is not Tag.ERROR else ""
        if text:
            yield column, text[:200]


def _find_heading_row(grid: Grid, sheet: Sheet) -> int:
    required = {column.key for column in sheet.columns if column.required}
    best, most = 0, 0
    for number in sorted(grid.rows)[:_HEADING_ROWS]:
        found = (find_column(sheet, text) for _column, text in _heading_texts(grid, number))
        known = {column.key for column in found if column is not None}
        if len(known) > most:
            best, most = number, len(known)
        if required and required <= known:
            return number
    return best


def _read_headings(
    grid: Grid, sheet: Sheet, remarks: Remarks, skip_sensitive: bool, passed_over: tuple[str, ...]
) -> tuple[dict[str, int], list[tuple[str, str | None]], int]:
    heading_row = _find_heading_row(grid, sheet)
    columns: dict[str, int] = {}
    headings: list[tuple[str, str | None]] = []
    unknown: list[str] = []
    for number, text in _heading_texts(grid, heading_row):
        if normalise(text) in passed_over:
            continue
        place = Place(grid.name, reference(heading_row, number), grid.source)
        column = find_column(sheet, text)
        if column is None and _is_forbidden(sheet, text):
            _report_forbidden(remarks, place, text, skip_sensitive)
        elif column is None:
            unknown.append(text)
            headings.append((text, None))
        elif column.key in columns:
            remarks.error(
                place,
                "duplicate-heading",
                _("Two columns are called “{heading}”.").format(heading=column.words.local),
                _("Remove or rename one of them."),
            )
        else:
            columns[column.key] = number
            headings.append((text, column.key))
    _report_columns(grid, sheet, remarks, heading_row, columns, unknown)
    return columns, headings, heading_row


def _is_forbidden(sheet: Sheet, text: str) -> bool:
    # A reason beside an absence is a reason for sick leave.
    is_reason = sheet.key == "availability" and normalise(text) in ("reden", "reason", "toelichting")
    return is_reason or forbidden_name(text) is not None


def _report_forbidden(remarks: Remarks, place: Place, text: str, skip_sensitive: bool) -> None:
    setting = _("ignore sensitive columns")
    if skip_sensitive:
        remarks.warn(
            place,
            "sensitive-column",
            _("The column “{heading}” is skipped and not copied.").format(heading=text),
            _("Better still, remove the column."),
        )
        return
    remarks.error(
        place,
        "sensitive-column",
        _("The column “{heading}” may not be in this workbook.").format(heading=text),
        _("Remove the column, or set “{setting}” to yes: it is then skipped.").format(
            setting=setting
        ),
    )


def _report_columns(
    grid: Grid,
    sheet: Sheet,
    remarks: Remarks,
    heading_row: int,
    columns: dict[str, int],
    unknown: list[str],
) -> None:
    place = Place(grid.name, f"A{heading_row or 1}", grid.source)
    for column in sheet.columns:
        if column.required and column.key not in columns:
            guess = _closest(column, unknown)
            remedy = _("Add a column with this heading in the first row.")
            if guess:
                remedy = _("Is that the column “{guess}”? Then change its heading.").format(
                    guess=guess
                )
            remarks.error(
                place,
                "missing-column",
                _("The column “{heading}” is missing.").format(heading=column.words.local),
                remedy,
            )
    if unknown:
        remarks.warn(
            place,
            "unknown-column",
            _("Not known and therefore not used: {headings}.").format(
                headings=", ".join(f"“{text[:40]}”" for text in unknown)
            ),
            _suggestion(sheet, columns, unknown),
        )


def _suggestion(sheet: Sheet, columns: dict[str, int], unknown: list[str]) -> str:
    for column in sheet.columns:
        guess = _closest(column, unknown) if column.key not in columns else ""
        if guess:
            return _("Is “{guess}” meant to be “{heading}”? Then change the heading.").format(
                guess=guess, heading=column.words.local
            )
    return ""


def _closest(column: Field, unknown: list[str]) -> str:
    names = [normalise(name) for name in (column.words.nl, column.words.en, *column.synonyms)]
    for text in unknown:
        if difflib.get_close_matches(normalise(text), names, n=1, cutoff=0.8):
            return text[:40]
    return ""


def _report_form(grid: Grid, remarks: Remarks, columns: set[int], heading_row: int) -> None:
    place = Place(grid.name, "", grid.source)
    if grid.is_hidden:
        remarks.warn(
            place, "hidden-sheet", _("The sheet is hidden; it is read all the same."),
            _("Show the sheet, or remove it if it should not count."),
        )  # fmt: skip
    hidden_rows = sorted(grid.hidden_rows & grid.rows.keys())
    if hidden_rows:
        remarks.warn(
            Place(grid.name, f"A{hidden_rows[0]}", grid.source),
            "hidden-rows",
            _("Hidden rows are read all the same: {rows}.").format(
                rows=", ".join(str(row) for row in hidden_rows[:20])
            ),
            _("Show the rows (clear the filter), or remove them if they should not count."),
        )
    hidden_columns = sorted(grid.hidden_columns & columns)
    if hidden_columns:
        remarks.warn(
            Place(grid.name, reference(1, hidden_columns[0]), grid.source),
            "hidden-columns",
            _("There are hidden columns; they are read all the same."),
            _("Show the columns, or remove them if they should not count."),
        )
    for cell in grid.disordered[:5]:
        remarks.error(
            Place(grid.name, cell, grid.source),
            "disordered-cells",
            _("The file stores this cell twice or out of order."),
            _("Open it in Excel and save it as a new .xlsx."),
        )
    for area in grid.merged:
        if _is_in_the_way(area, columns, heading_row):
            remarks.error(
                Place(grid.name, area.partition(":")[0], grid.source),
                "merged-cells",
                _("The cells {area} are merged; only the first one has the value.").format(
                    area=area
                ),
                _("Unmerge them and fill in every cell."),
            )


def _report_headless(grid: Grid, remarks: Remarks, heading_row: int) -> None:
    headed = {column for column, _text in _heading_texts(grid, heading_row)}
    for number in sorted(grid.rows):
        stray = sorted(grid.rows[number].keys() - headed) if number > heading_row > 0 else []
        if stray:
            remarks.warn(
                Place(grid.name, reference(number, stray[0]), grid.source),
                "no-heading",
                _("There is something in a column without a heading; it is not used."),
                _("Give the column a heading, or move the note elsewhere."),
            )
            return


def _is_in_the_way(area: str, columns: set[int], heading_row: int) -> bool:
    match = re.fullmatch(r"([A-Z]+)(\d+):([A-Z]+)(\d+)", area)
    if match is None:
        return False
    first, last = column_number(match[1]), column_number(match[3])
    return int(match[4]) >= heading_row and any(first <= column <= last for column in columns)


def _read_row(
    number: int,
    cells: Mapping[int, Cell],
    keys: Mapping[int, Field],
    extras: Mapping[int, str],
    table: Table,
    remarks: Remarks,
) -> Row | None:
    values: dict[str, Value] = {}
    unread: dict[str, str] = {}
    for column, declared in keys.items():
        if column not in cells:
            continue
        cell, place = cells[column], Place(table.name, reference(number, column), table.source)
        try:
            parsed = parse_cell(cell, declared)
        except Unfit as unfit:
            unread[declared.key] = clean(plain(cell))
            _report_unfit(remarks, place, unfit, cell, declared, table.sheet)
            continue
        if parsed.value is not None:
            values[declared.key] = parsed.value
        if parsed.doubt is not None:
            remarks.warn(place, parsed.doubt.code, parsed.doubt.message, parsed.doubt.remedy)
    more = {heading: clean(plain(cells[column])) for column, heading in extras.items() if column in cells}
    if not values and not unread:
        return None
    return Row(number=number, values=values, unread=unread, extras=more)


def _report_missing(
    row: Row, table: Table, remarks: Remarks, may_be_empty: tuple[str, ...]
) -> None:
    for declared in table.sheet.columns:
        if not declared.required or declared.key in may_be_empty:
            continue
        if declared.key in table.columns and declared.key not in {*row.values, *row.unread}:
            remarks.error(
                table.place(row, declared.key),
                "missing-value",
                _("“{heading}” is empty in this row.").format(heading=declared.words.local),
                _("Fill it in, or empty the whole row."),
            )


def _report_unfit(
    remarks: Remarks, place: Place, unfit: Unfit, cell: Cell, declared: Field, sheet: Sheet
) -> None:
    is_discreet = sheet.key in _DISCREET or declared.key in ("name", "email", "remark", "reason")
    if is_discreet or cell.tag in (Tag.ERROR, Tag.FORMULA):
        message = _("“{heading}”: {expected}.").format(
            heading=declared.words.local, expected=unfit.expected
        )
    else:
        message = _("“{heading}”: {value} was read, but {expected}.").format(
            heading=declared.words.local, value=f"“{shown(cell)}”", expected=unfit.expected
        )
    tell = remarks.error if declared.matters or declared.required else remarks.warn
    tell(place, unfit.code, message, unfit.remedy)
