"""Every mistake in a workbook gets its own finding, with the cell it is in."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from koppeling.domain.instance import Component, DiscRule, Level, PairingStatus
from koppeling.domain.period import Quarter, Slot, Weeks
from koppeling.locale import language
from koppeling.workbook.grids import Cell, RawFile, Tag
from koppeling.workbook.reader import Reading, interpret, read
from tests.workbook.koppelboek import (
    FULL,
    SMALL,
    Sheets,
    codes,
    found,
    raw_grid,
    read_sheets,
    small,
    with_rows,
    with_setting,
    write_workbook,
)

D = dt.date


def _without(name: str, *columns: str) -> Sheets:
    sheets = small()
    rows = sheets[name]
    keep = [index for index, heading in enumerate(rows[0]) if heading not in columns]
    sheets[name] = [[row[index] for index in keep] for row in rows]
    return sheets


def _cell(name: str, row: int, column: int, value: object) -> Sheets:
    sheets = small()
    sheets[name][row - 1][column - 1] = value
    return sheets


ERRORS: dict[str, tuple[Sheets, str, str]] = {
    # who is who
    "duplicate junior": (_cell("Junioren", 3, 1, "0012"), "duplicate-number", "Junioren!A3"),
    "duplicate senior": (_cell("Senioren", 3, 1, "0101"), "duplicate-number", "Senioren!A3"),
    "no number": (_cell("Junioren", 3, 1, None), "missing-value", "Junioren!A3"),
    "no name": (_cell("Junioren", 3, 2, None), "missing-value", "Junioren!B3"),
    "half a number": (_cell("Junioren", 3, 1, 12.5), "not-a-personnel-number", "Junioren!A3"),
    "negative number": (_cell("Junioren", 3, 1, -1), "not-a-personnel-number", "Junioren!A3"),
    "lost zeros": (_cell("Werkdagen", 2, 1, 12), "lost-zeros", "Werkdagen!A2"),
    "other case": (
        with_rows("DiSC", ["01 01", "D", None, None, None, None]), "lost-zeros", "DiSC!A2",
    ),
    "nobody": (small(Junioren=[SMALL["Junioren"][0]]), "nobody", "Junioren"),
    # the form of the sheet
    "no sheet": (
        {k: v for k, v in SMALL.items() if k != "Werkdagen"}, "missing-sheet", "Werkdagen",
    ),
    "no column": (_without("Junioren", "start traject"), "missing-column", "Junioren!A1"),
    "column twice": (_cell("Junioren", 1, 3, "Naam "), "duplicate-heading", "Junioren!C1"),
    "BSN": (_cell("Junioren", 1, 3, "B.S.N."), "sensitive-column", "Junioren!C1"),
    "hidden BSN": (_cell("Werkdagen", 1, 6, "bsn medewerker"), "sensitive-column", "Werkdagen!F1"),
    "birth date": (_cell("Werkdagen", 1, 6, "Geb.datum"), "sensitive-column", "Werkdagen!F1"),
    "IBAN": (_cell("Werkdagen", 1, 6, "IBAN"), "sensitive-column", "Werkdagen!F1"),
    "reason of absence": (
        small(Beschikbaarheid=[["soort", "van", "reden"], ["afwezig", D(2027, 5, 3), "griep"]]),
        "sensitive-column", "Beschikbaarheid!C1",
    ),
    "error cell": (_cell("Junioren", 2, 4, Cell(Tag.ERROR, "#N/A")), "error-cell", "Junioren!D2"),
    "never calculated": (
        _cell("Junioren", 2, 1, Cell(Tag.FORMULA, "")), "formula-without-value", "Junioren!A2",
    ),
    "too long": (_cell("Junioren", 2, 2, "a" * 40_000), "text-too-long", "Junioren!B2"),
    # dates
    "31 February": (_cell("Junioren", 2, 4, "31-02-2027"), "no-such-date", "Junioren!D2"),
    "30 February in ISO": (_cell("Junioren", 2, 4, "2027-02-30"), "no-such-date", "Junioren!D2"),
    "no date": (_cell("Junioren", 2, 4, "binnenkort"), "not-a-date", "Junioren!D2"),
    "far number as date": (_cell("Junioren", 2, 4, 1e9), "not-a-date", "Junioren!D2"),
    "year 1027": (_cell("Junioren", 2, 4, "4-1-1027"), "date-out-of-range", "Junioren!D2"),
    # working days
    "overlap in a cell": (
        _cell("Werkdagen", 2, 2, "08:00-12:00; 11:00-13:00"), "overlapping-hours", "Werkdagen!B2",
    ),
    "overlap of rows": (
        with_rows("Werkdagen", ["0012", "even 09:00-10:00"]), "overlapping-hours", "Werkdagen!B6",
    ),
    "a number of hours": (_cell("Werkdagen", 2, 2, 8), "not-working-hours", "Werkdagen!B2"),
    "Excel made a date": (
        _cell("Werkdagen", 2, 2, D(2027, 12, 8)), "hours-became-date", "Werkdagen!B2",
    ),
    "backwards": (_cell("Werkdagen", 2, 2, "17:00-08:30"), "ends-before-it-begins", "Werkdagen!B2"),
    "wrong order": (
        _cell("Werkdagen", 2, 2, "Noord even 08:30-12:30"), "not-working-hours", "Werkdagen!B2",
    ),
    "no semicolon": (
        _cell("Werkdagen", 2, 2, "08:30-12:30 13:00-17:00"), "not-working-hours", "Werkdagen!B2",
    ),
    "validity backwards": (
        small(Werkdagen=[["personeelsnummer", "ma", "vanaf", "tot"],
                         ["0012", "x", D(2027, 5, 1), D(2027, 4, 1)]]),
        "ends-before-it-begins", "Werkdagen!D2",
    ),
    # availability
    "absence with a day": (
        with_rows("Beschikbaarheid", ["0012", "afwezig", D(2027, 5, 3), None, "ma"]),
        "absence-with-time", "Beschikbaarheid!E2",
    ),
    "absence without start": (
        with_rows("Beschikbaarheid", ["0012", "afwezig", None, D(2027, 5, 3)]),
        "absence-without-start", "Beschikbaarheid!C2",
    ),
    "absence backwards": (
        with_rows("Beschikbaarheid", ["0012", "afwezig", D(2027, 5, 3), D(2027, 5, 1)]),
        "ends-before-it-begins", "Beschikbaarheid!D2",
    ),
    "window without time": (
        with_rows("Beschikbaarheid", ["0012", "overleg", None, None, "ma"]),
        "window-incomplete", "Beschikbaarheid!F2",
    ),
    "unknown kind": (
        with_rows("Beschikbaarheid", ["0012", "ziek", D(2027, 5, 3)]),
        "not-a-choice", "Beschikbaarheid!B2",
    ),
    # DiSC
    "colour": (with_rows("DiSC", ["0012", "rood"]), "disc-colour", "DiSC!B2"),
    "unknown style": (with_rows("DiSC", ["0012", "Z"]), "not-a-choice", "DiSC!B2"),
    "three scores": (with_rows("DiSC", ["0012", None, 1, 2, 3]), "disc-incomplete", "DiSC!F2"),
    "score of 101": (with_rows("DiSC", ["0012", None, 101, 2, 3, 4]), "out-of-range", "DiSC!C2"),
    "DiSC twice": (with_rows("DiSC", ["0012", "D"], ["0012", "i"]), "duplicate-disc", "DiSC!A3"),
    "matrix missing": (with_setting("DiSC-regel", "matrix"), "matrix-incomplete", ""),
    # capacity
    "negative hours": (
        with_rows("Capaciteit", ["0101", "2027-Q2", -1]), "out-of-range", "Capaciteit!C2",
    ),
    "NaN hours": (
        with_rows("Capaciteit", ["0101", "2027-Q2", "NaN"]), "not-a-number", "Capaciteit!C2",
    ),
    "infinite hours": (
        with_rows("Capaciteit", ["0101", "2027-Q2", "inf"]), "not-a-number", "Capaciteit!C2",
    ),
    "no quarter": (
        with_rows("Capaciteit", ["0101", "zomer", 2]), "not-a-quarter", "Capaciteit!B2",
    ),
    "capacity twice": (
        with_rows("Capaciteit", ["0101", None, 2], ["0101", None, 3]),
        "duplicate-capacity", "Capaciteit!A3",
    ),
    # pairings
    "two open rows": (
        with_rows("Koppelingen", ["0012", "0101", "lopend"], ["0012", "0102", "vast"]),
        "two-open-pairings", "Koppelingen!A3",
    ),
    "locked to nobody": (
        with_rows("Koppelingen", ["0012", "0999", "vast"]), "unknown-person", "Koppelingen!B2",
    ),
    "forbidden nobody": (
        with_rows("Koppelingen", ["0999", "0101", "verboden"]), "unknown-person", "Koppelingen!A2",
    ),
    "off the grid": (
        with_rows("Koppelingen", ["0012", "0101", "lopend", "di 10:15"]),
        "off-the-grid", "Koppelingen!D2",
    ),
    "unknown status": (
        with_rows("Koppelingen", ["0012", "0101", "misschien"]), "not-a-choice", "Koppelingen!C2",
    ),
    # preferences
    "two ranks": (
        with_rows("Voorkeuren", ["0012", "0101", 1], ["0012", "0101", 2]),
        "two-ranks", "Voorkeuren!C3",
    ),
    "no rank, no veto": (
        with_rows("Voorkeuren", ["0012", "0101"]), "empty-preference", "Voorkeuren!C2",
    ),
    "veto on nobody": (
        with_rows("Voorkeuren", ["0012", "0999", None, "ja"]), "unknown-person", "Voorkeuren!B2",
    ),
    "veto among juniors": (
        with_rows("Voorkeuren", ["0012", "0013", None, "ja"]),
        "not-a-junior-and-a-senior", "Voorkeuren!B2",
    ),
    # trajectories, groups, escalations
    "unknown trajectory": (
        small(Junioren=[[*SMALL["Junioren"][0], "traject"], [*SMALL["Junioren"][1], "mbo"]]),
        "unknown-trajectory", "Junioren!E2",
    ),
    "unknown group": (
        small(Junioren=[[*SMALL["Junioren"][0], "groep"], [*SMALL["Junioren"][1], "A"]]),
        "unknown-group", "Junioren!E2",
    ),
    "group of unknown type": (
        with_rows("Groepen", ["A", "mbo", D(2027, 1, 1)]), "unknown-trajectory", "Groepen!B2",
    ),
    "group twice": (
        with_rows("Groepen", ["A", "junior", D(2027, 1, 1)], ["a", "junior", D(2027, 1, 1)]),
        "duplicate-group", "Groepen!A3",
    ),
    "phases overlap": (
        with_rows("Trajecttypen", ["t", "1", 0, 6, 2, "maanden"], ["t", "2", 6, 6, 1, "maanden"]),
        "phases-overlap", "Trajecttypen!A2",
    ),
    "trajectory of ages": (
        with_rows("Trajecttypen", ["t", "1", 0, 1000, 365, "maanden"]),
        "trajectory-too-long", "Trajecttypen!A2",
    ),
    "two demands": (
        with_rows("Trajecttypen", ["t", "1", 0, 2, 1, "weken", None, "skj"],
                  ["t", "2", 6, 2, 1, "weken", None, "postmaster"]),
        "two-values", "Trajecttypen!H3",
    ),
    "every 0 weeks": (
        with_rows("Escalaties", ["0012", D(2027, 5, 1), None, 0]), "out-of-range", "Escalaties!D2",
    ),
    "escalation too early": (
        with_rows("Escalaties", ["0012", D(2026, 5, 1), None, 1]),
        "escalation-before-start", "Escalaties!B2",
    ),
    # goals and weights
    "goal off": (
        with_rows("Doelen", ["geplaatst", None, "nee"]), "fixed-goal", "Doelen!C2",
    ),
    "goal moved": (
        with_rows("Doelen", ["loting", 1, "ja"], ["piek", 2, "ja"]), "fixed-goal", "Doelen!B2",
    ),
    "goal twice": (with_rows("Doelen", ["piek"], ["piek"]), "duplicate-goal", "Doelen!A3"),
    "same place": (with_rows("Doelen", ["piek", 2], ["behouden", 2]), "same-order", "Doelen!B3"),
    "unknown goal": (with_rows("Doelen", ["winst"]), "not-a-choice", "Doelen!A2"),
    "negative weight": (with_rows("Weging", ["DiSC", -1]), "out-of-range", "Weging!B2"),
    # settings
    "no quarter set": (small(Instellingen=[["instelling", "waarde"]]), "missing-quarter",
                       "Instellingen"),
    "quarter in words": (with_setting("kwartaal", "voorjaar"), "not-a-quarter", "Instellingen!B2"),
    "quarter 5": (with_setting("kwartaal", "2027-Q5"), "not-a-quarter", "Instellingen!B2"),
    "setting twice": (
        with_rows("Instellingen", ["kwartaal", "2027-Q3"]), "duplicate-setting", "Instellingen!B3",
    ),
    "late reference date": (
        with_setting("peildatum", D(2027, 7, 1)), "reference-date-after-quarter", "Instellingen!B3",
    ),
    "horizon 0": (with_setting("horizon", 0), "out-of-range", "Instellingen!B3"),
    "horizon 13": (with_setting("horizon", 13), "out-of-range", "Instellingen!B3"),
    "meeting of 4 minutes": (with_setting("overlegduur", 4), "out-of-range", "Instellingen!B3"),
    "working hours overlap": (
        with_setting("standaard werktijd", "09:00-12:00; 11:00-13:00"),
        "overlapping-times", "Instellingen!B3",
    ),
    # meetings
    "held without senior": (
        with_rows("Overleggen", ["a", D(2027, 4, 5), None, None, "0012", None, None, None,
                                 "gehouden"]),
        "meeting-without-person", "Overleggen!F2",
    ),
    "held backwards": (
        with_rows("Overleggen", ["a", D(2027, 4, 5), "11:00", "10:00", "0012", "0101", None, None,
                                 "gehouden"]),
        "ends-before-it-begins", "Overleggen!D2",
    ),
}  # fmt: skip

WARNINGS: dict[str, tuple[Sheets, str, str]] = {
    "date as a bare number": (_cell("Junioren", 2, 4, 46388), "date-as-number", "Junioren!D2"),
    "two-digit year": (_cell("Junioren", 2, 4, "4-1-27"), "short-year", "Junioren!D2"),
    "1.30 hours": (
        with_rows("Capaciteit", ["0101", None, "1.30"]), "ambiguous-hours", "Capaciteit!C2",
    ),
    "looks like a BSN": (_cell("Senioren", 2, 1, "111222333"), "looks-like-bsn", "Senioren!A2"),
    "zeros apart": (_cell("Junioren", 3, 1, "12"), "near-duplicate-number", "Junioren!A2"),
    "two names": (_cell("Senioren", 2, 1, "0012"), "two-names", "Senioren!B2"),
    "unknown person": (with_rows("Werkdagen", ["0999", "x"]), "unknown-person", "Werkdagen!A6"),
    "unknown running": (
        with_rows("Koppelingen", ["0012", "0999", "lopend"]), "unknown-person", "Koppelingen!B2",
    ),
    "no row": (small(Werkdagen=SMALL["Werkdagen"][:-1]), "no-working-days", "Werkdagen"),
    "no day": (with_rows("Werkdagen"), "no-hours", "Werkdagen!B2"),
    "unknown site": (
        _cell("Werkdagen", 2, 2, "Zuid 08:30-12:30"), "site-not-listed", "Werkdagen!B2",
    ),
    "unknown column": (_cell("Werkdagen", 1, 6, "kleur"), "unknown-column", "Werkdagen!A1"),
    "no heading": (_cell("Werkdagen", 1, 3, None), "no-heading", "Werkdagen!C2"),
    "unknown sheet": (small(Notities=[["iets"]]), "unknown-sheet", ""),
    "unknown setting": (with_setting("horizonn", 4), "unknown-setting", "Instellingen!A3"),
    "early reference date": (
        with_setting("peildatum", D(2027, 1, 1)), "reference-date-before-quarter",
        "Instellingen!B3",
    ),
    "weights of 110": (with_rows("Weging", ["DiSC", 30]), "weights-sum", "Weging"),
    "same rank twice": (
        with_rows("Voorkeuren", ["0012", "0101", 1], ["0012", "0102", 1]),
        "same-rank", "Voorkeuren!C3",
    ),
    "preference twice": (
        with_rows("Voorkeuren", ["0012", "0101", 1], ["0012", "0101", 1]),
        "duplicate-preference", "Voorkeuren!A3",
    ),
    "rank and veto": (
        with_rows("Voorkeuren", ["0012", "0101", 1, "ja"]), "rank-and-veto", "Voorkeuren!D2",
    ),
    "preference among juniors": (
        with_rows("Voorkeuren", ["0012", "0013", 1]), "not-a-junior-and-a-senior",
        "Voorkeuren!B2",
    ),
    "closed for ever": (
        with_rows("Beschikbaarheid", [None, "afwezig", D(2027, 5, 3)]), "long-closure",
        "Beschikbaarheid!A2",
    ),
    "empty DiSC": (with_rows("DiSC", ["0012"]), "disc-empty", "DiSC!A2"),
    "nobody coaches": (
        small(Senioren=[[*SMALL["Senioren"][0], "coacht junioren"],
                        [*SMALL["Senioren"][1], "nee"], [*SMALL["Senioren"][2], None]]),
        "nobody-coaches", "Senioren",
    ),
    "trajectory backwards": (
        small(Junioren=[[*SMALL["Junioren"][0], "einde traject"],
                        [*SMALL["Junioren"][1], D(2026, 1, 1)], SMALL["Junioren"][2]]),
        "ends-before-it-begins", "Junioren!E2",
    ),
    "rubbish where it does not matter": (
        small(Junioren=[[*SMALL["Junioren"][0], "cursusdagen"],
                        [*SMALL["Junioren"][1], "veel"], SMALL["Junioren"][2]]),
        "not-a-number", "Junioren!E2",
    ),
}  # fmt: skip
WARNINGS["no day"][0]["Werkdagen"][1][1:3] = [None, None]


@pytest.mark.parametrize("case", ERRORS)
def test_a_mistake_stops_the_run_and_names_its_cell(case: str) -> None:
    """Code, severity and cell are right, and there is no instance to go on with."""
    sheets, code, place = ERRORS[case]
    reading = read_sheets(sheets)
    finding = found(reading, code)
    assert (finding.severity, finding.place) == ("error", place)
    assert finding.message
    assert finding.remedy
    assert reading.instance is None


@pytest.mark.parametrize("case", WARNINGS)
def test_a_doubt_is_told_and_the_run_goes_on(case: str) -> None:
    """Code, severity and cell are right, and everybody is still there."""
    sheets, code, place = WARNINGS[case]
    reading = read_sheets(sheets)
    finding = found(reading, code)
    assert (finding.severity, finding.place) == ("warning", place)
    assert reading.instance is not None, reading.findings
    assert len(reading.instance.juniors) == len(reading.instance.seniors) == 2


def test_all_mistakes_are_told_at_once() -> None:
    """Three mistakes in three sheets give three errors, errors before warnings."""
    sheets = _cell("Junioren", 2, 4, "31-02-2027")
    sheets["Senioren"][2][0] = "0101"
    sheets["Capaciteit"] = [["personeelsnummer", "uren"], ["0101", -2], ["0999", 2]]
    reading = read_sheets(sheets)
    severities = [finding.severity for finding in reading.findings]
    assert {"no-such-date", "duplicate-number", "out-of-range", "unknown-person"} <= set(
        codes(reading)
    )
    assert severities == sorted(severities)


def test_the_required_columns_are_enough() -> None:
    """Without any optional sheet or column everybody coaches, without a word."""
    reading = read_sheets(SMALL)
    assert [f for f in reading.findings if f.code != "week-53"] == []
    instance = reading.instance
    assert instance is not None
    assert [junior.number for junior in instance.juniors] == ["0012", "0013"]
    assert all(senior.coaches and senior.cap_minutes is None for senior in instance.seniors)
    assert instance.settings.default_cap_minutes == 720
    assert instance.settings.quarter == Quarter(2027, 2)


def test_without_day_columns_everyone_works_monday_to_friday() -> None:
    """A sheet Werkdagen with numbers only means the default hours."""
    reading = read_sheets(small(Werkdagen=[["personeelsnummer"], ["0012"], ["0013"], ["0101"]]))
    assert reading.instance is not None
    hours = reading.instance.juniors[0].hours
    assert [(h.weekday, h.start_minute, h.end_minute) for h in hours[:2]] == [
        (0, 510, 750), (0, 780, 1020),
    ]  # fmt: skip
    assert {h.weekday for h in hours} == set(range(5))
    assert codes(reading) == ["no-working-days"]  # 0102 has no row


def test_a_colour_is_refused_without_being_repeated() -> None:
    """DiSC values never stand in a message."""
    for value in ("rood", "Xq"):
        reading = read_sheets(with_rows("DiSC", ["0012", value]))
        assert all(value not in finding.message for finding in reading.findings)
    assert "D, i, S of C" in found(read_sheets(with_rows("DiSC", ["0012", "rood"])),
                                   "disc-colour").remedy  # fmt: skip


def test_a_name_in_place_of_a_number_is_answered_with_the_number() -> None:
    """The finding gives the number and does not repeat the name."""
    finding = found(
        read_sheets(with_rows("Koppelingen", ["Anouk", "0101", "vast"])), "unknown-person"
    )
    assert "0012" in finding.remedy
    assert "Anouk" not in finding.message + finding.remedy


def test_lost_zeros_are_answered_with_the_number_that_was_meant() -> None:
    """Before 12 in Werkdagen stands the question “bedoelt u 0012?”."""
    assert (
        "bedoelt u 0012?" in found(read_sheets(_cell("Werkdagen", 2, 1, 12)), "lost-zeros").message
    )


def test_numbers_arrive_as_text() -> None:
    """12, 12.0 and "12" are the same person."""
    for number in (12, 12.0, "12", " 12 "):
        sheets = _cell("Junioren", 2, 1, number)
        sheets["Werkdagen"][1][0] = "12"
        reading = read_sheets(sheets)
        assert reading.instance is not None, reading.findings
        assert [junior.number for junior in reading.instance.juniors] == ["0013", "12"]


def test_the_same_number_in_both_sheets_is_one_person() -> None:
    """Same number and name in Junioren and Senioren: no finding."""
    sheets = _cell("Senioren", 2, 1, "0012")
    sheets["Senioren"][1][1] = "ANOUK"
    reading = read_sheets(sheets)
    assert "two-names" not in codes(reading)
    assert reading.instance is not None


def test_sensitive_columns_may_be_skipped_but_never_come_along() -> None:
    """With the setting the run goes on; the column is in no table."""
    sheets = with_setting("negeer gevoelige kolommen", "ja")
    sheets["Junioren"] = [[*SMALL["Junioren"][0], "BSN"], [*SMALL["Junioren"][1], "111222333"]]
    reading = read_sheets(sheets)
    assert found(reading, "sensitive-column").severity == "warning"
    assert reading.instance is not None
    table = reading.table("juniors")
    assert table is not None
    assert "BSN" not in dict(table.headings)
    assert table.rows[0].extras == {}


def test_unknown_columns_are_kept_and_mentioned_once() -> None:
    """The copy has them, with the heading as written."""
    sheets = small()
    sheets["Junioren"][0] += ["Team", "Hobby"]
    sheets["Junioren"][1] += ["Blauw", "schaken"]
    reading = read_sheets(sheets)
    assert codes(reading).count("unknown-column") == 1
    table = reading.table("juniors")
    assert table is not None
    assert table.rows[0].extras == {"Team": "Blauw", "Hobby": "schaken"}
    assert table.headings[-2:] == (("Team", None), ("Hobby", None))


def test_a_heading_with_a_typing_error_is_recognised_in_the_remedy() -> None:
    """The finding asks whether the near miss was meant."""
    finding = found(read_sheets(_cell("Junioren", 1, 4, "start trajct")), "missing-column")
    assert "start trajct" in finding.remedy


def test_english_workbooks_read_alike() -> None:
    """English names, headings and values give the same instance."""
    english: Sheets = {
        "Settings": [["Setting", "Value"], ["Quarter", "2027 Q2"]],
        "Juniors": [["Name", "Personnel number", "Site", "Trajectory start"],
                    ["Anouk", "0012", "Noord", "2027-01-04"],
                    ["Bram", "0013", "Zuid; Noord", D(2026, 9, 1)]],
        "Seniors": [["personnel-number", "NAME", "site"], ["0102", "Dirk", "Zuid"],
                    ["0101", "Cato", "Noord"]],
        "Working days": [["Employee number", "Mon", "Tuesday", "Wed", "Thu", "Fri"],
                         *SMALL["Werkdagen"][1:]],
        "Pairings": [["Junior", "Senior", "Status", "Fixed slot"],
                     ["0012", "0101", "running", "mon 10:00"]],
    }  # fmt: skip
    dutch = with_rows("Koppelingen", ["0012", "0101", "lopend", "ma 10:00"])
    english["Working days"][4] = ["0102", None, "x", "even x", "Zuid 09:00-15:00", None]
    left, right = read_sheets(english).instance, read_sheets(dutch).instance
    assert left is not None
    assert right is not None
    assert (left.juniors, left.seniors) == (right.juniors, right.seniors)
    assert left.pairings[0].slot == right.pairings[0].slot == Slot(0, 20)


def test_the_order_of_rows_does_not_matter() -> None:
    """Rows upside down give the same instance but for the places in messages."""
    turned = {name: [rows[0], *reversed(rows[1:])] for name, rows in FULL.items()}
    left, right = read_sheets(FULL).instance, read_sheets(turned).instance
    assert left is not None
    assert right is not None
    for part in ("settings", "juniors", "seniors", "capacities", "preferences", "escalations",
                 "groups", "held", "closures", "holidays", "trajectories", "weights", "levels",
                 "disc_matrix"):  # fmt: skip
        assert getattr(left, part) == getattr(right, part), part


def test_a_full_workbook_arrives_whole() -> None:
    """Every optional sheet ends up where it belongs."""
    instance = read_sheets(FULL).instance
    assert instance is not None
    junior = instance.juniors[0]
    assert (junior.budget_minutes, junior.is_remote, junior.disc and junior.disc.style) == (
        360, False, "Di",
    )  # fmt: skip
    assert instance.juniors[1].group == "Groep A"
    assert instance.juniors[1].budget_minutes == 270
    senior = instance.seniors[1]
    assert (senior.cap_minutes, senior.max_juniors, senior.role) == (510, 2, "coach")
    assert [window.weekday for window in instance.seniors[0].windows] == [0, 1]
    assert [capacity.minutes for capacity in instance.capacities] == [480, 390]
    assert instance.pairings[0].slot == Slot(0, 20)
    assert instance.pairings[0].where == "Koppelingen!A2"
    assert {p.status for p in instance.pairings} == {
        PairingStatus.RUNNING, PairingStatus.FORBIDDEN, PairingStatus.ENDED,
    }  # fmt: skip
    assert instance.preferences[-1].rank == 2
    assert instance.trajectories["skj"].phases[0].minutes == 60
    assert instance.held[0].minutes == 30
    assert instance.levels[:3] == (Level.PLACED, Level.SERVED, Level.KEPT)
    assert instance.weights[Component.DISC] == 20
    assert instance.disc_matrix["S", "C"] == 400
    assert len(instance.closures) == 1


def test_distance_counts_only_when_it_is_allowed() -> None:
    """Op afstand toegestaan = nee switches every person's own setting off."""
    sheets = {**FULL, "Instellingen": [*FULL["Instellingen"], ["op afstand toegestaan", "nee"]]}
    instance = read_sheets(sheets).instance
    assert instance is not None
    assert not any(person.is_remote for person in (*instance.juniors, *instance.seniors))


