"""Where a result comes from, so that anyone can trace and repeat it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """
    What a run itself knows about how it came to its result (workbook.md, Herkomst).

    Parameters
    ----------
    version : str
        Version of koppeling.
    run_at : datetime
        Start of the run; the only moment that the result workbook mentions.
    seconds : float
        Wall time of the whole run.
    options : mapping of str to str
        What was asked on the command line, as typed, without paths of this machine.
    seed : int
        Seed of the solver.
    checks : sequence of str
        The checks that the result passed, as sentences for people.
    """

    version: str
    run_at: datetime
    seconds: float
    options: Mapping[str, str] = field(default_factory=dict)
    seed: int = 0
    checks: tuple[str, ...] = ()
