"""Collecting findings: all of them, each with its place."""

from __future__ import annotations

from dataclasses import dataclass

from koppeling.domain.finding import Finding, Severity


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
