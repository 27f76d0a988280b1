"""Two at once, killed, stopped: nothing is lost, and what was said last is true."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import zipfile
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from koppeling.cli.failure import Exit
from koppeling.payroll.ledger import LEDGER_NAME
from koppeling.workbook.write.publish import is_untouched
from tests.cli.crowd import Ran, Run, run_together
from tests.cli.faulty import BOOK, ENGLISH, WRITING, Snapshot, assert_true, claims

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

#: How often a command is run in pairs, and in threes; payroll is what must not go wrong.
TIMES = {"payroll": 20, "decide": 5, "plan": 5, "match": 2}
SOLVING = {"match", "what-if", "forecast", "explain"}
#: Different commands of which the one may find the other in its way.
MIXED = (
    ("payroll", "plan", "decide"),
    ("payroll", "forget", "about"),
    ("calendar", "tick-lists", "documents"),
    ("pseudonymise", "pseudonymise", "forget"),
)


def copies(practice: Path, base: Path, number: int) -> list[Path]:
    """Give so many folders with a practice, each with a memory of its own."""
    return [shutil.copytree(practice, base / f"{n}" / "praktijk") for n in range(number)]


def batches(folder: Path) -> list[tuple[str, str, int]]:
    """List id, folder and lines of the batches of a ledger that must be whole."""
    path = folder / LEDGER_NAME
    if not path.exists() or not path.stat().st_size:
        return []
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'batches'").fetchone():
            return []
        return database.execute(
            "SELECT id, folder, (SELECT count(*) FROM lines WHERE batch = id) FROM batches"
        ).fetchall()


def assert_whole(before: Snapshot, folder: Path) -> None:
    """Nothing that was there is gone, and nothing is half."""
    after = Snapshot.of(folder)
    assert not before.lost(after)
    for name in after.files:
        path = folder / name
        if ".koppeling-tmp" not in name and path.suffix in (".xlsx", ".docx"):
            assert zipfile.is_zipfile(path), name
            if name not in before.files and "loonexport" not in name:
                assert is_untouched(path), name


def assert_said_truly(ran: Ran, folder: Path) -> None:
    """Look whether all that a command says to have written is there; and no English."""
    assert not ENGLISH.search(ran.told), ran.told
    for name in claims(ran.told, folder):
        assert (folder / name).is_file(), ran.told
    assert ran.told.strip()


def assert_paid_once(folder: Path, rans: list[Ran]) -> None:
    """One batch stands in the ledger, its files are in their place, and each run knows."""
    ((batch, place, lines),) = batches(folder)
    assert lines > 0
    with closing(sqlite3.connect(folder / LEDGER_NAME)) as database:
        kept = dict(database.execute("SELECT name, content FROM files").fetchall())
    assert {path.name: path.read_bytes() for path in (folder / place).iterdir()} == kept
    assert Counter(ran.code for ran in rans)[Exit.DONE] >= 1
    for ran in rans:
        if ran.code == Exit.DONE:
            assert batch in ran.told
        else:
            assert ran.code == Exit.BAD_INPUT
            assert "Er is niets geschreven." in ran.told


def together(practice: Path, base: Path, names: tuple[str, ...], times: int) -> None:
    """Run commands at the same moment, so many times, and look at what is left each time."""
    folders = copies(practice, base, times)
    before = Snapshot.of(practice)
    plan = [
        [Run(folder=str(each), arguments=(name, *WRITING[name])) for name in names]
        for each in folders
    ]
    for folder, rans in zip(folders, run_together(plan, base), strict=True):
        assert_whole(before, folder)
        assert not [path for path in folder.rglob("*") if ".koppeling-tmp" in path.name]
        for ran in rans:
            assert ran.code in (Exit.DONE, Exit.BAD_INPUT, Exit.BAD_COMMAND), ran.told
            assert_said_truly(ran, folder)
        assert any(ran.code == Exit.DONE for ran in rans), [ran.told for ran in rans]
        paying = [ran for ran, name in zip(rans, names, strict=True) if name == "payroll"]
        if paying:
            assert_paid_once(folder, paying)
        shutil.rmtree(folder)


def test_two_first_payrolls_at_once_pay_once(practice: Path, tmp_path: Path) -> None:
    """The ledger that one has just begun is never taken away by the other."""
    together(practice, tmp_path, ("payroll", "payroll"), 4)


@pytest.mark.stress
@pytest.mark.parametrize("number", [2, 3])
@pytest.mark.parametrize("name", WRITING)
def test_a_command_beside_itself_loses_nothing(
    name: str, number: int, practice: Path, tmp_path: Path
) -> None:
    """Pairs and threes of each command that writes, started at the same moment."""
    times = TIMES.get(name, 1 if name in SOLVING else 3)
    together(practice, tmp_path, (name,) * number, times)


@pytest.mark.stress
@pytest.mark.parametrize("names", MIXED, ids=" ".join)
def test_commands_beside_each_other_lose_nothing(
    names: tuple[str, ...], practice: Path, tmp_path: Path
) -> None:
    """Different commands in one folder, started at the same moment."""
    together(practice, tmp_path, names, 3)


#: What a process gives that was stopped before the program began.
NOT_BEGUN = 70
#: Which commands are ended at a random moment, and how often: 200 in all.
ENDED = {
    "check": (BOOK,),
    "match": WRITING["match"],
    "plan": WRITING["plan"],
    "payroll": WRITING["payroll"],
}
TRIALS = {"check": 30, "match": 20, "plan": 70, "payroll": 80}


@pytest.mark.parametrize(
    ("number", "share"),
    [
        pytest.param(signal.SIGKILL, 0.02, id="a few kills"),
        pytest.param(signal.SIGINT, 0.02, id="a few times Ctrl-C"),
        pytest.param(signal.SIGKILL, 1.0, id="kill", marks=pytest.mark.stress),
        pytest.param(signal.SIGINT, 0.4, id="Ctrl-C", marks=pytest.mark.stress),
    ],
)
def test_ended_at_any_moment_nothing_is_lost(
    number: signal.Signals, share: float, practice: Path, tmp_path: Path
) -> None:
    """At a random moment: all is whole, the words are true, and the next run cleans up."""
    tried: Counter[str] = Counter()
    cut: Counter[str] = Counter()
    chance, before = random.Random(12), Snapshot.of(practice)
    trials = [name for name in ENDED for _ in range(round(TRIALS[name] * share))]
    names = list(dict.fromkeys(trials))
    firsts = copies(practice, tmp_path / "heel", len(names))
    wholes = [[ending(name, folder)] for name, folder in zip(names, firsts, strict=True)]
    seconds = {
        name: ran.seconds
        for name, (ran,) in zip(names, run_together(wholes, tmp_path), strict=True)
    }
    folders = copies(practice, tmp_path, len(trials))
    rounds = [
        [ending(name, folder, number, chance.uniform(0, seconds[name]))]
        for name, folder in zip(trials, folders, strict=True)
    ]
    for name, folder, (ran,) in zip(trials, folders, run_together(rounds, tmp_path), strict=True):
        judge(ran, number, before, folder)
        tried[name] += 1
        cut[name] += ran.code != Exit.DONE
    rounds = [[ending(name, folder)] for name, folder in zip(trials, folders, strict=True)]
    for name, folder, (ran,) in zip(trials, folders, run_together(rounds, tmp_path), strict=True):
        assert ran.code == Exit.DONE, ran.told
        assert_whole(before, folder)
        assert_said_truly(ran, folder)
        assert not [path for path in folder.rglob("*") if ".koppeling-tmp" in path.name], name
        if name == "payroll":
            assert_paid_once(folder, [ran])
    print(number.name, "tried", dict(tried), "of which ended early", dict(cut))  # noqa: T201
    if share == 1.0:
        assert sum(tried.values()) == 200
    assert sum(cut.values()) > sum(tried.values()) // 2


def ending(name: str, folder: Path, number: int = 0, seconds: float = 0.0) -> Run:
    """Make a run of a command that is ended by a signal."""
    line = (name, *ENDED[name])
    return Run(folder=str(folder), arguments=line, signal=number, seconds=seconds)


def judge(ran: Ran, number: signal.Signals, before: Snapshot, folder: Path) -> None:
    """Compare what a run that was ended said with what it left."""
    assert_whole(before, folder)
    assert not ENGLISH.search(ran.told), ran.told
    if ran.code in (-signal.SIGPROF, NOT_BEGUN):
        assert number == signal.SIGKILL or not ran.told
        assert not any(name for name in claims(ran.told, folder) if not (folder / name).is_file())
    elif ran.code == Exit.NO_SOLUTION:
        assert "Gestopt" in ran.told
        assert_true(before, Snapshot.of(folder), ran.told, folder)
        assert bool(batches(folder)) == ("grootboek:" in ran.told), ran.told
    else:
        assert ran.code == Exit.DONE, ran.told
        assert_said_truly(ran, folder)
