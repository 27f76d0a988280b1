"""Whether the items of a set can all be given a slot: room in the week, exactly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

import numpy as np

from koppeling.model.problem import AssignmentProblem
from koppeling.solve.columns.bins import Bools
from koppeling.solve.columns.pool import Pool

#: Options that are tried for a set before it is left undecided.
MOST_TRIES = 20_000


class Rooms:
    """
    Answers which pairs of one bin can have a slot together; remembers the answers.

    Parameters
    ----------
    problem : AssignmentProblem
        Its `option_pair` and `slot_rows` count; pairs without options need no room.
    """

    def __init__(self, problem: AssignmentProblem) -> None:
        self._options: dict[int, list[int]] = defaultdict(list)
        for option, pair in enumerate(problem.option_pair):
            self._options[pair].append(option)
        self._rows: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self._capacity = [row.capacity for row in problem.slot_rows]
        for r, row in enumerate(problem.slot_rows):
            for option, use in zip(row.options, row.uses, strict=True):
                self._rows[option].append((r, use))
        self._pair_bin = problem.pair_bin
        self._known: dict[tuple[int, ...], bool | None] = {}
        self._tries = 0

    def fits(self, pairs: Collection[int]) -> bool | None:
        """Tell whether every one of `pairs`, all of one bin, can have a slot; None if unsure."""
        scarce = tuple(sorted(p for p in pairs if p in self._options))
        if not scarce:
            return True
        if scarce not in self._known:
            by_choice = sorted(scarce, key=lambda p: len(self._options[p]))
            self._tries = MOST_TRIES
            placed = self._place(by_choice, {})
            self._known[scarce] = None if self._tries <= 0 and not placed else placed
        return self._known[scarce]

    def fitting(self, pool: Pool) -> Bools:
        """Tell which columns may have slots for all of their pairs."""
        return np.array([self.fits(key[1:]) is not False for key in pool.names()], dtype=bool)

    def crowded(self, chosen: Collection[int]) -> frozenset[int]:
        """Return the bins whose chosen pairs may not all have a slot."""
        together: dict[int, list[int]] = defaultdict(list)
        for p in chosen:
            together[self._pair_bin[p]].append(p)
        return frozenset(b for b, pairs in together.items() if not self.fits(pairs))

    def _place(self, pairs: list[int], taken: dict[int, int]) -> bool:
        """Give the first of `pairs` a slot, then the rest; go back where it fails."""
        if not pairs:
            return True
        for option in self._options[pairs[0]]:
            self._tries -= 1
            if self._tries <= 0:
                return False
            rows = self._rows[option]
            if any(taken.get(r, 0) + use > self._capacity[r] for r, use in rows):
                continue
            for r, use in rows:
                taken[r] = taken.get(r, 0) + use
            if self._place(pairs[1:], taken):
                return True
            for r, use in rows:
                taken[r] -= use
        return False
