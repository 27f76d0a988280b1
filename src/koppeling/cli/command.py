"""
One command of the command line: its help, its parameters, and its head start.

All is made by functions and not once: the words are those of the language asked
for, and click keeps no parameter for two commands. A command loads what it
needs only when it runs, since `--help` must not wait for pandas.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import wraps
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from koppeling import children
from koppeling.cli import failure, language
from koppeling.cli.failure import Exit
from koppeling.errors import KoppelingError
from koppeling.locale import LANGUAGES, _

#: What every command and the group of them have.
SETTINGS = {"help_option_names": ["-h", "--help"]}
_SOLVER = "koppeling.solve.worker"


def command(
    name: str,
    action: Callable[..., int],
    text: str,
    params: list[click.Parameter],
    *,
    solves: bool = False,
) -> click.Command:
    """
    Make a command with what all commands have.

    Parameters
    ----------
    name : str
        As it is typed.
    action : callable
        Its body, called with the parameters by name; returns an exit code.
    text : str
        Its help; the first sentence stands in the list of commands.
    params : list of click.Parameter
        Its own; `--lang` is added.
    solves : bool
        Whether it always has something to solve.
    """
    return click.Command(
        name,
        callback=with_head_start(refusing(action), solves=solves),
        params=[*params, lang()],
        help=text,
        context_settings=SETTINGS,
        options_metavar=_("[OPTIONS]"),
    )


def refusing(action: Callable[..., int]) -> Callable[..., int]:
    """Let a command that cannot go on with its input list why, and exit with that code."""

    @wraps(action)
    def tried(**given: Any) -> int:
        try:
            return action(**given)
        except KoppelingError as error:
            from koppeling.domain.finding import InputError

            if not isinstance(error, InputError):
                raise
            failure.list_findings(error.findings, sys.stderr)
            return Exit.BAD_INPUT

    return tried


def with_head_start(action: Callable[..., int], *, solves: bool = False) -> Callable[..., int]:
    """
    Let the processes of a command load while the command itself does.

    The solver takes longest to load, and reading the input comes next: both
    begin before any module of the use case is looked at.
    """

    @wraps(action)
    def started(**given: Any) -> int:
        with ExitStack() as processes:
            if solves and not given.get("scheduler"):
                processes.enter_context(children.ahead(_SOLVER, takes_input=True))
            for paths in _inputs(given):
                from koppeling.workbook.read.intake import reading_ahead

                processes.enter_context(reading_ahead(paths))
            return action(**given)

    return started


def _inputs(given: dict[str, Any]) -> Iterator[tuple[Path, ...]]:
    """List what a command reads, together what it reads together."""
    several = (given.get("paths") or ()), _all_inputs(given)
    one = ((given[key],) for key in ("path", "result") if isinstance(given.get(key), Path))
    yield from filter(None, (*several, *one))


def _all_inputs(given: dict[str, Any]) -> tuple[Path, ...]:
    """Put the inputs of `verify` together again; click had to take them apart."""
    return (*given.get("first_inputs", ()), *given.get("more_inputs", ()))


def refuse_unused(text: str, *used: str) -> None:
    """
    Refuse what was given on the command line and would have no effect in this run.

    Parameters
    ----------
    text : str
        Says in which run; `{options}` becomes what was given in vain.
    used : str
        Names of the parameters that this run reads.
    """
    context = click.get_current_context()
    unused = [
        each.opts[-1] if isinstance(each, click.Option) else each.human_readable_name
        for each in context.command.params
        if each.expose_value and each.name not in used
        if context.get_parameter_source(each.name) is ParameterSource.COMMANDLINE
    ]
    if unused:
        raise click.UsageError(text.format(options=", ".join(unused)))


def refuse_cores(workers: int | None, scheduler: str | None) -> None:
    """Refuse a number of cores of this machine where other machines do the work."""
    if workers is not None and scheduler is not None:
        raise click.UsageError(_("With --scheduler other machines work; --workers has no effect."))


def tell_concept(*, is_concept: bool) -> None:
    """Warn that proposals count on which nobody decided."""
    if is_concept:
        click.echo(_("Concept: pairs that nobody decided about count as agreed."))


def existing() -> click.Path:
    """Accept a file or folder that is there; made late: click translates its name at once."""
    return click.Path(exists=True, path_type=Path)


def path() -> click.Argument:
    """Take a workbook, or a folder with one sheet in each file."""
    return click.Argument(["path"], type=existing(), metavar=_("FILE"))


def paths() -> click.Argument:
    """Take one workbook, or a folder or files with one sheet each."""
    return click.Argument(["paths"], type=existing(), nargs=-1, required=True, metavar=_("FILE..."))


def result(name: str = "result", *, required: bool = True) -> click.Argument:
    """Take a workbook that koppeling wrote, under this name in the action."""
    file = click.Path(exists=True, dir_okay=False, path_type=Path)
    return click.Argument([name], type=file, required=required, metavar=_("RESULT.xlsx"))


def person(option: str, text: str) -> click.Option:
    """Ask about one person, by number or whole name."""
    return click.Option([option], metavar=_("PERSON"), help=text)


def output(
    metavar: str | None = None, text: str | None = None, *, required: bool = False
) -> click.Option:
    """Say where a new workbook goes."""
    return click.Option(
        ["-o", "--output"],
        type=click.Path(dir_okay=False, path_type=Path),
        metavar=metavar or _("RESULT.xlsx"),
        required=required,
        callback=_must_be_workbook,
        help=text or _("Where the result goes; beside the input otherwise."),
    )


def _must_be_workbook(
    _context: click.Context, option: click.Parameter, value: Path | None
) -> Path | None:
    if value is not None and value.suffix.lower() != ".xlsx":
        raise click.BadParameter(_("The name of the result must end in .xlsx."), param=option)
    return value


def output_file(metavar: str, text: str) -> click.Option:
    """Say where a file goes that is no workbook."""
    return click.Option(
        ["-o", "--output"],
        type=click.Path(dir_okay=False, path_type=Path),
        metavar=metavar,
        help=text,
    )


def output_folder(text: str) -> click.Option:
    """Say in which folder new files go."""
    return click.Option(
        ["-o", "--output"],
        type=click.Path(file_okay=False, path_type=Path),
        metavar=_("FOLDER"),
        help=text,
    )


def force() -> click.Option:
    """Allow that somebody's work is replaced."""
    return click.Option(
        ["--force"],
        is_flag=True,
        help=_("Overwrite a result that someone changed; the old one is kept as .bak."),
    )


def concept(text: str | None = None) -> click.Option:
    """Let proposals count that nobody decided about."""
    return click.Option(
        ["--concept"],
        is_flag=True,
        help=text or _("Count proposals without a decision as agreed."),
    )


def time_limit(text: str) -> click.Option:
    """Limit how long solving may take."""
    return click.Option(
        ["--time-limit"],
        type=click.FloatRange(min=0, min_open=True),
        metavar=_("SECONDS"),
        help=text,
    )


def workers(text: str | None = None) -> click.Option:
    """Limit how many cores may work."""
    return click.Option(
        ["--workers"],
        type=click.IntRange(min=1),
        metavar=_("NUMBER"),
        help=text or _("How many processor cores to use."),
    )


def scheduler() -> click.Option:
    """Work on other machines."""
    return click.Option(
        ["--scheduler"],
        metavar=_("ADDRESS"),
        help=_("Work on a Dask cluster: tcp://10.0.0.1:8786."),
    )


def lang() -> click.Option:
    """Check what `language.asked_for` has already obeyed."""
    return click.Option(
        [language.OPTION],
        type=click.Choice(LANGUAGES),
        expose_value=False,
        help=_("Language of everything that is printed and written; nl otherwise."),
    )
