"""The input sheets as read, in the template's own styles, behind the result."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from koppeling.workbook.read.grids import column_letters
from koppeling.workbook.read.meetings import meeting_row
from koppeling.workbook.schema.pairings import MEETING_KIND_CHOICES, MEETINGS
from koppeling.workbook.schema.registry import (
    SETTINGS_SHEET,
    SHEETS,
    Field,
    Sheet,
    find_setting,
)
from koppeling.workbook.write.book import AMBER, DARK, GREEN, LINE, MIDDLE, QUIET, RED
from koppeling.workbook.write.columns import Column, in_use
from koppeling.workbook.write.template import add_settings, input_column, setting_row, shown

if TYPE_CHECKING:
    from koppeling.domain.meeting import Meeting
    from koppeling.workbook.read.tables import Row, Table
    from koppeling.workbook.write.book import Book


#: What is not copied (workbook.md, Beschikbaarheid): a note may tell why someone is away.
_PRIVATE = frozenset({("availability", "remark")})


def add_inputs(book: Book, tables: Iterable[Table], *, without: Collection[str] = ()) -> None:
    """
    Copy what was read, so that the result is complete in itself.

    Sheets come in the order of the template, under the headings in the
    language in use; columns that koppeling does not know follow the known
    ones. Forbidden columns were never read, notes on absence are left out.

    Parameters
    ----------
    book : Book
        Where they go, after the result sheets.
    tables : iterable of Table
        As read; several of one sheet are put together.
    without : collection of str
        Keys of sheets that are written elsewhere in the book.
    """
    read = list(tables)
    for sheet in SHEETS:
        if sheet.key in without:
            continue
        same = [table for table in read if table.sheet.key == sheet.key and table.rows]
        if same and sheet.key == SETTINGS_SHEET.key:
            _add_settings(book, same)
        elif same:
            _add_table(book, sheet, same)


def _add_table(book: Book, sheet: Sheet, tables: Sequence[Table]) -> None:
    known = {key for table in tables for _heading, key in table.headings}
    fields = [
        field
        for field in sheet.columns
        if (field.key in known or field.required) and (sheet.key, field.key) not in _PRIVATE
    ]
    unknown = [(table, number) for table in tables for number in table.extras]
    rows = [
        [_value(row, field) for field in fields]
        + [row.extras.get(number) if table is own else None for own, number in unknown]
        for table in tables
        for row in table.rows
    ]
    columns = [input_column(field) for field in fields]
    headings = [table.extras[number] for table, number in unknown]
    columns += _foreign_columns(headings, taken=[column.heading for column in columns])
    book.add_table(
        in_use(sheet.words),
        columns,
        rows,
        frozen_columns=2 if sheet.lists_people else 1,
        tab=DARK if sheet.needed else MIDDLE,
    )


def _value(row: Row, field: Field) -> object:
    if field.key in row.unread:
        return row.unread[field.key]
    return shown(field, row[field.key])


def _foreign_columns(headings: Sequence[str], *, taken: Sequence[str]) -> Iterator[Column]:
    """Make columns of text; a table wants headings that differ, case apart."""
    used = {heading.casefold() for heading in taken}
    for heading in headings:
        name, number = heading, 2
        while name.casefold() in used:
            name, number = f"{heading} ({number})", number + 1
        used.add(name.casefold())
        yield Column(heading=name)


def _add_settings(book: Book, tables: Sequence[Table]) -> None:
    rows: list[list[object]] = []
    for row in (row for table in tables for row in table.rows):
        setting = find_setting(row.text("setting"))
        if setting is None:
            rows.append([row.text("setting"), row.text("value"), None])
        else:
            rows.append(setting_row(setting, row["value"]))
    add_settings(book, rows)


_COLOURS = (("held", GREEN), ("dropped", MIDDLE), ("unplannable", RED))
_INPUT = frozenset({"status", "reason"})
_ID_WIDTH, _ROW_HEIGHT = 8, 18


def add_meetings(book: Book, meetings: Iterable[Meeting]) -> None:
    """
    Write the sheet Overleggen in order of day; nothing without meetings.

    Status and reason are for people to fill in, with a drop-down; the id is
    narrow, since only programs read it.
    """
    ordered = sorted(meetings, key=lambda m: (m.day or m.nominal, m.start_minute or 0, m.id))
    if not ordered:
        return
    columns = [_meeting_column(field.key) for field in MEETINGS.columns]
    keys = [field.key for field in MEETINGS.columns]
    rows = [[row[key] for key in keys] for row in map(meeting_row, ordered)]
    sheet = book.add_table(in_use(MEETINGS.words), columns, rows, frozen_columns=2)
    sheet.set_column(0, 0, _ID_WIDTH)
    # Nobody reads an id: it runs on behind the next column, and makes no row high.
    quiet = book.format(text_wrap=False, indent=1, bottom=1, bottom_color=LINE, font_color=QUIET)
    for number, row in enumerate(rows, start=1):
        sheet.write_string(number, 0, str(row[0]), quiet)
        sheet.set_row(number, _ROW_HEIGHT)
    at = keys.index("status")
    words = dict(MEETINGS.column("status").choices)
    for canonical, colour in _COLOURS:
        rule = {
            "type": "formula",
            "criteria": f'=${column_letters(at + 1)}2="{in_use(words[canonical])}"',
            "format": book.highlight(colour),
        }
        sheet.conditional_format(1, at, len(rows), at, rule)
    late = {
        "type": "formula",
        "criteria": f"=ABS(${column_letters(keys.index('shift_days') + 1)}2)>6",
        "format": book.highlight(AMBER),
    }
    sheet.conditional_format(1, keys.index("shift_days"), len(rows), keys.index("shift_days"), late)


def _meeting_column(key: str) -> Column:
    column = Column.of(MEETINGS.column(key), is_input=key in _INPUT)
    if key == "junior":
        return replace(column, number_format="@", is_required=False)
    if key == "kind":
        kinds = tuple(in_use(words) for _key, words in MEETING_KIND_CHOICES)
        return replace(column, choices=kinds, is_free=True, is_input=True)
    return replace(column, is_required=key in _INPUT)
