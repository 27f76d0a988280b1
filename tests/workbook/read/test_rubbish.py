"""Whatever stands in a cell: a finding or a right answer, and nobody gets lost."""

from __future__ import annotations

import copy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from koppeling.rules.conflicts import find_conflicts, find_warnings
from koppeling.rules.situation import Situation
from koppeling.workbook.read.grids import Cell, RawFile, Tag
from koppeling.workbook.read.reader import Reading, interpret, read
from tests.workbook.koppelboek import (
    FULL,
    raw_cell,
    raw_grid,
    read_sheets,
    write_workbook,
)

RUBBISH: dict[str, Any] = {
    "empty": None,
    "text": "onzin",
    "minus one": -1,
    "a thousand million": 1e9,
    "30 February": "31-02-2027",
    "far too long": "a" * 40_000,
    "error": Cell(Tag.ERROR, "#DIV/0!"),
    "emoji": "🙂",
}


def _is_complete(reading: Reading) -> bool:
    """Tell whether an instance has as many people as the workbook."""
    instance = reading.instance
    return instance is None or (
        len(instance.juniors) == len(FULL["Junioren"]) - 1
        and len(instance.seniors) == len(FULL["Senioren"]) - 1
    )


def _ask_the_rules(reading: Reading, seen: set[str]) -> None:
    """Let the rules look at what survived, as `koppeling check` does; the same only once."""
    if reading.instance is not None and repr(reading.instance) not in seen:
        seen.add(repr(reading.instance))
        situation = Situation(reading.instance)
        for finding in (*find_conflicts(situation), *find_warnings(situation)):
            assert finding.message


def test_the_full_workbook_has_no_errors() -> None:
    """Before anything is spoilt, the workbook reads without a single error."""
    reading = read_sheets(FULL)
    assert reading.instance is not None, reading.findings
    assert len(reading.tables) == len(FULL)


@pytest.mark.parametrize("step", [4, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize("kind", RUBBISH)
def test_rubbish_in_any_cell_never_loses_anyone(kind: str, step: int) -> None:
    """
    Every cell of every sheet in turn: no traceback, and everybody is there or an error is.

    In steps of four every cell gets two of the eight kinds.
    """
    seen = set[str]()
    value = RUBBISH[kind]
    good = {name: raw_grid(name, rows) for name, rows in FULL.items()}
    cells = [
        (name, r, c) for name, rows in FULL.items() for r in range(len(rows))
        for c in range(len(rows[r]))
    ]  # fmt: skip
    assert len(cells) > 300
    for name, row, column in cells[list(RUBBISH).index(kind) % step :: step]:
        spoilt = {**good[name].rows.get(row + 1, {})}
        spoilt.pop(column + 1, None)
        if value is not None:
            spoilt[column + 1] = raw_cell(value)
        grid = replace(good[name], rows={**good[name].rows, row + 1: spoilt})
        reading = interpret([RawFile(name="b", grids=tuple({**good, name: grid}.values()))])
        assert _is_complete(reading), (kind, name, row + 1, column + 1)
        has_error = any(finding.severity == "error" for finding in reading.findings)
        assert (reading.instance is None) == has_error
        _ask_the_rules(reading, seen)
    assert seen


@pytest.mark.usefixtures("cold_processes")
@pytest.mark.parametrize("kind", ["text", "minus one", "far too long", "emoji", "empty"])
def test_rubbish_survives_the_whole_way(kind: str, tmp_path: Path) -> None:
    """A real file with rubbish in it goes through the reading process as well."""
    sheets = copy.deepcopy(FULL)
    sheets["Junioren"][1][0] = sheets["Werkdagen"][2][1] = RUBBISH[kind]
    reading = read([write_workbook(tmp_path / "b.xlsx", sheets)])
    assert reading.findings
    assert _is_complete(reading)


def test_a_division_by_zero_in_a_real_file_is_named(tmp_path: Path) -> None:
    """A formula that was never calculated is found by its cell."""
    sheets = copy.deepcopy(FULL)
    sheets["Junioren"][1][3] = "=1/0"
    reading = read([write_workbook(tmp_path / "b.xlsx", sheets)])
    finding = next(f for f in reading.findings if f.code == "formula-without-value")
    assert finding.place == "Junioren!D2"
