"""A page of blocks under each other: a title, lines of text and small tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from koppeling.workbook.columns import num_lines
from koppeling.workbook.dress import DARK, INK, LINE, MIDDLE, clean_text

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from koppeling.workbook.dress import Book

#: The widths of the page, in signs: a number, a name, and places of equal width.
_WIDTHS = (13, 24, *(13 for _place in range(12)))
#: A page of text is this many places wide.
_TEXT_SPAN = 9


@dataclass(frozen=True, kw_only=True)
class Heading:
    """
    A column of a small table.

    `span` is how many places of the page it takes; `number_format` makes it a
    column of numbers, in the middle.
    """

    text: str
    span: int = 1
    number_format: str = ""


class Blocks:
    """Writes blocks from top to bottom, with an empty row between."""

    def __init__(self, book: Book, name: str, *, tab: str = DARK) -> None:
        self._book = book
        self._sheet: Worksheet = book.add_page(name, tab=tab)
        self._sheet.set_landscape()
        for at, width in enumerate(_WIDTHS):
            self._sheet.set_column(at, at, width)
        self._row = 0

    def title(self, text: str) -> None:
        """Write the title of the page."""
        self._put(0, _TEXT_SPAN, text, self._shape(text, bold=True, font_size=14, text_wrap=True))
        self._grow([(text, 0, _TEXT_SPAN)], line=19)

    def lines(self, heading: str, lines: Sequence[str]) -> None:
        """Write a heading and lines of text under it; nothing when there are none."""
        if not lines:
            return
        self._head(heading)
        for text in lines:
            self._put(0, _TEXT_SPAN, text, self._shape(text, text_wrap=True, valign="top"))
            self._grow([(text, 0, _TEXT_SPAN)])

    def table(
        self, heading: str, columns: Sequence[Heading], rows: Sequence[Sequence[object]]
    ) -> None:
        """
        Write a heading and a table under it; nothing when there are no rows.

        A cell that is a `Marked` stands out.
        """
        if not rows:
            return
        self._head(heading)
        self._cells([c.text for c in columns], columns, is_heading=True)
        for row in rows:
            self._cells(row, columns)

    def _head(self, text: str) -> None:
        self._row += 1
        self._put(0, _TEXT_SPAN, text, self._book.format(bold=True, font_size=11, font_color=DARK))
        self._row += 1

    def _cells(
        self, row: Sequence[object], columns: Sequence[Heading], *, is_heading: bool = False
    ) -> None:
        at, texts = 0, []
        for value, column in zip(row, columns, strict=True):
            shape = self._format(value, column, is_heading=is_heading)
            bare = value.value if isinstance(value, Marked) else value
            self._put(at, column.span, bare, shape)
            if isinstance(bare, str):
                texts.append((bare, at, column.span))
            at += column.span
        self._grow(texts)

    def _format(self, value: object, column: Heading, *, is_heading: bool) -> Format:
        look: dict[str, object] = {"text_wrap": True, "bottom": 1, "bottom_color": LINE}
        look |= {"align": "center"} if column.number_format else {"indent": 1, "align": "left"}
        if is_heading:
            return self._shape(value, **look, bold=True, bg_color=MIDDLE, font_color=INK)
        if column.number_format:
            look["num_format"] = column.number_format
        if isinstance(value, Marked):
            return self._shape(value.value, **look, bold=True, bg_color=value.colour)
        return self._shape(value, **look)

    def _shape(self, value: object, **look: object) -> Format:
        """Make a format; text stays text when somebody edits it, whatever it begins with."""
        if isinstance(value, str) and value.startswith(tuple("=+-@\t")):
            look["quote_prefix"] = True
        return self._book.format(**look)

    def _put(self, at: int, span: int, value: object, shape: Format) -> None:
        if span > 1:
            self._sheet.merge_range(self._row, at, self._row, at + span - 1, "", shape)
        if isinstance(value, str) and value:
            self._sheet.write_string(self._row, at, clean_text(value), shape)
        elif isinstance(value, int | float):
            self._sheet.write_number(self._row, at, value, shape)
        else:
            self._sheet.write_blank(self._row, at, None, shape)

    def _grow(self, texts: Sequence[tuple[str, int, int]], *, line: int = 14) -> None:
        """Make the row as high as its texts need; merged cells do not do so themselves."""
        lines = max(
            (num_lines(text, sum(_WIDTHS[at : at + span]) - 2) for text, at, span in texts),
            default=1,
        )
        self._sheet.set_row(self._row, line * lines + 4)
        self._row += 1


@dataclass(frozen=True)
class Marked:
    """A value that stands out."""

    value: object
    colour: str
