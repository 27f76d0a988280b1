"""
Time scenarios: `python -m benchmarks.scenarios [--runs N] [--count N]`.

The example of 31 x 11, so many scenarios of it, all levels, checked: on one
core, on all of them, and how many times faster the latter is. What else runs
on the machine counts; the median of several runs says most.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from datetime import date
from itertools import islice

import koppeling
from koppeling.domain.instance import Instance
from koppeling.domain.people import WorkingHours
from koppeling.domain.scenario import BeAbsent, Hire, Leave, Promote, Scenario, SetHours
from koppeling.solve.asking import open_executor
from koppeling.solve.options import SolveOptions
from koppeling.study.scenarios import Question, compare

EXAMPLE = "data/voorbeeld.xlsx"
#: What 50 scenarios of the example may take on two cores, and how much faster than on one.
AIM_SECONDS, AIM_RATIO = 30.0, 1.7


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
    changes = [
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
    instance = koppeling.read(EXAMPLE).instance
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


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--count", type=int, default=50)
    options = parser.parse_args()
    cores = os.cpu_count() or 1
    rows = [
        (time_scenarios(options.count, 1), time_scenarios(options.count, cores))
        for _run in range(options.runs)
    ]
    print(f"| {options.count} scenarios of {EXAMPLE} | median s | least-most s |")
    print("|---|---|---|")
    for label, times in (
        ("1 core", [r[0] for r in rows]),
        (f"{cores} cores", [r[1] for r in rows]),
    ):
        print(f"| {label} | {statistics.median(times):.1f} | {min(times):.1f}-{max(times):.1f} |")
    ratio = statistics.median(one / many for one, many in rows)
    print(f"\n{ratio:.2f} times faster (aim {AIM_RATIO}; within {AIM_SECONDS:g} s on two cores)")


if __name__ == "__main__":
    main()
