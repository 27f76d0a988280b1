"""Practices on a day, for tests of registers and papers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from koppeling.domain.instance import Instance
from koppeling.domain.meeting import Meeting, MeetingKind, MeetingStatus
from koppeling.registers.standing import Standing
from tests.builders import junior, practice, senior

#: A Monday in the quarter of the builders, 2027-Q1.
TODAY = date(2027, 2, 15)


def meeting(
    day: date = date(2027, 1, 4),
    *,
    juniors: tuple[str, ...] = ("J01",),
    kind: MeetingKind = MeetingKind.GUIDANCE,
    status: MeetingStatus = MeetingStatus.HELD,
    **changes: Any,
) -> Meeting:
    """Make a meeting of half an hour at ten, held if not told otherwise."""
    given: dict[str, Any] = {
        "id": f"{'-'.join(juniors)}-{kind}-{day}",
        "kind": kind,
        "senior": "S01",
        "juniors": juniors,
        "number": 1,
        "nominal": day,
        "minutes": 30,
        "day": day,
        "start_minute": 600,
        "status": status,
    }
    return Meeting(**(given | changes))


def fortnightly(first: date, count: int, **changes: Any) -> tuple[Meeting, ...]:
    """Make so many meetings, one every two weeks."""
    return tuple(meeting(first + timedelta(days=14 * n), **changes) for n in range(count))


def standing(
    instance: Instance | None = None, pairs: Mapping[str, str] | None = None, **changes: Any
) -> Standing:
    """Make a standing on `TODAY`: one junior with one senior if not told otherwise."""
    given: dict[str, Any] = {
        "instance": instance or practice([junior()], [senior()]),
        "pairs": {"J01": "S01"} if pairs is None else pairs,
        "meetings": (),
        "on": TODAY,
    }
    return Standing(**(given | changes))
