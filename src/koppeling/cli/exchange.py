"""The commands for what leaves a result workbook, and for what comes back into it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from koppeling.cli import command as shared
from koppeling.cli import failure
from koppeling.cli.command import command
from koppeling.cli.failure import Exit
from koppeling.locale import _, ngettext
from koppeling.papers.kinds import DocumentKind


def commands() -> list[click.Command]:
    """Make the commands in the language in use."""
    return [
        _calendar_command(),
        _tick_lists_command(),
        _tick_command(),
        _share_command(),
        _documents_command(),
        _registers_command(),
    ]


def _calendar_command() -> click.Command:
    """`koppeling calendar RESULT.xlsx`."""
    return command(
        "calendar",
        calendar,
        _(
            "Write calendars (.ics). One for each person, and one for each site that names "
            "nobody; for Outlook, Google and Apple."
        ),
        [
            shared.result(),
            _folder_of_files(),
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
            shared.concept(),
            shared.force(),
        ],
    )


def _folder_of_files() -> click.Option:
    return shared.output_folder(_("Where the files go; a folder beside the input otherwise."))


def calendar(  # noqa: PLR0913 - one argument for each option
    result: Path,
    *,
    output: Path | None,
    juniors: tuple[str, ...],
    seniors: tuple[str, ...],
    sites: tuple[str, ...],
    concept: bool,
    force: bool,
) -> int:
    """Write calendars and say where they are."""
    from koppeling.share import use_cases as sharing

    written = sharing.calendar(
        result,
        output=output,
        people=(*juniors, *seniors),
        sites=sites,
        concept=concept,
        force=force,
    )
    told = ngettext(
        "{number} calendar written in {folder}.", "{number} calendars written in {folder}.",
        len(written),
    )  # fmt: skip
    click.echo(told.format(number=len(written), folder=written[0].parent))
    shared.tell_concept(is_concept=concept)
    click.echo(_("How to bring one into Outlook, Google or Apple stands in the manual."))
    return Exit.DONE


def _tick_lists_command() -> click.Command:
    """`koppeling tick-lists RESULT.xlsx`."""
    return command(
        "tick-lists",
        tick_lists,
        _(
            "Write tick lists. One small workbook for each senior, to tick which meetings were "
            "held."
        ),
        [shared.result(), _folder_of_files(), shared.concept(), shared.force()],
    )


def tick_lists(result: Path, *, output: Path | None, concept: bool, force: bool) -> int:
    """Write a tick list for each senior and say where they are."""
    from koppeling.share import use_cases as sharing

    written = sharing.tick_lists(result, output=output, concept=concept, force=force)
    told = ngettext(
        "{number} tick list written in {folder}.", "{number} tick lists written in {folder}.",
        len(written),
    )  # fmt: skip
    click.echo(told.format(number=len(written), folder=written[0].parent))
    shared.tell_concept(is_concept=concept)
    return Exit.DONE


def _tick_command() -> click.Command:
    """`koppeling tick RESULT.xlsx LISTS…`."""
    return command(
        "tick",
        tick,
        _("Take over returned tick lists. What contradicts is told and stays as it was."),
        [
            shared.result(),
            click.Argument(
                ["lists"], type=shared.existing(), nargs=-1, required=True, metavar=_("LISTS...")
            ),
            shared.output(_("NEW.xlsx")),
            shared.force(),
        ],
    )


def tick(result: Path, lists: tuple[Path, ...], *, output: Path | None, force: bool) -> int:
    """Merge returned lists, tell what was not taken over, and say where the result is."""
    from koppeling.share import use_cases as sharing

    run = sharing.tick(result, lists, output=output, force=force)
    if run.findings:
        failure.list_findings(run.findings, sys.stdout)
        click.echo(_("What is listed here was not taken over; those meetings stay as they were."))
    if run.written is None:
        click.echo(_("The lists say nothing new; nothing was written."))
        return Exit.DONE
    number = run.num_changed
    told = ngettext("{number} meeting ticked.", "{number} meetings ticked.", number)
    click.echo(told.format(number=number))
    click.echo(_("Written: {file}").format(file=run.written))
    return Exit.DONE


def _share_command() -> click.Command:
    """`koppeling share RESULT.xlsx --for team`."""
    return command(
        "share",
        share,
        _("Write a copy for one reader. It holds only what that reader may see."),
        [
            shared.result(),
            click.Option(
                ["--for", "audience"],
                metavar=_("READER"),
                required=True,
                help=_("team, or “senior 9003”, or “junior 0012”, quotes included."),
            ),
            shared.output(_("NEW.xlsx")),
            shared.concept(),
            shared.force(),
        ],
    )


def share(result: Path, *, audience: str, output: Path | None, concept: bool, force: bool) -> int:
    """Write a copy for one reader."""
    from koppeling.share import use_cases as sharing

    written = sharing.share(result, audience, output=output, concept=concept, force=force)
    click.echo(_("Written: {file}").format(file=written))
    shared.tell_concept(is_concept=concept)
    return Exit.DONE


def _documents_command() -> click.Command:
    """`koppeling documents RESULT.xlsx`."""
    return command(
        "documents",
        documents,
        _(
            "Write Word documents. Plans of guidance, statements, handovers, agendas and sheets "
            "for talks, whatever applies now; own templates go in a folder “sjablonen” beside "
            "the workbook."
        ),
        [
            shared.result(),
            shared.person("--junior", _("Only for this junior.")),
            click.Option(
                ["--kind"],
                type=click.Choice([kind.value for kind in DocumentKind]),
                help=_("Only this kind, for every pair."),
            ),
            shared.output_folder(
                _("Where the documents go; in a folder beside the workbook otherwise.")
            ),
            shared.concept(),
            shared.force(),
        ],
    )


def documents(  # noqa: PLR0913 - one argument for each option
    result: Path,
    *,
    kind: str | None,
    junior: str | None,
    output: Path | None,
    concept: bool,
    force: bool,
) -> int:
    """Write Word documents and tell where they are."""
    from koppeling.papers import use_case as papers

    run = papers.documents(
        result, kind=kind, junior=junior, output=output, concept=concept, force=force
    )
    shared.tell_concept(is_concept=concept)
    if not run.written:
        click.echo(_nothing(kind, has_pairs=run.has_pairs))
        return Exit.DONE
    number = len(run.written)
    told = ngettext(
        "{number} document written in {folder}", "{number} documents written in {folder}", number
    )
    click.echo(told.format(number=number, folder=run.folder))
    return Exit.DONE


def _nothing(kind: str | None, *, has_pairs: bool) -> str:
    """Tell why no document was written."""
    if not has_pairs:
        return _(
            "There is nothing to write. Documents are for decided pairs: decide first, or use "
            "--concept to count undecided proposals."
        )
    if kind is None:
        return _("There is nothing to write: no pair needs a document now.")
    return _("There is nothing to write: no pair needs the document “{kind}” now.").format(
        kind=kind
    )


def _registers_command() -> click.Command:
    """`koppeling registers RESULT.xlsx`."""
    return command(
        "registers",
        registers,
        _(
            "Write registers. A workbook for management: guides, hours of each trajectory and "
            "senior, direct time, norms, and who may become a senior."
        ),
        [
            shared.result(),
            shared.output(
                _("REGISTERS.xlsx"), _("Where the registers go; beside the workbook otherwise.")
            ),
            shared.concept(),
            shared.force(),
        ],
    )


def registers(result: Path, *, output: Path | None, concept: bool, force: bool) -> int:
    """Write the registers and tell the main points."""
    from koppeling.registers import use_case as management

    if output is not None and output.resolve() == result.resolve():
        raise click.BadParameter(_("The result may not replace the input."), param_hint="-o")
    run = management.registers(result, output=output, concept=concept, force=force)
    shared.tell_concept(is_concept=concept)
    for item, value in run.main_points:
        click.echo(f"{item}: {value}")
    click.echo(_("Written: {file}").format(file=run.written))
    return Exit.DONE
