"""
Where the hours go: each trajectory, each senior, each group, direct time.

Figures of Standing only: what was agreed, what was held, what is due.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from koppeling.domain.instance import PairingStatus
from koppeling.domain.meeting import TRAJECTORY_KINDS, Meeting, MeetingKind, MeetingStatus
from koppeling.domain.people import Junior, Senior
from koppeling.domain.period import Quarter, add_months
from koppeling.domain.trajectory import TrajectoryType, nominal_meetings
from koppeling.registers.standing import Standing
from koppeling.rules.budgets import TALK_MINUTES, Budget, budget_of
from koppeling.rules.direct_time import DirectTime, direct_time
from koppeling.rules.needs import entry_of, group_of, start_of


class Note(StrEnum):
    """Why a trajectory's plan is not that of its type."""

    LATE_ENTRY = "late_entry"
    ENDS_EARLY = "ends_early"
    LEAVE = "leave"
    GROUP = "group"
    OVER = "over"  # more was held than the plan asks
    PAST_UNKNOWN = "past_unknown"  # it ran before koppeling, and nobody filled in how much


@dataclass(frozen=True, kw_only=True)
class TrajectoryAccount:
    """
    The hours of one trajectory on plan and as held (P1, P35, P36).

    Counts are of meetings, times in minutes *per side*. `planned` leaves extra
    meetings out; those stand in `extra`. `before` counts what was held before
    koppeling was used (*al gehouden*), None when the trajectory ran then and
    nobody filled it in; `held` counts what was held since. The senior's
    side is smaller in a group, where one meeting serves all members. `due`
    and `held_of_due` are what coverage compares.
    """

    junior: str
    senior: str | None
    trajectory: str
    nominal: int
    planned: int
    planned_junior: int
    planned_senior: int
    before: int | None
    held: int
    held_junior: int
    held_senior: int
    extra: int
    extra_minutes: int
    due: int
    held_of_due: int
    notes: tuple[Note, ...]

    @property
    def total_held(self) -> int:
        """Held as far as is known, before koppeling included."""
        return (self.before or 0) + self.held

    @property
    def coverage(self) -> float | None:
        """Held ÷ due (P1; the target is 1.0); None where nothing was due yet."""
        return self.held_of_due / self.due if self.due else None


def list_trajectories(standing: Standing) -> tuple[TrajectoryAccount, ...]:
    """Make up the account of every junior's trajectory, in order of number."""
    return tuple(trajectory_account(standing, junior) for junior in standing.instance.juniors)


def trajectory_account(standing: Standing, junior: Junior) -> TrajectoryAccount:
    """
    Make up the account of one trajectory.

    Due are the dates before `standing.on`. Where *al gehouden* is filled in
    they count from the start; else only from the first day on record, since
    nobody knows what was held before.
    """
    kind = type_of(standing, junior)
    default = standing.instance.settings.meeting_minutes
    nominal = [
        phase.minutes or default
        for _day, phase in nominal_meetings(start_of(junior, standing.instance), kind.phases)
    ]
    record = standing.records.get(junior.number)
    already = record.already_held if record else None
    before = [*nominal, *[default] * (already or 0)][: already or 0]
    planned = [due for due in standing.due[junior.number] if not due.is_extra]
    mine = [m for m in standing.held if junior.number in m.juniors]
    held = [m for m in mine if m.kind in TRAJECTORY_KINDS]
    extra = [m for m in mine if m.kind is MeetingKind.EXTRA]
    recorded = first_day_on_record(standing)
    since = date.min if already is not None else recorded
    is_past_unknown = already is None and any(due.day < recorded for due in planned)
    share = len(_members(standing, junior))
    notes = _notes(standing, junior, len(nominal), len(planned), len(before) + len(held))
    return TrajectoryAccount(
        junior=junior.number,
        senior=standing.pairs.get(junior.number),
        trajectory=kind.name,
        nominal=len(nominal),
        planned=len(planned),
        planned_junior=sum(due.minutes for due in planned),
        planned_senior=round(
            sum(due.minutes / _num_there(standing, junior, due.day) for due in planned)
        ),
        before=None if is_past_unknown else len(before),
        held=len(held),
        held_junior=sum(before) + sum(m.minutes for m in held),
        held_senior=round(sum(before) / share + sum(m.minutes / len(m.juniors) for m in held)),
        extra=len(extra),
        extra_minutes=sum(m.minutes for m in extra),
        due=sum(since <= due.day < standing.on for due in planned),
        held_of_due=len(before) + sum(_day(m) >= since for m in held),
        notes=(*notes, Note.PAST_UNKNOWN) if is_past_unknown else notes,
    )


