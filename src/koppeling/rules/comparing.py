"""Two answers beside each other: the one a practice has, and the one a scenario gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from koppeling.domain.comparison import LevelShift, Minutes, Move, Trial, Turn
from koppeling.domain.result import Outcome, Pairing
from koppeling.rules.budgets import TALK_MINUTES
from koppeling.rules.review import LevelChange

#: Below this capacity a single talk fills much of a quarter; domain.md §5, *piek*.
_LEAST_CAP_MINUTES = 240


def measure(trial: Trial) -> Trial:
    """Add what an answer takes: minutes, and how busy the busiest senior is."""
    if trial.outcome is None:
        return trial
    juniors = trial.instance.juniors if trial.instance is not None else ()
    return replace(
        trial,
        minutes=_minutes(trial.outcome, {j.number: j.group for j in juniors if j.group}),
        peak_permille=_peak_permille(trial.outcome),
    )


def set_beside(base: Trial, trial: Trial) -> Trial:
    """Add how a scenario differs from the base; nothing where either has no answer."""
    if base.outcome is None or trial.outcome is None:
        return trial
    before = {unplaced.junior for unplaced in base.outcome.unplaced}
    return replace(
        trial,
        shifts=_shifts(base.outcome, trial.outcome),
        moves=_moves(base.outcome, trial.outcome),
        newly_unplaced=tuple(u for u in trial.outcome.unplaced if u.junior not in before),
    )


def _shifts(base: Outcome, after: Outcome) -> tuple[LevelShift, ...]:
    found = {result.level: result for result in base.solution.levels}
    return tuple(
        LevelShift(
            base=found[result.level],
            after=result,
            is_worse=found[result.level].value is not None
            and result.value is not None
            and LevelChange(
                level=result.level,
                proposed=found[result.level].value or 0,
                decided=result.value,
            ).is_worse,
        )
        for result in after.solution.levels
        if result.level in found
    )


def _moves(base: Outcome, after: Outcome) -> tuple[Move, ...]:
    """List everyone whose pairing differs, in order of number."""
    old = {pairing.junior: pairing for pairing in base.solution.pairings}
    new = {pairing.junior: pairing for pairing in after.solution.pairings}
    unplaced = {one.junior for one in after.unplaced}
    return tuple(
        Move(
            junior=junior,
            turn=_turn(old.get(junior), new.get(junior), is_due=junior in unplaced),
            before=old.get(junior),
            after=new.get(junior),
        )
        for junior in sorted(old.keys() | new.keys())
        if old.get(junior) != new.get(junior)
    )


def _turn(before: Pairing | None, after: Pairing | None, *, is_due: bool) -> Turn:
    if after is None:
        return Turn.LOST if is_due else Turn.ENDED
    if before is None:
        return Turn.PLACED
    return Turn.RESLOTTED if before.senior == after.senior else Turn.MOVED


def _minutes(outcome: Outcome, group_of: Mapping[str, str]) -> Minutes:
    by_senior: dict[str, tuple[int | None, ...]] = {}
    for load in outcome.loads:
        used = None if load.is_out else load.used_minutes
        by_senior[load.senior] = (*by_senior.get(load.senior, ()), used)
    seniors = sum(load.used_minutes for load in outcome.loads if not load.is_out)
    talks = sum(load.has_talk for load in outcome.loads if not load.is_out)
    return Minutes(
        guidance=seniors - TALK_MINUTES * talks,
        seniors=seniors,
        juniors=sum(sum(detail.minutes) for detail in outcome.pairings),
        handover=_handed_over(outcome, group_of),
        by_senior=by_senior,
    )


def _handed_over(outcome: Outcome, group_of: Mapping[str, str]) -> int:
    """Sum what colleagues take over: of the members of a group it is one meeting a day."""
    longest: dict[tuple[str, date, str], int] = {}
    for handover in outcome.handovers:
        whose = group_of.get(handover.junior)
        who = f"group {whose}" if whose else f"junior {handover.junior}"
        key = (handover.senior, handover.day, who)
        longest[key] = max(handover.minutes, longest.get(key, 0))
    return sum(longest.values())


def _peak_permille(outcome: Outcome) -> int | None:
    shares = [
        round(1000 * load.used_minutes / load.cap_minutes)
        for load in outcome.loads
        if not load.is_out and load.cap_minutes >= _LEAST_CAP_MINUTES
    ]
    return max(shares, default=None)
