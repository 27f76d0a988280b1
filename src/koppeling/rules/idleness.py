"""Why a junior needs no meeting in the whole horizon (domain.md §2)."""

from __future__ import annotations

from enum import StrEnum

from koppeling.domain.people import Junior
from koppeling.domain.trajectory import nominal_dates
from koppeling.rules.needs import group_of, start_of
from koppeling.rules.points import trajectory_name
from koppeling.rules.situation import Situation


class Idleness(StrEnum):
    """What keeps a junior without meetings."""

    FINISHED = "finished"
    STOPPED = "stopped"
    STARTS_LATER = "starts-later"
    AWAY = "away"


def why_idle(junior: Junior, situation: Situation) -> Idleness:
    """
    Tell why an idle junior has nothing due.

    FINISHED: every meeting of the trajectory lies before the horizon; STOPPED:
    the trajectory ends, or the junior leaves or is promoted, before it;
    STARTS_LATER: the first meeting lies after it; AWAY: leave takes the rest.
    """
    instance = situation.instance
    kind = instance.trajectories[trajectory_name(junior, instance)]
    dates = nominal_dates(start_of(junior, instance), kind.phases)
    first, last = situation.calendar.first, situation.calendar.last
    if junior.guided_from is not None and junior.guided_from > last:
        return Idleness.STARTS_LATER
    if dates and dates[0] > last:
        return Idleness.STARTS_LATER
    ends = (junior.trajectory_end, junior.promoted_from, junior.out_of_service_from)
    if any(end is not None and end <= first for end in ends):
        return Idleness.STOPPED
    has_open_leave = any(a.last is None and a.first <= last for a in junior.absences)
    if has_open_leave and group_of(junior, instance) is None and dates and dates[-1] >= first:
        return Idleness.AWAY
    return Idleness.FINISHED
