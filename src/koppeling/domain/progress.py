"""Figures on people's progress, as practices keep them (P4-P9, P12, P24)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from koppeling.domain.period import Quarter


@dataclass(frozen=True, kw_only=True)
class Figures:
    """
    A row of Voortgang: one person in one quarter; None is not known.

    `satisfaction` 0..10; `quality_check` and `direct_time` in percent;
    `accreditation_until` is the last day of the accreditation.
    """

    number: str
    quarter: Quarter
    satisfaction: float | None = None
    quality_check: float | None = None
    direct_time: float | None = None
    accreditation_until: date | None = None
    review_date: date | None = None
    is_review_positive: bool | None = None


@dataclass(frozen=True, kw_only=True)
class TrackRecord:
    """
    What Junioren says of a junior that has no part in pairing.

    `already_held` counts meetings from before koppeling was used, None when
    not filled in; `specialisation` is as typed (*ja*, or the name of it).
    """

    number: str
    already_held: int | None = None
    specialisation: str = ""
    course_days: float | None = None
    reregistration_date: date | None = None
