"""Columns of a workbook that is written: what they hold and how wide they are."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self

from koppeling.locale import _, current
from koppeling.workbook.schema.shapes import Field, Kind, Words, yes_or_no

#: What a cell of an output holds.
Content = str | int | float | date | None

AS_TEXT = frozenset(
    {Kind.NUMBER_ID, Kind.QUARTER, Kind.DAY_PATTERN, Kind.WEEKDAYS, Kind.TIMES, Kind.TIME}
    | {Kind.SLOT, Kind.KEY}
)
NUMERIC = frozenset({Kind.HOURS, Kind.INTEGER, Kind.DECIMAL, Kind.PERCENT, Kind.PERMILLE})
_LONGEST_TEXT = 32_767  # UTF-16 units, Excel's limit for a cell
_WIDEST, _NARROWEST = 52, 8
_WIDTHS = {Kind.DATE: 13, Kind.NUMBER_ID: 12, Kind.YES_NO: 9, Kind.QUARTER: 11}
_UNSAFE = re.compile(
    # Control characters, bidirectional marks, lone surrogates and non-characters.
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"
    "\ud800-\udfff\ufffe\uffff]"
)


@dataclass(frozen=True, kw_only=True)
class Column:
    """
    How a column looks and helps.

    `note` hovers over the heading; an `is_input` column gets a drop-down or a
    check, and `note` as its input message. `number_format` overrides the one
    of the kind. `list_from` names a sheet whose first column is the drop-down.
    `is_free` lets other answers than the `choices` pass. `typical` sets the
    width of an empty column; `align` overrides the middle for numbers, left for others.
    """

    heading: str
    kind: Kind = Kind.TEXT
    note: str = ""
    is_required: bool = False
    is_input: bool = False
    choices: tuple[str, ...] = ()
    is_free: bool = False
    minimum: float | None = None
    maximum: float | None = None
    number_format: str | None = None
    list_from: str = ""
    typical: str = ""
    align: str = ""

    @classmethod
    def of(cls, field: Field, *, is_input: bool = True) -> Self:
        """Make the column of a declared field, in the language in use."""
        parts = [in_use(field.meaning)]
        if field.required:
            parts.append(_("Required."))
        if field.example and current() == "nl":
            parts.append(_("Example: {example}").format(example=field.example))
        return cls(
            heading=in_use(field.words),
            kind=field.kind,
            note=" ".join(parts),
            is_required=field.required,
            is_input=is_input,
            choices=tuple(in_use(words) for _canonical, words in field.choices),
            minimum=field.minimum,
            maximum=field.maximum,
            typical=field.example,
        )


@dataclass(frozen=True, kw_only=True)
class WrittenCell:
    """A value that is shown and helped in its own way, apart from its column."""

    value: object
    column: Column


def in_use(words: Words) -> str:
    """Return the Dutch or English of some `Words`, by the language in use."""
    return words.en if current() == "en" else words.nl


def clean_text(text: str) -> str:
    """
    Make text safe for a cell: no control or bidirectional characters, not too long.

    What is longer than Excel's 32,767 characters is cut, with a mark that says so.
    """
    if len(text) <= _LONGEST_TEXT and text.isascii() and text.isprintable():
        return text
    text = _UNSAFE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(text.encode("utf-16-le")) // 2 <= _LONGEST_TEXT:
        return text
    mark = " … [" + _("cut off here: longer than a cell can hold") + "]"
    room = _LONGEST_TEXT - len(mark)
    return text.encode("utf-16-le")[: 2 * room].decode("utf-16-le", "ignore") + mark


def plain(value: object) -> Content:
    """Reduce a value to what a cell holds: text, number, date or nothing."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return yes_or_no(value)
    if isinstance(value, date):
        return value if value.year >= 1900 else f"{value:%d-%m-}{value.year:04d}"
    if isinstance(value, int | float) and math.isfinite(value):
        return value
    if isinstance(value, (list, tuple, set, frozenset)) and type(value).__str__ is object.__str__:
        return clean_text("; ".join(str(item) for item in value))
    return clean_text(str(value))


def number_format(column: Column) -> str:
    """Return the number format of a column, empty for Excel's General."""
    if column.number_format is not None:
        return column.number_format
    if column.kind in AS_TEXT:
        return "@"
    if column.kind is Kind.DATE:
        return "dd-mm-yyyy"
    if column.is_input:
        # Excel turns a typed 1:30 into a time only where the format is General; with
        # 0.00 it would silently become 0.06 hours.
        return ""
    return {Kind.HOURS: "0.00", Kind.INTEGER: "0", Kind.PERCENT: "0", Kind.PERMILLE: "0"}.get(
        column.kind, ""
    )


def content_of(value: object) -> Content:
    """Reduce a value, or the one in a `WrittenCell`, to what a cell holds."""
    return plain(value.value if isinstance(value, WrittenCell) else value)


def column_width(column: Column, values: Iterable[Content]) -> int:
    """Choose a width that fits the heading's longest word and the content, within reason."""
    longest = max(map(len, re.split(r"[\s/]+", column.heading)), default=0) + 5
    filled = {value for value in values if value is not None}
    for text in filled or {column.typical}:
        if longest >= _WIDEST:
            break
        if isinstance(text, str):
            longest = max(longest, *(len(line) + 3 for line in text.split("\n")))
        elif isinstance(text, int | float):
            longest = max(longest, len(f"{text:.2f}") + 3)
    return min(_WIDEST, max(_NARROWEST, _WIDTHS.get(column.kind, 0), longest))


def num_lines(text: str, width: int) -> int:
    """Estimate how many lines `text` takes in a column of this width."""
    width = width * 23 // 20  # widths count digits, and letters are narrower
    if len(text) <= width and "\n" not in text:
        return 1
    lines = 0
    for paragraph in text.split("\n"):
        lines, room = lines + 1, width
        for word in paragraph.split():
            if len(word) > room and room < width:
                lines, room = lines + 1, width
            lines += max(0, len(word) - 1) // max(1, width)
            room -= len(word) + 1
    return lines
