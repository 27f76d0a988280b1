"""
One cell at a time: what stands there, as the kind of value it should be.

Everything here is lenient where the meaning is plain and refuses where it is
not; nothing is guessed without a word about it.
"""

from __future__ import annotations

from koppeling.locale import _
from koppeling.workbook.dates import parse_date, parse_quarter
from koppeling.workbook.grids import Cell, Tag
from koppeling.workbook.parsed import Doubt, Parsed, UnfitError, clean, plain, shown
from koppeling.workbook.quantities import (
    parse_decimal,
    parse_hours,
    parse_integer,
    parse_percent,
    parse_permille,
)
from koppeling.workbook.schema import Field, Kind, find_choice, normalise
from koppeling.workbook.week import parse_clock, parse_slot, parse_stretches, parse_weekdays

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
    return field.kind is not Kind.TEXT or field.matters or field.key in _EMPTY_TEXTS


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
}
