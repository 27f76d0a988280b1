"""The register of guides: who is trained, who is active, and who needs attention (B14-B16)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from koppeling.domain.instance import PairingStatus
from koppeling.domain.people import Senior
from koppeling.domain.period import add_months
from koppeling.rules.hours import list_protected_hours
from koppeling.rules.standing import Standing

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
