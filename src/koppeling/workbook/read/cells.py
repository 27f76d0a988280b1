"""Dates and quarters as people write them."""

from __future__ import annotations

import re
from datetime import date, timedelta

from koppeling.domain.period import Quarter
from koppeling.locale import _
from koppeling.workbook.read.grids import Cell, Tag
from koppeling.workbook.read.parsed import Doubt, Parsed, UnfitError, clean, plain, shown
from koppeling.workbook.read.week_cells import (
    parse_clock,
    parse_slot,
    parse_stretches,
    parse_weekdays,
)
from koppeling.workbook.schema.registry import Kind, find_choice, normalise
from koppeling.workbook.schema.shapes import Field

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


_DECIMAL = re.compile(r"([+-]?)([0-9]+)(?:([.,])([0-9]+))?")
#: “12 uur”, “12u” and “12 h” are 12; “12u30” has its minutes.
_UNIT_OF_HOURS = re.compile(r"([0-9])\s*(?:uren|uur|u|hours?|hrs?|h)\.?$")
_HOURS = re.compile(r"([0-9]{1,4})(?::|u|h)([0-5][0-9])")


def parse_decimal(cell: Cell, text: str, _field: Field) -> Parsed:
    """Read 1,5 or 1.5 as a float."""
    if cell.tag is Tag.NUMBER and isinstance(cell.value, int | float):
        return Parsed(float(cell.value))
    match = _DECIMAL.fullmatch(text.replace(" ", "")) if cell.tag is Tag.TEXT else None
    if match is None:
        raise UnfitError(
            "not-a-number", _("a number was expected"), _("Type a number, such as 2 or 1,5.")
        )
    value = float("".join(match.group(1, 2)) + "." + (match[4] or "0"))
    if match[3] == "." and len(match[4]) == 3:
        doubt = Doubt(
            "point-as-decimal",
            _("A point was read as a decimal sign: {value}."),
            _("Type no points in thousands."),
            f"{text} → " + f"{value:g}".replace(".", ","),
        )
        return Parsed(value, doubt)
    return Parsed(value)


def parse_integer(cell: Cell, text: str, field: Field) -> Parsed:
    """Read a whole number; 3,0 is one."""
    parsed = parse_decimal(cell, text, field)
    if isinstance(parsed.value, float) and parsed.value == int(parsed.value):
        return Parsed(int(parsed.value), parsed.doubt)
    raise UnfitError("not-whole", _("a whole number was expected"), _("Round the number."))


def parse_hours(cell: Cell, text: str, field: Field) -> Parsed:
    """Read 1,5, 1:30 or 12 uur as hours; 1.30 is read as 1,3 with a doubt."""
    if cell.tag is Tag.MINUTES and isinstance(cell.value, int | float):
        return Parsed(cell.value / 60)
    if cell.tag not in (Tag.TEXT, Tag.NUMBER):
        raise UnfitError(
            "not-hours", _("a number of hours was expected"), _("Type hours as 1,5 or 1:30.")
        )
    text = _UNIT_OF_HOURS.sub(r"\1", text.casefold())
    match = _HOURS.fullmatch(text.replace(" ", ""))
    if match:
        return Parsed(int(match[1]) + int(match[2]) / 60)
    parsed = parse_decimal(cell, text, field)
    looks_like_clock = re.fullmatch(r"[0-9]{1,3}\.[0-5][0-9]", text)
    if looks_like_clock and not text.endswith("00") and isinstance(parsed.value, float):
        told = _("{value} was read as {number} hours; as {clock} it is {hours} hours").format(
            value=text,
            number=f"{parsed.value:g}".replace(".", ","),
            clock=text.replace(".", ":"),
            hours=f"{int(text[:-3]) + int(text[-2:]) / 60:.4g}".replace(".", ","),
        )
        doubt = Doubt("ambiguous-hours", "{value}.", _("Type 1,5 or 1:30."), told)
        return Parsed(parsed.value, doubt)
    return parsed


def parse_percent(cell: Cell, text: str, field: Field) -> Parsed:
    """Read 70, 70 % or 0,7 as 70."""
    if cell.tag is Tag.PERCENT and isinstance(cell.value, int | float):
        return Parsed(float(cell.value))
    if text.endswith("%"):
        return parse_decimal(Cell(Tag.TEXT, text), text[:-1].strip(), field)
    parsed = parse_decimal(cell, text, field)
    if isinstance(parsed.value, float) and 0 < parsed.value < 1:
        return Parsed(round(parsed.value * 100, 9), parsed.doubt)
    return parsed


