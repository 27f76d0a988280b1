"""
What would place an item, as arrays: the practice with all that could be changed.

Pairs that may exist after some change are in, each with the *ways* in which
it can meet: under which arrangement of sites and windows (a frame), with
which extra working days, and what that takes of the senior's week.
"""

from __future__ import annotations

from dataclasses import dataclass

from koppeling.model.problem import SlotRow


@dataclass(frozen=True, kw_only=True)
class Way:
    """
    How a pair can meet: frames by index, extra weekdays or None.

    `own_frame` is 0 for an item that nothing is changed for.
    """

    pair: int
    frame: int
    own_frame: int = 0
    day: int | None = None
    own_day: int | None = None

    def needs_no_more(self, other: Way) -> bool:
        """Tell whether whatever `other` takes is enough for this way of the same pair."""
        return (
            (self.pair, self.frame, self.own_frame) == (other.pair, other.frame, other.own_frame)
            and self.day in (None, other.day)
            and self.own_day in (None, other.own_day)
        )


@dataclass(frozen=True, kw_only=True)
class StretchableRow:
    """
    Σ `amounts` of the chosen `pairs` + `charge` if any ≤ `capacity` + what is added.

    `capacity` may be negative. `quarter` is that of the horizon, None where a
    change counts in all.
    """

    bin: int
    quarter: int | None
    capacity: int
    pairs: tuple[int, ...]
    amounts: tuple[int, ...]
    charge: int = 0


@dataclass(frozen=True, kw_only=True)
class FixProblem:
    """
    Which changes place `target` while at least `needed` are placed in all.

    Attributes
    ----------
    target : int
        The item that must be placed.
    needed : int
        Least number of juniors placed.
    pair_item, pair_bin, placed : tuple of int
        Per pair: its item, its senior, the juniors it places.
    locked : tuple of int
        Pairs that must be chosen unless their item is released.
    unregistered : tuple of int
        Pairs whose senior lacks a registration.
    ways : tuple of Way
        A chosen pair takes one of its ways; it has one at least.
    rows : tuple of SlotRow
        Room in the week that ways share (by index of the way).
    hours, heads : tuple of StretchableRow
        Time of each senior in each quarter, and numbers of juniors.
    """

    target: int
    needed: int
    pair_item: tuple[int, ...]
    pair_bin: tuple[int, ...]
    placed: tuple[int, ...]
    locked: tuple[int, ...]
    unregistered: tuple[int, ...]
    ways: tuple[Way, ...]
    rows: tuple[SlotRow, ...]
    hours: tuple[StretchableRow, ...]
    heads: tuple[StretchableRow, ...]
