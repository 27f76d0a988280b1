"""A published result of the wrong shape is a problem, never a traceback."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from koppeling.verify.claims import Claims
from koppeling.verify.problem import ProblemKind
from tests.verify.practices import problems, varied

RUBBISH: tuple[Any, ...] = (None, True, -1.5, "x", "", [], [None], {}, {"x": []}, [[]])


@pytest.mark.parametrize("published", [None, 1, "x", [], {}, {"schema": 1}, {"schema": 2}])
def test_anything_but_a_result_is_refused(published: object) -> None:
    """JSON that is no result gives problems and nothing else."""
    found = problems(varied(), published)
    assert found
    assert {one.kind for one in found} == {ProblemKind.CLAIM_UNTRUE}


def test_other_schema_is_refused(result: dict[str, Any]) -> None:
    """A result of a later version is not guessed at."""
    found = problems(varied(), result | {"schema": 2})
    assert [(one.subject, one.message) for one in found] == [
        ("version of the layout", "Only schema 1 can be checked.")
    ]


def places(value: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """List the paths to everything in a nested value."""
    inner: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    if isinstance(value, list):
        inner = list(enumerate(value))
    return [path, *(deep for key, one in inner for deep in places(one, (*path, key)))]


@pytest.mark.slow
def test_rubbish_anywhere_is_a_problem(result: dict[str, Any]) -> None:
    """Each value of a result replaced by rubbish in turn: always caught, never an error."""
    num_tried = 0
    for path in places(result)[1:]:
        for rubbish in RUBBISH:
            said = copy.deepcopy(result)
            holder: Any = said
            for key in path[:-1]:
                holder = holder[key]
            if holder[path[-1]] == rubbish:
                continue
            holder[path[-1]] = rubbish
            claims = Claims.from_json(said)
            if not claims.flaws:
                assert problems(varied(), said), (path, rubbish)
            num_tried += 1
    assert num_tried > 2000


def test_missing_field_is_a_problem(result: dict[str, Any]) -> None:
    """Each field left out in turn is missed."""
    for path in places(result)[1:]:
        if isinstance(path[-1], str):
            said = copy.deepcopy(result)
            holder: Any = said
            for key in path[:-1]:
                holder = holder[key]
            del holder[path[-1]]
            assert problems(varied(), said), path


def test_flaw_names_the_place(result: dict[str, Any]) -> None:
    """A slot off the half-hour grid is pointed at."""
    said = copy.deepcopy(result)
    said["pairings"][2]["slot"] = "di 10:15"
    (found,) = problems(varied(), said)
    assert found.subject == "Proposal, 3: fixed slot"
    assert found.message == "Not readable; expected: a weekly moment such as di 10:00."


@pytest.mark.parametrize("quarter", ["2027-Q5", "2027Q1", "0001-Q1", "27-Q1", "२०२७-Q1x"])
def test_quarter_is_read_strictly(result: dict[str, Any], quarter: str) -> None:
    """Only the form of the contract passes."""
    (found,) = problems(varied(), result | {"quarter": quarter})
    assert found.message == "Not readable; expected: a quarter such as 2027-Q1."
