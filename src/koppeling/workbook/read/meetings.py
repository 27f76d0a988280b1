"""The sheet Overleggen: one reading of its rows, for the input and for what is planned in it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_OID, uuid5

from koppeling.domain.instance import HeldMeeting, Settings
from koppeling.domain.meeting import GUIDANCE_KINDS, Meeting, MeetingKind, MeetingStatus
from koppeling.locale import _
from koppeling.workbook.read.remarks import Place, Remarks
from koppeling.workbook.read.tables import Row, Table
from koppeling.workbook.read.week_cells import clock
from koppeling.workbook.schema.pairings import GUIDANCE_SYNONYMS, MEETING_KIND_CHOICES, MEETINGS
from koppeling.workbook.schema.shapes import normalise

if TYPE_CHECKING:
    from koppeling.workbook.read.register import Register

_KINDS = {
    normalise(name): MeetingKind(key)
    for key, words in MEETING_KIND_CHOICES
    for name in (words.nl, words.en)
} | dict.fromkeys(GUIDANCE_SYNONYMS, MeetingKind.GUIDANCE)
_USUAL_MINUTES = 30
#: The key of a meeting that was cancelled since it was no longer needed.
_NEEDLESS = "needless"


def kind_of(row: Row) -> MeetingKind | None:
    """Return what a meeting is; None for words that nobody knows."""
    return _KINDS.get(normalise(row.text("kind")))


def is_guidance(row: Row) -> bool:
    """Tell whether a meeting uses the senior's hours for guidance: talks and intervision do not."""
    return kind_of(row) in GUIDANCE_KINDS


def read_meetings(
    table: Table | None, settings: Settings | None, remarks: Remarks
) -> tuple[Meeting, ...]:
    """Read every row of Overleggen, in order of day; a kind nobody knows is an error."""
    if table is None:
        return ()
    usual = _USUAL_MINUTES if settings is None else settings.meeting_minutes
    found = []
    for row in table.rows:
        if kind_of(row) is None:
            _report_kind(row, table, remarks)
        meeting = _meeting(row, usual)
        if meeting is None:
            continue
        if meeting.minutes < 0:
            _report_backwards(table.place(row, "end"), remarks)
        found.append(meeting)
    _report_twice(found, table, remarks)
    _report_keyless(found, table, remarks)
    return tuple(sorted(found, key=lambda m: (m.day or m.nominal, m.start_minute or 0, m.id)))


def read_held(
    table: Table | None, settings: Settings, register: Register, remarks: Remarks
) -> tuple[HeldMeeting, ...]:
    """
    Read the guidance that was held, as far as it is input; that of people who left is passed over.

    Of a planned row nothing is told here: what was not held is no input.
    """
    held: list[HeldMeeting] = []
    for row in table.rows if table is not None else ():
        day = row["date"]
        if table is None or row["status"] != MeetingStatus.HELD or not isinstance(day, date):
            continue
        meeting = _meeting(row, settings.meeting_minutes)
        if meeting is None:
            _report_kind(row, table, remarks)
            continue
        if meeting.kind not in GUIDANCE_KINDS:
            continue
        if meeting.minutes <= 0:
            _report_backwards(table.place(row, "end"), remarks)
        if {"junior", "senior"} & row.unread.keys():
            continue
        if not meeting.juniors or not meeting.senior:
            remarks.error(
                table.place(row, "senior" if meeting.juniors else "junior"),
                "meeting-without-person",
                _("A meeting that was held needs a junior and a senior."),
                _("Fill in both numbers."),
            )
            continue
        # A group takes the senior's time once, so its first member stands for it.
        junior = meeting.juniors[0]
        if day < settings.quarter.first_day and junior not in register.juniors:
            continue  # of somebody who left
        if meeting.minutes > 0:
            held.append(
                HeldMeeting(junior=junior, senior=meeting.senior, day=day, minutes=meeting.minutes)
            )
    return tuple(sorted(held, key=lambda m: (m.day, m.junior, m.senior, m.minutes)))


def meeting_cells(table: Table | None) -> tuple[tuple[str, str], ...]:
    """List the cell of the day (`Overleggen!B12`) of each meeting that has an id."""
    rows = table.rows if table is not None else ()
    places = ((row.text("id"), table.place(row, "date")) for row in rows if table is not None)
    return tuple((key, f"{place.sheet}!{place.cell}") for key, place in places if key)


