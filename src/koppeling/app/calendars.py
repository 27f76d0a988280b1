"""Calendars for people and sites, out of a planned result (P30)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from koppeling.errors import KoppelingError
from koppeling.locale import _

if TYPE_CHECKING:
    from koppeling.export.calendar import Agenda
    from koppeling.workbook.casebook import Casebook

_EMAIL = re.compile(r"[^@\s:;,<>\"]+@[^@\s:;,<>\"]+\.[^@\s:;,<>\"]+")
_PEOPLE = ("juniors", "seniors")
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
    from koppeling.app.casebook import instance_of, open_casebook
    from koppeling.app.delivery import deliver
    from koppeling.app.naming import base_name

    casebook = open_casebook(result)
    quarter = instance_of(casebook).settings.quarter
    agenda = agenda_of(casebook, concept=concept)
    register = casebook.reading.register
    asked = [register.number_of(person) for person in people]
    label = _("calendars")
    folder = output or result.with_name(f"{base_name(result)} {label} {quarter}")
    files = list(_files(agenda, asked, sites, _Earlier.beside(folder, result, agenda.practice)))
    if not files:
        raise KoppelingError(nothing_planned(casebook, concept=concept))
    return deliver(folder, files, agenda.practice, force=force)


def agenda_of(casebook: Casebook, *, concept: bool) -> Agenda:
    """
    Gather what calendars are made of.

    Raises
    ------
    InputError
        When the casebook has errors.
    """
    from koppeling.app.casebook import instance_of
    from koppeling.app.moment import last_written
    from koppeling.app.naming import practice_of
    from koppeling.export.agreed import agree
    from koppeling.export.calendar import Agenda
    from koppeling.export.places import Places

    return Agenda(
        places=Places(instance_of(casebook)),
        meetings=casebook.meetings,
        agreement=agree(casebook.decisions, concept=concept),
        stamp=last_written(casebook),
        since=instance_of(casebook).settings.quarter.first_day,
        emails=_emails(casebook),
        practice=practice_of(casebook.path),
    )


def nothing_planned(casebook: Casebook, *, concept: bool) -> str:
    """Say why there is no meeting to show, and what to do about it."""
    if not casebook.meetings:
        return _("Nothing is planned in this workbook yet: run `koppeling plan` first.")
    if concept:
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

    own: Path
    others: tuple[Path, ...]
    practice: str

    @classmethod
    def beside(cls, folder: Path, result: Path, practice: str) -> _Earlier:
        """Look where calendars usually go."""
        found = sorted(result.resolve().parent.glob("*/*.ics"))
        others = tuple(path for path in found if path.parent != folder.resolve())
        return cls(folder, others, practice)

    def of(self, file: str, title: str) -> list[bytes]:
        """Return those of one person or site; another practice may have the same number."""
        from koppeling.export.calendar import title_of

        own = self.own / file
        found = [own.read_bytes()] if self._counts(own) else []
        for path in self.others:
            if path.name == file and self._counts(path):
                content = path.read_bytes()
                found += [content] if title_of(content) == title else []
        return found

    def _counts(self, path: Path) -> bool:
        from koppeling.app.delivery import is_our_calendar
        from koppeling.workbook.publish import practice_in

        return is_our_calendar(path) and practice_in(path) in ("", self.practice)


def _files(
    agenda: Agenda, people: Sequence[str], sites: Sequence[str], earlier: _Earlier
) -> Iterator[tuple[str, bytes]]:
    from koppeling.app.delivery import file_name
    from koppeling.export import calendar as export

    is_asked = bool(people or sites)
    for number in people or (() if is_asked else sorted(agenda.places.people)):
        name = _("calendar {number}.ics").format(number=number)
        before = earlier.of(file_name(name), export.person_title(number, agenda))
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
        name = _("calendar site {site}.ics").format(site=site)
        before = earlier.of(file_name(name), export.site_title(site))
        content = export.site_calendar(site, agenda, before)
        if _EVENT in content or is_asked:
            yield name, content


def _emails(casebook: Casebook) -> Mapping[str, str]:
    """Return the addresses that look like one; a calendar takes no other text for it."""
    found: dict[str, str] = {}
    for key in _PEOPLE:
        table = casebook.reading.table(key)
        for row in table.rows if table else ():
            if _EMAIL.fullmatch(row.text("email")):
                found[row.text("number")] = row.text("email")
    return found
