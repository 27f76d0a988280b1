"""Need against capacity, quarter by quarter, without a solver (domain.md §8)."""

from __future__ import annotations

from datetime import date

from koppeling.domain.instance import Instance
from koppeling.domain.people import Junior, Senior
from koppeling.domain.period import Quarter
from koppeling.forecast.answer import Assumptions, QuarterOutlook
from koppeling.rules.budgets import TALK_MINUTES
from koppeling.rules.future import at_quarter, first_day_of, guiding_from, may_guide
from koppeling.rules.needs import due_meetings, start_of
from koppeling.rules.situation import Situation


def look_ahead(
    instance: Instance, assumptions: Assumptions, trajectory: str
) -> tuple[QuarterOutlook, ...]:
    """
    Weigh the hours needed against the hours there are.

    Parameters
    ----------
    instance : Instance
        Its holidays must cover the quarters that are looked at.
    assumptions : Assumptions
        How far, how many newcomers a quarter, and what part of the hours stays.
    trajectory : str
        Of the assumed newcomers, who start on the first day of each quarter.

    Returns
    -------
    tuple of QuarterOutlook
        Without what only solving can tell.
    """
    first = instance.settings.quarter
    ahead = Situation(at_quarter(instance, first, assumptions.num_quarters, assumptions.share))
    hired = _hired(ahead, assumptions.hire_per_quarter, trajectory)
    return tuple(_outlook(ahead, q, quarter, hired[q]) for q, quarter in enumerate(ahead.quarters))


def _hired(ahead: Situation, number: int, trajectory: str) -> tuple[int, ...]:
    """Sum what newcomers ask who start on the first day of each quarter, so many at a time."""
    minutes = [0] * len(ahead.quarters)
    for quarter in ahead.quarters:
        newcomer = Junior(
            number="",
            name="",
            sites=(),
            start=first_day_of(quarter, ahead.instance),
            trajectory=trajectory,
        )
        for q, asked in enumerate(ahead.minutes(due_meetings(newcomer, ahead.instance))):
            minutes[q] += number * asked
    return tuple(minutes)


def _outlook(ahead: Situation, q: int, quarter: Quarter, hired: int) -> QuarterOutlook:
    instance = ahead.instance
    guides = [
        senior
        for senior in instance.seniors
        if may_guide(senior, quarter, ahead) and not ahead.budgets[senior.number][q].is_out
    ]
    available = sum(
        max(0, ahead.budgets[senior.number][q].cap_minutes - TALK_MINUTES) for senior in guides
    )
    needing = [j for j in instance.juniors if ahead.own_minutes[j.number][q]]
    return QuarterOutlook(
        quarter=quarter,
        need_minutes=sum(item.minutes[q] for item in ahead.items),
        hired_minutes=hired,
        available_minutes=available,
        reserved_minutes=available * (100 - instance.settings.reserve_percent) // 100,
        num_juniors=len(needing),
        num_seniors=len(guides),
        starting=_whose({j.number: start_of(j, instance) for j in needing}, quarter),
        ending=_whose({j.number: _last_day(j, instance) for j in needing}, quarter),
        arriving=_whose({s.number: s.in_service_from for s in _hired_seniors(instance)}, quarter),
        leaving=_whose({s.number: s.out_of_service_from for s in instance.seniors}, quarter),
        trained=_whose(
            {s.number: s.in_service_from for j in instance.juniors for s in guiding_from(j)},
            quarter,
        ),
        expiring=_whose(
            {s.number: _untrained_from(s) for s in instance.seniors if s.coaches}, quarter
        ),
    )


def _untrained_from(senior: Senior) -> date | None:
    """Return the first day of the first quarter without, unless the senior is gone by then."""
    if senior.trained_until is None:
        return None
    day = Quarter.of(senior.trained_until).shift(1).first_day
    left = senior.out_of_service_from
    return None if left is not None and left <= day else day


def _hired_seniors(instance: Instance) -> list[Senior]:
    """List the seniors who were not juniors before."""
    promoted = {j.number for j in instance.juniors if j.promoted_from is not None}
    return [senior for senior in instance.seniors if senior.number not in promoted]


def _last_day(junior: Junior, instance: Instance) -> date | None:
    return max((m.day for m in due_meetings(junior, instance)), default=None)


def _whose(days: dict[str, date | None], quarter: Quarter) -> tuple[str, ...]:
    """List the numbers whose day lies in a quarter."""
    return tuple(
        number
        for number, day in sorted(days.items())
        if day is not None and quarter.first_day <= day <= quarter.last_day
    )
