"""`check` catches every violation (domain.md §§2–5)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as examples

from koppeling.domain.instance import Capacity, Group, Instance, PairingStatus
from koppeling.domain.people import Absence, Senior
from koppeling.domain.period import Slot
from koppeling.domain.result import Pairing, Solution, Status
from koppeling.rules.candidates import find_candidates
from koppeling.rules.checking import Violation, check, check_pairings
from koppeling.rules.moments import find_moments
from koppeling.rules.situation import Item, Situation
from tests.builders import QUARTER, hours, junior, locked, practice, row, senior, veto
from tests.strategies import instances

MONDAY, TUESDAY, LATER = Slot(0, 18), Slot(1, 18), Slot(0, 19)
GROUP = Group(name="A", trajectory="junior", start=date(2027, 1, 4))
#: A junior locked to S02, a group of two, two juniors on their own, and one who is idle.
JUNIORS = (
    junior("J01"),
    junior("J02"),
    junior("J03"),
    junior("J04", group="A"),
    junior("J05", group="A"),
    junior("J06", start=date(2020, 1, 1)),
)
SOUND = practice(
    JUNIORS,
    [senior("S01"), senior("S02")],
    groups=(GROUP,),
    pairings=(locked("J03", "S02"),),
)
PROPOSAL = (
    Pairing("J01", "S01", MONDAY),
    Pairing("J02", "S01", TUESDAY),
    Pairing("J03", "S02", MONDAY),
    Pairing("J04", "S02", TUESDAY),
    Pairing("J05", "S02", TUESDAY),
)


def solution(*pairings: Pairing) -> Solution:
    """Make a solution of pairings alone."""
    return Solution(pairings=pairings, levels=(), status=Status.FEASIBLE, robustness={})


def without(*numbers: str) -> tuple[Pairing, ...]:
    """Take juniors out of the sound proposal."""
    return tuple(p for p in PROPOSAL if p.junior not in numbers)


def changed(number: str, **changes: Any) -> tuple[Pairing, ...]:
    """Change the pairing of one junior."""
    return tuple(replace(p, **changes) if p.junior == number else p for p in PROPOSAL)


def with_senior(**changes: Any) -> Instance:
    """Change the first senior of the sound practice."""
    return replace(SOUND, seniors=(senior("S01", **changes), SOUND.seniors[1]))


def with_first_junior(**changes: Any) -> Instance:
    """Change the first junior of the sound practice."""
    return replace(SOUND, juniors=(junior("J01", **changes), *JUNIORS[1:]))


def test_a_sound_proposal_breaks_nothing() -> None:
    """Everyone placed, the lock kept, the group together, time and room for all."""
    assert check(SOUND, solution(*PROPOSAL)) == ()


def test_an_incomplete_proposal_breaks_nothing_but_a_lock() -> None:
    """Leaving people out is no violation; leaving out a locked pair is."""
    assert check(SOUND, solution(*without("J01", "J02", "J04", "J05"))) == ()
    assert check(SOUND, solution()) == (Violation("lock", ("J03", "S02")),)


#: (practice, proposal, the violations it must give).
MUTATIONS: dict[str, tuple[Instance, tuple[Pairing, ...], set[Violation]]] = {
    "two seniors": (
        SOUND,
        (*PROPOSAL, Pairing("J01", "S02", LATER)),
        {Violation("one-senior", ("J01",))},
    ),
    "unknown junior": (
        SOUND,
        (*PROPOSAL, Pairing("J99", "S01", LATER)),
        {Violation("known-and-not-idle", ("J99",))},
    ),
    "idle junior": (
        SOUND,
        (*PROPOSAL, Pairing("J06", "S01", LATER)),
        {Violation("known-and-not-idle", ("J06",))},
    ),
    "unknown senior": (
        SOUND,
        changed("J01", senior="S99"),
        {Violation("known-senior", ("S99",))},
    ),
    "lock broken": (
        SOUND,
        changed("J03", senior="S01"),
        {Violation("lock", ("J03", "S02")), Violation("room", ("S01", "2027-Q1", "ma 09:00"))},
    ),
    "group over two seniors": (
        SOUND,
        changed("J05", senior="S01", slot=LATER),
        {Violation("group-together", ("J04", "J05"))},
    ),
    "group at two moments": (
        SOUND,
        changed("J05", slot=LATER),
        {Violation("group-together", ("J04", "J05"))},
    ),
    "half a group": (SOUND, without("J05"), {Violation("group-together", ("J04", "J05"))}),
    "hours": (
        with_senior(cap_minutes=449),  # 2·210 + 30 = 450; then 2·180 + 30 = 390
        PROPOSAL,
        {Violation("hours", ("S01", "2027-Q1"))},
    ),
    "hours of a later quarter": (
        replace(
            SOUND,
            capacities=(Capacity(senior="S01", quarter=QUARTER.shift(3), minutes=209),),
        ),
        PROPOSAL,
        {Violation("hours", ("S01", "2027-Q4"))},
    ),
    "too many juniors": (
        with_senior(max_juniors=1),
        PROPOSAL,
        {Violation("max-juniors", ("S01", f"2027-Q{n}")) for n in (1, 2, 3, 4)},
    ),
    "slot that does not serve": (
        SOUND,
        changed("J01", slot=Slot(5, 18)),
        {Violation("slot-serves", ("J01", "S01"))},
    ),
    "room": (
        SOUND,
        changed("J02", slot=MONDAY),  # 14 meetings on 12 Mondays; then 12 on 13
        {Violation("room", ("S01", "2027-Q1", "ma 09:00"))},
    ),
    "forbidden": (
        replace(SOUND, preferences=(veto("S01", "J02"),)),
        PROPOSAL,
        {Violation("verboden", ("J02", "S01"))},
    ),
    "out": (
        with_senior(absences=(Absence(QUARTER.first_day, date(2027, 2, 28)),)),
        without("J01"),
        {Violation("dienst", ("J02", "S01"))},
    ),
    "no moment": (
        with_senior(hours=hours([5])),
        without("J02"),
        {Violation("slot-serves", ("J01", "S01"))},
    ),
    "site": (
        with_first_junior(sites=("Oost",), hours=hours(site="Noord")),
        PROPOSAL,
        {Violation("vestiging", ("J01", "S01"))},
    ),
    "coach": (
        with_senior(coaches=False),
        without("J02"),
        {Violation("coach", ("J01", "S01"))},
    ),
    "domain": (
        replace(
            with_senior(domains=("ggz",)),
            juniors=(junior("J01", domains=("jeugd",)), *JUNIORS[1:]),
        ),
        PROPOSAL,
        {Violation("domein", ("J01", "S01"))},
    ),
    "time of the junior": (
        with_first_junior(budget_minutes=209),
        PROPOSAL,
        {Violation("tijd_junior", ("J01", "S01"))},
    ),
    "time of the senior": (
        with_senior(cap_minutes=239),
        without("J02"),
        {
            Violation("tijd_senior", ("J01", "S01")),
            Violation("hours", ("S01", "2027-Q1")),
        },
    ),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_every_mutation_of_a_sound_proposal_is_caught(name: str) -> None:
    """Each break of one rule gives that violation and nothing else."""
    instance, pairings, expected = MUTATIONS[name]
    found = check(instance, solution(*pairings))
    assert set(found) == expected
    assert len(found) == len(expected)


def test_the_mutations_cover_every_rule_there_is() -> None:
    """Twenty-one mutations, every kind of violation at least once."""
    caught = {violation.rule for _, _, expected in MUTATIONS.values() for violation in expected}
    assert caught == {
        "one-senior", "known-and-not-idle", "known-senior", "lock", "group-together", "hours",
        "max-juniors", "slot-serves", "room", "verboden", "dienst", "vestiging",
        "coach", "domein", "tijd_junior", "tijd_senior",
    }  # fmt: skip
    assert len(MUTATIONS) == 21


def test_the_limit_counts_the_members_of_a_group_who_have_a_meeting() -> None:
    """Two members and another junior are three; in Q2, without J05, two."""
    leaving = (*JUNIORS[:4], junior("J05", group="A", trajectory_end=date(2027, 3, 31)))
    instance = replace(
        SOUND, juniors=leaving, seniors=(SOUND.seniors[0], senior("S02", max_juniors=2))
    )
    assert check(instance, solution(*PROPOSAL)) == (Violation("max-juniors", ("S02", "2027-Q1")),)


def test_a_lock_excuses_what_it_overrides_and_no_more() -> None:
    """A locked pair may lack a coach, not a permission."""
    lock = locked("J01", "S01")
    guide = senior(coaches=False, domains=("ggz",))
    someone = junior(domains=("jeugd",))
    pairing = Pairing("J01", "S01", MONDAY)
    held = practice([someone], [guide], pairings=(lock,))
    assert check(held, solution(pairing)) == ()
    banned = replace(held, pairings=(lock, row("J01", "S01", PairingStatus.FORBIDDEN)))
    assert check(banned, solution(pairing)) == (Violation("verboden", ("J01", "S01")),)


def test_a_locked_idle_junior_asks_for_nothing() -> None:
    """Who needs no meeting has no pair, locked or not."""
    instance = practice(
        [junior(start=date(2020, 1, 1))], [senior()], pairings=(locked("J01", "S01"),)
    )
    assert check(instance, solution()) == ()


def test_a_quarter_out_is_not_judged() -> None:
    """Hours, limit and room of a quarter in which the senior is away are nobody's."""
    leaving = senior(out_of_service_from=date(2027, 4, 1))
    nothing = Capacity(senior="S01", quarter=QUARTER.shift(1), minutes=0, max_juniors=0)
    instance = practice([junior()], [leaving], capacities=(nothing,))
    assert check(instance, solution(Pairing("J01", "S01", MONDAY))) == ()


