"""A site that the other group does not have is told of, when it looks like a mistake."""

from __future__ import annotations

import pytest

from koppeling.domain.finding import Severity
from koppeling.workbook.shapes import resembling
from tests.workbook.koppelboek import codes, found, put, read_sheets, small


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Noort", "Noord"),
        ("Nóórd", "Noord"),
        ("Noord / Zuid", "Noord; Zuid"),
        ("noord,zuid", "Noord; Zuid"),
        ("Zuid.", "Zuid"),
        ("Noordoost", ""),
        ("Kamer 2", ""),
        ("Almere", ""),
    ],
)
def test_a_slip_is_recognised_and_another_place_is_not(typed: str, meant: str) -> None:
    """Accents, case, blanks and signs do not count; another number or name does."""
    assert resembling(typed, {"Noord", "Zuid", "Kamer 1"}) == meant


def test_a_junior_at_a_misspelled_site_is_told_which_one_is_meant() -> None:
    """The cell and the likely name are in the warning, and the run goes on."""
    reading = read_sheets(put("Junioren", 2, 3, "Noort"))
    finding = found(reading, "site-resembles")
    assert (finding.severity, finding.place) == (Severity.WARNING, "Junioren!C2")
    assert finding.message == "Noort komt bij geen senior voor; bedoelt u Noord?"
    assert reading.instance is not None


def test_a_senior_at_a_misspelled_site_is_told_too() -> None:
    """It works both ways."""
    reading = read_sheets(put("Senioren", 2, 3, "Nord"))
    told = {finding.place for finding in reading.findings if finding.code == "site-resembles"}
    assert "Senioren!C2" in told


def test_a_junior_without_any_site_in_common_is_told() -> None:
    """Nothing resembles it, yet nobody could be found there."""
    finding = found(read_sheets(put("Junioren", 2, 3, "Almere; Baarn")), "site-without-senior")
    assert (finding.place, "Almere; Baarn" in finding.message) == ("Junioren!C2", True)


def test_what_may_well_be_meant_is_passed_over() -> None:
    """A second site, a senior alone at a site, and a junior at a distance are no mistakes."""
    assert "site-without-senior" not in codes(read_sheets(put("Junioren", 2, 3, "Almere; Zuid")))
    assert "site-without-senior" not in codes(read_sheets(put("Senioren", 2, 3, "Almere; Noord")))
    remote = small()
    remote["Junioren"] = [
        [*row, extra]
        for row, extra in zip(remote["Junioren"], ("op afstand", "ja", None), strict=True)
    ]
    remote["Junioren"][1][2] = "Almere"
    assert "site-without-senior" not in codes(read_sheets(remote))
