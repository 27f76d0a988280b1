"""The use cases as a whole: what goes in, what comes out, and what never gets out."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import koppeling
from koppeling import app
from koppeling.domain.finding import Severity
from koppeling.domain.result import Solution, Status
from koppeling.errors import KoppelingError
from koppeling.solve import proposing

DATA = Path(__file__).resolve().parents[1] / "data"
SMALL, EXAMPLE, CHAIN = DATA / "klein.xlsx", DATA / "voorbeeld.xlsx", DATA / "keten.xlsx"


def answer(run: app.MatchRun) -> dict[str, Any]:
    """Return the JSON without what may differ between runs: the seconds."""
    document: dict[str, Any] = json.loads(run.to_json())
    for level in document["levels"]:
        del level["seconds"]
    return document


@pytest.fixture(scope="module")
def example() -> app.MatchRun:
    """Match the example once."""
    return koppeling.read(EXAMPLE).match()


def test_importing_koppeling_loads_neither_solver_nor_frames() -> None:
    """Not even reading and checking a workbook does."""
    code = (
        "import sys, koppeling; koppeling.read(sys.argv[1]).findings; "
        "sys.exit(any(name in sys.modules for name in ('ortools', 'pandas', 'openpyxl')))"
    )
    assert subprocess.run([sys.executable, "-c", code, str(SMALL)], check=False).returncode == 0


def test_pairings_come_as_a_data_frame(example: app.MatchRun) -> None:
    """A row a pair, with need per quarter and every component."""
    frame = example.pairings
    assert len(frame) == 29
    assert list(frame["junior"]) == sorted(frame["junior"])
    row = frame.set_index("junior").loc["0010"]
    assert row["need 2027-Q1"] * 30 == row["minutes 2027-Q1"]
    assert {"points", "disc", "shared_days", "slot"} <= set(frame.columns)


def test_python_writes_what_the_command_writes(example: app.MatchRun, tmp_path: Path) -> None:
    """`to_excel` and `to_json` give a workbook that verifies, and the same JSON."""
    written = example.to_excel(tmp_path / "uit.xlsx")
    assert app.verify(written, [EXAMPLE]) == ()
    text = example.to_json(tmp_path / "uit.json")
    assert (tmp_path / "uit.json").read_text(encoding="utf-8") == text


def shuffled(source: Path, target: Path, seed: int) -> Path:
    """Write a workbook whose rows are in another order, on every sheet but Instellingen."""
    book = openpyxl.load_workbook(source)
    for sheet in book.worksheets[1:]:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        random.Random(seed).shuffle(rows)
        for r, row in enumerate(rows, start=2):
            for c, value in enumerate(row, start=1):
                sheet.cell(r, c).value = value
    book.save(target)
    return target


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_order_of_rows_changes_nothing(
    example: app.MatchRun, tmp_path: Path, seed: int
) -> None:
    """Shuffle every sheet: the same pairs, slots, values, reasons and loads."""
    run = koppeling.read(shuffled(EXAMPLE, tmp_path / "anders.xlsx", seed)).match()
    first, second = answer(example), answer(run)
    del first["findings"], second["findings"]  # their cells move along with the rows
    assert second == first


def test_more_workers_change_nothing(example: app.MatchRun) -> None:
    """Every level proven and a draw at the end: threads do not matter."""
    assert answer(koppeling.read(EXAMPLE).match(workers=3)) == answer(example)


def test_the_folder_gives_the_same_answer_as_the_workbook(example: app.MatchRun) -> None:
    """The csv and ods twin of the example leads to the same pairs and slots."""
    run = koppeling.read(DATA / "voorbeeld").match()
    assert answer(run)["pairings"] == answer(example)["pairings"]


def test_a_result_is_itself_a_workbook_to_match(example: app.MatchRun, tmp_path: Path) -> None:
    """The result carries the whole input: matching it gives the same pairs."""
    result = example.to_excel(tmp_path / "uit.xlsx")
    assert answer(koppeling.read(result).match())["pairings"] == answer(example)["pairings"]


def test_a_result_that_fails_its_check_is_not_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Give a junior another senior behind the solver's back: nothing gets out."""
    honest = proposing.propose

    def crooked(*arguments: Any) -> Solution:
        solution = honest(*arguments)
        first, *rest = solution.pairings
        others = {p.senior for p in rest} - {first.senior}
        return replace(solution, pairings=(replace(first, senior=min(others)), *rest))

    monkeypatch.setattr(proposing, "propose", crooked)
    with pytest.raises(app.UnsoundResultError) as caught:
        app.match([SMALL], output=tmp_path / "uit.xlsx")
    assert caught.value.problems
    assert list(tmp_path.iterdir()) == []


def test_no_answer_in_time_is_said_and_nothing_written(tmp_path: Path) -> None:
    """A tenth of a second is too short for the chain."""
    run = app.match([CHAIN], output=tmp_path / "uit.xlsx", time_limit=0.1)
    assert run.status is Status.NO_SOLUTION
    assert run.written is None
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(KoppelingError):
        run.to_excel(tmp_path / "uit.xlsx")


def test_locks_that_cannot_hold_are_findings_of_check(tmp_path: Path) -> None:
    """What only the rules can tell stops the run before solving, with the remedy."""
    book = openpyxl.load_workbook(EXAMPLE)
    sheet = book["Koppelingen"]
    sheet.append(["0026", "9001", "vast"])
    book.save(tmp_path / "in.xlsx")
    reading = app.check([tmp_path / "in.xlsx"])
    errors = [f for f in reading.findings if f.severity is Severity.ERROR]
    assert {f.code for f in errors} == {"lock-impossible"}
    assert all(f.sheet == "Koppelingen" and f.cell and f.remedy for f in errors)
    assert reading.instance is None
