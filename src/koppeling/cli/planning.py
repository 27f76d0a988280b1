"""The command that dates meetings."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path

import click

from koppeling.cli.exits import Exit
from koppeling.locale import _


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
    from koppeling import practice as app
    from koppeling.plan.use_case import plan as plan_year
    from koppeling.plan.use_case import tell_plan
    from koppeling.report.console import open_console
    from koppeling.report.text import list_findings

    try:
        run = plan_year(
            result,
            output=output,
            reference_date=None if reference_date is None else _read_day(reference_date),
            concept=concept,
            buddies=buddies,
            force=force,
        )
    except app.InputError as error:
        list_findings(error.findings, open_console(sys.stderr))
        return Exit.BAD_INPUT
    for line in tell_plan(run.plan, run.buddies, is_concept=run.is_concept):
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
