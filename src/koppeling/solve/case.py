"""A practice to be solved somewhere else: plain values that travel to another process."""

from __future__ import annotations

import copyreg
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from koppeling.domain.instance import Component, Instance, Level
from koppeling.locale import Language, current
from koppeling.solve.options import SolveOptions


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
