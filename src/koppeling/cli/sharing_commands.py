"""The commands for what leaves the workbook: calendars, tick lists, shared copies, rights."""

from __future__ import annotations

from pathlib import Path

import click

from koppeling.cli import options, sharing
from koppeling.cli.options import Make
from koppeling.locale import _


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
            options.result(),
            options.output_folder(_("Where the files go; a folder beside the input otherwise.")),
            click.Option(
                ["--junior", "juniors"],
                metavar=_("PERSON"),
                multiple=True,
                help=_("Only of this junior; may be given more than once."),
            ),
            click.Option(
                ["--senior", "seniors"],
                metavar=_("PERSON"),
                multiple=True,
                help=_("Only of this senior; may be given more than once."),
            ),
            click.Option(
                ["--site", "sites"],
                metavar=_("SITE"),
                multiple=True,
                help=_("Only of this site; may be given more than once."),
            ),
            options.concept(),
            options.force(),
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
        [
            options.result(),
            options.output_folder(_("Where the files go; a folder beside the input otherwise.")),
            options.concept(),
            options.force(),
        ],
    )


def _tick(make: Make) -> click.Command:
    """`koppeling tick RESULT.xlsx LISTS…`."""
    return make(
        "tick",
        sharing.tick,
        _("Take over returned tick lists. What contradicts is told and stays as it was."),
        [
            options.result(),
            click.Argument(
                ["lists"], type=options.existing(), nargs=-1, required=True, metavar=_("LISTS...")
            ),
            options.output(_("NEW.xlsx")),
            options.force(),
        ],
    )


def _share(make: Make) -> click.Command:
    """`koppeling share RESULT.xlsx --for team`."""
    return make(
        "share",
        sharing.share,
        _("Write a copy for one reader. It holds only what that reader may see."),
        [
            options.result(),
            click.Option(
                ["--for", "audience"],
                metavar=_("READER"),
                required=True,
                help=_("team, or “senior 9003”, or “junior 0012”, quotes included."),
            ),
            options.output(_("NEW.xlsx")),
            options.concept(),
            options.force(),
        ],
    )


def _about(make: Make) -> click.Command:
    """`koppeling about FILE 0012`."""
    return make(
        "about",
        sharing.about,
        _("Show everything that is held on a person, the ledger included."),
        [options.path(), _number(), _text_output(), options.force()],
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
        [
            options.path(),
            _number(),
            options.output(_("NEW.xlsx"), _("The new workbook."), required=True),
            options.force(),
        ],
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
            options.path(),
            options.output(_("NEW.xlsx"), _("The new workbook."), required=True),
            click.Option(
                ["--key"],
                type=click.Path(dir_okay=False, path_type=Path),
                metavar=_("FILE"),
                help=_("The key file, made where there is none; beside the input otherwise."),
            ),
            options.force(),
        ],
    )


def _number() -> click.Argument:
    return click.Argument(["number"], metavar=_("PERSON"))


def _text_output() -> click.Option:
    return options.output_file(_("FILE.txt"), _("Write it to a file; on the screen otherwise."))
