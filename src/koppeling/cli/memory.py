"""The little that is remembered between runs: where the last proposal stands."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from koppeling.state import state_folder


def remember(result: Path) -> None:
    """Remember `result` as the last proposal, where the home folder can be written."""
    with suppress(OSError, RuntimeError):
        folder = state_folder()
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "last.txt").write_bytes(os.fsencode(result.resolve()))


def last_result() -> Path | None:
    """Return the last proposal, None when there is none or it is gone."""
    try:
        path = Path(os.fsdecode((state_folder() / "last.txt").read_bytes()))
        return path if path.is_file() else None
    except (OSError, RuntimeError, ValueError):
        return None
