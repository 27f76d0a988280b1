"""
One declaration of the workbook: every sheet, column and setting.

Template, reader, documentation and Herkomst are all fed from here. Headings
and words are in both languages since the reader must know both at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a cell holds, and so how it is read, checked and shown."""

    NUMBER_ID = "number_id"  # a personnel number: text, leading zeros stay
    TEXT = "text"
    LIST = "list"  # separated by ;
    DATE = "date"
    QUARTER = "quarter"
    HOURS = "hours"  # 1,5 or 1.5 or 1:30
    INTEGER = "integer"
    DECIMAL = "decimal"
    YES_NO = "yes_no"
    CHOICE = "choice"
    DAY_PATTERN = "day_pattern"  # a cell of Werkdagen
    WEEKDAYS = "weekdays"
    TIMES = "times"  # 09:00-12:00; 13:00-15:00
    SLOT = "slot"  # di 10:00


@dataclass(frozen=True, kw_only=True)
class Words:
    """A word or sentence in both languages."""

    nl: str
    en: str


@dataclass(frozen=True, kw_only=True)
class Field:
    """
    A column of a sheet, or a row of Instellingen.

    `minimum`/`maximum` are inclusive and in the unit people type;
    `choices` maps the canonical value to its words; `synonyms` are other
    headings that are accepted, compared without case, accents and spaces.
    """

    key: str
    words: Words
    kind: Kind
    meaning: Words
    required: bool = False
    default: str | int | float | bool | None = None
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[tuple[str, Words], ...] = ()
    synonyms: tuple[str, ...] = ()
    example: str = ""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A sheet of the input; `needed` ones must be there, `basic` ones are in the template."""

    key: str
    words: Words
    meaning: Words
    columns: tuple[Field, ...]
    needed: bool = False
    basic: bool = False
