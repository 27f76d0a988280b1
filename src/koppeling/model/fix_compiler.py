"""
What would place an item, as arrays: the practice with all that could be changed.

Pairs that may exist after some change are in, each with the *ways* in which
it can meet: under which arrangement of sites and windows (a frame), with
which extra working days, and what that takes of the senior's week.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_

from koppeling.domain.fix import MAX_EXTRA_MINUTES
from koppeling.domain.people import Senior
from koppeling.domain.result import Code
from koppeling.model.compiling import binding_rows, enough_slots
from koppeling.model.problem import SlotRow
from koppeling.rules.budgets import TALK_MINUTES, minutes_left
from koppeling.rules.eligibility import binding_codes, is_locked
from koppeling.rules.fix_menu import party_of
from koppeling.rules.moments import Moment, find_moments, min_common
from koppeling.rules.situation import Item, Situation


@dataclass(frozen=True, kw_only=True)
class Way:
    """
    How a pair can meet: frames by index, extra weekdays or None.

    `own_frame` is 0 for an item that nothing is changed for.
    """

    pair: int
    frame: int
    own_frame: int = 0
    day: int | None = None
    own_day: int | None = None

    def needs_no_more(self, other: Way) -> bool:
        """Tell whether whatever `other` takes is enough for this way of the same pair."""
        return (
            (self.pair, self.frame, self.own_frame) == (other.pair, other.frame, other.own_frame)
            and self.day in (None, other.day)
            and self.own_day in (None, other.own_day)
        )


@dataclass(frozen=True, kw_only=True)
class StretchableRow:
    """
    Σ `amounts` of the chosen `pairs` + `charge` if any ≤ `capacity` + what is added.

    `capacity` may be negative. `quarter` is that of the horizon, None where a
    change counts in all.
    """

    bin: int
    quarter: int | None
    capacity: int
    pairs: tuple[int, ...]
    amounts: tuple[int, ...]
    charge: int = 0


@dataclass(frozen=True, kw_only=True)
class FixProblem:
    """
    Which changes place `target` while at least `needed` are placed in all.

    Attributes
    ----------
    target : int
        The item that must be placed.
    needed : int
        Least number of juniors placed.
    pair_item, pair_bin, placed : tuple of int
        Per pair: its item, its senior, the juniors it places.
    locked : tuple of int
        Pairs that must be chosen unless their item is released.
    unregistered : tuple of int
        Pairs whose senior lacks a registration.
    ways : tuple of Way
        A chosen pair takes one of its ways; it has one at least.
    rows : tuple of SlotRow
        Room in the week that ways share (by index of the way).
    hours, heads : tuple of StretchableRow
        Time of each senior in each quarter, and numbers of juniors.
    """

    target: int
    needed: int
    pair_item: tuple[int, ...]
    pair_bin: tuple[int, ...]
    placed: tuple[int, ...]
    locked: tuple[int, ...]
    unregistered: tuple[int, ...]
    ways: tuple[Way, ...]
    rows: tuple[SlotRow, ...]
    hours: tuple[StretchableRow, ...]
    heads: tuple[StretchableRow, ...]


@dataclass(frozen=True, kw_only=True)
class _Option:
    """A way with the moment it takes; None where no moment can run short."""

    way: Way
    moment: Moment | None
    item: Item


class FixCompiler:
    """
    Compiles the question for one item.

    Parameters
    ----------
    situation : Situation
        The practice as it is.
    item : Item
        Of that situation; the one to place.
    placed : int
        How many juniors are placed now.
    is_whole : bool
        False leaves out extra days, sites and registrations: far fewer pairs
        and moments, and enough as long as a fix costs less than any of those.
    is_exact : bool
        False takes it that an extra day has room for all who would meet on it:
        so good as always true, far less to look at, and to be confirmed.
    """

    def __init__(
        self,
        situation: Situation,
        item: Item,
        placed: int,
        *,
        is_whole: bool = True,
        is_exact: bool = True,
    ) -> None:
        self.situation = situation
        self.item = item
        self._placed = placed
        self.target = situation.items.index(item)
        self._is_whole, self._is_exact = is_whole, is_exact
        seniors = situation.instance.seniors
        self.party = party_of(item.members, seniors, situation, with_days_and_sites=is_whole)
        self.parties = tuple(
            party_of((senior,), item.members, situation, with_days_and_sites=is_whole)
            for senior in seniors
        )
        self._pairs: dict[tuple[int, int], int] = {}
        self._locked: set[int] = set()
        self._unregistered: set[int] = set()

    @cached_property
    def problem(self) -> FixProblem:
        """The arrays."""
        ways: list[Way] = []
        rows: list[SlotRow] = []
        for s in range(len(self.parties)):
            for f in range(len(self.parties[s].frames)):
                found, theirs = self._senior_ways(s, f, len(ways))
                ways += found
                rows += theirs
        items = self.situation.items
        return FixProblem(
            target=self.target,
            needed=self._placed + len(self.item.members),
            pair_item=tuple(i for i, _ in self._pairs),
            pair_bin=tuple(s for _, s in self._pairs),
            placed=tuple(len(items[i].members) for i, _ in self._pairs),
            locked=tuple(sorted(self._locked)),
            unregistered=tuple(sorted(self._unregistered)),
            ways=tuple(ways),
            rows=tuple(rows),
            hours=tuple(self._hours()),
            heads=tuple(self._heads()),
        )

    def _senior_ways(self, s: int, f: int, offset: int) -> tuple[list[Way], list[SlotRow]]:
        """List the ways of all pairs of a senior in one frame, and the room they share."""
        frame = self.parties[s].frames[f]
        situation = self.situation.with_people(frame.people)
        options = [
            option
            for i in range(len(situation.items))
            if i != self.target
            for option in self._options(i, s, f, situation)
        ]
        placed_in = [
            (g, situation.with_people(own.people)) for g, own in enumerate(self.party.frames)
        ]
        for g, changed in placed_in:
            options += self._options(self.target, s, f, changed, g)
        senior = situation.instance.seniors[s]
        return _share(self._only_crowded(options, s), senior, situation, offset)

    def _options(
        self,
        i: int,
        s: int,
        f: int,
        situation: Situation,
        own_frame: int = 0,
    ) -> list[_Option]:
        """List the ways of one pair; none when something stands in the way that stays."""
        item, senior = situation.items[i], situation.instance.seniors[s]
        codes = binding_codes(item, senior, situation) - {Code.TIME_SENIOR}
        if self._is_whole:
            codes -= {Code.REGISTRATION}
        if i == self.target:
            codes -= {Code.TIME_JUNIOR}
        if codes or not self._can_have_time(item, senior):
            return []
        own_days = tuple(self.party.days) if i == self.target else ()
        found = list(_moments(item, senior, situation, tuple(self.parties[s].days), own_days))
        if not found:
            return []
        pair = self._pair(i, s, senior, situation)
        return [
            _Option(
                way=Way(pair=pair, frame=f, own_frame=own_frame, day=day, own_day=own_day),
                moment=moment,
                item=item,
            )
            for moment, day, own_day in found
        ]

    def _pair(self, i: int, s: int, senior: Senior, situation: Situation) -> int:
        if (i, s) not in self._pairs:
            self._pairs[i, s] = len(self._pairs)
            item = situation.items[i]
            if is_locked(item, senior, situation):
                self._locked.add(self._pairs[i, s])
            elif Code.REGISTRATION in binding_codes(item, senior, situation):
                self._unregistered.add(self._pairs[i, s])
        return self._pairs[i, s]

    def _can_have_time(self, item: Item, senior: Senior) -> bool:
        return all(
            minutes == 0
            or budget.is_out
            or minutes + TALK_MINUTES <= self._left(senior, q) + MAX_EXTRA_MINUTES
            for q, (minutes, budget) in enumerate(
                zip(item.minutes, self.situation.budgets[senior.number], strict=True)
            )
        )

    def _left(self, senior: Senior, q: int) -> int:
        return minutes_left(senior, self.situation.quarters[q], self.situation.instance)

    def _only_crowded(self, options: Sequence[_Option], s: int) -> list[_Option]:
        """Let go of the moments of pairs that have so many that they are in nobody's way."""
        plain: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        for option in options:
            is_plain = option.way.day is None and option.way.own_day is None
            plain[option.way.pair][option.way.own_frame] += is_plain
        if not plain:
            return []
        num_slots = {p: min(of_frame.values()) for p, of_frame in plain.items()}
        longest = max(option.item.num_cells for option in options)
        items = {option.way.pair: option.item for option in options}
        most = self._max_items(list(items.values()), s)
        enough = enough_slots(list(num_slots.values()), most, longest)
        freed: dict[Way, _Option] = {}
        kept = []
        for option in options:
            way = option.way
            is_plain = way.day is None and way.own_day is None
            if num_slots[way.pair] > enough and is_plain:
                freed[way] = _Option(way=way, moment=None, item=option.item)
            elif num_slots[way.pair] <= enough and (is_plain or self._is_exact):
                kept.append(option)
            elif num_slots[way.pair] <= enough:
                freed[way] = _Option(way=way, moment=None, item=option.item)
        return [*freed.values(), *kept]

    def _max_items(self, items: Sequence[Item], s: int) -> int:
        """Bound how many items a senior can carry with all hours there could be."""
        senior = self.situation.instance.seniors[s]
        bounds = [len(items)]
        for q, budget in enumerate(self.situation.budgets[senior.number]):
            if budget.is_out:
                continue
            room, carried = self._left(senior, q) + MAX_EXTRA_MINUTES - TALK_MINUTES, 0
            minutes = sorted(m for item in items if (m := item.minutes[q]) > 0)
            for m in minutes:
                room -= m
                if room < 0:
                    break
                carried += 1
            bounds.append(carried + len(items) - len(minutes))
        return min(bounds)

    def _hours(self) -> Iterator[StretchableRow]:
        for s, q, needing in self._asked():
            senior = self.situation.instance.seniors[s]
            amounts = tuple(self.situation.items[i].minutes[q] for _, i in needing)
            capacity = self._left(senior, q)
            if sum(amounts) + TALK_MINUTES > capacity:
                pairs = tuple(p for p, _ in needing)
                yield StretchableRow(
                    bin=s, quarter=q, capacity=capacity, pairs=pairs, amounts=amounts,
                    charge=TALK_MINUTES,
                )  # fmt: skip

    def _heads(self) -> Iterator[StretchableRow]:
        for s, q, needing in self._asked():
            senior = self.situation.instance.seniors[s]
            limit = self.situation.budgets[senior.number][q].max_juniors
            items = self.situation.items
            amounts = tuple(self.situation.num_needing(items[i], q) for _, i in needing)
            if limit is not None and sum(amounts) > limit:
                pairs = tuple(p for p, _ in needing)
                yield StretchableRow(
                    bin=s, quarter=None, capacity=limit, pairs=pairs, amounts=amounts
                )

    def _asked(self) -> Iterator[tuple[int, int, list[tuple[int, int]]]]:
        """List senior, quarter and the (pair, item) that ask something of them then."""
        by_bin: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for (i, s), p in self._pairs.items():
            by_bin[s].append((p, i))
        for s, pairs in sorted(by_bin.items()):
            senior = self.situation.instance.seniors[s]
            for q, budget in enumerate(self.situation.budgets[senior.number]):
                needing = [(p, i) for p, i in pairs if self.situation.items[i].need[q] > 0]
                if needing and not budget.is_out:
                    yield s, q, needing


