"""Guidance grows less as experience grows: the check on a plan (K10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from koppeling.domain.trajectory import Phase, Unit

_DAYS = {Unit.DAYS: 1.0, Unit.WEEKS: 7.0, Unit.MONTHS: 365.2425 / 12}


@dataclass(frozen=True)
class Rise:
    """Two phases in a row of which the later one has meetings closer together."""

    earlier: Phase
    later: Phase


def interval_days(phase: Phase) -> float:
    """Return the days between two meetings of a phase, a month being 30.4 of them."""
    return phase.every * _DAYS[phase.unit]


def find_rises(phases: Sequence[Phase]) -> tuple[Rise, ...]:
    """
    List where the frequency rises from one phase to the next.

    A phase of a single meeting has no frequency of its own and is passed over.
    Escalations are no phases: they may make a stretch busier, and a plan names
    them apart (W3).

    Examples
    --------
    >>> from koppeling.domain.trajectory import JUNIOR_PHASES
    >>> find_rises(JUNIOR_PHASES)
    ()
    """
    with_rhythm = [phase for phase in phases if phase.count > 1]
    return tuple(
        Rise(earlier, later)
        for earlier, later in pairwise(with_rhythm)
        if interval_days(later) < interval_days(earlier)
    )
