"""What management decided, beside what was proposed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from koppeling.domain.decision import DecidedPairing, Decision
from koppeling.domain.finding import InputError
from koppeling.domain.instance import Instance
from koppeling.domain.period import NO_SLOT, Slot
from koppeling.domain.result import Pairing
from koppeling.errors import StateError
from koppeling.locale import _
from koppeling.rules.checking import compare
from koppeling.rules.moments import serving_moments
from koppeling.rules.room import exceeded_rows
from koppeling.rules.situation import Situation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from koppeling.rules.checking import Review
    from koppeling.rules.moments import Moment
    from koppeling.rules.situation import Item
    from koppeling.workbook.read.result_rows import Casebook


def instance_of(casebook: Casebook) -> Instance:
    """
    Return the input of a casebook.

    Raises
    ------
    InputError
        When it has errors.
    """
    if casebook.reading.instance is None:
        raise InputError(casebook.reading.findings)
    return casebook.reading.instance


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


class UndecidedError(StateError):
    """Pairs without a decision where only decided ones count."""


def review(casebook: Casebook, decisions: Sequence[DecidedPairing]) -> Review:
    """
    Judge what was decided by every rule, apart from what was proposed.

    A row without a decision counts as proposed, so that what differs is the
    doing of people only.
    """
    situation = Situation(as_proposed(instance_of(casebook)))
    complete, _moments = choose_moments(casebook, decisions)
    return compare(situation, proposed_pairings(decisions), decided_pairings(complete))


def decided_pairings(decisions: Sequence[DecidedPairing]) -> tuple[Pairing, ...]:
    """List the pairs as they stand: as decided, and as proposed where nobody decided."""
    found = []
    for decision in decisions:
        senior = decision.proposed_senior if decision.decision is None else decision.senior
        slot = decision.proposed_slot if decision.decision is None else decision.slot
        if senior is not None:
            found.append(Pairing(decision.junior, senior, slot or NO_SLOT))
    return tuple(found)


def choose_moments(
    casebook: Casebook, decisions: Sequence[DecidedPairing]
) -> tuple[tuple[DecidedPairing, ...], tuple[tuple[str, Slot], ...]]:
    """
    Choose a slot for each decision that names none: one with room, and most common dates.

    Returns
    -------
    tuple of DecidedPairing, tuple of (str, Slot)
        The decisions, complete where any slot serves; and what was chosen.
    """
    situation = Situation(as_proposed(instance_of(casebook)))
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


def agreed_pairings(
    decisions: Sequence[DecidedPairing], *, concept: bool = False
) -> tuple[DecidedPairing, ...]:
    """
    List the decisions that put a pair in force; with `concept` undecided proposals too.

    Raises
    ------
    UndecidedError
        When pairs are undecided and `concept` is off.
    """
    open_ones = undecided(decisions)
    if open_ones and not concept:
        raise UndecidedError(
            _(
                "Not decided yet: {juniors}. Decide in the columns “besluit”, or with "
                "`koppeling decide`; --concept takes the proposals as they are."
            ).format(juniors=", ".join(open_ones))
        )
    agreed = (
        replace(d, decision=Decision.AGREED) if d.junior in set(open_ones) else d for d in decisions
    )
    return tuple(d for d in agreed if d.senior is not None)
