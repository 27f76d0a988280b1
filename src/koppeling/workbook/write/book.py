"""
The look of every workbook that koppeling writes: template, example and result alike.

A `Book` makes real Excel tables with frozen headings, widths that fit, number
formats by `Kind`, drop-downs, explanations and a print set-up. Text never
becomes a formula or a link, and the same content gives the same bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import xlsxwriter

from koppeling.locale import _
from koppeling.workbook.schema.shapes import NO, YES, Kind
from koppeling.workbook.write.columns import (
    AS_TEXT,
    NUMERIC,
    Column,
    Content,
    WrittenCell,
    clean_text,
    column_width,
    content_of,
    in_use,
    num_lines,
    number_format,
)
from koppeling.workbook.write.publish import BLANK_SEAL

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet


__all__ = [
    "AMBER",
    "DARK",
    "GREEN",
    "INK",
    "LIGHT",
    "LINE",
    "MIDDLE",
    "PAPER",
    "QUIET",
    "RED",
    "Book",
    "Column",
    "WrittenCell",
    "clean_text",
    "in_use",
    "num_lines",
]

DARK, MIDDLE, LIGHT, PAPER = "#1F4E5F", "#D5E3E8", "#EEF4F6", "#FFF8E1"
AMBER, RED, GREEN, LINE, INK = "#FFD58A", "#F4B6A8", "#CFE8CF", "#D0DADD", "#22313A"
#: For what must not ask attention, and yet be read: 4.5 to 1 on white and on the lightest fills.
QUIET = "#5F6E74"
_ROW_HEIGHT = 18
_ROWS_WITH_PROMPTS = 1000  # drop-downs reach beyond the prepared rows
_WIDEST_PAGE = 220  # signs; beyond it one page wide is too small to read
#: Excel's own leading apostrophe marks text that begins with one of these.
_FORMULA_STARTS = tuple("=+-@\t")
_LONGEST_HEADER = 80  # Excel takes 255 for the whole line
_CREATED = datetime(2026, 1, 1)  # noqa: DTZ001 - fixed: the same content gives the same bytes


class Book:
    """A workbook in the making; `to_bytes` closes it."""

    def __init__(self, *, title: str) -> None:
        self._buffer = io.BytesIO()
        self.workbook = xlsxwriter.Workbook(
            self._buffer,
            {
                "in_memory": True,  # no personal data in the temporary folder
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        self.title = title = clean_text(title)
        self.workbook.set_properties({"title": title, "author": "koppeling", "created": _CREATED})
        self.workbook.set_custom_property("koppeling", BLANK_SEAL, "text")
        self.workbook.set_size(2200, 1400)
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}

    def format(self, **properties: object) -> Format:
        """Return the format with these XlsxWriter properties on top of the house's own."""
        whole: dict[str, Any] = {"font_name": "Arial", "font_size": 10, "font_color": INK}
        whole |= {"valign": "vcenter", **properties}
        key = tuple(sorted(whole.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(whole)
        return self._formats[key]

    def highlight(self, colour: str) -> Format:
        """Return a format for conditional formatting: the fill only."""
        return self.workbook.add_format({"bg_color": colour})

    def add_page(self, name: str, *, tab: str = AMBER) -> Worksheet:
        """Add a sheet of text: no grid, printed upright on one page wide."""
        sheet = self.workbook.add_worksheet(name)
        sheet.hide_gridlines(2)
        self._set_up_print(sheet, name, tab)
        sheet.set_portrait()
        return sheet

    def add_table(  # noqa: PLR0913 - each argument has its use, and a default
        self,
        name: str,
        columns: Sequence[Column],
        rows: Sequence[Sequence[object]],
        *,
        prepared: int = 0,
        frozen_columns: int = 0,
        tab: str = DARK,
    ) -> Worksheet:
        """
        Add a sheet that is one real Excel table with its headings in row 1.

        Parameters
        ----------
        name : str
            Of the sheet, at most 31 characters.
        columns : sequence of Column
            Their headings must differ, case apart.
        rows : sequence of rows
            Values, or `WrittenCell` for one with a look of its own; None is empty.
        prepared : int
            Empty rows below, formatted and ready to fill in.
        frozen_columns : int
            Columns on the left that stay in view.
        tab : str
            Colour of the tab.

        Returns
        -------
        xlsxwriter.worksheet.Worksheet
            For charts and conditional formats; row 0 holds the headings.
        """
        sheet = self.workbook.add_worksheet(name)
        last = max(1, len(rows) + prepared)
        contents = [[content_of(value) for value in row] for row in rows]
        width = self._set_sizes(sheet, columns, contents)
        contents += [[None] * len(columns)] * (last - len(rows))
        self._write(sheet, columns, rows, contents)
        sheet.add_table(
            0, 0, last, len(columns) - 1, {
                "name": "t_" + re.sub(r"\W", "_", name),
                "style": "Table Style Light 1",
                "banded_rows": False,
                "columns": [
                    {"header": clean_text(column.heading), "header_format": self._heading(column)}
                    for column in columns
                ],
            },
        )  # fmt: skip
        self._add_prompts(sheet, columns, rows, max(last, _ROWS_WITH_PROMPTS if prepared else 0))
        sheet.freeze_panes(1, frozen_columns)
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last + _ROWS_WITH_PROMPTS}"})
        self._set_up_print(sheet, name, tab)
        sheet.set_landscape()
        sheet.repeat_rows(0)
        if width > _WIDEST_PAGE:
            sheet.fit_to_pages(2, 0)
            sheet.repeat_columns(0, max(0, frozen_columns - 1))
        return sheet

    def to_bytes(self) -> bytes:
        """Close the workbook and return it whole."""
        self.workbook.close()
        return self._buffer.getvalue()

    def _heading(self, column: Column) -> Format:
        fill, ink = (DARK, "#FFFFFF") if column.is_required else (MIDDLE, INK)
        align = column.align or ("center" if column.kind in NUMERIC else "left")
        return self.format(
            bold=True, bg_color=fill, font_color=ink, text_wrap=True, align=align,
            indent=int(align != "center"),
            bottom=1, bottom_color=DARK, right=1, right_color="#FFFFFF",
        )  # fmt: skip

    def cell_format(self, column: Column, **extra: object) -> Format:
        """Return the format of a cell in this column; `extra` goes on top."""
        is_number = column.kind in NUMERIC
        align = column.align or ("center" if is_number else "")
        # LibreOffice forgets the indent of a number that may wrap.
        properties: dict[str, object] = {"bottom": 1, "bottom_color": LINE}
        properties["text_wrap"] = not is_number or column.align == "left"
        # air between neighbours; with an indent Excel would not centre
        properties["indent"] = int(align != "center")
        shape = number_format(column)
        if shape:
            properties["num_format"] = shape
        if align:
            properties["align"] = align
        if column.is_input and column.is_required:
            properties["bg_color"] = PAPER
        return self.format(**(properties | extra))

    def _write(
        self,
        sheet: Worksheet,
        columns: Sequence[Column],
        rows: Sequence[Sequence[object]],
        contents: Sequence[Sequence[Content]],
    ) -> None:
        """Write the cells below the headings; a format is made once for each column."""
        apart = {
            (number, at): value.column
            for number, row in enumerate(rows, start=1)
            for at, value in enumerate(row)
            if isinstance(value, WrittenCell)
        }
        shapes: dict[tuple[int, bool], Format] = {}
        for number, row in enumerate(contents, start=1):
            for at, content in enumerate(row):
                is_quoted = isinstance(content, str) and content.startswith(_FORMULA_STARTS)
                own = apart.get((number, at)) if apart else None
                if own is not None:
                    self._prompt(sheet, number, at, number, own)
                    shape = self._shape(own, is_quoted=is_quoted)
                else:
                    known = shapes.get((at, is_quoted))
                    shape = known or self._shape(columns[at], is_quoted=is_quoted)
                    shapes[at, is_quoted] = shape
                _put(sheet, number, at, content, shape)

    def _shape(self, column: Column, *, is_quoted: bool) -> Format:
        """Return the format of a cell; the mark of text that looks like a formula keeps it text."""
        return self.cell_format(column, **({"quote_prefix": True} if is_quoted else {}))

    def _set_sizes(
        self, sheet: Worksheet, columns: Sequence[Column], rows: Sequence[Sequence[Content]]
    ) -> int:
        """Set widths and heights; return the width of the whole table, in signs."""
        sheet.set_default_row(_ROW_HEIGHT)
        widths = [
            column_width(column, (row[at] for row in rows)) for at, column in enumerate(columns)
        ]
        for at, (column, width) in enumerate(zip(columns, widths, strict=True)):
            # The text format on the whole column keeps zeros beyond the prepared rows too.
            base = self.format(num_format="@", indent=1) if column.kind in AS_TEXT else None
            is_shown = column.kind is not Kind.KEY
            sheet.set_column(at, at, width, base, {} if is_shown else {"hidden": True})
        headings = [column.heading for column in columns]
        # A filter button takes the room of some three letters.
        lines = max(map(num_lines, headings, [width - 4 for width in widths]))
        sheet.set_row(0, 13 * lines + 9)
        for number, row in enumerate(rows, start=1):
            lines = max(
                1 if content is None else num_lines(str(content), width - 2)
                for content, width, column in zip(row, widths, columns, strict=True)
                if column.kind is not Kind.KEY
            )
            if lines > 1:  # else it keeps growing by itself when somebody types
                sheet.set_row(number, 13 * lines + 5)
        return sum(
            width
            for column, width in zip(columns, widths, strict=True)
            if column.kind is not Kind.KEY
        )

    def _add_prompts(
        self,
        sheet: Worksheet,
        columns: Sequence[Column],
        rows: Sequence[Sequence[object]],
        last: int,
    ) -> None:
        for at, column in enumerate(columns):
            if column.note:
                sheet.write_comment(0, at, column.note, note_shape(column.note))
            # Two validations on one cell is what Excel itself never makes.
            if not any(isinstance(row[at], WrittenCell) for row in rows):
                self._prompt(sheet, 1, at, last, column)

    def _prompt(self, sheet: Worksheet, first: int, at: int, last: int, column: Column) -> None:
        if column.is_input:
            sheet.data_validation(first, at, last, at, validation(column))

    def _set_up_print(self, sheet: Worksheet, name: str, tab: str) -> None:
        title = self.title[:_LONGEST_HEADER].replace("&", "&&")
        page = _("page {page} of {pages}").format(page="&P", pages="&N")
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        # a blank after the size: a name may begin with a digit
        sheet.set_header(f"&L&9{title}&R&9 {name.replace('&', '&&')}")
        sheet.set_footer(f"&L&8koppeling&R&8{page}")
        sheet.set_tab_color(tab)


def _put(sheet: Worksheet, row: int, at: int, content: Content, shape: Format) -> None:
    if content is None:
        sheet.write_blank(row, at, None, shape)
    elif isinstance(content, str):
        sheet.write_string(row, at, content, shape)
    elif isinstance(content, date):
        sheet.write_datetime(row, at, content, shape)
    else:
        sheet.write_number(row, at, content, shape)


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


_LONGEST_LIST = _LONGEST_MESSAGE = 255  # Excel's limits
_LONGEST_TITLE = 32


def note_shape(note: str) -> dict[str, Any]:
    """Return XlsxWriter's options for a note that shows whole."""
    height = 18 * (len(note) // 34 + 2)
    return {"author": "koppeling", "width": 240, "height": height, "color": "#FFFBEA"}


def validation(column: Column) -> dict[str, Any]:
    """
    Return XlsxWriter's data validation for a column: drop-down or check, and its message.

    Numbers and dates only ask whether you are sure: the reader accepts more
    spellings than Excel does, and explains what it does not.
    """
    rule: dict[str, Any] = {"validate": "any", "ignore_blank": True}
    choices = column.choices
    if column.kind is Kind.YES_NO:
        choices = (in_use(YES), in_use(NO))
    if column.list_from:
        sheet = "'" + column.list_from.replace("'", "''") + "'"
        filled = f"MAX(1,COUNTA({sheet}!$A:$A)-1)"
        rule |= {"validate": "list", "source": f"=OFFSET({sheet}!$A$2,0,0,{filled},1)"}
        rule |= {"error_type": "warning", "error_message": _("This number is not in the list.")}
    elif choices and sum(map(len, choices)) + len(choices) <= _LONGEST_LIST:
        rule |= {"validate": "list", "source": list(choices)}
        rule |= {"error_message": _("Choose one of the words in the list.")}
        if column.is_free:
            rule["show_error"] = False
    elif column.kind is Kind.DATE:
        rule |= {"validate": "date", "criteria": "between", "minimum": date(1950, 1, 1)}
        rule |= {"maximum": date(2199, 12, 31), "error_type": "warning"}
        rule |= {"error_message": _("A date is expected, such as 15-01-2027.")}
    elif column.kind in {Kind.INTEGER, Kind.HOURS, Kind.DECIMAL, Kind.PERCENT}:
        rule |= _range(column)
    if column.note:
        rule |= {
            "input_title": column.heading[:_LONGEST_TITLE],
            "input_message": _clipped(column.note),
        }
    return rule


def _range(column: Column) -> dict[str, Any]:
    rule: dict[str, Any] = {"validate": "decimal", "error_type": "warning"}
    low = 0 if column.minimum is None else column.minimum
    high = 1_000_000 if column.maximum is None else column.maximum
    if column.kind is Kind.INTEGER:
        rule["validate"] = "integer"
        message = _("A whole number from {low} to {high} is expected.")
    else:
        message = _("A number from {low} to {high} is expected.")
    rule |= {"criteria": "between", "minimum": low, "maximum": high}
    return rule | {"error_message": message.format(low=f"{low:.10g}", high=f"{high:.10g}")}


def _clipped(text: str) -> str:
    return text if len(text) <= _LONGEST_MESSAGE else text[: _LONGEST_MESSAGE - 1] + "…"
