"""The JSON keeps its contract (workbook.md, schema 1)."""

from __future__ import annotations

import json
from typing import Any

from koppeling.domain.finding import Severity
from koppeling.domain.instance import Component, Level
from koppeling.domain.period import Slot
from koppeling.domain.result import Code, PairStatus, Status
from koppeling.report.document import to_document
from tests.report.builders import JUNIOR_NAMES, SENIOR_NAMES, make_outcome

TOP = ["schema", "status", "quarter", "horizon", "levels", "pairings", "unplaced", "idle"]
TOP += ["handover", "load", "findings", "robustness"]


def _document() -> dict[str, Any]:
    return to_document(make_outcome())


def test_keys_come_in_the_order_of_the_contract() -> None:
    """A reader by eye and a diff both rely on the order."""
    document = _document()
    assert list(document) == TOP
    assert list(document["levels"][0]) == ["id", "value", "bound", "proven", "seconds"]
    assert list(document["pairings"][0])[:7] == [
        "junior", "senior", "status", "slot", "need", "points", "components",
    ]  # fmt: skip
    assert list(document["load"][0]) == [
        "senior", "quarter", "used_minutes", "cap_minutes", "juniors",
    ]  # fmt: skip
    assert list(document["findings"][0]) == ["severity", "sheet", "cell", "code", "message"]


def test_values_are_of_the_contract() -> None:
    """Statuses, codes, levels and slots are those that workbook.md lists."""
    document = _document()
    assert document["schema"] == 1
    assert document["status"] in set(Status)
    assert document["quarter"] == document["horizon"][0] == "2027-Q1"
    assert {level["id"] for level in document["levels"]} == set(Level)
    assert {finding["severity"] for finding in document["findings"]} <= set(Severity)
    for pairing in document["pairings"]:
        assert pairing["status"] in set(PairStatus)
        assert str(Slot.parse(pairing["slot"])) == pairing["slot"]
        assert len(pairing["need"]) == len(document["horizon"])
        assert list(pairing["components"]) == list(Component)
        assert all(0 <= value <= 1000 for value in pairing["components"].values())
    assert document["unplaced"] == [
        {
            "junior": "J30",
            "reasons": {"geen_moment": 7, "vestiging": 3, "vol": 1},
            "fixes": None,
        }
    ]
    assert set(document["unplaced"][0]["reasons"]) <= set(Code)


def test_document_survives_json_and_holds_no_names() -> None:
    """People are numbers for programs."""
    text = json.dumps(_document(), ensure_ascii=False)
    assert json.loads(text) == _document()
    assert not [name for name in (*JUNIOR_NAMES, *SENIOR_NAMES) if name in text]


def test_handover_adds_up_the_minutes_of_a_quarter() -> None:
    """Two meetings of half an hour in one quarter are one entry of an hour."""
    assert _document()["handover"] == [
        {"junior": "J03", "senior": "S04", "quarter": "2027-Q3", "minutes": 60}
    ]


def test_quarter_in_which_a_senior_is_out_has_no_load() -> None:
    """No number where there is no answer."""
    loads = {(load["senior"], load["quarter"]) for load in _document()["load"]}
    assert ("S04", "2027-Q3") not in loads
    assert ("S04", "2027-Q2") in loads
    assert len(loads) == 11 * 4 - 1


def test_unknown_bound_is_null() -> None:
    """A level without a bound says so, rather than 0."""
    draw = to_document(make_outcome(proven=False))["levels"][-1]
    assert (draw["id"], draw["bound"], draw["proven"]) == ("draw", None, False)
