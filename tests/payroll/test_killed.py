"""`koppeling payroll` itself, killed again and again: nothing is lost, nothing is paid twice."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from koppeling.payroll.ledger import LEDGER_NAME
from koppeling.payroll.use_case import payroll
from tests.payroll.payable_workbook import AFTER, edit, set_status
from tests.share.exchange import texts_in
from tests.tools import ROOT

KILLS = 100
#: The program in a process of its own. It dies before or after its n-th touch of the disk: a
#: call of SQLite, of a file that is open for writing, or of the file system. -1: tell how many.
CHILD = """
import io, itertools, os, signal, sqlite3, sys
from datetime import date
from koppeling.payroll import use_case as paying
from koppeling.cli import main

at, calls, settle = int(sys.argv[1]), itertools.count(), paying._settle
touches = {"open", "write", "fsync", "replace", "rename", "unlink", "remove", "mkdir", "link"}

def is_touch(function):
    owner = getattr(function, "__self__", None)
    if isinstance(owner, (sqlite3.Connection, sqlite3.Cursor, io.BufferedWriter, io.FileIO)):
        return True
    return getattr(owner, "__name__", "") in ("posix", "nt") and function.__name__ in touches

def watch(frame, event, function):
    if event in ("c_call", "c_return") and is_touch(function) and next(calls) == at:
        os.kill(os.getpid(), signal.SIGKILL)

def watched(*arguments):
    sys.setprofile(watch)
    return settle(*arguments)

paying._today, paying._settle = lambda: date(2027, 3, 1), watched
code = main(sys.argv[2:])
sys.setprofile(None)
print(next(calls))
sys.exit(code)
"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL"),
]


def run_child(practice: Path, at: int) -> subprocess.CompletedProcess[str]:
    """Run `koppeling payroll` on the workbook of a practice, with a memory of its own."""
    command = [
        "payroll",
        str(workbook_in(practice)),
        "--profile",
        "neutraal",
        "--period",
        "2027-02",
    ]
    return subprocess.run(
        [sys.executable, "-c", CHILD, str(at), *command],
        env={**os.environ, "XDG_STATE_HOME": str(practice / "state"), "HOME": str(practice)},
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def workbook_in(practice: Path) -> Path:
    """Return the workbook from which is paid."""
    return practice / "uren" / "praktijk.xlsx"


def tree(practice: Path) -> dict[str, bytes]:
    """Read every file of every batch, left-overs of a killed run too."""
    base = practice / "uren" / "loonexport"
    return {
        file.relative_to(base).as_posix(): file.read_bytes()
        for file in sorted(base.rglob("*"))
        if file.is_file()
    }


def content(practice: Path) -> list[str]:
    """Dump what the ledger holds, but for whether it was published."""
    with closing(sqlite3.connect(practice / "uren" / LEDGER_NAME)) as database:
        database.execute("UPDATE batches SET published = 1")
        return list(database.iterdump())


def batches(practice: Path) -> list[str]:
    """List the batches of the ledger, with another tool than ours."""
    path = practice / "uren" / LEDGER_NAME
    if not path.exists():
        return []
    with closing(sqlite3.connect(path)) as database:
        tables = database.execute("SELECT 1 FROM sqlite_master WHERE name = 'batches'").fetchall()
        rows = database.execute("SELECT id FROM batches ORDER BY sequence") if tables else []
        return [row[0] for row in rows]


@pytest.fixture
def practices(workbook: Path, tmp_path: Path) -> list[Path]:
    """Give a practice that never paid, and one that paid and has a correction to send."""
    first = tmp_path / "eerste"
    (first / "uren").mkdir(parents=True)
    shutil.copy(workbook, workbook_in(first))
    second = tmp_path / "tweede"
    shutil.copytree(first, second)
    assert run_child(second, -1).returncode == 0
    paid = next((second / "uren").glob("praktijk loon*.xlsx"))
    edit(paid, "Overleggen", set_status(2, "vervallen"))
    paid.replace(workbook_in(second))
    return [first, second]


def test_the_program_is_killed_a_hundred_times_and_loses_nothing(
    practices: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever it is killed, the next run ends as if it never was, ledger and files alike."""
    seen: Counter[tuple[int, int]] = Counter()
    for scenario, practice in enumerate(practices):
        whole = shutil.copytree(practice, tmp_path / f"heel {scenario}")
        done = run_child(whole, -1)
        assert done.returncode == 0, done.stderr
        touches = int(done.stdout.split()[-1])
        assert touches > KILLS // 2
        points = [touches * n // (KILLS // 2) for n in range(KILLS // 2)]
        copies = [shutil.copytree(practice, tmp_path / f"{scenario} {point}") for point in points]
        with ThreadPoolExecutor(2) as pool:
            killed = pool.map(run_child, copies, points)
            for point, copy, process in zip(points, copies, killed, strict=True):
                assert process.returncode == -signal.SIGKILL, (point, process.stderr)
                seen[scenario, len(batches(copy))] += 1
                check(copy, whole, monkeypatch)
                shutil.rmtree(copy)
    # both before and after the batch was booked, in the first delivery and in the correction
    assert min(seen[0, 0], seen[0, 1], seen[1, 1], seen[1, 2]) > KILLS // 20, seen


def check(copy: Path, whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Compare what a killed run left, and what the next one makes of it, with a whole run."""
    booked, known = batches(copy), batches(whole)
    assert booked in (known, known[:-1])
    whole_files = tree(whole)
    for name, data in tree(copy).items():
        if not name.startswith("."):  # out of sight
            assert whole_files[name] == data
            assert any(batch[:8] in name for batch in booked), "a file without a booking"
    monkeypatch.setenv("XDG_STATE_HOME", str(copy / "state"))
    run = payroll(workbook_in(copy), profile="neutraal", period="2027-02", today=AFTER)
    assert run.is_repeat == (booked == known)
    assert tree(copy) == whole_files
    assert content(copy) == content(whole)
    written = run.workbook or next((copy / "uren").glob("praktijk loon*.xlsx"))
    told = texts_in(written.read_bytes())
    assert not [batch for batch in known if batch not in told]
    with closing(sqlite3.connect(copy / "state" / "koppeling" / "payroll.sqlite")) as memory:
        (newest,) = memory.execute("SELECT newest FROM ledgers").fetchall()
    assert newest == (known[-1],)
