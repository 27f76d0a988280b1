"""The commands of payroll: hours to the package, and the pairings in a file of their own."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from koppeling.cli import command as shared
from koppeling.cli import failure
from koppeling.cli.command import command
from koppeling.cli.failure import Exit
from koppeling.locale import _, ngettext

if TYPE_CHECKING:
    from koppeling.payroll.profile import Profile
    from koppeling.payroll.use_case import PayrollRun


def commands() -> list[click.Command]:
    """Make the commands in the language in use."""
    return [_payroll_command(), _pairings_command()]


def _payroll_command() -> click.Command:
    """`koppeling payroll RESULT.xlsx --profile NAME --period PERIOD`."""
    return command(
        "payroll",
        payroll,
        _(
            "Send hours to the payroll package. Makes the file of one period, closes the "
            "period, and keeps a ledger, so that a meeting is sent once."
        ),
        [
            shared.result("path", required=False),
            click.Option(
                ["--profile"],
                metavar=_("NAME"),
                help=_(
                    "The payroll package, or a .toml file of your own; see --list. Otherwise the "
                    "setting payroll profile."
                ),
            ),
            click.Option(
                ["--period"],
                metavar=_("PERIOD"),
                help=_("2027-02 (month), 2027-P02 (four weeks) or 2027-Q1 (quarter)."),
            ),
            *_counted_options(),
            shared.output_folder(_("Folder for the batches; beside the workbook otherwise.")),
            *_side_options(),
        ],
    )


def _counted_options() -> list[click.Parameter]:
    """List what decides which meetings count."""
    return [
        click.Option(
            ["--assume-held"],
            is_flag=True,
            help=_("Count planned meetings of the period as held."),
        ),
        click.Option(
            ["--planned"],
            is_flag=True,
            help=_("A forecast: planned meetings count, nothing is booked."),
        ),
        shared.concept(_("Count undecided proposals too; nothing is booked.")),
    ]


def _side_options() -> list[click.Parameter]:
    """List what tells of profiles, or rebuilds the ledger."""
    return [
        click.Option(["--list", "show_list"], is_flag=True, help=_("List the profiles.")),
        click.Option(
            ["--describe"], metavar=_("NAME"), help=_("Tell what a profile writes and needs.")
        ),
        click.Option(
            ["--rebuild"],
            type=click.Path(exists=True, file_okay=False, path_type=Path),
            metavar=_("FOLDER"),
            help=_("Make the ledger again from the batches in this folder."),
        ),
    ]


def payroll(  # noqa: PLR0913 - one argument for each option
    path: Path | None,
    *,
    profile: str | None,
    period: str | None,
    assume_held: bool,
    planned: bool,
    concept: bool,
    output: Path | None,
    show_list: bool,
    describe: str | None,
    rebuild: Path | None,
) -> int:
    """Export the hours of a period; or tell of profiles, or rebuild the ledger."""
    if show_list:
        shared.refuse_unused(_("With --list these have no effect: {options}."), "show_list")
        return _list_profiles()
    if describe is not None:
        told = _("With --describe these have no effect: {options}.")
        shared.refuse_unused(told, "describe", "path")
        return _describe(describe, path)
    if rebuild is not None:
        told = _("With --rebuild these have no effect: {options}.")
        shared.refuse_unused(told, "rebuild", "path")
        return _rebuild(rebuild, path)
    if path is None or period is None:
        raise click.UsageError(
            _("Give a workbook, a profile and a period; `koppeling payroll --list` shows profiles.")
        )
    if planned and assume_held:
        raise click.UsageError(_("Use --planned or --assume-held, not both."))
    from koppeling.payroll import use_case as paying

    run = paying.payroll(
        path,
        profile=profile,
        period=period,
        assume_held=assume_held,
        planned=planned,
        concept=concept,
        output=output,
    )
    if run.findings:
        failure.list_findings(run.findings, sys.stderr)
    _tell(run, is_concept=concept)
    if output is not None:
        _tell_unused_output(run, output)
    return Exit.DONE


def _tell(run: PayrollRun, *, is_concept: bool) -> None:
    """Say what was sent, with the totals by kind of hours."""
    click.echo(_headline(run))
    shared.tell_concept(is_concept=is_concept)
    _tell_totals(run)
    if run.batch is not None and any(line.is_assumed for line in run.batch.lines):
        click.echo(_("Planned meetings of this period counted as held."))
    if run.batch is not None:
        from koppeling.payroll.letter import tell_delivery

        click.echo(
            _("Batch {batch}: {delivery}.").format(
                batch=run.batch.id, delivery=tell_delivery(run.batch)
            )
        )
    for file in run.files:
        click.echo(_("Written: {file}").format(file=file))
    if run.workbook is not None:
        text = _("The workbook that knows of this period: {file}. Go on with that one.")
        click.echo(text.format(file=run.workbook))
    if run.is_report_only:
        click.echo(
            _(
                "No wage code was named, so there is no payroll file: fill in the sheet "
                "Wage codes. Guidance is mostly time that is paid already; choose a component "
                "for information."
            )
        )
    if run.emptied:
        from koppeling.payroll.letter import tell_emptied

        click.echo(tell_emptied(run.emptied))
    for period in run.reopened:
        text = _("Period {period} changed since it was sent; run it again for the correction.")
        click.echo(text.format(period=period))


def _tell_unused_output(run: PayrollRun, output: Path) -> None:
    """Say that -o had no effect: a batch stays where it was booked, or there is none."""
    if run.folder is None:
        click.echo(_("Nothing was written, so -o had no effect."))
    elif run.batch is not None and run.folder.resolve().parent != output.resolve():
        click.echo(
            _("-o had no effect: this batch stands where it was booked, in {folder}.").format(
                folder=run.folder
            )
        )


def _headline(run: PayrollRun) -> str:
    names = {"period": run.period, "profile": run.profile}
    if not run.totals:
        return _("Period {period}: there are no hours that were not sent before.").format(**names)
    if run.is_report_only:
        return _("Period {period}: a report only.").format(**names)
    if run.is_provisional:
        return _("Period {period}, profile {profile}: not booked, not for import.").format(**names)
    if run.is_repeat:
        return _(
            "Period {period} was closed already and nothing changed: the same files again."
        ).format(**names)
    return _("Period {period}, profile {profile}: booked in the ledger and closed.").format(**names)


def _tell_totals(run: PayrollRun) -> None:
    from koppeling.payroll.hours import tell_minutes
    from koppeling.payroll.letter import tell_kind

    for (kind, role), (inside, outside) in run.totals.items():
        line = f"  {tell_kind(kind, role):<30} {tell_minutes(inside):>8}"
        if outside:
            line += _("   and {hours} that go in no file").format(hours=tell_minutes(outside))
        click.echo(line)
    if run.totals:
        total = sum(inside + outside for inside, outside in run.totals.values())
        together = _("together")
        click.echo(f"  {together:<30} {tell_minutes(total):>8}")


def _list_profiles() -> int:
    from koppeling.payroll.profile import built_in

    for profile in built_in():
        click.echo(f"{profile.name:<14} {profile.told('title')}")
    click.echo()
    click.echo(
        _(
            "Layout on request: SD Worx, ADP, YouServe, Employes, SDB. Their layouts are not "
            "verified; use neutraal-csv, or a .toml file of your own."
        )
    )
    return Exit.DONE


def _describe(name: str, path: Path | None) -> int:
    from koppeling.payroll.profile import load

    profile = load(name, None if path is None else path.parent)
    click.echo(f"{profile.name}: {profile.told('title')}")
    for part in ("verified", "remarks"):
        if profile.told(part):
            click.echo(profile.told(part))
    click.echo()
    for label, value in _facts(profile):
        click.echo(f"  {label:<22} {value}")
    missing = profile.missing()
    if missing:
        click.echo()
        click.echo(_own_profile(profile, missing))
    return Exit.DONE


def _facts(profile: Profile) -> list[tuple[str, str]]:
    from koppeling.payroll.batch import fact_name
    from koppeling.payroll.periods import PeriodKind, parse_period, shape
    from koppeling.payroll.settlement import file_name

    february = parse_period("2027-02", (PeriodKind.MONTH,))
    named = [column.heading for column in profile.columns]
    if profile.layout == "wide":
        named.append(_("<a column for each wage code>"))
    notations = {
        "hours": _("hours: {example}").format(example=f"1{profile.decimal}25"),
        "minutes": _("minutes: 75"),
        "hundredths": _("hundredths: 125"),
        "clock": _("hours and minutes: 1:15"),
    }
    corrections = {
        "full": _("the whole period again"),
        "delta": _("the difference only, below zero too"),
    }
    return [
        (_("file"), f"{file_name(profile, february)}{profile.suffix}"),
        (_("columns"), "; ".join(named)),
        (_("periods"), ", ".join(shape(kind) for kind in profile.periods)),
        *_starts(profile),
        (_("hours written as"), notations.get(profile.notation, _("(to be set)"))),
        (_("corrections"), corrections[profile.corrections]),
        (_("wage code"), _tell_pattern(profile.code_pattern)),
        *((fact_name(need), _tell_pattern(profile.employer_pattern)) for need in profile.needs),
        (
            _("personnel number"),
            _("a whole number; zeros in front fall away")
            if profile.needs_whole_numbers
            else _tell_pattern(profile.number_pattern),
        ),
    ]


def _starts(profile: Profile) -> Iterator[tuple[str, str]]:
    """Tell from which days a practice counts its periods of four weeks."""
    from koppeling.payroll.periods import PeriodKind

    if PeriodKind.FOUR_WEEKS in profile.periods:
        days = ", ".join(f"{day:%d-%m-%Y}" for day in sorted(profile.period_starts.values()))
        yield _("four weeks from"), days or _("(to be set, under [period_starts])")


def _tell_pattern(pattern: str) -> str:
    """Say in words what may stand in a field; a pattern of a practice's own as it is."""
    from koppeling.payroll.profile import SAFE

    return {
        SAFE: _("letters, digits, space and . _ / -"),
        "[0-9]+": _("digits only"),
        "U[0-9]+": _("U and digits: U2100"),
        "[A-Za-z0-9]{1,6}": _("letters and digits, 6 at most"),
    }.get(pattern, pattern)


