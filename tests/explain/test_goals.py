"""The price of the goals, other weights and small steps: as trying everything says."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import replace
from datetime import date

import pytest

from koppeling.domain.instance import Component, Instance, Level, PairingRow, PairingStatus
from koppeling.domain.people import MeetingWindow
from koppeling.domain.scenario import (
    OpenMoments,
    SetHours,
    SetMaxJuniors,
    SetSites,
    SetWorkingDays,
)
from koppeling.explain.answer import FrontierPoint
from koppeling.explain.frontier import (
    FELT,
    all_changes,
    find_gains,
    is_better,
    item_changes,
    peak_steps,
    price_goals,
    small_changes,
    weights_to_try,
)
from koppeling.explain.prices import Baseline
from koppeling.rules.changing import change
from koppeling.rules.points import components, total_points
from koppeling.rules.situation import Situation
from tests.builders import hours, junior, practice, senior
from tests.explain.enumeration import Everything, seniors
from tests.explain.test_pricing import grounded, tiny
from tests.reference import MINIMISED
from tests.samples import over_seeds

NUM_TINY = 25


def most_points(everything: Everything, baseline: Baseline, kept: int, peak: int) -> int | None:
    """Find the most points with so many kept and such a peak, by trying everything."""
    levels = baseline.instance.levels
    served = baseline.values[Level.SERVED] if Level.SERVED in levels else 0

    def allows(_chosen: object, values: Mapping[Level, int]) -> bool:
        return (
            values[Level.PLACED] >= baseline.values[Level.PLACED]
            and values[Level.SERVED] >= served
            and values[Level.KEPT] >= kept
            and values[Level.PEAK] <= peak
        )

    found = everything.best(allows, (Level.QUALITY,))
    return None if found is None else found[1][Level.QUALITY]


@over_seeds(8, 25)
def test_every_point_of_the_frontier_is_that_of_trying_everything(
    seeds: range, pool: Executor
) -> None:
    """Points, and what is not possible; the proposal's own place holds its own points."""
    num_points = num_impossible = num_steps = 0
    for seed in seeds:
        baseline = grounded(tiny(seed), pool)
        everything = Everything(baseline.situation)
        frontier = price_goals(baseline, pool).frontier
        for point in frontier.points:
            assert point.is_proven
            best = most_points(everything, baseline, point.kept, point.peak_permille)
            assert point.points == best, (seed, point)
            num_points += best is not None
            num_impossible += best is None
        num_steps += len(frontier.kept_steps) > 1
        order = [x for x in baseline.instance.levels if x not in (Level.EVEN, Level.DRAW)]
        if order[-1] is Level.QUALITY and set(order) == FELT:
            own = frontier.at(frontier.kept, frontier.peak_permille)
            assert own is not None
            assert own.points == frontier.quality
    assert num_points >= 4 * len(seeds)
    assert num_steps >= 2 * len(seeds) / 5
    assert num_impossible >= 10 * (len(seeds) // 25)  # none among the first eight


@over_seeds(5, 25)
def test_fewer_kept_and_a_higher_peak_never_cost_points(seeds: range, pool: Executor) -> None:
    """Points rise along both sides of the table."""
    num_rises = 0
    for seed in seeds:
        frontier = price_goals(grounded(tiny(seed), pool), pool).frontier
        by_place = {(p.kept, p.peak_permille): p.points for p in frontier.points}
        for (kept, peak), points in by_place.items():
            for (other_kept, other_peak), more in by_place.items():
                if other_kept <= kept and other_peak >= peak and points is not None:
                    assert more is not None
                    assert more >= points
                    num_rises += more > points
    assert num_rises


@over_seeds(8, 25)
def test_pairs_that_can_stay_under_other_weights_are_those_of_trying_everything(
    seeds: range,
    pool: Executor,
) -> None:
    """Of the best answers under other weights, the one that shares most pairs."""
    num_trials = num_less = 0
    for seed in seeds:
        baseline = grounded(tiny(seed), pool)
        instance, situation = baseline.instance, baseline.situation
        if Level.QUALITY not in instance.levels:
            continue
        everything = Everything(situation)
        before = instance.levels[: instance.levels.index(Level.QUALITY)]
        held = [
            chosen
            for chosen, values in everything.answers
            if all(
                values[x] <= baseline.values[x]
                if x in MINIMISED
                else values[x] >= baseline.values[x]
                for x in before
            )
        ]
        for trial in price_goals(baseline, pool).weights:
            weights = {**instance.weights, trial.component: trial.weight}
            ranked = [
                (points_under(situation, of, weights), len(of.items() & baseline.senior_of.items()))
                for of in map(seniors, held)
            ]
            assert trial.same == max(ranked)[1], (seed, trial)
            assert trial.total == len(baseline.senior_of)
            num_trials += 1
            num_less += trial.same < trial.total
    assert num_trials >= 4 * len(seeds)
    assert num_less >= len(seeds) / 5


def points_under(
    situation: Situation, senior_of: Mapping[str, str], weights: Mapping[Component, int]
) -> int:
    """Sum the points of an answer under other weights."""
    return sum(
        total_points(
            components(
                situation.junior_by_number[one],
                situation.senior_by_number[other],
                situation.instance,
                situation.ranks,
            ),
            weights,
        )
        for one, other in senior_of.items()
    )


def test_a_component_without_weight_is_not_tried() -> None:
    """Nought twice over is nought; the others are left out and counted twice."""
    weights = {Component.DISC: 0, Component.SITE: 10}
    assert weights_to_try(weights) == [(Component.SITE, 0), (Component.SITE, 20)]


def test_peaks_go_from_comfortable_to_full(pool: Executor) -> None:
    """In steps of fifty thousandths."""
    settings = {"comfort_permille": 870}
    baseline = grounded(practice([junior()], [senior()], settings=settings), pool)
    assert peak_steps(baseline) == [870, 900, 950, 1000]


def busy() -> Instance:
    """Two juniors, both running with S01, who is busy with them; S02 fits them less."""
    start = date(2026, 12, 7)
    return practice(
        [junior("An", start=start), junior("Bo", start=start)],
        [senior("S01", cap_minutes=450, max_juniors=2), senior("S02", sites=("Noord", "Oost"))],
        pairings=tuple(
            PairingRow(junior=one, senior="S01", status=PairingStatus.RUNNING)
            for one in ("An", "Bo")
        ),
    )


@pytest.mark.slow
def test_small_steps_are_what_a_fresh_solve_says(pool: Executor) -> None:
    """Every gain is the best answer to the changed practice; none that helps is left out."""
    num_gains = 0
    instances = [busy(), *(tiny(seed) for seed in range(2 * NUM_TINY))]
    for instance in instances:
        baseline = grounded(instance, pool)
        if len(baseline.senior_of) < len(baseline.situation.item_of) or not baseline.senior_of:
            continue
        gains = find_gains(baseline, pool)
        better = 0
        for changes in all_changes(baseline):
            levels = tuple(x for x in instance.levels if x in FELT)
            changed = replace(change(instance, changes), levels=levels)
            found = Everything(Situation(changed)).best()
            assert found is not None
            told = [g for g in gains if g.changes == changes]
            is_worth = differs_for_the_better(baseline, found[1], levels)
            better += is_worth
            for gain in told:
                num_gains += 1
                assert is_worth
                assert {x.level: x.after for x in gain.levels} == found[1]
                assert is_better(gain.levels)
        assert len(gains) == min(5, better)
    assert num_gains >= 5


def differs_for_the_better(
    baseline: Baseline, values: Mapping[Level, int], levels: tuple[Level, ...]
) -> bool:
    """Tell whether the first level that differs is better."""
    for level in levels:
        if values[level] != baseline.values[level]:
            return (values[level] > baseline.values[level]) != (level in MINIMISED)
    return False


def test_an_hour_more_lowers_the_peak(pool: Executor) -> None:
    """S01 is at 93 percent of the hours; an hour more brings that within the comfortable."""
    baseline = grounded(busy(), pool)
    assert baseline.values[Level.PEAK] > 850
    gains = find_gains(baseline, pool)
    hour = next(g for g in gains if isinstance(g.changes[0], SetHours))
    assert hour.changes == (SetHours(who="S01", minutes=60, is_relative=True),)
    peak = next(x for x in hour.levels if x.level is Level.PEAK)
    assert peak.difference < 0


def test_small_steps_of_a_senior_are_those_of_the_menu(pool: Executor) -> None:
    """A junior more only where there is a limit; a day in the usual hours; any hour; a site."""
    window = MeetingWindow(weekday=0, start_minute=540, end_minute=600)
    instance = practice(
        [junior(sites=("Noord", "Oost"))],
        [senior("S01", hours=hours(range(3)), max_juniors=1), senior("S02", windows=(window,))],
    )
    baseline = grounded(instance, pool)
    first = [c for (c,) in small_changes(baseline, baseline.instance.seniors[0])]
    assert [type(c) for c in first] == [
        SetHours, SetMaxJuniors, SetWorkingDays, SetWorkingDays, SetSites,
    ]  # fmt: skip
    assert first[-1] == SetSites(who="S01", sites=("Oost",), keeps_others=True)
    second = [c for (c,) in small_changes(baseline, baseline.instance.seniors[1])]
    assert [type(c) for c in second] == [SetHours, SetSites, OpenMoments]


def test_small_steps_of_a_junior_are_days_sites_and_moments(pool: Executor) -> None:
    """What a junior can change too; sites only those where somebody coaches."""
    instance = practice(
        [junior("An", hours=hours(range(4)))],
        [senior("S01", sites=("Noord", "Oost")), senior("S02", sites=("West",), coaches=False)],
    )
    baseline = grounded(instance, pool)
    found = [c for (c,) in item_changes(baseline, baseline.situation.items[0])]
    assert [type(c) for c in found] == [SetWorkingDays, SetSites]
    assert found[1] == SetSites(who="An", sites=("Oost",), keeps_others=True)


def test_a_point_that_was_not_asked_for_is_absent(pool: Executor) -> None:
    """Asking for it gives nothing, not a guess."""
    frontier = price_goals(grounded(busy(), pool), pool).frontier
    assert frontier.at(99, 850) is None
    assert isinstance(frontier.at(frontier.kept, frontier.peak_permille), FrontierPoint)