def parse_permille(cell: Cell, text: str, field: Field) -> Parsed:
    """Read 850, 850 ‰, 85, 85 % or 0,85 as 850."""
    if text.endswith("‰"):
        return parse_integer(Cell(Tag.TEXT, text), text[:-1].strip(), field)
    parsed = parse_decimal(cell, text, field) if cell.tag is Tag.NUMBER else None
    if parsed is not None and parsed.value == 1:  # 100 % without its format
        return Parsed(1000)
    value = parse_percent(cell, text, field).value
    if not isinstance(value, float):
        raise UnfitError("not-a-number", _("a number was expected"))
    return Parsed(round(value * 10 if value <= 100 else value))


MAX_TEXT = 32_767  # what a cell of Excel can hold
MAX_WORDS = 1_000  # a name, a site, a list: more than that is a mistake
MAX_NUMBER_ID = 40
MAX_PERSON = 120  # where a name may stand for the number
_YES = ("ja", "j", "yes", "y", "x", "1", "true", "waar", "✓", "✔")
_NO = ("nee", "n", "no", "0", "false", "onwaar", "-")
_NOTHING = frozenset(
    (
        "nvt", "geen", "geenvoorkeur", "onbekend", "nietbekend", "nogonbekend", "nognietbekend",
        "niets", "nietvantoepassing", "maaktnietuit", "na", "none", "nopreference", "unknown",
        "notapplicable", "notknown",
    )
)  # fmt: skip
_EMPTY_TEXTS = ("email", "specialised", "remark", "cost_centre", "employer_number")
_COLOURS = {
    normalise(colour)
    for colour in ("rood", "geel", "groen", "blauw", "red", "yellow", "green", "blue")
}


def parse_cell(cell: Cell, field: Field) -> Parsed:
    """
    Read a cell as the kind of its column.

    Returns
    -------
    Parsed
        `None` as value when the cell holds nothing but blanks.

    Raises
    ------
    UnfitError
        When it cannot be read as that kind, or lies out of range.
    """
    if cell.tag is Tag.ERROR:
        raise UnfitError(
            "error-cell",
            _("the cell holds an error ({value})").format(value=shown(cell)),
            _("Mend the formula, or type the value itself."),
        )
    if cell.tag is Tag.FORMULA:
        raise UnfitError(
            "formula-without-value",
            _("the cell holds a formula that was never calculated"),
            _("Open the workbook in Excel and save it, or type the value itself."),
        )
    text = clean(plain(cell))
    if not text:
        return Parsed(None)
    if says_nothing(text) and _may_say_nothing(text, field):
        return _nothing(text, field)
    return _in_range(_PARSERS[field.kind](cell, text, field), field)


def says_nothing(text: str) -> bool:
    """
    Tell whether a cell was filled in to say that there is nothing to fill in.

    Examples
    --------
    >>> [says_nothing(text) for text in ("n.v.t.", "Geen voorkeur", "?", "nee")]
    [True, True, True, False]
    """
    return not text.strip("-–—?/. ") or normalise(text) in _NOTHING


def _may_say_nothing(text: str, field: Field) -> bool:
    if field.required and field.binds:
        return False
    if field.kind is Kind.YES_NO:
        return not field.binds and text.casefold() not in _NO
    if field.kind is Kind.DAY_PATTERN:
        return text != "-"  # the way to write a day off
    if field.kind is Kind.NUMBER_ID:
        return not field.binds
    # In free text any word may be meant: “geen” is a wage code.
    return field.kind not in (Kind.TEXT, Kind.KEY) or field.matters or field.key in _EMPTY_TEXTS


def _nothing(text: str, field: Field) -> Parsed:
    if field.binds:
        raise UnfitError(
            "says-nothing",
            _("without a value nothing would limit this"),
            _("Fill in the value, or empty the cell if there is no limit."),
        )
    message = _("“{heading}”: read as empty: {value}.").format(
        heading=field.words.local, value="{value}"
    )
    doubt = Doubt("read-as-empty", message, _("You may leave these cells empty."), f"“{text}”")
    return Parsed(None, doubt)


def _text(_cell: Cell, text: str, field: Field) -> Parsed:
    limit = MAX_WORDS if field.matters else MAX_TEXT
    if len(text) <= limit:
        return Parsed(text)
    raise UnfitError(
        "text-too-long",
        _("the text has {length} characters; at most {limit} is read").format(
            length=len(text), limit=limit
        ),
        _("Shorten the text."),
    )


def _list(cell: Cell, text: str, field: Field) -> Parsed:
    if "," not in text or field.refers is not None:
        return _text(cell, text, field)
    doubt = Doubt(
        "comma-in-list",
        _("What a comma separates was read as one name: {value}."),
        _("Separate with ; if more than one is meant."),
        f"“{shown(cell)}”",
    )
    return Parsed(_text(cell, text, field).value, doubt)


