"""What management decided about each proposed pair (domain.md §9, W6, P23)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from koppeling.domain.period import Slot
from koppeling.domain.result import PairStatus


class Decision(StrEnum):
    """The column besluit; the values are what the user picks."""

    AGREED = "akkoord"
    OTHERWISE = "anders"
    NOT = "niet koppelen"
    LATER = "later"


@dataclass(frozen=True, kw_only=True)
class DecidedPairing:
    """
    A row of Koppelvoorstel: what was proposed and, beside it, what was decided.

    `proposed_senior`, `proposed_slot`, `status` are None for a junior who was not placed;
    `decision` None means not decided yet. `chosen_senior` and `chosen_slot` hold what was
    picked with *anders* (or a slot with *akkoord*); `by` and `on` who decided, and when.
    """

    junior: str
    proposed_senior: str | None
    proposed_slot: Slot | None
    status: PairStatus | None
    decision: Decision | None = None
    chosen_senior: str | None = None
    chosen_slot: Slot | None = None
    by: str = ""
    on: date | None = None

    @property
    def senior(self) -> str | None:
        """The senior in force after the decision; None when undecided, refused or put off."""
        if self.decision is Decision.AGREED:
            return self.proposed_senior
        if self.decision is Decision.OTHERWISE:
            return self.chosen_senior
        return None

    @property
    def slot(self) -> Slot | None:
        """The slot in force after the decision."""
        if self.senior is None:
            return None
        if self.chosen_slot is not None:
            return self.chosen_slot
        return self.proposed_slot if self.senior == self.proposed_senior else None
