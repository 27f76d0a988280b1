"""The chart of a look ahead: in the workbook, and as a picture on request."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from koppeling.errors import KoppelingError
from koppeling.locale import _
from koppeling.report.headings import heading
from koppeling.workbook.dress import DARK, INK, LINE, MIDDLE

if TYPE_CHECKING:
    from koppeling.domain.forecast import Forecast
    from koppeling.report.sheets import Page
    from koppeling.workbook.dress import Book

_FONT = {"name": "Calibri", "color": INK}
_ORANGE = "#C9711B"
#: File endings of pictures that can be made.
PICTURES = (".png", ".svg")


def add_outlook_chart(book: Book, page: Page, *, title: str) -> None:
    """
    Draw need against capacity, below the table, from the table's own cells.

    Parameters
    ----------
    book : Book
        The workbook.
    page : Page
        The sheet Vooruitblik.
    title : str
        Above the chart.
    """
    name, last = page.sheet.get_name(), page.num_rows

    def cells(key: str) -> list[object]:
        at = page.at(key)
        return [name, 1, at, last, at]

    def series(key: str, **look: object) -> dict[str, object]:
        return {
            "name": heading("forecast", key),
            "categories": cells("quarter"),
            "values": cells(key),
            **look,
        }

    chart = book.workbook.add_chart({"type": "column"})
    chart.add_series(series("need", fill={"color": DARK}, gap=60))
    chart.add_series(series("hiring", fill={"color": MIDDLE}))
    lines = book.workbook.add_chart({"type": "line"})
    lines.add_series(series("available", line={"color": _ORANGE, "width": 2.25}))
    lines.add_series(series("reserved", line={"color": _ORANGE, "width": 1.5, "dash_type": "dash"}))
    chart.combine(lines)
    chart.set_title({"name": title, "name_font": {**_FONT, "size": 13, "bold": True}})
    chart.set_legend({"position": "bottom", "font": _FONT})
    chart.set_x_axis({"num_font": _FONT, "line": {"color": LINE}})
    chart.set_y_axis(
        {
            "name": _("hours a quarter"),
            "name_font": {**_FONT, "bold": False},
            "num_font": _FONT,
            "num_format": "0",
            "min": 0,
            "major_gridlines": {"visible": True, "line": {"color": LINE, "width": 0.75}},
            "line": {"none": True},
        }
    )
    chart.set_chartarea({"border": {"color": LINE}})
    chart.set_size({"width": 780, "height": 380})
    place = {"x_offset": 10, "y_offset": 10, "object_position": 3, "description": title}
    # beside the first column, which is printed again on every page
    page.sheet.insert_chart(last + 2, 1, chart, place)


def draw_outlook(forecast: Forecast, kind: str) -> bytes:
    """
    Draw need against capacity as a picture.

    Parameters
    ----------
    forecast : Forecast
        What to draw.
    kind : str
        `png` or `svg`.

    Raises
    ------
    KoppelingError
        When the drawing library is not installed.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise KoppelingError(
            _(
                "A picture needs an extra part of koppeling. Install it with: "
                'pip install "koppeling[charts]"'
            )
        ) from error
    quarters = [str(one.quarter) for one in forecast.quarters]
    needs = [one.need_minutes / 60 for one in forecast.quarters]
    hired = [one.hired_minutes / 60 for one in forecast.quarters]
    figure = Figure(figsize=(10, 4.6), layout="constrained")
    axes = figure.add_subplot()
    axes.bar(quarters, needs, color=DARK, width=0.6, label=heading("forecast", "need"))
    axes.bar(
        quarters, hired, bottom=needs, color=MIDDLE, width=0.6,
        label=heading("forecast", "hiring"),
    )  # fmt: skip
    for label, style, values in (
        (heading("forecast", "available"), "-", [o.available_minutes for o in forecast.quarters]),
        (heading("forecast", "reserved"), "--", [o.reserved_minutes for o in forecast.quarters]),
    ):
        hours = [minutes / 60 for minutes in values]
        axes.plot(quarters, hours, style, color=_ORANGE, linewidth=2, label=label)
    axes.set_title(_("Hours needed and hours there are"), fontweight="bold", color=INK)
    axes.set_ylabel(_("hours a quarter"), color=INK)
    axes.set_ylim(bottom=0)
    axes.tick_params(axis="x", labelrotation=45)
    axes.grid(axis="y", color=LINE)
    axes.set_axisbelow(True)
    axes.spines[["top", "right", "left"]].set_visible(False)
    figure.legend(loc="outside lower center", ncols=4, frameon=False)
    out = io.BytesIO()
    # without a date, so that the same figures give the same picture
    figure.savefig(out, format=kind, dpi=150, metadata={"Date": None} if kind == "svg" else None)
    return out.getvalue()
