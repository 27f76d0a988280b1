"""Calendars for people and sites, out of a planned result (P30)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from koppeling.errors import KoppelingError
from koppeling.locale import _

if TYPE_CHECKING:
    from koppeling.export.calendar import Agenda
    from koppeling.workbook.casebook import Casebook

_EMAIL = re.compile(r"[^@\s:;,<>\"]+@[^@\s:;,<>\"]+\.[^@\s:;,<>\"]+")
_PEOPLE = ("juniors", "seniors")


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
        Personnel numbers.
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
    if not agenda.shown:
        raise KoppelingError(nothing_planned(casebook, concept=concept))
    files = list(_files(agenda, people, sites))
    label = _("calendars")
    folder = output or result.with_name(f"{base_name(result)} {label} {quarter}")
    return deliver(folder, files, force=force)


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
    from koppeling.export.agreed import agree
    from koppeling.export.calendar import Agenda
    from koppeling.export.places import Places

    return Agenda(
        places=Places(instance_of(casebook)),
        meetings=casebook.meetings,
        agreement=agree(casebook.decisions, concept=concept),
        stamp=last_written(casebook),
        emails=_emails(casebook),
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


def _files(
    agenda: Agenda, people: Sequence[str], sites: Sequence[str]
) -> Iterator[tuple[str, bytes]]:
    from koppeling.export.calendar import person_calendar, site_calendar

    is_asked = bool(people or sites)
    for number in people or (() if is_asked else agenda.numbers):
        if number not in agenda.places.people:
            raise KoppelingError(_("{number} is not in this workbook.").format(number=number))
        if not agenda.of_person(number):
            raise KoppelingError(_("{number} has no meetings.").format(number=number))
        name = _("calendar {number}.ics").format(number=number)
        yield name, person_calendar(number, agenda)
    known = {site.casefold(): site for site in agenda.places.sites}
    for asked in sites or (() if is_asked else agenda.places.sites):
        if asked.casefold() not in known:
            raise KoppelingError(
                _("There is no site {site}; known are: {sites}.").format(
                    site=asked, sites=", ".join(agenda.places.sites)
                )
            )
        site = known[asked.casefold()]
        if agenda.of_site(site) or is_asked:
            name = _("calendar site {site}.ics").format(site=site)
            yield name, site_calendar(site, agenda)


def _emails(casebook: Casebook) -> Mapping[str, str]:
    """Return the addresses that look like one; a calendar takes no other text for it."""
    found: dict[str, str] = {}
    for key in _PEOPLE:
        table = casebook.reading.table(key)
        for row in table.rows if table else ():
            if _EMAIL.fullmatch(row.text("email")):
                found[row.text("number")] = row.text("email")
    return found
