"""Juniors, seniors, and when and where they work."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from koppeling.domain.period import Weeks


@dataclass(frozen=True, kw_only=True)
class WorkingHours:
    """
    One stretch of work in a week: part of a working pattern.

    `weekday` 0 (Monday) to 6; minutes from midnight, 0 <= start < end <= 1440;
    `site` None means all of the person's sites; validity is inclusive, None
    is open.
    """

    weekday: int
    start_minute: int
    end_minute: int
    weeks: Weeks = Weeks.EVERY
    site: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    def is_valid_on(self, day: date) -> bool:
        """Tell whether the stretch is in force on `day` (weekday and week apart)."""
        return (self.valid_from is None or day >= self.valid_from) and (
            self.valid_to is None or day <= self.valid_to
        )


@dataclass(frozen=True, order=True)
class Absence:
    """Days away, both ends included; `last` None is open-ended."""

    first: date
    last: date | None = None

    def covers(self, day: date) -> bool:
        """Tell whether `day` falls in the absence."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, kw_only=True)
class MeetingWindow:
    """A weekly window; who has any window meets only inside one of them."""

    weekday: int
    start_minute: int
    end_minute: int
    valid_from: date | None = None
    valid_to: date | None = None

    def is_valid_on(self, day: date) -> bool:
        """Tell whether the window is in force on `day` (weekday apart)."""
        return (self.valid_from is None or day >= self.valid_from) and (
            self.valid_to is None or day <= self.valid_to
        )


@dataclass(frozen=True, kw_only=True)
class DiscProfile:
    """
    A DiSC profile as given: a `style` of the twelve (`Di`), or scores 0..100.

    Both may be present; the style wins (domain.md §6). `scores` are D, i, S, C.
    """

    style: str | None = None
    scores: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, kw_only=True)
class Person:
    """
    What juniors and seniors have in common; `number` is text, zeros and all.

    `where` is the place of the row (`Junioren!A5`), for messages only.
    """

    number: str
    name: str
    sites: tuple[str, ...]
    hours: tuple[WorkingHours, ...] = ()
    absences: tuple[Absence, ...] = ()
    windows: tuple[MeetingWindow, ...] = ()
    in_service_from: date | None = None
    out_of_service_from: date | None = None
    domains: tuple[str, ...] = ()
    disc: DiscProfile | None = None
    is_remote: bool = False
    contract_hours: float | None = None
    other_indirect_hours: float | None = None
    where: str = field(default="", compare=False)

    def is_in_service(self, day: date) -> bool:
        """Tell whether `day` is at or after the first and before the first day out."""
        return (self.in_service_from is None or day >= self.in_service_from) and (
            self.out_of_service_from is None or day < self.out_of_service_from
        )

    def has_left_by(self, day: date) -> bool:
        """Tell whether the person is out of service for good on `day`."""
        return self.out_of_service_from is not None and self.out_of_service_from <= day


@dataclass(frozen=True, kw_only=True)
class Junior(Person):
    """
    Somebody in a trajectory.

    `trajectory_end` and `promoted_from` still count themselves; `budget_minutes`
    is per quarter, None is no limit; `group` names a row of the sheet Groepen.
    """

    start: date
    trajectory: str = "junior"
    guided_from: date | None = None
    trajectory_end: date | None = None
    promoted_from: date | None = None
    budget_minutes: int | None = None
    goals: tuple[str, ...] = ()
    group: str | None = None


@dataclass(frozen=True, kw_only=True)
class Senior(Person):
    """
    Somebody who can guide.

    `cap_minutes` is per quarter, from the sheet Senioren, None when empty;
    `registrations` as typed; `has_motivation` tells that one is on file (K5).
    """

    coaches: bool = True
    role: str = "senior"
    cap_minutes: int | None = None
    max_juniors: int | None = None
    trained_until: date | None = None
    last_active: date | None = None
    registrations: tuple[str, ...] = ()
    academic_years: float | None = None
    has_motivation: bool = False
    specialisations: tuple[str, ...] = ()
