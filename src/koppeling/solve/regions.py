"""
Regions of a problem, worked on at once: on the cores of this machine or on a cluster.

Two things are the same whether one worker does them or many. Parts that share
no bin are solved apart and taken over together; and bins answer prices group
by group, which makes the prices of shared items the coordination between
regions, and the bound one bound for all. Everything that goes to a worker is a
tuple of plain values or arrays, and answers are taken in a fixed order.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from typing import TypeVar

from koppeling.solve.columns.bins import Ints
from koppeling.solve.neighbourhoods import Map, Part, share_out
from koppeling.solve.softening import Group, Reaction, react

Job = TypeVar("Job")
Found = TypeVar("Found")


class Regions:
    """
    Hands work out by region.

    Parameters
    ----------
    executor : Executor or None
        Where it is done; None for here, one after another.
    is_over : callable
        Whether nothing more may be handed out.
    """

    def __init__(self, executor: Executor | None, is_over: Callable[[], bool]) -> None:
        self._executor = executor
        self._is_over = is_over

    def each(self, work: Callable[[Job], Found], jobs: Sequence[Job]) -> Iterator[Found | None]:
        """Yield what comes of each job, in their order, until it is over; None where it failed."""
        if self._executor is None:
            for job in jobs:
                if self._is_over():
                    return
                yield work(job)
            return
        futures = [self._executor.submit(work, job) for job in jobs]
        for future in futures:
            if self._is_over():
                break
            yield None if future.exception() is not None else future.result()
        for future in futures:
            future.cancel()

    def react(
        self, groups: Sequence[Group], item: Ints, side: Ints, temperature: float
    ) -> Iterable[Reaction]:
        """Let groups of bins answer prices; see `koppeling.solve.softening.Ask`."""
        if self._executor is None:
            return [react(group, item, side, temperature) for group in groups]
        futures = [self._executor.submit(react, group, item, side, temperature) for group in groups]
        return [
            # a bound needs them all: what a worker lost is worked out here
            react(group, item, side, temperature) if future.exception() else future.result()
            for group, future in zip(groups, futures, strict=True)
        ]

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
