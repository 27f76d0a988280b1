"""The changes whose gain is measured: for one senior, for all of them, or one senior more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TypeVar

from koppeling.domain.instance import Instance, Level
from koppeling.domain.people import Junior, Person, Senior, WorkingHours
from koppeling.domain.period import Quarter, Weeks, horizon
from koppeling.domain.scenario import (
    AddRegistration,
    Change,
    Hire,
    Leave,
    SetHours,
    SetMaxJuniors,
    SetSites,
    SetWorkingDays,
)
from koppeling.domain.trajectory import JUNIOR_TRAJECTORY
from koppeling.forecast.answer import (
    Assumptions,
    Dependence,
    Forecast,
    Gain,
    Newcomer,
    Pinch,
    QuarterOutlook,
    RoomAhead,
    Step,
)
from koppeling.forecast.outlook import look_ahead
from koppeling.rules.changing import change
from koppeling.rules.future import at_quarter, first_day_of, may_guide
from koppeling.rules.situation import Situation
from koppeling.solve.asking import measure_room, solve_case
from koppeling.solve.messages import Answered
from koppeling.solve.questions import Case, Room, RoomQuestion, SolveOptions

ONE_HOUR = 60
#: Enough for the busiest quarter of a newcomer (seven meetings), rounded up.
FOUR_HOURS = 240
Plan = tuple[Gain, tuple[Change, ...]]


def list_single_steps(
    instance: Instance, guides: Iterable[Senior], recruiting: Recruiting
) -> Iterator[Plan]:
    """List what one senior could give more, and one senior more at each site."""
    guides = tuple(guides)
    for senior in guides:
        who = senior.number
        for minutes in (ONE_HOUR, FOUR_HOURS):
            yield _hours_of(who, minutes)
        if _is_limited(senior, instance):
            yield (
                Gain(step=Step.JUNIORS, senior=who, amount=1),
                (SetMaxJuniors(who=who, number=1, is_relative=True),),
            )
        for day in _free_days(senior):
            hours = recruiting.hours((day,))
            yield (
                Gain(step=Step.DAY, senior=who, day=day),
                (SetWorkingDays(who=who, hours=hours, keeps_others=True),),
            )
    start = instance.settings.quarter.first_day
    for site in _sites(guides):
        hours = recruiting.hours(WHOLE_WEEK)
        newcomer = Hire(is_senior=True, start=start, hours=hours, sites=(site,))
        yield Gain(step=Step.SENIOR, site=site), (newcomer,)


def list_general_steps(
    instance: Instance, guides: Iterable[Senior], recruiting: Recruiting
) -> Iterator[Plan]:
    """List what all seniors could give more, one kind of thing at a time."""
    guides = tuple(guides)
    for site in _sites(guides):
        there = [s for s in guides if site.casefold() in _folded(s.sites)]
        changes = (change for s in there for change in _hours_of(s.number, FOUR_HOURS)[1])
        yield Gain(step=Step.HOURS, site=site, amount=FOUR_HOURS), tuple(changes)
        limited = [s.number for s in there if _is_limited(s, instance)]
        if limited:
            yield (
                Gain(step=Step.JUNIORS, site=site, amount=1),
                tuple(SetMaxJuniors(who=who, number=1, is_relative=True) for who in limited),
            )
    for day in WHOLE_WEEK:
        hours = recruiting.hours((day,))
        free = [s.number for s in guides if day in _free_days(s)]
        if free:
            yield (
                Gain(step=Step.DAY, day=day),
                tuple(SetWorkingDays(who=who, hours=hours, keeps_others=True) for who in free),
            )
    sites = _sites((*guides, *instance.juniors))
    if len(sites) > 1:
        yield (
            Gain(step=Step.SITES),
            tuple(SetSites(who=s.number, sites=sites, keeps_others=True) for s in guides),
        )
    if any(kind.demand is not None for kind in instance.trajectories.values()):
        yield (
            Gain(step=Step.REGISTRATION),
            tuple(AddRegistration(who=s.number, registration="KJ-SKJ") for s in guides),
        )


def _hours_of(who: str, minutes: int) -> Plan:
    change = SetHours(who=who, minutes=minutes, is_relative=True)
    return Gain(step=Step.HOURS, senior=who, amount=minutes), (change,)


def _is_limited(senior: Senior, instance: Instance) -> bool:
    rows = (c.max_juniors for c in instance.capacities if c.senior == senior.number)
    return senior.max_juniors is not None or any(limit is not None for limit in rows)


def _free_days(senior: Senior) -> tuple[int, ...]:
    """List the weekdays from Monday to Friday on which a senior never works."""
    working = {part.weekday for part in senior.hours}
    return tuple(day for day in WHOLE_WEEK if day not in working)


def _sites(people: Iterable[Person]) -> tuple[str, ...]:
    sites = {site.casefold(): site for person in people for site in reversed(person.sites)}
    return tuple(sites[key] for key in sorted(sites))


def _folded(sites: Iterable[str]) -> set[str]:
    return {site.casefold() for site in sites}


WHOLE_WEEK = (0, 1, 2, 3, 4)
MOST_PATTERNS = 3
#: The default of the setting *standaard werktijd*, in minutes.
DEFAULT_TIMES = ((510, 750), (780, 1020))


@dataclass(frozen=True, kw_only=True)
class Recruiting:
    """
    What newcomers have in common.

    `times` are the stretches of a working day, in minutes from midnight.
    """

    times: tuple[tuple[int, int], ...] = DEFAULT_TIMES
    trajectory: str = JUNIOR_TRAJECTORY.name

    def hours(self, days: Iterable[int]) -> tuple[WorkingHours, ...]:
        """Return the working hours on these weekdays."""
        return tuple(
            WorkingHours(weekday=day, start_minute=start, end_minute=end)
            for day in days
            for start, end in self.times
        )

    def hire(self, newcomer: Newcomer, start: date, count: int = 1) -> Hire:
        """Return the change by which juniors of a kind start on a day."""
        return Hire(
            count=count,
            start=start,
            hours=self.hours(newcomer.days),
            sites=(newcomer.site,),
            trajectory=self.trajectory,
        )


def list_newcomers(instance: Instance) -> tuple[Newcomer, ...]:
    """
    List the kinds of newcomers: every site of a senior, with each of at most three patterns.

    The patterns are the two sets of weekdays that most juniors work now, and
    Monday to Friday. Sites come in order of how many seniors they have.
    """
    sites: Counter[str] = Counter()
    spelling: dict[str, str] = {}
    for senior in instance.seniors:
        for site in senior.sites:
            spelling.setdefault(site.casefold(), site)
            sites[site.casefold()] += 1
    ordered = sorted(sites, key=lambda site: (-sites[site], site))
    patterns = common_patterns(instance.juniors)
    return tuple(Newcomer(site=spelling[s], days=days) for s in ordered for days in patterns)


def common_patterns(juniors: Sequence[Junior]) -> tuple[tuple[int, ...], ...]:
    """Return the sets of weekdays most juniors work every week, Monday to Friday among them."""
    counts = Counter(days for junior in juniors if (days := _weekdays(junior)))
    counts.pop(WHOLE_WEEK, None)
    common = sorted(counts, key=lambda days: (-counts[days], days))
    return (*common[: MOST_PATTERNS - 1], WHOLE_WEEK)


def _weekdays(junior: Junior) -> tuple[int, ...]:
    return tuple(sorted({h.weekday for h in junior.hours if h.weeks is Weeks.EVERY}))


#: Told how many solves are done, and how many there are as far as is known.
Listener = Callable[[int, int], None]
#: Each question is small; one that takes longer is left unanswered.
OPTIONS = SolveOptions(seconds=30)
T = TypeVar("T")


def forecast(
    instance: Instance,
    assumptions: Assumptions,
    executor: Executor,
    recruiting: Recruiting | None = None,
    on_done: Listener | None = None,
) -> Forecast:
    """
    Look ahead: need, room, runway, gains, and who cannot be missed.

    Parameters
    ----------
    instance : Instance
        The practice; its holidays must cover `num_quarters` and the horizon after it.
    assumptions : Assumptions
        How far, and what is taken for granted.
    executor : Executor
        Where the questions are answered, many at once.
    recruiting : Recruiting, optional
        Working times and trajectory of newcomers.
    on_done : callable, optional
        Told of progress.
    """
    study = _Study(
        instance, assumptions, executor, recruiting or Recruiting(), on_done or (lambda *_n: None)
    )
    return study.run()


@dataclass
class _Study:
    """One forecast in the making."""

    instance: Instance
    assumptions: Assumptions
    executor: Executor
    recruiting: Recruiting
    on_done: Listener
    _num_asked: int = 0
    _num_done: int = 0
    _hired: list[Hire] = field(default_factory=list)

    @cached_property
    def quarters(self) -> tuple[Quarter, ...]:
        return horizon(self.instance.settings.quarter, self.assumptions.num_quarters)

    @cached_property
    def newcomers(self) -> tuple[Newcomer, ...]:
        return list_newcomers(self.instance)

    def run(self) -> Forecast:
        """Ask what can be asked at once, then what hangs on it."""
        rooms = [self._ask_room(self._at(quarter), quarter) for quarter in self.quarters]
        served = [self._ask_served(quarter) for quarter in self.quarters]
        proposal = self._ask(Case(instance=self._at(self.quarters[0])))
        stands = [future.result() for future in rooms]
        proposed = proposal.result()
        dependences = self._ask_dependences(proposed)
        last = self._follow_rhythm(stands)
        pinch, gains = self._weigh_steps(stands, last)
        return Forecast(
            assumptions=self.assumptions,
            reserve_percent=self.instance.settings.reserve_percent,
            quarters=self._outlooks(stands, [future.result() for future in served]),
            newcomers=self.newcomers,
            room=tuple(
                RoomAhead(quarter=quarter, newcomer=newcomer, number=number)
                for quarter, room in zip(self.quarters, stands, strict=True)
                for newcomer, number in zip(self.newcomers, room.alone, strict=False)
            ),
            last_hiring=None if last is None else self.quarters[last],
            pinch=pinch,
            gains=gains,
            dependences=tuple(sorted((tell() for tell in dependences), key=_by_loss)),
        )

    def _at(self, quarter: Quarter, length: int | None = None) -> Instance:
        return at_quarter(
            self.instance,
            quarter,
            length or self.instance.settings.horizon_length,
            self.assumptions.share,
        )

    def _hire(self, newcomer: Newcomer, quarter: Quarter) -> Hire:
        return self.recruiting.hire(newcomer, first_day_of(quarter, self.instance))

    def _ask(self, case: Case) -> Future[Answered]:
        return self._noted(self.executor.submit(solve_case, case))

    def _measure(self, question: RoomQuestion) -> Future[Room]:
        return self._noted(self.executor.submit(measure_room, question))

    def _noted(self, future: Future[T]) -> Future[T]:
        """Tell of a question when it is answered."""
        self._num_asked += 1
        future.add_done_callback(self._note)
        return future

    def _note(self, _future: object) -> None:
        self._num_done += 1
        self.on_done(self._num_done, self._num_asked)

    def _ask_room(
        self, practice: Instance, quarter: Quarter, *, is_apart: bool = True
    ) -> Future[Room]:
        """Ask how many newcomers of each kind fit, and of any mix."""
        groups = []
        for newcomer in self.newcomers:
            before = {junior.number for junior in practice.juniors}
            practice = change(practice, [self._hire(newcomer, quarter)])
            groups.append(tuple(j.number for j in practice.juniors if j.number not in before))
        question = RoomQuestion(
            instance=practice,
            groups=tuple(groups),
            is_apart=is_apart,
            is_many=True,
            options=OPTIONS,
        )
        return self._measure(question)

    def _ask_served(self, quarter: Quarter) -> Future[Answered]:
        practice = replace(self._at(quarter, length=1), levels=(Level.SERVED,))
        return self._ask(Case(instance=practice, options=OPTIONS))

    def _outlooks(
        self, rooms: Sequence[Room], served: Sequence[Answered]
    ) -> tuple[QuarterOutlook, ...]:
        ahead = look_ahead(self.instance, self.assumptions, self.recruiting.trajectory)
        return tuple(
            replace(
                one,
                served_minutes=_value(answered),
                num_unplaced=room.num_unplaced,
                room=room.together,
            )
            for one, room, answered in zip(ahead, rooms, served, strict=True)
        )

    def _follow_rhythm(self, stands: Sequence[Room]) -> int | None:
        """
        Hire quarter after quarter, each time where there is most room.

        Returns the index of the last quarter in which that goes well: the
        newcomers fit, those of before stay placed, and so does everyone else.
        """
        number = self.assumptions.hire_per_quarter
        if not self.newcomers:
            return None
        for q, quarter in enumerate(self.quarters):
            room = stands[q]
            if self._hired:
                room = self._ask_room(change(self._at(quarter), self._hired), quarter).result()
            if not _goes_well(room, stands[q], len(self._hired), number):
                return q - 1 if q else None
            self._hired += self._choose(room, quarter, number)
        return len(self.quarters) - 1

    def _choose(self, room: Room, quarter: Quarter, number: int) -> Iterable[Hire]:
        """Choose the kind with most room; where none takes all, the mix that fits."""
        most = max(range(len(self.newcomers)), key=lambda g: (room.alone[g] or 0, -g))
        kinds = [most] * number
        if (room.alone[most] or 0) < number:
            kinds = [g for g, fits in enumerate(room.mix) for _one in range(fits)][:number]
        return [self._hire(self.newcomers[g], quarter) for g in kinds]

    def _weigh_steps(
        self, stands: Sequence[Room], last: int | None
    ) -> tuple[Pinch, tuple[Gain, ...]]:
        """Measure what each change brings in the quarter where it pinches."""
        after = 0 if last is None else last + 1
        is_end = after < len(self.quarters) and bool(self.newcomers)
        at = after if is_end else _least(stands)
        quarter = self.quarters[at]
        practice = self._at(quarter)
        if is_end and self._hired:
            practice = change(practice, self._hired)
        guides = _guides(practice)
        general = list(list_general_steps(practice, guides, self.recruiting))
        single = list(list_single_steps(practice, guides, self.recruiting))
        standing = self._ask_room(practice, quarter, is_apart=False)
        asked = [(gain, self._ask_step(practice, plan, quarter)) for gain, plan in
                 (*general, *single)]  # fmt: skip
        room = standing.result()
        gains = [
            replace(gain, room=told.together, num_unplaced=told.num_unplaced)
            for gain, future in asked
            for told in [future.result()]
        ]
        broad = tuple(gains[: len(general)])
        pinch = Pinch(
            quarter=quarter,
            is_end=is_end,
            num_hired=len(self._hired) if is_end else 0,
            room=room.together,
            num_unplaced=room.num_unplaced,
            general=broad,
            best=_best(broad, room),
        )
        return pinch, tuple(gains[len(general) :])

    def _ask_step(
        self, practice: Instance, changes: Sequence[Change], quarter: Quarter
    ) -> Future[Room]:
        return self._ask_room(change(practice, changes), quarter, is_apart=False)

    def _orphans(self, proposed: Answered) -> list[tuple[str, tuple[str, ...]]]:
        """List each senior who guides with the juniors of the proposal."""
        pairings = proposed.solution.pairings if proposed.solution is not None else ()
        return [
            (senior.number, tuple(p.junior for p in pairings if p.senior == senior.number))
            for senior in _guides(self._at(self.quarters[0]))
        ]

    def _ask_dependences(self, proposed: Answered) -> list[Callable[[], Dependence]]:
        """Pair everybody again without each senior, as a scenario in which they leave would."""
        whose = self._orphans(proposed)
        num_placed = sum(len(orphans) for _senior, orphans in whose)
        return [self._ask_dependence(*one, num_placed) for one in whose]

    def _ask_dependence(
        self, senior: str, orphans: tuple[str, ...], num_placed: int
    ) -> Callable[[], Dependence]:
        if not orphans:
            return lambda: Dependence(senior=senior, orphans=(), num_placed_again=0)
        first = self.quarters[0]
        practice = change(self._at(first), [Leave(who=senior, day=first.first_day)])
        future = self._ask(
            Case(instance=replace(practice, levels=(Level.PLACED,)), options=OPTIONS)
        )

        def tell() -> Dependence:
            most = _value(future.result())
            again = None if most is None else most - (num_placed - len(orphans))
            return Dependence(senior=senior, orphans=orphans, num_placed_again=again)

        return tell


def _guides(practice: Instance) -> list[Senior]:
    situation = Situation(practice)
    quarter = practice.settings.quarter
    return [
        senior
        for senior in practice.seniors
        if may_guide(senior, quarter, situation) and not situation.budgets[senior.number][0].is_out
    ]


def _value(answered: Answered) -> int | None:
    """Return the value of the one level that was solved, when proven."""
    if answered.solution is None:
        return None
    (level,) = answered.solution.levels
    return level.value if level.proven else None


def _goes_well(room: Room, alone: Room, num_before: int, number: int) -> bool:
    """Tell whether newcomers fit while everyone placed without any hiring still is."""
    if room.rest is None or alone.rest is None or room.together is None:
        return False
    return room.rest >= alone.rest + num_before and room.together >= number


def _least(stands: Sequence[Room]) -> int:
    """Find the quarter with least room; the first one when there are more."""
    return min(
        range(len(stands)),
        key=lambda q: (
            10**6 if (together := stands[q].together) is None else together,
            -(stands[q].num_unplaced or 0),
            q,
        ),
    )


def _best(general: Sequence[Gain], room: Room) -> tuple[Gain, ...]:
    """Choose what gives most: newcomers, and juniors who get a senior; equals of one kind."""

    def worth(gain: Gain) -> int:
        if None in (gain.room, gain.num_unplaced, room.together, room.num_unplaced):
            return 0
        return (
            (gain.room or 0)
            - (room.together or 0)
            + ((room.num_unplaced or 0) - (gain.num_unplaced or 0))
        )

    most = max(map(worth, general), default=0)
    equals = [gain for gain in general if most > 0 and worth(gain) == most]
    return tuple(gain for gain in equals if gain.step is equals[0].step)


def _by_loss(one: Dependence) -> tuple[int, int, str]:
    """Order by how many stay without a senior, then by how many lose theirs."""
    lost = len(one.orphans) - (one.num_placed_again or 0)
    return -lost, -len(one.orphans), one.senior
