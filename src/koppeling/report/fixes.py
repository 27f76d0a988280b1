"""What it would take to place a junior, in a sentence a manager can say aloud."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any, cast

from koppeling.domain.fix import COST_UNIT, Fix, FixCosts, FixKind
from koppeling.domain.period import WEEKDAYS_NL
from koppeling.domain.result import Unplaced
from koppeling.domain.scenario import (
    AddRegistration,
    BeAbsent,
    Change,
    Escalate,
    Hire,
    Leave,
    OpenMoments,
    Promote,
    Release,
    SetBudget,
    SetHours,
    SetMaxJuniors,
    SetSites,
    SetWorkingDays,
)
from koppeling.locale import _, ngettext
from koppeling.report import phrases

if TYPE_CHECKING:
    from koppeling.domain.people import WorkingHours


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
    if unplaced.told_fixes is not None:
        return unplaced.told_fixes.words
    if unplaced.fixes is None:
        return (_("Not looked for in this run; `koppeling explain` does."),)
    if not unplaced.fixes:
        return (_("None of the changes that koppeling can try places this junior."),)
    return tuple(tell_fix(fix, names, costs) for fix in unplaced.fixes)


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
        case AddRegistration():
            details = {"registration": change.registration}
    return {"kind": _KINDS[type(change)].value, "who": who, **details}


_KINDS = {
    SetHours: FixKind.HOURS,
    SetMaxJuniors: FixKind.MAX_JUNIORS,
    SetWorkingDays: FixKind.WORKING_DAY,
    OpenMoments: FixKind.MOMENTS,
    SetSites: FixKind.SITE,
    Release: FixKind.RELEASE,
    AddRegistration: FixKind.REGISTRATION,
    SetBudget: FixKind.BUDGET,
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
    if isinstance(change, AddRegistration):
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


_WORKING_WEEK = tuple(range(5))


def tell_change(change: Change, names: Mapping[str, str]) -> str:
    """
    Say a change in a few words, without a full stop.

    Parameters
    ----------
    change : Change
        Any of them.
    names : mapping of str to str
        Name by personnel number; somebody without one is called by number.
    """
    return _TELLERS[type(change)](cast("Any", change), names)


def tell_changes(changes: Sequence[Change], names: Mapping[str, str]) -> str:
    """Say several changes in one line."""
    return "; ".join(tell_change(change, names) for change in changes)


def _day(day: date) -> str:
    return f"{day:%d-%m-%Y}"


def _days(hours: Sequence[WorkingHours]) -> str:
    words = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    return ", ".join(words[day] for day in sorted({one.weekday for one in hours}))


def _hire(hire: Hire, _names: Mapping[str, str]) -> str:
    if hire.is_senior:
        who = ngettext("{count} new senior", "{count} new seniors", hire.count)
    else:
        who = ngettext("{count} new junior", "{count} new juniors", hire.count)
    message = who.format(count=hire.count)
    if hire.sites:
        message += " " + _("at {sites}").format(sites=", ".join(hire.sites))
    if tuple(sorted({one.weekday for one in hire.hours})) != _WORKING_WEEK:
        message += f" ({_days(hire.hours)})"
    return message + " " + _("from {day}").format(day=_day(hire.start))


def _leave(leave: Leave, names: Mapping[str, str]) -> str:
    who = phrases.person(leave.who, names)
    return _("{who} leaves on {day}").format(who=who, day=_day(leave.day))


def _hours_changed(hours: SetHours, names: Mapping[str, str]) -> str:
    who, amount = phrases.person(hours.who, names), phrases.hours(abs(hours.minutes))
    if not hours.is_relative:
        told = _("{who} gives {hours} hours a quarter")
    elif hours.minutes >= 0:
        told = _("{who} gives {hours} hours a quarter more")
    else:
        told = _("{who} gives {hours} hours a quarter less")
    quarter = hours.quarter or hours.since
    when = ""
    if hours.quarter is not None:
        when = " " + _("in {quarter}").format(quarter=quarter)
    elif hours.since is not None:
        when = " " + _("from {day}").format(day=quarter)
    return told.format(who=who, hours=amount) + when


def _max_juniors(limit: SetMaxJuniors, names: Mapping[str, str]) -> str:
    who, count = phrases.person(limit.who, names), abs(limit.number)
    if not limit.is_relative:
        told = ngettext(
            "{who} takes {count} junior at most", "{who} takes {count} juniors at most", count
        )
    elif limit.number >= 0:
        told = ngettext(
            "{who} takes {count} junior more", "{who} takes {count} juniors more", count
        )
    else:
        told = ngettext(
            "{who} takes {count} junior less", "{who} takes {count} juniors less", count
        )
    return told.format(who=who, count=count)


def _working_days(days: SetWorkingDays, names: Mapping[str, str]) -> str:
    who = phrases.person(days.who, names)
    also = _("{who} also works on {days}") if days.keeps_others else _("{who} works on {days}")
    message = also.format(who=who, days=_days(days.hours))
    sites = sorted({one.site for one in days.hours if one.site})
    if sites:
        message += " " + _("at {sites}").format(sites=", ".join(sites))
    return (
        message if days.day is None else message + " " + _("from {day}").format(day=_day(days.day))
    )


def _absent(absent: BeAbsent, names: Mapping[str, str]) -> str:
    who = _("the whole practice") if absent.who is None else phrases.person(absent.who, names)
    if absent.last is None:
        return _("{who} is away from {first}").format(who=who, first=_day(absent.first))
    told = _("{who} is away from {first} to {last}")
    return told.format(who=who, first=_day(absent.first), last=_day(absent.last))


def _escalate(more: Escalate, names: Mapping[str, str]) -> str:
    told = ngettext(
        "{who} gets a meeting every {weeks} week from {day}",
        "{who} gets a meeting every {weeks} weeks from {day}",
        more.every_weeks,
    )
    who = phrases.person(more.who, names)
    return told.format(who=who, weeks=more.every_weeks, day=_day(more.first))


def _promote(promotion: Promote, names: Mapping[str, str]) -> str:
    who = phrases.person(promotion.who, names)
    told = _("{who} becomes a senior: guidance up to and including {day}")
    return told.format(who=who, day=_day(promotion.day))


def _sites(sites: SetSites, names: Mapping[str, str]) -> str:
    told = _("{who} also works at {sites}") if sites.keeps_others else _("{who} works at {sites}")
    return told.format(who=phrases.person(sites.who, names), sites=", ".join(sites.sites))


def _register(register: AddRegistration, names: Mapping[str, str]) -> str:
    who = phrases.person(register.who, names)
    return _("{who} registers as {name}").format(who=who, name=register.registration)


def _release(release: Release, names: Mapping[str, str]) -> str:
    who = phrases.person(release.junior, names)
    return _("the pairing of {who} need not stay").format(who=who)


def _open_moments(moments: OpenMoments, names: Mapping[str, str]) -> str:
    who = phrases.person(moments.who, names)
    return _("{who} can meet at any working hour").format(who=who)


def _budget(budget: SetBudget, names: Mapping[str, str]) -> str:
    told = _("{who} has {hours} hours a quarter for guidance")
    if budget.is_relative:
        told = _("{who} has {hours} hours a quarter more for guidance")
    return told.format(who=phrases.person(budget.who, names), hours=phrases.hours(budget.minutes))


_TELLERS: dict[type, Callable[[Any, Mapping[str, str]], str]] = {
    Hire: _hire,
    Leave: _leave,
    SetHours: _hours_changed,
    SetMaxJuniors: _max_juniors,
    SetWorkingDays: _working_days,
    BeAbsent: _absent,
    Escalate: _escalate,
    Promote: _promote,
    SetSites: _sites,
    AddRegistration: _register,
    Release: _release,
    OpenMoments: _open_moments,
    SetBudget: _budget,
}
