"""A workbook as it is after planning, made once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.export import kept_workbook, payable_workbook


@pytest.fixture(autouse=True)
def _own_state(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what is remembered of ledgers apart for each test."""
    home = tmp_path_factory.mktemp("home")
    for name in ("XDG_STATE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(home))


@pytest.fixture(scope="session")
def _planned_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kept_workbook.build(tmp_path_factory.mktemp("planned"))


@pytest.fixture
def planned(_planned_once: Path, tmp_path: Path) -> Path:
    """Give a copy of the planned workbook in a folder of its own."""
    return Path(shutil.copy(_planned_once, tmp_path / _planned_once.name))


@pytest.fixture(scope="session")
def _payable_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return payable_workbook.build(tmp_path_factory.mktemp("payable"))


@pytest.fixture
def workbook(_payable_once: Path, tmp_path: Path) -> Path:
    """Give a copy of a workbook from which can be paid, in a folder of its own."""
    return Path(shutil.copy(_payable_once, tmp_path / "praktijk.xlsx"))
