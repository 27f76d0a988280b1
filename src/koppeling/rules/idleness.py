"""Why a junior needs no meeting in the whole horizon (domain.md §2)."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from koppeling.domain.instance import Instance
from koppeling.domain.people import Junior
from koppeling.rules.needs import due_meetings, entry_of
from koppeling.rules.situation import Situation


class Idleness(StrEnum):
    """What keeps a junior without meetings."""

    FINISHED = "finished"
    STOPPED = "stopped"
    LATER = "later"
    AWAY = "away"


def is_cut_short(junior: Junior, instance: Instance) -> bool:
    """Tell whether an end, promotion or departure takes meetings off a trajectory."""
    unended = replace(junior, trajectory_end=None, promoted_from=None, out_of_service_from=None)
    return len(due_meetings(unended, instance)) > len(due_meetings(junior, instance))


def why_idle(junior: Junior, situation: Situation) -> Idleness:
    """
    Tell why an idle junior has nothing due.

    FINISHED: every meeting of the trajectory lies before the horizon; STOPPED:
    the trajectory ends, or the junior leaves or is promoted, before it or
    before the next meeting; LATER: the next meeting lies after it, because of
    the start or of long leave; AWAY: leave without an end takes the rest.
    """
    instance, calendar = situation.instance, situation.calendar
    due = due_meetings(junior, instance)
    entry = entry_of(junior, instance)
    enters_later = entry is not None and entry > calendar.last
    if enters_later or any(meeting.day > calendar.last for meeting in due):
        return Idleness.LATER
    ends = (junior.trajectory_end, junior.promoted_from, junior.out_of_service_from)
    has_ended = any(end is not None and end <= calendar.first for end in ends)
    if has_ended or is_cut_short(junior, instance):
        return Idleness.STOPPED
    present = replace(junior, absences=())
    if any(meeting.day >= calendar.first for meeting in due_meetings(present, instance)):
        return Idleness.AWAY
    return Idleness.FINISHED
