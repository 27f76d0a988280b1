"""Meetings that count and that one person cannot have been in both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from koppeling.domain.meeting import Meeting


def find_overlaps(meetings: Iterable[Meeting]) -> Iterator[tuple[Meeting, str]]:
    """
    Yield each meeting that begins before an earlier one of the same person ends, and who.

    A row that was copied is such a one, and a person who guides themself: both
    would be paid twice for one time. Meetings without a time are passed over.
    """
    spells = [
        ((number, meeting.day, begin), begin + meeting.minutes, meeting)
        for meeting in meetings
        if meeting.day is not None
        for begin in (meeting.start_minute,)
        if begin is not None
        for number in filter(None, (*meeting.juniors, meeting.senior))
    ]
    spells.sort(key=lambda spell: (spell[0], spell[1], spell[2].id))
    for (one, end, _), (other, _, later) in pairwise(spells):
        if other[:2] == one[:2] and other[2] < end:
            yield later, other[0]
