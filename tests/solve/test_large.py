"""Large problems by parts: never more claimed than is true, and nearly what is best."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from koppeling.model.compiling import Compiler
from koppeling.model.problem import AssignmentProblem
from koppeling.rules.situation import Situation
from koppeling.solve import answer as searching
from koppeling.solve.answer import search_for
from koppeling.solve.evaluation import MINIMISED, value_of
from koppeling.solve.large import search as large
from koppeling.solve.large.search import LargeSearch, components_of
from koppeling.solve.level_search import LevelSearch
from koppeling.solve.messages import LevelOutcome, Progress
from koppeling.solve.questions import DETERMINISTIC_RATE, SolveOptions
from tests.random_practices import random_practice
from tests.samples import each_seed, over_seeds
from tests.solve.feasibility import assert_feasible

SEEDS = range(6)
#: The work of 30 seconds, with time to spare on a busy machine.
OPTIONS = SolveOptions(seconds=300, rate=DETERMINISTIC_RATE / 10)


@pytest.fixture(autouse=True)
def few_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do with rough prices: what is promised holds for any."""
    monkeypatch.setattr("koppeling.solve.dual_descent.STEPS", 2)


@cache
def connected(seed: int) -> AssignmentProblem:
    """Return a practice of 30 juniors and 12 seniors, some of them at both sites."""
    return Compiler(Situation(random_practice(seed, 30, 12))).problem


def separate(seed: int) -> AssignmentProblem:
    """Return a practice of which nobody works at two sites."""
    whole = random_practice(seed, 16, 8)
    return Compiler(
        Situation(
            replace(
                whole,
                groups=(),
                juniors=tuple(replace(j, sites=j.sites[:1], group=None) for j in whole.juniors),
                seniors=tuple(replace(s, sites=s.sites[:1]) for s in whole.seniors),
            )
        )
    ).problem


@cache
def truth(seed: int) -> dict[str, int]:
    """Return the value of each level, proven."""
    outcomes = LevelSearch(connected(seed), SolveOptions(seconds=60), lambda _told: None).run()
    assert all(outcome.proven for outcome in outcomes)
    return {outcome.level: outcome.value or 0 for outcome in outcomes}


def solve_by_parts(
    problem: AssignmentProblem, monkeypatch: pytest.MonkeyPatch
) -> tuple[LargeSearch, tuple[LevelOutcome, ...]]:
    """Solve with parts of five bins."""
    monkeypatch.setattr(large, "WHOLE", 0)
    monkeypatch.setattr(large, "PART_BINS", 5)
    search = LargeSearch(problem, OPTIONS, lambda _told: None)
    monkeypatch.setattr(search, "_are_small", lambda _components: False)
    return search, search.run()


