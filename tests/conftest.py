"""What all tests share: one solver that stays, files read in this process, a home, a language."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from functools import cache
from itertools import count
from pathlib import Path

import pytest

from koppeling import children
from koppeling.locale import language
from koppeling.solve.process import SolverProcess, opened_by
from koppeling.workbook.read import intake
from tests.practice import kept_workbook
from tests.processes import RememberingSolver, read_here


@pytest.fixture(scope="session", autouse=True)
def _warm_processes() -> Iterator[None]:
    """Lend one solver to whoever opens one, and read files in this process."""
    with contextlib.ExitStack() as stack:
        solver = cache(lambda: stack.enter_context(RememberingSolver()))

        def lend() -> contextlib.AbstractContextManager[SolverProcess]:
            solver().was_interrupted = False
            return contextlib.nullcontext(solver())

        stack.enter_context(opened_by(lend))
        stack.enter_context(children.begun_by(read_here))
        yield


@pytest.fixture(autouse=True)
def _dutch() -> Iterator[None]:
    """Begin each test in Dutch: a command that was asked for English leaves that behind."""
    with language("nl"):
        yield


@pytest.fixture(scope="session")
def _homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Name a new folder each time; the program makes it when it has something to remember."""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in count())


@pytest.fixture(autouse=True)
def home(_homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep what is remembered apart for each test, and out of the home of whoever runs them."""
    folder = next(_homes)
    for name in ("XDG_STATE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(folder))
    return folder


@pytest.fixture(scope="session")
def solver() -> Iterator[SolverProcess]:
    """Start one solver for all tests that ask one themselves."""
    with SolverProcess() as running:
        yield running


@pytest.fixture(scope="session")
def _planned_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kept_workbook.build(tmp_path_factory.mktemp("planned"))


@pytest.fixture
def planned(_planned_once: Path, tmp_path: Path) -> Path:
    """Give a copy of the planned workbook in a folder of its own."""
    return Path(shutil.copy(_planned_once, tmp_path / _planned_once.name))


@pytest.fixture
def cold_processes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Start processes as the program does, and give them all the time that they need."""
    monkeypatch.setattr(intake, "READ_SECONDS", 3600.0)
    with opened_by(SolverProcess), children.begun_by(children.begin):
        yield
