"""
Calendars in iCalendar form (RFC 5545), for Outlook, Google and Apple.

Separate events and no recurrence: holidays and working patterns shift the
dates. What an earlier calendar held and this one does not is told as cancelled,
in its title first, since not every program heeds the status. The zone is one
static VTIMEZONE, since Outlook misreads zones that list their changes one by
one. The same result beside the same calendars gives the same bytes.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from koppeling.domain.decision import Agreement
from koppeling.domain.meeting import GUIDANCE_KINDS, Meeting, MeetingKind, MeetingStatus
from koppeling.locale import _, current
from koppeling.share.places import Places

if TYPE_CHECKING:
    from icalendar import Calendar, Component, Event, Timezone

ZONE = "Europe/Amsterdam"
#: Kinds whose title names whom one meets; the others are with management or with many.
_WITH_SOMEBODY = frozenset({*GUIDANCE_KINDS, MeetingKind.EVALUATION})
_MAX_NAMES = 3
_STANDING = frozenset({MeetingStatus.PLANNED, MeetingStatus.HELD})
#: Properties of no standard, by which we know our own calendars again: whose it is, and the
#: title of an event without what is put before it.
_OWNER, _TITLE = "X-KOPPELING-OWNER", "X-KOPPELING-TITLE"
_OWNED = re.compile(rb"^X-KOPPELING-OWNER:(.*?)\r?$", re.MULTILINE)
#: Of an event that goes these stay as they were; it is known again by them.
_LASTING = ("UID", "DTSTART", "DTEND", "LOCATION", "CLASS", "ORGANIZER")
_BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)
#: Our own namespace, so that an identity made here is nobody else's.
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:koppeling:calendar")


@dataclass(frozen=True, kw_only=True)
class Agenda:
    """
    What calendars are made of.

    Parameters
    ----------
    places : Places
        The people, and at which site they meet.
    meetings : tuple of Meeting
        All of them; only those that the agreement lets pass are told.
    agreement : Agreement
        The pairs in force.
    stamp : datetime
        When the workbook was last written, with its zone.
    since : date
        What was before it is past, and cancelled no more.
    emails : mapping of str to str
        Personnel number → e-mail address at work, where known.
    practice : str
        The mark of the practice, by which its calendars are known again.
    """

    places: Places
    meetings: tuple[Meeting, ...]
    agreement: Agreement
    stamp: datetime
    since: date
    emails: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    practice: str = ""

    @cached_property
    def shown(self) -> tuple[Meeting, ...]:
        """The meetings that hold and have a place in somebody's calendar."""
        return tuple(
            m
            for m in self.meetings
            if m.status in _STANDING
            and m.day is not None
            and m.start_minute is not None
            and self.agreement.holds(m)
        )

    def of_person(self, number: str) -> tuple[Meeting, ...]:
        """List the meetings of one person, in order of day."""
        return tuple(m for m in self.shown if number == m.senior or number in m.juniors)

    def of_site(self, site: str) -> tuple[Meeting, ...]:
        """List the meetings at one site, in order of day."""
        return tuple(m for m in self.shown if self.sites[m.id] == site)

    @cached_property
    def sites(self) -> Mapping[str, str | None]:
        """The site of each meeting that is shown, as it is first written, by id."""
        names = {site.casefold(): site for site in self.places.sites}
        found = {m.id: self.places.site_of(m) for m in self.shown}
        return {key: site and names[site.casefold()] for key, site in found.items()}

    @property
    def version(self) -> int:
        """
        Seconds from 2020 until the workbook was last written: the SEQUENCE of every event.

        The workbook cannot know what was published, nor what a person changed
        and changed back. So whatever is made of a later one wins.
        """
        return max(0, int((self.stamp - _BEGINNING).total_seconds()))

    @property
    def numbers(self) -> tuple[str, ...]:
        """Everybody who has a meeting, in order of personnel number."""
        met = {n for m in self.shown for n in (*m.juniors, m.senior) if n is not None}
        return tuple(sorted(met & self.places.people.keys()))


