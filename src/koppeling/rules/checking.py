"""Judge a solution against every hard rule, without a solver (domain.md §§2-5)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from koppeling.domain.instance import Instance, Level
from koppeling.domain.result import Code, Pairing, Solution
from koppeling.locale import _
from koppeling.rules.budgets import TALK_MINUTES
from koppeling.rules.eligibility import binding_codes
from koppeling.rules.levels import level_values
from koppeling.rules.moments import Moment, serving_moments
from koppeling.rules.phrases import reason
from koppeling.rules.room import exceeded_rows
from koppeling.rules.situation import Item, Situation


@dataclass(frozen=True)
class Violation:
    """A hard rule that a solution breaks: a stable name and the numbers it is about."""

    rule: str
    subject: tuple[str, ...]


def check(instance: Instance, solution: Solution) -> tuple[Violation, ...]:
    """
    List every hard rule that `solution` breaks; empty means that it may be used.

    Each junior at most one senior, locks kept, groups together, only pairs
    that may exist, hours and number of juniors per senior and quarter, a
    fixed slot that serves, and room in the week.
    """
    return check_pairings(Situation(instance), solution.pairings)


def check_pairings(situation: Situation, pairings: Sequence[Pairing]) -> tuple[Violation, ...]:
    """List the violations of `pairings`, for a situation at hand."""
    return (
        *_people(situation, pairings),
        *_locks_and_groups(situation, pairings),
        *_seniors(situation, pairings),
    )


def _people(situation: Situation, pairings: Sequence[Pairing]) -> Iterator[Violation]:
    times = Counter(p.junior for p in pairings)
    yield from (Violation("one-senior", (j,)) for j, n in times.items() if n > 1)
    for pairing in pairings:
        if pairing.junior not in situation.item_of:
            yield Violation("known-and-not-idle", (pairing.junior,))
        if pairing.senior not in situation.senior_by_number:
            yield Violation("known-senior", (pairing.senior,))


def _locks_and_groups(situation: Situation, pairings: Sequence[Pairing]) -> Iterator[Violation]:
    chosen = {p.junior: (p.senior, p.slot) for p in pairings}
    for number, row in situation.locked.items():
        if number in situation.item_of and chosen.get(number, ("",))[0] != row.senior:
            yield Violation("lock", (number, row.senior))
    for item in situation.items:
        if len({chosen.get(j.number) for j in item.members}) > 1:
            yield Violation("group-together", tuple(j.number for j in item.members))


def _seniors(situation: Situation, pairings: Sequence[Pairing]) -> Iterator[Violation]:
    of_senior: dict[str, dict[str, tuple[Item, Pairing]]] = defaultdict(dict)
    for pairing in pairings:
        item = situation.item_of.get(pairing.junior)
        if item is not None and pairing.senior in situation.senior_by_number:
            of_senior[pairing.senior][item.key] = (item, pairing)
    for number, placed in of_senior.items():
        items = [item for item, _ in placed.values()]
        yield from _budget(situation, number, items)
        placements: list[tuple[Item, Moment]] = []
        for item, pairing in placed.values():
            senior = situation.senior_by_number[number]
            found = binding_codes(item, senior, situation)
            yield from (Violation(code.value, (item.key, number)) for code in sorted(found))
            moments = serving_moments(item, senior, situation)
            moment = next((m for m in moments if m.slot == pairing.slot), None)
            if moment is None:
                yield Violation("slot-serves", (item.key, number))
            else:
                placements.append((item, moment))
        for row in exceeded_rows(placements, situation.senior_by_number[number], situation):
            yield Violation("room", (number, str(row.quarter), str(row.cell)))


def _budget(situation: Situation, number: str, items: Sequence[Item]) -> Iterator[Violation]:
    for q, budget in enumerate(situation.budgets[number]):
        needing = [item for item in items if item.need[q]]
        if budget.is_out or not needing:
            continue
        quarter = str(situation.quarters[q])
        if sum(item.minutes[q] for item in needing) + TALK_MINUTES > budget.cap_minutes:
            yield Violation("hours", (number, quarter))
        num_juniors = sum(situation.num_needing(item, q) for item in needing)
        if budget.max_juniors is not None and num_juniors > budget.max_juniors:
            yield Violation("max-juniors", (number, quarter))


#: Levels where more is better; of the others less is.
_MAXIMISED = frozenset({Level.PLACED, Level.KEPT, Level.SERVED, Level.QUALITY})

#: Management may go against its own lock: that pair can be had.
_LOCK = "lock"


@dataclass(frozen=True, kw_only=True)
class LevelChange:
    """A level's value for the proposal, and for the decided pairs that can be."""

    level: Level
    proposed: int
    decided: int

    @property
    def difference(self) -> int:
        """Decided less proposed."""
        return self.decided - self.proposed

    @property
    def is_worse(self) -> bool:
        """Tell whether the decision costs something at this level."""
        return self.difference < 0 if self.level in _MAXIMISED else self.difference > 0


