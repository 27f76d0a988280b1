"""How long and how to solve."""

from __future__ import annotations

import copyreg
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from koppeling.domain.fix import Fix
from koppeling.domain.instance import Component, Instance, Level
from koppeling.locale import Language, current

DEFAULT_SECONDS = 120.0
SEED = 0

#: Work of the solver that fits in a second of a slow machine: the budget in
#: deterministic time is this times the seconds, so that it is spent first and
#: a result that is not proven repeats as well.
DETERMINISTIC_RATE = 0.3


@dataclass(frozen=True, kw_only=True)
class SolveOptions:
    """
    Options of one solve.

    Parameters
    ----------
    seconds : float
        Wall time for all levels together.
    rate : float
        Deterministic work per second of that time and thread; what is spent first ends it.
    workers : int
        Threads of the solver; with more than one a result that is not proven
        need not repeat.
    seed : int
        Where chance starts from, so that a run can be repeated.
    without : frozenset of str
        Ideas of the engine to do without, to measure what each is worth; see
        docs/engine.md.
    """

    seconds: float = DEFAULT_SECONDS
    rate: float = DETERMINISTIC_RATE
    workers: int = 1
    seed: int = SEED
    without: frozenset[str] = frozenset()


def read_only(content: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    """Make a mapping read-only again at the other end."""
    return MappingProxyType(content)


# an Instance holds read-only mappings, which pickle does not know by itself
copyreg.pickle(MappingProxyType, lambda mapping: (read_only, (dict(mapping),)))


@dataclass(frozen=True, kw_only=True)
class Case:
    """
    One solve: a practice, its levels, and pairs that must be.

    Parameters
    ----------
    instance : Instance
        Its `levels` are what is solved, in order; leave out those that do not
        matter for the question.
    forced : tuple of (junior, senior)
        Pairs that the answer must have; unlike a lock they are no decision, so
        they count as running only when they were, and override nothing.
    options : SolveOptions
        Time and threads of this solve alone.
    barred : tuple of str
        Juniors who get nobody, as if they were not there.
    held : mapping of Level to int
        What the answer must have at least (at most for *piek*, *gelijkmatig*
        and *loting*), beside the levels that are solved.
    weights : tuple of mappings
        Other weights of the points (as in the sheet Weging): for each it is
        counted how many pairs can stay, `Answered.same`.
    is_told : bool
        Whether the answer comes with its whole story (`Answered.outcome`), made
        over there too; locks that cannot hold are then told as `match` does.
    language : Language
        In which the story, or a failure, is told.
    """

    instance: Instance
    forced: tuple[tuple[str, str], ...] = ()
    options: SolveOptions = field(default_factory=SolveOptions)
    barred: tuple[str, ...] = ()
    held: Mapping[Level, int] = field(default_factory=dict)
    weights: tuple[Mapping[Component, int], ...] = ()
    is_told: bool = False
    language: Language = field(default_factory=current)


#: How many different fixes are sought.
NUM_FIXES = 3


@dataclass(frozen=True, kw_only=True)
class FixQuestion:
    """
    What would place a junior who has no place, at least cost.

    Parameters
    ----------
    instance : Instance
        The practice; the costs are its `fix_costs`.
    junior : str
        Number of the junior; of a group any member.
    placed : int
        How many are placed now; a fix never places fewer others.
    number : int
        How many different fixes.
    options : SolveOptions
        Time for all of them together.
    """

    instance: Instance
    junior: str
    placed: int
    number: int = NUM_FIXES
    options: SolveOptions = field(default_factory=SolveOptions)


@dataclass(frozen=True, kw_only=True)
class FixAnswer:
    """
    The fixes, cheapest first, each confirmed by solving the changed practice afresh.

    `is_complete` tells that there are no others, or as many as were asked; when
    it is False, time was up first.
    """

    fixes: tuple[Fix, ...] = ()
    is_complete: bool = False


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
