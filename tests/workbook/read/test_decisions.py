"""A result that comes in as input does not lose decisions in silence."""

from __future__ import annotations

from typing import Any

from koppeling.domain.finding import Severity
from tests.workbook.koppelboek import codes, found, read_sheets, small


def test_decisions_in_a_result_are_told_of() -> None:
    """The sheet is named, and the run goes on."""
    rows: list[list[Any]] = [["junior", "besluit"], ["0012", None], ["0013", "akkoord"]]
    reading = read_sheets(small(Koppelvoorstel=rows))
    finding = found(reading, "decisions-not-read")
    assert (finding.severity, finding.place) == (Severity.WARNING, "Koppelvoorstel!B3")


def test_a_chosen_senior_without_a_decision_is_told_of_too() -> None:
    """Half a decision is lost as well."""
    rows: list[list[Any]] = [["junior", "besluit", "gekozen senior"], ["0012", None, "0102"]]
    assert found(read_sheets(small(Koppelvoorstel=rows)), "decisions-not-read").cell == "C2"


def test_a_result_without_decisions_passes_in_silence() -> None:
    """Nothing is lost, so nothing is said."""
    assert codes(read_sheets(small(Koppelvoorstel=[["junior", "besluit"], ["0012", None]]))) == []
