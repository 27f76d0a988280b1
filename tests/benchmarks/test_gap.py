"""Published GAP sets are read as they were published, and answers are checked against them."""

from __future__ import annotations

import io
from argparse import Namespace
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from benchmarks.gap import (
    GapInstance,
    Known,
    against_known,
    cost_of,
    family_of,
    problem_of,
    read_instance,
    read_table,
    summarise,
)
from benchmarks.highs import Highs
from benchmarks.lexicographic import PlainLevels, RowSolver
from benchmarks.peer import Telling, run_knapsacks
from benchmarks.plain import PlainCpSat
from benchmarks.record import LevelRecord, Record
from koppeling.solve.levels import LevelSearch
from koppeling.solve.questions import SolveOptions

#: Invented: two agents, four jobs, the numbers broken over lines as they come.
FILE = """ 2 4
 5 7 3
 9
 6 2 8 4
 3 4 2 5   4 3 3 2
 8 7
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write a folder with one set, its table, and a row whose file is not there."""
    (tmp_path / "sets").mkdir()
    for name in ("a02004", "gap1-0"):
        (tmp_path / "sets" / name).write_text(FILE, encoding="ascii")
    (tmp_path / "best_known.csv").write_text(
        "instance,sense,best_known,is_optimal,best_bound,source\n"
        "sets/a02004,min,14,yes,14,by hand\n"
        "sets/a02004,max,28,yes,28,by hand\n"
        "sets/gap1-0,min,14,yes,14,by hand\n"
        "sets/gap1-0,max,28,no,28,by hand\n"
        "sets/e99999,min,1,no,1,by hand\n",
        encoding="utf-8",
    )
    return tmp_path


def optimum(instance: GapInstance) -> int:
    """Try every assignment."""
    m, n = instance.num_agents, instance.num_jobs
    costs = []
    for agents in product(range(m), repeat=n):
        chosen = [job * m + agent for job, agent in enumerate(agents)]
        try:
            costs.append(cost_of(instance, chosen))
        except ValueError:
            continue
    return min(costs) if instance.sense == "min" else max(costs)


def test_a_table_lists_each_instance_as_it_was_published(folder: Path) -> None:
    """Letters are minimised, gap1 to gap12 maximised; what is not there is left out."""
    listed = [(known.name, known.sense, known.is_optimal) for known in read_table(folder)]
    assert listed == [("sets/a02004", "min", True), ("sets/gap1-0", "max", False)]
    assert [known.name for known in read_table(folder, "gap")] == ["sets/gap1-0"]
    assert [family_of(name) for name in ("x/c10400", "x/gap12-3", "e05100")] == ["C", "gap", "E"]


@pytest.mark.parametrize("sense", ["min", "max"])
def test_every_peer_finds_the_optimum_of_a_tiny_file(folder: Path, sense: str) -> None:
    """Whatever is sought, all four agree with trying everything."""
    instance = read_instance(folder / "sets" / "a02004", sense=sense)
    assert instance.costs == ((5, 7, 3, 9), (6, 2, 8, 4))
    assert instance.weights == ((3, 4, 2, 5), (4, 3, 3, 2))
    assert instance.capacities == (8, 7)
    problem, best = problem_of(instance), optimum(instance)
    search = LevelSearch(problem, SolveOptions(seconds=20), lambda _: None)
    search.run()
    answers = [search.chosen]
    solvers: tuple[RowSolver, ...] = (PlainCpSat(workers=1), Highs())
    for solver in solvers:
        levels = PlainLevels(problem, solver, 20.0, lambda *_, **__: None)
        levels.run()
        answers.append(levels.chosen)
    told = Telling(io.StringIO())
    options = Namespace(seconds=20.0, workers=1)
    answers.append(tuple(run_knapsacks(problem, options, told) or ()))
    assert [cost_of(instance, chosen or ()) for chosen in answers] == [best] * 4
    assert told.claims == {"quality": sum(problem.points[pair] for pair in answers[-1] or ())}


def test_an_assignment_that_breaks_a_rule_has_no_cost(folder: Path) -> None:
    """A job left out, a job twice and an agent that carries too much are refused."""
    instance = read_instance(folder / "sets" / "a02004", sense="min")
    for chosen in ((0, 2, 4), (0, 1, 2, 4), (0, 2, 4, 6)):
        with pytest.raises(ValueError, match=r"not every job|more than it can"):
            cost_of(instance, chosen)


def test_a_file_with_a_number_missing_is_refused(folder: Path) -> None:
    """Half a file is not taken for an instance."""
    path = folder / "sets" / "a02004"
    path.write_text(FILE.rsplit(" ", 1)[0], encoding="ascii")
    with pytest.raises(ValueError, match="17 numbers instead of 18"):
        read_instance(path, sense="min")


def answer(instance: GapInstance, chosen: tuple[int, ...], bound: int) -> Record:
    """Make the record of an answer, in points, as a peer gives it."""
    points = sum(instance.points(pair % 2, pair // 2) for pair in chosen)
    level = LevelRecord(level="quality", value=points, bound=bound, seconds=1.0)
    return Record(
        part="gap",
        case="sets/a02004",
        by="ours",
        seconds=1.0,
        least=1.0,
        proven=1,
        asked=1,
        levels=(level,),
        chosen=chosen,
    )


def test_an_answer_is_set_beside_the_best_known(folder: Path) -> None:
    """Its cost is worked out anew; the gap is a fraction of the best known."""
    (known,) = read_table(folder, "a02004")
    instance = read_instance(known.path, sense="min")
    assert optimum(instance) == known.best
    record = against_known(answer(instance, (0, 3, 4, 7), 4 * instance.top - 14), known, instance)
    assert (record.faults, record.gap, record.seconds) == ((), 0.0, 1.0)
    assert (record.levels[0].value, record.levels[0].bound) == (14, 14)
    dearer = against_known(answer(instance, (1, 2, 4, 7), 4 * instance.top), known, instance)
    assert dearer.gap == pytest.approx(6 / 14)
    assert "42.86%" in summarise([dearer])[0].note


def test_what_contradicts_the_table_is_no_proof(folder: Path) -> None:
    """A bound that excludes the best known and a value better than an optimum are wrong."""
    (known,) = read_table(folder, "a02004")
    instance = read_instance(known.path, sense="min")
    sound = (0, 3, 4, 7)
    above = against_known(answer(instance, sound, 4 * instance.top - 15), known, instance)
    assert "excludes the known 14" in above.faults[0]
    assert above.seconds is None
    lower = replace(known, best=15)
    passed = against_known(answer(instance, sound, 4 * instance.top), lower, instance)
    assert "passes the optimum 15" in passed.faults[0]
    overfull = against_known(answer(instance, (0, 2, 4, 6), 36), Known(
        name="a", sense="min", best=24, is_optimal=True, path=known.path), instance)  # fmt: skip
    assert "more than it can" in " ".join(overfull.faults)
    assert summarise([overfull])[0].proven == 0
