"""Whether guidance leaves room for clients: a check, never a constraint (P7, P17)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from koppeling.domain.finding import Finding, Severity
from koppeling.domain.instance import Settings
from koppeling.domain.people import Junior, Senior
from koppeling.domain.period import Quarter
from koppeling.domain.result import Load
from koppeling.locale import _
from koppeling.rules.budgets import held_minutes
from koppeling.rules.needs import due_meetings
from koppeling.rules.reason_words import hours
from koppeling.rules.situation import Situation


@dataclass(frozen=True, kw_only=True)
class DirectTime:
    """
    The check that guidance leaves room for clients (P7, P17).

    In minutes over the quarter: guidance + other indirect hours must not pass
    (1 - norm) × contract hours. `contract` and `other` are None when not
    filled in; without contract hours nothing can be said.
    """

    number: str
    is_senior: bool
    norm: int
    contract: int | None
    guidance: int
    other: int | None

    @property
    def allowed(self) -> int | None:
        """Room for indirect time, in minutes."""
        return None if self.contract is None else round(self.contract * (100 - self.norm) / 100)

    @property
    def left(self) -> int | None:
        """Room that remains; negative when the norm cannot be met."""
        return None if self.allowed is None else self.allowed - self.guidance - (self.other or 0)


def direct_time(person: Junior | Senior, settings: Settings, guidance: int) -> DirectTime:
    """
    Hold `guidance`, in minutes in the planning quarter, against somebody's norm.

    Contract hours are a week's; the quarter has as many weeks as its days ÷ 7
    (90 days: 12.86).
    """
    weekly, other = person.contract_hours, person.other_indirect_hours
    is_senior = isinstance(person, Senior)
    return DirectTime(
        number=person.number,
        is_senior=is_senior,
        norm=settings.direct_norm_senior if is_senior else settings.direct_norm_junior,
        contract=None if weekly is None else round(weekly * 60 * len(settings.quarter.dates()) / 7),
        guidance=guidance,
        other=None if other is None else round(other * 60),
    )


def find_too_little(situation: Situation) -> Iterator[Finding]:
    """Warn of juniors by their need, and of seniors who are past the norm without guidance."""
    settings = situation.instance.settings
    for junior in situation.instance.juniors:
        due = due_meetings(junior, situation.instance)
        asked = sum(m.minutes for m in due if Quarter.of(m.day) == settings.quarter)
        yield from _warn(junior, settings, asked)
    for senior in situation.instance.seniors:
        yield from _warn(senior, settings, 0)


def find_too_little_after(situation: Situation, loads: Sequence[Load]) -> Iterator[Finding]:
    """Warn of the seniors whom the proposed pairs take past the norm."""
    instance, quarter = situation.instance, situation.quarters[0]
    used = {load.senior: load.used_minutes for load in loads if load.quarter == quarter}
    for senior in instance.seniors:
        if not list(_warn(senior, instance.settings, 0)):
            asked = used[senior.number] + held_minutes(senior, quarter, instance)
            yield from _warn(senior, instance.settings, asked)


def _warn(person: Junior | Senior, settings: Settings, guidance: int) -> Iterator[Finding]:
    """Warn where both hours are filled in and leave too little room."""
    check = direct_time(person, settings, guidance)
    if check.allowed is None or check.left is None or check.other is None or check.left >= 0:
        return
    yield Finding.at(
        person.where,
        severity=Severity.WARNING,
        code="direct-time",
        message=_(
            "{number} has {asked} indirect hours in {quarter}, guidance included; "
            "with {norm}% direct time there is room for {room}."
        ).format(
            number=person.number,
            asked=hours(check.guidance + check.other),
            quarter=settings.quarter,
            norm=check.norm,
            room=hours(check.allowed),
        ),
        remedy=_(
            "Look at the other indirect hours of {number}; the pairs do not depend on it."
        ).format(number=person.number),
    )
