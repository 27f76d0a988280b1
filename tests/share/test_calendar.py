"""Calendars: read by a second parser, right across clock changes, and discreet."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from koppeling.domain.decision import DecidedPairing, Decision
from koppeling.domain.meeting import MeetingKind, MeetingStatus
from koppeling.locale import language
from koppeling.share.calendar import owner_of, person_calendar, site_calendar
from tests.builders import hours, junior, practice, senior
from tests.share.exchange import (
    MONDAY,
    STAMP,
    agenda,
    decided,
    local_time,
    meeting,
    moved,
    offset_of,
    read_calendar,
    small_practice,
    weekly,
)

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.mark.parametrize("change", [date(2027, 3, 28), date(2027, 10, 31)])
def test_local_times_stay_the_same_across_a_clock_change(change: date) -> None:
    """Ten o'clock stays ten o'clock, by the rules in the file and by the system's own."""
    planned = weekly(change - timedelta(weeks=3, days=-1), 6)
    calendar = read_calendar(person_calendar("0412", agenda(planned)))
    (zone,) = calendar.all("VTIMEZONE")
    offsets = set()
    for event in calendar.all("VEVENT"):
        text, parameters = event.properties["DTSTART"]
        assert parameters == {"TZID": "Europe/Amsterdam"}
        local = local_time(text)
        assert (local.hour, local.minute) == (10, 0)
        offset = offset_of(zone, local)
        assert offset == local.replace(tzinfo=AMSTERDAM).utcoffset()
        offsets.add(offset)
    assert offsets == {timedelta(hours=1), timedelta(hours=2)}


def test_the_zone_is_the_one_of_the_facts() -> None:
    """Two rules for every year, as Outlook reads them; no list of changes."""
    (zone,) = read_calendar(person_calendar("0412", agenda([meeting()]))).all("VTIMEZONE")
    assert zone.text("TZID") == "Europe/Amsterdam"
    told = {
        rule.name: (
            rule.text("DTSTART"),
            rule.text("TZOFFSETFROM"),
            rule.text("TZOFFSETTO"),
            set(rule.text("RRULE").split(";")),
        )
        for rule in zone.inside
    }
    yearly = {"FREQ=YEARLY", "BYDAY=-1SU"}
    assert told == {
        "DAYLIGHT": ("19700329T020000", "+0100", "+0200", yearly | {"BYMONTH=3"}),
        "STANDARD": ("19701025T030000", "+0200", "+0100", yearly | {"BYMONTH=10"}),
    }


def test_icalendar_reads_back_what_was_written() -> None:
    """The library finds the same moments, as the strict reader does."""
    planned = weekly(date(2027, 3, 15), 4)
    events = Calendar.from_ical(person_calendar("0412", agenda(planned))).walk("VEVENT")
    starts = [event.decoded("DTSTART").astimezone(UTC) for event in events]
    assert starts == [
        datetime(one.day.year, one.day.month, one.day.day, 10, tzinfo=AMSTERDAM).astimezone(UTC)
        for one in planned
        if one.day is not None
    ]
    lengths = {event.decoded("DTEND") - event.decoded("DTSTART") for event in events}
    assert lengths == {timedelta(minutes=30)}


def test_long_names_are_folded_between_signs() -> None:
    """No line is over 75 octets, and a name with accents comes out whole."""
    name = "Cécile-Joséphine Überwasser-Ångström van den Zeer Lange Achternaam; Élise, René"
    instance = practice([junior("0412", name="Femke")], [senior("9301", name=name)])
    content = person_calendar("0412", agenda([meeting()], instance=instance))
    (event,) = read_calendar(content).all("VEVENT")
    assert event.text("SUMMARY").replace("\\", "") == f"Werkbegeleiding met {name}"
    assert event.properties["ORGANIZER"][1]["CN"] == name


def test_the_bytes_repeat() -> None:
    """The same meetings give the same file, whenever it is made."""
    planned = weekly(MONDAY, 5)
    assert person_calendar("0412", agenda(planned)) == person_calendar("0412", agenda(planned))
    (event, *_rest) = read_calendar(person_calendar("0412", agenda(planned))).all("VEVENT")
    assert event.text("DTSTAMP") == "20261201T083000Z"


