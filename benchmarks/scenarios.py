"""Scenarios: the example of 31 x 11, so many of it, all levels, checked, on one core and all."""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import date
from itertools import islice

import koppeling
from benchmarks.race import ROOT, FailedError, run
from benchmarks.record import Record
from koppeling.domain.instance import Instance
from koppeling.domain.people import WorkingHours
from koppeling.domain.scenario import BeAbsent, Change, Hire, Leave, Promote, Scenario, SetHours
from koppeling.solve.asking import open_executor
from koppeling.solve.questions import SolveOptions
from koppeling.what_if.study import Question, compare

EXAMPLE = "data/voorbeeld.xlsx"
#: What 50 scenarios of the example may take on two cores, and how much faster than on one.
AIM_SECONDS, AIM_RATIO = 30.0, 1.7
COUNT = 50
LIMIT = 1200.0


def make_scenarios(instance: Instance, count: int) -> tuple[Scenario, ...]:
    """Make scenarios of every sort: newcomers, and something about each person in turn."""
    first = instance.settings.quarter.first_day
    week = tuple(WorkingHours(weekday=d, start_minute=510, end_minute=1020) for d in range(5))
    newcomers = [
        Hire(count=number, start=first, hours=week[at : at + 3], sites=(site,))
        for number in (1, 2, 3)
        for at in (0, 2)
        for site in ("Noord", "Zuid")
    ]
    numbers = [senior.number for senior in instance.seniors]
    changes: list[Change] = [
        *newcomers,
        *(Leave(who=who, day=first) for who in numbers),
        *(SetHours(who=who, minutes=240, is_relative=True) for who in numbers),
        *(BeAbsent(who=who, first=first, last=date(2027, 1, 22)) for who in numbers),
        *(Promote(who=junior.number, day=first) for junior in instance.juniors),
    ]
    return tuple(
        Scenario(name=f"{at}", changes=(change,))
        for at, change in enumerate(islice(changes, count))
    )


def time_scenarios(count: int, workers: int) -> float:
    """Return the wall seconds of `count` scenarios and the base, start of the solvers included."""
    instance = koppeling.read(ROOT / EXAMPLE).instance
    question = Question(
        instance=instance, scenarios=make_scenarios(instance, count), options=SolveOptions()
    )
    started = time.perf_counter()
    with open_executor(workers) as executor:
        (comparison,) = compare([question], executor)
    seconds = time.perf_counter() - started
    failed = [trial.failure for trial in comparison.trials if trial.outcome is None]
    if failed:
        raise RuntimeError(failed[0])
    return seconds


def measure_scenarios(num_runs: int) -> Iterator[Record]:
    """Time them on one core and on all of them, each time in a process of its own."""
    cores = os.cpu_count() or 1
    runs = {
        workers: [time_apart(COUNT, workers) for _ in range(num_runs)] for workers in (cores, 1)
    }
    for workers, of_runs in runs.items():
        seconds = [one[0] for one in of_runs]
        ratio = statistics.median(o[0] for o in runs[1]) / statistics.median(seconds)
        yield Record(
            part="scenarios",
            case=f"{COUNT} scenarios of {EXAMPLE}",
            by=f"{workers} cores" if workers > 1 else "1 core",
            seconds=statistics.median(seconds),
            least=min(seconds),
            mib=max(one[1] for one in of_runs),
            aim=f"{AIM_SECONDS:g}" if workers == 2 else "",
            note=f"{min(seconds):.1f}-{max(seconds):.1f} s"
            + (f"; {ratio:.2f} x as fast as 1 core, aim {AIM_RATIO}" if workers > 1 else ""),
        )


def time_apart(count: int, workers: int) -> tuple[float, float]:
    """Return wall seconds, without the start of this program, and peak MiB."""
    command = (sys.executable, "-m", "benchmarks.scenarios", str(count), str(workers))
    ran = run(command, LIMIT)
    if not ran.events:
        raise FailedError(f"scenarios: {ran.why}")
    return ran.events[0]["seconds"], ran.mib


def main() -> None:
    """Time so many scenarios on so many cores, and print the seconds."""
    count, workers = (int(word) for word in sys.argv[1:])
    print(json.dumps({"event": "answered", "seconds": time_scenarios(count, workers)}))


if __name__ == "__main__":
    main()
