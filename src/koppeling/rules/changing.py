"""A practice with changes: `Change` by `Change`, each one a new `Instance` (domain.md §8)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import reduce
from typing import Any, TypeVar, cast

from koppeling.domain.instance import Capacity, Escalation, Instance, PairingRow, PairingStatus
from koppeling.domain.people import Absence, Junior, Person, Senior, WorkingHours
from koppeling.domain.scenario import (
    AddRegistration,
    BeAbsent,
    Change,
    Escalate,
    Hire,
    Leave,
    OpenMoments,
    Promote,
    Release,
    SetBudget,
    SetHours,
    SetMaxJuniors,
    SetSites,
    SetWorkingDays,
    newcomer_numbers,
)
from koppeling.errors import ScenarioError
from koppeling.locale import _
from koppeling.rules.budgets import agreed_minutes, capacity_row

P = TypeVar("P", bound=Person)


def change(instance: Instance, changes: Iterable[Change]) -> Instance:
    """
    Return the practice as it would be after `changes`, in their order.

    Parameters
    ----------
    instance : Instance
        Left as it is.
    changes : iterable of Change
        Later ones see what earlier ones did.

    Raises
    ------
    ScenarioError
        When a change is about somebody unknown, or cannot be.
    """
    return reduce(_apply, changes, instance)


def _apply(instance: Instance, one: Change) -> Instance:
    applied = _APPLIERS[type(one)](instance, cast("Any", one))
    return replace(
        applied,
        juniors=tuple(sorted(applied.juniors, key=lambda p: p.number)),
        seniors=tuple(sorted(applied.seniors, key=lambda p: p.number)),
    )


def _find(instance: Instance, number: str, *, among: type[P]) -> P:
    everyone: Sequence[Person] = (*instance.seniors, *instance.juniors)
    for person in everyone:
        if person.number == number and isinstance(person, among):
            return person
    text = {
        Junior: _("There is no junior {number}."),
        Senior: _("There is no senior {number}."),
    }.get(among, _("There is nobody with number {number}."))
    raise ScenarioError(text.format(number=number))


def _put(instance: Instance, person: Person) -> Instance:
    """Put a person in the place of whoever has that number and role."""
    if isinstance(person, Senior):
        seniors = (*(s for s in instance.seniors if s.number != person.number), person)
        return replace(instance, seniors=seniors)
    if isinstance(person, Junior):
        juniors = (*(j for j in instance.juniors if j.number != person.number), person)
        return replace(instance, juniors=juniors)
    raise TypeError(type(person).__name__)


def _alter(instance: Instance, number: str, alter: Callable[[Person], Person]) -> Instance:
    """Change a person in each role: who is junior and senior works one week, at one place."""
    _find(instance, number, among=Person)
    everyone: Sequence[Person] = (*instance.seniors, *instance.juniors)
    return reduce(_put, (alter(p) for p in everyone if p.number == number), instance)


def _hire(instance: Instance, hire: Hire) -> Instance:
    if not hire.sites:
        raise ScenarioError(_("A newcomer needs a site."))
    if not hire.is_senior and hire.trajectory not in instance.trajectories:
        raise ScenarioError(_("There is no trajectory “{name}”.").format(name=hire.trajectory))
    taken = {person.number for person in (*instance.juniors, *instance.seniors)}
    for number in newcomer_numbers(taken, hire.count):
        instance = _put(instance, _newcomer_of(hire, number))
    return instance


def _newcomer_of(hire: Hire, number: str) -> Person:
    if hire.is_senior:
        return Senior(
            number=number, name=_("new senior"), sites=hire.sites, hours=hire.hours,
            in_service_from=hire.start, cap_minutes=hire.cap_minutes,
            max_juniors=hire.max_juniors,
        )  # fmt: skip
    return Junior(
        number=number, name=_("new junior"), sites=hire.sites, hours=hire.hours,
        in_service_from=hire.start, start=hire.start, trajectory=hire.trajectory,
    )  # fmt: skip


def _leave(instance: Instance, leave: Leave) -> Instance:
    """Let somebody go; pairs that had to stay with a senior who goes, need not any more."""
    person = _find(instance, leave.who, among=Person)
    if isinstance(person, Senior):
        bound = [
            row.junior
            for row in instance.pairings
            if row.senior == leave.who
            and row.status in (PairingStatus.LOCKED, PairingStatus.RUNNING)
            and row.is_open(instance.settings.quarter)
        ]
        instance = reduce(_release_one, bound, instance)
        groups = tuple(
            replace(group, senior=None) if group.senior == leave.who else group
            for group in instance.groups
        )
        instance = replace(instance, groups=groups)
    return _alter(
        instance, leave.who, lambda person: replace(person, out_of_service_from=leave.day)
    )


def _set_hours(instance: Instance, hours: SetHours) -> Instance:
    """Write out the capacity of every quarter of the horizon, so that a row holds for its own."""
    senior = _find(instance, hours.who, among=Senior)
    changed = []
    for quarter in instance.settings.quarters:
        row = capacity_row(senior, quarter, instance)
        given = agreed_minutes(senior, quarter, instance)
        is_before = hours.since is not None and quarter < hours.since
        if hours.quarter in (None, quarter) and not is_before:
            given = max(0, hours.minutes + (given if hours.is_relative else 0))
        limit = row.max_juniors if row is not None else None
        changed.append(
            Capacity(senior=hours.who, quarter=quarter, minutes=given, max_juniors=limit)
        )
    written = {row.quarter for row in changed}
    others = (c for c in instance.capacities if c.senior != hours.who or c.quarter not in written)
    return replace(instance, capacities=(*others, *changed))


def _set_max_juniors(instance: Instance, limit: SetMaxJuniors) -> Instance:
    """Change the limit of Senioren and those of Capaciteit alike; relative to none stays none."""
    senior = _find(instance, limit.who, among=Senior)

    def changed(given: int | None) -> int | None:
        if not limit.is_relative:
            return limit.number
        return None if given is None else max(0, given + limit.number)

    capacities = tuple(
        replace(c, max_juniors=changed(c.max_juniors))
        if c.senior == limit.who and c.max_juniors is not None
        else c
        for c in instance.capacities
    )
    instance = replace(instance, capacities=capacities)
    return _put(instance, replace(senior, max_juniors=changed(senior.max_juniors)))


def _set_working_days(instance: Instance, days: SetWorkingDays) -> Instance:
    added = tuple(replace(h, valid_from=h.valid_from or days.day) for h in days.hours)

    def altered(person: Person) -> Person:
        kept = person.hours if days.keeps_others else _until(person.hours, days)
        return replace(person, hours=(*kept, *added))

    return _alter(instance, days.who, altered)


def _until(hours: Iterable[WorkingHours], days: SetWorkingDays) -> tuple[WorkingHours, ...]:
    """Let a working pattern end on the day before the new one begins."""
    if days.day is None:
        return ()
    last = days.day - timedelta(days=1)
    return tuple(
        replace(h, valid_to=min(last, h.valid_to or last))
        for h in hours
        if h.valid_from is None or h.valid_from <= last
    )


def _be_absent(instance: Instance, absent: BeAbsent) -> Instance:
    if absent.last is not None and absent.last < absent.first:
        raise ScenarioError(_("An absence ends before it begins."))
    away = Absence(absent.first, absent.last)
    if absent.who is None:
        return replace(instance, closures=(*instance.closures, away))
    return _alter(
        instance, absent.who, lambda person: replace(person, absences=(*person.absences, away))
    )


def _escalate(instance: Instance, more: Escalate) -> Instance:
    junior = _find(instance, more.who, among=Junior)
    if more.every_weeks < 1:
        raise ScenarioError(_("An escalation needs a number of weeks of at least 1."))
    row = Escalation(
        junior=junior.number,
        first=max(more.first, junior.start),
        last=more.last,
        every_weeks=more.every_weeks,
    )
    return replace(instance, escalations=(*instance.escalations, row))


def _promote(instance: Instance, promotion: Promote) -> Instance:
    junior = _find(instance, promotion.who, among=Junior)
    return _put(instance, replace(junior, promoted_from=promotion.day))


def _set_sites(instance: Instance, sites: SetSites) -> Instance:
    def altered(person: Person) -> Person:
        kept = person.sites if sites.keeps_others else ()
        return replace(person, sites=tuple(dict.fromkeys((*kept, *sites.sites))))

    return _alter(instance, sites.who, altered)


def _register(instance: Instance, register: AddRegistration) -> Instance:
    senior = _find(instance, register.who, among=Senior)
    held = (*senior.registrations, register.registration)
    return _put(instance, replace(senior, registrations=held))


def _open_moments(instance: Instance, moments: OpenMoments) -> Instance:
    return _alter(instance, moments.who, lambda person: replace(person, windows=()))


def _set_budget(instance: Instance, budget: SetBudget) -> Instance:
    """Give a junior other hours; more of no limit is still no limit."""
    junior = _find(instance, budget.who, among=Junior)
    if budget.is_relative and junior.budget_minutes is None:
        return instance
    given = (junior.budget_minutes or 0) if budget.is_relative else 0
    return _put(instance, replace(junior, budget_minutes=max(0, given + budget.minutes)))


def _release(instance: Instance, release: Release) -> Instance:
    """Release one junior; whoever is in a group takes the group's senior along."""
    junior = _find(instance, release.junior, among=Junior)
    groups = tuple(
        replace(group, senior=None) if group.name == junior.group else group
        for group in instance.groups
    )
    return _release_one(replace(instance, groups=groups), release.junior)


