"""
Prices for a problem of any size, found in some dozens of steps, and the bound they prove.

Whatever items and sides are priced at, Σ best set of each bin + Σ prices is an
upper bound (Lagrangian duality); finding the lowest one is hard because it has
edges. So each bin weighs *all* of its sets, the better the heavier
(a partition sum over the same table that finds its best set), which gives a
smooth bound and the expected number of times each item is taken; accelerated
descent on it needs few steps. The temperature falls in stages. At each step
the exact bound, in whole numbers, comes along.

Bins only meet in the prices: a step can be taken for groups of bins apart, on
another machine as well, and the prices of the items they share coordinate them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from koppeling.model.problem import AssignmentProblem
from koppeling.solve.columns.bins import Bins, Ints
from koppeling.solve.columns.knapsack import NEVER, Tables
from koppeling.solve.columns.master import Floats, Prices
from koppeling.solve.columns.pricing import SCALE
from koppeling.solve.columns.target import Target

#: Bins whose tables are made at a time.
GROUP = 64
#: Temperatures of the stages, as shares of what a pair is worth on average.
TEMPERATURES = (1 / 12, 1 / 24, 1 / 48)
#: Steps of a stage.
STEPS = 12
#: How much more carefully than the curvature of single items suggests; they move together.
CARE = 4.0
#: Sets with an item that loses this many temperatures are too rare to count.
RARE = 25
#: Temperatures that the best set of a bin may profit, at most.
STEEPEST = 500.0
_MOST = 1e300


#: So that a group of bins travels light.
_NOTHING = AssignmentProblem(
    num_items=0,
    num_bins=0,
    pair_item=(),
    pair_bin=(),
    locked=(),
    resources=(),
    totals=(),
    option_pair=(),
    slot_rows=(),
    placed=(),
    kept=(),
    served=(),
    points=(),
    draw=(),
)


@dataclass(frozen=True, eq=False)
class SeniorGroup:
    """Some bins, with what their pairs are worth by place: enough to answer prices."""

    bins: Bins
    worth: Ints
    sides: tuple[Ints, ...]


@dataclass(frozen=True, eq=False)
class Reaction:
    """
    What bins do at given prices.

    Attributes
    ----------
    best : int
        No sets of theirs profit more together, in `SCALE`-ths of a point.
    soft : float
        The smooth bound on the same, in points.
    pair, taken : array (n,)
        How often each pair is taken, when better sets are likelier.
    """

    best: int
    soft: float
    pair: Ints
    taken: Floats


def groups_of(bins: Bins, target: Target, size: int) -> list[SeniorGroup]:
    """Split bins in groups of at most `size`."""
    worth = bins.spread(target.weights) * SCALE
    sides = [bins.spread(side.weights) for side in target.sides]
    groups = []
    for first in range(0, bins.num_bins, size):
        cut = slice(first, first + size)
        some = Bins(
            _NOTHING, bins.pair[cut], bins.item[cut], bins.amount[:, cut], bins.capacity[:, cut]
        )
        groups.append(SeniorGroup(some, worth[cut], tuple(side[cut] for side in sides)))
    return groups


def react(group: SeniorGroup, item: Ints, side: Ints, temperature: float) -> Reaction:
    """
    Let the bins of a group answer prices; a plain function, to run anywhere.

    Parameters
    ----------
    group : Group
        The bins.
    item, side : array
        Prices in whole `SCALE`-ths; of each item, and of a unit of each side.
    temperature : float
        How much worse a set may be, in points, to be e times as rare.
    """
    profit = group.worth - item[group.bins.item]
    for price, weights in zip(side.tolist(), group.sides, strict=True):
        profit = profit + price * weights
    profit = np.where(group.bins.is_there, profit, NEVER)
    tables = Tables(group.bins, profit, int(RARE * temperature * SCALE))
    # a bin that profits much is looked at more softly, so that no weight overflows
    heat = np.maximum(temperature * SCALE, tables.best / STEEPEST)
    taken, logs = _expect(tables, heat)
    there = tables.pair >= 0
    return Reaction(
        int(np.maximum(tables.best, 0).sum()),
        float((heat / SCALE * logs).sum()),
        tables.pair[there],
        taken[there],
    )


def _expect(tables: Tables, heat: Floats) -> tuple[Floats, Floats]:
    """Return how often each place is taken, shape (S, K), and per bin the log of all weights."""
    fits = (tables.amount <= tables.capacity[:, :, None]).all(axis=0) & (tables.profit > NEVER)
    weight = np.where(fits, np.exp(np.where(fits, tables.profit, 0) / heat[:, None]), 0.0)
    rows = np.arange(tables.num_bins)
    lowest = int(np.flatnonzero(tables.inside)[0])
    here = rows[:, None] * tables.cells + np.arange(lowest, tables.cells)[None, :]
    later = np.empty((tables.width + 1, tables.num_bins, tables.cells))
    later[-1] = tables.inside
    for k in range(tables.width - 1, -1, -1):
        later[k] = later[k + 1]
        source = here - tables.shift[:, k, None]
        with np.errstate(over="ignore"):  # only where there is more room than the bin has
            later[k][:, lowest:] += weight[:, k, None] * later[k + 1].ravel()[source]
        np.minimum(later[k], _MOST, out=later[k])
        later[k][:, ~tables.inside] = 0
    whole = later[0][rows, tables.top]
    reach = np.zeros((tables.num_bins, tables.cells))
    reach[rows, tables.top] = 1 / whole
    taken = np.zeros((tables.num_bins, tables.width))
    for k in range(tables.width):
        flow = weight[:, k, None] * reach[:, lowest:]
        source = here - tables.shift[:, k, None]
        taken[:, k] = (flow * later[k + 1].ravel()[source]).sum(axis=1)
        reach.ravel()[source] += flow  # each source once: a row shifts as a whole
        reach[:, ~tables.inside] = 0
    return taken, np.log(whole)


#: Lets every group react, here or elsewhere, in order.
Ask = Callable[[Sequence[SeniorGroup], Ints, Ints, float], Iterable[Reaction]]


def ask_here(
    groups: Sequence[SeniorGroup], item: Ints, side: Ints, temperature: float
) -> Iterable[Reaction]:
    """Let every group react, one after another."""
    return (react(group, item, side, temperature) for group in groups)


@dataclass(frozen=True, eq=False)
class _Slope:
    bound: int
    smooth: float
    slope: Floats
    curve: Floats


class Descent:
    """
    Looks for the prices that prove the lowest bound on a target.

    Parameters
    ----------
    bins : Bins
        The problem.
    target : Target
        What to maximise, and what to hold.
    prices : Prices
        To begin with, such as those of `koppeling.solve.relaxing`.
    ask : callable
        How groups of bins are asked.
    scale : float, optional
        What temperatures are shares of; by default what a pair is worth on average.

    Attributes
    ----------
    bound : int
        No answer has more, in whole points.
    prices : Prices
        Those that prove it.
    taken : array (num_pairs,)
        How often each pair is taken at these prices: a good answer, in fractions.
    """

    def __init__(
        self,
        bins: Bins,
        target: Target,
        prices: Prices,
        ask: Ask = ask_here,
        scale: float | None = None,
    ) -> None:
        self._target = target
        self._groups = groups_of(bins, target, GROUP)
        self._pair_item = np.asarray(bins.problem.pair_item, dtype=np.int64)
        self._weights = [np.asarray(side.weights, dtype=float) for side in target.sides]
        self._num_items = bins.problem.num_items
        self._ask = ask
        free = np.zeros(self._num_items + len(target.sides), dtype=bool)
        free[list(target.required)] = True
        self._floor = np.where(free, -np.inf, 0.0)
        worth = np.abs([weight for weight in target.weights if weight] or [1])
        self._scale = float(worth.mean()) if scale is None else scale
        self._best, self.prices = 1 << 62, prices
        self.taken: Floats = np.zeros(len(self._pair_item))

    @property
    def bound(self) -> int:
        """No answer has more, in whole points."""
        return self._best // SCALE

    def prove(self) -> int:
        """Return what the prices at hand prove."""
        self._try(np.concatenate((self.prices.item[:-1], self.prices.side)), self._scale)
        return self.bound

    def run(self, enough: int, is_over: Callable[[], bool]) -> None:
        """Descend until the bound is `enough`, it is over, or the stages are."""
        for share in TEMPERATURES:
            if self.bound <= enough or is_over():
                return
            self._run_stage(share * self._scale, enough, is_over)

    def _run_stage(self, temperature: float, enough: int, is_over: Callable[[], bool]) -> None:
        """Take accelerated steps at one temperature, from the best prices so far."""
        here = np.concatenate((self.prices.item[:-1], self.prices.side))
        ahead, pace, care = here, 1.0, CARE
        size: Floats | None = None
        lowest = np.inf
        for _ in range(STEPS):
            found = self._try(ahead, temperature)
            if self.bound <= enough or is_over():
                return
            if size is None:
                size = found.curve
            if found.smooth > lowest + 1e-3 * abs(lowest):
                care, pace = 2 * care, 1.0
            lowest = min(lowest, found.smooth)
            following = np.maximum(ahead - found.slope / (care * size), self._floor)
            if float((found.slope * (following - here)).sum()) > 0:
                pace = 1.0
            faster = (1 + (1 + 4 * pace * pace) ** 0.5) / 2
            ahead = np.maximum(following + (pace - 1) / faster * (following - here), self._floor)
            here, pace = following, faster

    def _try(self, at: Floats, temperature: float) -> _Slope:
        """Ask all bins; keep the prices when they prove more than any before."""
        n = self._num_items
        item = np.append(np.rint(at[:n] * SCALE).astype(np.int64), 0)
        side = np.rint(at[n:] * SCALE).astype(np.int64)
        least = np.array([row.least for row in self._target.sides], dtype=np.int64)
        fixed = int(item.sum()) - sum(
            price * row.least for price, row in zip(side.tolist(), self._target.sides, strict=True)
        )
        taken, best, soft = np.zeros(len(self._pair_item)), 0, 0.0
        for reaction in self._ask(self._groups, item, side, temperature):
            taken[reaction.pair] = reaction.taken
            best, soft = best + reaction.best, soft + reaction.soft
        if fixed + best < self._best:
            self._best, self.taken = fixed + best, taken
            self.prices = Prices(item / SCALE, side / SCALE)
        spread = taken * (1 - taken) / temperature
        over = np.array([w @ taken for w in self._weights]) - least
        curves = np.array([(w * w) @ spread for w in self._weights])
        return _Slope(
            fixed + best,
            fixed / SCALE + soft,
            np.concatenate((1 - np.bincount(self._pair_item, taken, n), over)),
            np.maximum(
                np.concatenate((np.bincount(self._pair_item, spread, n), curves)),
                0.05 / temperature,
            ),
        )
