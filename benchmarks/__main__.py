"""
Measure everything: `python -m benchmarks [PART …]`, one command and one table.

Parts: commands, engine, counts, gap, scenarios, forecast; without any, all of
them (gap when `--gap` says where the sets are). And, with options of their own:
`plot FILE.json … -o PICTURE`, `table FILE.json …`, `ablation --without NAME …`,
`start`. See docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.ablation import measure_ideas, print_ablation
from benchmarks.against import compare, is_ours, report
from benchmarks.commands import measure_commands, measure_yardstick
from benchmarks.counts import CACHE, measure_counts
from benchmarks.engine import Terms, measure_family, module
from benchmarks.families import LOADS, SHAPES, Family
from benchmarks.forecasting import measure_forecast
from benchmarks.gap import measure_instance, read_table
from benchmarks.peer import PEERS
from benchmarks.race import ROOT, FailedError
from benchmarks.record import Record, Run, describe_machine, merge, read_run, write_run
from benchmarks.table import print_table

PARTS = ("commands", "engine", "counts", "gap", "scenarios", "forecast")
ENGINE_SECONDS, GAP_SECONDS = 60.0, 30.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says; return 1 when something is wrong or became slower."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    commands: dict[str, Callable[[list[str]], int]] = {
        "plot": plot_file,
        "table": show_file,
        "ablation": ablate,
        "start": profile_start,
    }
    if words and words[0] in commands:
        return commands[words[0]](words[1:])
    return measure(words)


def common_options(name: str, about: str | None) -> argparse.ArgumentParser:
    """Return a parser with the options of all that solve families."""
    parser = argparse.ArgumentParser(
        name, description=about, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--family", nargs="+", choices=SHAPES, default=["practice", "group"])
    parser.add_argument("--load", nargs="+", type=float, default=list(LOADS), metavar="LOAD")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, help="limit of a solve (60; of GAP 30)")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--runs", type=int, default=3, help="runs of what is done soon")
    parser.add_argument("--without", nargs="+", default=[], metavar="NAME", help="ideas left out")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the figures")
    return parser


def terms_of(options: argparse.Namespace, default: float) -> Terms:
    """Return the terms that the options say."""
    return Terms(
        peers=tuple(getattr(options, "peer", PEERS)),
        seconds=default if options.seconds is None else options.seconds,
        workers=options.workers,
        runs=options.runs,
        without=tuple(options.without),
    )


def measure(words: list[str]) -> int:
    """Measure the parts, print the table, keep the figures, and set them beside an older run."""
    parser = common_options("python -m benchmarks", __doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--peer", nargs="+", choices=PEERS, default=list(PEERS))
    parser.add_argument("--gap", type=Path, metavar="FOLDER", help="published GAP sets")
    parser.add_argument("--only", default="", metavar="PATTERN", help="GAP instances by name")
    parser.add_argument("--cache", type=Path, default=CACHE, help="environments of the packages")
    parser.add_argument("--levels", action="store_true", help="a row for every level too")
    parser.add_argument("--against", type=Path, metavar="OLD.json", help="what became slower?")
    options = parser.parse_args(words)
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    if "gap" in options.parts and options.gap is None:
        parser.error("--gap FOLDER must say where the published sets are")
    old = None if options.against is None else read_run(options.against)
    parts = options.parts or [part for part in PARTS if part != "gap" or options.gap is not None]
    run = measure_parts(parts, options)
    print_table(run, print, levels=options.levels)
    is_wrong = any(record.faults for record in run.records if is_ours(record))
    if old is None:
        return int(is_wrong)
    comparison = compare(run, old)
    print("\n" + "\n".join(report(comparison)))
    return int(is_wrong or bool(comparison.slower))


def measure_parts(parts: Sequence[str], options: argparse.Namespace) -> Run:
    """
    Measure parts in their order; the yardstick before and after, the least of all.

    What was measured is kept as it comes: a run may take hours, and be stopped.
    """
    run = Run(records=(), yardstick=measure_yardstick(5), machine=describe_machine())
    for part in parts:
        for record in measure_part(part, options):
            run = replace(run, records=(*run.records, record))
            keep(run, options.json)
    run = replace(run, yardstick=min(run.yardstick, measure_yardstick(3)))
    keep(run, options.json)
    return run


def keep(run: Run, path: Path | None) -> None:
    """Keep the figures where the options say so."""
    if path is not None:
        write_run(run, path)


def measure_part(part: str, options: argparse.Namespace) -> Iterator[Record]:
    """Measure one part; what fails is a record that says so, and the rest goes on."""
    print(f"{part} …", file=sys.stderr)
    for piece in pieces(part, options):
        try:
            yield from piece
        except FailedError as error:
            yield Record(part=part, case=str(error), by="koppeling", faults=(str(error),))


def pieces(part: str, options: argparse.Namespace) -> Iterator[Iterator[Record]]:
    """List what a part consists of, each measured when it is asked for."""
    terms = terms_of(options, ENGINE_SECONDS)
    shapes = [(name, load, options.seed) for name in options.family for load in options.load]
    if part == "commands":
        yield measure_commands(options.runs)
    elif part == "engine":
        yield from (measure_family(*shape, terms) for shape in shapes)
    elif part == "counts":
        yield from (measure_counts(*shape, terms, options.cache) for shape in shapes)
    elif part == "gap":
        terms = terms_of(options, GAP_SECONDS)
        yield from (measure_instance(k, terms) for k in read_table(options.gap, options.only))
    elif part == "scenarios":
        from benchmarks.scenarios import measure_scenarios  # it loads the whole program

        yield measure_scenarios(options.runs)
    else:
        yield measure_forecast(options.runs)


def ablate(words: list[str]) -> int:
    """Measure the families without each idea in turn."""
    parser = common_options("python -m benchmarks ablation", ablate.__doc__)
    options = parser.parse_args(words)
    if not options.without:
        parser.error("--without NAME … must say which ideas to leave out, one at a time")
    terms = terms_of(options, ENGINE_SECONDS)
    records = [
        record
        for name in options.family
        for load in options.load
        for record in measure_ideas(Family.named(name, load, options.seed), options.without, terms)
    ]
    print_ablation(records, print)
    run = Run(records=tuple(records), yardstick=measure_yardstick(5), machine=describe_machine())
    keep(run, options.json)
    return int(any(record.faults for record in records))


def profile_start(words: list[str]) -> int:
    """Show where the time of a command goes, in a process of its own."""
    return subprocess.call([*module("start"), *words], cwd=ROOT)


def plot_file(words: list[str]) -> int:
    """Draw the cactus plot of runs that were kept, or the gaps of one case over time."""
    from benchmarks.plot import plot, plot_gaps

    parser = argparse.ArgumentParser("python -m benchmarks plot", description=plot_file.__doc__)
    parser.add_argument("runs", nargs="+", type=Path, metavar="FILE.json")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="PICTURE")
    parser.add_argument("--case", help="as the table calls it: its gaps over time")
    options = parser.parse_args(words)
    run = merge([read_run(path) for path in options.runs])
    if options.case is None:
        plot(run, options.output)
    else:
        plot_gaps(run, options.case, options.output)
    return 0


def show_file(words: list[str]) -> int:
    """Print the table of runs that were kept."""
    parser = argparse.ArgumentParser("python -m benchmarks table", description=show_file.__doc__)
    parser.add_argument("runs", nargs="+", type=Path, metavar="FILE.json")
    parser.add_argument("--levels", action="store_true", help="a row for every level too")
    options = parser.parse_args(words)
    run = merge([read_run(path) for path in options.runs])
    print_table(run, print, levels=options.levels)
    return 0


if __name__ == "__main__":
    sys.exit(main())
