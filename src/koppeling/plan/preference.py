"""What a moment costs: the order of wishes, each worth more than all that follow it together."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from koppeling.domain.period import CELLS_PER_DAY
from koppeling.plan.request import Moment, Request

#: Days from the nominal date that go unnoticed (domain.md §7).
NEAR_DAYS = 6
_LONGEST_SHIFT = 92
_MORNING = 18  # nine o'clock, where nothing says which time is preferred


@dataclass(frozen=True, kw_only=True)
class Costs:
    """
    The price of each wish that is not met, in days of shift.

    In order: somebody's meeting without a date; one that leaves the moment it had, and
    by how many days; one more than six days from its nominal date; one outside
    the fixed slot. What is left is the shift itself.
    """

    unplanned: int
    moved: int
    moved_day: int
    far: int
    off_slot: int

    @classmethod
    def of(cls, num_meetings: int) -> Self:
        """Make prices of which each beats all lesser ones over `num_meetings` together."""
        days, meetings = num_meetings * _LONGEST_SHIFT + 1, num_meetings + 1
        off_slot = days
        far = off_slot * meetings
        moved_day = far * meetings
        moved = moved_day * days
        return cls(
            unplanned=moved * meetings,
            moved=moved,
            moved_day=moved_day,
            far=far,
            off_slot=off_slot,
        )

    def split(self, price: int) -> tuple[int, ...]:
        """
        Take a price, or a sum of them, apart into the wishes that are not met.

        Returns
        -------
        tuple of int
            Meetings without a date (that of a group counts for each member who
            misses it), meetings that leave their moment, days by which they
            do, meetings far from their date, meetings outside the slot, days
            of shift.
        """
        parts = []
        for unit in (self.unplanned, self.moved, self.moved_day, self.far, self.off_slot):
            count, price = divmod(price, unit)
            parts.append(count)
        return (*parts, price)

    def price(self, request: Request, moment: Moment, weekday: int) -> int:
        """Return what a moment on this weekday costs."""
        shift = abs(moment.day - request.nominal_day)
        price = shift + (self.far if shift > NEAR_DAYS else 0)
        price += self.unplanned * len(request.missing_on(moment.day))
        if request.slot is not None and (weekday, moment.cell) != request.slot:
            price += self.off_slot
        if request.previous is not None and moment != request.previous:
            price += self.moved + self.moved_day * abs(moment.day - request.previous.day)
        return price


@dataclass(frozen=True, kw_only=True)
class Choice:
    """The best moment of a day and what it costs."""

    moment: Moment
    price: int


def best_by_day(
    request: Request, runs: Sequence[int], costs: Costs, first_weekday: int
) -> dict[int, Choice]:
    """
    Choose for every day that has a free moment the cheapest one, days in order.

    Among equals the moment nearest to the usual time, then the earlier one.
    """
    order = cells_by_nearness(usual_cell(request))
    usable = [(cell, runs[cell]) for cell in order if runs[cell]]
    days = 0
    for _, run in usable:
        days |= run
    choices = {}
    while days:
        lowest = days & -days
        days ^= lowest
        day = lowest.bit_length() - 1
        weekday = (first_weekday + day) % 7
        moment = Moment(day=day, cell=next(cell for cell, run in usable if run & lowest))
        for wished in _wished(request, day, weekday):
            if runs[wished] & lowest:
                moment = Moment(day=day, cell=wished)
                break
        choices[day] = Choice(moment=moment, price=costs.price(request, moment, weekday))
    return choices


def _wished(request: Request, day: int, weekday: int) -> Iterator[int]:
    """List the cells of a day that cost less than the others, the cheapest first."""
    if request.previous is not None and request.previous.day == day:
        yield request.previous.cell
    if request.slot is not None and request.slot.weekday == weekday:
        yield request.slot.cell


def usual_cell(request: Request) -> int:
    """Return the time of day to stay near to."""
    if request.slot is not None:
        return request.slot.cell
    return request.previous.cell if request.previous is not None else _MORNING


@lru_cache(maxsize=CELLS_PER_DAY)
def cells_by_nearness(usual: int) -> tuple[int, ...]:
    """List all cells of a day, those nearest to `usual` first."""
    return tuple(sorted(range(CELLS_PER_DAY), key=lambda cell: (abs(cell - usual), cell)))


def tie_break(request: Request, moment: Moment) -> int:
    """
    Return what decides between plans of equal cost: near the usual time, then a draw.

    The draw (20 bits of a hash) makes the answer the same on every machine.
    """
    text = f"{request.id}|{moment.day - request.nominal_day}|{moment.cell}"
    draw = int.from_bytes(hashlib.sha256(text.encode()).digest()[:3], "big") >> 4
    return (abs(moment.cell - usual_cell(request)) << 20) + draw
