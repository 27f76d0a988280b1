"""What reading a cell gives: a value, perhaps with a doubt, or a refusal."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from koppeling.locale import current
from koppeling.workbook.read.grids import Cell, Tag
from koppeling.workbook.schema.shapes import Field, Value, yes_or_no


class UnfitError(Exception):
    """A cell that cannot be read: a code, what was expected, how to mend it."""

    def __init__(self, code: str, expected: str, remedy: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.expected = expected
        self.remedy = remedy


@dataclass(frozen=True)
class Doubt:
    """Something to tell about a cell read all the same; `{value}` in `message` is `value`."""

    code: str
    message: str
    remedy: str = ""
    value: str = ""


@dataclass(frozen=True)
class Parsed:
    """A value, with a doubt where there is one."""

    value: Value
    doubt: Doubt | None = None


def plain(cell: Cell) -> str:
    """Return what a cell shows, as text: 12 for 12.0, `ja` for true."""
    value = cell.value
    if cell.shown:
        return cell.shown
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if cell.tag is Tag.MINUTES and isinstance(value, int | float):
        return f"{round(value) // 60:02d}:{round(value) % 60:02d}"
    if isinstance(value, int | float):
        whole = f"{value:.0f}" if value == int(value) else f"{value:.12g}".replace(".", ",")
        return f"{whole}%" if cell.tag is Tag.PERCENT else whole
    if cell.tag is Tag.DATE and value.endswith("T00:00:00"):
        return value.removesuffix("T00:00:00")
    return value


def clean(text: str) -> str:
    """Drop control characters, bidi marks and lone surrogates; trim and join blanks."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    kept = "".join(
        " " if char in "\t\r\n\x0b\x0c\xa0" else char
        for char in text
        if char in "\t\r\n\x0b\x0c" or not _is_unsafe(char)
    )
    return re.sub(" +", " ", unicodedata.normalize("NFC", kept)).strip()


def _is_unsafe(char: str) -> bool:
    if unicodedata.category(char) in ("Cc", "Cs", "Co", "Cn"):
        return True
    return (
        char in "\u200b\u200e\u200f\ufeff"
        or "\u202a" <= char <= "\u202e"
        or "\u2066" <= char <= "\u2069"
    )


def shown(cell: Cell) -> str:
    """Return what was read, short enough for a message."""
    text = clean(plain(cell))
    return text if len(text) <= 40 else text[:39] + "…"


def display(value: Value, field: Field) -> str:
    """Write a canonical value as people see it, in the language in use."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return yes_or_no(value)
    if isinstance(value, date):
        return value.strftime("%d-%m-%Y")
    if isinstance(value, float):
        text = f"{value:g}"
        return text.replace(".", ",") if current() == "nl" else text
    return next((words.local for key, words in field.choices if key == value), str(value))
