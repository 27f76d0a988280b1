"""
Time a look ahead: `python -m benchmarks.forecasting [--runs N]`.

The whole command on the example of 31 x 11, twelve quarters, two cores, started
cold; the median of several runs says most.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

EXAMPLE = Path("data/voorbeeld.xlsx")
#: What twelve quarters may take on two cores.
AIM_SECONDS = 60.0


def time_forecast(quarters: int, workers: int) -> float:
    """Return the wall seconds of the command."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(shutil.copy(EXAMPLE, folder))
        started = time.perf_counter()
        subprocess.run(
            [
                *(sys.executable, "-m", "koppeling", "forecast", str(work)),
                *("--quarters", str(quarters), "--workers", str(workers)),
            ],
            check=True,
            capture_output=True,
        )
        return time.perf_counter() - started


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    print("| command | cores | median s | aim s |")
    print("|---|---|---|---|")
    for workers, aim in ((2, f"{AIM_SECONDS:g}"), (1, "")):
        spent = statistics.median(time_forecast(12, workers) for _run in range(runs))
        print(f"| `forecast {EXAMPLE.as_posix()}` | {workers} | {spent:.1f} | {aim} |")


if __name__ == "__main__":
    main()
