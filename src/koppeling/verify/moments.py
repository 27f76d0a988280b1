"""Which weekly slots serve a pair, and the room a senior's week has (domain.md §3)."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from koppeling.domain.people import Junior
from koppeling.domain.period import Slot, Weeks
from koppeling.verify.needs import is_not_guided
from koppeling.verify.presence import CELLS_IN_DAY, Presence, beginnings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from koppeling.domain.people import Person, Senior
    from koppeling.domain.period import Quarter
    from koppeling.verify.practice import Item, Practice


class Count(NamedTuple):
    """A number of dates, those in even and those in odd weeks apart."""

    even: int
    odd: int

    @property
    def total(self) -> int:
        """All dates together."""
        return self.even + self.odd

    def of(self, weeks: Weeks) -> int:
        """Return the number of dates in a class of weeks."""
        if weeks is Weeks.EVERY:
            return self.total
        return self.even if weeks is Weeks.EVEN else self.odd


#: Common dates by slot.
Common = dict[Slot, Count]
NEVER = Count(0, 0)
NOTHING: frozenset[int] = frozenset()
SLOTS = tuple(tuple(Slot(weekday, cell) for cell in range(CELLS_IN_DAY)) for weekday in range(7))
#: Of a member of a group who is not in yet, or has left.
GONE = Presence(NOTHING, frozenset())


class Overfull(NamedTuple):
    """A cell of a senior's week that is promised more often than the senior is there."""

    quarter: Quarter
    slot: Slot
    weeks: Weeks
    use: int
    room: int


#: Dates by what weekday, in an even week or not, and which cells they offer.
Found = dict[tuple[int, bool, frozenset[int]], int]


def _tally(found: Found) -> Common:
    counts: dict[Slot, Count] = {}
    for (weekday, is_even, cells), number in found.items():
        more = _count(number, 0) if is_even else _count(0, number)
        for cell in cells:
            slot = SLOTS[weekday][cell]
            before = counts.get(slot)
            counts[slot] = (
                more if before is None else _count(before.even + more.even, before.odd + more.odd)
            )
    return counts


@cache
def _count(even: int, odd: int) -> Count:
    """Return a count: one and the same for equal numbers, of which there are few."""
    return Count(even, odd)


