"""Whole commands, started cold, beside a bare interpreter and an import of the solver."""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.race import ROOT, run
from benchmarks.record import Record

DATA = ROOT / "data"

#: What a whole command may take on two cores, in seconds.
AIMS = {"--help": 0.3, "check": 1.0, "example": 2.5, "chain": 60.0, "plan": 10.0, "explain": 2.0}
#: What takes long, and is therefore timed once.
SLOW = ("chain", "decide", "plan")
IMPORT = (sys.executable, "-c", "from ortools.sat.python import cp_model")
LIMIT = 600.0


def measure_yardstick(num_runs: int) -> float:
    """Return the least wall seconds of importing the solver in a fresh interpreter."""
    return min(run(IMPORT, LIMIT).seconds for _ in range(num_runs))


def measure_commands(num_runs: int) -> Iterator[Record]:
    """Time each command `num_runs` times after one run that does not count."""
    with tempfile.TemporaryDirectory() as folder:
        for name, command in list_commands(Path(folder)).items():
            runs = [run(command, LIMIT) for _ in range(2 if name in SLOW else num_runs + 1)][1:]
            seconds = [one.seconds for one in runs]
            faults = tuple(sorted({one.why for one in runs if one.why}))
            print(f"  {name}: {min(seconds):.2f} s", file=sys.stderr)
            yield Record(
                part="commands",
                case=name,
                by="koppeling" if name not in ("bare interpreter", "import ortools") else "python",
                seconds=None if faults else statistics.median(seconds),
                least=None if faults else min(seconds),
                mib=max(one.mib for one in runs),
                aim=f"{AIMS[name]:g}" if name in AIMS else "",
                note=f"{min(seconds):.2f}-{max(seconds):.2f} s",
                faults=faults,
            )


def list_commands(folder: Path) -> dict[str, tuple[str, ...]]:
    """Name each command; the last ones work on what those before them wrote in `folder`."""
    python = (sys.executable,)
    koppeling = (*python, "-m", "koppeling")
    out, agreed, planned = (str(folder / f"{n}.xlsx") for n in ("result", "agreed", "planned"))
    match = (*koppeling, "match", "--force", "-o", out)
    return {
        "bare interpreter": (*python, "-c", "pass"),
        "import ortools": IMPORT,
        "--help": (*koppeling, "--help"),
        "check": (*koppeling, "check", str(DATA / "voorbeeld.xlsx")),
        "small practice": (*match, str(DATA / "klein.xlsx")),
        "example": (*match, str(DATA / "voorbeeld.xlsx")),
        "explain": (*koppeling, "explain", out, "--junior", "0005"),
        "chain": (*match, str(DATA / "keten.xlsx"), "--time-limit", "60"),
        "decide": (*koppeling, "decide", out, "--all", "--by", "N", "--force", "-o", agreed),
        "plan": (*koppeling, "plan", agreed, "--force", "-o", planned),
    }
