"""
What this machine remembers of every ledger: where it stands and which meetings it sent.

A copy of a workbook in another folder finds no ledger there and would begin a
new one. The memory is attached to the ledger while it books, so that both are
written in one transaction, or neither.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

from koppeling.errors import StateError
from koppeling.export.payroll.batch import Batch
from koppeling.locale import _

_TABLES = (
    "CREATE TABLE IF NOT EXISTS memory.ledgers "
    "(id TEXT PRIMARY KEY, place TEXT NOT NULL, newest TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS memory.sent "
    "(meeting TEXT, ledger TEXT, PRIMARY KEY (meeting, ledger)) WITHOUT ROWID",
)


def as_text(path: Path) -> str:
    """Write a path so that SQLite can keep it; of a name that is not UTF-8 what can be read."""
    return os.fsencode(path).decode("utf-8", "replace")


class Memory:
    """
    The memory of this user on this machine, attached to an open ledger.

    Parameters
    ----------
    database : sqlite3.Connection
        The ledger.
    path : Path
        The memory; made when it is not there. It holds ids and places only.

    Raises
    ------
    sqlite3.Error, OSError, UnicodeEncodeError
        If it cannot be written.
    """

    def __init__(self, database: sqlite3.Connection, path: Path) -> None:
        self._db, self.path = database, path
        path.parent.mkdir(parents=True, exist_ok=True)
        os.fspath(path).encode()  # SQLite takes no other names
        database.execute("ATTACH ? AS memory", (str(path),))
        try:
            database.execute("PRAGMA memory.synchronous=FULL")
            for table in _TABLES:
                database.execute(table)
            database.execute("PRAGMA memory.user_version=1")  # so that a locked file shows now
        except sqlite3.Error:
            database.execute("DETACH memory")
            raise

    def refuse_older(self, ledger: str, place: Path, batches: Sequence[Batch]) -> None:
        """
        Stop at a ledger that lacks a batch which it had before: a copy from before that.

        Raises
        ------
        StateError
            With the place where the newest one stood.
        """
        row = self._db.execute(
            "SELECT place, newest FROM memory.ledgers WHERE id = ?", (ledger,)
        ).fetchone()
        if row is not None and row[1] not in {batch.id for batch in batches}:
            raise StateError(
                _(
                    "The ledger beside this workbook is an older copy: batch {batch} is not in "
                    "it. The newest stood at {place}. {remedy}"
                ).format(batch=row[1], place=row[0], remedy=self._remedy(row[0], place))
            )

    def refuse_elsewhere(self, ledger: str, place: Path, meetings: AbstractSet[str]) -> None:
        """
        Stop when meetings were sent from another ledger.

        Parameters
        ----------
        ledger : str
            Id of ours; empty when it is still to begin.
        place : Path
            Where ours is.
        meetings : set of str
            What this ledger never sent.

        Raises
        ------
        StateError
            With the place of the other ledger.
        """
        rows = self._db.execute(
            "SELECT meeting, place FROM memory.sent JOIN memory.ledgers ON ledger = id "
            "WHERE id <> ? ORDER BY place",
            (ledger,),
        )
        places = [other for meeting, other in rows if meeting in meetings]
        if places:
            raise StateError(
                _(
                    "Meetings in this workbook were sent before ({number}), and stand in another "
                    "ledger: {place}. {remedy}"
                ).format(number=len(places), place=places[0], remedy=self._remedy(places[0], place))
            )

    def _remedy(self, place: str, ours: Path) -> str:
        if Path(place).is_file() and Path(place) != ours.resolve():
            return _(
                "Go on with the workbook in that folder, or move that ledger, with its batches, "
                "beside this workbook."
            )
        return _(
            "Put that one beside this workbook, or rebuild it from its batches (koppeling payroll "
            "--rebuild FOLDER RESULT.xlsx). Was it a try, of which nothing went to payroll? Then "
            "remove {file}, in which koppeling remembers this."
        ).format(file=self.path)

    def keep(self, ledger: str, place: Path, batches: Sequence[Batch]) -> None:
        """Remember a ledger as it stands; part of the booking."""
        if not batches:
            return
        self._db.execute(
            "INSERT OR REPLACE INTO memory.ledgers VALUES (?, ?, ?)",
            (ledger, as_text(place.resolve()), batches[-1].id),
        )
        meetings = {line.meeting for batch in batches for line in batch.lines}
        self._db.executemany(
            "INSERT OR IGNORE INTO memory.sent VALUES (?, ?)",
            [(meeting, ledger) for meeting in sorted(meetings)],
        )
