"""
Choose among very many columns: branch where levels are decided, price at every step.

Where the levels held leave the relaxation a gap, what is undecided is nearly
always who has a place and which pair of now is kept, not how sets are put
together. So a subproblem is split on a junior's place or on a single pair:
of several, the one that lowers the relaxation most (strong branching:
Achterberg, Koch and Martin, *Branching rules revisited*, 2005). Each
subproblem drops the columns that lose too much there, so that a dozen or two
of them settle what a hundred thousand columns left open.

All columns are there from the start; the relaxation takes in those that pay.
"""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import count

import numpy as np
from numpy.typing import NDArray

from koppeling.model.problem import AssignmentProblem
from koppeling.solve.columns.bins import Bools, Ints
from koppeling.solve.columns.master import Floats, Master, Prices
from koppeling.solve.columns.pool import Pool, columns_of
from koppeling.solve.columns.target import CHAIN, Target
from koppeling.solve.running import LEVEL_SHARE, WorkBudget

#: Columns that the relaxation begins with, and those that join at a time.
FIRST, JOINING = 1500, 300
#: Splits of which the relaxation is solved before one is chosen.
TRIED = 4
#: How far from a whole number is not whole; what a column must pay to join, in points.
LOOSE, PAYING = 1e-5, 1e-3
#: What must be is asked ever more for, as long as it is bought; dear prices are less exact.
RANSOMS = (CHAIN, 1e2 * CHAIN, 1e4 * CHAIN)
#: Deterministic work of looking at one pair of one column (measured).
WORK_OF_LOOK = 1e-8


@dataclass(frozen=True, eq=False)
class ColumnAnswer:
    """
    The best answer found over columns.

    Attributes
    ----------
    chosen : tuple of int
        Pairs.
    value, bound : int
        What it reaches, and what no answer exceeds.
    pool : Pool or None
        Every column of every optimal answer; None when that is not known.
    """

    chosen: tuple[int, ...]
    value: int
    bound: int
    pool: Pool | None


@dataclass(frozen=True, eq=False)
class Choice:
    """
    What to choose from.

    Attributes
    ----------
    problem, target
        What to maximise and what to hold.
    pool : Pool
        Columns, none of them twice.
    chosen : tuple of int
        The pairs of an answer at hand; the best one if the pool has none better.
    """

    problem: AssignmentProblem
    target: Target
    pool: Pool
    chosen: tuple[int, ...]


def branch(choice: Choice, prices: Prices, budget: WorkBudget) -> ColumnAnswer:
    """
    Find the best answer that a pool holds, within a level's share of the work left.

    Parameters
    ----------
    choice : Choice
        The pool and what is asked of it.
    prices : Prices
        To begin with.
    budget : Budget
        When the share is spent, the bound so far is what there is.
    """
    with budget.share(LEVEL_SHARE) as part:
        branching = Branching(choice, part)
        bound = branching.run(prices)
    survivors = branching.survivors() if branching.value == bound else None
    return ColumnAnswer(branching.chosen, branching.value, bound, survivors)


@dataclass(frozen=True, eq=False)
class _Asleep:
    """A subproblem that waits: its columns by name only, as there may be many; see `_Node`."""

    name: NDArray[np.int32]
    required: frozenset[int]
    bound: Fraction


@dataclass(frozen=True, eq=False)
class _Node:
    """
    A subproblem.

    Attributes
    ----------
    pool : Pool
        The columns that an answer here can hold.
    name : array (len(pool),)
        Which of all columns they are.
    required : frozenset of int
        Items that must have a place here.
    bound : Fraction
        No answer here has more points.
    """

    pool: Pool
    name: Ints
    required: frozenset[int]
    bound: Fraction

    @property
    def asleep(self) -> _Asleep:
        """The same, small."""
        return _Asleep(self.name.astype(np.int32), self.required, self.bound)

    def only(self, keep: Bools) -> _Node:
        """Return the same with fewer columns."""
        return replace(self, pool=self.pool.only(keep), name=self.name[keep])


@dataclass(frozen=True, eq=False)
class _Relaxed:
    """A subproblem whose bound is known, how far each pair is taken, and at which prices."""

    node: _Node
    taken: Floats
    prices: Prices


