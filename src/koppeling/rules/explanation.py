"""Why this pair, and why not: sentences a manager can say aloud (domain.md §8)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import reduce
from operator import and_, or_
from typing import Self

from koppeling.domain.instance import Component, Instance, Level, PairingStatus
from koppeling.domain.people import Junior, Person, Senior
from koppeling.domain.period import CELLS_PER_DAY, Quarter
from koppeling.domain.result import Code, Idle, Load, Pairing, Solution, Status, Unplaced
from koppeling.locale import _, ngettext
from koppeling.rules.budgets import TALK_MINUTES
from koppeling.rules.eligibility import codes
from koppeling.rules.moments import (
    find_moments,
    min_common,
    serving_moments,
    shared_cells,
    shortfalls,
)
from koppeling.rules.needs import due_meetings, entry_of
from koppeling.rules.points import merits
from koppeling.rules.reason_words import component_name, hours, reason
from koppeling.rules.situation import Item, Situation


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What the levels allow an explanation to say: nothing more than was proven."""

    is_optimal: bool
    continuity_first: bool
    continuity_proven: bool

    @classmethod
    def of(cls, situation: Situation, solution: Solution) -> Self:
        """Read from the levels in force and how they ended."""
        order = situation.instance.levels
        ranks = [level for level in order if level in (Level.KEPT, Level.QUALITY)]
        return cls(
            is_optimal=solution.status is Status.OPTIMAL,
            continuity_first=ranks[:1] == [Level.KEPT],
            continuity_proven=any(r.level is Level.KEPT and r.proven for r in solution.levels),
        )


@dataclass(frozen=True, kw_only=True)
class Alternatives:
    """What is around a pair: its points, the runner-up, and who shares its fixed moment."""

    points: int
    runner_up: str | None
    runner_up_points: int | None
    sharing: tuple[str, ...]


