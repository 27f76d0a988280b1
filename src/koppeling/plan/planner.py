"""A year of dated meetings from decided pairs: the whole of the plan (domain.md §7)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from koppeling.domain.decision import Agreement
from koppeling.domain.meeting import (
    GUIDANCE_KINDS,
    Meeting,
    MeetingKind,
    MeetingStatus,
    Plan,
    Unkept,
)
from koppeling.domain.people import Person, Senior
from koppeling.domain.period import CELL_MINUTES, Quarter
from koppeling.locale import _
from koppeling.plan.history import History, blocking
from koppeling.plan.occasions import Occasions
from koppeling.plan.request import (
    Dated,
    DatedCell,
    Diary,
    Obstacle,
    Request,
    common_cells,
    moment_of,
)
from koppeling.plan.series import Due, Party, Series, form_parties, lasting_id, previous_moment
from koppeling.plan.settling import Knot, Solver, settle
from koppeling.rules.presence import Presence
from koppeling.rules.situation import Situation


def plan_meetings(
    situation: Situation,
    agreement: Agreement,
    previous: Sequence[Meeting],
    solver: Solver,
) -> Plan:
    """
    Date every meeting of the horizon.

    Guidance comes first, at least cost (`settling`); then, around it and each
    at its own best moment, quarter talks, cockpits and yearly reviews.

    Parameters
    ----------
    situation : Situation
        The practice; its reference date parts past from future.
    agreement : Agreement
        The pairs in force.
    previous : sequence of Meeting
        The plan so far: what is past or held stays, the rest moves as little
        as possible.
    solver : callable
        Settles what pairs cannot settle in turn.
    """
    history = History(tuple(previous), situation.calendar.first)
    parties = form_parties(situation, agreement)
    return _Planner(situation, history, parties, solver).plan()


@dataclass(frozen=True)
class _Planner:
    situation: Situation
    history: History
    parties: tuple[Party, ...]
    solver: Solver

    def plan(self) -> Plan:
        guidance, is_proven = self._guidance()
        diary = self._diary(guidance)
        others = [*self._in_order(Occasions(self.situation, self.history), diary)]
        made = [meeting for dated in (*guidance, *others) for meeting in self._meetings(dated)]
        made += self._missed_before()
        facts = tuple(self._facts())
        made += self._evaluations(made, facts)
        known = {meeting.id for meeting in made}
        gone = [
            _cancelled(m)
            for m in self.history.future.values()
            if m.id not in known and m.status is not MeetingStatus.UNPLANNABLE
        ]
        placed = {j.number for party in self.parties for j in party.members}
        requests = [dated.request for dated in (*guidance, *others)]
        return Plan(
            meetings=tuple(sorted((*facts, *made, *gone), key=_order)),
            is_proven=is_proven,
            undecided=tuple(
                sorted(
                    j.number
                    for item in self.situation.items
                    for j in item.members
                    if j.number not in placed
                )
            ),
            unkept=tuple(Unkeeping(self.situation, self.history, made).of(requests)),
        )

    @cached_property
    def series(self) -> tuple[Series, ...]:
        """The dates of each party."""
        return tuple(Series(party, self.situation, self.history) for party in self.parties)

    def _facts(self) -> Iterator[Meeting]:
        """Yield what stands, held against the date that is asked for now."""
        asked = {
            series.id_of(due): (due.day, series.party.senior.number)
            for series in self.series
            for due in series.due
        }
        for fact in self.history.facts:
            nominal, senior = asked.get(fact.id, (fact.nominal, fact.senior))
            if fact.status is not MeetingStatus.DROPPED:  # else nobody stands in
                senior = fact.senior
            shift = None if fact.day is None else (fact.day - nominal).days
            yield replace(fact, nominal=nominal, senior=senior, shift_days=shift)

    def _diary(self, dated: Iterable[Dated] = ()) -> Diary:
        """Note what stands, and what was dated."""
        diary, first = Diary(), self.situation.calendar.first
        for fact in blocking(self.history.facts):
            if fact.day is not None and fact.start_minute is not None:
                people = [*fact.juniors, *filter(None, (fact.senior,))]
                diary.block(people, (fact.day - first).days, fact.start_minute, fact.minutes)
        for one in dated:
            if one.moment is not None:
                diary.book(one.request, one.moment)
        return diary

    def _guidance(self) -> tuple[tuple[Dated, ...], bool]:
        """Date the guidance, a knot for each quarter and each circle of people."""
        handed_over: list[Dated] = []
        circles = _circles(self.parties)
        knots: dict[tuple[Quarter, int], list[tuple[Request, ...]]] = defaultdict(list)
        for series, circle in zip(self.series, circles, strict=True):
            by_quarter: dict[Quarter, list[Request]] = defaultdict(list)
            for request in series.requests():
                if request.is_handed_over:
                    obstacle = _why_handed_over(request, series.party.senior)
                    handed_over.append(Dated(request=request, moment=None, obstacle=obstacle))
                else:
                    by_quarter[Quarter.of(request.nominal)].append(request)
            for quarter, requests in by_quarter.items():
                knots[quarter, circle].append(tuple(requests))
        diary, calendar = self._diary(), self.situation.calendar
        dated, is_proven = settle(
            [Knot(tuple(chains), diary, calendar) for _, chains in sorted(knots.items())],
            self.solver,
        )
        return (*handed_over, *dated), is_proven

    def _in_order(self, occasions: Occasions, diary: Diary) -> Iterator[Dated]:
        """Date talks, cockpits and reviews, each around what is there."""
        for requests in (
            occasions.talks(self._seniors_with_meetings()),
            occasions.cockpits(),
            occasions.reviews(),
        ):
            for request in requests:
                knot = Knot(((request,),), diary, self.situation.calendar)
                (dated,), _proven = settle([knot], self.solver)
                if dated.moment is not None:
                    diary.book(request, dated.moment)
                yield dated

    def _seniors_with_meetings(self) -> set[tuple[str, Quarter]]:
        """List the seniors with a meeting in a quarter, those who are out left out (P34)."""
        return {
            (series.party.senior.number, quarter)
            for series in self.series
            for quarter in {Quarter.of(due.day) for due in series.due}
            if quarter in self.situation.quarters
            and not self.situation.budgets[series.party.senior.number][
                self.situation.quarters.index(quarter)
            ].is_out
        }

    def _meetings(self, dated: Dated) -> Iterator[Meeting]:
        """Yield the meeting, and for whoever of a group misses it the same without a date."""
        request, moment = dated.request, dated.moment
        meeting = self._meeting(dated)
        yield meeting
        for junior in request.missing_on(moment.day) if moment else ():
            yield self._missed(meeting, junior, explain(Obstacle.NOT_GUIDED, request))

    def _missed_before(self) -> Iterator[Meeting]:
        """Yield what stands of a group once more, without a date, for whoever was not at it."""
        for series in self.series:
            for due in series.due:
                fact = self.history.fact_by_id.get(series.id_of(due))
                for junior in due.members if fact else ():
                    is_met = (junior.number, due.day) in self.history.met
                    if fact and not is_met and junior.number not in fact.juniors:
                        asked = replace(fact, senior=series.party.senior.number, nominal=due.day)
                        reason = _("The group met without this junior.")
                        yield self._missed(asked, junior.number, reason)

    def _missed(self, meeting: Meeting, junior: str, reason: str) -> Meeting:
        """List a meeting of a group as one that a member does not have."""
        key = f"{meeting.senior}|{junior}"
        missed = replace(
            meeting,
            id=lasting_id(meeting.kind, key, meeting.number, meeting.nominal),
            juniors=(junior,),
            day=None,
            start_minute=None,
            status=MeetingStatus.UNPLANNABLE,
            shift_days=None,
            reason=reason,
            sequence=0,
            is_needless=False,
        )
        return _renumbered(missed, self.history.future.get(missed.id))

    def _meeting(self, dated: Dated) -> Meeting:
        request, moment = dated.request, dated.moment
        day = None if moment is None else self.situation.calendar.first + timedelta(moment.day)
        absent = () if moment is None else request.missing_on(moment.day)
        meeting = Meeting(
            id=request.id,
            kind=request.kind,
            senior=request.senior,
            juniors=tuple(j for j in request.juniors if j not in absent),
            number=request.number,
            nominal=request.nominal,
            minutes=request.minutes,
            day=day,
            start_minute=None if moment is None else moment.cell * CELL_MINUTES,
            status=MeetingStatus.UNPLANNABLE if day is None else MeetingStatus.PLANNED,
            shift_days=None if day is None else (day - request.nominal).days,
            reason="" if dated.obstacle is None else explain(dated.obstacle, request),
        )
        return _renumbered(meeting, self.history.future.get(meeting.id))

    def _evaluations(self, made: Sequence[Meeting], facts: Sequence[Meeting]) -> Iterator[Meeting]:
        """
        Mark the last meeting of each phase: the plan is evaluated in it (K9), no time extra.

        When that one was dropped or missed, it is the first meeting after it.
        """
        stands = {meeting.id: meeting for meeting in (*blocking(facts), *made)}
        for series in self.series:
            for due in series.due_at_phase_ends:
                identity = series.evaluation_of(due)
                before = self.history.future.get(identity)
                carrier = stands.get(series.id_of(due)) or _first_after(before, series.party, made)
                if carrier is not None:
                    yield _renumbered(_evaluation_in(carrier, identity, due), before)


def _why_handed_over(request: Request, senior: Senior) -> Obstacle:
    left = senior.has_left_by(Quarter.of(request.nominal).last_day)
    return Obstacle.SENIOR_LEFT if left else Obstacle.SENIOR_OUT


def explain(obstacle: Obstacle, request: Request) -> str:
    """Say why a meeting got no date."""
    if obstacle is Obstacle.SENIOR_OUT:
        return _("The senior is away in this quarter; a colleague has to take over.")
    if obstacle is Obstacle.SENIOR_LEFT:
        return _("The senior is out of service in this quarter; a colleague has to take over.")
    if obstacle is Obstacle.NOT_GUIDED:
        return _("The group can meet only on a day on which this junior is not guided.")
    if obstacle is Obstacle.ALL_TAKEN:
        return _("Every moment they share in this quarter is taken by other meetings.")
    if len(request.people) == 1:
        return _("Not present in this quarter at any moment that is left.")
    return _("They share no moment in this quarter.")


def _first_after(before: Meeting | None, party: Party, made: Iterable[Meeting]) -> Meeting | None:
    """Return the first meeting of a party that can take over an evaluation, when there is one."""
    if before is None:
        return None
    after = (
        meeting
        for meeting in made
        if meeting.kind in GUIDANCE_KINDS
        and meeting.day is not None
        and meeting.nominal >= before.nominal
        and meeting.senior == party.senior.number
        and {*meeting.juniors} <= {*party.people}
    )
    return min(after, key=_order, default=None)


def _evaluation_in(carrier: Meeting, identity: str, due: Due) -> Meeting:
    """Make the mark of an evaluation on the meeting in which it is held."""
    is_dated = carrier.day is not None
    return replace(
        carrier,
        id=identity,
        kind=MeetingKind.EVALUATION,
        number=due.ends_phase or 0,
        minutes=0,
        status=MeetingStatus.PLANNED if is_dated else carrier.status,
        reason=_("During the meeting at this moment.") if is_dated else carrier.reason,
        sequence=0,
    )


def _renumbered(meeting: Meeting, before: Meeting | None) -> Meeting:
    """Raise the sequence when a calendar must notice a change."""
    if before is None:
        return meeting
    is_same = (meeting.day, meeting.start_minute, meeting.minutes, meeting.status) == (
        before.day,
        before.start_minute,
        before.minutes,
        before.status,
    )
    return replace(meeting, sequence=before.sequence + (0 if is_same else 1))


def _cancelled(meeting: Meeting) -> Meeting:
    if meeting.status is MeetingStatus.DROPPED:
        return meeting
    return replace(
        meeting,
        status=MeetingStatus.DROPPED,
        reason=_("No longer needed, or now with someone else."),
        is_needless=True,
        sequence=meeting.sequence + 1,
    )


def _circles(parties: Sequence[Party]) -> list[int]:
    """Give each party a number, the same one to those with a person in common."""
    circle_of: dict[str, int] = {}
    numbers: list[int] = []
    for n, party in enumerate(parties):
        joined = {circle_of[person] for person in party.people if person in circle_of}
        numbers = [n if number in joined else number for number in numbers]
        circle_of = {p: n if number in joined else number for p, number in circle_of.items()}
        circle_of |= dict.fromkeys(party.people, n)
        numbers.append(n)
    return numbers


def _order(meeting: Meeting) -> tuple[date, int, str]:
    return meeting.day or meeting.nominal, meeting.start_minute or 0, meeting.id


def find_strays(
    situation: Situation, agreement: Agreement, previous: Sequence[Meeting]
) -> Iterator[tuple[Meeting, tuple[str, ...]]]:
    """
    Yield each fact with none of the juniors its meeting is of, and who those are.

    A person put another junior in the row. Whose meeting it is then cannot be
    told: to go by the id would lose one of this junior, to go by the junior one
    of the other.
    """
    history = History(tuple(previous), situation.calendar.first)
    for party in form_parties(situation, agreement):
        series = Series(party, situation, history)
        for due in series.due:
            fact = history.fact_by_id.get(series.id_of(due))
            members = tuple(junior.number for junior in due.members)
            if fact is not None and not set(fact.juniors) & set(members):
                yield fact, members


@dataclass(frozen=True)
class Unkeeping:
    """
    Lays a new plan beside the one before it.

    Parameters
    ----------
    situation : Situation
        The practice.
    history : History
        The plan so far.
    made : sequence of Meeting
        What was dated now.
    """

    situation: Situation
    history: History
    made: Sequence[Meeting]

    def of(self, requests: Iterable[Request]) -> Iterator[Unkept]:
        """Yield each meeting that does not stand any more where it stood."""
        now = {meeting.id: meeting for meeting in self.made}
        moved: set[tuple[object, ...]] = set()
        for request in requests:
            meeting, moment = now[request.id], request.previous
            if moment is None:
                continue
            before, reason = self.history.future[request.id], ""
            if moment != self._moment_of(meeting):
                moved.add((meeting.senior, meeting.juniors, meeting.day, meeting.start_minute))
                reason = next(self._reasons(request, moment, meeting))
            elif _is_of_others(before, request):
                reason = _("for somebody else add a row without an id, and drop this one")
            elif before.minutes != meeting.minutes:
                reason = _(
                    "its length follows from the trajectory, {minutes} minutes; "
                    "fill in how long it took once it is held"
                ).format(minutes=meeting.minutes)
            if reason:
                yield Unkept(before=before, meeting=meeting, reason=reason)
        yield from self._evaluations(moved)

    def _evaluations(self, moved: set[tuple[object, ...]]) -> Iterator[Unkept]:
        """Yield each evaluation that was moved apart from the meeting it belongs to."""
        for mark in self.made:
            before = self.history.future.get(mark.id)
            if mark.kind is not MeetingKind.EVALUATION or before is None:
                continue
            asked = previous_moment(before, self.history.first)
            carrier = (mark.senior, mark.juniors, mark.day, mark.start_minute)
            if asked is not None and asked != self._moment_of(mark) and carrier not in moved:
                yield Unkept(
                    before=before,
                    meeting=mark,
                    reason=_("an evaluation goes along with the meeting it is held in"),
                )

    def _moment_of(self, meeting: Meeting) -> DatedCell | None:
        return moment_of(meeting, self.situation.calendar.first)

    def _reasons(self, request: Request, asked: DatedCell, meeting: Meeting) -> Iterator[str]:
        """Yield what stands in the way of a moment, the plainest first; always something."""
        bit, quarter = 1 << asked.day, Quarter.of(request.nominal)
        if request.is_handed_over:
            yield meeting.reason
        if not self.situation.calendar.quarters[quarter] & bit:
            yield _("it belongs in {quarter}").format(quarter=quarter)
        if not self.situation.calendar.open_days & bit:
            yield _("the practice is closed on that day")
        cells = range(asked.cell, asked.cell + request.num_cells)
        people = self._presences(request, asked)
        away = [n for n, at in people.items() if not _covers(at.anywhere, cells, bit)]
        if away:
            yield _("not available then: {people}").format(people=", ".join(away))
        at_one_site = common_cells([at.starting(len(cells)) for at in people.values()])
        if not _covers(at_one_site, cells[:1], bit):
            yield _("they are not at one site then")
        busy = sorted(self._busy(request, asked))
        if busy:
            yield _("they have another meeting then: {people}").format(people=", ".join(busy))
        if not _covers(request.shared, cells[:1], bit) or self._breaks_order(request, asked):
            yield _("the meetings of a series keep their order")
        yield _("together with the other meetings another moment fits better")

    def _presences(self, request: Request, asked: DatedCell) -> dict[str, Presence]:
        situation, missing = self.situation, request.missing_on(asked.day)
        people: list[Person] = [
            situation.junior_by_number[number]
            for number in request.juniors
            if number not in missing
        ]
        if request.senior is not None:
            people.append(situation.senior_by_number[request.senior])
        return {person.number: situation.presence(person) for person in people}

    def _busy(self, request: Request, asked: DatedCell) -> set[str]:
        """Return who of a meeting has another one at the moment that was asked for."""
        first = asked.cell * CELL_MINUTES
        last = first + request.num_cells * CELL_MINUTES
        return {
            number
            for other in blocking((*self.history.facts, *self.made))
            if other.id != request.id and other.minutes
            for at in (other.start_minute or 0,)
            if (moment := self._moment_of(other)) is not None and moment.day == asked.day
            and at < last and first < at + other.minutes
            for number in request.people
            if number == other.senior or number in other.juniors
        }  # fmt: skip

    def _breaks_order(self, request: Request, asked: DatedCell) -> bool:
        """Tell whether a meeting of the same people would come on the wrong side of another."""
        day = self.situation.calendar.first + timedelta(days=asked.day)
        return any(
            other.day <= day if other.nominal > request.nominal else other.day >= day
            for other in blocking(self.made)
            if other.day is not None
            and other.id != request.id
            and other.kind is not MeetingKind.EVALUATION
            and (other.senior, other.juniors) == (request.senior, request.juniors)
        )


def _is_of_others(before: Meeting, request: Request) -> bool:
    """Tell whether a person put somebody else in a row; who is in a group may change by itself."""
    is_many = request.kind in (MeetingKind.GROUP, MeetingKind.COCKPIT)
    return before.senior != request.senior or (not is_many and before.juniors != request.juniors)


def _covers(days: Sequence[int], cells: Iterable[int], bit: int) -> bool:
    return all(cell < len(days) and days[cell] & bit for cell in cells)
