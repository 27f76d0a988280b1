"""A question about room: plain values that travel to the solver process and back."""

from __future__ import annotations

from dataclasses import dataclass, field

from koppeling.domain.instance import Instance
from koppeling.solve.options import SolveOptions


@dataclass(frozen=True, kw_only=True)
class RoomQuestion:
    """
    How many of some juniors can be placed while as many of the others are as can be.

    Parameters
    ----------
    instance : Instance
        The practice, those juniors in it.
    groups : tuple of tuples of str
        Their numbers, in groups that are asked about one by one and all together.
    is_apart : bool
        Whether each group is asked about by itself too.
    is_many : bool
        Whether each of them stands for any number of juniors just alike.
    options : SolveOptions
        Time for each of its figures.
    """

    instance: Instance
    groups: tuple[tuple[str, ...], ...]
    is_apart: bool = True
    is_many: bool = False
    options: SolveOptions = field(default_factory=SolveOptions)

    @property
    def seconds(self) -> float:
        """The longest that all its figures can take."""
        return self.options.seconds * (len(self.groups) + 2)


@dataclass(frozen=True, kw_only=True)
class Room:
    """
    The answer: each figure proven best, None where that was not reached.

    `rest` is the most of the others that can be placed, of `num_rest`; `alone`
    the most of each group without the other groups, if asked; `together` the most of all
    groups at once, divided over them as in `mix`.
    """

    num_rest: int = 0
    rest: int | None = None
    alone: tuple[int | None, ...] = ()
    together: int | None = None
    mix: tuple[int, ...] = ()

    @property
    def num_unplaced(self) -> int | None:
        """How many of the others stay without a senior."""
        return None if self.rest is None else self.num_rest - self.rest
