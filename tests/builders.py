"""Small practices for tests, with sane defaults."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from koppeling.domain.instance import Instance, PairingRow, PairingStatus, Preference, Settings
from koppeling.domain.people import Junior, Senior, WorkingHours
from koppeling.domain.period import Quarter, Weeks

QUARTER = Quarter(2027, 1)
HOLIDAYS = frozenset({date(2027, 1, 1), date(2027, 3, 29), date(2027, 4, 27), date(2027, 5, 6)})


def hours(
    days: Iterable[int] = range(5),
    start: float = 9,
    end: float = 17,
    weeks: Weeks = Weeks.EVERY,
    site: str | None = None,
) -> tuple[WorkingHours, ...]:
    """The same hours on each of `days`, 0 being Monday."""
    return tuple(
        WorkingHours(
            weekday=day,
            start_minute=round(start * 60),
            end_minute=round(end * 60),
            weeks=weeks,
            site=site,
        )
        for day in days
    )


def junior(number: str = "J01", **changes: Any) -> Junior:
    """A junior who starts on the first working day of the quarter, full-time at Noord."""
    given: dict[str, Any] = {
        "number": number,
        "name": f"Junior {number}",
        "sites": ("Noord",),
        "hours": hours(),
        "start": date(2027, 1, 4),
    }
    return Junior(**(given | changes))


def senior(number: str = "S01", **changes: Any) -> Senior:
    """A senior with twelve hours a quarter, full-time at Noord."""
    given: dict[str, Any] = {
        "number": number,
        "name": f"Senior {number}",
        "sites": ("Noord",),
        "hours": hours(),
        "cap_minutes": 720,
    }
    return Senior(**(given | changes))


def practice(
    juniors: Iterable[Junior], seniors: Iterable[Senior], **changes: Any
) -> Instance:
    """A practice in 2027-Q1 with a horizon of four quarters."""
    settings = changes.pop("settings", {})
    given: dict[str, Any] = {
        "settings": Settings(**({"quarter": QUARTER} | settings)),
        "juniors": tuple(sorted(juniors, key=lambda j: j.number)),
        "seniors": tuple(sorted(seniors, key=lambda s: s.number)),
        "holidays": HOLIDAYS,
    }
    return Instance(**(given | changes))


def running(junior_number: str, senior_number: str, **changes: Any) -> PairingRow:
    """A running pair."""
    given: dict[str, Any] = {
        "junior": junior_number,
        "senior": senior_number,
        "status": PairingStatus.RUNNING,
    }
    return PairingRow(**(given | changes))


def wish(source: str, target: str, rank: int = 1) -> Preference:
    """A preference of rank 1."""
    return Preference(source=source, target=target, rank=rank)
