"""What is wrong or noteworthy in the input, with the place and the remedy."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Self


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
        Place (`Werkdagen`, `D7`); empty where there is none.
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
