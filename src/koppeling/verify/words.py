"""Levels, parts, statuses and codes in the words of the result sheets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from koppeling.locale import _
from koppeling.workbook.schema.pairings import COMPONENT_CHOICES, LEVEL_CHOICES
from koppeling.workbook.schema.results import (
    CODE_CHOICES,
    HANDOVER,
    LOAD,
    PROOF,
    PROPOSAL,
    STATUS_CHOICES,
    UNPLACED,
)

if TYPE_CHECKING:
    from koppeling.workbook.schema.shapes import Sheet

_WORDS = dict((*LEVEL_CHOICES, *COMPONENT_CHOICES, *STATUS_CHOICES))
# "kept" is a goal and a status, with the same word; "vestiging" is a code only.
_CODES = dict(CODE_CHOICES)
#: Where people read what a field of the JSON says.
_SHEETS = {
    "levels": PROOF,
    "pairings": PROPOSAL,
    "unplaced": UNPLACED,
    "handover": HANDOVER,
    "load": LOAD,
}
_COLUMNS = {"id": "level", "used_minutes": "hours", "cap_minutes": "capacity", "minutes": "hours"}


def word(canonical: str) -> str:
    """Name a level, a part of the points or a status as the result sheets do."""
    return _WORDS[canonical].local if canonical in _WORDS else canonical


def reason(code: str) -> str:
    """Name a code of domain.md §4 as the heading of Niet geplaatst does."""
    return _CODES[code].local if code in _CODES else code


def place(path: str) -> str:
    """
    Say where in the result a field of the JSON stands: sheet, number of the row, column.

    Examples
    --------
    >>> from koppeling.locale import language
    >>> with language("en"):
    ...     place("pairings[2].slot")
    'Proposal, 3: fixed slot'
    """
    match = re.fullmatch(r"(\w+)(?:\[(\d+)\])?(?:\.(\w+))?", path)
    sheet = _SHEETS.get(match[1]) if match else None
    if match is None or sheet is None:
        return single(path)
    message = sheet.words.local
    if match[2]:
        message += f", {int(match[2]) + 1}"
    return f"{message}: {_heading(sheet, match[3])}" if match[3] else message


def single(name: str) -> str:
    """Name a field that the result has once."""
    told = {
        "schema": lambda: _("version of the layout"),
        "status": lambda: _("status"),
        "quarter": lambda: _("quarter"),
        "horizon": lambda: _("horizon"),
        "idle": lambda: _("finished juniors"),
        "levels": lambda: _("levels"),
    }
    return told[name]() if name in told else name


def _heading(sheet: Sheet, key: str) -> str:
    wanted = _COLUMNS.get(key, key)
    for column in sheet.columns:
        if column.key == wanted:
            return column.words.local
    return word(key)
