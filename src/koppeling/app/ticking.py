"""Tick lists out, and what seniors ticked back in (P1, P36)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from koppeling.domain.finding import Finding
from koppeling.errors import KoppelingError
from koppeling.locale import _


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
    from koppeling.app.calendars import nothing_planned
    from koppeling.app.casebook import instance_of, open_casebook
    from koppeling.app.delivery import deliver
    from koppeling.app.naming import base_name, practice_of
    from koppeling.export.agreed import agree
    from koppeling.export.places import Places
    from koppeling.export.ticklists import listed_meetings, tick_list

    casebook = open_casebook(result)
    instance = instance_of(casebook)
    quarter, places = instance.settings.quarter, Places(instance)
    agreement = agree(casebook.decisions, concept=concept)
    files: list[tuple[str, bytes]] = []
    for senior in instance.seniors:
        mine = listed_meetings(senior.number, quarter, casebook.meetings, agreement)
        if mine:
            name = _("my quarter {number}.xlsx").format(number=senior.number)
            files.append((name, tick_list(senior.number, quarter, mine, places, instance)))
    if not files:
        raise KoppelingError(nothing_planned(casebook, concept=concept))
    label = _("tick lists")
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
    from koppeling.app.casebook import open_casebook, rewrite
    from koppeling.app.matching import InputError
    from koppeling.export.ticklists import merge_ticks, read_ticks
    from koppeling.workbook.intake import Intake, input_files
    from koppeling.workbook.refusals import report_file
    from koppeling.workbook.remarks import Remarks

    casebook = open_casebook(result)
    if casebook.reading.instance is None:
        raise InputError(casebook.reading.findings)
    found, refused = input_files(lists)
    files = [*refused, *Intake(found).collect()]
    remarks = Remarks()
    for file in files:
        report_file(remarks, file)
    ticks = read_ticks([file for file in files if not file.refusal], remarks)
    if remarks.has_errors:
        raise InputError(remarks.findings)
    now = today or datetime.now().astimezone().date()
    merge = merge_ticks(casebook.meetings, ticks, today=now, remarks=remarks)
    written = None
    if merge.num_changed:
        written = rewrite(
            casebook, meetings=merge.meetings, label=_("ticked"), output=output, force=force
        )
    return TickRun(written=written, num_changed=merge.num_changed, findings=merge.findings)
