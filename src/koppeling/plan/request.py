"""A meeting that asks for a date: who must be there, when they can, what is preferred."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto
from functools import reduce
from types import MappingProxyType
from typing import Self

from koppeling.domain.meeting import Meeting, MeetingKind
from koppeling.domain.period import CELL_MINUTES, CELLS_PER_DAY, Slot, num_cells
from koppeling.rules.day_sets import days_by_cell
from koppeling.rules.presence import Presence


class Obstacle(Enum):
    """Why a meeting got no date."""

    SENIOR_OUT = auto()
    SENIOR_LEFT = auto()
    NO_MOMENT = auto()
    ALL_TAKEN = auto()
    NOT_GUIDED = auto()


@dataclass(frozen=True, kw_only=True)
class DatedCell:
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
    previous: DatedCell | None = None
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
    moment: DatedCell | None
    obstacle: Obstacle | None = None


def common_cells(presences: Sequence[Presence]) -> tuple[int, ...]:
    """Return, per cell of the day, the days on which all can meet (`Presence.together_with`)."""
    everyone = reduce(Presence.together_with, presences)
    return days_by_cell(everyone.stretches, everyone.weekdays)


def within(shared: Sequence[int], days: int) -> tuple[int, ...]:
    """Keep of `shared` only what falls on `days`."""
    return tuple(cell & days for cell in shared) if days else (0,) * CELLS_PER_DAY


def moment_of(meeting: Meeting, first: date) -> DatedCell | None:
    """Return where a meeting of the plan so far stands, None when it has no time."""
    if meeting.day is None or meeting.start_minute is None:
        return None
    return DatedCell(day=(meeting.day - first).days, cell=meeting.start_minute // CELL_MINUTES)


class Diary:
    """Per person and half-hour cell the days that are taken."""

    def __init__(self, taken: Mapping[str, Sequence[int]] = MappingProxyType({})) -> None:
        self._taken = {person: list(cells) for person, cells in taken.items()}

    def copy(self) -> Self:
        """Return a diary that can be filled apart."""
        return type(self)(self._taken)

    def book(self, request: Request, moment: DatedCell) -> None:
        """Take the time of everyone in a request."""
        cells = range(moment.cell, moment.cell + request.num_cells)
        self.take(request.people_on(moment.day), moment.day, cells)

    def block(self, people: Iterable[str], day: int, start_minute: int, minutes: int) -> None:
        """Take the time of a meeting that stands, on the half hour or not."""
        last = -(-(start_minute + minutes) // CELL_MINUTES)
        self.take(people, day, range(start_minute // CELL_MINUTES, min(last, CELLS_PER_DAY)))

    def take(self, people: Iterable[str], day: int, cells: Iterable[int]) -> None:
        """Take cells of a day of the horizon for each of `people`; days before it are past."""
        if day < 0:
            return
        taken = list(cells)
        for person in people:
            of_person = self._taken.setdefault(person, [0] * CELLS_PER_DAY)
            for cell in taken:
                of_person[cell] |= 1 << day

    def is_free(self, request: Request, moment: DatedCell) -> bool:
        """Tell whether nobody in a request is taken at a moment."""
        cells = range(moment.cell, moment.cell + request.num_cells)
        return not any(
            self._taken[person][cell] >> moment.day & 1
            for person in request.people_on(moment.day)
            if person in self._taken
            for cell in cells
        )

    def free_runs(self, request: Request) -> Sequence[int]:
        """Return, per starting cell, the days on which a request could still begin there."""
        free = list(request.shared)
        for person in request.people:
            away = request.away.get(person, 0)
            for cell, days in enumerate(self._taken.get(person, ())):
                for start in range(max(0, cell + 1 - request.num_cells), cell + 1):
                    free[start] &= ~days | away
        return free
