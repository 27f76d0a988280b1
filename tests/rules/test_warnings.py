"""What management should know, though nothing is wrong enough to stop."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from koppeling.domain.finding import Finding, Severity
from koppeling.domain.people import Absence
from koppeling.domain.period import Slot
from koppeling.rules.conflicts import find_warnings
from koppeling.rules.situation import Situation
from tests.builders import QUARTER, hours, junior, practice, running, senior

pytestmark = pytest.mark.usefixtures("english")


def warnings(*people: Any, **changes: Any) -> list[Finding]:
    """List the warnings of a practice with these juniors and S01."""
    guides = changes.pop("seniors", [senior()])
    return list(find_warnings(Situation(practice(people, guides, **changes))))


def test_a_practice_without_shortages_has_no_warnings() -> None:
    """Time enough and nobody away."""
    assert warnings(junior(budget_minutes=210)) == []


def test_a_junior_short_of_hours_later_on_is_a_warning() -> None:
    """Who starts in March needs one half hour now, six in Q2 and seven in Q3."""
    (finding,) = warnings(junior(start=date(2027, 3, 31), budget_minutes=180))
    assert (finding.severity, finding.code) == (Severity.WARNING, "junior-short-later")
    assert finding.place == "Junioren!A2"
    assert finding.message == "J01 needs 3.5 hours in 2027-Q3 and has 3.0."
    assert finding.remedy == "Raise the hours of J01 in time."


def test_the_first_quarter_is_no_warning_but_a_reason() -> None:
    """Too few hours in the planning quarter keep the junior from being placed."""
    assert warnings(junior(budget_minutes=200)) == []


def test_seniors_who_are_away_are_named_with_their_quarters() -> None:
    """Q1 and Q3 in one finding; quarters at work are left out."""
    away = senior(
        absences=(
            Absence(QUARTER.first_day, date(2027, 2, 28)),
            Absence(date(2027, 7, 1), date(2027, 9, 30)),
        )
    )
    (finding,) = warnings(seniors=[away, senior("S02")])
    assert (finding.severity, finding.code) == (Severity.WARNING, "senior-out")
    assert finding.place == "Senioren!A2"
    assert finding.message == (
        "S01 is away for more than a third of the working days in 2027-Q1, 2027-Q3."
    )


def test_a_senior_who_leaves_is_not_called_away() -> None:
    """Somebody out of service does not come back: another senior is needed."""
    (finding,) = warnings(seniors=[senior(out_of_service_from=date(2027, 7, 1)), senior("S02")])
    assert finding.code == "senior-leaves"
    assert finding.message == "S01 leaves and cannot guide in 2027-Q3, 2027-Q4."


def test_too_little_direct_time_is_told_and_changes_nothing() -> None:
    """28 hours a week is 360 in this quarter, 30 % of it 108; 3,5 + 105 is more (P7)."""
    (finding,) = warnings(junior(contract_hours=28.0, other_indirect_hours=105.0))
    assert (finding.severity, finding.code) == (Severity.WARNING, "direct-time")
    assert finding.message == (
        "J01 has 108.5 indirect hours in 2027-Q1, guidance included; "
        "with 70% direct time there is room for 108.0."
    )
    assert warnings(junior(contract_hours=28.0, other_indirect_hours=104.5)) == []
    assert warnings(junior(contract_hours=1.0)) == []  # one of the two is not filled in


@pytest.mark.parametrize(
    ("changes", "code", "message"),
    [
        (
            {"start": date(2020, 1, 1)},
            "idle-finished",
            "J01 is finished: promote, or prolong at 4 meetings a year.",
        ),
        (
            {"trajectory_end": date(2026, 12, 31)},
            "idle-stopped",
            "The trajectory of J01 has ended.",
        ),
        (
            {"start": date(2028, 1, 1)},
            "idle-later",
            "The next meeting of J01 is after the quarters that are planned.",
        ),
        (
            {"absences": (Absence(date(2027, 1, 1)),)},
            "idle-away",
            "J01 is away without an end, so no meetings are planned.",
        ),
    ],
)
def test_a_junior_for_whom_nothing_is_planned_is_named(
    changes: dict[str, Any], code: str, message: str
) -> None:
    """With the reason, at the row of the junior."""
    (finding,) = warnings(junior(**changes))
    assert (finding.severity, finding.code) == (Severity.WARNING, code)
    assert finding.place == "Junioren!A2"
    assert finding.message == message
    assert "{" not in finding.remedy


def test_a_running_pair_that_loses_its_slot_is_named() -> None:
    """S01 no longer works on Mondays; other rows and other slots say nothing."""
    guide = senior(hours=hours(range(1, 5)))
    (finding,) = warnings(
        junior(), seniors=[guide], pairings=(running("J01", "S01", slot=Slot(0, 18)),)
    )
    assert (finding.severity, finding.code) == (Severity.WARNING, "slot-lost")
    assert finding.place == "Koppelingen!A2"
    assert finding.message.startswith("ma 09:00 is no longer possible every time for J01 and S01")


@pytest.mark.parametrize(
    ("numbers", "slot"),
    [
        (("J01", "S01"), Slot(1, 18)),  # it serves
        (("J01", "S01"), None),
        (("J09", "S01"), Slot(0, 18)),
        (("J01", "S09"), Slot(0, 18)),
    ],
)
def test_a_row_without_a_lost_slot_says_nothing(
    numbers: tuple[str, str], slot: Slot | None
) -> None:
    """A slot that serves, none at all, or a person who is not there."""
    guide = senior(hours=hours(range(1, 5)))
    rows = (running(*numbers, slot=slot),)
    assert warnings(junior(), seniors=[guide], pairings=rows) == []


def test_a_pair_without_any_slot_has_not_lost_its_own() -> None:
    """That they share no moment at all is told as a reason, not here."""
    rows = (running("J01", "S01", slot=Slot(0, 18)),)
    assert warnings(junior(), seniors=[senior(hours=hours([5]))], pairings=rows) == []
