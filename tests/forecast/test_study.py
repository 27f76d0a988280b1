"""A look ahead: every figure confirmed by fresh solves of whole cases, quarter by quarter."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest

from koppeling.domain.instance import Instance, Level
from koppeling.domain.people import Senior
from koppeling.domain.period import Quarter, horizon
from koppeling.domain.scenario import Change, Hire, Leave, SetHours, SetMaxJuniors, SetWorkingDays
from koppeling.domain.trajectory import (
    JUNIOR_PHASES,
    Registration,
    TrajectoryType,
    nominal_dates,
)
from koppeling.forecast.answer import Assumptions, Forecast, Gain, Newcomer, Step
from koppeling.forecast.outlook import look_ahead
from koppeling.forecast.study import Recruiting, common_patterns, forecast, list_newcomers
from koppeling.forecast.words import tell_hiring
from koppeling.rules.changing import change
from koppeling.rules.future import at_quarter
from koppeling.solve.asking import SolverPool, solve_all
from koppeling.solve.questions import Case
from koppeling.workbook.read.public_holidays import list_holidays
from tests.builders import QUARTER, hours, junior, practice, running, senior

RECRUITING = Recruiting(times=((540, 720),))
TAKEN = Assumptions(num_quarters=4, turnover_percent=20)


def small() -> Instance:
    """Two sites, tight in hours at one and in moments at the other."""
    return practice(
        [
            junior("J01", start=date(2026, 10, 5), hours=hours([0, 1], 9, 12)),
            junior("J02", start=date(2027, 1, 4), hours=hours([0, 1], 9, 12)),
            junior("J03", start=date(2025, 3, 3), sites=("Zuid",), hours=hours([2], 9, 12)),
            junior("J04", start=date(2027, 1, 4), sites=("Oost",)),
        ],
        [
            senior("S01", cap_minutes=480, hours=hours([0, 1], 9, 12)),
            senior("S02", cap_minutes=600, max_juniors=2, out_of_service_from=date(2027, 10, 1)),
            senior("S03", cap_minutes=900, sites=("Zuid",), hours=hours([2], 9, 10)),
        ],
        pairings=[running("J01", "S01"), running("J03", "S03")],
        holidays=list_holidays(horizon(QUARTER, 8), is_good_friday_working=True),
    )


@pytest.fixture(scope="module")
def pool() -> Iterator[SolverPool]:
    """Open two cores."""
    with SolverPool(2) as opened:
        yield opened


@pytest.fixture(scope="module")
def ahead(pool: SolverPool) -> Forecast:
    """Look a year ahead from the small practice."""
    return forecast(small(), TAKEN, pool, RECRUITING)


def at(quarter: Quarter) -> Instance:
    """Return the practice as it stands in a quarter."""
    return at_quarter(small(), quarter, 4, TAKEN.share)


def placed(pool: Executor, practices: list[Instance]) -> list[int]:
    """Place as many as can be in each practice, by fresh solves."""
    cases = [Case(instance=replace(one, levels=(Level.PLACED,))) for one in practices]
    values = []
    for answered in solve_all(cases, pool):
        assert answered.solution is not None
        assert answered.solution.levels[0].proven
        assert answered.solution.levels[0].value is not None
        values.append(answered.solution.levels[0].value)
    return values


def hired(instance: Instance, quarter: Quarter, *counts: tuple[Newcomer, int]) -> Instance:
    """Let real newcomers start."""
    return change(
        instance, [RECRUITING.hire(kind, quarter.first_day, n) for kind, n in counts if n]
    )


def test_room_for_each_kind_is_confirmed(ahead: Forecast, pool: SolverPool) -> None:
    """In every quarter, site and pattern that number fits beside all others, one more does not."""
    base = placed(pool, [at(one.quarter) for one in ahead.quarters])
    base_of = dict(zip((one.quarter for one in ahead.quarters), base, strict=True))
    rows = [row for row in ahead.room if row.number is not None]
    assert len(rows) == len(ahead.room) == 4 * len(ahead.newcomers)
    fits, one_more = (
        placed(
            pool,
            [hired(at(r.quarter), r.quarter, (r.newcomer, (r.number or 0) + n)) for r in rows],
        )
        for n in (0, 1)
    )
    for row, now, then in zip(rows, fits, one_more, strict=True):
        assert now == base_of[row.quarter] + (row.number or 0)
        assert then == now
    assert len({row.number for row in rows}) > 1
    for one, value in zip(ahead.quarters, base, strict=True):
        idle_free = sum(bool(j.start <= one.quarter.shift(4).first_day) for j in small().juniors)
        assert one.num_unplaced == idle_free - value


def test_room_of_any_mix_is_confirmed(ahead: Forecast, pool: SolverPool) -> None:
    """Some mix of that many newcomers fits in a quarter, no mix of one more does."""
    one = ahead.quarters[0]
    assert one.room is not None
    base = placed(pool, [at(one.quarter)])[0]
    sites = {kind.site: kind for kind in ahead.newcomers}  # the last pattern: the whole week
    for total in (one.room, one.room + 1):
        counts = [c for c in product(range(total + 1), repeat=len(sites)) if sum(c) == total]
        practices = [
            hired(at(one.quarter), one.quarter, *zip(sites.values(), c, strict=True))
            for c in counts
        ]
        fits = [value == base + total for value in placed(pool, practices)]
        assert any(fits) is (total == one.room)


def test_served_is_the_most_of_a_quarter_alone(ahead: Forecast, pool: SolverPool) -> None:
    """What can be placed in a quarter is a fresh solve of that quarter, below the need."""
    for one in ahead.quarters:
        alone = replace(at_quarter(small(), one.quarter, 1, TAKEN.share), levels=(Level.SERVED,))
        answered = solve_all([Case(instance=alone)], pool)[0]
        assert answered.solution is not None
        assert one.served_minutes == answered.solution.levels[0].value
        assert (one.served_minutes or 0) < one.need_minutes  # J04 has nobody at Oost


def as_change(gain: Gain, quarter: Quarter) -> Change:
    """Make the change that a gain is about once more, by hand."""
    whole_week = RECRUITING.hours(range(5))
    if gain.step is Step.SENIOR:
        assert gain.site is not None
        return Hire(is_senior=True, start=quarter.first_day, hours=whole_week, sites=(gain.site,))
    assert gain.senior is not None
    if gain.step is Step.HOURS:
        return SetHours(who=gain.senior, minutes=gain.amount, is_relative=True)
    if gain.step is Step.JUNIORS:
        return SetMaxJuniors(who=gain.senior, number=1, is_relative=True)
    assert gain.day is not None
    extra = RECRUITING.hours((gain.day,))
    return SetWorkingDays(who=gain.senior, hours=extra, keeps_others=True)


def test_gains_are_confirmed(pool: SolverPool) -> None:
    """After each change of one senior that many newcomers fit, and one more does not."""
    ahead = forecast(small(), replace(TAKEN, num_quarters=2), pool, RECRUITING)
    quarter = ahead.pinch.quarter
    assert not ahead.pinch.is_end
    sites = {kind.site: kind for kind in ahead.newcomers}
    for gain in ahead.gains:
        assert gain.room is not None
        after = change(at(quarter), [as_change(gain, quarter)])
        base = placed(pool, [after])[0]
        for total in (gain.room, gain.room + 1):
            counts = [c for c in product(range(total + 1), repeat=len(sites)) if sum(c) == total]
            practices = [
                hired(after, quarter, *zip(sites.values(), c, strict=True)) for c in counts
            ]
            fits = [value == base + total for value in placed(pool, practices)]
            assert any(fits) is (total == gain.room)
    assert {gain.step for gain in ahead.gains} == set(Step) - {Step.SITES, Step.REGISTRATION}
    assert len({gain.room for gain in ahead.gains}) > 1


def crowded() -> Instance:
    """Whoever asks most can make way for two who ask little."""
    return practice(
        [
            junior("J01", start=date(2024, 9, 2)),
            junior("J02", start=date(2024, 9, 2)),
            junior("J03", start=date(2027, 1, 4)),
        ],
        [senior("S01", cap_minutes=600), senior("S02", cap_minutes=240)],
        pairings=[running("J01", "S01"), running("J02", "S01"), running("J03", "S02")],
        holidays=list_holidays(horizon(QUARTER, 8), is_good_friday_working=True),
    )


@pytest.mark.parametrize("build", [small, crowded])
def test_whom_we_cannot_miss_is_what_a_leaving_senior_costs(
    build: Callable[[], Instance], pool: SolverPool
) -> None:
    """As many fewer are placed as a fresh solve of the practice without that senior says."""
    instance = build()
    ahead = forecast(instance, Assumptions(num_quarters=1), pool, RECRUITING)
    (now,) = placed(pool, [instance])
    assert sum(len(one.orphans) for one in ahead.dependences) == now
    gone = [
        change(instance, [Leave(who=one.senior, day=QUARTER.first_day)])
        for one in ahead.dependences
    ]
    lost = [len(one.orphans) - (one.num_placed_again or 0) for one in ahead.dependences]
    assert lost == [now - value for value in placed(pool, gone)]
    assert max(lost) == 1


def test_the_rhythm_of_hiring_ends_where_it_must(pool: SolverPool) -> None:
    """One senior of ten hours takes one newcomer a quarter until the hours are gone."""
    one = practice(
        [], [senior(cap_minutes=690)],
        holidays=list_holidays(horizon(QUARTER, 12), is_good_friday_working=True),
    )  # fmt: skip
    ahead = forecast(one, Assumptions(num_quarters=8), pool, RECRUITING)
    kind = ahead.newcomers[0]
    assert ahead.last_hiring is not None
    assert ahead.pinch.is_end
    assert ahead.pinch.quarter == ahead.last_hiring.shift(1)
    assert [gain.step for gain in ahead.pinch.best] == [Step.HOURS]
    for quarter in horizon(QUARTER, 8)[: ahead.pinch.num_hired + 1]:
        before = [RECRUITING.hire(kind, q.first_day) for q in horizon(QUARTER, 8) if q <= quarter]
        value = placed(pool, [change(at_quarter(one, quarter, 4), before)])[0]
        assert (value == len(before)) is (quarter <= ahead.last_hiring)


def full(**changes: Any) -> Senior:
    """Make a senior with hours and moments for everybody."""
    given: dict[str, Any] = {"cap_minutes": 60000, "hours": hours(range(5), 9, 12)}
    return senior(**(given | changes))


NOBODY = TrajectoryType(name="junior", phases=JUNIOR_PHASES, demand=Registration.SKJ)


@pytest.mark.parametrize(
    ("step", "instance", "words"),
    [
        (Step.HOURS, practice([], [full(cap_minutes=200)]), "de uren van senioren in Noord"),
        (
            Step.JUNIORS,
            practice([], [full(max_juniors=1)]),
            "het maximum aan junioren per senior in Noord",
        ),
        (
            Step.DAY,
            practice([], [full(hours=hours([0, 2, 3, 4], 9, 9.5))]),
            "de werkdagen van senioren (meer van hen op dinsdag helpt)",
        ),
        (Step.SITES, practice([junior(sites=("Oost",))], [full(hours=hours())]), "de vestigingen"),
        (
            Step.REGISTRATION,
            practice([], [full()], trajectories={"junior": NOBODY}),
            "de registraties van senioren",
        ),
    ],
)
def test_what_stands_in_the_way_is_named(
    step: Step, instance: Instance, words: str, pool: SolverPool
) -> None:
    """Where one thing alone falls short, that is what gives most room, and is said."""
    ahead = forecast(instance, Assumptions(num_quarters=1, hire_per_quarter=99), pool, RECRUITING)
    assert {gain.step for gain in ahead.pinch.best} == {step}
    assert words in tell_hiring(ahead)


def test_nobody_starts_before_the_reference_date() -> None:
    """Half way through a quarter newcomers start then, and ask what is left of it."""
    settings = {"reference_date": date(2027, 2, 15)}
    ahead = look_ahead(practice([], [], settings=settings), Assumptions(num_quarters=2), "junior")
    started = nominal_dates(date(2027, 2, 15))
    assert ahead[0].hired_minutes == 30 * sum(day <= date(2027, 3, 31) for day in started)
    assert ahead[1].hired_minutes == 30 * (
        sum(date(2027, 4, 1) <= day <= date(2027, 6, 30) for day in started) + 7
    )


def test_without_seniors_nobody_can_be_hired(pool: SolverPool) -> None:
    """A practice without seniors has no room, no gains and no kinds of newcomers."""
    ahead = forecast(practice([junior()], []), Assumptions(num_quarters=1), pool)
    assert not any((ahead.newcomers, ahead.room, ahead.gains, ahead.dependences))
    assert ahead.last_hiring is None
    assert ahead.quarters[0].num_unplaced == 1


def test_patterns_are_the_most_common_ones_and_the_whole_week() -> None:
    """Two patterns that most juniors work, then Monday to Friday; sites with most seniors first."""
    days = [(0, 1), (0, 1), (2,), (3,), (0, 1, 2, 3, 4), (0, 1, 2, 3, 4), (0, 1, 2, 3, 4)]
    juniors = [junior(f"J{n}", hours=hours(some)) for n, some in enumerate(days)]
    assert common_patterns(juniors) == ((0, 1), (2,), (0, 1, 2, 3, 4))
    assert common_patterns([]) == ((0, 1, 2, 3, 4),)
    seniors = [senior("S1", sites=("Zuid",)), senior("S2", sites=("zuid", "Noord"))]
    kinds = list_newcomers(practice([], seniors))
    assert [kind.site for kind in kinds] == ["Zuid", "Noord"]
