"""Collecting findings: all of them, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from koppeling.domain.finding import Finding, Severity
from koppeling.workbook.grids import column_number


@dataclass(frozen=True)
class Place:
    """Where something stands: sheet as the user named it, cell, file."""

    sheet: str = ""
    cell: str = ""
    source: str = ""


NOWHERE = Place()


class Remarks:
    """The findings so far, in the order in which they were made."""

    def __init__(self) -> None:
        self._findings: dict[Finding, None] = {}  # a set that keeps its order

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings so far; the same one is told once."""
        return tuple(self._findings)

    def error(self, place: Place, code: str, message: str, remedy: str = "") -> None:
        """Add a finding that stops the run."""
        self._add(Severity.ERROR, place, code, message, remedy)

    def warn(self, place: Place, code: str, message: str, remedy: str = "") -> None:
        """Add a finding with which the run goes on."""
        self._add(Severity.WARNING, place, code, message, remedy)

    @property
    def has_errors(self) -> bool:
        """Tell whether anything stops the run."""
        return any(finding.severity is Severity.ERROR for finding in self._findings)

    def _add(self, severity: Severity, place: Place, code: str, message: str, remedy: str) -> None:
        finding = Finding(
            severity=severity,
            code=code,
            message=message,
            remedy=remedy,
            sheet=place.sheet,
            cell=place.cell,
            source=place.source,
        )
        self._findings.setdefault(finding)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """
    Put findings in the order in which people mend them.

    Errors first; then by sheet as these were first met, and within a sheet
    from top to bottom and from left to right.
    """
    known = tuple(findings)
    sheets: dict[tuple[str, str], int] = {}
    for found in known:
        sheets.setdefault((found.source, found.sheet), len(sheets))
    return tuple(
        sorted(
            known,
            key=lambda found: (
                found.severity is not Severity.ERROR,
                sheets[found.source, found.sheet],
                _row_and_column(found.cell),
            ),
        )
    )


def _row_and_column(cell: str) -> tuple[int, int]:
    match = re.match(r"([A-Z]+)([0-9]+)", cell)
    return (int(match[2]), column_number(match[1])) if match else (0, 0)
