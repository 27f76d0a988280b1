"""The commands that write papers and registers."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from koppeling.cli import options
from koppeling.cli.exits import Exit
from koppeling.cli.options import Make
from koppeling.locale import _, ngettext

#: The values of `koppeling.papers.documents.DocumentKind`, which help must not load.
KINDS = (
    "plan",
    "verklaring-voor",
    "verklaring-na",
    "motivatie",
    "overdracht",
    "agenda",
    "kwartaalgesprek",
    "eindevaluatie",
)


def build(make: Make) -> list[click.Command]:
    """Make the commands in the language in use."""
    return [_documents(make), _registers(make)]


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
    from koppeling import practice as app
    from koppeling.papers.use_case import documents as write_documents
    from koppeling.report.console import open_console
    from koppeling.report.text import list_findings

    try:
        run = write_documents(
            result, kind=kind, junior=junior, output=output, concept=concept, force=force
        )
    except app.InputError as error:
        list_findings(error.findings, open_console(sys.stderr))
        return Exit.BAD_INPUT
    _warn_of_concept(is_concept=concept)
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


def registers(result: Path, *, output: Path | None, concept: bool, force: bool) -> int:
    """Write the registers and tell the main points."""
    from koppeling import practice as app
    from koppeling.registers.use_case import registers as write_registers
    from koppeling.report.console import open_console
    from koppeling.report.text import list_findings

    if output is not None and output.resolve() == result.resolve():
        raise click.BadParameter(_("The result may not replace the input."), param_hint="-o")
    try:
        run = write_registers(result, output=output, concept=concept, force=force)
    except app.InputError as error:
        list_findings(error.findings, open_console(sys.stderr))
        return Exit.BAD_INPUT
    _warn_of_concept(is_concept=concept)
    for item, value in run.main_points:
        click.echo(f"{item}: {value}")
    click.echo(_("Written: {file}").format(file=run.written))
    return Exit.DONE


def _warn_of_concept(*, is_concept: bool) -> None:
    if is_concept:
        click.echo(_("CONCEPT: proposals that nobody decided about count as agreed."))


def _documents(make: Make) -> click.Command:
    """`koppeling documents RESULT.xlsx`."""
    return make(
        "documents",
        documents,
        _(
            "Write Word documents. Plans of guidance, statements, handovers, agendas and sheets "
            "for talks, whatever applies now; own templates go in a folder “sjablonen” beside "
            "the workbook."
        ),
        [
            options.result(),
            options.person("--junior", _("Only for this junior.")),
            click.Option(
                ["--kind"], type=click.Choice(KINDS), help=_("Only this kind, for every pair.")
            ),
            options.output_folder(
                _("Where the documents go; in a folder beside the workbook otherwise.")
            ),
            options.concept(),
            options.force(),
        ],
    )


def _registers(make: Make) -> click.Command:
    """`koppeling registers RESULT.xlsx`."""
    return make(
        "registers",
        registers,
        _(
            "Write registers. A workbook for management: guides, hours of each trajectory and "
            "senior, direct time, norms, and who may become a senior."
        ),
        [
            options.result(),
            options.output(
                _("REGISTERS.xlsx"), _("Where the registers go; beside the workbook otherwise.")
            ),
            options.concept(),
            options.force(),
        ],
    )
