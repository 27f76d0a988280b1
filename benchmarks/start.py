"""
Where the time of a command goes: `python -m benchmarks.start [--runs N] [--large]`.

Every command is started cold, with a clock around its parts. Seconds of one
machine say little: a bare interpreter and an import of the solver are timed in
the same run. With `--large` also how reading and writing grow up to 20,000
people.
"""

from __future__ import annotations

import argparse
import builtins
import gc
import importlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
#: What is timed, and as which part; a part inside another counts as itself only.
CLOCKS = {
    "koppeling.workbook.read.intake:Intake.collect": "reading",
    "koppeling.workbook.read.reader:interpret": "reading",
    "koppeling.solve.process:SolverProcess.assign": "solver",
    "koppeling.solve.process:SolverProcess.answer": "solver",
    "koppeling.solve.process:SolverProcess.choose_slots": "solver",
    "koppeling.solve.process:SolverProcess.choose_dates": "solver",
    "koppeling.solve.process:SolverProcess.find_fixes": "solver",
    "koppeling.practice.match:_verify_outcome": "check",
    "koppeling.report.result_workbook:to_bytes": "writing",
    "koppeling.workbook.write.template:write_template": "writing",
    "koppeling.workbook.write.publish:publish": "writing",
}
PARTS = ("imports", "reading", "solver", "check", "writing", "rest")
SIZES = (1_000, 5_000, 20_000)


