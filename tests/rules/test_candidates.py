"""The pairs that may exist, in order, with their slots."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import settings as examples

from koppeling.domain.instance import Instance, PairingStatus
from koppeling.domain.period import Slot
from koppeling.rules.candidates import find_candidates
from koppeling.rules.eligibility import binding_codes
from koppeling.rules.moments import serving_moments
from koppeling.rules.situation import Situation
from tests.builders import hours, junior, locked, practice, row, senior
from tests.strategies import instances


def test_candidates_come_in_order_of_junior_and_senior() -> None:
    """Every pair that may exist, each once, those that may not left out."""
    instance = practice(
        [junior("J02"), junior("J01")],
        [senior("S02"), senior("S01"), senior("S03", coaches=False)],
        pairings=(row("J01", "S02", PairingStatus.FORBIDDEN),),
    )
    found = find_candidates(Situation(instance))
    assert [(c.item, c.senior) for c in found] == [(0, 0), (1, 0), (1, 1)]
    assert not any(c.is_locked for c in found)


def test_a_candidate_brings_the_slots_that_serve() -> None:
    """Monday is shared every week; the one shared Tuesday is not enough for seven meetings."""
    tuesday = hours([1], 9, 9.5, valid_from=date(2027, 1, 5), valid_to=date(2027, 1, 5))
    instance = practice([junior()], [senior(hours=(*hours([0], 9, 10), *tuesday))])
    (candidate,) = find_candidates(Situation(instance))
    assert [moment.slot for moment in candidate.moments] == [Slot(0, 18), Slot(0, 19)]


def test_a_locked_pair_is_a_candidate_that_says_so() -> None:
    """Also where it goes against an overridable rule; other pairs of the junior stay."""
    instance = practice(
        [junior()], [senior("S01"), senior("S02", coaches=False)], pairings=(locked("J01", "S02"),)
    )
    found = find_candidates(Situation(instance))
    assert [(c.senior, c.is_locked) for c in found] == [(0, False), (1, True)]


def test_looking_near_by_overlooks_nobody() -> None:
    """The candidates are what trying every item with every senior finds, slot by slot."""
    num_found = num_others = 0

    @examples(max_examples=80, deadline=None, derandomize=True)
    @given(instances())
    def holds(instance: Instance) -> None:
        nonlocal num_found, num_others
        situation = Situation(instance)
        found = {(c.item, c.senior): c for c in find_candidates(situation)}
        for i, item in enumerate(situation.items):
            for s, guide in enumerate(instance.seniors):
                moments = serving_moments(item, guide, situation)
                if binding_codes(item, guide, situation) or not moments:
                    assert (i, s) not in found
                    num_others += 1
                else:
                    assert found[i, s].moments == moments
                    assert found[i, s].num_moments == len(moments)
                    num_found += 1

    holds()
    assert min(num_found, num_others) > 0


def test_a_lock_reaches_beyond_the_sites() -> None:
    """Locked to a senior of another site who meets there: a candidate all the same."""
    visiting = senior("S01", sites=("Zuid",), hours=hours(site="Noord"))
    instance = practice([junior()], [visiting], pairings=(locked("J01", "S01"),))
    (candidate,) = find_candidates(Situation(instance))
    assert candidate.is_locked
    assert not find_candidates(Situation(practice([junior()], [visiting])))
