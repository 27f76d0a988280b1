"""From decided pairs to the meetings that ask for a date: guidance, groups, extra meetings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from koppeling.domain.decision import Agreement
from koppeling.domain.meeting import Meeting, MeetingKind, MeetingStatus
from koppeling.domain.people import Junior, Senior
from koppeling.domain.period import Quarter, Slot, num_cells
from koppeling.domain.trajectory import nominal_meetings
from koppeling.plan.history import History
from koppeling.plan.identity import identify
from koppeling.plan.request import DatedCell, Request, moment_of
from koppeling.rules.day_sets import days_by_cell
from koppeling.rules.moments import find_moments, gather
from koppeling.rules.needs import due_meetings, group_of, start_of
from koppeling.rules.presence import guided_days
from koppeling.rules.situation import Situation


@dataclass(frozen=True, kw_only=True)
class Party:
    """
    Who meet: a senior with a junior, or with the members of a group.

    Parameters
    ----------
    key : str
        Senior and junior, or senior and group; what ids are made of.
    group : str, optional
        Name of the group; None for one junior.
    members : tuple of Junior
        The junior, or the members of the group.
    senior : Senior
        Who guides them.
    slot : Slot, optional
        Their fixed moment.
    """

    key: str
    group: str | None
    members: tuple[Junior, ...]
    senior: Senior
    slot: Slot | None

    @property
    def people(self) -> tuple[str, ...]:
        """Numbers of everyone in it."""
        return (self.senior.number, *(j.number for j in self.members))


@dataclass(frozen=True, kw_only=True)
class Due:
    """A date of a trajectory: which of its series, who must be there, and the phase it ends."""

    kind: MeetingKind
    number: int
    day: date
    minutes: int
    members: tuple[Junior, ...]
    ends_phase: int | None


def form_parties(situation: Situation, agreement: Agreement) -> tuple[Party, ...]:
    """Form the parties that the pairs in force make, in order of key."""
    together: dict[tuple[str, str | None], list[tuple[Junior, Slot | None]]] = defaultdict(list)
    for row in sorted(agreement.rows, key=lambda d: d.junior):
        number, slot = row.senior, row.slot
        junior = situation.junior_by_number.get(row.junior)
        if junior is None or number not in situation.senior_by_number:
            continue
        group = group_of(junior, situation.instance)
        who = f"group {group.name}" if group else junior.number
        together[f"{number}|{who}", group.name if group else None].append((junior, slot))
    parties = []
    for (key, name), rows in sorted(together.items(), key=lambda item: item[0][0]):
        members = tuple(junior for junior, _slot in rows)
        senior = situation.senior_by_number[key.partition("|")[0]]
        slot = rows[0][1] or _usual_slot(situation, members[0], senior)
        parties.append(Party(key=key, group=name, members=members, senior=senior, slot=slot))
    return tuple(parties)


def _usual_slot(situation: Situation, junior: Junior, senior: Senior) -> Slot | None:
    """Choose the weekly moment with most common days for a pair that was given none."""
    item = situation.item_of.get(junior.number)
    if item is None:
        return None
    every = find_moments(item, senior, situation).every
    best = max(every, key=lambda moment: moment.total, default=None)
    return best.slot if best is not None else None


def list_due(party: Party, situation: Situation) -> tuple[Due, ...]:
    """
    List every date of a party's trajectory that is due, not cut to the horizon.

    The number of a date is its place in the whole trajectory, late entry and
    leave or not, so that it never changes; extra dates are numbered apart.
    """
    by_day: dict[date, list[tuple[Junior, int, int, bool]]] = defaultdict(list)
    for junior in party.members:
        places = _places(junior, situation)
        for meeting in due_meetings(junior, situation.instance):
            place = places[meeting.day]
            by_day[meeting.day].append((junior, meeting.minutes, place, meeting.is_extra))
    ends = _phase_ends(party.members[0], situation)
    return tuple(_due(party, day, rows, ends) for day, rows in sorted(by_day.items()))


def _due(
    party: Party, day: date, rows: list[tuple[Junior, int, int, bool]], ends: dict[int, int]
) -> Due:
    regular = [row for row in rows if not row[3]] or rows
    number, is_extra = regular[0][2], regular[0][3]
    usual = MeetingKind.GROUP if party.group is not None else MeetingKind.GUIDANCE
    return Due(
        kind=MeetingKind.EXTRA if is_extra else usual,
        number=number,
        day=day,
        minutes=max(minutes for _j, minutes, _n, _e in rows),
        members=tuple(junior for junior, *_rest in rows),
        ends_phase=None if is_extra else ends.get(number),
    )


def lasting_id(kind: MeetingKind, key: str, number: int, nominal: date) -> str:
    """
    Return the id of the `number`-th date of a series of guidance.

    An extra one goes by its day: the row that asked for it goes when it is
    over, and what a later row asks for is another meeting.
    """
    return identify(kind, key, nominal.toordinal() if kind is MeetingKind.EXTRA else number)


def _places(junior: Junior, situation: Situation) -> dict[date, int]:
    """Map every date of a trajectory to its place, due or not; extra ones count apart."""
    unbound = replace(
        junior,
        guided_from=None,
        in_service_from=None,
        trajectory_end=None,
        promoted_from=None,
        out_of_service_from=None,
    )
    everything = due_meetings(unbound, situation.instance)
    places: dict[date, int] = {}
    for is_extra in (False, True):
        of_kind = [m.day for m in everything if m.is_extra is is_extra]
        places |= {day: number for number, day in enumerate(of_kind, start=1)}
    return places


def _phase_ends(junior: Junior, situation: Situation) -> dict[int, int]:
    """Map the number of the last meeting of each phase to the number of the phase."""
    group = group_of(junior, situation.instance)
    kind = situation.instance.trajectories[group.trajectory if group else junior.trajectory]
    planned = nominal_meetings(start_of(junior, situation.instance), kind.phases)
    ends = {}
    for number, (_day, phase) in enumerate(planned, start=1):
        ends[kind.phases.index(phase)] = number
    return {number: place for place, number in enumerate(ends.values(), start=1)}


@dataclass(frozen=True)
class Series:
    """The dates of one party and what of them is still to be planned."""

    party: Party
    situation: Situation
    history: History

    @cached_property
    def due(self) -> tuple[Due, ...]:
        """Dates that the plan is about: in its horizon, or not past in the plan so far."""
        last = self.situation.calendar.last
        return tuple(
            due
            for due in self._all_due
            if due.day <= last and (due.day >= self.history.first or self._has_future(due))
        )

    def _has_future(self, due: Due) -> bool:
        """Tell whether the plan so far has put a date that is past on a day to come."""
        before = self.history.future.get(self.id_of(due))
        is_planned = before is not None and before.status is MeetingStatus.PLANNED
        return is_planned and Quarter.of(due.day) in self.situation.calendar.quarters

    def id_of(self, due: Due) -> str:
        """Return the lasting id of a date."""
        return lasting_id(due.kind, self.party.key, due.number, due.day)

    @cached_property
    def due_at_phase_ends(self) -> tuple[Due, ...]:
        """Dates at which an evaluation is due (K9) that may still move or go."""
        ends = (due for due in self._all_due if due.ends_phase is not None)
        return tuple(
            due
            for due in ends
            if (identity := self.evaluation_of(due)) in self.history.future
            or (due in self.due and identity not in self.history.fact_by_id)
        )

    def evaluation_of(self, due: Due) -> str:
        """Return the lasting id of the evaluation at the end of a phase."""
        return identify(MeetingKind.EVALUATION, self.party.key, due.ends_phase or 0)

    def requests(self) -> Iterator[Request]:
        """Yield what is to be dated, in order; what stands already is left out."""
        for due in self.due:
            has_met = all((j.number, due.day) in self.history.met for j in due.members)
            if not has_met and self.id_of(due) not in self.history.fact_by_id:
                yield self._request(due)

    def _request(self, due: Due) -> Request:
        situation, identity = self.situation, self.id_of(due)
        quarter = Quarter.of(due.day)
        place, calendar = situation.quarters.index(quarter), situation.calendar
        days = calendar.quarters[quarter] & self._between_facts(due.day)
        shared = gather(due.members, self.party.senior, num_cells(due.minutes), days, situation)
        away = {
            j.number: calendar.all_days & ~guided_days(j, calendar)
            for j in due.members
            if len(due.members) > 1
        }
        return Request(
            id=identity,
            kind=due.kind,
            senior=self.party.senior.number,
            juniors=tuple(j.number for j in due.members),
            number=due.number,
            nominal=due.day,
            nominal_day=(due.day - calendar.first).days,
            minutes=due.minutes,
            shared=days_by_cell(shared, calendar.weekdays),
            away=away,
            slot=self.party.slot,
            previous=previous_moment(self.history.future.get(identity), self.history.first),
            is_handed_over=situation.budgets[self.party.senior.number][place].is_out,
        )

    @cached_property
    def _held_days(self) -> tuple[tuple[date, date], ...]:
        """Nominal date and day of what stands in this series."""
        stands = (self.history.fact_by_id.get(self.id_of(due)) for due in self._all_due)
        return tuple(
            (due.day, fact.day)
            for due, fact in zip(self._all_due, stands, strict=True)
            if fact is not None
            and fact.day is not None
            and fact.status is not MeetingStatus.DROPPED
        )

    @cached_property
    def _all_due(self) -> tuple[Due, ...]:
        return list_due(self.party, self.situation)

    def _between_facts(self, nominal: date) -> int:
        """Return the days that keep the order with what stands."""
        days = self.situation.calendar.all_days
        for intended, day in self._held_days:
            before = self.situation.calendar.between(None, day)
            after = self.situation.calendar.between(day, None)
            days &= ~before if intended < nominal else ~after
        return days


def previous_moment(before: Meeting | None, first: date) -> DatedCell | None:
    """Return the moment of the plan so far; nothing for what had none or was cancelled."""
    if before is None or before.status is not MeetingStatus.PLANNED:
        return None
    return moment_of(before, first)
