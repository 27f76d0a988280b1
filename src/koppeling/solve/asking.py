"""Many cases at once: the same call over the cores of this machine or over a cluster."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor, as_completed
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar

from koppeling.errors import ClusterError
from koppeling.locale import _, language
from koppeling.solve.messages import Answered
from koppeling.solve.process import SolverProcess
from koppeling.solve.questions import Case, FixAnswer, FixQuestion, Room, RoomQuestion

#: How long a scheduler may take to answer.
_CONNECT_SECONDS = 10
_here = threading.local()


def solve_case(case: Case) -> Answered:
    """
    Answer one case in a solver process of this thread; never raises for what the case holds.

    A plain function of plain values, so that any executor can run it anywhere.
    """
    if not hasattr(_here, "solver"):
        _here.solver = SolverProcess()
    solver: SolverProcess = _here.solver
    with language(case.language):  # a thread, or a machine, has its own
        return solver.answer(case)


def measure_room(question: RoomQuestion) -> Room:
    """Answer a question about room, as `solve_case` does a case."""
    if not hasattr(_here, "solver"):
        _here.solver = SolverProcess()
    solver: SolverProcess = _here.solver
    return solver.measure(question)


def find_fixes(question: FixQuestion) -> FixAnswer:
    """Answer a question about fixes, as `solve_case` does a case."""
    if not hasattr(_here, "solver"):
        _here.solver = SolverProcess()
    solver: SolverProcess = _here.solver
    return solver.find_fixes(question)


class SolverPool(ThreadPoolExecutor):
    """
    A thread for each core, each with a solver process that may die without harm.

    The threads only wait, so compiling and solving run truly side by side.

    Parameters
    ----------
    workers : int, optional
        How many at once; one for each core by default.
    """

    def __init__(self, workers: int | None = None) -> None:
        self._solvers: list[SolverProcess] = []
        super().__init__(workers or os.cpu_count() or 1, initializer=self._begin)

    def _begin(self) -> None:
        _here.solver = SolverProcess()
        self._solvers.append(_here.solver)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - the signature of Executor
        """End the pool, and its processes at once when nobody waits for them."""
        if not wait:
            self._close()
        super().shutdown(wait, cancel_futures=cancel_futures)
        self._close()

    def _close(self) -> None:
        for solver in self._solvers:
            solver.close()


def begin_loading(executor: Executor, number: int) -> None:
    """Let `number` solvers load while the caller does something else, such as reading."""
    for _nobody in range(number):
        executor.submit(int)


@contextmanager
def open_pool(workers: int | None = None) -> Iterator[Executor]:
    """Open a pool of one's own; whatever ends the block early ends what was asked as well."""
    pool = SolverPool(workers)
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()


#: How a pool is opened.
_opened: ContextVar[Callable[[int | None], AbstractContextManager[Executor]]] = ContextVar(
    "opened", default=open_pool
)


@contextmanager
def pooled_by(lend: Callable[[int | None], AbstractContextManager[Executor]]) -> Iterator[None]:
    """Have `open_executor` give what `lend` gives in the block, as `process.opened_by` does."""
    token = _opened.set(lend)
    try:
        yield
    finally:
        _opened.reset(token)


@contextmanager
def open_executor(workers: int | None = None, scheduler: str | None = None) -> Iterator[Executor]:
    """
    Open where cases are solved: the cores of this machine, or a Dask cluster.

    Whatever ends the block early, such as Ctrl-C, ends what was asked as well.

    Parameters
    ----------
    workers : int, optional
        How many at once on this machine; one for each core by default.
    scheduler : str, optional
        Address of a Dask scheduler (`tcp://10.0.0.1:8786`); its workers need
        this same version of koppeling, one thread each.

    Raises
    ------
    ClusterError
        When Dask is not installed, or nothing answers at that address.
    """
    if scheduler is not None:
        with _cluster(scheduler) as executor:
            yield executor
        return
    with _opened.get()(workers) as executor:
        yield executor


@contextmanager
def _cluster(scheduler: str) -> Iterator[Executor]:
    try:
        from distributed import Client
    except ImportError as error:
        raise ClusterError(
            _(
                "Working on a cluster needs an extra part of koppeling. Install it with: "
                'pip install "koppeling[cluster]"'
            )
        ) from error
    try:
        client = Client(scheduler, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterError(
            _("No cluster answers at {address}. Check the address after --scheduler.").format(
                address=scheduler
            )
        ) from error
    with client:
        executor = client.get_executor(pure=False)
        try:
            yield executor
        except BaseException:
            executor.shutdown(wait=False)
            raise


def solve_all(
    cases: Sequence[Case],
    executor: Executor,
    on_done: Callable[[int, Answered], None] | None = None,
    ask: Callable[[Case], Answered] = solve_case,
) -> tuple[Answered, ...]:
    """
    Answer many cases; the answers come in the order of the cases.

    Parameters
    ----------
    cases : sequence of Case
        In any number.
    executor : Executor
        A `SolverPool`, or that of a cluster.
    on_done : callable, optional
        Told the index and the answer of each case as it ends, whichever ends first.
    ask : callable, optional
        Answers one case, wherever the executor runs it; a function of a module,
        so that it can travel.

    Returns
    -------
    tuple of Answered
        One for each case; one that failed says so and loses no other.
    """
    futures = [executor.submit(ask, case) for case in cases]
    index_of = {future: index for index, future in enumerate(futures)}
    answers: dict[int, Answered] = {}
    for future in as_completed(futures):
        index, failure = index_of[future], future.exception()
        answers[index] = (
            future.result()
            if failure is None
            else Answered(None, _("The solver stopped: {reason}.").format(reason=failure))
        )
        if on_done is not None:
            on_done(index, answers[index])
    return tuple(answers[index] for index in range(len(cases)))
