"""All input of one run, validated and frozen; nothing here is derived."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from koppeling.domain.fix import FixCosts
from koppeling.domain.people import Absence, Junior, Senior
from koppeling.domain.period import Quarter, Slot, horizon
from koppeling.domain.trajectory import JUNIOR_TRAJECTORY, TrajectoryType


class Level(StrEnum):
    """The goals, in their default order (domain.md §5)."""

    PLACED = "placed"
    KEPT = "kept"
    SERVED = "served"
    PEAK = "peak"
    QUALITY = "quality"
    EVEN = "even"
    DRAW = "draw"


class Component(StrEnum):
    """The parts of a pair's points (domain.md §6)."""

    PREFERENCE_JUNIOR = "preference_junior"
    PREFERENCE_SENIOR = "preference_senior"
    DISC = "disc"
    SHARED_DAYS = "shared_days"
    SITE = "site"
    GOALS = "goals"
    REGISTRATION = "registration"


class DiscRule(StrEnum):
    """How two DiSC profiles are compared; the values are those of the JSON (`robustness`)."""

    SIMILARITY = "overeenkomst"
    COMPLEMENT = "aanvulling"
    WARMTH = "warmte"
    PACE = "tempo"
    MATRIX = "matrix"
    OFF = "uit"


class PairingStatus(StrEnum):
    """Status of a row in the sheet Koppelingen, in the order in which rows of a pair are kept."""

    ENDED = "ended"
    RUNNING = "running"
    LOCKED = "locked"
    FORBIDDEN = "forbidden"


DEFAULT_WEIGHTS: Mapping[Component, int] = MappingProxyType(
    {
        Component.PREFERENCE_JUNIOR: 25,
        Component.PREFERENCE_SENIOR: 15,
        Component.DISC: 20,
        Component.SHARED_DAYS: 15,
        Component.SITE: 10,
        Component.GOALS: 10,
        Component.REGISTRATION: 5,
    }
)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """
    The sheet Instellingen, as far as it shapes the answer.

    `comfort_permille` is in thousandths; norms are percentages; `time_limit`
    is in seconds for the whole solve, None when not set.
    """

    quarter: Quarter
    horizon_length: int = 4
    reference_date: date | None = None
    meeting_minutes: int = 30
    comfort_permille: int = 850
    keep_running: bool = False
    default_cap_minutes: int = 720
    long_leave_days: int = 42
    even_weeks_from: date | None = None
    disc_rule: DiscRule = DiscRule.SIMILARITY
    remote_allowed: bool = True
    direct_norm_junior: int = 70
    direct_norm_senior: int = 60
    reserve_percent: int = 20
    time_limit: float | None = None
    practice_name: str = ""

    @property
    def quarters(self) -> tuple[Quarter, ...]:
        """The horizon: `quarter` and the ones after it."""
        return horizon(self.quarter, self.horizon_length)


@dataclass(frozen=True, kw_only=True)
class Capacity:
    """A row of Capaciteit; `quarter` None holds for all quarters."""

    senior: str
    quarter: Quarter | None
    minutes: int
    max_juniors: int | None = None


@dataclass(frozen=True, kw_only=True)
class PairingRow:
    """
    A row of Koppelingen.

    `since` and `until` are inclusive; `where` is the place of the row
    (`Koppelingen!A5`), for messages only.
    """

    junior: str
    senior: str
    status: PairingStatus
    slot: Slot | None = None
    since: date | None = None
    until: date | None = None
    where: str = field(default="", compare=False)

    def is_open(self, quarter: Quarter) -> bool:
        """Tell whether the row still holds: no end, or an end not before `quarter`."""
        return self.until is None or self.until >= quarter.first_day


@dataclass(frozen=True, kw_only=True)
class Preference:
    """A wish or veto of `source` about `target` (personnel numbers, either way round)."""

    source: str
    target: str
    rank: int | None = None
    veto: bool = False


@dataclass(frozen=True, kw_only=True)
class Escalation:
    """Extra meetings for a junior: one every `every_weeks` from `first` to `last`."""

    junior: str
    first: date
    last: date | None
    every_weeks: int


@dataclass(frozen=True, kw_only=True)
class Group:
    """A group: its trajectory type and start replace those of its members."""

    name: str
    trajectory: str
    start: date
    senior: str | None = None


@dataclass(frozen=True, kw_only=True)
class HeldMeeting:
    """A meeting of Overleggen that was held: a fact (domain.md §7)."""

    junior: str
    senior: str
    day: date
    minutes: int


DEFAULT_LEVELS = tuple(Level)


@dataclass(frozen=True, kw_only=True)
class Instance:
    """
    Everything a run is about.

    `juniors` and `seniors` are in order of personnel number, so that nothing
    depends on the order of rows. `holidays` covers the horizon and the year
    on either side of it, Good Friday left out when it is a working day.
    `levels` are the goals in force, in order; PLACED first and DRAW last.
    `disc_matrix` maps (letter of senior, letter of junior) to 0..1000.
    """

    settings: Settings
    juniors: tuple[Junior, ...]
    seniors: tuple[Senior, ...]
    capacities: tuple[Capacity, ...] = ()
    pairings: tuple[PairingRow, ...] = ()
    preferences: tuple[Preference, ...] = ()
    escalations: tuple[Escalation, ...] = ()
    groups: tuple[Group, ...] = ()
    held: tuple[HeldMeeting, ...] = ()
    closures: tuple[Absence, ...] = ()
    holidays: frozenset[date] = frozenset()
    trajectories: Mapping[str, TrajectoryType] = field(
        default_factory=lambda: MappingProxyType({JUNIOR_TRAJECTORY.name: JUNIOR_TRAJECTORY})
    )
    weights: Mapping[Component, int] = field(default_factory=lambda: DEFAULT_WEIGHTS)
    levels: tuple[Level, ...] = DEFAULT_LEVELS
    disc_matrix: Mapping[tuple[str, str], int] = field(default_factory=lambda: MappingProxyType({}))
    fix_costs: FixCosts = field(default_factory=FixCosts)
