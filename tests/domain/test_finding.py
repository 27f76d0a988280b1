"""Remarks on the input."""

from __future__ import annotations

import pytest

from koppeling.domain.finding import Finding, Severity


@pytest.mark.parametrize(
    ("sheet", "cell", "place"),
    [("Werkdagen", "D7", "Werkdagen!D7"), ("Werkdagen", "", "Werkdagen"), ("", "", "")],
)
def test_a_finding_names_its_place_as_people_write_it(sheet: str, cell: str, place: str) -> None:
    """Sheet and cell with an exclamation mark between them, as far as they are known."""
    finding = Finding(
        severity=Severity.WARNING, code="example", message="Let op.", sheet=sheet, cell=cell
    )
    assert finding.place == place


@pytest.mark.parametrize("place", ["Werkdagen!D7", "Werkdagen", ""])
def test_a_finding_can_be_made_at_a_place(place: str) -> None:
    """The place is taken apart and put together again."""
    finding = Finding.at(
        place, severity=Severity.ERROR, code="example", message="Fout.", remedy="Herstel dit."
    )
    assert finding.place == place
    assert finding.remedy == "Herstel dit."
