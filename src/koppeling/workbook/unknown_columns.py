"""Columns that koppeling does not know: those that may bind somebody, and the others."""

from __future__ import annotations

import difflib
from collections.abc import Container, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from koppeling.locale import _
from koppeling.workbook.cells import parse_cell
from koppeling.workbook.grids import Cell, Tag
from koppeling.workbook.parsed import UnfitError
from koppeling.workbook.people_sheets import JUNIORS, SENIORS
from koppeling.workbook.remarks import Remarks, listed
from koppeling.workbook.schema import find_column
from koppeling.workbook.shapes import Field, Kind, heading_words, looks_like_number, normalise

if TYPE_CHECKING:
    from koppeling.workbook.tables import Table

_ALIKE = 0.8
#: In these a row is a person, with columns of all kinds; in the other sheets every column binds.
_PEOPLE = ("juniors", "seniors")
#: A heading that begins so is somebody's own note, and never asked about.
_NOTES = (
    "opmerking", "opmerkingen", "notitie", "notities", "toelichting", "remark", "remarks", "note",
    "notes", "comment",
)  # fmt: skip
#: Kinds of which the content alone gives a column away.
_TELLING = (
    Kind.DATE, Kind.QUARTER, Kind.INTEGER, Kind.HOURS, Kind.YES_NO, Kind.WEEKDAYS, Kind.TIMES,
    Kind.SLOT,
)  # fmt: skip


def report_unknown(table: Table, remarks: Remarks, told: Container[int] = ()) -> None:
    """
    Tell of the columns that are not known, those in `told` left out.

    One that may be a missing column which binds somebody is an error: passed over,
    it would leave people freer than was written. The others are remarks, that say
    for whom something stands there.
    """
    others: dict[int, str] = {}
    guesses = meant_columns(table)
    for column, heading in table.extras.items():
        if column in told:
            continue
        meant = guesses.get(column)
        if meant is None:
            others[column] = heading
            continue
        if meant.required:
            continue  # that it is missing is told already, with this guess
        is_bound = meant.binds or table.sheet.key == "working_days"
        tell = remarks.error if is_bound else remarks.warn
        tell(
            table.heading_place(column),
            "heading-resembles",
            _("“{heading}” is not known; is “{meant}” meant?").format(
                heading=heading[:40], meant=meant.words.local
            ),
            _(
                "Change the heading to “{meant}”; if it is something else, let it begin with "
                "“remark”."
            ).format(meant=meant.words.local),
        )
    if others:
        _report_others(table, others, remarks)


def is_own_note(heading: str) -> bool:
    """Tell whether a heading says itself that it binds nobody: a remark, an e-mail address."""
    words = heading_words(heading)
    ours = find_column(JUNIORS, heading) or find_column(SENIORS, heading)
    return bool(words and words[0] in _NOTES) or (ours is not None and not ours.binds)


def meant_columns(table: Table) -> dict[int, Field]:
    """Map each unknown column that may be a missing one to it, no two to one if that can be."""
    meant: dict[int, Field] = {}
    for column in table.extras:
        candidates = _candidates(table, column)
        taken = meant.values()
        fresh = (f for f in candidates if f not in taken and f.binds == candidates[0].binds)
        if candidates:
            meant[column] = next(fresh, candidates[0])
    return meant


def _candidates(table: Table, column: int) -> list[Field]:
    """List which missing columns an unknown one may be, by its heading or what is in it."""
    heading = table.extras[column]
    if is_own_note(heading):
        return []
    missing = [field for field in table.sheet.columns if field.key not in table.columns]
    named = [field for field in missing if _resembles(heading, field)]
    fitting = [field for field in missing if field.binds and _fits(table, column, field)]
    both = [field for field in named if any(_parses(text, field) for text in _texts(table, column))]
    return [*dict.fromkeys((*both, *fitting, *named))]


def _resembles(heading: str, field: Field) -> bool:
    """Compare as text, and by words: “veto's” and “datum tot” are “veto” and “tot”."""
    written, words = normalise(heading), set(heading_words(heading))
    names = (field.words.nl, field.words.en, *field.synonyms)
    return any(
        set(heading_words(name)) <= words
        or difflib.SequenceMatcher(None, written, normalise(name)).ratio() >= _ALIKE
        for name in names
    )


def _fits(table: Table, column: int, field: Field) -> bool:
    """
    Tell whether the content may be that of a column that binds.

    Where rows are people the heading must say part of it too (“opleiding” for
    “opleiding geldig tot”): an export has columns of dates of its own.
    """
    words = set(heading_words(table.extras[column]))
    is_part = any(words <= set(heading_words(name)) for name in (field.words.nl, field.words.en))
    if field.kind not in _TELLING or (table.sheet.key in _PEOPLE and not is_part):
        return False
    kinds = [field.kind]
    if field.kind is Kind.QUARTER:
        kinds.append(Kind.DATE)  # “vanaf” says when as well
    return any(
        _parses(text, replace(field, kind=kind)) for text in _texts(table, column) for kind in kinds
    )


def _texts(table: Table, column: int) -> Iterator[str]:
    return (row.extras[column] for row in table.rows if row.extras.get(column))


def _parses(text: str, field: Field) -> bool:
    try:
        return parse_cell(Cell(Tag.TEXT, text), field).value is not None
    except UnfitError:
        return False


def _report_others(table: Table, others: dict[int, str], remarks: Remarks) -> None:
    message = _("Not known and therefore not used: {headings}.").format(
        headings=", ".join(f"“{text[:40]}”" for text in others.values())
    )
    keys = [f.key for f in table.sheet.columns if f.key == "number" or f.refers is not None]
    people = []
    for row in table.rows:
        if keys and any(row.extras.get(column) for column in others):
            numbers = [row.text(key) for key in keys if looks_like_number(row.text(key))]
            people += numbers or [table.place(row, keys[0]).cell]
    if people:
        message += " " + _("Something stands there for {people}.").format(
            people=listed(tuple(dict.fromkeys(people)))
        )
    remarks.warn(
        table.heading_place(next(iter(others))),
        "unknown-column",
        message,
        _("What should count belongs in a column that is known; the rest may stay."),
    )
