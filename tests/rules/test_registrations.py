"""Who may guide a trajectory that demands a registration (K4–K6)."""

from __future__ import annotations

import pytest

from koppeling.domain.trajectory import Registration
from koppeling.rules.points import holds_registration, meets_demand
from tests.builders import senior

SKJ, POSTMASTER = Registration.SKJ, Registration.POSTMASTER


@pytest.mark.parametrize(
    "name",
    ["NVO-OG", "nvo og", "OG-SKJ", "KJ-NIP", "kj/nip", "KJ-SKJ", "GZ-BIG", " gz. Big ", "GZBIG"],
)
def test_one_of_the_five_is_recognised_however_it_is_typed(name: str) -> None:
    """Letters and digits decide; case, spaces and signs do not."""
    assert holds_registration(senior(registrations=("diploma", name)))


@pytest.mark.parametrize("names", [(), ("SKJ",), ("BIG",), ("NVO",), ("NVO-OG2",), ("",)])
def test_another_registration_is_not_one_of_the_five(names: tuple[str, ...]) -> None:
    """Part of a name, or more than it, is not enough."""
    assert not holds_registration(senior(registrations=names))


@pytest.mark.parametrize(
    ("years", "motivation", "meets"),
    [
        (5.0, True, [True, True, False]),
        (5.0, False, [True, False, False]),
        (4.9, True, [True, False, False]),
        (None, True, [True, False, False]),
        (30.0, True, [True, True, False]),
    ],
)
def test_experience_stands_in_for_skj_but_never_for_postmaster(
    *, years: float | None, motivation: bool, meets: list[bool]
) -> None:
    """Five years academic with a motivation on file (K4, K5); postmaster knows no exception."""
    someone = senior(academic_years=years, has_motivation=motivation)
    assert [meets_demand(someone, demand) for demand in (None, SKJ, POSTMASTER)] == meets


def test_who_is_registered_meets_every_demand() -> None:
    """One of the five is enough for both demands."""
    someone = senior(registrations=("GZ-BIG",))
    assert all(meets_demand(someone, demand) for demand in (None, SKJ, POSTMASTER))
