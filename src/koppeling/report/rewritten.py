"""A result workbook written again: everything kept, with other decisions or meetings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from koppeling.report import figures
from koppeling.report.effect import add_effect
from koppeling.report.evidence import add_findings, add_proof
from koppeling.report.inputs import add_inputs
from koppeling.report.load import add_load
from koppeling.report.meetings import add_meetings
from koppeling.report.proposal import add_handover, add_proposal, add_unplaced
from koppeling.report.sheets import add_sheet, columns_of
from koppeling.workbook.columns import Column
from koppeling.workbook.dress import DARK, Book
from koppeling.workbook.grids import Cell, Grid, Tag
from koppeling.workbook.later_sheets import MEETINGS
from koppeling.workbook.shapes import normalise

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xlsxwriter.worksheet import Worksheet

    from koppeling.domain.decision import DecidedPairing
    from koppeling.domain.instance import Instance
    from koppeling.domain.meeting import Meeting
    from koppeling.domain.result import Outcome
    from koppeling.rules.review import Review
    from koppeling.workbook.casebook import Casebook


@dataclass(frozen=True, kw_only=True)
class ExtraSheet:
    """
    A sheet that a later command adds to a result workbook (Register, Vooruitblik ...).

    Parameters
    ----------
    name : str
        In the language in use; a sheet of this name that is there is replaced.
    columns : sequence of Column
        From left to right.
    rows : sequence of rows
        Values; None is empty.
    frozen_columns : int
        Columns on the left that stay in view.
    finish : callable, optional
        Given the book and the sheet, adds what goes beside the table: a chart.
    """

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[object]]
    frozen_columns: int = 1
    finish: Callable[[Book, Worksheet], None] | None = None


@dataclass(frozen=True, kw_only=True)
class Revision:
    """
    What a rewritten workbook holds beside what was read.

    `review` tells what the decisions cost, when there are any; `provenance`
    adds rows to Herkomst, in which a row of the same name is replaced.
    """

    outcome: Outcome
    decisions: Sequence[DecidedPairing]
    meetings: Sequence[Meeting]
    review: Review | None = None
    extra: Sequence[ExtraSheet] = ()
    provenance: Sequence[tuple[str, str]] = ()


def to_bytes(casebook: Casebook, instance: Instance, revision: Revision) -> bytes:
    """Build the whole workbook again, in the language in use."""
    outcome = revision.outcome
    book = Book(title=figures.caption(outcome, instance))
    add_proposal(book, outcome, instance, revision.decisions)
    add_unplaced(book, outcome, instance)
    add_load(book, outcome, instance)
    add_handover(book, outcome, instance)
    add_meetings(book, revision.meetings)
    _add_extra(book, casebook.others, revision.extra)
    add_proof(book, outcome)
    if revision.review is not None:
        add_effect(book, revision.review)
    add_findings(book, outcome)
    _add_origin(book, casebook.provenance, revision.provenance)
    add_inputs(book, casebook.reading.tables, without=(MEETINGS.key,))
    return book.to_bytes()


def _add_extra(book: Book, others: Sequence[Grid], extra: Sequence[ExtraSheet]) -> None:
    replaced = {normalise(sheet.name) for sheet in extra}
    for sheet in (*(_copied(g) for g in others if normalise(g.name) not in replaced), *extra):
        page = book.add_table(
            sheet.name, sheet.columns, sheet.rows, frozen_columns=sheet.frozen_columns, tab=DARK
        )
        if sheet.finish is not None:
            sheet.finish(book, page)


def _copied(grid: Grid) -> ExtraSheet:
    """Take over a sheet that another command made, as it stands."""
    headings = grid.rows.get(1, {})
    numbers = sorted(headings)
    rows = [
        [_shown(cells[number]) if number in cells else None for number in numbers]
        for at, cells in sorted(grid.rows.items())
        if at > 1
    ]
    columns = [Column(heading=str(headings[number].value)) for number in numbers]
    return ExtraSheet(name=grid.name, columns=columns, rows=rows)


def _shown(cell: Cell) -> object:
    if cell.tag is Tag.DATE:
        return date.fromisoformat(str(cell.value)[:10]).strftime("%d-%m-%Y")
    return cell.value


def _add_origin(
    book: Book, rows: Sequence[tuple[str, str]], changes: Sequence[tuple[str, str]]
) -> None:
    """Write Herkomst as it was, with rows added; a run's own rows say what they said."""
    changed = dict(changes)
    kept = [(item, value) for item, value in rows if item not in changed]
    table = [{"item": item, "value": value} for item, value in (*kept, *changed.items())]
    add_sheet(book, "provenance", columns_of("provenance"), table)
