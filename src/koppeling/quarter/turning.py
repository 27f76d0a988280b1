"""Turning the quarter: each sheet of the old workbook as it goes into the new one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from koppeling.domain.decision import DecidedPairing
from koppeling.domain.instance import Instance
from koppeling.domain.meeting import (
    GUIDANCE_KINDS,
    TRAJECTORY_KINDS,
    Meeting,
    MeetingStatus,
)
from koppeling.domain.period import Quarter
from koppeling.locale import _, ngettext
from koppeling.quarter.missed import (
    CatchingUp,
    escalations,
    evaluations_of,
    give_up,
    missed_meetings,
)
from koppeling.quarter.succession import Change, Ending, Endings, Succession, Turned
from koppeling.rules.needs import join_absences
from koppeling.workbook.read.result_rows import ResultWorkbook
from koppeling.workbook.read.tables import Row, Table
from koppeling.workbook.schema.pairings import ESCALATIONS, PAIRINGS
from koppeling.workbook.schema.registry import find_setting
from koppeling.workbook.schema.shapes import Sheet, Value

#: Held meetings stay in Overleggen for a year; older ones only count.
_YEAR = 4
#: Columns that name a person, by sheet, where a row of somebody gone has no use.
_PERSONAL = {
    "working_days": ("number",),
    "disc": ("number",),
    "availability": ("number",),
    "capacity": ("number",),
    "preferences": ("source", "target"),
    "escalations": ("number",),
    "progress": ("number",),
}


@dataclass
class Turning:
    """
    A quarter that turns.

    Parameters
    ----------
    book : ResultWorkbook
        The decided workbook.
    instance : Instance
        Its input.
    agreed : sequence of DecidedPairing
        The pairs in force.
    on : date
        The day on which it turns: what is planned from then on is to come.
    catch_up : bool
        Whether missed meetings get an extra one.
    """

    book: ResultWorkbook
    instance: Instance
    agreed: Sequence[DecidedPairing]
    on: date
    catch_up: bool = False

    def __post_init__(self) -> None:
        self.quarter: Quarter = self.instance.settings.quarter
        self.next: Quarter = self.quarter.shift(1)
        self.changes: list[Change] = []

    @cached_property
    def endings(self) -> Endings:
        """Who and what ends; a junior who still has to catch up is not done."""
        busy = (n for m in self.missed if m.id in self._catching_up.days for n in m.juniors)
        return Endings(self.instance, self.next, frozenset(busy))

    @cached_property
    def gone(self) -> frozenset[str]:
        """People who are in neither sheet with people any more."""
        departed, stopped = self.endings.departed, self.endings.stopped
        seniors = {s.number for s in self.instance.seniors} - departed.keys()
        juniors = {j.number for j in self.instance.juniors} - stopped.keys()
        everyone = {p.number for p in (*self.instance.juniors, *self.instance.seniors)}
        return frozenset(everyone - seniors - juniors)

    @cached_property
    def missed(self) -> tuple[Meeting, ...]:
        """Guidance of the quarter that was not held."""
        stopped = frozenset(Endings(self.instance, self.next).stopped)
        return missed_meetings(self.book.meetings, self.quarter, stopped, self.on)

    @cached_property
    def _catching_up(self) -> CatchingUp:
        ends = Endings(self.instance, self.next)
        gone = ends.stopped.keys() | ends.departed.keys()
        running = [d for d in self.agreed if gone.isdisjoint((d.junior, d.senior))]
        found = CatchingUp(self.instance, self.next, running, self.on)
        if self.catch_up:
            found.fit(self.missed)
        return found

    def turn(self) -> Turned:
        """Make the tables and meetings of the next quarter."""
        steps: dict[str, Callable[[Table], Table]] = {
            "settings": self._settings,
            "juniors": self._juniors,
            "seniors": self._seniors,
            "working_days": self._working_days,
            "pairings": self._pairings,
            "availability": self._availability,
            "capacity": self._capacity,
            "escalations": self._escalations,
            "groups": self._groups,
        }
        tables = {table.sheet.key: table for table in self.book.reading.tables}
        for sheet in (PAIRINGS, ESCALATIONS):
            empty = Table(sheet=sheet, name=sheet.words.local)
            tables[sheet.key] = _with_columns(tables.get(sheet.key, empty), sheet)
        turned = []
        for key, table in tables.items():
            kept = self._without_gone(table)
            turned.append(steps[key](kept) if key in steps else kept)
        self._tell_people()
        self._tell_missed()
        return Turned(tables=tuple(turned), meetings=self._meetings(), changes=tuple(self.changes))

    def _tell(self, what: str, who: str, message: str) -> None:
        self.changes.append(Change(what, who, message))

    def _dropped(self, table: Table, row: Row, who: str, why: str) -> None:
        place = table.place(row, next(iter(table.columns), ""))
        self._tell(_("dropped"), who, f"{place.sheet}!{place.cell}: {why}")

    def _without_gone(self, table: Table) -> Table:
        keys = _PERSONAL.get(table.sheet.key, ())
        rows = []
        for row in table.rows:
            who = next((row.text(key) for key in keys if row.text(key) in self.gone), None)
            if who is None:
                rows.append(row)
            else:
                self._dropped(table, row, who, _("is no longer there"))
        return replace(table, rows=tuple(rows))

    def _settings(self, table: Table) -> Table:
        rows = []
        for row in table.rows:
            setting = find_setting(row.text("setting"))
            if setting is not None and setting.key == "quarter":
                rows.append(replace(row, values={**row.values, "value": str(self.next)}))
            elif setting is not None and setting.key == "reference_date":
                self._dropped(table, row, "", _("it was about the past quarter"))
            else:
                rows.append(row)
        return replace(table, rows=tuple(rows))

    def _juniors(self, table: Table) -> Table:
        table = _with_columns(table, table.sheet, "already_held", "new_in")
        rows = []
        for row in table.rows:
            number = row.text("number")
            if number in self.endings.stopped:
                continue
            values: dict[str, Value] = dict(row.values)
            if self._folded[number]:
                before = values.get("already_held")
                count = before if isinstance(before, int) else 0
                values["already_held"] = count + self._folded[number]
            values["new_in"] = str(self.next) if number in self.endings.starters else None
            rows.append(replace(row, values=values))
        return replace(table, rows=tuple(rows))

    def _seniors(self, table: Table) -> Table:
        departed = self.endings.departed
        return replace(table, rows=tuple(r for r in table.rows if r.text("number") not in departed))

    def _working_days(self, table: Table) -> Table:
        """Drop rows that are over, unless somebody has no other: no row means every day."""
        current = Counter(r.text("number") for r in table.rows if not self._is_over(r["to"]))
        rows = []
        for row in table.rows:
            if self._is_over(row["to"]) and current[row.text("number")]:
                self._dropped(table, row, row.text("number"), _("these working days are over"))
            else:
                rows.append(row)
        return replace(table, rows=tuple(rows))

    def _is_over(self, last: Value) -> bool:
        return isinstance(last, date) and last < self.next.first_day

    def _availability(self, table: Table) -> Table:
        """Drop absences that are over, but for long leave: that moved the dates of a trajectory."""
        rows = []
        for row in table.rows:
            is_over = row["kind"] == "absent" and self._is_over(row["to"])
            if is_over and not self._moves_dates(row):
                self._dropped(table, row, row.text("number"), _("this absence is over"))
            else:
                rows.append(row)
        return replace(table, rows=tuple(rows))

    def _moves_dates(self, row: Row) -> bool:
        number, first = row.text("number"), row["from"]
        junior = next((j for j in self.instance.juniors if j.number == number), None)
        if junior is None or not isinstance(first, date):
            return False
        for absence in join_absences(junior.absences):
            if absence.covers(first):
                days = None if absence.last is None else (absence.last - absence.first).days + 1
                return days is None or days >= self.instance.settings.long_leave_days
        return False

    def _capacity(self, table: Table) -> Table:
        """Drop rows that a later one has overtaken; the last one goes on counting."""
        latest: dict[str, Quarter] = {}
        for row in table.rows:
            if row.text("quarter"):
                quarter = Quarter.parse(row.text("quarter"))
                number = row.text("number")
                if quarter <= self.next and quarter >= latest.get(number, quarter):
                    latest[number] = quarter
        rows = []
        for row in table.rows:
            number, text = row.text("number"), row.text("quarter")
            if text and number in latest and Quarter.parse(text) < latest[number]:
                self._dropped(table, row, number, _("a later row took its place"))
            else:
                rows.append(row)
        return replace(table, rows=tuple(rows))

    def _escalations(self, table: Table) -> Table:
        rows = []
        for row in table.rows:
            if self._is_over(row["to"]):
                self._dropped(table, row, row.text("number"), _("the extra meetings are over"))
            else:
                rows.append(row)
        number = max((row.number for row in table.rows), default=1)
        for extra in escalations(self.missed, self._catching_up.days):
            number += 1
            values: dict[str, Value] = {
                "number": extra.junior,
                "from": extra.first,
                "to": extra.last,
                "every_weeks": extra.every_weeks,
            }
            rows.append(Row(number=number, values=values))
        return replace(table, rows=tuple(rows))

    def _groups(self, table: Table) -> Table:
        rows = []
        for row in table.rows:
            has_left = row.text("senior") in self.endings.departed
            if has_left:
                self._dropped(table, row, row.text("senior"), _("the group's senior has left"))
            freed = {"senior": None} if has_left else {}
            rows.append(replace(row, values={**row.values, **freed}))
        return replace(table, rows=tuple(rows))

    def _pairings(self, table: Table) -> Table:
        succession = Succession(self.instance, self.agreed, self.book.decisions, self.endings)
        turned = succession.turn(table)
        self.changes += succession.changes
        return turned

    @cached_property
    def _folded(self) -> Counter[str]:
        """Held meetings older than a year, by junior: they leave Overleggen and only count."""
        return Counter(
            number
            for meeting in self.book.meetings
            if self._is_old(meeting)
            and meeting.status is MeetingStatus.HELD
            and meeting.kind in TRAJECTORY_KINDS
            for number in meeting.juniors
        )

    def _is_old(self, meeting: Meeting) -> bool:
        first = self.next.shift(-_YEAR if meeting.status is MeetingStatus.HELD else -1).first_day
        return (meeting.day or meeting.nominal) < first

    def _meetings(self) -> tuple[Meeting, ...]:
        kept = [m for m in self.book.meetings if not self._is_old(m)]
        old = len(self.book.meetings) - len(kept)
        if old:
            self._tell(
                _("dropped"),
                "",
                ngettext(
                    "{number} old meeting; when it was held, it is counted in “already held”.",
                    "{number} old meetings; those held are counted in “already held”.",
                    old,
                ).format(number=old),
            )
        days = dict(self._catching_up.days)
        days |= evaluations_of(self.missed, kept, days)
        return tuple(give_up(m, days[m.id]) if m.id in days else m for m in kept)

    def _tell_people(self) -> None:
        for number, ending in sorted(self.endings.stopped.items()):
            self._tell_ending(_("left the sheet Juniors"), number, ending)
        for number, ending in sorted(self.endings.finished.items()):
            is_cut_short = number in self.endings.cut_short
            what = _("guidance ends") if is_cut_short else _("promote, or prolong")
            self._tell_ending(what, number, ending)
        seniors = {s.number for s in self.instance.seniors}
        for number, ending in sorted(self.endings.departed.items()):
            if number in seniors:
                self._tell_ending(_("left the sheet Seniors"), number, ending)
        for number in self.endings.starters:
            self._tell(_("new"), number, _("starts in {quarter}").format(quarter=self.next))

    def _tell_ending(self, what: str, number: str, ending: Ending) -> None:
        self._tell(what, number, f"{ending.reason} ({ending.last:%d-%m-%Y})")

    def _tell_missed(self) -> None:
        days = self._catching_up.days
        for meeting in self.missed:
            day = meeting.day or meeting.nominal
            message = _("meeting of {day} not held").format(day=f"{day:%d-%m-%Y}")
            if meeting.id in days:
                message += "; " + _("caught up with around {day}").format(
                    day=f"{days[meeting.id]:%d-%m-%Y}"
                )
            elif meeting.id in self._catching_up.crowded:
                message += "; " + _("no room to catch up: the senior is full or away")
            elif self.catch_up:
                message += "; " + _("no day was found to catch up")
            if self._is_old(meeting):
                message += "; " + _("planned in an earlier quarter, and leaves the meetings now")
            self._tell(_("missed"), ", ".join(meeting.juniors), message)
        coming = sum(
            m.kind in GUIDANCE_KINDS
            and m.status is MeetingStatus.PLANNED
            and m.day is not None
            and self.on <= m.day <= self.quarter.last_day
            for m in self.book.meetings
        )
        if coming:
            message = ngettext(
                "{number} meeting of {quarter}: tick it in the new workbook when it was held",
                "{number} meetings of {quarter}: tick them in the new workbook when they were held",
                coming,
            )
            message = message.format(number=coming, quarter=self.quarter)
            self._tell(_("still to come"), "", message)


def _with_columns(table: Table, sheet: Sheet, *keys: str) -> Table:
    """Add columns to a table: some by key, or all that the sheet declares."""
    have = {key for _heading, key in table.headings}
    wanted = [f for f in sheet.columns if not keys or f.key in keys]
    added = tuple((f.words.local, f.key) for f in wanted if f.key not in have)
    return replace(table, headings=(*table.headings, *added))
