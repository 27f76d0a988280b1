"""Reading a koppelboek: files in, everything that is wrong and an `Instance` out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType

from koppeling.domain.finding import Finding, Severity
from koppeling.domain.instance import Instance, Settings
from koppeling.locale import _
from koppeling.workbook.absences import read_absences
from koppeling.workbook.goals import read_levels, read_matrix, read_weights
from koppeling.workbook.grids import Grid, RawFile
from koppeling.workbook.headings import Leniency
from koppeling.workbook.in_force import Options, SettingInForce, build_settings, read_options
from koppeling.workbook.intake import Intake, input_files, is_open_elsewhere
from koppeling.workbook.links import (
    read_capacities,
    read_escalations,
    read_held,
    read_pairings,
    read_preferences,
)
from koppeling.workbook.patterns import read_working_weeks
from koppeling.workbook.people import (
    Surroundings,
    build_juniors,
    build_seniors,
    list_sites,
    read_discs,
)
from koppeling.workbook.public_holidays import list_holidays
from koppeling.workbook.refusals import report_file
from koppeling.workbook.register import register_people
from koppeling.workbook.remarks import Place, Remarks
from koppeling.workbook.schema import SETTINGS_SHEET, SHEETS
from koppeling.workbook.sheets import assign_sheets
from koppeling.workbook.tables import Table, read_table
from koppeling.workbook.trajectories import read_groups, read_trajectories
from koppeling.workbook.week import stretches_of

_WEEK_53_LENGTH = timedelta(days=14)


@dataclass(frozen=True)
class Source:
    """An input file: its name and the SHA-256 of the bytes that were read."""

    name: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Reading:
    """
    What came of reading the input.

    Parameters
    ----------
    instance : Instance or None
        None exactly when a finding is an error.
    findings : tuple of Finding
        Errors first, then in the order of the sheets.
    tables : tuple of Table
        Every input sheet as read, in the order of the template.
    sources : tuple of Source
        The files.
    unknown_sheets : tuple of str
        Sheets that were left alone.
    settings : tuple of SettingInForce
        Every setting with its value and whether the file gave it.
    """

    instance: Instance | None
    findings: tuple[Finding, ...]
    tables: tuple[Table, ...] = ()
    sources: tuple[Source, ...] = ()
    unknown_sheets: tuple[str, ...] = ()
    settings: tuple[SettingInForce, ...] = ()

    def table(self, key: str) -> Table | None:
        """Return the table of a sheet by its key (`juniors`), None when it is absent."""
        return next((table for table in self.tables if table.sheet.key == key), None)

    @property
    def settings_in_force(self) -> Mapping[str, str]:
        """Name of each setting → its value and where it is from, in the language in use."""
        return {
            setting.field.words.local: setting.shown
            if setting.is_from_file
            else _("{value} (default)").format(value=setting.shown or "–")
            for setting in self.settings
        }


def read(paths: Iterable[Path | str]) -> Reading:
    """
    Read a workbook, a folder or several files.

    Parameters
    ----------
    paths : iterable of Path or str
        .xlsx, .xlsm, .ods or .csv, or folders of them.

    Returns
    -------
    Reading
        Never raises for what the files hold: that is what findings are for.
    """
    files, refused = input_files([Path(path) for path in paths])
    intake = Intake(files)
    import holidays.countries.netherlands  # noqa: F401 - slow to load, so while the files are read

    remarks = Remarks()
    for file in files:
        if is_open_elsewhere(file):
            remarks.warn(
                Place(source=file.name),
                "open-elsewhere",
                _("{file} is open in Excel; unsaved changes are not read.").format(file=file.name),
                _("Save the workbook first."),
            )
    return interpret([*refused, *intake.collect()], remarks)


def interpret(files: Sequence[RawFile], remarks: Remarks | None = None) -> Reading:
    """Make a `Reading` of files that were read; the part of `read` without a process."""
    remarks = Remarks() if remarks is None else remarks
    for file in files:
        report_file(remarks, file)
    assignment = assign_sheets(files, remarks)
    options, tables = _read_tables(assignment.grids, remarks)
    instance = _build(options, tables, remarks)
    ordered = tuple(tables[sheet.key] for sheet in SHEETS if sheet.key in tables)
    findings = sorted(remarks.findings, key=lambda finding: finding.severity is not Severity.ERROR)
    return Reading(
        instance=None if remarks.has_errors else instance,
        findings=tuple(findings),
        tables=ordered,
        sources=tuple(Source(file.name, file.sha256) for file in files if file.sha256),
        unknown_sheets=assignment.unknown,
        settings=tuple(options.in_force.values()),
    )


def _read_tables(grids: Mapping[str, Grid], remarks: Remarks) -> tuple[Options, dict[str, Table]]:
    options, settings_table = read_options(grids.get(SETTINGS_SHEET.key), remarks)
    tables = {} if settings_table is None else {SETTINGS_SHEET.key: settings_table}
    for sheet in SHEETS:
        grid = grids.get(sheet.key)
        if grid is None or sheet is SETTINGS_SHEET or not (grid.rows or sheet.needed):
            continue
        tables[sheet.key] = read_table(
            grid,
            sheet,
            remarks,
            Leniency(skip_sensitive=bool(options["ignore_sensitive"])),
        )
        if sheet.key in ("juniors", "seniors") and not tables[sheet.key].rows:
            remarks.error(
                tables[sheet.key].place(),
                "nobody",
                _("There is nobody in the sheet {sheet}.").format(sheet=sheet.words.local),
                _("Add a row for each person."),
            )
    return options, tables


def _build(options: Options, tables: Mapping[str, Table], remarks: Remarks) -> Instance | None:
    settings = build_settings(options, remarks)
    juniors, seniors = tables.get("juniors"), tables.get("seniors")
    register = register_people(juniors, seniors, remarks)
    types = read_trajectories(tables.get("trajectory_types"), remarks)
    type_names = {name.casefold(): name for name in types}
    groups = read_groups(tables.get("groups"), type_names, register, remarks)
    weeks = read_working_weeks(
        tables.get("working_days"),
        stretches_of(str(options["default_times"])),
        list_sites(register),
        register,
        remarks,
    )
    absences = read_absences(tables.get("availability"), register, remarks)
    around = Surroundings(
        weeks=weeks,
        absences=absences,
        discs=read_discs(tables.get("disc"), register, remarks),
        options=options,
        trajectories=type_names,
        groups={group.name.casefold(): group.name for group in groups},
    )
    built_juniors = build_juniors(juniors, register, around, remarks) if juniors else ()
    built_seniors = build_seniors(seniors, register, around, remarks) if seniors else ()
    capacities = read_capacities(tables.get("capacity"), register, remarks)
    preferences = read_preferences(tables.get("preferences"), register, remarks)
    escalations = read_escalations(tables.get("escalations"), groups, register, remarks)
    levels = read_levels(tables.get("goals"), remarks)
    weights = read_weights(tables.get("weights"), remarks)
    if settings is None:
        return None
    if weeks.has_alternating_weeks:
        _report_week_53(settings, options, remarks)
    return Instance(
        settings=settings,
        juniors=built_juniors,
        seniors=built_seniors,
        capacities=capacities,
        pairings=read_pairings(tables.get("pairings"), settings.quarter, register, remarks),
        preferences=preferences,
        escalations=escalations,
        groups=groups,
        held=read_held(
            tables.get("meetings"), settings.meeting_minutes, settings.quarter, register, remarks
        ),
        closures=absences.closures,
        holidays=list_holidays(
            settings.quarters, is_good_friday_working=bool(options["good_friday_working"])
        ),
        trajectories=MappingProxyType(types),
        weights=weights,
        levels=levels,
        disc_matrix=read_matrix(tables.get("disc_matrix"), settings.disc_rule, remarks),
    )


def _report_week_53(settings: Settings, options: Options, remarks: Remarks) -> None:
    first, last = settings.quarters[0].first_day, settings.quarters[-1].last_day
    for year in range(first.year - 1, last.year + 1):
        monday = date.fromisocalendar(year + 1, 1, 1) - timedelta(days=7)
        if monday.isocalendar().week != 53 or not monday <= last:
            continue
        anchor = settings.even_weeks_from
        if monday + _WEEK_53_LENGTH <= first or (anchor is not None and anchor <= monday):
            continue
        remarks.warn(
            options.place("even_weeks_from"),
            "week-53",
            _("{year} has a week 53: that week and week 1 after it are both odd.").format(
                year=year
            ),
            _("Fill in “{setting}” if the weeks strictly alternate in your practice.").format(
                setting=options.in_force["even_weeks_from"].field.words.local
            ),
        )
