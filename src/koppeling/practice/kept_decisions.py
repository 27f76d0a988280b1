"""Decisions kept on a re-run: decided pairs become locks, refused ones a ban for the quarter."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from koppeling.domain.decision import DecidedPairing, Decision
from koppeling.domain.finding import Finding, InputError, Severity, grouped
from koppeling.domain.instance import PairingStatus
from koppeling.locale import _
from koppeling.practice.decisions import instance_of
from koppeling.practice.input import check
from koppeling.practice.run import ProposalRun
from koppeling.workbook.read.result_rows import ResultWorkbook, read_result_workbook
from koppeling.workbook.read.tables import Row, Table
from koppeling.workbook.schema.pairings import PAIRINGS
from koppeling.workbook.schema.registry import SETTINGS_SHEET, find_setting
from koppeling.workbook.schema.shapes import Value

if TYPE_CHECKING:
    from koppeling.domain.period import Quarter
    from koppeling.workbook.read.reader import Reading

#: Keys of rows that a re-run made of decisions, so that the next quarter can undo the lock;
#: where management itself had locked the pair, that lock outlives the quarter.
_DECISION, _DECISION_ON_LOCK = "decision", "decision_on_lock"
#: How version 0.1, without keys, marked these rows: in the column of the reason.
_EARLIER_MARK, _EARLIER_LOCK = "koppeling: besluit", "was al vast"
_OPEN = (PairingStatus.RUNNING.value, PairingStatus.LOCKED.value)


def check_decided(
    paths: Sequence[Path], decided: Path
) -> tuple[Reading, Callable[[ProposalRun], ProposalRun]]:
    """
    Read input with the decisions of an earlier result in it.

    Parameters
    ----------
    paths : sequence of Path
        The input of the re-run; it may be the result itself.
    decided : Path
        The result workbook with the decisions.

    Returns
    -------
    Reading, callable
        The input, with decided pairs as locks in its sheet Koppelingen; and what
        puts the decisions back beside the new proposal.

    Raises
    ------
    InputError
        When the decisions cannot be read, or are about another quarter.
    """
    # Without the rules: what became impossible is what the re-run is to tell.
    book = read_result_workbook(decided)
    quarter = instance_of(book).settings.quarter

    def amend(tables: Mapping[str, Table]) -> Mapping[str, Table]:
        since = _reference_date(tables) or quarter.first_day
        pairings = tables.get(PAIRINGS.key) or Table(sheet=PAIRINGS, name=PAIRINGS.words.local)
        pairings = with_keys(pairings)
        amended = lock_decisions(pairings, book.decisions, quarter, since)
        return {**tables, PAIRINGS.key: amended} if pairings.rows or amended.rows else tables

    reading = check(paths, amend)
    if reading.instance is not None and reading.instance.settings.quarter != quarter:
        raise InputError([_other_quarter(quarter, reading.instance.settings.quarter)])
    placed = replace(reading, findings=_at_decisions(reading, book))
    return placed, lambda run: _keep(run, book)


def _reference_date(tables: Mapping[str, Table]) -> date | None:
    """Return the peildatum of the re-run: new pairs begin then."""
    settings = tables.get(SETTINGS_SHEET.key)
    for row in settings.rows if settings is not None else ():
        setting, value = find_setting(row.text("setting")), row["value"]
        if setting is not None and setting.key == "reference_date" and isinstance(value, date):
            return value
    return None


def _other_quarter(decided: Quarter, asked: Quarter) -> Finding:
    return Finding(
        severity=Severity.ERROR,
        code="other-quarter",
        message=_("The decisions are about {decided}, the input is about {asked}.").format(
            decided=decided, asked=asked
        ),
        remedy=_("For the next quarter `koppeling next` makes the workbook."),
    )


def lock_decisions(
    table: Table, decisions: Sequence[DecidedPairing], quarter: Quarter, since: date
) -> Table:
    """
    Put decisions into the sheet Koppelingen, for this quarter only.

    A decided pair becomes *vast* with its slot; a refused one *verboden* until
    the quarter's last day; another pair of the junior that ran so far ends.
    """
    decided = {d.junior: d for d in decisions if _is_kept(d)}
    rows = [
        _amended(row, decided, quarter, since)
        for row in table.rows
        if not _is_withdrawn(row, decided, quarter)
    ]
    known = {(row.text("junior"), row.text("senior")) for row in rows if is_decided(row)}
    number = max((row.number for row in rows), default=1)
    for decision in decided.values():
        senior = _senior(decision)
        if (decision.junior, senior) not in known and senior is not None:
            number += 1
            pair: dict[str, Value] = {"junior": decision.junior, "senior": senior, "since": since}
            rows.append(Row(number=number, values=pair | _decided_values(decision, quarter)))
    have = {key for _heading, key in table.headings}
    added = tuple((f.words.local, f.key) for f in PAIRINGS.columns if f.key not in have)
    return replace(table, rows=tuple(rows), headings=(*table.headings, *added))


def with_keys(table: Table) -> Table:
    """Give the rows of a sheet Koppelingen that version 0.1 wrote the keys it did not write."""
    if "key" in table.columns:
        return table
    return replace(table, rows=tuple(map(_with_key, table.rows)))


def _with_key(row: Row) -> Row:
    reason = row.text("reason")
    if _EARLIER_MARK not in reason:
        return row
    key = _DECISION_ON_LOCK if _EARLIER_LOCK in reason else _DECISION
    return replace(row, values={**row.values, "key": key})


def is_decided(row: Row) -> bool:
    """Tell whether a row of Koppelingen is as it is by a decision of the quarter."""
    return row["key"] in (_DECISION, _DECISION_ON_LOCK)


def is_only_decided(row: Row) -> bool:
    """Tell whether a row of Koppelingen is locked or forbidden for a decision's quarter only."""
    return row["key"] == _DECISION


