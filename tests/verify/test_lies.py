"""One lie at a time in an honest result: each is caught and named."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from koppeling.domain.instance import (
    Level,
)
from koppeling.verify.problem import ProblemKind
from tests.verify.practices import (
    level_of,
    pair_of,
    problems,
    varied,
)

Lie = Callable[[dict[str, Any]], object]


def _drop_pair(published: dict[str, Any], number: str) -> None:
    published["pairings"].remove(pair_of(published, number))


#: Name, the lie, kind, whom it is about, what the check says.
LIES: list[tuple[str, Lie, ProblemKind, str, str]] = [
    (
        "junior twice",
        lambda said: said["pairings"].append(pair_of(said, "J1") | {"senior": "S2"}),
        ProblemKind.RULE_BROKEN,
        "J1",
        "paired more than once",
    ),
    (
        "unknown junior",
        lambda said: pair_of(said, "J1").update(junior="J99"),
        ProblemKind.RULE_BROKEN,
        "J99",
        "no such junior",
    ),
    (
        "unknown senior",
        lambda said: pair_of(said, "J1").update(senior="S99"),
        ProblemKind.RULE_BROKEN,
        "S99",
        "no such senior",
    ),
    (
        "group with two seniors",
        lambda said: pair_of(said, "J5").update(senior="S1"),
        ProblemKind.RULE_BROKEN,
        "J4, J5",
        "one senior and one weekly moment",
    ),
    (
        "group with two moments",
        lambda said: pair_of(said, "J5").update(slot="vr 09:30"),
        ProblemKind.RULE_BROKEN,
        "J4, J5",
        "one senior and one weekly moment",
    ),
    (
        "group half placed",
        lambda said: _drop_pair(said, "J4"),
        ProblemKind.RULE_BROKEN,
        "J4, J5",
        "one senior and one weekly moment",
    ),
    (
        "locked pair left out",
        lambda said: _drop_pair(said, "J2"),
        ProblemKind.RULE_BROKEN,
        "J2 - S2",
        "locked",
    ),
    (
        "locked junior elsewhere",
        lambda said: pair_of(said, "J2").update(senior="S1"),
        ProblemKind.RULE_BROKEN,
        "J2 - S2",
        "locked",
    ),
    (
        "slot at night",
        lambda said: pair_of(said, "J1").update(slot="di 23:30"),
        ProblemKind.RULE_BROKEN,
        "J1 - S1",
        "does not serve",
    ),
    (
        "poorer slot",
        lambda said: pair_of(said, "J3").update(slot="di 09:00"),
        ProblemKind.CLAIM_UNTRUE,
        "J3 - S1",
        "vr 09:00 is a better weekly moment than di 09:00",
    ),
    (
        "later slot",
        lambda said: pair_of(said, "J3").update(slot="vr 09:30"),
        ProblemKind.CLAIM_UNTRUE,
        "J3 - S1",
        "vr 09:00 is a better weekly moment than vr 09:30",
    ),
    (
        "slot of a running pair given up",
        lambda said: pair_of(said, "J1").update(slot="vr 09:00"),
        ProblemKind.CLAIM_UNTRUE,
        "J1 - S1",
        "di 10:00 is a better weekly moment",
    ),
    (
        "junior forgotten",
        lambda said: _drop_pair(said, "J8"),
        ProblemKind.CLAIM_UNTRUE,
        "J8",
        "stands there 0 times",
    ),
    (
        "unplaced junior forgotten",
        lambda said: said["unplaced"].clear(),
        ProblemKind.CLAIM_UNTRUE,
        "J7",
        "stands there 0 times",
    ),
    (
        "idle junior forgotten",
        lambda said: said["idle"].clear(),
        ProblemKind.CLAIM_UNTRUE,
        "J6",
        "stands there 0 times",
    ),
    (
        "placed and unplaced",
        lambda said: said["unplaced"].append({"junior": "J1", "reasons": {"vol": 2, "dienst": 1}}),
        ProblemKind.CLAIM_UNTRUE,
        "J1",
        "stands there 2 times",
    ),
    (
        "called idle with a need",
        lambda said: said.update(unplaced=[], idle=["J6", "J7"]),
        ProblemKind.CLAIM_UNTRUE,
        "J7",
        "said to need no meeting",
    ),
    (
        "called unplaced without a need",
        lambda said: said.update(
            idle=[], unplaced=[*said["unplaced"], {"junior": "J6", "reasons": {}}]
        ),
        ProblemKind.CLAIM_UNTRUE,
        "J6",
        "not unplaced but idle",
    ),
    (
        "stranger among the idle",
        lambda said: said["idle"].append("J98"),
        ProblemKind.CLAIM_UNTRUE,
        "J98",
        "no such junior",
    ),
    (
        "reason too many",
        lambda said: said["unplaced"][0]["reasons"].update(vol=1),
        ProblemKind.CLAIM_UNTRUE,
        "J7",
        "seniors by reason",
    ),
    (
        "reason too few",
        lambda said: said["unplaced"][0]["reasons"].pop("dienst"),
        ProblemKind.CLAIM_UNTRUE,
        "J7",
        "seniors by reason",
    ),
    (
        "reason miscounted",
        lambda said: said["unplaced"][0]["reasons"].update(geen_moment=2),
        ProblemKind.CLAIM_UNTRUE,
        "J7",
        "seniors by reason",
    ),
    (
        "need",
        lambda said: pair_of(said, "J8").update(need=[7, 6, 3, 3]),
        ProblemKind.CLAIM_UNTRUE,
        "J8 - S1",
        "meetings per quarter",
    ),
    (
        "points",
        lambda said: pair_of(said, "J8").update(points=41),
        ProblemKind.CLAIM_UNTRUE,
        "J8 - S1",
        "points",
    ),
    (
        "kept pair called new",
        lambda said: pair_of(said, "J1").update(status="new"),
        ProblemKind.CLAIM_UNTRUE,
        "J1 - S1",
        "status",
    ),
    (
        "locked pair called kept",
        lambda said: pair_of(said, "J2").update(status="kept"),
        ProblemKind.CLAIM_UNTRUE,
        "J2 - S2",
        "status",
    ),
    (
        "changed pair called new",
        lambda said: pair_of(said, "J3").update(status="new"),
        ProblemKind.CLAIM_UNTRUE,
        "J3 - S1",
        "status",
    ),
    (
        "new pair called changed",
        lambda said: pair_of(said, "J8").update(status="changed"),
        ProblemKind.CLAIM_UNTRUE,
        "J8 - S1",
        "status",
    ),
    (
        "handover hidden",
        lambda said: said["handover"].pop(),
        ProblemKind.CLAIM_UNTRUE,
        "J5 - S2",
        "minutes to hand over",
    ),
    (
        "handover in a quarter the senior works",
        lambda said: said["handover"].append(
            {"junior": "J1", "senior": "S1", "quarter": "2027-Q1", "minutes": 90}
        ),
        ProblemKind.CLAIM_UNTRUE,
        "J1 - S1",
        "minutes to hand over",
    ),
    (
        "used",
        lambda said: said["load"][0].update(used_minutes=390),
        ProblemKind.CLAIM_UNTRUE,
        "S1",
        "the result says 390/540, the input gives 420/540",
    ),
    (
        "cap",
        lambda said: said["load"][0].update(cap_minutes=600),
        ProblemKind.CLAIM_UNTRUE,
        "S1",
        "the result says 420/600, the input gives 420/540",
    ),
    (
        "juniors of a senior",
        lambda said: said["load"][0].update(juniors=2),
        ProblemKind.CLAIM_UNTRUE,
        "S1",
        "juniors",
    ),
    (
        "load left out",
        lambda said: said["load"].pop(),
        ProblemKind.CLAIM_UNTRUE,
        "S2",
        "here 0",
    ),
    (
        "load twice",
        lambda said: said["load"].append(said["load"][0]),
        ProblemKind.CLAIM_UNTRUE,
        "S1",
        "here 2",
    ),
    (
        "load of a senior who is out",
        lambda said: said["load"].append(said["load"][0] | {"senior": "S3"}),
        ProblemKind.CLAIM_UNTRUE,
        "S3",
        "here 1",
    ),
    (
        "levels out of order",
        lambda said: said["levels"].reverse(),
        ProblemKind.CLAIM_UNTRUE,
        "levels",
        "goals in force",
    ),
    (
        "level left out",
        lambda said: said["levels"].pop(3),
        ProblemKind.CLAIM_UNTRUE,
        "levels",
        "goals in force",
    ),
    (
        "proven with a gap",
        lambda said: level_of(said, Level.PLACED).update(bound=7),
        ProblemKind.CLAIM_UNTRUE,
        "placed",
        "Said to be proven",
    ),
    (
        "proven without a value",
        lambda said: level_of(said, Level.DRAW).update(value=None, bound=None),
        ProblemKind.CLAIM_UNTRUE,
        "draw",
        "value",
    ),
    (
        "optimal without proof",
        lambda said: level_of(said, Level.EVEN).update(proven=False),
        ProblemKind.CLAIM_UNTRUE,
        "status",
        "each goal is proven",
    ),
    (
        "feasible with proof",
        lambda said: said.update(status="feasible"),
        ProblemKind.CLAIM_UNTRUE,
        "status",
        "each goal is proven",
    ),
    (
        "other quarter",
        lambda said: said.update(quarter="2027-Q2"),
        ProblemKind.CLAIM_UNTRUE,
        "quarter",
        "2027-Q2",
    ),
    (
        "shorter horizon",
        lambda said: said["horizon"].pop(),
        ProblemKind.CLAIM_UNTRUE,
        "horizon",
        "2027-Q4",
    ),
    (
        "no solution, and yet pairs",
        lambda said: said.update(status="no_solution"),
        ProblemKind.CLAIM_UNTRUE,
        "status",
        "without a solution",
    ),
]


@pytest.mark.parametrize(
    ("lie", "kind", "subject", "message"),
    [case[1:] for case in LIES],
    ids=[case[0] for case in LIES],
)
def test_lie_is_caught(
    result: dict[str, Any], lie: Lie, kind: ProblemKind, subject: str, message: str
) -> None:
    """Each single untruth in a published result is found and named."""
    said = copy.deepcopy(result)
    lie(said)
    found = problems(varied(), said)
    assert any(
        one.kind is kind and one.subject.startswith(subject) and message in one.message
        for one in found
    ), found
