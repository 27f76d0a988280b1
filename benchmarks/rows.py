"""
`AssignmentProblem` → columns and rows: the model that both plain peers solve.

Written from the specification of `AssignmentProblem`, apart from the engine:
every hard rule and every level as linear rows over whole numbers, without any
of the engine's ideas. What a textbook would write down.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import gcd

from koppeling.model.problem import EVEN_SCALE, AssignmentProblem, TotalLoad

MINIMISED = frozenset({"peak", "even", "draw"})


@dataclass(frozen=True)
class Row:
    """lower ≤ Σ factor × column ≤ upper, each column once; None is no bound."""

    columns: Sequence[int]
    factors: Sequence[int]
    lower: int | None = None
    upper: int | None = None


@dataclass
class LinearModel:
    """
    Whole-number columns from 0 to `upper`, and the rows upon them.

    Column p is pair p for p < `num_pairs`.

    Raises
    ------
    ValueError
        If an item stands for several alike, which no family has.
    """

    problem: AssignmentProblem
    upper: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    _used: dict[tuple[int, tuple[int, ...]], int] = field(default_factory=dict)
    _loads: list[tuple[TotalLoad, int, int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        problem = self.problem
        if problem.copies:
            raise ValueError("items that stand for several alike are not modelled here")
        self.upper.extend([1] * problem.num_pairs)
        self._add_items()
        for pair in problem.locked:
            self.rows.append(Row((pair,), (1,), lower=1))
        for pair in problem.barred:
            self.rows.append(Row((pair,), (1,), upper=0))
        for resource in problem.resources:
            self._add_capacity(resource.bin, resource.pairs, resource.amounts, resource.capacity,
                               resource.charge)  # fmt: skip
        self._add_slots()

    def _column(self, upper: int) -> int:
        self.upper.append(upper)
        return len(self.upper) - 1

    def _add_items(self) -> None:
        pairs: dict[int, list[int]] = defaultdict(list)
        for pair, item in enumerate(self.problem.pair_item):
            pairs[item].append(pair)
        required = set(self.problem.required)
        for item in sorted(pairs.keys() | required):
            ones = [1] * len(pairs[item])
            self.rows.append(Row(pairs[item], ones, 1 if item in required else None, 1))

    def _add_capacity(
        self,
        bin_: int,
        pairs: tuple[int, ...],
        amounts: tuple[int, ...],
        capacity: int,
        charge: int,
    ) -> None:
        if not charge:
            self.rows.append(Row(pairs, amounts, upper=capacity))
            return
        used = self._is_used(bin_, pairs)
        self.rows.append(Row((*pairs, used), (*amounts, charge - capacity), upper=0))

    def _is_used(self, bin_: int, pairs: tuple[int, ...]) -> int:
        """Return the column that is 1 when any of `pairs` is chosen."""
        key = (bin_, pairs)
        if key not in self._used:
            column = self._used[key] = self._column(1)
            self.rows.extend(Row((pair, column), (1, -1), upper=0) for pair in pairs)
        return self._used[key]

    def _add_slots(self) -> None:
        options: dict[int, list[int]] = defaultdict(list)
        first = len(self.upper)
        for pair in self.problem.option_pair:
            options[pair].append(self._column(1))
        for pair, columns in options.items():
            self.rows.append(Row((*columns, pair), (*[1] * len(columns), -1), lower=0, upper=0))
        for row in self.problem.slot_rows:
            columns = [first + option for option in row.options]
            self.rows.append(Row(columns, row.uses, upper=row.capacity))

    def objective(self, level: str) -> tuple[Sequence[int], Sequence[int]]:
        """Return columns and factors of a level; the first call for *even* adds columns."""
        if level == "even":
            costs = [cost for _, _, _, cost in self._unevenness()]
            return costs, [1] * len(costs)
        weights = level_weights(self.problem, level)
        pairs = [pair for pair, weight in enumerate(weights) if weight]
        return pairs, [weights[pair] for pair in pairs]

    def keep(self, level: str, value: int) -> None:
        """Hold what a level reached: at least, or at most for those that are minimised."""
        if level == "peak":
            self.rows.extend(self.peak_rows(value))
            return
        columns, factors = self.objective(level)
        if level in MINIMISED:
            self.rows.append(Row(columns, factors, upper=value))
        else:
            self.rows.append(Row(columns, factors, lower=value))

    def peak_rows(self, permille: int) -> list[Row]:
        """List the rows that keep every measured resource within thousandths of its capacity."""
        return [
            Row(r.pairs, r.amounts, upper=permille * r.capacity // 1000 - r.charge)
            for r in self.problem.resources
            if r.is_measured
        ]

    def _unevenness(self) -> list[tuple[TotalLoad, int, int, int]]:
        """Give each bin a load and a cost above every secant of its table, once."""
        if not self._loads:
            for total in self.problem.totals:
                unit = gcd(*total.amounts, *(charge for charge, _ in total.charges)) or 1
                table = cost_table(total.capacity, unit)
                load, cost = self._column(len(table) - 1), self._column(table[-1])
                charged: Counter[int] = Counter()  # quarters with the same pairs share a column
                for charge, pairs in total.charges:
                    if pairs:
                        charged[self._is_used(total.bin, pairs)] += charge
                columns = (*total.pairs, *charged, load)
                factors = (*total.amounts, *charged.values(), -unit)
                self.rows.append(Row(columns, factors, lower=0, upper=0))
                for k, (here, following) in enumerate(pairwise(table)):
                    step = following - here
                    self.rows.append(Row((cost, load), (1, -step), lower=here - step * k))
                self._loads.append((total, unit, load, cost))
        return self._loads

    def complete(self, values: list[int]) -> list[int]:
        """Fill in the columns that came after `values` was found, as the chosen pairs imply."""
        chosen = {pair for pair in range(self.problem.num_pairs) if values[pair]}
        full = [*values, *[0] * (len(self.upper) - len(values))]
        for (_, pairs), column in self._used.items():
            full[column] = int(not chosen.isdisjoint(pairs))
        for total, unit, load, cost in self._loads:
            carried = sum(a for p, a in zip(total.pairs, total.amounts, strict=True) if p in chosen)
            carried += sum(c for c, pairs in total.charges if not chosen.isdisjoint(pairs))
            full[load] = carried // unit
            full[cost] = EVEN_SCALE * carried**2 // total.capacity**2
        return full


def level_weights(problem: AssignmentProblem, level: str) -> tuple[int, ...]:
    """Return the weight per pair of a level that is a sum over pairs."""
    return {
        "placed": problem.placed,
        "kept": problem.kept,
        "served": problem.served,
        "quality": problem.points,
        "draw": problem.draw,
    }[level]


def cost_table(capacity: int, unit: int) -> list[int]:
    """
    Tabulate ⌊10⁶·(k·unit/capacity)²⌋ for k = 0 .. capacity // unit.

    Raises
    ------
    ValueError
        Where rounding down spoils convexity (capacities above some 500 hours),
        so that the secants would not be exact.
    """
    table = [EVEN_SCALE * (k * unit) ** 2 // capacity**2 for k in range(capacity // unit + 1)]
    steps = [b - a for a, b in pairwise(table)]
    if any(a > b for a, b in pairwise(steps)):
        raise ValueError(f"the costs of a capacity of {capacity} minutes are not convex")
    return table
