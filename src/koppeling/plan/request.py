"""A meeting that asks for a date: who must be there, when they can, what is preferred."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from functools import reduce
from operator import and_

from koppeling.domain.meeting import Meeting, MeetingKind
from koppeling.domain.period import CELL_MINUTES, CELLS_PER_DAY, Slot, num_cells
from koppeling.rules.presence import NEVER, Presence


class Obstacle(Enum):
    """Why a meeting got no date."""

    SENIOR_OUT = auto()
    SENIOR_LEFT = auto()
    NO_MOMENT = auto()
    ALL_TAKEN = auto()


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
        Per cell of the day, the days on which all can meet: in the quarter of
        `nominal`, and in order with what was held.
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

    @property
    def people(self) -> tuple[str, ...]:
        """Whose time it takes."""
        return self.juniors if self.senior is None else (self.senior, *self.juniors)

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
    """
    Return, per cell of the day, the days on which all can meet at one site.

    Who works at a distance needs no site; nor do the others when only one is
    left. For two people this is `Presence.shared_with`.
    """
    anywhere = _together([p.anywhere for p in presences])
    on_site = [p for p in presences if not p.is_remote]
    if len(on_site) < 2:
        return anywhere
    at_one_site: tuple[int, ...] = NEVER
    for site in set.intersection(*(set(p.by_site) for p in on_site)):
        here = _together([p.by_site[site] for p in on_site])
        at_one_site = tuple(a | b for a, b in zip(at_one_site, here, strict=True))
    return _together([anywhere, at_one_site])


def _together(days: Sequence[Sequence[int]]) -> tuple[int, ...]:
    return tuple(reduce(and_, cells) for cells in zip(*days, strict=True))


def within(shared: Sequence[int], days: int) -> tuple[int, ...]:
    """Keep of `shared` only what falls on `days`."""
    return tuple(cell & days for cell in shared) if days else (0,) * CELLS_PER_DAY


def moment_of(meeting: Meeting, first: date) -> Moment | None:
    """Return where a meeting of the plan so far stands, None when it has no time."""
    if meeting.day is None or meeting.start_minute is None:
        return None
    return Moment(day=(meeting.day - first).days, cell=meeting.start_minute // CELL_MINUTES)
