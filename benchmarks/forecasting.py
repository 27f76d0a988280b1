"""A look ahead: the whole command on the example of 31 x 11, twelve quarters, started cold."""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.race import ROOT, FailedError, run
from benchmarks.record import Record

EXAMPLE = "data/voorbeeld.xlsx"
#: What twelve quarters may take on two cores.
AIM_SECONDS = 60.0
LIMIT = 600.0


def measure_forecast(num_runs: int) -> Iterator[Record]:
    """Time the command on two cores and on one."""
    for workers, aim in ((2, f"{AIM_SECONDS:g}"), (1, "")):
        runs = [time_forecast(12, workers) for _ in range(num_runs)]
        seconds = [one[0] for one in runs]
        yield Record(
            part="forecast",
            case=f"forecast {EXAMPLE}, twelve quarters",
            by=f"{workers} cores" if workers > 1 else "1 core",
            seconds=statistics.median(seconds),
            least=min(seconds),
            mib=max(one[1] for one in runs),
            aim=aim,
            note=f"{min(seconds):.1f}-{max(seconds):.1f} s",
        )


def time_forecast(quarters: int, workers: int) -> tuple[float, float]:
    """Return wall seconds and peak MiB of the command."""
    with tempfile.TemporaryDirectory() as folder:
        work = shutil.copy(ROOT / EXAMPLE, Path(folder))
        command = (
            *(sys.executable, "-m", "koppeling", "forecast", str(work)),
            *("--quarters", str(quarters), "--workers", str(workers)),
        )
        ran = run(command, LIMIT)
        if ran.why:
            raise FailedError(f"forecast: {ran.why}")
    return ran.seconds, ran.mib
