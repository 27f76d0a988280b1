"""What each idea of the engine buys: the engine without it, family by family."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.engine import LEVELS, Terms, build_family, cross_examine, race_peers
from benchmarks.families import Family
from benchmarks.record import Record
from benchmarks.table import left_open, seconds

PREFIX = "ours without "


def measure_ideas(family: Family, ideas: Sequence[str], terms: Terms) -> Iterator[Record]:
    """Solve a family with everything, then without each idea in turn."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "problem"
        build_family(family, path)
        base = Record(part="engine", case=str(family), by="")
        records = [
            record
            for off in ((), *((idea,) for idea in ideas))
            for record in race_peers(
                base, path, LEVELS, replace(terms, peers=("ours",), without=off)
            )
        ]
        yield from cross_examine(records)


def print_ablation(records: Sequence[Record], say: Callable[[str], None]) -> None:
    """Print a row a family and a column an idea: seconds to proof, or what is left open."""
    by = list(dict.fromkeys(record.by for record in records))
    headings = ("family", "everything", *(f"− {name.removeprefix(PREFIX)}" for name in by[1:]))
    say("| " + " | ".join(headings) + " |")
    say("|" + "---|" * (len(by) + 1))
    for case in dict.fromkeys(record.case for record in records):
        cells = [
            outcome(next(r for r in records if r.case == case and r.by == name)) for name in by
        ]
        say(f"| {case} | " + " | ".join(cells) + " |")


def outcome(record: Record) -> str:
    """Write the seconds to proof, or the first level that is left open."""
    if record.faults:
        return f"WRONG: {record.faults[0]}"
    return seconds(record.seconds) or left_open(record).partition(",")[0] or "no answer"
