"""
What one reader may see of a result: the team, one senior or one junior (facts on privacy).

Built from pairs and meetings only; wishes, vetoes, DiSC, points, reasons and
numbers of others are never at hand here, so they cannot slip in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from koppeling.domain.decision import Agreement
from koppeling.domain.instance import Instance
from koppeling.domain.meeting import TRAJECTORY_KINDS, Meeting
from koppeling.locale import _
from koppeling.share.places import Places
from koppeling.share.tick_lists import phase_of
from koppeling.workbook.read.meetings import meeting_row
from koppeling.workbook.schema.shapes import Kind
from koppeling.workbook.write.book import Book
from koppeling.workbook.write.columns import Column


class Audience(StrEnum):
    """For whom a copy is; the values are what the user types, in English."""

    TEAM = "team"
    SENIOR = "senior"
    JUNIOR = "junior"


@dataclass(frozen=True, kw_only=True)
class Reader:
    """The team, or one person by personnel number."""

    audience: Audience
    number: str = ""

    def may_see(self, junior: str, senior: str) -> bool:
        """Tell whether this reader may see who these two are to each other."""
        return self.audience is Audience.TEAM or self.number in (junior, senior)

    def takes_part(self, meeting: Meeting) -> bool:
        """Tell whether this reader is in a meeting."""
        if self.audience is Audience.SENIOR:
            return self.number == meeting.senior
        return self.number in meeting.juniors


@dataclass(frozen=True, kw_only=True)
class Shared:
    """
    What is shared out of: the pairs in force with their moments, and the meetings.

    Parameters
    ----------
    instance : Instance
        For names and phases.
    places : Places
        Names and sites.
    agreement : Agreement
        The pairs in force, with the fixed moment of each.
    meetings : tuple of Meeting
        All of them.
    """

    instance: Instance
    places: Places
    agreement: Agreement
    meetings: tuple[Meeting, ...]

    def name(self, number: str | None) -> str:
        """Return a name, empty when nobody has the number."""
        person = self.places.people.get(number or "")
        return person.name if person else ""


def share(reader: Reader, shared: Shared) -> bytes:
    """
    Write a workbook with what `reader` may see, in the language in use.

    Parameters
    ----------
    reader : Reader
        The team sees pairs and moments; a person the own pairs and meetings.
    shared : Shared
        The whole.

    Returns
    -------
    bytes
        An .xlsx with the sheet Koppelingen and, for a person, Overleggen.
    """
    title = _("Who guides whom")
    if shared.agreement.is_concept:
        title = _("Concept: {title}").format(title=title)
    book = Book(title=f"{title} · {shared.instance.settings.quarter}")
    _add_pairs(book, reader, shared)
    if reader.audience is not Audience.TEAM:
        _add_meetings(book, reader, shared)
    return book.to_bytes()


def _add_pairs(book: Book, reader: Reader, shared: Shared) -> None:
    columns = [
        Column(heading=_("junior")),
        Column(heading=_("senior")),
        Column(heading=_("fixed moment"), kind=Kind.SLOT),
        Column(heading=_("site")),
    ]
    rows = sorted(
        [
            shared.name(junior),
            shared.name(senior),
            str(shared.agreement.slots.get(junior, "")),
            _common_site(junior, senior, shared),
        ]
        for junior, senior in shared.agreement.pairs.items()
        if reader.may_see(junior, senior)
    )
    name = _("Concept pairings") if shared.agreement.is_concept else _("Pairings")
    book.add_table(name, columns, rows, frozen_columns=1)


def _common_site(junior: str, senior: str, shared: Shared) -> str:
    people = shared.places.people
    if junior not in people or senior not in people:
        return ""
    theirs = {site.casefold() for site in people[senior].sites}
    return next((site for site in people[junior].sites if site.casefold() in theirs), "")


def _add_meetings(book: Book, reader: Reader, shared: Shared) -> None:
    meetings = _seen(reader, shared.meetings, shared.agreement)
    if not meetings:
        return
    columns = [
        Column(heading=_("date"), kind=Kind.DATE),
        Column(heading=_("begin"), kind=Kind.TIME),
        Column(heading=_("end"), kind=Kind.TIME),
        Column(heading=_("kind")),
        Column(heading=_("with")),
        Column(heading=_("phase")),
        Column(heading=_("site")),
        Column(heading=_("status")),
    ]
    rows = [_meeting_row(meeting, reader, shared) for meeting in meetings]
    book.add_table(_("Meetings"), columns, rows, frozen_columns=1)


def _seen(reader: Reader, meetings: Iterable[Meeting], agreement: Agreement) -> Sequence[Meeting]:
    mine = [
        meeting
        for meeting in meetings
        if reader.takes_part(meeting) and meeting.day is not None and agreement.holds(meeting)
    ]
    return sorted(mine, key=lambda m: (m.day or m.nominal, m.start_minute or 0, m.id))


def _meeting_row(meeting: Meeting, reader: Reader, shared: Shared) -> list[object]:
    row = meeting_row(meeting)
    others = meeting.juniors if reader.audience is Audience.SENIOR else (meeting.senior,)
    is_guidance = meeting.kind in TRAJECTORY_KINDS
    return [
        meeting.day,
        row["begin"],
        row["end"],
        row["kind"],
        [name for other in others if (name := shared.name(other))],
        phase_of(meeting, shared.instance) if is_guidance else "",
        shared.places.site_of(meeting) or "",
        row["status"],
    ]
