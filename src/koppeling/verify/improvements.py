"""What one change alone would better: evidence against a proof that is claimed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from koppeling.domain.instance import Level
from koppeling.locale import _
from koppeling.verify.eligibility import codes_of
from koppeling.verify.hard_rules import moment, pair_name
from koppeling.verify.problem import untrue
from koppeling.verify.words import word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from koppeling.domain.people import Senior
    from koppeling.domain.period import Slot
    from koppeling.verify.case import Case
    from koppeling.verify.practice import Item
    from koppeling.verify.problem import Problem


def missed_placements(case: Case) -> Iterator[Problem]:
    """
    Yield whoever could have been placed with all others left as they are.

    To be asked only where *geplaatst* is said to be proven and no hard rule
    fails: one such junior refutes the proof.
    """
    practice = case.practice
    placed = {id(item) for items in case.guided.values() for item in items}
    for item in practice.items:
        if id(item) in placed:
            continue
        for senior in practice.within_reach(item):
            slot = _free_slot(case, item, senior)
            if slot is not None:
                yield untrue(
                    word(Level.PLACED),
                    _(
                        "{junior} could be placed with {senior} on {slot}, so more is possible."
                    ).format(junior=item.subject, senior=senior.number, slot=moment(slot)),
                )
                break


def _free_slot(case: Case, item: Item, senior: Senior) -> Slot | None:
    practice = case.practice
    items = [*case.guided.get(senior.number, []), item]
    for quarter in practice.quarters_in(senior):
        if practice.used(items, quarter) > practice.cap(senior, quarter):
            return None
        most = practice.max_juniors(senior, quarter)
        if most is not None and practice.num_juniors(items, quarter) > most:
            return None
    if codes_of(case.moments, item, senior):
        return None
    slots = case.slots_of(senior.number, items[:-1])
    for slot in case.moments.serving(item, senior):
        if case.moments.overfull(senior, [*slots, (item, slot)]) is None:
            return slot
    return None


def poor_slots(case: Case) -> Iterator[Problem]:
    """
    Yield every fixed slot that could be bettered while all others stay (domain.md §5).

    Better is: more slots of running pairs kept, then more common dates, then
    earlier in the week. To be asked only where no hard rule fails.
    """
    for number, items in case.guided.items():
        senior = case.practice.seniors[number]
        slots = case.slots_of(number, items)
        for place, (item, slot) in enumerate(slots):
            ranks = {
                other: (
                    -_kept_slots(case, item, number, other),
                    -case.moments.num_common(item, senior, other),
                    other,
                )
                for other in case.moments.serving(item, senior)
            }
            for other in sorted(ranks, key=lambda one: ranks[one]):
                if other == slot:
                    break
                changed = [*slots[:place], (item, other), *slots[place + 1 :]]
                if case.moments.overfull(senior, changed) is None:
                    yield untrue(
                        pair_name(item.subject, number),
                        _("{better} is a better weekly moment than {slot}, and it is free.").format(
                            better=moment(other), slot=moment(slot)
                        ),
                    )
                    break


def _kept_slots(case: Case, item: Item, senior: str, slot: Slot) -> int:
    return sum(
        row.senior == senior and row.slot == slot
        for one in item.members
        for row in case.practice.open_rows(one.number)
    )