@pytest.mark.slow
@each_seed(2, 6)
def test_no_more_is_claimed_than_is_true(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Values are those of the answer, which keeps all rules; no bound is below the truth."""
    problem = connected(seed)
    search, outcomes = solve_by_parts(problem, monkeypatch)
    assert search.chosen is not None
    assert_feasible(problem, search.chosen)
    assert [outcome.level for outcome in outcomes] == list(problem.levels)
    best = truth(seed)
    for outcome in outcomes:
        assert outcome.value == value_of(problem, outcome.level, search.chosen)
        assert outcome.bound is not None
        sign = -1 if outcome.level in MINIMISED else 1
        assert sign * outcome.value <= sign * best[outcome.level] <= sign * outcome.bound
        assert outcome.proven == (outcome.value == outcome.bound)
        if outcome.value != best[outcome.level]:
            return  # what follows has another value to keep


@pytest.mark.slow
def test_answers_are_nearly_the_best(monkeypatch: pytest.MonkeyPatch) -> None:
    """Over all practices at most one junior in fifty goes without a place that was there."""
    missed = everyone = 0
    for seed in SEEDS:
        _, outcomes = solve_by_parts(connected(seed), monkeypatch)
        everyone += truth(seed)["placed"]
        missed += truth(seed)["placed"] - (outcomes[0].value or 0)
    assert 50 * missed <= everyone


@each_seed(2, 6)
def test_components_give_what_the_whole_gives(seed: int) -> None:
    """Levels add up over components, and the peak is the highest one; all of it proven."""
    problem = separate(seed)
    assert len(components_of(problem)) == 2
    apart = LargeSearch(problem, OPTIONS, lambda _told: None)
    whole = LevelSearch(problem, OPTIONS, lambda _told: None)
    mine, theirs = apart.run(), whole.run()
    assert [(o.level, o.value, o.bound, o.proven) for o in mine] == [
        (o.level, o.value, o.bound, o.proven) for o in theirs
    ]
    assert apart.chosen is not None
    assert_feasible(problem, apart.chosen)


@pytest.mark.slow
def test_every_answer_on_the_way_is_told_and_none_is_worse(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whoever stops the search early has the best answer until then."""
    problem, told = connected(1), list[Progress]()
    monkeypatch.setattr(large, "WHOLE", 0)
    monkeypatch.setattr(large, "PART_BINS", 4)
    search = LargeSearch(problem, OPTIONS, told.append)
    outcomes = search.run()
    for progress in told:
        assert progress.chosen is not None
        assert_feasible(problem, progress.chosen)
    placed = [value_of(problem, "placed", progress.chosen or ()) for progress in told]
    assert placed == sorted(placed)
    assert [progress.outcome for progress in told if progress.outcome] == list(outcomes)


def test_a_search_that_is_stopped_still_tells_how_good_it_is() -> None:
    """Stop before it starts: a first answer, and bounds by arithmetic; nothing is solved."""
    problem = connected(2)
    search = LargeSearch(problem, OPTIONS, lambda _told: None)
    search.stop()
    outcomes = search.run()
    assert search.chosen is not None
    assert_feasible(problem, search.chosen)
    assert all(outcome.bound is not None for outcome in outcomes)
    assert not all(outcome.proven for outcome in outcomes)


def test_a_stop_between_two_components_stops_the_rest() -> None:
    """The one at work ends, those after it do not begin, and there still is an answer."""
    problem, begun = separate(0), list[LevelSearch]()

    class Stopping(LargeSearch):
        def _begin_component(
            self, problem: AssignmentProblem, share: float, known: tuple[int, ...] | None
        ) -> LevelSearch:
            begun.append(super()._begin_component(problem, share, known))
            self.stop()
            return begun[-1]

    search = Stopping(problem, OPTIONS, lambda _told: None)
    outcomes = search.run()
    assert len(begun) == 1
    assert search.chosen is not None
    assert_feasible(problem, search.chosen)
    assert not all(outcome.proven for outcome in outcomes)


def test_components_that_run_out_of_time_keep_what_they_have(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing found after the peak: the answer up to there stays."""
    problem = separate(1)
    search = LargeSearch(problem, OPTIONS, lambda _told: None)
    begin = search._begin_component

    def late(
        problem: AssignmentProblem, share: float, known: tuple[int, ...] | None
    ) -> LevelSearch:
        begun = begin(problem, share, known)
        if known is not None:
            begun.stop()
        return begun

    monkeypatch.setattr(search, "_begin_component", late)
    outcomes = search.run()
    assert search.chosen is not None
    assert_feasible(problem, search.chosen)
    assert [outcome.proven for outcome in outcomes[:4]] == [True] * 4
    assert [outcome.value for outcome in outcomes] == [
        value_of(problem, outcome.level, search.chosen) for outcome in outcomes
    ]


def test_somebody_required_without_any_pair_makes_it_infeasible() -> None:
    """Whether it falls apart in components or not."""
    problem = separate(0)
    more = replace(problem, num_items=problem.num_items + 1, required=(problem.num_items,))
    for kind in (LargeSearch, LevelSearch):
        search = kind(more, SolveOptions(seconds=5), lambda _told: None)
        search.run()
        assert search.chosen is None
        assert search.is_infeasible


def test_the_size_decides_how_a_problem_is_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small problems, and questions that hold a value, are solved as one."""
    problem = connected(0)
    assert isinstance(search_for(problem, OPTIONS, print), LevelSearch)
    monkeypatch.setattr(searching, "SMALL", 10)
    assert isinstance(search_for(problem, OPTIONS, print), LargeSearch)
    held = replace(problem, held=(("placed", 1),))
    assert isinstance(search_for(held, OPTIONS, print), LevelSearch)
    alone = replace(problem, levels=("quality",))
    assert isinstance(search_for(alone, OPTIONS, print), LevelSearch)
    whole = replace(OPTIONS, without=frozenset({"parts"}))
    assert isinstance(search_for(problem, whole, print), LevelSearch)


@pytest.mark.slow
@over_seeds(3, 6)
def test_where_everybody_can_have_a_place_all_is_proven(seeds: range) -> None:
    """One search for an ideal answer, then the levels as in a small practice, robustness too."""
    ideal = 0
    for seed in (*seeds, 9):
        problem = connected(seed)
        if truth(seed)["placed"] < problem.num_items:
            continue
        search = LargeSearch(problem, OPTIONS, lambda _told: None)
        outcomes = search.run()
        if search.count_same(tuple(p + 1 for p in problem.points)) is None:
            continue  # all have a place, but not every pair that could be kept is
        ideal += 1
        assert all(outcome.proven for outcome in outcomes)
        assert {outcome.level: outcome.value for outcome in outcomes} == truth(seed)
    assert ideal >= len(seeds) / 3


def test_robustness_is_left_open_when_points_are_others() -> None:
    """The pairs that stay are counted for the same points only."""
    problem = connected(0)
    search = LargeSearch(problem, OPTIONS, lambda _told: None)
    search.chosen = ()
    assert search.count_same(problem.points) == 0
    assert search.count_same(tuple(p + 1 for p in problem.points)) is None


@pytest.mark.slow
@over_seeds(2, 6)
def test_what_is_not_proven_is_polished_and_what_is_stays(
    seeds: range, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A search that ends after the peak: its proofs stand, the rest becomes no worse."""
    polished, run_level = 0, LevelSearch.run_level
    before: dict[str, int] = {}

    def cut(self: LevelSearch, level: str, share: float = 0.7) -> LevelOutcome:
        is_whole = self.problem.num_bins == 12
        if is_whole and level == "quality":
            self.stop()
        outcome = run_level(self, level, share)
        if is_whole:
            before[level] = outcome.value or 0
        return outcome

    for seed in seeds:
        problem = connected(seed)
        assert problem.num_bins == 12
        monkeypatch.setattr(large, "PART_BINS", 6)
        told = list[Progress]()
        search = LargeSearch(problem, OPTIONS, told.append)
        with monkeypatch.context() as patch:
            patch.setattr(LevelSearch, "run_level", cut)
            outcomes = search.run()
        if not before:
            continue  # not everybody can have a place: it is solved by parts
        assert search.chosen is not None
        assert_feasible(problem, search.chosen)
        now = {outcome.level: outcome.value or 0 for outcome in outcomes}
        assert now == {level: value_of(problem, level, search.chosen) for level in problem.levels}
        assert all(
            now[level] == truth(seed)[level]
            for level in problem.levels[: problem.levels.index("quality")]
        )
        done = [one.outcome for one in told if one.outcome is not None]
        assert sorted(done, key=lambda one: problem.levels.index(one.level)) == list(outcomes)
        assert now["quality"] >= before["quality"]
        polished += now["quality"] > before.pop("quality")
        before.clear()
    assert polished >= len(seeds) / 3
