"""A cactus plot: how many instances each peer has proven by a given time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.record import Record, Run

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TITLES = {"engine": "Families: all levels proven", "gap": "GAP sets: optimum proven"}
#: Colours that the colour-blind tell apart (Okabe and Ito), a marker each for print.
STYLES = {"ours": ("#0072B2", "o"), "plain": ("#E69F00", "s"), "highs": ("#009E73", "^")}
OTHER = ("#CC79A7", "d")
LEAST_SECONDS = 0.01
LEAST_GAP = 0.01  # per cent
PANELS = 4  # a row


def plot(run: Run, path: Path) -> None:
    """
    Draw a panel a part and a line a peer, with time on a logarithmic axis.

    Raises
    ------
    ValueError
        If the run holds neither families nor GAP instances.
    """
    parts = [part for part in TITLES if solved(run.records, part)]
    if not parts:
        raise ValueError("this run proved nothing to draw: no families, no GAP instances")
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6.4 * len(parts), 4.4), layout="constrained")
    axes = figure.subplots(1, len(parts), squeeze=False)[0]
    for part, place in zip(parts, axes, strict=True):
        draw_panel(place, run.records, part)
    figure.savefig(path, dpi=150)


def plot_gaps(run: Run, case: str, path: Path) -> None:
    """
    Draw how the gap of each level closed over time: a panel a level, a line a peer.

    Raises
    ------
    ValueError
        If no peer told anything of this case.
    """
    rows = [record for record in run.records if record.case == case and record.trace]
    levels = list(dict.fromkeys(level for record in rows for _, level, _, _ in record.trace))
    if not levels:
        raise ValueError(f"this run tells nothing of {case}")
    from matplotlib.figure import Figure

    num_rows = -(-len(levels) // PANELS)
    figure = Figure(figsize=(3.4 * min(PANELS, len(levels)), 3.2 * num_rows), layout="constrained")
    for at, level in enumerate(levels):
        place = figure.add_subplot(num_rows, min(PANELS, len(levels)), at + 1)
        for record in rows:
            seconds, gaps = gaps_over_time(record, level)
            colour, marker = STYLES.get(record.by, OTHER)
            place.step(seconds, gaps, where="post", color=colour, marker=marker,
                       markersize=3, label=record.by)  # fmt: skip
        place.set_yscale("symlog", linthresh=LEAST_GAP)
        place.set_title(f"{level}, gap in %")
        place.set_xlabel("seconds")
    figure.axes[0].legend()
    figure.suptitle(case)
    figure.savefig(path, dpi=150)


def gaps_over_time(record: Record, level: str) -> tuple[list[float], list[float]]:
    """Return the seconds at which the gap of a level changed, and the gaps in per cent."""
    points = [
        (t, 100 * abs(bound - value) / max(1, abs(value)))
        for t, of_level, value, bound in record.trace
        if of_level == level and value is not None and bound is not None
    ]
    return [t for t, _ in points], [gap for _, gap in points]


def solved(records: Sequence[Record], part: str) -> dict[str, list[float]]:
    """List the seconds to proof of each peer in a part, ascending; empty when it proved nothing."""
    times: dict[str, list[float]] = defaultdict(list)
    for record in records:
        if record.part == part and record.asked:
            times[record.by].extend([] if record.seconds is None else [record.seconds])
    return {by: sorted(found) for by, found in times.items()}


def draw_panel(axes: Axes, records: Sequence[Record], part: str) -> None:
    """Draw the lines of one part, each up to the longest time that was given."""
    from matplotlib.ticker import MaxNLocator

    rows = [record for record in records if record.part == part and record.asked]
    num_cases = len({record.case for record in rows})
    longest = max(record.limit or 0.0 for record in rows)
    for by, times in solved(records, part).items():
        colour, marker = STYLES.get(by, OTHER)
        found = [max(LEAST_SECONDS, t) for t in times]
        counts = list(range(1, len(found) + 1))
        axes.step(
            [LEAST_SECONDS, *found, longest],
            [0, *counts, len(found)],
            where="post",
            color=colour,
            label=f"{by}: {len(found)}",
        )
        axes.plot(found, counts, marker, color=colour, markersize=4)
    axes.axhline(num_cases, color="0.6", linestyle=":", label=f"all: {num_cases}")
    axes.set_xscale("log")
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlabel("seconds")
    axes.set_ylabel("instances proven")
    axes.set_title(TITLES[part])
    axes.legend(loc="lower right")
