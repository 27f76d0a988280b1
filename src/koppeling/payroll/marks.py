"""What a workbook remembers of the ledger: its id and the periods that were closed (Herkomst)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from koppeling.domain.finding import Finding
from koppeling.locale import _
from koppeling.payroll.batch import Batch
from koppeling.payroll.ledger import LEDGER_NAME
from koppeling.payroll.staff import error
from koppeling.workbook.schema.results import (
    PROVENANCE,
    TRAVELLING_ITEMS,
    Origin,
    OriginKey,
    travelling_key,
)


@dataclass(frozen=True, kw_only=True)
class Marks:
    """
    The ledger as a workbook remembers it.

    `batches` are ids, in order of period; empty for a workbook that was never paid from.
    """

    ledger: str = ""
    batches: tuple[str, ...] = ()


def read_marks(rows: Iterable[Origin]) -> Marks:
    """Read the marks among the rows of Herkomst."""
    ledger, batches = "", []
    for row in rows:
        key, value = travelling_key(row), str(row.value)
        if key is OriginKey.LEDGER:
            ledger = value.strip()
        elif key is OriginKey.CLOSED:
            batches += re.findall(r"\b[0-9a-f]{16}\b", value)
    return Marks(ledger=ledger, batches=tuple(batches))


def to_rows(ledger: str, batches: Sequence[Batch]) -> Iterator[Origin]:
    """Write the marks as rows of Herkomst: one for each closed period."""
    if not batches:
        return
    yield Origin(TRAVELLING_ITEMS[OriginKey.LEDGER].local, ledger, OriginKey.LEDGER)
    for period in dict.fromkeys(batch.period for batch in batches):
        told = ", ".join(f"{b.profile} {b.id}" for b in batches if b.period == period)
        item = f"{TRAVELLING_ITEMS[OriginKey.CLOSED].local} {period}"
        yield Origin(item, told, f"{OriginKey.CLOSED} {period}")


def missing_batches(marks: Marks, ledger: str, batches: Iterable[Batch]) -> tuple[Finding, ...]:
    """
    Stop when the workbook knows of batches that the ledger does not.

    Then the ledger is missing, or another one, and hours would be paid twice.
    """
    known = {batch.id for batch in batches}
    lost = [batch for batch in marks.batches if batch not in known]
    if not lost and (not marks.ledger or marks.ledger == ledger or not marks.batches):
        return ()
    return (
        error(
            (PROVENANCE.words.local, ""),
            "ledger-missing",
            _(
                "This workbook names closed payroll periods, but the ledger beside it ({file}) "
                "does not know batch {batch}."
            ).format(file=LEDGER_NAME, batch=lost[0] if lost else marks.batches[0]),
            _(
                "Put the ledger beside the workbook, or rebuild it: "
                "koppeling payroll --rebuild FOLDER RESULT.xlsx."
            ),
        ),
    )
