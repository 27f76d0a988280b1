"""The sheet Koppelingen when the quarter turns: running pairs, and history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from koppeling.app.endings import Ending, Endings
from koppeling.app.keeping import LASTING, MARK, is_only_marked
from koppeling.domain.decision import DecidedPairing, Decision
from koppeling.domain.instance import Instance, PairingStatus
from koppeling.locale import _
from koppeling.rules.needs import start_of
from koppeling.workbook.shapes import Value
from koppeling.workbook.tables import Row, Table
from koppeling.workbook.turned import Change

_OPEN = (PairingStatus.RUNNING.value, PairingStatus.LOCKED.value)
_FORBIDDEN = PairingStatus.FORBIDDEN.value


@dataclass
class Succession:
    """
    Which pairs go on, and which become history.

    Parameters
    ----------
    instance : Instance
        The quarter that ends.
    agreed : sequence of DecidedPairing
        The pairs in force.
    decisions : sequence of DecidedPairing
        All rows of the proposal: a refused pair ends too.
    endings : Endings
        Who and what ends before the next quarter.
    """

    instance: Instance
    agreed: Sequence[DecidedPairing]
    decisions: Sequence[DecidedPairing]
    endings: Endings
    changes: list[Change] = field(default_factory=list)

    def turn(self, table: Table) -> Table:
        """Make the sheet of the next quarter."""
        agreed = {d.junior: d for d in self.agreed}
        refused = {d.junior for d in self.decisions if d.decision is Decision.NOT}
        rows: list[Row] = []
        running: set[str] = set()
        for row in table.rows:
            junior = row.text("junior")
            if not self._is_needed(row):
                self._tell(_("dropped"), junior, _("a ban that is over, or about who left"))
                continue
            if not self._is_open(row):
                rows.append(row)
            elif junior in agreed and agreed[junior].senior == row.text("senior"):
                running.add(junior)
                rows.append(self._ended(_continued(row, agreed[junior])))
            elif junior in agreed:
                rows.append(self._replaced(row, agreed[junior]))
            elif junior in refused:
                last = self.instance.settings.quarter.first_day - timedelta(days=1)
                rows.append(self._end(row, Ending(last, _("do not pair"))))
            else:
                rows.append(self._ended(row))
        number = max((row.number for row in table.rows), default=1)
        for decision in self.agreed:
            if decision.junior not in running:
                number += 1
                rows.append(self._ended(self._new(decision, number)))
        return replace(table, rows=tuple(rows))

    def _tell(self, what: str, who: str, told: str) -> None:
        self.changes.append(Change(what, who, told))

    def _is_needed(self, row: Row) -> bool:
        """Tell whether a row still means something: bans end, and fall with who left."""
        if row["status"] != _FORBIDDEN:
            return True
        until = row["until"]
        if isinstance(until, date) and until < self.endings.next.first_day:
            return False
        gone = self.endings.stopped.keys() | self.endings.departed.keys()
        return gone.isdisjoint((row.text("junior"), row.text("senior")))

    def _is_open(self, row: Row) -> bool:
        until = row["until"]
        first = self.instance.settings.quarter.first_day
        return row["status"] in _OPEN and not (isinstance(until, date) and until < first)

    def _new(self, decision: DecidedPairing, number: int) -> Row:
        since = self._since(decision)
        values: dict[str, Value] = {
            "junior": decision.junior,
            "senior": decision.senior,
            "status": PairingStatus.RUNNING.value,
            "slot": None if decision.slot is None else str(decision.slot),
            "since": since,
        }
        told = _("with {senior} since {day}").format(
            senior=decision.senior, day=f"{since:%d-%m-%Y}"
        )
        self._tell(_("new pair"), decision.junior, told)
        return Row(number=number, values=values)

    def _since(self, decision: DecidedPairing) -> date:
        """Return the first day of a new pair: of the quarter, the re-run or the trajectory."""
        settings = self.instance.settings
        junior = next(j for j in self.instance.juniors if j.number == decision.junior)
        days = [settings.quarter.first_day, start_of(junior, self.instance)]
        return max([*days, *filter(None, (settings.reference_date, junior.guided_from))])

    def _replaced(self, row: Row, decision: DecidedPairing) -> Row:
        last = self._since(decision) - timedelta(days=1)
        told = _("now with {senior}").format(senior=decision.senior)
        return self._end(row, Ending(last, told))

    def _ended(self, row: Row) -> Row:
        """End an open row whose junior or senior is done."""
        junior, senior, until = row.text("junior"), row.text("senior"), row["until"]
        endings = self.endings
        ending = endings.stopped.get(junior) or endings.finished.get(junior)
        if ending is None and senior in endings.departed:
            left = endings.departed[senior]
            ending = Ending(left.last, _("the senior is out of service"))
        if ending is None and isinstance(until, date) and until < endings.next.first_day:
            ending = Ending(until, row.text("reason") or _("as agreed"))
        return row if ending is None else self._end(row, ending)

    def _end(self, row: Row, ending: Ending) -> Row:
        since, until = row["since"], row["until"]
        last = min(ending.last, until) if isinstance(until, date) else ending.last
        if isinstance(since, date) and since > last:
            last = since
        told = f"{row.text('senior')}: {ending.reason} ({last:%d-%m-%Y})"
        self._tell(_("pair ended"), row.text("junior"), told)
        values: dict[str, Value] = {
            "status": PairingStatus.ENDED.value,
            "until": last,
            "reason": ending.reason,
        }
        return replace(row, values={**row.values, **values})


def _continued(row: Row, decision: DecidedPairing) -> Row:
    """Let a pair go on, with the moment in force; a lock of one quarter becomes a running pair."""
    values = dict(row.values)
    if decision.slot is not None:
        values["slot"] = str(decision.slot)
    if is_only_marked(row):
        values["status"] = PairingStatus.RUNNING.value
    if MARK in row.text("reason") or LASTING in row.text("reason"):
        values["reason"] = None
    return replace(row, values=values)
