"""
Meetings of seniors and their juniors, dated at least total cost, and proven so.

Each pair and quarter is a shortest path of its own (`Chain`); together those
cost at least what any plan costs. Pairs are then dated one after the other
around what is taken. Where that costs the same, it is proven best; where it
costs more, the moments that could still make a cheaper plan are few, and a
`DateProblem` of those settles it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain as flatten
from typing import Self

from koppeling.domain.period import CELLS_PER_DAY
from koppeling.model.dates import DateAnswer, DateOption, DateProblem
from koppeling.plan.request import Dated, DatedCell, Diary, Obstacle, Request
from koppeling.rules.day_sets import HorizonCalendar

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
    def in_turn(self) -> tuple[int, tuple[DateChoice | None, ...]]:
        """The cheaper of two plans that date the pairs one after the other, and its cost."""
        forward = self._date_in(range(len(self.chains)))
        if forward[0] == self.bound:
            return forward
        return min(forward, self._date_in(range(len(self.chains))[::-1]), key=lambda plan: plan[0])

    def _date_in(self, order: Sequence[int]) -> tuple[int, tuple[DateChoice | None, ...]]:
        diary, cost = self.diary.copy(), 0
        chosen: dict[int, list[DateChoice | None]] = {}
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

    def _moments(self, request: Request) -> list[tuple[DatedCell, int]]:
        weekday = self.calendar.first.weekday()
        moments = []
        for cell, days in enumerate(self.diary.free_runs(request)):
            left = days
            while left:
                lowest = left & -left
                left ^= lowest
                moment = DatedCell(day=lowest.bit_length() - 1, cell=cell)
                price = self.costs.price(request, moment, (weekday + moment.day) % 7)
                moments.append((moment, price))
        return moments

    def _option(self, meeting: int, request: Request, moment: DatedCell, price: int) -> DateOption:
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


def _moment(option: DateOption) -> DatedCell:
    return DatedCell(day=option.day, cell=option.cell)


def _obstacle(request: Request) -> Obstacle:
    """Tell whether they share no moment at all, or others took what they share."""
    alone = Diary().free_runs(request)
    return Obstacle.ALL_TAKEN if any(alone) else Obstacle.NO_MOMENT


#: Days from the nominal date that go unnoticed (domain.md §7).
NEAR_DAYS = 6
_LONGEST_SHIFT = 92
_MORNING = 18  # nine o'clock, where nothing says which time is preferred


@dataclass(frozen=True, kw_only=True)
class Costs:
    """
    The price of each wish that is not met, in days of shift.

    In order: somebody's meeting without a date; one that leaves the moment it had, and
    by how many days; one more than six days from its nominal date; one outside
    the fixed slot. What is left is the shift itself.
    """

    unplanned: int
    moved: int
    moved_day: int
    far: int
    off_slot: int

    @classmethod
    def of(cls, num_meetings: int) -> Self:
        """Make prices of which each beats all lesser ones over `num_meetings` together."""
        days, meetings = num_meetings * _LONGEST_SHIFT + 1, num_meetings + 1
        off_slot = days
        far = off_slot * meetings
        moved_day = far * meetings
        moved = moved_day * days
        return cls(
            unplanned=moved * meetings,
            moved=moved,
            moved_day=moved_day,
            far=far,
            off_slot=off_slot,
        )

    def split(self, price: int) -> tuple[int, ...]:
        """
        Take a price, or a sum of them, apart into the wishes that are not met.

        Returns
        -------
        tuple of int
            Meetings without a date (that of a group counts for each member who
            misses it), meetings that leave their moment, days by which they
            do, meetings far from their date, meetings outside the slot, days
            of shift.
        """
        parts = []
        for unit in (self.unplanned, self.moved, self.moved_day, self.far, self.off_slot):
            count, price = divmod(price, unit)
            parts.append(count)
        return (*parts, price)

    def price(self, request: Request, moment: DatedCell, weekday: int) -> int:
        """Return what a moment on this weekday costs."""
        shift = abs(moment.day - request.nominal_day)
        price = shift + (self.far if shift > NEAR_DAYS else 0)
        price += self.unplanned * len(request.missing_on(moment.day))
        if request.slot is not None and (weekday, moment.cell) != request.slot:
            price += self.off_slot
        if request.previous is not None and moment != request.previous:
            price += self.moved + self.moved_day * abs(moment.day - request.previous.day)
        return price


@dataclass(frozen=True, kw_only=True)
class DateChoice:
    """The best moment of a day and what it costs."""

    moment: DatedCell
    price: int


def best_by_day(
    request: Request, runs: Sequence[int], costs: Costs, first_weekday: int
) -> dict[int, DateChoice]:
    """
    Choose for every day that has a free moment the cheapest one, days in order.

    Among equals the moment nearest to the usual time, then the earlier one.
    """
    order = cells_by_nearness(usual_cell(request))
    usable = [(cell, runs[cell]) for cell in order if runs[cell]]
    days = 0
    for _, run in usable:
        days |= run
    choices = {}
    while days:
        lowest = days & -days
        days ^= lowest
        day = lowest.bit_length() - 1
        weekday = (first_weekday + day) % 7
        moment = DatedCell(day=day, cell=next(cell for cell, run in usable if run & lowest))
        for wished in _wished(request, day, weekday):
            if runs[wished] & lowest:
                moment = DatedCell(day=day, cell=wished)
                break
        choices[day] = DateChoice(moment=moment, price=costs.price(request, moment, weekday))
    return choices


def _wished(request: Request, day: int, weekday: int) -> Iterator[int]:
    """List the cells of a day that cost less than the others, the cheapest first."""
    if request.previous is not None and request.previous.day == day:
        yield request.previous.cell
    if request.slot is not None and request.slot.weekday == weekday:
        yield request.slot.cell


def usual_cell(request: Request) -> int:
    """Return the time of day to stay near to."""
    if request.slot is not None:
        return request.slot.cell
    return request.previous.cell if request.previous is not None else _MORNING


@lru_cache(maxsize=CELLS_PER_DAY)
def cells_by_nearness(usual: int) -> tuple[int, ...]:
    """List all cells of a day, those nearest to `usual` first."""
    return tuple(sorted(range(CELLS_PER_DAY), key=lambda cell: (abs(cell - usual), cell)))


def tie_break(request: Request, moment: DatedCell) -> int:
    """
    Return what decides between plans of equal cost: near the usual time, then a draw.

    The draw (20 bits of a hash) makes the answer the same on every machine.
    """
    text = f"{request.id}|{moment.day - request.nominal_day}|{moment.cell}"
    draw = int.from_bytes(hashlib.sha256(text.encode()).digest()[:3], "big") >> 4
    return (abs(moment.cell - usual_cell(request)) << 20) + draw


@dataclass(frozen=True)
class Chain:
    """
    Meetings in order, each with its choices by day, on days that rise.

    Parameters
    ----------
    choices : sequence of dict
        Per meeting, day → choice, days in order.
    unplanned : sequence of int
        What each meeting costs without a date.
    """

    choices: Sequence[dict[int, DateChoice]]
    unplanned: Sequence[int]

    @cached_property
    def _days(self) -> list[int]:
        return sorted({day for choices in self.choices for day in choices})

    @cached_property
    def _forward(self) -> list[list[int]]:
        """Row k, column i: least cost of the first k meetings on the first i days."""
        rows = [[0] * (len(self._days) + 1)]
        for choices, unplanned in zip(self.choices, self.unplanned, strict=True):
            before = rows[-1]
            row = [before[0] + unplanned]
            for i, day in enumerate(self._days):
                best = min(row[i], before[i + 1] + unplanned)
                choice = choices.get(day)
                if choice is not None:
                    best = min(best, before[i] + choice.price)
                row.append(best)
            rows.append(row)
        return rows

    @cached_property
    def _backward(self) -> list[list[int]]:
        """Row k, column i: least cost of the meetings from k on, on the days from i on."""
        mirrored = Chain(
            [{-day: choice for day, choice in of.items()} for of in reversed(self.choices)],
            self.unplanned[::-1],
        )
        return [row[::-1] for row in reversed(mirrored._forward)]

    @property
    def cost(self) -> int:
        """Least cost of all its meetings together."""
        return self._forward[-1][-1]

    def best(self) -> list[DateChoice | None]:
        """Return a choice for each meeting that together cost least; ties to earlier days."""
        chosen: list[DateChoice | None] = [None] * len(self.choices)
        i = len(self._days)
        for k in range(len(self.choices) - 1, -1, -1):
            here, before = self._forward[k + 1], self._forward[k]
            while i and here[i - 1] == here[i]:
                i -= 1
            if i == 0 or before[i] + self.unplanned[k] == here[i]:
                continue
            i -= 1
            chosen[k] = self.choices[k][self._days[i]]
        return chosen

    def cost_through(self, meeting: int, day: int, price: int) -> int:
        """Return the least cost when a meeting is on `day` at `price`."""
        i = self._index[day]
        return self._forward[meeting][i] + price + self._backward[meeting + 1][i + 1]

    @cached_property
    def _index(self) -> dict[int, int]:
        return {day: i for i, day in enumerate(self._days)}
