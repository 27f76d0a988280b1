"""Room in a senior's week: fixed slots that share cells must share dates (domain.md §3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from koppeling.domain.people import Senior
from koppeling.domain.period import Quarter, Slot, Weeks
from koppeling.rules.moments import Moment, slot_cells
from koppeling.rules.situation import Item, Situation


@dataclass(frozen=True, kw_only=True)
class RoomRow:
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
    uses: dict[tuple[Quarter, Slot, Weeks], list[tuple[int, int]]] = defaultdict(list)
    budgets = situation.budgets[senior.number]
    for index, (item, moment) in enumerate(placements):
        for q, quarter in enumerate(situation.quarters):
            use = min(item.need[q], moment.common[q])
            if budgets[q].is_out or use == 0:
                continue
            days = moment.days & situation.calendar.quarters[quarter]
            for weeks in classes_of(days, situation):
                for cell in slot_cells(moment.slot, item.num_cells):
                    uses[quarter, cell, weeks].append((index, use))
    presence = situation.presence(senior).anywhere
    calendar = situation.calendar
    return tuple(
        RoomRow(
            quarter=quarter,
            cell=cell,
            weeks=weeks,
            num_dates=(
                presence[cell.cell]
                & calendar.weekdays[cell.weekday]
                & calendar.quarters[quarter]
                & calendar.by_weeks(weeks)
            ).bit_count(),
            uses=tuple(together),
        )
        for (quarter, cell, weeks), together in uses.items()
    )


def exceeded_rows(
    placements: Sequence[tuple[Item, Moment]], senior: Senior, situation: Situation
) -> Iterable[RoomRow]:
    """List the rows that chosen placements break."""
    return (row for row in room_rows(placements, senior, situation) if row.is_exceeded)
