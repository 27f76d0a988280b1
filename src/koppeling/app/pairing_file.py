"""The decided pairings as a file of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from koppeling.app.casebook import base_name, instance_of, open_casebook
from koppeling.app.matching import InputError
from koppeling.domain.finding import Finding, Severity
from koppeling.locale import _

if TYPE_CHECKING:
    from koppeling.domain.instance import Instance
    from koppeling.domain.meeting import Meeting
    from koppeling.export.pairings import PairingLine
    from koppeling.workbook.casebook import Casebook


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
    from koppeling.export.agreed import agree
    from koppeling.export.pairings import list_pairings, write_pairings
    from koppeling.workbook.publish import publish

    casebook = open_casebook(path)
    instance = instance_of(casebook)
    pairs = agree(casebook.decisions, concept=concept).pairs
    table = casebook.reading.table("juniors")
    centres = {row.text("number"): row.text("cost_centre") for row in (table.rows if table else ())}
    meetings = casebook.meetings or tuple(_nominal(instance, pairs))
    lines = list_pairings(pairs, instance, meetings, centres)
    label = _("concept pairings") if concept else _("pairings")
    name = f"{base_name(path)} {label} {instance.settings.quarter}.csv"
    target = output or path.with_name(name)
    if machine:
        _refuse_unfit(casebook, lines)
    return publish(target, write_pairings(lines, machine=machine)).path, len(lines)


def _refuse_unfit(casebook: Casebook, lines: Iterable[PairingLine]) -> None:
    """
    Stop at what a program would read otherwise, or Excel as a formula.

    For a program nothing is quoted and nothing gets an apostrophe: that would
    be another number than the workbook has.
    """
    from koppeling.export.separated import is_plain

    wrong: dict[tuple[str, str], str] = {}
    for line in lines:
        for sheet, number in (("juniors", line.junior), ("seniors", line.senior)):
            table = casebook.reading.table(sheet)
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
    from koppeling.domain.meeting import Meeting, MeetingKind, MeetingStatus
    from koppeling.rules.situation import Situation

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
