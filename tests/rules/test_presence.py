"""When and where people can meet (domain.md §1)."""

from __future__ import annotations

from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as examples

from koppeling.domain.instance import Instance
from koppeling.domain.people import Absence, Junior, MeetingWindow, Person, WorkingHours
from koppeling.domain.period import Weeks
from koppeling.rules.day_sets import build_calendar, days_by_cell
from koppeling.rules.needs import start_of
from koppeling.rules.presence import build_presence
from koppeling.rules.situation import Situation
from tests.builders import hours, junior, practice, senior
from tests.rules.situations import cells_on, clock
from tests.strategies import instances

MONDAY, TUESDAY = date(2027, 1, 11), date(2027, 1, 12)  # in an even week


def on(day: date, *parts: WorkingHours, **changes: Any) -> list[str]:
    """List the half hours of a day in which somebody with these hours can meet."""
    someone = senior(hours=parts, **changes)
    return cells_on(someone, practice([], [someone]), day)


def shared_on(day: date, one: Person, other: Person, **changes: Any) -> list[str]:
    """List the half hours of a day that two people share."""
    calendar = build_calendar(practice([], [], **changes))
    shared = build_presence(one, calendar).shared_with(build_presence(other, calendar))
    bit = calendar.of_dates([day])
    by_cell = days_by_cell(shared, calendar.weekdays)
    return [clock(cell) for cell, days in enumerate(by_cell) if days & bit]


def test_a_day_that_begins_at_a_quarter_to_nine_counts_from_nine() -> None:
    """08:45–10:20 holds the half hours of 9:00, 9:30."""
    assert on(MONDAY, *hours([0], 8.75, 10 + 1 / 3)) == ["09:00", "09:30"]


def test_adjoining_stretches_of_work_are_one() -> None:
    """09:00–09:45 and 09:45–10:30 hold 9:30 too; with a gap they do not."""
    first = hours([0], 9, 9.75)
    assert on(MONDAY, *first, *hours([0], 9.75, 10.5)) == ["09:00", "09:30", "10:00"]
    assert on(MONDAY, *first, *hours([0], 10, 10.5)) == ["09:00", "10:00"]


def test_people_are_there_on_their_own_weekdays() -> None:
    """Who works on Monday is not there on Tuesday."""
    assert on(MONDAY, *hours([0], 9, 9.5)) == ["09:00"]
    assert on(TUESDAY, *hours([0], 9, 9.5)) == []


def test_even_and_odd_weeks_have_their_own_hours() -> None:
    """11 January 2027 lies in week 2, the 4th in week 1 and so does (as odd) week 53."""
    parts = (*hours([0], 9, 9.5, Weeks.EVEN), *hours([0], 14, 14.5, Weeks.ODD))
    assert on(date(2027, 1, 11), *parts) == ["09:00"]
    assert on(date(2027, 1, 4), *parts) == ["14:00"]
    no_holidays = practice([], [], holidays=frozenset())
    friday = senior(hours=hours([4], 9, 9.5, Weeks.ODD))
    assert cells_on(friday, no_holidays, date(2027, 1, 1)) == ["09:00"]


def test_with_an_anchor_even_weeks_are_counted_from_it() -> None:
    """From an even week of 4 January on, the 4th is even and the 11th odd."""
    someone = senior(hours=hours([0], 9, 9.5, Weeks.EVEN))
    anchored = practice([], [], settings={"even_weeks_from": date(2027, 1, 4)})
    assert cells_on(someone, anchored, date(2027, 1, 4)) == ["09:00"]
    assert cells_on(someone, anchored, date(2027, 1, 11)) == []


def test_hours_hold_from_and_to_including_both_days() -> None:
    """A new pattern takes over on its first day, the old one ends on its last."""
    old = hours([0], 9, 9.5, valid_to=date(2027, 1, 11))
    new = hours([0], 14, 14.5, valid_from=date(2027, 1, 18), valid_to=date(2027, 1, 25))
    days = [date(2027, 1, day) for day in (4, 11, 18, 25)]
    assert [on(day, *old, *new) for day in days] == [["09:00"], ["09:00"], ["14:00"], ["14:00"]]
    assert on(date(2027, 2, 1), *old, *new) == []