def _moments(
    item: Item,
    senior: Senior,
    situation: Situation,
    days: tuple[int, ...],
    own_days: tuple[int, ...],
) -> Iterator[tuple[Moment, int | None, int | None]]:
    """
    List the slots that serve a pair, each with the extra days it takes, fewest first.

    `situation` has all extra days in it; a slot on one of them needs that day,
    and a member of a group, or a need of one, may be met on an extra day as well.
    """
    moments = find_moments(item, senior, situation)
    budgets = situation.budgets[senior.number]
    asked = [(q, n) for q, n in enumerate(item.need) if n and not budgets[q].is_out]
    serving = [
        m
        for m in moments.every
        if m.total > 0 and all(m.common[q] >= min_common(n) for q, n in asked if n > 1)
    ]
    taken: dict[Moment, list[tuple[int | None, int | None]]] = defaultdict(list)
    choices = sorted(
        ((day, own) for day in (None, *days) for own in (None, *own_days)),
        key=lambda both: (both[0] is not None) + (both[1] is not None),
    )
    for day, own in choices if serving else ():
        allowed = {
            w for w in range(7) if (w not in days or w == day) and (w not in own_days or w == own)
        }
        open_to_them = [m for m in moments.every if m.slot.weekday in allowed]
        meets = moments.meet_on(reduce(or_, (m.days for m in open_to_them), 0))
        if not all(meets[q] for q, _need in asked):
            continue
        for moment in serving:
            if moment.slot.weekday in allowed and not any(
                d in (None, day) and o in (None, own) for d, o in taken[moment]
            ):
                taken[moment].append((day, own))
                yield moment, day, own


