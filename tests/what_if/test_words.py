"""What people read of scenarios."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import get_args

import openpyxl
import pytest

from koppeling.domain.instance import Level
from koppeling.domain.result import LevelResult, Outcome, Solution, Status
from koppeling.domain.scenario import (
    AddRegistration,
    BeAbsent,
    Change,
    Escalate,
    Hire,
    Leave,
    Promote,
    Release,
    Scenario,
    SetHours,
    SetMaxJuniors,
    SetSites,
    SetWorkingDays,
)
from koppeling.locale import language
from koppeling.report import fixes as changes
from koppeling.report.console import open_console
from koppeling.report.fixes import tell_change
from koppeling.report.result_workbook import Provenance
from koppeling.what_if.answer import Comparison, Trial
from koppeling.what_if.sheets import (
    Blocks,
    Marked,
    _pairs_of_hours,
    add_page,
    sheet_names,
    to_bytes,
)
from koppeling.what_if.study import measure, set_beside
from koppeling.what_if.words import tell_comparison
from koppeling.workbook.read.reader import Reading
from koppeling.workbook.write.book import Book
from tests.builders import QUARTER, hours, junior, practice, senior

DAY = date(2027, 2, 1)
TOLD: dict[str, Change] = {
    "2 nieuwe junioren in Noord (ma, wo) vanaf 01-02-2027": Hire(
        count=2, start=DAY, hours=hours((0, 2)), sites=("Noord",)
    ),
    "1 nieuwe senior in Noord, Zuid vanaf 01-02-2027": Hire(
        is_senior=True, start=DAY, hours=hours(), sites=("Noord", "Zuid")
    ),
    "S1 Bea vertrekt per 01-02-2027": Leave(who="S1", day=DAY),
    "S1 Bea geeft 16,0 uur per kwartaal": SetHours(who="S1", minutes=960),
    "S1 Bea geeft 1,5 uur per kwartaal minder vanaf 2027-Q2": SetHours(
        who="S1", minutes=-90, is_relative=True, since=QUARTER.shift(1)
    ),
    "S1 Bea geeft 2,0 uur per kwartaal meer in 2027-Q1": SetHours(
        who="S1", minutes=120, is_relative=True, quarter=QUARTER
    ),
    "S1 Bea neemt ten hoogste 1 junior": SetMaxJuniors(who="S1", number=1),
    "S1 Bea neemt 2 junioren meer": SetMaxJuniors(who="S1", number=2, is_relative=True),
    "S1 Bea neemt 1 junior minder": SetMaxJuniors(who="S1", number=-1, is_relative=True),
    "S1 Bea werkt op di, vr in Zuid vanaf 01-02-2027": SetWorkingDays(
        who="S1", hours=hours((1, 4), site="Zuid"), day=DAY
    ),
    "S1 Bea werkt ook op di": SetWorkingDays(who="S1", hours=hours((1,)), keeps_others=True),
    "S1 Bea is afwezig vanaf 01-02-2027": BeAbsent(who="S1", first=DAY),
    "de hele praktijk is afwezig van 01-02-2027 tot en met 05-02-2027": BeAbsent(
        who=None, first=DAY, last=date(2027, 2, 5)
    ),
    "J1 heeft vanaf 01-02-2027 elke week overleg": Escalate(who="J1", first=DAY),
    "J1 heeft vanaf 01-02-2027 elke 3 weken overleg": Escalate(who="J1", first=DAY, every_weeks=3),
    "J1 wordt senior: begeleiding tot en met 01-02-2027": Promote(who="J1", day=DAY),
    "S1 Bea werkt in Zuid": SetSites(who="S1", sites=("Zuid",)),
    "S1 Bea werkt ook in Zuid": SetSites(who="S1", sites=("Zuid",), keeps_others=True),
    "S1 Bea krijgt de registratie KJ-NIP": AddRegistration(who="S1", registration="KJ-NIP"),
    "de koppeling van J1 hoeft niet te blijven": Release(junior="J1"),
}


@pytest.mark.parametrize("told", TOLD)
def test_every_change_has_its_words(told: str) -> None:
    """Each kind of change reads as a sentence, in Dutch and in English."""
    change = TOLD[told]
    assert tell_change(change, {"S1": "Bea"}) == told
    with language("en"):
        assert tell_change(change, {"S1": "Bea"}) != told


def test_no_change_is_without_words() -> None:
    """Whatever a scenario can hold can be said."""
    assert set(changes._TELLERS) == set(get_args(Change))


def test_names_of_sheets_are_such_as_excel_takes() -> None:
    """Short, different without regard to case, without Excel's own signs or ends."""
    long = "Een heel lange naam voor een scenario"
    names = sheet_names([long, long.upper(), "'a/b'", "", "vergelijking", "[x]:*?\\"])
    assert len({name.casefold() for name in names}) == len(names)
    assert all(0 < len(name) <= 31 for name in names)
    assert not any(set(name) & set("[]:*?/\\") for name in names)
    assert names[2] == "a-b"
    assert names[4] == "vergelijking (2)"


