"""
Matching packages on counts, each in an environment of its own, against the engine.

They know how many juniors a senior takes, no hours; what they answer is then
held against the hours.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.counting import LEVELS
from benchmarks.engine import Terms, build_family, module
from benchmarks.families import Family
from benchmarks.race import ROOT, FailedError, Ran, run
from benchmarks.record import Record, solve_record

#: What to install for each, and the script that asks it. Both install a package `matching`.
PACKAGES = {
    "matching 1.4": (("matching==1.4",), "stable.py"),
    "mentor-match 7.0": (("mentor-match==7.0", "munkres==1.1.4"), "mentors.py"),
}
CACHE = Path.home() / ".cache" / "koppeling-benchmarks"


class NotInstalledError(Exception):
    """A package could not be installed."""


def python_with(requirements: Sequence[str], cache: Path) -> Path:
    """
    Return the Python of an environment that holds `requirements`, made at the first call.

    Raises
    ------
    NotInstalledError
        If pip fails, without a network for one.
    """
    folder = cache / "-".join(requirements).replace("==", "-")
    python = folder / "bin" / "python"
    ready = folder / "ready"
    if not ready.exists():
        venv.create(folder, with_pip=True, clear=True)
        told = subprocess.run(
            [python, "-m", "pip", "install", "--quiet", *requirements],
            capture_output=True,
            text=True,
            check=False,
        )
        if told.returncode:
            raise NotInstalledError(told.stderr.strip().splitlines()[-1])
        ready.touch()
    return python


def measure_counts(
    name: str, load: float, seed: int, terms: Terms, cache: Path = CACHE
) -> Iterator[Record]:
    """Put one family to every package, and to the engine in counts and in hours."""
    family = Family.named(name, load, seed)
    base = Record(part="counts", case=f"counts, {family}", by="", limit=terms.seconds)
    with tempfile.TemporaryDirectory() as name_:
        folder = Path(name_)
        build_family(family, folder / "problem")
        posed = run([*module("counting"), "pose", str(folder / "problem"), str(folder)], 600.0)
        if posed.why:
            raise FailedError(f"{base.case} cannot be posed: {posed.why}")
        for kind in ("hours", "counts"):
            ran = run(ours_command(folder / kind, terms), 1.5 * terms.seconds + 60)
            record = solve_record(replace(base, by=f"ours in {kind}"), ran, LEVELS)
            yield judged(record, ran, folder)
        for package, (requirements, script) in PACKAGES.items():
            record = replace(base, by=package)
            try:
                python = python_with(requirements, cache)
            except NotInstalledError as error:
                yield replace(record, faults=(f"not installed: {error}",))
                continue
            path = ROOT / "benchmarks" / "outside" / script
            ran = run([str(python), str(path), str(folder / "question.json")], terms.seconds)
            seconds = next((e["t"] for e in ran.events if e["event"] == "answered"), None)
            record = replace(record, seconds=seconds, least=seconds, mib=ran.mib)
            yield judged(record, ran, folder)


def ours_command(problem: Path, terms: Terms) -> list[str]:
    """Return the command that lets the engine solve a pickled problem."""
    return [
        *(*module("peer"), "ours", str(problem)),
        *("--seconds", str(terms.seconds), "--workers", str(terms.workers)),
    ]


def judged(record: Record, ran: Ran, folder: Path) -> Record:
    """Add what the hours say of an answer."""
    print(f"  {record.case}: {record.by}", file=sys.stderr)
    answer = next((e for e in ran.events if e.get("pairs") or e.get("chosen")), None)
    if answer is None:
        why = (f"no answer: {ran.why}",)
        return replace(record, faults=record.faults or why, seconds=None, least=None)
    path = folder / "answer.json"
    path.write_text(json.dumps(answer), encoding="utf-8")
    verdict = run([*module("counting"), "judge", str(folder / "problem"), str(path)], 600.0)
    if not verdict.events:
        raise FailedError(f"{record.case} by {record.by} cannot be judged: {verdict.why}")
    told = verdict.events[0]
    return replace(
        record,
        figures={key: told[key] for key in ("unplaced", "broken", "forbidden")},
        note=f"{told['unplaced']} unplaced, {told['broken']} budgets broken"
        + (f", {told['forbidden']} forbidden" if told["forbidden"] else ""),
    )
