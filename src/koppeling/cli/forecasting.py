"""`koppeling forecast`: its options, and what is printed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from koppeling.cli import options
from koppeling.cli.exits import Exit
from koppeling.cli.options import Make
from koppeling.locale import _

if TYPE_CHECKING:
    from rich.console import Console


def build(command: Make) -> click.Command:
    """Make the command; `command` gives it what all commands have."""
    return command(
        "forecast",
        forecast,
        _(
            "Look ahead before hiring. Says how many juniors you can hire and until when, what "
            "stands in the way, what helps, and whom you cannot miss."
        ),
        [
            options.path(),
            *_assumptions(),
            *_results(),
        ],
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


def _results() -> list[click.Parameter]:
    """Say what is written, and where the work is done."""
    return [
        click.Option(
            ["--chart"],
            type=click.Path(dir_okay=False, path_type=Path),
            metavar=_("FILE.png|.svg"),
            help=_("Also draw the chart of hours as a picture."),
        ),
        options.output(),
        options.workers(),
        options.scheduler(),
        options.force(),
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
    options.refuse_cores(workers, scheduler)
    from koppeling.forecast.answer import Assumptions
    from koppeling.forecast.use_case import forecast as look_ahead
    from koppeling.practice import InputError
    from koppeling.report.console import Tally, open_console
    from koppeling.report.text import list_findings

    errors = open_console(sys.stderr)
    assumptions = Assumptions(
        num_quarters=quarters,
        hire_per_quarter=hire_per_quarter,
        turnover_percent=turnover,
        leave_percent=leave,
    )
    try:
        with Tally(errors, _("Looking ahead")) as tally:
            run = look_ahead(
                path,
                assumptions,
                output=output,
                picture=chart,
                workers=workers,
                scheduler=scheduler,
                progress=lambda done, asked: tally.update(done, asked, _("Questions answered")),
                force=force,
            )
    except InputError as error:
        list_findings(error.findings, errors)
        return Exit.BAD_INPUT
    _tell(run.summary, open_console(sys.stdout))
    for written in filter(None, (run.written, run.picture)):
        click.echo(_("Written: {file}").format(file=written))
    return Exit.DONE


def _tell(summary: tuple[str, ...], console: Console) -> None:
    """Print the sentences one by one, wrapped at words."""
    for sentence in summary:
        console.print(sentence, markup=False)
        console.print()
