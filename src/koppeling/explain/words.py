"""Prices in sentences that a manager can say aloud (domain.md §8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from koppeling.domain.instance import Component, Level
from koppeling.locale import _, ngettext
from koppeling.report import phrases
from koppeling.rules.points import merits
from koppeling.rules.reason_words import component_name
from koppeling.rules.reason_words import reason as reason_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from koppeling.domain.instance import Instance
    from koppeling.domain.result import PairingDetail
    from koppeling.explain.answer import (
        Frontier,
        FrontierPoint,
        LevelPrice,
        NewcomerPrice,
        Price,
        Switch,
        WeightTrial,
    )


def tell_points(detail: PairingDetail, instance: Instance) -> str:
    """
    Say what the points of a pair come from, part by part.

    The parts are rounded so that they add up. DiSC is not named: it is the rest,
    since what a profile says of somebody is not for saying aloud.
    """
    names = phrases.names_by_number(instance)
    pair = detail.pairing
    most = sum(instance.weights.values())
    told = _("{junior} is with {senior}: {points} of the {most} points.").format(
        junior=phrases.person(pair.junior, names),
        senior=phrases.person(pair.senior, names),
        points=detail.points,
        most=most,
    )
    parts = tell_parts(detail, instance)
    return f"{told} " + _("They come from: {parts}.").format(parts=parts) if parts else told


def tell_parts(detail: PairingDetail, instance: Instance) -> str:
    """List the parts of a pair's points, the largest first: `wens van de junior 25, …`."""
    shares = spread_points(detail, instance)
    junior = next(j for j in instance.juniors if j.number == detail.pairing.junior)
    senior = next(s for s in instance.seniors if s.number == detail.pairing.senior)
    earned = merits(junior, senior, shares, instance)
    named = [(part, n) for part, n in earned.items() if n and part is not Component.DISC]
    named.sort(key=lambda share: -share[1])
    parts = [f"{component_name(part)} {n}" for part, n in named]
    if rest := earned.get(Component.DISC):
        parts.append(_("the rest {points}").format(points=rest))
    if unearned := sum(shares.values()) - sum(earned.values()):
        parts.append(_("for what is not filled in or not asked {points}").format(points=unearned))
    return ", ".join(parts)


