"""What all tests of the command line share: a language of their own, and a file to name."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from koppeling import locale
from koppeling.practice import match
from koppeling.share.use_cases import tick_lists
from tests.cli.faulty import BOOK, LISTS, RESULT
from tests.practice import kept_workbook


@pytest.fixture(autouse=True)
def _own_language(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Speak Dutch whatever the language of whoever runs the tests, and leave none behind."""
    monkeypatch.setenv("LANGUAGE", "nl")
    yield
    locale.use("nl")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Give a file that exists; what is in it does not matter."""
    path = tmp_path / "koppel boek.xlsx"
    path.write_bytes(b"")
    return path


@pytest.fixture(scope="session")
def _practice_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("praktijk")
    kept_workbook.build(folder)
    match([folder / BOOK])
    _tick(tick_lists(folder / RESULT, output=folder / LISTS)[0])
    return folder


def _tick(path: Path) -> None:
    """Tick the first meeting, as a senior would."""
    book = openpyxl.load_workbook(path)
    sheet = book["Mijn kwartaal"]
    headings = [cell.value for cell in sheet[1]]
    sheet.cell(2, headings.index("status") + 1, "vervallen")
    book.save(path)


@pytest.fixture
def practice(_practice_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder with a planned practice of its own, and be in it."""
    folder = shutil.copytree(_practice_once, tmp_path / "praktijk")
    monkeypatch.chdir(folder)
    return folder
