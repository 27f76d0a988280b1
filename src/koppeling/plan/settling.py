"""
Meetings of seniors and their juniors, dated at least total cost, and proven so.

Each pair and quarter is a shortest path of its own (`Chain`); together those
cost at least what any plan costs. Pairs are then dated one after the other
around what is taken. Where that costs the same, it is proven best; where it
costs more, the moments that could still make a cheaper plan are few, and a
`DateProblem` of those settles it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain as flatten

from koppeling.domain.period import CELLS_PER_DAY
from koppeling.model.dates import DateAnswer, DateOption, DateProblem
from koppeling.plan.chain import Chain
from koppeling.plan.diary import Diary
from koppeling.plan.preference import Choice, Costs, best_by_day, tie_break
from koppeling.plan.request import Dated, Moment, Obstacle, Request
from koppeling.rules.calendar import HorizonCalendar

#: Solves problems that are left; in the program a process of its own.
Solver = Callable[[tuple[DateProblem, ...]], tuple[DateAnswer, ...]]
Chained = tuple[Request, ...]


@dataclass(frozen=True)
class Knot:
    """
    Meetings that may be in each other's way: those of one senior in one quarter.

    Parameters
    ----------
    chains : tuple of tuple of Request
        Per pair, in order of nominal date.
    diary : Diary
        What stands already.
    calendar : HorizonCalendar
        The horizon.
    """

    chains: tuple[Chained, ...]
    diary: Diary
    calendar: HorizonCalendar

    @property
    def requests(self) -> tuple[Request, ...]:
        """Every meeting, chain by chain."""
        return tuple(flatten.from_iterable(self.chains))

    @cached_property
    def costs(self) -> Costs:
        """The prices, such that no number of small wishes beats a larger one."""
        return Costs.of(len(self.requests))

    def _chain(self, requests: Chained, diary: Diary) -> Chain:
        weekday = self.calendar.first.weekday()
        return Chain(
            [best_by_day(r, diary.free_runs(r), self.costs, weekday) for r in requests],
            [self.costs.unplanned * request.weight for request in requests],
        )

    @cached_property
    def alone(self) -> tuple[Chain, ...]:
        """Every pair as if it were alone."""
        return tuple(self._chain(requests, self.diary) for requests in self.chains)

    @cached_property
    def bound(self) -> int:
        """What any plan costs at least."""
        return sum(chain.cost for chain in self.alone)

    @cached_property
    def in_turn(self) -> tuple[int, tuple[Choice | None, ...]]:
        """The cheaper of two plans that date the pairs one after the other, and its cost."""
        forward = self._date_in(range(len(self.chains)))
        if forward[0] == self.bound:
            return forward
        return min(forward, self._date_in(range(len(self.chains))[::-1]), key=lambda plan: plan[0])

    def _date_in(self, order: Sequence[int]) -> tuple[int, tuple[Choice | None, ...]]:
        diary, cost = self.diary.copy(), 0
        chosen: dict[int, list[Choice | None]] = {}
        for n in order:
            requests, chain = self.chains[n], self.alone[n]
            best = chain.best()
            if not all(
                diary.is_free(request, choice.moment)
                for request, choice in zip(requests, best, strict=True)
                if choice is not None
            ):
                chain = self._chain(requests, diary)
                best = chain.best()
            cost += chain.cost
            chosen[n] = best
            for request, choice in zip(requests, best, strict=True):
                if choice is not None:
                    diary.book(request, choice.moment)
        return cost, tuple(flatten.from_iterable(chosen[n] for n in range(len(self.chains))))

    @property
    def is_settled(self) -> bool:
        """Tell whether the plan made in turn is proven best."""
        return self.in_turn[0] == self.bound

    def problem(self) -> DateProblem:
        """Write out what could be cheaper than the plan made in turn."""
        limit, options, indices = self.in_turn[0], [], []
        meeting = 0
        for requests, alone in zip(self.chains, self.alone, strict=True):
            indices.append(tuple(range(meeting, meeting + len(requests))))
            for k, request in enumerate(requests):
                room = limit - self.bound + alone.cost
                for moment, price in self._moments(request):
                    if alone.cost_through(k, moment.day, price) < room:
                        options.append(self._option(meeting, request, moment, price))
                meeting += 1
        return DateProblem(
            weights=tuple(request.weight for request in self.requests),
            options=tuple(options),
            chains=tuple(indices),
            limit=self.costs.split(limit),
        )

    def _moments(self, request: Request) -> list[tuple[Moment, int]]:
        weekday = self.calendar.first.weekday()
        moments = []
        for cell, days in enumerate(self.diary.free_runs(request)):
            left = days
            while left:
                lowest = left & -left
                left ^= lowest
                moment = Moment(day=lowest.bit_length() - 1, cell=cell)
                price = self.costs.price(request, moment, (weekday + moment.day) % 7)
                moments.append((moment, price))
        return moments

    def _option(self, meeting: int, request: Request, moment: Moment, price: int) -> DateOption:
        people = {person: n for n, person in enumerate(self._people)}
        cells = range(moment.cell, moment.cell + request.num_cells)
        return DateOption(
            meeting=meeting,
            day=moment.day,
            cell=moment.cell,
            costs=self.costs.split(price),
            tie=tie_break(request, moment),
            resources=tuple(
                (moment.day * CELLS_PER_DAY + cell) * len(people) + people[person]
                for person in request.people_on(moment.day)
                for cell in cells
            ),
        )

    @cached_property
    def _people(self) -> tuple[str, ...]:
        return tuple(sorted({person for r in self.requests for person in r.people}))


def settle(knots: Sequence[Knot], solver: Solver) -> tuple[tuple[Dated, ...], bool]:
    """
    Date every meeting of every knot.

    Parameters
    ----------
    knots : sequence of Knot
        Independent of each other.
    solver : callable
        Asked once, for all knots that are not settled in turn; not at all when
        every one is.

    Returns
    -------
    tuple
        What became of each request, and whether all is proven least in cost.
    """
    open_knots = [n for n, knot in enumerate(knots) if not knot.is_settled]
    problems = tuple(knots[n].problem() for n in open_knots)
    answers = dict(zip(open_knots, solver(problems) if problems else (), strict=True))
    problem_of = dict(zip(open_knots, problems, strict=True))
    dated: list[Dated] = []
    for n, knot in enumerate(knots):
        moments = [None if c is None else c.moment for c in knot.in_turn[1]]
        answer = answers.get(n)
        if answer is not None and answer.chosen is not None:
            options = problem_of[n].options
            moments = [None if o is None else _moment(options[o]) for o in answer.chosen]
        dated += [
            Dated(request=r, moment=m, obstacle=None if m else _obstacle(r))
            for r, m in zip(knot.requests, moments, strict=True)
        ]
    return tuple(dated), all(answer.is_proven for answer in answers.values())


def _moment(option: DateOption) -> Moment:
    return Moment(day=option.day, cell=option.cell)


def _obstacle(request: Request) -> Obstacle:
    """Tell whether they share no moment at all, or others took what they share."""
    alone = Diary().free_runs(request)
    return Obstacle.ALL_TAKEN if any(alone) else Obstacle.NO_MOMENT
