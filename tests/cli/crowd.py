"""
Runs command lines as processes of their own, together, and may end them at any moment.

`python -m tests.cli.crowd` reads a plan from standard input and writes what came of it: a
list of rounds, each a list of runs that start at the same moment. Everything is
loaded once and each run is forked from there, so that a moment chosen at random
falls in the work and not in loading it.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from koppeling import children
from tests.processes import read_here
from tests.tools import ROOT


@dataclass(frozen=True, kw_only=True)
class Run:
    """
    A command line in a folder, to be ended after so many seconds of its own processor time.

    That does not depend on how busy the machine is. `signal` is SIGKILL, SIGINT,
    or 0 to leave it alone.
    """

    folder: str
    arguments: Sequence[str]
    signal: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Ran:
    """What came of it: the exit code (below zero: ended), what was said, its processor time."""

    code: int
    told: str
    seconds: float


def run_together(rounds: Sequence[Sequence[Run]], home: Path) -> list[list[Ran]]:
    """Do the rounds one after another, the runs of each at the same moment."""
    places = dict.fromkeys(("XDG_STATE_HOME", "LOCALAPPDATA", "HOME"), str(home))
    done = subprocess.run(
        [sys.executable, "-m", "tests.cli.crowd"],
        input=json.dumps([[asdict(run) for run in each] for each in rounds]),
        stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT, env=os.environ | places,
    )  # fmt: skip
    return [[Ran(**ran) for ran in each] for each in json.loads(done.stdout)]


def _start(run: Run, gate: int, told: Path) -> int:
    """Fork a process that waits at the gate, and then is the program."""
    process = os.fork()
    if process:
        return process
    from koppeling.__main__ import main

    os.chdir(run.folder)
    os.environ["XDG_STATE_HOME"] = str(Path(run.folder).parent / "state")
    output = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(output, 1)
    os.dup2(output, 2)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8")
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", buffering=1)
    sys.argv = ["koppeling", *run.arguments]
    os.read(gate, 1)
    code, began = 70, time.process_time()
    try:
        if run.signal:
            if run.signal == signal.SIGINT:
                signal.signal(signal.SIGPROF, lambda *_: signal.raise_signal(signal.SIGINT))
            # without a handler it ends the process there and then, as SIGKILL does
            signal.setitimer(signal.ITIMER_PROF, max(run.seconds, 0.001))
        code = main()
    finally:
        Path(f"{told}.seconds").write_text(str(time.process_time() - began), encoding="utf-8")
        os._exit(code)


def _finish(process: int) -> int:
    _process, status = os.waitpid(process, 0)
    return os.waitstatus_to_exitcode(status)


def _seconds(told: Path) -> float:
    try:
        return float(Path(f"{told}.seconds").read_text(encoding="utf-8"))
    except OSError:
        return 0.0


def _round(runs: Sequence[Run], scratch: Path) -> list[dict[str, object]]:
    reading, writing = os.pipe()
    told = [scratch / str(number) for number in range(len(runs))]
    processes = [_start(run, reading, file) for run, file in zip(runs, told, strict=True)]
    os.write(writing, b"x" * len(runs))
    codes = [_finish(each) for each in processes]
    os.close(reading)
    os.close(writing)
    return [
        asdict(Ran(code=code, told=file.read_text(encoding="utf-8"), seconds=_seconds(file)))
        for code, file in zip(codes, told, strict=True)
    ]


def serve() -> None:
    """Load what the commands need, then do what is asked."""
    import tempfile

    import koppeling.cli.commands
    import koppeling.payroll.settlement
    import koppeling.plan.use_case
    import koppeling.report.result_workbook  # noqa: F401

    plan = [[Run(**run) for run in each] for each in json.load(sys.stdin)]
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with tempfile.TemporaryDirectory() as scratch, children.begun_by(read_here):
        json.dump([_round(each, Path(scratch)) for each in plan], sys.stdout)


if __name__ == "__main__":
    serve()
