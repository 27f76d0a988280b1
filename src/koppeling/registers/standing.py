"""Where a practice stands on a day: what was agreed, what was held, what is due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from koppeling.domain.instance import Instance
from koppeling.domain.meeting import GUIDANCE_KINDS, Meeting, MeetingStatus
from koppeling.domain.people import Junior, Senior
from koppeling.domain.period import Quarter
from koppeling.registers.progress import Figures, TrackRecord
from koppeling.rules.needs import NeededMeeting, due_meetings


@dataclass(frozen=True, kw_only=True)
class Standing:
    """
    All that registers and documents are reckoned from.

    Parameters
    ----------
    instance : Instance
        The input.
    pairs : mapping of str to str
        Junior number → senior number, of the pairs in force.
    meetings : tuple of Meeting
        Every row of Overleggen.
    on : date
        The day of reckoning; meetings before it are history.
    figures : tuple of Figures
        The sheet Voortgang.
    records : mapping of str to TrackRecord
        By junior number.
    is_concept : bool
        Undecided proposals were counted; what is made of it says so.
    """

    instance: Instance
    pairs: Mapping[str, str]
    meetings: tuple[Meeting, ...]
    on: date
    figures: tuple[Figures, ...] = ()
    records: Mapping[str, TrackRecord] = field(default_factory=dict)
    is_concept: bool = False

    @property
    def quarter(self) -> Quarter:
        """The planning quarter."""
        return self.instance.settings.quarter

    @property
    def knows_training(self) -> bool:
        """Whether *opleiding geldig tot* is kept at all: filled in for one senior at least."""
        return any(senior.trained_until is not None for senior in self.instance.seniors)

    @property
    def knows_activity(self) -> bool:
        """Whether *laatst actief* is kept at all."""
        return any(senior.last_active is not None for senior in self.instance.seniors)

    @cached_property
    def junior_by_number(self) -> dict[str, Junior]:
        """Juniors by number."""
        return {junior.number: junior for junior in self.instance.juniors}

    @cached_property
    def senior_by_number(self) -> dict[str, Senior]:
        """Seniors by number."""
        return {senior.number: senior for senior in self.instance.seniors}

    @cached_property
    def due(self) -> dict[str, tuple[NeededMeeting, ...]]:
        """Every meeting that a junior's trajectory asks for, by number; not cut to the horizon."""
        return {
            junior.number: due_meetings(junior, self.instance) for junior in self.instance.juniors
        }

    @cached_property
    def held(self) -> tuple[Meeting, ...]:
        """Guidance that was held, extra meetings included, in order of day."""
        facts = (
            m
            for m in self.meetings
            if m.status is MeetingStatus.HELD and m.kind in GUIDANCE_KINDS and m.day is not None
        )
        return tuple(sorted(facts, key=lambda m: (m.day or m.nominal, m.start_minute or 0, m.id)))

    def juniors_of(self, senior: str) -> tuple[str, ...]:
        """List the juniors whom a senior guides, in order of number."""
        return tuple(sorted(j for j, s in self.pairs.items() if s == senior))

    def guidance_due(self, senior: str, quarter: Quarter) -> tuple[NeededMeeting, ...]:
        """
        List what a senior has to give in a quarter; a meeting of a group counts once (K1).

        Two members of one group share every date; the longest meeting counts
        where their minutes differ.
        """
        together: dict[tuple[str, date], NeededMeeting] = {}
        for number in self.juniors_of(senior):
            group = self.junior_by_number[number].group if number in self.junior_by_number else None
            for due in self.due.get(number, ()):
                if Quarter.of(due.day) == quarter:
                    key = (f"g{group}" if group else f"j{number}", due.day)
                    together[key] = max(due, together.get(key, due), key=lambda d: d.minutes)
        return tuple(sorted(together.values()))
