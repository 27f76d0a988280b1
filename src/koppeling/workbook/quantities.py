"""Numbers as people write them: 1,5 and 1.5, 1:30, 85 % and 850."""

from __future__ import annotations

import re

from koppeling.locale import _
from koppeling.workbook.grids import Cell, Tag
from koppeling.workbook.parsed import Doubt, Parsed, UnfitError
from koppeling.workbook.shapes import Field

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
