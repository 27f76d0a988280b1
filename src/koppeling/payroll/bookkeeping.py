"""The ledger beside a workbook: opened, refused when it is not the right one, and made again."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from koppeling.domain.finding import Finding, InputError, Severity
from koppeling.errors import KoppelingError
from koppeling.locale import _
from koppeling.payroll.batch import MANIFEST
from koppeling.payroll.ledger import LEDGER_NAME, Ledger, LedgerError
from koppeling.payroll.marks import missing_batches, to_rows
from koppeling.payroll.publishing import rebuild
from koppeling.practice.decisions import instance_of
from koppeling.practice.opening import rewrite
from koppeling.practice.outputs import Label, base_name
from koppeling.state import state_folder
from koppeling.workbook.write.publish import sweep

if TYPE_CHECKING:
    from collections.abc import Iterator

    from koppeling.payroll.batch import Batch
    from koppeling.payroll.marks import Marks
    from koppeling.payroll.settlement import Settlement
    from koppeling.workbook.read.result_rows import ResultWorkbook

#: File in the state folder that knows of every ledger on this machine.
MEMORY = "payroll.sqlite"


def ledger_path(workbook: Path) -> Path:
    """Return where the ledger of a workbook stands: beside it."""
    return workbook.parent / LEDGER_NAME


def booked(workbook: Path) -> tuple[Batch, ...]:
    """List what the ledger beside a workbook holds; nothing when there is none."""
    path = ledger_path(workbook)
    if not path.is_file():
        return ()
    with Ledger.open(path) as ledger:
        return ledger.batches()


def open_ledger(workbook: Path) -> Ledger:
    """Open the ledger beside a workbook, with the memory of this machine where it has one."""
    sweep(workbook.parent)
    ledger = Ledger.open(ledger_path(workbook))
    with suppress(RuntimeError):  # no home folder: `mark` says so
        ledger.remember_in(state_folder() / MEMORY)
    return ledger


def refuse_lost_ledger(workbook: Path, folder: Path) -> None:
    """Stop when there are batches but no ledger: it would pay them again."""
    path = ledger_path(workbook)
    # in this order: who books at this moment has the batch in the ledger before its folder
    if any(folder.glob(f"*/{MANIFEST}")) and not booked(workbook):
        raise LedgerError(
            _(
                "There are batches in {folder} but no ledger ({file}) beside the workbook. Put it "
                "back, or rebuild it: koppeling payroll --rebuild FOLDER RESULT.xlsx."
            ).format(folder=folder, file=path.name)
        )


def refuse_other_ledger(marks: Marks, ledger: Ledger) -> None:
    """Stop when the workbook knows of batches that this ledger lacks."""
    findings = missing_batches(marks, ledger.id, ledger.batches())
    if findings:
        raise InputError(findings)


def mark(
    book: ResultWorkbook, marks: Marks, ledger: Ledger, settled: Settlement
) -> tuple[Path | None, tuple[Finding, ...]]:
    """
    Write the workbook again with the closed periods in Herkomst, unless that was done.

    It is told of a batch only when it agrees with it, so that an older workbook
    never passes for a newer one.
    """
    told = (*(() if ledger.memory else (_not_remembered(),)), *_erased(ledger, settled))
    known = settled.agreed | frozenset(marks.batches)
    batches = [batch for batch in ledger.batches() if batch.id in known]
    path, quarter = book.path, instance_of(book).settings.quarter
    label = Label.PAYROLL
    written_before = path.with_name(f"{base_name(path)} {label} {quarter}.xlsx")
    if known == frozenset(marks.batches) or (settled.is_repeat and written_before.exists()):
        return None, told
    try:
        written = rewrite(book, provenance=tuple(to_rows(ledger.id, batches)), label=label)
    except KoppelingError as error:
        return None, (*told, _not_marked(error))
    return written, told


def _erased(ledger: Ledger, settled: Settlement) -> Iterator[Finding]:
    """Tell of files that `forget` took out of the ledger, and that stand in no folder either."""
    there = {file.name for file in settled.files}
    gone = ledger.erased(settled.batch.id).keys() - there if settled.batch is not None else ()
    if gone:
        yield Finding(
            severity=Severity.WARNING,
            code="erased-files",
            message=_("Not to be made again, since somebody in it was forgotten: {files}.").format(
                files=", ".join(sorted(gone))
            ),
            remedy=_("Ask payroll for the file if you need it."),
        )


def _not_remembered() -> Finding:
    return Finding(
        severity=Severity.WARNING,
        code="not-remembered",
        message=_(
            "koppeling could not look whether these meetings were sent from another folder: what "
            "it remembers on this computer cannot be read or written."
        ),
        remedy=_("Keep one folder for payroll, with its ledger."),
    )


def _not_marked(error: KoppelingError) -> Finding:
    return Finding(
        severity=Severity.WARNING,
        code="not-marked",
        message=_("The batch is booked, but the workbook could not be written again: {why}").format(
            why=error
        ),
        remedy=_("Keep the ledger beside the workbook; nothing is lost."),
    )


def rebuild_ledger(folder: Path, workbook: Path | None = None) -> tuple[Batch, ...]:
    """
    Make the ledger again from the batches in a folder.

    Parameters
    ----------
    folder : Path
        Searched with the folders in it.
    workbook : Path, optional
        The ledger comes beside this workbook; else in `folder`.

    Raises
    ------
    LedgerError
        When a batch is missing or was changed; nothing is written then.
    """
    return rebuild(folder, folder if workbook is None else workbook.parent)
