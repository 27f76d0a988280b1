"""Decisions that cannot hold, found before solving (domain.md §4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import Self

from koppeling.domain.finding import Finding, Severity
from koppeling.domain.instance import PairingRow
from koppeling.domain.people import Junior, Senior
from koppeling.domain.result import Code
from koppeling.locale import _
from koppeling.rules.budgets import TALK_MINUTES
from koppeling.rules.direct_time import find_too_little
from koppeling.rules.eligibility import binding_codes, codes
from koppeling.rules.explanation import Idleness, explain_idle, why_idle
from koppeling.rules.moments import serving_moments
from koppeling.rules.reason_words import hours, reason
from koppeling.rules.room import room_rows
from koppeling.rules.situation import Item, Situation

#: Sets of locked juniors tried when looking for a smallest one without room.
MAX_SETS = 20_000


def find_conflicts(situation: Situation) -> tuple[Finding, ...]:
    """
    List every locked pair or set of them that cannot hold, and locks that override a rule.

    Errors name a smallest set that does not fit and how to mend it; a lock
    that overrides a site, a training, a registration or a domain is a warning.
    """
    findings: list[Finding] = []
    of_senior: dict[str, list[Item]] = defaultdict(list)
    for item in situation.items:
        rows = [r for j in item.members if (r := situation.locked.get(j.number)) is not None]
        seniors = sorted({row.senior for row in rows})
        if len(seniors) > 1:
            findings.append(_split_group(item, rows))
        elif rows:
            own = tuple(_own_findings(item, rows[0], situation))
            findings += own
            if not any(f.severity is Severity.ERROR for f in own):
                of_senior[seniors[0]].append(item)
    for number, items in sorted(of_senior.items()):
        senior = situation.senior_by_number[number]
        findings += _hour_conflicts(items, senior, situation)
        findings += _limit_conflicts(items, senior, situation)
        findings += _room_conflicts(items, senior, situation)
    return tuple(findings)


def _numbers(items: Sequence[Item]) -> str:
    return ", ".join(j.number for item in items for j in item.members)


def _where(items: Sequence[Item], situation: Situation) -> str:
    """Return the place of the first lock among `items`."""
    numbers = (junior.number for item in items for junior in item.members)
    return next((situation.locked[n].where for n in numbers if n in situation.locked), "")


def _error(code: str, message: str, remedy: str, where: str) -> Finding:
    return Finding.at(where, severity=Severity.ERROR, code=code, message=message, remedy=remedy)


def _split_group(item: Item, rows: Sequence[PairingRow]) -> Finding:
    return _error(
        "group-locked-apart",
        _("The members {juniors} of one group are locked to different seniors: {seniors}.").format(
            juniors=_numbers([item]), seniors=", ".join(sorted({r.senior for r in rows}))
        ),
        _("Give all members of the group the same senior."),
        rows[0].where,
    )


def _own_findings(item: Item, row: PairingRow, situation: Situation) -> Iterator[Finding]:
    """Judge one locked pair by itself."""
    senior = situation.senior_by_number.get(row.senior)
    if senior is None:
        yield _error(
            "lock-unknown-senior",
            _("{junior} is locked to {senior}, who is no senior.").format(
                junior=row.junior, senior=row.senior
            ),
            _("Correct the number, or set the status to beëindigd."),
            row.where,
        )
        return
    found = codes(item, senior, situation)
    standing = binding_codes(item, senior, situation) | (found & {Code.NO_MOMENT})
    for code in sorted(standing):
        yield _error(
            "lock-impossible",
            _("The locked pairing {junior} – {senior} is not possible: {reason}.").format(
                junior=row.junior, senior=row.senior, reason=reason(code)
            ),
            _("Release the lock, or change what stands in the way."),
            row.where,
        )
    for code in sorted(found - standing):
        yield Finding.at(
            row.where,
            severity=Severity.WARNING,
            code="lock-overrides",
            message=_(
                "The locked pairing {junior} – {senior} goes against a rule: {reason}."
            ).format(junior=row.junior, senior=row.senior, reason=reason(code)),
            remedy=_("Nothing, if this is what management decided."),
        )


def _hour_conflicts(
    items: Sequence[Item], senior: Senior, situation: Situation
) -> Iterator[Finding]:
    """Tell once in which quarters locked juniors need more than the senior has: fewest juniors."""
    told: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    remedies: dict[tuple[str, str], list[str]] = defaultdict(list)
    first: list[Item] = []
    for q, quarter in enumerate(situation.quarters):
        budget = situation.budgets[senior.number][q]
        needing = sorted((i for i in items if i.minutes[q]), key=lambda i: -i.minutes[q])
        everything = sum(i.minutes[q] for i in needing) + TALK_MINUTES
        if budget.is_out or not needing or everything <= budget.cap_minutes:
            continue
        smallest: list[Item] = []
        while sum(i.minutes[q] for i in smallest) + TALK_MINUTES <= budget.cap_minutes:
            smallest.append(needing[len(smallest)])
        first = first or smallest
        needed = hours(sum(i.minutes[q] for i in smallest) + TALK_MINUTES)
        given = hours(budget.cap_minutes)
        told[_numbers(smallest), needed, given].append(str(quarter))
        remedies[given, hours(everything)].append(str(quarter))
    if not told:
        return
    more = _("{given} → {needed} hours in {quarter}")
    yield _error(
        "locks-exceed-hours",
        " ".join(
            _(
                "The locked juniors {juniors} together need more than {senior} has in {quarter}: "
                "{needed} of {given} hours."
            ).format(
                juniors=juniors,
                senior=senior.number,
                quarter=", ".join(quarters),
                needed=needed,
                given=given,
            )
            for (juniors, needed, given), quarters in told.items()
        ),
        _("{senior}: {changes}, or release a lock.").format(
            senior=senior.number,
            changes="; ".join(
                more.format(given=given, needed=needed, quarter=", ".join(quarters))
                for (given, needed), quarters in remedies.items()
            ),
        ),
        _where(first, situation),
    )


def _limit_conflicts(
    items: Sequence[Item], senior: Senior, situation: Situation
) -> Iterator[Finding]:
    """Tell once in which quarters more juniors are locked than the senior may have."""
    told: dict[tuple[str, int, int], list[str]] = defaultdict(list)
    first: list[Item] = []
    for q, quarter in enumerate(situation.quarters):
        budget = situation.budgets[senior.number][q]
        needing = [i for i in items if i.need[q]]
        limit = budget.max_juniors
        number = sum(situation.num_needing(item, q) for item in needing)
        if budget.is_out or limit is None or number <= limit:
            continue
        first = first or needing
        told[_numbers(needing[: limit + 1]), number, limit].append(str(quarter))
    if not told:
        return
    yield _error(
        "locks-exceed-limit",
        " ".join(
            _(
                "{senior} has {number} locked juniors in {quarter}, {limit} allowed: {juniors}."
            ).format(
                senior=senior.number,
                number=number,
                quarter=", ".join(quarters),
                limit=limit,
                juniors=juniors,
            )
            for (juniors, number, limit), quarters in told.items()
        ),
        _("{senior}: {limit} → {number} juniors, or release a lock.").format(
            senior=senior.number,
            limit=min(limit for _juniors, _number, limit in told),
            number=max(number for _juniors, number, _limit in told),
        ),
        _where(first, situation),
    )


def _room_conflicts(
    items: Sequence[Item], senior: Senior, situation: Situation
) -> Iterator[Finding]:
    """Find a smallest set of locked juniors that cannot all have a fixed slot."""
    week = _Week.of(items, senior, situation)
    if week.holds(items):
        return
    chosen, tried = tuple(items), 0
    for size in range(2, len(items)):
        tried += comb(len(items), size)
        if tried > MAX_SETS:
            break
        found = next((s for s in combinations(items, size) if not week.holds(s)), None)
        if found is not None:
            chosen = found
            break
    yield _error(
        "locks-lack-room",
        _("The locked juniors {juniors} do not fit together in the week of {senior}.").format(
            juniors=_numbers(chosen), senior=senior.number
        ),
        _("Widen the moments of {senior} or of a junior, or release a lock.").format(
            senior=senior.number
        ),
        _where(chosen, situation),
    )


@dataclass(frozen=True)
class _Week:
    """
    What locked juniors could take of a senior's week.

    `options` holds, by key of the item, for each slot that differs the
    (row, dates) it uses; `dates` is what there is, by row.
    """

    options: Mapping[str, tuple[tuple[tuple[int, int], ...], ...]]
    dates: tuple[int, ...]

    @classmethod
    def of(cls, items: Sequence[Item], senior: Senior, situation: Situation) -> Self:
        """List the slots of every item and the rows of room that could run short."""
        placements = [(i, m) for i in items for m in serving_moments(i, senior, situation)]
        rows = [row for row in room_rows(placements, senior, situation) if row.is_exceeded]
        uses: list[list[tuple[int, int]]] = [[] for _ in placements]
        for number, row in enumerate(rows):
            for index, use in row.uses:
                uses[index].append((number, use))
        options: dict[str, dict[tuple[tuple[int, int], ...], None]] = defaultdict(dict)
        for (item, _moment), taken in zip(placements, uses, strict=True):
            options[item.key][tuple(taken)] = None
        return cls(
            {key: tuple(of_item) for key, of_item in options.items()},
            tuple(row.num_dates for row in rows),
        )

    def holds(self, items: Sequence[Item]) -> bool:
        """
        Search for a slot for each item, those with the fewest options first.

        What was left when no slot was found is remembered: juniors who need
        the same can be put in the same slots in many orders.
        """
        ordered = sorted(items, key=lambda item: len(self.options[item.key]))
        in_vain: set[tuple[int, tuple[int, ...]]] = set()

        def place(index: int, left: tuple[int, ...]) -> bool:
            if index == len(ordered):
                return True
            if (index, left) in in_vain:
                return False
            for taken in self.options[ordered[index].key]:
                after = list(left)
                for row, use in taken:
                    after[row] -= use
                if min(after, default=0) >= 0 and place(index + 1, tuple(after)):
                    return True
            in_vain.add((index, left))
            return False

        return place(0, self.dates)


def find_warnings(situation: Situation) -> Iterator[Finding]:
    """Yield the warnings that need the rules, those of one kind together."""
    for junior in situation.instance.juniors:
        yield from _short_later(junior, situation)
    for junior in situation.idle:
        yield from _never_meets(junior, situation)
    yield from find_too_little(situation)
    yield from _lost_slots(situation)
    yield from _seniors_out(situation)


def _warn(where: str, code: str, message: str, remedy: str) -> Finding:
    return Finding.at(where, severity=Severity.WARNING, code=code, message=message, remedy=remedy)


def _short_later(junior: Junior, situation: Situation) -> Iterator[Finding]:
    """Find quarters after the first in which a junior's own hours fall short (domain.md §4)."""
    budget, minutes = junior.budget_minutes, situation.own_minutes[junior.number]
    for quarter, needed in list(zip(situation.quarters, minutes, strict=True))[1:]:
        if budget is not None and needed > budget:
            yield _warn(
                junior.where,
                "junior-short-later",
                _("{junior} needs {needed} hours in {quarter} and has {given}.").format(
                    junior=junior.number,
                    needed=hours(needed),
                    quarter=quarter,
                    given=hours(budget),
                ),
                _("Raise the hours of {junior} in time.").format(junior=junior.number),
            )


