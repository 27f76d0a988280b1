"""Changes to a practice in words: what a scenario says, for its name and its sheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from koppeling.domain.scenario import (
    BeAbsent,
    Change,
    Escalate,
    Hire,
    Leave,
    OpenMoments,
    Promote,
    Register,
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
    told = who.format(count=hire.count)
    if hire.sites:
        told += " " + _("at {sites}").format(sites=", ".join(hire.sites))
    if tuple(sorted({one.weekday for one in hire.hours})) != _WORKING_WEEK:
        told += f" ({_days(hire.hours)})"
    return told + " " + _("from {day}").format(day=_day(hire.start))


def _leave(leave: Leave, names: Mapping[str, str]) -> str:
    who = phrases.person(leave.who, names)
    return _("{who} leaves on {day}").format(who=who, day=_day(leave.day))


def _hours(hours: SetHours, names: Mapping[str, str]) -> str:
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
    told = also.format(who=who, days=_days(days.hours))
    sites = sorted({one.site for one in days.hours if one.site})
    if sites:
        told += " " + _("at {sites}").format(sites=", ".join(sites))
    return told if days.day is None else told + " " + _("from {day}").format(day=_day(days.day))


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


def _register(register: Register, names: Mapping[str, str]) -> str:
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
    SetHours: _hours,
    SetMaxJuniors: _max_juniors,
    SetWorkingDays: _working_days,
    BeAbsent: _absent,
    Escalate: _escalate,
    Promote: _promote,
    SetSites: _sites,
    Register: _register,
    Release: _release,
    OpenMoments: _open_moments,
    SetBudget: _budget,
}
