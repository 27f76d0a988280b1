"""
The ledger: every line that was ever sent, in one SQLite file beside the workbook.

No WAL and full synchronisation, so that the file alone is the ledger and any
SQLite tool reads it. A file that is there, even one without a byte, may be in
another run's hands: it is never removed. One transaction books a batch, its lines and the bytes of
its files; from that instant the batch exists, and whoever was killed before
publishing the files finds them here at the next start.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

from koppeling import written
from koppeling.errors import StateError
from koppeling.locale import _
from koppeling.payroll.batch import Batch, batch_from_plain, ledger_id
from koppeling.workbook.read.refusals import reason_in_words

LEDGER_NAME = "koppeling-grootboek.sqlite"
_VERSION = 1
_WAIT_SECONDS = 10.0
_SCHEMA = """
CREATE TABLE IF NOT EXISTS batches (
    id TEXT PRIMARY KEY, sequence INTEGER NOT NULL UNIQUE, previous TEXT NOT NULL,
    profile TEXT NOT NULL, profile_digest TEXT NOT NULL, period TEXT NOT NULL,
    first TEXT NOT NULL, last TEXT NOT NULL, correction INTEGER NOT NULL,
    is_full INTEGER NOT NULL,
    folder TEXT NOT NULL, published INTEGER NOT NULL DEFAULT 0,
    UNIQUE (period, correction)
);
CREATE TABLE IF NOT EXISTS lines (
    batch TEXT NOT NULL REFERENCES batches (id),
    meeting TEXT NOT NULL, person TEXT NOT NULL, role TEXT NOT NULL, kind TEXT NOT NULL,
    day TEXT NOT NULL, minutes INTEGER NOT NULL, code TEXT NOT NULL, cost_centre TEXT NOT NULL,
    employer TEXT NOT NULL, in_file INTEGER NOT NULL, is_assumed INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS lines_by_meeting ON lines (meeting, person, role);
CREATE TABLE IF NOT EXISTS files (
    batch TEXT NOT NULL REFERENCES batches (id),
    name TEXT NOT NULL, sha256 TEXT NOT NULL, content BLOB,
    PRIMARY KEY (batch, name)
);
"""
_LINE_KEYS = (
    "meeting", "person", "role", "kind", "day", "minutes", "code", "cost_centre", "employer",
    "in_file", "is_assumed",
)  # fmt: skip
_BATCH_KEYS = (
    "id", "sequence", "previous", "profile", "profile_digest", "period", "first", "last",
    "correction", "is_full",
)  # fmt: skip


class LedgerError(StateError):
    """A ledger that is missing, damaged, in use, or not the one that belongs here."""


class Ledger:
    """
    The ledger of one practice.

    Use it as a context manager, and change it inside `booking()` only.

    Parameters
    ----------
    path : Path
        The file; it is made at the first booking.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.memory: Memory | None = None
        self._notes: dict[object, str] = {}
        self._connect()

    def _connect(self, *, anew: bool = False) -> None:
        """Open the file; until the first booking one that is not there is nothing but empty."""
        there = self.path.is_file() and self.path.stat().st_size > 0
        self._is_file = there or anew
        self._file = _identity(self.path)
        place = self.path if self._is_file else ":memory:"
        self._db = sqlite3.connect(place, timeout=_WAIT_SECONDS, isolation_level=None)

    @classmethod
    def open(cls, path: Path) -> Self:
        """
        Open the ledger; a file that is not there yet comes with the first booking.

        Raises
        ------
        LedgerError
            If the file is no ledger, or is damaged.
        """
        try:
            ledger = cls(path)
        except sqlite3.Error as error:
            raise _broken(path, error) from error
        try:
            ledger._prepare()
        except sqlite3.Error as error:
            ledger.close()
            raise _broken(path, error) from error
        except LedgerError:
            ledger.close()
            raise
        return ledger

    def _prepare(self) -> None:
        self._db.execute("PRAGMA journal_mode=DELETE")
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.execute("PRAGMA foreign_keys=ON")
        self._db.execute("PRAGMA secure_delete=ON")
        if self._db.execute("PRAGMA user_version").fetchone()[0] > _VERSION:
            raise LedgerError(
                _("{file} was made by a newer version of koppeling; install that one.").format(
                    file=self.path.name
                )
            )
        if self._exists and self._db.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise LedgerError(_damaged(self.path))

    @property
    def _exists(self) -> bool:
        found = self._db.execute("SELECT 1 FROM sqlite_master WHERE name = 'batches'").fetchone()
        return found is not None

    def remember_in(self, memory: Path) -> bool:
        """Book in the memory of this machine too; tell whether that is possible."""
        try:
            self.memory = Memory(self._db, memory)
        except (sqlite3.Error, OSError, UnicodeEncodeError):
            return False
        return True

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    @contextmanager
    def booking(self) -> Iterator[None]:
        """
        Hold the ledger for one booking: all of it is kept, or nothing.

        Nobody else can book meanwhile, so what is read inside stays true.

        Raises
        ------
        LedgerError
            If somebody else holds it for more than ten seconds, or it cannot be written.
        """
        try:
            if not self._is_file:
                self._begin_file()
            self._db.execute("BEGIN IMMEDIATE")
            self._refuse_replaced()
            if not self._exists:
                for statement in _SCHEMA.split(";"):
                    self._db.execute(statement)
                self._db.execute(f"PRAGMA user_version={_VERSION}")
            yield
            with written.uninterrupted():
                self._db.execute("COMMIT")
                for subject, sentence in self._notes.items():
                    written.note_fact(subject, sentence)
        except sqlite3.Error as error:
            raise unwritable(self.path, error) from error
        finally:
            self._notes.clear()
            if self._db.in_transaction:  # SQLite itself goes back when the disk is full
                self._db.execute("ROLLBACK")

    def _begin_file(self) -> None:
        """Go on in the file itself: from here on there is a ledger."""
        memory = self.memory.path if self.memory is not None else None
        self._db.close()
        self._connect(anew=True)
        self._prepare()
        self._file = _identity(self.path)
        self.memory = None
        if memory is not None:
            self.remember_in(memory)

    def tell(self, subject: object, sentence: str) -> None:
        """Have the record of this run say so, from the moment that this booking is kept."""
        self._notes[subject] = sentence

    def _refuse_replaced(self) -> None:
        """Stop when another file took the place of the one that is open: a rebuild did that."""
        if _identity(self.path) != self._file:
            raise LedgerError(
                _("Somebody else used {file} just now; run this again.").format(file=self.path.name)
            )

    def batches(self) -> tuple[Batch, ...]:
        """List every batch with its lines, in order."""
        if not self._exists:
            return ()
        rows = self._db.execute(f"SELECT {', '.join(_BATCH_KEYS)} FROM batches ORDER BY sequence")  # noqa: S608
        return tuple(
            self._batch(dict(zip(_BATCH_KEYS, row, strict=True))) for row in rows.fetchall()
        )

    def _batch(self, values: dict[str, Any]) -> Batch:
        query = f"SELECT {', '.join(_LINE_KEYS)} FROM lines WHERE batch = ? ORDER BY rowid"  # noqa: S608
        lines = self._db.execute(query, (values["id"],)).fetchall()
        values["is_full"] = bool(values["is_full"])
        plain = [dict(zip(_LINE_KEYS, line, strict=True)) for line in lines]
        return batch_from_plain({**values, "lines": plain})

    @property
    def id(self) -> str:
        """Id of the ledger: that of its first batch, so a copy has it too; empty before that."""
        if not self._exists:
            return ""
        row = self._db.execute("SELECT id FROM batches WHERE sequence = 1").fetchone()
        return ledger_id(row[0]) if row else ""

    def book(self, batch: Batch, files: Mapping[str, bytes], folder: str) -> None:
        """
        Book a batch, inside `booking()`.

        Parameters
        ----------
        batch : Batch
            The next one in the chain.
        files : mapping of str to bytes
            All that is to be published.
        folder : str
            Where, as text; relative to the ledger where that is possible.
        """
        values = [_plain(getattr(batch, key)) for key in _BATCH_KEYS]
        marks = ", ".join("?" * (len(values) + 1))
        self._db.execute(
            f"INSERT INTO batches ({', '.join(_BATCH_KEYS)}, folder) VALUES ({marks})",  # noqa: S608
            (*values, folder if _is_text(folder) else os.fsencode(folder)),
        )
        self._db.executemany(
            f"INSERT INTO lines VALUES (?{', ?' * len(_LINE_KEYS)})",  # noqa: S608
            [
                (batch.id, *(_plain(getattr(line, key)) for key in _LINE_KEYS))
                for line in batch.lines
            ],
        )
        self._db.executemany(
            "INSERT INTO files VALUES (?, ?, ?, ?)",
            [
                (batch.id, name, sha256(data).hexdigest(), data)
                for name, data in sorted(files.items())
            ],
        )

    def files(self, batch: str) -> dict[str, bytes]:
        """Return the files of a batch as they were booked; those that were erased are left out."""
        rows = self._db.execute(
            "SELECT name, content FROM files WHERE batch = ? AND content IS NOT NULL "
            "ORDER BY rowid",
            (batch,),
        )
        return {name: bytes(content) for name, content in rows.fetchall()}

    def erased(self, batch: str) -> dict[str, str]:
        """Return the SHA-256 of the files of a batch of which `forget` removed the copy."""
        rows = self._db.execute(
            "SELECT name, sha256 FROM files WHERE batch = ? AND content IS NULL ORDER BY name",
            (batch,),
        )
        return dict(rows.fetchall())

    def folder(self, batch: str) -> str:
        """Return where the files of a batch belong."""
        row = self._db.execute("SELECT folder FROM batches WHERE id = ?", (batch,)).fetchone()
        return os.fsdecode(row[0])

    def unpublished(self) -> tuple[str, ...]:
        """List batches that were booked, but whose files may not be in their place."""
        if not self._exists:
            return ()
        rows = self._db.execute("SELECT id FROM batches WHERE NOT published ORDER BY sequence")
        return tuple(row[0] for row in rows.fetchall())

    def mark_published(self, batch: str) -> None:
        """Note that the files of a batch are in their place."""
        self._db.execute("UPDATE batches SET published = 1 WHERE id = ?", (batch,))


def _is_text(folder: str) -> bool:
    """Tell whether a name can be kept as text: one on disk need not be UTF-8."""
    try:
        folder.encode()
    except UnicodeEncodeError:
        return False
    return True


def _plain(value: object) -> object:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int):
        return value
    return str(value)


