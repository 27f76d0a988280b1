"""The rows of Overleggen as meetings, and meetings as rows."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import NAMESPACE_OID, uuid5

from koppeling.domain.meeting import Meeting, MeetingKind, MeetingStatus
from koppeling.locale import _
from koppeling.workbook.columns import in_use
from koppeling.workbook.later_sheets import MEETING_KIND_CHOICES, MEETINGS
from koppeling.workbook.reader import Reading
from koppeling.workbook.remarks import Place, Remarks
from koppeling.workbook.shapes import normalise
from koppeling.workbook.tables import Row, Table
from koppeling.workbook.week import clock

#: The words of the column status and what they mean.
STATUSES = {
    "planned": MeetingStatus.PLANNED,
    "held": MeetingStatus.HELD,
    "dropped": MeetingStatus.CANCELLED,
    "unplannable": MeetingStatus.UNPLANNABLE,
}
_KEYS = {status: key for key, status in STATUSES.items()}
_KINDS = {
    normalise(name): MeetingKind(key)
    for key, words in MEETING_KIND_CHOICES
    for name in (words.nl, words.en)
} | {"": MeetingKind.GUIDANCE, "werkbegeleiding": MeetingKind.GUIDANCE}
_USUAL_MINUTES = 30


def read_meetings(reading: Reading, remarks: Remarks) -> tuple[Meeting, ...]:
    """Read every row of Overleggen, in order of day; a kind nobody knows is an error."""
    table = reading.table(MEETINGS.key)
    if table is None:
        return ()
    usual = _USUAL_MINUTES
    if reading.instance is not None:
        usual = reading.instance.settings.meeting_minutes
    found = [m for row in table.rows if (m := _meeting(row, table, usual, remarks)) is not None]
    _report_twice(found, table, remarks)
    return tuple(sorted(found, key=lambda m: (m.day or m.nominal, m.start_minute or 0, m.id)))


def meeting_cells(reading: Reading) -> tuple[tuple[str, str], ...]:
    """List the cell of the day (`Overleggen!B12`) of each meeting that has an id."""
    table = reading.table(MEETINGS.key)
    rows = table.rows if table is not None else ()
    places = ((row.text("id"), table.place(row, "date")) for row in rows if table is not None)
    return tuple((key, f"{place.sheet}!{place.cell}") for key, place in places if key)


def _meeting(row: Row, table: Table, usual: int, remarks: Remarks) -> Meeting | None:
    day, status = row["date"], STATUSES.get(row.text("status"))
    kind = _KINDS.get(normalise(row.text("kind")))
    if kind is None:
        remarks.error(
            table.place(row, "kind"),
            "unknown-kind-of-meeting",
            _("“{kind}” is no kind of meeting that koppeling knows.").format(
                kind=row.text("kind")[:40]
            ),
            _("Choose one of: {kinds}.").format(
                kinds=", ".join(in_use(words) for _key, words in MEETING_KIND_CHOICES)
            ),
        )
    if kind is None or status is None or not isinstance(day, date):
        return None
    is_planned = status is not MeetingStatus.UNPLANNABLE
    begin, end = _minutes(row.text("begin")), _minutes(row.text("end"))
    length = usual if begin is None or end is None else end - begin
    if length < 0:
        _report_backwards(table.place(row, "end"), remarks)
    shift = _whole(row, "shift_days")
    nominal = row["nominal"]
    if not isinstance(nominal, date):
        nominal = day - timedelta(days=shift or 0) if is_planned else day
    return Meeting(
        id=id_of(row, day),
        kind=kind,
        senior=row.text("senior") or None,
        juniors=_juniors(row),
        number=_whole(row, "number") or 0,
        nominal=nominal,
        minutes=length,
        day=day if is_planned else None,
        start_minute=begin if is_planned else None,
        status=status,
        shift_days=(day - nominal).days if is_planned else None,
        reason=row.text("reason"),
        # One that has a time still, had a place in somebody's calendar.
        sequence=(_whole(row, "sequence") or 0) + (not is_planned and begin is not None),
    )


def _juniors(row: Row) -> tuple[str, ...]:
    return tuple(part.strip() for part in row.text("junior").split(";") if part.strip())


def id_of(row: Row, day: date) -> str:
    """Return the id of a row; one that somebody typed keeps its own once it is written."""
    if row.text("id"):
        return row.text("id")
    parts = ("typed", *_juniors(row), row.text("senior"), day.isoformat(), row.text("begin"))
    return str(uuid5(NAMESPACE_OID, "|".join(parts)))


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


def _whole(row: Row, key: str) -> int | None:
    value = row[key]
    return value if isinstance(value, int) and not isinstance(value, bool) else None


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
        "kind": in_use(kinds[meeting.kind]),
        "shift_days": meeting.shift_days,
        "status": in_use(statuses[_KEYS[meeting.status]]),
        "reason": meeting.reason or None,
        "number": meeting.number or None,
        "nominal": meeting.nominal,
        "sequence": meeting.sequence or None,
    }
