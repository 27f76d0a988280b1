"""The sheet Overleggen: every meeting with its date, its time and where it stands."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from koppeling.workbook.columns import Column, in_use
from koppeling.workbook.dress import AMBER, GREEN, LINE, MIDDLE, QUIET, RED
from koppeling.workbook.later_sheets import MEETING_KIND_CHOICES, MEETINGS
from koppeling.workbook.meeting_rows import meeting_row

if TYPE_CHECKING:
    from collections.abc import Iterable

    from koppeling.domain.meeting import Meeting
    from koppeling.workbook.dress import Book

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
    columns = [_column(field.key) for field in MEETINGS.columns]
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
            "criteria": f'=${chr(65 + at)}2="{in_use(words[canonical])}"',
            "format": book.highlight(colour),
        }
        sheet.conditional_format(1, at, len(rows), at, rule)
    late = {
        "type": "formula",
        "criteria": f"=ABS(${chr(65 + keys.index('shift_days'))}2)>6",
        "format": book.highlight(AMBER),
    }
    sheet.conditional_format(1, keys.index("shift_days"), len(rows), keys.index("shift_days"), late)


def _column(key: str) -> Column:
    column = Column.of(MEETINGS.column(key), is_input=key in _INPUT)
    if key == "junior":
        return replace(column, number_format="@", is_required=False)
    if key == "kind":
        kinds = tuple(in_use(words) for _key, words in MEETING_KIND_CHOICES)
        return replace(column, choices=kinds, is_free=True, is_input=True)
    return replace(column, is_required=key in _INPUT)
