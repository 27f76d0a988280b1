"""What management decided, beside what was proposed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from koppeling.domain.decision import Agreement, DecidedPairing, Decision
from koppeling.domain.finding import InputError
from koppeling.domain.instance import Instance
from koppeling.domain.period import NO_SLOT, Slot
from koppeling.domain.result import Pairing
from koppeling.rules.checking import compare
from koppeling.rules.moments import serving_moments
from koppeling.rules.room import exceeded_rows
from koppeling.rules.situation import Situation

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from koppeling.rules.checking import Review
    from koppeling.rules.moments import Moment
    from koppeling.rules.situation import Item
    from koppeling.workbook.read.result_rows import ResultWorkbook


def instance_of(book: ResultWorkbook) -> Instance:
    """
    Return the input of a result workbook.

    Raises
    ------
    InputError
        When it has errors.
    """
    if book.reading.instance is None:
        raise InputError(book.reading.findings)
    return book.reading.instance


def as_proposed(instance: Instance) -> Instance:
    """Return the input as it was for the proposal: without meetings held after it."""
    since = instance.settings.reference_date
    held = tuple(m for m in instance.held if since is not None and m.day < since)
    return replace(instance, held=held)


def proposed_pairings(decisions: Sequence[DecidedPairing]) -> tuple[Pairing, ...]:
    """List the pairs as proposed, whatever was decided about them."""
    return tuple(
        Pairing(d.junior, d.proposed_senior, d.proposed_slot)
        for d in decisions
        if d.proposed_senior is not None and d.proposed_slot is not None
    )


def review(book: ResultWorkbook, decisions: Sequence[DecidedPairing]) -> Review:
    """
    Judge what was decided by every rule, apart from what was proposed.

    A row without a decision counts as proposed, so that what differs is the
    doing of people only.
    """
    situation = Situation(as_proposed(instance_of(book)))
    complete, _moments = choose_moments(book, decisions)
    return compare(situation, proposed_pairings(decisions), decided_pairings(complete))


def in_force(decisions: Iterable[DecidedPairing], *, concept: bool = False) -> Agreement:
    """
    List the pairs in force: the one place that says so (an opened workbook carries them).

    Parameters
    ----------
    decisions : iterable of DecidedPairing
        Every row of Koppelvoorstel.
    concept : bool
        Count undecided proposals as agreed, as they were proposed.
    """
    rows = (
        replace(row, decision=Decision.AGREED, chosen_senior=None, chosen_slot=None)
        if concept and row.decision is None
        else row
        for row in decisions
    )
    return Agreement(tuple(row for row in rows if row.senior is not None), concept)


def decided_pairings(decisions: Iterable[DecidedPairing]) -> tuple[Pairing, ...]:
    """List the pairs as they stand: as decided, and as proposed where nobody decided."""
    stands = in_force(decisions, concept=True)
    return tuple(
        Pairing(junior, senior, stands.slots.get(junior, NO_SLOT))
        for junior, senior in stands.pairs.items()
    )


def choose_moments(
    book: ResultWorkbook, decisions: Sequence[DecidedPairing]
) -> tuple[tuple[DecidedPairing, ...], tuple[tuple[str, Slot], ...]]:
    """
    Choose a slot for each decision that names none: one with room, and most common dates.

    Returns
    -------
    tuple of DecidedPairing, tuple of (str, Slot)
        The decisions, complete where any slot serves; and what was chosen.
    """
    situation = Situation(as_proposed(instance_of(book)))
    complete = {d.junior: d for d in decisions}
    chosen: list[tuple[str, Slot]] = []
    for decision in decisions:
        if decision.senior is None or decision.slot is not None:
            continue
        taken = [p for p in decided_pairings(tuple(complete.values())) if p.slot != NO_SLOT]
        slot = _best_slot(situation, decision.junior, decision.senior, taken)
        if slot is not None:
            complete[decision.junior] = replace(decision, chosen_slot=slot)
            chosen.append((decision.junior, slot))
    return tuple(complete.values()), tuple(chosen)


def _best_slot(
    situation: Situation, junior: str, senior: str, taken: Sequence[Pairing]
) -> Slot | None:
    item, guide = situation.item_of.get(junior), situation.senior_by_number.get(senior)
    if item is None or guide is None:
        return None
    placed: dict[str, tuple[Item, Moment]] = {}
    for pairing in taken:
        other = situation.item_of.get(pairing.junior)
        if pairing.senior != senior or other is None or other.key == item.key:
            continue
        for moment in serving_moments(other, guide, situation):
            if moment.slot == pairing.slot:
                placed[other.key] = (other, moment)
    ranked = sorted(serving_moments(item, guide, situation), key=lambda m: (-m.total, m.slot))
    for moment in ranked:
        if not list(exceeded_rows([*placed.values(), (item, moment)], guide, situation)):
            return moment.slot
    return ranked[0].slot if ranked else None


def undecided(decisions: Sequence[DecidedPairing]) -> tuple[str, ...]:
    """List the juniors with a proposed senior about whom nobody decided."""
    return tuple(
        d.junior for d in decisions if d.decision is None and d.proposed_senior is not None
    )
