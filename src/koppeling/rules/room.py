"""Room in a senior's week: fixed slots that share cells must share dates (domain.md §3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from koppeling.domain.people import Senior
from koppeling.domain.period import Quarter, Slot, Weeks
from koppeling.rules.moments import Moment, slot_cells
from koppeling.rules.situation import Item, Situation


class RoomRow(NamedTuple):
    """
    One inequality: Σ use over the placements named ≤ `num_dates`.

    `uses` holds (index of the placement, dates it uses) for every placement
    whose slot covers `cell` and whose common dates in the quarter all lie in
    weeks of class `weeks`.
    """

    quarter: Quarter
    cell: Slot
    weeks: Weeks
    num_dates: int
    uses: tuple[tuple[int, int], ...]

    @property
    def is_exceeded(self) -> bool:
        """Tell whether all placements together ask for more dates than there are."""
        return sum(use for _, use in self.uses) > self.num_dates


def classes_of(days: int, situation: Situation) -> Iterator[Weeks]:
    """List the classes of weeks that hold all of `days`: always EVERY, maybe one more."""
    yield Weeks.EVERY
    if not days & situation.calendar.odd:
        yield Weeks.EVEN
    if not days & situation.calendar.even:
        yield Weeks.ODD


def room_rows(
    placements: Sequence[tuple[Item, Moment]], senior: Senior, situation: Situation
) -> tuple[RoomRow, ...]:
    """
    Write out the room of a senior's week for placements that may or may not be chosen.

    Quarters in which the senior is out are left alone.
    """
    calendar, quarters = situation.calendar, situation.quarters
    there = situation.presence(senior).anywhere
    of_quarter = tuple(calendar.quarters[quarter] for quarter in quarters)
    of_class = {weeks.value: (weeks, calendar.by_weeks(weeks)) for weeks in Weeks}
    rows = []
    for (q, cell, name), together in _together(placements, senior, situation).items():
        weeks, days = of_class[name]
        room = there[cell.cell] & calendar.weekdays[cell.weekday] & of_quarter[q] & days
        rows.append(RoomRow(quarters[q], cell, weeks, room.bit_count(), tuple(together)))
    return tuple(rows)


def _together(
    placements: Sequence[tuple[Item, Moment]], senior: Senior, situation: Situation
) -> dict[tuple[int, Slot, str], list[tuple[int, int]]]:
    """List per quarter, cell and class of weeks the placements that meet there, with their use."""
    quarters = [
        (q, situation.calendar.quarters[quarter])
        for q, quarter in enumerate(situation.quarters)
        if q not in situation.quarters_out(senior)
    ]
    classes: dict[int, tuple[str, ...]] = {}  # many placements have their dates in common
    uses: dict[tuple[int, Slot, str], list[tuple[int, int]]] = defaultdict(list)
    for index, (item, moment) in enumerate(placements):
        cells = slot_cells(moment.slot, item.num_cells)
        for q, of_quarter in quarters:
            use = min(item.need[q], moment.common[q])
            if use == 0:
                continue
            days = moment.days & of_quarter
            if days not in classes:
                classes[days] = tuple(weeks.value for weeks in classes_of(days, situation))
            for name in classes[days]:
                for cell in cells:
                    uses[q, cell, name].append((index, use))
    return uses


def exceeded_rows(
    placements: Sequence[tuple[Item, Moment]], senior: Senior, situation: Situation
) -> Iterable[RoomRow]:
    """List the rows that chosen placements break."""
    return (row for row in room_rows(placements, senior, situation) if row.is_exceeded)
