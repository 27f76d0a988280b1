"""What is asked of columns: a level to maximise, and the levels before it to hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from koppeling.model.problem import AssignmentProblem
from koppeling.solve.evaluation import MINIMISED, weights_of


@dataclass(frozen=True)
class Side:
    """Σ weights of the chosen pairs ≥ least."""

    weights: tuple[int, ...]
    least: int


@dataclass(frozen=True)
class Target:
    """
    Maximise Σ weights of the chosen pairs, within the sides, with every required item placed.

    A level that is minimised appears with its weights and its value negated.
    """

    weights: tuple[int, ...]
    sides: tuple[Side, ...] = ()
    required: frozenset[int] = frozenset()

    @cached_property
    def ransom(self) -> float:
        """More than anything is worth: a place may cost a whole chain of pairs."""
        return 400.0 * (1 + max(map(abs, self.weights), default=0))


def side_of(problem: AssignmentProblem, level: str, value: int) -> Side:
    """Hold a linear level's value: at least, or at most for one that is minimised."""
    sign = -1 if level in MINIMISED else 1
    return Side(tuple(sign * w for w in weights_of(problem, level)), sign * value)


def target_of(
    problem: AssignmentProblem, weights: Sequence[int], held: Iterable[tuple[str, int]]
) -> Target:
    """Ask for most of `weights` while linear levels stay at what they are."""
    required = frozenset(problem.required) | {problem.pair_item[p] for p in problem.locked}
    return Target(
        tuple(weights), tuple(side_of(problem, level, value) for level, value in held), required
    )
