"""Reading a koppelboek: files in, everything that is wrong and an `Instance` out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from difflib import get_close_matches
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import Any

from koppeling.domain.finding import Finding
from koppeling.domain.instance import Instance, Settings
from koppeling.domain.period import Quarter
from koppeling.locale import _
from koppeling.workbook.read.goals import (
    read_costs,
    read_groups,
    read_levels,
    read_matrix,
    read_trajectories,
    read_weights,
)
from koppeling.workbook.read.grids import Grid, RawFile, reference
from koppeling.workbook.read.in_force import Options, SettingInForce, build_settings, read_options
from koppeling.workbook.read.intake import Intake, input_files, is_open_elsewhere
from koppeling.workbook.read.links import (
    read_capacities,
    read_escalations,
    read_pairings,
    read_preferences,
)
from koppeling.workbook.read.meetings import read_held
from koppeling.workbook.read.parsed import clean, plain
from koppeling.workbook.read.patterns import DaySettings, read_absences, read_working_weeks
from koppeling.workbook.read.people_rows import (
    Surroundings,
    build_juniors,
    build_seniors,
    list_sites,
    read_discs,
    report_sites,
    report_words,
)
from koppeling.workbook.read.public_holidays import list_holidays
from koppeling.workbook.read.references import own_rows, resolve
from koppeling.workbook.read.refusals import report_file
from koppeling.workbook.read.register import Register, register_people
from koppeling.workbook.read.remarks import Place, Remarks, in_order
from koppeling.workbook.read.tables import Leniency, Table, read_table
from koppeling.workbook.read.week_cells import stretches_of
from koppeling.workbook.schema.registry import (
    SETTINGS_SHEET,
    SHEETS,
    Sheet,
    find_sheet,
    is_silent,
    normalise,
)
from koppeling.workbook.schema.results import (
    PROPOSAL,
    PROVENANCE,
    Origin,
    result_sheet,
    travelling_key,
)
from koppeling.workbook.schema.shapes import is_called


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
        Every input sheet as read, people by number, in the order of the template.
    register : Register
        Who is who.
    sources : tuple of Source
        The files.
    unknown_sheets : tuple of str
        Sheets that were left alone.
    paths : tuple of Path
        Where the files that count as input stand.
    settings : tuple of SettingInForce
        Every setting with its value and whether the file gave it.
    travelling : tuple of Origin
        Rows of Herkomst that go along from workbook to workbook.
    """

    instance: Instance | None
    findings: tuple[Finding, ...]
    tables: tuple[Table, ...] = ()
    sources: tuple[Source, ...] = ()
    unknown_sheets: tuple[str, ...] = ()
    settings: tuple[SettingInForce, ...] = ()
    paths: tuple[Path, ...] = ()
    travelling: tuple[Origin, ...] = ()
    register: Register = field(default_factory=Register)

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


#: Changes the tables between reading and understanding them (`koppeling.practice.kept_decisions`).
Amendment = Callable[[Mapping[str, Table]], Mapping[str, Table]]


def read(paths: Iterable[Path | str], amend: Amendment | None = None) -> Reading:
    """
    Read a workbook, a folder or several files.

    Parameters
    ----------
    paths : iterable of Path or str
        .xlsx, .xlsm, .ods or .csv, or folders of them. A proposal that
        koppeling wrote earlier is passed over in a folder with other files.
    amend : callable, optional
        Given the tables by key, returns those to go on with.

    Returns
    -------
    Reading
        Never raises for what the files hold: that is what findings are for.
    """
    asked = [Path(path) for path in paths]
    files, refused = input_files(asked)
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
    raw = dict(zip(files, intake.collect(), strict=True))
    for file in _earlier_results(raw, asked):
        del raw[file]
        remarks.warn(
            Place(source=file.name),
            "earlier-result",
            _("{file} is a proposal made earlier and is not read.").format(file=file.name),
            _("Nothing needs to be done; to start from it, give the file itself."),
        )
    return replace(interpret([*refused, *raw.values()], remarks, amend), paths=tuple(raw))


def _earlier_results(raw: Mapping[Path, RawFile], asked: Sequence[Path]) -> list[Path]:
    """List our own results that stand among other files in a folder."""
    proposal = result_sheet("proposal").words
    results = [
        path
        for path, file in raw.items()
        if path not in asked and any(is_called(grid.name, proposal, ()) for grid in file.grids)
    ]
    return results if len(results) < len(raw) else []


