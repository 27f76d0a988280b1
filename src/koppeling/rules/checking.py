"""Judge a solution against every hard rule, without a solver (domain.md §§2-5)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from koppeling.domain.instance import Instance
from koppeling.domain.result import Pairing, Solution
from koppeling.rules.budgets import TALK_MINUTES
from koppeling.rules.eligibility import binding_codes
from koppeling.rules.moments import Moment, serving_moments
from koppeling.rules.room import exceeded_rows
from koppeling.rules.situation import Item, Situation


@dataclass(frozen=True)
class Violation:
    """A hard rule that a solution breaks: a stable name and the numbers it is about."""

    rule: str
    subject: tuple[str, ...]


def check(instance: Instance, solution: Solution) -> tuple[Violation, ...]:
    """
    List every hard rule that `solution` breaks; empty means that it may be used.

    Each junior at most one senior, locks kept, groups together, only pairs
    that may exist, hours and number of juniors per senior and quarter, a
    fixed slot that serves, and room in the week.
    """
    return check_pairings(Situation(instance), solution.pairings)


def check_pairings(situation: Situation, pairings: Sequence[Pairing]) -> tuple[Violation, ...]:
    """List the violations of `pairings`, for a situation at hand."""
    return (
        *_people(situation, pairings),
        *_locks_and_groups(situation, pairings),
        *_seniors(situation, pairings),
    )


def _people(situation: Situation, pairings: Sequence[Pairing]) -> Iterator[Violation]:
    times = Counter(p.junior for p in pairings)
    yield from (Violation("one-senior", (j,)) for j, n in times.items() if n > 1)
    for pairing in pairings:
        if pairing.junior not in situation.item_of:
            yield Violation("known-and-not-idle", (pairing.junior,))
        if pairing.senior not in situation.senior_by_number:
            yield Violation("known-senior", (pairing.senior,))


def _locks_and_groups(situation: Situation, pairings: Sequence[Pairing]) -> Iterator[Violation]:
    chosen = {p.junior: (p.senior, p.slot) for p in pairings}
    for number, row in situation.locked.items():
        if number in situation.item_of and chosen.get(number, ("",))[0] != row.senior:
            yield Violation("lock", (number, row.senior))
    for item in situation.items:
        if len({chosen.get(j.number) for j in item.members}) > 1:
            yield Violation("group-together", tuple(j.number for j in item.members))


def _seniors(situation: Situation, pairings: Sequence[Pairing]) -> Iterator[Violation]:
    of_senior: dict[str, dict[str, tuple[Item, Pairing]]] = defaultdict(dict)
    for pairing in pairings:
        item = situation.item_of.get(pairing.junior)
        if item is not None and pairing.senior in situation.senior_by_number:
            of_senior[pairing.senior][item.key] = (item, pairing)
    for number, placed in of_senior.items():
        items = [item for item, _ in placed.values()]
        yield from _budget(situation, number, items)
        placements: list[tuple[Item, Moment]] = []
        for item, pairing in placed.values():
            senior = situation.senior_by_number[number]
            found = binding_codes(item, senior, situation)
            yield from (Violation(code.value, (item.key, number)) for code in sorted(found))
            moments = serving_moments(item, senior, situation)
            moment = next((m for m in moments if m.slot == pairing.slot), None)
            if moment is None:
                yield Violation("slot-serves", (item.key, number))
            else:
                placements.append((item, moment))
        for row in exceeded_rows(placements, situation.senior_by_number[number], situation):
            yield Violation("room", (number, str(row.quarter), str(row.cell)))


def _budget(situation: Situation, number: str, items: Sequence[Item]) -> Iterator[Violation]:
    for q, budget in enumerate(situation.budgets[number]):
        needing = [item for item in items if item.need[q]]
        if budget.is_out or not needing:
            continue
        quarter = str(situation.quarters[q])
        if sum(item.minutes[q] for item in needing) + TALK_MINUTES > budget.cap_minutes:
            yield Violation("hours", (number, quarter))
        num_juniors = sum(situation.num_needing(item, q) for item in needing)
        if budget.max_juniors is not None and num_juniors > budget.max_juniors:
            yield Violation("max-juniors", (number, quarter))