def person_calendar(number: str, agenda: Agenda, earlier: Iterable[bytes] = ()) -> bytes:
    """
    Make the calendar of one person; the titles name whom that person meets.

    Parameters
    ----------
    number : str
        Personnel number of a junior or senior.
    agenda : Agenda
        What is planned.
    earlier : iterable of bytes
        Calendars of this person that were written before.

    Returns
    -------
    bytes
        An .ics file: UTF-8, CRLF, lines folded at 75 octets.
    """
    title = _("Guidance of {name}").format(name=agenda.places.people[number].name)
    calendar = _new_calendar(title, person_owner(number, agenda), agenda.practice)
    for meeting in agenda.of_person(number):
        event = _new_event(meeting, agenda, meeting.id)
        _add_title(event, _title_for(number, meeting, agenda), agenda)
        _add_organiser(event, meeting, agenda)
        calendar.add_component(event)
    _add_gone(calendar, agenda, earlier)
    return bytes(calendar.to_ical())


def site_calendar(site: str, agenda: Agenda, earlier: Iterable[bytes] = ()) -> bytes:
    """
    Make the calendar of a site: when guidance takes place, and nobody's name.

    Its events have identities of their own: in one calendar with those of a
    person they would otherwise replace each other.
    """
    title = _("Guidance at {site}").format(site=site)
    calendar = _new_calendar(title, site, agenda.practice)
    for meeting in agenda.of_site(site):
        event = _new_event(meeting, agenda, str(uuid.uuid5(_NAMESPACE, f"{site}|{meeting.id}")))
        _add_title(event, _titles()[meeting.kind], agenda)
        event.add("ORGANIZER", f"urn:uuid:{uuid.uuid5(_NAMESPACE, site)}")
        calendar.add_component(event)
    _add_gone(calendar, agenda, earlier)
    return bytes(calendar.to_ical())


def owner_of(content: bytes) -> str | None:
    """Return whose a calendar is: `person_owner` or a site; None where it does not say so."""
    found = _OWNED.search(content.replace(b"\r\n ", b""))  # lines are folded
    return None if found is None else _unescaped(found[1].decode("utf-8", "replace"))


def person_owner(number: str, agenda: Agenda) -> str:
    """Say whose a calendar is, with the name: another practice may have the same number."""
    return f"{number} {agenda.places.people[number].name}"


def _unescaped(value: object) -> str:
    """Read a property of no standard: the library leaves it as it is written."""
    return "" if value is None else re.sub(r"\\(.)", r"\1", str(value))


def _read(content: bytes) -> Calendar | None:
    from icalendar import Calendar

    try:
        return Calendar.from_ical(content)
    except ValueError:  # somebody's own work by now
        return None


def _add_gone(calendar: Calendar, agenda: Agenda, earlier: Iterable[bytes]) -> None:
    """Add what earlier calendars held and this one does not, as cancelled, until it is past."""
    held: dict[str, Component] = {}
    for event in _events(earlier):
        known = held.get(str(event["UID"]))
        if known is None or _sequence(event) >= _sequence(known):
            held[str(event["UID"])] = event
    stands = {str(event["UID"]) for event in calendar.walk("VEVENT")}
    for uid, event in sorted(held.items()):
        if uid not in stands and _day(event) >= agenda.since:
            calendar.add_component(_cancelled(event, agenda))


def _events(calendars: Iterable[bytes]) -> Iterator[Component]:
    """Yield the events that are as we write them; a person may have edited one."""
    read = (_read(content) for content in calendars)
    for calendar in read:
        for event in calendar.walk("VEVENT") if calendar is not None else ():
            is_dated = isinstance(getattr(event.get("DTSTART"), "dt", None), date)
            if is_dated and "UID" in event and str(event.get("SEQUENCE", 0)).isdigit():
                yield event


def _sequence(event: Component) -> int:
    return int(str(event.get("SEQUENCE", 0)))


def _day(event: Component) -> date:
    start: date = event.decoded("DTSTART")
    return start.date() if isinstance(start, datetime) else start


def _cancelled(before: Component, agenda: Agenda) -> Event:
    from icalendar import Event, vText

    event = Event()
    for key in _LASTING:
        if key in before:
            event[key] = before[key]
    was_off = before.get("STATUS") == "CANCELLED"
    event.add("DTSTAMP", agenda.stamp.astimezone(UTC))
    # also out of the workbook that had it, as after a concept
    event.add("SEQUENCE", max(agenda.version, _sequence(before) + (not was_off)))
    title = _unescaped(before.get(_TITLE)) or str(before.get("SUMMARY", ""))
    is_told = was_off and _TITLE not in before  # by version 0.1
    event.add("SUMMARY", title if is_told else _("Cancelled: {title}").format(title=title))
    if not is_told:
        event.add(_TITLE, vText(title))
    event.add("STATUS", "CANCELLED")
    event.add("TRANSP", "TRANSPARENT")  # takes nobody's time
    return event


