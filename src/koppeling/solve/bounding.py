"""How good an answer to a large problem is at least: a bound on each level, within a time."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence

from koppeling.model.problem import AssignmentProblem
from koppeling.solve.columns.bins import Bins
from koppeling.solve.columns.bounds import Bounds
from koppeling.solve.columns.generation import Generation
from koppeling.solve.columns.pool import columns_of
from koppeling.solve.columns.pricing import Pricer
from koppeling.solve.columns.rooms import Rooms
from koppeling.solve.columns.target import Target, level_target
from koppeling.solve.dual_descent import Ask, Descent, ask_here
from koppeling.solve.evaluation import MINIMISED, trivial_bound
from koppeling.solve.relaxing import relax
from koppeling.solve.running import Clock, WorkBudget

#: Levels that gain from better prices; those of others are as good at once.
STEEP = frozenset({"served", "quality"})
#: Up to this many pairs prices are generated over columns, which gains more than descent.
GENERATED = 30_000
#: Share of the time left that this may take.
PATIENCE = 0.5


class Bounding:
    """
    Bounds levels of one problem, given what those before them reached.

    Parameters
    ----------
    problem : AssignmentProblem
        Its items stand for one each.
    clock : Clock
        When it is over, the bounds are those of arithmetic.
    ask : callable
        How groups of bins are asked; see `koppeling.solve.dual_descent`.
    chosen : tuple of int, optional
        The pairs of the answer that is bounded. Better prices are looked for only
        when there is one.
    """

    def __init__(
        self,
        problem: AssignmentProblem,
        clock: Clock,
        ask: Ask = ask_here,
        chosen: tuple[int, ...] | None = None,
    ) -> None:
        self._problem = problem
        self._clock = clock
        self._ask = ask
        self._chosen = chosen
        self._within: dict[int, Bounds] = {}

    def within(self, peak: int = 1000) -> Bounds:
        """Return the bounds by arithmetic within a peak."""
        if peak not in self._within:
            self._within[peak] = Bounds(self._problem, peak)
        return self._within[peak]

    def lowest_peak(self, value: int, held: Sequence[tuple[str, int]]) -> int:
        """Return the lowest step below `value` that is not ruled out, or `value`."""
        for step in self._problem.peak_steps:
            if step >= value or self._clock.is_over():
                break
            if not self.rules_out(step, held):
                return step
        return value if not self._clock.is_over() else self._problem.peak_floor

    def rules_out(self, peak: int, held: Sequence[tuple[str, int]]) -> bool:
        """
        Tell whether a level held cannot be reached within a peak.

        Arithmetic is asked about every one, prices about the first: where room
        is short, that is the one that misses it.
        """
        levels = [(level, least) for level, least in held if level not in MINIMISED]
        if any(self.within(peak).of(level) < least for level, least in levels):
            return True
        return any(self.linear(level, least, (), peak) < least for level, least in levels[:1])

    def linear(
        self, level: str, value: int, held: Sequence[tuple[str, int]] = (), peak: int = 1000
    ) -> int:
        """
        Bound a linear level by arithmetic, then by prices as far as there is time.

        Parameters
        ----------
        level : str
            Any but *peak* and *even*.
        value : int
            What is reached; no better bound than that is looked for.
        held : sequence of (str, int)
            Levels before it, with what they keep.
        peak : int
            Measured resources are used to this many ‰ at most.
        """
        sign = -1 if level in MINIMISED else 1
        best = sign * trivial_bound(self._problem, level)
        if sign == 1:
            best = min(best, self.within(peak).of(level))
        if best == sign * value or self._clock.is_over():
            return sign * best
        target = level_target(self._problem, level, held)
        relaxed = relax(self._problem, target, peak, self._clock.seconds)
        if relaxed is None or self._clock.is_over():
            return sign * best
        bins = self.within(peak).bins
        descent = Descent(bins, target, relaxed.prices, self._ask)
        best = min(best, descent.prove())
        if best <= sign * value or level not in STEEP or self._chosen is None:
            return sign * best
        if self._problem.num_pairs <= GENERATED:
            return sign * min(best, self._generate(bins, target, self._chosen))
        descent.run(sign * value, self._clock.is_over)
        return sign * min(best, descent.bound)

    def _generate(self, bins: Bins, target: Target, chosen: tuple[int, ...]) -> int:
        clock = self._clock.until(time.monotonic() + PATIENCE * self._clock.seconds)
        budget = WorkBudget(clock.deadline, math.inf, clock.stopped)
        pricer = Pricer(bins, target, Rooms(self._problem))
        return Generation(pricer, columns_of(self._problem, chosen), budget).run().bound