def interpret(
    files: Sequence[RawFile],
    remarks: Remarks | None = None,
    amend: Amendment | None = None,
) -> Reading:
    """Make a `Reading` of files that were read; the part of `read` without a process."""
    remarks = Remarks() if remarks is None else remarks
    for file in files:
        report_file(remarks, file)
    report_decisions(files, remarks)
    assignment = assign_sheets(files, remarks)
    options, read_tables = _read_tables(assignment.grids, _koppelboeken(files), remarks)
    register = register_people(
        read_tables.get("juniors"), read_tables.get("seniors"), remarks, _first_day(options)
    )
    tables: Mapping[str, Table] = resolve(read_tables, register, options, remarks)
    if amend is not None:
        tables = resolve(amend(tables), register, options, remarks)
    instance = assemble(options, dict(own_rows(tables)), register, remarks)
    ordered = tuple(tables[sheet.key] for sheet in SHEETS if sheet.key in tables)
    findings = in_order(remarks.findings)
    return Reading(
        instance=None if remarks.has_errors else instance,
        findings=tuple(findings),
        tables=ordered,
        sources=tuple(Source(file.name, file.sha256) for file in files if file.sha256),
        unknown_sheets=assignment.unknown,
        settings=tuple(options.in_force.values()),
        travelling=tuple(_travelling(files)),
        register=register,
    )


def _first_day(options: Options) -> date | None:
    quarter = options["quarter"]
    return Quarter.parse(quarter).first_day if isinstance(quarter, str) else None


def _travelling(files: Sequence[RawFile]) -> Iterator[Origin]:
    """Read the rows of Herkomst that must not get lost."""
    for grid in (grid for file in files for grid in file.grids):
        if not is_called(grid.name, PROVENANCE.words, PROVENANCE.synonyms):
            continue
        for _number, cells in sorted(grid.rows.items()):
            row = Origin(*(str(cells[at].value) if at in cells else "" for at in (1, 2, 3)))
            if travelling_key(row) is not None:
                yield row


def _koppelboeken(files: Sequence[RawFile]) -> frozenset[str]:
    """Name the sources that koppeling wrote; a grid of the only file names no source."""
    names = (PROVENANCE.words, PROVENANCE.synonyms)
    return frozenset(
        file.name if len(files) > 1 else ""
        for file in files
        if any(is_called(grid.name, *names) for grid in file.grids)
    )


def _read_tables(
    grids: Mapping[str, Grid], koppelboeken: frozenset[str], remarks: Remarks
) -> tuple[Options, dict[str, Table]]:
    options, settings_table = read_options(grids.get(SETTINGS_SHEET.key), remarks)
    tables = {} if settings_table is None else {SETTINGS_SHEET.key: settings_table}
    for sheet in SHEETS:
        grid = grids.get(sheet.key)
        if grid is None or sheet is SETTINGS_SHEET or not (grid.rows or sheet.needed):
            continue
        is_ours = grid.source in koppelboeken
        leniency = Leniency(
            skip_sensitive=bool(options["ignore_sensitive"]) and not is_ours,
            is_koppelboek=is_ours,
        )
        tables[sheet.key] = read_table(grid, sheet, remarks, leniency)
        table = tables[sheet.key]
        is_of_people = sheet.lists_people and "number" in table.columns
        if is_of_people and not table.rows:
            remarks.error(
                tables[sheet.key].place(),
                "nobody",
                _("There is nobody in the sheet {sheet}.").format(sheet=sheet.words.local),
                _("Add a row for each person."),
            )
    return options, tables


_FORTNIGHT = timedelta(days=14)


def assemble(
    options: Options, tables: Mapping[str, Table], register: Register, remarks: Remarks
) -> Instance | None:
    """
    Make an instance of the tables; what does not fit together goes to `remarks`.

    Whoever a row is about is in the `register`, or was reported (`references`).

    Returns
    -------
    Instance or None
        None without a quarter. With errors in `remarks` it is not to be used:
        it lacks what they are about.
    """
    assembly = _Assembly(options, tables, register, remarks)
    settings = build_settings(options, remarks)
    parts = {
        **assembly.read_people(),
        "capacities": read_capacities(tables.get("capacity"), remarks),
        "preferences": read_preferences(tables.get("preferences"), register, remarks),
        "escalations": read_escalations(
            tables.get("escalations"), assembly.groups, register, remarks
        ),
        "groups": assembly.groups,
        "closures": assembly.absences.closures,
        "trajectories": MappingProxyType(assembly.types),
        "weights": read_weights(tables.get("weights"), remarks),
        "levels": read_levels(tables.get("goals"), remarks),
        "fix_costs": read_costs(tables.get("costs"), options["hourly_rate"], remarks),
    }
    if settings is None:
        return None
    instance = Instance(settings=settings, **parts, **assembly.read_dated(settings))
    _report_default_hours(instance, tables.get("seniors"), assembly.register, remarks)
    return instance


