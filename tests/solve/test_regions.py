"""Regions worked on at once: who does the work never shows in the answer."""

from __future__ import annotations

import pickle
import threading
import warnings
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import replace

import pytest

from koppeling.model.compiling import Compiler
from koppeling.model.problem import AssignmentProblem
from koppeling.rules.situation import Situation
from koppeling.solve.asking import open_executor
from koppeling.solve.columns.bins import lay_out
from koppeling.solve.columns.target import target_of
from koppeling.solve.dual_descent import Descent, groups_of
from koppeling.solve.evaluation import value_of
from koppeling.solve.large import search as large
from koppeling.solve.large.parts import Map, Part, divide
from koppeling.solve.large.search import LargeSearch, Regions, first_answer
from koppeling.solve.level_search import LevelSearch
from koppeling.solve.questions import DETERMINISTIC_RATE, SolveOptions
from koppeling.solve.relaxing import relax
from tests.random_practices import random_practice
from tests.solve.feasibility import assert_feasible

#: The work of 60 seconds, with time to spare on a busy machine.
OPTIONS = SolveOptions(seconds=600, rate=DETERMINISTIC_RATE / 10)


@pytest.fixture(autouse=True)
def few_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do with rough prices: what is promised holds for any."""
    monkeypatch.setattr("koppeling.solve.dual_descent.STEPS", 2)


def problem_of(seed: int, num_juniors: int = 40, num_seniors: int = 16) -> AssignmentProblem:
    """Return the arrays of a practice."""
    return Compiler(Situation(random_practice(seed, num_juniors, num_seniors))).problem


def never() -> bool:
    """Nothing ends the work."""
    return False


def whole_part(part: Part) -> tuple[int, ...]:
    """Leave a part as it is."""
    return part.back(part.chosen)


class Failing(Executor):
    """Workers that never come back with anything."""

    def submit(self, _work: object, /, *_given: object, **_named: object) -> Future[object]:  # type: ignore[override]
        """Fail."""
        future: Future[object] = Future()
        future.set_exception(OSError("the machine is gone"))
        return future


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make parts of five bins."""
    monkeypatch.setattr(large, "WHOLE", 0)
    monkeypatch.setattr(large, "PART_BINS", 5)


def solve(problem: AssignmentProblem, executor: Executor | None, workers: int = 1) -> object:
    """Solve by parts; everything but the seconds."""
    options = replace(OPTIONS, workers=workers)
    search = LargeSearch(problem, options, lambda _told: None, executor)
    outcomes = search.run()
    return search.chosen, [(o.level, o.value, o.bound, o.proven) for o in outcomes]


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize(
    ("seed", "num_juniors", "num_seniors"),
    [(0, 24, 12), *(pytest.param(seed, 40, 16, marks=pytest.mark.slow) for seed in (0, 5))],
)
def test_one_worker_and_several_give_the_same(
    seed: int, num_juniors: int, num_seniors: int
) -> None:
    """The same pairs and the same bounds, on one thread, two of its own, or somebody's pool."""
    problem = problem_of(seed, num_juniors, num_seniors)
    alone = solve(problem, None)
    assert solve(problem, None, workers=2) == alone
    with ThreadPoolExecutor(3) as pool:
        assert solve(problem, pool) == alone


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Two worker processes on this machine, one thread each."""
    distributed = pytest.importorskip("distributed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with distributed.LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            dashboard_address=None,
            host="127.0.0.1",
        ) as cluster:
            yield cluster.scheduler_address


@pytest.mark.slow
@pytest.mark.usefixtures("small_parts")
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore:.*:UserWarning")
def test_a_cluster_gives_the_same(address: str) -> None:
    """Dask's workers find what one thread here finds."""
    problem = problem_of(5)
    with open_executor(scheduler=address) as executor:
        assert solve(problem, executor) == solve(problem, None)


