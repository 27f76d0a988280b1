"""Decisions that cannot hold, found before solving (domain.md §4)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from koppeling.domain.finding import Finding, Severity
from koppeling.domain.instance import Capacity, Group, PairingStatus
from koppeling.domain.people import Junior, Senior
from koppeling.domain.period import Weeks
from koppeling.locale import language
from koppeling.rules.conflicts import MAX_SETS, find_conflicts
from koppeling.rules.situation import Situation
from tests.builders import (
    QUARTER,
    hours,
    junior,
    locked,
    practice,
    row,
    running,
    senior,
    types,
    weekly,
)

pytestmark = pytest.mark.usefixtures("english")
GROUP = Group(name="A", trajectory="junior", start=date(2027, 1, 4))


def conflicts(juniors: list[Junior], seniors: list[Senior], **changes: Any) -> list[Finding]:
    """List the conflicts of a practice."""
    return list(find_conflicts(Situation(practice(juniors, seniors, **changes))))


def all_locked(juniors: list[Junior], guide: Senior, **changes: Any) -> list[Finding]:
    """List the conflicts when every junior is locked to one senior."""
    rows = tuple(locked(j.number, guide.number) for j in juniors)
    return conflicts(juniors, [guide], pairings=rows, **changes)


def codes_of(findings: list[Finding]) -> list[str]:
    """List the codes of findings."""
    return [finding.code for finding in findings]


def test_locks_that_hold_are_no_conflict() -> None:
    """Nor are juniors without a lock, or an idle one with a lock."""
    idle = junior("J03", start=date(2020, 1, 1))
    rows = (locked("J01", "S01"), locked("J03", "S01"))
    assert conflicts([junior("J01"), junior("J02"), idle], [senior()], pairings=rows) == []


def test_an_impossible_lock_is_an_error_at_its_row() -> None:
    """It names the two, the reason and the cell."""
    (finding,) = conflicts(
        [junior()],
        [senior(cap_minutes=60)],
        pairings=(locked("J01", "S01", where="Koppelingen!A5"),),
    )
    assert (finding.severity, finding.code) == (Severity.ERROR, "lock-impossible")
    assert finding.place == "Koppelingen!A5"
    assert finding.message == (
        "The locked pairing J01 – S01 is not possible: "
        "the senior has too few hours, even for this junior alone."
    )
    assert finding.remedy == "Release the lock, or change what stands in the way."


def test_every_reason_of_an_impossible_lock_is_told() -> None:
    """A ban and a lack of moments are two errors."""
    rows = (locked("J01", "S01"), row("J01", "S01", PairingStatus.FORBIDDEN))
    found = conflicts([junior()], [senior(hours=hours([5]))], pairings=rows)
    assert codes_of(found) == ["lock-impossible", "lock-impossible"]
    assert {f.place for f in found} == {"Koppelingen!A2"}
    assert "no weekly moment" in found[0].message
    assert "forbidden" in found[1].message


def test_a_lock_that_overrides_a_rule_is_a_warning() -> None:
    """Management may decide so; the four rules that give way are named."""
    found = all_locked(
        [junior(domains=("jeugd",))], senior(domains=("ggz",), trained_until=date(2026, 1, 1))
    )
    assert codes_of(found) == ["lock-overrides", "lock-overrides"]
    assert {f.severity for f in found} == {Severity.WARNING}
    assert [f.message.split(": ")[1] for f in found] == [
        "the senior does not coach, or not this kind of trajectory, or the training has expired.",
        "they work in different domains.",
    ]


def test_a_lock_across_sites_makes_no_shared_moment() -> None:
    """Site gives way, the missing moment does not: an error beside the warning."""
    found = all_locked([junior(sites=("Oost",))], senior())
    assert sorted((f.severity, f.code) for f in found) == [
        (Severity.ERROR, "lock-impossible"),
        (Severity.WARNING, "lock-overrides"),
    ]


def test_a_lock_to_nobody_is_an_error() -> None:
    """The number is no senior's."""
    (finding,) = conflicts([junior()], [senior()], pairings=(locked("J01", "S09"),))
    assert finding.code == "lock-unknown-senior"
    assert finding.message == "J01 is locked to S09, who is no senior."


def test_members_of_a_group_locked_apart_are_an_error() -> None:
    """It names the members and the seniors."""
    members = [junior("J01", group="A"), junior("J02", group="A"), junior("J03", group="A")]
    rows = (locked("J01", "S02", where="Koppelingen!A2"), locked("J03", "S01"))
    (finding,) = conflicts(members, [senior("S01"), senior("S02")], groups=(GROUP,), pairings=rows)
    assert finding.code == "group-locked-apart"
    assert finding.place == "Koppelingen!A2"
    assert finding.message == (
        "The members J01, J02, J03 of one group are locked to different seniors: S01, S02."
    )
    assert finding.remedy == "Give all members of the group the same senior."


