"""From a solution to the whole story: loads, handovers, points and reasons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeVar

from koppeling.domain.finding import Finding
from koppeling.domain.instance import Component, PairingStatus
from koppeling.domain.period import Quarter
from koppeling.domain.result import (
    Handover,
    Load,
    Outcome,
    Pairing,
    PairingDetail,
    PairStatus,
    Solution,
)
from koppeling.rules.budgets import TALK_MINUTES
from koppeling.rules.candidates import Candidate
from koppeling.rules.direct_time import find_too_little_after
from koppeling.rules.explanation import (
    Alternatives,
    Proof,
    explain_idle,
    explain_pairing,
    explain_unplaced,
)
from koppeling.rules.moments import slot_cells
from koppeling.rules.points import total_points
from koppeling.rules.situation import Item, Situation

R = TypeVar("R", Load, Pairing)


def describe(
    situation: Situation,
    candidates: Sequence[Candidate],
    solution: Solution,
    findings: Sequence[Finding],
) -> Outcome:
    """Work out all that any output shows; `candidates` are those of `situation`."""
    seniors_of: dict[str, list[str]] = defaultdict(list)
    for candidate in candidates:
        number = situation.instance.seniors[candidate.senior].number
        for junior in situation.items[candidate.item].members:
            seniors_of[junior.number].append(number)
    placed = {p.junior for p in solution.pairings}
    loads = _loads(situation, solution.pairings)
    loads_of, pairings_of = _by_senior(loads), _by_senior(solution.pairings)
    proof = Proof.of(situation, solution)
    return Outcome(
        quarter=situation.quarters[0],
        horizon=situation.quarters,
        solution=solution,
        pairings=tuple(
            _detail(
                situation,
                pairing,
                seniors_of[pairing.junior],
                proof,
                _sharing(situation, pairing, pairings_of[pairing.senior]),
            )
            for pairing in solution.pairings
        ),
        unplaced=tuple(
            explain_unplaced(situation, item, junior, loads_of)
            for item in situation.items
            for junior in item.members
            if junior.number not in placed
        ),
        idle=tuple(explain_idle(junior, situation) for junior in situation.idle),
        handovers=_handovers(situation, solution.pairings),
        loads=loads,
        findings=(*findings, *find_too_little_after(situation, loads)),
    )


def _by_senior(rows: Iterable[R]) -> dict[str, list[R]]:
    together: dict[str, list[R]] = defaultdict(list)
    for row in rows:
        together[row.senior].append(row)
    return together


def status_of(situation: Situation, junior: str, senior: str) -> PairStatus:
    """Tell how a pairing relates to what was running."""
    running, locked = situation.running.get(junior), situation.locked.get(junior)
    if running is not None and running.senior == senior:
        is_lock = running.status is PairingStatus.LOCKED
        return PairStatus.LOCKED if is_lock else PairStatus.KEPT
    if locked is not None:
        return PairStatus.LOCKED
    return PairStatus.NEW if running is None else PairStatus.CHANGED


def _points(situation: Situation, junior: str, senior: str) -> int:
    parts = _parts(situation, junior, senior)
    return total_points(parts, situation.instance.weights)


def _parts(situation: Situation, junior: str, senior: str) -> dict[Component, int]:
    return situation.scores.components(
        situation.junior_by_number[junior], situation.senior_by_number[senior]
    )


def _sharing(
    situation: Situation, pairing: Pairing, pairings: Sequence[Pairing]
) -> tuple[str, ...]:
    """List the juniors of other items whose fixed slot with the same senior covers a cell of it."""
    item = situation.item_of[pairing.junior]
    cells = set(slot_cells(pairing.slot, item.num_cells))
    return tuple(
        other.junior
        for other in pairings
        if other.senior == pairing.senior
        and (theirs := situation.item_of[other.junior]) is not item
        and not cells.isdisjoint(slot_cells(other.slot, theirs.num_cells))
    )


def _detail(
    situation: Situation,
    pairing: Pairing,
    seniors: Sequence[str],
    proof: Proof,
    sharing: tuple[str, ...],
) -> PairingDetail:
    parts = _parts(situation, pairing.junior, pairing.senior)
    others = [(-_points(situation, pairing.junior, s), s) for s in seniors if s != pairing.senior]
    second = min(others, default=None)
    status = status_of(situation, pairing.junior, pairing.senior)
    row = situation.running.get(pairing.junior)
    previous = row.senior if row is not None and status is PairStatus.CHANGED else None
    around = Alternatives(
        points=total_points(parts, situation.instance.weights),
        runner_up=second[1] if second else None,
        runner_up_points=-second[0] if second else None,
        sharing=sharing,
    )
    return PairingDetail(
        pairing=pairing,
        status=status,
        previous_senior=previous,
        need=situation.need(situation.meetings[pairing.junior]),
        minutes=situation.own_minutes[pairing.junior],
        points=around.points,
        components=parts,
        runner_up=around.runner_up,
        runner_up_points=around.runner_up_points,
        explanation=explain_pairing(situation, pairing, parts, proof, around),
    )


def _items_by_senior(
    situation: Situation, pairings: Sequence[Pairing]
) -> dict[str, dict[str, Item]]:
    chosen: dict[str, dict[str, Item]] = defaultdict(dict)
    for pairing in pairings:
        item = situation.item_of[pairing.junior]
        chosen[pairing.senior][item.key] = item
    return chosen


def _loads(situation: Situation, pairings: Sequence[Pairing]) -> tuple[Load, ...]:
    """Work out every senior in every quarter, also those with nobody."""
    chosen = _items_by_senior(situation, pairings)
    return tuple(
        _load(situation, number, q, quarter, list(chosen.get(number, {}).values()))
        for number in situation.senior_by_number
        for q, quarter in enumerate(situation.quarters)
    )


def _load(
    situation: Situation, senior: str, q: int, quarter: Quarter, items: Sequence[Item]
) -> Load:
    budget = situation.budgets[senior][q]
    needing = [item for item in items if item.need[q] and not budget.is_out]
    return Load(
        senior=senior,
        quarter=quarter,
        used_minutes=sum(i.minutes[q] for i in needing) + (TALK_MINUTES if needing else 0),
        cap_minutes=budget.cap_minutes,
        num_juniors=sum(situation.num_needing(item, q) for item in needing),
        has_talk=bool(needing),
        is_out=budget.is_out,
    )


def _handovers(situation: Situation, pairings: Sequence[Pairing]) -> tuple[Handover, ...]:
    """List the meetings that fall while the senior is out, in order of junior and day."""
    is_out = {
        (number, quarter): budget.is_out
        for number, budgets in situation.budgets.items()
        for quarter, budget in zip(situation.quarters, budgets, strict=True)
    }
    return tuple(
        Handover(
            junior=pairing.junior,
            senior=pairing.senior,
            quarter=quarter,
            day=meeting.day,
            minutes=meeting.minutes,
        )
        for pairing in pairings
        for meeting in situation.meetings[pairing.junior]
        if is_out[pairing.senior, quarter := Quarter.of(meeting.day)]
    )
