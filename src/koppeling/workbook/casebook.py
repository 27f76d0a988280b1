"""A result workbook read back: the input, the proposal, the decisions and the meetings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from koppeling.domain.decision import DecidedPairing
from koppeling.domain.finding import Severity
from koppeling.domain.instance import Level
from koppeling.domain.meeting import Meeting
from koppeling.domain.result import LevelResult
from koppeling.locale import _
from koppeling.workbook.decided_rows import decision_cells, read_decisions
from koppeling.workbook.grids import Grid, RawFile
from koppeling.workbook.intake import Intake
from koppeling.workbook.meeting_rows import meeting_cells, read_meetings
from koppeling.workbook.reader import Reading, interpret
from koppeling.workbook.remarks import Place, Remarks
from koppeling.workbook.result_sheets import (
    FIX_COLUMNS,
    PROOF,
    PROPOSAL,
    PROVENANCE,
    RESULT_SHEETS,
    UNPLACED,
)
from koppeling.workbook.schema import find_sheet, is_silent
from koppeling.workbook.shapes import Sheet, is_called
from koppeling.workbook.tables import Table, read_table

#: The columns that are read back; the others are told again from the pairs.
_READ = {
    PROPOSAL.key: (
        "junior", "senior", "status", "slot",
        "decision", "chosen_senior", "chosen_slot", "decided_by", "decided_on",
    ),
    UNPLACED.key: ("junior", *FIX_COLUMNS),
    PROOF.key: ("level", "value", "bound", "proven", "seconds"),
    PROVENANCE.key: ("item", "value"),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Casebook:
    """
    Everything a decided (or not yet decided) result workbook says.

    Parameters
    ----------
    path : Path
        The file.
    reading : Reading
        Its input part, read as any input; findings of decisions and meetings included.
    decisions : tuple of DecidedPairing
        Every row of Koppelvoorstel, in order of junior number.
    meetings : tuple of Meeting
        Every row of Overleggen, in order of day; empty when not planned yet.
    levels : tuple of LevelResult
        The sheet Doelen en bewijs.
    provenance : tuple of (str, str)
        The rows of Herkomst, in the language in which they were written.
    decision_cells : mapping of str to str
        Cell of the decision (`Koppelvoorstel!X5`) by junior, for findings.
    told_fixes : mapping of str to tuple of str
        What the sheet Niet geplaatst says would place somebody, by junior.
    meeting_cells : mapping of str to str
        Cell of the day (`Overleggen!B12`) by id of the meeting, for findings.
    others : tuple of Grid
        Sheets of ours that other commands wrote (Register, Vooruitblik ...), as they are.
    """

    path: Path
    reading: Reading
    decisions: tuple[DecidedPairing, ...]
    meetings: tuple[Meeting, ...]
    levels: tuple[LevelResult, ...]
    provenance: tuple[tuple[str, str], ...] = ()
    decision_cells: tuple[tuple[str, str], ...] = ()
    told_fixes: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    meeting_cells: tuple[tuple[str, str], ...] = ()
    others: tuple[Grid, ...] = ()


def read_casebook(path: Path) -> Casebook:
    """
    Read a result workbook, decided upon or not.

    Parameters
    ----------
    path : Path
        A workbook written by `koppeling match` or a command after it.

    Returns
    -------
    Casebook
        Never raises for what the file holds: `reading.findings` tells what is
        wrong, `reading.instance` is None when any of it is an error.
    """
    (file,) = Intake([path]).collect()
    reading = interpret([file])
    remarks = Remarks()
    by_key = {sheet.key: _grid(file, sheet) for sheet in RESULT_SHEETS}
    lacking = [sheet for sheet in (PROPOSAL, PROOF, PROVENANCE) if by_key[sheet.key] is None]
    if file.refusal or lacking:
        if not file.refusal:
            _report_no_result(file, lacking, remarks)
        return Casebook(
            path=path, reading=_with(reading, remarks), decisions=(), meetings=(), levels=()
        )
    proposal = _table(by_key[PROPOSAL.key], PROPOSAL, remarks)
    decisions = read_decisions(proposal, reading, remarks)
    meetings = read_meetings(reading, remarks)
    proof = _table(by_key[PROOF.key], PROOF, remarks)
    origin = _table(by_key[PROVENANCE.key], PROVENANCE, remarks)
    return Casebook(
        path=path,
        reading=_with(reading, remarks),
        decisions=decisions,
        meetings=meetings,
        levels=_levels(proof),
        provenance=tuple((row.text("item"), row.text("value")) for row in origin.rows),
        decision_cells=decision_cells(proposal),
        told_fixes=_told_fixes(_table(by_key[UNPLACED.key], UNPLACED, remarks)),
        meeting_cells=meeting_cells(reading),
        others=tuple(_others(file)),
    )


def _report_no_result(file: RawFile, lacking: Sequence[Sheet], remarks: Remarks) -> None:
    remarks.error(
        Place(source=file.name),
        "not-a-result",
        _("{file} is not a result: the sheet “{sheet}” is missing.").format(
            file=file.name, sheet=lacking[0].words.local
        ),
        _("Give the workbook that koppeling wrote; `koppeling match` makes it."),
    )


def _with(reading: Reading, remarks: Remarks) -> Reading:
    """Add findings to a reading; an error takes the instance away."""
    # that decisions are not read holds for input only: here they are
    read_as_input = (f for f in reading.findings if f.code != "decisions-not-read")
    findings = sorted(
        (*read_as_input, *remarks.findings), key=lambda f: f.severity is not Severity.ERROR
    )
    return replace(
        reading,
        findings=tuple(findings),
        instance=None if remarks.has_errors else reading.instance,
    )


def _grid(file: RawFile, sheet: Sheet) -> Grid | None:
    found = (g for g in file.grids if is_called(g.name, sheet.words, sheet.synonyms))
    return next(found, None)


def _table(grid: Grid | None, sheet: Sheet, remarks: Remarks) -> Table:
    """Read the columns of a result sheet that mean something afterwards."""
    if grid is None:
        return Table(sheet=sheet, name=sheet.words.local)
    known = {
        number
        for number, cell in grid.rows.get(1, {}).items()
        if any(is_called(str(cell.value), sheet.column(k).words, ()) for k in _READ[sheet.key])
    }
    rows = {
        number: {column: cell for column, cell in cells.items() if column in known}
        for number, cells in grid.rows.items()
    }
    # What is folded away or filtered out here is our own doing, or a reader's convenience.
    bare = replace(grid, rows=rows, source="", hidden_columns=frozenset(), hidden_rows=frozenset())
    return read_table(bare, sheet, remarks)


def _levels(table: Table) -> tuple[LevelResult, ...]:
    return tuple(
        LevelResult(
            level=Level(row.text("level")),
            value=_whole(row["value"]),
            bound=_whole(row["bound"]),
            proven=bool(row["proven"]),
            seconds=_number(row["seconds"]),
        )
        for row in table.rows
        if row.text("level")
    )


def _told_fixes(table: Table) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType(
        {
            row.text("junior"): tuple(told for key in FIX_COLUMNS if (told := row.text(key)))
            for row in table.rows
        }
    )


def _whole(value: object) -> int | None:
    return int(value) if isinstance(value, int | float) else None


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _others(file: RawFile) -> list[Grid]:
    """List the sheets of ours that are neither input nor part of the result itself."""
    return [
        grid
        for grid in file.grids
        if grid.rows
        and is_silent(grid.name)
        and find_sheet(grid.name) is None
        and not any(is_called(grid.name, sheet.words, sheet.synonyms) for sheet in RESULT_SHEETS)
    ]
