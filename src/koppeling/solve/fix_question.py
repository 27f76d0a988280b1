"""A question about fixes: plain values that travel to the solver process and back."""

from __future__ import annotations

from dataclasses import dataclass, field

from koppeling.domain.fix import Fix
from koppeling.domain.instance import Instance
from koppeling.solve.options import SolveOptions

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
