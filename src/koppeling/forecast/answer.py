"""What lies ahead: need against capacity, room for newcomers, what would help (domain.md §8)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from koppeling.domain.period import Quarter

MOST_QUARTERS = 20


@dataclass(frozen=True, kw_only=True)
class Assumptions:
    """
    What a forecast takes for granted.

    `turnover_percent` of the seniors' hours leaves in a year, compounding
    quarter by quarter from the second one on; `leave_percent` of their hours
    falls away all the time. `hourly_rate` is in euros, None when not set.
    """

    num_quarters: int = 12
    hire_per_quarter: int = 1
    turnover_percent: float = 0.0
    leave_percent: float = 0.0
    hourly_rate: float | None = None

    def share(self, quarters_ahead: int) -> float:
        """
        Return the part of the hours that is left so many quarters ahead.

        Examples
        --------
        >>> Assumptions(turnover_percent=10, leave_percent=5).share(4)
        0.855
        """
        staying: float = (1 - self.turnover_percent / 100) ** (quarters_ahead / 4)
        return round(staying * (1 - self.leave_percent / 100), 9)


@dataclass(frozen=True, kw_only=True)
class Newcomer:
    """A kind of newcomer: where, and on which days (0 is Monday)."""

    site: str
    days: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class QuarterOutlook:
    """
    One quarter; minutes are guidance of one side, quarterly talks apart.

    `hired_minutes` is what the assumed newcomers ask on top of `need_minutes`;
    `available_minutes` is what the seniors who guide and are not out can give,
    their talk taken off; `reserved_minutes` the same less the reserve.
    `served_minutes` is the most of the need that can be placed in this quarter
    alone, with working days, sites, moments and limits. `room` is the most
    newcomers of any mix who can start, everyone else staying placed;
    `num_unplaced` counts the juniors without a senior before that. None where
    that was not proven in time. People are personnel numbers.
    """

    quarter: Quarter
    need_minutes: int
    hired_minutes: int
    available_minutes: int
    reserved_minutes: int
    num_juniors: int
    num_seniors: int
    starting: tuple[str, ...] = ()
    ending: tuple[str, ...] = ()
    arriving: tuple[str, ...] = ()
    leaving: tuple[str, ...] = ()
    trained: tuple[str, ...] = ()
    expiring: tuple[str, ...] = ()
    served_minutes: int | None = None
    num_unplaced: int | None = None
    room: int | None = None

    @property
    def ratio(self) -> float | None:
        """Need as a share of what is available; None where nothing is."""
        return self.need_minutes / self.available_minutes if self.available_minutes else None


@dataclass(frozen=True, kw_only=True)
class RoomAhead:
    """How many newcomers of one kind can start in a quarter; None when not proven in time."""

    quarter: Quarter
    newcomer: Newcomer
    number: int | None


class Step(StrEnum):
    """What could be made looser."""

    HOURS = "hours"
    JUNIORS = "juniors"
    DAY = "day"
    SITES = "sites"
    REGISTRATION = "registration"
    SENIOR = "senior"


@dataclass(frozen=True, kw_only=True)
class Gain:
    """
    What one change brings: how many newcomers fit, and who stays without a senior.

    `senior` None is every senior (of `site` when given), or a new one. `amount` is in
    minutes for HOURS and a number of juniors for JUNIORS; `day` 0 is Monday.
    None where not proven in time.
    """

    step: Step
    senior: str | None = None
    amount: int = 0
    site: str | None = None
    day: int | None = None
    room: int | None = None
    num_unplaced: int | None = None


@dataclass(frozen=True, kw_only=True)
class Dependence:
    """
    What happens without one senior: who loses theirs, and for how many there is a place.

    A place may come free because somebody else gives up theirs: `orphans` less
    `num_placed_again` is how many fewer juniors are placed, everybody paired again.
    """

    senior: str
    orphans: tuple[str, ...]
    num_placed_again: int | None


@dataclass(frozen=True, kw_only=True)
class Pinch:
    """
    The quarter in which changes are weighed, and how it stands then.

    The first quarter in which the rhythm of hiring cannot go on (`num_hired`
    newcomers came before), else the quarter with least room. `is_end` tells
    which. `general` are the changes for all seniors at once, `best` those of
    one kind that give most, empty when none helps.
    """

    quarter: Quarter
    is_end: bool
    num_hired: int
    room: int | None
    num_unplaced: int | None
    general: tuple[Gain, ...] = ()
    best: tuple[Gain, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """
    The whole look ahead.

    `last_hiring` is the last quarter up to which the rhythm of hiring goes
    well every quarter, None when it does not even start. `gains` holds one
    change of one senior, or one more senior, each. `reserve_percent` is the
    setting's.
    """

    assumptions: Assumptions
    reserve_percent: int
    quarters: tuple[QuarterOutlook, ...]
    newcomers: tuple[Newcomer, ...]
    room: tuple[RoomAhead, ...]
    last_hiring: Quarter | None
    pinch: Pinch
    gains: tuple[Gain, ...]
    dependences: tuple[Dependence, ...]

    def first_short(self, *, with_reserve: bool, with_hiring: bool) -> Quarter | None:
        """Return the first quarter in which the need exceeds what is available."""
        for one in self.quarters:
            need = one.need_minutes + (one.hired_minutes if with_hiring else 0)
            if need > (one.reserved_minutes if with_reserve else one.available_minutes):
                return one.quarter
        return None
