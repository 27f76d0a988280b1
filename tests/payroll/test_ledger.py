"""The ledger: one transaction, no half batches, and never a batch lost."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import random
import shutil
import signal
import sqlite3
import sys
import time
from collections import Counter
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from koppeling.errors import KoppelingError
from koppeling.payroll import settlement
from koppeling.payroll.batch import MANIFEST, from_manifest, ledger_id
from koppeling.payroll.ledger import LEDGER_NAME, Ledger, LedgerError
from koppeling.payroll.marks import missing_batches, read_marks, to_rows
from koppeling.payroll.publishing import rebuild, recover
from koppeling.workbook.schema.results import Origin
from tests.payroll.payrolls import ledger_minutes, pair, pay, payroll_file

HOURS = [hour for n in range(5) for hour in pair(f"m{n}", junior=f"{n:02d}", minutes=30 + n)]
CHANGED = [hour for n in range(5) for hour in pair(f"m{n}", junior=f"{n:02d}", minutes=35 + n)]


def tree(folder: Path) -> dict[str, bytes]:
    """Read every file of every batch; the ledger and its journal are not among them."""
    files = sorted(folder.glob("loonexport/*/*"))
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def content(folder: Path) -> list[str]:
    """Dump what the ledger holds, but for whether it was published."""
    with closing(sqlite3.connect(folder / LEDGER_NAME)) as database:
        database.execute("UPDATE batches SET published = 1")
        return list(database.iterdump())


def test_any_tool_reads_the_ledger(tmp_path: Path) -> None:
    """The file alone is the ledger: no WAL, three plain tables, nothing left open."""
    pay(tmp_path, HOURS)
    assert sorted(path.name for path in tmp_path.iterdir()) == [LEDGER_NAME, "loonexport"]
    with closing(sqlite3.connect(tmp_path / LEDGER_NAME)) as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    assert {name for (name,) in tables} == {"batches", "lines", "files"}


def test_nothing_is_booked_when_the_file_cannot_be_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A failure between reading and committing leaves the ledger as it was."""
    pay(tmp_path, HOURS)
    before = content(tmp_path)

    def fail(*_args: object, **_options: object) -> bytes:
        raise KoppelingError("no letter")

    monkeypatch.setattr(settlement, "write_letter", fail)
    with pytest.raises(KoppelingError, match="no letter"):
        pay(tmp_path, CHANGED)
    assert content(tmp_path) == before


def test_what_was_booked_and_not_published_comes_at_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the commit on the batch exists; its files come out of the ledger."""

    def crash(*_args: object) -> object:
        raise OSError("disk gone")

    with monkeypatch.context() as patched:
        patched.setattr(settlement, "publish_batch", crash)
        with pytest.raises(OSError, match="disk gone"):
            pay(tmp_path, HOURS)
    assert tree(tmp_path) == {}
    with Ledger.open(tmp_path / LEDGER_NAME) as ledger:
        (folder,) = recover(ledger)
        assert recover(ledger) == []
    assert {path.name for path in folder.iterdir()} == {
        MANIFEST, "uren 2027-02.csv", "brief bij uren 2027-02.docx",
    }  # fmt: skip


def test_two_at_a_time_cannot_book_the_same_hours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one books, the other waits, and says so when it lasts."""
    monkeypatch.setattr("koppeling.payroll.ledger._WAIT_SECONDS", 0.1)
    with (
        Ledger.open(tmp_path / LEDGER_NAME) as one,
        Ledger.open(tmp_path / LEDGER_NAME) as other,
        one.booking(),
        pytest.raises(LedgerError),
        other.booking(),
    ):
        pytest.fail("two booked at once")


def test_a_rebuilt_ledger_is_the_same_ledger(tmp_path: Path) -> None:
    """From the folders of the batches comes the same ledger, to the line and the id."""
    pay(tmp_path, HOURS)
    pay(tmp_path, CHANGED)
    pay(tmp_path, pair("later", day=date(2027, 3, 9)), period="2027-03")
    before = content(tmp_path)
    (tmp_path / LEDGER_NAME).unlink()
    batches = rebuild(tmp_path, tmp_path)
    assert [batch.sequence for batch in batches] == [1, 2, 3]
    assert content(tmp_path) == before
    assert pay(tmp_path, CHANGED).is_repeat


def test_a_rebuild_refuses_what_is_not_whole(tmp_path: Path) -> None:
    """A missing batch, a changed file or a changed manifest stops it, and nothing is touched."""
    first, second = pay(tmp_path, HOURS), pay(tmp_path, CHANGED)
    assert first.folder is not None
    assert second.folder is not None
    (tmp_path / LEDGER_NAME).rename(tmp_path / "away")
    away = shutil.move(first.folder, tmp_path.parent / "elsewhere")
    with pytest.raises(LedgerError, match="1"):
        rebuild(tmp_path, tmp_path)
    shutil.move(away, first.folder)
    manifest = first.folder / MANIFEST
    original = manifest.read_bytes()
    manifest.write_bytes(original.replace(b'"minutes": 30', b'"minutes": 90', 1))
    with pytest.raises(LedgerError, match=MANIFEST):
        rebuild(tmp_path, tmp_path)
    manifest.write_bytes(original)
    payroll_file(second).write_bytes(b"something else")
    with pytest.raises(LedgerError, match="uren 2027-02"):
        rebuild(tmp_path, tmp_path)
    assert not (tmp_path / LEDGER_NAME).exists()


