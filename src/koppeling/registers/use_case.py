"""Registers and ledgers of a result workbook, in a workbook of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from koppeling.practice.decisions import instance_of
from koppeling.practice.opening import default_name, open_casebook
from koppeling.practice.outputs import Label, practice_of, refuse_input
from koppeling.registers.progress import read_figures, read_records
from koppeling.registers.standing import Standing
from koppeling.workbook.write.publish import publish

if TYPE_CHECKING:
    from koppeling.domain.finding import Finding
    from koppeling.workbook.read.result_rows import Casebook


@dataclass(frozen=True, kw_only=True)
class RegistersRun:
    """What `registers` made: where it went, and the main points by item."""

    written: Path
    main_points: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...]


def stand(casebook: Casebook, *, on: date | None = None) -> Standing:
    """
    Work out where a practice stands.

    Parameters
    ----------
    casebook : Casebook
        As opened.
    on : date, optional
        Day of reckoning; by default the setting *peildatum*, else today.

    Raises
    ------
    InputError
        When the casebook has errors.
    """
    instance = instance_of(casebook)
    today = datetime.now().astimezone().date()
    return Standing(
        instance=instance,
        pairs=casebook.in_force.pairs,
        is_concept=casebook.in_force.is_concept,
        meetings=casebook.meetings,
        on=on or instance.settings.reference_date or today,
        figures=read_figures(casebook.reading),
        records=read_records(casebook.reading),
    )


def registers(
    result: Path,
    *,
    output: Path | None = None,
    concept: bool = False,
    force: bool = False,
    on: date | None = None,
) -> RegistersRun:
    """
    Write the registers and ledgers of a result workbook.

    Parameters
    ----------
    result : Path
        A result workbook, decided upon.
    output : Path, optional
        By default `<practice> registers <quarter>.xlsx` beside it.
    concept : bool
        Count undecided proposals as agreed; the first sheet says so.
    force : bool
        Also replace a workbook that somebody changed.
    on : date, optional
        Day of reckoning; by default the setting *peildatum*, else today.

    Raises
    ------
    InputError
        When the workbook has errors.
    WriteError
        When it cannot be written.
    """
    from koppeling.registers.sheets import main_points, to_bytes

    refuse_input(output, [result])
    casebook = open_casebook(result, concept=concept)
    standing = stand(casebook, on=on)
    target = output or default_name(result, standing.instance, Label.REGISTERS)
    content, practice = to_bytes(standing), practice_of(result)
    written = publish(target, content, practice=practice, force=force).path
    return RegistersRun(
        written=written,
        main_points=tuple(main_points(standing)),
        findings=casebook.reading.findings,
    )
