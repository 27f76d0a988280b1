"""What management should know, though nothing is wrong enough to stop."""

from __future__ import annotations

from datetime import date

import pytest

from koppeling.domain.finding import Severity
from koppeling.domain.people import Absence
from koppeling.rules.situation import Situation
from koppeling.rules.warnings import find_warnings
from tests.builders import QUARTER, junior, practice, senior

pytestmark = pytest.mark.usefixtures("english")


def test_a_practice_without_shortages_has_no_warnings() -> None:
    """Time enough and nobody away."""
    instance = practice([junior(budget_minutes=210)], [senior()])
    assert list(find_warnings(Situation(instance))) == []


def test_a_junior_short_of_hours_later_on_is_a_warning() -> None:
    """Who starts in March needs one half hour now, six in Q2 and seven in Q3."""
    someone = junior(start=date(2027, 3, 31), budget_minutes=180)
    (finding,) = find_warnings(Situation(practice([someone], [])))
    assert (finding.severity, finding.code, finding.sheet) == (
        Severity.WARNING,
        "junior-short-later",
        "Junioren",
    )
    assert finding.message == "J01 needs 3.5 hours in 2027-Q3 and has 3.0."
    assert finding.remedy == "Raise the hours of J01 in time."


def test_the_first_quarter_is_no_warning_but_a_reason() -> None:
    """Too few hours in the planning quarter keep the junior from being placed."""
    assert list(find_warnings(Situation(practice([junior(budget_minutes=200)], [])))) == []


def test_seniors_who_are_away_are_named_with_their_quarters() -> None:
    """Q1 and Q3 in one finding; quarters at work are left out."""
    away = senior(
        absences=(
            Absence(QUARTER.first_day, date(2027, 2, 28)),
            Absence(date(2027, 7, 1), date(2027, 9, 30)),
        )
    )
    (finding,) = find_warnings(Situation(practice([], [away, senior("S02")])))
    assert (finding.severity, finding.code, finding.sheet) == (
        Severity.WARNING,
        "senior-out",
        "Senioren",
    )
    assert finding.message == "S01 is away for more than a third of 2027-Q1, 2027-Q3."
    assert "Overdracht" in finding.remedy
