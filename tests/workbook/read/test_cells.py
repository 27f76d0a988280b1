"""A cell is read where its meaning is plain, doubted aloud where it is not, else refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from koppeling.workbook.read.cells import parse_cell
from koppeling.workbook.read.grids import Cell, Tag
from koppeling.workbook.read.parsed import Parsed, UnfitError, clean
from koppeling.workbook.read.week_cells import pattern_of, weekdays_of
from koppeling.workbook.schema.registry import Field, Kind, Value, Words, find_choice, sheet_by_key
from tests.workbook.koppelboek import raw_cell

DEFAULT = ((510, 750), (780, 1020))


def _field(kind: Kind) -> Field:
    nothing = Words(nl="-", en="-")
    return Field(key="k", words=nothing, kind=kind, meaning=nothing)


def _read(kind: Kind, value: object) -> Parsed:
    return parse_cell(raw_cell(value), _field(kind))


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (Kind.NUMBER_ID, "0012", "0012"),
        (Kind.NUMBER_ID, 12.0, "12"),
        (Kind.NUMBER_ID, " J01 ", "J01"),
        (Kind.DATE, "5-1-2027", date(2027, 1, 5)),
        (Kind.DATE, "05/01/2027", date(2027, 1, 5)),
        (Kind.DATE, "2027-01-05", date(2027, 1, 5)),
        (Kind.DATE, "2027-01-05T00:00:00", date(2027, 1, 5)),
        (Kind.DATE, "5 januari 2027", date(2027, 1, 5)),
        (Kind.DATE, "5 Mrt. 2027", date(2027, 3, 5)),
        (Kind.DATE, "29-02-2028", date(2028, 2, 29)),
        (Kind.QUARTER, "2027-K1", "2027-Q1"),
        (Kind.QUARTER, "q1 2027", "2027-Q1"),
        (Kind.HOURS, "1:30", 1.5),
        (Kind.HOURS, "1,5", 1.5),
        (Kind.HOURS, "1u30", 1.5),
        (Kind.HOURS, "12 uur", 12.0),
        (Kind.HOURS, "12u", 12.0),
        (Kind.HOURS, "12 h", 12.0),
        (Kind.HOURS, "7,5 uren", 7.5),
        (Kind.HOURS, Cell(Tag.MINUTES, 90), 1.5),
        (Kind.HOURS, 1.5, 1.5),
        (Kind.INTEGER, "3,0", 3),
        (Kind.INTEGER, 3.0, 3),
        (Kind.DECIMAL, "-1,25", -1.25),
        (Kind.PERCENT, "71 %", 71.0),
        (Kind.PERCENT, 0.71, 71.0),
        (Kind.PERCENT, Cell(Tag.PERCENT, 71.0), 71.0),
        (Kind.PERCENT, 71, 71.0),
        (Kind.PERMILLE, 1, 1000),
        (Kind.PERMILLE, "90 %", 900),
        (Kind.YES_NO, "X", True),
        (Kind.YES_NO, 0, False),
        (Kind.YES_NO, True, True),
        (Kind.YES_NO, "Nee", False),
        (Kind.WEEKDAYS, "maandag en vr", "ma; vr"),
        (Kind.WEEKDAYS, "ma-wo", "ma; di; wo"),
        (Kind.TIMES, "13-17; 8.30 – 12.30", "08:30-12:30; 13:00-17:00"),
        (Kind.TIME, Cell(Tag.MINUTES, 600), "10:00"),
        (Kind.TIME, "9.30", "09:30"),
        (Kind.SLOT, "Dinsdag 10:00", "di 10:00"),
        (Kind.SLOT, "tue 9.30", "di 09:30"),
        (Kind.TEXT, 12.5, "12,5"),
        (Kind.TEXT, "  a\x00\u202eb\u00a0 c ", "ab c"),
        (Kind.TEXT, "   ", None),
        (Kind.DAY_PATTERN, 1, "x"),
        (Kind.DAY_PATTERN, True, "x"),
    ],
)
def test_a_plain_cell_is_read_without_a_doubt(kind: Kind, value: object, expected: Value) -> None:
    """The ways in which people write a value all give the same."""
    assert _read(kind, value) == Parsed(expected)


@pytest.mark.parametrize(
    ("kind", "value", "expected", "code"),
    [
        (Kind.HOURS, "1.30", 1.3, "ambiguous-hours"),
        (Kind.DECIMAL, "1.200", 1.2, "point-as-decimal"),
        (Kind.DATE, 46388, date(2027, 1, 1), "date-as-number"),
        (Kind.DATE, "5-1-27", date(2027, 1, 5), "short-year"),
    ],
)
def test_a_doubtful_cell_is_read_and_told(
    kind: Kind, value: object, expected: Value, code: str
) -> None:
    """The value goes on, with a word about how it was taken."""
    parsed = _read(kind, value)
    assert parsed.value == expected
    assert parsed.doubt is not None
    assert parsed.doubt.code == code


def test_the_doubt_about_hours_says_what_the_clock_would_mean() -> None:
    """1.30 was read as 1,3; as 1:30 it would be one and a half."""
    doubt = _read(Kind.HOURS, "1.30").doubt
    assert doubt is not None
    assert all(part in doubt.value for part in ("1,3 ", "1:30", "1,5 "))


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        (Kind.NUMBER_ID, 12.5, "not-a-personnel-number"),
        (Kind.NUMBER_ID, True, "not-a-personnel-number"),
        (Kind.NUMBER_ID, date(2027, 1, 1), "not-a-personnel-number"),
        (Kind.NUMBER_ID, "1" * 41, "not-a-personnel-number"),
        (Kind.DATE, "31-02-2027", "no-such-date"),
        (Kind.DATE, "5/31/2027", "no-such-date"),
        (Kind.DATE, "morgen", "not-a-date"),
        (Kind.DATE, -1, "not-a-date"),
        (Kind.DATE, Cell(Tag.MINUTES, 600), "not-a-date"),
        (Kind.DATE, Cell(Tag.DATE, "0999-01-01"), "date-out-of-range"),
        (Kind.QUARTER, "2027-Q5", "not-a-quarter"),
        (Kind.QUARTER, 2027, "not-a-quarter"),
        (Kind.HOURS, "1:75", "not-a-number"),
        (Kind.HOURS, date(2027, 1, 1), "not-hours"),
        (Kind.DECIMAL, "nan", "not-a-number"),
        (Kind.DECIMAL, "1e9", "not-a-number"),
        (Kind.DECIMAL, "१२", "not-a-number"),
        (Kind.INTEGER, 1.5, "not-whole"),
        (Kind.YES_NO, "misschien", "not-yes-no"),
        (Kind.WEEKDAYS, "ma-", "not-a-weekday"),
        (Kind.WEEKDAYS, "vr-ma", "not-a-weekday"),
        (Kind.TIMES, "9", "not-a-time"),
        (Kind.TIMES, "12:00-9:00", "ends-before-it-begins"),
        (Kind.TIMES, "9-24:30", "ends-before-it-begins"),
        (Kind.TIME, "25:00", "not-a-time"),
        (Kind.SLOT, "di 10:15", "off-the-grid"),
        (Kind.SLOT, "10:00", "not-a-moment"),
        (Kind.TEXT, Cell(Tag.ERROR, "#REF!"), "error-cell"),
        (Kind.TEXT, Cell(Tag.FORMULA, ""), "formula-without-value"),
        (Kind.TEXT, "a" * 1001, "text-too-long"),
        (Kind.DAY_PATTERN, 8, "not-working-hours"),
        (Kind.DAY_PATTERN, Cell(Tag.MINUTES, 510), "not-working-hours"),
    ],
)
def test_a_cell_without_a_plain_meaning_is_refused(kind: Kind, value: object, code: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(UnfitError) as refused:
        _read(kind, value)
    assert refused.value.code == code
    assert refused.value.expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x", [("every", None, DEFAULT)]),
        ("-", []),
        ("ochtend", [("every", None, ((510, 750),))]),
        ("Noord middag", [("every", "Noord", ((780, 1020),))]),
        ("even 08:30-17:00", [("even", None, ((510, 1020),))]),
        ("even Den Haag 9-12; oneven x", [("even", "Den Haag", ((540, 720),)),
                                          ("odd", None, DEFAULT)]),
        ("Noord 08:30-12:30; Zuid 13:00-17:00", [("every", "Noord", ((510, 750),)),
                                                 ("every", "Zuid", ((780, 1020),))]),
        ("odd morning", [("odd", None, ((510, 750),))]),
    ],
)  # fmt: skip
def test_a_working_pattern_is_read_part_by_part(text: str, expected: list[Any]) -> None:
    """Each part is [even|oneven] [site] hours."""
    parts = [(p.weeks, p.site, p.stretches) for p in pattern_of(text, DEFAULT)]
    assert parts == expected


@pytest.mark.parametrize(
    ("sheet", "column", "typed", "meant"),
    [
        ("trajectory_types", "unit", "week", "weeks"),
        ("trajectory_types", "unit", "Maand", "months"),
        ("trajectory_types", "unit", "dagen", "days"),
        ("trajectory_types", "unit", "month", "months"),
        ("disc", "style", "DI", "Di"),
        ("disc", "style", "ID", "iD"),
        ("disc", "style", "is", "iS"),
        ("disc", "style", "d", "D"),
        ("disc", "style", "dd", None),
    ],
)
def test_a_choice_is_known_in_the_ways_people_write_it(
    sheet: str, column: str, typed: str, meant: str | None
) -> None:
    """One or more of a unit, and a style by its letters in order, whatever their case."""
    assert find_choice(sheet_by_key(sheet).column(column), typed) == meant


def test_weekdays_come_in_order() -> None:
    """However they are written."""
    assert weekdays_of("do, ma;wo") == (0, 2, 3)


def test_emoji_stay_and_surrogates_go() -> None:
    """Text is kept as typed but for what cannot be written."""
    assert clean("Zo 👩‍🏫 \ud83d") == "Zo 👩‍🏫"