def test_a_moved_meeting_updates_the_one_that_is_there() -> None:
    """It keeps its identity and has a higher sequence, as a workbook written later has."""
    first = agenda([meeting()])
    second = agenda(
        [moved(meeting(), day=date(2027, 1, 5))], stamp=first.stamp + timedelta(seconds=1)
    )
    (before,) = read_calendar(person_calendar("0412", first)).all("VEVENT")
    (after,) = read_calendar(person_calendar("0412", second)).all("VEVENT")
    assert before.text("UID") == after.text("UID") == meeting().id
    assert int(after.text("SEQUENCE")) == int(before.text("SEQUENCE")) + 1
    assert after.text("DTSTAMP") > before.text("DTSTAMP")


LATER = STAMP + timedelta(hours=1)


@pytest.mark.parametrize("status", [MeetingStatus.DROPPED, MeetingStatus.UNPLANNABLE, None])
def test_what_an_earlier_calendar_held_is_cancelled_in_its_title(
    status: MeetingStatus | None,
) -> None:
    """Dropped, no longer to be planned or gone from the sheet: the same event, told to be off."""
    earlier = person_calendar("0412", agenda([meeting(), meeting(2)], n9301="mees@x.nl"))
    rows = [meeting(2)] + ([meeting(day=None, status=status, sequence=1)] if status else [])
    content = person_calendar("0412", agenda(rows, stamp=LATER), [earlier])
    was = read_calendar(earlier).all("VEVENT")[0]
    stays, gone = read_calendar(content).all("VEVENT")
    assert (stays.text("UID"), stays.text("STATUS")) == (meeting(2).id, "CONFIRMED")
    for lasting in ("UID", "DTSTART", "DTEND", "LOCATION", "CLASS", "ORGANIZER"):
        assert gone.properties[lasting] == was.properties[lasting]
    assert gone.text("SUMMARY") == "Vervallen: Werkbegeleiding met Mees Linde"
    assert (gone.text("STATUS"), gone.text("TRANSP")) == ("CANCELLED", "TRANSPARENT")
    assert int(gone.text("SEQUENCE")) == int(was.text("SEQUENCE")) + 3600
    assert gone.text("DTSTAMP") == "20261201T093000Z"
    (read,) = [e for e in Calendar.from_ical(content).walk("VEVENT") if "TRANSP" in e]
    assert read.decoded("DTSTART") == datetime(2027, 1, 4, 10, tzinfo=AMSTERDAM)


def test_what_no_calendar_held_is_in_none() -> None:
    """Planned and dropped before anybody got it: there is nothing to cancel."""
    gone = meeting(2, status=MeetingStatus.DROPPED, sequence=2)
    never = meeting(3, day=None, status=MeetingStatus.UNPLANNABLE)
    earlier = person_calendar("0412", agenda([meeting()]))
    content = person_calendar("0412", agenda([meeting(), gone, never], stamp=LATER), [earlier])
    (event,) = read_calendar(content).all("VEVENT")
    assert event.text("UID") == meeting().id


def test_a_cancelled_meeting_stays_cancelled_and_may_come_back() -> None:
    """Made again the file is the same; the language of a mark before does not pile up."""
    first = person_calendar("0412", agenda([meeting()]))
    with language("en"):
        second = person_calendar("0412", agenda([], stamp=LATER), [first])
    third = person_calendar("0412", agenda([], stamp=LATER), [first, second])
    (event,) = read_calendar(third).all("VEVENT")
    assert event.text("SUMMARY") == "Vervallen: Werkbegeleiding met Mees Linde"
    assert person_calendar("0412", agenda([], stamp=LATER), [third]) == third
    again = agenda([meeting()], stamp=LATER + timedelta(hours=1))
    (back,) = read_calendar(person_calendar("0412", again, [third])).all("VEVENT")
    assert back.text("SUMMARY") == "Werkbegeleiding met Mees Linde"
    assert back.text("STATUS") == "CONFIRMED"
    assert int(back.text("SEQUENCE")) > int(event.text("SEQUENCE"))


