"""The whole command line, and the commands of a proposal: match, check, verify, template."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from koppeling.cli import (
    command as shared,
)
from koppeling.cli import (
    cycle,
    exchange,
    failure,
    menu,
    payroll,
    privacy,
    studies,
)
from koppeling.cli.command import command
from koppeling.cli.failure import Exit
from koppeling.errors import WriteError
from koppeling.locale import _, ngettext

#: What `--json -` gives: the summary then goes to standard error.
STANDARD_OUTPUT = Path("-")


def build(run: menu.Run) -> click.Group:
    """
    Make the whole command line in the language in use.

    Parameters
    ----------
    run : callable
        Runs a command line; the way back to the commands for the menu, which
        `koppeling` without a command shows.
    """

    def without_command() -> int | None:
        context = click.get_current_context()
        return menu.show(run) if context.invoked_subcommand is None else None

    return click.Group(
        "koppeling",
        callback=without_command,
        invoke_without_command=True,
        commands=[
            _match_command(),
            _check_command(),
            _verify_command(),
            _template_command(),
            *cycle.commands(),
            *exchange.commands(),
            *payroll.commands(),
            *privacy.commands(),
            *studies.commands(),
        ],
        params=[_version(), shared.lang()],
        help=_(
            "Pair every junior with a senior: proven best, explained, and back in Excel. "
            "Without a command a menu asks what to do."
        ),
        epilog=_(
            "Exit codes: 0 done, 1 the input has errors, 2 wrong command line, "
            "3 no solution in time, 4 the result failed its own check."
        ),
        context_settings=shared.SETTINGS,
        options_metavar=_("[OPTIONS]"),
        subcommand_metavar=_("COMMAND [...]"),
    )


def _version() -> click.Option:
    """`koppeling --version`."""

    def show(context: click.Context, _option: click.Parameter, value: Any) -> None:  # noqa: ANN401
        if value and not context.resilient_parsing:
            from importlib.metadata import version

            click.echo(f"koppeling {version('koppeling')}")
            context.exit()

    return click.Option(
        ["--version"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=show,
        help=_("Show the version and exit."),
    )


def _match_command() -> click.Command:
    """`koppeling match FILE…`."""
    return command(
        "match",
        match,
        _(
            "Make a proposal. A new workbook says who guides whom, with proof and explanation; "
            "the workbook that goes in stays as it is."
        ),
        [
            shared.paths(),
            shared.output(),
            click.Option(
                ["--json", "json_path"],
                type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
                metavar=_("FILE"),
                help=_("Write the result as JSON too; - is standard output."),
            ),
            click.Option(
                ["--decided"],
                type=shared.existing(),
                metavar=_("RESULT.xlsx"),
                help=_("Keep the decisions in this earlier result for the same quarter."),
            ),
            shared.time_limit(_("Stop after so many seconds with the best found.")),
            shared.workers(),
            shared.force(),
        ],
        solves=True,
    )


def match(  # noqa: PLR0913 - one argument for each option
    paths: tuple[Path, ...],
    *,
    output: Path | None,
    json_path: Path | None,
    decided: Path | None,
    time_limit: float | None,
    workers: int | None,
    force: bool,
) -> int:
    """Make a proposal, write it, and tell how it went."""
    from koppeling import practice
    from koppeling.report.console import LiveProgress, open_console
    from koppeling.report.text import summarise

    is_piped = json_path == STANDARD_OUTPUT
    if is_piped and sys.__stdout__ is None:
        raise WriteError(_("Standard output is closed; the JSON cannot go there."))
    with LiveProgress(open_console(sys.stderr)) as progress:
        run = practice.match(
            paths,
            output=output,
            json=None if is_piped else json_path,
            decided=decided,
            time_limit=time_limit,
            workers=workers,
            progress=progress.update,
            force=force,
        )
    instance = run.reading.instance
    if run.outcome is None or instance is None:
        raise practice.InputError(run.reading.findings)
    if run.was_stopped:
        click.echo(_("Stopped before there was a proposal."), err=True)
        failure.tell_written()
        return Exit.NO_SOLUTION
    console = open_console(sys.stderr if is_piped else sys.stdout)
    if run.written is not None:
        menu.remember(run.written)
    summarise(run.outcome, instance, console, result=run.written)
    if is_piped:
        click.echo(practice.to_json(run.outcome), nl=False)
    if run.written is None:
        return Exit.NO_SOLUTION
    for published in run.published:
        if published.notice:
            click.echo(published.notice, err=True)
    return Exit.DONE


def _check_command() -> click.Command:
    """`koppeling check FILE…`."""
    return command(
        "check",
        check,
        _("Check a workbook. Lists all that is wrong or odd, with the cell and the remedy."),
        [shared.paths()],
    )


def check(paths: tuple[Path, ...]) -> int:
    """List every finding on the input."""
    from koppeling import practice
    from koppeling.domain.finding import Severity
    from koppeling.what_if.use_case import check_scenarios

    reading = practice.check(paths)
    findings = (*reading.findings, *check_scenarios(reading))
    failure.list_findings(findings, sys.stdout)
    has_error = any(finding.severity is Severity.ERROR for finding in findings)
    return Exit.BAD_INPUT if has_error else Exit.DONE


def _verify_command() -> click.Command:
    """`koppeling verify RESULT.xlsx --input FILE…`."""
    return command(
        "verify",
        verify,
        _("Check a result. Recomputes it from its input, with code apart from the solver."),
        [
            shared.result(),
            click.Option(
                ["--input", "first_inputs"],
                type=shared.existing(),
                metavar=_("FILE..."),
                required=True,
                multiple=True,
                help=_("The workbook, folder or files that the result was made from."),
            ),
            # an option takes one value; what follows it lands here
            click.Argument(["more_inputs"], type=shared.existing(), nargs=-1, metavar=""),
        ],
    )


def verify(result: Path, *, first_inputs: tuple[Path, ...], more_inputs: tuple[Path, ...]) -> int:
    """Check a result against its input."""
    from koppeling import practice
    from koppeling.verify.problem import ProblemKind
    from koppeling.verify.published import tell_other_files

    problems = practice.verify(result, (*first_inputs, *more_inputs))
    for problem in problems:
        click.echo(f"{problem.subject}: {problem.message}")
    if not problems:
        click.echo(
            _(
                "The result is sound. Checked against your input: the rules, every number, the "
                "reasons of those not placed, the load, the names, the second choices and the "
                "copy of the input. The explanations in words were not checked."
            )
        )
        note = tell_other_files(result, (*first_inputs, *more_inputs))
        if note:
            click.echo(note)
        cycle.tell_decisions(result)
        return Exit.DONE
    number = len(problems)
    told = ngettext("{number} problem found.", "{number} problems found.", number)
    click.echo(told.format(number=number))
    is_broken = any(problem.kind is ProblemKind.RULE_BROKEN for problem in problems)
    return Exit.BAD_INPUT if is_broken else Exit.UNTRUE


def _template_command() -> click.Command:
    """`koppeling template WORKBOOK.xlsx`."""
    return command(
        "template",
        template,
        _("Write a new workbook. Beside it comes Koppelen.cmd, to drop the workbook on."),
        [
            click.Argument(
                ["workbook"],
                type=click.Path(dir_okay=False, path_type=Path),
                metavar=_("WORKBOOK.xlsx"),
            ),
            click.Option(["--volledig", "full"], is_flag=True, help=_("With all sheets.")),
            click.Option(
                ["--voorbeeld", "example"], is_flag=True, help=_("Filled with an example.")
            ),
        ],
    )


def template(workbook: Path, *, full: bool, example: bool) -> int:
    """Write a new workbook and what belongs beside it."""
    from koppeling import practice

    if workbook.suffix.lower() != ".xlsx":
        raise click.BadParameter(_("The name of the workbook must end in .xlsx."))
    for written in practice.template(workbook, full=full, example=example):
        click.echo(_("Written: {file}").format(file=written))
    return Exit.DONE