def test_good_friday_is_a_working_day_unless_told_otherwise() -> None:
    """26 March 2027 lies two days before Easter."""
    friday, monday = D(2027, 3, 26), D(2027, 3, 29)
    for setting, is_holiday in (("ja", False), ("nee", True)):
        instance = read_sheets(with_setting("Goede Vrijdag werkdag", setting)).instance
        assert instance is not None
        assert (friday in instance.holidays) is is_holiday
        assert monday in instance.holidays


def test_week_53_is_told_only_to_who_alternates_in_that_winter() -> None:
    """2026-Q4 touches W53; an anchor date or no even weeks make it silent."""
    winter = with_setting("kwartaal", "2026-Q4")
    assert found(read_sheets(winter), "week-53").severity == "warning"
    assert "week-53" not in codes(read_sheets(with_setting("kwartaal", "2027-Q2")))
    anchored = {**winter, "Instellingen": [*winter["Instellingen"],
                                           ["even weken vanaf", D(2026, 12, 21)]]}  # fmt: skip
    assert "week-53" not in codes(read_sheets(anchored))
    plain = {**winter, "Werkdagen": [["personeelsnummer"]]}
    assert "week-53" not in codes(read_sheets(plain))


def test_history_is_not_checked() -> None:
    """Ended rows and rows before the quarter may name people who left."""
    reading = read_sheets(
        with_rows(
            "Koppelingen",
            ["0888", "0999", "beëindigd"],
            ["0012", "0999", "lopend", None, None, D(2026, 12, 31)],
            ["0012", "0101", "lopend"],
        )
    )
    assert reading.instance is not None, reading.findings
    assert [pairing.senior for pairing in reading.instance.pairings] == ["0101"]


