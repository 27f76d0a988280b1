"""The menu of one question: every change on offer with its place, its cost and its variable."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from koppeling.domain.fix import MAX_EXTRA_MINUTES, STEP_MINUTES, FixKind
from koppeling.domain.people import Junior
from koppeling.domain.scenario import (
    Change,
    Register,
    Release,
    SetBudget,
    SetHours,
    SetMaxJuniors,
)
from koppeling.model.fixing import FixCompiler
from koppeling.rules.menu import OFFERED_REGISTRATION, Party


@dataclass(frozen=True, kw_only=True)
class Unit:
    """
    One change on offer, once or several times.

    Parameters
    ----------
    kind : FixKind
        What is changed.
    who : str
        Number of the senior or junior; with the kind it makes up the structure.
    cost : int
        Of one time, in half thousandths, so that a step of half an hour is whole.
    most : int
        How many times at most.
    at : tuple
        What decides it in the model: (bin or -1 for the item itself, detail).
    changes : tuple of Change
        Of one time.
    """

    kind: FixKind
    who: str
    cost: int
    most: int
    at: tuple[int, int | str | None]
    changes: tuple[Change, ...]

    def applied(self, times: int) -> tuple[Change, ...]:
        """Return the changes of so many times."""
        (first, *_rest) = self.changes
        if isinstance(first, SetHours):
            return (
                SetHours(
                    who=first.who,
                    minutes=times * first.minutes,
                    is_relative=True,
                    quarter=first.quarter,
                ),
            )
        if isinstance(first, SetMaxJuniors):
            return (SetMaxJuniors(who=first.who, number=times, is_relative=True),)
        return self.changes


#: The item itself, where a unit is about no senior.
OWN = -1


class Menu:
    """
    All that is on offer for a question, in order; costs are those of the instance.

    Attributes
    ----------
    units : tuple of Unit
        In order of kind, then of senior, the item itself last.
    needed : tuple of Unit
        Changes that every fix must have: the junior's own hours.
    """

    def __init__(self, compiler: FixCompiler) -> None:
        self._compiler = compiler
        self._situation = compiler.situation
        self._costs = compiler.situation.instance.fix_costs.by_kind
        self.needed = tuple(self._budget())
        self.units = (
            *self._hours(),
            *self._max_juniors(),
            *self._of_parties(FixKind.WORKING_DAY),
            *self._of_parties(FixKind.MOMENTS),
            *self._of_parties(FixKind.SITE),
            *self._releases(),
            *self._registrations(),
        )

    def _number(self, s: int) -> str:
        return self._situation.instance.seniors[s].number

    def _hours(self) -> Iterator[Unit]:
        for row in self._compiler.problem.hours:
            if row.quarter is None:
                continue
            who, quarter = self._number(row.bin), self._situation.quarters[row.quarter]
            more = SetHours(who=who, minutes=STEP_MINUTES, is_relative=True, quarter=quarter)
            yield Unit(
                kind=FixKind.HOURS, who=who, cost=self._costs[FixKind.HOURS],
                most=MAX_EXTRA_MINUTES // STEP_MINUTES, at=(row.bin, row.quarter), changes=(more,),
            )  # fmt: skip

    def _max_juniors(self) -> Iterator[Unit]:
        most: dict[int, int] = defaultdict(int)
        for row in self._compiler.problem.heads:
            most[row.bin] = max(most[row.bin], sum(row.amounts) - row.capacity)
        for s, number in most.items():
            who = self._number(s)
            one_more = SetMaxJuniors(who=who, number=1, is_relative=True)
            yield Unit(
                kind=FixKind.MAX_JUNIORS, who=who, cost=2 * self._costs[FixKind.MAX_JUNIORS],
                most=number, at=(s, None), changes=(one_more,),
            )  # fmt: skip

    def _of_parties(self, kind: FixKind) -> Iterator[Unit]:
        """Offer what changes where and when people meet; members of a group all together."""
        for s, party in (*enumerate(self._compiler.parties), (OWN, self._compiler.party)):
            for detail, changes in _arrangements(party, kind):
                yield Unit(
                    kind=kind, who=party.key, cost=2 * len(changes) * self._costs[kind], most=1,
                    at=(s, detail), changes=changes,
                )  # fmt: skip

    def _releases(self) -> Iterator[Unit]:
        """Offer to release the pairs that must stay; of a group all members together."""
        problem, locked = self._compiler.problem, self._situation.locked
        for p in problem.locked:
            i = problem.pair_item[p]
            members = self._situation.items[i].members
            changes = tuple(Release(junior=m.number) for m in members if m.number in locked)
            yield Unit(
                kind=FixKind.RELEASE, who=members[0].number, cost=2 * self._costs[FixKind.RELEASE],
                most=1, at=(OWN, i), changes=changes,
            )  # fmt: skip

    def _registrations(self) -> Iterator[Unit]:
        problem = self._compiler.problem
        for s in sorted({problem.pair_bin[p] for p in problem.unregistered}):
            who = self._number(s)
            yield Unit(
                kind=FixKind.REGISTRATION, who=who,
                cost=2 * self._costs[FixKind.REGISTRATION], most=1, at=(s, None),
                changes=(Register(who=who, registration=OFFERED_REGISTRATION),),
            )  # fmt: skip

    def _budget(self) -> Iterator[Unit]:
        """Ask of each member the hours that the planning quarter takes, in whole steps."""
        for member in self._compiler.item.members:
            steps = self._steps_short(member)
            if steps > 0:
                more = SetBudget(who=member.number, minutes=steps * STEP_MINUTES, is_relative=True)
                yield Unit(
                    kind=FixKind.BUDGET, who=member.number,
                    cost=steps * self._costs[FixKind.BUDGET], most=1, at=(OWN, None),
                    changes=(more,),
                )  # fmt: skip

    def _steps_short(self, member: Junior) -> int:
        if member.budget_minutes is None:
            return 0
        asked = self._situation.own_minutes[member.number][0]
        return -(-(asked - member.budget_minutes) // STEP_MINUTES)


def _arrangements(
    party: Party, kind: FixKind
) -> Iterator[tuple[int | str | None, tuple[Change, ...]]]:
    """List what a party could arrange otherwise: a weekday, a site, or its windows."""
    if kind is FixKind.WORKING_DAY:
        yield from party.days.items()
        return
    seen = set()
    for frame in party.frames:
        is_moments = kind is FixKind.MOMENTS
        detail = None if is_moments else frame.site
        changes = frame.moments_changes if is_moments else frame.site_changes
        if changes and detail not in seen:
            seen.add(detail)
            yield detail, changes
