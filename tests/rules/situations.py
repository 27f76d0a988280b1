"""Short ways to ask the rules about one pair, and to write day sets as dates."""

from __future__ import annotations

from datetime import date

from koppeling.domain.instance import Instance
from koppeling.domain.people import Person, Senior
from koppeling.domain.period import Slot
from koppeling.rules.day_sets import HorizonCalendar, build_calendar
from koppeling.rules.moments import Moment, find_moments
from koppeling.rules.presence import build_presence
from koppeling.rules.situation import Item, Situation


def the_pair(instance: Instance) -> tuple[Item, Senior, Situation]:
    """Return the first item and the first senior of a practice, with its situation."""
    situation = Situation(instance)
    return situation.items[0], instance.seniors[0], situation


def moment_at(item: Item, senior: Senior, situation: Situation, slot: str) -> Moment:
    """Return what a pair shares at a slot such as `ma 09:00`."""
    moments = find_moments(item, senior, situation).every
    return next(m for m in moments if m.slot == Slot.parse(slot))


def dates_of(calendar: HorizonCalendar, days: int) -> list[date]:
    """List the dates of a day set."""
    return list(calendar.days(days))


def cells_on(person: Person, instance: Instance, day: date) -> list[str]:
    """List the half hours of `day` in which a person can meet, as `09:00`."""
    calendar = build_calendar(instance)
    bit = calendar.of_dates([day])
    anywhere = build_presence(person, calendar).anywhere
    return [clock(cell) for cell, days in enumerate(anywhere) if days & bit]


def clock(cell: int) -> str:
    """Write a cell of the day as the time at which it begins."""
    return f"{cell // 2:02d}:{cell % 2 * 30:02d}"
