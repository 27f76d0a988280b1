"""A look ahead in a workbook of its own: main points, quarters, room, gains, dependence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from koppeling.domain.forecast import Forecast, Gain, QuarterOutlook
from koppeling.domain.period import WEEKDAYS_NL
from koppeling.locale import _, current
from koppeling.report import forecast_basis, forecast_words, phrases
from koppeling.report.forecast_charts import add_outlook_chart
from koppeling.report.sheets import CENTRED, HOURS, Page, Row, add_sheet, columns_of, hours
from koppeling.workbook.dress import AMBER, GREEN, RED, Book, num_lines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from koppeling.domain.forecast import Newcomer
    from koppeling.domain.instance import Instance

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
