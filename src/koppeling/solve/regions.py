"""
Regions of a problem, worked on at once: on the cores of this machine or on a cluster.

Two things are the same whether one worker does them or many. Parts that share
no bin are solved apart and taken over together; and bins answer prices group
by group, which makes the prices of shared items the coordination between
regions, and the bound one bound for all. Everything that goes to a worker is a
tuple of plain values or arrays, and answers are taken in a fixed order.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, wait
from functools import partial
from typing import TypeVar

from koppeling.solve.columns.bins import Ints
from koppeling.solve.neighbourhoods import Map, Part, share_out
from koppeling.solve.softening import Group, Reaction, react

Job = TypeVar("Job")
Found = TypeVar("Found")

#: Seconds until whoever waits looks up.
TICK = 0.1


class Regions:
    """
    Hands work out by region.

    Parameters
    ----------
    executor : Executor
        Where it is done.
    is_over : callable
        Whether nothing more may be waited for.
    """

    def __init__(self, executor: Executor, is_over: Callable[[], bool]) -> None:
        self._executor = executor
        self._is_over = is_over

    def each(self, work: Callable[[Job], Found], jobs: Iterable[Job]) -> Iterator[Found | None]:
        """Yield what comes of each job, in their order, until it is over; None where it failed."""
        futures = [self._submit(work, job) for job in jobs]
        for future in futures:
            found = None if future is None else self._result(future)
            if self._is_over():
                break
            yield found
        for future in futures:
            if future is not None:
                future.cancel()

    def _submit(self, work: Callable[[Job], Found], job: Job) -> Future[Found] | None:
        try:
            return self._executor.submit(work, job)
        except (RuntimeError, OSError):  # a pool that broke, or a cluster that went away
            return None

    def _result(self, future: Future[Found]) -> Found | None:
        """Wait for a job, no longer than until it is over; None when it failed."""
        while not future.done():
            if self._is_over():
                return None
            wait([future], timeout=TICK)
        if future.cancelled() or future.exception() is not None:
            return None
        return future.result()

    def react(
        self, groups: Sequence[Group], item: Ints, side: Ints, temperature: float
    ) -> Iterable[Reaction]:
        """Let groups of bins answer prices; see `koppeling.solve.softening.Ask`."""
        ask = partial(react, item=item, side=side, temperature=temperature)
        # a bound needs them all: what a worker lost, or had no time for, is worked out here
        found = itertools.chain(self.each(ask, groups), itertools.repeat(None))
        return [one or ask(group) for group, one in zip(groups, found, strict=False)]

    def improve(
        self,
        whole: Map,
        chosen: Collection[int],
        regions: Sequence[Collection[int]],
        seed: int,
        solve: Callable[[Part], tuple[int, ...]],
    ) -> Iterator[tuple[int, ...]]:
        """
        Solve regions that share no bin, each with the answer at hand around it.

        `solve` returns pairs of the whole for a part. Yields the whole answer
        after each region; it never becomes worse.
        """
        spare = share_out(whole, chosen, regions, seed)
        parts = [
            whole.carve(chosen, bins, items) for bins, items in zip(regions, spare, strict=True)
        ]
        now = set(chosen)
        for part, found in zip(parts, self.each(solve, parts), strict=False):
            if found is not None:
                now.difference_update(part.pair)
                now.update(found)
                yield tuple(sorted(now))
