"""What scenarios do to a practice, beside the practice as it is (domain.md §8)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from koppeling.domain.instance import Instance, Level
from koppeling.domain.result import LevelResult, Outcome, Pairing, Unplaced
from koppeling.domain.scenario import Scenario


class Turn(StrEnum):
    """What becomes of a junior whose pairing differs from that of the base."""

    MOVED = "moved"  # another senior
    PLACED = "placed"  # a senior, where there was none
    LOST = "lost"  # no senior any more, though guidance is due
    ENDED = "ended"  # no guidance due any more
    RESLOTTED = "reslotted"  # the same senior at another fixed moment


@dataclass(frozen=True, kw_only=True)
class Move:
    """A junior whose pairing differs; None is no senior."""

    junior: str
    turn: Turn
    before: Pairing | None
    after: Pairing | None


@dataclass(frozen=True, kw_only=True)
class LevelShift:
    """
    A level of the base and of a scenario.

    `difference` is scenario less base, None where either is unknown; whether
    that is worse depends on the level.
    """

    base: LevelResult
    after: LevelResult
    is_worse: bool

    @property
    def level(self) -> Level:
        """The goal."""
        return self.after.level

    @property
    def difference(self) -> int | None:
        """Scenario less base."""
        if self.base.value is None or self.after.value is None:
            return None
        return self.after.value - self.base.value


@dataclass(frozen=True, kw_only=True)
class Minutes:
    """
    Minutes over the horizon.

    `guidance` is what seniors give, a group's meetings once; `seniors` that
    and the quarterly talks; `juniors` the meetings of everyone with a senior;
    `handover` what a colleague takes over, a group's once as well. `by_senior`
    is guidance and talks again, by personnel number and quarter of the horizon,
    None in a quarter in which the senior is out.
    """

    guidance: int
    seniors: int
    juniors: int
    handover: int
    by_senior: dict[str, tuple[int | None, ...]]

    @property
    def everyone(self) -> int:
        """Minutes that are not spent with clients, of everyone together."""
        return self.seniors + self.juniors + self.handover


@dataclass(frozen=True, kw_only=True)
class Trial:
    """
    A scenario that was tried; the base is one without changes.

    Parameters
    ----------
    scenario : Scenario
        What changes.
    instance : Instance or None
        The practice with the changes; None when they cannot be made.
    outcome : Outcome or None
        The best answer; None when there is none.
    failure : str
        Why there is no answer, in a sentence; empty with one.
    minutes : Minutes or None
        What it takes; None without an answer.
    peak_permille : int or None
        Used of given hours of the busiest senior in any quarter, rounded; None
        when no senior has enough hours to say it of.
    shifts, moves, newly_unplaced
        Against the base: every level, whoever moves, who is without a senior
        and was not in the base; empty for the base and where either failed.
    """

    scenario: Scenario
    instance: Instance | None
    outcome: Outcome | None
    failure: str = ""
    minutes: Minutes | None = None
    peak_permille: int | None = None
    shifts: tuple[LevelShift, ...] = ()
    moves: tuple[Move, ...] = ()
    newly_unplaced: tuple[Unplaced, ...] = ()

    def count(self, turn: Turn) -> int:
        """Count the juniors to whom this happens."""
        return sum(move.turn is turn for move in self.moves)


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """A practice as it is, and scenarios of it in the order asked."""

    base: Trial
    trials: tuple[Trial, ...]
