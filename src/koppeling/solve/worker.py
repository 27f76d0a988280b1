"""
The solver process: `python -m koppeling.solve.worker`.

Reads requests from standard input and answers on standard output. The solver
is loaded first, before any request, so that this happens while the parent
reads the workbook. When the parent goes away, so does this process.
"""

from __future__ import annotations

import os
import queue
import sys
import threading
from importlib.metadata import version
from typing import BinaryIO

from koppeling.solve.dates import choose_dates
from koppeling.solve.levels import LevelSearch
from koppeling.solve.messages import (
    Assign,
    Assigned,
    ChooseDates,
    ChooseSlots,
    DatesChosen,
    SlotsChosen,
    Stop,
    receive,
    send,
)
from koppeling.solve.slots import choose_slots


class _Desk:
    """Takes requests on a thread of its own, so that Stop is heard during a search."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._requests: queue.SimpleQueue[object] = queue.SimpleQueue()
        self.search: LevelSearch | None = None
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while (message := receive(self._stream)) is not None:
            if isinstance(message, Stop):
                if self.search is not None:
                    self.search.stop()
            else:
                self._requests.put(message)
        os._exit(0)  # the parent has gone; nobody waits for an answer

    def next(self) -> object:
        """Wait for the next request."""
        return self._requests.get()


def assign(request: Assign, desk: _Desk, output: BinaryIO) -> Assigned:
    """Solve every level, then the robustness of the answer."""
    search = LevelSearch(request.problem, request.options, lambda told: send(output, told))
    desk.search = search
    levels = search.run()
    same = {
        rule: count
        for rule, points in request.problem.other_points.items()
        if search.chosen is not None and (count := search.count_same(points)) is not None
    }
    return Assigned(
        levels=levels,
        chosen=search.chosen,
        same_pairs=same,
        is_infeasible=search.is_infeasible,
        solver=f"OR-Tools CP-SAT {version('ortools')}",
    )


def main() -> None:
    """Answer requests until the parent goes away."""
    output = sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever prints must not get between the messages
    desk = _Desk(sys.stdin.buffer)
    while True:
        request = desk.next()
        if isinstance(request, Assign):
            send(output, assign(request, desk, output))
        elif isinstance(request, ChooseSlots):
            send(output, SlotsChosen(tuple(choose_slots(p) for p in request.problems)))
        elif isinstance(request, ChooseDates):
            send(output, DatesChosen(tuple(choose_dates(p) for p in request.problems)))


if __name__ == "__main__":
    main()