def test_settings_are_read_in_the_ways_people_write_them() -> None:
    """Per mille and per cent, words and dates."""
    for value in (850, 85, "85%", "850 ‰", "0,85", Cell(Tag.PERCENT, 85.0)):
        instance = read_sheets(with_setting("comfortabel tot", value)).instance
        assert instance is not None
        assert instance.settings.comfort_permille == 850
    instance = read_sheets(with_setting("DiSC-regel", "Aanvulling")).instance
    assert instance is not None
    assert instance.settings.disc_rule is DiscRule.COMPLEMENT


def test_settings_in_force_tell_what_is_a_default() -> None:
    """Herkomst shows each setting, in the language in use."""
    reading = read_sheets(with_setting("horizon", 3))
    assert reading.settings_in_force["horizon"] == "3"
    assert reading.settings_in_force["overlegduur"] == "30 (standaard)"
    with language("en"):
        assert reading.settings_in_force["remote allowed"] == "yes (default)"


def test_hidden_merged_and_disordered_parts_are_found() -> None:
    """What a sheet hides or joins is told; a merge in the data stops the run."""
    grids = [raw_grid(name, rows) for name, rows in SMALL.items() if name != "Junioren"]
    for more, code, severity in (
        ({"is_hidden": True}, "hidden-sheet", "warning"),
        ({"hidden_rows": frozenset({3})}, "hidden-rows", "warning"),
        ({"hidden_columns": frozenset({2})}, "hidden-columns", "warning"),
        ({"merged": ("C2:C3",)}, "merged-cells", "error"),
        ({"disordered": ("B2",)}, "disordered-cells", "error"),
    ):
        juniors = raw_grid("Junioren", SMALL["Junioren"], **more)
        reading = interpret([RawFile(name="b.xlsx", grids=(*grids, juniors))])
        assert found(reading, code).severity == severity
        assert (reading.instance is None) is (severity == "error")
    elsewhere = raw_grid("Junioren", SMALL["Junioren"], merged=("H1:K1", "H2:H9"))
    assert "merged-cells" not in codes(interpret([RawFile(name="b", grids=(*grids, elsewhere))]))


