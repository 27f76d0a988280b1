"""What the form of a sheet hides or joins: hidden, merged, out of order, without heading."""

from __future__ import annotations

import re

from koppeling.locale import _
from koppeling.workbook.grids import Grid, column_number, reference
from koppeling.workbook.headings import Headings, heading_texts
from koppeling.workbook.parsed import clean, plain
from koppeling.workbook.remarks import Place, Remarks
from koppeling.workbook.shapes import Sheet

_AREA = re.compile(r"([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)")
_SHOWN = 20
#: Sheets of which a column binds nobody.
_UNBINDING = ("disc", "progress", "scenarios")


def report_form(grid: Grid, sheet: Sheet, headings: Headings, remarks: Remarks) -> None:
    """Tell what the form of a sheet may have hidden from the reader or from people."""
    _report_hidden(grid, headings, remarks)
    _report_stray(grid, sheet, headings, remarks)
    for cell in grid.disordered[:_SHOWN]:
        remarks.error(
            Place(grid.name, cell, grid.source),
            "disordered-cells",
            _("The file stores this cell twice or out of order."),
            _("Open it in Excel and save it as a new .xlsx."),
        )
    for area in grid.merged:
        if _is_in_the_way(area, headings):
            remarks.error(
                Place(grid.name, area.partition(":")[0], grid.source),
                "merged-cells",
                _("The cells {area} are merged; only the first one has the value.").format(
                    area=area
                ),
                _("Unmerge them and fill in every cell."),
            )


def _report_hidden(grid: Grid, headings: Headings, remarks: Remarks) -> None:
    if grid.is_hidden:
        remarks.warn(
            Place(grid.name, "", grid.source),
            "hidden-sheet",
            _("The sheet is hidden; it is read all the same."),
            _("Show the sheet, or remove it if it should not count."),
        )
    rows = sorted(grid.hidden_rows & grid.rows.keys())
    if rows:
        remarks.warn(
            Place(grid.name, reference(rows[0], 1), grid.source),
            "hidden-rows",
            _("Hidden rows are read all the same: {rows}.").format(
                rows=", ".join(str(row) for row in rows[:_SHOWN])
            ),
            _("Show the rows (clear the filter), or remove them if they should not count."),
        )
    columns = sorted(grid.hidden_columns & set(headings.columns.values()))
    if columns:
        remarks.warn(
            Place(grid.name, reference(headings.row or 1, columns[0]), grid.source),
            "hidden-columns",
            _("There are hidden columns; they are read all the same."),
            _("Show the columns, or remove them if they should not count."),
        )


def _report_stray(grid: Grid, sheet: Sheet, headings: Headings, remarks: Remarks) -> None:
    """
    Tell of what stands in columns without a heading.

    Where rows bind somebody a column of the table may do so too, and is refused; what
    stands apart from the table, an empty column between them, is somebody's note.
    """
    headed = {column for column, _text in heading_texts(grid, headings.row)}
    stray = [
        (number, column)
        for number in sorted(grid.rows)
        if number > headings.row > 0
        for column, cell in sorted(grid.rows[number].items())
        if column not in headed and clean(plain(cell))
    ]
    is_binding = sheet.key == "trajectory_types" or (
        sheet.key not in _UNBINDING
        and any(column.key == "number" or column.refers is not None for column in sheet.columns)
    )
    joined = _joined_to(headed, {column for _number, column in stray}) if is_binding else set()
    for number, column in stray:
        if column in joined:
            remarks.error(
                Place(grid.name, reference(number, column), grid.source),
                "no-heading",
                _("There is something in a column without a heading; it may count."),
                _(
                    "Give the column a heading, and let that of a note begin with “remark”; or "
                    "leave an empty column between the table and the note."
                ),
            )
    apart = next((one for one in stray if one[1] not in joined), None)
    if apart is not None:
        remarks.warn(
            Place(grid.name, reference(*apart), grid.source),
            "no-heading",
            _("There is something in a column without a heading; it is not used."),
            _("Give the column a heading, or move the note elsewhere."),
        )


def _joined_to(headed: set[int], stray: set[int]) -> set[int]:
    """Return the stray columns that no empty column parts from the table."""
    joined: set[int] = set()
    reached = headed
    while reached:
        reached = {at for at in stray - joined if {at - 1, at + 1} & reached}
        joined |= reached
    return joined


def _is_in_the_way(area: str, headings: Headings) -> bool:
    match = _AREA.fullmatch(area)
    if match is None:
        return False
    first, last = column_number(match[1]), column_number(match[3])
    is_below = int(match[4]) >= headings.row
    return is_below and any(first <= column <= last for column in headings.columns.values())
