"""What management should know, though nothing is wrong enough to stop."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from koppeling.domain.finding import Finding, Severity
from koppeling.domain.people import Junior, Senior
from koppeling.locale import _
from koppeling.rules.direct_time import find_too_little
from koppeling.rules.explanation import explain_idle
from koppeling.rules.idleness import Idleness, why_idle
from koppeling.rules.moments import serving_moments
from koppeling.rules.phrases import hours
from koppeling.rules.situation import Situation


def find_warnings(situation: Situation) -> Iterator[Finding]:
    """Yield the warnings that need the rules, those of one kind together."""
    for junior in situation.instance.juniors:
        yield from _short_later(junior, situation)
    for junior in situation.idle:
        yield from _never_meets(junior, situation)
    yield from find_too_little(situation)
    yield from _lost_slots(situation)
    yield from _seniors_out(situation)


def _warn(where: str, code: str, message: str, remedy: str) -> Finding:
    return Finding.at(where, severity=Severity.WARNING, code=code, message=message, remedy=remedy)


def _short_later(junior: Junior, situation: Situation) -> Iterator[Finding]:
    """Find quarters after the first in which a junior's own hours fall short (domain.md §4)."""
    budget, minutes = junior.budget_minutes, situation.own_minutes[junior.number]
    for quarter, needed in list(zip(situation.quarters, minutes, strict=True))[1:]:
        if budget is not None and needed > budget:
            yield _warn(
                junior.where,
                "junior-short-later",
                _("{junior} needs {needed} hours in {quarter} and has {given}.").format(
                    junior=junior.number,
                    needed=hours(needed),
                    quarter=quarter,
                    given=hours(budget),
                ),
                _("Raise the hours of {junior} in time.").format(junior=junior.number),
            )


def _never_meets(junior: Junior, situation: Situation) -> Iterator[Finding]:
    """Tell of juniors for whom nothing is planned, so that nobody is lost from sight."""
    why, number = why_idle(junior, situation), junior.number
    remedy = {
        Idleness.FINISHED: _("Decide on promotion, or prolong the trajectory."),
        Idleness.STOPPED: _("Nothing, if that is right."),
        Idleness.LATER: _("Check the start and the absences of {junior}."),
        Idleness.AWAY: _("Fill in the end of the absence of {junior} when it is known."),
    }[why]
    told = explain_idle(junior, situation).explanation
    yield _warn(junior.where, f"idle-{why.value}", told, remedy.format(junior=number))


def _lost_slots(situation: Situation) -> Iterator[Finding]:
    """Find running pairs whose own fixed slot serves them no more."""
    for row in situation.running.values():
        item = situation.item_of.get(row.junior)
        senior = situation.senior_by_number.get(row.senior)
        if row.slot is None or item is None or senior is None:
            continue
        moments = serving_moments(item, senior, situation)
        if moments and row.slot not in (moment.slot for moment in moments):
            yield _warn(
                row.where,
                "slot-lost",
                _("{slot} is no longer possible every time for {junior} and {senior}.").format(
                    slot=row.slot, junior=row.junior, senior=row.senior
                ),
                _("They get another fixed moment; change their days to keep this one."),
            )


def _seniors_out(situation: Situation) -> Iterator[Finding]:
    for senior in situation.instance.seniors:
        budgets = situation.budgets[senior.number]
        away = [str(q) for q, b in zip(situation.quarters, budgets, strict=True) if b.is_out]
        if away and senior.has_left_by(situation.quarters[-1].last_day):
            yield _departed(senior, away)
        elif away:
            yield _warn(
                senior.where,
                "senior-out",
                _(
                    "{senior} is away for more than a third of the working days in {quarters}."
                ).format(senior=senior.number, quarters=", ".join(away)),
                _("Juniors who stay with {senior} need a colleague in that time.").format(
                    senior=senior.number
                ),
            )


def _departed(senior: Senior, quarters: Sequence[str]) -> Finding:
    return _warn(
        senior.where,
        "senior-leaves",
        _("{senior} leaves and cannot guide in {quarters}.").format(
            senior=senior.number, quarters=", ".join(quarters)
        ),
        _("Juniors who stay with {senior} need another senior from then on.").format(
            senior=senior.number
        ),
    )
