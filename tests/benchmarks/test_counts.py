"""Packages that know counts are asked in counts, and held against the hours."""

from __future__ import annotations

import json
import pickle
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import counting
from benchmarks.counts import judged, python_with
from benchmarks.families import make_family
from benchmarks.race import run
from benchmarks.record import Record
from koppeling.model.compiling import Compiler
from koppeling.model.problem import AssignmentProblem, Resource
from koppeling.rules.situation import Situation

PROBLEM = AssignmentProblem(
    num_items=3,
    num_bins=2,
    pair_item=(0, 0, 1, 1, 2),
    pair_bin=(0, 1, 0, 1, 0),
    locked=(),
    resources=(
        Resource(bin=0, capacity=130, pairs=(0, 2, 4), amounts=(30, 60, 90), charge=30),
        Resource(bin=1, capacity=200, pairs=(1, 3), amounts=(30, 60), charge=30),
    ),
    totals=(),
    option_pair=(),
    slot_rows=(),
    placed=(1,) * 5,
    kept=(0,) * 5,
    served=(0,) * 5,
    points=(5, 4, 3, 2, 1),
    draw=(0,) * 5,
)


def test_a_count_is_as_many_average_juniors_as_the_hours_hold() -> None:
    """130 minutes at 60 on average are two; 200 at 45 are four, but only two may come."""
    assert counting.counts_of(PROBLEM) == {0: 2, 1: 2}
    posed = counting.in_counts(PROBLEM)
    assert [(r.bin, r.capacity, r.amounts) for r in posed.resources] == [
        (0, 2, (1, 1, 1)),
        (1, 2, (1, 1)),
    ]
    assert counting.question_of(PROBLEM)["counts"] == [(0, 2), (1, 2)]


def test_counts_are_as_scarce_as_hours() -> None:
    """At 0.85 the counts have room for all, by about as much as the hours."""
    problem = Compiler(Situation(make_family(60, 20, 0.85))).problem
    assert 60 <= sum(counting.counts_of(problem).values()) <= 90


def test_an_answer_in_counts_is_held_against_the_hours() -> None:
    """Two that fit by number and not by time break a budget; forbidden pairs are counted."""
    assert counting.judge(PROBLEM, [(0, 0), (1, 1)]) == {
        "unplaced": 1,
        "broken": 0,
        "forbidden": 0,
    }
    assert counting.judge(PROBLEM, [(1, 0), (2, 0)])["broken"] == 1
    assert counting.judge(PROBLEM, [(2, 1)])["forbidden"] == 1
    assert counting.judge(PROBLEM, [(0, 0), (0, 1)])["forbidden"] == 1


@pytest.mark.skipif(sys.platform == "win32", reason="benchmarks are for Unix")
@pytest.mark.parametrize(
    "answer", [{"pairs": [[1, 0], [2, 0]]}, {"chosen": [2, 4]}], ids=["pairs", "indices"]
)
def test_what_a_package_answers_is_judged(tmp_path: Path, answer: dict[str, object]) -> None:
    """Numbers of people or of pairs, the verdict is the same."""
    (tmp_path / "problem").write_bytes(pickle.dumps(PROBLEM))
    ran = run([sys.executable, "-c", f"print({json.dumps(answer)!r})"], 30)
    record = judged(Record(part="counts", case="x", by="ours in counts"), ran, tmp_path)
    assert record.note == "1 unplaced, 1 budgets broken"
    assert record.figures == {"unplaced": 1, "broken": 1, "forbidden": 0}
    silent = judged(replace(record, note=""), run([sys.executable, "-c", "5/0"], 30), tmp_path)
    assert silent.faults == ("no answer: ZeroDivisionError: division by zero",)


def test_an_environment_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is ready is used as it is, without pip."""
    folder = tmp_path / "matching-1.4"
    folder.mkdir()
    (folder / "ready").touch()
    monkeypatch.setattr("venv.create", None)
    assert python_with(("matching==1.4",), tmp_path) == folder / "bin" / "python"