def test_a_concept_that_was_handed_out_is_cancelled() -> None:
    """Out of the workbook that had it too: the sequence rises all the same."""
    proposed = [decided(decision=None)]
    earlier = person_calendar("0412", agenda([meeting()], proposed, concept=True))
    (event,) = read_calendar(person_calendar("0412", agenda([meeting()], proposed), [earlier])).all(
        "VEVENT"
    )
    assert event.text("SUMMARY") == "Vervallen: Werkbegeleiding met Mees Linde"
    (was,) = read_calendar(earlier).all("VEVENT")
    assert int(event.text("SEQUENCE")) == int(was.text("SEQUENCE")) + 1


def test_what_is_past_is_cancelled_no_more() -> None:
    """A meeting of an earlier quarter leaves the file when its row leaves the workbook."""
    earlier = person_calendar("0412", agenda([meeting(1, date(2026, 12, 28)), meeting(2)]))
    content = person_calendar("0412", agenda([], stamp=LATER), [earlier])
    assert [e.text("UID") for e in read_calendar(content).all("VEVENT")] == [meeting(2).id]


def test_a_calendar_that_somebody_spoiled_is_left_alone() -> None:
    """What cannot be read says nothing; an event that is not ours any more neither."""
    sound = person_calendar("0412", agenda([meeting()]))
    spoiled = [sound[:200], sound.replace(b"SEQUENCE:", b"SEQUENCE:x"), b"\xff\xfe"]
    content = person_calendar("0412", agenda([], stamp=LATER), spoiled)
    assert read_calendar(content).all("VEVENT") == []


def test_a_site_tells_what_moved_away() -> None:
    """Its own event is cancelled, without a name."""
    earlier = site_calendar("Noord", agenda([meeting()]))
    (event,) = read_calendar(site_calendar("Noord", agenda([], stamp=LATER), [earlier])).all(
        "VEVENT"
    )
    assert event.text("SUMMARY") == "Vervallen: Werkbegeleiding"


def test_the_name_of_a_calendar_is_text() -> None:
    """Commas, semicolons and backslashes are escaped, and read back as they were."""
    name = "Linde, van der; Mees \\ zn"
    instance = practice([junior("0412")], [senior("9301", name=name)])
    content = person_calendar("9301", agenda([meeting()], instance=instance))
    told = read_calendar(content).text("X-WR-CALNAME")
    assert told == r"Werkbegeleiding Linde\, van der\; Mees \\ zn"
    assert owner_of(content) == f"9301 {name}"


@pytest.mark.parametrize("decisions", [(), (decided(decision=None),), (decided(),)])
def test_a_yearly_review_is_in_the_calendar_of_whoever_has_it(
    decisions: tuple[DecidedPairing, ...],
) -> None:
    """With or without a senior: the review is of the junior alone (P9)."""
    review = meeting(kind=MeetingKind.REVIEW, senior=None)
    whole = agenda([review], decisions)
    (event,) = read_calendar(person_calendar("0412", whole)).all("VEVENT")
    assert event.text("SUMMARY") == "Jaargesprek"
    gone = person_calendar(
        "0412", agenda([], decisions, stamp=LATER), [person_calendar("0412", whole)]
    )
    (event,) = read_calendar(gone).all("VEVENT")
    assert (event.text("SUMMARY"), event.text("STATUS")) == ("Vervallen: Jaargesprek", "CANCELLED")


def test_each_sees_the_other() -> None:
    """The junior's calendar names the senior and the senior's the junior; no attendees."""
    whole = agenda([meeting()], n9301="mees@voorbeeld.nl")
    for number, other in (("0412", "Mees Linde"), ("9301", "Femke Berk")):
        (event,) = read_calendar(person_calendar(number, whole)).all("VEVENT")
        assert event.text("SUMMARY") == f"Werkbegeleiding met {other}"
        assert event.properties["ORGANIZER"] == ("mailto:mees@voorbeeld.nl", {"CN": "Mees Linde"})
        assert event.text("CLASS") == "PRIVATE"
        assert "ATTENDEE" not in event.properties
        assert "DESCRIPTION" not in event.properties


def test_without_an_address_no_address_is_made_up() -> None:
    """The organiser is then a URN, the same every time."""
    (event,) = read_calendar(person_calendar("0412", agenda([meeting()]))).all("VEVENT")
    assert event.text("ORGANIZER").startswith("urn:uuid:")


