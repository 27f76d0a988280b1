"""The rows of Koppelvoorstel: what was proposed, and what somebody decided about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType

from koppeling.domain.decision import Agreement, DecidedPairing, Decision
from koppeling.domain.finding import Severity
from koppeling.domain.instance import Level
from koppeling.domain.meeting import Meeting
from koppeling.domain.period import Slot
from koppeling.domain.result import LevelResult, PairStatus, ToldFixes
from koppeling.locale import _
from koppeling.workbook.read.grids import Grid, RawFile
from koppeling.workbook.read.intake import Intake
from koppeling.workbook.read.meetings import meeting_cells, read_meetings
from koppeling.workbook.read.reader import Reading, interpret
from koppeling.workbook.read.references import resolve_table
from koppeling.workbook.read.remarks import Place, Remarks
from koppeling.workbook.read.tables import Row, Table, read_table
from koppeling.workbook.schema.pairings import MEETINGS
from koppeling.workbook.schema.registry import find_sheet, is_silent
from koppeling.workbook.schema.results import (
    FIX_COLUMNS,
    PROOF,
    PROPOSAL,
    PROVENANCE,
    RESULT_SHEETS,
    UNPLACED,
    Origin,
    language_of_fixes,
)
from koppeling.workbook.schema.shapes import Sheet, is_called


def decision_cells(table: Table) -> tuple[tuple[str, str], ...]:
    """List (junior, cell of the decision) for findings that come after reading."""
    places = ((row.text("junior"), table.place(row, "decision")) for row in table.rows)
    return tuple((junior, f"{place.sheet}!{place.cell}") for junior, place in places)


def read_decisions(table: Table, reading: Reading, remarks: Remarks) -> tuple[DecidedPairing, ...]:
    """
    Read every row of Koppelvoorstel, people by number or by name; what cannot be meant is told.

    Returns
    -------
    tuple of DecidedPairing
        In order of junior number, each junior once.
    """
    table = resolve_table(table, reading.register, remarks)
    found: dict[str, DecidedPairing] = {}
    for row in table.rows:
        junior = row.text("junior")
        if not junior and "junior" not in row.unread:
            continue
        if junior in found:
            remarks.error(
                table.place(row, "junior"),
                "two-proposals",
                _("{number} is in this sheet twice.").format(number=junior),
                _("Remove one of the two rows."),
            )
            continue
        found[junior] = _RowJudge(table, row, remarks).decide()
    return tuple(found[number] for number in sorted(found) if number)


@dataclass
class _RowJudge:
    """Makes a decision of one row, and tells what is odd about it."""

    table: Table
    row: Row
    remarks: Remarks

    def decide(self) -> DecidedPairing:
        row = self.row
        decision = Decision(row.text("decision")) if row.text("decision") else None
        status = row.text("status")
        proposed = row.text("senior") or None
        chosen = row.text("chosen_senior") or None
        slot, day = _slot(row, "chosen_slot"), row["decided_on"]
        if decision is Decision.OTHERWISE and chosen is None and "chosen_senior" not in row.unread:
            chosen = self.same_senior(proposed, slot)
        self.judge(decision, proposed, chosen, slot)
        return DecidedPairing(
            junior=row.text("junior"),
            proposed_senior=proposed,
            proposed_slot=_slot(row, "slot"),
            status=PairStatus(status) if status in set(PairStatus) else None,
            decision=decision,
            chosen_senior=chosen,
            chosen_slot=slot,
            by=row.text("decided_by"),
            on=day if isinstance(day, date) else None,
        )

    def same_senior(self, proposed: str | None, slot: Slot | None) -> str | None:
        """Read “other” with only a moment as: the same senior, at that moment."""
        place = self.table.place(self.row, "chosen_senior")
        if proposed is None or slot is None:
            self.remarks.error(
                place,
                "other-without-senior",
                _("The decision is “other”, but no senior was chosen."),
                _("Fill in the number of the senior you choose."),
            )
            return None
        self.remarks.warn(
            place,
            "other-moment-only",
            _("The decision is “other” with a moment only; the proposed senior stays."),
            _("Nothing, if that is what you mean."),
        )
        return proposed

    def judge(
        self, decision: Decision | None, proposed: str | None, chosen: str | None, slot: Slot | None
    ) -> None:
        """Report what does not go together."""
        row, table = self.row, self.table
        if decision is Decision.AGREED and proposed is None:
            self.remarks.error(
                table.place(row, "decision"),
                "agreed-with-nothing",
                _("The decision is “agreed”, but no senior was proposed."),
                _("Choose “other” and a senior, “do not pair” or “later”."),
            )
        elif decision is Decision.AGREED and chosen not in (None, proposed):
            self.remarks.error(
                table.place(row, "chosen_senior"),
                "agreed-and-other",
                _("The decision is “agreed”, but another senior was chosen."),
                _("Choose “other”, or empty the chosen senior."),
            )
        elif decision is None and "decision" not in row.unread and (chosen or slot):
            self.remarks.warn(
                table.place(row, "decision"),
                "choice-without-decision",
                _("A senior or moment was chosen, but there is no decision: it does not count."),
                _("Choose “agreed” or “other”."),
            )
        elif decision in (Decision.NOT, Decision.LATER) and (chosen or slot):
            self.remarks.warn(
                table.place(row, "chosen_senior"),
                "choice-not-used",
                _("With this decision the chosen senior or moment does not count."),
                _("Empty them, or choose “other”."),
            )
        self.judge_signature(decision)

    def judge_signature(self, decision: Decision | None) -> None:
        missing = [key for key in ("decided_by", "decided_on") if self.row[key] is None]
        if decision is None or not missing or set(missing) & self.row.unread.keys():
            return
        self.remarks.warn(
            self.table.place(self.row, missing[0]),
            "unsigned-decision",
            _("This decision does not say who took it, or when."),
            _("Fill in by and on: a named person decides, not the program."),
        )


def _slot(row: Row, key: str) -> Slot | None:
    return Slot.parse(row.text(key)) if row.text(key) else None


#: The columns that are read back; the others are told again from the pairs.
_READ = {
    PROPOSAL.key: (
        "junior", "senior", "status", "slot",
        "decision", "chosen_senior", "chosen_slot", "decided_by", "decided_on",
    ),
    UNPLACED.key: ("junior", *FIX_COLUMNS, "key"),
    PROOF.key: ("level", "value", "bound", "proven", "seconds"),
    PROVENANCE.key: ("item", "value", "key"),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ResultWorkbook:
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
    provenance : tuple of Origin
        The rows of Herkomst, in the language in which they were written.
    decision_cells : mapping of str to str
        Cell of the decision (`Koppelvoorstel!X5`) by junior, for findings.
    told_fixes : mapping of str to ToldFixes
        What the sheet Niet geplaatst says would place somebody, by junior.
    meeting_cells : mapping of str to str
        Cell of the day (`Overleggen!B12`) by id of the meeting, for findings.
    others : tuple of Grid
        Sheets of ours that other commands wrote (Register, Vooruitblik ...), as they are.
    in_force : Agreement
        The pairs in force, once a use case opened the workbook (`practice.open_result_workbook`).
    """

    path: Path
    reading: Reading
    decisions: tuple[DecidedPairing, ...]
    meetings: tuple[Meeting, ...]
    levels: tuple[LevelResult, ...]
    provenance: tuple[Origin, ...] = ()
    decision_cells: tuple[tuple[str, str], ...] = ()
    told_fixes: Mapping[str, ToldFixes] = field(default_factory=lambda: MappingProxyType({}))
    meeting_cells: tuple[tuple[str, str], ...] = ()
    others: tuple[Grid, ...] = ()
    in_force: Agreement = field(default_factory=Agreement)


