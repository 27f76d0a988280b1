"""The sheets of `koppeling explain`: Uitleg, Prijs van de doelen, Andere weging, Kleine stappen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from koppeling.domain.instance import Level
from koppeling.explain.words import (
    tell_failure,
    tell_levels,
    tell_newcomer,
    tell_parts,
    tell_switch,
)
from koppeling.locale import _, ngettext
from koppeling.report import phrases
from koppeling.report.charts import ChartSeries, add_frontier_chart
from koppeling.report.fixes import tell_changes
from koppeling.report.result_workbook import ExtraSheet
from koppeling.rules.reason_words import component_name
from koppeling.workbook.schema.results import EXPLANATION, GOAL_PRICES, OTHER_WEIGHTS, SMALL_STEPS
from koppeling.workbook.schema.shapes import Kind
from koppeling.workbook.write.columns import Column, in_use

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from koppeling.domain.instance import Instance
    from koppeling.domain.result import Outcome, PairingDetail
    from koppeling.explain.answer import Frontier, GoalGain, Price, Reasons, WeightTrial
    from koppeling.workbook.schema.shapes import Sheet
    from koppeling.workbook.write.book import Book

_SIGNED = {"number_format": '+0;-0;"–"', "align": "center"}
_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "placed": _SIGNED,
    "kept": _SIGNED,
    "peak": _SIGNED,
    "quality": _SIGNED,
    "served": {"number_format": '+0.00;-0.00;"–"', "align": "center"},
}


def price_sheets(reasons: Reasons, outcome: Outcome, instance: Instance) -> tuple[ExtraSheet, ...]:
    """
    Make the sheets that explain a proposal.

    Returns
    -------
    tuple of ExtraSheet
        Kleine stappen only where something would help.
    """
    sheets = [_explanation(reasons, outcome, instance)]
    if reasons.goals is not None:
        sheets.append(_goal_prices(reasons.goals.frontier))
        sheets.append(_other_weights(reasons.goals.weights, instance))
    if reasons.gains:
        sheets.append(_small_steps(reasons.gains, instance))
    return tuple(sheets)


def _columns(sheet: Sheet) -> list[Column]:
    looks = _LOOKS if sheet is EXPLANATION else {}
    return [
        replace(Column.of(one, is_input=False), **looks.get(one.key, {})) for one in sheet.columns
    ]


def _explanation(reasons: Reasons, outcome: Outcome, instance: Instance) -> ExtraSheet:
    names = phrases.names_by_number(instance)
    rows = {
        detail.pairing.junior: _pair_row(detail, reasons, instance, names)
        for detail in outcome.pairings
    }
    for unplaced in outcome.unplaced:
        why = unplaced.explanation
        if unplaced.nearest:
            why += " " + _("Nearest: {nearest}").format(nearest=unplaced.nearest)
        rows[unplaced.junior] = {
            "junior": unplaced.junior,
            "junior_name": names.get(unplaced.junior),
            "why": why,
        }
    columns = _columns(EXPLANATION)
    keys = [one.key for one in EXPLANATION.columns]
    return ExtraSheet(
        name=in_use(EXPLANATION.words),
        columns=columns,
        rows=[[row.get(key) for key in keys] for _number, row in sorted(rows.items())],
        frozen_columns=2,
    )


def _pair_row(
    detail: PairingDetail, reasons: Reasons, instance: Instance, names: Mapping[str, str]
) -> dict[str, object]:
    junior, senior = detail.pairing.junior, detail.pairing.senior
    row: dict[str, object] = {
        "junior": junior,
        "junior_name": names.get(junior),
        "senior": senior,
        "senior_name": names.get(senior),
        "points": detail.points,
        "why": tell_parts(detail, instance),
        "runner_up": detail.runner_up,
        "runner_up_name": names.get(detail.runner_up or ""),
        "runner_up_points": detail.runner_up_points,
    }
    price, newcomer = reasons.prices.get(junior), reasons.newcomers.get(junior)
    if price is not None:
        row |= _price_cells(price, names)
    if newcomer is not None:
        row["newcomer"] = tell_newcomer(newcomer, names)
    return row


def _price_cells(price: Price, names: Mapping[str, str]) -> dict[str, object]:
    """Write a price as signed differences and in words."""
    by_level = {one.level: one.difference for one in price.levels}
    cells: dict[str, object] = {
        level.value: by_level.get(level) for level in (Level.PLACED, Level.KEPT, Level.QUALITY)
    }
    if Level.SERVED in by_level:
        cells["served"] = by_level[Level.SERVED] / 60
    if Level.PEAK in by_level:
        cells["peak"] = by_level[Level.PEAK] / 10
    messages = [tell_levels(price.levels) if price.levels else tell_failure(price)]
    if price.is_released:
        messages.insert(0, _("The pair is locked; that would have to be let go first."))
    if not price.is_proven:
        messages.append(_("This is not proven: there was no time for that."))
    cells["price"] = " ".join(messages)
    cells["moves"] = ", ".join(tell_switch(s, names) for s in price.switches) or _("nobody")
    return cells


def _goal_prices(frontier: Frontier) -> ExtraSheet:
    """Write the frontier: a row for each number kept, a column for each peak."""
    first, last = _columns(GOAL_PRICES)
    peaks = [
        Column(
            heading=_("points, peak up to {share}").format(share=phrases.percent(step / 1000)),
            kind=Kind.INTEGER,
            note=_(
                "The most points when no senior is busier than this; empty where that cannot be."
            ),
            number_format="#,##0",
        )
        for step in frontier.peak_steps
    ]
    rows: list[list[object]] = []
    for kept in frontier.kept_steps:
        points = [frontier.at(kept, step) for step in frontier.peak_steps]
        rows.append(
            [
                kept,
                *(p.points if p is not None else None for p in points),
                _row_words(frontier, kept),
            ]
        )
    return ExtraSheet(
        name=in_use(GOAL_PRICES.words),
        columns=[first, *peaks, last],
        rows=rows,
        finish=lambda book, page: _draw(book, page, frontier),
    )


def _row_words(frontier: Frontier, kept: int) -> str:
    """Say what a row says at the peak of the proposal."""
    point = frontier.at(kept, frontier.peak_permille)
    peak = phrases.percent(frontier.peak_permille / 1000)
    if kept == frontier.kept:
        return _("the proposal: {points} points with a peak up to {peak}").format(
            points=phrases.number(frontier.quality), peak=peak
        )
    if point is None or not point.is_proven:
        return _("not proven: there was no time for that")
    if point.points is None:
        return _("not possible with a peak up to {peak}").format(peak=peak)
    number = point.points - frontier.quality
    text = ngettext(
        "with a peak up to {peak}: {points} point more than the proposal",
        "with a peak up to {peak}: {points} points more than the proposal",
        number,
    )
    if number < 0:
        number = -number
        text = ngettext(
            "with a peak up to {peak}: {points} point less than the proposal",
            "with a peak up to {peak}: {points} points less than the proposal",
            number,
        )
    return text.format(peak=peak, points=phrases.number(number))


def _draw(book: Book, page: Worksheet, frontier: Frontier) -> None:
    steps = frontier.peak_steps
    series = [
        ChartSeries(
            name=_("peak up to {share}").format(share=phrases.percent(step / 1000)),
            column=1 + at,
        )
        for at, step in enumerate(steps)
        if any(
            (point := frontier.at(kept, step)) is not None and point.points is not None
            for kept in frontier.kept_steps
        )
    ]
    add_frontier_chart(
        book,
        page,
        series,
        num_rows=len(frontier.kept_steps),
        title=_("What fewer kept pairs and a higher peak give in points"),
        lowest=min(point.points for point in frontier.points if point.points is not None),
    )


def _other_weights(trials: tuple[WeightTrial, ...], instance: Instance) -> ExtraSheet:
    rows = [
        [
            component_name(trial.component),
            instance.weights.get(trial.component, 0),
            trial.weight,
            trial.same,
            trial.total,
        ]
        for trial in trials
    ]
    return ExtraSheet(name=in_use(OTHER_WEIGHTS.words), columns=_columns(OTHER_WEIGHTS), rows=rows)


def _small_steps(gains: tuple[GoalGain, ...], instance: Instance) -> ExtraSheet:
    names = phrases.names_by_number(instance)
    return ExtraSheet(
        name=in_use(SMALL_STEPS.words),
        columns=_columns(SMALL_STEPS),
        rows=[[tell_changes(one.changes, names), tell_levels(one.levels)] for one in gains],
    )
