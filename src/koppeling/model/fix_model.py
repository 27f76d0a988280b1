"""
`FixProblem` → CP-SAT: what is changed, who is with whom, and what it costs.

`FixModel.__init__` is the index: every rule of the model is one line there.
"""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from ortools.sat.python import cp_model

from koppeling.domain.fix import MAX_EXTRA_MINUTES, STEP_MINUTES, FixKind
from koppeling.domain.people import Junior
from koppeling.domain.scenario import (
    AddRegistration,
    Change,
    Release,
    SetBudget,
    SetHours,
    SetMaxJuniors,
)
from koppeling.model.fix_compiler import FixCompiler, StretchableRow
from koppeling.rules.fix_menu import OFFERED_REGISTRATION, Frame, MenuParty

Structure = frozenset[tuple[FixKind, str]]


class FixModel:
    """
    The CP-SAT model of one question.

    Attributes
    ----------
    proto_model : cp_model.CpModel
        Without an objective until `minimise_cost`.
    pair : list of IntVar
        Per pair of the problem.
    times : list of IntVar
        Per unit of the menu, how many times it is taken.
    """

    def __init__(self, compiler: FixCompiler) -> None:
        self.problem, self.menu = compiler.problem, Menu(compiler)
        self.proto_model = cp_model.CpModel()
        self.pair = [
            self.proto_model.new_bool_var(f"pair[{i},{b}]")
            for i, b in zip(self.problem.pair_item, self.problem.pair_bin, strict=True)
        ]
        self.times = [
            self.proto_model.new_int_var(0, unit.most, f"times[{unit.kind},{unit.who},{n}]")
            for n, unit in enumerate(self.menu.units)
        ]
        self._of = {(unit.kind, *unit.at): self.times[n] for n, unit in enumerate(self.menu.units)}
        self._frames = {
            s: self._choose_frame(s, party.frames)
            for s, party in (*enumerate(compiler.parties), (OWN, compiler.party))
        }
        self._add_one_day_each()
        self._add_one_senior_per_item()
        self._add_placed()
        self._add_locks()
        self._add_registrations()
        self._add_ways()
        for row in self.problem.hours:
            self._add_hours(row)
        for row in self.problem.heads:
            self._add_heads(row)
        self._is_taken = [self._taken(n) for n in range(len(self.menu.units))]
        self._cost = cp_model.LinearExpr.weighted_sum(
            self.times, [unit.cost for unit in self.menu.units]
        )

    def _choose_frame(self, s: int, frames: Sequence[Frame]) -> list[cp_model.IntVar]:
        """Let a party have one frame, and its changes be those of the frame."""
        chosen = [self.proto_model.new_bool_var(f"frame[{s},{f}]") for f in range(len(frames))]
        self.proto_model.add_exactly_one(chosen)
        opened = [v for v, frame in zip(chosen, frames, strict=True) if frame.moments_changes]
        if opened:
            self.proto_model.add(sum(opened) == self._of[FixKind.MOMENTS, s, None])
        by_site: dict[str, list[cp_model.IntVar]] = defaultdict(list)
        for v, frame in zip(chosen, frames, strict=True):
            if frame.site is not None:
                by_site[frame.site].append(v)
        for site, variables in by_site.items():
            self.proto_model.add(sum(variables) == self._of[FixKind.SITE, s, site])
        return chosen

    def _add_one_day_each(self) -> None:
        for s in self._frames:
            days = [v for (kind, who, _), v in self._of.items()
                    if kind is FixKind.WORKING_DAY and who == s]  # fmt: skip
            self.proto_model.add_at_most_one(days)

    def _add_one_senior_per_item(self) -> None:
        of_item: dict[int, list[cp_model.IntVar]] = defaultdict(list)
        for item, variable in zip(self.problem.pair_item, self.pair, strict=True):
            of_item[item].append(variable)
        for choices in of_item.values():
            self.proto_model.add_at_most_one(choices)
        self.proto_model.add(sum(of_item[self.problem.target]) == 1)

    def _add_placed(self) -> None:
        placed = cp_model.LinearExpr.weighted_sum(self.pair, list(self.problem.placed))
        self.proto_model.add(placed >= self.problem.needed)

    def _add_locks(self) -> None:
        """Keep a pair that must stay, unless it is released: then its junior goes elsewhere."""
        for p in self.problem.locked:
            released = self._of[FixKind.RELEASE, OWN, self.problem.pair_item[p]]
            self.proto_model.add(self.pair[p] + released == 1)

    def _add_registrations(self) -> None:
        for p in self.problem.unregistered:
            held = self._of[FixKind.REGISTRATION, self.problem.pair_bin[p], None]
            self.proto_model.add_implication(self.pair[p], held)

    def _add_ways(self) -> None:
        """Give a chosen pair one of its ways, under the frames and on the days it needs."""
        problem = self.problem
        variables = [self.proto_model.new_bool_var(f"way[{w}]") for w in range(len(problem.ways))]
        of_pair: dict[int, list[cp_model.IntVar]] = defaultdict(list)
        needing: dict[tuple[int, cp_model.IntVar], list[cp_model.IntVar]] = defaultdict(list)
        by_index: dict[int, cp_model.IntVar] = {}
        for way, variable in zip(problem.ways, variables, strict=True):
            of_pair[way.pair].append(variable)
            s = problem.pair_bin[way.pair]
            needs = [self._frames[s][way.frame]]
            if problem.pair_item[way.pair] == problem.target:
                needs.append(self._frames[OWN][way.own_frame])
            if way.day is not None:
                needs.append(self._of[FixKind.WORKING_DAY, s, way.day])
            if way.own_day is not None:
                needs.append(self._of[FixKind.WORKING_DAY, OWN, way.own_day])
            for need in needs:
                by_index[need.index] = need
                needing[way.pair, need.index].append(variable)  # type: ignore[index]
        for p, choices in of_pair.items():
            self.proto_model.add(sum(choices) == self.pair[p])
        for (_p, index), choices in needing.items():
            self.proto_model.add(sum(choices) <= by_index[index])  # type: ignore[index]
        for row in problem.rows:
            taken = [variables[w] for w in row.options]
            used = cp_model.LinearExpr.weighted_sum(taken, list(row.uses))
            self.proto_model.add(used <= row.capacity)

    def _add_hours(self, row: StretchableRow) -> None:
        """Keep a senior's time in a quarter, the talk included, with what is added to it."""
        is_used = self.proto_model.new_bool_var(f"used[{row.bin},{row.quarter}]")
        for p in row.pairs:
            self.proto_model.add_implication(self.pair[p], is_used)
        more = STEP_MINUTES * self._of[FixKind.HOURS, row.bin, row.quarter]
        room = (row.capacity - row.charge) * is_used + more
        self.proto_model.add(self._used(row) <= room)

    def _add_heads(self, row: StretchableRow) -> None:
        more = self._of[FixKind.MAX_JUNIORS, row.bin, None]
        self.proto_model.add(self._used(row) <= row.capacity + more)

    def _used(self, row: StretchableRow) -> cp_model.LinearExpr:
        chosen = [self.pair[p] for p in row.pairs]
        return cp_model.LinearExpr.weighted_sum(chosen, list(row.amounts))

    def _taken(self, n: int) -> cp_model.IntVar:
        """Return the variable that is 1 when a unit is taken at all."""
        unit, times = self.menu.units[n], self.times[n]
        if unit.most == 1:
            return times
        taken = self.proto_model.new_bool_var(f"taken[{n}]")
        self.proto_model.add(times <= unit.most * taken)
        return taken

    def minimise_cost(self, least: int) -> None:
        """Ask for the least cost, which is known to be `least` at the least."""
        self.proto_model.clear_hints()  # type: ignore[no-untyped-call]
        self.proto_model.add(self._cost >= least)
        self.proto_model.minimize(self._cost)

    def settle(self, times: Sequence[int], values: Sequence[int], *, by_place: bool) -> Self:
        """
        Return a model for what costs no more: with least changes, or earliest in the menu.

        Parameters
        ----------
        times : sequence of int
            What was found, per unit.
        values : sequence of int
            Value of each of `hinted` in that answer.
        by_place : bool
            False for the least changes; True for the earliest with no more changes.
        """
        units = self.menu.units
        sizes = [len(unit.changes) for unit in units]
        number = cp_model.LinearExpr.weighted_sum(self._is_taken, sizes)
        twin = copy.copy(self)
        twin.proto_model = self.proto_model.clone()
        twin.proto_model.add(self._cost <= self.cost_of(times))
        if by_place:
            twin.proto_model.add(number <= self.num_changes(times))
            places = list(range(len(units)))
            number = cp_model.LinearExpr.weighted_sum(self.times, places)
        twin.proto_model.minimize(number)
        for variable, value in zip(self.hinted, values, strict=True):
            twin.proto_model.add_hint(variable, value)
        return twin

    @property
    def hinted(self) -> list[cp_model.IntVar]:
        """What is enough to know of an answer."""
        return [*self.times, *self.pair]

    def forbid(self, structure: Structure) -> bool:
        """Rule out every set of changes with this structure, or more; False if that is all."""
        wanted: dict[tuple[FixKind, str], list[int]] = defaultdict(list)
        for n, unit in enumerate(self.menu.units):
            if (unit.kind, unit.who) in structure:
                wanted[unit.kind, unit.who].append(n)
        parts = []
        for members in wanted.values():
            part = self._is_taken[members[0]]
            if len(members) > 1:
                part = self.proto_model.new_bool_var("")
                for n in members:
                    self.proto_model.add_implication(self._is_taken[n], part)
            parts.append(part)
        if not parts:  # nothing but what every fix has
            return False
        self.proto_model.add(sum(parts) <= len(parts) - 1)
        return True

    def cost_of(self, times: Sequence[int]) -> int:
        """Return what is paid for what is on offer, as the units count."""
        return sum(unit.cost * n for unit, n in zip(self.menu.units, times, strict=True))

    def num_changes(self, times: Sequence[int]) -> int:
        """Count the changes on offer that are taken."""
        return sum(len(u.changes) for u, n in zip(self.menu.units, times, strict=True) if n)

    def taken_units(self, times: Sequence[int]) -> list[tuple[FixUnit, int]]:
        """List what is changed, in the order of the menu, with how many times."""
        taken = [(unit, n) for unit, n in zip(self.menu.units, times, strict=True) if n]
        return [*taken, *((unit, 1) for unit in self.menu.needed)]


