"""
What the bins are worth at given prices, each by itself: bounds, and what each pair would lose.

An item costs its price in every bin that takes it; then Σ prices + Σ best set
of each bin bounds every answer (Lagrangian duality), whatever the prices are.
All in whole `SCALE`-ths of a point, so that it is exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from benchmarks.knapsacks.grid import Bools, Grid, Ints
from benchmarks.knapsacks.nodes import Nodes
from koppeling.solve.columns.knapsack import NEVER
from koppeling.solve.columns.pricing import SCALE


@dataclass(frozen=True, eq=False)
class Losses:
    """
    How far the bound falls, in `SCALE`-ths of a point, at least 0; shape (B, S, N) each.

    Attributes
    ----------
    with_pair : array
        When a pair is chosen (and so in no other bin); vast where it cannot be.
    without_pair : array
        When a pair is not chosen.
    """

    with_pair: Ints
    without_pair: Ints


class Relaxation:
    """
    The bins of B settled subproblems, side by side.

    Parameters
    ----------
    grid : Grid
        S bins by N items.
    nodes : Nodes
        Subproblems of it, settled.
    """

    def __init__(self, grid: Grid, nodes: Nodes) -> None:
        self._shape = nodes.alive.shape
        self._alive = nodes.alive
        is_alone = nodes.alive.sum(axis=1) == 1
        self.locked: Bools = nodes.alive & is_alone[:, None, :]
        self._grid = grid
        self._is_free = ~is_alone
        self._settled = (self.locked * grid.worth).sum(axis=(1, 2)) * SCALE
        self._left = (grid.capacity - (self.locked * grid.amount).sum(axis=2)).ravel()

    @cached_property
    def _rows(self) -> Ints:
        return np.arange(self._shape[0] * self._shape[1])

    def _profit(self, price: Ints) -> Ints:
        """Return the profit of each pair that is open, `NEVER` elsewhere, shape (B·S, N)."""
        profit = self._grid.worth * SCALE - price[:, None, :]
        is_open = self._alive & self._is_free[:, None, :]
        return np.where(is_open, profit, NEVER).reshape(
            self._shape[0] * self._shape[1], self._shape[2]
        )

    def _base(self, price: Ints) -> Ints:
        """Return the part of the bound that is no bin's, shape (B,)."""
        base: Ints = self._settled + np.where(self._is_free, price, 0).sum(axis=1)
        return base

    def solve(self, price: Ints) -> tuple[Ints, Bools]:
        """Return the bound at these prices, shape (B,), and the best set of every bin (B, S, N)."""
        table = _Table(self._grid, self._profit(price), self._left, 1)
        taken = self.locked.copy()
        row, item = table.best_sets()
        num_bins = self._shape[1]
        taken[row // num_bins, row % num_bins, item] = True
        bound = self._base(price) + table.best.reshape(self._shape[:2]).sum(axis=1)
        return bound, taken

    def losses(self, price: Ints, gap: Ints) -> Losses:
        """
        Find what each pair costs the bound, as far as it is no more than `gap` (shape (B,)).

        A pair whose profit is below -gap loses more than that.
        """
        profit = self._profit(price)
        table = _Table(self._grid, profit, self._left, -np.repeat(gap, self._shape[1])[:, None])
        lost_in, lost_out = table.losses()
        lost_in, lost_out = lost_in.reshape(self._shape), lost_out.reshape(self._shape)
        # in one bin, an item is in none of the others
        elsewhere = lost_out.sum(axis=1, keepdims=True) - lost_out
        settled = self.locked
        return Losses(
            np.where(settled, 0, lost_in + elsewhere), np.where(settled, -NEVER, lost_out)
        )


class _Table:
    """What the places from each one on can still gain, by row and by room used."""

    def __init__(self, grid: Grid, profit: Ints, left: Ints, least: Ints | int) -> None:
        self._num_items = profit.shape[1]
        useful = (profit >= least) & (profit > NEVER)
        width = int(useful.sum(axis=1).max(initial=0))
        self._item = np.argsort(~useful, axis=1, kind="stable")[:, :width]
        self._there = np.take_along_axis(useful, self._item, axis=1)
        rows = np.arange(len(left))
        bin_of_row = rows % len(grid.capacity)
        self._gain = np.where(self._there, np.take_along_axis(profit, self._item, axis=1), NEVER)
        self._amount = np.where(self._there, grid.amount[bin_of_row[:, None], self._item], 0)
        left = np.minimum(left, self._amount.sum(axis=1))
        self._room = int(left.max(initial=0)) + 1
        cells = self._room + int(self._amount.max(initial=0))
        self._pad = cells - self._room
        self._start = rows * cells
        self._table = np.full((width + 1, len(rows), cells), NEVER, dtype=np.int64)
        room = np.arange(self._room)
        self._table[width, :, : self._room] = np.where(room <= left[:, None], 0, NEVER)
        for k in range(width - 1, -1, -1):
            later = self._table[k + 1]
            gain = later.take(self._source(k)) + self._gain[:, k, None]
            np.maximum(later[:, : self._room], gain, out=self._table[k, :, : self._room])
        self._width = width

    def _source(self, k: int) -> Ints:
        """Return where the room used is found once place k has taken its part."""
        return (self._start + self._amount[:, k])[:, None] + np.arange(self._room)

    @property
    def best(self) -> Ints:
        """The profit of the best set of each row."""
        return self._table[0, :, 0]

    def best_sets(self) -> tuple[Ints, Ints]:
        """Return rows and items of the best sets."""
        rows = np.arange(len(self._start))
        used = np.zeros(len(rows), dtype=np.int64)
        taken = np.zeros((len(rows), self._width), dtype=bool)
        for k in range(self._width):
            taken[:, k] = self._table[k, rows, used] > self._table[k + 1, rows, used]
            used += self._amount[:, k] * taken[:, k]
        row, at = np.nonzero(taken)
        return row, self._item[row, at]

    def losses(self) -> tuple[Ints, Ints]:
        """Return what rows lose with each item and without it; with what is missing: vast, 0."""
        shape = (len(self._start), self._num_items)
        with_it = np.full(shape, -NEVER, dtype=np.int64)
        without_it = np.zeros(shape, dtype=np.int64)
        # sets of the places before k, by room used; the pad is for what would use less than none
        before = np.full((shape[0], self._pad + self._room), NEVER, dtype=np.int64)
        before[:, self._pad] = 0
        rows = np.arange(shape[0])
        start = rows * before.shape[1] + self._pad
        for k in range(self._width):
            later = self._table[k + 1]
            used = before[:, self._pad :]
            amount, gain = self._amount[:, k], self._gain[:, k]
            there = self._there[:, k]
            best_in = (used + later.take(self._source(k))).max(axis=1) + gain
            best_out = (used + later[:, : self._room]).max(axis=1)
            at = rows[there], self._item[there, k]
            with_it[at] = (self.best - best_in)[there]
            without_it[at] = (self.best - best_out)[there]
            source = (start - amount)[:, None] + np.arange(self._room)
            np.maximum(used, before.take(source) + gain[:, None], out=used)
            np.maximum(used, NEVER, out=used)
        return with_it, without_it
