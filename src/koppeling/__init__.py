"""
Pair every junior with a senior, proven best, and back to Excel.

>>> import koppeling
>>> run = koppeling.read("data/klein.xlsx").match()
>>> run.status.value
'optimal'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from koppeling.api import Practice

__all__ = ["read"]


def read(*paths: str | Path) -> Practice:
    """
    Read a workbook, a folder or several files; see `koppeling.api.Practice`.

    Loads neither the solver nor pandas; `.match()` and `.pairings` do.
    """
    from koppeling.api import read as read_practice

    return read_practice(*paths)
