"""What is offered to place somebody."""

from __future__ import annotations

from datetime import date

from koppeling.domain.people import MeetingWindow
from koppeling.domain.period import Weeks
from koppeling.domain.scenario import OpenMoments, SetSites
from koppeling.rules.fix_menu import OFFICE_HOURS, extra_day, free_days, party_of, usual_day
from koppeling.rules.situation import Situation
from tests.builders import hours, junior, practice, senior

FIRST = date(2027, 1, 1)


def test_usual_hours_are_those_of_most_days() -> None:
    """Even and odd weeks count apart; of equals the earliest in the week."""
    long, short = hours([0], 9, 17), hours([2, 3], 9, 12)
    assert usual_day(senior(hours=(*long, *short)), FIRST) == ((540, 720),)
    fortnightly = hours([3], 13, 17, Weeks.EVEN)
    assert usual_day(senior(hours=(*hours([4], 8, 9), *fortnightly)), FIRST) == ((480, 540),)
    assert usual_day(senior(hours=(*hours([1], 8, 9), *hours([2], 9, 10))), FIRST) == ((480, 540),)
    assert usual_day(senior(hours=()), FIRST) == OFFICE_HOURS


def test_a_day_is_free_only_when_no_pattern_in_force_or_to_come_has_it() -> None:
    """What ended before the quarter does not count; a weekend is not offered."""
    parts = (
        *hours([0], 9, 17),
        *hours([1], 9, 17, valid_to=date(2026, 12, 31)),
        *hours([2], 9, 17, valid_from=date(2027, 6, 1)),
        *hours([3], 9, 17, Weeks.ODD),
    )
    assert free_days(senior(hours=parts), FIRST) == (1, 4)


def test_an_extra_day_adds_to_what_is_worked() -> None:
    """From the first day of the quarter, in the usual hours."""
    added = extra_day(senior("S01", hours=hours([0], 9, 12)), 2, FIRST)
    assert (added.who, added.day, added.keeps_others) == ("S01", FIRST, True)
    assert [(h.weekday, h.start_minute, h.end_minute) for h in added.hours] == [(2, 540, 720)]


def test_members_of_a_group_change_together() -> None:
    """Whoever has the day, the site or no windows already, changes nothing."""
    window = MeetingWindow(weekday=0, start_minute=540, end_minute=600)
    members = (
        junior("J01", hours=hours([0, 1]), windows=(window,)),
        junior("J02", hours=hours([0, 1, 2]), sites=("Noord", "Zuid")),
    )
    others = (senior("S01", sites=("zuid",)),)
    party = party_of(members, others, Situation(practice(members, others)))
    assert {d: [getattr(c, "who", "") for c in changes] for d, changes in party.days.items()} == {
        2: ["J01"], 3: ["J01", "J02"], 4: ["J01", "J02"]
    }  # fmt: skip
    assert [frame.changes for frame in party.frames] == [
        (),
        (SetSites(who="J01", sites=("zuid",), keeps_others=True),),
        (OpenMoments(who="J01"),),
        (OpenMoments(who="J01"), SetSites(who="J01", sites=("zuid",), keeps_others=True)),
    ]
