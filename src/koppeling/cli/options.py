"""
Arguments and options that several commands share, in the language in use.

Made by functions and not once: their words are those of the language asked
for, and click keeps no parameter for two commands.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click
from click.core import ParameterSource

from koppeling.locale import _

#: Makes a command of a name, an action, a help text and parameters.
Make = Callable[[str, Callable[..., int], str, list[click.Parameter]], click.Command]


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


def existing() -> click.Path:
    """Accept a file or folder that is there; made late: click translates its name at once."""
    return click.Path(exists=True, path_type=Path)


def path() -> click.Argument:
    """Take a workbook, or a folder with one sheet in each file."""
    return click.Argument(["path"], type=existing(), metavar=_("FILE"))


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
