"""Room in a senior's week, by class of weeks (domain.md §3)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import settings as examples

from koppeling.domain.instance import Instance
from koppeling.domain.people import Absence, Junior, Senior
from koppeling.domain.period import Slot, Weeks
from koppeling.rules.candidates import find_candidates
from koppeling.rules.room import classes_of, exceeded_rows, room_rows
from koppeling.rules.situation import Situation
from tests.builders import QUARTER, hours, junior, practice, senior, types, weekly
from tests.rules.situations import moment_at
from tests.strategies import instances

NINE = "ma 09:00"
EVEN = hours([0], 9, 9.5, Weeks.EVEN)
ODD = hours([0], 9, 9.5, Weeks.ODD)
ALL = hours([0], 9, 9.5)


def fortnightly(number: str, pattern: tuple[object, ...], **changes: object) -> Junior:
    """Make a junior with six meetings in the quarter."""
    return junior(number, hours=pattern, trajectory="weekly", **changes)


def exceeded(
    someone: Senior, *juniors: Junior, slots: tuple[str, ...] = ()
) -> list[tuple[str, str]]:
    """List (cell, class of weeks) of the rows that break when all juniors sit at 9:00 on Monday."""
    instance = practice(
        juniors, [someone], trajectories=types(weekly(6)), settings={"horizon_length": 1}
    )
    situation = Situation(instance)
    names = slots or (NINE,) * len(juniors)
    placements = [
        (item, moment_at(item, someone, situation, name))
        for item, name in zip(situation.items, names, strict=True)
    ]
    return [(str(row.cell), row.weeks) for row in exceeded_rows(placements, someone, situation)]


def test_even_and_odd_juniors_can_share_a_cell() -> None:
    """Six even Mondays and six odd ones are twelve different dates."""
    assert exceeded(senior(), fortnightly("J01", EVEN), fortnightly("J02", ODD)) == []


def test_two_even_juniors_cannot_share_a_cell_though_twelve_mondays_seem_enough() -> None:
    """Twelve meetings do not fit in the six even Mondays; over all weeks they would."""
    found = exceeded(senior(), fortnightly("J01", EVEN), fortnightly("J02", EVEN))
    assert found == [(NINE, Weeks.EVEN)]


def test_every_week_shares_with_one_of_the_two_classes_at_most() -> None:
    """Six meetings of anyone fill half of the Mondays; a third junior breaks the whole."""
    anyone, even, odd = (
        fortnightly("J01", ALL),
        fortnightly("J02", EVEN),
        fortnightly("J03", ODD),
    )
    assert exceeded(senior(), anyone, even) == []
    assert exceeded(senior(), anyone, odd) == []
    assert exceeded(senior(), anyone, even, odd) == [(NINE, Weeks.EVERY)]


def test_dates_on_which_the_senior_is_away_are_no_room() -> None:
    """Away on one odd Monday: eleven Mondays are left for twelve meetings."""
    away = senior(absences=(Absence(QUARTER.first_day, QUARTER.first_day.replace(day=8)),))
    found = exceeded(away, fortnightly("J01", ALL), fortnightly("J02", ALL))
    assert found == [(NINE, Weeks.EVERY)]
    assert exceeded(senior(), fortnightly("J01", ALL), fortnightly("J02", ALL)) == []


def test_another_moment_takes_no_room() -> None:
    """Half an hour later, or another day, everyone has their own dates."""
    longer = hours([0], 9, 10, Weeks.EVEN)
    found = exceeded(
        senior(),
        fortnightly("J01", longer),
        fortnightly("J02", longer),
        slots=(NINE, "ma 09:30"),
    )
    assert found == []


def test_a_longer_meeting_takes_every_cell_it_covers() -> None:
    """An hour from 9:00 and one from 9:30 meet in the half hour of 9:30."""
    instance = practice(
        [
            junior(number, hours=hours([0], 9, 10.5, Weeks.EVEN), trajectory="weekly")
            for number in ("J01", "J02")
        ],
        [senior()],
        trajectories=types(weekly(6, minutes=60)),
        settings={"horizon_length": 1},
    )
    situation = Situation(instance)
    first, second = situation.items
    guide = instance.seniors[0]
    placements = [
        (first, moment_at(first, guide, situation, NINE)),
        (second, moment_at(second, guide, situation, "ma 09:30")),
    ]
    broken = list(exceeded_rows(placements, guide, situation))
    assert [(row.cell, row.weeks) for row in broken] == [(Slot(0, 19), Weeks.EVEN)]
    rows = {
        (str(row.cell), row.weeks): (row.uses, row.num_dates, row.quarter)
        for row in room_rows(placements, guide, situation)
    }
    assert rows == {
        (NINE, Weeks.EVERY): (((0, 6),), 12, QUARTER),
        (NINE, Weeks.EVEN): (((0, 6),), 6, QUARTER),
        ("ma 09:30", Weeks.EVERY): (((0, 6), (1, 6)), 12, QUARTER),
        ("ma 09:30", Weeks.EVEN): (((0, 6), (1, 6)), 6, QUARTER),
        ("ma 10:00", Weeks.EVERY): (((1, 6),), 12, QUARTER),
        ("ma 10:00", Weeks.EVEN): (((1, 6),), 6, QUARTER),
    }


def test_a_slot_uses_no_more_dates_than_there_are_common_ones() -> None:
    """Of six meetings four fit the slot when only four Mondays are shared."""
    few = hours([0], 9, 9.5, valid_to=QUARTER.first_day.replace(day=25))
    instance = practice(
        [fortnightly("J01", few)],
        [senior()],
        trajectories=types(weekly(6)),
        settings={"horizon_length": 1},
    )
    situation = Situation(instance)
    item = situation.items[0]
    placement = (item, moment_at(item, instance.seniors[0], situation, NINE))
    assert [row.uses for row in room_rows([placement], instance.seniors[0], situation)] == [
        ((0, 4),)
    ]


def test_a_quarter_out_asks_for_no_room() -> None:
    """Only quarters in which the senior is there have rows."""
    instance = practice(
        [junior()],
        [senior(absences=(Absence(QUARTER.shift(1).first_day),))],
        settings={"horizon_length": 3},
    )
    situation = Situation(instance)
    item = situation.items[0]
    placement = (item, moment_at(item, instance.seniors[0], situation, NINE))
    rows = room_rows([placement], instance.seniors[0], situation)
    assert {row.quarter for row in rows} == {QUARTER}


def test_dates_fall_in_a_class_when_all_of_them_do() -> None:
    """Mixed dates only in all weeks; even ones in even and all; none in every class."""
    situation = Situation(practice([], [], settings={"horizon_length": 1}))
    calendar = situation.calendar
    assert list(classes_of(calendar.all_days, situation)) == [Weeks.EVERY]
    assert list(classes_of(calendar.even, situation)) == [Weeks.EVERY, Weeks.EVEN]
    assert list(classes_of(calendar.odd, situation)) == [Weeks.EVERY, Weeks.ODD]


def test_a_slot_that_serves_has_room_alone() -> None:
    """Whatever the practice, one pair by itself always fits in the senior's week."""
    num_slots = 0

    @examples(max_examples=60, deadline=None, derandomize=True)
    @given(instances())
    def holds(instance: Instance) -> None:
        nonlocal num_slots
        situation = Situation(instance)
        for candidate in find_candidates(situation):
            item, guide = situation.items[candidate.item], instance.seniors[candidate.senior]
            for moment in candidate.moments:
                assert not list(exceeded_rows([(item, moment)], guide, situation))
                num_slots += 1

    holds()
    assert num_slots > 0
