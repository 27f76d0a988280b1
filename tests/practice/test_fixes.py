"""From a practice that is too full to the sheet Niet geplaatst, and on to later workbooks."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from koppeling import practice as app
from koppeling.practice.opening import open_result_workbook, restore_outcome, rewrite
from koppeling.report.fixes import tell_fixes
from koppeling.rules.changing import change
from koppeling.solve.asking import SolverPool, solve_all
from koppeling.solve.questions import Case
from koppeling.solve.remedies import find_fixes
from koppeling.verify.published import read_published
from tests.practice.results import sheet_rows
from tests.workbook.koppelboek import Sheets, write_workbook

FIXES = tuple(f"goedkoopste oplossing {n}" for n in (1, 2, 3))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a practice with three juniors and hours for two, and match it."""
    place = tmp_path_factory.mktemp("vol")
    juniors, seniors = ("0001", "0002", "0003"), ("9001", "9002")
    sheets: Sheets = {
        "Instellingen": [["instelling", "waarde"], ["kwartaal", "2027-Q1"]],
        "Junioren": [
            ["personeelsnummer", "naam", "vestiging", "start traject"],
            *([n, f"Persoon {n}", "Noord", dt.date(2027, 1, 4)] for n in juniors),
        ],
        "Senioren": [
            ["personeelsnummer", "naam", "vestiging", "uren per kwartaal"],
            *([n, f"Persoon {n}", "Noord", 4] for n in seniors),
        ],
        "Werkdagen": [
            ["personeelsnummer", "ma", "di"],
            *([n, "x", "x"] for n in (*juniors, *seniors)),
        ],
        "Kosten": [["soort", "uren", "euro"], ["uren senior", 2, None]],
    }
    source = write_workbook(place / "praktijk.xlsx", sheets)
    run = app.match([source], output=place / "voorstel.xlsx", json=place / "voorstel.json")
    assert run.written is not None, run.reading.findings
    return place


def test_fixes_stand_on_the_sheet_and_in_the_document(folder: Path) -> None:
    """At the user's own costs; the published file passes its check."""
    (row,) = sheet_rows(folder / "voorstel.xlsx", "Niet geplaatst")
    told = [str(row[heading]) for heading in FIXES if row.get(heading)]
    assert told[0].startswith("9001 Persoon 9001 geeft 3,5 uur meer in 2027-Q1")
    assert "kosten" in told[0]
    document = json.loads((folder / "voorstel.json").read_text(encoding="utf-8"))
    (unplaced,) = document["unplaced"]
    assert len(unplaced["fixes"]) == len(told)
    first = unplaced["fixes"][0]
    minutes = sum(change["minutes"] for change in first["changes"])
    assert first["cost"] == 2 * minutes / 60
    assert app.verify(folder / "voorstel.xlsx", [folder / "praktijk.xlsx"]) == ()
    assert read_published(folder / "voorstel.xlsx")


def test_a_rewritten_workbook_keeps_them(folder: Path) -> None:
    """They are told again as they were told."""
    book = open_result_workbook(folder / "voorstel.xlsx")
    again = rewrite(book, output=folder / "opnieuw.xlsx")
    before, after = (
        sheet_rows(path, "Niet geplaatst") for path in (folder / "voorstel.xlsx", again)
    )
    assert before == after
    (unplaced,) = restore_outcome(book).unplaced
    assert unplaced.fixes is None
    costs = book.reading.instance
    assert costs is not None
    assert unplaced.told_fixes is not None
    assert unplaced.told_fixes.language == "nl"
    assert tell_fixes(unplaced, {}, costs.fix_costs) == unplaced.told_fixes.words


@pytest.mark.slow
def test_fixes_can_be_asked_for_apart(folder: Path) -> None:
    """Each one places everybody, by a fresh solve of the changed practice."""
    reading = app.check([folder / "praktijk.xlsx"])
    assert reading.instance is not None
    with SolverPool(1) as pool:
        fixes = find_fixes(reading.instance, "0003", pool)
        cases = [Case(instance=change(reading.instance, fix.changes)) for fix in fixes]
        answers = solve_all(cases, pool)
    assert len(fixes) == 2  # hours for either; for both would be more of the same
    assert [fix.cost for fix in fixes] == sorted(fix.cost for fix in fixes)
    for fix, answered in zip(fixes, answers, strict=True):
        assert answered.solution is not None
        assert len(answered.solution.pairings) == 3
        assert fix.holds_by_itself
