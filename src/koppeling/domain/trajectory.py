"""Kinds of trajectory and the nominal dates they ask for (domain.md §2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from koppeling.domain.period import add_months
from koppeling.errors import TrajectoryError


class Unit(StrEnum):
    """The unit in which a phase counts its interval."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"


class Registration(StrEnum):
    """What a trajectory demands of the senior (K4-K6)."""

    SKJ = "skj"
    POSTMASTER = "postmaster"


@dataclass(frozen=True, kw_only=True)
class Phase:
    """
    A run of meetings: `count` of them, one `every` so many `unit`.

    The first is `from_month` calendar months after the trajectory's start.
    `minutes` None means the setting *overlegduur*.
    """

    from_month: int
    count: int
    every: int
    unit: Unit
    minutes: int | None = None
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class TrajectoryType:
    """
    A kind of trajectory: its phases in order, its demand, its cockpit rhythm.

    `guide` is the role of who may guide it, senior or coach (W4, B8); None is both.
    """

    name: str
    phases: tuple[Phase, ...]
    demand: Registration | None = None
    cockpit_weeks: int | None = None
    guide: str | None = None


JUNIOR_PHASES = (
    Phase(from_month=0, count=13, every=2, unit=Unit.WEEKS, name="jaar 1, eerste helft"),
    Phase(from_month=6, count=6, every=1, unit=Unit.MONTHS, name="jaar 1, tweede helft"),
    Phase(from_month=12, count=12, every=1, unit=Unit.MONTHS, name="jaar 2"),
    Phase(from_month=24, count=4, every=3, unit=Unit.MONTHS, name="jaar 3"),
)
JUNIOR_TRAJECTORY = TrajectoryType(name="junior", phases=JUNIOR_PHASES)


def nominal_meetings(start: date, phases: Sequence[Phase]) -> tuple[tuple[date, Phase], ...]:
    """
    List the nominal meetings of a trajectory with the phase each belongs to.

    Months are added to `start` itself and clipped to the month's end; adding
    them one by one would drift (31 Jan → 28 Feb → 28 Mar).

    Parameters
    ----------
    start : date
        First day of the trajectory.
    phases : sequence of Phase
        In order of time; the built-in junior trajectory is `JUNIOR_PHASES`.

    Returns
    -------
    tuple of (date, Phase)
        Dates strictly increasing; 35 for the junior trajectory (P31-P33).

    Raises
    ------
    TrajectoryError
        If the phases overlap, so that dates do not increase.
    """
    meetings: list[tuple[date, Phase]] = []
    for phase in phases:
        for k in range(phase.count):
            if phase.unit is Unit.MONTHS:
                day = add_months(start, phase.from_month + k * phase.every)
            else:
                days = phase.every * (7 if phase.unit is Unit.WEEKS else 1)
                day = add_months(start, phase.from_month) + timedelta(days=k * days)
            meetings.append((day, phase))
    if any(later <= earlier for (earlier, _), (later, _) in pairwise(meetings)):
        raise TrajectoryError(f"phases overlap for a start on {start.isoformat()}")
    return tuple(meetings)


def nominal_dates(start: date, phases: Sequence[Phase] = JUNIOR_PHASES) -> tuple[date, ...]:
    """
    List the nominal meeting dates of a trajectory.

    Examples
    --------
    >>> len(nominal_dates(date(2027, 1, 1)))
    35
    """
    return tuple(day for day, _ in nominal_meetings(start, phases))
