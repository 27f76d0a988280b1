"""The plan so far: what stands, and what may still move (domain.md §7, peildatum)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from koppeling.domain.meeting import GUIDANCE_KINDS, Meeting, MeetingKind, MeetingStatus
from koppeling.domain.period import CELL_MINUTES, Quarter
from koppeling.plan.identity import is_ours


@dataclass(frozen=True)
class History:
    """
    The rows of Overleggen before planning.

    Parameters
    ----------
    meetings : tuple of Meeting
        As read.
    first : date
        First day that can be planned; what is before it is past.
    """

    meetings: tuple[Meeting, ...]
    first: date

    @cached_property
    def facts(self) -> tuple[Meeting, ...]:
        """
        What stands: held, past, cancelled by hand, and rows that are not of our making.

        So is one whose time is not on the half hour: someone typed it, who knows
        more than we do. A meeting that was cancelled since it was no longer needed is no fact:
        it comes back when it is needed again.
        """
        return tuple(m for m in self.meetings if self._is_fact(m))

    @cached_property
    def future(self) -> dict[str, Meeting]:
        """What may still move or go, by id; a row without a date included."""
        return {m.id: m for m in self.meetings if not self._is_fact(m)}

    @cached_property
    def fact_by_id(self) -> dict[str, Meeting]:
        """The facts by id."""
        return {m.id: m for m in self.facts}

    @cached_property
    def met(self) -> frozenset[tuple[str, date]]:
        """Junior and nominal date of all guidance that stands, with whichever senior."""
        return frozenset(
            (junior, fact.nominal)
            for fact in blocking(self.facts)
            if fact.kind in GUIDANCE_KINDS
            for junior in fact.juniors
        )

    @cached_property
    def talked(self) -> frozenset[tuple[str | None, Quarter]]:
        """Senior and quarter of every quarterly talk that stands, with a time or without."""
        return frozenset(
            (fact.senior, Quarter.of(fact.nominal))
            for fact in self.facts
            if fact.kind is MeetingKind.TALK
            and fact.status in (MeetingStatus.HELD, MeetingStatus.PLANNED)
        )

    def _is_fact(self, meeting: Meeting) -> bool:
        if meeting.status is MeetingStatus.HELD or not is_ours(meeting):
            return True
        is_mark = meeting.kind is MeetingKind.EVALUATION  # goes where its meeting goes
        if not is_mark and (meeting.start_minute or 0) % CELL_MINUTES:
            return True
        when = meeting.day or meeting.nominal
        if meeting.status is MeetingStatus.DROPPED:
            return when < self.first or not meeting.is_needless
        return when < self.first


def blocking(facts: Iterable[Meeting]) -> Iterable[Meeting]:
    """List the facts that take time: all but what was cancelled or never had a time."""
    return (
        m
        for m in facts
        if m.day is not None
        and m.start_minute is not None
        and m.status in (MeetingStatus.HELD, MeetingStatus.PLANNED)
    )
