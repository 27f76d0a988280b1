"""Turn a situation into an `AssignmentProblem`: people become arrays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import starmap

from koppeling.domain.instance import Component, DiscRule
from koppeling.domain.people import Senior
from koppeling.domain.period import Slot
from koppeling.model.problem import AssignmentProblem, Resource, SlotProblem, SlotRow, TotalLoad
from koppeling.rules.budgets import TALK_MINUTES
from koppeling.rules.candidates import Candidate, find_candidates
from koppeling.rules.moments import Moment
from koppeling.rules.points import draw, weigh, whole_points
from koppeling.rules.room import room_rows
from koppeling.rules.situation import Item, Situation

MIN_MEASURED_CAP = 240  # minutes; a smaller capacity says little about a peak (domain.md §5)
OTHER_RULES = (
    DiscRule.SIMILARITY,
    DiscRule.COMPLEMENT,
    DiscRule.WARMTH,
    DiscRule.PACE,
    DiscRule.OFF,
)


@dataclass(frozen=True)
class Compiler:
    """
    The candidates of a situation and what is made of them.

    Kept as one object because the way back (chosen pairs → slots → pairings)
    needs the same candidates as the way there.
    """

    situation: Situation
    #: How many alike a junior stands for, by number; one for who is not in it.
    copies: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def candidates(self) -> tuple[Candidate, ...]:
        """Every pair that may exist, in order of (junior number, senior number)."""
        return find_candidates(self.situation)

    @cached_property
    def by_senior(self) -> dict[int, tuple[int, ...]]:
        """Indices of candidates by index of the senior."""
        together: dict[int, list[int]] = defaultdict(list)
        for p, candidate in enumerate(self.candidates):
            together[candidate.senior].append(p)
        return {s: tuple(pairs) for s, pairs in together.items()}

    def _item(self, pair: int) -> Item:
        return self._people[pair][0]

    def _copies(self, pair: int) -> int:
        return self.copies.get(self._item(pair).key, 1) if self.copies else 1

    def _alone(self, s: int) -> list[int]:
        """List the pairs of a senior, each as often as its item stands for somebody."""
        pairs = self.by_senior[s]
        if not self.copies:
            return list(pairs)
        return [p for p in pairs for _copy in range(self._copies(p))]

    def _senior(self, index: int) -> Senior:
        return self.situation.instance.seniors[index]

    @cached_property
    def problem(self) -> AssignmentProblem:
        """The arrays; made at the first use, which is where compiling takes its time."""
        situation, settings = self.situation, self.situation.instance.settings
        option_pair, slot_rows = self._slot_arrays()
        other_rules = [r for r in OTHER_RULES if r is not settings.disc_rule]
        points, *other_points = self._points(situation.instance.weights, [None, *other_rules])
        return AssignmentProblem(
            num_items=len(situation.items),
            num_bins=len(situation.instance.seniors),
            pair_item=tuple(c.item for c in self.candidates),
            pair_bin=tuple(c.senior for c in self.candidates),
            locked=tuple(p for p, c in enumerate(self.candidates) if c.is_locked),
            resources=tuple(self._resources()),
            totals=tuple(self._totals()),
            option_pair=option_pair,
            slot_rows=slot_rows,
            placed=tuple(len(item.members) for item, _ in self._people),
            kept=tuple(starmap(self._kept, self._people)),
            served=tuple(starmap(self._served, self._people)),
            points=points,
            draw=tuple(starmap(self._draw, self._people)),
            other_points={
                rule.value: of_rule for rule, of_rule in zip(other_rules, other_points, strict=True)
            },
            copies=tuple(self.copies.get(item.key, 1) for item in situation.items)
            if self.copies
            else (),
            peak_floor=settings.comfort_permille,
            levels=tuple(level.value for level in situation.instance.levels),
        )

    @cached_property
    def _people(self) -> tuple[tuple[Item, Senior], ...]:
        """Who is in each pair."""
        items, seniors = self.situation.items, self.situation.instance.seniors
        return tuple((items[c.item], seniors[c.senior]) for c in self.candidates)

    def _kept(self, item: Item, senior: Senior) -> int:
        return sum(self.situation.is_kept(j.number, senior.number) for j in item.members)

    def _served(self, item: Item, senior: Senior) -> int:
        out = self.situation.quarters_out(senior)
        return sum(item.minutes) - sum(item.minutes[q] for q in out)

    def _draw(self, item: Item, senior: Senior) -> int:
        quarter = self.situation.instance.settings.quarter
        return sum(draw(quarter, j.number, senior.number) for j in item.members)

    def points(
        self, weights: Mapping[Component, int], rule: DiscRule | None = None
    ) -> tuple[int, ...]:
        """Return the points of every candidate under these weights and this DiSC rule."""
        (points,) = self._points(weights, [rule])
        return points

    def _points(
        self, weights: Mapping[Component, int], rules: Sequence[DiscRule | None]
    ) -> list[tuple[int, ...]]:
        """Return the points under each of several rules; only DiSC differs between them."""
        scores, disc_weight = self.situation.scores, weights.get(Component.DISC, 0)
        by_rule: list[list[int]] = [[] for _ in rules]
        for item, senior in self._people:
            members = [(j, weigh(scores.but_disc(j, senior), weights)) for j in item.members]
            for rule, points in zip(rules, by_rule, strict=True):
                points.append(
                    sum(
                        whole_points(others + disc_weight * scores.disc(junior, senior, rule))
                        for junior, others in members
                    )
                )
        return [tuple(points) for points in by_rule]

    @cached_property
    def _needing(self) -> dict[int, tuple[tuple[int, ...], ...]]:
        """Per senior and quarter of the horizon the pairs whose junior has a meeting then."""
        people = self._people
        return {
            s: tuple(
                tuple(p for p in pairs if people[p][0].need[q])
                for q in range(len(self.situation.quarters))
            )
            for s, pairs in self.by_senior.items()
        }

    def _resources(self) -> list[Resource]:
        """Time and headcount of each senior in each quarter in which they are not out."""
        rows = []
        for s, by_quarter in self._needing.items():
            budgets = self.situation.budgets[self._senior(s).number]
            for q, (needing, budget) in enumerate(zip(by_quarter, budgets, strict=True)):
                if budget.is_out or not needing:
                    continue
                rows.append(
                    Resource(
                        bin=s,
                        capacity=budget.cap_minutes,
                        pairs=needing,
                        amounts=tuple(self._item(p).minutes[q] for p in needing),
                        charge=TALK_MINUTES,
                        is_measured=budget.cap_minutes >= MIN_MEASURED_CAP,
                    )
                )
                limit = budget.max_juniors
                if limit is None:
                    continue
                heads = tuple(self.situation.num_needing(self._item(p), q) for p in needing)
                many = (self._copies(p) * n for p, n in zip(needing, heads, strict=True))
                if limit < sum(many):
                    rows.append(Resource(bin=s, capacity=limit, pairs=needing, amounts=heads))
        return rows

    def _totals(self) -> list[TotalLoad]:
        totals = []
        for s, pairs in self.by_senior.items():
            senior = self._senior(s)
            budgets = self.situation.budgets[senior.number]
            counted = [q for q, budget in enumerate(budgets) if not budget.is_out]
            capacity = sum(budgets[q].cap_minutes for q in counted)
            if capacity == 0:
                continue
            totals.append(
                TotalLoad(
                    bin=s,
                    capacity=capacity,
                    pairs=pairs,
                    amounts=tuple(self._served(self._item(p), senior) for p in pairs),
                    charges=tuple((TALK_MINUTES, self._needing[s][q]) for q in counted),
                )
            )
        return totals

    def _slot_arrays(self) -> tuple[tuple[int, ...], tuple[SlotRow, ...]]:
        """
        List the slot options that can matter, and the room they share.

        Where slots are so plenty that any choice of pairs can be given one,
        they are left out (`_scarce`): an exact reduction, by a greedy argument.
        """
        option_pair: list[int] = []
        rows: list[SlotRow] = []
        for s in self.by_senior:
            scarce = self._scarce(s)
            options = [(p, moment) for p in scarce for moment in self.candidates[p].moments]
            offset = len(option_pair)
            option_pair.extend(p for p, _ in options)
            placements = [(self._item(p), moment) for p, moment in options]
            times = [self._copies(p) for p, _ in options]
            senior = self._senior(s)
            rows.extend(binding_rows(placements, senior, self.situation, offset, times))
        return tuple(option_pair), tuple(rows)

    def _max_items(self, s: int) -> int:
        """Bound how many items a senior can carry, from each quarter's hours and limit."""
        pairs = self._alone(s)
        bounds = [len(pairs)]
        for q, budget in enumerate(self.situation.budgets[self._senior(s).number]):
            if budget.is_out:
                continue
            minutes = sorted(m for p in pairs if (m := self._item(p).minutes[q]) > 0)
            room, carried = budget.cap_minutes - TALK_MINUTES, 0
            for m in minutes:
                room -= m
                if room < 0:
                    break
                carried += 1
            if budget.max_juniors is not None:
                carried = min(carried, budget.max_juniors)
            bounds.append(carried + len(pairs) - len(minutes))
        return min(bounds)

    def _scarce(self, s: int) -> list[int]:
        """List the pairs of a senior whose slots can run short."""
        pairs = self._alone(s)
        num_slots = [self.candidates[p].num_moments for p in pairs]
        longest = max(self._item(p).num_cells for p in pairs)
        enough = enough_slots(num_slots, self._max_items(s), longest)
        return sorted({p for p, n in zip(pairs, num_slots, strict=True) if n <= enough})

    def slot_problems(
        self, chosen: tuple[int, ...]
    ) -> tuple[tuple[tuple[int, ...], SlotProblem], ...]:
        """Pose, per senior, the choice of fixed slots for the chosen pairs (domain.md §5)."""
        together: dict[int, list[int]] = defaultdict(list)
        for p in sorted(chosen):
            together[self.candidates[p].senior].append(p)
        return tuple(
            (tuple(pairs), self._slot_problem(s, pairs)) for s, pairs in sorted(together.items())
        )

    def _slot_problem(self, s: int, pairs: list[int]) -> SlotProblem:
        senior = self._senior(s)
        options: list[tuple[int, ...]] = []
        placements: list[tuple[Item, Moment]] = []
        kept: list[int] = []
        for p in pairs:
            moments = self.candidates[p].moments
            options.append(tuple(range(len(placements), len(placements) + len(moments))))
            placements.extend((self._item(p), moment) for moment in moments)
            running = [self._running_slot(j.number, senior.number) for j in self._item(p).members]
            kept.extend(running.count(moment.slot) for moment in moments)
        return SlotProblem(
            options=tuple(options),
            kept=tuple(kept),
            common=tuple(moment.total for _, moment in placements),
            rows=tuple(binding_rows(placements, senior, self.situation, 0)),
        )

    def _running_slot(self, junior: str, senior: str) -> Slot | None:
        row = self.situation.running.get(junior)
        return row.slot if row is not None and row.senior == senior else None