def explain_pairing(
    situation: Situation,
    pairing: Pairing,
    parts: Mapping[Component, int],
    proof: Proof,
    around: Alternatives,
) -> str:
    """Say what a pairing's points come from, why it stays or changes, and what is special."""
    sentences = [
        _continuity(situation, pairing, proof),
        strongest(situation, pairing, parts),
        _former_senior(situation, pairing, proof),
        _former_slot(situation, pairing),
        _better_runner_up(around, proof),
        _shared_slot(around),
        _extra_meetings(situation, pairing),
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def strongest(situation: Situation, pairing: Pairing, parts: Mapping[Component, int]) -> str:
    """Name the parts, DiSC apart, that earn a pair most points."""
    weights = situation.instance.weights
    junior = situation.junior_by_number[pairing.junior]
    senior = situation.senior_by_number[pairing.senior]
    earned = [
        (weights.get(name, 0) * score // 1000, name)
        for name, score in merits(junior, senior, parts, situation.instance).items()
        if name is not Component.DISC and weights.get(name, 0) * score >= 1000
    ]
    if not earned:
        return _("No wishes or similarities on record; they have the time and the moment.")
    strongest = sorted(earned, key=lambda pair: -pair[0])[:3]
    told = ", ".join(f"{component_name(name)} ({points})" for points, name in strongest)
    return _("Most points from {parts}.").format(parts=told)


def _continuity(situation: Situation, pairing: Pairing, proof: Proof) -> str:
    """Say that a pair is there by decision, or because it was running."""
    locked = situation.locked.get(pairing.junior)
    if locked is not None and locked.status is PairingStatus.LOCKED:
        return _("Decided by management.")
    if not situation.is_kept(pairing.junior, pairing.senior):
        return ""
    if proof.continuity_first:
        return _("Already running, and continuity goes before points.")
    return _("Already running.")


def _former_senior(situation: Situation, pairing: Pairing, proof: Proof) -> str:
    """Say why a running pair is not continued; no more than was proven."""
    row = situation.running.get(pairing.junior)
    if row is None or row.senior == pairing.senior:
        return ""
    senior = situation.senior_by_number.get(row.senior)
    if senior is None:
        return _("{senior} is no longer on the list of seniors.").format(senior=row.senior)
    found = codes(situation.item_of[pairing.junior], senior, situation)
    if found:
        reasons = "; ".join(reason(code) for code in sorted(found))
        return _("Not {senior} any more: {reasons}.").format(senior=row.senior, reasons=reasons)
    if not proof.continuity_first:
        text = _("Not {senior} any more: other goals go before continuity.")
    elif proof.continuity_proven:
        text = _(
            "Not {senior} any more: not every running pairing can stay, "
            "and this choice is best for all together."
        )
    else:
        text = _("Not {senior} any more: in the time there was no better proposal was found.")
    return text.format(senior=row.senior)


def _former_slot(situation: Situation, pairing: Pairing) -> str:
    row = situation.running.get(pairing.junior)
    if row is None or row.senior != pairing.senior or row.slot in (None, pairing.slot):
        return ""
    return _("The fixed moment was {slot}.").format(slot=row.slot)


def _better_runner_up(around: Alternatives, proof: Proof) -> str:
    """Say why the senior with more points is not chosen; only when that is proven."""
    if around.runner_up_points is None or around.runner_up_points <= around.points:
        return ""
    if not proof.is_optimal:
        return ""
    return _("{senior} gives more points, but the whole would be worse with {senior}.").format(
        senior=around.runner_up
    )


def _shared_slot(around: Alternatives) -> str:
    """Reassure who sees two juniors at one moment: that was counted."""
    if not around.sharing:
        return ""
    return _("Shares this moment with {juniors}: there are dates enough for all.").format(
        juniors=", ".join(around.sharing)
    )


def _extra_meetings(situation: Situation, pairing: Pairing) -> str:
    """Report what an escalation adds, apart from the trajectory itself (W3)."""
    extra = sum(meeting.is_extra for meeting in situation.meetings[pairing.junior])
    if not extra:
        return ""
    return ngettext(
        "{number} extra meeting because of the escalation.",
        "{number} extra meetings because of the escalation.",
        extra,
    ).format(number=extra)


def explain_idle(junior: Junior, situation: Situation) -> Idle:
    """Say why a junior needs no meeting in the whole horizon."""
    why = why_idle(junior, situation)
    text = {
        Idleness.FINISHED: _("{junior} is finished: promote, or prolong at 4 meetings a year."),
        Idleness.STOPPED: _("The trajectory of {junior} has ended."),
        Idleness.LATER: _("The next meeting of {junior} is after the quarters that are planned."),
        Idleness.AWAY: _("{junior} is away without an end, so no meetings are planned."),
    }[why]
    return Idle(
        junior=junior.number,
        explanation=text.format(junior=junior.number),
    )


def explain_unplaced(
    situation: Situation, item: Item, junior: Junior, loads: Mapping[str, Sequence[Load]]
) -> Unplaced:
    """Count the seniors lost by code and name the nearest miss; `loads` are by senior."""
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
    loads: Mapping[str, Sequence[Load]],
) -> str:
    """Describe the senior who comes closest: one who is full, else one with a single obstacle."""
    full = [number for number, of_senior in found.items() if of_senior == {Code.FULL}]
    if full:
        nearest = min(_shortage(situation, item, number, loads.get(number, ())) for number in full)[
            1
        ]
        return f"{nearest} {_nearest_moment(situation, item, found)}".strip()
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


def _nearest_moment(situation: Situation, item: Item, found: Mapping[str, frozenset[Code]]) -> str:
    """Describe a senior who lacks a moment only, and what that moment falls short."""
    number = next((n for n in sorted(found) if found[n] == {Code.NO_MOMENT}), None)
    if number is None:
        return ""
    text = describe_missing_moment(situation, item, situation.senior_by_number[number])
    return _("{senior}: {reasons}.").format(senior=number, reasons=text)


def _shortage(
    situation: Situation, item: Item, number: str, loads: Sequence[Load]
) -> tuple[int, str]:
    """Say how many hours a full senior lacks, in the quarter where most are lacking."""
    short: list[tuple[int, Quarter]] = []
    for load in loads:
        if load.is_out:
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
            quarter=quarter, why=_why_apart(situation, item, senior, q)
        )
    return _(
        "in {quarter} {slot} comes nearest, {common} times together where {needed} are needed"
    ).format(
        quarter=quarter,
        slot=nearest.slot,
        common=nearest.common[q],
        needed=min_common(item.need[q]),
    )


