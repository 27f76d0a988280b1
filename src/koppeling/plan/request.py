"""A meeting that asks for a date: who must be there, when they can, what is preferred."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto
from functools import reduce

from koppeling.domain.meeting import Meeting, MeetingKind
from koppeling.domain.period import CELL_MINUTES, CELLS_PER_DAY, Slot, num_cells
from koppeling.rules.presence import Presence
from koppeling.rules.week import days_by_cell


class Obstacle(Enum):
    """Why a meeting got no date."""

    SENIOR_OUT = auto()
    SENIOR_LEFT = auto()
    NO_MOMENT = auto()
    ALL_TAKEN = auto()
    NOT_GUIDED = auto()


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A date and time: day of the horizon and half-hour cell, both from 0."""

    day: int
    cell: int


@dataclass(frozen=True, kw_only=True)
class Request:
    """
    One meeting to be dated.

    Parameters
    ----------
    id, kind, senior, juniors, number, nominal, minutes
        As in `Meeting`.
    nominal_day : int
        `nominal` as a day of the horizon; negative before it.
    shared : tuple of int
        Per cell of the day, the days on which the meeting can begin there: in
        the quarter of `nominal`, and in order with what was held.
    away : mapping of str to int
        The days on which one of `juniors` is not guided, so that the others do
        not wait: a group's only.
    slot : Slot, optional
        The fixed moment that is preferred.
    previous : Moment, optional
        Where the plan so far has it, when that is still possible to keep.
    is_handed_over : bool
        Whether the senior is out in this quarter, so that it is not planned.
    """

    id: str
    kind: MeetingKind
    senior: str | None
    juniors: tuple[str, ...]
    number: int
    nominal: date
    nominal_day: int
    minutes: int
    shared: tuple[int, ...]
    slot: Slot | None = None
    previous: Moment | None = None
    is_handed_over: bool = False
    away: Mapping[str, int] = field(default_factory=dict)

    @property
    def people(self) -> tuple[str, ...]:
        """Whose time it takes."""
        return self.juniors if self.senior is None else (self.senior, *self.juniors)

    @property
    def weight(self) -> int:
        """How many meetings of a person it is: that of a group counts for each member."""
        return max(1, len(self.juniors))

    def missing_on(self, day: int) -> tuple[str, ...]:
        """Return who is not waited for on a day."""
        return tuple(j for j in self.juniors if self.away.get(j, 0) >> day & 1)

    def people_on(self, day: int) -> tuple[str, ...]:
        """Return whose time it takes on a day."""
        missing = self.missing_on(day)
        return tuple(person for person in self.people if person not in missing)

    @property
    def num_cells(self) -> int:
        """Half-hour cells it takes."""
        return num_cells(self.minutes)


@dataclass(frozen=True, kw_only=True)
class Dated:
    """What became of a request: its moment, or the obstacle."""

    request: Request
    moment: Moment | None
    obstacle: Obstacle | None = None


def common_cells(presences: Sequence[Presence]) -> tuple[int, ...]:
    """Return, per cell of the day, the days on which all can meet (`Presence.together_with`)."""
    everyone = reduce(Presence.together_with, presences)
    return days_by_cell(everyone.stretches, everyone.weekdays)


def within(shared: Sequence[int], days: int) -> tuple[int, ...]:
    """Keep of `shared` only what falls on `days`."""
    return tuple(cell & days for cell in shared) if days else (0,) * CELLS_PER_DAY


def moment_of(meeting: Meeting, first: date) -> Moment | None:
    """Return where a meeting of the plan so far stands, None when it has no time."""
    if meeting.day is None or meeting.start_minute is None:
        return None
    return Moment(day=(meeting.day - first).days, cell=meeting.start_minute // CELL_MINUTES)
