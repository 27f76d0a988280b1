"""What is wrong or noteworthy in the input, with the place and the remedy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from koppeling.errors import KoppelingError
from koppeling.locale import _


class Severity(StrEnum):
    """An error stops the run; a warning is told and the run goes on."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """
    One remark on the input.

    Parameters
    ----------
    severity : Severity
        Whether the run stops.
    sheet, cell : str
        Place (`Werkdagen`, `D7`); empty where there is none. The same mistake in many
        cells is one finding, and `cell` lists them all: `D7, D9, E12`.
    code : str
        Stable English identifier in kebab-case, for programs and tests.
    message : str
        What was read and what was expected, for people.
    remedy : str
        How to mend it, for people.
    source : str
        File name, when the input is more than one file.
    """

    severity: Severity
    code: str
    message: str
    remedy: str = ""
    sheet: str = ""
    cell: str = ""
    source: str = ""

    @classmethod
    def at(cls, where: str, *, severity: Severity, code: str, message: str, remedy: str) -> Self:
        """Make a finding about a place written as people do (`Werkdagen!D7`, `Werkdagen`)."""
        sheet, _, cell = where.partition("!")
        return cls(
            severity=severity, code=code, message=message, remedy=remedy, sheet=sheet, cell=cell
        )

    @property
    def place(self) -> str:
        """The place as people write it: `Werkdagen!D7`."""
        return "!".join(part for part in (self.sheet, self.cell) if part)

    @property
    def cells(self) -> tuple[str, ...]:
        """Every cell it is about, in order."""
        return tuple(self.cell.split(SEPARATOR)) if self.cell else ()


#: Stands between the cells of a finding.
SEPARATOR = ", "


def grouped(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """
    Make one finding of those that are equal but for the cell, at the place of the first.

    Examples
    --------
    >>> twice = [Finding.at(f"Werkdagen!{cell}", severity=Severity.ERROR, code="not-a-time",
    ...                     message="no time", remedy="") for cell in ("D7", "E12", "D7")]
    >>> [found.place for found in grouped(twice)]
    ['Werkdagen!D7, E12']
    """
    cells: dict[Finding, dict[str, None]] = {}
    for found in findings:
        cells.setdefault(replace(found, cell=""), {}).update(dict.fromkeys(found.cells))
    return tuple(replace(found, cell=SEPARATOR.join(at)) for found, at in cells.items())


class InputError(KoppelingError):
    """
    Input with errors where a sound one is needed.

    Attributes
    ----------
    findings : tuple of Finding
        What is wrong.
    """

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(_("The input has errors."))
        self.findings = grouped(findings)
