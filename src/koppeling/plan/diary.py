"""Who is taken when, so that nobody is in two places at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Self

from koppeling.domain.period import CELL_MINUTES, CELLS_PER_DAY
from koppeling.plan.request import Moment, Request


class Diary:
    """Per person and half-hour cell the days that are taken."""

    def __init__(self, taken: Mapping[str, Sequence[int]] = MappingProxyType({})) -> None:
        self._taken = {person: list(cells) for person, cells in taken.items()}

    def copy(self) -> Self:
        """Return a diary that can be filled apart."""
        return type(self)(self._taken)

    def book(self, request: Request, moment: Moment) -> None:
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

    def is_free(self, request: Request, moment: Moment) -> bool:
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
