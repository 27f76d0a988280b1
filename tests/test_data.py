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

from koppeling.domain.period import Quarter, horizon
from koppeling.domain.trajectory import nominal_dates
from koppeling.workbook.schema import find_column, find_sheet

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
    need = max(quarters.count(quarter) for quarter in horizon(Quarter(2027, 1), 4)) / 2
    assert need / sum(float(str(row[3])) for row in seniors) == pytest.approx(0.7, abs=0.005)
    two_sites = sum(";" in str(row[2]) for row in (*juniors, *seniors))
    assert 0.25 <= two_sites / 260 <= 0.35
    assert len({row[0] for row in (*juniors, *seniors)}) == 260
    book.close()