class _Assembly:
    """The tables of one reading, with what most of them refer to."""

    def __init__(
        self, options: Options, tables: Mapping[str, Table], register: Register, remarks: Remarks
    ) -> None:
        self.options = options
        self.tables = tables
        self.remarks = remarks
        self.register = register
        self.types = read_trajectories(tables.get("trajectory_types"), remarks)
        self.type_names = {name.casefold(): name for name in self.types}
        self.groups = read_groups(tables.get("groups"), self.type_names, remarks)
        self.absences = read_absences(tables.get("availability"), remarks)
        self.weeks = read_working_weeks(
            tables.get("working_days"),
            DaySettings(
                default=stretches_of(str(options["default_times"])),
                reading=str(options["day_columns"]),
            ),
            list_sites(self.register),
            self.register,
            remarks,
        )

    def read_people(self) -> dict[str, Any]:
        """Read juniors and seniors."""
        around = Surroundings(
            weeks=self.weeks,
            absences=self.absences,
            discs=read_discs(self.tables.get("disc"), self.remarks),
            options=self.options,
            trajectories=self.type_names,
            groups={group.name.casefold(): group.name for group in self.groups},
        )
        juniors, seniors = self.tables.get("juniors"), self.tables.get("seniors")
        report_sites(juniors, seniors, self.register, self.remarks)
        report_words(juniors, seniors, self.register, self.remarks)
        built_juniors = (
            build_juniors(juniors, self.register, around, self.remarks) if juniors else ()
        )
        built_seniors = (
            build_seniors(seniors, self.register, around, self.remarks) if seniors else ()
        )
        return {"juniors": built_juniors, "seniors": built_seniors}

    def read_dated(self, settings: Settings) -> dict[str, Any]:
        """Read what only means something in a quarter."""
        if self.weeks.has_alternating_weeks:
            _report_week_53(settings, self.options, self.remarks)
        register, remarks = self.register, self.remarks
        is_working = bool(self.options["good_friday_working"])
        return {
            "pairings": read_pairings(self.tables.get("pairings"), settings.quarter, remarks),
            "held": read_held(self.tables.get("meetings"), settings, register, remarks),
            "holidays": list_holidays(settings.quarters, is_good_friday_working=is_working),
            "disc_matrix": read_matrix(self.tables.get("disc_matrix"), settings.disc_rule, remarks),
        }


def _report_default_hours(
    instance: Instance, table: Table | None, register: Register, remarks: Remarks
) -> None:
    """Tell for which guides the default hours are assumed, when others have hours of their own."""
    quarter = instance.settings.quarter
    given = {
        row.senior for row in instance.capacities if row.quarter is None or row.quarter <= quarter
    }
    guides = [senior for senior in instance.seniors if senior.coaches]
    without = [s.number for s in guides if s.cap_minutes is None and s.number not in given]
    if table is None or len(without) == len(guides):
        return
    for number in without:
        remarks.warn(
            table.place(register.seniors[number], "hours_per_quarter"),
            "default-hours",
            _("The default of {hours} hours a quarter is assumed for {value}.").format(
                hours=f"{instance.settings.default_cap_minutes / 60:g}".replace(".", ","),
                value="{value}",
            ),
            _("Fill in the hours a quarter if that is not right."),
            value=number,
        )


def _report_week_53(settings: Settings, options: Options, remarks: Remarks) -> None:
    first, last = settings.quarters[0].first_day, settings.quarters[-1].last_day
    for year in range(first.year - 1, last.year + 1):
        monday = date.fromisocalendar(year + 1, 1, 1) - timedelta(days=7)
        if monday.isocalendar().week != 53 or not monday <= last:
            continue
        anchor = settings.even_weeks_from
        if monday + _FORTNIGHT <= first or (anchor is not None and anchor <= monday):
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


_DECIDING = ("decision", "chosen_senior", "chosen_slot")


def report_decisions(files: Iterable[RawFile], remarks: Remarks) -> None:
    """Tell of decisions in a sheet Koppelvoorstel, half-typed ones too: they are not read."""
    for file in files:
        for grid in file.grids:
            if not is_called(grid.name, PROPOSAL.words, ()):
                continue
            for cell in _decided_cells(grid):
                remarks.warn(
                    Place(grid.name, cell, file.name),
                    "decisions-not-read",
                    _("The decisions on this sheet are not read: it is a result, not input."),
                    _("To keep them, use `koppeling match … --decided` or `koppeling next`."),
                )


