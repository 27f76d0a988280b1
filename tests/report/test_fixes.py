"""A fix is one sentence a manager can say aloud."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest

from koppeling.domain.fix import Fix, FixCosts, FixKind
from koppeling.domain.people import WorkingHours
from koppeling.domain.period import Quarter
from koppeling.domain.result import ToldFixes, Unplaced
from koppeling.domain.scenario import (
    AddRegistration,
    Change,
    OpenMoments,
    Release,
    SetBudget,
    SetHours,
    SetMaxJuniors,
    SetSites,
    SetWorkingDays,
)
from koppeling.locale import language
from koppeling.report.fixes import fix_document, tell_cost, tell_fix, tell_fixes

Q1 = Quarter(2027, 1)
NAMES = {"0012": "Anouk", "9003": "Bea", "9004": "Cato"}
WEDNESDAY = SetWorkingDays(
    who="9003",
    hours=(WorkingHours(weekday=2, start_minute=510, end_minute=750),),
    day=date(2027, 1, 1),
    keeps_others=True,
)


def more(who: str, minutes: int, quarter: Quarter = Q1) -> SetHours:
    """Make hours more for a senior."""
    return SetHours(who=who, minutes=minutes, is_relative=True, quarter=quarter)


def made(*changes: Change, cost: int = 2000, **others: bool) -> Fix:
    """Make a fix for 0012 with 9003."""
    return Fix(junior="0012", senior="9003", changes=changes, cost=cost, **others)


def test_hours_of_one_senior_are_one_part_of_the_sentence() -> None:
    """Quarters are joined, another senior begins anew, the cost closes."""
    fix = made(more("9003", 90), more("9003", 30, Q1.shift(1)), more("9004", 60), cost=3000)
    assert tell_fix(fix, NAMES, FixCosts()) == (
        "9003 Bea geeft 1,5 uur meer in 2027-Q1 en 0,5 uur in 2027-Q2; "
        "9004 Cato geeft 1 uur meer in 2027-Q1 (kosten: 3 uur)."
    )


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (SetMaxJuniors(who="9003", number=1, is_relative=True), "9003 Bea neemt 1 junior meer"),
        (WEDNESDAY, "9003 Bea werkt ook op wo vanaf 01-01-2027"),
        (OpenMoments(who="9003"), "9003 Bea kan op elk werkuur overleggen"),
        (SetSites(who="9003", sites=("Zuid",), keeps_others=True), "9003 Bea werkt ook in Zuid"),
        (Release(junior="0012"), "De koppeling van 0012 Anouk hoeft niet te blijven"),
        (
            AddRegistration(who="9003", registration="KJ-SKJ"),
            "9003 Bea haalt een registratie, zoals KJ-SKJ",
        ),
        (
            SetBudget(who="0012", minutes=30, is_relative=True),
            "0012 Anouk krijgt 0,5 uur per kwartaal meer voor begeleiding",
        ),
    ],
)
def test_each_kind_of_change_has_its_words(change: Change, told: str) -> None:
    """In Dutch, beginning with a capital."""
    assert tell_fix(made(change), NAMES, FixCosts()) == f"{told} (kosten: 2 uur)."


def test_what_does_not_hold_by_itself_asks_to_lock_the_pair() -> None:
    """With whom is said; and that it may cost less when that was not proven."""
    told = tell_fix(made(more("9004", 60), holds_by_itself=False), NAMES, FixCosts())
    assert "Zet de koppeling van 0012 Anouk met 9003 Bea dan vast" in told
    unproven = tell_fix(made(more("9004", 60), is_cheapest=False), NAMES, FixCosts())
    assert unproven.endswith("Misschien kan het voor minder: de rekentijd was om.")


def test_costs_are_hours_and_with_a_rate_euros_too() -> None:
    """Costs in euros are euros alone."""
    assert tell_cost(1500, FixCosts()) == "1,5 uur"
    assert tell_cost(1500, FixCosts(hourly_rate=85000)) == "1,5 uur, € 127,5"
    euros = FixCosts(in_euros=True, hourly_rate=85000)
    assert tell_cost(1_250_000, euros) == "€ 1.250"
    with language("en"):
        assert tell_cost(1500, FixCosts()) == "1.5 hours"


def test_without_fixes_it_says_why() -> None:
    """Not looked for is something else than not there; what a workbook told is told again."""
    bare = Unplaced(junior="0012", reasons={}, explanation="", nearest="")
    (sought,) = tell_fixes(bare, NAMES, FixCosts())
    assert "koppeling explain" in sought
    (none,) = tell_fixes(replace(bare, fixes=()), NAMES, FixCosts())
    assert none.startswith("Geen van de wijzigingen")
    told = replace(bare, told_fixes=ToldFixes(("Zo.",), "nl"))
    assert tell_fixes(told, NAMES, FixCosts()) == ("Zo.",)


def test_the_document_holds_every_kind_and_no_names() -> None:
    """A program reads kind, number and amount."""
    fix = made(
        more("9003", 90),
        SetMaxJuniors(who="9003", number=1, is_relative=True),
        WEDNESDAY,
        OpenMoments(who="9003"),
        SetSites(who="0012", sites=("Zuid",), keeps_others=True),
        Release(junior="0013"),
        AddRegistration(who="9003", registration="KJ-SKJ"),
        SetBudget(who="0012", minutes=30, is_relative=True),
    )
    document = json.loads(json.dumps(fix_document(fix)))
    assert document["cost"] == 2.0
    assert document["unit"] == "hours"
    assert document["changes"][0] == {
        "kind": "hours", "who": "9003", "minutes": 90, "quarter": "2027-Q1"
    }  # fmt: skip
    assert document["changes"][2]["weekday"] == "wo"
    assert document["changes"][5] == {"kind": "release", "who": "0013"}
    assert len({change["kind"] for change in document["changes"]}) == len(FixKind)


def test_default_costs_cover_the_menu() -> None:
    """Every kind costs something unless a user says otherwise."""
    assert set(FixCosts().by_kind) == set(FixKind)
    assert isinstance(FixCosts().by_kind, MappingProxyType)
