"""What people read beside the numbers is held against the input too."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

import pytest

from koppeling.locale import LANGUAGES, Language, language
from koppeling.verify.published import _names, _runner_up
from koppeling.verify.readable import differences
from koppeling.verify.words import place
from koppeling.workbook.read.grids import Cell, Grid, Tag
from tests.verify.practices import pair_of, problems, running, varied


def test_honest_second_choice_passes_by_number_and_by_name(result: dict[str, Any]) -> None:
    """JSON has the number, the workbook the name behind it."""
    said = copy.deepcopy(result)
    told = [one for one in said["pairings"] if one["runner_up"]]
    assert told
    assert problems(varied(), said) == ()
    names = {one.number: one.name for one in varied().seniors}
    for one in told:
        one["runner_up"]["senior"] += " " + names[one["runner_up"]["senior"]]
    assert problems(varied(), said) == ()


@pytest.mark.parametrize(
    "lie",
    [None, {"senior": "S9", "points": 40}, {"senior": "S2", "points": 99}],
)
def test_false_second_choice_is_caught(result: dict[str, Any], lie: object) -> None:
    """Another senior, other points, or nobody where there is one."""
    said = copy.deepcopy(result)
    assert pair_of(said, "J1")["runner_up"]["senior"] == "S2"
    pair_of(said, "J1")["runner_up"] = lie
    (found,) = problems(varied(), said)
    assert found.subject == "J1 - S1"
    assert found.message.startswith("second choice: ")


def test_false_name_is_caught_and_not_repeated(result: dict[str, Any]) -> None:
    """A name is compared, but stands in no message."""
    names = [
        {"sheet": "Load", "role": "senior", "number": one.number, "name": one.name}
        for one in varied().seniors
    ]
    assert problems(varied(), result | {"names": names}) == ()
    names[1] |= {"name": "Somebody Else"}
    (found,) = problems(varied(), result | {"names": names})
    assert (found.subject, "Load" in found.message) == ("S2", True)
    assert "Somebody" not in found.message


def test_copy_of_another_input_is_caught(result: dict[str, Any]) -> None:
    """The copy in the result must be the input that was given, wherever things stood in it."""
    given = varied()
    moved = replace(given, juniors=tuple(replace(j, where="Junioren!A9") for j in given.juniors))
    turned = replace(moved, pairings=tuple(reversed(moved.pairings)))
    assert problems(given, result | {"copies": [turned]}) == ()
    other = replace(given, pairings=(*given.pairings, running("J7", "S1")))
    assert [one.subject for one in differences(other, given)] == ["pairings"]
    (found,) = problems(given, result | {"copies": [other]})
    assert "copy of the input differs" in found.message
    (found,) = problems(given, result | {"copies": [None]})
    assert found.message == "The result's copy of the input has errors."


@pytest.mark.parametrize("told", ["0101 Cato de Vries (61 punten)", "0101 Cato de Vries (1 punt)"])
def test_second_choice_of_the_workbook_is_taken_apart(told: str) -> None:
    """Number and name stay together; the points come out."""
    found = _runner_up(told)
    assert isinstance(found, dict)
    assert found["senior"] == "0101 Cato de Vries"
    assert _runner_up("zelf bedacht") == "zelf bedacht"


def test_names_beside_numbers_are_read_from_every_sheet() -> None:
    """A row without a senior has no name to check for one."""
    rows: list[list[str | None]] = [
        ["junior", "naam junior", "senior", "naam senior"],
        ["0012", "Anouk", None, None],
    ]
    cells = {
        n: {c: Cell(Tag.TEXT, text) for c, text in enumerate(row, 1) if text}
        for n, row in enumerate(rows, 1)
    }
    grid = Grid(name="Koppelvoorstel", rows=cells)
    assert [(row["role"], row["name"]) for row in _names((grid,))] == [("junior", "Anouk")]


@pytest.mark.parametrize("chosen", LANGUAGES)
def test_places_are_told_in_the_words_of_the_sheets(chosen: Language) -> None:
    """Nobody reads a path into JSON."""
    with language(chosen):
        told = place("pairings[2].slot")
    wanted = "Koppelvoorstel, 3: vast moment" if chosen == "nl" else "Proposal, 3: fixed slot"
    assert told == wanted
