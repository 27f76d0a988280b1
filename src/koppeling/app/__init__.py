"""
The use cases, one function each; the command line and Python both call these.

Nothing here prints; nothing above here decides.
"""

from __future__ import annotations

from koppeling.app.matching import (
    InputError,
    Practice,
    UnsoundResultError,
    check,
    match,
    read,
    template,
    verify,
)
from koppeling.app.run import MatchRun, to_json

__all__ = [
    "InputError",
    "MatchRun",
    "Practice",
    "UnsoundResultError",
    "check",
    "match",
    "read",
    "template",
    "to_json",
    "verify",
]
