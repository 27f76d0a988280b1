"""Two installations compared: the same practices each time, and no difference overlooked."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

import pytest

from koppeling.workbook.read.reader import read
from tests.tools import load_tool

compare = load_tool("compare")
LEVELS = {"placed": 2, "quality": 90}
ANSWER = {"status": "optimal", "levels": LEVELS, "pairs": {"1": "9"}, "idle": []}


def test_the_same_seed_draws_the_same_practices() -> None:
    """Another seed or number draws another."""
    drawn = [compare.Practice(seed, n).sheets for seed, n in ((1, 0), (1, 0), (1, 1), (2, 0))]
    assert drawn[0] == drawn[1]
    assert drawn[0] not in drawn[2:]


def test_drawn_practices_are_read_with_and_without_a_group(tmp_path: Path) -> None:
    """As workbooks, with nothing in them that reading calls an error."""
    with_group = 0
    asked = Namespace(example=False, practices=8, seed=1)
    for name, path in compare.list_practices(asked, tmp_path):
        instance = read([path]).instance
        assert instance is not None, name
        members = [junior for junior in instance.juniors if junior.group]
        assert bool(members) == ("group" in name)
        with_group += bool(members)
    assert with_group == 4


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, []),
        ({"levels": LEVELS | {"quality": 89}}, ["levels quality: 90 | 89"]),
        ({"pairs": {"1": "8"}}, ["pairs 1: 9 | 8"]),
        ({"pairs": {}}, ["pairs 1: 9 | -"]),
        ({"idle": ["2"]}, ["idle: [] | ['2']"]),
    ],
)
def test_what_differs_in_an_answer_is_told(changed: dict[str, object], told: list[str]) -> None:
    """Level by level and pair by pair."""
    sides = [compare.Side(exits={"match": 0}, answer=a) for a in (ANSWER, ANSWER | changed)]
    assert compare.differences(*sides) == told


def test_refusing_is_told_and_is_no_other_answer() -> None:
    """Bad input may be refused more strictly; new findings are listed apart."""
    there = compare.Side(exits={"match": 0}, answer=ANSWER)
    refused = compare.Side(exits={"match": 1}, findings=compare.Counter([("error", "new-code")]))
    assert compare.differences(there, refused) == ["exit of match: 0 | 1"]
    assert list(compare.other_findings(there, refused)) == ["+ error new-code"]
    assert list(compare.other_findings(refused, there)) == ["- error new-code"]


@pytest.mark.slow
def test_one_installation_agrees_with_itself(tmp_path: Path) -> None:
    """A real run of both sides: an answer comes back, and every file is looked at."""
    source = compare.write_workbook(tmp_path / "p.xlsx", compare.Practice(1, 0).sheets)
    sides = [
        compare.run(sys.executable, [source], tmp_path / side, whole=False, keeps_files=True)[0]
        for side in "AB"
    ]
    assert sides[0].exits == {"match": 0}
    assert sides[0].answer["pairs"]
    assert compare.differences(*sides) == []
    assert "uit.xlsx:xl/workbook.xml" in sides[0].files
