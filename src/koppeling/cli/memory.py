"""The little that is remembered between runs: where the last proposal stands."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from koppeling.state import state_folder


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
