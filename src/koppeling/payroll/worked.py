"""What was worked according to a workbook: hours that count, and what must be settled first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from koppeling.domain.finding import Finding, Severity
from koppeling.domain.meeting import Meeting, MeetingStatus
from koppeling.locale import _, ngettext
from koppeling.payroll.batch import Ledgered
from koppeling.payroll.hours import KINDS, Decided, WorkedHours, hours_of
from koppeling.payroll.periods import PayPeriod, PeriodKind, is_in_four_weeks
from koppeling.payroll.staff import error
from koppeling.workbook.read.meetings import id_of
from koppeling.workbook.read.result_rows import ResultWorkbook
from koppeling.workbook.schema.pairings import MEETINGS


@dataclass(frozen=True, kw_only=True)
class Worked:
    """
    What a workbook says was worked.

    Parameters
    ----------
    hours : tuple of WorkedHours
        Of every meeting that counts, whatever the period.
    known : frozenset of str
        The id of every meeting in the workbook.
    typed : frozenset of str
        Those of rows that somebody typed: an id that changes with the day.
    findings : tuple of Finding
        Errors while past meetings of the period are still planned, or later
        ones are held already; warnings for what does not count.
    """

    hours: tuple[WorkedHours, ...]
    known: AbstractSet[str]
    typed: AbstractSet[str]
    findings: tuple[Finding, ...]


def find_worked(  # noqa: PLR0913 - what decides which hours count
    book: ResultWorkbook,
    who: Decided,
    period: PayPeriod,
    today: date,
    *,
    takes_planned: bool,
    ledger: Ledgered,
    starts: Mapping[int, date],
) -> Worked:
    """
    Find the hours that count.

    Parameters
    ----------
    book : ResultWorkbook
        The workbook.
    who : Decided
        Which pairs count.
    period : PayPeriod
        Of this period, planned meetings may count too.
    today : date
        A meeting before this day is past.
    takes_planned : bool
        Take the planned meetings of the period as held (or as what they will
        be, in a forecast).
    ledger : Ledgered
        What was sent before. A meeting that was sent as if held while it was
        planned counts as long as it is planned: nothing changed.
    starts : mapping of int to date
        First day of the periods of four weeks of each year: when they are in
        use, a meeting in none of them would go in no file.
    """
    hours: list[WorkedHours] = []
    overdue: dict[str, list[Meeting]] = {}
    ahead: list[Meeting] = []
    left_out: list[Meeting] = []
    too_soon: list[Meeting] = []
    nowhere: list[Meeting] = []
    assumed, sent = ledger.assumed(), ledger.meetings()
    is_by_weeks = period.kind is PeriodKind.FOUR_WEEKS
    paid: list[Meeting] = []
    for meeting in book.meetings:
        if KINDS.get(meeting.kind) is None or meeting.day is None:
            continue
        is_here = period.covers(meeting.day)
        counted = hours_of(meeting, who)
        is_past = meeting.status is MeetingStatus.HELD or (
            meeting.status is MeetingStatus.PLANNED and meeting.day < today
        )
        is_lost = is_by_weeks and not is_in_four_weeks(meeting.day, starts)
        if counted and is_past and is_lost and meeting.id not in sent:
            nowhere.append(meeting)
        if meeting.status is MeetingStatus.HELD:
            hours += counted
            paid += [meeting] if is_here and counted else []
            left_out += [meeting] if is_here and not counted else []
            too_soon += [meeting] if is_here and meeting.day > today else []
        elif meeting.status is MeetingStatus.PLANNED and counted:
            if meeting.id in assumed or (takes_planned and is_here):
                hours += counted
                paid += [meeting] if is_here else []
            elif is_here and meeting.day < today:
                overdue.setdefault(meeting.senior or "–", []).append(meeting)
            elif is_here:
                ahead.append(meeting)
    cells = _cells(book)
    findings = (
        *_overdue(overdue, cells),
        *_too_soon(too_soon, cells),
        *_overlaps(list(find_overlaps(paid)), cells),
        *_nowhere(nowhere),
        *_ahead(ahead),
        *_left_out(left_out),
        *_without_id(book),
    )
    known = frozenset(meeting.id for meeting in book.meetings)
    return Worked(
        hours=tuple(sorted(hours)),
        known=known,
        typed=_typed(book),
        findings=findings,
    )


def _cells(book: ResultWorkbook) -> dict[str, tuple[str, str]]:
    """Find the cell of the status of each meeting, by id."""
    table = book.reading.table(MEETINGS.key)
    if table is None:
        return {}
    places = {
        id_of(row, day): table.place(row, "status")
        for row in table.rows
        if isinstance(day := row["date"], date)
    }
    return {meeting: (place.sheet, place.cell) for meeting, place in places.items()}


def _typed(book: ResultWorkbook) -> frozenset[str]:
    """List the meetings of rows without an id."""
    table = book.reading.table(MEETINGS.key)
    return frozenset(
        id_of(row, day)
        for row in (table.rows if table is not None else ())
        if not row.text("id") and isinstance(day := row["date"], date)
    )


def _overdue(
    overdue: dict[str, list[Meeting]], cells: dict[str, tuple[str, str]]
) -> Iterator[Finding]:
    if not overdue:
        return
    told = "; ".join(_past_of(senior, overdue[senior]) for senior in sorted(overdue))
    first = min((m for meetings in overdue.values() for m in meetings), key=_when)
    yield error(
        cells.get(first.id, (MEETINGS.words.local, "")),
        "still-planned",
        _("Meetings in the past are still planned. {who}.").format(who=told),
        _(
            "Set each to held or dropped. Or use --assume-held: then planned meetings of this "
            "period count as held."
        ),
    )


def _past_of(senior: str, meetings: list[Meeting]) -> str:
    number = len(meetings)
    days = ", ".join(f"{m.day:%d-%m}" for m in meetings[:6]) + (" …" if number > 6 else "")
    return ngettext(
        "Senior {senior}: {number} meeting ({days})",
        "Senior {senior}: {number} meetings ({days})",
        number,
    ).format(senior=senior, number=number, days=days)


def _when(meeting: Meeting) -> tuple[date, str]:
    return meeting.day or date.min, meeting.id


def _too_soon(meetings: list[Meeting], cells: dict[str, tuple[str, str]]) -> Iterator[Finding]:
    if not meetings:
        return
    places = [cells.get(meeting.id, (MEETINGS.words.local, "")) for meeting in meetings]
    days = ", ".join(
        f"{meeting.day:%d-%m-%Y} ({cell})"
        for meeting, (_sheet, cell) in zip(meetings, places, strict=True)
    )
    yield error(
        places[0],
        "held-too-soon",
        _("Marked as held, but that day is still to come: {days}.").format(days=days),
        _("Set it to planned, or correct the date."),
    )


def _overlaps(
    found: list[tuple[Meeting, str]], cells: dict[str, tuple[str, str]]
) -> Iterator[Finding]:
    if not found:
        return
    places = [cells.get(meeting.id, (MEETINGS.words.local, "")) for meeting, _number in found]
    people = ", ".join(
        _("{number} on {day} ({cell})").format(
            number=number, day=f"{meeting.day:%d-%m-%Y}", cell=cell
        )
        for (meeting, number), (_sheet, cell) in zip(found, places, strict=True)
    )
    yield error(
        places[0],
        "in-two-meetings",
        _("In two meetings at one time: {people}.").format(people=people),
        _("Correct the times, or keep one row; of a group all juniors stand in one row."),
    )


def _ahead(meetings: list[Meeting]) -> Iterator[Finding]:
    if not meetings:
        return
    number = len(meetings)
    told = ngettext(
        "{number} meeting of this period is still to come and does not count.",
        "{number} meetings of this period are still to come and do not count.",
        number,
    ).format(number=number)
    remedy = _("Run this again when the period is over: the rest comes as a correction.")
    yield _warning("still-to-come", told, remedy)


def _nowhere(meetings: list[Meeting]) -> Iterator[Finding]:
    if not meetings:
        return
    days = sorted({meeting.day for meeting in meetings if meeting.day is not None})
    told = ngettext(
        "{number} meeting falls in no period of four weeks that the profile knows, so it goes in "
        "no file: {days}.",
        "{number} meetings fall in no period of four weeks that the profile knows, so they go in "
        "no file: {days}.",
        len(meetings),
    ).format(number=len(meetings), days=", ".join(f"{day:%d-%m-%Y}" for day in days))
    remedy = _(
        "Add the first day of those years to your profile, under [period_starts], and of the "
        "year after: period 13 ends where the next year begins."
    )
    yield _warning("in-no-period", told, remedy)


def _left_out(meetings: list[Meeting]) -> Iterator[Finding]:
    if not meetings:
        return
    juniors = ", ".join(sorted({junior for m in meetings for junior in m.juniors}))
    told = ngettext(
        "{number} meeting that was held does not count: nobody decided on the pair ({juniors}).",
        "{number} meetings that were held do not count: nobody decided on the pairs ({juniors}).",
        len(meetings),
    ).format(number=len(meetings), juniors=juniors)
    yield _warning("undecided-pairs", told, _("Decide on them first, or use --concept."))


def _without_id(book: ResultWorkbook) -> Iterator[Finding]:
    """Tell of rows that somebody typed: only their id keeps them from being paid twice."""
    table = book.reading.table(MEETINGS.key)
    rows = table.rows if table is not None else ()
    number = sum(1 for row in rows if row["status"] == MeetingStatus.HELD and not row.text("id"))
    if number:
        told = ngettext(
            "{number} meeting that was held has no id yet.",
            "{number} meetings that were held have no id yet.",
            number,
        ).format(number=number)
        remedy = _(
            "Go on with the new workbook, where each has one: else a meeting whose day you "
            "change is taken for another one, and paid again."
        )
        yield _warning("meeting-without-id", told, remedy)


def _warning(code: str, message: str, remedy: str) -> Finding:
    return Finding(
        severity=Severity.WARNING,
        code=code,
        message=message,
        remedy=remedy,
        sheet=MEETINGS.words.local,
    )


def find_overlaps(meetings: Iterable[Meeting]) -> Iterator[tuple[Meeting, str]]:
    """
    Yield each meeting that begins before an earlier one of the same person ends, and who.

    A row that was copied is such a one, and a person who guides themself: both
    would be paid twice for one time. Meetings without a time are passed over.
    """
    spells = [
        ((number, meeting.day, begin), begin + meeting.minutes, meeting)
        for meeting in meetings
        if meeting.day is not None
        for begin in (meeting.start_minute,)
        if begin is not None
        for number in filter(None, (*meeting.juniors, meeting.senior))
    ]
    spells.sort(key=lambda spell: (spell[0], spell[1], spell[2].id))
    for (one, end, _earlier), (other, _end, later) in pairwise(spells):
        if other[:2] == one[:2] and other[2] < end:
            yield later, other[0]
