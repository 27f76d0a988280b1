"""Dated meetings: what the sheet Overleggen holds (domain.md §7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class MeetingKind(StrEnum):
    """What a meeting is; the values are what the sheet shows in Dutch."""

    GUIDANCE = "begeleiding"
    EXTRA = "extra begeleiding"
    GROUP = "groepsbegeleiding"
    TALK = "kwartaalgesprek"
    REVIEW = "jaargesprek"
    COCKPIT = "cockpitoverleg"
    EVALUATION = "evaluatie"
    PEER = "intervisie"


class MeetingStatus(StrEnum):
    """Where a meeting stands; `UNPLANNABLE` ones have no time, and a reason."""

    PLANNED = "gepland"
    HELD = "gehouden"
    CANCELLED = "vervallen"
    UNPLANNABLE = "niet te plannen"


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """
    One row of Overleggen.

    `id` is stable: uuid5 of the pair (or person), kind and number of the meeting
    in its series, never of a date or a name. `juniors` has several members for a
    group and none for a talk of a senior with management. `nominal` is the date
    the trajectory asks for; `day` and `start_minute` are None when it could not
    be planned. `shift_days` = day − nominal.
    """

    id: str
    kind: MeetingKind
    senior: str | None
    juniors: tuple[str, ...]
    number: int
    nominal: date
    minutes: int
    day: date | None
    start_minute: int | None
    status: MeetingStatus
    shift_days: int | None = None
    reason: str = ""
    sequence: int = 0
