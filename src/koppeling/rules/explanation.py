"""Why this pair, and why not: sentences a manager can say aloud (domain.md §8)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import reduce
from operator import and_

from koppeling.domain.instance import Component, Level
from koppeling.domain.people import Junior, Person, Senior
from koppeling.domain.period import Quarter
from koppeling.domain.result import Code, Load, Pairing, PairStatus, Unplaced
from koppeling.locale import _
from koppeling.rules.budgets import TALK_MINUTES
from koppeling.rules.eligibility import codes
from koppeling.rules.moments import (
    find_moments,
    min_common,
    serving_moments,
    shared_cells,
    shortfalls,
)
from koppeling.rules.phrases import component_name, hours, reason
from koppeling.rules.situation import Item, Situation


def explain_pairing(
    situation: Situation, pairing: Pairing, parts: Mapping[Component, int], status: PairStatus
) -> str:
    """Say what a pairing's points come from, and why it stays or changes."""
    weights = situation.instance.weights
    earned = [
        (weights.get(name, 0) * score // 1000, name)
        for name, score in parts.items()
        if name is not Component.DISC and weights.get(name, 0) * score >= 1000
    ]
    strongest = sorted(earned, key=lambda pair: -pair[0])[:3]
    told = ", ".join(f"{component_name(name)} ({points})" for points, name in strongest)
    sentence = (
        _("Most points from {parts}.").format(parts=told)
        if strongest
        else _("No wishes or similarities on record; they have the time and the moment.")
    )
    if status is PairStatus.LOCKED:
        return f"{_('Decided by management.')} {sentence}"
    if status is PairStatus.KEPT:
        levels = [name for name in situation.instance.levels if name in (Level.KEPT, Level.QUALITY)]
        told = (
            _("Already running, and continuity goes before points.")
            if levels[:1] == [Level.KEPT]
            else _("Already running.")
        )
        return f"{told} {sentence}"
    if status is PairStatus.CHANGED:
        previous = situation.running[pairing.junior].senior
        return f"{sentence} {_explain_change(situation, pairing, previous)}"
    return sentence


def _explain_change(situation: Situation, pairing: Pairing, previous: str) -> str:
    """Say why a running pair is not continued."""
    senior = situation.senior_by_number.get(previous)
    item = situation.item_of[pairing.junior]
    if senior is None:
        return _("{senior} is no longer on the list of seniors.").format(senior=previous)
    found = codes(item, senior, situation)
    if found:
        reasons = "; ".join(reason(code) for code in sorted(found))
        return _("Not {senior} any more: {reasons}.").format(senior=previous, reasons=reasons)
    return _(
        "Not {senior} any more: not every running pairing can stay, "
        "and this choice is best for all together."
    ).format(senior=previous)


def explain_unplaced(
    situation: Situation, item: Item, junior: Junior, loads: Sequence[Load]
) -> Unplaced:
    """Count the seniors lost by code and name the nearest miss."""
    found = {
        senior.number: codes(item, senior, situation) or frozenset({Code.FULL})
        for senior in situation.instance.seniors
    }
    counts = Counter(code for of_senior in found.values() for code in of_senior)
    reasons = {code: counts[code] for code in Code if counts[code]}
    told = "; ".join(f"{number}× {reason(code)}" for code, number in reasons.items())
    explanation = (
        _("Of {number} seniors: {reasons}.").format(number=len(found), reasons=told)
        if found
        else _("There are no seniors.")
    )
    return Unplaced(
        junior=junior.number,
        reasons=reasons,
        explanation=explanation,
        nearest=_nearest(situation, item, found, loads),
    )


def _nearest(
    situation: Situation,
    item: Item,
    found: Mapping[str, frozenset[Code]],
    loads: Sequence[Load],
) -> str:
    """Describe the senior who comes closest: one who is full, else one with a single obstacle."""
    full = [number for number, of_senior in found.items() if of_senior == {Code.FULL}]
    if full:
        return min(_shortage(situation, item, number, loads) for number in full)[1]
    if not found:
        return ""
    number = min(found, key=lambda n: (len(found[n]), Code.NO_MOMENT not in found[n], n))
    if Code.NO_MOMENT in found[number]:
        text = describe_missing_moment(situation, item, situation.senior_by_number[number])
        others = sorted(found[number] - {Code.NO_MOMENT})
    else:
        text, others = "", sorted(found[number])
    untold = [words for code in others if (words := reason(code)) not in text]
    reasons = "; ".join([text, *untold] if text else untold)
    return _("{senior}: {reasons}.").format(senior=number, reasons=reasons)


def _shortage(
    situation: Situation, item: Item, number: str, loads: Sequence[Load]
) -> tuple[int, str]:
    """Say how many hours a full senior lacks, in the quarter where most are lacking."""
    short: list[tuple[int, Quarter]] = []
    for load in loads:
        if load.senior != number or load.is_out:
            continue
        minutes = item.minutes[situation.quarters.index(load.quarter)]
        talk = 0 if load.has_talk or not minutes else TALK_MINUTES
        short.append((load.used_minutes + minutes + talk - load.cap_minutes, load.quarter))
    most = max((minutes for minutes, _quarter in short), default=0)
    if most <= 0:
        return 0, _("{senior}: hours enough, but no moment or place left.").format(senior=number)
    quarter = next(quarter for minutes, quarter in short if minutes == most)
    return most, _("{senior}: {hours} hours short in {quarter}.").format(
        senior=number, hours=hours(most), quarter=quarter
    )


def describe_missing_moment(situation: Situation, item: Item, senior: Senior) -> str:
    """
    Say why no weekly slot serves a pair.

    Names the first quarter without any slot that serves, else the first one
    in which the nearest slot fails, and why (domain.md §4, `geen_moment`).
    """
    moments = find_moments(item, senior, situation)
    if serving_moments(item, senior, situation, moments):
        raise ValueError("the pair has a moment")
    budgets = situation.budgets[senior.number]
    asked = [q for q, need in enumerate(item.need) if need and not budgets[q].is_out]
    if not asked:
        quarter = next(q for q, n in zip(situation.quarters, item.need, strict=True) if n)
        return _("in {quarter} {why}").format(quarter=quarter, why=reason(Code.OUT))
    short = {m: shortfalls(m, moments, item, senior, situation) for m in moments.every}
    nearest = max(short, key=lambda m: (-sum(short[m]), m.total), default=None)
    failing = [q for q in asked if all(of_slot[q] for of_slot in short.values())]
    if nearest is not None and not failing:
        failing = [q for q in asked if short[nearest][q]]
    q = failing[0]
    quarter = situation.quarters[q]
    if nearest is None or not moments.meets_somewhere[q]:
        return _("in {quarter} {why}").format(
            quarter=quarter, why=_why_apart(situation, item, senior, quarter)
        )
    return _(
        "in {quarter} {slot} comes nearest, {common} times together where {needed} are needed"
    ).format(
        quarter=quarter,
        slot=nearest.slot,
        common=nearest.common[q],
        needed=min_common(item.need[q]),
    )


def _why_apart(situation: Situation, item: Item, senior: Senior, quarter: Quarter) -> str:
    """Say what keeps two people from ever meeting in a quarter."""
    days = situation.calendar.quarters[quarter]
    q = situation.quarters.index(quarter)
    people: list[Person] = [*situation.attending(item, q), senior]
    for person in people:
        anywhere = situation.presence(person).anywhere
        if not any(cell & days for cell in anywhere):
            return _("{person} is never available").format(person=person.number)
    cells = zip(*(situation.presence(person).anywhere for person in people), strict=True)
    if not any(reduce(and_, of_cell) & days for of_cell in cells):
        return _("they never work, or may meet, at the same time")
    if not any(cell & days for cell in shared_cells(item, senior, situation)):
        return _("they are never at the same site at the same time")
    return _("they are never free together long enough for one meeting")