class Branching:
    """
    Finds the best answer that a pool holds, and every column of every best answer.

    Parameters
    ----------
    choice, budget
        As for `branch`.

    Attributes
    ----------
    chosen : tuple of int
        The pairs of the best answer.
    value : int
        What it reaches.
    num_seen : int
        Subproblems looked at.
    """

    def __init__(self, choice: Choice, budget: WorkBudget) -> None:
        problem, target, pool = choice.problem, choice.target, choice.pool
        self._problem = problem
        self._item = np.asarray(problem.pair_item, dtype=np.int64)
        self._target = target
        self._pool = pool
        self._stock = Stock(problem, target, pool)
        self._budget = budget
        self._master = Master(problem, target, pool.only(np.zeros(len(pool), dtype=bool)))
        #: which of all columns each one of the relaxation is, and the reverse
        self._names = np.zeros(0, dtype=np.int64)
        self._is_in = np.zeros(len(pool), dtype=bool)
        self._mark = np.zeros(len(pool), dtype=bool)
        self._leaves: list[_Asleep] = []
        self.num_seen = 0
        self.chosen = choice.chosen
        self.value = int(target.of(columns_of(problem, choice.chosen)).sum())

    def run(self, prices: Prices) -> int:
        """
        Look through all subproblems, beginning with prices that are good for the whole.

        Returns
        -------
        int
            What no answer exceeds; `value` when all was seen.
        """
        everything = np.arange(len(self._pool))
        root = _Node(self._pool, everything, self._target.required, Fraction(1 << 62))
        priced = self._price(root, prices)
        root = replace(root, bound=priced.most)
        self._join(root, np.argsort(priced.best[root.pool.bin] - priced.profit)[:FIRST])
        order = count()
        waiting = [(0.0, next(order), root.asleep)]
        lost: list[_Asleep] = []
        while waiting and not self._budget.is_spent:
            _, _, asleep = heapq.heappop(waiting)
            relaxed = self._relax(self._awake(asleep))
            if relaxed is None:
                lost.append(asleep)
                continue
            if self._is_done(relaxed.node):
                self._leaves.append(relaxed.node.asleep)
                continue
            parts = self._branch(relaxed)
            if not parts:
                lost.append(relaxed.node.asleep)
            for estimate, part in parts:
                heapq.heappush(waiting, (-estimate, next(order), part))
        lost += [asleep for _, _, asleep in waiting]
        # what was not seen through may hold answers that are as good
        self._leaves += lost
        return max([self.value, *(math.floor(one.bound) for one in lost)])

    def _awake(self, asleep: _Asleep) -> _Node:
        """Lay the columns of a subproblem out again."""
        keep = np.zeros(len(self._pool), dtype=bool)
        keep[asleep.name] = True
        name = np.flatnonzero(keep)
        return _Node(self._pool.only(keep), name, asleep.required, asleep.bound)

    def survivors(self) -> Pool:
        """Return every column of every best answer, once all was seen."""
        keep = np.zeros(len(self._pool), dtype=bool)
        for one in self._leaves:
            if one.bound >= self.value:
                keep[one.name] = True
        return self._pool.only(keep)

    def _is_done(self, node: _Node) -> bool:
        """Tell whether nothing in a subproblem is better than the answer at hand."""
        return node.bound < self.value + 1

    def _price(self, node: _Node, prices: Prices) -> PricedNode:
        """Let prices say what the columns of a subproblem profit, and what that proves."""
        self._budget.spend(WORK_OF_LOOK * len(node.pool.pair))
        return self._stock.price(node.pool, node.name, node.required, prices)

    def _relax(self, node: _Node) -> _Relaxed | None:
        """Relax a subproblem and drop the columns out of reach; None when that is lost."""
        self.num_seen += 1
        relaxed = None
        for ransom in RANSOMS:
            self._master.set_ransom(ransom)
            again = self._converge(node)
            if again is None:
                break
            relaxed, node = again, again.node
            # what is short was bought: too cheaply, or there is no answer here
            if self._is_done(node) or not self._master.is_short:
                break
        self._master.set_ransom(CHAIN)
        return relaxed

    def _converge(self, node: _Node) -> _Relaxed | None:
        """Let the columns that pay join, until none does or nothing better can be here."""
        while True:
            self._restrict(node)
            solved = self._master.solve()
            self._budget.spend(self._master.last_work)
            if solved is None or self._budget.is_spent:
                return None
            priced = self._price(node, solved[1])
            pays = self._pays(node, priced.profit)
            if priced.most < node.bound:
                missed = priced.best[node.pool.bin] - priced.profit
                keep = missed <= priced.bound - self.value * priced.scale
                node, pays = replace(node, bound=priced.most).only(keep), pays[keep]
            joining = np.flatnonzero(pays > PAYING * priced.scale)
            if self._is_done(node) or not len(joining):
                return _Relaxed(node, self._look(), solved[1])
            self._join(node, joining[np.argsort(-pays[joining], kind="stable")[:JOINING]])

    def _pays(self, node: _Node, profit: Ints) -> Ints:
        """Return how much more each column profits than those of its bin in the relaxation."""
        most = np.zeros(self._problem.num_bins, dtype=profit.dtype)
        is_in = self._is_in[node.name]
        np.maximum.at(most, node.pool.bin[is_in], profit[is_in])
        return np.where(is_in, 0, profit - most[node.pool.bin])

    def _join(self, node: _Node, which: Ints) -> None:
        """Take columns of a subproblem into the relaxation."""
        keep = np.zeros(len(node.pool), dtype=bool)
        keep[which] = True
        self._master.add(node.pool.only(keep))
        self._names = np.concatenate((self._names, node.name[keep]))
        self._is_in[node.name[keep]] = True

    def _restrict(self, node: _Node) -> None:
        """Let the relaxation be that of a subproblem."""
        self._mark[node.name] = True
        self._master.restrict(self._mark[self._names], node.required)
        self._mark[node.name] = False

    def _look(self) -> Floats:
        """Return how far each pair is taken; when that is an answer, note it."""
        shares = self._master.shares
        taken = np.zeros(self._problem.num_pairs)
        for at in np.flatnonzero(shares > LOOSE).tolist():
            first, last = self._pool.start[self._names[at] : self._names[at] + 2]
            taken[self._pool.pair[first:last]] += shares[at]
        if (np.minimum(shares, np.abs(1 - shares)) < LOOSE).all():
            self._note(self._names[shares > 0.5])
        return taken

    def _note(self, columns: Ints) -> None:
        """Take over an answer that is better and keeps what is held."""
        value = int(self._stock.worth[columns].sum())
        is_held = all(
            weighs[columns].sum() >= side.least
            for weighs, side in zip(self._stock.sides, self._target.sides, strict=True)
        )
        keep = np.zeros(len(self._pool), dtype=bool)
        keep[columns] = True
        chosen = self._pool.only(keep).pair
        if value > self.value and is_held and self._target.required <= {*self._item[chosen]}:
            self.chosen, self.value = tuple(sorted(chosen.tolist())), value

    def _branch(self, relaxed: _Relaxed) -> list[tuple[float, _Asleep]]:
        """Split a subproblem where that lowers the relaxation most; parts with estimates."""
        best: list[tuple[float, _Asleep]] = []
        most = -1.0
        node = relaxed.node
        bound = float(node.bound)
        reach = bound - self.value
        for item, pair in self._splits(relaxed):
            if self._budget.is_spent:
                return []
            parts = [self._part(node, item, pair, is_in=is_in) for is_in in (False, True)]
            estimates = [self._estimate(part) for part in parts]
            lost = [min(max(bound - estimate, LOOSE), reach) for estimate in estimates]
            if lost[0] * lost[1] > most:
                asleep = [part.asleep for part in parts]
                best, most = list(zip(estimates, asleep, strict=True)), lost[0] * lost[1]
        return best

    def _splits(self, relaxed: _Relaxed) -> list[tuple[int, int | None]]:
        """List what is undecided and matters: items, and pairs with their item."""
        taken, required = relaxed.taken, relaxed.node.required
        placed = np.bincount(self._item, taken, self._problem.num_items)
        items = np.flatnonzero(np.abs(placed - 0.5) < 0.5 - LOOSE).tolist()
        doubt = np.minimum(taken, 1 - taken)
        doubt = np.where(doubt > LOOSE, doubt * (1 + self._importance(relaxed.prices)), 0)
        pairs = np.argsort(-doubt, kind="stable")[:TRIED].tolist()
        return [
            *[(item, None) for item in items if item not in required],
            *[(int(self._item[p]), p) for p in pairs if doubt[p] > 0],
        ][:TRIED]

    def _importance(self, prices: Prices) -> Floats:
        """Return what each pair is worth by itself, sides included."""
        worth: Floats = np.asarray(self._target.weights, dtype=float)
        for price, side in zip(prices.side.tolist(), self._target.sides, strict=True):
            worth = np.add(worth, price * np.asarray(side.weights))
        return np.abs(worth)

    def _part(self, node: _Node, item: int, pair: int | None, *, is_in: bool) -> _Node:
        """Return what is left of a subproblem when an item has a place, or that pair, or not."""
        pairs = set(np.flatnonzero(self._item == item).tolist())
        wanted = pairs if pair is None else {pair}
        barred = pairs - wanted if is_in else wanted
        keep = ~node.pool.holds(barred, self._problem.num_pairs)
        required = node.required | {item} if is_in else node.required
        return replace(node, required=required).only(keep)

    def _estimate(self, node: _Node) -> float:
        """Relax a subproblem over the columns at hand only."""
        self._restrict(node)
        solved = self._master.solve()
        self._budget.spend(self._master.last_work)
        return float(node.bound) if solved is None else solved[0]


