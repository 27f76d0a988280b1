"""What a look ahead takes for granted, and how it counts, in words."""

from __future__ import annotations

from collections.abc import Iterator

from koppeling.domain.forecast import Forecast
from koppeling.locale import _, ngettext
from koppeling.report import phrases


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
