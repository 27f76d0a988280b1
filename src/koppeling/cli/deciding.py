"""The commands of deciding: take decisions down, check them, start the next quarter."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from koppeling.cli import options
from koppeling.cli.exits import Exit
from koppeling.locale import _, ngettext

if TYPE_CHECKING:
    from koppeling.domain.period import Slot
    from koppeling.practice.decide import DecisionRun


def decide(  # noqa: PLR0913 - one argument for each option
    result: Path,
    *,
    everything: bool,
    by: str | None,
    junior: str | None,
    senior: str | None,
    slot: str | None,
    output: Path | None,
    force: bool,
) -> int:
    """Take decisions down, or only judge those that are there; tell what they cost."""
    from koppeling import practice as app
    from koppeling.practice import decide as deciding
    from koppeling.report.console import open_console
    from koppeling.report.text import list_findings

    _refuse(everything=everything, by=by, junior=junior)
    try:
        if not everything and junior is None:
            run = deciding.review_decisions(result)
        else:
            run = deciding.decide(
                result,
                by=by or "",
                everything=everything,
                junior=junior,
                senior=senior,
                slot=_read_slot(slot),
                output=output,
                force=force,
            )
    except app.InputError as error:
        list_findings(error.findings, open_console(sys.stderr))
        return Exit.BAD_INPUT
    _tell(run)
    return Exit.DONE


def _refuse(*, everything: bool, by: str | None, junior: str | None) -> None:
    if junior is None and not everything:
        told = _(
            "Say about whom: --junior with a number, or --all. Without either these have no "
            "effect: {options}."
        )
        options.refuse_unused(told, "result")
    if junior is None and everything:
        told = _(
            "Say about whom: --junior with a number; with --all these have no effect: {options}."
        )
        options.refuse_unused(told, "result", "everything", "by", "output", "force")
    if (everything or junior) and not by:
        raise click.UsageError(_("Say who decides, with --by: a person decides, not the program."))


def _read_slot(text: str | None) -> Slot | None:
    from koppeling.domain.period import Slot

    try:
        return Slot.parse(text) if text else None
    except ValueError:
        raise click.BadParameter(
            _("a weekly moment such as di 10:00 was expected"), param_hint="--slot"
        ) from None


def _tell(run: DecisionRun) -> None:
    """Say how far deciding is, what it costs, and where it was written."""
    from koppeling.practice.decisions import undecided
    from koppeling.report.console import open_console
    from koppeling.report.proposal import tell_review
    from koppeling.report.text import list_findings

    console = open_console(sys.stdout)
    if run.casebook.reading.findings and run.written is None:
        list_findings(run.casebook.reading.findings, console)
    number = sum(d.decision is not None for d in run.decisions)
    told = ngettext("{number} decision taken.", "{number} decisions taken.", number)
    click.echo(told.format(number=number))
    waiting = undecided(run.decisions)
    if waiting:
        click.echo(_("Not decided yet: {juniors}.").format(juniors=", ".join(waiting)))
    for junior, slot in run.moments:
        click.echo(
            _("No moment was given for {junior}; {slot} suits best and was filled in.").format(
                junior=junior, slot=slot
            )
        )
    tell_review(run.review, console)
    if run.written is not None:
        click.echo(_("Written: {file}").format(file=run.written))


def tell_decisions(result: Path) -> None:
    """Tell, after a check of the proposal, how the decisions upon it stand: apart from it."""
    from koppeling import practice as app
    from koppeling.practice import decide as deciding
    from koppeling.report.console import open_console
    from koppeling.report.text import list_findings

    try:
        run = deciding.review_decisions(result)
    except app.InputError as error:
        list_findings(error.findings, open_console(sys.stdout))
        return
    if any(d.decision is not None for d in run.decisions):
        click.echo("\n" + _("The decisions, apart from the proposal:"))
        _tell(run)


def next_quarter(
    result: Path, *, concept: bool, catch_up: bool, output: Path | None, force: bool
) -> int:
    """Write the next quarter's workbook, and tell what became of whom."""
    from koppeling import practice as app
    from koppeling.quarter import use_case as turning
    from koppeling.report.console import open_console
    from koppeling.report.text import list_findings

    try:
        run = turning.next_quarter(
            result, concept=concept, catch_up=catch_up, output=output, force=force
        )
    except app.InputError as error:
        list_findings(error.findings, open_console(sys.stderr))
        return Exit.BAD_INPUT
    if run.is_concept:
        click.echo(_("Concept: pairs that nobody decided about count as agreed."))
    for change in run.changes:
        click.echo(f"{change.what}: {change.who} {change.told}".replace("  ", " "))
    if run.missed and not catch_up:
        told = ngettext(
            "{number} meeting was missed; --catch-up plans an extra one, apart from the 35.",
            "{number} meetings were missed; --catch-up plans extra ones, apart from the 35.",
            run.missed,
        )
        click.echo(told.format(number=run.missed))
    click.echo(_("Workbook for {quarter}: {file}").format(quarter=run.quarter, file=run.written))
    return Exit.DONE
