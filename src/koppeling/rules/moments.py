"""The fixed weekly slots a pair could have, and which of them serve it (domain.md §3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache, reduce
from operator import ge, or_
from typing import NamedTuple

from koppeling.domain.people import Senior
from koppeling.domain.period import Slot
from koppeling.rules.calendar import HorizonCalendar
from koppeling.rules.presence import guided_days
from koppeling.rules.situation import Item, Situation
from koppeling.rules.week import (
    WEEK,
    Stretch,
    cells_by_days,
    days_by_cell,
    run_starts,
    shared_stretches,
    slots_of,
)


@dataclass(frozen=True, kw_only=True)
class Moment:
    """
    A weekly slot of a pair.

    `days` is the set of common days in the horizon, `common` their number per
    quarter, `total` that number over the quarters in which the senior is not
    out.
    """

    slot: Slot
    days: int
    common: tuple[int, ...]
    total: int


class Alike(NamedTuple):
    """
    The weekly slots of a pair that have the very same common days.

    `starts` holds the cells of the week at which they begin; the rest is as
    with `Moment`. A pair has a few of these, and slots by the dozen.
    """

    starts: int
    days: int
    common: tuple[int, ...]
    total: int


@dataclass(frozen=True)
class Moments:
    """Every slot a pair shares at all, those with the same days together."""

    alike: tuple[Alike, ...]
    calendar: HorizonCalendar

    @cached_property
    def meets_somewhere(self) -> tuple[bool, ...]:
        """
        Tell per quarter whether there is any date and time at which one meeting fits.

        Slot or no slot: what a need of one asks for.
        """
        anywhere = reduce(or_, (alike.days for alike in self.alike), 0)
        return tuple(n > 0 for n in self.calendar.per_quarter(anywhere))

    @cached_property
    def every(self) -> tuple[Moment, ...]:
        """Each slot by itself, in order of slot."""
        return list_moments(self.alike)


def list_moments(groups: Iterable[Alike]) -> tuple[Moment, ...]:
    """Write out slots that have their days in common, in order of slot."""
    return tuple(
        sorted(
            (
                Moment(slot=slot, days=alike.days, common=alike.common, total=alike.total)
                for alike in groups
                for slot in slots_of(alike.starts)
            ),
            key=lambda moment: moment.slot,
        )
    )


def shared_weeks(item: Item, senior: Senior, situation: Situation) -> tuple[Stretch, ...]:
    """
    Return the days on which the senior and all members can meet, with the cells of the week.

    Of a group only the members who need a meeting in a quarter have to be
    there in it, between their own first and last day; where none does, all of
    them.
    """
    theirs = situation.presence(senior)
    if len(item.members) == 1:
        return situation.presence(item.members[0]).shared_with(theirs)
    calendar = situation.calendar
    guided = {j.number: guided_days(j, calendar) for j in item.members}
    by_member = {
        j.number: (
            *situation.presence(j).shared_with(theirs),
            (calendar.all_days & ~guided[j.number], WEEK),
        )
        for j in item.members
    }
    shared: list[Stretch] = []
    for q, quarter in enumerate(situation.quarters):
        asked = [j.number for j in situation.attending(item, q)]
        days = calendar.quarters[quarter] & reduce(or_, (guided[n] for n in asked))
        together: tuple[Stretch, ...] = ((days, WEEK),)
        for n in asked:
            together = shared_stretches(together, by_member[n])
        shared += together
    return tuple(shared)


def shared_cells(item: Item, senior: Senior, situation: Situation) -> tuple[int, ...]:
    """Return, per cell of the day, the days on which the senior and all members can meet."""
    return days_by_cell(shared_weeks(item, senior, situation), situation.calendar.weekdays)


def find_moments(item: Item, senior: Senior, situation: Situation) -> Moments:
    """Find the slots `item` and `senior` share, serving or not."""
    calendar = situation.calendar
    runs = [
        (days, run_starts(cells, item.num_cells))
        for days, cells in shared_weeks(item, senior, situation)
    ]
    out = situation.quarters_out(senior)
    alike = []
    for days, starts in cells_by_days(runs, calendar.weekdays).items():
        common = calendar.per_quarter(days)
        lost = sum(common[q] for q in out) if out else 0
        alike.append(Alike(starts, days, common, sum(common) - lost))
    return Moments(tuple(alike), calendar)


def min_common(need: int) -> int:
    """
    Return how many common dates a slot must have for a need of two or more.

    Some meetings may be held at another moment: a third of them, at least one.
    """
    return need - max(1, need // 3)


@lru_cache(maxsize=4096)
def demands(need: tuple[int, ...], out: tuple[int, ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the least common dates per quarter, and the quarters that ask for a single one."""
    asked = [0 if q in out else n for q, n in enumerate(need)]
    least = tuple(min_common(n) if n > 1 else 0 for n in asked)
    return least, tuple(q for q, n in enumerate(asked) if n == 1)


def shortfalls(
    moment: Moment | Alike, moments: Moments, item: Item, senior: Senior, situation: Situation
) -> tuple[int, ...]:
    """Return per quarter how many common dates a slot falls short; all 0 when it serves."""
    budgets = situation.budgets[senior.number]
    short = []
    for q, need in enumerate(item.need):
        if budgets[q].is_out or need == 0:
            short.append(0)
        elif need == 1:
            short.append(0 if moments.meets_somewhere[q] else 1)
        else:
            short.append(max(0, min_common(need) - moment.common[q]))
    return tuple(short)


def serving(
    item: Item, senior: Senior, situation: Situation, moments: Moments | None = None
) -> tuple[Alike, ...]:
    """Keep the slots that serve the pair, those with the same days together."""
    moments = moments or find_moments(item, senior, situation)
    if not moments.alike:
        return ()
    least, once = demands(item.need, situation.quarters_out(senior))
    if not all(moments.meets_somewhere[q] for q in once):
        return ()
    return tuple(a for a in moments.alike if a.total > 0 and all(map(ge, a.common, least)))


def serving_moments(
    item: Item, senior: Senior, situation: Situation, moments: Moments | None = None
) -> tuple[Moment, ...]:
    """List the slots that serve the pair, in order of slot; none means `geen_moment`."""
    return list_moments(serving(item, senior, situation, moments))


@lru_cache(maxsize=4096)
def slot_cells(slot: Slot, length: int) -> tuple[Slot, ...]:
    """List the cells a slot of `length` cells covers."""
    return tuple(Slot(slot.weekday, slot.cell + n) for n in range(length))