#: Bits that a profit may have, parts of a point in bits that are too few, columns that are few.
BITS, COARSE, FEW = 60, 30, 5000


@dataclass(frozen=True, eq=False)
class PricedNode:
    """
    What prices say.

    Attributes
    ----------
    profit, best : array
        Of each column, and of the best one by bin, in `scale`-ths of a point.
    bound : int
        No answer has more, in `scale`-ths of a point.
    scale : int
        A power of two, as high as these prices allow.
    """

    profit: Ints
    best: Ints
    bound: int
    scale: int

    @property
    def most(self) -> Fraction:
        """The bound in points."""
        return Fraction(self.bound, self.scale)


class Stock:
    """
    The columns of a pool, laid out to be priced.

    Parameters
    ----------
    problem, target
        What to maximise and what to hold.
    pool : Pool
        All columns there are.

    Attributes
    ----------
    worth : array (len(pool),)
        What each column weighs in the target.
    sides : list of array (len(pool),)
        What each column weighs in each side.
    """

    def __init__(self, problem: AssignmentProblem, target: Target, pool: Pool) -> None:
        self._item = np.asarray(problem.pair_item, dtype=np.int64)
        self._num_bins = problem.num_bins
        self._least = [side.least for side in target.sides]
        self._longest = int(np.diff(pool.start).max(initial=1))
        self.worth = target.of(pool)
        self.sides = [side.of(pool) for side in target.sides]

    def price(self, pool: Pool, name: Ints, required: frozenset[int], prices: Prices) -> PricedNode:
        """
        Price some of the columns.

        Parameters
        ----------
        pool : Pool
            Those columns.
        name : array (len(pool),)
            Which of all columns they are.
        required : frozenset of int
            Items that must have a place; the price of others is at least 0.
        prices : Prices
            Any.
        """
        lowest = np.zeros(len(prices.item))
        lowest[list(required)] = -np.inf
        item, side = np.maximum(prices.item, lowest), np.maximum(prices.side, 0)
        item[-1] = 0
        scale, kind = self._scale(item, side, len(pool))
        whole: Ints = np.array([round(price * scale) for price in item.tolist()], dtype=kind)
        worth: Ints = self.worth[name].astype(kind)
        profit = worth * scale - pool.total(whole[self._item])
        bound = sum(whole.tolist())
        for price, weighs, least in zip(side.tolist(), self.sides, self._least, strict=True):
            profit = profit + round(price * scale) * weighs[name].astype(kind)
            bound -= round(price * scale) * least
        best: Ints = np.zeros(self._num_bins, dtype=kind)
        np.maximum.at(best, pool.bin, profit)
        return PricedNode(profit, best, bound + sum(best.tolist()), scale)

    def _scale(self, item: Floats, side: Floats, size: int) -> tuple[int, type]:
        """Return in how many parts a point can be divided at these prices, and what counts them."""
        most = self._longest * float(np.abs(item).max()) + float(np.abs(self.worth).max(initial=1))
        for price, weighs in zip(side.tolist(), self.sides, strict=True):
            most += price * float(np.abs(weighs).max(initial=1))
        bits = max(0, BITS - math.ceil(math.log2(most + 1)))
        return (1 << BITS, object) if bits < COARSE and size <= FEW else (1 << bits, np.int64)
