"""Who may guide a trajectory that demands a registration (K4-K6)."""

from __future__ import annotations

from koppeling.domain.people import Senior
from koppeling.domain.trajectory import Registration

#: Compared on letters and digits only, in capitals.
RECOGNISED = frozenset({"NVOOG", "OGSKJ", "KJNIP", "KJSKJ", "GZBIG"})
MIN_ACADEMIC_YEARS = 5


def holds_registration(senior: Senior) -> bool:
    """Tell whether a senior holds one of the five registrations."""
    return any(
        "".join(c for c in name if c.isalnum()).upper() in RECOGNISED
        for name in senior.registrations
    )


def meets_demand(senior: Senior, demand: Registration | None) -> bool:
    """Tell whether a senior may guide a trajectory with this demand."""
    if demand is None or holds_registration(senior):
        return True
    return (
        demand is Registration.SKJ
        and (senior.academic_years or 0) >= MIN_ACADEMIC_YEARS
        and senior.has_motivation
    )