def _decided_cells(grid: Grid) -> Iterator[str]:
    names = [PROPOSAL.column(key).words for key in _DECIDING]
    columns = [
        column
        for column, cell in grid.rows.get(1, {}).items()
        if any(is_called(clean(plain(cell)), name, ()) for name in names)
    ]
    for number, cells in sorted(grid.rows.items()):
        for column in columns:
            if number > 1 and column in cells and clean(plain(cells[column])):
                yield reference(number, column)


@dataclass(frozen=True)
class Assignment:
    """The grid of each input sheet, by key, and the sheets nobody knows."""

    grids: dict[str, Grid]
    unknown: tuple[str, ...]


def assign_sheets(files: Sequence[RawFile], remarks: Remarks) -> Assignment:
    """
    Find the grid of every input sheet.

    A file with one sheet may be named after it (`werkdagen.csv`). Our own
    result sheets are passed over; the same sheet twice and a needed sheet
    that is missing are errors.
    """
    grids: dict[str, Grid] = {}
    unknown: list[str] = []
    for file in files:
        for grid in file.grids:
            sheet, name = _identify(file, grid, remarks)
            named = replace(grid, name=name, source=file.name if len(files) > 1 else "")
            if sheet is None:
                if grid.rows and not is_silent(name):
                    unknown.append(name)
            elif sheet.key in grids:
                _report_twice(sheet, grids[sheet.key], named, remarks)
            else:
                grids[sheet.key] = named
    if unknown:
        remarks.warn(
            Place(),
            "unknown-sheet",
            _("Not known and therefore not read: {sheets}.").format(
                sheets=", ".join(f"“{name[:40]}”" for name in unknown)
            ),
            _("These sheets stay in your own file."),
        )
    _report_missing(grids, unknown, files, remarks)
    return Assignment(grids, tuple(unknown))


def _identify(file: RawFile, grid: Grid, remarks: Remarks) -> tuple[Sheet | None, str]:
    by_name = find_sheet(grid.name)
    stem = PurePath(file.name).stem
    if len(file.grids) > 1 or stem == grid.name:
        return by_name, grid.name
    by_file = find_sheet(stem)
    if by_name and by_file and by_name is not by_file:
        remarks.error(
            Place(grid.name, "", file.name),
            "two-names-for-a-sheet",
            _("The file {file} and its sheet “{sheet}” have names of different sheets.").format(
                file=file.name, sheet=grid.name
            ),
            _("Give both the same name."),
        )
    if by_name is not None:
        return by_name, grid.name
    return by_file, stem if by_file is not None else grid.name


def _report_twice(sheet: Sheet, first: Grid, second: Grid, remarks: Remarks) -> None:
    remarks.error(
        Place(second.name, "", second.source),
        "duplicate-sheet",
        _("The sheet {sheet} is there twice: {first} and {second}.").format(
            sheet=sheet.words.local,
            first=" ".join(filter(None, (first.source, first.name))),
            second=" ".join(filter(None, (second.source, second.name))),
        ),
        _("Keep one of the two."),
    )


def _report_missing(
    grids: dict[str, Grid], unknown: Sequence[str], files: Sequence[RawFile], remarks: Remarks
) -> None:
    if any(file.refusal for file in files):
        return  # it may well be in the file that could not be read
    names = {normalise(name): name for name in unknown}
    for sheet in SHEETS:
        if sheet.key in grids:
            continue
        words = [normalise(word) for word in (sheet.words.nl, sheet.words.en, *sheet.synonyms)]
        near = next((names[n] for w in words for n in get_close_matches(w, names, 1, 0.8)), "")
        if sheet.needed:
            remarks.error(
                Place(sheet.words.local),
                "missing-sheet",
                _("The sheet {sheet} is missing.").format(sheet=sheet.words.local),
                _("Is “{name}” meant? Then rename it to {sheet}.").format(
                    name=near[:40], sheet=sheet.words.local
                )
                if near
                else _("Add it; `koppeling template` makes a workbook with what is needed."),
            )
        elif near:  # what it binds would be lost with a typo in its name
            remarks.error(
                Place(near),
                "sheet-resembles",
                _("The sheet “{name}” is not known, and its name resembles {sheet}.").format(
                    name=near[:40], sheet=sheet.words.local
                ),
                _("Rename it to {sheet}, or to a name that is nothing like it.").format(
                    sheet=sheet.words.local
                ),
            )
