"""Meetings that were due in the past quarter and not held, and days on which to catch up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from koppeling.domain.instance import Escalation, Instance
from koppeling.domain.meeting import Meeting, MeetingKind, MeetingStatus
from koppeling.domain.period import Quarter
from koppeling.locale import LANGUAGES, _, language
from koppeling.plan.history import gone_reason
from koppeling.rules.needs import MIN_GAP_DAYS, due_meetings

GUIDANCE = frozenset({MeetingKind.GUIDANCE, MeetingKind.GROUP, MeetingKind.EXTRA})


def missed_meetings(
    meetings: Sequence[Meeting], quarter: Quarter, gone: frozenset[str]
) -> tuple[Meeting, ...]:
    """
    List the guidance of a quarter that was not held, in order of day.

    What was cancelled since it was no longer needed is not missed, and nothing
    is missed by people who are gone.
    """
    first, last = quarter.first_day, quarter.last_day
    needless = _needless()
    return tuple(
        meeting
        for meeting in meetings
        if meeting.kind in GUIDANCE
        and meeting.status is not MeetingStatus.HELD
        and meeting.reason not in needless
        and first <= (meeting.day or meeting.nominal) <= last
        and not gone.issuperset(meeting.juniors)
    )


def _needless() -> set[str]:
    found = set()
    for chosen in LANGUAGES:
        with language(chosen):
            found.add(gone_reason())
    return found


def days_to_catch_up(
    missed: Sequence[Meeting], instance: Instance, quarter: Quarter
) -> dict[str, date]:
    """
    Choose a day in `quarter` for each missed meeting, by its id.

    Weekdays that are no holiday, more than six days from every meeting of the
    junior, so that the extra one stays an extra one (domain.md §2); a meeting
    for which there is no such day is absent.
    """
    juniors = {junior.number: junior for junior in instance.juniors}
    taken = {
        number: [m.day for m in due_meetings(junior, instance)]
        for number, junior in juniors.items()
    }
    chosen: dict[str, date] = {}
    for meeting in missed:
        busy = [day for number in meeting.juniors for day in taken.get(number, [])]
        day = _free_day(busy, instance, quarter)
        if day is not None and juniors.keys() >= set(meeting.juniors):
            chosen[meeting.id] = day
            for number in meeting.juniors:
                taken[number].append(day)
    return chosen


def _free_day(busy: Sequence[date], instance: Instance, quarter: Quarter) -> date | None:
    return next(
        (
            day
            for day in quarter.dates()
            if day.weekday() < 5
            and day not in instance.holidays
            and all(abs((day - other).days) > MIN_GAP_DAYS for other in busy)
        ),
        None,
    )


def give_up(meeting: Meeting, day: date) -> Meeting:
    """Cancel a missed meeting, saying when it is caught up with."""
    told = _("Not held; caught up with around {day}.").format(day=f"{day:%d-%m-%Y}")
    if meeting.status is MeetingStatus.UNPLANNABLE:
        return replace(meeting, reason=told)
    return replace(
        meeting, status=MeetingStatus.CANCELLED, reason=told, sequence=meeting.sequence + 1
    )


def escalations(missed: Sequence[Meeting], days: dict[str, date]) -> tuple[Escalation, ...]:
    """Make the rows of Escalaties: a window of one day gives one extra meeting (W3)."""
    return tuple(
        Escalation(junior=number, first=days[m.id], last=days[m.id], every_weeks=1)
        for m in missed
        if m.id in days
        for number in m.juniors
    )