def test_headings_may_stand_below_a_title() -> None:
    """A title row above the headings is passed over; cells keep their addresses."""
    sheets = small()
    sheets["Junioren"] = [["Onze junioren"], [], *SMALL["Junioren"]]
    sheets["Junioren"][4] = ["0013", "Bram", "Zuid", "31-02-2027"]
    assert found(read_sheets(sheets), "no-such-date").place == "Junioren!D5"


def _as_folder(folder: Path, sheets: Sheets) -> Path:
    folder.mkdir()
    for name, rows in sheets.items():
        if name == "Senioren":
            write_workbook(folder / "Senioren.xlsx", {"Blad1": rows})
            continue
        lines = [";".join("" if v is None else str(v) for v in row) for row in rows]
        (folder / f"{name.lower()}.csv").write_text("\n".join(lines), encoding="utf-8")
    return folder


def test_a_folder_reads_like_one_workbook(tmp_path: Path) -> None:
    """One sheet a file, named after the sheet, .csv and .xlsx mixed."""
    sheets = small()
    sheets["Junioren"][2][2] = '"Zuid; Noord"'
    whole = read([write_workbook(tmp_path / "boek met spatie.xlsx", SMALL)])
    folder = read([_as_folder(tmp_path / "map", sheets)])
    assert whole.instance is not None
    assert folder.instance is not None, folder.findings
    assert folder.instance == whole.instance
    assert len(folder.sources) == 4
    assert all(len(source.sha256) == 64 for source in folder.sources)


