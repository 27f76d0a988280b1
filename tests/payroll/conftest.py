"""A workbook from which can be paid, made once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.payroll import payable_workbook


@pytest.fixture(scope="session")
def _payable_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return payable_workbook.build(tmp_path_factory.mktemp("payable"))


@pytest.fixture
def workbook(_payable_once: Path, tmp_path: Path) -> Path:
    """Give a copy of a workbook from which can be paid, in a folder of its own."""
    return Path(shutil.copy(_payable_once, tmp_path / "praktijk.xlsx"))
