"""
Whole small practices for Hypothesis, with every feature that shapes the answer.

Simple values come first, so that a failing practice shrinks to one that a
person can work out by hand: full-time people at Noord without anything special.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from koppeling.domain.instance import (
    DEFAULT_WEIGHTS,
    Capacity,
    Component,
    DiscRule,
    Escalation,
    Group,
    HeldMeeting,
    Instance,
    Level,
    PairingRow,
    PairingStatus,
    Preference,
    Settings,
)
from koppeling.domain.people import (
    Absence,
    DiscProfile,
    Junior,
    MeetingWindow,
    Senior,
    WorkingHours,
)
from koppeling.domain.period import Slot, Weeks
from koppeling.domain.trajectory import (
    JUNIOR_TRAJECTORY,
    Phase,
    Registration,
    TrajectoryType,
    Unit,
)
from tests.builders import QUARTER, hours

SITES = ("Noord", "Zuid", "Oost")
STYLES = ("D", "Di", "iD", "i", "iS", "Si", "S", "SC", "CS", "C", "CD", "DC")
#: The year that is planned and a little of what lies around it.
EARLY, FIRST, LAST = date(2026, 9, 1), date(2027, 1, 1), date(2027, 12, 31)


def maybe[T](strategy: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    """Draw nothing, or something of `strategy`."""
    return st.none() | strategy


def rarely[T](strategy: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    """Draw nothing five times out of six."""
    return st.integers(0, 5).flatmap(lambda n: strategy if n == 5 else st.none())
