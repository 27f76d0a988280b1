"""What leaves the workbook for people: calendars, tick lists, shared copies, rights."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from koppeling.cli import options
from koppeling.cli.exits import Exit
from koppeling.locale import _, current, ngettext

if TYPE_CHECKING:
    from koppeling.domain.finding import Finding
    from koppeling.privacy.use_cases import Dossier, Forgotten


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
    from koppeling import practice as app
    from koppeling.share.use_cases import calendar as make

    try:
        written = make(
            result,
            output=output,
            people=(*juniors, *seniors),
            sites=sites,
            concept=concept,
            force=force,
        )
    except app.InputError as error:
        return _refuse_input(error.findings)
    told = ngettext(
        "{number} calendar written in {folder}.", "{number} calendars written in {folder}.",
        len(written),
    )  # fmt: skip
    click.echo(told.format(number=len(written), folder=written[0].parent))
    _tell_concept(is_concept=concept)
    click.echo(_("How to bring one into Outlook, Google or Apple stands in the manual."))
    return Exit.DONE


def tick_lists(result: Path, *, output: Path | None, concept: bool, force: bool) -> int:
    """Write a tick list for each senior and say where they are."""
    from koppeling import practice as app
    from koppeling.share.use_cases import tick_lists as make

    try:
        written = make(result, output=output, concept=concept, force=force)
    except app.InputError as error:
        return _refuse_input(error.findings)
    told = ngettext(
        "{number} tick list written in {folder}.", "{number} tick lists written in {folder}.",
        len(written),
    )  # fmt: skip
    click.echo(told.format(number=len(written), folder=written[0].parent))
    _tell_concept(is_concept=concept)
    return Exit.DONE


def tick(result: Path, lists: tuple[Path, ...], *, output: Path | None, force: bool) -> int:
    """Merge returned lists, tell what was not taken over, and say where the result is."""
    from koppeling import practice as app
    from koppeling.report.console import open_console
    from koppeling.report.text import list_findings
    from koppeling.share.use_cases import tick as merge

    try:
        run = merge(result, lists, output=output, force=force)
    except app.InputError as error:
        return _refuse_input(error.findings)
    if run.findings:
        list_findings(run.findings, open_console(sys.stdout))
        click.echo(_("What is listed here was not taken over; those meetings stay as they were."))
    if run.written is None:
        click.echo(_("The lists say nothing new; nothing was written."))
        return Exit.DONE
    number = run.num_changed
    told = ngettext("{number} meeting ticked.", "{number} meetings ticked.", number)
    click.echo(told.format(number=number))
    click.echo(_("Written: {file}").format(file=run.written))
    return Exit.DONE


def share(result: Path, *, audience: str, output: Path | None, concept: bool, force: bool) -> int:
    """Write a copy for one reader."""
    from koppeling import practice as app
    from koppeling.share.use_cases import share as make

    try:
        written = make(result, audience, output=output, concept=concept, force=force)
    except app.InputError as error:
        return _refuse_input(error.findings)
    click.echo(_("Written: {file}").format(file=written))
    _tell_concept(is_concept=concept)
    return Exit.DONE


def about(path: Path, number: str, *, output: Path | None, force: bool) -> int:
    """Show, or write, everything that is held on a person."""
    if output is None:
        told = _("Without -o it stands on the screen; these have no effect: {options}.")
        options.refuse_unused(told, "path", "number")
    from koppeling import practice as app
    from koppeling.privacy.use_cases import about as gather
    from koppeling.workbook.write.publish import publish

    try:
        dossier = gather(path, number)
    except app.InputError as error:
        return _refuse_input(error.findings)
    text = "\n".join(_lines_of(dossier))
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


def forget(path: Path, number: str, *, output: Path, force: bool) -> int:
    """Write a workbook without a person, and list what is left to do by hand."""
    from koppeling import practice as app
    from koppeling.privacy.use_cases import forget as erase

    try:
        done = erase(path, number, output, force=force)
    except app.InputError as error:
        return _refuse_input(error.findings)
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


def pseudonymise(path: Path, *, output: Path, key: Path | None, force: bool) -> int:
    """Write a copy with pseudonyms, and say what it still tells."""
    from koppeling import practice as app
    from koppeling.privacy.use_cases import pseudonymise as cover

    try:
        written, key_file = cover(path, output, key=key, force=force)
    except app.InputError as error:
        return _refuse_input(error.findings)
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


def _tell_concept(*, is_concept: bool) -> None:
    if is_concept:
        click.echo(_("Concept: proposals without a decision are in it too."))


def _refuse_input(findings: Sequence[Finding]) -> int:
    from koppeling.report.console import open_console
    from koppeling.report.text import list_findings

    list_findings(findings, open_console(sys.stderr))
    return Exit.BAD_INPUT