def enough_slots(num_slots: Sequence[int], most: int, longest: int) -> int:
    """
    Return how many slots a pair may have and still be in another's way; -1 for none.

    Give slots to the pairs of any choice in ascending order of how many they
    have: the i-th is free to take one that touches none of the i-1 before it
    when it has more than (i-1)·(2L-1), a slot of L cells touching 2L-1
    starts. So only the pairs below the last i at which that fails can get in
    each other's way.

    Parameters
    ----------
    num_slots : sequence of int
        How many slots each pair of a senior has, or at least has.
    most : int
        How many of them the senior can carry at most.
    longest : int
        Cells of the longest slot.
    """
    ordered, touched = sorted(num_slots), 2 * longest - 1
    failing = [i for i in range(min(most, len(ordered))) if ordered[i] <= i * touched]
    return min(failing[-1] + 1, most - 1) * touched if failing else -1


def binding_rows(
    placements: list[tuple[Item, Moment]],
    senior: Senior,
    situation: Situation,
    offset: int,
    times: Sequence[int] = (),
) -> list[SlotRow]:
    """Keep the rows of room that could be exceeded, each once; `times` is one each if empty."""
    seen: dict[tuple[tuple[tuple[int, int], ...], int], None] = {}
    for row in room_rows(placements, senior, situation):
        asked = sum(use * (times[index] if times else 1) for index, use in row.uses)
        if asked > row.num_dates:
            seen[row.uses, row.num_dates] = None
    return [
        SlotRow(
            options=tuple(offset + index for index, _ in uses),
            uses=tuple(use for _, use in uses),
            capacity=num_dates,
        )
        for uses, num_dates in seen
    ]
