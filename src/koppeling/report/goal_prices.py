"""The price of the goals in words: what one goal gives when another gives way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from koppeling.locale import _, ngettext
from koppeling.report import phrases
from koppeling.rules.phrases import component_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from koppeling.domain.price import Frontier, FrontierPoint, WeightTrial


def tell_frontier(frontier: Frontier) -> list[str]:
    """
    Say what one goal gives when another gives way, beside the proposal.

    Returns
    -------
    list of str
        A sentence each: one pair fewer kept, none kept, a lower and a higher
        peak; only those that were asked for. Nothing of the kind unless every
        figure is proven.
    """
    if not all(point.is_proven for point in frontier.points):
        return [_("Not every figure is proven: there was no time for that.")]
    return [
        *_tell_kept(frontier),
        *_tell_lower_peak(frontier),
        *_tell_higher_peak(frontier),
    ]


def _tell_kept(frontier: Frontier) -> list[str]:
    told = []
    peak, now = frontier.peak_permille, frontier.kept
    fewer = frontier.at(now - 1, peak)
    if fewer is not None and fewer.points is not None:
        gain = fewer.points - frontier.quality
        if gain:
            text = ngettext(
                "One kept pair fewer gives {points} point more.",
                "One kept pair fewer gives {points} points more.",
                gain,
            )
            told.append(text.format(points=phrases.number(gain)))
        else:
            told.append(_("One kept pair fewer gives no points more."))
    free = frontier.at(0, peak)
    if now > 1 and free is not None and free.points is not None and free.points > frontier.quality:
        gain = free.points - frontier.quality
        text = ngettext(
            "If no pair had to stay, {points} point more could be had.",
            "If no pair had to stay, {points} points more could be had.",
            gain,
        )
        told.append(text.format(points=phrases.number(gain)))
    return told


def _tell_lower_peak(frontier: Frontier) -> list[str]:
    """Price the next lower peak, with as many pairs kept as it then allows."""
    lower = [step for step in frontier.peak_steps if step < frontier.peak_permille]
    if not lower:
        return []
    words = {
        "lower": phrases.percent(lower[-1] / 1000),
        "now": phrases.percent(frontier.peak_permille / 1000),
    }
    found = next(
        (p for kept in frontier.kept_steps if (p := _solved(frontier, kept, lower[-1]))), None
    )
    if found is None:
        return [_("A peak up to {lower} instead of {now} is not possible.").format(**words)]
    difference = (found.points or 0) - frontier.quality
    change = _points_change(difference)
    fewer = frontier.kept - found.kept
    if fewer <= 0:
        text = _("A peak up to {lower} instead of {now}: {change}.")
        return [text.format(**words, change=change)]
    text = ngettext(
        "A peak up to {lower} instead of {now} takes {fewer} kept pair fewer; then {change}.",
        "A peak up to {lower} instead of {now} takes {fewer} kept pairs fewer; then {change}.",
        fewer,
    )
    return [text.format(**words, fewer=fewer, change=change)]


def _solved(frontier: Frontier, kept: int, peak: int) -> FrontierPoint | None:
    point = frontier.at(kept, peak)
    return point if point is not None and point.points is not None else None


def _tell_higher_peak(frontier: Frontier) -> list[str]:
    told = []
    for step in frontier.peak_steps:
        point = _solved(frontier, frontier.kept, step)
        if step <= frontier.peak_permille or point is None or point.points is None:
            continue
        text = _("A peak up to {higher} instead of {now}: {change}.")
        told.append(
            text.format(
                higher=phrases.percent(step / 1000),
                now=phrases.percent(frontier.peak_permille / 1000),
                change=_points_change(point.points - frontier.quality),
            )
        )
    return told[-1:]


def _points_change(difference: int) -> str:
    if not difference:
        return _("as many points")
    number = abs(difference)
    if difference < 0:
        text = ngettext("{number} point less", "{number} points less", number)
    else:
        text = ngettext("{number} point more", "{number} points more", number)
    return text.format(number=phrases.number(number))


def tell_weights(trials: Sequence[WeightTrial]) -> str:
    """Say how much of the proposal hangs on how the parts are weighed; empty when unknown."""
    known = [trial for trial in trials if trial.same is not None]
    if not known:
        return ""
    least = min(known, key=lambda trial: trial.same or 0)
    if least.same == least.total:
        return _(
            "Leave any part of the points out, or count it twice: every pair can stay the same."
        )
    text = ngettext(
        "Leave any part of the points out, or count it twice: of the {total} pair at least "
        "{same} can stay the same (fewest at: {part}, {weight}).",
        "Leave any part of the points out, or count it twice: of the {total} pairs at least "
        "{same} can stay the same (fewest at: {part}, {weight}).",
        least.total,
    )
    return text.format(
        total=least.total,
        same=least.same,
        part=component_name(least.component),
        weight=tell_weight(least),
    )


def tell_weight(trial: WeightTrial) -> str:
    """Say which other weight was tried."""
    return _("left out") if trial.weight == 0 else _("counted twice")
