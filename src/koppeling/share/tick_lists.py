"""
Tick lists: one small workbook for each senior, and what the returned ones say.

A list holds that senior's own meetings and nothing else; no notes, points or
reasons. Ticks are facts that payroll goes by, so what contradicts is told and
left as it was, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from koppeling.domain.decision import Agreement
from koppeling.domain.finding import Finding
from koppeling.domain.meeting import GUIDANCE_KINDS, TRAJECTORY_KINDS, Meeting, MeetingStatus
from koppeling.domain.period import Quarter
from koppeling.domain.trajectory import nominal_meetings
from koppeling.locale import _
from koppeling.report.wording import handbook_themes, phase_name
from koppeling.share.places import Places
from koppeling.workbook.read.grids import column_letters
from koppeling.workbook.read.meetings import meeting_row
from koppeling.workbook.read.remarks import Place, Remarks
from koppeling.workbook.read.tables import Row, Table, read_table
from koppeling.workbook.schema.registry import normalise
from koppeling.workbook.schema.results import TICK_SHEET
from koppeling.workbook.write.columns import Column, in_use

if TYPE_CHECKING:
    from koppeling.domain.instance import Instance
    from koppeling.workbook.read.grids import RawFile


_OPEN = (MeetingStatus.PLANNED, MeetingStatus.UNPLANNABLE)


def listed_meetings(
    senior: str, quarter: Quarter, meetings: Iterable[Meeting], agreement: Agreement
) -> tuple[Meeting, ...]:
    """List the dated meetings of a senior in a quarter, talks included, in order of time."""
    mine = [
        meeting
        for meeting in meetings
        if meeting.senior == senior
        and meeting.day is not None
        and Quarter.of(meeting.day) == quarter
        and agreement.holds(meeting)
    ]
    return tuple(sorted(mine, key=lambda m: (m.day or m.nominal, m.start_minute or 0, m.id)))


def tick_list(
    senior: str, quarter: Quarter, meetings: Sequence[Meeting], places: Places, instance: Instance
) -> bytes:
    """
    Make the workbook of one senior, in the language in use.

    Parameters
    ----------
    senior : str
        Personnel number.
    quarter : Quarter
        What the list is about.
    meetings : sequence of Meeting
        Of this senior, as `listed_meetings` gives them.
    places : Places
        For names.
    instance : Instance
        For the phases of the trajectories.

    Returns
    -------
    bytes
        A whole .xlsx with the sheet *Mijn kwartaal*.
    """
    from koppeling.workbook.write.book import AMBER, GREEN, Book

    book = Book(title=f"{places.people[senior].name} · {quarter}")
    columns = [
        replace(Column.of(field, is_input=field.decides), is_required=field.decides)
        for field in TICK_SHEET.columns
    ]
    rows = [
        [_cells(meeting, places, instance)[field.key] for field in TICK_SHEET.columns]
        for meeting in meetings
    ]
    page = book.add_table(in_use(TICK_SHEET.words), columns, rows, frozen_columns=1)
    keys = [field.key for field in TICK_SHEET.columns]
    at = keys.index("status")
    page.set_column(at, at, 14)
    words = {key: in_use(names) for key, names in TICK_SHEET.column("status").choices}
    for key, colour in (("held", GREEN), ("dropped", AMBER)):
        criteria = f'=${column_letters(at + 1)}2="{words[key]}"'
        rule = {"type": "formula", "criteria": criteria, "format": book.highlight(colour)}
        page.conditional_format(1, at, max(1, len(rows)), at, rule)
    return book.to_bytes()


def _cells(meeting: Meeting, places: Places, instance: Instance) -> Mapping[str, object]:
    row = meeting_row(meeting)
    return {
        "date": meeting.day,
        "begin": row["begin"],
        "end": row["end"],
        "junior_name": [places.people[n].name for n in meeting.juniors if n in places.people],
        "phase": phase_of(meeting, instance),
        "kind": row["kind"],
        "status": row["status"],
        "agenda": _theme(meeting.number) if _has_agenda(meeting) else None,
        "id": meeting.id,
    }


def _has_agenda(meeting: Meeting) -> bool:
    return meeting.status is MeetingStatus.PLANNED and meeting.kind in GUIDANCE_KINDS


def _theme(number: int) -> str:
    """Return a theme of the team handbook (P27) or the development plan (P28), in turn."""
    themes = (*handbook_themes(), _("personal development plan"))
    return themes[(number - 1) % len(themes)]


def phase_of(meeting: Meeting, instance: Instance) -> str:
    """Return the phase that a guidance meeting belongs to, by its number in the series."""
    junior = next((j for j in instance.juniors if j.number in meeting.juniors), None)
    if junior is None or meeting.kind not in TRAJECTORY_KINDS:
        return ""
    group = next((g for g in instance.groups if g.name == junior.group), None)
    kind = instance.trajectories[group.trajectory if group else junior.trajectory]
    nominal = nominal_meetings(group.start if group else junior.start, kind.phases)
    if not 1 <= meeting.number <= len(nominal):
        return ""
    phase = nominal[meeting.number - 1][1]
    return phase_name(phase, kind.phases.index(phase))


@dataclass(frozen=True, kw_only=True)
class Tick:
    """What a returned list says of one meeting, and where it says so."""

    meeting: str
    status: MeetingStatus
    day: date | None
    place: Place


def read_ticks(files: Iterable[RawFile], remarks: Remarks) -> tuple[Tick, ...]:
    """
    Read returned lists; a file without the sheet, or a cell that is wrong, is a finding.

    Rows that still say *gepland* say nothing and are left out.
    """
    ticks: list[Tick] = []
    for file in files:
        names = {normalise(name) for name in (TICK_SHEET.words.nl, TICK_SHEET.words.en)}
        grid = next((g for g in file.grids if normalise(g.name) in names), None)
        if grid is None:
            remarks.error(
                Place(source=file.name),
                "no-tick-list",
                _("{file} is not a tick list: the sheet “{sheet}” is missing.").format(
                    file=file.name, sheet=TICK_SHEET.words.local
                ),
                _("Give the lists that `koppeling tick-lists` made, saved as .xlsx."),
            )
            continue
        table = read_table(replace(grid, source=file.name), TICK_SHEET, remarks)
        ticks += [tick for row in table.rows if (tick := _tick(table, row)) is not None]
    return tuple(ticks)


def _tick(table: Table, row: Row) -> Tick | None:
    status, day = row.text("status"), row["date"]
    if status in ("", MeetingStatus.PLANNED) or not row.text("id"):
        return None
    return Tick(
        meeting=row.text("id"),
        status=MeetingStatus(status),
        day=day if isinstance(day, date) else None,
        place=table.place(row, "status"),
    )


@dataclass(frozen=True, kw_only=True)
class Merge:
    """
    Meetings with the ticks in them, how many changed, and what could not be taken over.

    Every finding is about a meeting that stayed as it was.
    """

    meetings: tuple[Meeting, ...]
    num_changed: int
    findings: tuple[Finding, ...]


def merge_ticks(
    meetings: Sequence[Meeting], ticks: Sequence[Tick], *, today: date, remarks: Remarks
) -> Merge:
    """
    Put the ticks of returned lists into the meetings.

    A meeting stays as it was, with a finding, when its id is unknown, two
    lists disagree, the result already has the other state, it lies after
    `today`, or the list has another day for it.

    Parameters
    ----------
    meetings : sequence of Meeting
        Of the result.
    ticks : sequence of Tick
        Of all returned lists together.
    today : date
        What lies after it cannot have been held.
    remarks : Remarks
        Findings of the reading; those of the merge join them.
    """
    known = {meeting.id: meeting for meeting in meetings}
    said: dict[str, list[Tick]] = {}
    for tick in ticks:
        said.setdefault(tick.meeting, []).append(tick)
    changed: dict[str, Meeting] = {}
    for identity, mine in said.items():
        meeting = known.get(identity)
        conflict = _conflict(meeting, mine, today)
        if conflict is not None:
            remarks.warn(mine[-1].place, *conflict)
        elif meeting is not None and meeting.status is not mine[0].status:
            changed[identity] = replace(
                meeting,
                status=mine[0].status,
                sequence=meeting.sequence + (mine[0].status is MeetingStatus.DROPPED),
            )
    merged = tuple(changed.get(meeting.id, meeting) for meeting in meetings)
    return Merge(meetings=merged, num_changed=len(changed), findings=remarks.findings)


def _conflict(
    meeting: Meeting | None, ticks: Sequence[Tick], today: date
) -> tuple[str, str, str] | None:
    """Return code, message and remedy of what stands in the way, if anything."""
    if meeting is None:
        return (
            "unknown-meeting",
            _("This meeting is not in the result."),
            _("Is the list of another quarter, or was its identity changed? Make a new list."),
        )
    if len({tick.status for tick in ticks}) > 1:
        others = ", ".join(f"{tick.place.source} {tick.place.cell}" for tick in ticks[:-1])
        return (
            "lists-disagree",
            _("Another list says otherwise about this meeting: {places}.").format(places=others),
            _("Ask what happened and correct one of the two. The meeting stays as it was."),
        )
    if meeting.status not in (*_OPEN, ticks[0].status):
        return (
            "other-state",
            _("In the result this meeting already has another status."),
            _("Correct it in the sheet with meetings if the list is right."),
        )
    if any(tick.day not in (None, meeting.day) for tick in ticks):
        return (
            "other-day",
            _("The list has another day for this meeting than the result."),
            _("Change the day in the sheet with meetings, then run this again."),
        )
    is_held = ticks[0].status is MeetingStatus.HELD
    if is_held and (meeting.day is None or meeting.day > today):
        return (
            "not-yet-held",
            _("This meeting lies in the future and cannot have been held."),
            _("Set it back to planned, or correct the day."),
        )
    return None
