"""Dates and quarters as people write them."""

from __future__ import annotations

import re
from datetime import date, timedelta

from koppeling.domain.period import Quarter
from koppeling.locale import _
from koppeling.workbook.grids import Cell, Tag
from koppeling.workbook.parsed import Doubt, Parsed, UnfitError
from koppeling.workbook.shapes import Field

_EPOCH = date(1899, 12, 30)
_SERIALS = (18_264, 91_679)  # Excel's day numbers of 1950 to 2150
_YEARS = (1950, 2150)
MONTHS = (
    ("jan", "januari", "january"),
    ("feb", "februari", "february"),
    ("mrt", "maart", "mar", "march"),
    ("apr", "april"),
    ("mei", "may"),
    ("jun", "juni", "june"),
    ("jul", "juli", "july"),
    ("aug", "augustus", "august"),
    ("sep", "sept", "september"),
    ("okt", "oktober", "oct", "october"),
    ("nov", "november"),
    ("dec", "december"),
)


def parse_date(cell: Cell, text: str, _field: Field) -> Parsed:
    """Read an Excel date, d-m-yyyy, ISO or `5 januari 2027` as a date."""
    if cell.tag is Tag.DATE:
        return Parsed(_checked_year(_iso_date(str(cell.value)[:10])))
    if cell.tag is Tag.NUMBER and isinstance(cell.value, int | float):
        if not _SERIALS[0] <= cell.value <= _SERIALS[1]:
            raise _not_a_date()
        day = _EPOCH + timedelta(days=int(cell.value))
        return Parsed(
            day,
            Doubt(
                "date-as-number",
                _("A number was read as a date: {value}."),
                _("Give the cell a date format."),
                f"{text} → {day:%d-%m-%Y}",
            ),
        )
    if cell.tag is not Tag.TEXT:
        raise _not_a_date()
    return typed_date(text)


def typed_date(text: str) -> Parsed:
    """Read text as a date; raise UnfitError when it is none."""
    iso = re.match(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[T ][0-9:.]+)?$", text)
    if iso:
        return Parsed(_checked_year(_day(int(iso[1]), int(iso[2]), int(iso[3]))))
    short = re.match(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4}|[0-9]{2})$", text)
    if short:
        day, month, year = (int(part) for part in short.groups())
        if len(short[3]) == 4:
            return Parsed(_checked_year(_day(year, month, day)))
        full = _day(2000 + year, month, day)
        doubt = Doubt(
            "short-year",
            _("A year of two digits was read: {value}."),
            _("Write the year in four digits."),
            f"{text} → {full:%d-%m-%Y}",
        )
        return Parsed(full, doubt)
    worded = re.match(r"(?:[a-z]+ )?([0-9]{1,2})[- ]([a-z]+)\.?[- ]([0-9]{4})$", text.casefold())
    if worded:
        for month, names in enumerate(MONTHS, start=1):
            if worded[2] in names:
                return Parsed(_checked_year(_day(int(worded[3]), month, int(worded[1]))))
    raise _not_a_date()


def _not_a_date() -> UnfitError:
    return UnfitError(
        "not-a-date", _("a date was expected"), _("Write the date as d-m-yyyy, such as 5-1-2027.")
    )


def _iso_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _not_a_date() from None


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise UnfitError(
            "no-such-date",
            _("that day does not exist"),
            _("Write the date as d-m-yyyy, such as 5-1-2027."),
        ) from None


def _checked_year(day: date) -> date:
    if _YEARS[0] <= day.year <= _YEARS[1]:
        return day
    raise UnfitError(
        "date-out-of-range",
        _("a date between {first} and {last} was expected").format(first=_YEARS[0], last=_YEARS[1]),
        _("Check the year."),
    )


def parse_quarter(cell: Cell, text: str, _field: Field) -> Parsed:
    """Read a quarter; the value is `2027-Q1`."""
    try:
        quarter = Quarter.parse(text) if cell.tag is Tag.TEXT else None
    except ValueError:
        quarter = None
    if quarter is None or not _YEARS[0] <= quarter.year <= _YEARS[1]:
        raise UnfitError(
            "not-a-quarter",
            _("a quarter such as 2027-Q1 was expected"),
            _("Write the year and the number of the quarter: 2027-Q1."),
        )
    return Parsed(str(quarter))
