"""
Make a problem, in a process of its own: `python -m benchmarks.build …`.

`family JUNIORS SENIORS LOAD SEED OUT` or `gap FILE SENSE OUT`; prints the
seconds of the instance and of the arrays.
"""

from __future__ import annotations

import json
import pickle
import sys
import time
from pathlib import Path

from koppeling.model.problem import AssignmentProblem


def build_family(juniors: str, seniors: str, load: str, seed: str) -> AssignmentProblem:
    """Make a family and compile it, and say how long each took."""
    from benchmarks.families import make_family
    from koppeling.model.compiling import Compiler
    from koppeling.rules.situation import Situation

    started = time.perf_counter()
    instance = make_family(int(juniors), int(seniors), float(load), int(seed))
    made = time.perf_counter()
    problem = Compiler(Situation(instance)).problem
    times = {"instance": made - started, "compile": time.perf_counter() - made}
    print(json.dumps({"event": "built", "pairs": problem.num_pairs, **times}))
    return problem


def build_gap(path: str, sense: str) -> AssignmentProblem:
    """Read a published instance."""
    from benchmarks.gap import problem_of, read_instance

    return problem_of(read_instance(Path(path), sense=sense))


def main() -> None:
    """Make what is asked and pickle it."""
    kind, *arguments, out = sys.argv[1:]
    problem = (build_family if kind == "family" else build_gap)(*arguments)
    with Path(out).open("wb") as stream:
        pickle.dump(problem, stream, protocol=pickle.HIGHEST_PROTOCOL)


if __name__ == "__main__":
    main()
