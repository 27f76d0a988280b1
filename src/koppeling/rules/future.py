"""A practice as it will stand in a later quarter, with what the workbook knows of then."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from koppeling.domain.finding import Severity
from koppeling.domain.instance import Capacity, Instance, PairingStatus
from koppeling.domain.people import Junior, Senior
from koppeling.domain.period import Quarter, add_months
from koppeling.rules.budgets import TALK_MINUTES, budget_of
from koppeling.rules.conflicts import find_conflicts
from koppeling.rules.eligibility import coaches_on
from koppeling.rules.situation import Item, Situation

#: A new senior takes a course of nine months before guiding anyone (B17).
TRAINING_MONTHS = 9


def at_quarter(
    instance: Instance,
    quarter: Quarter,
    length: int,
    share: Callable[[int], float] = lambda _ahead: 1.0,
) -> Instance:
    """
    Return the practice with `quarter` as its planning quarter.

    Who ends, leaves, arrives or loses a training by then does so by the dates
    in the workbook. A junior with a day of promotion is a senior once the
    course of nine months is over (B17), with the hours of the setting. Locked
    pairs hold as long as they can all hold; else all run on without a lock.

    Parameters
    ----------
    instance : Instance
        Its holidays must cover the new horizon.
    quarter : Quarter
        Not before the planning quarter of `instance`.
    length : int
        Quarters of the new horizon.
    share : callable
        The part of the seniors' hours left so many quarters after the planning
        quarter of `instance`.
    """
    first = instance.settings.quarter
    settings = replace(
        instance.settings,
        quarter=quarter,
        horizon_length=length,
        reference_date=instance.settings.reference_date if quarter == first else None,
    )
    future = replace(instance, settings=settings, seniors=_with_promoted(instance))
    shares = {q: share(_distance(first, q)) for q in settings.quarters}
    is_scaled = any(part != 1 for part in shares.values())
    if is_scaled:
        future = _scaled(future, shares)
    return _released_where_needed(future) if is_scaled or quarter != first else future


def _distance(first: Quarter, later: Quarter) -> int:
    return 4 * (later.year - first.year) + later.number - first.number


def guiding_from(junior: Junior) -> tuple[Senior, ...]:
    """Return the senior that a promoted junior becomes after the course, if any (B17)."""
    if junior.promoted_from is None:
        return ()
    person = Senior(
        number=junior.number, name=junior.name, sites=junior.sites, hours=junior.hours,
        absences=junior.absences, windows=junior.windows, domains=junior.domains,
        is_remote=junior.is_remote, out_of_service_from=junior.out_of_service_from,
        in_service_from=add_months(junior.promoted_from, TRAINING_MONTHS),
        disc=junior.disc,
    )  # fmt: skip
    return (person,)


def _with_promoted(instance: Instance) -> tuple[Senior, ...]:
    known = {senior.number for senior in instance.seniors}
    promoted = (s for j in instance.juniors for s in guiding_from(j) if s.number not in known)
    return tuple(sorted((*instance.seniors, *promoted), key=lambda s: s.number))


def _scaled(instance: Instance, shares: Mapping[Quarter, float]) -> Instance:
    """Write out the capacity of every quarter, each its own share of what it was."""
    bare = replace(instance, held=())
    rows = []
    for senior in instance.seniors:
        has_rows = any(c.senior == senior.number for c in instance.capacities)
        for quarter, part in shares.items():
            given = budget_of(senior, quarter, bare)
            limit = given.max_juniors if has_rows else None
            minutes = int(given.cap_minutes * part)
            rows.append(
                Capacity(senior=senior.number, quarter=quarter, minutes=minutes, max_juniors=limit)
            )
    others = (c for c in instance.capacities if c.quarter not in shares)
    return replace(instance, capacities=(*others, *rows))


def _released_where_needed(instance: Instance) -> Instance:
    """Let locked pairs run on without a lock when they cannot all hold any more."""
    situation = Situation(instance)
    if not situation.locked:
        return instance
    if not any(f.severity is Severity.ERROR for f in find_conflicts(situation)):
        return instance
    return replace(
        instance,
        settings=replace(instance.settings, keep_running=False),
        pairings=tuple(
            replace(row, status=PairingStatus.RUNNING)
            if row.status is PairingStatus.LOCKED
            else row
            for row in instance.pairings
        ),
        groups=tuple(replace(group, senior=None) for group in instance.groups),
    )


def num_alike(item: Item, situation: Situation) -> int:
    """
    Bound how many juniors just like this one the seniors can carry together.

    By hours and limits alone, each senior on their own: an upper bound of any
    answer. A quarter in which a senior is out asks nothing.
    """
    return sum(_carries(item, senior, situation) for senior in situation.instance.seniors)


def _carries(item: Item, senior: Senior, situation: Situation) -> int:
    budgets = situation.budgets[senior.number]
    if budgets[0].is_out:
        return 0
    most = [
        max(0, budget.cap_minutes - TALK_MINUTES) // minutes
        for budget, minutes in zip(budgets, item.minutes, strict=True)
        if minutes and not budget.is_out
    ]
    most += [
        budget.max_juniors
        for budget, minutes in zip(budgets, item.minutes, strict=True)
        if minutes and not budget.is_out and budget.max_juniors is not None
    ]
    return min(most, default=0)


def first_day_of(quarter: Quarter, instance: Instance) -> date:
    """Return the first day on which newcomers can start: not before the reference date."""
    reference = instance.settings.reference_date
    in_quarter = reference is not None and quarter.first_day <= reference <= quarter.last_day
    return reference if in_quarter and reference is not None else quarter.first_day


def may_guide(senior: Senior, quarter: Quarter, situation: Situation) -> bool:
    """Tell whether a senior guides in a quarter: coaches and trained by then, or locked to."""
    is_locked = any(row.senior == senior.number for row in situation.locked.values())
    return coaches_on(senior, quarter.first_day) or is_locked
