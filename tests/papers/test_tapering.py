"""Guidance never becomes more frequent within a plan (K10)."""

from __future__ import annotations

from koppeling.domain.trajectory import JUNIOR_PHASES, Phase, Unit
from koppeling.papers.tapering import find_rises


def phase(every: int, unit: Unit, count: int = 4) -> Phase:
    """Make a phase with a rhythm."""
    return Phase(from_month=0, count=count, every=every, unit=unit, name=f"{every} {unit}")


def test_the_junior_trajectory_tapers() -> None:
    """Every two weeks, every month, every month, every three months."""
    assert find_rises(JUNIOR_PHASES) == ()


def test_a_rise_is_named_with_both_phases() -> None:
    """Monthly and then every three weeks is more, not less."""
    first, second = phase(1, Unit.MONTHS), phase(3, Unit.WEEKS)
    (rise,) = find_rises([first, second])
    assert (rise.earlier, rise.later) == (first, second)


def test_units_are_compared_by_their_days() -> None:
    """Four weeks is 28 days, a month 30,4: from weeks to months is less, the other way more."""
    weeks, month = phase(4, Unit.WEEKS), phase(1, Unit.MONTHS)
    assert find_rises([weeks, month]) == ()
    assert len(find_rises([month, weeks])) == 1
    assert find_rises([phase(14, Unit.DAYS), phase(2, Unit.WEEKS)]) == ()


def test_a_single_meeting_has_no_frequency() -> None:
    """It is passed over, and what surrounds it is compared."""
    single = phase(1, Unit.DAYS, count=1)
    assert find_rises([phase(1, Unit.MONTHS), single, phase(2, Unit.MONTHS)]) == ()
    assert len(find_rises([phase(2, Unit.MONTHS), single, phase(1, Unit.MONTHS)])) == 1
