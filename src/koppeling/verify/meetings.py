"""The independent check of dated meetings: present, at one site, once at a time, in order."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from koppeling.domain.meeting import MeetingKind, MeetingStatus
from koppeling.domain.period import Quarter
from koppeling.locale import _
from koppeling.verify.needs import is_not_guided
from koppeling.verify.practice import Practice
from koppeling.verify.presence import CELL, Presence, beginnings
from koppeling.verify.problem import Problem, broken, untrue

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from koppeling.domain.instance import Instance
    from koppeling.domain.meeting import Meeting
    from koppeling.domain.people import Person

_GUIDANCE = frozenset({MeetingKind.GUIDANCE, MeetingKind.GROUP, MeetingKind.EXTRA})


def verify_meetings(
    instance: Instance,
    meetings: Sequence[Meeting],
    seniors_by_junior: Mapping[str, str],
    since: date,
) -> tuple[Problem, ...]:
    """
    Check a plan against the practice, with code that shares nothing with the planner.

    Parameters
    ----------
    instance : Instance
        All input.
    meetings : sequence of Meeting
        Every row of Overleggen.
    seniors_by_junior : mapping of str to str
        The pairs in force.
    since : date
        First day that was planned; what is before it is history.

    Returns
    -------
    tuple of Problem
        Empty when each planned meeting is on an open day in the quarter of its
        nominal date, everyone is there at one site, nobody is in two places or
        left out of the group, the order is kept, no quarter has a second talk,
        and no date that is due is missing.
    """
    return tuple(sorted({*_Check(instance, meetings, seniors_by_junior, since).problems()}))


class _Check:
    def __init__(
        self,
        instance: Instance,
        meetings: Sequence[Meeting],
        seniors_by_junior: Mapping[str, str],
        since: date,
    ) -> None:
        self.practice = Practice(instance)
        self.meetings = meetings
        self.seniors_by_junior = seniors_by_junior
        self.since = since

    def problems(self) -> Iterator[Problem]:
        planned = [m for m in self.meetings if self._is_ours(m)]
        for meeting in planned:
            yield from self._place(meeting)
            yield from self._left_out(meeting)
        yield from self._talks()
        yield from self._clashes()
        yield from self._order()
        yield from self._missing()

    def _is_ours(self, meeting: Meeting) -> bool:
        """Tell what the program dated from what happened, or was typed by hand."""
        return (
            meeting.status is MeetingStatus.PLANNED
            and meeting.number > 0
            and meeting.day is not None
            and meeting.day >= self.since
            and (meeting.start_minute or 0) % CELL == 0
        )

    def _place(self, meeting: Meeting) -> Iterator[Problem]:
        day = meeting.day
        if day is None or meeting.start_minute is None:
            return
        if Quarter.of(day) != Quarter.of(meeting.nominal):
            yield broken(
                _subject(meeting), _("{day} is not in the quarter asked for.").format(day=day)
            )
        if meeting.shift_days != (day - meeting.nominal).days:
            yield untrue(_subject(meeting), _("On {day} the shift is miscounted.").format(day=day))
        if meeting.kind is MeetingKind.EVALUATION:
            return  # held inside another meeting, which is checked
        first = meeting.start_minute // CELL
        if not self._can_begin(self._people(meeting), day, first, meeting.minutes):
            yield broken(
                _subject(meeting),
                _("On {day} at {time} they are not all there, at one site.").format(
                    day=day, time=f"{first // 2:02d}:{first % 2 * 30:02d}"
                ),
            )

    def _left_out(self, meeting: Meeting) -> Iterator[Problem]:
        """Find who is not at a meeting of their group, but needs it and is guided then."""
        for junior in self._group(meeting):
            is_due = meeting.nominal in self.practice.needs[junior]
            is_there = junior in meeting.juniors or meeting.day is None
            if is_due and not is_there and not self._is_gone(junior, meeting):
                yield broken(
                    f"{junior} - {meeting.senior}",
                    _("The group meets on {day} without this junior.").format(day=meeting.day),
                )

    def _group(self, meeting: Meeting) -> list[str]:
        """List who are guided in one group with the juniors of a meeting, by the same senior."""
        groups = {self.practice.juniors[n].group for n in meeting.juniors} & self._members.keys()
        return [
            number
            for group in groups
            for number in self._members[group]
            if meeting.kind in _GUIDANCE and self.seniors_by_junior.get(number) == meeting.senior
        ]

    @cached_property
    def _members(self) -> dict[str | None, list[str]]:
        """Who is in each group, by name of the group."""
        members: dict[str | None, list[str]] = defaultdict(list)
        for number, junior in self.practice.juniors.items():
            if self.practice.group_of(junior) is not None:
                members[junior.group].append(number)
        return members

    def _is_gone(self, junior: str, meeting: Meeting) -> bool:
        return meeting.day is not None and is_not_guided(self.practice.juniors[junior], meeting.day)

    def _talks(self) -> Iterator[Problem]:
        """Find quarters with a second talk of a senior and management."""
        talks: dict[tuple[str, Quarter], list[Meeting]] = defaultdict(list)
        for meeting in self.meetings:
            stands = meeting.status in (MeetingStatus.PLANNED, MeetingStatus.HELD)
            if meeting.kind is MeetingKind.TALK and meeting.senior and stands:
                talks[meeting.senior, Quarter.of(meeting.nominal)].append(meeting)
        for (senior, quarter), those in talks.items():
            if len(those) > 1 and any(self._is_ours(meeting) for meeting in those):
                yield broken(
                    senior, _("A second quarterly talk in {quarter}.").format(quarter=quarter)
                )

    def _people(self, meeting: Meeting) -> list[Person]:
        people: list[Person] = [self.practice.juniors[number] for number in meeting.juniors]
        if meeting.senior is not None:
            people.append(self.practice.seniors[meeting.senior])
        return people

    def _can_begin(self, people: Sequence[Person], day: date, first: int, minutes: int) -> bool:
        """Tell whether all are there from a half hour on, at one site."""
        there = [(self._presence(person).get(day), person.is_remote) for person in people]
        present = [(presence, is_remote) for presence, is_remote in there if presence is not None]
        length = -(-minutes // CELL)
        return len(present) == len(people) and first in beginnings(tuple(present), length)

    def _presence(self, person: Person) -> Mapping[date, Presence]:
        junior = self.practice.juniors.get(person.number)
        if junior is person:
            return self.practice.junior_presence(junior)
        return self.practice.presence(person)

    def _clashes(self) -> Iterator[Problem]:
        """Find whoever is in two meetings at once, one of them dated by the program."""
        busy: dict[tuple[str, date], list[Meeting]] = defaultdict(list)
        for meeting in self.meetings:
            stands = meeting.status in (MeetingStatus.PLANNED, MeetingStatus.HELD)
            if stands and meeting.day is not None and meeting.start_minute is not None:
                for person in (*meeting.juniors, *filter(None, (meeting.senior,))):
                    busy[person, meeting.day].append(meeting)
        for (person, day), those in busy.items():
            ordered = sorted((m for m in those if m.minutes), key=lambda m: m.start_minute or 0)
            for n, meeting in enumerate(ordered):
                for other in ordered[n + 1 :]:
                    overlaps = (other.start_minute or 0) < (
                        meeting.start_minute or 0
                    ) + meeting.minutes
                    if overlaps and (self._is_ours(meeting) or self._is_ours(other)):
                        yield broken(person, _("In two meetings at once on {day}.").format(day=day))

    def _order(self) -> Iterator[Problem]:
        """Find meetings of a pair that overtake each other."""
        series: dict[tuple[str, str], list[Meeting]] = defaultdict(list)
        for meeting in self.meetings:
            if meeting.kind in _GUIDANCE and self._is_ours(meeting) and meeting.senior:
                for junior in meeting.juniors:
                    series[junior, meeting.senior].append(meeting)
        for (junior, senior), those in series.items():
            for before, after in pairwise(sorted(those, key=lambda m: m.nominal)):
                if before.day is not None and after.day is not None and before.day >= after.day:
                    yield broken(
                        f"{junior} - {senior}",
                        _("The meetings of {one} and {other} are not in order.").format(
                            one=before.day, other=after.day
                        ),
                    )

    def _stands(self, meeting: Meeting) -> bool:
        """Tell whether a meeting is history, or put where it is by a person."""
        is_past = meeting.day is not None and meeting.day < self.since
        is_typed = meeting.status is MeetingStatus.PLANNED and not self._is_ours(meeting)
        is_held = meeting.status is MeetingStatus.HELD
        return is_past or is_held or (is_typed and meeting.kind in _GUIDANCE)

    def _missing(self) -> Iterator[Problem]:
        """Find dates that are due and stand nowhere, neither planned nor listed."""
        listed: dict[tuple[str, str], set[date]] = defaultdict(set)
        for meeting in self.meetings:
            for junior in meeting.juniors:
                listed[junior, meeting.senior or ""].add(meeting.nominal)
                if self._stands(meeting):  # with whichever senior
                    listed[junior, self.seniors_by_junior.get(junior, "")].add(meeting.nominal)
        for junior, senior in self.seniors_by_junior.items():
            for day in self.practice.needs.get(junior, {}):
                if day >= self.since and day not in listed[junior, senior]:
                    yield broken(
                        f"{junior} - {senior}",
                        _("The meeting of {day} is nowhere in the plan.").format(day=day),
                    )


def _subject(meeting: Meeting) -> str:
    return ", ".join((*meeting.juniors, *filter(None, (meeting.senior,))))
