"""The meetings of one pair in one quarter, dated in order at least cost: a shortest path."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from koppeling.plan.preference import Choice


@dataclass(frozen=True)
class Chain:
    """
    Meetings in order, each with its choices by day, on days that rise.

    Parameters
    ----------
    choices : sequence of dict
        Per meeting, day → choice, days in order.
    unplanned : sequence of int
        What each meeting costs without a date.
    """

    choices: Sequence[dict[int, Choice]]
    unplanned: Sequence[int]

    @cached_property
    def _days(self) -> list[int]:
        return sorted({day for choices in self.choices for day in choices})

    @cached_property
    def _forward(self) -> list[list[int]]:
        """Row k, column i: least cost of the first k meetings on the first i days."""
        rows = [[0] * (len(self._days) + 1)]
        for choices, unplanned in zip(self.choices, self.unplanned, strict=True):
            before = rows[-1]
            row = [before[0] + unplanned]
            for i, day in enumerate(self._days):
                best = min(row[i], before[i + 1] + unplanned)
                choice = choices.get(day)
                if choice is not None:
                    best = min(best, before[i] + choice.price)
                row.append(best)
            rows.append(row)
        return rows

    @cached_property
    def _backward(self) -> list[list[int]]:
        """Row k, column i: least cost of the meetings from k on, on the days from i on."""
        mirrored = Chain(
            [{-day: choice for day, choice in of.items()} for of in reversed(self.choices)],
            self.unplanned[::-1],
        )
        return [row[::-1] for row in reversed(mirrored._forward)]

    @property
    def cost(self) -> int:
        """Least cost of all its meetings together."""
        return self._forward[-1][-1]

    def best(self) -> list[Choice | None]:
        """Return a choice for each meeting that together cost least; ties to earlier days."""
        chosen: list[Choice | None] = [None] * len(self.choices)
        i = len(self._days)
        for k in range(len(self.choices) - 1, -1, -1):
            here, before = self._forward[k + 1], self._forward[k]
            while i and here[i - 1] == here[i]:
                i -= 1
            if i == 0 or before[i] + self.unplanned[k] == here[i]:
                continue
            i -= 1
            chosen[k] = self.choices[k][self._days[i]]
        return chosen

    def cost_through(self, meeting: int, day: int, price: int) -> int:
        """Return the least cost when a meeting is on `day` at `price`."""
        i = self._index[day]
        return self._forward[meeting][i] + price + self._backward[meeting + 1][i + 1]

    @cached_property
    def _index(self) -> dict[int, int]:
        return {day: i for i, day in enumerate(self._days)}
