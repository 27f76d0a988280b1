"""What comes out of a run."""

from __future__ import annotations

import pytest

from koppeling.domain.instance import Level
from koppeling.domain.period import Slot
from koppeling.domain.result import LevelResult, Pairing


def level(value: int | None, bound: int | None, *, proven: bool = False) -> LevelResult:
    """Make a result of the level quality."""
    return LevelResult(level=Level.QUALITY, value=value, bound=bound, proven=proven, seconds=0.0)


@pytest.mark.parametrize(
    ("value", "bound", "gap"),
    [(200, 210, 0.05), (-4, -5, 0.25), (0, 3, 3.0), (None, 3, None), (3, None, None)],
)
def test_a_gap_is_relative_and_absent_where_nothing_is_known(
    value: int | None, bound: int | None, gap: float | None
) -> None:
    """|bound − value| over |value|, a value of 0 counting as 1."""
    assert level(value, bound).gap == gap


def test_what_is_proven_has_no_gap() -> None:
    """A proven level has gap 0."""
    assert level(200, 200, proven=True).gap == 0.0


def test_pairings_are_in_order_of_junior_number() -> None:
    """They sort by junior, then senior, then slot."""
    slot = Slot(0, 18)
    first, second = Pairing("J01", "S02", slot), Pairing("J02", "S01", slot)
    assert sorted([second, first]) == [first, second]
