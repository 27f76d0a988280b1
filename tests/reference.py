"""
Other ways to the same answer: full enumeration, and a second solver.

Both start from the rules (`Situation`), not from the arrays or the model that
the program solves, so that compiling and modelling are refereed as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from koppeling.domain.instance import Level
from koppeling.domain.people import Senior
from koppeling.domain.period import Slot
from koppeling.rules.eligibility import codes
from koppeling.rules.moments import Moment, serving_moments
from koppeling.rules.points import components, draw, total_points
from koppeling.rules.room import exceeded_rows, room_rows
from koppeling.rules.situation import Item, Situation

MINIMISED = (Level.PEAK, Level.EVEN, Level.DRAW)
TALK = 30


@dataclass(frozen=True)
class Best:
    """The one best answer: value per level in force, and slot by (item key, senior)."""

    values: dict[Level, int]
    slots: dict[tuple[str, str], Slot]


def pair_value(situation: Situation, item: Item, senior: Senior, level: Level) -> int:
    """Value of one pair on a level that is a sum over pairs."""
    instance = situation.instance
    if level is Level.PLACED:
        return len(item.members)
    if level is Level.SERVED:
        budgets = situation.budgets[senior.number]
        return sum(m for m, b in zip(item.minutes, budgets, strict=True) if not b.is_out)
    total = 0
    for one in item.members:
        if level is Level.KEPT:
            total += situation.is_kept(one.number, senior.number)
        elif level is Level.QUALITY:
            parts = components(one, senior, instance, situation.ranks)
            total += total_points(parts, instance.weights)
        else:
            total += draw(instance.settings.quarter, one.number, senior.number)
    return total


def heads(situation: Situation, item: Item, q: int) -> int:
    """Count the members of an item who have a meeting in a quarter."""
    return sum(situation.own_minutes[one.number][q] > 0 for one in item.members)


def loads(situation: Situation, senior: Senior, items: Sequence[Item]) -> list[tuple[int, int]]:
    """List (used, cap) of the quarters in which a senior is not out."""
    rows = []
    for q, budget in enumerate(situation.budgets[senior.number]):
        if not budget.is_out:
            used = sum(item.minutes[q] for item in items)
            rows.append((used + TALK if used else 0, budget.cap_minutes))
    return rows


def value(situation: Situation, chosen: dict[str, list[Item]], level: Level) -> int:
    """Value of a whole answer (items by senior number) on any level."""
    seniors = situation.senior_by_number
    if level is Level.PEAK:
        floor = situation.instance.settings.comfort_permille
        peak = floor
        for number, items in chosen.items():
            for used, cap in loads(situation, seniors[number], items):
                if cap >= 240 and used * 1000 > peak * cap:
                    peak = -(-used * 1000 // (cap * 50)) * 50
        return peak
    if level is Level.EVEN:
        total = 0
        for number, items in chosen.items():
            rows = loads(situation, seniors[number], items)
            cap = sum(c for _, c in rows)
            total += 10**6 * sum(u for u, _ in rows) ** 2 // cap**2 if cap else 0
        return total
    return sum(
        pair_value(situation, item, seniors[number], level)
        for number, items in chosen.items()
        for item in items
    )


def best_slots(
    situation: Situation, senior: Senior, items: Sequence[Item]
) -> tuple[tuple[int, int, tuple[Slot, ...]], dict[str, Slot]] | None:
    """Try every combination of slots; return the best by domain.md §5, None when none fits."""
    options = [serving_moments(item, senior, situation) for item in items]
    best: tuple[int, int, tuple[Slot, ...]] | None = None
    for moments in product(*options):
        placements = list(zip(items, moments, strict=True))
        if next(iter(exceeded_rows(placements, senior, situation)), None) is not None:
            continue
        kept = sum(
            (row := situation.running.get(one.number)) is not None
            and row.senior == senior.number
            and row.slot == moment.slot
            for item, moment in placements
            for one in item.members
        )
        common = sum(moment.total for moment in moments)
        slots = tuple(moment.slot for moment in moments)
        if best is None or (-kept, -common, slots) < best:
            best = (-kept, -common, slots)
    if best is None:
        return None
    return best, {item.key: slot for item, slot in zip(items, best[2], strict=True)}


def answers(situation: Situation) -> Iterator[dict[str, list[Item]]]:
    """Yield every way to give each item a senior or none that keeps the hard rules."""
    seniors = situation.instance.seniors
    choices: list[list[Senior | None]] = [
        [None, *(s for s in seniors if not codes(item, s, situation))] for item in situation.items
    ]
    fits: dict[tuple[str, tuple[str, ...]], bool] = {}
    for picked in product(*choices):
        chosen: dict[str, list[Item]] = defaultdict(list)
        for item, one in zip(situation.items, picked, strict=True):
            if one is not None:
                chosen[one.number].append(item)
        if all(_fits(situation, number, items, fits) for number, items in chosen.items()):
            yield chosen


def _fits(
    situation: Situation,
    number: str,
    items: list[Item],
    known: dict[tuple[str, tuple[str, ...]], bool],
) -> bool:
    key = (number, tuple(item.key for item in items))
    if key not in known:
        known[key] = fits(situation, number, items)
    return known[key]


def fits(situation: Situation, number: str, items: list[Item]) -> bool:
    """Tell whether a senior can have these items: hours, juniors, and a slot for each."""
    person = situation.senior_by_number[number]
    budgets = situation.budgets[number]
    within = all(
        budget.is_out
        or not any(item.need[q] for item in items)
        or (
            sum(item.minutes[q] for item in items) + TALK <= budget.cap_minutes
            and (
                budget.max_juniors is None
                or sum(heads(situation, item, q) for item in items) <= budget.max_juniors
            )
        )
        for q, budget in enumerate(budgets)
    )
    return within and best_slots(situation, person, items) is not None


def enumerate_best(situation: Situation) -> Best:
    """Find the one best answer by trying all of them."""
    levels = situation.instance.levels

    def rank(chosen: dict[str, list[Item]]) -> tuple[int, ...]:
        return tuple(
            value(situation, chosen, level) * (1 if level in MINIMISED else -1) for level in levels
        )

    chosen = min(answers(situation), key=rank)
    slots = {}
    for number, items in chosen.items():
        found = best_slots(situation, situation.senior_by_number[number], items)
        assert found is not None
        slots.update({(key, number): slot for key, slot in found[1].items()})
    return Best({level: value(situation, chosen, level) for level in levels}, slots)


class SecondSolver:
    """The same problem for HiGHS, by way of scipy, written from the rules with every slot."""

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self.pairs: list[tuple[Item, Senior]] = []
        self.options: list[tuple[int, Moment]] = []
        for item in situation.items:
            for one in situation.instance.seniors:
                if not codes(item, one, situation):
                    p = len(self.pairs)
                    self.pairs.append((item, one))
                    self.options += [(p, m) for m in serving_moments(item, one, situation)]
        self.talks = [
            (number, q)
            for number, budgets in situation.budgets.items()
            for q, budget in enumerate(budgets)
            if not budget.is_out
        ]
        self.num_costs = len(situation.instance.seniors)
        self.size = len(self.pairs) + len(self.options) + len(self.talks) + 2 * self.num_costs
        self.rows: list[tuple[dict[int, float], float, float]] = []
        self._add_assignment()
        self._add_budgets()
        self._add_room()

    def _option(self, o: int) -> int:
        return len(self.pairs) + o

    def _talk(self, t: int) -> int:
        return len(self.pairs) + len(self.options) + t

    def _load(self, s: int) -> int:
        return self.size - 2 * self.num_costs + s

    def _cost(self, s: int) -> int:
        return self.size - self.num_costs + s

    def _add_assignment(self) -> None:
        for item in self.situation.items:
            row = {p: 1.0 for p, (one, _) in enumerate(self.pairs) if one is item}
            self.rows.append((row, 0, 1))
        for p in range(len(self.pairs)):
            row = {self._option(o): 1.0 for o, (q, _) in enumerate(self.options) if q == p}
            self.rows.append(({p: -1.0, **row}, 0, 0))

    def _add_budgets(self) -> None:
        self.used: dict[tuple[str, int], dict[int, float]] = {}
        for t, (number, q) in enumerate(self.talks):
            budget = self.situation.budgets[number][q]
            of_senior = [
                (p, item)
                for p, (item, one) in enumerate(self.pairs)
                if one.number == number and item.need[q]
            ]
            minutes = {p: float(item.minutes[q]) for p, item in of_senior}
            self.used[number, q] = {**minutes, self._talk(t): float(TALK)} if of_senior else {}
            if not of_senior:
                continue
            self.rows.append((self.used[number, q], 0, budget.cap_minutes))
            for p, _item in of_senior:
                self.rows.append(({p: 1.0, self._talk(t): -1.0}, -1, 0))
            # no talk without anybody, so that the load is exact
            self.rows.append(({**dict.fromkeys(minutes, 1.0), self._talk(t): -1.0}, 0, np.inf))
            if budget.max_juniors is not None:
                counts = {p: float(heads(self.situation, item, q)) for p, item in of_senior}
                self.rows.append((counts, 0, budget.max_juniors))

    def _add_room(self) -> None:
        for one in self.situation.instance.seniors:
            mine = [o for o, (p, _) in enumerate(self.options) if self.pairs[p][1] is one]
            placements = [(self.pairs[self.options[o][0]][0], self.options[o][1]) for o in mine]
            for row in room_rows(placements, one, self.situation):
                uses = {self._option(mine[index]): float(use) for index, use in row.uses}
                self.rows.append((uses, 0, row.num_dates))

    def solve_levels(self) -> dict[Level, int]:
        """Solve every level in force but *draw*, each with gap 0, and keep its value."""
        values: dict[Level, int] = {}
        for level in self.situation.instance.levels[:-1]:
            values[level] = self._peak() if level is Level.PEAK else self._linear(level)
        return values

    def _linear(self, level: Level) -> int:
        if level is Level.EVEN:
            self._add_costs()
            weights = {self._cost(s): 1.0 for s in range(self.num_costs)}
        else:
            weights = {
                p: float(pair_value(self.situation, item, one, level))
                for p, (item, one) in enumerate(self.pairs)
            }
        sign = 1 if level in MINIMISED else -1
        best = self._solve({v: sign * w for v, w in weights.items()})
        assert best is not None
        optimum = round(sign * best)
        bounds = (-np.inf, optimum) if level in MINIMISED else (optimum, np.inf)
        self.rows.append((weights, *bounds))
        return optimum

    def _peak(self) -> int:
        step = self.situation.instance.settings.comfort_permille
        while True:
            before = len(self.rows)
            for (number, q), used in self.used.items():
                cap = self.situation.budgets[number][q].cap_minutes
                if cap >= 240 and used:
                    self.rows.append((used, 0, step * cap / 1000))
            if self._solve({}) is not None:
                return step
            del self.rows[before:]
            step = (step // 50 + 1) * 50

    def _add_costs(self) -> None:
        """Tie each senior's cost to a table of squares, by its secants (they are convex here)."""
        unit = 15
        for s, one in enumerate(self.situation.instance.seniors):
            quarters = [q for number, q in self.talks if number == one.number]
            cap = sum(self.situation.budgets[one.number][q].cap_minutes for q in quarters)
            load: dict[int, float] = {self._load(s): -float(unit)}
            for q in quarters:
                load |= {v: load.get(v, 0.0) + a for v, a in self.used[one.number, q].items()}
            self.rows.append((load, 0, 0))
            table = [
                10**6 * (unit * k) ** 2 // cap**2 if cap else 0 for k in range(cap // unit + 1)
            ]
            for k, (here, after) in enumerate(pairwise(table)):
                slope = float(after - here)
                self.rows.append(
                    ({self._cost(s): 1.0, self._load(s): -slope}, here - slope * k, np.inf)
                )

    def _solve(self, weights: dict[int, float]) -> float | None:
        objective = np.zeros(self.size)
        for variable, weight in weights.items():
            objective[variable] = weight
        matrix = np.zeros((len(self.rows), self.size))
        for r, (row, _, _) in enumerate(self.rows):
            for variable, weight in row.items():
                matrix[r, variable] = weight
        low = [row[1] for row in self.rows]
        high = [row[2] for row in self.rows]
        upper = np.ones(self.size)
        upper[self.size - 2 * self.num_costs :] = np.inf
        result = milp(
            objective,
            constraints=LinearConstraint(matrix, low, high),
            bounds=Bounds(0, upper),
            integrality=np.ones(self.size, dtype=np.int64),
            options={"mip_rel_gap": 0},
        )
        if result.status == 2:  # infeasible
            return None
        assert result.status == 0, result.message
        return float(result.fun)
