"""What all tests of the command line share: a home of their own, and a file to name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from koppeling import locale


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keep what is remembered out of the home of whoever runs the tests."""
    for name in ("XDG_STATE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.setenv("LANGUAGE", "nl")
    yield
    locale.use("nl")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Give a file that exists; what is in it does not matter."""
    path = tmp_path / "koppel boek.xlsx"
    path.write_bytes(b"")
    return path
