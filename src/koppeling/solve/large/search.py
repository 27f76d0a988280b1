"""
Problems too large to be solved as one: a good answer by parts, and how good it is at least.

Where it is soon proven how many can have a place, the levels are solved in
turn after all. Else the answer is improved on all levels together in a few large parts,
then level by level in many small ones; each level gets a bound, given what
the levels before it reached. Where the pairs fall apart in components, those
are solved apart and to proof.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol, TypeVar

import numpy as np

from koppeling.model.problem import AssignmentProblem
from koppeling.solve.bounding import Bounding
from koppeling.solve.columns.bins import Bins, Ints, lay_out, most_of
from koppeling.solve.columns.blending import blend_of
from koppeling.solve.columns.master import Floats
from koppeling.solve.columns.rooms import Rooms
from koppeling.solve.columns.target import target_of
from koppeling.solve.dual_descent import Ask, Descent, Reaction, SeniorGroup, ask_here, react
from koppeling.solve.evaluation import trivial_bound, value_of
from koppeling.solve.large.parts import Map, Part, blend_part, divide, rank, share_out, solve_part
from koppeling.solve.level_search import LevelSearch
from koppeling.solve.messages import LevelOutcome, Progress
from koppeling.solve.questions import SolveOptions
from koppeling.solve.relaxing import relax
from koppeling.solve.running import STOPPING, Clock

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


#: Makes the search of one component, for a share of the time left, from an answer if there is one.
Begin = Callable[[AssignmentProblem, float, tuple[int, ...] | None], LevelSearch]


def components_of(problem: AssignmentProblem) -> list[list[int]]:
    """List the bins of each component of the pairs; bins without pairs are in none."""
    root = list(range(problem.num_bins))

    def find(bin_: int) -> int:
        while root[bin_] != bin_:
            root[bin_] = bin_ = root[root[bin_]]
        return bin_

    first: dict[int, int] = {}
    for item, bin_ in zip(problem.pair_item, problem.pair_bin, strict=True):
        root[find(bin_)] = find(first.setdefault(item, bin_))
    together: dict[int, list[int]] = defaultdict(list)
    for bin_ in sorted(set(problem.pair_bin)):
        together[find(bin_)].append(bin_)
    return list(together.values())


class Components:
    """
    The components of one problem.

    Parameters
    ----------
    problem : AssignmentProblem
        The whole.
    components : sequence of sequence of int
        The bins of each; see `components_of`.
    begin : callable
        Makes the search of a component.

    Attributes
    ----------
    chosen : tuple of int or None
        The answer to the whole, as far as levels have been solved.
    """

    def __init__(
        self,
        problem: AssignmentProblem,
        components: Sequence[Sequence[int]],
        begin: Begin,
    ) -> None:
        self._levels = problem.levels
        self._begin = begin
        self.chosen: tuple[int, ...] | None = None
        whole = Map(problem)
        self._parts = [
            whole.carve(
                (), bins, {problem.pair_item[p] for b in bins for p in whole.pairs_of_bin[b]}
            )
            for bins in components
        ]
        self._held: list[dict[str, int]] = [{} for _ in self._parts]
        self._known: list[tuple[int, ...] | None] = [None for _ in self._parts]

    def run(self) -> tuple[LevelOutcome, ...] | None:
        """Solve all levels; None when a component has no answer within its time, or none at all."""
        cut = self._levels.index("peak") + 1 if "peak" in self._levels else 0
        outcomes: list[LevelOutcome] = []
        for levels, rest in ((self._levels[:cut], 0.5), (self._levels[cut:], 1.0)):
            if not levels:
                continue
            done = self._solve(levels, rest)
            if done is None:
                return None
            outcomes.extend(
                _added(level, [one[i] for one in done]) for i, level in enumerate(levels)
            )
            for held in self._held:
                if "peak" in held:
                    held["peak"] = max(one["peak"] for one in self._held)
        return tuple(outcomes)

    def _solve(
        self, levels: tuple[str, ...], share: float
    ) -> list[tuple[LevelOutcome, ...]] | None:
        """Solve some levels of every component, each given its share of the time left."""
        chosen: list[int] = []
        done = []
        left = sum(len(part.pair) for part in self._parts)
        for n, (part, held) in enumerate(zip(self._parts, self._held, strict=True)):
            asked = replace(part.problem, levels=levels, held=tuple(held.items()))
            search = self._begin(asked, share * len(part.pair) / left, self._known[n])
            left -= len(part.pair)
            done.append(search.run())
            if search.chosen is None:
                return None
            self._known[n] = search.chosen
            chosen.extend(part.back(search.chosen))
            held.update((one.level, one.value) for one in done[-1] if one.value is not None)
        self.chosen = tuple(sorted(chosen))
        return done


def _added(level: str, parts: Sequence[LevelOutcome]) -> LevelOutcome:
    """Return what a level is over all components."""
    gather = max if level == "peak" else sum
    return LevelOutcome(
        level=level,
        value=gather(part.value or 0 for part in parts),
        bound=gather(part.bound or 0 for part in parts),
        proven=all(part.proven for part in parts),
        seconds=sum(part.seconds for part in parts),
    )


Job = TypeVar("Job")
Found = TypeVar("Found")

#: Seconds until whoever waits looks up.
TICK = 0.1


class Regions:
    """
    Hands work out by region.

    Parameters
    ----------
    executor : Executor
        Where it is done.
    is_over : callable
        Whether nothing more may be waited for.
    """

    def __init__(self, executor: Executor, is_over: Callable[[], bool]) -> None:
        self._executor = executor
        self._is_over = is_over

    def each(self, work: Callable[[Job], Found], jobs: Iterable[Job]) -> Iterator[Found | None]:
        """Yield what comes of each job, in their order, until it is over; None where it failed."""
        futures = [self._submit(work, job) for job in jobs]
        for future in futures:
            found = None if future is None else self._result(future)
            if self._is_over():
                break
            yield found
        for future in futures:
            if future is not None:
                future.cancel()

    def _submit(self, work: Callable[[Job], Found], job: Job) -> Future[Found] | None:
        try:
            return self._executor.submit(work, job)
        except (RuntimeError, OSError):  # a pool that broke, or a cluster that went away
            return None

    def _result(self, future: Future[Found]) -> Found | None:
        """Wait for a job, no longer than until it is over; None when it failed."""
        while not future.done():
            if self._is_over():
                return None
            wait([future], timeout=TICK)
        if future.cancelled() or future.exception() is not None:
            return None
        return future.result()

    def react(
        self, groups: Sequence[SeniorGroup], item: Ints, side: Ints, temperature: float
    ) -> Iterable[Reaction]:
        """Let groups of bins answer prices; see `koppeling.solve.dual_descent.Ask`."""
        ask = partial(react, item=item, side=side, temperature=temperature)
        # a bound needs them all: what a worker lost, or had no time for, is worked out here
        found = itertools.chain(self.each(ask, groups), itertools.repeat(None))
        return [one or ask(group) for group, one in zip(groups, found, strict=False)]

    def improve(
        self,
        whole: Map,
        chosen: Collection[int],
        regions: Sequence[Collection[int]],
        seed: int,
        solve: Callable[[Part], tuple[int, ...]],
    ) -> Iterator[tuple[int, ...]]:
        """
        Solve regions that share no bin, each with the answer at hand around it.

        `solve` returns pairs of the whole for a part. Yields the whole answer
        after each region; it never becomes worse.
        """
        spare = share_out(whole, chosen, regions, seed)
        parts = [
            whole.carve(chosen, bins, items) for bins, items in zip(regions, spare, strict=True)
        ]
        now = set(chosen)
        for part, found in zip(parts, self.each(solve, parts), strict=False):
            if found is not None:
                now.difference_update(part.pair)
                now.update(found)
                yield tuple(sorted(now))


#: Points of a pair, more or less.
COMMON = 60.0
A_DAY = 86_400.0


def first_answer(
    problem: AssignmentProblem,
    peak: int = 1000,
    ask: Ask = ask_here,
    clock: Clock | None = None,
) -> tuple[int, ...] | None:
    """
    Choose pairs in order of how likely they are in good sets of every bin.

    Prices see all bins at once, so that no region is left with more than it
    can hold; what rounding spoils is near at hand and soon mended.

    Returns
    -------
    tuple of int or None
        Pairs that keep every resource, slot, lock and bar; None when what must
        be was not found this way.
    """
    weights = blend_of(problem)
    bins = lay_out(problem, peak)
    share = _likely(bins, weights, peak, ask, clock or Clock())
    must, locked = set(problem.required), set(problem.locked)
    order = sorted(
        bins.pair[bins.is_there].tolist(),
        key=lambda p: (
            p not in locked,
            problem.pair_item[p] not in must,
            -round(float(share[p]), 6),
            -weights[p],
            p,
        ),
    )
    chosen = _take(problem, order, peak)
    has_place = {problem.pair_item[p] for p in chosen}
    return tuple(sorted(chosen)) if must <= has_place and locked <= chosen else None


def _likely(bins: Bins, weights: tuple[int, ...], peak: int, ask: Ask, clock: Clock) -> Floats:
    """Return how far good sets at good prices hold each pair."""
    target = target_of(bins.problem, weights, ())
    relaxed = relax(bins.problem, target, peak, min(A_DAY, clock.seconds))
    if relaxed is None:
        return np.zeros(bins.problem.num_pairs)
    descent = Descent(bins, target, relaxed.prices, ask, COMMON)
    descent.run(0, clock.is_over)
    return descent.taken if descent.taken.any() else relaxed.share


def _take(problem: AssignmentProblem, order: list[int], peak: int) -> set[int]:
    """Take pairs in order, each when there still is time, room and nobody has its item."""
    rooms = Rooms(problem)
    left = [most_of(resource, peak) for resource in problem.resources]
    uses: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for r, resource in enumerate(problem.resources):
        for p, amount in zip(resource.pairs, resource.amounts, strict=True):
            uses[p].append((r, amount))
    of_bin: dict[int, tuple[int, ...]] = defaultdict(tuple)
    chosen: set[int] = set()
    placed: set[int] = set()
    for p in order:
        together = (*of_bin[problem.pair_bin[p]], p)
        if problem.pair_item[p] in placed or any(a > left[r] for r, a in uses[p]):
            continue
        if not rooms.fits(together):
            continue
        for r, amount in uses[p]:
            left[r] -= amount
        of_bin[problem.pair_bin[p]] = together
        chosen.add(p)
        placed.add(problem.pair_item[p])
    return chosen