def _meeting(row: Row, usual: int) -> Meeting | None:
    """Read a row; None when it has no day, no status or a kind that nobody knows."""
    day = row["date"]
    status = MeetingStatus(row.text("status")) if row.text("status") else None
    kind = kind_of(row)
    if kind is None or status is None or not isinstance(day, date):
        return None
    is_planned = status is not MeetingStatus.UNPLANNABLE
    begin, end = _minutes(row.text("begin")), _minutes(row.text("end"))
    length = usual if begin is None or end is None else end - begin
    shift = row.whole("shift_days")
    nominal = row["nominal"]
    if not isinstance(nominal, date):
        nominal = day - timedelta(days=shift or 0) if is_planned else day
    return Meeting(
        id=id_of(row, day),
        kind=kind,
        senior=row.text("senior") or None,
        juniors=_juniors(row),
        number=row.whole("number") or 0,
        nominal=nominal,
        minutes=length,
        day=day if is_planned else None,
        start_minute=begin if is_planned else None,
        status=status,
        shift_days=(day - nominal).days if is_planned else None,
        reason=row.text("reason"),
        # One that has a time still, had a place in somebody's calendar.
        sequence=(row.whole("sequence") or 0) + (not is_planned and begin is not None),
        is_needless=row.text("key") == _NEEDLESS and status is MeetingStatus.DROPPED,
    )


def _juniors(row: Row) -> tuple[str, ...]:
    return tuple(part.strip() for part in row.text("junior").split(";") if part.strip())


def id_of(row: Row, day: date) -> str:
    """Return the id of a row; one that somebody typed keeps its own once it is written."""
    if row.text("id"):
        return row.text("id")
    parts = ("typed", *_juniors(row), row.text("senior"), day.isoformat(), row.text("begin"))
    return str(uuid5(NAMESPACE_OID, "|".join(parts)))


def _report_kind(row: Row, table: Table, remarks: Remarks) -> None:
    remarks.error(
        table.place(row, "kind"),
        "unknown-kind-of-meeting",
        _("“{kind}” is no kind of meeting that koppeling knows.").format(
            kind=row.text("kind")[:40]
        ),
        _("Choose one of: {kinds}.").format(
            kinds=", ".join(words.local for _key, words in MEETING_KIND_CHOICES)
        ),
    )


def _report_backwards(place: Place, remarks: Remarks) -> None:
    remarks.error(
        place,
        "ends-before-it-begins",
        _("The meeting ends before it begins."),
        _("Check both times."),
    )


def _report_twice(meetings: list[Meeting], table: Table, remarks: Remarks) -> None:
    seen: set[str] = set()
    for meeting in meetings:
        if meeting.id in seen:
            remarks.error(
                table.place(),
                "meeting-twice",
                _("The meeting {id} is in the sheet twice.").format(id=meeting.id),
                _("Remove one of the two rows, or empty the id of the new one."),
            )
        seen.add(meeting.id)


def _report_keyless(meetings: list[Meeting], table: Table, remarks: Remarks) -> None:
    """Tell that a workbook of version 0.1 does not say which meetings were no longer needed."""
    is_told = "key" in table.columns
    dropped = [m for m in meetings if m.status is MeetingStatus.DROPPED and m.number and m.reason]
    if dropped and not is_told:
        remarks.warn(
            table.place(),
            "cancelled-for-good",
            _(
                "An earlier version of koppeling wrote this sheet; which meetings were dropped "
                "since they were no longer needed is not known, so all of them stay dropped."
            ),
            _("Remove the rows of those that may be planned again."),
        )


def _minutes(text: str) -> int | None:
    hours, colon, minutes = text.partition(":")
    return int(hours) * 60 + int(minutes) if colon else None


def meeting_row(meeting: Meeting) -> dict[str, object]:
    """Write a meeting as a row of Overleggen, in the language in use, by column key."""
    begin = meeting.start_minute
    kinds, statuses = dict(MEETING_KIND_CHOICES), dict(MEETINGS.column("status").choices)
    return {
        "id": meeting.id,
        "date": meeting.day or meeting.nominal,
        "begin": None if begin is None else clock(begin),
        "end": None if begin is None else clock(begin + meeting.minutes),
        "junior": "; ".join(meeting.juniors) or None,
        "senior": meeting.senior,
        "kind": kinds[meeting.kind].local,
        "shift_days": meeting.shift_days,
        "status": statuses[meeting.status].local,
        "reason": meeting.reason or None,
        "number": meeting.number or None,
        "nominal": meeting.nominal,
        "sequence": meeting.sequence or None,
        "key": _NEEDLESS if meeting.is_needless else None,
    }