def _number_id(cell: Cell, text: str, field: Field) -> Parsed:
    if cell.shown == "":
        raise UnfitError(
            "number-hidden-by-format",
            _("the format of the cell shows another number, which cannot be told"),
            _("Give the cell the format Text, and type the personnel number as people know it."),
        )
    value, limit = cell.value, MAX_NUMBER_ID if field.refers is None else MAX_PERSON
    odd = cell.tag in (Tag.BOOL, Tag.DATE, Tag.MINUTES, Tag.PERCENT)
    if isinstance(value, float | int) and not odd:
        odd = value < 0 or value != int(value) or value >= 1e15
    if odd or len(text) > limit or (field.refers is None and says_nothing(text)):
        raise UnfitError(
            "not-a-personnel-number",
            _("a personnel number was expected, of at most {limit} characters").format(limit=limit),
            _("Type the personnel number as text."),
        )
    return Parsed(text)


def _yes_no(_cell: Cell, text: str, _field: Field) -> Parsed:
    word = text.casefold()
    if word in _YES or word in _NO:
        return Parsed(word in _YES)
    raise UnfitError("not-yes-no", _("yes or no was expected"), _("Type ja or nee."))


def _choice(_cell: Cell, text: str, field: Field) -> Parsed:
    if field.key == "style" and normalise(text) in _COLOURS:
        raise UnfitError(
            "disc-colour",
            _("a colour is not clear: suppliers give the same colour to different styles"),
            _("Type the letter from the report itself: D, i, S or C, or a style such as Di."),
        )
    value = find_choice(field, text)
    if value is None:
        value = _also(field, normalise(text))
        if value is not None:
            doubt = Doubt(
                "reason-not-kept",
                _("“{heading}”: a reason was read as “{word}”; the reason is not kept.").format(
                    heading=field.words.local, word=dict(field.choices)[value].local
                ),
                _("Only that somebody is away counts here."),
            )
            return Parsed(value, doubt)
        words = ", ".join(dict.fromkeys(names.local for _key, names in field.choices))
        raise UnfitError(
            "not-a-choice",
            _("one of these was expected: {choices}").format(choices=words),
            _("Choose one of the words from the list."),
        )
    return Parsed(value)


def _also(field: Field, wanted: str) -> str | None:
    """Return the choice of which a word holds a part, and no part of another choice."""
    others = [normalise(name) for _key, names in field.choices for name in (names.nl, names.en)]
    found = [key for key, parts in field.also if any(part in wanted for part in parts)]
    return found[0] if len(found) == 1 and not any(o in wanted for o in others) else None


def _day_pattern(cell: Cell, text: str, field: Field) -> Parsed:
    if cell.tag is Tag.BOOL or text in ("0", "1"):
        return Parsed("x" if text in ("ja", "1") else None)
    if cell.tag is Tag.TEXT:
        return _text(cell, text, field)
    if cell.tag is Tag.DATE:
        raise UnfitError(
            "hours-became-date",
            _("the cell holds a date; Excel makes one of 8-12"),
            _("Type the hours as 08:00-12:00."),
        )
    raise UnfitError(
        "not-working-hours",
        _("working hours such as x or 08:30-17:00 were expected"),
        _("Type from when to when: 08:30-17:00, or x for the default hours."),
    )


def _in_range(parsed: Parsed, field: Field) -> Parsed:
    value = parsed.value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return parsed
    low, high = field.minimum, field.maximum
    if (low is None or value >= low) and (high is None or value <= high):
        return parsed
    if low is not None and high is not None:
        expected = _("a value from {low} to {high} was expected").format(low=low, high=high)
    elif low is not None:
        expected = _("a value of at least {low} was expected").format(low=low)
    else:
        expected = _("a value of at most {high} was expected").format(high=high)
    raise UnfitError("out-of-range", expected, _("Correct the number."))


_PARSERS = {
    Kind.NUMBER_ID: _number_id,
    Kind.TEXT: _text,
    Kind.LIST: _list,
    Kind.DATE: parse_date,
    Kind.QUARTER: parse_quarter,
    Kind.HOURS: parse_hours,
    Kind.INTEGER: parse_integer,
    Kind.DECIMAL: parse_decimal,
    Kind.PERCENT: parse_percent,
    Kind.PERMILLE: parse_permille,
    Kind.YES_NO: _yes_no,
    Kind.CHOICE: _choice,
    Kind.DAY_PATTERN: _day_pattern,
    Kind.WEEKDAYS: parse_weekdays,
    Kind.TIMES: parse_stretches,
    Kind.TIME: parse_clock,
    Kind.SLOT: parse_slot,
    Kind.KEY: _text,
}