@dataclass(frozen=True, kw_only=True)
class Breach:
    """
    A rule that the decision breaks.

    `juniors` are the people whose decision it is about, `codes` the stable
    name; `message` says it for people.
    """

    code: str
    juniors: tuple[str, ...]
    message: str


@dataclass(frozen=True, kw_only=True)
class Review:
    """
    The proposal and the decision, judged apart.

    `changed` are the juniors for whom the two differ in senior or moment;
    `apart` those of them whose pair breaks a rule: what cannot be had counts
    at no level of the decision.
    """

    levels: tuple[LevelChange, ...]
    breaches: tuple[Breach, ...]
    changed: tuple[str, ...]
    apart: tuple[str, ...]


def compare(
    situation: Situation, proposed: Sequence[Pairing], decided: Sequence[Pairing]
) -> Review:
    """Judge the decided pairs by every rule and level, beside the proposed ones."""
    placed = {p.junior: p for p in proposed}, {p.junior: p for p in decided}
    everyone = sorted(placed[0].keys() | placed[1].keys())
    changed = tuple(j for j in everyone if placed[0].get(j) != placed[1].get(j))
    violations = check_pairings(situation, decided)
    breaches = tuple(dict.fromkeys(_breach(v, situation, decided) for v in violations))
    broken = {j for breach in breaches if breach.code != _LOCK for j in breach.juniors}
    apart = tuple(j for j in changed if j in broken and j in placed[1])
    before = level_values(situation, proposed)
    after = level_values(situation, [p for p in decided if p.junior not in apart])
    return Review(
        levels=tuple(
            LevelChange(level=level, proposed=before[level], decided=after[level])
            for level in situation.instance.levels
        ),
        breaches=breaches,
        changed=changed,
        apart=apart,
    )


def _breach(violation: Violation, situation: Situation, decided: Sequence[Pairing]) -> Breach:
    rule, subject = violation.rule, violation.subject
    if rule in ("hours", "max-juniors", "room"):
        juniors = tuple(p.junior for p in decided if p.senior == subject[0])
    elif rule == "group-together":
        juniors = subject
    else:
        item = situation.item_of.get(subject[0])
        juniors = tuple(j.number for j in item.members) if item is not None else subject[:1]
    return Breach(code=rule, juniors=juniors, message=_tell(rule, subject, situation, decided))


def _tell(
    rule: str, subject: tuple[str, ...], situation: Situation, decided: Sequence[Pairing]
) -> str:
    if rule in set(Code):
        return _("{junior} with {senior}: {reason}.").format(
            junior=subject[0], senior=subject[1], reason=reason(Code(rule))
        )
    if rule == "slot-serves":
        return _tell_slot(subject, situation, decided)
    sentence = {
        "one-senior": lambda: _("{0} is paired more than once."),
        "known-and-not-idle": lambda: _("{0} needs no guidance in these quarters."),
        "known-senior": lambda: _("{0} is paired with somebody who is no senior."),
        _LOCK: lambda: _("{0} was locked to {1}, and is now with somebody else or nobody."),
        "hours": lambda: _("{0} gets more juniors than there are hours in {1}."),
        "max-juniors": lambda: _("{0} gets more juniors than allowed in {1}."),
        "room": lambda: _("{0} has too little room in the week in {1} for all these moments."),
    }.get(rule)
    if sentence is not None:
        return sentence().format(*subject)
    return _("The members {juniors} of one group do not have the same senior and moment.").format(
        juniors=", ".join(subject)
    )


def _tell_slot(subject: tuple[str, ...], situation: Situation, decided: Sequence[Pairing]) -> str:
    item, senior = situation.item_of[subject[0]], situation.senior_by_number[subject[1]]
    serving = serving_moments(item, senior, situation)
    if not serving:
        return _("{junior} with {senior}: {reason}.").format(
            junior=subject[0], senior=subject[1], reason=reason(Code.NO_MOMENT)
        )
    slot = next(p.slot for p in decided if p.junior == subject[0])
    best = max(serving, key=lambda m: (m.total, -m.slot.weekday, -m.slot.cell))
    return _(
        "{junior} with {senior}: at {slot} they meet too seldom; {best} would serve them."
    ).format(junior=subject[0], senior=subject[1], slot=slot, best=best.slot)
