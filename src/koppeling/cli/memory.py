"""The little that is remembered between runs: where the last proposal stands."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path


def state_folder() -> Path:
    """
    Return the folder for what koppeling remembers for this user.

    Raises
    ------
    RuntimeError
        When the user has no home folder.
    """
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")
    return base / "koppeling"


def remember(result: Path) -> None:
    """Remember `result` as the last proposal, where the home folder can be written."""
    with suppress(OSError, RuntimeError):
        folder = state_folder()
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "last.txt").write_text(str(result.resolve()), encoding="utf-8")


def last_result() -> Path | None:
    """Return the last proposal, None when there is none or it is gone."""
    try:
        path = Path((state_folder() / "last.txt").read_text(encoding="utf-8"))
        return path if path.is_file() else None
    except (OSError, RuntimeError, ValueError):
        return None
