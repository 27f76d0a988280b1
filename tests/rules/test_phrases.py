"""Reasons and figures in words."""

from __future__ import annotations

import pytest

from koppeling.domain.instance import Component
from koppeling.domain.result import Code
from koppeling.locale import language
from koppeling.rules.reason_words import component_name, hours, reason


@pytest.mark.parametrize(
    ("minutes", "dutch", "english"),
    [
        (450, "7,5", "7.5"),
        (480, "8,0", "8.0"),
        (0, "0,0", "0.0"),
        (615, "10,25", "10.25"),
        (20, "0,33", "0.33"),
        (6000, "100,0", "100.0"),
    ],
)
def test_hours_are_written_the_way_people_do(minutes: int, dutch: str, english: str) -> None:
    """A decimal comma in Dutch, a point in English, at least one decimal."""
    assert hours(minutes) == dutch
    with language("en"):
        assert hours(minutes) == english


def test_every_code_and_component_has_words_of_its_own_in_both_languages() -> None:
    """No two reasons read the same, and Dutch is not English."""
    spoken: dict[str, list[str]] = {}
    for chosen in ("nl", "en"):
        with language(chosen):
            spoken[chosen] = [reason(code) for code in Code]
            spoken[chosen] += [component_name(part) for part in Component]
        assert len(set(spoken[chosen])) == len(Code) + len(Component)
    same = {one for one, other in zip(spoken["nl"], spoken["en"], strict=True) if one == other}
    assert same <= {"DiSC"}
