"""The commands of the cycle of a quarter: decide, plan, next."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from koppeling.cli import command as shared
from koppeling.cli import failure
from koppeling.cli.command import command
from koppeling.cli.failure import Exit
from koppeling.locale import _, ngettext

if TYPE_CHECKING:
    from koppeling.domain.period import Slot
    from koppeling.practice.decide import DecisionRun


def commands() -> list[click.Command]:
    """Make the commands in the language in use."""
    return [_decide_command(), _plan_command(), _next_command()]


def _decide_command() -> click.Command:
    """`koppeling decide RESULT.xlsx`."""
    return command(
        "decide",
        decide,
        _(
            "Decide upon a proposal. Without --all or --junior it only says how the decisions "
            "in the workbook stand, and what they cost."
        ),
        [
            shared.result(),
            click.Option(
                ["--all", "everything"],
                is_flag=True,
                help=_("Agree with every pair that nobody decided about yet."),
            ),
            click.Option(
                ["--by"], metavar=_("NAME"), help=_("Who decides; stands beside each decision.")
            ),
            shared.person("--junior", _("Decide about this junior only.")),
            shared.person("--senior", _("With this senior, not the proposed one.")),
            click.Option(
                ["--slot"], metavar=_("MOMENT"), help=_("At this weekly moment: 'di 10:00'.")
            ),
            shared.output(),
            shared.force(),
        ],
    )


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
    from koppeling.practice import decide as deciding

    _refuse(everything=everything, by=by, junior=junior)
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
    _tell(run)
    return Exit.DONE


def _refuse(*, everything: bool, by: str | None, junior: str | None) -> None:
    if junior is None and not everything:
        told = _(
            "Say about whom: --junior with a number, or --all. Without either these have no "
            "effect: {options}."
        )
        shared.refuse_unused(told, "result")
    if junior is None and everything:
        told = _(
            "Say about whom: --junior with a number; with --all these have no effect: {options}."
        )
        shared.refuse_unused(told, "result", "everything", "by", "output", "force")
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

    if run.book.reading.findings and run.written is None:
        failure.list_findings(run.book.reading.findings, sys.stdout)
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
    tell_review(run.review, open_console(sys.stdout))
    if run.written is not None:
        click.echo(_("Written: {file}").format(file=run.written))


def tell_decisions(result: Path) -> None:
    """Tell, after a check of the proposal, how the decisions upon it stand: apart from it."""
    from koppeling.practice import InputError
    from koppeling.practice.decide import review_decisions

    try:
        run = review_decisions(result)
    except InputError as error:
        failure.list_findings(error.findings, sys.stdout)
        return
    if any(d.decision is not None for d in run.decisions):
        click.echo("\n" + _("The decisions, apart from the proposal:"))
        _tell(run)


def _plan_command() -> click.Command:
    """`koppeling plan RESULT.xlsx`."""
    return command(
        "plan",
        plan,
        _(
            "Plan the meetings. Gives every meeting of every decided pair a date and a time, "
            "for the whole horizon; a plan that is there changes as little as possible."
        ),
        [
            shared.result(),
            click.Option(
                ["--peildatum", "reference_date"],
                metavar=_("DATE"),
                help=_("What is before this day stays as it is: 2027-02-15."),
            ),
            shared.concept(),
            click.Option(
                ["--buddies"],
                is_flag=True,
                help=_("Also choose a buddy for every working day of a junior."),
            ),
            shared.output(),
            shared.force(),
        ],
    )


def plan(  # noqa: PLR0913 - one argument for each option
    result: Path,
    *,
    output: Path | None,
    reference_date: str | None,
    concept: bool,
    buddies: bool,
    force: bool,
) -> int:
    """Date the meetings of a year, write them, and tell how it went."""
    from koppeling.plan import use_case as planning

    run = planning.plan(
        result,
        output=output,
        reference_date=None if reference_date is None else _read_day(reference_date),
        concept=concept,
        buddies=buddies,
        force=force,
    )
    for line in planning.tell_plan(run.plan, run.buddies, is_concept=run.is_concept):
        click.echo(line)
    if run.findings:
        click.echo(_("Meetings that could not keep their moment:"))
    for finding in run.findings:
        click.echo(f"  {finding.place}  {finding.message}")
    click.echo(_("Written: {file}").format(file=run.written))
    return Exit.DONE


def _read_day(text: str) -> date:
    for form in ("%Y-%m-%d", "%d-%m-%Y"):
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 - a day, no time
        except ValueError:
            continue
    raise click.BadParameter(_("a day such as 2027-02-15 was expected"), param_hint="--peildatum")


def _next_command() -> click.Command:
    """`koppeling next RESULT.xlsx`."""
    return command(
        "next",
        next_quarter,
        _(
            "Start the next quarter. Makes its workbook from a decided result: decided pairs "
            "run on, what ended becomes history, nothing is typed twice."
        ),
        [
            shared.result(),
            shared.concept(_("Take pairs that nobody decided about as agreed.")),
            click.Option(
                ["--catch-up"],
                is_flag=True,
                help=_("Plan an extra meeting for each one that was missed."),
            ),
            shared.output(),
            shared.force(),
        ],
    )


def next_quarter(
    result: Path, *, concept: bool, catch_up: bool, output: Path | None, force: bool
) -> int:
    """Write the next quarter's workbook, and tell what became of whom."""
    from koppeling.quarter import use_case as turning

    run = turning.next_quarter(
        result, concept=concept, catch_up=catch_up, output=output, force=force
    )
    shared.tell_concept(is_concept=run.is_concept)
    for change in run.changes:
        click.echo(f"{change.what}: {change.who} {change.message}".replace("  ", " "))
    if run.missed and not catch_up:
        told = ngettext(
            "{number} meeting was missed; --catch-up plans an extra one, apart from the 35.",
            "{number} meetings were missed; --catch-up plans extra ones, apart from the 35.",
            run.missed,
        )
        click.echo(told.format(number=run.missed))
    click.echo(_("Workbook for {quarter}: {file}").format(quarter=run.quarter, file=run.written))
    return Exit.DONE
