"""Charts of the result workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from koppeling.locale import _
from koppeling.report import phrases
from koppeling.workbook.write.book import AMBER, DARK, INK, LINE, RED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.chart import Chart
    from xlsxwriter.worksheet import Worksheet

    from koppeling.report.sheets import Page
    from koppeling.workbook.write.book import Book

#: From this share on a senior counts as full, and turns red.
FULL = 0.95
_FONT = {"name": "Calibri", "color": INK}
_LINES = ("#1F4E5F", "#C7772E", "#5B8C5A", "#8A5A83", "#3F7CAC", "#9A8F2B")
_PIXELS_A_BAR, _NARROWEST, _WIDEST, _WIDEST_BESIDE = 46, 560, 1400, 1000
#: Pixels of the load chart; given one by one, for else long names leave nothing of the bars.
_ABOVE, _PLOT, _BELOW, _BESIDE, _A_LETTER = 106, 240, 30, 56, 4.8
_LONGEST_CAPTION = 40
#: A caption aslant asks some twenty pixels of the axis, and names need a chart beside the table.
MOST_NAMES = 36


class ChartSeries(NamedTuple):
    """A line of a chart: its name, and the column of the sheet with its figures, from 0."""

    name: str
    column: int


class Bar(NamedTuple):
    """A bar of the load chart: who, and the share of the hours in use (1.0 is all)."""

    caption: str
    share: float


def add_load_chart(
    book: Book, page: Page, bars: Sequence[Bar], *, comfort: float, title: str
) -> None:
    """
    Draw how busy each senior is, with the comfort line.

    The figures behind the chart stand beside the table in folded columns, in
    the order of the bars; the table keeps its own order.

    Parameters
    ----------
    book : Book
        The workbook.
    page : Page
        The sheet Belasting.
    bars : sequence of Bar
        From left to right.
    comfort : float
        Share of the hours up to which the work is comfortable.
    title : str
        Above the chart.
    """
    if not bars:
        return
    at = len(page.keys) + 1
    name = page.sheet.get_name()
    _write_figures(book, page, bars, comfort, at)
    chart = book.workbook.add_chart({"type": "column"})
    chart.add_series(
        {
            "name": _("share of the hours in use"),
            "categories": [name, 1, at, len(bars), at],
            "values": [name, 1, at + 1, len(bars), at + 1],
            "points": [{"fill": {"color": _colour(bar.share, comfort)}} for bar in bars],
            "fill": {"color": DARK},
            "gap": 45,
        }
    )
    line = book.workbook.add_chart({"type": "line"})
    line.add_series(
        {
            "name": _("comfortable up to {share}").format(share=phrases.percent(comfort)),
            "categories": [name, 1, at, len(bars), at],
            "values": [name, 1, at + 2, len(bars), at + 2],
            "line": {"color": INK, "width": 1.5, "dash_type": "dash"},
        }
    )
    chart.combine(line)
    _dress(chart, title, max(bar.share for bar in bars))
    width = _set_sizes(chart, [_shorten(bar.caption) for bar in bars])
    if width > _WIDEST_BESIDE:
        page.sheet.fit_to_pages(2, 0)  # one page wide, table and chart would be too small to read
    place = {"x_offset": 10, "object_position": 3, "description": title}
    page.sheet.insert_chart(1, at + 3, chart, place)


def _set_sizes(chart: Chart, captions: Sequence[str]) -> int:
    """Give the bars the same height whatever the captions below them take; return the width."""
    slant = round(max(map(len, captions)) * _A_LETTER)
    left = max(_BESIDE, slant)  # the first caption begins to the left of its bar
    widest = _WIDEST_BESIDE if len(captions) <= MOST_NAMES else _WIDEST
    width = max(_NARROWEST, min(widest, left + 24 + _PIXELS_A_BAR * len(captions)))
    height = _ABOVE + _PLOT + slant + _BELOW
    chart.set_size({"width": width, "height": height})
    chart.set_plotarea(
        {
            "layout": {
                "x": left / width,
                "y": _ABOVE / height,
                "width": (width - left - 24) / width,
                "height": _PLOT / height,
            }
        }
    )
    return width


def _shorten(caption: str) -> str:
    if len(caption) <= _LONGEST_CAPTION:
        return caption
    return caption[: _LONGEST_CAPTION - 1].rstrip() + "…"


def _write_figures(book: Book, page: Page, bars: Sequence[Bar], comfort: float, at: int) -> None:
    percent = book.format(num_format="0%")
    for row, bar in enumerate(bars, 1):
        page.sheet.write_string(row, at, _shorten(bar.caption), book.format())
        page.sheet.write_number(row, at + 1, bar.share, percent)
        page.sheet.write_number(row, at + 2, comfort, percent)
    page.sheet.set_column(at, at + 2, None, None, {"hidden": True})


def _colour(share: float, comfort: float) -> str:
    if share >= FULL:
        return RED
    return AMBER if share >= comfort else DARK


def _dress(chart: Chart, title: str, highest: float) -> None:
    chart.set_title(
        {"name": title, "name_font": {**_FONT, "size": 13, "bold": True}, "overlay": False}
    )
    chart.set_legend({"position": "top", "font": _FONT})  # captions may reach down to the edge
    chart.set_x_axis(
        {
            "num_font": {**_FONT, "size": 9, "rotation": -45},
            "interval_unit": 1,  # a caption under every bar
            "line": {"color": LINE},
        }
    )
    chart.set_y_axis(
        {
            "num_format": "0%",
            "num_font": _FONT,
            "min": 0,
            "max": max(1, -(-highest // 0.1) / 10),
            "major_unit": 0.2,
            "major_gridlines": {"visible": True, "line": {"color": LINE, "width": 0.75}},
            "line": {"none": True},
        }
    )
    chart.set_chartarea({"border": {"color": LINE}})
    # The figures stand in folded columns, which charts leave out unless told.
    chart.show_hidden_data()


def add_frontier_chart(  # noqa: PLR0913 - each argument has its place in the chart
    book: Book,
    page: Worksheet,
    series: Sequence[ChartSeries],
    *,
    num_rows: int,
    title: str,
    lowest: int,
) -> None:
    """
    Draw the most points against the number of pairs kept, a line for each peak.

    Parameters
    ----------
    book, page
        The workbook, and the sheet with the numbers kept in its first column.
    series : sequence of Series
        From left to right.
    num_rows : int
        Rows below the headings; an empty cell is a gap in the line.
    title : str
        Above the chart.
    lowest : int
        The least points of all; the axis begins at the hundred below it.
    """
    chart = book.workbook.add_chart({"type": "line"})
    name = page.get_name()
    for at, one in enumerate(series):
        colour = _LINES[at % len(_LINES)]
        chart.add_series(
            {
                "name": one.name,
                "categories": [name, 1, 0, num_rows, 0],
                "values": [name, 1, one.column, num_rows, one.column],
                "line": {"color": colour, "width": 2},
                "marker": {
                    "type": "circle",
                    "size": 7,
                    "fill": {"color": colour},
                    "border": {"color": colour},
                },
            }
        )
    _dress_frontier(chart, title, lowest)
    chart.show_blanks_as("gap")
    chart.set_size({"width": 760, "height": 400})
    place = {"x_offset": 10, "y_offset": 10, "object_position": 3, "description": title}
    page.insert_chart(num_rows + 2, 0, chart, place)


def _dress_frontier(chart: Chart, title: str, lowest: int) -> None:
    chart.set_title(
        {"name": title, "name_font": {**_FONT, "size": 13, "bold": True}, "overlay": False}
    )
    chart.set_legend({"position": "bottom", "font": _FONT})
    chart.set_x_axis(
        {
            "name": _("running pairs that stay, at least"),
            "name_font": {**_FONT, "bold": False},
            "num_font": _FONT,
            "line": {"color": LINE},
        }
    )
    chart.set_y_axis(
        {
            "name": _("points"),
            "name_font": {**_FONT, "bold": False},
            "num_font": _FONT,
            "num_format": "#,##0",
            "min": lowest // 100 * 100,
            "major_gridlines": {"visible": True, "line": {"color": LINE, "width": 0.75}},
            "line": {"none": True},
        }
    )
    chart.set_chartarea({"border": {"color": LINE}})
