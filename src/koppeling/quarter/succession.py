"""Who and what ends before the next quarter: people who leave, trajectories that are done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property

from koppeling.domain.decision import DecidedPairing, Decision
from koppeling.domain.instance import Instance, PairingStatus
from koppeling.domain.meeting import Meeting
from koppeling.domain.people import Junior
from koppeling.domain.period import Quarter
from koppeling.locale import _
from koppeling.practice.kept_decisions import is_decided, is_only_decided, with_keys
from koppeling.rules.explanation import is_cut_short
from koppeling.rules.needs import due_meetings, start_of
from koppeling.workbook.read.tables import Row, Table
from koppeling.workbook.schema.shapes import Value


@dataclass(frozen=True)
class Ending:
    """The last day of something, and why it ended."""

    last: date
    reason: str


@dataclass(frozen=True)
class Endings:
    """
    What ends before the first day of `next`, by personnel number.

    `catching_up` are juniors with meetings to catch up with: they are not done.
    """

    instance: Instance
    next: Quarter
    catching_up: frozenset[str] = frozenset()

    @cached_property
    def departed(self) -> dict[str, Ending]:
        """People out of service by then, juniors and seniors."""
        return {
            person.number: Ending(day - timedelta(days=1), _("out of service"))
            for person in (*self.instance.juniors, *self.instance.seniors)
            if (day := person.out_of_service_from) is not None and day <= self.next.first_day
        }

    @cached_property
    def stopped(self) -> dict[str, Ending]:
        """Juniors who left, were promoted or whose trajectory was ended: no longer juniors."""
        found: dict[str, Ending] = {}
        for junior in self.instance.juniors:
            ended, promoted = junior.trajectory_end, junior.promoted_from
            if junior.number in self.departed:
                found[junior.number] = self.departed[junior.number]
            elif promoted is not None and promoted < self.next.first_day:
                found[junior.number] = Ending(promoted, _("promotion"))
            elif ended is not None and ended < self.next.first_day:
                found[junior.number] = Ending(ended, _("end of the trajectory"))
        return found

    @cached_property
    def finished(self) -> dict[str, Ending]:
        """Juniors without meetings due from then on, though they are juniors still."""
        return {
            junior.number: Ending(
                self._day_done(junior),
                _("the trajectory ends early")
                if junior.number in self.cut_short
                else _("trajectory completed"),
            )
            for junior in self.instance.juniors
            if junior.number not in self.catching_up.union(self.stopped)
            and self._is_finished(junior)
        }

    @cached_property
    def cut_short(self) -> frozenset[str]:
        """Juniors whose trajectory ends before its last meeting: nothing to promote or prolong."""
        return frozenset(j.number for j in self.instance.juniors if is_cut_short(j, self.instance))

    def _day_done(self, junior: Junior) -> date:
        """Return the last day of the quarter, or of the last meeting when that was before it."""
        quarter = self.next.shift(-1)
        last = max((m.day for m in due_meetings(junior, self.instance)), default=quarter.last_day)
        return last if last < quarter.first_day else quarter.last_day

    def _is_finished(self, junior: Junior) -> bool:
        # Away without an end the clock stands still: that is no end of the trajectory.
        if any(absence.last is None for absence in junior.absences):
            return False
        return all(m.day < self.next.first_day for m in due_meetings(junior, self.instance))

    @cached_property
    def starters(self) -> tuple[str, ...]:
        """Juniors whose first meeting is due in the quarter `next`."""
        first, last = self.next.first_day, self.next.last_day
        found = []
        for junior in self.instance.juniors:
            due = due_meetings(junior, self.instance)
            if due and first <= due[0].day <= last and junior.number not in self.stopped:
                found.append(junior.number)
        return tuple(found)


@dataclass(frozen=True)
class Change:
    """Something that changed: its kind, whom it is about (a number), and the story."""

    what: str
    who: str
    message: str


@dataclass(frozen=True, kw_only=True)
class Turned:
    """The input of the next quarter: its tables, its meetings, and what changed."""

    tables: tuple[Table, ...]
    meetings: tuple[Meeting, ...]
    changes: tuple[Change, ...]


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
    changes : list of Change
        What was done to the sheet, as `turn` goes.
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
        for row in with_keys(table).rows:
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

    def _tell(self, what: str, who: str, message: str) -> None:
        self.changes.append(Change(what, who, message))

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
            "key": None,
        }
        return replace(row, values={**row.values, **values})


def _continued(row: Row, decision: DecidedPairing) -> Row:
    """Let a pair go on, with the moment in force; a lock of one quarter becomes a running pair."""
    values = dict(row.values)
    if decision.slot is not None:
        values["slot"] = str(decision.slot)
    if is_only_decided(row):
        values["status"] = PairingStatus.RUNNING.value
    if is_decided(row):
        values |= {"reason": None, "key": None}
    return replace(row, values=values)