def _own_profile(profile: Profile, missing: tuple[str, ...]) -> str:
    """Show the TOML file that would complete a profile."""
    lines = [f'based_on = "{profile.name}"']
    if "notation" in missing:
        lines.append('notation = "hours"')
    inside = [key for key in missing if key != "notation"]
    if inside:
        lines += ["", "[set]", *(f'{key} = "…"' for key in inside)]
    told = _("Save this as {name}.toml beside the workbook, and use --profile {name}:").format(
        name=_("ours")
    )
    return "\n".join([told, "", *(f"    {line}" for line in lines)])


def _rebuild(folder: Path, path: Path | None) -> int:
    from koppeling.payroll.bookkeeping import ledger_path, rebuild_ledger

    batches = rebuild_ledger(folder, path)
    number = len(batches)
    told = ngettext(
        "The ledger was made again from {number} batch: {file}.",
        "The ledger was made again from {number} batches: {file}.",
        number,
    )
    place = ledger_path(path) if path is not None else ledger_path(folder / "_")
    click.echo(told.format(number=number, file=place))
    return Exit.DONE


def _pairings_command() -> click.Command:
    """`koppeling pairings RESULT.xlsx`."""
    return command(
        "pairings",
        pairings,
        _("Write the decided pairings as a file: junior, senior, from, to, hours."),
        [
            shared.result("path"),
            shared.output_file(
                _("FILE.csv"), _("Where the file goes; beside the workbook otherwise.")
            ),
            click.Option(
                ["--machine"], is_flag=True, help=_("For a program: no BOM, days as 2027-01-31.")
            ),
            shared.concept(),
        ],
    )


def pairings(path: Path, *, output: Path | None, machine: bool, concept: bool) -> int:
    """Write the decided pairings."""
    from koppeling.share import use_cases as sharing

    written, number = sharing.pairings(path, concept=concept, machine=machine, output=output)
    told = ngettext("{number} pairing.", "{number} pairings.", number).format(number=number)
    click.echo(told)
    if not number:
        click.echo(_("Nobody decided on a pair yet; see `koppeling decide`, or use --concept."))
    click.echo(_("Written: {file}").format(file=written))
    return Exit.DONE
