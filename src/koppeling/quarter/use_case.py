"""From a decided result to the workbook of the next quarter: nothing typed twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from koppeling.domain.finding import Finding, InputError, Severity
from koppeling.domain.period import Quarter
from koppeling.locale import _
from koppeling.practice.decisions import instance_of, undecided
from koppeling.practice.opening import open_result_workbook
from koppeling.practice.outputs import base_name, practice_of
from koppeling.quarter.turning import Turning
from koppeling.report.inputs import add_inputs, add_meetings
from koppeling.report.result_workbook import add_origin
from koppeling.report.sheets import add_sheet, columns_of
from koppeling.workbook.schema.pairings import MEETINGS
from koppeling.workbook.schema.results import Origin, OriginKey
from koppeling.workbook.write.book import Book
from koppeling.workbook.write.publish import publish

if TYPE_CHECKING:
    from koppeling.quarter.succession import Change, Turned
    from koppeling.workbook.read.result_rows import ResultWorkbook


@dataclass(frozen=True, kw_only=True)
class NextRun:
    """
    What came of starting the next quarter.

    `changes` says in words what became of whom, `missed` counts the meetings
    of the past quarter that were not held; `is_concept` when undecided
    proposals were taken as agreed.
    """

    quarter: Quarter
    written: Path
    changes: tuple[Change, ...]
    missed: int
    is_concept: bool


def next_quarter(  # noqa: PLR0913 - one argument for each option of the command
    path: Path,
    *,
    concept: bool = False,
    catch_up: bool = False,
    output: Path | None = None,
    force: bool = False,
    on: date | None = None,
) -> NextRun:
    """
    Write the next quarter's workbook from a decided result.

    Decided pairs become running ones with their fixed moment; what ended
    moves to history; holidays, settings, wishes and absences are carried.

    Parameters
    ----------
    path : Path
        A result workbook in which management decided.
    concept : bool
        Take undecided proposals as agreed.
    catch_up : bool
        Plan an extra meeting for each one missed, apart from the 35.
    output : Path, optional
        `<name> <next quarter>.xlsx` beside it by default.
    force : bool
        Also replace a workbook that somebody changed.
    on : date, optional
        The day on which the quarter turns; today by default. Meetings planned
        for that day or later are not missed.

    Raises
    ------
    InputError
        When the workbook has errors, or pairs are undecided and `concept` is off.
    WriteError
        When it cannot be written, or would replace someone's work.
    """
    book = open_result_workbook(path, concept=concept)
    instance = instance_of(book)
    waiting = undecided(book.decisions)
    if waiting and not concept:
        raise InputError([_undecided(junior, book) for junior in waiting])
    turning = Turning(
        book,
        instance,
        book.in_force.rows,
        on=on or date.today(),  # noqa: DTZ011 - their own day
        catch_up=catch_up,
    )
    turned = turning.turn()
    content = to_bytes(turned, book, turning.next)
    target = output or path.with_name(f"{base_name(path)} {turning.next}.xlsx")
    return NextRun(
        quarter=turning.next,
        written=publish(target, content, practice=practice_of(path), force=force).path,
        changes=turned.changes,
        missed=len(turning.missed),
        is_concept=bool(waiting),
    )


def _undecided(junior: str, book: ResultWorkbook) -> Finding:
    sheet, _mark, cell = dict(book.decision_cells)[junior].partition("!")
    return Finding(
        severity=Severity.ERROR,
        code="undecided",
        message=_("Nobody decided about {junior} yet.").format(junior=junior),
        remedy=_(
            "Fill in the decision, or use `koppeling decide`. With --concept the proposal counts."
        ),
        sheet=sheet,
        cell=cell,
    )


def to_bytes(turned: Turned, result_workbook: ResultWorkbook, quarter: Quarter) -> bytes:
    """Build the workbook in the language in use; the same input gives the same bytes."""
    book = Book(title=_("Pairing workbook {quarter}").format(quarter=quarter))
    add_inputs(book, turned.tables, without=(MEETINGS.key,))
    add_meetings(book, turned.meetings)
    if turned.changes:
        rows = [{"what": c.what, "who": c.who, "told": c.message} for c in turned.changes]
        add_sheet(book, "turn", columns_of("turn"), rows)
    origin = (
        Origin(_("Made from"), result_workbook.path.name),
        *(
            Origin(_("SHA-256 of the input"), source.sha256, OriginKey.INPUT_DIGEST)
            for source in result_workbook.reading.sources
        ),
        *result_workbook.reading.travelling,
    )
    add_origin(book, origin)
    return book.to_bytes()
