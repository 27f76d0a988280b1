"""The pairs that may exist, with the slots that serve them."""

from __future__ import annotations

from dataclasses import dataclass

from koppeling.rules.eligibility import binding_codes, is_locked
from koppeling.rules.moments import Moment, serving_moments
from koppeling.rules.situation import Situation


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A pair that may exist: item and senior by index, and its slots in order."""

    item: int
    senior: int
    is_locked: bool
    moments: tuple[Moment, ...]


def find_candidates(situation: Situation) -> tuple[Candidate, ...]:
    """List every pair that may exist, in order of (junior number, senior number)."""
    found = []
    for i, item in enumerate(situation.items):
        for s, senior in enumerate(situation.instance.seniors):
            if binding_codes(item, senior, situation):
                continue
            moments = serving_moments(item, senior, situation)
            if moments:
                locked = is_locked(item, senior, situation)
                found.append(Candidate(item=i, senior=s, is_locked=locked, moments=moments))
    return tuple(found)
