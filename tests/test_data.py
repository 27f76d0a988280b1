"""The example data is what its script makes, and tells the story it should."""

from __future__ import annotations

import csv
import runpy
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from koppeling.domain.instance import PairingStatus
from koppeling.domain.period import Quarter, horizon
from koppeling.domain.result import Code
from koppeling.domain.trajectory import nominal_dates
from koppeling.rules.eligibility import binding_codes, codes
from koppeling.rules.moments import serving_moments
from koppeling.rules.situation import Situation
from koppeling.workbook.read.reader import read
from koppeling.workbook.schema.registry import find_column, find_sheet

Q1 = Quarter(2027, 1)
DATA = Path(__file__).parent.parent / "data"


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """Load the script without running it, and leave no trace of its modules."""
    before = set(sys.modules)
    monkeypatch.setattr(sys, "path", [str(DATA), *sys.path])
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    yield runpy.run_path(str(DATA / "make_data.py"))
    for name in set(sys.modules) - before:
        if str(DATA) in (getattr(sys.modules[name], "__file__", "") or ""):
            del sys.modules[name]


def contents(folder: Path) -> dict[str, object]:
    """Map each file to its content; of packages the parts, as compression may differ."""
    found: dict[str, object] = {}
    for path in sorted(folder.rglob("*")):
        if " voorstel " in path.name:  # somebody tried the example
            continue
        if path.suffix in (".xlsx", ".ods"):
            with zipfile.ZipFile(path) as package:
                found[str(path.relative_to(folder))] = {
                    name: package.read(name) for name in package.namelist()
                }
        elif path.suffix == ".csv":
            found[str(path.relative_to(folder))] = path.read_bytes()
    return found


def test_the_data_is_what_the_script_makes(tmp_path: Path, script: dict[str, Any]) -> None:
    """Nobody changed it by hand, and the script makes the same again."""
    make: Callable[[Path], None] = script["make"]
    make(tmp_path)
    made, kept = contents(tmp_path), contents(DATA)
    assert sorted(made) == sorted(kept)
    assert len(made) == 14
    assert [name for name in made if made[name] != kept[name]] == []


def test_the_folder_twin_holds_the_sheets_of_the_workbook() -> None:
    """One file for each sheet, with its name and its headings."""
    book = openpyxl.load_workbook(DATA / "voorbeeld.xlsx")
    names = {path.stem for path in (DATA / "voorbeeld").iterdir()}
    assert names == set(book.sheetnames) - {"Uitleg"}
    for path in (DATA / "voorbeeld").glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file, delimiter=";"))
        headings = [cell.value for cell in book[path.stem][1]]
        assert rows[0] == headings[: len(rows[0])]
        assert len(rows) == len(list(book[path.stem].rows))
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        assert b"\r\n" in path.read_bytes()


def test_klein_has_the_required_columns_only() -> None:
    """Six juniors and three seniors, and nothing that is optional."""
    book = openpyxl.load_workbook(DATA / "klein.xlsx")
    assert book.sheetnames[1:] == ["Instellingen", "Junioren", "Senioren", "Werkdagen"]
    for name in book.sheetnames[2:]:
        sheet = find_sheet(name)
        assert sheet is not None
        columns = [find_column(sheet, str(cell.value)) for cell in book[name][1]]
        assert all(column is not None and column.required for column in columns)
    assert (book["Junioren"].max_row, book["Senioren"].max_row) == (7, 4)


def test_keten_has_load_seven_tenths() -> None:
    """Need in the tightest quarter over all hours; three in ten at two sites."""
    book = openpyxl.load_workbook(DATA / "keten.xlsx", read_only=True)
    juniors = list(book["Junioren"].iter_rows(min_row=2, values_only=True))
    seniors = list(book["Senioren"].iter_rows(min_row=2, values_only=True))
    assert (len(juniors), len(seniors)) == (200, 60)
    quarters = [Quarter.of(day) for row in juniors for day in nominal_dates(row[3].date())]  # type: ignore[union-attr]
    need = max(quarters.count(quarter) for quarter in horizon(Q1, 4)) / 2
    assert need / sum(float(str(row[3])) for row in seniors) == pytest.approx(0.7, abs=0.005)
    two_sites = sum(";" in str(row[2]) for row in (*juniors, *seniors))
    assert 0.25 <= two_sites / 260 <= 0.35
    assert len({row[0] for row in (*juniors, *seniors)}) == 260
    book.close()


def situation(name: str) -> Situation:
    """Read a file of the example data that must be without errors."""
    reading = read([DATA / name])
    assert {finding.code for finding in reading.findings} <= {"week-53", "default-days"}
    assert reading.instance is not None
    return Situation(reading.instance)


def without_senior(case: Situation) -> list[str]:
    """List the juniors for whom no senior is possible."""
    seniors = case.instance.seniors
    return [item.key for item in case.items if all(codes(item, senior, case) for senior in seniors)]


@pytest.mark.parametrize("name", ["voorbeeld.xlsx", "voorbeeld"])
def test_the_example_tells_its_story(name: str) -> None:
    """One junior no senior shares a day with, one who has finished, and a tight quarter."""
    case = situation(name)
    assert without_senior(case) == ["0026"]
    (item,) = (item for item in case.items if item.key == "0026")
    at_her_site = [case.senior_by_number[number] for number in ("9009", "9010")]
    assert [codes(item, senior, case) for senior in at_her_site] == [{Code.NO_MOMENT}] * 2
    assert [junior.number for junior in case.idle] == ["0031"]
    need = sum(item.minutes[0] for item in case.items)
    room = sum(case.budgets[s.number][0].cap_minutes for s in case.instance.seniors if s.coaches)
    assert 0.77 <= need / room <= 0.83
    assert case.budgets["9004"][2].is_out
    assert not case.budgets["9004"][1].is_out


def test_the_workbook_and_its_twin_are_the_same_practice() -> None:
    """Separate files give what the workbook gives, but for where it stands."""
    one, two = situation("voorbeeld.xlsx").instance, situation("voorbeeld").instance
    for field in ("settings", "juniors", "seniors", "preferences", "capacities", "closures"):
        assert getattr(one, field) == getattr(two, field)
    assert [(p.junior, p.senior, p.slot) for p in one.pairings] == [
        (p.junior, p.senior, p.slot) for p in two.pairings
    ]


@pytest.mark.parametrize("name", ["klein.xlsx", "keten.xlsx"])
def test_in_the_other_files_everybody_has_a_senior(name: str) -> None:
    """Nobody is out of reach, and required columns are enough."""
    assert without_senior(situation(name)) == []


@pytest.mark.parametrize("name", ["voorbeeld.xlsx", "keten.xlsx"])
def test_running_pairings_may_run_at_their_moment(name: str) -> None:
    """The fixed moments in the data are possible ones."""
    case = situation(name)
    items = {item.key: item for item in case.items}
    running = [
        row
        for row in case.instance.pairings
        if row.status in (PairingStatus.RUNNING, PairingStatus.LOCKED) and row.is_open(Q1)
    ]
    assert len(running) >= 20
    for row in running:
        item, senior = items[row.junior], case.senior_by_number[row.senior]
        assert not binding_codes(item, senior, case)
        assert row.slot in [moment.slot for moment in serving_moments(item, senior, case)]
