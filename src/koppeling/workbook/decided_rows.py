"""The rows of Koppelvoorstel: what was proposed, and what somebody decided about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from koppeling.domain.decision import DecidedPairing, Decision
from koppeling.domain.period import Slot
from koppeling.domain.result import PairStatus
from koppeling.locale import _
from koppeling.workbook.reader import Reading
from koppeling.workbook.references import resolve_table
from koppeling.workbook.remarks import Remarks
from koppeling.workbook.tables import Row, Table

#: The words of the column besluit (`DECISION_CHOICES`) and what they mean.
DECISIONS = {
    "agreed": Decision.AGREED,
    "other": Decision.OTHERWISE,
    "none": Decision.NOT,
    "later": Decision.LATER,
}


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
        decision = DECISIONS.get(row.text("decision"))
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
