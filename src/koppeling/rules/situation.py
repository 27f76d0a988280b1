"""What the rules need of an instance, derived once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import TypeVar, cast

from koppeling.domain.instance import Escalation, Instance, Level, PairingRow, PairingStatus
from koppeling.domain.people import Junior, Person, Senior
from koppeling.domain.period import Quarter, num_cells
from koppeling.domain.trajectory import TrajectoryType
from koppeling.rules.budgets import Budget, find_budgets
from koppeling.rules.day_sets import HorizonCalendar, build_calendar
from koppeling.rules.needs import NeededMeeting, due_meetings, start_of
from koppeling.rules.points import Scores, trajectory_name
from koppeling.rules.presence import Presence, build_presence, guided_days

P = TypeVar("P", bound=Person)


@dataclass(frozen=True, kw_only=True)
class Item:
    """
    What is placed as one: a junior, or the members of a group together.

    `meetings` are those due inside the horizon (for a group the union of the
    members', each taken once); `need` and `minutes` are per quarter of the
    horizon; `num_cells` is the length of the fixed slot: that of the longest
    meeting.
    """

    members: tuple[Junior, ...]
    meetings: tuple[NeededMeeting, ...]
    need: tuple[int, ...]
    minutes: tuple[int, ...]
    num_cells: int

    @property
    def key(self) -> str:
        """Number of the first member: what items are ordered by."""
        return self.members[0].number


@dataclass(frozen=True)
class Situation:
    """
    An instance with what follows from it; everything is computed on first use.

    The rules read from here and change nothing.
    """

    instance: Instance

    def with_levels(self, levels: tuple[Level, ...]) -> Situation:
        """Return this situation under other goals, with all that was worked out already."""
        other = Situation(replace(self.instance, levels=levels))
        known = {name: value for name, value in vars(self).items() if name != "instance"}
        vars(other).update(known)
        return other

    @cached_property
    def calendar(self) -> HorizonCalendar:
        """The horizon's days."""
        return build_calendar(self.instance)

    @cached_property
    def quarters(self) -> tuple[Quarter, ...]:
        """The quarters of the horizon, the planning quarter first."""
        return self.instance.settings.quarters

    @cached_property
    def first_day(self) -> date:
        """The first day of the planning quarter."""
        return self.quarters[0].first_day

    @cached_property
    def junior_by_number(self) -> dict[str, Junior]:
        """Juniors by personnel number."""
        return {junior.number: junior for junior in self.instance.juniors}

    @cached_property
    def senior_by_number(self) -> dict[str, Senior]:
        """Seniors by personnel number."""
        return {senior.number: senior for senior in self.instance.seniors}

    @cached_property
    def _about(self) -> dict[str, Instance]:
        """
        The instance with no other groups and escalations than those of a junior, by number.

        What is derived per junior then has nothing to search through.
        """
        bare = replace(self.instance, groups=(), escalations=())
        groups = {group.name: group for group in reversed(self.instance.groups)}
        escalations: dict[str, list[Escalation]] = defaultdict(list)
        for row in self.instance.escalations:
            escalations[row.junior].append(row)
        about = {}
        for junior in self.instance.juniors:
            group = groups.get(junior.group) if junior.group is not None else None
            rows = tuple(escalations.get(junior.number, ()))
            about[junior.number] = bare
            if group or rows:
                own = (group,) if group else ()
                about[junior.number] = replace(bare, groups=own, escalations=rows)
        return about

    @cached_property
    def kinds(self) -> dict[str, TrajectoryType]:
        """The type of trajectory in force, by junior number."""
        kinds = self.instance.trajectories
        return {
            junior.number: kinds[trajectory_name(junior, self._about[junior.number])]
            for junior in self.instance.juniors
        }

    @cached_property
    def _presences(self) -> dict[tuple[type, str, int], Presence]:
        return {}

    def presence(self, person: Person, length: int = 1) -> Presence:
        """When and where a person can meet; of longer meetings the cells at which they begin."""
        key = (type(person), person.number, length)
        if key not in self._presences:
            if length > 1:
                found = self.presence(person).starting(length)
            else:
                about = self._about.get(person.number, self.instance)
                start = start_of(person, about) if isinstance(person, Junior) else None
                found = build_presence(person, self.calendar, start)
            self._presences[key] = found
        return self._presences[key]

    @cached_property
    def meetings(self) -> dict[str, tuple[NeededMeeting, ...]]:
        """Meetings due in the horizon, per junior."""
        first, last = self.calendar.first, self.calendar.last
        return {
            junior.number: tuple(
                m
                for m in due_meetings(junior, self._about[junior.number])
                if first <= m.day <= last
            )
            for junior in self.instance.juniors
        }

    def need(self, meetings: Iterable[NeededMeeting]) -> tuple[int, ...]:
        """Count meetings per quarter of the horizon."""
        return self._per_quarter((m.day, 1) for m in meetings)

    def minutes(self, meetings: Iterable[NeededMeeting]) -> tuple[int, ...]:
        """Sum the minutes of meetings per quarter of the horizon."""
        return self._per_quarter((m.day, m.minutes) for m in meetings)

    def _per_quarter(self, dated: Iterable[tuple[date, int]]) -> tuple[int, ...]:
        """Add amounts up by quarter, reckoned in whole numbers: a `Quarter` each is slow."""
        sums = [0] * len(self.quarters)
        before = 4 * self.quarters[0].year + self.quarters[0].number - 1
        for day, amount in dated:
            q = 4 * day.year + (day.month - 1) // 3 - before
            if 0 <= q < len(sums):
                sums[q] += amount
        return tuple(sums)

    @cached_property
    def own_minutes(self) -> dict[str, tuple[int, ...]]:
        """Minutes due per quarter of the horizon, by junior number."""
        return {number: self.minutes(due) for number, due in self.meetings.items()}

    @cached_property
    def idle(self) -> tuple[Junior, ...]:
        """Juniors without need in the whole horizon."""
        return tuple(j for j in self.instance.juniors if not self.meetings[j.number])

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """What is to be placed, in order of the first member's number."""
        together: dict[str, list[Junior]] = {}
        known_groups = {group.name for group in self.instance.groups}
        for junior in self.instance.juniors:
            if self.meetings[junior.number]:
                in_group = junior.group in known_groups
                key = f"g{junior.group}" if in_group else f"j{junior.number}"
                together.setdefault(key, []).append(junior)
        return tuple(
            sorted((self._item(members) for members in together.values()), key=lambda i: i.key)
        )

    def _item(self, members: list[Junior]) -> Item:
        everyone = sorted(m for j in members for m in self.meetings[j.number])
        union = tuple(
            max(of_day, key=lambda m: m.minutes)
            for _, of_day in groupby(everyone, key=lambda m: m.day)
        )
        return Item(
            members=tuple(members),
            meetings=union,
            need=self.need(union),
            minutes=self.minutes(union),
            num_cells=num_cells(max(m.minutes for m in union)),
        )

    def num_needing(self, item: Item, quarter: int) -> int:
        """Count the members of `item` who have a meeting in the quarter with this index."""
        return sum(self.own_minutes[junior.number][quarter] > 0 for junior in item.members)

    @cached_property
    def item_of(self) -> dict[str, Item]:
        """The item each placed-able junior belongs to, by number."""
        return {j.number: item for item in self.items for j in item.members}

    def attending(self, item: Item, q: int) -> tuple[Junior, ...]:
        """Return the members who need a meeting in the horizon's quarter `q`; all where none."""
        needing = tuple(j for j in item.members if self.own_minutes[j.number][q])
        return needing or item.members

    def waits_for(self, person: Person, item: Item) -> int:
        """Return the days on which a meeting of an item waits for a person (domain.md §7)."""
        if isinstance(person, Junior) and len(item.members) > 1:
            return guided_days(person, self.calendar)
        return self.calendar.all_days

    @cached_property
    def days_asked(self) -> dict[str, tuple[tuple[int, ...], ...]]:
        """Per item (by key), quarter and member with a need in it, the days to meet on."""
        found = {}
        for item in self.items:
            waits = tuple((j.number, self.waits_for(j, item)) for j in item.members)
            found[item.key] = tuple(
                tuple(quarter & days for number, days in waits if self.own_minutes[number][q])
                for q, quarter in enumerate(self.calendar.quarters.values())
            )
        return found

    @cached_property
    def budgets(self) -> dict[str, tuple[Budget, ...]]:
        """Budget per quarter of the horizon, by senior number."""
        return find_budgets(self.instance)

    @cached_property
    def _quarters_out(self) -> dict[str, tuple[int, ...]]:
        return {
            number: tuple(q for q, budget in enumerate(budgets) if budget.is_out)
            for number, budgets in self.budgets.items()
        }

    def quarters_out(self, senior: Senior) -> tuple[int, ...]:
        """List the quarters of the horizon, by index, in which a senior is out."""
        return self._quarters_out[senior.number]

    @cached_property
    def running(self) -> dict[str, PairingRow]:
        """The open running or locked row of each junior."""
        return {
            row.junior: row
            for row in self.instance.pairings
            if row.status in (PairingStatus.RUNNING, PairingStatus.LOCKED)
            and row.is_open(self.instance.settings.quarter)
        }

    def is_kept(self, junior: str, senior: str) -> bool:
        """Tell whether a pair continues a running or locked one (B12)."""
        row = self.running.get(junior)
        return row is not None and row.senior == senior

    @cached_property
    def locked(self) -> dict[str, PairingRow]:
        """
        What management has decided, by junior number.

        Rows with status *vast*; running rows when the setting keeps those; and
        the senior that the sheet Groepen names for a group.
        """
        decided = {
            number: row
            for number, row in self.running.items()
            if row.status is PairingStatus.LOCKED or self.instance.settings.keep_running
        }
        of_group = {g.name: g.senior for g in self.instance.groups if g.senior is not None}
        for junior in self.instance.juniors:
            if junior.group in of_group and junior.number not in decided:
                decided[junior.number] = PairingRow(
                    junior=junior.number,
                    senior=of_group[junior.group],
                    status=PairingStatus.LOCKED,
                    where="Groepen",
                )
        return decided

    @cached_property
    def forbidden(self) -> frozenset[tuple[str, str]]:
        """Pairs (junior, senior) under a ban or a veto of either."""
        banned = {
            (row.junior, row.senior)
            for row in self.instance.pairings
            if row.status is PairingStatus.FORBIDDEN and row.is_open(self.instance.settings.quarter)
        }
        for wish in self.instance.preferences:
            if wish.veto:
                banned |= {(wish.source, wish.target), (wish.target, wish.source)}
        return frozenset(banned)

    @cached_property
    def ranks(self) -> dict[tuple[str, str], int]:
        """Rank of each preference by (source, target)."""
        return {
            (wish.source, wish.target): wish.rank
            for wish in self.instance.preferences
            if wish.rank is not None
        }

    @cached_property
    def scores(self) -> Scores:
        """The components of the points of any pair."""
        return Scores(self.instance, self.ranks)

    def with_people(self, people: Iterable[Person]) -> Situation:
        """
        Return the situation in which these people work, meet and qualify otherwise.

        For looking at many small changes fast: what follows from the calendar,
        the trajectories and the hours is taken over, so none of those may differ.
        """
        changed = {(type(person), person.number): person for person in people}
        juniors = tuple(_in_place(j, changed) for j in self.instance.juniors)
        seniors = tuple(_in_place(s, changed) for s in self.instance.seniors)
        twin = Situation(replace(self.instance, juniors=juniors, seniors=seniors))
        twin.__dict__.update(
            calendar=self.calendar,
            kinds=self.kinds,
            _about=self._about,
            meetings=self.meetings,
            own_minutes=self.own_minutes,
            budgets=self.budgets,
            _quarters_out=self._quarters_out,
            running=self.running,
            locked=self.locked,
            forbidden=self.forbidden,
            _presences={k: v for k, v in self._presences.items() if k[:2] not in changed},
            items=tuple(
                replace(item, members=tuple(_in_place(j, changed) for j in item.members))
                for item in self.items
            ),
        )
        return twin


def _in_place(person: P, changed: Mapping[tuple[type, str], Person]) -> P:
    return cast("P", changed.get((type(person), person.number), person))
