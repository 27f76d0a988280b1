"""The independent check of a published result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from koppeling.domain.instance import Level
from koppeling.domain.result import Status
from koppeling.locale import _
from koppeling.verify.case import Case
from koppeling.verify.hard_rules import broken_rules
from koppeling.verify.improvements import missed_placements, poor_slots
from koppeling.verify.problem import Problem, ProblemKind, untrue
from koppeling.verify.readable import unlike_the_input
from koppeling.verify.statements import untrue_claims
from koppeling.verify.words import single

if TYPE_CHECKING:
    from collections.abc import Iterator

    from koppeling.domain.instance import Instance
    from koppeling.verify.claims import Claims

__all__ = ["Problem", "ProblemKind", "verify"]


def verify(instance: Instance, claims: Claims) -> tuple[Problem, ...]:
    """
    Check a published result against the input it was made from.

    Needs, budgets, slots, points and levels are derived anew. That a proven
    value is the optimum is the solver's word, tested only as far as one change
    goes: nobody could be placed, and no slot bettered, with all else left as it
    is. Names, second choices and the copy of the input are held against the
    input where the result has them. Findings and the story told about each pair
    are not looked at.

    Parameters
    ----------
    instance : Instance
        The input, read and found without errors.
    claims : Claims
        What the result says (`Claims.from_json`).

    Returns
    -------
    tuple of Problem
        Hard rules that fail first, then claims that are untrue; empty when the
        result is sound.
    """
    if claims.flaws:
        return claims.flaws
    if claims.status is Status.NO_SOLUTION:
        if claims.pairings or any(claim.proven for claim in claims.levels):
            return (
                untrue(single("status"), _("A result without a solution has no pairs or proof.")),
            )
        return ()
    case = Case(instance, claims)
    failing = tuple(broken_rules(case))
    untruths = (*untrue_claims(case), *unlike_the_input(case))
    if not failing:
        untruths += tuple(_refuted(case))
    return failing + untruths


def _refuted(case: Case) -> Iterator[Problem]:
    """Yield what one change alone would better, where that is said to be impossible."""
    if any(claim.level is Level.PLACED and claim.proven for claim in case.claims.levels):
        yield from missed_placements(case)
    # Slots are promised to be the best only with everything proven.
    if case.claims.status is Status.OPTIMAL:
        yield from poor_slots(case)
