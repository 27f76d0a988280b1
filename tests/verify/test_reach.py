"""Whom the check looks at for an item: everyone who may guide it, and few others."""

from __future__ import annotations

from hypothesis import given
from hypothesis import settings as examples

from koppeling.domain.instance import Instance
from koppeling.verify.eligibility import is_eligible
from koppeling.verify.moments import Moments
from koppeling.verify.practice import Practice
from tests.strategies import instances


def test_who_may_guide_an_item_is_within_reach() -> None:
    """Whatever the practice, nobody out of reach is eligible; and reach keeps the order."""
    num_eligible = num_beyond = 0

    @examples(max_examples=80, deadline=None, derandomize=True)
    @given(instances())
    def holds(instance: Instance) -> None:
        nonlocal num_eligible, num_beyond
        practice = Practice(instance)
        moments = Moments(practice)
        for item in practice.items:
            near = practice.within_reach(item)
            assert near == [senior for senior in instance.seniors if senior in near]
            for senior in instance.seniors:
                may_guide = is_eligible(moments, item, senior)
                assert senior in near or not may_guide
                num_eligible += may_guide
                num_beyond += senior not in near

    holds()
    assert min(num_eligible, num_beyond) > 0
