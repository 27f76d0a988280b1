"""
Every set of changes there is, tried one by one: the referee of the cheapest fixes.

Starts from the rules and from changed practices; knows nothing of the arrays
or the model in which the program looks for fixes.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product
from types import MappingProxyType

from koppeling.domain.fix import FixCosts, FixKind
from koppeling.domain.instance import Instance, PairingRow, PairingStatus, Settings
from koppeling.domain.people import MeetingWindow, Person, Senior, WorkingHours
from koppeling.domain.result import Code
from koppeling.domain.scenario import (
    AddRegistration,
    Change,
    OpenMoments,
    Release,
    SetBudget,
    SetSites,
    SetWorkingDays,
)
from koppeling.domain.trajectory import JUNIOR_PHASES, Registration, TrajectoryType
from koppeling.rules.candidates import find_candidates
from koppeling.rules.changing import change
from koppeling.rules.eligibility import binding_codes, is_locked
from koppeling.rules.moments import Moment, serving_moments
from koppeling.rules.room import exceeded_rows
from koppeling.rules.situation import Item, Situation
from tests.random_practices import random_practice

Atom = tuple[FixKind, str]
TALK = 30
#: In thousandths; low enough that every kind is used, apart enough that few sets tie.
COSTS = {
    FixKind.HOURS: 1000,
    FixKind.MAX_JUNIORS: 1200,
    FixKind.WORKING_DAY: 2600,
    FixKind.MOMENTS: 600,
    FixKind.SITE: 1700,
    FixKind.RELEASE: 800,
    FixKind.REGISTRATION: 2200,
    FixKind.BUDGET: 400,
}


@dataclass(frozen=True)
class Offer:
    """One structural change on the menu."""

    atom: Atom
    cost: int
    changes: tuple[Change, ...]


def tiny_practice(seed: int) -> Instance:
    """Make a practice with all that a fix can be about."""
    rng = random.Random(7000 + seed)
    shape = rng.choice(((3, 2), (4, 2), (3, 3)))
    days, length = rng.choice(((1, 1), (2, 1), (2, 2), (3, 2)))
    instance = random_practice(seed, *shape, num_days=days, length=length)
    demanding = TrajectoryType(name="skj", phases=JUNIOR_PHASES, demand=Registration.SKJ)
    juniors = tuple(
        replace(
            one,
            trajectory="skj" if rng.random() < 0.15 else one.trajectory,
            budget_minutes=rng.choice((60, 100)) if rng.random() < 0.15 else None,
            windows=_windows(rng),
        )
        for one in instance.juniors
    )
    seniors = tuple(
        replace(
            one,
            windows=_windows(rng),
            max_juniors=rng.choice((None, 1, 1, 2)),
            registrations=("NVO-OG",) if rng.random() < 0.3 else (),
        )
        for one in instance.seniors
    )
    instance = replace(
        instance,
        juniors=juniors,
        seniors=seniors,
        trajectories=MappingProxyType({**instance.trajectories, "skj": demanding}),
        settings=replace(instance.settings, keep_running=rng.random() < 0.2),
        fix_costs=FixCosts(by_kind=MappingProxyType(COSTS)),
    )
    return _with_locks(instance, rng) if rng.random() < 0.4 else instance


def _with_locks(instance: Instance, rng: random.Random) -> Instance:
    """Lock half of the juniors to somebody they could be with."""
    situation = Situation(instance)
    seniors: dict[str, list[str]] = {}
    for candidate in find_candidates(situation):
        members = situation.items[candidate.item].members
        if len(members) == 1:
            number = instance.seniors[candidate.senior].number
            seniors.setdefault(members[0].number, []).append(number)
    bound = {junior: rng.choice(them) for junior, them in seniors.items() if rng.random() < 0.5}
    rows = [row for row in instance.pairings if row.junior not in bound]
    rows += [
        PairingRow(junior=junior, senior=senior, status=PairingStatus.LOCKED)
        for junior, senior in bound.items()
    ]
    groups = tuple(
        replace(group, senior=rng.choice(instance.seniors).number) for group in instance.groups
    )
    return replace(instance, pairings=tuple(rows), groups=groups)


def _windows(rng: random.Random) -> tuple[MeetingWindow, ...]:
    if rng.random() < 0.75:
        return ()
    return (MeetingWindow(weekday=rng.randrange(3), start_minute=540, end_minute=570),)


def offers(situation: Situation, item: Item) -> Iterator[Offer]:
    """List the structural changes that docs/rules.md puts on the menu."""
    instance = situation.instance
    parties: list[tuple[Sequence[Person], Sequence[Person]]] = [
        ((senior,), item.members) for senior in instance.seniors
    ]
    for people, others in (*parties, (item.members, instance.seniors)):
        yield from _of_people(people, others, instance)
    for other in situation.items:
        bound = [j.number for j in other.members if j.number in situation.locked]
        if bound:
            releases = tuple(Release(junior=number) for number in bound)
            yield Offer((FixKind.RELEASE, other.key), COSTS[FixKind.RELEASE], releases)
    for senior in instance.seniors:
        if not senior.registrations:
            register = AddRegistration(who=senior.number, registration="NVO-OG")
            cost = COSTS[FixKind.REGISTRATION]
            yield Offer((FixKind.REGISTRATION, senior.number), cost, (register,))


def _of_people(
    people: Sequence[Person], others: Sequence[Person], instance: Instance
) -> Iterator[Offer]:
    who = people[0].number
    for weekday in range(5):
        lacking = [p for p in people if all(h.weekday != weekday for h in p.hours)]
        if lacking:
            changes = tuple(_day(p, weekday, instance.settings) for p in lacking)
            cost = len(lacking) * COSTS[FixKind.WORKING_DAY]
            yield Offer((FixKind.WORKING_DAY, who), cost, changes)
    windowed = [p for p in people if p.windows]
    if windowed:
        cost = len(windowed) * COSTS[FixKind.MOMENTS]
        yield Offer(
            (FixKind.MOMENTS, who), cost, tuple(OpenMoments(who=p.number) for p in windowed)
        )
    for site in sorted({site for p in others for site in p.sites}):
        lacking = [p for p in people if site not in p.sites]
        if lacking:
            added = tuple(SetSites(who=p.number, sites=(site,), keeps_others=True) for p in lacking)
            yield Offer((FixKind.SITE, who), len(lacking) * COSTS[FixKind.SITE], added)


def _day(person: Person, weekday: int, settings: Settings) -> SetWorkingDays:
    """Add a day in the hours of most days; the random patterns are one stretch a day."""
    first = settings.quarter.first_day
    by_day: dict[tuple[int, str], list[tuple[int, int]]] = {}
    for part in person.hours:
        for weeks in ("even", "odd"):
            if part.weeks.value in (weeks, "every"):
                key = (part.weekday, weeks)
                by_day.setdefault(key, []).append((part.start_minute, part.end_minute))
    patterns = [tuple(sorted(by_day[key])) for key in sorted(by_day)]
    usual = max(patterns, key=lambda p: (patterns.count(p), -patterns.index(p)))
    hours = tuple(WorkingHours(weekday=weekday, start_minute=a, end_minute=b) for a, b in usual)
    return SetWorkingDays(who=person.number, hours=hours, day=first, keeps_others=True)


def cheapest_by_structure(
    instance: Instance, key: str, needed: int, limit: int
) -> dict[frozenset[Atom], tuple[int, int]]:
    """
    Try everything that costs at most `limit`.

    Returns
    -------
    dict
        Structure → (least cost, least number of changes at that cost), for every
        structure that places the item and `needed` juniors in all.
    """
    base = Situation(instance)
    item = base.item_of[key]
    own = list(_own_hours(base, item))
    spent = sum(offer.cost for offer in own)
    menu = list(offers(base, item))
    best: dict[frozenset[Atom], tuple[int, int]] = {}
    for size in range(len(menu) + 1):
        some = False
        for chosen in combinations(menu, size):
            cost = spent + sum(offer.cost for offer in chosen)
            if cost > limit or _is_double(chosen):
                continue
            some = True
            taken = [*own, *chosen]
            for atoms, more, steps in _stretches(instance, taken, key, needed):
                structure = frozenset({*atoms, *(offer.atom for offer in taken)})
                number = steps + sum(len(offer.changes) for offer in taken)
                if cost + more <= limit:
                    found = (cost + more, number)
                    best[structure] = min(found, best.get(structure, found))
        if not some:
            break
    return best


def _own_hours(situation: Situation, item: Item) -> Iterator[Offer]:
    for one in item.members:
        asked = situation.own_minutes[one.number][0]
        if one.budget_minutes is not None and asked > one.budget_minutes:
            steps = -(-(asked - one.budget_minutes) // 30)
            more = SetBudget(who=one.number, minutes=30 * steps, is_relative=True)
            yield Offer((FixKind.BUDGET, one.number), steps * COSTS[FixKind.BUDGET] // 2, (more,))


def _is_double(chosen: Sequence[Offer]) -> bool:
    """At most one extra day, and one extra site, for each."""
    atoms = [offer.atom for offer in chosen]
    return len(set(atoms)) < len(atoms)


def _stretches(
    instance: Instance, taken: Sequence[Offer], key: str, needed: int
) -> Iterator[tuple[set[Atom], int, int]]:
    """List what hours and numbers each answer of a changed practice takes on top."""
    changed = change(instance, [c for offer in taken for c in offer.changes])
    situation = Situation(changed)
    released = {offer.atom[1] for offer in taken if offer.atom[0] is FixKind.RELEASE}
    options = [list(_seniors(situation, item, released)) for item in situation.items]
    moments = {
        (i, s.number): serving_moments(situation.items[i], s, situation)
        for i, seniors in enumerate(options)
        for s in seniors
        if s is not None
    }
    for seniors in product(*options):
        answer = {i: s for i, s in enumerate(seniors) if s is not None}
        items = situation.items
        placed = sum(len(items[i].members) for i in answer)
        if placed < needed or not any(items[i].key == key for i in answer):
            continue
        if _has_room(situation, answer, moments):
            found = _stretch(situation, answer)
            if found is not None:
                yield found


def _seniors(situation: Situation, item: Item, released: set[str]) -> Iterator[Senior | None]:
    """List with whom an item can be, whatever the hours; locks leave one choice."""
    locked = [s for s in situation.instance.seniors if is_locked(item, s, situation)]
    if not locked:
        yield None
    for senior in locked or situation.instance.seniors:
        codes = binding_codes(item, senior, situation) - {Code.TIME_SENIOR}
        if not codes and serving_moments(item, senior, situation):
            yield senior
    assert not (locked and item.key in released)


def _has_room(
    situation: Situation,
    answer: Mapping[int, Senior],
    moments: Mapping[tuple[int, str], tuple[Moment, ...]],
) -> bool:
    for senior in situation.instance.seniors:
        mine = [i for i, s in answer.items() if s.number == senior.number]
        if len(mine) < 2:
            continue
        items = [situation.items[i] for i in mine]
        choices = product(*(moments[i, senior.number] for i in mine))
        if not any(_fits(items, chosen, senior, situation) for chosen in choices):
            return False
    return True


def _fits(
    items: Sequence[Item], chosen: Sequence[Moment], senior: Senior, situation: Situation
) -> bool:
    placements = list(zip(items, chosen, strict=True))
    return next(iter(exceeded_rows(placements, senior, situation)), None) is None


def _stretch(
    situation: Situation, answer: Mapping[int, Senior]
) -> tuple[set[Atom], int, int] | None:
    atoms: set[Atom] = set()
    cost = number = 0
    for senior in situation.instance.seniors:
        mine = [situation.items[i] for i, s in answer.items() if s.number == senior.number]
        heads = 0
        for q, budget in enumerate(situation.budgets[senior.number]):
            used = sum(item.minutes[q] for item in mine)
            if budget.is_out or not used:
                continue
            steps = max(0, -(-(used + TALK - budget.cap_minutes) // 30))
            if steps > 16:
                return None
            if steps:
                atoms.add((FixKind.HOURS, senior.number))
                cost, number = cost + steps * COSTS[FixKind.HOURS] // 2, number + 1
            if budget.max_juniors is not None:
                present = sum(situation.num_needing(item, q) for item in mine)
                heads = max(heads, present - budget.max_juniors)
        if heads:
            atoms.add((FixKind.MAX_JUNIORS, senior.number))
            cost, number = cost + heads * COSTS[FixKind.MAX_JUNIORS], number + 1
    return atoms, cost, number