def _release_one(instance: Instance, junior: str) -> Instance:
    """
    Let one pair be running only.

    Where the setting keeps all running pairs, it becomes a lock on each other
    one instead: the same practice, said row by row.
    """
    keeps = instance.settings.keep_running

    def released(row: PairingRow) -> PairingRow:
        if not row.is_open(instance.settings.quarter):
            return row
        if row.junior == junior and row.status is PairingStatus.LOCKED:
            return replace(row, status=PairingStatus.RUNNING)
        if row.junior != junior and keeps and row.status is PairingStatus.RUNNING:
            return replace(row, status=PairingStatus.LOCKED)
        return row

    return replace(
        instance,
        pairings=tuple(released(row) for row in instance.pairings),
        settings=replace(instance.settings, keep_running=False),
    )


_APPLIERS: dict[type, Callable[[Instance, Any], Instance]] = {
    Hire: _hire,
    Leave: _leave,
    SetHours: _set_hours,
    SetMaxJuniors: _set_max_juniors,
    SetWorkingDays: _set_working_days,
    BeAbsent: _be_absent,
    Escalate: _escalate,
    Promote: _promote,
    SetSites: _set_sites,
    AddRegistration: _register,
    Release: _release,
    OpenMoments: _open_moments,
    SetBudget: _set_budget,
}
