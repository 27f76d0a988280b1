"""
The commands and their options.

They are made by a function rather than by decorators, so that their help is
in the language asked for; their bodies are in `koppeling.cli.actions`, which
loads what it needs only when it runs (`--help` must not wait for pandas).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from koppeling.cli import (
    actions,
    deciding,
    documenting,
    explaining,
    forecasting,
    language,
    options,
    paying,
    planning,
    scenarios,
    sharing_commands,
)
from koppeling.cli.ahead import with_head_start
from koppeling.cli.menu import Run
from koppeling.locale import LANGUAGES, _

_SETTINGS = {"help_option_names": ["-h", "--help"]}


def build(show_menu: Callable[[Run], int], run: Run) -> click.Group:
    """
    Make the whole command line in the language in use.

    Parameters
    ----------
    show_menu : callable
        What `koppeling` without a command does; it is given `run`.
    run : callable
        Runs a command line; the menu's way back to the commands.
    """

    def without_command() -> int | None:
        context = click.get_current_context()
        return show_menu(run) if context.invoked_subcommand is None else None

    return click.Group(
        "koppeling",
        callback=without_command,
        invoke_without_command=True,
        commands=[
            _match(),
            _check(),
            _verify(),
            _template(),
            _decide(),
            _next(),
            _plan(),
            *sharing_commands.build(_command),
            *paying.build(_command),
            *documenting.build(_command),
            *scenarios.build(_command),
            forecasting.build(_command),
            *explaining.build(_command),
        ],
        params=[_version(), _lang()],
        help=_(
            "Pair every junior with a senior: proven best, explained, and back in Excel. "
            "Without a command a menu asks what to do."
        ),
        epilog=_(
            "Exit codes: 0 done, 1 the input has errors, 2 wrong command line, "
            "3 no solution in time, 4 the result failed its own check."
        ),
        context_settings=_SETTINGS,
        options_metavar=_("[OPTIONS]"),
        subcommand_metavar=_("COMMAND [...]"),
    )


def _match() -> click.Command:
    """`koppeling match FILE…`."""
    return _command(
        "match",
        actions.match,
        _(
            "Make a proposal. A new workbook says who guides whom, with proof and explanation; "
            "the workbook that goes in stays as it is."
        ),
        [
            _files(),
            options.output(),
            click.Option(
                ["--json", "json_path"],
                type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
                metavar=_("FILE"),
                help=_("Write the result as JSON too; - is standard output."),
            ),
            click.Option(
                ["--decided"],
                type=options.existing(),
                metavar=_("RESULT.xlsx"),
                help=_("Keep the decisions in this earlier result for the same quarter."),
            ),
            *_effort(),
            options.force(),
        ],
    )


def _effort() -> list[click.Parameter]:
    """Limit what the solver may use."""
    return [
        options.time_limit(_("Stop after so many seconds with the best found.")),
        options.workers(),
    ]


def _check() -> click.Command:
    """`koppeling check FILE…`."""
    return _command(
        "check",
        actions.check,
        _("Check a workbook. Lists all that is wrong or odd, with the cell and the remedy."),
        [_files()],
    )


def _verify() -> click.Command:
    """`koppeling verify RESULT.xlsx --input FILE…`."""
    return _command(
        "verify",
        actions.verify,
        _("Check a result. Recomputes it from its input, with code apart from the solver."),
        [
            options.result(),
            click.Option(
                ["--input", "first_inputs"],
                type=options.existing(),
                metavar=_("FILE..."),
                required=True,
                multiple=True,
                help=_("The workbook, folder or files that the result was made from."),
            ),
            # an option takes one value; what follows it lands here
            click.Argument(["more_inputs"], type=options.existing(), nargs=-1, metavar=""),
        ],
    )


def _template() -> click.Command:
    """`koppeling template OUT.xlsx`."""
    return _command(
        "template",
        actions.template,
        _("Write a new workbook. Beside it comes Koppelen.cmd, to drop the workbook on."),
        [
            click.Argument(
                ["path"],
                type=click.Path(dir_okay=False, path_type=Path),
                metavar=_("WORKBOOK.xlsx"),
            ),
            click.Option(["--volledig", "full"], is_flag=True, help=_("With all sheets.")),
            click.Option(
                ["--voorbeeld", "example"], is_flag=True, help=_("Filled with an example.")
            ),
        ],
    )


def _decide() -> click.Command:
    """`koppeling decide RESULT.xlsx`."""
    return _command(
        "decide",
        deciding.decide,
        _(
            "Decide upon a proposal. Without --all or --junior it only says how the decisions "
            "in the workbook stand, and what they cost."
        ),
        [
            options.result(),
            click.Option(
                ["--all", "everything"],
                is_flag=True,
                help=_("Agree with every pair that nobody decided about yet."),
            ),
            click.Option(
                ["--by"], metavar=_("NAME"), help=_("Who decides; stands beside each decision.")
            ),
            options.person("--junior", _("Decide about this junior only.")),
            options.person("--senior", _("With this senior, not the proposed one.")),
            click.Option(
                ["--slot"], metavar=_("MOMENT"), help=_("At this weekly moment: 'di 10:00'.")
            ),
            options.output(),
            options.force(),
        ],
    )


def _plan() -> click.Command:
    """`koppeling plan RESULT.xlsx`."""
    return _command(
        "plan",
        planning.plan,
        _(
            "Plan the meetings. Gives every meeting of every decided pair a date and a time, "
            "for the whole horizon; a plan that is there changes as little as possible."
        ),
        [
            options.result(),
            click.Option(
                ["--peildatum", "reference_date"],
                metavar=_("DATE"),
                help=_("What is before this day stays as it is: 2027-02-15."),
            ),
            options.concept(),
            click.Option(
                ["--buddies"],
                is_flag=True,
                help=_("Also choose a buddy for every working day of a junior."),
            ),
            options.output(),
            options.force(),
        ],
    )


def _next() -> click.Command:
    """`koppeling next RESULT.xlsx`."""
    return _command(
        "next",
        deciding.next_quarter,
        _(
            "Start the next quarter. Makes its workbook from a decided result: decided pairs "
            "run on, what ended becomes history, nothing is typed twice."
        ),
        [
            options.result(),
            options.concept(_("Take pairs that nobody decided about as agreed.")),
            click.Option(
                ["--catch-up"],
                is_flag=True,
                help=_("Plan an extra meeting for each one that was missed."),
            ),
            options.output(),
            options.force(),
        ],
    )


def _command(
    name: str, action: Callable[..., int], text: str, params: list[click.Parameter]
) -> click.Command:
    """Make a command with what all commands have."""
    return click.Command(
        name,
        callback=with_head_start(name, action),
        params=[*params, _lang()],
        help=text,
        context_settings=_SETTINGS,
        options_metavar=_("[OPTIONS]"),
    )


def _files() -> click.Argument:
    """Take one workbook, or a folder or files with one sheet each."""
    return click.Argument(
        ["paths"], type=options.existing(), nargs=-1, required=True, metavar=_("FILE...")
    )


def _lang() -> click.Option:
    """Check what `language.asked_for` has already obeyed."""
    return click.Option(
        [language.OPTION],
        type=click.Choice(LANGUAGES),
        expose_value=False,
        help=_("Language of everything that is printed and written; nl otherwise."),
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
