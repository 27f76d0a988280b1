"""From a solution to the whole story (domain.md §§3, 6, 8)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as examples

from koppeling.domain.finding import Finding, Severity
from koppeling.domain.instance import Component, Group, Instance, PairingRow
from koppeling.domain.people import Absence, DiscProfile
from koppeling.domain.period import Quarter, Slot, Weeks
from koppeling.domain.result import (
    Code,
    Handover,
    Load,
    Outcome,
    Pairing,
    PairStatus,
    Solution,
    Status,
)
from koppeling.locale import language
from koppeling.rules.candidates import find_candidates
from koppeling.rules.outcome import describe, status_of
from koppeling.rules.situation import Situation
from tests.builders import (
    QUARTER,
    hours,
    junior,
    locked,
    practice,
    running,
    senior,
    types,
    veto,
    weekly,
    wish,
)
from tests.strategies import instances

MONDAY, TUESDAY = Slot(0, 18), Slot(1, 18)
Q1, Q2, Q3, Q4 = (QUARTER.shift(n) for n in range(4))


def story(instance: Instance, *pairings: Pairing, findings: tuple[Finding, ...] = ()) -> Outcome:
    """Describe a solution of these pairings."""
    situation = Situation(instance)
    solution = Solution(pairings=pairings, levels=(), status=Status.FEASIBLE, robustness={})
    return describe(situation, find_candidates(situation), solution, findings)


def load(number: str, quarter: Quarter, used: int, juniors: int, **changes: Any) -> Load:
    """Make the load of a senior with twelve hours."""
    given: dict[str, Any] = {"cap_minutes": 720, "has_talk": used > 0} | changes
    return Load(senior=number, quarter=quarter, used_minutes=used, num_juniors=juniors, **given)


def test_loads_are_the_needs_and_one_talk_a_quarter() -> None:
    """
    Two juniors at S01: 2·210 + 30, 2·180 + 30, 2·90 + 30 twice; S02 has nobody.

    Every senior and quarter has a line.
    """
    instance = practice([junior("J01"), junior("J02")], [senior("S01"), senior("S02")])
    outcome = story(instance, Pairing("J01", "S01", MONDAY), Pairing("J02", "S01", TUESDAY))
    assert outcome.loads == (
        load("S01", Q1, 450, 2),
        load("S01", Q2, 390, 2),
        load("S01", Q3, 210, 2),
        load("S01", Q4, 210, 2),
        *(load("S02", quarter, 0, 0) for quarter in (Q1, Q2, Q3, Q4)),
    )
    assert (outcome.quarter, outcome.horizon) == (Q1, (Q1, Q2, Q3, Q4))


def test_a_senior_past_the_norm_by_the_proposed_pairs_is_told() -> None:
    """14 hours a week is 180, 40 % of it 72; 70 others fit, with 3,5 + 0,5 they do not (P17)."""
    guide = senior(contract_hours=14.0, other_indirect_hours=70.0)
    instance = practice([junior()], [guide])
    (finding,) = story(instance, Pairing("J01", "S01", MONDAY)).findings
    assert (finding.code, finding.place) == ("direct-time", "Senioren!A2")
    assert story(instance).findings == ()


def test_a_quarter_without_meetings_has_no_talk() -> None:
    """A junior who starts in July brings a load, and a talk, from then on."""
    instance = practice([junior(start=date(2027, 7, 5))], [senior()])
    loads = story(instance, Pairing("J01", "S01", MONDAY)).loads
    assert [(one.used_minutes, one.has_talk, one.num_juniors) for one in loads] == [
        (0, False, 0),
        (0, False, 0),
        (240, True, 1),
        (210, True, 1),
    ]


def test_a_group_takes_time_once_and_counts_its_members() -> None:
    """Two members with the same dates: 210 minutes and the talk, two juniors."""
    members = [
        junior("J01", group="A"),
        junior("J02", group="A", trajectory_end=date(2027, 3, 31)),
    ]
    group = Group(name="A", trajectory="junior", start=date(2027, 1, 4))
    instance = practice(members, [senior()], groups=(group,), settings={"horizon_length": 2})
    both = (Pairing("J01", "S01", MONDAY), Pairing("J02", "S01", MONDAY))
    outcome = story(instance, *both)
    assert outcome.loads == (load("S01", Q1, 240, 2), load("S01", Q2, 210, 1))
    assert [detail.minutes for detail in outcome.pairings] == [(210, 180), (210, 0)]


def test_meetings_while_the_senior_is_out_are_handed_over() -> None:
    """In Q4 the senior is gone: three meetings for a colleague, no load and no talk."""
    instance = practice([junior()], [senior(out_of_service_from=date(2027, 10, 1))])
    outcome = story(instance, Pairing("J01", "S01", MONDAY))
    assert outcome.handovers == tuple(
        Handover(junior="J01", senior="S01", quarter=Q4, day=date(2027, month, 4), minutes=30)
        for month in (10, 11, 12)
    )
    assert outcome.loads[3] == load("S01", Q4, 0, 0, is_out=True)
    assert outcome.loads[2] == load("S01", Q3, 120, 1)


def test_nothing_is_handed_over_while_the_senior_is_there() -> None:
    """Also not the meetings on single days of absence."""
    instance = practice(
        [junior()], [senior(absences=(Absence(date(2027, 1, 4), date(2027, 1, 8)),))]
    )
    assert story(instance, Pairing("J01", "S01", MONDAY)).handovers == ()


def test_a_pair_shows_its_points_by_component_and_the_runner_up() -> None:
    """
    J01 wishes S01 first and S02 second; S01 has the junior's DiSC style.

    S01: 25·1000 + 0 + 20·1000 + 15·1000 + 10·1000 + 0 + 5·1000 = 75 points.
    S02, at another main site: 25·667 + 20·500 + 15·1000 + 0 + 5·1000 = 46675 → 47.
    S03 may not be paired and is no runner-up.
    """
    style = DiscProfile(style="D")
    instance = practice(
        [junior(disc=style)],
        [senior("S01", disc=style), senior("S02", sites=("Zuid", "Noord")), senior("S03")],
        preferences=(wish("J01", "S01"), wish("J01", "S02", 2), veto("S03", "J01")),
    )
    (detail,) = story(instance, Pairing("J01", "S01", MONDAY)).pairings
    assert detail.points == 75
    assert detail.components == {
        Component.PREFERENCE_JUNIOR: 1000,
        Component.PREFERENCE_SENIOR: 0,
        Component.DISC: 1000,
        Component.SHARED_DAYS: 1000,
        Component.SITE: 1000,
        Component.GOALS: 0,
        Component.REGISTRATION: 1000,
    }
    assert (detail.runner_up, detail.runner_up_points) == ("S02", 47)
    assert (detail.need, detail.minutes) == ((7, 6, 3, 3), (210, 180, 90, 90))


def test_of_equal_runners_up_the_first_number_is_named_and_without_one_nobody() -> None:
    """S02 before S03; a junior with one possible senior has no second choice."""
    seniors = [senior("S01"), senior("S03"), senior("S02")]
    (detail,) = story(practice([junior()], seniors), Pairing("J01", "S01", MONDAY)).pairings
    assert (detail.runner_up, detail.runner_up_points) == ("S02", 40)
    (alone,) = story(practice([junior()], [senior()]), Pairing("J01", "S01", MONDAY)).pairings
    assert (alone.runner_up, alone.runner_up_points) == (None, None)


CLOSED = date(2026, 12, 31)


@pytest.mark.parametrize(
    ("rows", "keep", "status"),
    [
        ((), False, PairStatus.NEW),
        ((running("J01", "S01"),), False, PairStatus.KEPT),
        ((running("J01", "S01"),), True, PairStatus.KEPT),
        ((running("J01", "S02"),), False, PairStatus.CHANGED),
        ((locked("J01", "S01"),), False, PairStatus.LOCKED),
        ((running("J01", "S02", until=CLOSED),), False, PairStatus.NEW),
        ((running("J02", "S01"),), False, PairStatus.NEW),
    ],
)
def test_a_pairing_is_new_kept_changed_or_locked(
    *, rows: tuple[PairingRow, ...], keep: bool, status: PairStatus
) -> None:
    """By the open row of the junior: none, the same senior, another one, or a lock."""
    instance = practice(
        [junior("J01"), junior("J02")],
        [senior("S01"), senior("S02")],
        pairings=rows,
        settings={"keep_running": keep},
    )
    assert status_of(Situation(instance), "J01", "S01") is status


def test_a_pairing_that_the_group_decides_is_locked() -> None:
    """The sheet Groepen names the senior; a running pair with them is kept all the same."""
    group = Group(name="A", trajectory="junior", start=date(2027, 1, 4), senior="S01")
    members = [junior("J01", group="A"), junior("J02", group="A")]
    rows = (running("J02", "S01"),)
    situation = Situation(practice(members, [senior()], groups=(group,), pairings=rows))
    assert status_of(situation, "J01", "S01") is PairStatus.LOCKED
    assert status_of(situation, "J02", "S01") is PairStatus.KEPT


def test_a_changed_pair_names_the_previous_senior() -> None:
    """The others do not."""
    instance = practice(
        [junior("J01"), junior("J02")],
        [senior("S01"), senior("S02")],
        pairings=(running("J01", "S02"), running("J02", "S01")),
    )
    changed, kept = story(
        instance, Pairing("J01", "S01", MONDAY), Pairing("J02", "S01", TUESDAY)
    ).pairings
    assert (changed.status, changed.previous_senior) == (PairStatus.CHANGED, "S02")
    assert (kept.status, kept.previous_senior) == (PairStatus.KEPT, None)
    assert "S02" in changed.explanation
    assert "S02" not in kept.explanation


def test_juniors_of_even_and_odd_weeks_at_one_moment_are_told_of_each_other() -> None:
    """J01 and J02 share Monday at 9:00, J03 comes on Tuesday and J04 to another senior."""
    juniors = [
        junior("J01", hours=hours([0], weeks=Weeks.EVEN), trajectory="weekly"),
        junior("J02", hours=hours([0], weeks=Weeks.ODD), trajectory="weekly"),
        junior("J03"),
        junior("J04"),
    ]
    instance = practice(juniors, [senior("S01"), senior("S02")], trajectories=types(weekly(6)))
    outcome = story(
        instance,
        Pairing("J01", "S01", MONDAY),
        Pairing("J02", "S01", MONDAY),
        Pairing("J03", "S01", TUESDAY),
        Pairing("J04", "S02", MONDAY),
    )
    first, second, third, fourth = (detail.explanation for detail in outcome.pairings)
    assert "J02" in first
    assert "J01" in second
    for explanation in (first, second, third, fourth):
        assert "J03" not in explanation
        assert "J04" not in explanation


def test_everyone_is_accounted_for() -> None:
    """Placed, unplaced with reasons, or idle; findings are handed on."""
    finding = Finding(severity=Severity.WARNING, code="example", message="Let op.")
    instance = practice(
        [junior("J01"), junior("J02", domains=("jeugd",)), junior("J03", start=date(2020, 1, 1))],
        [senior("S01", domains=("ggz",))],
    )
    outcome = story(instance, Pairing("J01", "S01", MONDAY), findings=(finding,))
    assert [detail.pairing.junior for detail in outcome.pairings] == ["J01"]
    assert [(one.junior, one.reasons) for one in outcome.unplaced] == [("J02", {Code.DOMAIN: 1})]
    assert [one.junior for one in outcome.idle] == ["J03"]
    assert outcome.findings == (finding,)


def leaving_in_july(instance: Instance) -> Instance:
    """Let seniors who suit everyone leave halfway, so that there is something to hand over."""
    guides = tuple(
        senior(guide.number, is_remote=True, out_of_service_from=date(2027, 7, 1))
        for guide in instance.seniors
    )
    return replace(instance, seniors=guides, groups=(), capacities=())


def last_candidates(situation: Situation) -> list[Pairing]:
    """Pair every junior on their own with the last senior that may be paired."""
    chosen: dict[str, Pairing] = {}
    for candidate in find_candidates(situation):
        number = situation.items[candidate.item].key
        guide = situation.instance.seniors[candidate.senior].number
        chosen[number] = Pairing(number, guide, candidate.moments[0].slot)
    return sorted(chosen.values())


def test_loads_and_handovers_add_up_to_the_needs() -> None:
    """Minutes of the loads without the talks, and of the handovers, are all that is due."""
    tried: Counter[str] = Counter()

    @examples(max_examples=50, deadline=None, derandomize=True)
    @given(instances().map(leaving_in_july))
    def holds(instance: Instance) -> None:
        situation = Situation(instance)
        chosen = last_candidates(situation)
        outcome = story(instance, *chosen)
        guided = sum(one.used_minutes - 30 * one.has_talk for one in outcome.loads)
        handed = sum(one.minutes for one in outcome.handovers)
        assert guided + handed == sum(sum(situation.own_minutes[p.junior]) for p in chosen)
        told = [p.junior for p in chosen] + [one.junior for one in outcome.unplaced]
        told += [one.junior for one in outcome.idle]
        assert sorted(told) == [j.number for j in instance.juniors]
        tried["guided"] += guided
        tried["handed"] += handed

    holds()
    assert min(tried["guided"], tried["handed"]) > 0


def test_a_full_senior_and_one_without_a_moment_are_both_named() -> None:
    """The hours that lack at the one, and the moment that lacks at the other."""
    seniors = [senior("S01", cap_minutes=240), senior("S02", hours=hours([5]))]
    instance = practice([junior("J01"), junior("J02")], seniors)
    with language("en"):
        (unplaced,) = story(instance, Pairing("J01", "S01", Slot(0, 18))).unplaced
    assert unplaced.nearest.startswith("S01: 3.5 hours short in 2027-Q1.")
    assert "S02: in 2027-Q1 they never work at the same time." in unplaced.nearest
