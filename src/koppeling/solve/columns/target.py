"""What is asked of columns: a level to maximise, and the levels before it to hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from koppeling.model.problem import EVEN_SCALE, AssignmentProblem
from koppeling.solve.columns.bins import Ints
from koppeling.solve.columns.pool import Pool
from koppeling.solve.evaluation import MINIMISED, weights_of

#: What must be can be bought for as many of the best pairs: more than a place is worth, nearly
#: always.
CHAIN = 200.0


@dataclass(frozen=True)
class Side:
    """
    What the columns chosen weigh, at least.

    Attributes
    ----------
    weights : tuple of int
        Per pair.
    least : int
        The least they must weigh together.
    uneven : AssignmentProblem or None
        Where it is given, the unevenness of each column there is taken off.
    """

    weights: tuple[int, ...]
    least: int
    uneven: AssignmentProblem | None = None

    @property
    def size(self) -> int:
        """What a pair weighs, at most."""
        return _size(self.weights, self.uneven)

    def of(self, pool: Pool) -> Ints:
        """Return what each column weighs."""
        return _weigh(self.weights, self.uneven, pool)


@dataclass(frozen=True)
class Target:
    """
    Most of what the columns chosen weigh, within the sides, every required item placed.

    A level that is minimised appears with its weights and its value negated.

    Attributes
    ----------
    weights, uneven
        See `Side`.
    sides : tuple of Side
        What else must hold, each a sum over the columns chosen.
    required : frozenset of int
        Items that must be placed.
    """

    weights: tuple[int, ...]
    sides: tuple[Side, ...] = ()
    required: frozenset[int] = frozenset()
    uneven: AssignmentProblem | None = None

    @cached_property
    def size(self) -> int:
        """What a pair weighs, at most."""
        return _size(self.weights, self.uneven)

    @property
    def ransom(self) -> float:
        """What one unit costs that must be and is not: a place may cost a whole chain of pairs."""
        return CHAIN * self.size

    def of(self, pool: Pool) -> Ints:
        """Return what each column weighs."""
        return _weigh(self.weights, self.uneven, pool)


def _size(weights: Sequence[int], uneven: AssignmentProblem | None) -> int:
    return max(1, *map(abs, weights), 1 if uneven is None else EVEN_SCALE)


def _weigh(weights: Sequence[int], uneven: AssignmentProblem | None, pool: Pool) -> Ints:
    total = pool.total(weights)
    return total if uneven is None else total - pool.unevenness(uneven)


def side_of(problem: AssignmentProblem, level: str, value: int) -> Side:
    """Hold a level's value, *peak* apart: at least, or at most for one that is minimised."""
    if level == "even":
        return Side((0,) * problem.num_pairs, -value, problem)
    sign = -1 if level in MINIMISED else 1
    return Side(tuple(sign * w for w in weights_of(problem, level)), sign * value)


def target_of(
    problem: AssignmentProblem, weights: Sequence[int], held: Iterable[tuple[str, int]]
) -> Target:
    """Ask for most of `weights` while levels stay at what they are."""
    required = frozenset(problem.required) | {problem.pair_item[p] for p in problem.locked}
    return Target(
        tuple(weights), tuple(side_of(problem, level, value) for level, value in held), required
    )


def level_target(problem: AssignmentProblem, level: str, held: Iterable[tuple[str, int]]) -> Target:
    """Ask for the best of a level, *peak* apart, while others stay at what they are."""
    if level == "even":
        return replace(target_of(problem, (0,) * problem.num_pairs, held), uneven=problem)
    sign = -1 if level in MINIMISED else 1
    return target_of(problem, [sign * w for w in weights_of(problem, level)], held)
