"""Decided pairs and their plans, in a few words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from koppeling.domain.decision import DecidedPairing, Decision
from koppeling.domain.instance import Instance
from koppeling.domain.meeting import Meeting, MeetingKind, MeetingStatus, Plan
from koppeling.domain.period import Slot
from koppeling.domain.result import PairStatus
from koppeling.model.dates import DateAnswer, DateProblem
from koppeling.plan.planner import plan_meetings
from koppeling.practice.decisions import in_force
from koppeling.rules.situation import Situation
from koppeling.solve.date_choice import choose_dates
from koppeling.verify.meetings import verify_meetings

GUIDANCE = (MeetingKind.GUIDANCE, MeetingKind.GROUP, MeetingKind.EXTRA)


def decided(
    junior: str = "J01", senior: str = "S01", slot: str | None = None, **changes: Any
) -> DecidedPairing:
    """Make a pair that management agreed with."""
    given: dict[str, Any] = {
        "junior": junior,
        "proposed_senior": senior,
        "proposed_slot": Slot.parse(slot) if slot else None,
        "status": PairStatus.NEW,
        "decision": Decision.AGREED,
    }
    return DecidedPairing(**(given | changes))


def solve(problems: tuple[DateProblem, ...]) -> tuple[DateAnswer, ...]:
    """Solve in this process."""
    return tuple(choose_dates(problem) for problem in problems)


def make_plan(
    instance: Instance,
    decisions: Sequence[DecidedPairing],
    previous: Sequence[Meeting] = (),
    *,
    concept: bool = False,
) -> Plan:
    """Plan, and let the independent check judge it."""
    situation = Situation(instance)
    plan = plan_meetings(situation, in_force(decisions, concept=concept), previous, solve)
    seniors = {d.junior: d.senior for d in decisions if d.senior is not None}
    problems = verify_meetings(instance, plan.meetings, seniors, situation.calendar.first)
    assert problems == ()
    return plan


def of_kind(plan: Plan, *kinds: MeetingKind) -> list[Meeting]:
    """List the meetings of some kinds, in order of day."""
    return [m for m in plan.meetings if m.kind in kinds]


def guidance(plan: Plan) -> list[Meeting]:
    """List the guidance that has a date."""
    return [m for m in of_kind(plan, *GUIDANCE) if m.status is MeetingStatus.PLANNED]
