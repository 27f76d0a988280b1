"""What could change in a practice: the vocabulary of what-if questions (domain.md §8)."""

from __future__ import annotations

import itertools
from collections.abc import Container
from dataclasses import dataclass
from datetime import date

from koppeling.domain.people import WorkingHours
from koppeling.domain.period import Quarter

#: Numbers of invented newcomers begin with this; a real number never does.
NEWCOMER = "nieuw-"


def newcomer_numbers(taken: Container[str], count: int) -> tuple[str, ...]:
    """
    Choose numbers for newcomers: the first ones that nobody has.

    Examples
    --------
    >>> newcomer_numbers({"0012", "nieuw-01"}, 2)
    ('nieuw-02', 'nieuw-03')
    """
    free = (number for at in itertools.count(1) if (number := f"{NEWCOMER}{at:02d}") not in taken)
    return tuple(itertools.islice(free, count))


@dataclass(frozen=True, kw_only=True)
class Hire:
    """
    Newcomers, all alike.

    Their numbers are `nieuw-01`, `nieuw-02` …, chosen by whoever applies the
    change so that nobody has them yet. A senior gives `cap_minutes` a quarter
    (None: the setting's default) to at most `max_juniors` juniors.
    """

    is_senior: bool = False
    count: int = 1
    start: date
    hours: tuple[WorkingHours, ...]
    sites: tuple[str, ...]
    trajectory: str = "junior"
    cap_minutes: int | None = None
    max_juniors: int | None = None


@dataclass(frozen=True, kw_only=True)
class Leave:
    """Somebody leaves; `day` is the first day out of service."""

    who: str
    day: date


@dataclass(frozen=True, kw_only=True)
class SetHours:
    """
    A senior gives other hours.

    `minutes` are a quarter's; on top of what there is when `is_relative`. In
    `quarter` only, or in every quarter of the horizon when None; in none
    before `since`.
    """

    who: str
    minutes: int
    is_relative: bool = False
    quarter: Quarter | None = None
    since: Quarter | None = None


@dataclass(frozen=True, kw_only=True)
class SetMaxJuniors:
    """A senior takes another number of juniors, in every quarter; relative to a limit there is."""

    who: str
    number: int
    is_relative: bool = False


@dataclass(frozen=True, kw_only=True)
class SetWorkingDays:
    """
    Somebody works other hours from `day` on; None is from the beginning.

    `keeps_others` adds `hours` to those there are, instead of replacing them.
    """

    who: str
    hours: tuple[WorkingHours, ...]
    day: date | None = None
    keeps_others: bool = False


@dataclass(frozen=True, kw_only=True)
class BeAbsent:
    """Somebody (everybody when `who` is None) is away, both days included; None is open-ended."""

    who: str | None
    first: date
    last: date | None = None


@dataclass(frozen=True, kw_only=True)
class Escalate:
    """A junior gets a meeting every so many weeks (W3)."""

    who: str
    first: date
    last: date | None = None
    every_weeks: int = 1


@dataclass(frozen=True, kw_only=True)
class Promote:
    """A junior becomes a senior on `day`: the last day that guidance is due (P23)."""

    who: str
    day: date


@dataclass(frozen=True, kw_only=True)
class SetSites:
    """Somebody works at other sites, or at more when `keeps_others`."""

    who: str
    sites: tuple[str, ...]
    keeps_others: bool = False


@dataclass(frozen=True, kw_only=True)
class AddRegistration:
    """A senior obtains what trajectories demand (K4): a registration by name."""

    who: str
    registration: str


@dataclass(frozen=True, kw_only=True)
class Release:
    """A pair that had to stay need not any more: neither locked nor forbidden, still running."""

    junior: str


@dataclass(frozen=True, kw_only=True)
class OpenMoments:
    """Somebody with meeting windows can meet at any time that is worked."""

    who: str


@dataclass(frozen=True, kw_only=True)
class SetBudget:
    """A junior has other hours for guidance; `minutes` a quarter, on top when `is_relative`."""

    who: str
    minutes: int
    is_relative: bool = False


Change = (
    Hire
    | Leave
    | SetHours
    | SetMaxJuniors
    | SetWorkingDays
    | BeAbsent
    | Escalate
    | Promote
    | SetSites
    | AddRegistration
    | Release
    | OpenMoments
    | SetBudget
)


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """A named list of changes to one practice, applied in order."""

    name: str
    changes: tuple[Change, ...]
