"""
Find an answer that is good enough, or prove that there is none.

Branches, bounds by prices, and drops what loses too much, as Posta, Ferland
and Michelon, *An exact method with variable fixing for solving the generalized
assignment problem* (2012): what every pair would lose settles most of them at
each step and tells where to branch. Many subproblems are worked on at once,
since each by itself is small.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from benchmarks.knapsacks.grid import Bools, Grid, Ints
from benchmarks.knapsacks.nodes import Nodes, joined
from benchmarks.knapsacks.pricing import SECONDS_A_CELL
from benchmarks.knapsacks.relaxation import Losses, Relaxation
from koppeling.solve.columns.pricing import SCALE

#: Subproblems worked on at a time.
TOGETHER = 32
#: Steps toward better prices for each.
STEPS = 8
#: How sharply a loss, as a share of what may be lost, makes a subproblem smaller.
SHARPNESS = 5.0


@dataclass
class Branching:
    """
    Looks through subproblems for an answer that is good enough.

    Parameters
    ----------
    grid : Grid
        The problem.
    least : int
        Points that are good enough.
    spend : callable of float
        Told of the seconds of work done on a slow machine; False when nothing
        more may be started.

    Attributes
    ----------
    met : array (N,) or None
        The bin of each item in the best answer met, good enough or not.
    """

    grid: Grid
    least: int
    spend: Callable[[float], bool]
    met: Ints | None = field(default=None, init=False)

    @property
    def goal(self) -> int:
        """What a subproblem must reach to be worth a look, in `SCALE`-ths."""
        return self.least * SCALE

    @property
    def has_found(self) -> bool:
        """Whether an answer met is good enough."""
        return self.met is not None and self.grid.value(self.met) >= self.least

    def run(self, root: Nodes) -> bool:
        """
        Look through `root` until an answer is good enough.

        Returns
        -------
        bool
            Whether it came to an end: one is found, or there is none.
        """
        waiting = [self._worth_a_look(root.settled(self.grid))]
        while waiting and not self.has_found:
            nodes = waiting.pop()
            while len(nodes) < TOGETHER and waiting:
                nodes = joined([waiting.pop(), nodes])
            if len(nodes) > TOGETHER:
                is_first: Bools = np.arange(len(nodes)) < len(nodes) - TOGETHER
                waiting.append(nodes.only(is_first))
                nodes = nodes.only(np.logical_not(is_first))
            if not len(nodes):
                continue
            work = SECONDS_A_CELL * STEPS * int(nodes.alive.sum()) * int(self.grid.capacity.max())
            if not self.spend(work):
                return False
            waiting.append(self._advance(nodes))
        return True

    def fix(self, nodes: Nodes) -> tuple[Nodes, Losses]:
        """Drop pairs with which, and lock pairs without which, nothing good enough is left."""
        gap = nodes.bound - self.goal
        losses = Relaxation(self.grid, nodes).losses(nodes.price, gap)
        limit = gap[:, None, None]
        needed = nodes.alive & (losses.without_pair > limit)
        is_needed = needed.any(axis=1, keepdims=True)
        alive: Bools = nodes.alive & (losses.with_pair <= limit) & (needed | ~is_needed)
        # an item that two bins cannot do without: no answer
        is_torn: Bools = needed.sum(axis=1) > 1
        alive[is_torn.any(axis=1)] = False
        return Nodes(alive, nodes.price, nodes.bound), losses

    def _worth_a_look(self, nodes: Nodes) -> Nodes:
        return nodes.only(nodes.bound >= self.goal)

    def _advance(self, nodes: Nodes) -> Nodes:
        """Price subproblems, fix what that settles, and split the rest; the best come last."""
        nodes = self._worth_a_look(self._priced(nodes))
        if self.has_found or not len(nodes):
            return nodes
        nodes, losses = self.fix(nodes)
        parts = self._split(nodes, losses).settled(self.grid)
        return parts.only(np.argsort(parts.bound, kind="stable"))

    def _priced(self, nodes: Nodes) -> Nodes:
        """Step toward prices that prove a subproblem not worth a look; note answers met."""
        relaxation = Relaxation(self.grid, nodes)
        price, bound = nodes.price, nodes.bound.copy()
        now = price.astype(float)
        pace = np.ones(len(nodes))
        lowest = np.full(len(nodes), np.iinfo(np.int64).max)
        for _ in range(STEPS):
            whole = np.rint(now).astype(np.int64)
            found, taken = relaxation.solve(whole)
            is_lower = found < lowest
            price = np.where(is_lower[:, None], whole, price)
            lowest = np.minimum(lowest, found)
            down = 1.0 - taken.sum(axis=1)
            norm = (down**2).sum(axis=1)
            for b in np.flatnonzero(norm == 0):
                self._note(taken[b])
                bound[b] = min(bound[b], found[b])
            bound = np.minimum(bound, lowest)
            if (bound < self.goal).all():
                break
            pace = np.where(is_lower, pace, pace / 2)
            stride = pace * np.maximum(found - self.goal + SCALE // 4, 0) / np.maximum(norm, 1)
            now = np.where(is_lower[:, None], now, price) - stride[:, None] * down
        return Nodes(nodes.alive, price, bound)

    def _note(self, taken: Bools) -> None:
        """Keep an answer when it is the best so far."""
        place = taken.argmax(axis=0).astype(np.int64)
        best = -1 if self.met is None else self.grid.value(self.met)
        if self.grid.fits(place) and self.grid.value(place) > best:
            self.met = place

    def _split(self, nodes: Nodes, losses: Losses) -> Nodes:
        """Give an item of each subproblem each of its bins in turn: the item that leaves least."""
        gap = np.maximum(nodes.bound - self.goal, 1)[:, None, None]
        share = np.minimum(losses.with_pair / gap, 10.0)
        size = np.where(nodes.alive, np.exp(-SHARPNESS * share), 0).sum(axis=1)
        is_open = nodes.alive.sum(axis=1) > 1
        item = np.where(is_open, size, np.inf).argmin(axis=1)
        every = np.arange(len(nodes))
        which, s = np.nonzero(nodes.alive[every, :, item])
        alive = nodes.alive[which]
        each = np.arange(len(which))
        alive[each, :, item[which]] = False
        alive[each, s, item[which]] = True
        bound = nodes.bound[which] - np.maximum(losses.with_pair[which, s, item[which]], 0)
        return Nodes(alive, nodes.price[which], bound)
