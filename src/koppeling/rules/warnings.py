"""What management should know, though nothing is wrong enough to stop."""

from __future__ import annotations

from collections.abc import Iterator

from koppeling.domain.finding import Finding, Severity
from koppeling.locale import _
from koppeling.rules.phrases import hours
from koppeling.rules.situation import Situation


def find_warnings(situation: Situation) -> Iterator[Finding]:
    """Yield warnings that need the rules: juniors short of hours later on, seniors away."""
    for junior in situation.instance.juniors:
        budget = junior.budget_minutes
        for quarter, minutes in list(
            zip(situation.quarters, situation.own_minutes[junior.number], strict=True)
        )[1:]:
            if budget is not None and minutes > budget:
                yield Finding(
                    severity=Severity.WARNING,
                    code="junior-short-later",
                    sheet="Junioren",
                    message=_("{junior} needs {needed} hours in {quarter} and has {given}.").format(
                        junior=junior.number,
                        needed=hours(minutes),
                        quarter=quarter,
                        given=hours(budget),
                    ),
                    remedy=_("Raise the hours of {junior} in time.").format(junior=junior.number),
                )
    for senior, budgets in situation.budgets.items():
        away = [str(q) for q, b in zip(situation.quarters, budgets, strict=True) if b.is_out]
        if away:
            yield Finding(
                severity=Severity.WARNING,
                code="senior-out",
                sheet="Senioren",
                message=_("{senior} is away for more than a third of {quarters}.").format(
                    senior=senior, quarters=", ".join(away)
                ),
                remedy=_("Arrange a colleague for the meetings in the sheet Overdracht."),
            )
