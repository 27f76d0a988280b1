"""A look ahead in words: what a manager can say aloud, and what each change is called."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from koppeling.domain.period import Quarter
from koppeling.forecast.answer import Dependence, Forecast, Gain, QuarterOutlook, Step
from koppeling.locale import _, ngettext
from koppeling.report import phrases

if TYPE_CHECKING:
    from collections.abc import Mapping

    from koppeling.domain.instance import Instance


def summarise(forecast: Forecast, instance: Instance) -> Iterator[tuple[str, str]]:
    """
    Yield the main points as (item, sentence), the most important first.

    Each can be said aloud; together they are what the terminal prints.
    """
    names = phrases.names_by_number(instance)
    yield _("Hiring"), tell_hiring(forecast)
    yield _("Hours"), tell_hours(forecast)
    if any(one.room is not None for one in forecast.quarters):
        yield _("Room"), tell_room(forecast)
    if forecast.quarters[0].num_unplaced:
        yield _("Without a senior"), _tell_unplaced(forecast.quarters[0])
    help_ = _tell_help(forecast, names)
    if help_:
        yield _("What helps most"), help_
    missed = _tell_missed(forecast, names)
    if missed:
        yield _("Whom you cannot miss"), missed


def tell_hiring(forecast: Forecast) -> str:
    """Say how long the rhythm of hiring goes well, and what stands in the way then."""
    pinch = forecast.pinch
    if not forecast.newcomers:
        return _("There are no seniors, so nobody can be hired.")
    if forecast.last_hiring is None and pinch.room is None:
        return _("Whether anybody can be hired in {quarter} was not proven in time.").format(
            quarter=pinch.quarter
        )
    return _rhythm(forecast).format(
        number=forecast.assumptions.hire_per_quarter,
        last=forecast.last_hiring,
        quarter=pinch.quarter,
        what=bottleneck(pinch.best),
    )


def _rhythm(forecast: Forecast) -> str:
    """Choose the sentence: no start, no end in sight, once only, or until some quarter."""
    number = forecast.assumptions.hire_per_quarter
    if forecast.last_hiring is None:
        return ngettext(
            "In {quarter} there is no room for {number} new junior. What stands in the way: "
            "{what}.",
            "In {quarter} there is no room for {number} new juniors. What stands in the way: "
            "{what}.",
            number,
        )
    if not forecast.pinch.is_end:
        return ngettext(
            "You can hire {number} junior every quarter up to and including {last}, as far as we "
            "look ahead.",
            "You can hire {number} juniors every quarter up to and including {last}, as far as we "
            "look ahead.",
            number,
        )
    if forecast.last_hiring == forecast.quarters[0].quarter:
        return ngettext(
            "You can hire {number} junior in {last}. After that, in {quarter}, it pinches: {what}.",
            "You can hire {number} juniors in {last}. After that, in {quarter}, it pinches: "
            "{what}.",
            number,
        )
    return ngettext(
        "You can hire {number} junior every quarter up to and including {last}. After that, in "
        "{quarter}, it pinches: {what}.",
        "You can hire {number} juniors every quarter up to and including {last}. After that, in "
        "{quarter}, it pinches: {what}.",
        number,
    )


def bottleneck(best: Sequence[Gain]) -> str:
    """Name what stands in the way: that of which a little more gives most room."""
    if not best:
        return _("more than one thing at a time, so no single change helps")
    step = best[0].step
    sites = _or([gain.site for gain in best if gain.site])
    if step is Step.HOURS:
        return _("the hours of seniors in {sites}").format(sites=sites)
    if step is Step.JUNIORS:
        return _("the limit of juniors for seniors in {sites}").format(sites=sites)
    if step is Step.DAY:
        days = _or([weekday(gain.day) for gain in best if gain.day is not None])
        return _("the working days of seniors (more of them on {days} helps)").format(days=days)
    if step is Step.SITES:
        return _("the sites: seniors are elsewhere than where juniors could be")
    return _("the registrations of seniors")


def tell_hours(forecast: Forecast) -> str:
    """Compare need and capacity, without and with hiring."""
    reserve = forecast.reserve_percent
    parts = []
    short = forecast.first_short(with_reserve=False, with_hiring=False)
    tight = forecast.first_short(with_reserve=True, with_hiring=False)
    if short is not None:
        parts.append(
            _("Without hiring, the hours do not suffice in {quarter}: {need} hours needed, "
              "{there} available.").format(quarter=short, **_figures(forecast, short))
        )  # fmt: skip
    elif tight is not None:
        parts.append(
            _("Without hiring the hours suffice, but the reserve of {reserve}% is used in "
              "{quarter}: {need} hours needed, {there} available.").format(
                reserve=reserve, quarter=tight, **_figures(forecast, tight))
        )  # fmt: skip
    else:
        parts.append(
            _("Without hiring the hours suffice in every quarter, with the reserve of {reserve}% "
              "kept.").format(reserve=reserve)
        )  # fmt: skip
    hired = forecast.first_short(with_reserve=False, with_hiring=True)
    if hired is not None and hired != short:
        parts.append(_tell_hired(forecast, hired))
    return " ".join(parts)


def tell_runway(forecast: Forecast) -> str:
    """Name the first quarter with too few hours, in each of the four ways to look at it."""
    ways = (
        (_("without hiring"), False, False),
        (_("without hiring, the reserve kept"), True, False),
        (_("with hiring"), False, True),
        (_("with hiring, the reserve kept"), True, True),
    )
    nowhere = _("in none of them")
    return "; ".join(
        f"{way}: {forecast.first_short(with_reserve=reserve, with_hiring=hiring) or nowhere}"
        for way, reserve, hiring in ways
    )


def _tell_hired(forecast: Forecast, quarter: Quarter) -> str:
    """Say from when hiring asks more hours than there are; who has no senior counts as well."""
    number = forecast.assumptions.hire_per_quarter
    text = ngettext(
        "With {number} junior hired every quarter they do not suffice from {quarter} on.",
        "With {number} juniors hired every quarter they do not suffice from {quarter} on.",
        number,
    )
    if forecast.quarters[0].num_unplaced:
        text = ngettext(
            "If everyone without a senior gets one as well, they do not suffice with {number} "
            "junior hired every quarter from {quarter} on.",
            "If everyone without a senior gets one as well, they do not suffice with {number} "
            "juniors hired every quarter from {quarter} on.",
            number,
        )
    return text.format(number=number, quarter=quarter)


def _figures(forecast: Forecast, quarter: Quarter) -> dict[str, str]:
    one = next(one for one in forecast.quarters if one.quarter == quarter)
    return {
        "need": phrases.hours(one.need_minutes),
        "there": phrases.hours(one.available_minutes),
    }


def tell_room(forecast: Forecast) -> str:
    """Say where there is least and most room, for somebody who hires once."""
    known = [(one.room, one.quarter) for one in forecast.quarters if one.room is not None]
    least = min(known, key=lambda pair: pair[0])
    most = max(known, key=lambda pair: pair[0])
    first = ngettext(
        "Hiring once: in {quarter} {number} new junior fits",
        "Hiring once: in {quarter} {number} new juniors fit",
        known[0][0],
    ).format(quarter=known[0][1], number=known[0][0])
    return _("{first}; least in {low} ({few}), most in {high} ({many}).").format(
        first=first, low=least[1], few=least[0], high=most[1], many=most[0]
    )


def _tell_unplaced(one: QuarterOutlook) -> str:
    text = ngettext(
        "Even without hiring, {number} junior has no senior in {quarter}.",
        "Even without hiring, {number} juniors have no senior in {quarter}.",
        one.num_unplaced or 0,
    )
    return text.format(number=one.num_unplaced, quarter=one.quarter)


def _tell_help(forecast: Forecast, names: Mapping[str, str]) -> str:
    """Name the single change that gives most, a new senior and the best of the others."""
    told = []
    for is_new in (True, False):
        steps = [g for g in forecast.gains if (g.step is Step.SENIOR) is is_new]
        best = max(steps, key=lambda g: _worth(g, forecast), default=None)
        if best is not None and (gained(best, forecast) or 0) > 0:
            text = ngettext(
                "{who}, {change}: room for {number} more junior",
                "{who}, {change}: room for {number} more juniors",
                gained(best, forecast) or 0,
            )
            told.append(
                text.format(
                    who=_or_others(best, steps, forecast, names),
                    change=step_in_words(best),
                    number=gained(best, forecast),
                )
            )
    if not told:
        return ""
    return _("In {quarter}: {changes}.").format(
        quarter=forecast.pinch.quarter, changes="; ".join(told)
    )


def _or_others(
    best: Gain, steps: Sequence[Gain], forecast: Forecast, names: Mapping[str, str]
) -> str:
    """Say whom the best change is about, and for how many others it gives the same."""
    alike = [
        gain
        for gain in steps
        if _worth(gain, forecast) == _worth(best, forecast)
        and (gain.step, gain.senior is None) == (best.step, best.senior is None)
    ]
    others = len(alike) - 1
    if not others or best.senior is None:
        return whom(best, names)
    text = ngettext("{who} or {number} other", "{who} or one of {number} others", others)
    return text.format(who=whom(best, names), number=others)


def _worth(gain: Gain, forecast: Forecast) -> tuple[int, bool, int]:
    """Order changes by what they give, then the least hours."""
    return gained(gain, forecast) or 0, gain.step is Step.HOURS, -gain.amount


def gained(gain: Gain, forecast: Forecast) -> int | None:
    """Return how many more newcomers fit because of a change."""
    before = forecast.pinch.room
    return None if gain.room is None or before is None else gain.room - before


def helped(gain: Gain, forecast: Forecast) -> int | None:
    """Return how many juniors of the practice itself get a senior because of a change."""
    before = forecast.pinch.num_unplaced
    return None if gain.num_unplaced is None or before is None else before - gain.num_unplaced


def lost(one: Dependence) -> int | None:
    """Return how many more juniors are without a senior when this one is gone."""
    return None if one.num_placed_again is None else len(one.orphans) - one.num_placed_again


def _tell_missed(forecast: Forecast, names: Mapping[str, str]) -> str:
    """Name whoever leaves most juniors without a senior; all of them when there are more."""
    most = max((lost(one) or 0 for one in forecast.dependences), default=0)
    if not most:
        return ""
    worst = [one.senior for one in forecast.dependences if lost(one) == most]
    text = ngettext(
        "Without {who} {number} junior more is without a senior.",
        "Without {who} {number} juniors more are without a senior.",
        most,
    )
    return text.format(who=_or([phrases.person(who, names) for who in worst]), number=most)


def whom(gain: Gain, names: Mapping[str, str]) -> str:
    """Say whom a change is about."""
    if gain.senior is not None:
        return phrases.person(gain.senior, names)
    if gain.step is Step.SENIOR:
        return _("a new senior in {site}").format(site=gain.site)
    if gain.site is not None:
        return _("every senior in {site}").format(site=gain.site)
    return _("every senior")


def step_in_words(gain: Gain) -> str:
    """Say what changes."""
    if gain.step is Step.HOURS:
        return ngettext(
            "{hours} hour a quarter more", "{hours} hours a quarter more", gain.amount // 60
        ).format(hours=phrases.number(gain.amount / 60))
    if gain.step is Step.JUNIORS:
        return _("1 junior more at a time")
    if gain.step is Step.DAY:
        return _("also working on {day}").format(day=weekday(gain.day or 0))
    if gain.step is Step.SITES:
        return _("at every site")
    if gain.step is Step.REGISTRATION:
        return _("with a registration")
    return _("Monday to Friday, the usual hours")


def weekday(day: int) -> str:
    """Name a weekday, 0 being Monday."""
    return (
        _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"),
        _("Sunday"),
    )[day]  # fmt: skip


def _or(words: Sequence[str]) -> str:
    """Join by commas, and `or` before the last."""
    if len(words) < 2:
        return "".join(words)
    return _("{first} or {last}").format(first=", ".join(words[:-1]), last=words[-1])


def list_assumptions(forecast: Forecast) -> Iterator[tuple[str, str]]:
    """Yield what was taken for granted, as (item, sentence)."""
    taken = forecast.assumptions
    yield (
        _("Assumed: hiring"),
        _("{number} a quarter, on its first day, where there is most room").format(
            number=taken.hire_per_quarter
        ),
    )
    yield (
        _("Assumed: turnover"),
        _("{share}% of the seniors' hours leaves in a year, a little every quarter").format(
            share=phrases.number(taken.turnover_percent)
        )
        if taken.turnover_percent
        else _("nobody leaves, but for whom the workbook says so"),
    )
    yield (
        _("Assumed: leave"),
        _("{share}% of the seniors' hours falls away all the time").format(
            share=phrases.number(taken.leave_percent)
        )
        if taken.leave_percent
        else _("no absence, but for what the workbook says"),
    )
    yield _("Reserve"), f"{forecast.reserve_percent}%"
    yield (
        _("Hourly rate"),
        _("not set in the settings, so no euros")
        if taken.hourly_rate is None
        else f"€ {phrases.number(taken.hourly_rate, 2)}",
    )


def list_explanations(forecast: Forecast) -> Iterator[tuple[str, str]]:
    """Yield how everything was counted, as (item, sentence)."""
    yield (
        _("Needed and available"),
        _(
            "Hours of guidance of one side; junior and senior each give them. Available is what "
            "seniors who guide and are present can give, half an hour a quarter for their talk "
            "with management taken off."
        ),
    )
    yield (
        _("How room is counted"),
        _(
            "Worked out by pairing everybody again: everyone who can be placed without the "
            "newcomers still is. Running pairs may change for it. Each newcomer is placed for "
            "the whole horizon from the quarter of the start."
        ),
    )
    yield (
        _("Who counts"),
        _(
            "Seniors by the dates in the workbook: in service, away, training valid until. A "
            "junior with a day of promotion guides after a course of nine months, with the usual "
            "hours. Nobody else is assumed to come."
        ),
    )
    yield from _explain_steps(forecast)
    yield (
        _("An empty figure"),
        _("was not proven in the time there was, so it is left out."),
    )
    yield (
        _("Keeping"),
        _(
            "Papers on staff are usually kept until 2 years after someone left, "
            "payroll papers 7 years. Then remove this file."
        ),
    )
    yield _("For whom"), _("For management only: it holds figures on people. Do not pass it on.")


def _explain_steps(forecast: Forecast) -> Iterator[tuple[str, str]]:
    yield (
        _("One more"),
        _(
            "Weighed in {quarter}, the quarter where it pinches most; each change by itself. Where "
            "one gives a junior of your own a senior, that goes before newcomers."
        ).format(quarter=forecast.pinch.quarter),
    )
    if forecast.pinch.num_hired:
        yield (
            _("Hired before that"),
            ngettext(
                "{number} junior, by the rhythm above",
                "{number} juniors, by the rhythm above",
                forecast.pinch.num_hired,
            ).format(number=forecast.pinch.num_hired),
        )