def _never_meets(junior: Junior, situation: Situation) -> Iterator[Finding]:
    """Tell of juniors for whom nothing is planned, so that nobody is lost from sight."""
    why, number = why_idle(junior, situation), junior.number
    remedy = {
        Idleness.FINISHED: _("Decide on promotion, or prolong the trajectory."),
        Idleness.STOPPED: _("Nothing, if that is right."),
        Idleness.LATER: _("Check the start and the absences of {junior}."),
        Idleness.AWAY: _("Fill in the end of the absence of {junior} when it is known."),
    }[why]
    told = explain_idle(junior, situation).explanation
    yield _warn(junior.where, f"idle-{why.value}", told, remedy.format(junior=number))


def _lost_slots(situation: Situation) -> Iterator[Finding]:
    """Find running pairs whose own fixed slot serves them no more."""
    for row in situation.running.values():
        item = situation.item_of.get(row.junior)
        senior = situation.senior_by_number.get(row.senior)
        if row.slot is None or item is None or senior is None:
            continue
        moments = serving_moments(item, senior, situation)
        if moments and row.slot not in (moment.slot for moment in moments):
            yield _warn(
                row.where,
                "slot-lost",
                _("{slot} is no longer possible every time for {junior} and {senior}.").format(
                    slot=row.slot, junior=row.junior, senior=row.senior
                ),
                _("They get another fixed moment; change their days to keep this one."),
            )


def _seniors_out(situation: Situation) -> Iterator[Finding]:
    for senior in situation.instance.seniors:
        budgets = situation.budgets[senior.number]
        away = [str(q) for q, b in zip(situation.quarters, budgets, strict=True) if b.is_out]
        if away and senior.has_left_by(situation.quarters[-1].last_day):
            yield _departed(senior, away)
        elif away:
            yield _warn(
                senior.where,
                "senior-out",
                _(
                    "{senior} is away for more than a third of the working days in {quarters}."
                ).format(senior=senior.number, quarters=", ".join(away)),
                _("Juniors who stay with {senior} need a colleague in that time.").format(
                    senior=senior.number
                ),
            )


def _departed(senior: Senior, quarters: Sequence[str]) -> Finding:
    return _warn(
        senior.where,
        "senior-leaves",
        _("{senior} leaves and cannot guide in {quarters}.").format(
            senior=senior.number, quarters=", ".join(quarters)
        ),
        _("Juniors who stay with {senior} need another senior from then on.").format(
            senior=senior.number
        ),
    )