@pytest.mark.parametrize(
    ("validity", "there"),
    [
        ({"valid_to": date(2027, 1, 1)}, [True, False, False]),
        ({"valid_from": date(2027, 12, 31)}, [False, False, True]),
    ],
)
def test_a_pattern_may_end_or_begin_on_the_very_edge_of_the_horizon(
    validity: dict[str, Any], there: list[bool]
) -> None:
    """Valid on the first Friday of 2027 only, or on the last one, New Year's Eve."""
    someone = senior(hours=hours([4], **validity))
    instance = practice([], [], holidays=frozenset())
    days = (date(2027, 1, 1), date(2027, 7, 2), date(2027, 12, 31))
    assert [bool(cells_on(someone, instance, day)) for day in days] == there


def test_absence_holidays_and_closures_empty_a_day() -> None:
    """None of these days can hold a meeting; the days around them can."""
    someone = senior(absences=(Absence(MONDAY, MONDAY),))
    closed = (Absence(date(2027, 1, 18), date(2027, 1, 18)),)
    instance = practice([], [], closures=closed)
    for day in (MONDAY, date(2027, 1, 18), date(2027, 3, 29)):
        assert cells_on(someone, instance, day) == [], day
    assert len(cells_on(someone, instance, TUESDAY)) == 16  # 09:00 to 17:00


def test_people_are_available_while_in_service() -> None:
    """From the first day in until the day before the first day out."""
    someone = senior(in_service_from=MONDAY, out_of_service_from=date(2027, 1, 13))
    instance = practice([], [])
    days = [MONDAY - timedelta(days=3), MONDAY, TUESDAY, date(2027, 1, 13)]
    assert [bool(cells_on(someone, instance, day)) for day in days] == [False, True, True, False]


@pytest.mark.parametrize(
    ("changes", "there"),
    [
        ({"start": MONDAY}, [False, True, True]),
        ({"guided_from": MONDAY}, [False, True, True]),
        ({"trajectory_end": MONDAY}, [True, True, False]),
        ({"promoted_from": MONDAY}, [True, True, False]),
        ({"out_of_service_from": MONDAY}, [True, False, False]),
    ],
)
def test_a_junior_meets_only_during_the_trajectory(
    changes: dict[str, Any], there: list[bool]
) -> None:
    """Not before the start or the entry; the last day still counts, the first day out not."""
    someone = junior(**({"start": date(2026, 1, 1)} | changes))
    situation = Situation(practice([someone], []))
    calendar = situation.calendar
    found = [
        any(cell & calendar.of_dates([day]) for cell in situation.presence(someone).anywhere)
        for day in (date(2027, 1, 8), MONDAY, TUESDAY)
    ]
    assert found == there


def test_who_has_a_window_meets_only_inside_one() -> None:
    """Windows cut the hours on their weekday and empty the others."""
    window = MeetingWindow(weekday=0, start_minute=585, end_minute=645)
    assert on(MONDAY, *hours([0, 1]), windows=(window,)) == ["10:00"]
    assert on(TUESDAY, *hours([0, 1]), windows=(window,)) == []
    again = MeetingWindow(weekday=0, start_minute=645, end_minute=660)
    assert on(MONDAY, *hours([0]), windows=(window, again)) == ["10:00", "10:30"]


def test_a_window_holds_within_its_validity() -> None:
    """Outside it nothing can be met at all, since who has a window needs one."""
    window = MeetingWindow(
        weekday=0, start_minute=540, end_minute=570, valid_from=MONDAY, valid_to=MONDAY
    )
    days = [MONDAY - timedelta(weeks=1), MONDAY, MONDAY + timedelta(weeks=1)]
    found = [on(day, *hours([0]), windows=(window,)) for day in days]
    assert found == [[], ["09:00"], []]


