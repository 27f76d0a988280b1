"""
Problems too large to be solved as one: a good answer by parts, and how good it is at least.

Where it is soon proven how many can have a place, the levels are solved in
turn after all. Else the answer is improved on all levels together in a few large parts,
then level by level in many small ones; each level gets a bound, given what
the levels before it reached. Where the pairs fall apart in components, those
are solved apart and to proof.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from koppeling.model.problem import AssignmentProblem
from koppeling.solve.apart import Components, components_of
from koppeling.solve.bounding import Bounding
from koppeling.solve.evaluation import trivial_bound, value_of
from koppeling.solve.levels import LevelSearch
from koppeling.solve.messages import LevelOutcome, Progress
from koppeling.solve.neighbourhoods import Map, Part, blend_part, divide, rank, solve_part
from koppeling.solve.options import SolveOptions
from koppeling.solve.regions import Regions
from koppeling.solve.running import STOPPING, Clock
from koppeling.solve.softening import Ask
from koppeling.solve.starting import first_answer

#: Up to this many pairs a problem is solved level by level, whatever it is.
SMALL = 3000
#: Up to this many pairs, and where so large a share may have a place, it is tried whether the
#: first level can be proven, and with which share of the work: those after it then can as well,
#: or nearly (measured). Where more have none, *kept* alone takes longer than there is.
WHOLE, NEARLY, TRIAL = 30_000, 0.995, 0.2
#: Time of a part; it is nearly always proven sooner.
PART_SECONDS = 4.0
#: Share of the time in which a first answer must be there.
FIRST = 0.3
#: Share in which it may be improved; the rest is for bounds, where there are none yet.
IMPROVING, POLISHING = 0.75, 0.95
#: Bins of a large part, and of a small one, at most.
BLENDED_BINS, PART_BINS = 300, 20
#: Share of that which passes over large parts may take; there are two when there are borders.
BLENDING = 0.65
#: Seconds a pass over small parts takes on one core, for each pair; the last looks at more levels.
PASS, LAST_PASS = 0.0007, 0.0008
MOST_PASSES = 8
#: Share of the time left that a part may plan to take.
PUNCTUAL = 0.9
#: Levels that, as the last ones, only the last pass looks at: dear, and undone by every pass.
LATE = frozenset({"even", "draw"})


class _Solve(Protocol):
    """Solves a part; see `solve_part`."""

    def __call__(self, part: Part, options: SolveOptions) -> tuple[int, ...]: ...


@dataclass(frozen=True)
class _Pass:
    """One time over all bins: for which levels, in parts of how many bins, how, how long each."""

    levels: tuple[str, ...]
    num_bins: int
    solve: _Solve
    seconds: float


class LargeSearch:
    """
    Solves one large problem; asked and answering as `LevelSearch` is.

    Parameters
    ----------
    problem : AssignmentProblem
        What to solve; nothing held, its items one each.
    options : SolveOptions
        Its `seconds` also plan the number of passes, so that an answer repeats
        on a machine that is fast enough, whatever the number of workers.
    tell : callable of Progress
        Called on each better answer and each level done.
    executor : Executor, optional
        Where parts are solved, such as a cluster; else on threads here.

    Attributes
    ----------
    chosen : tuple of int or None
        The pairs of the best answer so far; None while there is none.
    is_infeasible : bool
        No answer can exist.
    """

    def __init__(
        self,
        problem: AssignmentProblem,
        options: SolveOptions,
        tell: Callable[[Progress], None],
        executor: Executor | None = None,
    ) -> None:
        self.problem = problem
        self.options = options
        self.chosen: tuple[int, ...] | None = None
        self.is_infeasible = False
        self._tell = tell
        self._executor = executor
        self._begun = time.monotonic()
        self._clock = Clock(self._begun + options.seconds - STOPPING, threading.Event())
        self._within: LevelSearch | None = None
        self._whole: LevelSearch | None = None
        self._noted = problem.levels[0]

    def stop(self) -> None:
        """Stop as soon as possible, keeping the best answer so far; safe from any thread."""
        self._clock.stopped.set()
        if self._within is not None:
            self._within.stop()

    def run(self) -> tuple[LevelOutcome, ...]:
        """Solve every level of the problem and return how each ended."""
        return self._run_apart() or self._run_in_turn() or self._run_by_parts()

    def _run_by_parts(self) -> tuple[LevelOutcome, ...]:
        with self._open_pool() as where:
            asked = Regions(where, self._clock.is_over).react
            begin = self._clock.until(self._begun + FIRST * self.options.seconds)
            found = first_answer(self.problem, ask=asked, clock=begin)
            answers = [one for one in (self.chosen, found) if one is not None]
            if not answers:  # what must be is hard to find: leave it to the solver
                return self._run_whole()
            self.chosen = max(answers, key=self._rank)
            self._note()
            self._improve(where, self._plan(), IMPROVING)
            return self._bound(asked)

    @contextmanager
    def _open_pool(self) -> Iterator[Executor]:
        """Open where parts are solved; who stops the search does not wait for those under way."""
        if self._executor is not None:
            yield self._executor
            return
        pool = ThreadPoolExecutor(self.options.workers)
        try:
            yield pool
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def _search(
        self,
        problem: AssignmentProblem,
        share: float = 1.0,
        known: tuple[int, ...] | None = None,
        tell: Callable[[Progress], None] | None = None,
    ) -> LevelSearch:
        """Make the search of a problem, a share of the time left to it, that `stop` stops."""
        seconds = max(0.01, share * self._clock.seconds)
        options = replace(self.options, seconds=seconds)
        self._within = search = LevelSearch(problem, options, tell or self._tell, known)
        if self._clock.stopped.is_set():
            search.stop()
        return search

    def _run_in_turn(self) -> tuple[LevelOutcome, ...] | None:
        """Solve level by level if nearly everybody may have a place and that is soon proven."""
        if self.problem.num_pairs > WHOLE:
            return None
        first, *rest = self.problem.levels
        everybody = trivial_bound(self.problem, "placed")
        if Bounding(self.problem, self._clock).linear("placed", 0) < NEARLY * everybody:
            return None
        search = self._search(self.problem, tell=self._relay)
        search.begin()
        done = search.run_level(first, TRIAL)
        self.chosen = search.chosen
        if not done.proven:
            return None
        self._whole = search
        self._tell_outcome(done)
        outcomes = self._take_over(search, (done, *map(search.run_level, rest)))
        return outcomes if all(outcome.proven for outcome in outcomes) else self._polish(outcomes)

    def _polish(self, outcomes: tuple[LevelOutcome, ...]) -> tuple[LevelOutcome, ...]:
        """Improve what is not proven by small parts; they keep what is."""
        self._noted = next(one.level for one in outcomes if not one.proven)
        *_, early, last = self._plan()
        passes = [*[early] * MOST_PASSES, last]
        with self._open_pool() as where:
            self._improve(where, passes, POLISHING)
        values = {
            level: value_of(self.problem, level, self.chosen or ()) for level in self.problem.levels
        }
        if self._whole is not None:
            self._whole.chosen = self.chosen
        polished = tuple(
            replace(one, value=values[one.level], proven=values[one.level] == one.bound)
            for one in outcomes
        )
        for old, new in zip(outcomes, polished, strict=True):
            if not old.proven:
                self._tell_outcome(new)
        return polished

    def _relay(self, told: Progress) -> None:
        """Tell of answers, and of levels proven once it is clear that this search does them."""
        if told.outcome is None or (self._whole is not None and told.proven):
            self._tell(told)

    def _run_whole(self) -> tuple[LevelOutcome, ...]:
        search = self._search(self.problem)
        return self._take_over(search, search.run())

    def _take_over(
        self, search: LevelSearch, outcomes: tuple[LevelOutcome, ...]
    ) -> tuple[LevelOutcome, ...]:
        self.chosen, self._whole = search.chosen, search
        self.is_infeasible = search.is_infeasible
        return outcomes

    def _run_apart(self) -> tuple[LevelOutcome, ...] | None:
        """Solve components apart, where each is small; None where that is no way."""
        parts = components_of(self.problem)
        is_whole = set(self.problem.required) <= set(self.problem.pair_item)
        if len(parts) < 2 or not is_whole or not self._are_small(parts):
            return None
        apart = Components(self.problem, parts, self._begin_component)
        outcomes = apart.run()
        if outcomes is not None:
            self.chosen = apart.chosen
            for outcome in outcomes:
                self._tell_outcome(outcome)
        return outcomes

    def _begin_component(
        self, problem: AssignmentProblem, share: float, known: tuple[int, ...] | None
    ) -> LevelSearch:
        return self._search(problem, share, known, _ignore)

    def _are_small(self, parts: Collection[Collection[int]]) -> bool:
        size = Counter(self.problem.pair_bin)
        return all(sum(size[b] for b in bins) <= SMALL for bins in parts)

    def _rank(self, chosen: tuple[int, ...]) -> tuple[int, ...]:
        levels = [level for level in self.problem.levels if level not in {"peak", *LATE}]
        return rank(self.problem, chosen, levels)

    def _note(self) -> None:
        """Tell of the answer at hand."""
        level = self._noted
        value = value_of(self.problem, level, self.chosen or ())
        self._tell(Progress(level=level, value=value, bound=None, proven=False, chosen=self.chosen))

    def _improve(self, executor: Executor, passes: Sequence[_Pass], share: float) -> None:
        """Go over all bins in parts, each time with other borders, until a share of the time."""
        limit = self._clock.until(self._begun + share * self.options.seconds)
        whole = Map(self.problem)
        shared = whole.neighbours()
        regions = Regions(executor, limit.is_over)
        for seed, one in enumerate(passes):
            if limit.is_over():
                return
            whole.problem = self._posed(one.levels)
            borders = divide(shared, one.num_bins, seed)
            # what ends after the limit is lost
            seconds = min(one.seconds, PUNCTUAL * limit.seconds)
            solve = partial(one.solve, options=replace(self.options, seconds=seconds, workers=1))
            for chosen in regions.improve(whole, self.chosen or (), borders, seed, solve):
                self.chosen = chosen
                self._note()

    def _posed(self, levels: tuple[str, ...]) -> AssignmentProblem:
        """Return the problem that parts are cut out of, its peak held once it is final."""
        held: tuple[tuple[str, int], ...] = ()
        is_final = self._whole is not None or LATE & {*levels}
        if is_final and "peak" in self.problem.levels:
            held = (("peak", value_of(self.problem, "peak", self.chosen or ())),)
        return replace(self.problem, levels=levels, held=held)

    def _plan(self) -> list[_Pass]:
        """Plan the passes, by what they cost on one core."""
        levels = tuple(level for level in self.problem.levels if level != "peak")
        early = levels
        while early and early[-1] in LATE:
            early = early[:-1]
        seconds = IMPROVING * self.options.seconds
        num_large = -(-self.problem.num_bins // BLENDED_BINS)
        at_once, large = min(num_large, self.options.workers), min(num_large, 2)
        for_each = BLENDING * seconds * at_once / num_large / large
        left = (1 - BLENDING) * seconds / self.problem.num_pairs - LAST_PASS
        small = min(MOST_PASSES, max(1, int(left / PASS)))
        return [
            *[_Pass(early, BLENDED_BINS, blend_part, for_each)] * large,
            *[_Pass(early, PART_BINS, solve_part, PART_SECONDS)] * small,
            _Pass(levels, PART_BINS, solve_part, PART_SECONDS),
        ]

    def _bound(self, asked: Ask) -> tuple[LevelOutcome, ...]:
        """Bound each level, given the values of those before it."""
        chosen, outcomes = self.chosen or (), []
        bounding = Bounding(self.problem, self._clock, asked, chosen)
        held: list[tuple[str, int]] = []
        peak, started = 1000, self._begun
        for level in self.problem.levels:
            value = value_of(self.problem, level, chosen)
            if level == "peak":
                bound, peak = bounding.lowest_peak(value, held), value
            elif level == "even":
                bound = 0
            else:
                bound = bounding.linear(level, value, held, peak)
                held.append((level, value))
            now = time.monotonic()
            outcomes.append(
                LevelOutcome(
                    level=level,
                    value=value,
                    bound=bound,
                    proven=value == bound,
                    seconds=now - started,
                )
            )
            started = now
            self._tell_outcome(outcomes[-1])
        return tuple(outcomes)

    def _tell_outcome(self, outcome: LevelOutcome) -> None:
        self._tell(
            Progress(
                level=outcome.level,
                value=outcome.value,
                bound=outcome.bound,
                proven=outcome.proven,
                chosen=self.chosen,
                outcome=outcome,
            )
        )

    def count_same(self, points: tuple[int, ...]) -> int | None:
        """Count the pairs that can stay under other points; None where parts prove nothing."""
        if self._whole is not None:
            return self._whole.count_same(points)
        if points != self.problem.points:
            return None
        return sum(self.problem.placed[p] for p in self.chosen or ())


def _ignore(_told: Progress) -> None:
    """Components are told of when all are done."""