def test_locks_beyond_the_hours_name_a_smallest_set_and_the_hours_needed() -> None:
    """
    Five juniors in S01's six hours a quarter.

    J01–J03 need 7, 6, 3, 3 half hours; J04 and J05, in their second year, 3
    each quarter. In Q1 three new ones and the talk take 3·210 + 30 = 660 of
    360 minutes; two take 450, which is already too much; all five 840.
    In Q2 two take 390, all five 3·180 + 2·90 + 30 = 750.
    In Q3 and Q4 the five take 5·90 + 30 = 480; four of them 390, three 300.
    """
    new = [junior(f"J0{n}") for n in (1, 2, 3)]
    older = [junior(f"J0{n}", start=date(2026, 1, 4)) for n in (4, 5)]
    found = all_locked([*new, *older], senior(cap_minutes=360))
    assert codes_of(found) == ["locks-exceed-hours"]
    assert found[0].message == (
        "The locked juniors J01, J02 together need more than S01 has in 2027-Q1: 7.5 of 6.0 hours. "
        "The locked juniors J01, J02 together need more than S01 has in 2027-Q2: 6.5 of 6.0 hours. "
        "The locked juniors J01, J02, J03, J04 together need more than S01 has in 2027-Q3, "
        "2027-Q4: 6.5 of 6.0 hours."
    )
    assert found[0].remedy == (
        "S01: 6.0 → 14.0 hours in 2027-Q1; 6.0 → 12.5 hours in 2027-Q2; "
        "6.0 → 8.0 hours in 2027-Q3, 2027-Q4, or release a lock."
    )


def test_the_set_begins_with_whoever_needs_most() -> None:
    """J02 needs 210 minutes and J01 and J03 90 each: J02 and one other exceed 300 with the talk."""
    older = {"start": date(2026, 1, 4)}
    found = all_locked(
        [junior("J01", **older), junior("J02"), junior("J03", **older)],
        senior(cap_minutes=300),
        settings={"horizon_length": 1},
    )
    assert [f.message.split(" together")[0] for f in found] == ["The locked juniors J02, J01"]
    assert found[0].remedy == "S01: 5.0 → 7.0 hours in 2027-Q1, or release a lock."


def test_hours_that_just_suffice_are_no_conflict() -> None:
    """Two new juniors and the talk take exactly 450 minutes."""
    both = [junior("J01"), junior("J02")]
    assert all_locked(both, senior(cap_minutes=450)) == []
    assert codes_of(all_locked(both, senior(cap_minutes=449))) == ["locks-exceed-hours"]


def test_the_remedy_reads_as_the_specification_writes_it_in_dutch() -> None:
    """`9003: 7,5 → 14,5 uur in 2027-Q1`, with a decimal comma."""
    both = [junior(f"J{n}") for n in range(4)]
    with language("nl"):
        found = all_locked(both, senior("9003", cap_minutes=450), settings={"horizon_length": 1})
    assert "9003: 7,5 → 14,5" in found[0].remedy
    assert "2027-Q1" in found[0].remedy


def test_locks_beyond_the_limit_name_one_too_many() -> None:
    """Three locked juniors where two are allowed; only the quarters in which all need."""
    late = junior("J03", start=date(2027, 10, 1))
    found = all_locked([junior("J01"), junior("J02"), late], senior(max_juniors=1))
    assert codes_of(found) == ["locks-exceed-limit"]
    assert found[0].message == (
        "S01 has 2 locked juniors in 2027-Q1, 2027-Q2, 2027-Q3, 1 allowed: J01, J02. "
        "S01 has 3 locked juniors in 2027-Q4, 1 allowed: J01, J02."
    )
    assert found[0].remedy == "S01: 1 → 3 juniors, or release a lock."
    assert codes_of(all_locked([junior("J01"), junior("J02"), late], senior(max_juniors=2))) == [
        "locks-exceed-limit"
    ]


def test_in_a_quarter_out_locks_ask_for_nothing() -> None:
    """No hours and no limit are tested while the senior is away."""
    leaving = senior(cap_minutes=450, max_juniors=2, out_of_service_from=date(2027, 4, 1))
    none_later = Capacity(senior="S01", quarter=QUARTER.shift(1), minutes=0, max_juniors=0)
    assert all_locked([junior("J01"), junior("J02")], leaving, capacities=(none_later,)) == []


def half_hours(num_cells: int, weeks: Weeks = Weeks.EVERY) -> Senior:
    """Make a senior with so many half hours on Monday morning and time enough."""
    return senior(hours=hours([0], 9, 9 + num_cells / 2, weeks), cap_minutes=6000)


def six_meetings(number: str, weeks: Weeks = Weeks.EVERY) -> Junior:
    """Make a junior with six meetings in the quarter, on Mondays from 9 to 10."""
    return junior(number, hours=hours([0], 9, 10, weeks), trajectory="weekly")


def room(juniors: list[Junior], guide: Senior) -> list[Finding]:
    """List the conflicts of juniors with six meetings locked to one senior."""
    kinds = types(weekly(6))
    return all_locked(juniors, guide, trajectories=kinds, settings={"horizon_length": 1})


