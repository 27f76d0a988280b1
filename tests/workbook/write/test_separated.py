"""Separated text: what goes to a program as it is, and what Excel would calculate."""

from __future__ import annotations

import pytest

from koppeling.workbook.write.separated import for_machines, for_people, is_plain

FORMULAS = ["=1+1", "+31", "-1+1", "-A1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1+1", "-1:30", "-"]
NUMBERS = ["0012", "-0,50", "-15", "4001/1", "1,25", "1.25", "31-01-2027", "", "Zorg & Jeugd"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_program_gets_a_formula(text: str) -> None:
    """It is refused: an apostrophe or quotes would make it another value."""
    assert not is_plain(text)
    with pytest.raises(ValueError, match="formula"):
        for_machines([["12", text]])


@pytest.mark.parametrize("text", FORMULAS)
def test_people_see_a_formula_as_text(text: str) -> None:
    """For Excel an apostrophe stands in front."""
    content = for_people([["12", text]]).decode("utf-8-sig")
    assert content.startswith(("12;'", "12;\"'"))


@pytest.mark.parametrize("text", NUMBERS)
def test_numbers_and_codes_stay_as_they_are(text: str) -> None:
    """Below zero too: that is a number, no formula."""
    assert is_plain(text)
    assert for_machines([["12", text]]) == f"12;{text}\r\n".encode()
    assert for_people([["12", text]]) == f"12;{text}\r\n".encode("utf-8-sig")


@pytest.mark.parametrize("text", ["a;b", 'a"b', "a\nb"])
def test_a_program_gets_no_broken_line(text: str) -> None:
    """What would need quotes is refused."""
    with pytest.raises(ValueError, match="separator"):
        for_machines([[text]])