def test_a_part_travels_as_plain_values() -> None:
    """A part, and a group of bins, are the same after a pickle, and small."""
    problem = problem_of(2)
    part = Map(problem).carve((), [0, 1], range(problem.num_items))
    assert pickle.loads(pickle.dumps(part)) == part  # noqa: S301 - our own
    groups = groups_of(lay_out(problem), target_of(problem, problem.points, ()), 4)
    assert len(pickle.dumps(groups[0])) < len(pickle.dumps(problem))


@pytest.mark.parametrize("size", [1, 5, 64])
def test_regions_prove_one_bound_together(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """However bins are grouped, the same prices prove the same; and no less than is true."""
    problem = problem_of(4, 16, 8)
    target = target_of(problem, problem.placed, ())
    relaxed = relax(problem, target, 1000)
    assert relaxed is not None
    bins = lay_out(problem)
    one = Descent(bins, target, relaxed.prices).prove()
    monkeypatch.setattr("koppeling.solve.dual_descent.GROUP", size)
    with ThreadPoolExecutor(2) as pool:
        asked = Regions(pool, never).react
        many = Descent(bins, target, relaxed.prices, asked)
        assert many.prove() == one
        many.run(0, never)
    outcome = LevelSearch(problem, OPTIONS, lambda _told: None).run()[0]
    assert outcome.proven
    assert outcome.value is not None
    assert outcome.value <= many.bound <= one


def test_workers_that_fail_lose_nothing() -> None:
    """The answer at hand stays, and the bound is worked out here."""
    problem = problem_of(1)
    chosen = first_answer(problem)
    assert chosen is not None
    whole = Map(problem)
    regions = Regions(Failing(), never)
    borders = divide(whole.neighbours(), 5, 0)
    assert list(regions.improve(whole, chosen, borders, 0, whole_part)) == []
    prices = relax(problem, target_of(problem, problem.points, ()), 1000)
    assert prices is not None
    here = Descent(lay_out(problem), target_of(problem, problem.points, ()), prices.prices)
    there = Descent(
        lay_out(problem), target_of(problem, problem.points, ()), prices.prices, regions.react
    )
    assert there.prove() == here.prove() >= value_of(problem, "quality", chosen)


class Broken(Executor):
    """A pool that takes nothing any more."""

    def submit(self, _work: object, /, *_given: object, **_named: object) -> Future[object]:  # type: ignore[override]
        """Refuse."""
        raise RuntimeError("cannot schedule new futures after shutdown")


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("kind", [Failing, Broken])
def test_a_pool_that_breaks_costs_improvements_only(kind: type[Executor]) -> None:
    """There is an answer, with the bounds that are worked out here."""
    problem = problem_of(0, 24, 12)
    search = LargeSearch(problem, OPTIONS, lambda _told: None, kind())
    outcomes = search.run()
    assert search.chosen is not None
    assert_feasible(problem, search.chosen)
    assert all(outcome.bound is not None for outcome in outcomes)


@pytest.mark.slow
def test_a_part_that_raises_leaves_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault in one part is no fault of the whole, with one worker either."""

    def fail(part: Part, options: SolveOptions) -> tuple[int, ...]:
        raise MemoryError(part, options)

    monkeypatch.setattr(large, "WHOLE", 0)
    monkeypatch.setattr(large, "blend_part", fail)
    problem = problem_of(0, 24, 12)
    search = LargeSearch(problem, OPTIONS, lambda _told: None)
    assert search.run()
    assert search.chosen is not None


def test_nobody_waits_for_work_once_it_is_over() -> None:
    """Whoever stops has what there is at once, though a part is still under way."""
    over, release = threading.Event(), threading.Event()
    with ThreadPoolExecutor(1) as pool:
        regions = Regions(pool, over.is_set)
        threading.Timer(0.2, over.set).start()
        assert list(regions.each(lambda _job: release.wait(30), [1, 2])) == []
        assert not release.is_set()
        release.set()


def test_work_ends_when_it_is_over() -> None:
    """Nothing is begun once somebody stopped it."""
    over = threading.Event()
    over.set()
    with ThreadPoolExecutor(1) as pool:
        assert list(Regions(pool, over.is_set).each(abs, [1, 2])) == []
