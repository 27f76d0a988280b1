"""The fixed weekly slots a pair could have, and which of them serve it (domain.md §3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, reduce
from operator import ge, or_
from typing import NamedTuple

from koppeling.domain.people import Junior, Senior
from koppeling.domain.period import Slot
from koppeling.rules.day_sets import Stretch, cells_by_days, days_by_cell, slots_of
from koppeling.rules.presence import Presence, guided_days
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
    """
    Every slot a pair shares at all, those with the same days together.

    `asked` holds, per quarter and for each member with a need in it, the days
    on one of which they have to meet.
    """

    alike: tuple[Alike, ...]
    asked: tuple[tuple[int, ...], ...]

    @cached_property
    def meets_somewhere(self) -> tuple[bool, ...]:
        """
        Tell per quarter whether each member has a date and time at which one meeting fits.

        Slot or no slot: the least that a need asks for.
        """
        return self.meet_on(reduce(or_, (alike.days for alike in self.alike), 0))

    def meet_on(self, days: int) -> tuple[bool, ...]:
        """Tell per quarter whether each member with a need could meet on one of `days`."""
        return tuple(all(map(days.__and__, of_members)) for of_members in self.asked)

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


def gather(
    juniors: Sequence[Junior], senior: Senior, length: int, days: int, situation: Situation
) -> Iterator[Stretch]:
    """
    Yield when a senior can begin a meeting with all of `juniors` who are guided then.

    Who is not in yet or has left is not waited for; on days on which nobody is
    guided there is nobody to meet (domain.md §7).

    Parameters
    ----------
    juniors : sequence of Junior
        Whoever needs the meeting.
    senior : Senior
        Who gives it.
    length : int
        Half-hour cells it takes, at one site from the first to the last.
    days : int
        The days that are looked at.
    situation : Situation
        The practice.
    """
    theirs = situation.presence(senior, length)
    parts: list[tuple[int, tuple[Junior, ...]]] = [(days, ())]
    for junior in juniors:
        guided = guided_days(junior, situation.calendar)
        parts = [
            *((on & guided, (*others, junior)) for on, others in parts),
            *((on & ~guided, others) for on, others in parts),
        ]
    for on, present in parts:
        if on and present:
            ours = (situation.presence(junior, length) for junior in present)
            yield from reduce(Presence.together_with, ours, theirs.on(on)).stretches


def shared_weeks(
    item: Item, senior: Senior, situation: Situation, length: int
) -> tuple[Stretch, ...]:
    """
    Return the days on which a meeting of `length` cells can be, and the cells it can begin at.

    Of a group only the members who need a meeting in a quarter have to be
    there in it, as long as they are guided; where none does, all of them.
    """
    if len(item.members) == 1:
        ours = situation.presence(item.members[0], length)
        return ours.shared_with(situation.presence(senior, length))
    return tuple(
        stretch
        for q, quarter in enumerate(situation.quarters)
        for stretch in gather(
            situation.attending(item, q),
            senior,
            length,
            situation.calendar.quarters[quarter],
            situation,
        )
    )


def shared_cells(item: Item, senior: Senior, situation: Situation) -> tuple[int, ...]:
    """Return, per cell of the day, the days on which the senior and all members can meet."""
    return days_by_cell(shared_weeks(item, senior, situation, 1), situation.calendar.weekdays)


def find_moments(item: Item, senior: Senior, situation: Situation) -> Moments:
    """Find the slots `item` and `senior` share, serving or not."""
    calendar = situation.calendar
    runs = shared_weeks(item, senior, situation, item.num_cells)
    out = situation.quarters_out(senior)
    alike = []
    for days, starts in cells_by_days(runs, calendar.weekdays).items():
        common = calendar.per_quarter(days)
        lost = sum(common[q] for q in out) if out else 0
        alike.append(Alike(starts, days, common, sum(common) - lost))
    return Moments(tuple(alike), situation.days_asked[item.key])


def min_common(need: int) -> int:
    """
    Return how many common dates a slot must have for a need of two or more.

    Some meetings may be held at another moment: a third of them, at least one.
    """
    return need - max(1, need // 3)


@lru_cache(maxsize=4096)
def demands(need: tuple[int, ...], out: tuple[int, ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the least common dates per quarter, and the quarters that ask for any."""
    asked = [0 if q in out else n for q, n in enumerate(need)]
    least = tuple(min_common(n) if n > 1 else 0 for n in asked)
    return least, tuple(q for q, n in enumerate(asked) if n)


def shortfalls(
    moment: Moment | Alike, moments: Moments, item: Item, senior: Senior, situation: Situation
) -> tuple[int, ...]:
    """Return per quarter how many common dates a slot falls short; all 0 when it serves."""
    budgets = situation.budgets[senior.number]
    short = []
    for q, need in enumerate(item.need):
        if budgets[q].is_out or need == 0:
            short.append(0)
            continue
        lacking = min_common(need) - moment.common[q] if need > 1 else 0
        short.append(max(lacking, 0 if moments.meets_somewhere[q] else 1))
    return tuple(short)


def serving(
    item: Item, senior: Senior, situation: Situation, moments: Moments | None = None
) -> tuple[Alike, ...]:
    """Keep the slots that serve the pair, those with the same days together."""
    moments = moments or find_moments(item, senior, situation)
    if not moments.alike:
        return ()
    least, asked = demands(item.need, situation.quarters_out(senior))
    if not all(moments.meets_somewhere[q] for q in asked):
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
