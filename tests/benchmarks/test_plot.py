"""The cactus plot is drawn from what was kept, and the table from the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import benchmarks.__main__ as command
from benchmarks.ablation import print_ablation
from benchmarks.plot import gaps_over_time, plot, plot_gaps, solved
from benchmarks.record import LevelRecord, Record, Run, merge, write_run
from benchmarks.table import print_table


def solve(case: str, by: str, seconds: float | None, part: str = "engine") -> Record:
    """Make a record of a solve; without seconds its level is left open."""
    bound = 100 if seconds is not None else 102
    level = LevelRecord(level="quality", value=100, bound=bound, seconds=1.0)
    return Record(
        part=part,
        case=case,
        by=by,
        seconds=seconds,
        limit=60.0,
        proven=int(seconds is not None),
        asked=1,
        gap=0.004 if part == "gap" else None,
        levels=(level,),
    )


RUN = Run(
    records=(
        Record(part="engine", case="a", by="compile", seconds=0.2),
        solve("a", "ours", 2.0),
        solve("a", "plain", 30.0),
        solve("a", "highs", None),
        solve("b", "ours", 1.0),
        solve("b", "plain", None),
        solve("sets/c05100", "ours", 3.0, "gap"),
        solve("sets/c10100", "ours", None, "gap"),
        solve("sets/c05100", "plain", 9.0, "gap"),
        solve("sets/c10100", "plain", None, "gap"),
        solve("sets/c05100", "highs", None, "gap"),
        solve("sets/c10100", "highs", 4.0, "gap"),
    ),
    yardstick=0.5,
)


def test_the_plot_counts_proofs_of_each_peer() -> None:
    """Times in order; who proves nothing has a line at zero; compiling is no peer."""
    assert solved(RUN.records, "engine") == {"ours": [1.0, 2.0], "plain": [30.0], "highs": []}
    assert solved(RUN.records, "gap") == {"ours": [3.0], "plain": [9.0], "highs": [4.0]}


def test_the_plot_is_written_from_a_kept_run(tmp_path: Path) -> None:
    """`plot FILE -o PICTURE` draws a picture of some size."""
    write_run(RUN, tmp_path / "run.json")
    picture = tmp_path / "cactus.png"
    assert command.main(["plot", str(tmp_path / "run.json"), "-o", str(picture)]) == 0
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert picture.stat().st_size > 10_000


def test_the_gap_of_a_case_is_drawn_over_time(tmp_path: Path) -> None:
    """A panel a level and a line a peer; a step without an answer has no gap."""
    trace = (
        (0.1, "placed", None, 9),
        (0.5, "placed", 8, 9),
        (1.0, "placed", 8, 8),
        (2.0, "quality", 50, 60),
    )
    record = replace(RUN.records[1], trace=trace)
    assert gaps_over_time(record, "placed") == ([0.5, 1.0], [12.5, 0.0])
    write_run(replace(RUN, records=(record,)), tmp_path / "run.json")
    picture = tmp_path / "gaps.png"
    words = ["plot", str(tmp_path / "run.json"), "-o", str(picture), "--case", "a"]
    assert command.main(words) == 0
    assert picture.stat().st_size > 10_000
    with pytest.raises(ValueError, match="nothing of b"):
        plot_gaps(RUN, "b", picture)


def test_runs_are_joined() -> None:
    """Several files make one table; what was measured again replaces the older figures."""
    later = replace(RUN, records=(solve("a", "ours", 1.5), solve("c", "ours", 5.0)), yardstick=0.4)
    joined = merge([RUN, later])
    assert joined.yardstick == 0.4
    assert len(joined.records) == len(RUN.records) + 1
    assert joined.records[1].seconds == 1.5


def test_nothing_to_draw_is_said(tmp_path: Path) -> None:
    """A run of commands has no instances; no empty picture is left."""
    with pytest.raises(ValueError, match="nothing to draw"):
        plot(Run(records=RUN.records[:1], yardstick=0.5), tmp_path / "x.png")
    assert not list(tmp_path.iterdir())


def test_the_table_sets_peers_beside_ours(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Fifteen times as long, at least thirty times, a gap, and a row a GAP set."""
    write_run(RUN, tmp_path / "run.json")
    assert command.main(["table", str(tmp_path / "run.json"), "--levels"]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert "| a | plain |  |  |  | 30.0 | 1/1 |  |  | 15.0 |  |  |" in rows
    assert "| a | highs |  |  |  | > 60 | 0/1 | quality 2.00% |  | > 30.0 |  |  |" in rows
    assert any(
        row.startswith("| GAP C, 2 instances | ours |  |  |  | 63.0 | 1/2 |")
        and "median 0.40%, worst 0.40%" in row
        for row in rows
    )
    assert any(
        row.startswith("| GAP C, 2 instances | plain or highs |  |  |  | 13.0 | 2/2 |")
        for row in rows
    )
    assert any(row.startswith("| a: quality | highs |") and "bound 102" in row for row in rows)


def test_every_row_of_the_table_has_every_column() -> None:
    """Markdown drops a row with a cell too few."""
    rows: list[str] = []
    print_table(RUN, rows.append, levels=True)
    table = [row for row in rows if row.startswith("|")]
    assert len({row.count("|") for row in table}) == 1


def test_the_ablation_shows_what_each_idea_buys() -> None:
    """A row a family, a column an idea: seconds, or the first level left open."""
    records = (
        solve("a", "ours", 2.0),
        solve("a", "ours without columns", 9.0),
        solve("a", "ours without bound", None),
    )
    rows: list[str] = []
    print_ablation(records, rows.append)
    assert rows[0] == "| family | everything | − columns | − bound |"
    assert rows[2] == "| a | 2.00 | 9.00 | quality 2.00% |"