def test_two_people_share_what_both_work_at_a_common_site() -> None:
    """Sites without a name in the pattern are all of the person's; case does not matter."""
    one = senior(sites=("Noord", "Zuid"), hours=hours([0], 9, 10))
    other = junior(sites=("ZUID",), hours=hours([0], 9.5, 11))
    assert shared_on(MONDAY, one, other) == ["09:30"]
    elsewhere = junior(sites=("Oost",), hours=hours([0], 9.5, 11))
    assert shared_on(MONDAY, one, elsewhere) == []


def test_the_site_of_the_day_goes_before_the_sites_of_the_person() -> None:
    """Monday at Zuid is not Monday at Noord, whatever else the person lists."""
    at_zuid = senior(sites=("Noord", "Zuid"), hours=hours([0], 9, 10, site="Zuid"))
    at_noord = junior(sites=("Noord",), hours=hours([0], 9, 10))
    assert shared_on(MONDAY, at_zuid, at_noord) == []
    visitor = junior(sites=("Noord",), hours=hours([0], 9, 10, site="zuid"))
    assert shared_on(MONDAY, at_zuid, visitor) == ["09:00", "09:30"]


def test_a_day_may_change_site() -> None:
    """An hour at Noord and then one at Zuid: each is shared with who is there."""
    moving = senior(hours=(*hours([0], 9, 10, site="Noord"), *hours([0], 10, 11, site="Zuid")))
    noord = junior(sites=("Noord",))
    assert shared_on(MONDAY, moving, noord) == ["09:00", "09:30"]
    zuid = junior(sites=("Zuid",))
    assert shared_on(MONDAY, moving, zuid) == ["10:00", "10:30"]


def test_one_of_two_at_a_distance_is_enough() -> None:
    """Either may be remote; the hours must still be shared."""
    one = senior(sites=("Noord",), hours=hours([0], 9, 10))
    other = junior(sites=("Oost",), hours=hours([0], 9.5, 11))
    far = junior(sites=("Oost",), hours=other.hours, is_remote=True)
    assert shared_on(MONDAY, one, far) == shared_on(MONDAY, far, one) == ["09:30"]
    remote = senior(sites=("Noord",), hours=one.hours, is_remote=True)
    assert shared_on(MONDAY, remote, other) == ["09:30"]


def test_who_is_never_there_is_nowhere() -> None:
    """Nobody shares anything with someone without hours."""
    calendar = build_calendar(practice([], []))
    nobody = build_presence(senior(hours=()), calendar)
    assert nobody.anywhere == (0,) * 48
    assert nobody.by_site == {}
    assert nobody.shared_with(build_presence(senior(), calendar)) == ()


def is_there(person: Person, day: date, instance: Instance) -> bool:
    """Tell from the words of domain.md §1 whether a day can hold a meeting of a person."""
    reasons = [
        day in instance.holidays,
        any(closure.covers(day) for closure in instance.closures),
        any(absence.covers(day) for absence in person.absences),
        person.in_service_from is not None and day < person.in_service_from,
        person.out_of_service_from is not None and day >= person.out_of_service_from,
    ]
    if isinstance(person, Junior):
        begins = [start_of(person, instance), person.guided_from or date.min]
        ends = [person.trajectory_end or date.max, person.promoted_from or date.max]
        reasons += [day < max(begins), day > min(ends)]
    return not any(reasons)


def test_presence_never_shows_anyone_on_a_day_off() -> None:
    """Every day that a person is shown is a day at work by the plain words of the rule."""
    num_days = 0

    @examples(max_examples=60, deadline=None, derandomize=True)
    @given(instances())
    def holds(instance: Instance) -> None:
        nonlocal num_days
        situation = Situation(instance)
        for someone in (*instance.juniors, *instance.seniors):
            presence = situation.presence(someone)
            shown = reduce(or_, presence.anywhere)
            for of_site in presence.by_site.values():
                pairs = zip(presence.anywhere, of_site, strict=True)
                assert all(here & ~anywhere == 0 for anywhere, here in pairs)
            for day in situation.calendar.days(shown):
                assert is_there(someone, day, instance), (someone.number, day)
                assert any(p.weekday == day.weekday() and p.is_valid_on(day) for p in someone.hours)
                num_days += 1

    holds()
    assert num_days > 0
