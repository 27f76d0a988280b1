"""What a file holds before anything is understood: sheets of tagged cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any


class Tag(StrEnum):
    """What a cell holds according to the file itself."""

    TEXT = "s"
    NUMBER = "n"
    PERCENT = "%"  # a number shown with %, as people see it: 85 for 85 %
    BOOL = "b"
    DATE = "d"  # ISO text
    MINUTES = "t"  # a time of day or a duration
    ERROR = "e"  # #N/A and the like
    FORMULA = "f"  # a formula whose value was never computed


#: A cell on its way out of the reading process: column, tag, value.
TaggedCell = tuple[int, str, str | float | bool] | tuple[int, str, str | float | bool, str]


@dataclass(frozen=True, slots=True)
class Cell:
    """
    A cell that is not empty.

    `shown` is what its number format makes of a number, where that is another number than
    is stored; empty where that cannot be told.
    """

    tag: Tag
    value: str | float | bool
    shown: str | None = None


@dataclass(frozen=True, kw_only=True)
class Grid:
    """
    One sheet as it came: `rows` maps row number to column number to cell.

    Both count from 1. Merged areas are references (`A1:B2`).
    """

    name: str
    rows: Mapping[int, Mapping[int, Cell]]
    source: str = ""
    is_hidden: bool = False
    merged: tuple[str, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    disordered: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RawFile:
    """
    One file as the reading process hands it over.

    `refusal` names why it was not read, with `detail` for the message;
    `remarks` are things to tell about it that do not stop the reading.
    """

    name: str
    sha256: str = ""
    refusal: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)
    remarks: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    grids: tuple[Grid, ...] = ()


_TAGS: Mapping[str, Tag] = {tag.value: tag for tag in Tag}


def grid_from_json(raw: Mapping[str, Any], source: str) -> Grid:
    """Rebuild a grid from what the reading process wrote."""
    return Grid(
        name=raw["name"],
        source=source,
        rows={
            row: {column: Cell(_TAGS[tag], value, *shown) for column, tag, value, *shown in cells}
            for row, cells in raw["rows"]
        },
        is_hidden=raw["hidden"],
        merged=tuple(raw["merged"]),
        hidden_rows=frozenset(raw["hidden_rows"]),
        hidden_columns=frozenset(raw["hidden_columns"]),
        disordered=tuple(raw["disordered"]),
    )


@cache
def column_letters(column: int) -> str:
    """
    Return the letters of a column number.

    Examples
    --------
    >>> column_letters(1), column_letters(27)
    ('A', 'AA')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def reference(row: int, column: int) -> str:
    """Return a cell's reference: `D7` for row 7, column 4."""
    return f"{column_letters(column)}{row}"


@cache
def column_number(letters: str) -> int:
    """Return the number of a column's letters: 27 for `AA`."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