def _identity(path: Path) -> tuple[int, int] | None:
    """Tell which file stands at a path."""
    try:
        told = path.stat()
    except OSError:
        return None
    return told.st_dev, told.st_ino


def unwritable(path: Path, error: sqlite3.Error) -> LedgerError:
    """Say why a booking was not kept."""
    if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return LedgerError(
            _("{file} is in use by somebody else. Try again in a moment.").format(file=path.name)
        )
    if isinstance(error, sqlite3.OperationalError):
        return LedgerError(
            _("{path} could not be written: {reason}.").format(
                path=path.name, reason=reason_in_words(error)
            )
        )
    return LedgerError(_damaged(path))


def _broken(path: Path, error: sqlite3.Error) -> LedgerError:
    if isinstance(error, sqlite3.OperationalError):
        return LedgerError(
            _("{file} cannot be opened: {reason}.").format(
                file=path.name, reason=reason_in_words(error)
            )
        )
    return LedgerError(_damaged(path))


def _damaged(path: Path) -> str:
    return _(
        "{file} is damaged. Move it away and rebuild it from the batches: "
        "koppeling payroll --rebuild FOLDER RESULT.xlsx."
    ).format(file=path.name)


@dataclass(frozen=True, kw_only=True)
class Booking:
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


def bookings_of(number: str, ledger: Path) -> tuple[Booking, ...]:
    """
    List what was booked for a person, in order of batch.

    Raises
    ------
    LedgerError
        If the file is no ledger, or is damaged.
    """
    with Ledger.open(ledger) as opened:
        return tuple(
            Booking(
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
