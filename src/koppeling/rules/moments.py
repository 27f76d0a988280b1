"""The fixed weekly slots a pair could have, and which of them serve it (domain.md §3)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from koppeling.domain.people import Senior
from koppeling.domain.period import Slot
from koppeling.rules.presence import NEVER, guided_days, runs_of, slot_days
from koppeling.rules.situation import Item, Situation


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


@dataclass(frozen=True, kw_only=True)
class Moments:
    """
    Every slot a pair shares at all.

    `meets_somewhere` tells per quarter whether there is any date and time at
    which one meeting fits, slot or no slot (what a need of one asks for).
    """

    every: tuple[Moment, ...]
    meets_somewhere: tuple[bool, ...]
    num_days: tuple[int, ...]


def shared_cells(item: Item, senior: Senior, situation: Situation) -> tuple[int, ...]:
    """
    Return, per cell of the day, the days on which the senior and all members can meet.

    Of a group only the members who need a meeting in a quarter have to be
    there in it, between their own first and last day; where none does, all of
    them.
    """
    theirs = situation.presence(senior)
    by_member = {j.number: situation.presence(j).shared_with(theirs) for j in item.members}
    if len(by_member) == 1:
        return by_member[item.key]
    guided = {j.number: guided_days(j, situation.calendar) for j in item.members}
    shared = NEVER
    for q, quarter in enumerate(situation.quarters):
        asked = [j.number for j in situation.attending(item, q)]
        days = situation.calendar.quarters[quarter] & reduce(or_, (guided[n] for n in asked))
        needed = ([cell | ~guided[n] for cell in by_member[n]] for n in asked)
        together = (reduce(and_, cells) for cells in zip(*needed, strict=True))
        shared = tuple(s | days & cell for s, cell in zip(shared, together, strict=True))
    return shared


def find_moments(item: Item, senior: Senior, situation: Situation) -> Moments:
    """List the slots `item` and `senior` share, serving or not, in order of slot."""
    quarter_days = tuple(situation.calendar.quarters[q] for q in situation.quarters)
    is_out = tuple(budget.is_out for budget in situation.budgets[senior.number])
    runs = runs_of(shared_cells(item, senior, situation), item.num_cells)
    counts: dict[int, tuple[int, ...]] = {}
    every = []
    for slot, days in slot_days(runs, situation.calendar).items():
        if days not in counts:
            counts[days] = tuple((days & q).bit_count() for q in quarter_days)
        common = counts[days]
        total = sum(c for c, out in zip(common, is_out, strict=True) if not out)
        every.append(Moment(slot=slot, days=days, common=common, total=total))
    anywhere = reduce(int.__or__, runs)
    num_days = tuple((anywhere & q).bit_count() for q in quarter_days)
    return Moments(
        every=tuple(every), meets_somewhere=tuple(n > 0 for n in num_days), num_days=num_days
    )


def min_common(need: int) -> int:
    """
    Return how many common dates a slot must have for a need of two or more.

    Some meetings may be held at another moment: a third of them, at least one.
    """
    return need - max(1, need // 3)


def shortfalls(
    moment: Moment, moments: Moments, item: Item, senior: Senior, situation: Situation
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


def serving_moments(
    item: Item, senior: Senior, situation: Situation, moments: Moments | None = None
) -> tuple[Moment, ...]:
    """List the slots that serve the pair, in order of slot; none means `geen_moment`."""
    moments = moments or find_moments(item, senior, situation)
    return tuple(
        moment
        for moment in moments.every
        if moment.total > 0 and not any(shortfalls(moment, moments, item, senior, situation))
    )


def slot_cells(slot: Slot, length: int) -> tuple[Slot, ...]:
    """List the cells a slot of `length` cells covers."""
    return tuple(Slot(slot.weekday, slot.cell + n) for n in range(length))
