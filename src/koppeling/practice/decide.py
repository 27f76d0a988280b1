"""What people decided: taken down, checked by the rules, and beside the proposal what it costs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from koppeling.domain.decision import DecidedPairing, Decision
from koppeling.domain.period import Slot
from koppeling.errors import KoppelingError
from koppeling.locale import _
from koppeling.practice.decisions import choose_moments, instance_of, review
from koppeling.practice.opening import default_name, open_result_workbook, rewrite
from koppeling.practice.outputs import Label
from koppeling.workbook.schema.shapes import Role

if TYPE_CHECKING:
    from koppeling.domain.instance import Instance
    from koppeling.rules.checking import Review
    from koppeling.workbook.read.result_rows import ResultWorkbook


@dataclass(frozen=True, kw_only=True)
class DecisionRun:
    """
    What came of looking at (or taking) decisions.

    `written` is None when nothing was asked to be decided; `moments` holds the
    slot that was chosen for each junior whose decision named none.
    """

    book: ResultWorkbook
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
    book = open_result_workbook(path)
    return DecisionRun(
        book=book,
        decisions=book.decisions,
        review=review(book, book.decisions),
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
    book = open_result_workbook(path)
    pen = _Pen(instance_of(book), by.strip(), on or date.today())  # noqa: DTZ011 - their own day
    register = book.reading.register
    junior = junior and register.number_of(junior, Role.JUNIOR)
    senior = senior and register.number_of(senior, Role.SENIOR)
    decisions = {d.junior: d for d in book.decisions}
    for number in pen.together(junior) if junior is not None else ():
        if number == junior or number in decisions:
            decisions[number] = pen.choose(decisions.get(number), number, senior, slot)
    if everything:
        decisions = {number: pen.agree(decision) for number, decision in decisions.items()}
    complete, moments = choose_moments(book, tuple(decisions.values()))
    target = output or _default_output(book, force=force)
    written = rewrite(book, decisions=complete, output=target, force=force)
    return DecisionRun(
        book=book,
        decisions=complete,
        review=review(book, complete),
        written=written,
        moments=moments,
    )


def _default_output(book: ResultWorkbook, *, force: bool) -> Path:
    """Name the decided workbook; one with decisions of its own is not replaced unasked."""
    target = default_name(book.path, instance_of(book), Label.DECISION)
    if target.exists() and target.resolve() != book.path.resolve() and not force:
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
