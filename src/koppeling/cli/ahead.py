"""What is started before anything else: the processes a command will ask something of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import wraps
from pathlib import Path
from typing import Any

from koppeling import children

#: Commands that always have something to solve.
_SOLVING = ("match", "explain", "what-if", "forecast")
_SOLVER = "koppeling.solve.worker"


def with_head_start(name: str, action: Callable[..., int]) -> Callable[..., int]:
    """
    Let the processes of a command load while the command itself does.

    The solver takes longest to load, and reading the input comes next: both
    begin before any module of the use case is looked at.

    Parameters
    ----------
    name : str
        Of the command.
    action : callable
        Its body, called with the parameters by name.
    """

    @wraps(action)
    def started(**given: Any) -> int:
        with ExitStack() as processes:
            if name in _SOLVING and not given.get("scheduler"):
                processes.enter_context(children.ahead(_SOLVER, takes_input=True))
            for paths in _inputs(given) if name != "template" else ():  # that one writes there
                from koppeling.workbook.read.intake import reading_ahead

                processes.enter_context(reading_ahead(paths))
            return action(**given)

    return started


def _inputs(given: dict[str, Any]) -> Iterator[tuple[Path, ...]]:
    """List what a command reads, together what it reads together."""
    several = (given.get("paths") or ()), _all_inputs(given)
    one = ((given[key],) for key in ("path", "result") if isinstance(given.get(key), Path))
    yield from filter(None, (*several, *one))


def _all_inputs(given: dict[str, Any]) -> tuple[Path, ...]:
    """Put the inputs of `verify` together again; click had to take them apart."""
    return (*given.get("first_inputs", ()), *given.get("more_inputs", ()))
