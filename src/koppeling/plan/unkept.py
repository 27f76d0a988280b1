"""Moments of the plan so far that could not be kept, and why: none is put elsewhere in silence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from koppeling.domain.meeting import Meeting, MeetingKind
from koppeling.domain.people import Person
from koppeling.domain.period import CELL_MINUTES, Quarter
from koppeling.domain.planning import Unkept
from koppeling.locale import _
from koppeling.plan.history import History, blocking
from koppeling.plan.request import Moment, Request, common_cells, moment_of
from koppeling.plan.series import previous_moment
from koppeling.rules.presence import Presence
from koppeling.rules.situation import Situation


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

    def _moment_of(self, meeting: Meeting) -> Moment | None:
        return moment_of(meeting, self.situation.calendar.first)

    def _reasons(self, request: Request, asked: Moment, meeting: Meeting) -> Iterator[str]:
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

    def _presences(self, request: Request, asked: Moment) -> dict[str, Presence]:
        situation, missing = self.situation, request.missing_on(asked.day)
        people: list[Person] = [
            situation.junior_by_number[number]
            for number in request.juniors
            if number not in missing
        ]
        if request.senior is not None:
            people.append(situation.senior_by_number[request.senior])
        return {person.number: situation.presence(person) for person in people}

    def _busy(self, request: Request, asked: Moment) -> set[str]:
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

    def _breaks_order(self, request: Request, asked: Moment) -> bool:
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