def _titles() -> Mapping[MeetingKind, str]:
    return {
        MeetingKind.GUIDANCE: _("Guidance"),
        MeetingKind.EXTRA: _("Extra guidance"),
        MeetingKind.GROUP: _("Group guidance"),
        MeetingKind.TALK: _("Quarterly talk with management"),
        MeetingKind.REVIEW: _("Yearly review"),
        MeetingKind.COCKPIT: _("Cockpit meeting"),
        MeetingKind.EVALUATION: _("Evaluation of the guidance"),
        MeetingKind.PEER: _("Peer supervision"),
    }


def _title_for(number: str, meeting: Meeting, agenda: Agenda) -> str:
    """Name the other person; in a group a junior sees the senior, not the other members."""
    title = _titles()[meeting.kind]
    if meeting.kind not in _WITH_SOMEBODY:
        return title
    others = [meeting.senior] if number != meeting.senior else list(meeting.juniors)
    people = agenda.places.people
    names = [people[other].name for other in others if other in people]
    if not names or len(names) > _MAX_NAMES:
        return title
    return _("{title} with {names}").format(title=title, names=", ".join(names))


def _add_title(event: Event, title: str, agenda: Agenda) -> None:
    from icalendar import vText

    if agenda.agreement.is_concept:
        event.add("SUMMARY", _("Concept: {title}").format(title=title))
        event.add(_TITLE, vText(title))
    else:
        event.add("SUMMARY", title)


def _new_calendar(name: str, owner: str, practice: str) -> Calendar:
    from icalendar import Calendar, vText

    calendar = Calendar()
    calendar.add("PRODID", f"-//koppeling//koppeling//{current().upper()}")
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", "PUBLISH")
    calendar.add("X-WR-CALNAME", vText(name))  # a name of its own kind is not escaped
    calendar.add(_OWNER, vText(owner))
    if practice:
        calendar.add("X-KOPPELING-PRACTICE", practice)
    calendar.add_component(_time_zone())
    return calendar


def _time_zone() -> Timezone:
    """Give the zone exactly as facts have it: two rules that hold for every year."""
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

    zone = Timezone()
    zone.add("TZID", ZONE)
    for part, name, start, month, before, after in (
        (TimezoneDaylight(), "CEST", datetime(1970, 3, 29, 2), 3, 1, 2),  # noqa: DTZ001 - local
        (TimezoneStandard(), "CET", datetime(1970, 10, 25, 3), 10, 2, 1),  # noqa: DTZ001 - local
    ):
        part.add("DTSTART", start)
        part.add("TZOFFSETFROM", timedelta(hours=before))
        part.add("TZOFFSETTO", timedelta(hours=after))
        part.add("TZNAME", name)
        part.add("RRULE", vRecur(FREQ="YEARLY", BYMONTH=month, BYDAY="-1SU"))
        zone.add_component(part)
    return zone


def _new_event(meeting: Meeting, agenda: Agenda, uid: str) -> Event:
    from icalendar import Event

    event = Event()
    event.add("UID", uid)
    event.add("DTSTAMP", agenda.stamp.astimezone(UTC))
    event.add("SEQUENCE", agenda.version)
    hour, minute = divmod(meeting.start_minute or 0, 60)
    start = datetime.combine(meeting.day or meeting.nominal, time(hour, minute))
    zone = {"TZID": ZONE}
    event.add("DTSTART", start, parameters=zone)
    if meeting.minutes:  # an item of another meeting takes no time; an end must come later
        event.add("DTEND", start + timedelta(minutes=meeting.minutes), parameters=zone)
    site = agenda.sites[meeting.id]
    if site:
        event.add("LOCATION", site)
    event.add("CLASS", "PRIVATE")
    event.add("STATUS", "TENTATIVE" if agenda.agreement.is_concept else "CONFIRMED")
    return event


def _add_organiser(event: Event, meeting: Meeting, agenda: Agenda) -> None:
    """
    Make the senior the organiser (P30); RFC 5546 wants one in a published event.

    Without an e-mail address a URN stands in its place: an address is a URI,
    and one made up could belong to somebody.
    """
    from icalendar import vCalAddress

    number = meeting.senior or ""
    email = agenda.emails.get(number, "")
    address = f"mailto:{email}" if email else f"urn:uuid:{uuid.uuid5(_NAMESPACE, number)}"
    organiser = vCalAddress(address)
    if meeting.senior in agenda.places.people:
        organiser.params["CN"] = agenda.places.people[meeting.senior].name
    event.add("ORGANIZER", organiser)
