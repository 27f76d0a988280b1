"""The commands that ask again and change nothing: explain, what-if, forecast."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from koppeling.cli import command as shared
from koppeling.cli import failure
from koppeling.cli.command import command
from koppeling.cli.failure import Exit
from koppeling.locale import _

if TYPE_CHECKING:
    from koppeling.explain.use_case import Explained


def commands() -> list[click.Command]:
    """Make the commands in the language in use."""
    return [_explain_command(), _what_if_command(), _forecast_command()]


def _explain_command() -> click.Command:
    """`koppeling explain RESULT.xlsx`."""
    return command(
        "explain",
        explain,
        _(
            "Explain a proposal. Says why a junior has this senior and what another would "
            "cost, by solving again; without --junior for everyone, in a new workbook."
        ),
        [
            shared.result(),
            shared.person("--junior", _("Explain this junior only.")),
            shared.person(
                "--senior", _("What this senior would cost; the second choice otherwise.")
            ),
            shared.output(),
            shared.workers(),
            shared.force(),
        ],
        solves=True,
    )


def explain(  # noqa: PLR0913 - one argument for each option
    result: Path,
    *,
    junior: str | None,
    senior: str | None,
    output: Path | None,
    workers: int | None,
    force: bool,
) -> int:
    """Explain one junior on the terminal, or everyone in a workbook."""
    if junior is None:
        if senior is not None:
            raise click.UsageError(_("Say for whom: --junior with a number."))
        return _explain_all(result, output=output, workers=workers, force=force)
    told = _("One junior is explained on the screen; these have no effect: {options}.")
    shared.refuse_unused(told, "result", "junior", "senior", "workers")
    return _explain_one(result, junior, senior, workers=workers)


def _explain_one(result: Path, junior: str, senior: str | None, *, workers: int | None) -> int:
    from koppeling.explain import use_case as explaining

    _tell(explaining.explain_one(result, junior, senior, workers=workers))
    return Exit.DONE


def _tell(explained: Explained) -> None:
    from koppeling.explain import text as explaining
    from koppeling.report.console import open_console

    console = open_console(sys.stdout)
    reasons, instance = explained.reasons, explained.instance
    if explained.detail is not None:
        explaining.tell_pair(explained.detail, explained.around, reasons, instance, console)
    elif explained.unplaced is not None:
        explaining.tell_unplaced(explained.unplaced, reasons, instance, console)
    elif explained.idle is not None:
        explaining.tell_idle(explained.idle, console)


def _explain_all(result: Path, *, output: Path | None, workers: int | None, force: bool) -> int:
    from koppeling.explain import use_case as explaining
    from koppeling.explain.text import tell_everything
    from koppeling.report.console import Tally, open_console

    with Tally(open_console(sys.stderr), _("Reading the proposal")) as tally:
        run = explaining.explain_all(
            result,
            output=output,
            workers=workers,
            force=force,
            on_done=lambda stage, done, total: tally.update(done, total, stage),
        )
    console = open_console(sys.stdout)
    tell_everything(run.reasons, run.outcome, run.instance, console, run.written)
    return Exit.DONE


def _what_if_command() -> click.Command:
    """`koppeling what-if FILE`."""
    return command(
        "what-if",
        what_if,
        _(
            "Try scenarios. Solves those of the sheet Scenario's, and one of the options "
            "below together, each beside the practice as it is; nothing is changed in the "
            "workbook that goes in."
        ),
        [
            shared.path(),
            *_newcomers(),
            *_people(),
            shared.output(),
            shared.workers(_("How many scenarios at once; one for each processor core otherwise.")),
            shared.scheduler(),
            shared.time_limit(_("Stop each scenario after so many seconds with the best found.")),
            shared.force(),
        ],
        solves=True,
    )


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
    shared.refuse_cores(workers, scheduler)
    from koppeling.report.console import Tally, open_console
    from koppeling.what_if import use_case as scenarios
    from koppeling.what_if.reading import make_flags
    from koppeling.what_if.words import tell_comparison

    with Tally(open_console(sys.stderr), _("Solving the scenarios")) as tally:
        run = scenarios.what_if(
            path,
            flags=make_flags(asked),
            output=output,
            workers=workers,
            scheduler=scheduler,
            time_limit=time_limit,
            progress=lambda done, total, _name: tally.update(done, total),
            force=force,
        )
    if run.findings:
        failure.list_findings(run.findings, sys.stderr)
    tell_comparison(run.comparison, open_console(sys.stdout), rate=run.rate)
    for published in run.published:
        if published.notice:
            click.echo(published.notice, err=True)
    click.echo()
    click.echo(_("Written: {file}").format(file=run.written))
    return Exit.DONE


def _forecast_command() -> click.Command:
    """`koppeling forecast FILE`."""
    return command(
        "forecast",
        forecast,
        _(
            "Look ahead before hiring. Says how many juniors you can hire and until when, what "
            "stands in the way, what helps, and whom you cannot miss."
        ),
        [
            shared.path(),
            *_assumptions(),
            click.Option(
                ["--chart"],
                type=click.Path(dir_okay=False, path_type=Path),
                metavar=_("FILE.png|.svg"),
                help=_("Also draw the chart of hours as a picture."),
            ),
            shared.output(),
            shared.workers(),
            shared.scheduler(),
            shared.force(),
        ],
        solves=True,
    )


def _assumptions() -> list[click.Parameter]:
    """Say what is taken for granted."""
    return [
        click.Option(
            ["--quarters"],
            type=click.IntRange(1, 20),
            default=12,
            show_default=True,
            metavar=_("NUMBER"),
            help=_("How many quarters to look ahead."),
        ),
        click.Option(
            ["--hire-per-quarter"],
            type=click.IntRange(1),
            default=1,
            show_default=True,
            metavar=_("NUMBER"),
            help=_("How many juniors you mean to hire every quarter."),
        ),
        click.Option(
            ["--turnover"],
            type=click.FloatRange(0, 100),
            default=0.0,
            metavar="%",
            help=_("How much of the seniors' hours leaves in a year."),
        ),
        click.Option(
            ["--leave"],
            type=click.FloatRange(0, 100),
            default=0.0,
            metavar="%",
            help=_("How much of the seniors' hours falls away by absence."),
        ),
    ]


def forecast(  # noqa: PLR0913 - one argument for each option
    path: Path,
    *,
    quarters: int,
    hire_per_quarter: int,
    turnover: float,
    leave: float,
    chart: Path | None,
    output: Path | None,
    workers: int | None,
    scheduler: str | None,
    force: bool,
) -> int:
    """Look ahead, write it, and say the main points."""
    shared.refuse_cores(workers, scheduler)
    from koppeling.forecast import use_case as looking_ahead
    from koppeling.forecast.answer import Assumptions
    from koppeling.report.console import Tally, open_console

    assumptions = Assumptions(
        num_quarters=quarters,
        hire_per_quarter=hire_per_quarter,
        turnover_percent=turnover,
        leave_percent=leave,
    )
    with Tally(open_console(sys.stderr), _("Looking ahead")) as tally:
        run = looking_ahead.forecast(
            path,
            assumptions,
            output=output,
            picture=chart,
            workers=workers,
            scheduler=scheduler,
            progress=lambda done, asked: tally.update(done, asked, _("Questions answered")),
            force=force,
        )
    console = open_console(sys.stdout)
    for sentence in run.summary:
        console.print(sentence, markup=False)
        console.print()
    for written in filter(None, (run.written, run.picture)):
        click.echo(_("Written: {file}").format(file=written))
    return Exit.DONE
