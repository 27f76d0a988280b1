"""A word that keeps two people apart is told of, when it looks like a mistake."""

from __future__ import annotations

from typing import Any

import pytest

from koppeling.domain.finding import Severity
from koppeling.rules.points import RECOGNISED
from koppeling.workbook.read.people import REGISTRATIONS
from koppeling.workbook.schema.shapes import normalise, resembling
from tests.workbook.koppelboek import codes, found, put, read_sheets, small, with_rows


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


def _column(name: str, heading: str, first: str, second: str) -> list[list[Any]]:
    head, *rows = small()[name]
    return [[*head, heading], [*rows[0], first], [*rows[1], second]]


@pytest.mark.parametrize(
    ("junior", "senior", "code"),
    [("domein", "domein", "domain-resembles"),
     ("leerdoelen", "specialisaties", "goals-resembles")],
)  # fmt: skip
def test_a_word_that_stands_once_and_resembles_another_is_told(
    junior: str, senior: str, code: str
) -> None:
    """A slip would part two people in silence; another word, or one used twice, is no slip."""
    told = read_sheets(
        small(
            Junioren=_column("Junioren", junior, "dosiervoering", "Gesprek"),
            Senioren=_column("Senioren", senior, "dossiervoering; gesprek", "dossiervoering"),
        )
    )
    assert codes(told) == [code]
    finding = found(told, code)
    assert (finding.severity, finding.place) == (Severity.WARNING, "Junioren!E2")
    assert "“dossiervoering”" in finding.message
    once = read_sheets(
        small(
            Junioren=_column("Junioren", junior, "jeugdzorg", "gezin"),
            Senioren=_column("Senioren", senior, "jeugdszorg", "schulden"),
        )
    )
    assert codes(once) == [code]  # of two that stand there once, one is told
    twice = read_sheets(
        small(
            Junioren=_column("Junioren", junior, "kamer 1", "kamer 1"),
            Senioren=_column("Senioren", senior, "kamer 2", "kamers 1; kamers 1"),
        )
    )
    assert [f.place for f in twice.findings] == ["Senioren!D3"]


def test_a_registration_that_is_none_of_the_five_is_told() -> None:
    """It counts for nothing, however it is spelled; signs and case do not matter."""
    reading = read_sheets(
        small(Senioren=_column("Senioren", "registraties", "KJ-NIPP", "SKJ; nvo og"))
    )
    assert codes(reading) == ["unknown-registration"] * 2
    assert ["KJ-NIP”" in f.remedy for f in reading.findings] == [True, False]
    assert {normalise(name).upper() for name in REGISTRATIONS} == RECOGNISED


def test_default_hours_are_said_by_number_when_they_hold_for_some() -> None:
    """Whoever has no hours while others have; nothing when all have the default."""
    some = read_sheets(small(Senioren=_column("Senioren", "uren per kwartaal", "8", "")))
    assert codes(some) == ["default-hours"]
    assert "12 uur per kwartaal voor 0102" in found(some, "default-hours").message
    for hours in (("8", "9"), ("", "")):
        reading = read_sheets(small(Senioren=_column("Senioren", "uren per kwartaal", *hours)))
        assert codes(reading) == []
    later = with_rows("Capaciteit", ["0101", "2027-Q3", 8], ["0102", None, 8])
    assert "0101" in found(read_sheets(later), "default-hours").message
