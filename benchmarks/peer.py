"""
One peer on one problem, in a process of its own: `python -m benchmarks.peer …`.

Prints what happens as it happens, a line of JSON each, so that a peer that has
to be killed has still told how far it got. See `benchmarks.race`.
"""

from __future__ import annotations

import argparse
import json
import pickle
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from importlib import import_module
from pathlib import Path
from typing import Any, TextIO

from benchmarks.judge import faults
from koppeling.model.problem import AssignmentProblem

PEERS = ("ours", "plain", "highs")
#: For the published sets only (benchmarks.gap): it knows one knapsack a bin, nothing else.
KNAPSACKS = "knapsacks"


@dataclass
class Telling:
    """Writes events; of the levels only what changed."""

    stream: TextIO
    started: float = field(default_factory=time.perf_counter)
    claims: dict[str, int] = field(default_factory=dict)
    _last: tuple[Any, ...] = ()
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def say(self, event: str, **what: Any) -> None:
        """Write one event with the seconds since the start."""
        line = {"event": event, "t": round(time.perf_counter() - self.started, 4), **what}
        self.stream.write(json.dumps(line) + "\n")
        self.stream.flush()

    def level(self, level: str, value: int | None, bound: int | None, *, is_done: bool) -> None:
        """Tell how a level stands; the solver may call this from any thread."""
        value = None if value is None else int(value)  # of whatever kind a solver counts in
        bound = None if bound is None else int(bound)
        with self._lock:
            if is_done and value is not None:
                self.claims[level] = value
            if (now := (level, value, bound, is_done)) != self._last:
                self._last = now
                self.say("done" if is_done else "step", level=level, value=value, bound=bound)


def run_ours(
    problem: AssignmentProblem, options: argparse.Namespace, telling: Telling
) -> Sequence[int] | None:
    """Solve with the engine of this program."""
    from koppeling.solve.answer import search_for
    from koppeling.solve.messages import Progress
    from koppeling.solve.questions import SolveOptions

    switches: dict[str, Any] = {}
    if options.without:
        if "without" not in {known.name for known in fields(SolveOptions)}:
            raise SystemExit("this engine has nothing to switch off")
        switches["without"] = frozenset(options.without)

    def tell(news: Progress) -> None:
        telling.level(news.level, news.value, news.bound, is_done=news.outcome is not None)

    chosen_options = SolveOptions(seconds=options.seconds, workers=options.workers, **switches)
    search = search_for(problem, chosen_options, tell)
    telling.say("built")
    search.run()
    return search.chosen


def run_plain(
    problem: AssignmentProblem, options: argparse.Namespace, telling: Telling
) -> Sequence[int] | None:
    """Solve with plain CP-SAT or with HiGHS, level by level."""
    from benchmarks.lexicographic import PlainLevels, RowSolver

    solver: RowSolver
    if options.peer == "plain":
        from benchmarks.plain import PlainCpSat

        solver = PlainCpSat(options.workers)
    else:
        from benchmarks.highs import Highs

        solver = Highs()
    search = PlainLevels(problem, solver, options.seconds, telling.level)
    telling.say("built")
    search.run()
    return search.chosen


def run_knapsacks(
    problem: AssignmentProblem, options: argparse.Namespace, telling: Telling
) -> Sequence[int] | None:
    """Solve one knapsack a bin, by branching on prices."""
    from benchmarks.knapsacks.grid import grid_of
    from benchmarks.knapsacks.search import GridSearch
    from koppeling.solve.evaluation import value_of
    from koppeling.solve.questions import SolveOptions
    from koppeling.solve.running import Runner

    (level,) = problem.levels
    grid = grid_of(problem, problem.points)
    if grid is None:
        raise SystemExit("this problem is more than one knapsack a bin")

    def tell(chosen: tuple[int, ...], bound: float) -> None:
        telling.level(level, value_of(problem, level, chosen), round(bound), is_done=False)

    runner = Runner(SolveOptions(seconds=options.seconds, workers=options.workers))
    search = GridSearch(grid, runner, tell)
    telling.say("built")
    search.run()
    telling.level(level, search.value, search.bound, is_done=True)
    return None if search.place is None else grid.pairs(search.place)


#: How each peer solves.
RUNS = {"ours": run_ours, KNAPSACKS: run_knapsacks, "plain": run_plain, "highs": run_plain}


def load_solvers(peer: str) -> None:
    """Import what a peer solves with, which is not what is measured."""
    modules = {
        "ours": "koppeling.solve.levels",
        KNAPSACKS: "benchmarks.knapsacks.search",
        "plain": "benchmarks.plain",
        "highs": "benchmarks.highs",
    }
    import_module(modules[peer])


def main() -> None:
    """Run the peer and judge its answer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("peer", choices=RUNS)
    parser.add_argument("problem", type=Path, help="an AssignmentProblem, pickled by this program")
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--without", nargs="*", default=())
    options = parser.parse_args()
    output, sys.stdout = sys.stdout, sys.stderr  # a chatty solver must not get between the lines
    load_solvers(options.peer)
    with options.problem.open("rb") as stream:
        problem: AssignmentProblem = pickle.load(stream)  # noqa: S301 - written by ourselves
    telling = Telling(output)
    chosen = RUNS[options.peer](problem, options, telling)
    telling.say("answered")
    chosen = None if chosen is None else [int(pair) for pair in chosen]
    found = faults(problem, chosen, telling.claims) if chosen is not None else ()
    telling.say("judged", chosen=chosen, faults=found)


if __name__ == "__main__":
    main()
