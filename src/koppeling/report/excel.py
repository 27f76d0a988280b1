"""The result as a new workbook, complete in itself (workbook.md, "Out")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from koppeling.report import figures
from koppeling.report.evidence import add_findings, add_proof, add_provenance
from koppeling.report.inputs import add_inputs
from koppeling.report.load import add_load
from koppeling.report.proposal import add_handover, add_proposal, add_unplaced
from koppeling.workbook.dress import Book

if TYPE_CHECKING:
    from collections.abc import Sequence

    from koppeling.domain.decision import DecidedPairing
    from koppeling.domain.instance import Instance
    from koppeling.domain.result import Outcome
    from koppeling.report.provenance import Provenance
    from koppeling.workbook.reader import Reading


def to_bytes(
    outcome: Outcome,
    instance: Instance,
    reading: Reading,
    provenance: Provenance,
    decisions: Sequence[DecidedPairing] = (),
) -> bytes:
    """
    Build the result workbook: proposal, reasons, load, proof, origin, and the input as read.

    In the language in use; to be put in its place by `koppeling.workbook.publish`.
    The same answer gives the same bytes, but for the time of the run and the
    seconds, which stand in Herkomst and in Doelen en bewijs only.

    Parameters
    ----------
    outcome : Outcome
        A finished run with at least an answer.
    instance : Instance
        The input of the run; for names and settings.
    reading : Reading
        The input as read, copied behind the result.
    provenance : Provenance
        Of this run.
    decisions : sequence of DecidedPairing
        Kept from an earlier result for the quarter.
    """
    book = Book(title=figures.caption(outcome, instance))
    add_proposal(book, outcome, instance, decisions)
    add_unplaced(book, outcome, instance)
    add_load(book, outcome, instance)
    add_handover(book, outcome, instance)
    add_proof(book, outcome)
    add_findings(book, outcome)
    add_provenance(book, outcome, instance, reading, provenance)
    add_inputs(book, reading.tables)
    return book.to_bytes()
