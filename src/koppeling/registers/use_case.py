"""Registers and ledgers of a result workbook, in a workbook of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from koppeling.practice.decisions import instance_of
from koppeling.practice.opening import default_name, open_result_workbook
from koppeling.practice.outputs import Label, practice_of, refuse_input
from koppeling.registers.progress import read_figures, read_records
from koppeling.registers.standing import Standing
from koppeling.workbook.write.publish import publish

if TYPE_CHECKING:
    from koppeling.domain.finding import Finding
    from koppeling.workbook.read.result_rows import ResultWorkbook


@dataclass(frozen=True, kw_only=True)
class RegistersRun:
    """What `registers` made: where it went, and the main points by item."""

    written: Path
    main_points: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...]


def stand(book: ResultWorkbook, *, on: date | None = None) -> Standing:
    """
    Work out where a practice stands.

    Parameters
    ----------
    book : ResultWorkbook
        As opened.
    on : date, optional
        Day of reckoning; by default the setting *peildatum*, else today.

    Raises
    ------
    InputError
        When the result workbook has errors.
    """
    instance = instance_of(book)
    today = datetime.now().astimezone().date()
    return Standing(
        instance=instance,
        pairs=book.in_force.pairs,
        is_concept=book.in_force.is_concept,
        meetings=book.meetings,
        on=on or instance.settings.reference_date or today,
        figures=read_figures(book.reading),
        records=read_records(book.reading),
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
    book = open_result_workbook(result, concept=concept)
    standing = stand(book, on=on)
    target = output or default_name(result, standing.instance, Label.REGISTERS)
    content, practice = to_bytes(standing), practice_of(result)
    written = publish(target, content, practice=practice, force=force).path
    return RegistersRun(
        written=written,
        main_points=tuple(main_points(standing)),
        findings=book.reading.findings,
    )
