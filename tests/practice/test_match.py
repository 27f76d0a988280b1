"""The use cases as a whole: what goes in, what comes out, and what never gets out."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import koppeling
from koppeling import practice as app
from koppeling.domain.finding import Severity
from koppeling.domain.period import Quarter
from koppeling.domain.result import Solution, Status
from koppeling.errors import KoppelingError, WriteError
from koppeling.practice.outputs import default_output
from koppeling.solve import answer as proposing
from koppeling.workbook.write import publish
from tests.tools import DATA

SMALL, EXAMPLE, CHAIN = DATA / "klein.xlsx", DATA / "voorbeeld.xlsx", DATA / "keten.xlsx"


def answer(run: app.ProposalRun) -> dict[str, Any]:
    """Return the JSON without what may differ between runs: the seconds."""
    document: dict[str, Any] = json.loads(run.to_json())
    for level in document["levels"]:
        del level["seconds"]
    return document


@pytest.fixture(scope="module")
def example() -> app.ProposalRun:
    """Match the example once."""
    return koppeling.read(EXAMPLE).match()


def test_importing_koppeling_loads_neither_solver_nor_frames() -> None:
    """Not even reading and checking a workbook does."""
    code = (
        "import sys, koppeling; koppeling.read(sys.argv[1]).findings; "
        "sys.exit(any(name in sys.modules for name in ('ortools', 'pandas', 'openpyxl')))"
    )
    assert subprocess.run([sys.executable, "-c", code, str(SMALL)], check=False).returncode == 0


def test_pairings_come_as_a_data_frame(example: app.ProposalRun) -> None:
    """A row a pair, with need per quarter and every component."""
    frame = example.pairings
    assert len(frame) == 29
    assert list(frame["junior"]) == sorted(frame["junior"])
    row = frame.set_index("junior").loc["0010"]
    assert row["need 2027-Q1"] * 30 == row["minutes 2027-Q1"]
    assert {"points", "disc", "shared_days", "slot"} <= set(frame.columns)


def test_python_writes_what_the_command_writes(example: app.ProposalRun, tmp_path: Path) -> None:
    """`to_excel` and `to_json` give a workbook that verifies, and the same JSON."""
    written = example.to_excel(tmp_path / "uit.xlsx")
    assert app.verify(written, [EXAMPLE]) == ()
    text = example.to_json(tmp_path / "uit.json")
    sealed = json.loads((tmp_path / "uit.json").read_text(encoding="utf-8"))
    assert list(sealed)[-1] == "seal"
    del sealed["seal"]
    assert sealed == json.loads(text)


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


@pytest.mark.parametrize("seed", [1, *(pytest.param(n, marks=pytest.mark.slow) for n in (2, 3))])
def test_the_order_of_rows_changes_nothing(
    example: app.ProposalRun, tmp_path: Path, seed: int
) -> None:
    """Shuffle every sheet: the same pairs, slots, values, reasons and loads."""
    run = koppeling.read(shuffled(EXAMPLE, tmp_path / "anders.xlsx", seed)).match()
    first, second = answer(example), answer(run)
    del first["findings"], second["findings"]  # their cells move along with the rows
    assert second == first


@pytest.mark.slow
@pytest.mark.usefixtures("cold_processes")
def test_more_workers_change_nothing(example: app.ProposalRun) -> None:
    """Every level proven and a draw at the end: threads do not matter."""
    assert answer(koppeling.read(EXAMPLE).match(workers=3)) == answer(example)


def test_the_folder_gives_the_same_answer_as_the_workbook(example: app.ProposalRun) -> None:
    """The csv and ods twin of the example leads to the same pairs and slots."""
    run = koppeling.read(DATA / "voorbeeld").match()
    assert answer(run)["pairings"] == answer(example)["pairings"]


def test_a_result_is_itself_a_workbook_to_match(example: app.ProposalRun, tmp_path: Path) -> None:
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


@pytest.mark.slow
@pytest.mark.usefixtures("cold_processes")
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


# What is never replaced


def match_here(folder: Path, **places: Any) -> app.ProposalRun:
    """Match a copy of the small practice in `folder`."""
    book = folder / "boek.xlsx"
    if not book.exists():
        shutil.copy(SMALL, book)
    return app.match([book], **places)


def test_a_json_that_somebody_changed_is_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Our own is replaced, with a backup; a changed one only by force, and before solving."""
    path = tmp_path / "uit.json"
    match_here(tmp_path, json=path)
    match_here(tmp_path, json=path)
    changed = path.read_bytes().replace(b"optimal", b"feasible", 1)
    path.write_bytes(changed)
    with monkeypatch.context() as patch:
        patch.setattr(proposing, "propose", None)
        with pytest.raises(WriteError, match="--force"):
            match_here(tmp_path, json=path)
    assert path.read_bytes() == changed
    run = app.match([tmp_path / "boek.xlsx"], json=path, force=True)
    assert path.read_bytes() != changed
    with pytest.raises(WriteError):
        run.to_json(tmp_path / "boek.xlsx", force=True)


