"""Small practices for tests, with sane defaults."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from koppeling.domain.instance import Instance, PairingRow, PairingStatus, Preference, Settings
from koppeling.domain.people import Junior, Senior, WorkingHours
from koppeling.domain.period import Quarter, Weeks
from koppeling.domain.trajectory import JUNIOR_TRAJECTORY, Phase, TrajectoryType, Unit

QUARTER = Quarter(2027, 1)
HOLIDAYS = frozenset({date(2027, 1, 1), date(2027, 3, 29), date(2027, 4, 27), date(2027, 5, 6)})


def hours(
    days: Iterable[int] = range(5),
    start: float = 9,
    end: float = 17,
    weeks: Weeks = Weeks.EVERY,
    site: str | None = None,
    **validity: date,
) -> tuple[WorkingHours, ...]:
    """Make the same hours on each of `days`, 0 being Monday."""
    return tuple(
        WorkingHours(
            weekday=day,
            start_minute=round(start * 60),
            end_minute=round(end * 60),
            weeks=weeks,
            site=site,
            valid_from=validity.get("valid_from"),
            valid_to=validity.get("valid_to"),
        )
        for day in days
    )


def junior(number: str = "J01", **changes: Any) -> Junior:
    """Make a junior who starts on the first working day of the quarter, full-time at Noord."""
    given: dict[str, Any] = {
        "number": number,
        "name": f"Junior {number}",
        "sites": ("Noord",),
        "hours": hours(),
        "start": date(2027, 1, 4),
        "where": "Junioren!A2",
    }
    return Junior(**(given | changes))


def senior(number: str = "S01", **changes: Any) -> Senior:
    """Make a senior with twelve hours a quarter, full-time at Noord."""
    given: dict[str, Any] = {
        "number": number,
        "name": f"Senior {number}",
        "sites": ("Noord",),
        "hours": hours(),
        "cap_minutes": 720,
        "where": "Senioren!A2",
    }
    return Senior(**(given | changes))


def practice(juniors: Iterable[Junior], seniors: Iterable[Senior], **changes: Any) -> Instance:
    """Make a practice in 2027-Q1 with a horizon of four quarters."""
    settings = changes.pop("settings", {})
    given: dict[str, Any] = {
        "settings": Settings(**({"quarter": QUARTER} | settings)),
        "juniors": tuple(sorted(juniors, key=lambda j: j.number)),
        "seniors": tuple(sorted(seniors, key=lambda s: s.number)),
        "holidays": HOLIDAYS,
    }
    return Instance(**(given | changes))


def weekly(
    count: int, every: int = 1, minutes: int | None = None, name: str = "weekly", **changes: Any
) -> TrajectoryType:
    """Make a type of trajectory with `count` meetings, one every so many weeks."""
    phase = Phase(from_month=0, count=count, every=every, unit=Unit.WEEKS, minutes=minutes)
    return TrajectoryType(name=name, phases=(phase,), **changes)


def types(*others: TrajectoryType) -> dict[str, TrajectoryType]:
    """Make the mapping of trajectory types: the built-in one and `others`."""
    return {kind.name: kind for kind in (JUNIOR_TRAJECTORY, *others)}


def row(
    junior_number: str, senior_number: str, status: PairingStatus, **changes: Any
) -> PairingRow:
    """Make a row of the sheet Koppelingen."""
    given: dict[str, Any] = {"where": "Koppelingen!A2"} | changes
    return PairingRow(junior=junior_number, senior=senior_number, status=status, **given)


def running(junior_number: str, senior_number: str, **changes: Any) -> PairingRow:
    """Make a running pair, or with another `status` that pair."""
    return row(junior_number, senior_number, **({"status": PairingStatus.RUNNING} | changes))


def locked(junior_number: str, senior_number: str, **changes: Any) -> PairingRow:
    """Make a pair that management has locked."""
    return row(junior_number, senior_number, PairingStatus.LOCKED, **changes)


def wish(source: str, target: str, rank: int = 1) -> Preference:
    """Make a preference, of rank 1 if not told otherwise."""
    return Preference(source=source, target=target, rank=rank)


def veto(source: str, target: str) -> Preference:
    """Make a veto."""
    return Preference(source=source, target=target, veto=True)
