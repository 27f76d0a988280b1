"""What comes beside the guidance: quarter talks, yearly reviews, cockpits, evaluations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from koppeling.domain.meeting import MeetingKind
from koppeling.domain.people import Junior, Person
from koppeling.domain.period import Quarter, add_months, num_cells
from koppeling.domain.trajectory import nominal_dates
from koppeling.plan.history import History
from koppeling.plan.identity import identify
from koppeling.plan.request import Request, common_cells, within
from koppeling.plan.series import previous_moment
from koppeling.rules.budgets import TALK_MINUTES
from koppeling.rules.needs import group_of, is_due, start_of
from koppeling.rules.situation import Situation

#: How long before the end of a quarter senior and management look back on it.
_TALK_DAYS_BEFORE_END = 14


@dataclass(frozen=True)
class Occasions:
    """Makes the requests; `history` tells what stands already."""

    situation: Situation
    history: History

    def talks(self, seniors: Iterable[tuple[str, Quarter]]) -> Iterator[Request]:
        """
        Yield a talk of senior and management for each senior and quarter (P34).

        It is meant for two weeks before the end of the quarter, when there is
        something to look back on. Of management no hours are known. One that
        stands is the talk of its quarter, whoever typed it.
        """
        for number, quarter in sorted(set(seniors) - self.history.talked):
            nominal = quarter.last_day - timedelta(days=_TALK_DAYS_BEFORE_END)
            place = (quarter.year - 2000) * 4 + quarter.number
            yield from self._request(
                MeetingKind.TALK, number, place, nominal, TALK_MINUTES, senior=number
            )

    def reviews(self) -> Iterator[Request]:
        """Yield the yearly review of each junior, on the anniversary of the start (P9)."""
        for junior in self.situation.instance.juniors:
            for years in count(1):
                nominal = add_months(junior.start, 12 * years)
                if nominal > self.situation.calendar.last:
                    break
                if is_due(nominal, junior):
                    yield from self._request(
                        MeetingKind.REVIEW, junior.number, years, nominal, None, juniors=(junior,)
                    )

    def cockpits(self) -> Iterator[Request]:
        """
        Yield the cockpit meetings: one every so many weeks for each cohort (J5).

        A cohort is everyone with the same type of trajectory and the same
        start. The first is on the day of the start, since it looks at the
        weeks to come; the last before the last meeting of the trajectory.
        """
        for (name, start), cohort in self._cohorts().items():
            kind = self.situation.instance.trajectories[name]
            if kind.cockpit_weeks is None:
                continue
            last = min(nominal_dates(start, kind.phases)[-1], self.situation.calendar.last)
            nominal, number = start, 1
            while nominal <= last:
                present = tuple(j for j in cohort if is_due(nominal, j))
                if present:
                    series = f"{name}|{start.isoformat()}"
                    yield from self._request(
                        MeetingKind.COCKPIT, series, number, nominal, None, juniors=present
                    )
                nominal, number = nominal + timedelta(weeks=kind.cockpit_weeks), number + 1

    def _cohorts(self) -> dict[tuple[str, date], list[Junior]]:
        cohorts: dict[tuple[str, date], list[Junior]] = defaultdict(list)
        for junior in self.situation.instance.juniors:
            group = group_of(junior, self.situation.instance)
            name = group.trajectory if group else junior.trajectory
            cohorts[name, start_of(junior, self.situation.instance)].append(junior)
        return dict(sorted(cohorts.items()))

    def _request(  # noqa: PLR0913 - what makes a meeting
        self,
        kind: MeetingKind,
        series: str,
        number: int,
        nominal: date,
        minutes: int | None,
        *,
        senior: str | None = None,
        juniors: Sequence[Junior] = (),
    ) -> Iterator[Request]:
        """Yield the request, unless it stands already or is past."""
        situation, identity = self.situation, identify(kind, series, number)
        quarter, before = Quarter.of(nominal), self.history.future.get(identity)
        if identity in self.history.fact_by_id or quarter not in situation.calendar.quarters:
            return
        previous = previous_moment(before, self.history.first)
        is_talk = kind is MeetingKind.TALK  # its day is our own choice, so it is never too late
        if nominal < self.history.first and previous is None and not is_talk:
            return
        people: list[Person] = list(juniors)
        if senior is not None:
            people.append(situation.senior_by_number[senior])
        minutes = minutes or situation.instance.settings.meeting_minutes
        yield Request(
            id=identity,
            kind=kind,
            senior=senior,
            juniors=tuple(j.number for j in juniors),
            number=number,
            nominal=nominal,
            nominal_day=(nominal - situation.calendar.first).days,
            minutes=minutes,
            shared=within(
                common_cells([situation.presence(p, num_cells(minutes)) for p in people]),
                situation.calendar.quarters[quarter],
            ),
            previous=previous,
        )
