"""One table of everything that was measured."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.gap import summarise
from benchmarks.record import LevelRecord, Record, Run

HEADINGS = (
    *("case", "by", "built s", "first s", "best s", "done s", "proven", "left open"),
    *("peak MiB", "ratio", "aim s", "note"),
)
LEGEND = (
    "built, first, best: until the model stood, the first answer and the last better one; done: "
    "until all was proven, or the command was ready; left open: |bound - value| / max(1, |value|); "
    "ratio: of a command to importing the solver, of a peer to ours."
)


def print_table(run: Run, say: Callable[[str], None], *, levels: bool = False) -> None:
    """Print the table; GAP instances as a row a set, levels as rows of their own when asked."""
    say("| " + " | ".join(HEADINGS) + " |")
    say("|" + "---|" * len(HEADINGS))
    gap = [record for record in run.records if record.part == "gap"]
    rows = [record for record in run.records if record.part != "gap"]
    for record in (*rows, *summarise(gap)):
        say("| " + " | ".join(cells(record, run)) + " |")
        if levels:
            for level in record.levels:
                say("| " + " | ".join(level_cells(record, level)) + " |")
    say("")
    say(LEGEND)


def cells(record: Record, run: Run) -> tuple[str, ...]:
    """Write one record as cells, in the order of the headings."""
    wrong = f"WRONG: {record.faults[0]}" if record.faults else ""
    return (
        f"`{record.case}`" if record.part == "commands" else record.case,
        record.by,
        seconds(record.built),
        seconds(record.first),
        seconds(record.best),
        seconds(record.seconds) or (f"> {record.limit:g}" if record.limit else ""),
        f"{record.proven}/{record.asked}" if record.asked else "",
        left_open(record),
        "" if record.mib is None else f"{record.mib:.0f}",
        ratio(record, run),
        record.aim,
        "; ".join(filter(None, (record.note, wrong))),
    )


def level_cells(record: Record, level: LevelRecord) -> tuple[str, ...]:
    """Write how one level ended, in the order of the headings."""
    worth = "no answer" if level.value is None else f"{level.value}"
    if not level.is_proven:
        worth += f", bound {level.bound}"
    return (
        *(f"{record.case}: {level.level}", record.by, "", "", "", seconds(level.seconds)),
        *("1/1" if level.is_proven else "0/1", gap_of(level), "", "", "", worth),
    )


def seconds(value: float | None) -> str:
    """Write seconds with as many digits as say something."""
    if value is None:
        return ""
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def gap_of(level: LevelRecord) -> str:
    """Write the gap of a level, empty when it is proven."""
    if level.is_proven:
        return ""
    return "no answer" if level.gap is None else f"{level.gap:.2%}"


def left_open(record: Record) -> str:
    """Name the levels that are not proven, with their gaps."""
    return ", ".join(
        f"{level.level} {gap_of(level)}" for level in record.levels if not level.is_proven
    )


def ratio(record: Record, run: Run) -> str:
    """Set a command beside the import of the solver, and a peer beside ours."""
    if record.part == "commands":
        known = find(run, ("commands", "import ortools", "python"))
        if known is None or not known.seconds or record.seconds is None:
            return ""
        return f"{record.seconds / known.seconds:.1f}"
    if record.part not in ("engine", "gap") or record.by in ("ours", "compile"):
        return ""
    ours = find(run, (record.part, record.case, "ours"))
    if ours is None or not ours.seconds:
        return ""
    if record.seconds:
        return f"{record.seconds / ours.seconds:.1f}"
    return f"> {record.limit / ours.seconds:.1f}" if record.limit else ""


def find(run: Run, key: tuple[str, str, str]) -> Record | None:
    """Return the record of this name, if it was measured."""
    return next((record for record in run.records if record.key == key), None)
