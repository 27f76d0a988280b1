"""
The use cases, one function each; the command line and Python both call these.

Nothing here prints; nothing above here decides.
"""

from __future__ import annotations

from koppeling.app.matching import (
    InputError,
    MatchRun,
    Practice,
    UnsoundResultError,
    check,
    match,
    read,
    template,
    to_json,
    verify,
)
from koppeling.app.places import default_output

__all__ = [
    "InputError",
    "MatchRun",
    "Practice",
    "UnsoundResultError",
    "check",
    "default_output",
    "match",
    "read",
    "template",
    "to_json",
    "verify",
]
