"""A full disk, Ctrl-C, a closed output: nothing is lost, and what is said of it is true."""

from __future__ import annotations

import errno
import io
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any, TextIO

import pytest

from koppeling import practice as app
from koppeling.cli import commands, main
from koppeling.cli.failure import Exit
from koppeling.practice.outputs import practice_of
from koppeling.state import state_folder
from koppeling.workbook.read.refusals import reason_in_words
from koppeling.workbook.write import publish as publisher
from koppeling.workbook.write.publish import practice_in
from tests.cli.faulty import (
    BOOK,
    ENGLISH,
    READING,
    RESULT,
    WRITING,
    Snapshot,
    assert_true,
)

FAST = ("calendar", "payroll", "forget")


def test_every_command_is_in_one_of_the_two_lists() -> None:
    """A command that is added writes under these tests, or says that it only reads."""
    names = set(commands.build(lambda _given: 0).commands)
    assert names == set(WRITING) | READING
    assert not set(WRITING) & READING


every_command = pytest.mark.parametrize(
    "name",
    [pytest.param(n, marks=() if n in FAST else pytest.mark.slow) for n in WRITING],
)


class Injected:
    """Does something at the n-th touch of the disk by the publisher, and counts them."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.count, self._at = 0, -1
        self._act: Callable[[], None] = press_ctrl_c
        write, replace, rename = publisher._write, Path.replace, Path.rename

        def writes(path: Path, content: bytes) -> None:
            self._touch(lambda: path.write_bytes(content[: len(content) // 2]))
            write(path, content)

        def replaces(path: Path, target: Path) -> Path:
            self._touch()
            return replace(path, target)

        def renames(path: Path, target: Path) -> Path:
            self._touch()
            return rename(path, target)

        patch.setattr(publisher, "_write", writes)
        patch.setattr(Path, "replace", replaces)
        patch.setattr(Path, "rename", renames)

    def at(self, number: int, act: Callable[[], None]) -> None:
        """Act at the touch of this number, from 0; begin to count."""
        self.count, self._at, self._act = 0, number, act

    def _touch(self, before: Callable[[], object] = lambda: None) -> None:
        number, self.count = self.count, self.count + 1
        if number == self._at:
            if self._act is fill_disk:
                before()  # half of it is there when the disk is full
            self._act()


def fill_disk() -> None:
    """Fail as a full disk does."""
    raise OSError(errno.ENOSPC, "No space left on device")


def press_ctrl_c() -> None:
    """Do what the terminal does."""
    signal.raise_signal(signal.SIGINT)


@pytest.fixture(autouse=True)
def _hears_ctrl_c() -> Iterator[None]:
    """Hear Ctrl-C, also where the tests run in the background, which hears none."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def injected(monkeypatch: pytest.MonkeyPatch) -> Injected:
    """Give a way to make the publisher fail."""
    return Injected(monkeypatch)


def tries(practice: Path, injected: Injected, name: str, act: Callable[[], None]) -> Iterator[int]:
    """Let a command be run once for each touch of the disk that it makes, each time afresh."""
    whole = shutil.copytree(practice, practice.parent / "heel")
    injected.at(-1, act)
    assert main([name, *WRITING[name]]) == Exit.DONE
    for number in range(injected.count):
        shutil.rmtree(practice)
        shutil.copytree(whole, practice)
        os.chdir(practice)
        shutil.rmtree(state_folder(), ignore_errors=True)
        injected.at(number, act)
        yield number


