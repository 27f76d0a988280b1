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
from functools import partial
from typing import BinaryIO

from koppeling import locale
from koppeling.errors import KoppelingError
from koppeling.solve.answering import ImpossibleError, LibrarySolver, answer
from koppeling.solve.case import Case
from koppeling.solve.dates import choose_dates
from koppeling.solve.fix_question import FixAnswer, FixQuestion
from koppeling.solve.fixing import find_fixes
from koppeling.solve.levels import LevelSearch
from koppeling.solve.messages import (
    Answer,
    Answered,
    Assign,
    ChooseDates,
    ChooseSlots,
    DatesChosen,
    FindFixes,
    MeasureRoom,
    SlotsChosen,
    Stop,
    receive,
    send,
)
from koppeling.solve.room import measure_room
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

    def begin(self, search: LevelSearch) -> None:
        """Remember the search at work, for Stop."""
        self.search = search

    def next(self) -> object:
        """Wait for the next request."""
        return self._requests.get()


def respond(case: Case, solver: LibrarySolver) -> Answered:
    """Answer a case; what makes it impossible is told, not raised."""
    with locale.language(case.language):
        try:
            return answer(case, solver)
        except ImpossibleError as error:
            return Answered(None, str(error), is_impossible=True)
        except KoppelingError as error:
            return Answered(None, str(error))


def seek_fixes(question: FixQuestion, solver: LibrarySolver) -> FixAnswer:
    """Find fixes; for somebody who needs no place there are none."""
    try:
        return find_fixes(question, solver.compile(question.instance))
    except KoppelingError:
        return FixAnswer(is_complete=True)


def main() -> None:
    """Answer requests until the parent goes away."""
    output = sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever prints must not get between the messages
    desk = _Desk(sys.stdin.buffer)
    solver = LibrarySolver(desk.begin)
    while True:
        request = desk.next()
        if isinstance(request, Assign):
            send(output, solver.assign(request.problem, request.options, partial(send, output)))
        elif isinstance(request, Answer):
            send(output, respond(request.case, solver))
        elif isinstance(request, MeasureRoom):
            send(output, measure_room(request.question))
        elif isinstance(request, FindFixes):
            send(output, seek_fixes(request.question, solver))
        elif isinstance(request, ChooseSlots):
            send(output, SlotsChosen(tuple(choose_slots(p) for p in request.problems)))
        elif isinstance(request, ChooseDates):
            send(output, DatesChosen(tuple(choose_dates(p) for p in request.problems)))


if __name__ == "__main__":
    main()
