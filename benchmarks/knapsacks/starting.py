"""A first answer: each item where it pays most at the prices of room, then room is made."""

from __future__ import annotations

import numpy as np

from benchmarks.knapsacks.grid import Grid, Ints
from koppeling.solve.columns.knapsack import NEVER
from koppeling.solve.columns.pricing import SCALE


def start(grid: Grid, room_price: Ints) -> Ints | None:
    """
    Place every item by regret, then push items aside for those that found no room.

    Parameters
    ----------
    grid : Grid
        The problem.
    room_price : array (S,)
        Of a unit of room in each bin, in `SCALE`-ths of a point.

    Returns
    -------
    array (N,) or None
        The bin of each item; None when some found no room.
    """
    score = np.where(grid.is_there, grid.worth * SCALE - room_price[:, None] * grid.amount, NEVER)
    ranked = np.sort(score, axis=0)
    regret = ranked[-1] - (ranked[-2] if len(ranked) > 1 else NEVER)
    place = np.full(score.shape[1], -1, dtype=np.int64)
    left = grid.capacity.copy()
    waiting = []
    for i in np.argsort(-regret, kind="stable").tolist():
        s = int(np.where(grid.amount[:, i] <= left, score[:, i], NEVER).argmax())
        if score[s, i] == NEVER or grid.amount[s, i] > left[s]:
            waiting.append(i)
            continue
        place[i] = s
        left[s] -= grid.amount[s, i]
    for i in waiting:
        if not _make_room(grid, score, place, left, i):
            return None
    return _shifted(grid, place, left)


def _make_room(grid: Grid, score: Ints, place: Ints, left: Ints, item: int) -> bool:
    """Put an item in by moving one other to where it has room; the best such move."""
    items = np.flatnonzero(place >= 0)
    own = place[items]
    room = left[own] + grid.amount[own, items] - grid.amount[own, item]
    can_move = grid.is_there[own, item] & (room >= 0)
    fits = grid.is_there[:, items] & (grid.amount[:, items] <= left[:, None])
    fits[own, np.arange(len(items))] = False
    gain = np.where(fits & can_move, score[own, item] - score[own, items] + score[:, items], NEVER)
    to, k = np.unravel_index(int(gain.argmax()), gain.shape)
    if gain[to, k] == NEVER:
        return False
    other, here = int(items[k]), int(own[k])
    left[here] += grid.amount[here, other] - grid.amount[here, item]
    left[to] -= grid.amount[to, other]
    place[other], place[item] = to, here
    return True


def _shifted(grid: Grid, place: Ints, left: Ints) -> Ints:
    """Move items to where they are worth more, alone or in exchange, as long as that helps."""
    items = np.arange(len(place))
    while True:
        now = grid.worth[place, items]
        fits = grid.is_there & (grid.amount <= left[:, None])
        alone = np.where(fits, grid.worth - now, 0)
        to, i = np.unravel_index(int(alone.argmax()), alone.shape)
        if alone[to, i] > 0:
            left[place[i]] += grid.amount[place[i], i]
            left[to] -= grid.amount[to, i]
            place[i] = to
            continue
        # row i, column j: what item i is worth, and takes, in the bin of item j
        worth, amount = grid.worth[place], grid.amount[place]
        slack = left[place] + grid.amount[place, items]
        can = (grid.is_there[place] & (amount <= slack[:, None])).T
        gain = worth.T - now[:, None]
        swap = np.where(can & can.T, gain + gain.T, 0)
        i, j = np.unravel_index(int(swap.argmax()), swap.shape)
        if swap[i, j] <= 0:
            return place
        for one, other in ((i, j), (j, i)):
            left[place[one]] += grid.amount[place[one], one] - grid.amount[place[one], other]
        place[i], place[j] = place[j], place[i]