@every_command
def test_a_full_disk_changes_nothing_and_says_so(
    name: str, practice: Path, injected: Injected, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whichever write or rename fails, half a file included: all is told as it is."""
    tried = 0
    for _number in tries(practice, injected, name, fill_disk):
        capsys.readouterr()
        before = Snapshot.of(practice)
        code = main([name, *WRITING[name]])
        told = capsys.readouterr()
        assert_true(before, Snapshot.of(practice), told.err + told.out, practice)
        if code != Exit.DONE:
            assert code == Exit.BAD_COMMAND
            assert "de schijf is vol" in told.err
        tried += 1
    assert tried


class _Stubborn:
    """Something that is cleaned up at the moment of a Ctrl-C: Python cannot raise it there."""

    def __del__(self) -> None:
        raise KeyboardInterrupt


def test_a_ctrl_c_that_python_cannot_raise_comes_a_moment_later(
    practice: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It stops the command as any other does, in Dutch, without a traceback."""

    def work(_given: tuple[Path, ...]) -> int:
        _Stubborn()
        time.sleep(30)
        return 0

    monkeypatch.setattr("koppeling.practice.check", work)
    assert main(["check", str(practice / BOOK)]) == Exit.NO_SOLUTION
    said = capsys.readouterr()
    assert "Gestopt" in said.err
    assert not ENGLISH.search(said.err + said.out)


@every_command
def test_ctrl_c_is_told_as_it_was(
    name: str, practice: Path, injected: Injected, capsys: pytest.CaptureFixture[str]
) -> None:
    """At whichever write or rename it comes, the last lines say what stands on the disk."""
    tried = 0
    for _number in tries(practice, injected, name, press_ctrl_c):
        capsys.readouterr()
        before = Snapshot.of(practice)
        code = main([name, *WRITING[name]])
        told = capsys.readouterr()
        assert code == Exit.NO_SOLUTION
        assert "Gestopt." in told.err
        assert_true(before, Snapshot.of(practice), told.err, practice)
        tried += 1
    assert tried


def broken_pipe() -> TextIO:
    """Give a stream that nobody reads any more."""
    reading, writing = os.pipe()
    os.close(reading)
    return os.fdopen(writing, "w", encoding="utf-8")


def full_device() -> TextIO:
    """Give a stream on which there is no room."""
    return Path("/dev/full").open("w", encoding="utf-8")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize(
    "arguments",
    [
        ("check", BOOK),
        ("about", RESULT, "0412"),
        ("registers", RESULT),
        ("payroll", *WRITING["payroll"]),
    ],
    ids=lambda value: value[0],
)
@pytest.mark.parametrize("stream", [full_device, broken_pipe])
def test_an_output_that_does_not_arrive_is_told(
    arguments: tuple[str, ...],
    stream: Callable[[], TextIO],
    practice: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The exit code is 2, and standard error says why, and what stands on the disk."""
    before = Snapshot.of(practice)
    with stream() as output, monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", output)
        assert main([*arguments]) == Exit.BAD_COMMAND
    told = capsys.readouterr().err
    assert ("de schijf is vol" if stream is full_device else "is gestopt") in told
    writes = arguments[0] in ("registers", "payroll")
    assert ("Er is niets geschreven." in told) != writes
    assert_true(before, Snapshot.of(practice), told, practice)


def test_words_go_to_standard_error_where_output_is_closed(
    practice: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As with `>&-`; JSON does not go there, and where both are closed it is just quiet."""
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", None)
        assert main(["registers", RESULT]) == Exit.DONE
        assert "Geschreven: praktijk registers 2027-Q1.xlsx" in capsys.readouterr().err
        patch.setattr(sys, "stdout", None)
        patch.setattr(sys, "__stdout__", None)
        assert main(["match", BOOK, "--json", "-"]) == Exit.BAD_COMMAND
        assert "standaarduitvoer is gesloten" in capsys.readouterr().err
    assert not (practice / "praktijk voorstel 2027-Q2.xlsx").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell that closes streams")
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-", "2>/dev/full"])
def test_closed_streams_are_no_traceback(closed: str, tmp_path: Path) -> None:
    """A process of its own: what it has to say goes where somebody may hear it."""
    command = f'"{sys.executable}" -m koppeling check nergens.xlsx {closed}'
    done = subprocess.run(
        ["sh", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == Exit.BAD_COMMAND
    assert "Traceback" not in done.stdout + done.stderr
    if closed == ">&-":
        assert "bestaat niet" in done.stderr


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names there are Unicode")
def test_a_name_that_is_not_utf8_is_read_and_written(
    practice: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Such a file comes from an old disk or a zip; it goes in and out as any other."""
    book, result = (os.fsdecode(name) for name in (b"boek \xff.xlsx", b"uit \xfe.xlsx"))
    shutil.copy(practice / BOOK, practice / book)
    assert main(["match", book, "-o", result, "--json", os.fsdecode(b"uit \xfd.json")]) == 0
    assert main(["decide", result, "--all", "--by", "A. Jansen"]) == Exit.DONE
    told = capsys.readouterr()
    assert not ENGLISH.search(told.out + told.err)
    written = (b"uit \xfe.xlsx", b"uit \xfd.json", b"uit \xfe besluit 2027-Q1.xlsx")
    assert all(Path(os.fsdecode(name)).is_file() for name in written)


def test_every_error_of_the_system_has_dutch_words() -> None:
    """Known or not: never its own English, and a number that is not known is told."""
    for number in (*errno.errorcode, 12345):
        told = reason_in_words(OSError(number, os.strerror(number)))
        assert os.strerror(number).casefold() not in told
        assert told == told.strip()
    assert "12345" in reason_in_words(12345)
    assert reason_in_words(OSError(errno.ENOSPC, "x")) == "de schijf is vol"
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("PRAGMA max_page_count=1")
        with pytest.raises(sqlite3.OperationalError) as told_by_sqlite:
            database.execute("CREATE TABLE a AS SELECT zeroblob(100000)")
        assert reason_in_words(told_by_sqlite.value) == "de schijf is vol"


def test_a_full_disk_behind_another_error_is_a_full_disk(
    book: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Libraries make errors of their own of it; it is not called a mistake of the program."""

    def fail(_paths: object) -> None:
        try:
            fill_disk()
        except OSError as error:
            raise LookupError("unknown error") from error

    monkeypatch.setattr(app, "check", fail)
    assert main(["check", str(book)]) == Exit.BAD_COMMAND
    told = capsys.readouterr().err
    assert "de schijf is vol" in told
    assert "niet aan u" not in told


class SmallDisk(sqlite3.Connection):
    """A connection on a disk with room for so many pages in each of its files."""

    pages = 0

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        """Let SQLite itself find the disk full, wherever in a transaction that is."""
        done = super().execute(sql, *values)
        if sql.startswith(("PRAGMA journal_mode", "ATTACH")):
            for file in ("main", "memory") if sql.startswith("ATTACH") else ("main",):
                super().execute(f"PRAGMA {file}.max_page_count={self.pages}")
        return done


def ledgers(practice: Path) -> list[str]:
    """Dump what the ledger and the memory of this machine hold."""
    found = [*practice.glob("*.sqlite"), *state_folder().rglob("*.sqlite")]
    dump: list[str] = []
    for path in sorted(found):
        with closing(sqlite3.connect(path)) as database:
            dump += [line for line in database.iterdump() if line.startswith("INSERT")]
    return dump


def test_a_disk_that_fills_up_while_sqlite_books_loses_nothing(
    practice: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """At whichever page: nothing is booked, here or in the memory, and the next try pays once."""
    command = ["payroll", *WRITING["payroll"]]
    before, failed = Snapshot.of(practice), 0
    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", partial(sqlite3.connect, factory=SmallDisk))
        for SmallDisk.pages in range(1, 100):
            if main(command) == Exit.DONE:
                break
            told = capsys.readouterr()
            assert "de schijf is vol" in told.err
            assert ledgers(practice) == []
            assert_true(before, Snapshot.of(practice), told.err, practice)
            failed += 1
    assert failed > 5
    booked = ledgers(practice)
    assert booked
    assert main(command) == Exit.DONE
    assert ledgers(practice) == booked


@pytest.mark.parametrize(
    "commands",
    [
        ("decide", "pairings"),
        pytest.param(
            ("decide", "plan", "calendar", "tick-lists", "share", "pairings", "documents",
             "registers", "next"),
            marks=pytest.mark.slow,
        ),
    ],
    ids=len,
)  # fmt: skip
def test_names_that_differ_after_a_space_share_no_output(
    commands: tuple[str, ...], practice: Path
) -> None:
    """Two practices in one folder: nothing of the one is replaced by the other."""
    made: list[set[str]] = []
    for name in ("Linde Noord 2027-Q1.xlsx", "Linde Zuid 2027-Q1.xlsx"):
        shutil.copy(practice / RESULT, practice / name)
        before = Snapshot.of(practice)
        for command in commands:
            rest = [part for part in WRITING[command][1:] if part not in ("-o", "plan.xlsx")]
            assert main([command, name, *rest]) == Exit.DONE
        made.append(before.changed(Snapshot.of(practice)))
        assert not before.lost(Snapshot.of(practice))
    assert len(made[0]) == len(made[1]) >= len(commands)
    assert not made[0] & made[1]


#: Text that Excel or a program reads as it is has no place for a mark; what stood there is kept.
UNMARKED = {"about", "pairings"}
#: These write under a name of their own, or for nobody in particular.
UNNAMED = {"payroll", "template", "pseudonymise"}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(n, marks=() if n in {"calendar", "tick-lists", "decide"} else pytest.mark.slow)
        for n in WRITING
        if n not in UNMARKED | UNNAMED
    ],
)
def test_a_result_of_another_practice_is_never_replaced(
    name: str, practice: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Untouched, and the name given with -o: refused in words; one's own is replaced."""
    file, *rest = WRITING[name]
    rest = [part for part in rest if part not in ("--force", "-o", "plan.xlsx", "zonder.xlsx")]
    for before in ("--json", "--chart"):
        if before in rest:
            del rest[rest.index(before) : rest.index(before) + 2]
    target = "uit" if name in {"calendar", "tick-lists", "documents"} else "uit.xlsx"
    other = f"De Eik.{file.rpartition('.')[2]}"
    own_mark = practice_in(practice / file) or practice_of(practice / file)
    (practice / other).write_bytes(with_other_mark((practice / file).read_bytes(), own_mark))
    assert main([name, other, *rest, "-o", target]) == Exit.DONE
    theirs = Snapshot.of(practice)
    capsys.readouterr()
    assert main([name, file, *rest, "-o", target]) == Exit.BAD_COMMAND
    assert "is van een andere praktijk" in capsys.readouterr().err
    assert theirs == Snapshot.of(practice)
    assert main([name, other, *rest, "-o", target]) == Exit.DONE


def with_other_mark(content: bytes, mark: str) -> bytes:
    """Give a workbook the mark of nobody we know, as if it was made for that practice."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            new.writestr(part, old.read(part).replace(f"-{mark}".encode(), b"-" + b"0" * 16))
    return out.getvalue()
