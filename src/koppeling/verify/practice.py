"""A practice as the check sees it: items, needs, budgets and presence, each derived once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from koppeling.domain.instance import PairingStatus
from koppeling.verify.dates import (
    FRIDAY,
    counted_from,
    is_absent,
    quarters_of,
    still_holds,
)
from koppeling.verify.needs import Dates, need_dates
from koppeling.verify.presence import CELL, Presence, fold, open_days, presences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from koppeling.domain.instance import Capacity, Group, HeldMeeting, Instance, PairingRow
    from koppeling.domain.people import Junior, Person, Senior
    from koppeling.domain.period import Quarter, Weeks

#: The quarterly talk with management (P34).
TALK_MINUTES = 30


@dataclass(frozen=True)
class Item:
    """
    What is paired as one: a junior, or the members of a group who have a need.

    `need` counts the meetings and `minutes` adds up their length, by quarter of
    the horizon; for a group over the union of its members' dates, since the
    senior gives that time once. `length` is the number of half hours of the
    fixed slot.
    """

    members: tuple[Junior, ...]
    group: Group | None
    need: Mapping[Quarter, int]
    minutes: Mapping[Quarter, int]
    length: int

    @property
    def subject(self) -> str:
        """The personnel numbers, for messages."""
        return ", ".join(member.number for member in self.members)


T = TypeVar("T")


def _by(name: Callable[[T], str], rows: Iterable[T]) -> dict[str, list[T]]:
    """Put rows together by a number that stands in them."""
    together: dict[str, list[T]] = {}
    for row in rows:
        together.setdefault(name(row), []).append(row)
    return together


class Practice:
    """
    Everything the check derives from the input, worked out on first use.

    Parameters
    ----------
    instance : Instance
        All input; only its plain values are used.
    """

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.settings = instance.settings
        self.quarters = quarters_of(instance.settings)
        self.juniors = {junior.number: junior for junior in instance.juniors}
        self.seniors = {senior.number: senior for senior in instance.seniors}
        self.groups = {group.name: group for group in instance.groups}
        self._ends = {quarter: (quarter.first_day, quarter.last_day) for quarter in self.quarters}
        escalations = _by(lambda row: row.junior, instance.escalations)
        self.needs: dict[str, Dates] = {
            number: need_dates(instance, junior, self.group_of(junior), escalations.get(number, []))
            for number, junior in self.juniors.items()
        }
        self._lengths = {number: self._by_quarter(dates) for number, dates in self.needs.items()}
        self.items = self._items()
        self.item_of = {member.number: item for item in self.items for member in item.members}
        first, last = counted_from(self.settings), self.quarters[-1].last_day
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        #: Days on which the practice is open, with whether their week is even.
        self.open_days = open_days(instance, days)
        self.days_in: dict[Quarter, list[date]] = {
            quarter: [day for day in self.open_days if quarter.first_day <= day <= quarter.last_day]
            for quarter in self.quarters
        }
        self._presences: dict[tuple[bool, str], dict[date, Presence]] = {}
        self._alike: dict[Presence, Presence] = {}
        self._out: dict[tuple[str, Quarter], bool] = {}
        self._in: dict[str, list[Quarter]] = {}
        self._locked: dict[str, str | None] = {}
        self._working: dict[Quarter, list[date]] = {}
        self._caps: dict[tuple[str, Quarter], int] = {}
        self._all_caps: dict[str, list[tuple[Quarter, int]]] = {}

    @cached_property
    def _pairing_rows(self) -> dict[str, list[PairingRow]]:
        return _by(lambda row: row.junior, self.instance.pairings)

    @cached_property
    def _capacities(self) -> dict[str, list[Capacity]]:
        return _by(lambda row: row.senior, self.instance.capacities)

    @cached_property
    def _held(self) -> dict[str, list[HeldMeeting]]:
        return _by(lambda row: row.senior, self.instance.held)

    @cached_property
    def forbidden(self) -> set[tuple[str, str]]:
        """Junior and senior of every pair that management forbids now."""
        return {
            (row.junior, row.senior)
            for row in self.instance.pairings
            if row.status is PairingStatus.FORBIDDEN and still_holds(row, self.settings.quarter)
        }

    @cached_property
    def vetoes(self) -> set[frozenset[str]]:
        """The two of whom one vetoes the other."""
        return {
            frozenset((wish.source, wish.target)) for wish in self.instance.preferences if wish.veto
        }

    @cached_property
    def _seniors_at(self) -> dict[str, set[int]]:
        """Where in the list the seniors of each site stand."""
        found: dict[str, set[int]] = {}
        for place, senior in enumerate(self.instance.seniors):
            for site in senior.sites:
                found.setdefault(fold(site), set()).add(place)
        return found

    @cached_property
    def _seniors_anywhere(self) -> set[int]:
        return {n for n, senior in enumerate(self.instance.seniors) if senior.is_remote}

    def within_reach(self, item: Item) -> list[Senior]:
        """
        List the seniors, in order, from whom `vestiging` need not keep an item.

        Those who share a site with a member, where either may work at a
        distance, or whom a member is locked to; nobody else may guide it.
        """
        seniors = self.instance.seniors
        if any(member.is_remote for member in item.members):
            return list(seniors)
        places = set(self._seniors_anywhere)
        for member in item.members:
            for site in member.sites:
                places |= self._seniors_at.get(fold(site), set())
        locked = {self.locked_senior(member.number) for member in item.members} - {None}
        if locked:
            places |= {n for n, senior in enumerate(seniors) if senior.number in locked}
        return [seniors[n] for n in sorted(places)]

    @cached_property
    def ranks(self) -> dict[tuple[str, str], list[int]]:
        """The ranks of the wishes, by who wishes and about whom."""
        ranks: dict[tuple[str, str], list[int]] = {}
        for wish in self.instance.preferences:
            if wish.rank is not None:
                ranks.setdefault((wish.source, wish.target), []).append(wish.rank)
        return ranks

    @cached_property
    def fortnights(self) -> dict[int, set[tuple[Weeks, int]]]:
        """The days of a fortnight that somebody works, kept by the identity of the person."""
        return {}

    def group_of(self, junior: Junior) -> Group | None:
        """Return the group a junior is in, if any."""
        return None if junior.group is None else self.groups.get(junior.group)

    def _items(self) -> tuple[Item, ...]:
        together: dict[str, list[Junior]] = {}
        for junior in self.instance.juniors:
            if self.needs[junior.number]:
                group = self.group_of(junior)
                name = f"junior {junior.number}" if group is None else f"group {group.name}"
                together.setdefault(name, []).append(junior)
        items = []
        for members in together.values():
            dates: Dates = {}
            for member in members:
                for day, length in self.needs[member.number].items():
                    dates[day] = max(length, dates.get(day, 0))
            lengths = self._by_quarter(dates)
            need = {quarter: len(lengths[quarter]) for quarter in self.quarters}
            minutes = {quarter: sum(lengths[quarter]) for quarter in self.quarters}
            group = self.group_of(members[0])
            num_cells = -(-max(dates.values()) // CELL)
            items.append(Item(tuple(members), group, need, minutes, num_cells))
        return tuple(items)

    def _by_quarter(self, dates: Dates) -> dict[Quarter, list[int]]:
        """List the minutes of the meetings in each quarter."""
        return {
            quarter: [minutes for day, minutes in dates.items() if first <= day <= last]
            for quarter, (first, last) in self._ends.items()
        }

    def need(self, junior: str, quarter: Quarter) -> int:
        """Count the meetings of one junior in `quarter`."""
        return len(self._lengths[junior][quarter])

    def num_juniors(self, items: Iterable[Item], quarter: Quarter) -> int:
        """Count the juniors of `items`, group members each, with a meeting in `quarter`."""
        return sum(
            self.need(member.number, quarter) > 0 for item in items for member in item.members
        )

    def minutes(self, junior: str, quarter: Quarter) -> int:
        """Add up the meeting minutes of one junior in `quarter`."""
        return sum(self._lengths[junior][quarter])

    def presence(self, person: Person, start: date | None = None) -> dict[date, Presence]:
        """List where a person can meet, by day; `start` is a junior's first day."""
        key = (start is not None, person.number)
        if key not in self._presences:
            self._presences[key] = presences(person, self.open_days, start, self._alike)
        return self._presences[key]

    def junior_presence(self, junior: Junior) -> dict[date, Presence]:
        """List where a junior can meet, by day."""
        group = self.group_of(junior)
        return self.presence(junior, junior.start if group is None else group.start)

    def is_out(self, senior: Senior, quarter: Quarter) -> bool:
        """Tell whether a senior misses more than a third of the weekdays of `quarter`."""
        key = (senior.number, quarter)
        if key not in self._out:
            weekdays = self._weekdays(quarter)
            missed = 0
            for day in weekdays:
                missed += (
                    is_absent(senior.absences, day)
                    or is_absent(self.instance.closures, day)
                    or (senior.in_service_from is not None and day < senior.in_service_from)
                    or (
                        senior.out_of_service_from is not None and day >= senior.out_of_service_from
                    )
                )
            self._out[key] = 3 * missed > len(weekdays)
        return self._out[key]

    def _weekdays(self, quarter: Quarter) -> list[date]:
        """List the days from Monday to Friday that are no public holiday."""
        if quarter not in self._working:
            self._working[quarter] = [
                day
                for day in quarter.dates()
                if day.weekday() <= FRIDAY and day not in self.instance.holidays
            ]
        return self._working[quarter]

    def quarters_in(self, senior: Senior) -> list[Quarter]:
        """List the quarters of the horizon in which a senior is not out."""
        if senior.number not in self._in:
            self._in[senior.number] = [q for q in self.quarters if not self.is_out(senior, q)]
        return self._in[senior.number]

    def _capacity_row(self, senior: Senior, quarter: Quarter) -> Capacity | None:
        rows = self._capacities.get(senior.number, [])
        dated = [row for row in rows if row.quarter is not None and row.quarter <= quarter]
        if dated:
            return max(dated, key=lambda row: str(row.quarter))
        undated = [row for row in rows if row.quarter is None]
        return undated[0] if undated else None

    def cap(self, senior: Senior, quarter: Quarter) -> int:
        """
        Return the minutes a senior can give in `quarter` (domain.md §3).

        With a reference date inside the planning quarter, the minutes of the
        meetings held in it before that day are taken off, never below 0.
        """
        key = (senior.number, quarter)
        if key not in self._caps:
            self._caps[key] = self._cap(senior, quarter)
        return self._caps[key]

    def caps(self, senior: Senior) -> list[tuple[Quarter, int]]:
        """List the quarters in which a senior is not out, with the minutes there are."""
        if senior.number not in self._all_caps:
            quarters = self.quarters_in(senior)
            self._all_caps[senior.number] = [(q, self.cap(senior, q)) for q in quarters]
        return self._all_caps[senior.number]

    def _cap(self, senior: Senior, quarter: Quarter) -> int:
        row = self._capacity_row(senior, quarter)
        if row is not None:
            cap = row.minutes
        elif senior.cap_minutes is not None:
            cap = senior.cap_minutes
        else:
            cap = self.settings.default_cap_minutes
        if quarter == self.settings.quarter:
            for meeting in self._held.get(senior.number, []):
                if quarter.first_day <= meeting.day < counted_from(self.settings):
                    cap -= meeting.minutes
        return max(0, cap)

    def max_juniors(self, senior: Senior, quarter: Quarter) -> int | None:
        """Return how many juniors with a need a senior may have in `quarter`; None is no limit."""
        row = self._capacity_row(senior, quarter)
        if row is not None and row.max_juniors is not None:
            return row.max_juniors
        return senior.max_juniors

    def used(self, items: list[Item], quarter: Quarter) -> int:
        """Add up what `items` ask of their senior in `quarter`, the quarterly talk included."""
        guidance = sum(item.minutes[quarter] for item in items)
        has_talk = any(item.need[quarter] for item in items)
        return guidance + (TALK_MINUTES if has_talk else 0)

    def open_rows(self, junior: str) -> list[PairingRow]:
        """List the rows of Koppelingen that pair `junior` now: lopend or vast, and open."""
        return [
            row
            for row in self._pairing_rows.get(junior, [])
            if row.status in (PairingStatus.RUNNING, PairingStatus.LOCKED)
            and still_holds(row, self.settings.quarter)
        ]

    def locked_senior(self, junior: str) -> str | None:
        """
        Return the senior a junior must have.

        By a row vast, by a running pair when the setting keeps those, or
        because the senior of the junior's group has been decided.
        """
        if junior not in self._locked:
            self._locked[junior] = self._find_lock(junior)
        return self._locked[junior]

    def _find_lock(self, junior: str) -> str | None:
        for row in self.open_rows(junior):
            if row.status is PairingStatus.LOCKED or self.settings.keep_running:
                return row.senior
        group = self.group_of(self.juniors[junior])
        return None if group is None else group.senior
