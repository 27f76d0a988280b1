"""Many subproblems at once: which pairs each still has, and what that settles."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks.knapsacks.grid import Bools, Grid, Ints


@dataclass(frozen=True, eq=False)
class Nodes:
    """
    B subproblems of one grid.

    Attributes
    ----------
    alive : array (B, S, N)
        Pairs that can still be chosen.
    price : array (B, N)
        What each item costs, in `SCALE`-ths of a point.
    bound : array (B,)
        No answer of a subproblem has more, in `SCALE`-ths of a point.
    """

    alive: Bools
    price: Ints
    bound: Ints

    def __len__(self) -> int:
        return len(self.bound)

    def only(self, keep: Bools | Ints) -> Nodes:
        """Return the subproblems that `keep` marks or lists."""
        return Nodes(self.alive[keep], self.price[keep], self.bound[keep])

    def settled(self, grid: Grid) -> Nodes:
        """
        Follow up items that have one pair left: it takes its room from the others.

        Subproblems in which an item has no pair left, or a bin carries too
        much, are dropped.
        """
        nodes = self
        while True:
            count = nodes.alive.sum(axis=1)
            locked = nodes.alive & (count == 1)[:, None, :]
            left = grid.capacity - (locked * grid.amount).sum(axis=2)
            nodes = nodes.only((count > 0).all(axis=1) & (left >= 0).all(axis=1))
            if len(nodes) < len(left):
                continue
            alive = nodes.alive & (locked | (grid.amount <= left[:, :, None]))
            if np.array_equal(alive, nodes.alive):
                return nodes
            nodes = Nodes(alive, nodes.price, nodes.bound)


def joined(parts: list[Nodes]) -> Nodes:
    """Put subproblems together."""
    return Nodes(
        np.concatenate([part.alive for part in parts]),
        np.concatenate([part.price for part in parts]),
        np.concatenate([part.bound for part in parts]),
    )
