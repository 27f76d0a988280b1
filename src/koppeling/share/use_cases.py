"""Calendars for people and sites, out of a planned result (P30)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from koppeling.domain.finding import Finding, InputError, Severity
from koppeling.domain.meeting import Meeting, MeetingKind, MeetingStatus
from koppeling.errors import KoppelingError
from koppeling.locale import _
from koppeling.practice.decisions import instance_of
from koppeling.practice.opening import last_written, open_result_workbook, rewrite
from koppeling.practice.outputs import (
    Label,
    base_name,
    deliver,
    file_name,
    is_our_calendar,
    practice_of,
)
from koppeling.rules.situation import Situation
from koppeling.share import calendar as export
from koppeling.share.calendar import Agenda, owner_of
from koppeling.share.pairings import list_pairings, write_pairings
from koppeling.share.places import Places
from koppeling.share.tick_lists import listed_meetings, merge_ticks, read_ticks, tick_list
from koppeling.workbook.read.intake import Intake, input_files
from koppeling.workbook.read.refusals import report_file
from koppeling.workbook.read.remarks import Remarks
from koppeling.workbook.schema.shapes import Role
from koppeling.workbook.write.publish import practice_in, publish
from koppeling.workbook.write.separated import is_plain

if TYPE_CHECKING:
    from koppeling.domain.instance import Instance
    from koppeling.share.pairings import PairingLine
    from koppeling.share.share import Reader
    from koppeling.workbook.read.register import Register
    from koppeling.workbook.read.result_rows import ResultWorkbook


_EMAIL = re.compile(r"[^@\s:;,<>\"]+@[^@\s:;,<>\"]+\.[^@\s:;,<>\"]+")
_EVENT = b"BEGIN:VEVENT"


def calendar(  # noqa: PLR0913 - one argument for each option of the command
    result: Path,
    *,
    output: Path | None = None,
    people: Sequence[str] = (),
    sites: Sequence[str] = (),
    concept: bool = False,
    force: bool = False,
) -> tuple[Path, ...]:
    """
    Write calendars: of everyone and of every site, or of those that are asked for.

    Parameters
    ----------
    result : Path
        A result workbook with planned meetings.
    output : Path, optional
        The folder; by default one beside the result.
    people : sequence of str
        Personnel numbers, or whole names.
    sites : sequence of str
        Names of sites.
    concept : bool
        Undecided proposals count as agreed; the events then say so.
    force : bool
        Replace files that somebody else made.

    Returns
    -------
    tuple of Path
        The .ics files.

    Raises
    ------
    InputError
        When the result has errors.
    KoppelingError
        When nothing is planned, or somebody asked for is unknown.
    """
    book = open_result_workbook(result, concept=concept)
    quarter = instance_of(book).settings.quarter
    agenda = agenda_of(book)
    register = book.reading.register
    asked = [register.number_of(person) for person in people]
    label = Label.CALENDARS
    folder = output or result.with_name(f"{base_name(result)} {label} {quarter}")
    files = list(_files(agenda, asked, sites, _Earlier.beside(folder, result, agenda.practice)))
    if not files:
        raise KoppelingError(nothing_planned(book))
    return deliver(folder, files, agenda.practice, force=force)


def agenda_of(book: ResultWorkbook) -> Agenda:
    """
    Gather what calendars are made of.

    Raises
    ------
    InputError
        When the result workbook has errors.
    """
    return Agenda(
        places=Places(instance_of(book)),
        meetings=book.meetings,
        agreement=book.in_force,
        stamp=last_written(book),
        since=instance_of(book).settings.quarter.first_day,
        emails=_emails(book),
        practice=practice_of(book.path),
    )


def nothing_planned(book: ResultWorkbook) -> str:
    """Say why there is no meeting to show, and what to do about it."""
    if not book.meetings:
        return _("Nothing is planned in this workbook yet: run `koppeling plan` first.")
    if book.in_force.is_concept:
        return _("No meeting in this workbook belongs to a pair that was proposed or decided.")
    return _(
        "No pair with meetings is decided yet. Fill in the decisions, or use --concept to show "
        "what was proposed."
    )


@dataclass(frozen=True)
class _Earlier:
    """
    The calendars that koppeling wrote before: what people may have in theirs.

    They are the only memory of it, for a command writes nothing in its input.
    `own` is the folder that is written to; `others` stand in a folder beside
    the workbook, of an earlier quarter for instance. Those of another practice
    than `practice` do not count.
    """

    own: tuple[Path, ...]
    others: tuple[Path, ...]
    practice: str

    @classmethod
    def beside(cls, folder: Path, result: Path, practice: str) -> _Earlier:
        """Look where calendars usually go."""
        own, found = folder.resolve().glob("*.ics"), result.resolve().parent.glob("*/*.ics")
        others = (path for path in sorted(found) if path.parent != folder.resolve())
        return cls(tuple(sorted(own)), tuple(others), practice)

    @cached_property
    def _contents(self) -> Mapping[Path, bytes]:
        """What koppeling wrote for this practice, or for none that it knew of."""
        return {
            path: path.read_bytes()
            for path in (*self.own, *self.others)
            if is_our_calendar(path) and practice_in(path) in ("", self.practice)
        }

    def of(self, file: str, owner: str) -> list[bytes]:
        """
        Return those of one person or site, whatever the language they were written in.

        One of version 0.1 does not say whose it is: then the name of the file does, in
        another folder only where it is marked as of this practice, which may share its numbers.
        """
        return [
            content
            for path, content in self._contents.items()
            if (said := owner_of(content)) == owner
            or (said is None and path.name == file and (path in self.own or practice_in(path)))
        ]


def _files(
    agenda: Agenda, people: Sequence[str], sites: Sequence[str], earlier: _Earlier
) -> Iterator[tuple[str, bytes]]:
    is_asked = bool(people or sites)
    for number in people or (() if is_asked else sorted(agenda.places.people)):
        name = _("calendar {number}").format(number=number) + ".ics"
        before = earlier.of(file_name(name), export.person_owner(number, agenda))
        content = export.person_calendar(number, agenda, before)
        if _EVENT in content:
            yield name, content
        elif is_asked:
            raise KoppelingError(_("{number} has no meetings.").format(number=number))
    known = {site.casefold(): site for site in agenda.places.sites}
    for asked in sites or (() if is_asked else agenda.places.sites):
        if asked.casefold() not in known:
            raise KoppelingError(
                _("There is no site {site}; known are: {sites}.").format(
                    site=asked, sites=", ".join(agenda.places.sites)
                )
            )
        site = known[asked.casefold()]
        name = _("calendar site {site}").format(site=site) + ".ics"
        before = earlier.of(file_name(name), site)
        content = export.site_calendar(site, agenda, before)
        if _EVENT in content or is_asked:
            yield name, content


def _emails(book: ResultWorkbook) -> Mapping[str, str]:
    """Return the addresses that look like one; a calendar takes no other text for it."""
    found: dict[str, str] = {}
    for table in book.reading.tables:
        for row in table.rows if table.sheet.lists_people else ():
            if _EMAIL.fullmatch(row.text("email")):
                found[row.text("number")] = row.text("email")
    return found


def pairings(
    path: Path, *, concept: bool = False, machine: bool = False, output: Path | None = None
) -> tuple[Path, int]:
    """
    Write the decided pairings of a result workbook as a file of their own.

    Parameters
    ----------
    path : Path
        A result workbook; without planned meetings the hours are those of the need.
    concept : bool
        Undecided proposals count too.
    machine : bool
        For a program (no BOM, ISO days) instead of for people.
    output : Path, optional
        By default `<name> koppelingen <quarter>.csv` beside the workbook.

    Returns
    -------
    tuple of Path and int
        Where it went, and the number of pairs in it.

    Raises
    ------
    InputError
        When the workbook has errors, or a number or cost centre of a pair
        cannot stand in a file for a machine; nothing is written.
    """
    book = open_result_workbook(path, concept=concept)
    instance, pairs = instance_of(book), book.in_force.pairs
    table = book.reading.table("juniors")
    centres = {row.text("number"): row.text("cost_centre") for row in (table.rows if table else ())}
    meetings = book.meetings or tuple(_nominal(instance, pairs))
    lines = list_pairings(pairs, instance, meetings, centres)
    label = Label.CONCEPT_PAIRINGS if concept else Label.PAIRINGS
    name = f"{base_name(path)} {label} {instance.settings.quarter}.csv"
    target = output or path.with_name(name)
    if machine:
        _refuse_unfit(book, lines)
    return publish(target, write_pairings(lines, machine=machine)).path, len(lines)


def _refuse_unfit(book: ResultWorkbook, lines: Iterable[PairingLine]) -> None:
    """
    Stop at what a program would read otherwise, or Excel as a formula.

    For a program nothing is quoted and nothing gets an apostrophe: that would
    be another number than the workbook has.
    """
    wrong: dict[tuple[str, str], str] = {}
    for line in lines:
        for sheet, number in (("juniors", line.junior), ("seniors", line.senior)):
            table = book.reading.table(sheet)
            for row in table.rows if table else ():
                for key in ("number", "cost_centre") if sheet == "juniors" else ("number",):
                    if table and row.text("number") == number and not is_plain(row.text(key)):
                        place = table.place(row, key)
                        wrong[place.sheet, place.cell] = row.text(key)
    if wrong:
        sheet, cell = next(iter(wrong))
        told = ", ".join(f"“{text}” ({'!'.join(place)})" for place, text in wrong.items())
        raise InputError(
            [
                Finding(
                    severity=Severity.ERROR,
                    sheet=sheet,
                    cell=cell,
                    code="not-for-machines",
                    message=_("This cannot stand in a file for a program: {values}.").format(
                        values=told
                    ),
                    remedy=_(
                        "Change it: no quotes, no semicolon, and no =, +, - or @ in front. "
                        "Without --machine the file is for people and Excel."
                    ),
                )
            ]
        )


def _nominal(instance: Instance, pairs: Mapping[str, str]) -> Iterator[Meeting]:
    """Give the meetings as the trajectories ask for them, where none was planned yet."""
    due = Situation(instance).meetings
    for junior, senior in pairs.items():
        for number, meeting in enumerate(due.get(junior, ()), start=1):
            yield Meeting(
                id=f"{junior}-{number}",
                kind=MeetingKind.GUIDANCE,
                senior=senior,
                juniors=(junior,),
                number=number,
                nominal=meeting.day,
                minutes=meeting.minutes,
                day=meeting.day,
                start_minute=None,
                status=MeetingStatus.PLANNED,
            )


def share(
    result: Path,
    audience: str,
    *,
    output: Path | None = None,
    concept: bool = False,
    force: bool = False,
) -> Path:
    """
    Write a copy with only what a reader may see.

    Parameters
    ----------
    result : Path
        A result workbook.
    audience : str
        `team`, `senior 9003` or `junior 0012`, or with a whole name.
    output : Path, optional
        By default beside the result, with the reader in its name.
    concept : bool
        Undecided proposals count as agreed; the copy then says so.
    force : bool
        Also replace a file that somebody changed.

    Raises
    ------
    InputError
        When the result has errors.
    KoppelingError
        When the reader is unknown, or there is nothing decided to see.
    """
    from koppeling.share.share import Shared
    from koppeling.share.share import share as make

    book = open_result_workbook(result, concept=concept)
    instance = instance_of(book)
    reader = find_reader(audience, book.reading.register)
    if not any(reader.may_see(*pair) for pair in book.in_force.pairs.items()):
        raise KoppelingError(
            _("No pair is decided that this reader may see; --concept also shows proposals.")
        )
    shared = Shared(
        instance=instance,
        places=Places(instance),
        agreement=book.in_force,
        meetings=book.meetings,
    )
    who = f"{reader.audience} {reader.number}".strip()
    name = file_name(f"{base_name(result)} {who} {instance.settings.quarter}.xlsx")
    target, practice = output or result.with_name(name), practice_of(result)
    return publish(target, make(reader, shared), practice=practice, force=force).path


def find_reader(audience: str, register: Register) -> Reader:
    """
    Read `team`, `senior 9003` or `junior 0012`, or one with a whole name.

    Raises
    ------
    KoppelingError
        For anything else, and for somebody who is not in the workbook.
    """
    from koppeling.share.share import Audience, Reader

    kind, _space, number = audience.strip().partition(" ")
    number = number.strip()
    if kind.casefold() == Audience.TEAM and not number:
        return Reader(audience=Audience.TEAM)
    roles = {Audience.SENIOR: Role.SENIOR, Audience.JUNIOR: Role.JUNIOR}
    for person_kind, role in roles.items():
        if kind.casefold() == person_kind and number:
            return Reader(audience=person_kind, number=register.number_of(number, role))
    raise KoppelingError(
        _("For whom? Give team, or “senior 9003”, or “junior 0012”, quotes included.")
    )


@dataclass(frozen=True, kw_only=True)
class TickRun:
    """What came of merging lists: `written` is None when nothing changed."""

    written: Path | None
    num_changed: int
    findings: tuple[Finding, ...]


def tick_lists(
    result: Path, *, output: Path | None = None, concept: bool = False, force: bool = False
) -> tuple[Path, ...]:
    """
    Write for each senior a small workbook with that senior's meetings of the quarter.

    Parameters
    ----------
    result : Path
        A result workbook with planned meetings.
    output : Path, optional
        The folder; by default one beside the result.
    concept : bool
        Undecided proposals count as agreed.
    force : bool
        Also replace lists that a senior filled in; those are kept as .bak.

    Raises
    ------
    InputError
        When the result has errors.
    KoppelingError
        When there is nothing to tick.
    WriteError
        When a list that is there was filled in; nothing is written then.
    """
    book = open_result_workbook(result, concept=concept)
    instance = instance_of(book)
    quarter, places = instance.settings.quarter, Places(instance)
    files: list[tuple[str, bytes]] = []
    for senior in instance.seniors:
        mine = listed_meetings(senior.number, quarter, book.meetings, book.in_force)
        if mine:
            name = _("my quarter {number}").format(number=senior.number) + ".xlsx"
            files.append((name, tick_list(senior.number, quarter, mine, places, instance)))
    if not files:
        raise KoppelingError(nothing_planned(book))
    label = Label.TICK_LISTS
    folder = output or result.with_name(f"{base_name(result)} {label} {quarter}")
    return deliver(folder, files, practice_of(result), force=force)


def tick(
    result: Path,
    lists: Sequence[Path],
    *,
    output: Path | None = None,
    force: bool = False,
    today: date | None = None,
) -> TickRun:
    """
    Merge returned tick lists into a result and write it again.

    Parameters
    ----------
    result : Path
        The result workbook; it stays as it is.
    lists : sequence of Path
        Returned lists, or folders of them.
    output : Path, optional
        The new result; by default beside the old one.
    force : bool
        Also replace a workbook that somebody changed.
    today : date, optional
        The clock's by default; what lies after it cannot have been held.

    Raises
    ------
    InputError
        When the result or a list has errors; nothing is written.
    """
    book = open_result_workbook(result)
    if book.reading.instance is None:
        raise InputError(book.reading.findings)
    found, refused = input_files(lists)
    files = [*refused, *Intake(found).collect()]
    remarks = Remarks()
    for file in files:
        report_file(remarks, file)
    ticks = read_ticks([file for file in files if not file.refusal], remarks)
    if remarks.has_errors:
        raise InputError(remarks.findings)
    now = today or datetime.now().astimezone().date()
    merge = merge_ticks(book.meetings, ticks, today=now, remarks=remarks)
    written = None
    if merge.num_changed:
        written = rewrite(
            book, meetings=merge.meetings, label=Label.TICKED, output=output, force=force
        )
    return TickRun(written=written, num_changed=merge.num_changed, findings=merge.findings)
