"""Reading a koppelboek: files in, everything that is wrong and an `Instance` out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from koppeling.domain.finding import Finding
from koppeling.domain.instance import Instance
from koppeling.domain.period import Quarter
from koppeling.locale import _
from koppeling.workbook.assembly import assemble
from koppeling.workbook.decisions import report_decisions
from koppeling.workbook.grids import Grid, RawFile
from koppeling.workbook.headings import Leniency
from koppeling.workbook.in_force import Options, SettingInForce, read_options
from koppeling.workbook.intake import Intake, input_files, is_open_elsewhere
from koppeling.workbook.references import own_rows, resolve
from koppeling.workbook.refusals import report_file
from koppeling.workbook.register import Register, register_people
from koppeling.workbook.remarks import Place, Remarks, in_order
from koppeling.workbook.result_sheets import PROVENANCE, TRAVELLING_ITEMS, result_sheet
from koppeling.workbook.schema import SETTINGS_SHEET, SHEETS
from koppeling.workbook.shapes import is_called
from koppeling.workbook.sheets import assign_sheets
from koppeling.workbook.tables import Table, read_table


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
    travelling : tuple of (str, str)
        Rows of Herkomst that go along from workbook to workbook.
    """

    instance: Instance | None
    findings: tuple[Finding, ...]
    tables: tuple[Table, ...] = ()
    sources: tuple[Source, ...] = ()
    unknown_sheets: tuple[str, ...] = ()
    settings: tuple[SettingInForce, ...] = ()
    paths: tuple[Path, ...] = ()
    travelling: tuple[tuple[str, str], ...] = ()
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


#: Changes the tables between reading and understanding them (`koppeling.app.keeping`).
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


def _travelling(files: Sequence[RawFile]) -> Iterator[tuple[str, str]]:
    """Read the rows of Herkomst that must not get lost, in whichever language."""
    starts = tuple(name for words in TRAVELLING_ITEMS for name in (words.nl, words.en))
    for grid in (grid for file in files for grid in file.grids):
        if not is_called(grid.name, PROVENANCE.words, PROVENANCE.synonyms):
            continue
        for _number, cells in sorted(grid.rows.items()):
            item, value = (str(cells[at].value) if at in cells else "" for at in (1, 2))
            if item.startswith(starts):
                yield item, value


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
        is_of_people = sheet.key in ("juniors", "seniors") and "number" in table.columns
        if is_of_people and not table.rows:
            remarks.error(
                tables[sheet.key].place(),
                "nobody",
                _("There is nobody in the sheet {sheet}.").format(sheet=sheet.words.local),
                _("Add a row for each person."),
            )
    return options, tables
