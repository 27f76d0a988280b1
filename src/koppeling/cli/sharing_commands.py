"""The commands for what leaves the workbook: calendars, tick lists, shared copies, rights."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from koppeling.cli import sharing
from koppeling.locale import _

#: Makes a command of a name, an action, a help text and parameters.
Make = Callable[[str, Callable[..., int], str, list[click.Parameter]], click.Command]


def build(make: Make) -> list[click.Command]:
    """Make the commands in the language in use."""
    return [
        _calendar(make),
        _tick_lists(make),
        _tick(make),
        _share(make),
        _about(make),
        _forget(make),
        _pseudonymise(make),
    ]


def _calendar(make: Make) -> click.Command:
    """`koppeling calendar RESULT.xlsx`."""
    return make(
        "calendar",
        sharing.calendar,
        _(
            "Write calendars (.ics). One for each person, and one for each site that names "
            "nobody; for Outlook, Google and Apple."
        ),
        [
            _result(),
            _folder(),
            click.Option(
                ["--junior", "juniors"],
                metavar=_("STAFF NUMBER"),
                multiple=True,
                help=_("Only of this junior; may be given more than once."),
            ),
            click.Option(
                ["--senior", "seniors"],
                metavar=_("STAFF NUMBER"),
                multiple=True,
                help=_("Only of this senior; may be given more than once."),
            ),
            click.Option(
                ["--site", "sites"],
                metavar=_("SITE"),
                multiple=True,
                help=_("Only of this site; may be given more than once."),
            ),
            _concept(),
            _force(),
        ],
    )


def _tick_lists(make: Make) -> click.Command:
    """`koppeling tick-lists RESULT.xlsx`."""
    return make(
        "tick-lists",
        sharing.tick_lists,
        _(
            "Write tick lists. One small workbook for each senior, to tick which meetings were "
            "held."
        ),
        [_result(), _folder(), _concept(), _force()],
    )


def _tick(make: Make) -> click.Command:
    """`koppeling tick RESULT.xlsx LISTS…`."""
    return make(
        "tick",
        sharing.tick,
        _("Take over returned tick lists. What contradicts is told and stays as it was."),
        [
            _result(),
            click.Argument(
                ["lists"], type=_existing(), nargs=-1, required=True, metavar=_("LISTS...")
            ),
            _output(),
            _force(),
        ],
    )


def _share(make: Make) -> click.Command:
    """`koppeling share RESULT.xlsx --for team`."""
    return make(
        "share",
        sharing.share,
        _("Write a copy for one reader. It holds only what that reader may see."),
        [
            _result(),
            click.Option(
                ["--for", "audience"],
                metavar=_("READER"),
                required=True,
                help=_("team, or “senior 9003”, or “junior 0012”, quotes included."),
            ),
            _output(),
            _concept(),
            _force(),
        ],
    )


def _about(make: Make) -> click.Command:
    """`koppeling about FILE 0012`."""
    return make(
        "about",
        sharing.about,
        _("Show everything that is held on a person, the ledger included."),
        [_file(), _number(), _text_output(), _force()],
    )


def _forget(make: Make) -> click.Command:
    """`koppeling forget FILE 0012 -o NEW.xlsx`."""
    return make(
        "forget",
        sharing.forget,
        _(
            "Take a person out. Writes a workbook without the person, totals kept, puts a "
            "pseudonym in the ledger, and lists what is left to do by hand."
        ),
        [_file(), _number(), _output(required=True), _force()],
    )


def _pseudonymise(make: Make) -> click.Command:
    """`koppeling pseudonymise FILE -o NEW.xlsx`."""
    return make(
        "pseudonymise",
        sharing.pseudonymise,
        _(
            "Write a copy that names nobody. Numbers and names become stable pseudonyms; "
            "addresses, remarks and reasons are left out."
        ),
        [
            _file(),
            _output(required=True),
            click.Option(
                ["--key"],
                type=click.Path(dir_okay=False, path_type=Path),
                metavar=_("FILE"),
                help=_("The key file, made where there is none; beside the input otherwise."),
            ),
            _force(),
        ],
    )


def _existing() -> click.Path:
    return click.Path(exists=True, path_type=Path)


def _result() -> click.Argument:
    file = click.Path(exists=True, dir_okay=False, path_type=Path)
    return click.Argument(["result"], type=file, metavar=_("RESULT.xlsx"))


def _file() -> click.Argument:
    return click.Argument(["path"], type=_existing(), metavar=_("FILE"))


def _number() -> click.Argument:
    return click.Argument(["number"], metavar=_("STAFF NUMBER"))


def _folder() -> click.Option:
    return click.Option(
        ["-o", "--output"],
        type=click.Path(file_okay=False, path_type=Path),
        metavar=_("FOLDER"),
        help=_("Where the files go; a folder beside the input otherwise."),
    )


def _output(*, required: bool = False) -> click.Option:
    return click.Option(
        ["-o", "--output"],
        type=click.Path(dir_okay=False, path_type=Path),
        metavar=_("NEW.xlsx"),
        required=required,
        callback=_must_be_workbook,
        help=_("The new workbook.")
        if required
        else _("Where the result goes; beside the input otherwise."),
    )


def _must_be_workbook(
    _context: click.Context, option: click.Parameter, value: Path | None
) -> Path | None:
    if value is not None and value.suffix.lower() != ".xlsx":
        raise click.BadParameter(_("The name of the result must end in .xlsx."), param=option)
    return value


def _text_output() -> click.Option:
    return click.Option(
        ["-o", "--output"],
        type=click.Path(dir_okay=False, path_type=Path),
        metavar=_("FILE.txt"),
        help=_("Write it to a file; on the screen otherwise."),
    )


def _concept() -> click.Option:
    return click.Option(
        ["--concept"], is_flag=True, help=_("Count proposals without a decision as agreed.")
    )


def _force() -> click.Option:
    return click.Option(
        ["--force"],
        is_flag=True,
        help=_("Overwrite a result that someone changed; the old one is kept as .bak."),
    )