def _trial(name: str, *, proven: bool, value: int | None) -> Trial:
    instance = practice([junior("J01")], [senior("S01")])
    levels = tuple(
        LevelResult(level=level, value=value, bound=1, proven=proven, seconds=0.1)
        for level in Level
    )
    solution = Solution(
        pairings=(), levels=levels,
        status=Status.OPTIMAL if proven else Status.FEASIBLE, robustness={},
    )  # fmt: skip
    outcome = Outcome(
        quarter=QUARTER, horizon=(QUARTER,), solution=solution, pairings=(), unplaced=(),
        idle=(), handovers=(), loads=(), findings=(),
    )  # fmt: skip
    scenario = Scenario(name=name, changes=(Leave(who="S01", day=DAY),))
    return measure(Trial(scenario=scenario, instance=instance, outcome=outcome))


def test_what_is_not_proven_says_how_much_better_it_could_be() -> None:
    """Value and limit stand on the page, and the terminal names the scenario."""
    base = _trial("nu", proven=True, value=1)
    open_end = set_beside(base, _trial("straks", proven=False, value=0))
    book = Book(title="x")
    add_page(book, "straks", base, open_end, None)
    cells = openpyxl.load_workbook(io.BytesIO(book.to_bytes()))["straks"].iter_rows(
        values_only=True
    )
    told = [str(cell) for row in cells for cell in row if cell is not None]
    assert "0 nu; meer dan 1 kan niet" in told or any("kan niet" in text for text in told)
    assert "bewezen" not in told
    out = io.StringIO()
    tell_comparison(Comparison(base=base, trials=(open_end,)), open_console(out), rate=None)
    assert "Niet op tijd bewezen" in out.getvalue()
    assert "straks" in out.getvalue().rpartition("bewezen")[2]


def test_a_base_without_a_value_has_no_difference() -> None:
    """No number where there is no answer."""
    base = _trial("nu", proven=True, value=None)
    after = set_beside(base, _trial("straks", proven=True, value=1))
    assert {shift.difference for shift in after.shifts} == {None}
    assert not any(shift.is_worse for shift in after.shifts)
    failed = replace(after, outcome=None, failure="kan niet", shifts=())
    assert set_beside(base, failed) == failed


def test_text_never_becomes_a_formula() -> None:
    """A name or a difference that begins like a formula is text, and stays so when edited."""
    base = _trial("nu", proven=True, value=1)
    evil = replace(
        _trial("x", proven=True, value=2),
        scenario=Scenario(name='=HYPERLINK("x")', changes=(Leave(who="+1", day=DAY),)),
    )
    instance = practice([junior("J01")], [senior("S01")])
    content = to_bytes(
        Comparison(base=base, trials=(set_beside(base, evil),)),
        instance,
        Reading(instance=instance, findings=()),
        Provenance(version="0", run_at=datetime(2027, 1, 1, tzinfo=UTC), seconds=1),
    )
    book = openpyxl.load_workbook(io.BytesIO(content))
    risky = [
        cell
        for sheet in book
        for row in sheet
        for cell in row
        if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@"))
    ]
    assert len({cell.value for cell in risky}) > 1
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in risky)


def test_an_empty_block_is_left_out() -> None:
    """No heading without anything under it."""
    book = Book(title="x")
    page = Blocks(book, "leeg")
    page.title("Titel")
    page.lines("niets", [])
    page.table("ook niets", [], [])
    sheet = openpyxl.load_workbook(io.BytesIO(book.to_bytes()))["leeg"]
    assert [cell.value for row in sheet for cell in row if cell.value] == ["Titel"]


def test_hours_of_whoever_is_out_are_said_in_a_word() -> None:
    """Somebody who left, or does not work here yet, is not called absent."""
    cells = _pairs_of_hours([120, None], [None, 60])
    shown = [cell.value if isinstance(cell, Marked) else cell for cell in cells]
    assert shown == [2.0, "niet inzetbaar", "niet inzetbaar", 1.0]
