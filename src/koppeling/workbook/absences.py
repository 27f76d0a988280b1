"""The sheet Beschikbaarheid: absences, closures and meeting windows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from koppeling.domain.people import Absence, MeetingWindow
from koppeling.locale import _
from koppeling.workbook.register import Register
from koppeling.workbook.remarks import Remarks
from koppeling.workbook.tables import Row, Table
from koppeling.workbook.week import stretches_of, weekdays_of

#: A closure of more days than this is told of: perhaps a number was forgotten.
_LONG_CLOSURE_DAYS = 31


@dataclass(frozen=True)
class Absences:
    """Absences and windows by personnel number; closures and windows of everyone."""

    absences: Mapping[str, list[Absence]] = field(default_factory=dict)
    windows: Mapping[str, list[MeetingWindow]] = field(default_factory=dict)
    closures: tuple[Absence, ...] = ()
    common_windows: tuple[MeetingWindow, ...] = ()

    def of(self, number: str) -> tuple[Absence, ...]:
        """List the absences of a person, in order of time."""
        return tuple(sorted(self.absences.get(number, []), key=_order))

    def windows_of(self, number: str) -> tuple[MeetingWindow, ...]:
        """List the meeting windows of a person, those of everyone included."""
        windows = [*self.windows.get(number, []), *self.common_windows]
        return tuple(sorted(windows, key=lambda w: (w.weekday, w.start_minute, w.end_minute)))


def _order(absence: Absence) -> tuple[date, date]:
    return absence.first, absence.last or date.max


def read_absences(table: Table | None, register: Register, remarks: Remarks) -> Absences:
    """Read the sheet; a row without a number is for everyone."""
    if table is None:
        return Absences()
    absences: dict[str, list[Absence]] = defaultdict(list)
    windows: dict[str, list[MeetingWindow]] = defaultdict(list)
    for row in table.rows:
        number = row.text("number")
        # The cells are read whosever row it is: all mistakes in one round.
        absence = _read_absence(row, table, remarks) if row["kind"] == "absent" else None
        read_windows = _read_windows(row, table, remarks) if row["kind"] == "meeting" else []
        if "number" in row.unread:
            continue
        if number and not register.look_up(number, table.place(row, "number"), remarks):
            continue
        windows[number].extend(read_windows)
        if absence is not None:
            absences[number].append(absence)
            if not number:
                _report_closure(absence, row, table, remarks)
    closures = tuple(sorted(absences.pop("", []), key=_order))
    return Absences(absences, windows, closures, tuple(windows.pop("", [])))


def _read_absence(row: Row, table: Table, remarks: Remarks) -> Absence | None:
    for key in ("day", "time"):
        if row[key] is not None:
            remarks.error(
                table.place(row, key),
                "absence-with-time",
                _("An absence is in whole days; a day or time does not belong here."),
                _("Empty the cell, or change the working days of this person."),
            )
    first, last = row["from"], row["to"]
    if not isinstance(first, date):
        if "from" not in row.unread:
            remarks.error(
                table.place(row, "from"),
                "absence-without-start",
                _("An absence needs a first day."),
                _("Fill in the first day."),
            )
        return None
    if "to" in row.unread or not _is_in_order(row, table, remarks):
        return None
    return Absence(first, last if isinstance(last, date) else None)


def _is_in_order(row: Row, table: Table, remarks: Remarks) -> bool:
    first, last = row["from"], row["to"]
    if not (isinstance(first, date) and isinstance(last, date)) or first <= last:
        return True
    remarks.error(
        table.place(row, "to"),
        "ends-before-it-begins",
        _("The last day lies before the first day."),
        _("Check both dates."),
    )
    return False


def _report_closure(absence: Absence, row: Row, table: Table, remarks: Remarks) -> None:
    if absence.last and (absence.last - absence.first).days < _LONG_CLOSURE_DAYS:
        return
    remarks.warn(
        table.place(row, "number"),
        "long-closure",
        _("Without a personnel number this row closes the whole practice for a long time."),
        _("Fill in the personnel number if one person is meant."),
    )


def _read_windows(row: Row, table: Table, remarks: Remarks) -> list[MeetingWindow]:
    for key in ("day", "time"):
        if row[key] is None and key not in row.unread:
            remarks.error(
                table.place(row, key),
                "window-incomplete",
                _("A meeting window needs a day and a time."),
                _("Fill in both, such as di and 09:00-12:00."),
            )
    if row["day"] is None or row["time"] is None or not _is_in_order(row, table, remarks):
        return []
    first, last = row["from"], row["to"]
    return [
        MeetingWindow(
            weekday=day,
            start_minute=start,
            end_minute=end,
            valid_from=first if isinstance(first, date) else None,
            valid_to=last if isinstance(last, date) else None,
        )
        for day in weekdays_of(row.text("day"))
        for start, end in stretches_of(row.text("time"))
    ]
