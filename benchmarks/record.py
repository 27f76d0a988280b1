"""What was measured: a record a row, a run of records, kept as JSON."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.race import Ran
from benchmarks.rows import MINIMISED

#: Seconds past its limit in which an answer still counts; a solver looks at the clock now and then.
GRACE = 1.0
FORMAT = 1


@dataclass(frozen=True, kw_only=True)
class LevelRecord:
    """How a level ended; value and bound None when nothing is known."""

    level: str
    value: int | None
    bound: int | None
    seconds: float

    @property
    def is_proven(self) -> bool:
        """Tell whether value and bound met."""
        return self.value is not None and self.value == self.bound

    @property
    def gap(self) -> float | None:
        """|bound − value| ÷ max(1, |value|); None without both."""
        if self.value is None or self.bound is None:
            return None
        return abs(self.bound - self.value) / max(1, abs(self.value))


@dataclass(frozen=True, kw_only=True)
class Record:
    """
    One measurement.

    Parameters
    ----------
    part, case, by : str
        What kind, of what, by whom; together they name it.
    seconds : float or None
        Until everything was proven, or until a command was ready; None when
        that was not reached within `limit`.
    least : float or None
        The least of several runs, which noise touches least; else as `seconds`.
    built, first, best : float or None
        Until the model stood, the first answer, the last better one.
    limit : float or None
        Seconds that were given.
    proven, asked : int
        Levels proven, of how many (of GAP: 1 of 1).
    gap : float or None
        GAP: distance to the best known value, as a fraction of it.
    mib : float or None
        Peak memory of the largest process.
    faults : tuple of str
        What is wrong with the answer, or why there is none.
    aim, note : str
        What it should be, and what to know beside the numbers; empty when nothing.
    levels, trace : tuple
        Of every level how it ended, and (seconds, level, value, bound) as it went.
    figures : dict
        Whatever else the part counts.
    chosen : tuple of int or None
        Pairs of the answer, for a check elsewhere; not kept.
    """

    part: str
    case: str
    by: str
    seconds: float | None = None
    least: float | None = None
    built: float | None = None
    first: float | None = None
    best: float | None = None
    limit: float | None = None
    proven: int = 0
    asked: int = 0
    gap: float | None = None
    mib: float | None = None
    aim: str = ""
    note: str = ""
    faults: tuple[str, ...] = ()
    levels: tuple[LevelRecord, ...] = ()
    trace: tuple[tuple[float, str, int | None, int | None], ...] = ()
    figures: dict[str, float] = field(default_factory=dict)
    chosen: tuple[int, ...] | None = field(default=None, compare=False)

    @property
    def key(self) -> tuple[str, str, str]:
        """What names the record."""
        return self.part, self.case, self.by


def solve_record(base: Record, ran: Ran, levels: Sequence[str]) -> Record:
    """Fill in what the events of a peer tell; see `benchmarks.peer` for the events."""
    limit = (base.limit or 0.0) + GRACE
    steps = [e for e in ran.events if e["event"] in ("step", "done") and e["t"] <= limit]
    ended = _levels(steps)
    judged = next((e for e in ran.events if e["event"] == "judged"), None)
    found = tuple(judged["faults"]) if judged else (f"no answer to judge: {ran.why}",)
    found += tuple(
        f"{level.level}: {level.value} passes its own bound {level.bound}"
        for level in ended
        if passes(level, level)
    )
    late = sum(e["event"] == "done" and e["t"] > limit for e in ran.events)
    proven = sum(level.is_proven for level in ended)
    is_done = proven == len(levels) and not found
    first = next((e["t"] for e in steps if e["value"] is not None), None)
    changes = [
        step["t"]
        for before, step in zip([{}, *steps], steps, strict=False)
        if step["value"] is not None
        and (step["level"], step["value"]) != (before.get("level"), before.get("value"))
    ]
    return replace(
        base,
        seconds=steps[-1]["t"] if is_done else None,
        least=steps[-1]["t"] if is_done else None,
        built=next((e["t"] for e in ran.events if e["event"] == "built"), None),
        first=first,
        best=changes[-1] if changes else None,
        proven=proven,
        asked=len(levels),
        mib=ran.mib,
        note=f"{late} levels ended after the time" if late else base.note,
        faults=found,
        levels=ended,
        trace=tuple((e["t"], e["level"], e["value"], e["bound"]) for e in steps),
        chosen=tuple(judged["chosen"]) if judged and judged["chosen"] is not None else None,
    )


def passes(one: LevelRecord, other: LevelRecord) -> bool:
    """Tell whether the value of one is better than the bound of the other allows."""
    if one.value is None or other.bound is None:
        return False
    return one.value < other.bound if one.level in MINIMISED else one.value > other.bound


def _levels(steps: Sequence[dict[str, Any]]) -> tuple[LevelRecord, ...]:
    """Keep the last word on each level, and how long it took since the one before."""
    last: dict[str, dict[str, Any]] = {}
    for step in steps:
        last[step["level"]] = step
    ends = [0.0, *(step["t"] for step in last.values())]
    return tuple(
        LevelRecord(
            level=level, value=step["value"], bound=step["bound"], seconds=step["t"] - before
        )
        for (level, step), before in zip(last.items(), ends, strict=False)
    )


@dataclass(frozen=True, kw_only=True)
class Run:
    """
    Everything one command measured.

    `yardstick` is the least wall time of importing the solver in a fresh
    process, in seconds: what another machine's seconds are divided by.
    """

    records: tuple[Record, ...]
    yardstick: float
    machine: dict[str, str] = field(default_factory=dict)


def describe_machine() -> dict[str, str]:
    """Say what the figures were measured on and with."""
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "cores": str(os.cpu_count()),
        "python": platform.python_version(),
        "ortools": version("ortools"),
    }


def write_run(run: Run, path: Path) -> None:
    """Keep a run as JSON."""
    kept = replace(run, records=tuple(replace(r, chosen=None) for r in run.records))
    content = {"format": FORMAT, **asdict(kept)}
    path.write_text(json.dumps(content, indent=1), encoding="utf-8")


def read_run(path: Path) -> Run:
    """
    Read a run that was kept.

    Raises
    ------
    ValueError
        If the file holds something else.
    """
    content = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise ValueError(f"{path} is no run of benchmarks of format {FORMAT}")
    return Run(
        records=tuple(_record(row) for row in content["records"]),
        yardstick=float(content["yardstick"]),
        machine=content["machine"],
    )


def merge(runs: Sequence[Run]) -> Run:
    """Join runs of one machine; of what was measured twice the later figures hold."""
    records = {record.key: record for run in runs for record in run.records}
    return Run(
        records=tuple(records.values()),
        yardstick=min(run.yardstick for run in runs),
        machine=runs[-1].machine,
    )


def _record(row: dict[str, Any]) -> Record:
    levels = tuple(LevelRecord(**level) for level in row.pop("levels"))
    trace = tuple((t, level, value, bound) for t, level, value, bound in row.pop("trace"))
    return Record(**row | {"levels": levels, "trace": trace, "faults": tuple(row["faults"])})
