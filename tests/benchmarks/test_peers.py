"""The peers solve the same problem as the engine, and what they answer is judged."""

from __future__ import annotations

import pickle
import sys
from argparse import Namespace
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path
from typing import ClassVar

import pytest

from benchmarks.engine import Terms, cross_examine, race_peers
from benchmarks.families import make_family
from benchmarks.highs import Highs, read_log
from benchmarks.judge import faults
from benchmarks.lexicographic import PlainLevels, Request, RowSolver
from benchmarks.peer import Telling, run_ours
from benchmarks.plain import PlainCpSat
from benchmarks.record import LevelRecord, Record
from benchmarks.rows import LinearModel
from koppeling.model.compiling import Compiler
from koppeling.model.problem import AssignmentProblem, SlotRow
from koppeling.rules.situation import Situation
from koppeling.solve.level_search import LevelSearch
from koppeling.solve.questions import SolveOptions

#: (juniors, seniors, load, seed); too tight for everyone, and roomy.
TINY = ((9, 3, 1.0, 1), (12, 4, 0.85, 2), (10, 4, 1.2, 3), (12, 5, 0.6, 4))


def pose(num_juniors: int, num_seniors: int, load: float, seed: int) -> AssignmentProblem:
    """Make a small problem."""
    return Compiler(Situation(make_family(num_juniors, num_seniors, load, seed))).problem


def solve_plainly(
    problem: AssignmentProblem, solver: RowSolver
) -> tuple[dict[str, tuple[int | None, int | None]], tuple[int, ...] | None]:
    """Return (value, bound) of each level, and the pairs."""
    ended = {}

    def tell(level: str, value: int | None, bound: int | None, *, is_done: bool) -> None:
        if is_done:
            ended[level] = (value, bound)

    levels = PlainLevels(problem, solver, 60.0, tell)
    levels.run()
    return ended, levels.chosen


@pytest.mark.parametrize("shape", TINY)
def test_plain_peers_agree_with_the_engine_on_every_level(
    shape: tuple[int, int, float, int],
) -> None:
    """CP-SAT and HiGHS prove the values that the engine proves, and all three answers are sound."""
    problem = pose(*shape)
    search = LevelSearch(problem, SolveOptions(seconds=60), lambda _: None)
    ours = {outcome.level: outcome.value for outcome in search.run()}
    assert list(ours) == list(problem.levels)
    for solver in (PlainCpSat(workers=2), Highs()):
        theirs, chosen = solve_plainly(problem, solver)
        assert theirs == {level: (value, value) for level, value in ours.items()}
        assert chosen is not None
        assert chosen == search.chosen  # the draw leaves one answer
        claims = {level: value for level, value in ours.items() if value is not None}
        assert faults(problem, chosen, claims) == ()


def test_slots_that_run_short_bind_the_peers_too() -> None:
    """With one option for two pairs only one of them is placed."""
    problem = AssignmentProblem(
        num_items=2,
        num_bins=1,
        pair_item=(0, 1),
        pair_bin=(0, 0),
        locked=(),
        resources=(),
        totals=(),
        option_pair=(0, 1),
        slot_rows=(),
        placed=(1, 1),
        kept=(0, 0),
        served=(30, 60),
        points=(1, 1),
        draw=(1, 2),
        levels=("placed", "served"),
    )
    tight = replace(problem, slot_rows=(SlotRow(options=(0, 1), uses=(1, 1), capacity=1),))
    for solver in (PlainCpSat(workers=1), Highs()):
        assert solve_plainly(tight, solver) == ({"placed": (1, 1), "served": (60, 60)}, (1,))
    assert faults(tight, (0, 1), {}) == ("no slots serve all pairs",)
    assert faults(problem, (0, 1), {"placed": 2}) == ()


@pytest.mark.parametrize("solver", [PlainCpSat(workers=1), Highs()], ids=["plain", "highs"])
def test_a_peer_without_time_claims_no_bound(solver: RowSolver) -> None:
    """Stopped before it begins, it knows nothing, or what holds."""
    model = LinearModel(pose(*TINY[1]))
    columns, factors = model.objective("quality")
    best = sum(factors)
    request = Request(columns, factors, maximise=True, hint=None, extra=(), seconds=1e-9)
    reply = solver.solve(model, request, lambda _value, _bound: None)
    assert reply.bound is None or 0 < reply.bound <= best
    assert not reply.is_final


