"""What it would take to place a junior: changes, what they cost, and the cheapest of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from koppeling.domain.scenario import Change

#: Costs are whole numbers: thousandths of an hour, or of a euro.
COST_UNIT = 1000
#: Hours are offered in steps of this many minutes.
STEP_MINUTES = 30
#: At most this many minutes more for a senior in a quarter.
MAX_EXTRA_MINUTES = 480


class FixKind(StrEnum):
    """The menu, in its order; the values are those of the JSON too."""

    HOURS = "hours"
    MAX_JUNIORS = "max_juniors"
    WORKING_DAY = "working_day"
    MOMENTS = "moments"
    SITE = "site"
    RELEASE = "release"
    REGISTRATION = "registration"
    BUDGET = "budget"


#: In hours: per hour a quarter (HOURS, BUDGET), per junior (MAX_JUNIORS), else per person or pair.
DEFAULT_COST_HOURS: Mapping[FixKind, int] = MappingProxyType(
    {
        FixKind.HOURS: 1,
        FixKind.MAX_JUNIORS: 2,
        FixKind.WORKING_DAY: 8,
        FixKind.MOMENTS: 1,
        FixKind.SITE: 6,
        FixKind.RELEASE: 4,
        FixKind.REGISTRATION: 40,
        FixKind.BUDGET: 1,
    }
)


def _default_costs() -> Mapping[FixKind, int]:
    return MappingProxyType({kind: COST_UNIT * n for kind, n in DEFAULT_COST_HOURS.items()})


@dataclass(frozen=True, kw_only=True)
class FixCosts:
    """
    What each kind of change costs.

    Parameters
    ----------
    by_kind : mapping of FixKind to int
        Thousandths of an hour, or of a euro when `in_euros`; every kind is there.
    in_euros : bool
        Whether the costs are euros.
    hourly_rate : int, optional
        Thousandths of a euro that an hour costs; None where nobody set it.
    """

    by_kind: Mapping[FixKind, int] = field(default_factory=_default_costs)
    in_euros: bool = False
    hourly_rate: int | None = None


@dataclass(frozen=True, kw_only=True)
class Fix:
    """
    A set of changes after which a junior is placed and no fewer others are (domain.md §8).

    Parameters
    ----------
    junior : str
        Whom it places; of a group the first member.
    senior : str
        With whom, in the answer that proves it.
    changes : tuple of Change
        What has to change, in the order of the menu.
    cost : int
        Thousandths of an hour, or of a euro when `in_euros`.
    in_euros : bool
        As `FixCosts` says.
    is_cheapest : bool
        Proven: no other fix, apart from those before it and more of the same, costs less.
    holds_by_itself : bool
        Whether a new proposal after the changes places the junior; if not, another
        junior would take the place unless the pair is locked.
    """

    junior: str
    senior: str
    changes: tuple[Change, ...]
    cost: int
    in_euros: bool = False
    is_cheapest: bool = True
    holds_by_itself: bool = True
