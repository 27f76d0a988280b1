"""Collecting findings: all of them, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from koppeling.domain.finding import Finding, Severity, grouped
from koppeling.locale import _
from koppeling.workbook.read.grids import column_number


@dataclass(frozen=True)
class Place:
    """Where something stands: sheet as the user named it, cell, file."""

    sheet: str = ""
    cell: str = ""
    source: str = ""


NOWHERE = Place()


#: What stands for the value in a message about many cells.
_VALUE = "{value}"
#: More values than this are counted in a message instead of named.
_NAMED_VALUES = 20


class Remarks:
    """
    The findings so far, in the order in which they were made.

    The same mistake in many cells is told once. Where its message repeats what was
    read, the message has `{value}` in that place and `value` comes along: then all
    values stand in the one finding.
    """

    def __init__(self) -> None:
        self._found: list[tuple[Finding, str]] = []

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings so far, one for each mistake, with all its cells."""
        values: dict[Finding, dict[str, None]] = {}
        for found, value in self._found:
            values.setdefault(replace(found, cell=""), {})[value] = None

        def told(found: Finding) -> Finding:
            named = listed(tuple(values[replace(found, cell="")]))
            return replace(found, message=found.message.replace(_VALUE, named))

        return tuple(map(told, grouped(found for found, _value in self._found)))

    def error(
        self, place: Place, code: str, message: str, remedy: str = "", *, value: str = ""
    ) -> None:
        """Add a finding that stops the run."""
        self._found.append((_finding(Severity.ERROR, place, code, message, remedy), value))

    def warn(
        self, place: Place, code: str, message: str, remedy: str = "", *, value: str = ""
    ) -> None:
        """Add a finding with which the run goes on."""
        self._found.append((_finding(Severity.WARNING, place, code, message, remedy), value))

    @property
    def has_errors(self) -> bool:
        """Tell whether anything stops the run."""
        return any(found.severity is Severity.ERROR for found, _value in self._found)


def _finding(severity: Severity, place: Place, code: str, message: str, remedy: str) -> Finding:
    return Finding(
        severity=severity,
        code=code,
        message=message,
        remedy=remedy,
        sheet=place.sheet,
        cell=place.cell,
        source=place.source,
    )


def listed(values: Sequence[str], most: int = _NAMED_VALUES) -> str:
    """
    List values in a sentence; of a long list the first ones, and how many more there are.

    Examples
    --------
    >>> listed(["0012", "0013"])
    '0012, 0013'
    """
    if len(values) <= most:
        return ", ".join(values)
    return _("{values} and {count} more").format(
        values=", ".join(values[:most]), count=len(values) - most
    )


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
