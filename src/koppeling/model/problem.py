"""
Assignment with several resources, as plain arrays that know no people.

Items go to bins, each to at most one, by way of a candidate *pair*. This is
a generalised assignment problem (GAP) with many resources a bin, locks, and
optional weekly slots; see `koppeling.model.compiling` for how a practice
becomes one.
"""

from __future__ import annotations

from dataclasses import dataclass, field

#: The level *even* sums ⌊10⁶·(used/cap)²⌋ (domain.md §5).
EVEN_SCALE = 10**6


@dataclass(frozen=True, kw_only=True)
class Resource:
    """
    What one bin has of one thing in one period.

    Σ `amounts` of the chosen `pairs` + `charge` when any of them is chosen
    ≤ `capacity`. All whole numbers ≥ 0, amounts > 0. `is_measured` resources
    count in the level *peak*.
    """

    bin: int
    capacity: int
    pairs: tuple[int, ...]
    amounts: tuple[int, ...]
    charge: int = 0
    is_measured: bool = False


@dataclass(frozen=True, kw_only=True)
class SlotRow:
    """Σ `uses` of the chosen slot `options` ≤ `capacity` (room in a week)."""

    options: tuple[int, ...]
    uses: tuple[int, ...]
    capacity: int


@dataclass(frozen=True, kw_only=True)
class TotalLoad:
    """
    What a bin carries over all periods, for the level *even*.

    `charges` come on top: (charge, pairs any of which brings it).
    """

    bin: int
    capacity: int
    pairs: tuple[int, ...]
    amounts: tuple[int, ...]
    charges: tuple[tuple[int, tuple[int, ...]], ...]


@dataclass(frozen=True, kw_only=True)
class AssignmentProblem:
    """
    Items, bins, candidate pairs, resources, slots and the weights of each level.

    Attributes
    ----------
    num_items, num_bins : int
        Counts; items and bins are 0-based.
    pair_item, pair_bin : tuple of int
        Per candidate pair, in order of (item, bin).
    locked : tuple of int
        Pairs that must be chosen.
    resources, totals : tuple
        See `Resource`, `TotalLoad`.
    option_pair : tuple of int
        Per slot option the pair it belongs to. A chosen pair that has options
        takes exactly one; pairs without options need no room.
    slot_rows : tuple of SlotRow
        Room that options share.
    placed, kept, served, draw : tuple of int
        Weight per pair on each linear level, ≥ 0; draw is minimised.
    points : tuple of int
        Quality weight per pair.
    other_points : mapping of str to tuple of int
        Quality weights under other DiSC rules, for the robustness line.
    copies : tuple of int
        Per item how many alike it stands for, each to be placed by itself;
        empty is one each. A pair of such an item counts how many are chosen.
    peak_floor, peak_step : int
        Thousandths; the level *peak* takes `peak_floor` or a multiple of
        `peak_step` above it.
    levels : tuple of str
        Names of the levels in order: placed, kept, served, peak, quality,
        even, draw.
    barred : tuple of int
        Pairs that must not be chosen.
    required : tuple of int
        Items that must have a pair.
    held : tuple of (level, value)
        What an answer must have at least (at most, for peak, even and draw),
        beside the levels that are solved.
    """

    num_items: int
    num_bins: int
    pair_item: tuple[int, ...]
    pair_bin: tuple[int, ...]
    locked: tuple[int, ...]
    resources: tuple[Resource, ...]
    totals: tuple[TotalLoad, ...]
    option_pair: tuple[int, ...]
    slot_rows: tuple[SlotRow, ...]
    placed: tuple[int, ...]
    kept: tuple[int, ...]
    served: tuple[int, ...]
    points: tuple[int, ...]
    draw: tuple[int, ...]
    other_points: dict[str, tuple[int, ...]] = field(default_factory=dict)
    copies: tuple[int, ...] = ()
    peak_floor: int = 850
    peak_step: int = 50
    levels: tuple[str, ...] = ("placed", "kept", "served", "peak", "quality", "even", "draw")
    barred: tuple[int, ...] = ()
    required: tuple[int, ...] = ()
    held: tuple[tuple[str, int], ...] = ()

    @property
    def num_pairs(self) -> int:
        """Number of candidate pairs."""
        return len(self.pair_item)

    def num_copies(self, pair: int) -> int:
        """Return how many alike the item of a pair stands for."""
        return self.copies[self.pair_item[pair]] if self.copies else 1

    @property
    def peak_steps(self) -> tuple[int, ...]:
        """The values *peak* can take, ascending, the last one at least 1000."""
        steps = [self.peak_floor]
        while steps[-1] < 1000:
            steps.append((steps[-1] // self.peak_step + 1) * self.peak_step)
        return tuple(steps)


@dataclass(frozen=True)
class Settled:
    """Pairs that every answer that counts has, and pairs that none of them has."""

    locked: frozenset[int] = frozenset()
    barred: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True)
class SlotProblem:
    """
    The fixed slots of one bin: one option for each of its items, in order.

    Parameters
    ----------
    options : tuple per item of tuple of int
        Positions of its options in the arrays below, in order of slot.
    kept, common : tuple of int
        Per option: 1 when it is the slot of a running pair; common dates.
    rows : tuple of SlotRow
        Room in the week.
    """

    options: tuple[tuple[int, ...], ...]
    kept: tuple[int, ...]
    common: tuple[int, ...]
    rows: tuple[SlotRow, ...]
