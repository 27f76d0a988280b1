"""A practice to be solved somewhere else: plain values that travel to another process."""

from __future__ import annotations

import copyreg
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from koppeling.domain.instance import Instance
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
    """

    instance: Instance
    forced: tuple[tuple[str, str], ...] = ()
    options: SolveOptions = field(default_factory=SolveOptions)
