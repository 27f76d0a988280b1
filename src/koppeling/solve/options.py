"""How long and how to solve."""

from __future__ import annotations

from dataclasses import dataclass

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
    without : frozenset of str
        Ideas of the engine to do without, to measure what each is worth; see
        docs/engine.md.
    """

    seconds: float = DEFAULT_SECONDS
    rate: float = DETERMINISTIC_RATE
    workers: int = 1
    seed: int = SEED
    without: frozenset[str] = frozenset()
