"""What people decided: taken down, checked by the rules, and beside the proposal what it costs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from koppeling.app.casebook import (
    as_proposed,
    default_name,
    instance_of,
    open_casebook,
    proposed_pairings,
    rewrite,
)
from koppeling.domain.decision import DecidedPairing, Decision
from koppeling.domain.period import NO_SLOT, Slot
from koppeling.domain.result import Pairing
from koppeling.errors import KoppelingError, StateError
from koppeling.locale import _
from koppeling.workbook.shapes import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from koppeling.domain.instance import Instance
    from koppeling.rules.moments import Moment
    from koppeling.rules.review import Review
    from koppeling.rules.situation import Item, Situation
    from koppeling.workbook.casebook import Casebook


class UndecidedError(StateError):
    """Pairs without a decision where only decided ones count."""


@dataclass(frozen=True, kw_only=True)
class DecisionRun:
    """
    What came of looking at (or taking) decisions.

    `written` is None when nothing was asked to be decided; `moments` holds the
    slot that was chosen for each junior whose decision named none.
    """

    casebook: Casebook
    decisions: tuple[DecidedPairing, ...]
    review: Review
    written: Path | None = None
    moments: tuple[tuple[str, Slot], ...] = ()


def review_decisions(path: Path) -> DecisionRun:
    """
    Judge a workbook as it was decided in Excel, writing nothing.

    Raises
    ------
    InputError
        When the workbook has errors.
    """
    casebook = open_casebook(path)
    return DecisionRun(
        casebook=casebook,
        decisions=casebook.decisions,
        review=review(casebook, casebook.decisions),
    )


def decide(  # noqa: PLR0913 - one argument for each option of the command
    path: Path,
    *,
    by: str,
    on: date | None = None,
    everything: bool = False,
    junior: str | None = None,
    senior: str | None = None,
    slot: Slot | None = None,
    output: Path | None = None,
    force: bool = False,
) -> DecisionRun:
    """
    Take down decisions in the name of a person, and write the workbook again.

    Parameters
    ----------
    path : Path
        A result workbook; decisions taken in Excel stay.
    by : str
        Who decides: never the program (facts on privacy: GDPR art. 22).
    on : date, optional
        When; today by default.
    everything : bool
        Agree with every proposed pair that nobody decided about.
    junior : str, optional
        Number or whole name: decide about this junior (and the rest of the group): agreed with the
        proposal, or otherwise when `senior` or `slot` differ from it.
    senior, slot : str and Slot, optional
        Whom and when, in place of what was proposed.
    output : Path, optional
        Where it goes; `<name> besluit <quarter>.xlsx` beside it by default.
    force : bool
        Also replace a workbook that somebody changed.

    Raises
    ------
    InputError
        When the workbook has errors.
    KoppelingError
        When the junior or senior is not in it, or there is no name.
    """
    if not by.strip():
        raise KoppelingError(_("Say who decides, with --by: a person decides, not the program."))
    casebook = open_casebook(path)
    pen = _Pen(instance_of(casebook), by.strip(), on or date.today())  # noqa: DTZ011 - their own day
    register = casebook.reading.register
    junior = junior and register.number_of(junior, Role.JUNIOR)
    senior = senior and register.number_of(senior, Role.SENIOR)
    decisions = {d.junior: d for d in casebook.decisions}
    for number in pen.together(junior) if junior is not None else ():
        if number == junior or number in decisions:
            decisions[number] = pen.choose(decisions.get(number), number, senior, slot)
    if everything:
        decisions = {number: pen.agree(decision) for number, decision in decisions.items()}
    complete, moments = choose_moments(casebook, tuple(decisions.values()))
    target = output or _default_output(casebook, force=force)
    written = rewrite(casebook, decisions=complete, output=target, force=force)
    return DecisionRun(
        casebook=casebook,
        decisions=complete,
        review=review(casebook, complete),
        written=written,
        moments=moments,
    )


def _default_output(casebook: Casebook, *, force: bool) -> Path:
    """Name the decided workbook; one with decisions of its own is not replaced unasked."""
    target = default_name(casebook.path, instance_of(casebook), _("decision"))
    if target.exists() and target.resolve() != casebook.path.resolve() and not force:
        raise KoppelingError(
            _(
                "{file} is there already, with decisions of its own. Decide upon that workbook, "
                "or give another name with -o."
            ).format(file=target.name)
        )
    return target


@dataclass(frozen=True)
class _Pen:
    """Signs decisions in the name of a person."""

    instance: Instance
    by: str
    on: date

    def together(self, junior: str) -> tuple[str, ...]:
        """List the juniors decided about as one: the members of a group (domain.md §7)."""
        groups = {j.number: j.group for j in self.instance.juniors if j.group}
        if junior not in groups:
            return (junior,)
        return tuple(number for number, group in groups.items() if group == groups[junior])

    def agree(self, proposal: DecidedPairing) -> DecidedPairing:
        """Agree with a proposed pair that nobody decided about."""
        if proposal.decision is not None or proposal.proposed_senior is None:
            return proposal
        agreed = replace(proposal, decision=Decision.AGREED, chosen_senior=None, chosen_slot=None)
        return replace(agreed, by=self.by, on=self.on)

    def choose(
        self,
        proposal: DecidedPairing | None,
        junior: str,
        senior: str | None,
        slot: Slot | None,
    ) -> DecidedPairing:
        """Choose a senior, a moment or both for one junior."""
        if proposal is None:
            raise KoppelingError(_("{junior} is not in the proposal.").format(junior=junior))
        return replace(_chosen(proposal, senior, slot), by=self.by, on=self.on)


def _chosen(proposal: DecidedPairing, senior: str | None, slot: Slot | None) -> DecidedPairing:
    """Say what a choice of senior and slot means beside what was proposed."""
    wanted = senior or proposal.proposed_senior
    if wanted is None:
        raise KoppelingError(
            _("No senior was proposed for {junior}; choose one with --senior.").format(
                junior=proposal.junior
            )
        )
    is_other_slot = slot is not None and slot != proposal.proposed_slot
    if wanted == proposal.proposed_senior:
        return replace(
            proposal,
            decision=Decision.AGREED,
            chosen_senior=None,
            chosen_slot=slot if is_other_slot else None,
        )
    return replace(proposal, decision=Decision.OTHERWISE, chosen_senior=wanted, chosen_slot=slot)


def review(casebook: Casebook, decisions: Sequence[DecidedPairing]) -> Review:
    """
    Judge what was decided by every rule, apart from what was proposed.

    A row without a decision counts as proposed, so that what differs is the
    doing of people only.
    """
    from koppeling.rules.review import compare
    from koppeling.rules.situation import Situation

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
    from koppeling.rules.situation import Situation

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
    from koppeling.rules.moments import serving_moments
    from koppeling.rules.room import exceeded_rows

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
