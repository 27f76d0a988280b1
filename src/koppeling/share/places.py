"""At which site each meeting is: where everybody in it works at that time."""

from __future__ import annotations

from functools import cached_property

from koppeling.domain.instance import Instance
from koppeling.domain.meeting import Meeting
from koppeling.domain.people import Junior, Person
from koppeling.domain.period import CELL_MINUTES, num_cells
from koppeling.rules.day_sets import HorizonCalendar, build_calendar
from koppeling.rules.needs import start_of
from koppeling.rules.presence import Presence, build_presence


class Places:
    """The people of a practice and where they are (domain.md §1)."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._presences: dict[str, Presence] = {}
        self.people: dict[str, Person] = {
            person.number: person for person in (*instance.seniors, *instance.juniors)
        }

    @cached_property
    def _calendar(self) -> HorizonCalendar:
        return build_calendar(self._instance)

    @cached_property
    def sites(self) -> tuple[str, ...]:
        """Every site that somebody has, as first written, in alphabetical order."""
        names: dict[str, str] = {}
        for person in self.people.values():
            for site in person.sites:
                names.setdefault(site.casefold(), site)
        return tuple(sorted(names.values(), key=str.casefold))

    def site_of(self, meeting: Meeting) -> str | None:
        """
        Return the site of a planned meeting; None when they meet at a distance.

        Where all are at several sites at once it is the first one that the
        first of them lists. Outside the horizon, where working patterns were
        not laid out, the first site they have in common counts.
        """
        numbers = (*meeting.juniors, *([meeting.senior] if meeting.senior else []))
        people = [self.people[number] for number in numbers if number in self.people]
        if not people or meeting.day is None or meeting.start_minute is None:
            return None
        shared: set[str] | None = None
        for person in people:
            here = self._sites_at(person, meeting)
            shared = here if shared is None else shared & here
        ordered = [site for person in people for site in person.sites]
        return next((site for site in ordered if site.casefold() in (shared or ())), None)

    def _sites_at(self, person: Person, meeting: Meeting) -> set[str]:
        listed = {site.casefold() for site in person.sites}
        calendar, day = self._calendar, meeting.day
        if (
            day is None
            or meeting.start_minute is None
            or not calendar.first <= day <= calendar.last
        ):
            return listed
        presence = self._presence(person).starting(num_cells(meeting.minutes))
        cell, bit = meeting.start_minute // CELL_MINUTES, 1 << (day - calendar.first).days
        present = {site for site, cells in presence.by_site.items() if cells[cell] & bit}
        return present or listed  # moved by hand to a time outside the pattern

    def _presence(self, person: Person) -> Presence:
        if person.number not in self._presences:
            start = start_of(person, self._instance) if isinstance(person, Junior) else None
            self._presences[person.number] = build_presence(person, self._calendar, start)
        return self._presences[person.number]