def test_a_member_of_a_group_does_not_see_the_others() -> None:
    """A junior's calendar names the senior only; the senior's names the members."""
    group = meeting(kind=MeetingKind.GROUP, juniors=("0412", "0413"))
    whole = agenda([group], [decided("0412"), decided("0413")])
    assert b"Joris" not in person_calendar("0412", whole)
    (event,) = read_calendar(person_calendar("9301", whole)).all("VEVENT")
    assert event.text("SUMMARY") == "Groepsbegeleiding met Femke Berk\\, Joris Els"


def test_a_site_names_nobody() -> None:
    """Name, number and address are nowhere in a site's calendar, the meetings of it are."""
    there = meeting(2, juniors=("0413",), senior="9302")
    whole = agenda([meeting(), there], [decided(), decided("0413", "9302")], n9301="mees@x.nl")
    content = site_calendar("Noord", whole)
    (event,) = read_calendar(content).all("VEVENT")
    assert event.text("SUMMARY") == "Werkbegeleiding"
    assert event.text("UID") != meeting().id
    for word in ("Femke", "Mees", "Berk", "Linde", "0412\r", "9301\r", "mees@"):
        assert word.encode() not in content


def test_the_site_is_where_both_are_that_day() -> None:
    """Who works at two sites is where the pattern of that day says."""
    both = ("Noord", "Zuid")
    days = hours([0], site="Zuid") + hours([1], site="Noord")
    instance = practice(
        [junior("0412", sites=both, hours=days)], [senior("9301", sites=both, hours=days)]
    )
    planned = [meeting(1, MONDAY), meeting(2, date(2027, 1, 5))]
    calendar = read_calendar(person_calendar("0412", agenda(planned, instance=instance)))
    assert [event.text("LOCATION") for event in calendar.all("VEVENT")] == ["Zuid", "Noord"]


@pytest.mark.parametrize("decision", [None, Decision.LATER, Decision.NOT])
def test_only_decided_pairs_are_told(decision: Decision | None) -> None:
    """A proposal is in nobody's calendar, but what was held is a fact."""
    held = meeting(2, status=MeetingStatus.HELD)
    whole = agenda([meeting(), held], [decided(decision=decision)])
    assert [one.id for one in whole.of_person("0412")] == [held.id]


def test_a_concept_says_so() -> None:
    """With --concept a proposal is tentative, in its title too."""
    whole = agenda([meeting()], [decided(decision=None)], concept=True)
    (event,) = read_calendar(person_calendar("0412", whole)).all("VEVENT")
    assert event.text("STATUS") == "TENTATIVE"
    assert event.text("SUMMARY") == "Concept: Werkbegeleiding met Mees Linde"


def test_a_talk_is_in_the_calendar_of_the_senior_only() -> None:
    """A quarterly talk names nobody, and comes only to who guides somebody."""
    talk = meeting(kind=MeetingKind.TALK, juniors=())
    whole = agenda([talk])
    (event,) = read_calendar(person_calendar("9301", whole)).all("VEVENT")
    assert event.text("SUMMARY") == "Kwartaalgesprek met de leiding"
    assert whole.numbers == ("9301",)
    assert agenda([talk], [decided(decision=None)]).numbers == ()


def test_a_meeting_without_a_senior_has_nobody_s_address() -> None:
    """What management calls together does not spread the address of one of the juniors."""
    cockpit = meeting(kind=MeetingKind.COCKPIT, senior=None, juniors=("0412", "0413"))
    whole = agenda([cockpit], n0412="femke@voorbeeld.nl", n0413="joris@voorbeeld.nl")
    (event,) = read_calendar(person_calendar("0413", whole)).all("VEVENT")
    assert event.text("SUMMARY") == "Cockpitoverleg"
    assert event.text("ORGANIZER").startswith("urn:uuid:")


def test_an_item_without_length_has_no_end() -> None:
    """An end must come after its beginning (RFC 5545), so there is none."""
    item = meeting(kind=MeetingKind.EVALUATION, minutes=0)
    (event,) = read_calendar(person_calendar("0412", agenda([item]))).all("VEVENT")
    assert "DTEND" not in event.properties


def test_calendars_speak_english_on_request() -> None:
    """Titles follow the language in use."""
    with language("en"):
        content = person_calendar("0412", agenda([meeting()], instance=small_practice()))
    (event,) = read_calendar(content).all("VEVENT")
    assert event.text("SUMMARY") == "Guidance with Mees Linde"
