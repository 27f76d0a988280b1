"""Dated meetings: what the sheet Overleggen holds (domain.md §7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class MeetingKind(StrEnum):
    """What a meeting is; the names are part of what identifies a meeting for ever."""

    GUIDANCE = "guidance"
    EXTRA = "extra"
    GROUP = "group"
    TALK = "talk"
    REVIEW = "review"
    COCKPIT = "cockpit"
    EVALUATION = "evaluation"
    PEER = "peer"


class MeetingStatus(StrEnum):
    """Where a meeting stands; `UNPLANNABLE` ones have no time, and a reason."""

    PLANNED = "planned"
    HELD = "held"
    DROPPED = "dropped"
    UNPLANNABLE = "unplannable"


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """
    One row of Overleggen.

    `id` is stable: uuid5 of the pair (or person), kind and number of the meeting
    in its series, never of a date or a name. `juniors` has several members for a
    group and none for a talk of a senior with management. `nominal` is the date
    the trajectory asks for; `day` and `start_minute` are None when it could not
    be planned. `shift_days` = day − nominal. `is_needless` tells one that was cancelled
    since it was no longer needed: it comes back when it is; `reason` is for people only.
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
    is_needless: bool = False


#: Meetings of a trajectory itself; intervision is not guidance (K15), extra ones stand apart.
TRAJECTORY_KINDS = (MeetingKind.GUIDANCE, MeetingKind.GROUP)


GUIDANCE_KINDS = (*TRAJECTORY_KINDS, MeetingKind.EXTRA)


@dataclass(frozen=True, kw_only=True)
class Unkept:
    """
    A meeting that does not stand any more where the plan so far, or a person, had it.

    Parameters
    ----------
    before, meeting : Meeting
        As it was, and as it is now.
    reason : str
        Why it could not stay.
    """

    before: Meeting
    meeting: Meeting
    reason: str


@dataclass(frozen=True, kw_only=True)
class Plan:
    """
    Everything that stands in Overleggen after planning.

    Parameters
    ----------
    meetings : tuple of Meeting
        In order of day; facts, planned, cancelled and unplannable alike.
    is_proven : bool
        Whether no plan of the guidance costs less.
    undecided : tuple of str
        Juniors with a need and without a senior in force: nothing is planned
        for them.
    unkept : tuple of Unkept
        What was moved, with the reason.
    """

    meetings: tuple[Meeting, ...]
    is_proven: bool
    undecided: tuple[str, ...]
    unkept: tuple[Unkept, ...] = ()


@dataclass(frozen=True, kw_only=True)
class BuddyDay:
    """
    Who stands by a junior on a day (B20).

    Parameters
    ----------
    day : date
        A working day of the junior in the planning quarter.
    junior : str
        Number of the junior.
    buddy : str, optional
        Number of a senior, or of a junior who started earlier, present at the
        same site at some time of that day; None when there is nobody.
    site : str
        Where they are, folded to lower case; of the junior alone when there is
        no buddy.
    """

    day: date
    junior: str
    buddy: str | None
    site: str
