"""
The best sets of items for every bin at once: a table, then what the table lets through.

A set is judged by a profit per pair, which may be negative. The table
(dynamic programming over the one or two tightest resources) bounds from above
what any set can still gain; the listing of sets follows it item by item, holds
all resources exactly, and drops what cannot reach a threshold any more.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from koppeling.solve.columns.bins import Bins, Ints

#: Less than any profit, and far from overflowing when profits are added.
NEVER = -(1 << 60)
#: Cells a bin's table may have; resources are counted in coarser units above it.
MOST_CELLS = 4096
#: Cells of all the tables together.
MOST_MEMORY = 40_000_000
_WORD = 62


@dataclass(frozen=True, eq=False)
class Sets:
    """
    Sets of pairs, listed; each has its bin and its profit.

    Attributes
    ----------
    bin, profit : array (n,)
        Position of the bin among `Bins`; worth of the set.
    start : array (n + 1,)
        Set i holds `pair[start[i]:start[i + 1]]`.
    pair : array
        Indices of pairs.
    dropped : array (S,)
        No set of the bin that is missing, though it reaches the threshold,
        profits more than this; `NEVER` when none is missing.
    """

    bin: Ints
    profit: Ints
    start: Ints
    pair: Ints
    dropped: Ints

    @property
    def is_complete(self) -> bool:
        """Whether no set that reaches its threshold is missing."""
        return bool((self.dropped == NEVER).all())


class Tables:
    """
    What the items from each place on can still gain, by bin and by what is left.

    Parameters
    ----------
    bins : Bins
        S bins of K places.
    profit : array (S, K)
        Worth of each pair; what is not there has `NEVER`.
    slack : int
        Items that lose more than this are left out: sets that hold them fall
        short of the best one by more.
    """

    def __init__(self, bins: Bins, profit: Ints, slack: int) -> None:
        useful = bins.is_there & (profit >= -slack)
        self.width = int(useful.sum(axis=1).max(initial=0))
        place = np.argsort(~useful, axis=1, kind="stable")[:, : self.width]
        there = np.take_along_axis(useful, place, axis=1)
        self.pair = np.take_along_axis(bins.pair, place, axis=1)
        self.profit = np.where(there, np.take_along_axis(profit, place, axis=1), NEVER)
        self.amount = np.take_along_axis(bins.amount, place[None], axis=2)
        self.capacity = bins.capacity
        self.num_bins = bins.num_bins
        self._set_grid()
        self._fill()

    def _set_grid(self) -> None:
        """Choose the resources and the units that the tables count in."""
        rows = self.amount.shape[0]
        for dims in (2, 1, 0):
            if dims > rows:
                continue
            per_dim = int(MOST_CELLS ** (1 / dims)) if dims else 1
            tight = [self._in_units(r, per_dim) for r in range(dims)]
            pads = [int(a.max(initial=0)) for a, _ in tight]
            sizes = [
                int(c.max(initial=0)) + 1 + pad for (_, c), pad in zip(tight, pads, strict=True)
            ]
            cells = int(np.prod(sizes, dtype=np.int64))
            if dims == 0 or cells * self.num_bins * (self.width + 1) <= MOST_MEMORY:
                break
        strides = [int(np.prod(sizes[d + 1 :], dtype=np.int64)) for d in range(len(sizes))]
        self.cells = cells
        # the shift of an item leads from "room left before" to "room left after"
        self.shift = sum(
            (a * stride for (a, _), stride in zip(tight, strides, strict=True)),
            np.zeros((self.num_bins, self.width), dtype=np.int64),
        )
        self.top = sum(
            ((c + pad) * stride for (_, c), pad, stride in zip(tight, pads, strides, strict=True)),
            np.zeros(self.num_bins, dtype=np.int64),
        )
        grid = np.indices(sizes).reshape(len(sizes), -1) if sizes else np.zeros((0, 1), int)
        self.inside = (
            np.all([g >= pad for g, pad in zip(grid, pads, strict=True)], axis=0)
            if (sizes)
            else np.ones(1, dtype=bool)
        )

    def _in_units(self, r: int, most: int) -> tuple[Ints, Ints]:
        """Count a resource in units so coarse that `most` of them do; a relaxation."""
        capacity = self.capacity[r]
        bound = np.minimum(capacity, self.amount[r].sum(axis=1))
        unit = max(1, -(-int(bound.max(initial=0)) // most))
        return self.amount[r] // unit, bound // unit

    def _fill(self) -> None:
        floor = np.where(self.inside, 0, NEVER)
        self.table = np.empty((self.width + 1, self.num_bins, self.cells), dtype=np.int64)
        self.table[self.width] = floor
        # cells below the first one inside stay as they are: nothing leads there
        lowest = int(np.flatnonzero(self.inside)[0])
        here = np.arange(self.num_bins)[:, None] * self.cells + np.arange(lowest, self.cells)
        source, gain = np.empty_like(here), np.empty_like(here)
        for k in range(self.width - 1, -1, -1):
            later, table = self.table[k + 1], self.table[k]
            np.subtract(here, self.shift[:, k, None], out=source)
            np.take(later.reshape(-1), source, out=gain, mode="clip")
            gain += self.profit[:, k, None]
            table[:, :lowest] = floor[:lowest]
            np.maximum(later[:, lowest:], gain, out=table[:, lowest:])

    @property
    def best(self) -> Ints:
        """At least the profit of the best set of each bin, shape (S,)."""
        best: Ints = self.table[0][np.arange(self.num_bins), self.top]
        return best

    def list_sets(self, threshold: Ints, most: int) -> Sets:
        """
        List the sets of every bin that reach its threshold.

        Parameters
        ----------
        threshold : array (S,)
            Least profit; above the bound for a bin that is not asked for.
        most : int
            Open sets at a time; beyond it the least promising ones are dropped.
        """
        bins = np.flatnonzero(self.best >= threshold)
        state = _Open(
            bin=bins,
            profit=np.zeros(len(bins), dtype=np.int64),
            cell=self.top[bins],
            left=self.capacity[:, bins],
            member=np.zeros((len(bins), self.width // _WORD + 1), dtype=np.int64),
        )
        dropped = np.full(self.num_bins, NEVER, dtype=np.int64)
        for k in range(self.width):
            state, promise = self._step(state, k, threshold)
            if len(state.bin) > most:
                cut = np.argpartition(-(promise - threshold[state.bin]), most)
                np.maximum.at(dropped, state.bin[cut[most:]], promise[cut[most:]])
                state = state.only(np.sort(cut[:most]))
        member = np.zeros((len(state.bin), self.width), dtype=bool)
        for k in range(self.width):
            member[:, k] = (state.member[:, k // _WORD] >> (k % _WORD)) & 1
        start = np.concatenate(([0], np.cumsum(member.sum(axis=1))))
        which, places = np.nonzero(member)
        pair = self.pair[state.bin[which], places]
        return Sets(state.bin, state.profit, start, pair, dropped)

    def _step(self, state: _Open, k: int, threshold: Ints) -> tuple[_Open, Ints]:
        """Leave item k out of each open set, and put it in where it fits and can pay."""
        later = self.table[k + 1]
        out = state.profit + later[state.bin, state.cell]
        stays = out >= threshold[state.bin]
        gain = self.profit[state.bin, k]
        left = state.left - self.amount[:, state.bin, k]
        cell = state.cell - self.shift[state.bin, k]
        fits = (left >= 0).all(axis=0) & (gain > NEVER)
        promise = np.full(len(state.bin), NEVER, dtype=np.int64)
        f = np.flatnonzero(fits)
        promise[f] = state.profit[f] + gain[f] + later[state.bin[f], cell[f]]
        enters = np.flatnonzero(promise >= threshold[state.bin])
        member = state.member[enters]
        member[:, k // _WORD] |= 1 << (k % _WORD)
        joined = _Open(
            bin=np.concatenate((state.bin[stays], state.bin[enters])),
            profit=np.concatenate((state.profit[stays], state.profit[enters] + gain[enters])),
            cell=np.concatenate((state.cell[stays], cell[enters])),
            left=np.concatenate((state.left[:, stays], left[:, enters]), axis=1),
            member=np.concatenate((state.member[stays], member)),
        )
        return joined, np.concatenate((out[stays], promise[enters]))


@dataclass(frozen=True, eq=False)
class _Open:
    """Sets under way: which items are in, what they gain, what is left."""

    bin: Ints
    profit: Ints
    cell: Ints
    left: Ints
    member: Ints

    def only(self, chosen: Ints) -> _Open:
        return _Open(
            self.bin[chosen],
            self.profit[chosen],
            self.cell[chosen],
            self.left[:, chosen],
            self.member[chosen],
        )
