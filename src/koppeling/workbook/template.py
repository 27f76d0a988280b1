"""
New workbooks, empty or filled, in the dress of the house.

A *practice* here is plain input: per sheet key a list of rows, each a mapping
of column key to value; what the example data, the filled template and the
copy of the input in a result have in common.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from koppeling.domain.fix import DEFAULT_COST_HOURS
from koppeling.domain.instance import DEFAULT_LEVELS, DEFAULT_WEIGHTS
from koppeling.domain.period import Quarter
from koppeling.errors import WriteError
from koppeling.locale import _, current
from koppeling.workbook.dress import (
    AMBER,
    DARK,
    MIDDLE,
    RED,
    Book,
    Cell,
    Column,
    in_use,
)
from koppeling.workbook.example import example_practice
from koppeling.workbook.explanation import add_explanation
from koppeling.workbook.publish import is_untouched, publish_all
from koppeling.workbook.schema import SETTINGS, SETTINGS_SHEET, SHEETS, Field, Kind, Sheet

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

Practice = Mapping[str, Sequence[Mapping[str, object]]]

PREPARED_ROWS = 60
LAUNCHER = "Koppelen.cmd"
#: Left out of the plain template, so that a first look is not forty columns wide.
_RARE: Mapping[str, frozenset[str]] = {
    "settings": frozenset(
        {"preferred_times", "reserve", "holiday_region", "hourly_rate", "payroll_profile"}
        | {"reference_date", "even_weeks_from", "ignore_sensitive"}
    ),
    "juniors": frozenset(
        {"other_indirect_hours", "budget_hours", "group", "already_held", "specialised"}
        | {"course_days", "reregistration_date", "in_service_from", "email", "cost_centre"}
        | {"employer_number", "on_payroll"}
    ),
    "seniors": frozenset(
        {"coaches", "role", "in_service_from", "last_active", "academic_years", "motivation"}
        | {"other_indirect_hours", "contract_hours", "email", "cost_centre"}
        | {"employer_number", "on_payroll"}
    ),
}
#: Even the full template leaves this out: with the column "coacht junioren" there, an
#: empty cell means no, and whoever fills in the other columns would find nobody placed.
_TRAPS = frozenset({("seniors", "coaches")})
_PEOPLE_SHEETS = ("juniors", "seniors")


class Extent(StrEnum):
    """How much of the schema a workbook shows."""

    USED = "used"  # what is required and what holds something
    BASIC = "basic"  # and what most practices use
    FULL = "full"


def write_template(
    path: Path, *, full: bool = False, example: bool = False, today: date | None = None
) -> list[Path]:
    """
    Write a new workbook, and beside it the script to drop it on.

    In the language in use. The quarter filled in is the one after `today`.

    Parameters
    ----------
    path : Path
        Of the workbook; `.xlsx` is added when there is no suffix.
    full : bool
        With all sheets and columns, not only the usual ones.
    example : bool
        Filled with a small invented practice.
    today : date, optional
        Defaults to the clock's.

    Returns
    -------
    list of Path
        What was written: the workbook, then the script.

    Raises
    ------
    WriteError
        If there is a workbook already that somebody worked in, or the place
        cannot be written.
    """
    path = path if path.suffix else path.with_suffix(".xlsx")
    if path.exists() and not is_untouched(path):
        raise WriteError(
            _("{path} exists already and is left as it is. Choose another name.").format(path=path)
        )
    here_and_now = today or datetime.now().astimezone().date()
    quarter = Quarter.of(here_and_now).shift(1)
    practice = dict(example_practice(quarter, current())) if example else {}
    if full:
        practice |= _usual_choices()
    extent = Extent.FULL if full else Extent.BASIC
    content = build(practice, extent, quarter=quarter, prepared=PREPARED_ROWS)
    launcher = path.with_name(LAUNCHER), launcher_text().encode("ascii")
    return [published.path for published in publish_all([(path, content), launcher])]


def _usual_choices() -> Practice:
    """Return the goals, weights and costs in force when nobody says otherwise, to start from."""
    return {
        "goals": [
            {"goal": level.value, "order": order, "on": True}
            for order, level in enumerate(DEFAULT_LEVELS, start=1)
        ],
        "weights": [
            {"component": component.value, "weight": weight}
            for component, weight in DEFAULT_WEIGHTS.items()
        ],
        "costs": [
            {"kind": kind.value, "hours": hours} for kind, hours in DEFAULT_COST_HOURS.items()
        ],
    }


def build(
    practice: Practice, extent: Extent, *, quarter: Quarter | None = None, prepared: int = 0
) -> bytes:
    """
    Build a workbook with the rows of `practice`, in the language in use.

    Parameters
    ----------
    practice : mapping
        Sheet key → rows by column key. In `settings` a row is
        `{"setting": key, "value": value}`; settings not given get their default.
    extent : Extent
        Which sheets, columns and settings it shows.
    quarter : Quarter, optional
        Filled in when the settings name none.
    prepared : int
        Empty rows ready to fill in below those of the practice.

    Returns
    -------
    bytes
        A whole .xlsx; the same input gives the same bytes.
    """
    sheets = sheets_in_use(practice, extent)
    book = Book(title=_("Pairing workbook"))
    add_explanation(book, sheets, LAUNCHER)
    for sheet in sheets:
        rows = practice.get(sheet.key, ())
        if sheet is SETTINGS_SHEET:
            _add_settings(book, rows, extent, quarter)
        else:
            _add_sheet(book, sheet, rows, extent, prepared)
    return book.to_bytes()


def sheets_in_use(practice: Practice, extent: Extent) -> list[Sheet]:
    """List the sheets that the workbook shows."""
    return [
        sheet
        for sheet in SHEETS
        if extent is Extent.FULL
        or sheet.needed
        or practice.get(sheet.key)
        or (extent is Extent.BASIC and sheet.basic)
    ]


def columns_in_use(
    sheet: Sheet, rows: Sequence[Mapping[str, object]], extent: Extent
) -> tuple[Field, ...]:
    """List the columns of `sheet` that the workbook shows."""
    used = {key for row in rows for key, value in row.items() if value is not None}
    return tuple(
        field
        for field in sheet.columns
        if field.required or field.key in used or _is_within(extent, sheet.key, field.key)
    )


def settings_in_use(rows: Sequence[Mapping[str, object]], extent: Extent) -> tuple[Field, ...]:
    """List the settings that the workbook shows."""
    given = {row["setting"] for row in rows}
    return tuple(
        setting
        for setting in SETTINGS
        if setting.required
        or setting.key in given
        or _is_within(extent, SETTINGS_SHEET.key, setting.key)
    )


def _is_within(extent: Extent, sheet: str, key: str) -> bool:
    if extent is Extent.FULL:
        return (sheet, key) not in _TRAPS
    return extent is Extent.BASIC and key not in _RARE.get(sheet, frozenset())


def shown(field: Field, value: object) -> object:
    """Put a value in the words that people type: the choice in the language in use."""
    for canonical, words in field.choices:
        if value == canonical:
            return in_use(words)
    if isinstance(value, list | tuple):
        return "; ".join(str(item) for item in value)
    return value


def launcher_text() -> str:
    """Return the script for Windows in the language in use, with its line ends."""
    folder = resources.files("koppeling.workbook")
    text = folder.joinpath(LAUNCHER).read_text(encoding="ascii")
    for name, sentence in _launcher_sentences().items():
        text = text.replace(f"@{name}@", sentence)
    return "\r\n".join(text.splitlines()) + "\r\n"


def _add_sheet(
    book: Book,
    sheet: Sheet,
    rows: Sequence[Mapping[str, object]],
    extent: Extent,
    prepared: int,
) -> None:
    fields = columns_in_use(sheet, rows, extent)
    columns = [_column(field) for field in fields]
    table = [[shown(field, row.get(field.key)) for field in fields] for row in rows]
    page = book.add_table(
        in_use(sheet.words),
        columns,
        table,
        prepared=prepared,
        frozen_columns=2 if sheet.key in _PEOPLE_SHEETS else 1,
        tab=DARK if sheet.needed else MIDDLE,
    )
    _mark_gaps(book, page, sheet, fields, len(rows) + prepared)


def _column(field: Field) -> Column:
    column = Column.of(field)
    if field.key in ("junior", "senior") and field.kind is Kind.NUMBER_ID:
        people = next(s for s in SHEETS if s.key == f"{field.key}s")
        return replace(column, list_from=in_use(people.words))
    if field.kind is Kind.DAY_PATTERN:
        return replace(column, choices=("x", _("morning"), _("afternoon")), is_free=True)
    return column


def _mark_gaps(
    book: Book, page: Worksheet, sheet: Sheet, fields: Sequence[Field], num_rows: int
) -> None:
    """Colour what is still missing in a row that has been started, and double numbers."""
    last = max(1, num_rows)
    missing, double = book.highlight(AMBER), book.highlight(RED)
    end = _letter(len(fields) - 1)
    for at, field in enumerate(fields):
        letter = _letter(at)
        if field.required:
            page.conditional_format(
                1, at, last, at, {
                    "type": "formula",
                    "criteria": f"=AND(COUNTA($A2:${end}2)>0,ISBLANK({letter}2))",
                    "format": missing,
                },
            )  # fmt: skip
        if sheet.key in _PEOPLE_SHEETS and field.key == "number":
            page.conditional_format(1, at, last, at, {"type": "duplicate", "format": double})


def _letter(at: int) -> str:
    return (chr(64 + at // 26) if at >= 26 else "") + chr(65 + at % 26)


def _add_settings(
    book: Book,
    rows: Sequence[Mapping[str, object]],
    extent: Extent,
    quarter: Quarter | None,
) -> None:
    given = {str(row["setting"]): row.get("value") for row in rows}
    if quarter is not None:
        given.setdefault("quarter", str(quarter))
    name, value = (Column.of(field) for field in SETTINGS_SHEET.columns)
    meaning = Column(heading=_("meaning"))
    table = []
    for setting in settings_in_use(rows, extent):
        content = shown(setting, given.get(setting.key, setting.default))
        cell = Cell(value=content, column=_setting_column(setting, quarter))
        table.append([in_use(setting.words), cell, in_use(setting.meaning)])
    book.add_table(in_use(SETTINGS_SHEET.words), [name, value, meaning], table)


def _setting_column(setting: Field, quarter: Quarter | None) -> Column:
    column = replace(Column.of(setting), is_required=True, align="left")
    if setting.kind is Kind.QUARTER and quarter is not None:
        nearby = tuple(str(quarter.shift(n)) for n in range(-1, 7))
        return replace(column, choices=nearby, is_free=True)
    return column


def _launcher_sentences() -> dict[str, str]:
    """Sentences of the script: ASCII only, and none of the signs that mean something there."""
    return {
        "lang": current(),
        "title": _("Koppeling"),
        "drop": _("Drag your workbook onto this file to get a proposal."),
        "ask": _("Or answer the questions below."),
        "busy": _("One moment, koppeling is reading your workbook."),
        "done": _("Done. The proposal is a new file beside your workbook."),
        "wrong": _("Something in the workbook must be mended first: see the list above."),
        "late": _("No proposal was found in the time given."),
        "failed": _("It did not work: see the message above."),
        "no_python": _("Python 3.11 or newer was not found on this computer."),
        "get_python": _("Get it at www.python.org and tick the box Add python.exe to PATH."),
        "no_koppeling": _("Python is there, but koppeling is not installed in it."),
        "get_koppeling": _("Ask whoever set up koppeling, or see the README: pip install."),
    }