def test_the_same_sheet_twice_is_an_error(tmp_path: Path) -> None:
    """A workbook and a file with one of its sheets contradict each other."""
    book = write_workbook(tmp_path / "boek.xlsx", SMALL)
    extra = write_workbook(tmp_path / "Junioren.xlsx", {"Sheet": SMALL["Junioren"]})
    finding = found(read([book, extra]), "duplicate-sheet")
    assert "boek.xlsx" in finding.message
    assert "Junioren.xlsx" in finding.message


def test_a_result_reads_as_input() -> None:
    """Our own result sheets and the explanation are passed over without a word."""
    sheets = {
        "Koppelvoorstel": [["junior", "senior"], ["0012", "0101"]],
        "Herkomst": [["wat", "waarde"]],
        "Uitleg": [["Welkom"]],
        **SMALL,
        "Overleggen": FULL["Overleggen"],
    }
    reading = read_sheets(sheets)
    assert reading.unknown_sheets == ()
    assert reading.instance is not None
    assert len(reading.instance.held) == 1


def test_an_open_workbook_is_told(tmp_path: Path) -> None:
    """Excel's lock file beside the workbook means that changes may be unsaved."""
    book = write_workbook(tmp_path / "boek.xlsx", SMALL)
    (tmp_path / "~$boek.xlsx").write_bytes(b"lock")
    reading = read([book])
    assert found(reading, "open-elsewhere").severity == "warning"
    assert reading.instance is not None


