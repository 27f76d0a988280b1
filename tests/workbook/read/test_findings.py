"""Every mistake in a workbook gets its own finding, with the cell it is in."""

from __future__ import annotations

import datetime as dt

import pytest

from koppeling.workbook.read.grids import Cell, RawFile, Tag
from koppeling.workbook.read.reader import interpret
from tests.workbook.koppelboek import (
    SMALL,
    Sheets,
    codes,
    found,
    put,
    raw_grid,
    read_sheets,
    renumbered,
    small,
    with_rows,
    with_setting,
)

D = dt.date


def _without(name: str, *columns: str) -> Sheets:
    sheets = small()
    rows = sheets[name]
    keep = [index for index, heading in enumerate(rows[0]) if heading not in columns]
    sheets[name] = [[row[index] for index in keep] for row in rows]
    return sheets


ERRORS: dict[str, tuple[Sheets, str, str]] = {
    # who is who
    "duplicate junior": (put("Junioren", 3, 1, "0012"), "duplicate-number", "Junioren!A3"),
    "duplicate senior": (put("Senioren", 3, 1, "0101"), "duplicate-number", "Senioren!A3"),
    "no number": (put("Junioren", 3, 1, None), "missing-value", "Junioren!A3"),
    "no name": (put("Junioren", 3, 2, None), "missing-value", "Junioren!B3"),
    "half a number": (put("Junioren", 3, 1, 12.5), "not-a-personnel-number", "Junioren!A3"),
    "negative number": (put("Junioren", 3, 1, -1), "not-a-personnel-number", "Junioren!A3"),
    "lost zeros": (put("Werkdagen", 2, 1, 12), "lost-zeros", "Werkdagen!A2"),
    "other case": (
        with_rows("DiSC", ["01 01", "D", None, None, None, None]), "lost-zeros", "DiSC!A2",
    ),
    "nobody": (small(Junioren=[SMALL["Junioren"][0]]), "nobody", "Junioren"),
    # the form of the sheet
    "sheet with a typo in its name": (
        small(Voorkeurn=[["van", "over", "veto"], ["0012", "0101", "ja"]]),
        "sheet-resembles", "Voorkeurn",
    ),
    "deleted heading of a day": (
        put("Werkdagen", 1, 3, None), "no-heading", "Werkdagen!C2, C4, C5",
    ),
    "deleted heading of the end of a service": (
        small(Senioren=[
            ["personeelsnummer", "naam", "vestiging", None],
            ["0101", "Cato", "Noord", None],
            ["0102", "Dirk", "Zuid", D(2027, 4, 1)],
        ]),
        "no-heading", "Senioren!D3",
    ),
    "deleted heading of a veto": (
        small(Voorkeuren=[["van", "over", "rang", None], ["0012", "0101", None, "ja"]]),
        "no-heading", "Voorkeuren!D2",
    ),
    "unknown kind of meeting": (
        with_rows(
            "Overleggen",
            ["a1", dt.date(2027, 4, 5), "10:00", "10:30", "0012", "0101", "beegleiding", 0,
             "gehouden", None],
        ),
        "unknown-kind-of-meeting", "Overleggen!G2",
    ),
    "no sheet": (
        {k: v for k, v in SMALL.items() if k != "Werkdagen"}, "missing-sheet", "Werkdagen",
    ),
    "no column": (_without("Junioren", "start traject"), "missing-column", "Junioren!A1"),
    "no heading": (put("Werkdagen", 1, 3, None), "no-heading", "Werkdagen!C2, C4, C5"),
    "veto without a heading": (
        small(Voorkeuren=[["van", "over", "rang"], ["0012", "0101", 1, "veto"]]),
        "no-heading", "Voorkeuren!D2",
    ),
    "no to coaching without a heading": (
        small(
            Senioren=[
                ["personeelsnummer", "naam", "vestiging", None, None],
                ["0101", "Cato", "Noord", None, None],
                ["0102", "Dirk", "Zuid", "nee", "voorlopig"],
            ]
        ),
        "no-heading", "Senioren!D3, E3",
    ),
    "no number at all": (put("Senioren", 2, 1, "n.v.t."), "not-a-personnel-number", "Senioren!A2"),
    "column twice": (put("Junioren", 1, 3, "Naam "), "duplicate-heading", "Junioren!C1"),
    "BSN": (put("Junioren", 1, 3, "B.S.N."), "sensitive-column", "Junioren!C1"),
    "hidden BSN": (put("Werkdagen", 1, 6, "bsn medewerker"), "sensitive-column", "Werkdagen!F1"),
    "birth date": (put("Werkdagen", 1, 6, "Geb.datum"), "sensitive-column", "Werkdagen!F1"),
    "IBAN": (put("Werkdagen", 1, 6, "IBAN"), "sensitive-column", "Werkdagen!F1"),
    "reason of absence": (
        small(Beschikbaarheid=[["soort", "van", "reden"], ["afwezig", D(2027, 5, 3), "griep"]]),
        "sensitive-column", "Beschikbaarheid!C1",
    ),
    "error cell": (put("Junioren", 2, 4, Cell(Tag.ERROR, "#N/A")), "error-cell", "Junioren!D2"),
    "never calculated": (
        put("Junioren", 2, 1, Cell(Tag.FORMULA, "")), "formula-without-value", "Junioren!A2",
    ),
    "too long": (put("Junioren", 2, 2, "a" * 40_000), "text-too-long", "Junioren!B2"),
    # dates
    "31 February": (put("Junioren", 2, 4, "31-02-2027"), "no-such-date", "Junioren!D2"),
    "30 February in ISO": (put("Junioren", 2, 4, "2027-02-30"), "no-such-date", "Junioren!D2"),
    "no date": (put("Junioren", 2, 4, "binnenkort"), "not-a-date", "Junioren!D2"),
    "far number as date": (put("Junioren", 2, 4, 1e9), "not-a-date", "Junioren!D2"),
    "year 1027": (put("Junioren", 2, 4, "4-1-1027"), "date-out-of-range", "Junioren!D2"),
    # working days
    "overlap in a cell": (
        put("Werkdagen", 2, 2, "08:00-12:00; 11:00-13:00"), "overlapping-hours", "Werkdagen!B2",
    ),
    "overlap of rows": (
        with_rows("Werkdagen", ["0012", "even 09:00-10:00"]), "overlapping-hours", "Werkdagen!B6",
    ),
    "a number of hours": (put("Werkdagen", 2, 2, 8), "not-working-hours", "Werkdagen!B2"),
    "Excel made a date": (
        put("Werkdagen", 2, 2, D(2027, 12, 8)), "hours-became-date", "Werkdagen!B2",
    ),
    "backwards": (put("Werkdagen", 2, 2, "17:00-08:30"), "ends-before-it-begins", "Werkdagen!B2"),
    "wrong order": (
        put("Werkdagen", 2, 2, "Noord even 08:30-12:30"), "not-working-hours", "Werkdagen!B2",
    ),
    "no semicolon": (
        put("Werkdagen", 2, 2, "08:30-12:30 13:00-17:00"), "not-working-hours", "Werkdagen!B2",
    ),
    "validity backwards": (
        small(Werkdagen=[["personeelsnummer", "ma", "vanaf", "tot"],
                         ["0012", "x", D(2027, 5, 1), D(2027, 4, 1)]]),
        "ends-before-it-begins", "Werkdagen!D2",
    ),
    "no row": (small(Werkdagen=SMALL["Werkdagen"][:-1]), "no-working-days", "Werkdagen"),
    "a site of nobody": (
        put("Werkdagen", 2, 2, "Zudi 08:30-12:30"), "unknown-site", "Werkdagen!B2",
    ),
    "a word that is no hours": (
        put("Werkdagen", 5, 2, "standaard; x"), "not-working-hours", "Werkdagen!B5",
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
        with_rows("Beschikbaarheid", ["0012", "misschien", D(2027, 5, 3)]),
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
    "unknown person": (with_rows("Werkdagen", ["0999", "x"]), "unknown-person", "Werkdagen!A6"),
    "unknown running": (
        with_rows("Koppelingen", ["0012", "0999", "lopend"]), "unknown-person", "Koppelingen!B2",
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
    "two kinds of guide": (
        with_rows("Trajecttypen", ["t", "1", 0, 2, 1, "weken", None, None, None, "coach"],
                  ["t", "2", 6, 6, 1, "maanden", None, None, None, "senior"]),
        "two-values", "Trajecttypen!J3",
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
    "unknown setting": (with_setting("horizonn", 4), "unknown-setting", "Instellingen!A3"),
    "a sheet under another name": (
        small(Beschikbaarheit=[["iets"]]), "sheet-resembles", "Beschikbaarheit",
    ),
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


def renumbered_senior() -> Sheets:
    """Copy the small practice with one person as a junior and as a senior."""
    sheets = put("Senioren", 2, 1, "0012")
    del sheets["Werkdagen"][3]
    return sheets


WARNINGS: dict[str, tuple[Sheets, str, str]] = {
    "date as a bare number": (put("Junioren", 2, 4, 46388), "date-as-number", "Junioren!D2"),
    "two-digit year": (put("Junioren", 2, 4, "4-1-27"), "short-year", "Junioren!D2"),
    "1.30 hours": (
        with_rows("Capaciteit", ["0101", None, "1.30"]), "ambiguous-hours", "Capaciteit!C2",
    ),
    "looks like a BSN": (renumbered("0101", "111222333"), "looks-like-bsn", "Senioren!A2"),
    "zeros apart": (renumbered("0013", "12"), "near-duplicate-number", "Junioren!A2"),
    "two names": (renumbered_senior(), "two-names", "Senioren!B2"),
    "wish about a stranger": (
        with_rows("Voorkeuren", ["0012", "0999", 1]), "unknown-person", "Voorkeuren!B2",
    ),
    "style of a stranger": (
        with_rows("DiSC", ["0999", "D", None, None, None, None]), "unknown-person", "DiSC!A2",
    ),
    "no day": (with_rows("Werkdagen"), "no-hours", "Werkdagen!B2"),
    "unknown site": (
        put("Werkdagen", 2, 2, "Zuid 08:30-12:30"), "site-not-listed", "Werkdagen!B2",
    ),
    "unknown column": (put("Werkdagen", 1, 6, "kleur"), "unknown-column", "Werkdagen!F1"),
    "a note apart": (
        with_rows("Voorkeuren", ["0012", "0101", 1, None, None, "let op"]),
        "no-heading", "Voorkeuren!F2",
    ),
    "no heading where nobody is bound": (
        with_rows("Weging", ["DiSC", 20, "zo afgesproken"]), "no-heading", "Weging!C2",
    ),
    "unknown sheet": (small(Notities=[["iets"]]), "unknown-sheet", ""),
    "unknown setting without a value": (
        with_setting("horizonn", None), "unknown-setting", "Instellingen!A3",
    ),
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
def test_a_mistake_stops_the_run_and_names_itswith_cell(case: str) -> None:
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


def test_a_mistyped_sheet_is_asked_about() -> None:
    """`Werkdage` is nearly the sheet that is missing."""
    sheets = small()
    sheets["Werkdage"] = sheets.pop("Werkdagen")
    finding = found(read_sheets(sheets), "missing-sheet")
    assert "Werkdage" in finding.remedy
