"""The command that answers what-if questions."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from koppeling.cli import options
from koppeling.cli.exits import Exit
from koppeling.cli.options import Make
from koppeling.locale import _


def build(make: Make) -> list[click.Command]:
    """Make the command in the language in use."""
    return [
        make(
            "what-if",
            what_if,
            _(
                "Try scenarios. Solves those of the sheet Scenario's, and one of the options "
                "below together, each beside the practice as it is; nothing is changed in the "
                "workbook that goes in."
            ),
            [
                options.path(),
                *_newcomers(),
                *_people(),
                *_effort(),
            ],
        )
    ]


def what_if(  # noqa: PLR0913 - one argument for each option
    path: Path,
    *,
    output: Path | None,
    workers: int | None,
    scheduler: str | None,
    time_limit: float | None,
    force: bool,
    **asked: object,
) -> int:
    """Solve the scenarios, write the comparison, and tell how they compare."""
    options.refuse_cores(workers, scheduler)
    from koppeling import practice as app
    from koppeling.report.console import Tally, open_console
    from koppeling.report.text import list_findings
    from koppeling.what_if.reading import make_flags
    from koppeling.what_if.use_case import what_if as compare_scenarios
    from koppeling.what_if.words import tell_comparison

    try:
        with Tally(open_console(sys.stderr), _("Solving the scenarios")) as tally:
            run = compare_scenarios(
                path,
                flags=make_flags(asked),
                output=output,
                workers=workers,
                scheduler=scheduler,
                time_limit=time_limit,
                progress=lambda done, total, _name: tally.update(done, total),
                force=force,
            )
    except app.InputError as error:
        list_findings(error.findings, open_console(sys.stderr))
        return Exit.BAD_INPUT
    if run.findings:
        list_findings(run.findings, open_console(sys.stderr))
    tell_comparison(run.comparison, open_console(sys.stdout), rate=run.rate)
    for published in run.published:
        if published.notice:
            click.echo(published.notice, err=True)
    click.echo()
    click.echo(_("Written: {file}").format(file=run.written))
    return Exit.DONE


def _newcomers() -> list[click.Parameter]:
    return [
        click.Option(
            ["--hire"],
            type=click.IntRange(1, 500),
            metavar=_("NUMBER"),
            help=_("So many new juniors."),
        ),
        click.Option(
            ["--hire-senior"],
            type=click.IntRange(1, 500),
            metavar=_("NUMBER"),
            help=_("So many new seniors, with the default hours a quarter."),
        ),
        click.Option(
            ["--days"],
            metavar=_("DAYS"),
            help=_("Working days of newcomers, such as 'di do'; Monday to Friday otherwise."),
        ),
        click.Option(
            ["--site"],
            metavar=_("SITE"),
            help=_("Site of newcomers; the one where most people work otherwise."),
        ),
        click.Option(
            ["--from", "start"],
            metavar=_("DATE"),
            help=_("From when it all changes: 2027-02-01; the first day of the quarter otherwise."),
        ),
    ]


def _people() -> list[click.Parameter]:
    number = _("PERSON")
    told = (
        ("--leaves", number, _("Somebody who leaves; not there any more from the --from day.")),
        ("--hours", f"{number}=+4", _("Hours a quarter of a senior: 16, +4 or -2.")),
        ("--max-juniors", f"{number}=+1", _("How many juniors a senior takes: 3, +1 or -1.")),
        ("--days-of", f"{number}='ma wo'", _("Other working days.")),
        ("--sites-of", f"{number}=Noord", _("Another site; =+Noord for one more.")),
        (
            "--absent",
            f"{number}=" + _("UNTIL"),
            _("Somebody who is away: until a date, or for '6 weken'; for good without either."),
        ),
        ("--promote", number, _("A junior who becomes a senior; that day still counts.")),
        (
            "--escalate",
            f"{number}=1",
            _("A junior with a meeting every so many weeks; every week otherwise."),
        ),
    )
    return [
        click.Option([option], metavar=metavar, multiple=True, help=text)
        for option, metavar, text in told
    ]


def _effort() -> list[click.Parameter]:
    return [
        options.output(),
        options.workers(_("How many scenarios at once; one for each processor core otherwise.")),
        options.scheduler(),
        options.time_limit(_("Stop each scenario after so many seconds with the best found.")),
        options.force(),
    ]
