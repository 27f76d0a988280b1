"""The engine against its peers on the families: the same arrays, a process each."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

from benchmarks.families import Family
from benchmarks.race import FailedError, run
from benchmarks.record import Record, passes, solve_record

LEVELS = ("placed", "kept", "served", "peak", "quality", "even", "draw")

#: What it may take on two cores (family, load), as README promises it.
AIMS = {
    "practice": "0.3",
    "group": "5",
    "chain at 0.7": "60",
    "chain at 0.85": "60",
    "chain at 1": "120: placed, quality ≤ 0.3 %",
    "national": "600: placed ≤ 0.2 %, quality ≤ 1 %",
}
#: A solve that is done sooner is run again, for the least of several runs.
SHORT = 3.0
#: Seconds in which an instance and its arrays must be there.
BUILD_LIMIT = 3600.0


@dataclass(frozen=True, kw_only=True)
class Terms:
    """Under what terms peers run."""

    peers: tuple[str, ...] = ("ours", "plain", "highs")
    seconds: float = 60.0
    workers: int = 2
    runs: int = 3
    without: tuple[str, ...] = ()


def measure_family(name: str, load: float, seed: int, terms: Terms) -> Iterator[Record]:
    """Build one family, then let every peer solve it."""
    family = Family.named(name, load, seed)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "problem"
        yield build_family(family, path)
        aim = AIMS.get(name) or AIMS.get(f"{name} at {load:g}", "")
        base = Record(part="engine", case=str(family), by="")
        for record in cross_examine(tuple(race_peers(base, path, LEVELS, terms))):
            yield replace(record, aim=aim) if record.by.startswith("ours") else record


def build_family(family: Family, path: Path) -> Record:
    """Make the arrays of a family in a process of its own, and pickle them at `path`."""
    shape = (family.num_juniors, family.num_seniors, family.load, family.seed)
    built = run([*module("build"), "family", *map(str, shape), str(path)], BUILD_LIMIT)
    if not path.exists():
        raise FailedError(f"{family} cannot be built: {built.why}")
    told = built.events[0]
    return Record(
        part="engine",
        case=str(family),
        by="compile",
        seconds=told["compile"],
        least=told["compile"],
        mib=built.mib,
        note=f"{told['pairs']} pairs; the instance itself {told['instance']:.1f} s",
    )


def module(name: str) -> tuple[str, ...]:
    """Return the command that runs a module of this package."""
    return sys.executable, "-m", f"benchmarks.{name}"


def race_peers(
    base: Record, problem: Path, levels: Sequence[str], terms: Terms
) -> Iterator[Record]:
    """Let every peer solve a pickled problem."""
    for peer in terms.peers:
        off = terms.without if peer == "ours" else ()
        name = f"{peer} without {', '.join(off)}" if off else peer
        command = [
            *(*module("peer"), peer, str(problem)),
            *("--seconds", str(terms.seconds), "--workers", str(terms.workers)),
            *(("--without", *off) if off else ()),
        ]
        start = replace(base, by=name, limit=terms.seconds)
        records: list[Record] = []
        while not records or (len(records) < terms.runs and (records[-1].seconds or 9e9) < SHORT):
            # loading and judging are outside the limit, and a solver may be slow to stop
            ran = run(command, limit=1.5 * terms.seconds + 60)
            records.append(solve_record(start, ran, levels))
        print(f"  {base.case}: {name}, {records[-1].proven}/{len(levels)}", file=sys.stderr)
        # one wrong answer of several counts, however fast the others were
        yield min(records, key=lambda r: (not r.faults, r.seconds or 9e9))


def cross_examine(records: Sequence[Record]) -> list[Record]:
    """
    Add to each record what the others contradict.

    As long as two peers are level, the value of one may not pass the bound of
    the other; from the first level at which their values differ on, they
    solve different problems.
    """
    found: dict[str, list[str]] = {record.by: list(record.faults) for record in records}
    for one, other in combinations(records, 2):
        for a, b in zip(one.levels, other.levels, strict=False):
            if a.value is None or b.value is None:
                break
            if passes(a, b) or passes(b, a):
                words = f"{a.level}: {one.by} says {a.value}, bound {a.bound}, "
                words += f"{other.by} {b.value}, bound {b.bound}"
                found[one.by].append(words)
                found[other.by].append(words)
            if a.value != b.value:
                break
    return [
        record
        if tuple(found[record.by]) == record.faults
        else replace(record, faults=tuple(found[record.by]), seconds=None, least=None)
        for record in records
    ]
