"""What each command does: call `koppeling.practice`, print, return an exit code."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from koppeling.cli import failure
from koppeling.cli.deciding import tell_decisions
from koppeling.cli.exits import Exit
from koppeling.cli.memory import remember
from koppeling.errors import WriteError
from koppeling.locale import _, ngettext

#: What `--json -` gives: the summary then goes to standard error.
STANDARD_OUTPUT = Path("-")


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
    from koppeling import practice as app
    from koppeling.report.console import Progress, open_console
    from koppeling.report.text import list_findings, summarise

    is_piped = json_path == STANDARD_OUTPUT
    if is_piped and sys.__stdout__ is None:
        raise WriteError(_("Standard output is closed; the JSON cannot go there."))
    with Progress(open_console(sys.stderr)) as progress:
        run = app.match(
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
        list_findings(run.reading.findings, open_console(sys.stderr))
        return Exit.BAD_INPUT
    if run.was_stopped:
        click.echo(_("Stopped before there was a proposal."), err=True)
        failure.tell_written()
        return Exit.NO_SOLUTION
    console = open_console(sys.stderr if is_piped else sys.stdout)
    if run.written is not None:
        remember(run.written)
    summarise(run.outcome, instance, console, result=run.written)
    if is_piped:
        click.echo(app.to_json(run.outcome), nl=False)
    if run.written is None:
        return Exit.NO_SOLUTION
    for published in run.published:
        if published.notice:
            click.echo(published.notice, err=True)
    return Exit.DONE


def check(paths: tuple[Path, ...]) -> int:
    """List every finding on the input."""
    from koppeling import practice as app
    from koppeling.domain.finding import Severity
    from koppeling.report.console import open_console
    from koppeling.report.text import list_findings
    from koppeling.what_if.use_case import check_scenarios

    reading = app.check(paths)
    findings = (*reading.findings, *check_scenarios(reading))
    list_findings(findings, open_console(sys.stdout))
    has_error = any(finding.severity is Severity.ERROR for finding in findings)
    return Exit.BAD_INPUT if has_error else Exit.DONE


def verify(result: Path, *, first_inputs: tuple[Path, ...], more_inputs: tuple[Path, ...]) -> int:
    """Check a result against its input."""
    from koppeling import practice as app
    from koppeling.report.console import open_console
    from koppeling.report.text import list_findings
    from koppeling.verify.problem import ProblemKind
    from koppeling.verify.published import tell_other_files

    try:
        problems = app.verify(result, (*first_inputs, *more_inputs))
    except app.InputError as error:
        list_findings(error.findings, open_console(sys.stderr))
        return Exit.BAD_INPUT
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
        tell_decisions(result)
        return Exit.DONE
    number = len(problems)
    told = ngettext("{number} problem found.", "{number} problems found.", number)
    click.echo(told.format(number=number))
    is_broken = any(problem.kind is ProblemKind.RULE_BROKEN for problem in problems)
    return Exit.BAD_INPUT if is_broken else Exit.UNTRUE


def template(path: Path, *, full: bool, example: bool) -> int:
    """Write a new workbook and what belongs beside it."""
    from koppeling import practice as app

    if path.suffix.lower() != ".xlsx":
        raise click.BadParameter(_("The name of the workbook must end in .xlsx."))
    for written in app.template(path, full=full, example=example):
        click.echo(_("Written: {file}").format(file=written))
    return Exit.DONE
