"""
The solver from outside: a process that may die without harm.

CP-SAT aborts its process when an internal check fails, and a search can
overrun its time; both are survived here, with the best answer told so far.
"""

from __future__ import annotations

import contextlib
import queue
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import TYPE_CHECKING, Self

from koppeling import children
from koppeling.errors import SolveError
from koppeling.locale import _
from koppeling.model.dates import DateAnswer, DateProblem
from koppeling.model.problem import AssignmentProblem, SlotProblem
from koppeling.solve.evaluation import value_of
from koppeling.solve.messages import (
    Answer,
    Answered,
    Assign,
    Assigned,
    ChooseDates,
    ChooseSlots,
    DatesChosen,
    FindFixes,
    LevelOutcome,
    MeasureRoom,
    Progress,
    SlotsChosen,
    Stop,
    receive,
    send,
)
from koppeling.solve.questions import Case, FixAnswer, FixQuestion, Room, RoomQuestion, SolveOptions

if TYPE_CHECKING:
    from types import FrameType

#: Seconds a search may take beyond its limit before the process is ended.
GRACE = 0.4
#: Seconds for compiling a case and giving it slots, on top of solving it.
AROUND_SECONDS = 120.0
#: Seconds for the fixed slots of all seniors together; they take milliseconds each.
SLOT_SECONDS = 60.0
#: Seconds for all meetings that are in each other's way; milliseconds each as well.
DATE_SECONDS = 120.0
#: How long to wait at a time: short enough that Ctrl-C is felt on Windows too.
TICK = 0.1


