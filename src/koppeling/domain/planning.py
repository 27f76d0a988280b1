"""What comes of planning: every meeting, and optionally the buddies (domain.md §7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from koppeling.domain.meeting import Meeting


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
