"""Profiles and periods: what is in our own, and what a practice may make of them."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from koppeling.payroll.periods import PeriodError, PeriodKind, is_in_four_weeks, parse_period
from koppeling.payroll.profile import ProfileError, built_in, load
from tests.payroll.payrolls import PROFILES

ALL = tuple(PeriodKind)


def test_every_profile_says_what_is_verified_in_both_languages() -> None:
    """The profiles of the brief are there, each with its title, what was read, and a remark."""
    assert tuple(profile.name for profile in built_in()) == PROFILES
    for profile in built_in():
        for part in ("title", "verified", "remarks"):
            assert set(getattr(profile, part)) == {"nl", "en"}
        assert not profile.codes, "no wage code is ever ours to choose"


@pytest.mark.parametrize("name", ["neutraal", "neutral-csv", "LOKET", "Exact Online", "dpia100"])
def test_a_profile_has_other_names(name: str) -> None:
    """What people type is found."""
    assert load(name).name in PROFILES


def test_an_unknown_profile_is_told_with_the_known_ones() -> None:
    """The message lists what there is."""
    with pytest.raises(ProfileError, match="loket"):
        load("adp")


def test_a_practice_makes_its_own_profile(tmp_path: Path) -> None:
    """One line of TOML starts from ours; the rest replaces what it says."""
    (tmp_path / "ons.toml").write_text(
        'based_on = "beaufort"\nnotation = "clock"\n[set]\nprocess_code = "IMP"\n', "utf-8"
    )
    profile = load("ons", tmp_path)
    assert (profile.name, profile.notation, profile.layout) == ("ons", "clock", "fixed")
    assert profile.set == {"creator": "KOPPELING", "process_code": "IMP"}
    assert profile.missing() == ()
    assert profile.digest != load("beaufort").digest


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("based_on = 'adp'", "based_on"),
        ("based_on = 'loket'\ncolour = 'red'", "geen veld “colour”"),
        ("based_on = 'loket'\nlayout = 'tall'", "layout"),
        ("based_on = 'loket'\ndecimals = '2'", "decimals"),
        ("based_on = 'loket'\ndecimals = 1", "decimals"),
        ("based_on = 'loket'\ncorrections = 'delta'", "corrections"),
        ("based_on = 'loket'\nnumber_pattern = '['", "number_pattern"),
        ("based_on = 'loket'\nfile_name = '{nobody}'", "file_name"),
        ("based_on = 'loket'\nfile_name = '../{period}'", "file_name"),
        ("based_on = 'loket'\nperiods = ['week']", "periods"),
        ("based_on = 'loket'\nneeds = ['bsn']", "needs"),
        ("based_on = 'loket'\n[period_starts]\n2027 = '4 jan'", "period_starts"),
        ("based_on = 'loket'\n[period_starts]\n2027 = 2072-01-04", "period_starts"),
        ("based_on = 'loket'\n[period_starts]\n2027=2027-01-04\n2028=2028-01-11", "period_starts"),
        ("based_on = 'loket'\n[set]\nshift = '=1+1'", "set"),
        ("based_on = 'loket'\n[set]\nshift = '1;2'", "set"),
        ("based_on = 'beaufort'\n[set]\nprocess_code = '…'", "set"),
        ("based_on = 'beaufort'\n[set]\nprocess_code = 'IMPORT'", "columns"),
        ("based_on = 'afas'\nnotation = 'clock'", "notation"),
        ("based_on = 'loket'\n[[columns]]\nheading = 'x'\nvalue = 'name'", "columns"),
        ("layout = 'long'", "columns"),
        ("=", "TOML"),
        ("x = " + "[" * 100_000, "TOML"),
        ("#" + "x" * 1_000_001, "TOML"),
    ],
)
def test_an_unsound_profile_is_told_by_name(text: str, about: str, tmp_path: Path) -> None:
    """What is wrong is named; nothing is guessed."""
    (tmp_path / "ons.toml").write_text(text, "utf-8")
    with pytest.raises(ProfileError, match=about):
        load("ons", tmp_path)


def test_a_month_ends_when_it_ends() -> None:
    """February of a leap year has 29 days."""
    assert parse_period("2028-02", ALL).last == date(2028, 2, 29)
    assert str(parse_period("2028-2", ALL)) == "2028-02"


def test_thirteen_periods_follow_each_other() -> None:
    """Periods of four weeks touch, and the last runs to the start of the next year."""
    starts = {2026: date(2025, 12, 29), 2027: date(2027, 1, 4)}
    periods = [parse_period(f"2026-P{number:02d}", ALL, starts) for number in range(1, 14)]
    for before, after in pairwise(periods):
        assert (after.first - before.last).days == 1
    assert periods[-1].last == date(2027, 1, 3)  # the year with week 53


def test_a_bare_number_is_a_spell_where_there_are_no_months() -> None:
    """With four weeks only, 2027-02 is the second spell."""
    period = parse_period("2027-02", (PeriodKind.FOUR_WEEKS,), {2027: date(2027, 1, 4)})
    assert (str(period), period.first) == ("2027-P02", date(2027, 2, 1))


def test_the_last_period_of_a_year_ends_where_the_next_begins() -> None:
    """Without the first day of the next year nobody knows whether it has a fifth week."""
    with pytest.raises(PeriodError, match=r"07-12-2026.*2027 = 2027-01-04"):
        parse_period("2026-P13", ALL, {2026: date(2026, 1, 5)})
    with pytest.raises(PeriodError, match="2028 = 2028-01-03"):
        parse_period("2028-P01", ALL, {2026: date(2025, 12, 29)})


def test_a_day_is_in_a_known_period_or_told() -> None:
    """Days before, between and after the years that are known, and of a P13 without end."""
    starts = {2025: date(2024, 12, 30), 2026: date(2025, 12, 29)}
    days = {date(2024, 12, 29): False, date(2024, 12, 30): True, date(2025, 12, 28): True,
            date(2026, 11, 29): True, date(2026, 11, 30): False}  # fmt: skip
    assert {day: is_in_four_weeks(day, starts) for day in days} == days
    known = starts | {2027: date(2027, 1, 4)}
    assert is_in_four_weeks(date(2027, 1, 3), known)  # of week 53
    assert not is_in_four_weeks(date(2026, 6, 1), {2025: starts[2025], 2027: known[2027]})


def test_a_description_says_what_is_known_and_no_more() -> None:
    """What was read on Nmbrs, Loket.nl, AFAS, Exact and Beaufort, and what was not."""
    nmbrs = load("nmbrs")
    assert "is ongedaan te maken" in nmbrs.told("verified")
    assert "niet ongedaan" not in nmbrs.told("verified")
    assert "een nul wordt als nieuwe regel ingelezen" in nmbrs.told("verified")
    assert "‘Update’ vervangt" in nmbrs.told("verified")
    assert "‘Import’ telt erbij op" in nmbrs.told("verified")
    assert "NIET nagelezen: wat Loket.nl met een 0 doet" in load("loket").told("verified")
    assert "PtId (periodetabel, standaard 5)" in load("afas").told("verified")
    assert "EmployeeHID (een geheel getal)" in load("exact").told("verified")
    assert "NIET nagelezen: hoe uren" in load("beaufort").told("verified")


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("2027-13", ALL),
        ("februari", ALL),
        ("2027-P14", ALL),
        ("2027-P02", ALL),
        ("2027-Q1", (PeriodKind.MONTH,)),
        ("2027-Q5", ALL),
    ],
)
def test_what_is_no_period_is_told(text: str, kinds: tuple[PeriodKind, ...]) -> None:
    """Wrong months, spells without a known start, and kinds a profile lacks are refused."""
    with pytest.raises(PeriodError):
        parse_period(text, kinds)