def _is_withdrawn(row: Row, decided: Mapping[str, DecidedPairing], quarter: Quarter) -> bool:
    """Tell whether a row made of a decision in this quarter has lost that decision since."""
    since = row["since"]
    is_new = not isinstance(since, date) or since >= quarter.first_day
    return is_only_decided(row) and is_new and row.text("junior") not in decided


def _is_kept(decision: DecidedPairing) -> bool:
    return decision.senior is not None or (
        decision.decision is Decision.NOT and decision.proposed_senior is not None
    )


def _senior(decision: DecidedPairing) -> str | None:
    return decision.proposed_senior if decision.decision is Decision.NOT else decision.senior


def _decided_values(decision: DecidedPairing, quarter: Quarter) -> dict[str, Value]:
    values = _marked(quarter)
    if decision.decision is Decision.NOT:
        forbidden: dict[str, Value] = {"status": PairingStatus.FORBIDDEN.value}
        return values | forbidden | {"until": quarter.last_day}
    values["status"] = PairingStatus.LOCKED.value
    return values | ({"slot": str(decision.slot)} if decision.slot is not None else {})


def _marked(quarter: Quarter) -> dict[str, Value]:
    """Say of a row that a decision made it what it is."""
    told = _("koppeling: decision {quarter}").format(quarter=quarter)
    return {"reason": told, "key": _DECISION}


def _amended(row: Row, decided: Mapping[str, DecidedPairing], quarter: Quarter, since: date) -> Row:
    decision, until = decided.get(row.text("junior")), row["until"]
    is_open = not isinstance(until, date) or until >= quarter.first_day
    if decision is None or row["status"] not in _OPEN or not is_open:
        return row
    if row.text("senior") == _senior(decision):
        values = _decided_values(decision, quarter)
        is_own_lock = row["status"] == PairingStatus.LOCKED.value and not is_only_decided(row)
        if decision.senior is not None and is_own_lock:
            told = _("koppeling: decision {quarter}, was locked before").format(quarter=quarter)
            values |= {"reason": told, "key": _DECISION_ON_LOCK}
        return replace(row, values={**row.values, **values})
    began = row["since"]
    last = since - timedelta(days=1)
    ended: dict[str, Value] = {
        "status": PairingStatus.ENDED.value,
        "until": max(began, last) if isinstance(began, date) else last,
    }
    return replace(row, values={**row.values, **_marked(quarter), **ended})


def _at_decisions(reading: Reading, book: ResultWorkbook) -> tuple[Finding, ...]:
    """Point findings about rows that decisions made at the decisions themselves."""
    table = reading.table(PAIRINGS.key)
    cells = dict(book.decision_cells)
    places = {
        f"A{row.number}": cells[row.text("junior")]
        for row in (table.rows if table is not None else ())
        if is_decided(row) and row.text("junior") in cells
    }

    def moved(finding: Finding, cell: str) -> Finding:
        if table is None or finding.sheet != table.name or cell not in places:
            return replace(finding, cell=cell)
        sheet, _mark, there = places[cell].partition("!")
        return replace(finding, sheet=sheet, cell=there, source=book.path.name)

    return grouped(
        moved(finding, cell) for finding in reading.findings for cell in finding.cells or ("",)
    )


def _keep(run: ProposalRun, book: ResultWorkbook) -> ProposalRun:
    """Put the decisions beside the new proposal: agreed where it gives the same pair."""
    if run.outcome is None:
        return run
    given = {d.pairing.junior: d.pairing for d in run.outcome.pairings}
    kept, moved = [], []
    for decision in book.decisions:
        pairing = given.get(decision.junior)
        if pairing is None or decision.senior != pairing.senior:
            continue
        if decision.slot not in (None, pairing.slot):
            moved.append(decision.junior)
            continue
        kept.append(
            replace(
                decision,
                proposed_senior=pairing.senior,
                proposed_slot=pairing.slot,
                decision=Decision.AGREED,
                chosen_senior=None,
                chosen_slot=None,
            )
        )
    outcome = run.outcome
    if moved:
        outcome = replace(outcome, findings=(*outcome.findings, _slot_moved(moved)))
    return replace(run, outcome=outcome, decisions=tuple(kept))


def _slot_moved(juniors: Sequence[str]) -> Finding:
    return Finding(
        severity=Severity.WARNING,
        code="decided-slot-moved",
        message=_("The moment decided upon is no longer possible for: {juniors}.").format(
            juniors=", ".join(juniors)
        ),
        remedy=_("Look at the new moment, and decide again."),
    )
