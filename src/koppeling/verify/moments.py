"""Which weekly slots serve a pair, and the room a senior's week has (domain.md §3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from koppeling.domain.period import Slot, Weeks
from koppeling.verify.needs import falls_away
from koppeling.verify.presence import Presence, shared_cells, starts

if TYPE_CHECKING:
    from datetime import date

    from koppeling.domain.people import Junior, Senior
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


class Overfull(NamedTuple):
    """A cell of a senior's week that is promised more often than the senior is there."""

    quarter: Quarter
    slot: Slot
    weeks: Weeks
    use: int
    room: int


def _tally(found: dict[tuple[int, frozenset[int]], list[int]]) -> Common:
    counts: dict[Slot, list[int]] = {}
    for (weekday, cells), (even, odd) in found.items():
        for cell in cells:
            count = counts.setdefault(Slot(weekday, cell), [0, 0])
            count[0] += even
            count[1] += odd
    return {slot: Count(even, odd) for slot, (even, odd) in counts.items()}


def _cells_shared(
    senior: Presence | None, members: list[tuple[Junior, dict[date, Presence], bool]], day: date
) -> frozenset[int]:
    """
    List the half hours of `day` that a senior shares with each of the members.

    Who is not in yet, or has left, is not waited for.
    """
    if senior is None:
        return NOTHING
    shared: frozenset[int] | None = None
    for junior, presences, at_distance in members:
        member = presences.get(day)
        if member is None and falls_away(junior, day):
            continue
        if member is None:
            return NOTHING
        cells = shared_cells(member, senior, at_distance)
        shared = cells if shared is None else shared & cells
    return shared or NOTHING


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
        self._room: dict[tuple[str, Quarter], Common] = {}

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
            there = self.practice.presence(senior)
            members = [
                (
                    member,
                    self.practice.junior_presence(member),
                    senior.is_remote or member.is_remote,
                )
                for member in self._who_meet(item, quarter)
            ]
            found: dict[tuple[int, frozenset[int]], list[int]] = {}
            for day in self.practice.days_in[quarter]:
                begins = starts(_cells_shared(there.get(day), members, day), item.length)
                if begins:
                    count = found.setdefault((day.weekday(), begins), [0, 0])
                    count[0 if self.practice.open_days[day] else 1] += 1
            self._common[key] = _tally(found)
        return self._common[key]

    def why_not(self, item: Item, senior: Senior, slot: Slot) -> Quarter | None:
        """Return the first quarter in which `slot` does not serve; None when it serves."""
        meets = False
        quarters = self.practice.quarters_in(senior)
        for quarter in quarters:
            need, common = item.need[quarter], self.common(item, senior, quarter)
            dates = common.get(slot, NEVER).total
            meets = meets or dates > 0
            if need == 1 and not common:
                return quarter
            if need > 1 and dates < _least_dates(need):
                return quarter
        if meets:
            return None
        return quarters[0] if quarters else self.practice.quarters[0]

    def serving(self, item: Item, senior: Senior) -> list[Slot]:
        """List the slots that serve, in order of weekday and time."""
        slots: set[Slot] | None = None
        ever: set[Slot] = set()
        for quarter in self.practice.quarters_in(senior):
            need, common = item.need[quarter], self.common(item, senior, quarter)
            ever |= set(common)
            if need == 1 and not common:
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
            found: dict[tuple[int, frozenset[int]], list[int]] = {}
            presences = self.practice.presence(senior)
            for day in self.practice.days_in[quarter]:
                presence = presences.get(day)
                if presence is not None:
                    count = found.setdefault((day.weekday(), presence.cells), [0, 0])
                    count[0 if self.practice.open_days[day] else 1] += 1
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
