"""The result as one JSON document for programs (workbook.md, schema 1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from koppeling.domain.instance import Component
from koppeling.report.fixes import fix_document

if TYPE_CHECKING:
    from collections.abc import Iterable

    from koppeling.domain.finding import Finding
    from koppeling.domain.result import (
        Handover,
        LevelResult,
        Load,
        Outcome,
        PairingDetail,
        Unplaced,
    )

SCHEMA = 1


def to_document(outcome: Outcome) -> dict[str, Any]:
    """
    Put an outcome in the form of the JSON contract (workbook.md, "Out").

    Keys come in a fixed order, people as personnel numbers, never names. Our own
    additions to schema 1: `robustness` (rule → pairs that stay the same), per
    pairing `previous_senior` and `runner_up` (null where there is none), and per
    junior without a senior `fixes` (null where they were not looked for).

    Parameters
    ----------
    outcome : Outcome
        A finished run.

    Returns
    -------
    dict
        Lists, dicts, str, int, float, bool and None only, ready for `json.dumps`.
        `load` leaves out the quarters in which a senior is out: nothing is used
        or available in them.
    """
    solution = outcome.solution
    return {
        "schema": SCHEMA,
        "status": solution.status.value,
        "quarter": str(outcome.quarter),
        "horizon": [str(quarter) for quarter in outcome.horizon],
        "levels": [_level(level) for level in solution.levels],
        "pairings": [_pairing(detail) for detail in outcome.pairings],
        "unplaced": [_unplaced(unplaced) for unplaced in outcome.unplaced],
        "idle": [one.junior for one in outcome.idle],
        "handover": _handovers(outcome.handovers),
        "load": [_load(load) for load in outcome.loads if not load.is_out],
        "findings": [_finding(finding) for finding in outcome.findings],
        "robustness": {rule.value: same for rule, same in sorted(solution.robustness.items())},
    }


def _level(level: LevelResult) -> dict[str, Any]:
    return {
        "id": level.level.value,
        "value": level.value,
        "bound": level.bound,
        "proven": level.proven,
        "seconds": round(level.seconds, 3),
    }


def _pairing(detail: PairingDetail) -> dict[str, Any]:
    runner_up = (
        None
        if detail.runner_up is None
        else {"senior": detail.runner_up, "points": detail.runner_up_points}
    )
    return {
        "junior": detail.pairing.junior,
        "senior": detail.pairing.senior,
        "status": detail.status.value,
        "slot": str(detail.pairing.slot),
        "need": list(detail.need),
        "points": detail.points,
        "components": {part.value: detail.components[part] for part in Component},
        "previous_senior": detail.previous_senior,
        "runner_up": runner_up,
    }


def _unplaced(unplaced: Unplaced) -> dict[str, Any]:
    return {
        "junior": unplaced.junior,
        "reasons": {code.value: count for code, count in unplaced.reasons.items()},
        "fixes": None if unplaced.fixes is None else [fix_document(fix) for fix in unplaced.fixes],
    }


def _handovers(handovers: Iterable[Handover]) -> list[dict[str, Any]]:
    """Add up the meetings of a pair in a quarter; the workbook has them one by one."""
    minutes: dict[tuple[str, str, str], int] = {}
    for meeting in handovers:
        key = (meeting.junior, meeting.senior, str(meeting.quarter))
        minutes[key] = minutes.get(key, 0) + meeting.minutes
    return [
        {"junior": junior, "senior": senior, "quarter": quarter, "minutes": total}
        for (junior, senior, quarter), total in sorted(minutes.items())
    ]


def _load(load: Load) -> dict[str, Any]:
    return {
        "senior": load.senior,
        "quarter": str(load.quarter),
        "used_minutes": load.used_minutes,
        "cap_minutes": load.cap_minutes,
        "juniors": load.num_juniors,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "severity": finding.severity.value,
        "sheet": finding.sheet,
        "cell": finding.cell,
        "code": finding.code,
        "message": finding.message,
    }
