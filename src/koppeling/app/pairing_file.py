"""The decided pairings as a file of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from koppeling.app.casebook import base_name, instance_of, open_casebook
from koppeling.errors import KoppelingError
from koppeling.locale import _

if TYPE_CHECKING:
    from koppeling.domain.instance import Instance
    from koppeling.domain.meeting import Meeting


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
        When the workbook has errors.
    KoppelingError
        When a number or cost centre cannot stand in a file for a machine.
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
    try:
        content = write_pairings(lines, machine=machine)
    except ValueError as error:
        raise KoppelingError(
            _("A number or cost centre holds a separator (;) or a quote, so no file was written.")
        ) from error
    return publish(target, content).path, len(lines)


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