def sound_alone(situation: Situation, item: Item, guide: Senior, slot: Slot) -> bool:
    """
    Tell whether placing one item at a slot breaks nothing.

    Locks of others apart, and the limit that a group alone may exceed: such a
    group counts under `vol`.
    """
    pairings = [Pairing(member.number, guide.number, slot) for member in item.members]
    apart = {"lock"} if len(item.members) == 1 else {"lock", "max-juniors"}
    return all(violation.rule in apart for violation in check_pairings(situation, pairings))


def test_a_pair_is_a_candidate_exactly_when_it_breaks_nothing_by_itself() -> None:
    """Both ways: a candidate is sound at each of its slots, and nothing else is sound."""
    tried: Counter[bool] = Counter()

    @examples(max_examples=60, deadline=None, derandomize=True)
    @given(instances())
    def holds(instance: Instance) -> None:
        situation = Situation(instance)
        slots = {
            (c.item, c.senior): {moment.slot for moment in c.moments}
            for c in find_candidates(situation)
        }
        for i, item in enumerate(situation.items):
            for s, guide in enumerate(instance.seniors):
                shared = [m.slot for m in find_moments(item, guide, situation).every]
                for slot in {MONDAY, *shared[:2], *shared[-2:]}:
                    is_candidate = slot in slots.get((i, s), ())
                    assert sound_alone(situation, item, guide, slot) is is_candidate
                    tried[is_candidate] += 1

    holds()
    assert tried[True] > 0
    assert tried[False] > 0
