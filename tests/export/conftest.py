"""A workbook as it is after planning, made once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.export import kept_workbook


@pytest.fixture(scope="session")
def _planned_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kept_workbook.build(tmp_path_factory.mktemp("planned"))


@pytest.fixture
def planned(_planned_once: Path, tmp_path: Path) -> Path:
    """Give a copy of the planned workbook in a folder of its own."""
    return Path(shutil.copy(_planned_once, tmp_path / _planned_once.name))
