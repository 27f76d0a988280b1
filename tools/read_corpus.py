"""
Let `koppeling check` loose on a folder of foreign spreadsheets, and tell what came of it.

    python tools/read_corpus.py FOLDER [--python PYTHON] [--list CODE]

Nothing may crash, hang or eat the memory, whatever people give. Test files of
other spreadsheet programs, laid in one folder, are such a corpus; none of them
is ours to pass on. `--python` is the interpreter of another version to compare
with, `--list` names the files that were refused with a code.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

SUFFIXES = (".xlsx", ".xlsm", ".ods", ".csv")
#: The command itself; why a file was refused goes to standard error by its code.
SCRIPT = """
import sys
from koppeling.cli import main
from koppeling.workbook.read import refusals
words_of = refusals.words_of
def told(code, *rest):
    print("refused:" + code, file=sys.stderr)
    return words_of(code, *rest)
refusals.words_of = told
sys.exit(main(["check", sys.argv[1]]))
"""


@dataclass(frozen=True)
class Run:
    """How one file fared; `megabytes` is the largest process at its peak."""

    file: Path
    exit_code: int
    refusal: str
    is_traceback: bool
    seconds: float
    megabytes: float


def check(file: Path, python: str) -> Run:
    """Run `koppeling check` on a file."""
    begun = time.monotonic()
    with tempfile.TemporaryFile() as told:
        process = subprocess.Popen(
            [python, "-c", SCRIPT, str(file)],
            stdin=subprocess.DEVNULL,
            stdout=told,
            stderr=subprocess.STDOUT,
            env={**os.environ, "XDG_STATE_HOME": tempfile.gettempdir()},
        )
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        told.seek(0)
        text = told.read().decode("utf-8", "replace")
    refusals = [line[8:] for line in text.splitlines() if line.startswith("refused:")]
    return Run(
        file=file,
        exit_code=process.returncode,
        refusal=refusals[0] if refusals else "",
        is_traceback="Traceback (most" in text,
        seconds=time.monotonic() - begun,
        megabytes=usage.ru_maxrss / 1000,
    )


def show(runs: list[Run], listed: str) -> None:
    """Print how many ended how, and what took longest and most."""
    print(f"{len(runs)} files")
    for exit_code, number in sorted(Counter(run.exit_code for run in runs).items()):
        print(f"  exit {exit_code}: {number}")
    print(f"  tracebacks: {sum(run.is_traceback for run in runs)}")
    for suffix in SUFFIXES:
        mine = [run for run in runs if run.file.suffix.lower() == suffix]
        codes = Counter(run.refusal or "read" for run in mine)
        told = ", ".join(f"{code} {number}" for code, number in codes.most_common())
        print(f"{suffix}: {len(mine)} ({told})")
    for run in sorted(runs, key=lambda run: -run.seconds)[:3]:
        print(f"  slowest: {run.seconds:.1f} s {run.file.name}")
    for run in sorted(runs, key=lambda run: -run.megabytes)[:3]:
        print(f"  largest: {run.megabytes:.0f} MB {run.file.name}")
    for run in runs:
        if run.exit_code not in (0, 1) or run.is_traceback or (listed and run.refusal == listed):
            print(f"exit {run.exit_code}, {run.refusal or 'read'}: {run.file}")


def main() -> None:
    """Run over the folder named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--list", default="", dest="listed")
    given = parser.parse_args()
    files = sorted(f for f in given.folder.rglob("*") if f.suffix.lower() in SUFFIXES)
    show([check(file, given.python) for file in files], given.listed)


if __name__ == "__main__":
    main()
