"""A look ahead in a workbook of its own: main points, quarters, room, gains, dependence."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from koppeling.domain.period import WEEKDAYS_NL
from koppeling.errors import KoppelingError
from koppeling.forecast import words as forecast_basis
from koppeling.forecast import words as forecast_words
from koppeling.forecast.answer import Forecast, Gain, QuarterOutlook
from koppeling.locale import _, current
from koppeling.report import phrases
from koppeling.report.sheets import CENTRED, HOURS, Page, Row, add_sheet, columns_of, hours
from koppeling.report.wording import heading
from koppeling.workbook.write.book import (
    AMBER,
    DARK,
    GREEN,
    INK,
    LINE,
    MIDDLE,
    RED,
    Book,
    num_lines,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from koppeling.domain.instance import Instance
    from koppeling.forecast.answer import Newcomer


#: Width of the column with sentences, in signs.
_SENTENCE = 110
_SHARE = {"number_format": "0%", "align": "center"}
_EUROS = {"number_format": "#,##0", "align": "center"}
_WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def to_bytes(forecast: Forecast, instance: Instance) -> bytes:
    """Build the workbook in the language in use; the same look ahead gives the same bytes."""
    book = Book(title=_("Forecast from {quarter}").format(quarter=instance.settings.quarter))
    names = phrases.names_by_number(instance)
    rows: list[Row] = [
        {"item": item, "value": value}
        for item, value in (
            *forecast_words.summarise(forecast, instance),
            (_("First quarter with too few hours"), forecast_words.tell_runway(forecast)),
            *forecast_basis.list_assumptions(forecast),
            *forecast_basis.list_explanations(forecast),
        )
    ]
    page = add_sheet(book, "forecast_points", columns_of("forecast_points"), rows)
    page.narrow({"item": 28, "value": _SENTENCE})
    for number, row in enumerate(rows, 1):
        page.sheet.set_row(number, 13 * num_lines(str(row["value"]), _SENTENCE - 2) + 7)
    _add_quarters(book, forecast)
    _add_room(book, forecast)
    _add_gains(book, forecast, names)
    _add_dependence(book, forecast, names)
    return book.to_bytes()


def _add_quarters(book: Book, forecast: Forecast) -> None:
    times = ("need", "available", "reserved", "served", "hiring", "consults")
    counts = ("room", "juniors", "unplaced", "seniors")
    columns = columns_of(
        "forecast",
        {
            **dict.fromkeys(times, HOURS),
            **dict.fromkeys(counts, CENTRED),
            "ratio": _SHARE,
            "euros": _EUROS,
        },
    )
    if forecast.assumptions.hourly_rate is None:
        del columns["euros"]
    rows = [_quarter_row(one, forecast) for one in forecast.quarters]
    page = add_sheet(book, "forecast", columns, rows)
    cell = f"${page.letter('ratio')}2"
    for limit, colour in ((1, RED), (1 - forecast.reserve_percent / 100, AMBER)):
        page.colour("ratio", f"=AND(ISNUMBER({cell}),{cell}>{limit})", book.highlight(colour))
    cell = f"${page.letter('room')}2"
    page.colour("room", f"=AND(ISNUMBER({cell}),{cell}=0)", book.highlight(RED))
    page.colour("room", f"=AND(ISNUMBER({cell}),{cell}>0)", book.highlight(GREEN))
    add_outlook_chart(book, page, title=_("Hours needed and hours there are"))


def _quarter_row(one: QuarterOutlook, forecast: Forecast) -> Row:
    consults = hours(2 * one.need_minutes)
    rate = forecast.assumptions.hourly_rate
    return {
        "quarter": str(one.quarter),
        "need": hours(one.need_minutes),
        "available": hours(one.available_minutes),
        "ratio": None if one.ratio is None else round(one.ratio, 4),
        "reserved": hours(one.reserved_minutes),
        "served": None if one.served_minutes is None else hours(one.served_minutes),
        "room": one.room,
        "hiring": hours(one.need_minutes + one.hired_minutes),
        "verdict": _verdict(one),
        "juniors": one.num_juniors,
        "unplaced": one.num_unplaced,
        "starting": ", ".join(one.starting),
        "ending": ", ".join(one.ending),
        "seniors": one.num_seniors,
        "changes": "; ".join(_changes(one)),
        "consults": consults,
        "euros": None if rate is None else round(consults * rate, 2),
    }


def _verdict(one: QuarterOutlook) -> str:
    """Judge the hours of a quarter, first without and then with hiring."""
    hiring = one.need_minutes + one.hired_minutes
    if one.need_minutes > one.available_minutes:
        return _("too few hours")
    if one.need_minutes > one.reserved_minutes:
        return _("fits, but not within the reserve")
    if hiring > one.available_minutes:
        return _("fits; with hiring too few hours")
    if hiring > one.reserved_minutes:
        return _("fits; with hiring not within the reserve")
    return _("fits, with hiring too")


def _changes(one: QuarterOutlook) -> Iterator[str]:
    for text, numbers in (
        (_("{who} comes"), one.arriving),
        (_("{who} has ended the course"), one.trained),
        (_("{who} leaves"), one.leaving),
        (_("training of {who} has expired"), one.expiring),
    ):
        if numbers:
            yield text.format(who=", ".join(numbers))


def _add_room(book: Book, forecast: Forecast) -> None:
    """Write a row for each kind of newcomer and a column for each quarter."""
    if not forecast.newcomers:
        return
    declared = columns_of("forecast_room", {"number": CENTRED})
    quarters = [one.quarter for one in forecast.quarters]
    columns = {key: declared[key] for key in ("site", "days")}
    columns |= {str(q): replace(declared["number"], heading=str(q)) for q in quarters}
    figures = {(row.newcomer, row.quarter): row.number for row in forecast.room}
    rows: list[Row] = [
        {"site": newcomer.site, "days": days_in_words(newcomer)}
        | {str(q): figures.get((newcomer, q)) for q in quarters}
        for newcomer in forecast.newcomers
    ]
    page = add_sheet(book, "forecast_room", columns, rows, frozen_columns=2)
    first, last = str(quarters[0]), str(quarters[-1])
    cell = f"{page.letter(first)}2"
    for criteria, colour in ((f"=AND(ISNUMBER({cell}),{cell}=0)", RED),
                             (f"=AND(ISNUMBER({cell}),{cell}>0)", GREEN)):  # fmt: skip
        page.colour(first, criteria, book.highlight(colour), until=last)


def days_in_words(newcomer: Newcomer) -> str:
    """Write the weekdays of a newcomer: `ma di do`."""
    words = _WEEKDAYS_EN if current() == "en" else WEEKDAYS_NL
    return " ".join(words[day] for day in newcomer.days)


def _add_gains(book: Book, forecast: Forecast, names: Mapping[str, str]) -> None:
    steps = (*_by_gain(forecast.pinch.general, forecast), *_by_gain(forecast.gains, forecast))
    rows: list[Row] = [
        {
            "quarter": str(forecast.pinch.quarter),
            "who": forecast_words.whom(gain, names),
            "change": forecast_words.step_in_words(gain),
            "more": forecast_words.gained(gain, forecast),
            "before": forecast.pinch.room,
            "room": gain.room,
            "fewer": forecast_words.helped(gain, forecast),
        }
        for gain in steps
    ]
    if rows:
        counts = ("before", "room", "more", "fewer")
        columns = columns_of("forecast_gains", dict.fromkeys(counts, CENTRED))
        page = add_sheet(book, "forecast_gains", columns, rows, frozen_columns=2)
        for key in ("more", "fewer"):
            _mark_signs(book, page, key)


def _by_gain(gains: Sequence[Gain], forecast: Forecast) -> list[Gain]:
    """Put what gives most first; else as it came."""
    return sorted(gains, key=lambda gain: -(forecast_words.gained(gain, forecast) or 0))


def _mark_signs(book: Book, page: Page, key: str) -> None:
    cell = f"${page.letter(key)}2"
    page.colour(key, f"=AND(ISNUMBER({cell}),{cell}>0)", book.highlight(GREEN))
    page.colour(key, f"=AND(ISNUMBER({cell}),{cell}<0)", book.highlight(AMBER))


def _add_dependence(book: Book, forecast: Forecast, names: Mapping[str, str]) -> None:
    rows: list[Row] = [
        {
            "senior": one.senior,
            "name": names.get(one.senior),
            "orphans": len(one.orphans),
            "again": one.num_placed_again,
            "lost": forecast_words.lost(one),
            "who": ", ".join(one.orphans),
        }
        for one in forecast.dependences
    ]
    if rows:
        counts = ("orphans", "again", "lost")
        columns = columns_of("dependence", dict.fromkeys(counts, CENTRED))
        page = add_sheet(book, "dependence", columns, rows, frozen_columns=2)
        cell = f"${page.letter('lost')}2"
        page.colour("lost", f"=AND(ISNUMBER({cell}),{cell}>0)", book.highlight(RED))


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