def test_locks_without_room_name_a_smallest_set() -> None:
    """
    Twelve Mondays of half an hour hold two juniors of six meetings, not three.

    The fourth junior comes on Tuesday and has nothing to do with it.
    """
    on_mondays = [six_meetings(f"J0{n}") for n in (1, 2, 3)]
    other_day = junior("J04", hours=hours([1]), trajectory="weekly")
    guide = senior(hours=(*hours([0], 9, 9.5), *hours([1])), cap_minutes=6000)
    assert room(on_mondays[:2], guide) == []
    (finding,) = room([*on_mondays, other_day], guide)
    assert finding.code == "locks-lack-room"
    assert (
        finding.message
        == "The locked juniors J01, J02, J03 do not fit together in the week of S01."
    )
    assert finding.remedy == "Widen the moments of S01 or of a junior, or release a lock."
    assert room(on_mondays, half_hours(2)) == []


def test_room_is_seen_by_class_of_weeks() -> None:
    """Two juniors of even weeks do not fit in half an hour; even and odd ones do."""
    even = [six_meetings("J01", Weeks.EVEN), six_meetings("J02", Weeks.EVEN)]
    odd = six_meetings("J03", Weeks.ODD)
    assert codes_of(room(even, half_hours(1))) == ["locks-lack-room"]
    (finding,) = room([even[0], odd, even[1]], half_hours(1))
    assert "J01, J02 do not" in finding.message
    assert room([even[0], odd], half_hours(1)) == []


def test_the_search_for_room_tries_other_slots() -> None:
    """J01 could take either half hour, J02 and J03 only the first: it must give way."""
    narrow = [
        junior(number, hours=hours([0], 9, 9.5), trajectory="weekly") for number in ("J02", "J03")
    ]
    assert room([six_meetings("J01"), *narrow], half_hours(2)) == []


def test_many_alike_locks_in_a_narrow_week_are_judged_without_trying_every_order() -> None:
    """Eleven juniors in ten half hours: ten factorial orders would take days."""
    guide = senior(hours=hours([0], 9, 14), cap_minutes=60_000)
    eleven = [junior(f"J{n:02d}", trajectory="weekly") for n in range(11)]
    seven_each = types(weekly(7))
    rows: dict[str, Any] = {"trajectories": seven_each, "settings": {"horizon_length": 1}}
    assert all_locked(eleven[:10], guide, **rows) == []
    (finding,) = all_locked(eleven, guide, **rows)
    assert finding.code == "locks-lack-room"
    assert "J00, J01, J02, J03, J04, J05, J06, J07, J08, J09, J10 do not" in finding.message


def test_beyond_a_number_of_sets_all_locked_juniors_are_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A smallest set is looked for as long as that is quick; then the answer is coarser."""
    monkeypatch.setattr("koppeling.rules.conflicts.MAX_SETS", 5)
    four = [six_meetings(f"J0{n}") for n in (1, 2, 3, 4)]
    (finding,) = room(four, half_hours(1))
    assert "J01, J02, J03, J04 do not fit" in finding.message
    assert MAX_SETS == 20_000


def test_running_pairs_that_must_stay_can_conflict_too() -> None:
    """With `lopende koppelingen` = vast they are locks."""
    rows = (running("J01", "S01"), running("J02", "S01"))
    juniors, guide = [junior("J01"), junior("J02")], senior(max_juniors=1)
    assert conflicts(juniors, [guide], pairings=rows) == []
    found = conflicts(juniors, [guide], pairings=rows, settings={"keep_running": True})
    assert set(codes_of(found)) == {"locks-exceed-limit"}


def test_conflicts_of_several_seniors_are_all_told() -> None:
    """In order of the senior's number, each with its own."""
    juniors = [junior(f"J0{n}") for n in (1, 2, 3, 4)]
    rows = (
        locked("J01", "S02"),
        locked("J02", "S02"),
        locked("J03", "S01"),
        locked("J04", "S01"),
    )
    guides = [senior("S01", max_juniors=1), senior("S02", max_juniors=1)]
    found = conflicts(juniors, guides, pairings=rows, settings={"horizon_length": 1})
    assert [f.remedy.split(":")[0] for f in found] == ["S01", "S02"]


def test_a_locked_group_takes_its_hours_once() -> None:
    """Two members with the same dates fit in what one junior needs."""
    members = [junior("J01", group="A"), junior("J02", group="A")]
    assert all_locked(members, senior(cap_minutes=240), groups=(GROUP,)) == []


def test_a_locked_group_counts_its_members_against_the_limit() -> None:
    """Two members are too many where one junior is allowed."""
    members = [junior("J01", group="A"), junior("J02", group="A", guided_from=date(2027, 10, 1))]
    (finding,) = all_locked(members, senior(max_juniors=1), groups=(GROUP,))
    assert finding.message == "S01 has 2 locked juniors in 2027-Q4, 1 allowed: J01, J02."
