"""The sheet Werkdagen: who works when is read as it stands or asked about, never guessed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from koppeling.domain.people import WorkingHours
from koppeling.domain.period import Weeks
from koppeling.locale import language
from koppeling.workbook.read.patterns import is_about_time, roster_day, sort_headings
from koppeling.workbook.read.reader import Reading
from koppeling.workbook.read.week_cells import AFTERNOON, MORNING
from tests.workbook.koppelboek import Rows, Sheets, codes, found, read_sheets, small, with_setting

D = dt.date
NUMBERS = ("0012", "0013", "0101", "0102")


def _days(*rows: list[Any], reading: str = "") -> Sheets:
    sheets = with_setting("werkdagen gelezen als", reading) if reading else small()
    return {**sheets, "Werkdagen": [list(row) for row in rows]}


def _hours(reading: Reading, number: str) -> tuple[WorkingHours, ...]:
    assert reading.instance is not None, reading.findings
    people = (*reading.instance.juniors, *reading.instance.seniors)
    return next(person.hours for person in people if person.number == number)


def _everyone(*cells: Any) -> Rows:
    return [[number, *cells] for number in NUMBERS]


HALF_DAYS = ["personeelsnummer", "ma ochtend", "ma middag", "di-ochtend", "Dinsdag (middag)"]


def test_half_day_columns_stop_the_run_and_offer_their_reading() -> None:
    """All headings in one error; nobody becomes available from them."""
    reading = read_sheets(_days(HALF_DAYS, *_everyone("x", None, None, "x")))
    assert codes(reading) == ["unknown-days"]
    finding = found(reading, "unknown-days")
    assert finding.severity == "error"
    assert finding.place == "Werkdagen!B1, C1, D1, E1"
    assert all(f"“{heading}”" in finding.message for heading in HALF_DAYS[1:])
    assert "“werkdagen gelezen als” op “halve dagen”" in finding.remedy
    assert reading.instance is None


def test_half_days_are_read_when_the_setting_says_so() -> None:
    """An x is that half of that day; hours within it and even or odd weeks hold too."""
    row = ["even x", None, "08:00-12:00", "Noord x"]
    reading = read_sheets(_days(HALF_DAYS, *_everyone(*row), reading="halve dagen"))
    assert [(h.weekday, h.start_minute, h.end_minute, h.weeks, h.site)
            for h in _hours(reading, "0012")] == [
        (0, *MORNING, Weeks.EVEN, None),
        (1, 480, 720, Weeks.EVERY, None),
        (1, *AFTERNOON, Weeks.EVERY, "Noord"),
    ]  # fmt: skip


@pytest.mark.parametrize("cell", ["08:30-17:00", "middag", "13:00-17:00", "standaard"])
def test_hours_outside_their_half_of_the_day_are_refused(cell: str) -> None:
    """A day written in the column of a morning is no morning."""
    rows = _everyone(cell, None, None, None)
    reading = read_sheets(_days(HALF_DAYS, *rows, reading="halve dagen"))
    assert codes(reading) in (["outside-half-day"], ["not-working-hours"])
    assert found(reading, codes(reading)[0]).cells == ("B2", "B3", "B4", "B5")


ROSTER = ["personeelsnummer", D(2027, 4, 5), "ma 12-4-2027", "2027-04-13"]


def test_dates_as_columns_stop_the_run_and_offer_their_reading() -> None:
    """Excel dates, dates in words and ISO are recognised."""
    reading = read_sheets(_days(ROSTER, *_everyone("x", "x", "x")))
    assert codes(reading) == ["unknown-days"]
    assert "“rooster op datum”" in found(reading, "unknown-days").remedy


def test_a_roster_gives_hours_on_its_dates_only() -> None:
    """Not on the same weekday of another week, nor outside the validity of the row."""
    sheets = _days([*ROSTER, "tot"], *_everyone("x", "ochtend", "x", D(2027, 4, 12)),
                   reading="rooster op datum")  # fmt: skip
    hours = _hours(read_sheets(sheets), "0101")
    assert [(h.weekday, h.start_minute, h.valid_from, h.valid_to) for h in hours] == [
        (0, 510, D(2027, 4, 5), D(2027, 4, 5)),
        (0, 780, D(2027, 4, 5), D(2027, 4, 5)),
        (0, 510, D(2027, 4, 12), D(2027, 4, 12)),
    ]


@pytest.mark.parametrize(
    "heading",
    ["ma avond", "maandag 2", "HoursMonday2", "09:00-10:00", "9-12", "week 1", "Zuid", "vrije dag",
     "ma 4 jan", "46391", "dagdeel", "uren", "wonsdag", "vestging", "geldig tot en met",
     "thuis do"],
)  # fmt: skip
def test_a_heading_beside_known_days_that_may_bind_is_an_error(heading: str) -> None:
    """A remark would leave people freer than what stands in that column."""
    sheets = small()
    for row, more in zip(sheets["Werkdagen"], (heading, "x", None, "x", None), strict=True):
        if row[0] == "personeelsnummer":
            row.remove("wo")
        else:
            del row[3]
        row.append(more)
    reading = read_sheets(sheets)
    told = [f for f in reading.findings if f.severity == "error"]
    assert len(told) == 1, reading.findings
    assert heading in told[0].message
    assert told[0].cell == "F1"


@pytest.mark.parametrize("heading", ["opmerking", "Opmerking van de week", "e-mail", "kleur"])
def test_a_heading_that_plainly_is_something_else_is_a_remark(heading: str) -> None:
    """A note, an e-mail address: the days are known, and this is none."""
    sheets = small()
    for row, more in zip(sheets["Werkdagen"], (heading, "x", None, "x", None), strict=True):
        row.append(more)
    reading = read_sheets(sheets)
    assert reading.instance is not None, reading.findings
    assert codes(reading) == ["unknown-column"]
    assert "0012, 0101" in found(reading, "unknown-column").message


def test_with_unknown_headings_and_no_day_nobody_gets_the_default_days() -> None:
    """“kleur” beside days is a remark; as the only column it may be anything."""
    reading = read_sheets(_days(["personeelsnummer", "kleur"], *_everyone("x")))
    assert codes(reading) == ["unknown-days"]
    note = read_sheets(_days(["personeelsnummer", "opmerking"], *_everyone("x")))
    assert {"default-days", "unknown-column"} == set(codes(note))
    assert note.instance is not None


def test_an_empty_sheet_gives_everyone_the_default_days_and_says_so() -> None:
    """Nobody was left out: everyone is there Monday to Friday."""
    reading = read_sheets(_days(["personeelsnummer", "ma", "di"]))
    assert codes(reading) == ["default-days"]
    assert {h.weekday for h in _hours(reading, "0012")} == set(range(5))


def test_who_has_no_row_while_others_have_one_is_an_error() -> None:
    """One finding with all of them; `standaard` is the mend, in either language."""
    head = ["personeelsnummer", "ma", "di"]
    reading = read_sheets(_days(head, ["0012", "x", None], ["0101", "x", None]))
    assert codes(reading) == ["no-working-days"]
    finding = found(reading, "no-working-days")
    assert finding.severity == "error"
    assert "0013, 0102" in finding.message
    assert "standaard" in finding.remedy
    mended = read_sheets(
        _days(
            head,
            ["0012", "x", None],
            ["0101", "x", None],
            ["0013", None, "Standaard"],
            ["0102", "standard", None],
        )
    )
    assert codes(mended) == []
    for number in ("0013", "0102"):
        assert [(h.weekday, h.start_minute) for h in _hours(mended, number)] == [
            (day, start) for day in range(5) for start in (510, 780)
        ]


def test_who_has_left_needs_no_row() -> None:
    """Leavers stay in Junioren and leave the roster."""
    sheets = small()
    sheets["Junioren"][0].append("uit dienst per")
    sheets["Junioren"] += [["0014", "Sanne", "Noord", D(2025, 1, 1), D(2027, 1, 1)]]
    assert codes(read_sheets(sheets)) == []
    sheets["Junioren"][-1][-1] = D(2027, 6, 1)
    assert "0014" in found(read_sheets(sheets), "no-working-days").message


def test_a_line_of_text_below_the_people_is_told_once() -> None:
    """It is nobody who should have days."""
    sheets = small()
    sheets["Senioren"] += [["* in opleiding"]]
    assert set(codes(read_sheets(sheets))) == {"missing-value"}


def test_a_total_beside_the_days_is_a_remark() -> None:
    """It counts what the days say."""
    sheets = small()
    for row, more in zip(sheets["Werkdagen"], ["totaal uren", 16, 16, 24, 24], strict=True):
        row.append(more)
    assert codes(read_sheets(sheets)) == ["unknown-column"]


def test_standaard_keeps_the_validity_and_site_of_its_row() -> None:
    """It says which days; the row says where and how long."""
    head = ["personeelsnummer", "ma", "vestiging", "tot"]
    reading = read_sheets(_days(head, *_everyone("standaard", "Noord", D(2027, 6, 30))))
    assert {(h.site, h.valid_to) for h in _hours(reading, "0012")} == {("Noord", D(2027, 6, 30))}


def test_standaard_in_two_cells_is_refused() -> None:
    """Whoever types it on Monday and Tuesday may well mean two days."""
    head = ["personeelsnummer", "ma", "di"]
    reading = read_sheets(_days(head, *_everyone("standaard", "standaard")))
    assert codes(reading) == ["standard-twice"]


def test_a_row_without_any_day_works_never_and_that_is_said_once() -> None:
    """One remark with both numbers."""
    head = ["personeelsnummer", "ma"]
    rows: Rows = [["0012", None], ["0013", "-"], ["0101", "x"], ["0102", "x"]]
    reading = read_sheets(_days(head, *rows))
    assert codes(reading) == ["no-hours"]
    assert "0012, 0013" in found(reading, "no-hours").message
    assert _hours(reading, "0012") == _hours(reading, "0013") == ()


@pytest.mark.parametrize(
    "cell",
    ["A x", "week 1: x", "om de week x", "1e week x", "A-week x", "even/oneven x", "1 x",
     "week 2 08:30-12:30", "wk 1 x", "om en om x", "every other week x", "evenweek x"],
)  # fmt: skip
def test_weeks_that_are_not_even_or_odd_are_asked_about(cell: str) -> None:
    """They are no name of a site; the remedy offers even and odd."""
    reading = read_sheets(_days(["personeelsnummer", "ma"], *_everyone(cell)))
    assert codes(reading) == ["unknown-weeks"]
    assert "“even x”" in found(reading, "unknown-weeks").remedy
    with language("en"):
        english = read_sheets(_days(["personeelsnummer", "ma"], *_everyone(cell)))
        assert "“odd x”" in found(english, "unknown-weeks").remedy


@pytest.mark.parametrize("cell", ["even week x", "even weken: x", "Even: x", "even x"])
def test_even_weeks_in_more_words_are_even_weeks(cell: str) -> None:
    """“even week” says no more than “even”."""
    reading = read_sheets(_days(["personeelsnummer", "ma"], *_everyone(cell)))
    assert {h.weeks for h in _hours(reading, "0012")} == {Weeks.EVEN}


@pytest.mark.parametrize(("cell", "guess"), [("Noort x", "Noord"), ("Utrecht x", "")])
def test_a_site_of_nobody_is_an_error(cell: str, guess: str) -> None:
    """Taken as a site, two people who have it would meet there and nowhere else."""
    reading = read_sheets(_days(["personeelsnummer", "ma"], *_everyone(cell)))
    assert codes(reading) == ["unknown-site"]
    finding = found(reading, "unknown-site")
    assert finding.cells == ("B2", "B3", "B4", "B5")
    assert guess in finding.remedy


def test_a_site_may_be_one_letter_when_it_is_somebodys() -> None:
    """“A x” is a week only where no site is called A."""
    sheets = _days(["personeelsnummer", "ma"], *_everyone("A x"))
    for name in ("Junioren", "Senioren"):
        for row in sheets[name][1:]:
            row[2] = "A"
    assert {h.site for h in _hours(read_sheets(sheets), "0012")} == {"A"}


def test_mistakes_in_the_row_of_a_stranger_are_told_in_the_same_round() -> None:
    """Whose row it is and what stands in it are two mistakes."""
    sheets = small()
    sheets["Werkdagen"].append(["0999", "8 uur", None, None, None, None])
    assert {"unknown-person", "not-working-hours"} <= set(codes(read_sheets(sheets)))


def test_headings_are_sorted_by_what_they_are() -> None:
    """Half days, dates, and what else speaks of time; a colour is none of them."""
    texts = ["Mon AM", "maandagochtend", "04-01-2027", "avond", "kleur", "Zuid"]
    sorted_ = sort_headings(dict(enumerate(texts, 2)), ["Zuid"])
    assert sorted_.half_days == {2: (0, MORNING), 3: (0, MORNING)}
    assert sorted_.dates == {4: D(2027, 1, 4)}
    assert sorted_.others == (5, 7)
    assert roster_day("vrij") is None
    assert not is_about_time("kleur")
