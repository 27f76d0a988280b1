"""
The solver process: `python -m koppeling.solve.worker`.

Reads requests from standard input and answers on standard output. The solver
is loaded first, before any request, so that this happens while the parent
reads the workbook; then what most requests ask for, if none is waiting yet.
The rest is loaded when it is asked for. When the parent goes away, so does
this process.
"""

from __future__ import annotations

import os
import queue
import sys
import threading
from functools import cache, partial
from typing import TYPE_CHECKING, BinaryIO

from koppeling import children, locale
from koppeling.errors import KoppelingError
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
from koppeling.solve.questions import Case, FixAnswer, FixQuestion

if TYPE_CHECKING:
    from koppeling.solve.answer import LibrarySolver, Search


class _Desk:
    """Takes requests on a thread of its own, so that Stop is heard during a search."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._requests: queue.SimpleQueue[object] = queue.SimpleQueue()
        self.search: Search | None = None
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while (message := receive(self._stream)) is not None:
            if isinstance(message, Stop):
                if self.search is not None:
                    self.search.stop()
            else:
                self._requests.put(message)
        os._exit(0)  # the parent has gone; nobody waits for an answer

    @property
    def is_idle(self) -> bool:
        """Whether nothing is asked yet."""
        return self._requests.empty()

    def begin(self, search: Search) -> None:
        """Remember the search at work, for Stop."""
        self.search = search

    def next(self) -> object:
        """Wait for the next request."""
        return self._requests.get()


def respond(case: Case, solver: LibrarySolver) -> Answered:
    """Answer a case; what makes it impossible is told, not raised."""
    from koppeling.solve.answer import ImpossibleError, answer

    with locale.language(case.language):
        try:
            return answer(case, solver)
        except ImpossibleError as error:
            return Answered(None, str(error), is_impossible=True)
        except KoppelingError as error:
            return Answered(None, str(error))


def seek_fixes(question: FixQuestion, solver: LibrarySolver) -> FixAnswer:
    """Find fixes; for somebody who needs no place there are none."""
    from koppeling.solve.fix_search import find_fixes

    try:
        return find_fixes(question, solver.compile(question.instance))
    except KoppelingError:
        return FixAnswer(is_complete=True)


def main() -> None:
    """Answer requests until the parent goes away."""
    output = children.take_output()
    desk = _Desk(sys.stdin.buffer)
    import ortools.sat.python.cp_model  # noqa: F401 - what every request needs

    @cache
    def solver() -> LibrarySolver:
        from koppeling.solve.answer import LibrarySolver

        return LibrarySolver(desk.begin)

    if desk.is_idle:
        solver()
    while True:
        request = desk.next()
        if isinstance(request, Assign):
            send(output, solver().assign(request.problem, request.options, partial(send, output)))
        elif isinstance(request, Answer):
            send(output, respond(request.case, solver()))
        elif isinstance(request, MeasureRoom):
            from koppeling.solve.capacity import measure_room

            send(output, measure_room(request.question))
        elif isinstance(request, FindFixes):
            send(output, seek_fixes(request.question, solver()))
        elif isinstance(request, ChooseSlots):
            from koppeling.solve.date_choice import choose_slots

            send(output, SlotsChosen(tuple(choose_slots(p) for p in request.problems)))
        elif isinstance(request, ChooseDates):
            from koppeling.solve.date_choice import choose_dates

            send(output, DatesChosen(tuple(choose_dates(p) for p in request.problems)))


if __name__ == "__main__":
    main()