def _share(
    options: Sequence[_Option], senior: Senior, situation: Situation, offset: int
) -> tuple[list[Way], list[SlotRow]]:
    """
    Write out the room that options share, leaving out what can make no difference.

    A way that is in nobody's way makes others of the same pair that take as
    much superfluous.
    """
    dated = [(n, option.moment) for n, option in enumerate(options) if option.moment is not None]
    placements = [(options[n].item, moment) for n, moment in dated]
    rows = [
        (tuple(dated[o][0] for o in row.options), row)
        for row in binding_rows(placements, senior, situation, 0)
    ]
    crowded = {n for members, _ in rows for n in members}
    free: dict[int, list[Way]] = defaultdict(list)
    for n, option in enumerate(options):
        way = option.way
        if n not in crowded and not any(o.needs_no_more(way) for o in free[way.pair]):
            free[way.pair].append(way)
    kept = [
        n for n in sorted(crowded)
        if not any(o.needs_no_more(options[n].way) for o in free[options[n].way.pair])
    ]  # fmt: skip
    ways = [way for of_pair in free.values() for way in of_pair]
    at = {n: offset + len(ways) + k for k, n in enumerate(kept)}
    shared = [
        SlotRow(
            options=tuple(at[n] for n in members if n in at),
            uses=tuple(use for n, use in zip(members, row.uses, strict=True) if n in at),
            capacity=row.capacity,
        )
        for members, row in rows
    ]
    ways += [options[n].way for n in kept]
    return ways, [row for row in shared if sum(row.uses) > row.capacity]
