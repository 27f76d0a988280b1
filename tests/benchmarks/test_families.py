"""The instance families keep their shape, their load and their structure."""

from __future__ import annotations

import pytest

from benchmarks.families import LOADS, SHAPES, Family, make_family, need_and_hours
from koppeling.domain.instance import PairingStatus
from koppeling.domain.period import Weeks
from koppeling.rules.situation import Situation


@pytest.mark.parametrize("load", LOADS)
@pytest.mark.parametrize("name", ["practice", "group"])
def test_a_family_has_its_shape_and_its_load(name: str, load: float) -> None:
    """So many juniors and seniors, and hours that the tightest quarter needs that part of."""
    instance = make_family(*SHAPES[name], load)
    assert (len(instance.juniors), len(instance.seniors)) == SHAPES[name]
    needed, given = need_and_hours(instance)
    # hours are whole half-hours, so that the load is met in the large only
    assert needed / given == pytest.approx(load, rel=0.05)


def test_a_seed_makes_the_same_family_again() -> None:
    """The same seed makes the same people; another seed does not."""
    assert make_family(30, 11, 0.85) == make_family(30, 11, 0.85)
    assert make_family(30, 11, 0.85) != make_family(30, 11, 0.85, seed=2)


def test_a_family_has_the_structure_of_a_practice() -> None:
    """Sites, part-time, fortnightly days, windows, needs by age and running pairs all occur."""
    instance = make_family(200, 60, 0.85)
    situation = Situation(instance)
    assert {len(junior.sites) for junior in instance.juniors} == {1, 2}
    assert {h.weeks for s in instance.seniors for h in s.hours} == set(Weeks)
    assert {len({h.weekday for h in j.hours}) for j in instance.juniors} == {3, 4, 5}
    assert 0 < sum(bool(senior.windows) for senior in instance.seniors) < 30
    assert len({item.need for item in situation.items}) > 10
    running = [row for row in instance.pairings if row.status is PairingStatus.RUNNING]
    assert 50 < len(running) < 150
    sites = {j.number: set(j.sites) for j in instance.juniors}
    of_senior = {s.number: set(s.sites) for s in instance.seniors}
    assert all(sites[row.junior] & of_senior[row.senior] for row in running)


def test_a_family_is_called_after_its_shape_and_load() -> None:
    """The name that figures are kept under says what was solved."""
    assert str(Family.named("group", 0.85)) == "200 x 60 at 0.85"
    assert str(Family.named("national", 1.0, seed=3)) == "10000 x 2500 at 1, seed 3"
