"""The commands for the rights of a person: what is held, taking out, and pseudonyms."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from koppeling.cli import command as shared
from koppeling.cli.command import command
from koppeling.cli.failure import Exit
from koppeling.locale import _, current, ngettext

if TYPE_CHECKING:
    from koppeling.privacy.use_cases import Dossier, Forgotten


def commands() -> list[click.Command]:
    """Make the commands in the language in use."""
    return [_about_command(), _forget_command(), _pseudonymise_command()]


def _number() -> click.Argument:
    return click.Argument(["number"], metavar=_("PERSON"))


def _new_workbook() -> click.Option:
    return shared.output(_("NEW.xlsx"), _("The new workbook."), required=True)


def _about_command() -> click.Command:
    """`koppeling about FILE 0012`."""
    return command(
        "about",
        about,
        _("Show everything that is held on a person, the ledger included."),
        [
            shared.path(),
            _number(),
            shared.output_file(_("FILE.txt"), _("Write it to a file; on the screen otherwise.")),
            shared.force(),
        ],
    )


def about(path: Path, number: str, *, output: Path | None, force: bool) -> int:
    """Show, or write, everything that is held on a person."""
    if output is None:
        told = _("Without -o it stands on the screen; these have no effect: {options}.")
        shared.refuse_unused(told, "path", "number")
    from koppeling.privacy import use_cases as rights
    from koppeling.workbook.write.publish import publish

    text = "\n".join(_lines_of(rights.about(path, number)))
    if output is None:
        click.echo(text)
        return Exit.DONE
    written = publish(output, (text + "\n").encode(), force=force).path
    click.echo(_("Written: {file}").format(file=written))
    return Exit.DONE


def _lines_of(dossier: Dossier) -> Iterator[str]:
    yield _("What is held on {number}").format(number=dossier.number)
    for record in dossier.records:
        yield ""
        yield _("{sheet}, row {row} ({file})").format(
            sheet=record.sheet, row=record.row, file=record.source
        )
        for heading, value in record.cells:
            yield f"  {heading}: {_shown(value)}"
        if record.said_by:
            yield "  " + _("Said by {number}: do not hand this over as it is.").format(
                number=record.said_by
            )
    if dossier.booked:
        yield ""
        yield _("Hours in the ledger")
    for line in dossier.booked:
        yield "  " + _("{day}: {minutes} minutes, {kind}, period {period}, batch {batch}").format(
            day=_shown(line.day),
            minutes=line.minutes,
            kind=line.kind,
            period=line.period,
            batch=line.batch,
        )
    others = sorted({number for record in dossier.records for number in record.others})
    if others:
        yield ""
        yield _("These rows also name {numbers}: look before you hand this over.").format(
            numbers=", ".join(others)
        )
    yield from _elsewhere(dossier)


def _elsewhere(dossier: Dossier) -> Iterator[str]:
    if dossier.files:
        yield ""
        yield _("The number or name also stands in these files nearby:")
        yield from (f"  {file.parent.name}/{file.name}" for file in dossier.files)
    if dossier.unopened:
        yield ""
        yield _("These files nearby could not be looked into; look there yourself:")
        yield from (f"  {file.parent.name}/{file.name}" for file in dossier.unopened)
    if dossier.unread:
        yield ""
        yield _("koppeling does not know these sheets; look there yourself: {sheets}.").format(
            sheets=", ".join(dossier.unread)
        )


def _shown(value: object) -> str:
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return text.replace(".", ",") if isinstance(value, float) and current() == "nl" else text


def _forget_command() -> click.Command:
    """`koppeling forget FILE 0012 -o NEW.xlsx`."""
    return command(
        "forget",
        forget,
        _(
            "Take a person out. Writes a workbook without the person, totals kept, puts a "
            "pseudonym in the ledger, and lists what is left to do by hand."
        ),
        [shared.path(), _number(), _new_workbook(), shared.force()],
    )


def forget(path: Path, number: str, *, output: Path, force: bool) -> int:
    """Write a workbook without a person, and list what is left to do by hand."""
    from koppeling.privacy import use_cases as rights

    done = rights.forget(path, number, output, force=force)
    click.echo("\n".join(_lines_of_forgotten(path, done)))
    return Exit.DONE


def _near(file: Path, path: Path) -> str:
    """Name a file from the folder of the workbook."""
    folder = path.resolve().parent
    return file.name if file.resolve().parent == folder else f"{file.parent.name}/{file.name}"


def _lines_of_forgotten(path: Path, done: Forgotten) -> Iterator[str]:
    yield _("Written: {file}").format(file=done.written)
    for sheet, count in done.removed:
        yield "  " + ngettext(
            "{sheet}: {count} row removed", "{sheet}: {count} rows removed", count
        ).format(sheet=sheet, count=count)
    for sheet, count in done.kept:
        yield "  " + ngettext(
            "{sheet}: {count} row kept for the totals, as {pseudonym}",
            "{sheet}: {count} rows kept for the totals, as {pseudonym}",
            count,
        ).format(sheet=sheet, count=count, pseudonym=done.pseudonym)
    if done.bookings:
        yield "  " + ngettext(
            "ledger: {count} booking kept, as {pseudonym}",
            "ledger: {count} bookings kept, as {pseudonym}",
            done.bookings,
        ).format(count=done.bookings, pseudonym=done.pseudonym)
    yield from _lines_by_hand(path, done)


def _lines_by_hand(path: Path, done: Forgotten) -> Iterator[str]:
    yield ""
    yield _("Left for you to do by hand:")
    yield "  " + _("remove {file} when the new workbook is as it should be").format(file=path)
    yield from (
        "  " + _("look at {sheet}, row {row}: part of the name stands there").format(
            sheet=sheet, row=row
        )
        for sheet, row in done.doubts
    )  # fmt: skip
    for message, files in (
        (_("look at {file}: the number or name stands in it"), done.files),
        (_("look into {file} yourself: koppeling cannot read it"), done.unopened),
    ):
        yield from (
            "  " + message.format(file=_near(file, path))
            for file in files
            if file.resolve() != path.resolve()
        )
    yield from (
        "  " + _("remove {file}: a run that was cut short left it there").format(file=file)
        for file in done.cut_short
    )
    for sheet in done.left_behind:
        yield "  " + _("sheet {sheet} was not taken over: koppeling does not know it").format(
            sheet=sheet
        )
    yield "  " + _("e-mail, imported calendars, printed papers, backups of this computer")
    yield _(
        "Payroll files must be kept for 7 years; keep those apart, and remove them after that. "
        "Rebuilding the ledger from them brings the number back: then forget again."
    )


def _pseudonymise_command() -> click.Command:
    """`koppeling pseudonymise FILE -o NEW.xlsx`."""
    return command(
        "pseudonymise",
        pseudonymise,
        _(
            "Write a copy that names nobody. Numbers and names become stable pseudonyms; "
            "addresses, remarks and reasons are left out."
        ),
        [
            shared.path(),
            _new_workbook(),
            click.Option(
                ["--key"],
                type=click.Path(dir_okay=False, path_type=Path),
                metavar=_("FILE"),
                help=_("The key file, made where there is none; beside the input otherwise."),
            ),
            shared.force(),
        ],
    )


def pseudonymise(path: Path, *, output: Path, key: Path | None, force: bool) -> int:
    """Write a copy with pseudonyms, and say what it still tells."""
    from koppeling.privacy import use_cases as rights

    written, key_file = rights.pseudonymise(path, output, key=key, force=force)
    click.echo(_("Written: {file}").format(file=written))
    click.echo(
        _("Key: {file}. Keep it to yourself; with it the same people keep their pseudonym.").format(
            file=key_file
        )
    )
    click.echo(
        _(
            "Sites, dates, working days, wishes and DiSC are still in it: pseudonymous is not "
            "anonymous. A proposal from it is as good; where several are equally good the draw "
            "goes by number, and may then choose other pairs."
        )
    )
    return Exit.DONE
