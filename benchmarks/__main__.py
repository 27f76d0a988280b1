"""
Time the commands and the levels: `python -m benchmarks [--runs N] [--json FILE]`.

Whole processes, started cold, against two yardsticks of the same run: a bare
interpreter and an import of the solver. Seconds of one machine say little;
the ratios travel. Then each level of two families apart, in one process.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.families import make_family
from koppeling.model.compiling import Compiler
from koppeling.rules.situation import Situation
from koppeling.solve.levels import LevelSearch
from koppeling.solve.options import SolveOptions

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"

#: What a whole command may take on two cores, in seconds.
AIMS = {"--help": 0.3, "check": 1.0, "example": 2.5, "chain": 60.0, "plan": 10.0, "explain": 2.0}
#: What takes long, and is therefore timed once.
SLOW = ("chain", "decide", "plan")


def run(command: Sequence[str]) -> tuple[float, float, int]:
    """Run a command; return wall seconds, peak MiB (its largest process), exit code."""
    watcher = [sys.executable, "-m", "benchmarks.peak", *command]
    told = json.loads(subprocess.run(watcher, capture_output=True, cwd=ROOT, check=True).stdout)
    return told["seconds"], told["mib"], told["code"]


def time_commands(num_runs: int) -> list[dict[str, Any]]:
    """Time each command `num_runs` times after one run that does not count."""
    python = [sys.executable]
    koppeling = [*python, "-m", "koppeling"]
    with tempfile.TemporaryDirectory() as folder:
        out, agreed, planned = (
            str(Path(folder) / f"{name}.xlsx") for name in ("result", "agreed", "planned")
        )
        match = [*koppeling, "match", "--force", "-o", out]
        commands = {
            "bare interpreter": [*python, "-c", "pass"],
            "import ortools": [*python, "-c", "from ortools.sat.python import cp_model"],
            "--help": [*koppeling, "--help"],
            "check": [*koppeling, "check", str(DATA / "voorbeeld.xlsx")],
            "small practice": [*match, str(DATA / "klein.xlsx")],
            "example": [*match, str(DATA / "voorbeeld.xlsx")],
            # each works on what the one before it wrote
            "explain": [*koppeling, "explain", out, "--junior", "0005"],
            "chain": [*match, str(DATA / "keten.xlsx"), "--time-limit", "60"],
            "decide": [*koppeling, "decide", out, "--all", "--by", "N", "--force", "-o", agreed],
            "plan": [*koppeling, "plan", agreed, "--force", "-o", planned],
        }
        rows = []
        for name, command in commands.items():
            runs = [run(command) for _ in range(2 if name in SLOW else num_runs + 1)][1:]
            seconds = [one[0] for one in runs]
            rows.append(
                {
                    "command": name,
                    "seconds": statistics.median(seconds),
                    "least": min(seconds),
                    "most": max(seconds),
                    "mib": max(one[1] for one in runs),
                    "code": runs[0][2],
                }
            )
    return rows


def time_levels(num_juniors: int, num_seniors: int, load: float) -> list[dict[str, Any]]:
    """Solve one family, level by level, within two minutes."""
    started = time.perf_counter()
    compiler = Compiler(Situation(make_family(num_juniors, num_seniors, load)))
    problem = compiler.problem
    built = time.perf_counter() - started
    search = LevelSearch(problem, SolveOptions(seconds=120), lambda _: None)
    outcomes = search.run()
    family = f"{num_juniors} x {num_seniors} at {load:g}"
    return [
        {"family": family, "level": "compile", "seconds": built, "gap": None},
        *(
            {
                "family": family,
                "level": outcome.level,
                "seconds": outcome.seconds,
                "gap": None
                if outcome.value is None or outcome.bound is None
                else abs(outcome.bound - outcome.value) / max(1, abs(outcome.value)),
            }
            for outcome in outcomes
        ),
    ]


def main() -> None:
    """Print the tables; keep the figures as JSON when asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    commands = time_commands(options.runs)
    yardstick = next(row["seconds"] for row in commands if row["command"] == "import ortools")
    print("| command | median s | least-most s | x import ortools | peak MiB | aim |")
    print("|---|---|---|---|---|---|")
    for row in commands:
        aim = AIMS.get(row["command"], "")
        print(
            f"| {row['command']} | {row['seconds']:.2f} | {row['least']:.2f}-{row['most']:.2f} "
            f"| {row['seconds'] / yardstick:.1f} | {row['mib']:.0f} | {aim} |"
        )
    print("\n| family | level | s | gap |\n|---|---|---|---|")
    levels = [
        row
        for shape in ((30, 11, 0.8), (200, 60, 0.7), (200, 60, 0.85))
        for row in time_levels(*shape)
    ]
    for row in levels:
        gap = "" if row["gap"] is None else f"{row['gap']:.2%}"
        print(f"| {row['family']} | {row['level']} | {row['seconds']:.2f} | {gap} |")
    if options.json is not None:
        figures = {"commands": commands, "levels": levels}
        options.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
