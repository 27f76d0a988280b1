"""What the independent check can hold against a published result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from koppeling.errors import KoppelingError
from koppeling.locale import _


class ProblemKind(StrEnum):
    """A hard rule that fails weighs more than a claim that is untrue (exit 1, exit 4)."""

    RULE_BROKEN = "rule_broken"
    CLAIM_UNTRUE = "claim_untrue"


@dataclass(frozen=True, order=True)
class Problem:
    """
    One thing that is wrong with a published result.

    Parameters
    ----------
    kind : ProblemKind
        Whether a rule of domain.md §§2-4 fails, or something said is untrue.
    subject : str
        What it is about: personnel numbers (`J01`, `J01 - S03`), a quarter or
        a level; never a name.
    message : str
        What was found and what it should have been, for people.
    """

    kind: ProblemKind
    subject: str
    message: str


def broken(subject: str, message: str) -> Problem:
    """Report that a hard rule fails."""
    return Problem(ProblemKind.RULE_BROKEN, subject, message)


def untrue(subject: str, message: str) -> Problem:
    """Report that something the result says is not so."""
    return Problem(ProblemKind.CLAIM_UNTRUE, subject, message)


class UnsoundResultError(KoppelingError):
    """
    The result failed its own check, so nothing was written (exit code 4).

    Attributes
    ----------
    problems : tuple of Problem
        What the independent check found.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(_("The result did not pass its own check."))
        self.problems = tuple(problems)
