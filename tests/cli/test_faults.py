"""A full disk, Ctrl-C, a closed output: nothing is lost, and what is said of it is true."""

from __future__ import annotations

import errno
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from koppeling.cli import commands, main
from koppeling.cli.exits import Exit
from koppeling.workbook import publish as publisher
from tests.cli.faulty import READING, WRITING, Snapshot, assert_true

FAST = ("calendar", "payroll", "forget")


def test_every_command_is_in_one_of_the_two_lists() -> None:
    """A command that is added writes under these tests, or says that it only reads."""
    names = set(commands.build(lambda _run: 0, lambda _given: 0).commands)
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
        shutil.rmtree(practice.parent / "home", ignore_errors=True)
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
