"""What comes out: the chosen pairings, their proof, and the story around them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from koppeling.domain.finding import Finding
from koppeling.domain.fix import Fix
from koppeling.domain.instance import Component, DiscRule, Level
from koppeling.domain.period import Quarter, Slot


class Code(StrEnum):
    """
    Why a pair may not exist (domain.md §4); `FULL` is for what is left over.

    The values are public, in the JSON and in the library, and stay as they are.
    """

    SAME_PERSON = "zelfde_persoon"
    FORBIDDEN = "verboden"
    OUT = "dienst"
    NO_MOMENT = "geen_moment"
    SITE = "vestiging"
    COACH = "coach"
    REGISTRATION = "registratie"
    DOMAIN = "domein"
    TIME_JUNIOR = "tijd_junior"
    TIME_SENIOR = "tijd_senior"
    FULL = "vol"


class Status(StrEnum):
    """OPTIMAL only when every level is proven."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    NO_SOLUTION = "no_solution"


class PairStatus(StrEnum):
    """How a pairing of the result relates to what was running."""

    NEW = "new"
    KEPT = "kept"
    CHANGED = "changed"
    LOCKED = "locked"


@dataclass(frozen=True, order=True)
class Pairing:
    """One junior with one senior and their fixed weekly slot."""

    junior: str
    senior: str
    slot: Slot


@dataclass(frozen=True, kw_only=True)
class LevelResult:
    """
    The outcome of one level.

    `value` holds in the final answer; `bound` is the best any answer could
    have; None where nothing is known. `seconds` is wall time spent on it.
    """

    level: Level
    value: int | None
    bound: int | None
    proven: bool
    seconds: float

    @property
    def gap(self) -> float | None:
        """Relative distance of value and bound, 0.0 when proven; None if unknown."""
        if self.proven:
            return 0.0
        if self.value is None or self.bound is None:
            return None
        return abs(self.bound - self.value) / max(1, abs(self.value))


@dataclass(frozen=True, kw_only=True)
class Solution:
    """
    What the solver returns, in order of junior number.

    `robustness` maps each other DiSC rule to the number of pairs that stay
    the same under it; a rule that was not solved to proof is absent.
    """

    pairings: tuple[Pairing, ...]
    levels: tuple[LevelResult, ...]
    status: Status
    robustness: Mapping[DiscRule, int]
    solver: str = ""


@dataclass(frozen=True, kw_only=True)
class PairingDetail:
    """A pairing with its reasons; `need` and `minutes` per quarter of the horizon."""

    pairing: Pairing
    status: PairStatus
    previous_senior: str | None
    need: tuple[int, ...]
    minutes: tuple[int, ...]
    points: int
    components: Mapping[Component, int]
    runner_up: str | None
    runner_up_points: int | None
    explanation: str


@dataclass(frozen=True)
class ToldFixes:
    """
    Ways to place somebody in words, as a workbook has them.

    `language` is the one they are in; None where nobody looked for any, and the words say so.
    """

    words: tuple[str, ...]
    language: str | None


@dataclass(frozen=True, kw_only=True)
class Unplaced:
    """
    A junior without a senior: seniors lost by code, and the story.

    `fixes` are the cheapest ways out, None where nobody looked for them;
    `told_fixes` the same in words, where they were read from a workbook.
    """

    junior: str
    reasons: Mapping[Code, int]
    explanation: str
    nearest: str
    fixes: tuple[Fix, ...] | None = None
    told_fixes: ToldFixes | None = None


@dataclass(frozen=True, kw_only=True)
class Handover:
    """A meeting that falls while the senior is out (domain.md §3)."""

    junior: str
    senior: str
    quarter: Quarter
    day: date
    minutes: int


@dataclass(frozen=True, kw_only=True)
class Load:
    """A senior in a quarter; `is_out` quarters have no used or cap."""

    senior: str
    quarter: Quarter
    used_minutes: int
    cap_minutes: int
    num_juniors: int
    has_talk: bool
    is_out: bool = False


@dataclass(frozen=True, kw_only=True)
class Idle:
    """A junior without need in the whole horizon, and why in a sentence for people."""

    junior: str
    explanation: str


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The whole story of a run, ready for any output; nothing left to compute."""

    quarter: Quarter
    horizon: tuple[Quarter, ...]
    solution: Solution
    pairings: tuple[PairingDetail, ...]
    unplaced: tuple[Unplaced, ...]
    idle: tuple[Idle, ...]
    handovers: tuple[Handover, ...]
    loads: tuple[Load, ...]
    findings: tuple[Finding, ...]