class SolverProcess:
    """
    A solver that runs beside this program.

    Started at once, so that it loads while the caller does something else;
    use it in a `with` block.

    Examples
    --------
    >>> with SolverProcess() as solver:
    ...     pass
    """

    def __init__(self) -> None:
        #: Whether Ctrl-C ended the last search.
        self.was_interrupted = False
        self._start()

    def _start(self) -> None:
        self._process = children.start("koppeling.solve.worker", takes_input=True)
        self._messages: queue.SimpleQueue[object | None] = queue.SimpleQueue()
        threading.Thread(target=_listen, args=(self._process, self._messages), daemon=True).start()

    def __enter__(self) -> Self:
        """Return itself; the process is running already."""
        return self

    def __exit__(self, *_exception: object) -> None:
        """End the process: it leaves by itself when nobody asks anything more."""
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            if self._process.stdin is not None:
                self._process.stdin.close()
            self._process.wait(timeout=GRACE)
        self.close()

    def close(self) -> None:
        """End the process at once, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    def _send(self, message: object) -> None:
        if self._process.poll() is not None:
            self.close()
            self._start()
        if self._process.stdin is None:
            raise SolveError("the solver process has no input")
        with contextlib.suppress(OSError):
            send(self._process.stdin, message)  # type: ignore[arg-type]

    def assign(
        self,
        problem: AssignmentProblem,
        options: SolveOptions,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> Assigned:
        """
        Solve a problem within its time.

        Ctrl-C, a crash of the solver and the time limit all give the best
        answer so far: `chosen` is None only when there was none yet, and
        levels that were not reached have no bound.

        Parameters
        ----------
        problem : AssignmentProblem
            What to solve.
        options : SolveOptions
            Its `seconds` are kept to within one second.
        on_progress : callable of Progress, optional
            Told of each better answer and each level done.
        """
        deadline = time.monotonic() + options.seconds + GRACE
        self._send(Assign(problem, options))
        tracker = _Tracker(problem)
        for message in self._until(deadline):
            if isinstance(message, Assigned):
                return message
            if isinstance(message, Progress):
                tracker.note(message)
                if on_progress is not None:
                    on_progress(message)
        self.close()
        return tracker.best_so_far()

    def _until(self, deadline: float) -> Iterator[object]:
        """Yield messages until the deadline or the end of the process; pass Ctrl-C on once."""
        with _interrupts() as interrupted:
            stopping = False
            while time.monotonic() < deadline:
                if interrupted.is_set() and not stopping:
                    stopping = self.was_interrupted = True
                    deadline = min(deadline, time.monotonic() + 2 * GRACE)
                    self._send(Stop())
                try:
                    message = self._messages.get(timeout=TICK)
                except queue.Empty:
                    continue
                if message is None:
                    return
                yield message

    def answer(self, case: Case) -> Answered:
        """
        Have a whole case answered over there: compiled, solved and given slots.

        A crash, or time that is up before there is anything, is an answer too.

        Parameters
        ----------
        case : Case
            Its own options say how long solving may take.
        """
        self._send(Answer(case))
        for message in self._until(time.monotonic() + case.options.seconds + AROUND_SECONDS):
            if isinstance(message, Answered):
                return message
        self.close()
        return Answered(None, _("The solver stopped before it had an answer."))

    def measure(self, question: RoomQuestion) -> Room:
        """Have it worked out over there how many more fit; a crash gives no figures."""
        self._send(MeasureRoom(question))
        for message in self._until(time.monotonic() + question.seconds + AROUND_SECONDS):
            if isinstance(message, Room):
                return message
        self.close()
        return Room()

    def find_fixes(self, question: FixQuestion) -> FixAnswer:
        """Have the cheapest fixes sought over there; a crash gives none."""
        self._send(FindFixes(question))
        for message in self._until(time.monotonic() + question.options.seconds + AROUND_SECONDS):
            if isinstance(message, FixAnswer):
                return message
        self.close()
        return FixAnswer()

    def choose_slots(self, problems: tuple[SlotProblem, ...]) -> tuple[tuple[int, ...], ...]:
        """
        Choose the fixed slots, per senior.

        Raises
        ------
        SolveError
            When the solver does not answer.
        """
        self._send(ChooseSlots(problems))
        for message in self._until(time.monotonic() + SLOT_SECONDS):
            if isinstance(message, SlotsChosen):
                return message.options
        raise SolveError("the solver gave no fixed slots")

    def choose_dates(self, problems: tuple[DateProblem, ...]) -> tuple[DateAnswer, ...]:
        """
        Choose dates for meetings that are in each other's way, per problem.

        Raises
        ------
        SolveError
            When the solver does not answer.
        """
        self._send(ChooseDates(problems))
        for message in self._until(time.monotonic() + DATE_SECONDS):
            if isinstance(message, DatesChosen):
                return message.answers
        raise SolveError("the solver gave no dates")


#: How a solver is opened.
_opened: ContextVar[Callable[[], contextlib.AbstractContextManager[SolverProcess]]] = ContextVar(
    "opened", default=SolverProcess
)


def open_solver() -> contextlib.AbstractContextManager[SolverProcess]:
    """Open a solver for a with block: a process of its own, unless one is lent (`opened_by`)."""
    return _opened.get()()


@contextlib.contextmanager
def opened_by(
    lend: Callable[[], contextlib.AbstractContextManager[SolverProcess]],
) -> Iterator[None]:
    """
    Have `open_solver` give what `lend` gives inside the with block.

    So one solver, which loads longer than it works, can serve many matches one
    after another. A thread that is started inside the block opens its own.
    """
    token = _opened.set(lend)
    try:
        yield
    finally:
        _opened.reset(token)


@contextlib.contextmanager
def _interrupts() -> Iterator[threading.Event]:
    """Turn the first Ctrl-C into an event; the second one interrupts as usual."""
    interrupted = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield interrupted
        return

    def handle(number: int, frame: FrameType | None) -> None:
        if interrupted.is_set():
            signal.default_int_handler(number, frame)
        interrupted.set()

    before = signal.signal(signal.SIGINT, handle)
    try:
        yield interrupted
    finally:
        signal.signal(signal.SIGINT, before)


class _Tracker:
    """Remembers the best answer told, for when the process does not finish."""

    def __init__(self, problem: AssignmentProblem) -> None:
        self._problem = problem
        self._outcomes: list[LevelOutcome] = []
        self._latest: Progress | None = None
        self._chosen: tuple[int, ...] | None = None

    def note(self, told: Progress) -> None:
        """Take in what the solver tells."""
        self._latest = told
        if told.chosen is not None:
            self._chosen = told.chosen
        if told.outcome is not None:
            self._outcomes.append(told.outcome)

    def best_so_far(self) -> Assigned:
        """Return what is known, every unfinished level unproven."""
        done = {outcome.level for outcome in self._outcomes}
        rest = [
            LevelOutcome(
                level=level,
                value=None
                if self._chosen is None
                else value_of(self._problem, level, self._chosen),
                bound=self._latest.bound if self._latest and self._latest.level == level else None,
                proven=False,
                seconds=0.0,
            )
            for level in self._problem.levels
            if level not in done
        ]
        return Assigned(
            levels=(*self._outcomes, *rest),
            chosen=self._chosen,
            same_pairs={},
            is_infeasible=False,
            solver="OR-Tools CP-SAT",
        )


def _listen(process: subprocess.Popen[bytes], messages: queue.SimpleQueue[object | None]) -> None:
    """Read what the process says until it ends; None is the end."""
    if process.stdout is not None:
        while (message := receive(process.stdout)) is not None:  # type: ignore[arg-type]
            messages.put(message)
    messages.put(None)