def _least_dates(need: int) -> int:
    """Return on how many of `need` meetings (two or more) a fixed slot must be possible."""
    return need - max(1, need // 3)


class Moments:
    """
    Common dates, serving slots and room, each pair worked out once.

    Parameters
    ----------
    practice : Practice
        The practice that is checked.
    """

    def __init__(self, practice: Practice) -> None:
        self.practice = practice
        self._common: dict[tuple[str, str, Quarter], Common] = {}
        self._met: dict[tuple[str, str, Quarter], set[str]] = {}
        self._room: dict[tuple[str, Quarter], Common] = {}
        self._days: dict[tuple[str, Quarter], dict[tuple[int, bool, Presence], list[date]]] = {}
        self._waited_for: dict[str, Mapping[date, Presence]] = {}
        self._sites: dict[tuple[bool, str], set[str]] = {}

    def _who_meet(self, item: Item, quarter: Quarter) -> tuple[Junior, ...]:
        """Return the members with a need in `quarter`; all of them when none has."""
        needing = tuple(
            member for member in item.members if self.practice.need(member.number, quarter)
        )
        return needing or item.members

    def common(self, item: Item, senior: Senior, quarter: Quarter) -> Common:
        """Count, by slot, the dates in `quarter` on which all share every cell of the slot."""
        key = (item.members[0].number, senior.number, quarter)
        if key not in self._common:
            members = self._who_meet(item, quarter)
            where = [self._whereabouts(item, member) for member in members]
            found: Found = {}
            met: set[str] = set()
            for (weekday, is_even, there), days in self._days_of(senior, quarter).items():
                together = Counter(zip(*(map(at.get, days) for at in where), strict=True))
                for ours, number in together.items():
                    present = [
                        (at, member)
                        for at, member in zip(ours, members, strict=True)
                        if at is not GONE
                    ]
                    people = [(there, senior.is_remote)]
                    people += [(at, member.is_remote) for at, member in present if at is not None]
                    if not present or len(people) <= len(present):
                        continue  # nobody to meet, or somebody is not there
                    if begins := beginnings(tuple(people), item.length):
                        alike = (weekday, is_even, begins)
                        found[alike] = found.get(alike, 0) + number
                        met |= {member.number for _at, member in present}
            self._common[key], self._met[key] = _tally(found), met
        return self._common[key]

    def _is_met(self, item: Item, senior: Senior, quarter: Quarter) -> bool:
        """Tell whether each member with a need in `quarter` shares a date in it, in any slot."""
        self.common(item, senior, quarter)
        met = self._met[item.members[0].number, senior.number, quarter]
        return all(
            member.number in met
            for member in item.members
            if self.practice.need(member.number, quarter)
        )

    def _days_of(
        self, senior: Senior, quarter: Quarter
    ) -> dict[tuple[int, bool, Presence], list[date]]:
        """List the days a senior is there, those of one weekday with the same hours together."""
        key = (senior.number, quarter)
        if key not in self._days:
            there = self.practice.presence(senior)
            found: dict[tuple[int, bool, Presence], list[date]] = {}
            for day in self.practice.days_in[quarter]:
                if day in there:
                    alike = (day.weekday(), self.practice.open_days[day], there[day])
                    found.setdefault(alike, []).append(day)
            self._days[key] = found
        return self._days[key]

    def _whereabouts(self, item: Item, member: Junior) -> Mapping[date, Presence]:
        """List where a member is, by day; `GONE` where the others need not wait."""
        there = self.practice.junior_presence(member)
        if len(item.members) == 1:
            return there
        if member.number not in self._waited_for:
            absent = (day for day in self.practice.open_days if day not in there)
            gone = {day: GONE for day in absent if is_not_guided(member, day)}
            self._waited_for[member.number] = there | gone
        return self._waited_for[member.number]

    def _sites_of(self, person: Person, there: dict[date, Presence]) -> set[str]:
        """List the sites at which somebody ever is."""
        key = (isinstance(person, Junior), person.number)
        if key not in self._sites:
            on_any_day = set(there.values())
            self._sites[key] = {site for presence in on_any_day for _, site in presence.places}
        return self._sites[key]

    def _are_apart(self, item: Item, senior: Senior) -> bool:
        """Tell whether no member is ever at a site where the senior is: a quick no."""
        if senior.is_remote or any(member.is_remote for member in item.members):
            return False
        theirs = self._sites_of(senior, self.practice.presence(senior))
        return all(
            theirs.isdisjoint(self._sites_of(member, self.practice.junior_presence(member)))
            for member in item.members
        )

    def why_not(self, item: Item, senior: Senior, slot: Slot) -> Quarter | None:
        """Return the first quarter in which `slot` does not serve; None when it serves."""
        meets = False
        quarters = self.practice.quarters_in(senior)
        for quarter in quarters:
            need, common = item.need[quarter], self.common(item, senior, quarter)
            dates = common.get(slot, NEVER).total
            meets = meets or dates > 0
            if need and not self._is_met(item, senior, quarter):
                return quarter
            if need > 1 and dates < _least_dates(need):
                return quarter
        if meets:
            return None
        return quarters[0] if quarters else self.practice.quarters[0]

    def serving(self, item: Item, senior: Senior) -> list[Slot]:
        """List the slots that serve, in order of weekday and time."""
        if self._are_apart(item, senior):
            return []
        slots: set[Slot] | None = None
        ever: set[Slot] = set()
        for quarter in self.practice.quarters_in(senior):
            need, common = item.need[quarter], self.common(item, senior, quarter)
            ever |= set(common)
            if need and not self._is_met(item, senior, quarter):
                return []
            if need > 1:
                least = _least_dates(need)
                enough = {slot for slot, dates in common.items() if dates.total >= least}
                slots = enough if slots is None else slots & enough
                if not slots:
                    return []
        return sorted(ever if slots is None else slots)

    def num_common(self, item: Item, senior: Senior, slot: Slot) -> int:
        """Count the common dates in `slot` over the quarters in which the senior is not out."""
        return sum(
            self.common(item, senior, quarter).get(slot, NEVER).total
            for quarter in self.practice.quarters_in(senior)
        )

    def room(self, senior: Senior, quarter: Quarter) -> Common:
        """Count the dates in `quarter` on which a senior is there, by cell of the week."""
        key = (senior.number, quarter)
        if key not in self._room:
            found: Found = {}
            for (weekday, is_even, there), days in self._days_of(senior, quarter).items():
                alike = (weekday, is_even, there.cells)
                found[alike] = found.get(alike, 0) + len(days)
            self._room[key] = _tally(found)
        return self._room[key]

    def overfull(self, senior: Senior, slots: list[tuple[Item, Slot]]) -> Overfull | None:
        """
        Find a half hour of the week that is promised more often than it exists.

        Parameters
        ----------
        senior : Senior
            Whose week.
        slots : list of (Item, Slot)
            Everyone the senior guides, with their fixed slot.

        Returns
        -------
        Overfull or None
            The first in order of time; None when there is room.
        """
        for quarter in self.practice.quarters_in(senior):
            use: dict[tuple[Slot, Weeks], int] = {}
            for item, slot in slots:
                dates = self.common(item, senior, quarter).get(slot, NEVER)
                taken = min(item.need[quarter], dates.total)
                for weeks in Weeks:
                    if dates.of(weeks) < dates.total:
                        continue
                    for later in range(item.length):
                        cell = (Slot(slot.weekday, slot.cell + later), weeks)
                        use[cell] = use.get(cell, 0) + taken
            room = self.room(senior, quarter)
            for (slot, weeks), taken in sorted(use.items()):
                free = room.get(slot, NEVER).of(weeks)
                if taken > free:
                    return Overfull(quarter, slot, weeks, taken, free)
        return None
