"""What it would take to place a junior, in a sentence a manager can say aloud."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from koppeling.domain.fix import COST_UNIT, Fix, FixCosts
from koppeling.domain.period import WEEKDAYS_NL
from koppeling.domain.result import Unplaced
from koppeling.domain.scenario import (
    Change,
    OpenMoments,
    Register,
    Release,
    SetBudget,
    SetHours,
    SetMaxJuniors,
    SetSites,
    SetWorkingDays,
)
from koppeling.locale import LANGUAGES, _, language
from koppeling.report import phrases
from koppeling.report.changes import tell_change


def tell_fix(fix: Fix, names: Mapping[str, str], costs: FixCosts) -> str:
    """
    Say what would place a junior, what that costs, and whether it holds by itself.

    Parameters
    ----------
    fix : Fix
        As found.
    names : mapping of str to str
        Name by personnel number; empty leaves names out.
    costs : FixCosts
        Those the fix was found with.

    Returns
    -------
    str
        `9003 Bea geeft 1,5 uur meer in 2027-Q1 en 0,5 uur in 2027-Q2 (kosten: 2 uur).`
    """
    told = "; ".join(_parts(fix, names))
    cost = _("cost: {cost}").format(cost=tell_cost(fix.cost, costs))
    sentence = f"{told[:1].upper()}{told[1:]} ({cost})."
    extra = []
    if not fix.holds_by_itself:
        pinned = _(
            "Then lock the pairing of {junior} with {senior}: else another junior may come first."
        )
        extra.append(
            pinned.format(
                junior=phrases.person(fix.junior, names), senior=phrases.person(fix.senior, names)
            )
        )
    if not fix.is_cheapest:
        extra.append(_("Perhaps it can be done for less: time was up."))
    return " ".join([sentence, *extra])


def tell_cost(cost: int, costs: FixCosts) -> str:
    """Write a cost in hours, in euros as well where an hourly rate is known, or in euros alone."""
    if costs.in_euros:
        return f"€ {_amount(cost / COST_UNIT)}"
    amount = cost / COST_UNIT
    hours = _("{hours} hours").format(hours=_amount(amount))
    if costs.hourly_rate is None:
        return hours
    return f"{hours}, € {_amount(amount * costs.hourly_rate / COST_UNIT)}"


def _amount(value: float) -> str:
    """Write a number with as many decimals as it has, two at most."""
    for decimals in (0, 1):
        if round(value, decimals) == round(value, 2):
            return phrases.number(value, decimals)
    return phrases.number(value, 2)


def tell_fixes(unplaced: Unplaced, names: Mapping[str, str], costs: FixCosts) -> tuple[str, ...]:
    """Say the fixes of somebody, one sentence each; where there are none, why not."""
    if unplaced.told_fixes:
        return unplaced.told_fixes
    if unplaced.fixes is None:
        return (_("Not looked for in this run; `koppeling explain` does."),)
    if not unplaced.fixes:
        return (_("None of the changes that koppeling can try places this junior."),)
    return tuple(tell_fix(fix, names, costs) for fix in unplaced.fixes)


def were_sought(told: Sequence[str]) -> bool:
    """Tell whether a workbook tells fixes, or that there are none; in either language."""
    for one in LANGUAGES:
        with language(one):
            if _("Not looked for in this run; `koppeling explain` does.") in told:
                return False
    return bool(told)


def are_told_here(told: Sequence[str]) -> bool:
    """Tell whether fixes read from a workbook are in the language in use."""
    cost = _("cost: {cost}").format(cost="")
    nothing = _("None of the changes that koppeling can try places this junior.")
    return all(cost in one or one == nothing for one in told)


def fix_document(fix: Fix) -> dict[str, Any]:
    """Put a fix in the form of the JSON contract (docs/workbook.md, `unplaced[].fixes`)."""
    return {
        "changes": [_change_document(change) for change in fix.changes],
        "senior": fix.senior,
        "cost": fix.cost / COST_UNIT,
        "unit": "euros" if fix.in_euros else "hours",
        "cheapest": fix.is_cheapest,
        "holds_by_itself": fix.holds_by_itself,
    }


def _change_document(change: Change) -> dict[str, Any]:
    who = change.junior if isinstance(change, Release) else getattr(change, "who", None)
    details: dict[str, Any] = {}
    match change:
        case SetHours():
            details = {"minutes": change.minutes, "quarter": str(change.quarter)}
        case SetBudget():
            details = {"minutes": change.minutes}
        case SetMaxJuniors():
            details = {"number": change.number}
        case SetWorkingDays():
            details = {
                "weekday": WEEKDAYS_NL[change.hours[0].weekday],
                "hours": [f"{_clock(h.start_minute)}-{_clock(h.end_minute)}" for h in change.hours],
                "from": None if change.day is None else change.day.isoformat(),
            }
        case SetSites():
            details = {"site": change.sites[0]}
        case Register():
            details = {"registration": change.registration}
    return {"kind": _KINDS[type(change)], "who": who, **details}


#: Names of the kinds of change in JSON.
_KINDS = {
    SetHours: "hours",
    SetMaxJuniors: "max_juniors",
    SetWorkingDays: "working_day",
    OpenMoments: "moments",
    SetSites: "site",
    Release: "release",
    Register: "registration",
    SetBudget: "budget",
}


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _parts(fix: Fix, names: Mapping[str, str]) -> list[str]:
    """Say each change, the hours of one senior together."""
    parts = []
    for who, changes in groupby(fix.changes, key=_giver):
        if who is None:
            parts += [_tell_change(change, names) for change in changes]
        else:
            parts.append(_tell_hours(who, list(changes), names))
    return parts


def _tell_change(change: Change, names: Mapping[str, str]) -> str:
    """Say a change; which of the registrations somebody obtains is all one."""
    if isinstance(change, Register):
        return _("{who} obtains a registration, such as {name}").format(
            who=phrases.person(change.who, names), name=change.registration
        )
    return tell_change(change, names)


def _giver(change: Change) -> str | None:
    return change.who if isinstance(change, SetHours) else None


def _tell_hours(who: str, changes: list[Change], names: Mapping[str, str]) -> str:
    given = [c for c in changes if isinstance(c, SetHours)]
    first, *rest = given
    told = _("{who} gives {hours} hours more in {quarter}").format(
        who=phrases.person(who, names), hours=_hours(first.minutes), quarter=first.quarter
    )
    more = [
        _("{hours} hours in {quarter}").format(hours=_hours(c.minutes), quarter=c.quarter)
        for c in rest
    ]
    *middle, last = [told, *more]
    return _("{first} and {last}").format(first=", ".join(middle), last=last) if middle else last


def _hours(minutes: int) -> str:
    return _amount(minutes / 60)
