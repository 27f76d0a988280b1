"""
What all tests share: one solver that stays, and files read without a process for each.

A match starts two processes that load for longer than they work. What is told
about those processes themselves is tested with `cold_processes`.
"""

from __future__ import annotations

import contextlib
import json
import pickle
import subprocess
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import cast

import openpyxl  # noqa: F401 - loads numpy, which the reading process does without
import pytest

import koppeling.solve.asking  # noqa: F401 - a pool has its own solvers: imported before any is lent
from koppeling import children
from koppeling.locale import language
from koppeling.solve import process
from koppeling.solve.process import SolverProcess
from koppeling.solve.questions import FixAnswer, FixQuestion
from koppeling.workbook.read import intake
from koppeling.workbook.read.intake import Intake
from koppeling.workbook.read.reading_process import read_file

_start = Intake._start
_ahead = children.ahead


def _not_ahead(*_asked: str, takes_input: bool = False) -> contextlib.nullcontext[None]:  # noqa: ARG001
    """Start nothing: the processes of the tests are there already."""
    return contextlib.nullcontext()


class _Here:
    """Answers what the reading process answers."""

    returncode = 0

    def __init__(self, files: list[Path]) -> None:
        self._files = files

    def communicate(self, timeout: float) -> tuple[bytes, None]:  # noqa: ARG002
        """Return a line for each file, however long it takes."""
        return b"".join(map(_line, self._files)), None

    def kill(self) -> None:
        """End: there is nothing to end."""

    def wait(self) -> None:
        """Wait for the end: it is there."""


#: What was read before, by the name and the content of the file.
_LINES: dict[tuple[str, bytes], bytes] = {}


def _line(file: Path) -> bytes:
    known = (file.name, file.read_bytes() if file.is_file() else b"")
    if known not in _LINES:
        with warnings.catch_warnings():
            _LINES[known] = json.dumps(read_file(file)).encode() + b"\n"
    return _LINES[known]


def _read_here(reading: Intake) -> subprocess.Popen[bytes]:
    return cast("subprocess.Popen[bytes]", _Here(reading._waiting))


def _with_memory(solver: SolverProcess) -> SolverProcess:
    """Let a solver seek the fixes of the same junior in the same practice only once."""
    known: dict[bytes, FixAnswer] = {}
    find_fixes = solver.find_fixes

    def recall(question: FixQuestion) -> FixAnswer:
        key = pickle.dumps(question)
        if key not in known:
            known[key] = find_fixes(question)
        return known[key]

    solver.find_fixes = recall  # type: ignore[method-assign]
    return solver


@pytest.fixture(scope="session", autouse=True)
def _warm_processes() -> Iterator[None]:
    """Lend one solver to whoever starts one, and read files in this process."""
    with contextlib.ExitStack() as stack, pytest.MonkeyPatch.context() as patch:
        solver = cache(lambda: _with_memory(stack.enter_context(SolverProcess())))

        def lend() -> contextlib.AbstractContextManager[SolverProcess]:
            solver().was_interrupted = False
            return contextlib.nullcontext(solver())

        patch.setattr(process, "SolverProcess", lend)
        patch.setattr(Intake, "_start", _read_here)
        patch.setattr(children, "ahead", _not_ahead)
        yield


@pytest.fixture(autouse=True)
def _dutch() -> Iterator[None]:
    """Begin each test in Dutch: a command that was asked for English leaves that behind."""
    with language("nl"):
        yield


@pytest.fixture
def cold_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start processes as the program does, and give them all the time that they need."""
    monkeypatch.setattr(intake, "READ_SECONDS", 3600.0)
    monkeypatch.setattr(process, "SolverProcess", SolverProcess)
    monkeypatch.setattr(Intake, "_start", _start)
    monkeypatch.setattr(children, "ahead", _ahead)
