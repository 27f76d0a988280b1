"""Where koppeling keeps, for one user on one machine, what it remembers between runs."""

from __future__ import annotations

import os
import sys
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
