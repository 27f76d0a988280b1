"""
The use cases, one function each; the command line and Python both call these.

Nothing here prints; nothing above here decides.
"""

from __future__ import annotations

from koppeling.app.casebook import open_casebook, rewrite
from koppeling.app.documenting import DocumentsRun, documents
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
from koppeling.app.registering import RegistersRun, registers
from koppeling.app.run import MatchRun, to_json

__all__ = [
    "DocumentsRun",
    "InputError",
    "MatchRun",
    "Practice",
    "RegistersRun",
    "UnsoundResultError",
    "check",
    "documents",
    "match",
    "open_casebook",
    "read",
    "registers",
    "rewrite",
    "template",
    "to_json",
    "verify",
]
