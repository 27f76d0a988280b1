"""What the ledger holds on one person, and taking the number out of it (facts on privacy)."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from koppeling import written
from koppeling.export.payroll.ledger import LEDGER_NAME, Ledger, unwritable
from koppeling.locale import _


@dataclass(frozen=True, kw_only=True)
class Booked:
    """One booking of a person: of which batch and period, when, what and how long."""

    batch: str
    period: str
    day: date
    kind: str
    minutes: int


def ledger_in(folder: Path) -> Path | None:
    """Return the ledger in a folder, None when there is none."""
    path = folder / LEDGER_NAME
    return path if path.is_file() else None


def bookings_of(number: str, ledger: Path) -> tuple[Booked, ...]:
    """
    List what was booked for a person, in order of batch.

    Raises
    ------
    LedgerError
        If the file is no ledger, or is damaged.
    """
    with Ledger.open(ledger) as opened:
        return tuple(
            Booked(
                batch=batch.id,
                period=batch.period,
                day=line.day,
                kind=line.kind.value,
                minutes=line.minutes,
            )
            for batch in opened.batches()
            for line in batch.lines
            if line.person == number
        )


def replace_number(number: str, pseudonym: str, ledger: Path) -> int:
    """
    Put a pseudonym in place of a number; hours, days and totals stay.

    The copies of sent files that the ledger keeps are emptied where the number
    stood in them; their names and hashes stay. All of it happens, or nothing,
    and the freed pages are overwritten.

    Parameters
    ----------
    number, pseudonym : str
        Whom, and what stands there afterwards.
    ledger : Path
        The file.

    Returns
    -------
    int
        Bookings changed.

    Raises
    ------
    LedgerError
        If the file is in use, is no ledger, or is damaged.
    """
    bookings_of(number, ledger)  # tells in words what is wrong with the file
    try:
        with closing(sqlite3.connect(ledger, timeout=10, isolation_level=None)) as database:
            database.execute("PRAGMA secure_delete=ON")
            database.execute("PRAGMA synchronous=FULL")
            database.execute("BEGIN IMMEDIATE")
            try:
                changed = _replace(database, number, pseudonym)
                with written.uninterrupted():
                    database.execute("COMMIT")
                    written.note_fact(
                        ledger,
                        _("The number stands in the ledger no more: {file}.").format(file=ledger),
                    )
            finally:
                if database.in_transaction:
                    database.execute("ROLLBACK")
            # what was erased is overwritten already; without room on the disk it only stays large
            with suppress(sqlite3.Error):
                database.execute("VACUUM")
    except sqlite3.Error as error:
        raise unwritable(ledger, error) from error
    return changed


def _replace(database: sqlite3.Connection, number: str, pseudonym: str) -> int:
    database.execute(
        "UPDATE files SET content = NULL WHERE batch IN "
        "(SELECT id FROM batches JOIN lines ON lines.batch = batches.id "
        "WHERE published AND person = ?)",
        (number,),
    )
    return database.execute(
        "UPDATE lines SET person = ? WHERE person = ?", (pseudonym, number)
    ).rowcount