def type_of(standing: Standing, junior: Junior) -> TrajectoryType:
    """Return the type of a junior's trajectory: that of the group, else the junior's own."""
    group = group_of(junior, standing.instance)
    return standing.instance.trajectories[group.trajectory if group else junior.trajectory]


def first_day_on_record(standing: Standing) -> date:
    """Return the first day of the first quarter koppeling knows of, by the meetings held."""
    days = (_day(m) for m in standing.meetings if m.status is MeetingStatus.HELD)
    return Quarter.of(min((standing.quarter.first_day, *days))).first_day


def _day(meeting: Meeting) -> date:
    return meeting.day or meeting.nominal


def _members(standing: Standing, junior: Junior) -> tuple[Junior, ...]:
    """List who share a junior's meetings, the junior included."""
    if group_of(junior, standing.instance) is None:
        return (junior,)
    return tuple(j for j in standing.instance.juniors if j.group == junior.group)


def _num_there(standing: Standing, junior: Junior, day: date) -> int:
    """Count the members for whom a meeting of the junior's trajectory is due."""
    return sum(
        any(due.day == day and not due.is_extra for due in standing.due[member.number])
        for member in _members(standing, junior)
    )


def _notes(
    standing: Standing, junior: Junior, nominal: int, planned: int, held: int
) -> tuple[Note, ...]:
    notes = []
    if len(_members(standing, junior)) > 1:
        notes.append(Note.GROUP)
    if held > max(planned, nominal):
        notes.append(Note.OVER)
    if planned == nominal:
        return tuple(notes)
    entry = entry_of(junior, standing.instance)
    if entry and entry > start_of(junior, standing.instance):
        notes.append(Note.LATE_ENTRY)
    if junior.trajectory_end or junior.promoted_from or junior.out_of_service_from:
        notes.append(Note.ENDS_EARLY)
    if any(absence.last is None for absence in junior.absences):
        notes.append(Note.LEAVE)
    return tuple(notes)


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """Meetings held ÷ due over the whole practice (P1)."""

    held: int
    due: int

    @property
    def share(self) -> float | None:
        """None where nothing was due yet."""
        return self.held / self.due if self.due else None


def total_coverage(accounts: Iterable[TrajectoryAccount]) -> Coverage:
    """Add up; more held than due at one junior does not make good another's lack."""
    rows = list(accounts)
    return Coverage(held=sum(min(a.held_of_due, a.due) for a in rows), due=sum(a.due for a in rows))


@dataclass(frozen=True, kw_only=True)
class ProtectedHours:
    """
    What a senior may spend on guidance in a quarter, and what is asked (B1, B2).

    In minutes. `talk` is the quarterly talk with management (P34), `left` what
    remains of the agreed time; `budget.is_out` quarters have no figures.
    """

    senior: str
    quarter: Quarter
    budget: Budget
    guidance: int
    talk: int
    held: int
    juniors: int

    @property
    def left(self) -> int:
        """Agreed time that is not asked for; negative when too much is."""
        return self.budget.cap_minutes - self.guidance - self.talk


def list_protected_hours(standing: Standing) -> tuple[ProtectedHours, ...]:
    """Lay agreed hours beside guidance, for each senior and quarter of the horizon."""
    return tuple(
        _protected(standing, senior.number, quarter)
        for senior in standing.instance.seniors
        for quarter in standing.instance.settings.quarters
    )


def _protected(standing: Standing, senior: str, quarter: Quarter) -> ProtectedHours:
    budget = _whole_budget(standing, senior, quarter)
    due = () if budget.is_out else standing.guidance_due(senior, quarter)
    served = [
        number
        for number in standing.juniors_of(senior)
        if any(Quarter.of(d.day) == quarter for d in standing.due.get(number, ()))
    ]
    return ProtectedHours(
        senior=senior,
        quarter=quarter,
        budget=budget,
        guidance=sum(d.minutes for d in due),
        talk=TALK_MINUTES if due else 0,
        held=sum(
            m.minutes
            for m in standing.held
            if m.senior == senior and Quarter.of(_day(m)) == quarter
        ),
        juniors=0 if budget.is_out else len(served),
    )


def _whole_budget(standing: Standing, senior: str, quarter: Quarter) -> Budget:
    """Return the quarter's budget with what was held counted in again: a ledger shows all."""
    whole = replace(standing.instance, held=())
    return budget_of(standing.senior_by_number[senior], quarter, whole)


