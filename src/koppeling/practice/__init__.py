"""
The use cases, one function each; the command line and Python both call these.

Nothing here prints; nothing above here decides.
"""

from __future__ import annotations

from koppeling.domain.finding import InputError
from koppeling.practice.input import check
from koppeling.practice.match import match, template, verify
from koppeling.practice.opening import open_result_workbook, rewrite
from koppeling.practice.run import ProposalRun, to_json
from koppeling.verify.problem import UnsoundResultError

__all__ = [
    "InputError",
    "ProposalRun",
    "UnsoundResultError",
    "check",
    "match",
    "open_result_workbook",
    "rewrite",
    "template",
    "to_json",
    "verify",
]