def structure_of(taken: Iterable[tuple[FixUnit, int]]) -> Structure:
    """Return which kinds are changed for whom."""
    return frozenset((unit.kind, unit.who) for unit, _times in taken)


@dataclass(frozen=True, kw_only=True)
class FixUnit:
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

    def _hours(self) -> Iterator[FixUnit]:
        for row in self._compiler.problem.hours:
            if row.quarter is None:
                continue
            who, quarter = self._number(row.bin), self._situation.quarters[row.quarter]
            more = SetHours(who=who, minutes=STEP_MINUTES, is_relative=True, quarter=quarter)
            yield FixUnit(
                kind=FixKind.HOURS, who=who, cost=self._costs[FixKind.HOURS],
                most=MAX_EXTRA_MINUTES // STEP_MINUTES, at=(row.bin, row.quarter), changes=(more,),
            )  # fmt: skip

    def _max_juniors(self) -> Iterator[FixUnit]:
        most: dict[int, int] = defaultdict(int)
        for row in self._compiler.problem.heads:
            most[row.bin] = max(most[row.bin], sum(row.amounts) - row.capacity)
        for s, number in most.items():
            who = self._number(s)
            one_more = SetMaxJuniors(who=who, number=1, is_relative=True)
            yield FixUnit(
                kind=FixKind.MAX_JUNIORS, who=who, cost=2 * self._costs[FixKind.MAX_JUNIORS],
                most=number, at=(s, None), changes=(one_more,),
            )  # fmt: skip

    def _of_parties(self, kind: FixKind) -> Iterator[FixUnit]:
        """Offer what changes where and when people meet; members of a group all together."""
        for s, party in (*enumerate(self._compiler.parties), (OWN, self._compiler.party)):
            for detail, changes in _arrangements(party, kind):
                yield FixUnit(
                    kind=kind, who=party.key, cost=2 * len(changes) * self._costs[kind], most=1,
                    at=(s, detail), changes=changes,
                )  # fmt: skip

    def _releases(self) -> Iterator[FixUnit]:
        """Offer to release the pairs that must stay; of a group all members together."""
        problem, locked = self._compiler.problem, self._situation.locked
        for p in problem.locked:
            i = problem.pair_item[p]
            members = self._situation.items[i].members
            changes = tuple(Release(junior=m.number) for m in members if m.number in locked)
            yield FixUnit(
                kind=FixKind.RELEASE, who=members[0].number, cost=2 * self._costs[FixKind.RELEASE],
                most=1, at=(OWN, i), changes=changes,
            )  # fmt: skip

    def _registrations(self) -> Iterator[FixUnit]:
        problem = self._compiler.problem
        for s in sorted({problem.pair_bin[p] for p in problem.unregistered}):
            who = self._number(s)
            yield FixUnit(
                kind=FixKind.REGISTRATION, who=who,
                cost=2 * self._costs[FixKind.REGISTRATION], most=1, at=(s, None),
                changes=(AddRegistration(who=who, registration=OFFERED_REGISTRATION),),
            )  # fmt: skip

    def _budget(self) -> Iterator[FixUnit]:
        """Ask of each member the hours that the planning quarter takes, in whole steps."""
        for member in self._compiler.item.members:
            steps = self._steps_short(member)
            if steps > 0:
                more = SetBudget(who=member.number, minutes=steps * STEP_MINUTES, is_relative=True)
                yield FixUnit(
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
    party: MenuParty, kind: FixKind
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