def list_direct_time(standing: Standing) -> tuple[DirectTime, ...]:
    """
    Check direct time in the planning quarter, juniors first, then seniors.

    A person in both sheets is checked in both roles.
    """
    quarter, settings = standing.quarter, standing.instance.settings
    juniors = [
        direct_time(
            junior,
            settings,
            sum(d.minutes for d in standing.due[junior.number] if Quarter.of(d.day) == quarter)
            if junior.number in standing.pairs
            else 0,
        )
        for junior in standing.instance.juniors
    ]
    asked = {p.senior: p for p in list_protected_hours(standing) if p.quarter == quarter}
    seniors = [
        direct_time(senior, settings, asked[senior.number].guidance + asked[senior.number].talk)
        for senior in standing.instance.seniors
    ]
    return (*juniors, *seniors)


@dataclass(frozen=True, kw_only=True)
class GroupSaving:
    """
    What guiding in a group saves the senior (B5), in minutes.

    `apart` is the senior's time were every member guided alone, `together` the
    time of the group's own meetings, both over the whole trajectory; `saved_held`
    is what the meetings that were held have saved so far.
    """

    group: str
    senior: str | None
    members: tuple[str, ...]
    apart: int
    together: int
    saved_held: int

    @property
    def saved(self) -> int:
        """Saved on plan."""
        return self.apart - self.together


def list_group_savings(standing: Standing) -> tuple[GroupSaving, ...]:
    """Work out what each group saves, in order of name; groups without members are left out."""
    found = []
    for group in standing.instance.groups:
        members = [j.number for j in standing.instance.juniors if j.group == group.name]
        if not members:
            continue
        longest: dict[date, int] = {}
        for number in members:
            for due in standing.due[number]:
                longest[due.day] = max(longest.get(due.day, 0), due.minutes)
        found.append(
            GroupSaving(
                group=group.name,
                senior=next((s for n in members if (s := standing.pairs.get(n))), group.senior),
                members=tuple(members),
                apart=sum(d.minutes for number in members for d in standing.due[number]),
                together=sum(longest.values()),
                saved_held=sum(
                    m.minutes * (len(m.juniors) - 1)
                    for m in standing.held
                    if m.kind is MeetingKind.GROUP and set(m.juniors) <= set(members)
                ),
            )
        )
    return tuple(found)


ACTIVE_MONTHS = 24  # after two years without juniors one may ask: still a guide? (B15)


class Flag(StrEnum):
    """What deserves management's attention; the values are the words' keys."""

    INACTIVE = "inactive"
    UNTRAINED = "untrained"
    EXPIRED = "expired"


@dataclass(frozen=True, kw_only=True)
class Guide:
    """
    A row of the register.

    `role` is senior or coach (W4, B8); `guidance_minutes` and `juniors` are
    those of the planning quarter; `last_active` is the latest of the sheet and
    the meetings held.
    """

    senior: str
    role: str
    trained_until: date | None
    last_active: date | None
    guidance_minutes: int
    juniors: int
    flags: tuple[Flag, ...]


def list_guides(standing: Standing) -> tuple[Guide, ...]:
    """List every senior, in order of number."""
    asked = {p.senior: p for p in list_protected_hours(standing) if p.quarter == standing.quarter}
    return tuple(
        Guide(
            senior=senior.number,
            role=senior.role,
            trained_until=senior.trained_until,
            last_active=last_active(standing, senior),
            guidance_minutes=asked[senior.number].guidance,
            juniors=asked[senior.number].juniors,
            flags=_flags(standing, senior),
        )
        for senior in standing.instance.seniors
    )


def last_active(standing: Standing, senior: Senior) -> date | None:
    """
    Return the last day a senior is known to have guided anyone.

    A pair that runs on the day of reckoning is guidance as well; a pair that
    was only just agreed is not.
    """
    days = [m.day for m in standing.held if m.senior == senior.number and m.day]
    if senior.last_active is not None:
        days.append(senior.last_active)
    if any(
        row.senior == senior.number
        and row.status is PairingStatus.RUNNING
        and (row.since is None or row.since <= standing.on)
        and (row.until is None or row.until >= standing.on)
        for row in standing.instance.pairings
    ):
        days.append(standing.on)
    return max(days, default=None)


def _flags(standing: Standing, senior: Senior) -> tuple[Flag, ...]:
    """Flag what is known to be amiss; what is kept of nobody flags nobody."""
    flags = []
    active = last_active(standing, senior)
    if active is None:
        is_inactive = standing.knows_activity
    else:
        is_inactive = add_months(active, ACTIVE_MONTHS) <= standing.on
    if is_inactive:
        flags.append(Flag.INACTIVE)
    if standing.knows_training and senior.trained_until is None:
        flags.append(Flag.UNTRAINED)
    elif senior.trained_until is not None and senior.trained_until < standing.on:
        flags.append(Flag.EXPIRED)
    return tuple(flags)