@pytest.mark.parametrize(
    "places",
    [
        {"json": "boek.xlsx"},
        {"json": "link.json"},
        {"output": "boek.xlsx"},
        {"output": "uit.pdf"},
        {"output": "uit.xlsx", "json": "uit.xlsx"},
        {"output": "uit.xlsx", "json": "geen map/uit.json"},
        {"output": "geen map/uit.xlsx"},
        {"output": "uit.xlsx", "json": "map"},
        {"json": "Junioren.csv"},
    ],
    ids=str,
)
def test_a_bad_place_is_told_before_any_work(
    places: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Nothing is solved and nothing written, not even by force."""
    shutil.copy(SMALL, tmp_path / "boek.xlsx")
    (tmp_path / "link.json").hardlink_to(tmp_path / "boek.xlsx")
    (tmp_path / "map").mkdir()
    monkeypatch.setattr(proposing, "propose", None)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    asked = {name: tmp_path / place for name, place in places.items()}
    with pytest.raises(WriteError):
        match_here(tmp_path, force=True, **asked)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before


def test_a_file_in_a_folder_of_inputs_is_not_replaced(tmp_path: Path) -> None:
    """Not even by force, and though its seal is whole: it is what is being read."""
    (tmp_path / "map").mkdir()
    book = app.template(tmp_path / "map" / "boek.xlsx", example=True)[0]
    before = book.read_bytes()
    with pytest.raises(WriteError):
        app.match([book.parent], output=book, force=True)
    assert book.read_bytes() == before


@pytest.mark.slow
def test_a_disk_that_is_full_at_the_json_leaves_no_workbook(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Workbook and JSON are written both, or neither."""
    honest, written = publish._write, []

    def crowded(path: Path, content: bytes) -> None:
        written.append(path)
        if len(written) == 2:
            raise OSError(28, "No space left on device")
        honest(path, content)

    monkeypatch.setattr(publish, "_write", crowded)
    with pytest.raises(WriteError, match=r"uit\.json.*de schijf is vol"):
        match_here(tmp_path, output=tmp_path / "uit.xlsx", json=tmp_path / "uit.json")
    assert not (tmp_path / "uit.xlsx").exists()


def test_a_result_that_cannot_be_made_leaves_no_other(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Both are made before either is written."""

    def fail(_run: app.ProposalRun) -> bytes:
        raise WriteError("stuk")

    monkeypatch.setattr(app.ProposalRun, "_sealed_json", fail)
    with pytest.raises(WriteError, match="stuk"):
        match_here(tmp_path, output=tmp_path / "uit.xlsx", json=tmp_path / "uit.json")
    assert [path.name for path in tmp_path.iterdir()] == ["boek.xlsx"]


# Names of results


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["Praktijk 1.2.xlsx"], "Praktijk 1.2 voorstel 2027-Q1.xlsx"),
        (["Map 1.2"], "Map 1.2 voorstel 2027-Q1.xlsx"),
        (["."], "../hier voorstel 2027-Q1.xlsx"),
        (["Map 1.2/a.csv", "Map 1.2/b.csv"], "Map 1.2 voorstel 2027-Q1.xlsx"),
        (["Map 1.2/a.csv", "b.xlsx"], "../hier voorstel 2027-Q1.xlsx"),
    ],
    ids=str,
)
def test_a_result_is_named_after_its_input_and_stands_beside_it(
    paths: list[str], expected: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A file beside the file; a folder, or several files, beside the folder."""
    here = tmp_path / "hier"
    (here / "Map 1.2").mkdir(parents=True)
    monkeypatch.chdir(here)
    output = default_output([Path(path) for path in paths], Quarter(2027, 1))
    assert output.resolve() == (here / expected).resolve()


def test_without_a_name_the_result_stands_beside_its_input(tmp_path: Path) -> None:
    """The quarter is that of the settings; a second time it is our own that is replaced."""
    expected = tmp_path / "boek voorstel 2027-Q1.xlsx"
    assert match_here(tmp_path).written == expected
    assert match_here(tmp_path).written == expected
    expected.write_bytes(b"van een ander")
    with pytest.raises(WriteError, match="--force"):
        match_here(tmp_path)


def test_a_folder_can_be_matched_again_with_its_result_in_it(tmp_path: Path) -> None:
    """Our own result in a folder is passed over, with a word; given by itself it is read."""
    shutil.copy(SMALL, tmp_path / "boek.xlsx")
    first = app.match([tmp_path], output=tmp_path / "a uit.xlsx")
    again = app.match([tmp_path], output=tmp_path / "a uit.xlsx")
    assert again.written == tmp_path / "a uit.xlsx"
    assert answer(again)["pairings"] == answer(first)["pairings"]
    assert [f.code for f in again.reading.findings].count("earlier-result") == 1
    assert again.reading.paths == (tmp_path / "boek.xlsx",)
    assert app.check([tmp_path / "a uit.xlsx"]).instance is not None


# From Python


def test_wrong_input_cannot_be_matched_in_python(tmp_path: Path) -> None:
    """It raises, with the findings; so does a frame of an answer that is not there."""
    practice = koppeling.read(tmp_path / "nergens.xlsx")
    with pytest.raises(app.InputError) as caught:
        practice.match()
    assert caught.value.findings == practice.findings
    run = app.match([tmp_path / "nergens.xlsx"])
    with pytest.raises(KoppelingError):
        _ = run.pairings


def test_a_frame_without_pairs_keeps_its_columns(example: app.ProposalRun) -> None:
    """Whoever counts or joins need not ask first whether there are any."""
    assert example.outcome is not None
    empty = replace(example, outcome=replace(example.outcome, pairings=()))
    assert len(empty.pairings) == 0
    assert list(empty.pairings.columns) == list(example.pairings.columns)


@pytest.mark.parametrize("was_interrupted", [True, False])
def test_a_stop_is_told_from_time_running_out(
    monkeypatch: pytest.MonkeyPatch, *, was_interrupted: bool
) -> None:
    """No answer after Ctrl-C is another story than no answer in time."""

    def give_up(*arguments: Any) -> Solution:
        solver = arguments[3]
        solver.was_interrupted = was_interrupted
        return Solution(pairings=(), levels=(), status=Status.NO_SOLUTION, robustness={}, solver="")

    monkeypatch.setattr(proposing, "propose", give_up)
    run = koppeling.read(SMALL).match()
    assert (run.status, run.was_stopped) == (Status.NO_SOLUTION, was_interrupted)
