"""Reading what a practice gives, and everything that is wrong in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from koppeling.domain.finding import Severity
from koppeling.rules.conflicts import find_conflicts, find_warnings
from koppeling.rules.situation import Situation
from koppeling.workbook.read.reader import read as read_workbook

if TYPE_CHECKING:
    from koppeling.workbook.read.reader import Amendment, Reading


def check(paths: Sequence[Path], amend: Amendment | None = None) -> Reading:
    """Read and check input; the findings include what only the rules can tell."""
    return with_rules(read_workbook(paths, amend))


def with_rules(reading: Reading) -> Reading:
    """Add what the rules find; an error takes the instance away."""
    if reading.instance is None:
        return reading
    situation = Situation(reading.instance)
    found = (*find_conflicts(situation), *find_warnings(situation))
    has_error = any(finding.severity is Severity.ERROR for finding in found)
    return replace(
        reading,
        findings=(*reading.findings, *found),
        instance=None if has_error else reading.instance,
    )
