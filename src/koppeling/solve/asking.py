"""Many cases at once: the same call over the cores of this machine or over a cluster."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor, as_completed

from koppeling.locale import _
from koppeling.solve.case import Case
from koppeling.solve.messages import Answered
from koppeling.solve.process import SolverProcess

_here = threading.local()


def solve_case(case: Case) -> Answered:
    """
    Answer one case in a solver process of this thread; never raises for what the case holds.

    A plain function of plain values, so that any executor can run it anywhere.
    """
    if not hasattr(_here, "solver"):
        _here.solver = SolverProcess()
    solver: SolverProcess = _here.solver
    return solver.answer(case)


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


def solve_all(
    cases: Sequence[Case],
    executor: Executor,
    on_done: Callable[[int, Answered], None] | None = None,
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

    Returns
    -------
    tuple of Answered
        One for each case; one that failed says so and loses no other.
    """
    futures = [executor.submit(solve_case, case) for case in cases]
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