def spread_points(detail: PairingDetail, instance: Instance) -> dict[Component, int]:
    """Divide a pair's points over the parts: whole, and together exactly the points."""
    earned = {
        part: instance.weights.get(part, 0) * score for part, score in detail.components.items()
    }
    shares = {part: thousandths // 1000 for part, thousandths in earned.items()}
    by_rest = sorted(earned, key=lambda part: (-(earned[part] % 1000), list(Component).index(part)))
    for part in by_rest[: detail.points - sum(shares.values())]:
        shares[part] += 1
    return shares


def tell_runner_up(detail: PairingDetail, names: Mapping[str, str]) -> str:
    """Name the second choice and its points."""
    if detail.runner_up is None or detail.runner_up_points is None:
        return _("No other senior may guide {junior}.").format(
            junior=phrases.person(detail.pairing.junior, names)
        )
    return ngettext(
        "The second choice is {senior}, with {points} point.",
        "The second choice is {senior}, with {points} points.",
        detail.runner_up_points,
    ).format(senior=phrases.person(detail.runner_up, names), points=detail.runner_up_points)


def tell_price(price: Price, names: Mapping[str, str]) -> str:
    """Say what another senior would cost, and who moves; or why it cannot be."""
    senior = phrases.person(price.senior, names)
    if price.codes:
        return _("{junior} cannot be with {senior}: {reasons}.").format(
            junior=phrases.person(price.junior, names),
            senior=senior,
            reasons="; ".join(reason_in_words(code) for code in price.codes),
        )
    if price.instead_of is None:
        about = _("With {senior}").format(senior=senior)
    else:
        about = _("With {senior} in place of {before}").format(
            senior=senior, before=phrases.person(price.instead_of, names)
        )
    if not price.levels:
        return f"{about}: {tell_failure(price)}"
    sentences = [f"{about}: {tell_levels(price.levels)}."]
    if price.is_released:
        sentences.insert(0, _("The pair is locked; that would have to be let go first."))
    sentences.append(tell_switches(price.switches, names))
    if not price.is_proven:
        sentences.append(_("This is not proven: there was no time for that."))
    return " ".join(sentences)


def tell_failure(price: Price) -> str:
    """Say why there is no price, when that is not for the codes."""
    return price.failure or _("no answer was found in time.")


def tell_switches(switches: Sequence[Switch], names: Mapping[str, str]) -> str:
    """Say who else gets another senior."""
    if not switches:
        return _("Nobody else moves.")
    return _("Who moves: {moves}.").format(moves=", ".join(tell_switch(s, names) for s in switches))


def tell_switch(switch: Switch, names: Mapping[str, str]) -> str:
    """Write one move: `0014 Bram (9003 → 9001)`."""
    before = switch.before or _("no senior")
    after = switch.after or _("no senior")
    return f"{phrases.person(switch.junior, names)} ({before} → {after})"


def tell_levels(levels: Iterable[LevelPrice]) -> str:
    """
    Say what differs: the first goal that does, and after it the rest.

    What comes after the first counts for less, whichever way it goes. The draw
    is only told when nothing else differs.
    """
    told = [tell_level(one) for one in levels if one.difference and one.level is not Level.DRAW]
    if not told:
        return _("just as good; only the draw chose between them")
    if len(told) == 1:
        return told[0]
    return _("{first}; then also: {rest}").format(first=told[0], rest=", ".join(told[1:]))


def tell_level(one: LevelPrice) -> str:
    """Say how one level differs, with its unit."""
    return _TELLERS[one.level](one)


def _placed(one: LevelPrice) -> str:
    number = abs(one.difference)
    if one.difference < 0:
        told = ngettext("{number} junior fewer placed", "{number} juniors fewer placed", number)
    else:
        told = ngettext("{number} junior more placed", "{number} juniors more placed", number)
    return told.format(number=number)


def _kept(one: LevelPrice) -> str:
    number = abs(one.difference)
    if one.difference < 0:
        told = ngettext("{number} pair fewer kept", "{number} pairs fewer kept", number)
    else:
        told = ngettext("{number} pair more kept", "{number} pairs more kept", number)
    return told.format(number=number)


def _served(one: LevelPrice) -> str:
    text = (
        _("{hours} hours less guidance") if one.difference < 0 else _("{hours} hours more guidance")
    )
    return text.format(hours=phrases.hours(abs(one.difference)))


def _peak(one: LevelPrice) -> str:
    return _("a peak up to {after} instead of {before}").format(
        after=phrases.percent(one.after / 1000), before=phrases.percent(one.before / 1000)
    )


def _quality(one: LevelPrice) -> str:
    number = abs(one.difference)
    if one.difference < 0:
        told = ngettext("{number} point less", "{number} points less", number)
    else:
        told = ngettext("{number} point more", "{number} points more", number)
    return told.format(number=phrases.number(number))


def _even(one: LevelPrice) -> str:
    if one.difference > 0:
        return _("the work less evenly spread")
    return _("the work more evenly spread")


def _draw(_one: LevelPrice) -> str:
    return _("another draw")


_TELLERS = {
    Level.PLACED: _placed,
    Level.KEPT: _kept,
    Level.SERVED: _served,
    Level.PEAK: _peak,
    Level.QUALITY: _quality,
    Level.EVEN: _even,
    Level.DRAW: _draw,
}


def tell_newcomer(newcomer: NewcomerPrice, names: Mapping[str, str]) -> str:
    """Say which running pairs move for a newcomer, and what holds if they stay."""
    who = phrases.person(newcomer.junior, names)
    if newcomer.failure:
        return newcomer.failure
    if not newcomer.moved:
        if newcomer.senior is None:
            return _("No running pair moves because of {junior}.").format(junior=who)
        return _("No running pair moves to place {junior}.").format(junior=who)
    number = len(newcomer.moved)
    text = ngettext(
        "To place {junior}, {number} running pair changes ({juniors})",
        "To place {junior}, {number} running pairs change ({juniors})",
        number,
    )
    moved = ", ".join(phrases.person(switch.junior, names) for switch in newcomer.moved)
    told = text.format(junior=who, number=number, juniors=moved)
    return f"{told}; {_if_held(newcomer, who, names)}" + (
        "" if newcomer.is_proven else " " + _("This is not proven: there was no time for that.")
    )


def _if_held(newcomer: NewcomerPrice, who: str, names: Mapping[str, str]) -> str:
    if newcomer.senior_if_held is None:
        text = _("if that stays as it was, {junior} is left without a senior: {price}.")
    elif newcomer.senior_if_held == newcomer.senior:
        text = _("if that stays as it was, {junior} can still be with {senior}: {price}.")
    else:
        text = _("if that stays as it was, {junior} goes to {senior}: {price}.")
    return text.format(
        junior=who,
        senior=phrases.person(newcomer.senior_if_held or "", names),
        price=tell_levels(newcomer.levels),
    )


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
    messages = []
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
            messages.append(text.format(points=phrases.number(gain)))
        else:
            messages.append(_("One kept pair fewer gives no points more."))
    free = frontier.at(0, peak)
    if now > 1 and free is not None and free.points is not None and free.points > frontier.quality:
        gain = free.points - frontier.quality
        text = ngettext(
            "If no pair had to stay, {points} point more could be had.",
            "If no pair had to stay, {points} points more could be had.",
            gain,
        )
        messages.append(text.format(points=phrases.number(gain)))
    return messages


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