def test_a_judge_finds_whatever_is_wrong() -> None:
    """Hours exceeded, an item in two bins, a lock ignored, a claim too high: each is named."""
    problem = pose(*TINY[0])
    everything = tuple(range(problem.num_pairs))
    found = " ".join(faults(problem, everything, {}))
    assert "bins" in found
    assert "carries" in found
    locked = replace(problem, locked=(0,), barred=(1,))
    assert faults(locked, (1,), {}) == (
        "locked pair 0 is missing",
        "barred pair 1 is chosen",
    )
    assert faults(problem, (0,), {"placed": 2, "draw": 0}) == (
        "placed is 1, not 2",
        f"draw is {problem.draw[0]}, not 0",
    )
    assert faults(replace(problem, required=(problem.num_items - 1,)), (0,), {})


def ended(by: str, **levels: tuple[int, int]) -> Record:
    """Make a record of how levels ended."""
    return Record(
        part="engine",
        case="x",
        by=by,
        seconds=1.0,
        least=1.0,
        levels=tuple(
            LevelRecord(level=level, value=value, bound=bound, seconds=1.0)
            for level, (value, bound) in levels.items()
        ),
    )


def test_peers_that_contradict_each_other_are_both_marked() -> None:
    """A value beyond another's bound is wrong on one side, and counts as solved on neither."""
    one = ended("ours", placed=(29, 29), quality=(100, 100))
    other = ended("plain", placed=(29, 30), quality=(101, 120))
    marked = cross_examine((one, other))
    assert all("quality: " in record.faults[0] for record in marked)
    assert [record.seconds for record in marked] == [None, None]


def test_peers_at_different_levels_are_not_compared() -> None:
    """Once an unproven value differs, what follows is another problem."""
    one = ended("ours", placed=(29, 29), quality=(100, 100))
    other = ended("plain", placed=(28, 30), quality=(140, 150))
    assert cross_examine((one, other)) == [one, other]
    one = ended("ours", placed=(29, 29), even=(100, 90))
    other = ended("plain", placed=(29, 29), even=(90, 80))
    assert cross_examine((one, other)) == [one, other]
    worse = ended("plain", placed=(29, 29), even=(120, 101))
    assert all(record.faults for record in cross_examine((one, worse)))


def test_the_log_of_highs_gives_values_and_bounds() -> None:
    """A line with both is read, one without a value gives a bound only, words give nothing."""
    told: list[tuple[float | None, float]] = []
    read_log(
        [
            "        Nodes      |    B&B Tree     |            Objective Bounds",
            " J       0       0         0   0.00%   -inf            9883               Large",
            "         0       0         0   0.00%   8977.748997     inf                  inf",
            " L       0       0         0  50.00%   8996.394832     9035              0.43%",
            "  Gap               0.41% (tolerance: 0.01%)",
        ],
        lambda value, bound: told.append((value, bound)),
    )
    assert told == [(9883.0, float("-inf")), (None, 8977.748997), (9035.0, 8996.394832)]


@dataclass(frozen=True)
class Switches:
    """Options of an engine whose ideas can be left out."""

    seconds: float
    workers: int
    without: frozenset[str] = frozenset()


class Recorder:
    """A search that only remembers its options."""

    seen: ClassVar[list[Switches]] = []
    chosen = (0,)

    def __init__(self, _problem: AssignmentProblem, options: Switches, _tell: object) -> None:
        self.seen.append(options)

    def run(self) -> None:
        """Do nothing."""


def test_ideas_to_leave_out_reach_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Their names are passed on; an engine without switches says so instead of ignoring them."""
    asked = Namespace(seconds=5.0, workers=2, without=["bound", "fixing"])
    monkeypatch.setattr("koppeling.solve.answer.search_for", Recorder)
    monkeypatch.setattr("koppeling.solve.questions.SolveOptions", Switches)
    assert run_ours(pose(*TINY[0]), asked, Telling(StringIO())) == (0,)
    assert Recorder.seen == [Switches(5.0, 2, frozenset({"bound", "fixing"}))]
    monkeypatch.setattr("koppeling.solve.questions.SolveOptions", LevelRecord)
    with pytest.raises(SystemExit, match="nothing to switch off"):
        run_ours(pose(*TINY[0]), asked, Telling(StringIO()))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="benchmarks are for Unix")
def test_a_peer_runs_in_a_process_of_its_own(tmp_path: Path) -> None:
    """The engine solves a pickled problem over there; its levels, answer and memory come back."""
    path = tmp_path / "problem"
    problem = pose(*TINY[0])
    path.write_bytes(pickle.dumps(problem))
    base = Record(part="engine", case="tiny", by="")
    (record,) = race_peers(base, path, problem.levels, Terms(peers=("ours",), seconds=20, runs=1))
    assert record.faults == ()
    assert (record.proven, record.asked, record.by) == (7, 7, "ours")
    assert [level.level for level in record.levels] == list(problem.levels)
    assert record.first is not None
    assert record.best is not None
    assert record.seconds is not None
    assert 0 < record.first <= record.best <= record.seconds < 20
    assert record.mib is not None
    assert record.mib > 30
    assert record.chosen
