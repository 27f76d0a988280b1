"""The command `koppeling explain`: why this pair, and what another would cost."""

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
    from koppeling.explain.use_case import Explained


def build(command: Make) -> list[click.Command]:
    """Make the command in the language in use; `command` adds what all commands have."""
    return [
        command(
            "explain",
            explain,
            _(
                "Explain a proposal. Says why a junior has this senior and what another would "
                "cost, by solving again; without --junior for everyone, in a new workbook."
            ),
            _params(),
        )
    ]


def _params() -> list[click.Parameter]:
    """List what can be asked."""
    return [
        options.result(),
        options.person("--junior", _("Explain this junior only.")),
        options.person("--senior", _("What this senior would cost; the second choice otherwise.")),
        options.output(),
        options.workers(),
        options.force(),
    ]


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
    from koppeling import practice as app
    from koppeling.report.console import open_console
    from koppeling.report.text import list_findings

    if senior is not None and junior is None:
        raise click.UsageError(_("Say for whom: --junior with a number."))
    if junior is not None:
        told = _("One junior is explained on the screen; these have no effect: {options}.")
        options.refuse_unused(told, "result", "junior", "senior", "workers")
    try:
        if junior is None:
            return _explain_all(result, output=output, workers=workers, force=force)
        return _explain_one(result, junior, senior, workers=workers)
    except app.InputError as error:
        list_findings(error.findings, open_console(sys.stderr))
        return Exit.BAD_INPUT


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