def _why_apart(situation: Situation, item: Item, senior: Senior, q: int) -> str:
    """Say what keeps two people, or one of a group and the others, from ever meeting."""
    moments = find_moments(item, senior, situation)
    met = reduce(or_, (alike.days for alike in moments.alike), 0)
    asked = zip(situation.attending(item, q), moments.asked[q], strict=True)
    junior, days = next((junior, days) for junior, days in asked if not days & met)
    why = _why_never(situation, item, senior, q, days)
    if not any(days & met for days in moments.asked[q]):
        return why
    return _("{junior} never meets the group: {why}").format(junior=junior.number, why=why)


def _why_never(situation: Situation, item: Item, senior: Senior, q: int, days: int) -> str:
    """Say what keeps the senior and all who are guided then from meeting on any of `days`."""
    together = [days] * CELLS_PER_DAY
    people: list[Person] = [*situation.attending(item, q), senior]
    for person in people:
        waits = situation.waits_for(person, item)
        anywhere = situation.presence(person).anywhere
        if days & waits and not any(cell & days & waits for cell in anywhere):
            return _("{person} is never available").format(person=person.number)
        together = [t & (cell | ~waits) for t, cell in zip(together, anywhere, strict=True)]
    if not any(together):
        if any(person.windows for person in people):
            return _("they are never available for a meeting at the same time")
        return _("they never work at the same time")
    shared = shared_cells(item, senior, situation)
    if not any(cell & days for cell in shared):
        return _("they are never at the same site at the same time")
    length = item.num_cells
    runs = (reduce(and_, shared[cell : cell + length]) for cell in range(1 + len(shared) - length))
    if any(run & days for run in runs):
        return _("they are never at one site long enough for one meeting")
    return _("they are never free together long enough for one meeting")


class Idleness(StrEnum):
    """What keeps a junior without meetings."""

    FINISHED = "finished"
    STOPPED = "stopped"
    LATER = "later"
    AWAY = "away"


def is_cut_short(junior: Junior, instance: Instance) -> bool:
    """Tell whether an end, promotion or departure takes meetings off a trajectory."""
    unended = replace(junior, trajectory_end=None, promoted_from=None, out_of_service_from=None)
    return len(due_meetings(unended, instance)) > len(due_meetings(junior, instance))


def why_idle(junior: Junior, situation: Situation) -> Idleness:
    """
    Tell why an idle junior has nothing due.

    FINISHED: every meeting of the trajectory lies before the horizon; STOPPED:
    the trajectory ends, or the junior leaves or is promoted, before it or
    before the next meeting; LATER: the next meeting lies after it, because of
    the start or of long leave; AWAY: leave without an end takes the rest.
    """
    instance, calendar = situation.instance, situation.calendar
    due = due_meetings(junior, instance)
    entry = entry_of(junior, instance)
    enters_later = entry is not None and entry > calendar.last
    if enters_later or any(meeting.day > calendar.last for meeting in due):
        return Idleness.LATER
    ends = (junior.trajectory_end, junior.promoted_from, junior.out_of_service_from)
    has_ended = any(end is not None and end <= calendar.first for end in ends)
    if has_ended or is_cut_short(junior, instance):
        return Idleness.STOPPED
    present = replace(junior, absences=())
    if any(meeting.day >= calendar.first for meeting in due_meetings(present, instance)):
        return Idleness.AWAY
    return Idleness.FINISHED