def test_a_rebuild_never_forgets_a_batch(tmp_path: Path) -> None:
    """A ledger that knows more than the folder is not replaced."""
    pay(tmp_path, HOURS)
    second = pay(tmp_path, CHANGED)
    assert second.folder is not None
    shutil.rmtree(second.folder)
    before = content(tmp_path)
    with pytest.raises(LedgerError):
        rebuild(tmp_path, tmp_path)
    assert content(tmp_path) == before


def test_a_damaged_ledger_is_told_and_rebuilt(tmp_path: Path) -> None:
    """A ledger full of rubbish is refused in words; the rebuild keeps it as .bak."""
    pay(tmp_path, HOURS)
    (tmp_path / LEDGER_NAME).write_bytes(b"rubbish" * 1000)
    with pytest.raises(LedgerError):
        pay(tmp_path, HOURS)
    rebuild(tmp_path, tmp_path)
    assert (tmp_path / f"{LEDGER_NAME}.bak").exists()
    assert pay(tmp_path, HOURS).is_repeat


def test_a_workbook_remembers_what_was_closed(tmp_path: Path) -> None:
    """The marks of Herkomst say which ledger belongs here, and stop when it is another."""
    pay(tmp_path, HOURS)
    pay(tmp_path, CHANGED)
    with Ledger.open(tmp_path / LEDGER_NAME) as ledger:
        batches, name = ledger.batches(), ledger.id
    rows = tuple(to_rows(name, batches))
    assert name == ledger_id(batches[0].id)
    marks = read_marks(rows)
    assert marks.batches == tuple(batch.id for batch in batches)
    assert read_marks(row._replace(key="") for row in rows) == marks  # as version 0.1 wrote them
    assert missing_batches(marks, name, batches) == ()
    assert [f.code for f in missing_batches(marks, "", ())] == ["ledger-missing"]
    assert [f.code for f in missing_batches(marks, name, batches[:1])] == ["ledger-missing"]
    assert missing_batches(read_marks([Origin("Kwartaal", "2027-Q1")]), "", ()) == ()


def test_the_manifest_is_the_batch(tmp_path: Path) -> None:
    """What the manifest says is what the ledger holds, and names no path of this machine."""
    settled = pay(tmp_path, HOURS)
    (manifest,) = [file for file in settled.files if file.name == MANIFEST]
    batch, ledger, digests = from_manifest(manifest.read_bytes())
    assert batch == settled.batch
    assert ledger == ledger_id(batch.id)
    assert len(digests) == 2
    assert str(tmp_path).encode() not in manifest.read_bytes()


@pytest.mark.skipif(
    "fork" not in multiprocessing.get_all_start_methods(), reason="needs fork to be fast"
)
@pytest.mark.parametrize("kills", [8, pytest.param(100, marks=pytest.mark.slow)])
def test_killed_again_and_again_it_loses_nothing(
    kills: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whenever it is killed, the next run ends with the same ledger and the same files."""
    monkeypatch.setattr(settlement, "write_letter", lambda *_a, **_k: b"letter")  # mostly writing
    pay(_made(tmp_path / "warm"), HOURS)
    whole = _made(tmp_path / "whole")
    started = time.perf_counter()
    _pay_twice(whole)
    seconds = time.perf_counter() - started
    num_calls = _pay_twice(_made(tmp_path / "counted"), at_call=-1)
    files, booked, minutes = tree(whole), content(whole), ledger_minutes(whole)
    chance, states = random.Random(7), Counter[int]()
    for number in range(kills):
        folder = _made(tmp_path / f"{number}")
        if number % 2:  # at a moment, perhaps inside SQLite
            _kill(folder, after=chance.uniform(0, seconds))
        else:  # at a call, evenly over the work, however busy the machine
            _kill(folder, at_call=num_calls * number // kills)
            states[_batches(folder)] += 1
        if _batches(folder) < 2:
            pay(folder, HOURS)
        pay(folder, CHANGED)
        assert content(folder) == booked
        assert tree(folder) == files
        assert ledger_minutes(folder) == minutes
        assert not list(folder.rglob(".*"))
        shutil.rmtree(folder)
    assert min(states[0], states[1]) > kills // 20, states


def _pay_twice(folder: Path, at_call: int | None = None) -> int:
    """Book the month, then its correction; die at a call when asked; return how many there were."""
    calls = itertools.count()

    def count(*_event: object) -> None:
        if next(calls) == at_call:
            os.kill(os.getpid(), signal.SIGKILL)

    if at_call is not None:
        sys.setprofile(count)
    try:
        pay(folder, HOURS)
        pay(folder, CHANGED)
    finally:
        sys.setprofile(None)
    return next(calls)


def _kill(folder: Path, *, at_call: int | None = None, after: float | None = None) -> None:
    """Let a process do the work, and kill it with SIGKILL at a call or after some time."""
    process = multiprocessing.get_context("fork").Process(target=_pay_twice, args=(folder, at_call))
    process.start()
    process.join(after)
    if process.is_alive() and process.pid is not None:
        os.kill(process.pid, signal.SIGKILL)
    process.join()


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _batches(folder: Path) -> int:
    """Count the batches that were committed."""
    if not (folder / LEDGER_NAME).exists():
        return 0
    with Ledger.open(folder / LEDGER_NAME) as ledger:
        return len(ledger.batches())
