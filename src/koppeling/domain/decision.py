"""What management decided about each proposed pair (domain.md §9, W6, P23)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from koppeling.domain.meeting import Meeting, MeetingKind, MeetingStatus
from koppeling.domain.period import Slot
from koppeling.domain.result import PairStatus


class Decision(StrEnum):
    """What management decides on a proposed pair: the column besluit."""

    AGREED = "agreed"
    OTHERWISE = "other"
    NOT = "none"
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


_FACTS = (MeetingStatus.HELD, MeetingStatus.DROPPED)


@dataclass(frozen=True)
class Agreement:
    """
    The pairs in force, and the meetings that follow from them.

    Parameters
    ----------
    rows : tuple of DecidedPairing
        Each with a senior in force, in order of junior number.
    is_concept : bool
        Undecided proposals count as agreed.
    """

    rows: tuple[DecidedPairing, ...] = ()
    is_concept: bool = False

    @cached_property
    def pairs(self) -> Mapping[str, str]:
        """Junior number → senior number."""
        return {row.junior: row.senior for row in self.rows if row.senior is not None}

    @cached_property
    def slots(self) -> Mapping[str, Slot]:
        """Junior number → fixed moment, where there is one."""
        return {row.junior: row.slot for row in self.rows if row.slot is not None}

    def holds(self, meeting: Meeting) -> bool:
        """
        Tell whether a meeting may be told to people.

        What was held or dropped is a fact, whatever was decided since. A talk
        of a senior holds when the senior guides anyone, a meeting of juniors
        without a senior when one of them is guided. A yearly review is of the
        junior alone, guided or not.
        """
        if meeting.status in _FACTS or meeting.kind is MeetingKind.REVIEW:
            return True
        if not meeting.juniors:
            return meeting.senior in self.pairs.values()
        seniors = {self.pairs.get(junior) for junior in meeting.juniors}
        return meeting.senior in seniors if meeting.senior else seniors != {None}