def read_result_workbook(path: Path) -> ResultWorkbook:
    """
    Read a result workbook, decided upon or not.

    Parameters
    ----------
    path : Path
        A workbook written by `koppeling match` or a command after it.

    Returns
    -------
    ResultWorkbook
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
        return ResultWorkbook(
            path=path, reading=_with(reading, remarks), decisions=(), meetings=(), levels=()
        )
    proposal = _table(by_key[PROPOSAL.key], PROPOSAL, remarks)
    decisions = read_decisions(proposal, reading, remarks)
    planned = reading.table(MEETINGS.key)
    settings = None if reading.instance is None else reading.instance.settings
    meetings = read_meetings(planned, settings, remarks)
    proof = _table(by_key[PROOF.key], PROOF, remarks)
    origin = _table(by_key[PROVENANCE.key], PROVENANCE, remarks)
    return ResultWorkbook(
        path=path,
        reading=_with(reading, remarks),
        decisions=decisions,
        meetings=meetings,
        levels=_levels(proof),
        provenance=tuple(
            Origin(row.text("item"), row.text("value"), row.text("key")) for row in origin.rows
        ),
        decision_cells=decision_cells(proposal),
        told_fixes=_told_fixes(_table(by_key[UNPLACED.key], UNPLACED, remarks)),
        meeting_cells=meeting_cells(planned),
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
            value=row.whole("value"),
            bound=row.whole("bound"),
            proven=bool(row["proven"]),
            seconds=row.amount("seconds") or 0.0,
        )
        for row in table.rows
        if row.text("level")
    )


def _told_fixes(table: Table) -> Mapping[str, ToldFixes]:
    told = {
        row.text("junior"): ToldFixes(
            words=tuple(filter(None, map(row.text, FIX_COLUMNS))),
            language=language_of_fixes(row.text("key")),
        )
        for row in table.rows
    }
    return MappingProxyType({number: one for number, one in told.items() if one.words})


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


_FORM = "%d-%m-%Y %H:%M:%S %z"


def write_moment(moment: datetime) -> str:
    """
    Write a moment with its difference from UTC.

    Examples
    --------
    >>> write_moment(datetime(2027, 1, 4, 9, 30, tzinfo=UTC))
    '04-01-2027 09:30:00 +0000'
    """
    return moment.strftime(_FORM)


def read_moment(text: str) -> datetime | None:
    """Return what `write_moment` wrote, in UTC; None for any other text."""
    try:
        return datetime.strptime(text, _FORM).astimezone(UTC)
    except ValueError:
        return None
