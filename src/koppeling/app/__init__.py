"""
The use cases, one function each; the command line and Python both call these.

Nothing here prints; nothing above here decides.
"""

from __future__ import annotations

from koppeling.app.casebook import open_casebook, rewrite
from koppeling.app.documenting import DocumentsRun, documents
from koppeling.app.matching import (
    InputError,
    MatchRun,
    Practice,
    UnsoundResultError,
    check,
    default_output,
    match,
    read,
    template,
    to_json,
    verify,
)
from koppeling.app.registering import RegistersRun, registers

__all__ = [
    "DocumentsRun",
    "InputError",
    "MatchRun",
    "Practice",
    "RegistersRun",
    "UnsoundResultError",
    "check",
    "default_output",
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