def test_excel_keeps_its_zeros_formats_and_ghost_rows(tmp_path: Path) -> None:
    """0000 is read as shown, formats of dates hold, empty rows with a format are nothing."""
    import openpyxl

    path = write_workbook(tmp_path / "boek.xlsx", SMALL)
    book = openpyxl.load_workbook(path)
    sheet = book["Junioren"]
    sheet["A2"].value, sheet["A2"].number_format = 12, "0000"
    sheet["A500"].number_format = "0000"
    sheet.row_dimensions[3].hidden = True
    book["Senioren"].sheet_state = "hidden"
    book["Werkdagen"].merge_cells("B2:B3")
    book.save(path)
    reading = read([path])
    assert {"hidden-rows", "hidden-sheet", "merged-cells"} <= set(codes(reading))
    table = reading.table("juniors")
    assert table is not None
    assert [row.text("number") for row in table.rows] == ["0012", "0013"]


def test_even_and_odd_weeks_and_sites_reach_the_instance() -> None:
    """`even Zuid 09:00-12:00; oneven x` gives three stretches."""
    sheets = _cell("Werkdagen", 3, 2, "even Zuid 09:00-12:00; oneven x")
    instance = read_sheets(sheets).instance
    assert instance is not None
    monday = [h for h in instance.juniors[1].hours if h.weekday == 0]
    assert sorted((h.weeks, h.site, h.start_minute) for h in monday if h.weeks is Weeks.EVEN) == [
        (Weeks.EVEN, "Zuid", 540)
    ]
    assert len(monday) == 3


def test_nothing_of_a_reading_is_an_instance_with_errors(tmp_path: Path) -> None:
    """A missing file and an empty folder are findings too."""
    empty = tmp_path / "leeg"
    empty.mkdir()
    readings: list[Reading] = [read([tmp_path / "weg.xlsx"]), read([empty])]
    assert [codes(reading)[0] for reading in readings] == ["not-found", "empty-folder"]
    assert all(reading.instance is None for reading in readings)