class Clock:
    """Seconds spent by part, of the main thread; the innermost part counts."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self._stack: list[str] = ["rest"]
        self._since = time.perf_counter()

    def switch(self) -> None:
        """Book the time since the last switch on the part at work."""
        now = time.perf_counter()
        self.seconds[self._stack[-1]] += now - self._since
        self._since = now

    def around(self, part: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """Make `work` count as `part`."""

        def timed(*given: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever it takes
            self.switch()
            self._stack.append(part)
            try:
                return work(*given, **named)
            finally:
                self.switch()
                self._stack.pop()

        return timed


def inside(arguments: Sequence[str]) -> None:
    """Run a command with clocks around its parts; print them as the last line on stderr."""
    import threading

    clock, plain = Clock(), builtins.__import__
    main, waiting = threading.get_ident(), dict.fromkeys(CLOCKS)
    timed = clock.around("imports", plain)

    def load(*given: Any, **named: Any) -> Any:  # noqa: ANN401 - as the built-in one
        if threading.get_ident() != main:
            return plain(*given, **named)
        module = timed(*given, **named)
        for name in [n for n in waiting if _is_loaded(n.partition(":")[0])]:
            del waiting[name]
            _wrap(name, clock)
        return module

    builtins.__import__ = load
    from koppeling.cli import main as command

    code = command(arguments)
    clock.switch()
    sys.stdout.flush()
    print(json.dumps({"code": code, **clock.seconds}), file=sys.stderr)


def _is_loaded(name: str) -> bool:
    module = sys.modules.get(name)
    return module is not None and not getattr(module.__spec__, "_initializing", False)


def _wrap(name: str, clock: Clock) -> None:
    module, _, path = name.partition(":")
    *owners, last = path.split(".")
    holder: Any = importlib.import_module(module)
    for owner in owners:
        holder = getattr(holder, owner)
    if hasattr(holder, last):
        setattr(holder, last, clock.around(CLOCKS[name], getattr(holder, last)))


def measure(command: Sequence[str], runs: int) -> tuple[float, float, dict[str, Any]]:
    """Return the least wall seconds of a command, its processor seconds and its parts."""
    best: tuple[float, float, dict[str, Any]] | None = None
    for _ in range(runs + 1):  # the first one fills the caches
        before, started = os.times(), time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
        wall, after = time.perf_counter() - started, os.times()
        cpu = sum(after[2:4]) - sum(before[2:4])
        last = done.stderr.strip().rpartition("\n")[2]
        parts = json.loads(last) if last.startswith("{") else {"code": done.returncode}
        if parts["code"]:
            raise SystemExit(f"{' '.join(command)} ended with {parts['code']}: {done.stderr}")
        best = min(filter(None, (best, (wall, cpu, parts))), key=lambda one: one[0])
    assert best is not None  # noqa: S101 - at least two runs
    return best


def commands(folder: Path) -> dict[str, list[str]]:
    """List the commands; each works on what an earlier one wrote."""
    small, example = str(DATA / "klein.xlsx"), str(DATA / "voorbeeld.xlsx")
    result, agreed = str(folder / "result.xlsx"), str(folder / "agreed.xlsx")
    planned, later = str(folder / "planned.xlsx"), str(folder / "later.xlsx")
    return {
        "`--help`": ["--help"],
        "`template`": ["template", str(folder / "new.xlsx")],
        "`check` klein (6 × 3)": ["check", small],
        "`check` voorbeeld (31 × 11)": ["check", example],
        "`match` voorbeeld": ["match", example, "--force", "-o", str(folder / "example.xlsx")],
        "`match` klein": ["match", small, "--force", "-o", result],
        "`verify` of that": ["verify", result, "--input", small],
        "`decide --all`": ["decide", result, "--all", "--by", "N", "--force", "-o", agreed],
        "`plan`": ["plan", agreed, "--force", "-o", planned],
        "`next`": ["next", agreed, "--force", "-o", later],
    }


def profile(runs: int) -> None:
    """Print the table of the commands."""
    python = sys.executable
    bare, *_ = measure([python, "-c", "pass"], runs)
    solver, cpu, _parts = measure([python, "-c", "from ortools.sat.python import cp_model"], runs)
    print(f"bare interpreter {bare:.3f} s; import of ortools {solver:.3f} s ({cpu:.2f} s cpu)\n")
    print("| command | s | × ortools | cpu s | start | " + " | ".join(PARTS) + " |")
    print("|---" * (len(PARTS) + 5) + "|")
    with tempfile.TemporaryDirectory() as folder:
        for name, arguments in commands(Path(folder)).items():
            command = [python, "-m", "benchmarks.start", "--inside", *arguments]
            wall, cpu, parts = measure(command, runs)
            told = [parts.get(part, 0.0) for part in PARTS]
            cells = [wall, wall / solver, cpu, wall - sum(told), *told]
            print(f"| {name} | " + " | ".join(f"{cell:.2f}" for cell in cells) + " |")


def grow() -> None:
    """Print how reading and writing grow; each size in a process of its own."""
    steps = " | ".join(f"{step} s (cpu)" for step in ("opened", "understood", "written"))
    print(f"\n| people | file MB | {steps} | result MB | peak MiB |")
    print("|---|---|---|---|---|---|---|")
    for size in SIZES:
        command = [sys.executable, "-m", "benchmarks.start", "--size", str(size)]
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
        print(done.stdout.strip())


def measure_size(num_people: int) -> None:
    """Print a row of the table of growth."""
    from benchmarks.large import LargePractice
    from koppeling.report.result_workbook import Provenance, to_bytes
    from koppeling.workbook.read.intake import Intake
    from koppeling.workbook.read.reader import interpret
    from koppeling.workbook.write.publish import publish

    gc.set_threshold(100_000, 50, 100)  # as the command line does
    practice = LargePractice(num_people)
    with tempfile.TemporaryDirectory() as folder:
        path, result = Path(folder) / "practice.xlsx", Path(folder) / "result.xlsx"
        practice.write(path)
        moments = [_now()]
        files = Intake([path]).collect()
        moments.append(_now())
        reading = interpret(files)
        moments.append(_now())
        assert reading.instance is not None, reading.findings[:3]  # noqa: S101
        outcome = practice.outcome(reading.instance)
        provenance = Provenance(version="0", run_at=datetime.now().astimezone(), seconds=1.0)
        moments.append(_now())
        publish(result, to_bytes(outcome, reading.instance, reading, provenance))
        moments.append(_now())
        sizes = [file.stat().st_size / 1e6 for file in (path, result)]
    spent = [
        f"{after[0] - before[0]:.1f} ({after[1] - before[1]:.1f})"
        for before, after in pairwise(moments)
    ]
    opened, understood, _made, written = spent
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    peak = max(resource.getrusage(one).ru_maxrss for one in who) / 1024
    print(
        f"| {num_people:,} | {sizes[0]:.1f} | {opened} | {understood} "
        f"| {written} | {sizes[1]:.1f} | {peak:.0f} |"
    )


def _now() -> tuple[float, float]:
    """Return the time, and the processor seconds of this process and those it waited for."""
    return time.perf_counter(), sum(os.times()[:4])


def main() -> None:
    """Print the tables."""
    if sys.argv[1:2] == ["--inside"]:
        inside(sys.argv[2:])
        return
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--size", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.size:
        measure_size(options.size)
        return
    profile(options.runs)
    if options.large:
        grow()


if __name__ == "__main__":
    main()
