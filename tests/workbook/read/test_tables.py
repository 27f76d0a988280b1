"""Reading the cells of a sheet: what says nothing, what stands in one cell, what may bind."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from koppeling.workbook.read.reader import read
from tests.workbook.koppelboek import (
    FULL,
    SMALL,
    Sheets,
    codes,
    found,
    read_sheets,
    small,
    with_rows,
    write_workbook,
)

D = dt.date
NOTHING = ("geen voorkeur", "n.v.t.", "nvt", "-", "onbekend", "Geen", "no preference", "N/A", "?")


def _with_column(name: str, heading: str, *values: Any) -> Sheets:
    sheets = small()
    for row, value in zip(sheets[name], (heading, *values), strict=True):
        row.append(value)
    return sheets


@pytest.mark.parametrize("text", NOTHING)
@pytest.mark.parametrize(
    ("name", "heading"),
    [("Junioren", "leerdoelen"), ("Junioren", "e-mail"), ("Junioren", "opmerking"),
     ("Senioren", "specialisaties"), ("Senioren", "registraties"),
     ("Senioren", "ervaring academisch (jaren)"), ("Senioren", "motivatie"),
     ("Junioren", "specialistische opleiding"), ("Junioren", "kostenplaats")],
)  # fmt: skip
def test_what_says_nothing_is_empty_with_one_note_a_column(
    name: str, heading: str, text: str
) -> None:
    """Empty binds no less there."""
    reading = read_sheets(_with_column(name, heading, text, text))
    assert codes(reading) == ["read-as-empty"], reading.findings
    note = found(reading, "read-as-empty")
    assert note.cells == tuple(f"{'ABCDE'[len(SMALL[name][0])]}{row}" for row in (2, 3))
    assert note.message.count(f"“{text}”") == 1
    assert reading.instance is not None
    table = reading.table({"Junioren": "juniors", "Senioren": "seniors"}[name])
    assert table is not None
    assert all(len(row.values) == len(SMALL[name][0]) for row in table.rows)


def test_no_motivation_is_no_motivation() -> None:
    """“onbekend” is not where to find it."""
    instance = read_sheets(_with_column("Senioren", "motivatie", "onbekend", "map 3")).instance
    assert instance is not None
    assert [senior.has_motivation for senior in instance.seniors] == [False, True]


@pytest.mark.parametrize("text", ["n.v.t.", "onbekend", "?", "geen"])
@pytest.mark.parametrize(
    ("name", "heading"),
    [("Senioren", "opleiding geldig tot"), ("Senioren", "uit dienst per"),
     ("Senioren", "max junioren"), ("Senioren", "uren per kwartaal"), ("Senioren", "domein"),
     ("Junioren", "budget uren per kwartaal"), ("Junioren", "einde traject"),
     ("Werkdagen", "tot"), ("Werkdagen", "vestiging")],
)  # fmt: skip
def test_what_says_nothing_is_refused_where_empty_would_free_somebody(
    name: str, heading: str, text: str
) -> None:
    """The remedy says what an empty cell would mean."""
    sheets = small()
    for row in sheets[name]:
        row.append(None)
    sheets[name][0][-1], sheets[name][1][-1] = heading, text
    reading = read_sheets(sheets)
    assert codes(reading) == ["says-nothing"], reading.findings
    assert found(reading, "says-nothing").severity == "error"
    assert reading.instance is None


def test_nothing_in_a_day_is_a_day_off() -> None:
    """Off binds more: the minus without a word, other words with one."""
    sheets = small()
    sheets["Werkdagen"][1][1:3] = ["-", "n.v.t."]
    sheets["Werkdagen"][2][1] = "onbekend"
    reading = read_sheets(sheets)
    told = [f.cell for f in reading.findings if f.code == "read-as-empty"]
    assert told == ["C2", "B3"]
    assert reading.instance is not None
    assert reading.instance.juniors[0].hours == ()


def test_no_preference_is_no_wish_and_no_mistake() -> None:
    """As rank or as whom it is about; a veto about nobody stays an error."""
    for row in (["0012", "0101", "geen voorkeur"], ["0012", "geen voorkeur", None]):
        reading = read_sheets(with_rows("Voorkeuren", row))
        assert codes(reading) == ["read-as-empty"], reading.findings
        assert reading.instance is not None
        assert reading.instance.preferences == ()
    veto = read_sheets(with_rows("Voorkeuren", ["0012", "?", None, "ja"]))
    assert veto.instance is None


def test_no_style_is_no_mistake() -> None:
    """DiSC is voluntary."""
    reading = read_sheets(with_rows("DiSC", ["0012", "onbekend"]))
    assert codes(reading) == ["read-as-empty"]


@pytest.mark.parametrize(
    "word", ["ziek", "Verlof", "vakantie", "zwangerschapsverlof", "sick", "annual leave", "holiday"]
)
def test_a_reason_for_absence_is_an_absence_and_the_reason_is_not_kept(word: str) -> None:
    """Said once, without the reason; nothing that is read has it."""
    rows = [["0012", word, D(2027, 5, 3), D(2027, 5, 14)], ["0101", word, D(2027, 5, 3), None]]
    reading = read_sheets(with_rows("Beschikbaarheid", *rows))
    assert codes(reading) == ["reason-not-kept"]
    assert found(reading, "reason-not-kept").cells == ("B2", "B3")
    assert reading.instance is not None
    assert [len(p.absences) for p in (*reading.instance.juniors, *reading.instance.seniors)] == [
        1, 0, 1, 0,
    ]  # fmt: skip
    table = reading.table("availability")
    assert table is not None
    assert {row["kind"] for row in table.rows} == {"absent"}
    kept = repr((table.rows, [(f.message, f.remedy) for f in reading.findings]))
    assert word.casefold() not in kept.casefold()


def test_a_meeting_called_leave_is_asked_about() -> None:
    """“verlofoverleg” may be either."""
    reading = read_sheets(with_rows("Beschikbaarheid", ["0012", "verlofoverleg", D(2027, 5, 3)]))
    assert codes(reading) == ["not-a-choice"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_heading_in_one_cell_says_so(separator: str, tmp_path: Path) -> None:
    """Of a .csv with quotes around its lines, and of a workbook into which it was pasted."""
    lines = [separator.join(map(str, row)) for row in SMALL["Senioren"]]
    reading = read_sheets(small(Senioren=[[line] for line in lines]))
    finding = found(reading, "heading-in-one-cell")
    assert (finding.severity, finding.place) == ("error", "Senioren!A1")
    assert "; of een ," in finding.remedy
    assert not {"missing-column", "nobody"} & set(codes(reading))
    folder = tmp_path / "map"
    folder.mkdir()
    write_workbook(folder / "rest.xlsx", {k: v for k, v in SMALL.items() if k != "Senioren"})
    (folder / "Senioren.csv").write_text("\n".join(f'"{line}"' for line in lines))
    assert found(read([folder]), "heading-in-one-cell").source == "Senioren.csv"


def test_rows_in_one_cell_below_a_sound_heading_say_so() -> None:
    """Where the heading has ; and the rows have , all rows are one mistake."""
    rows = [["0101,Cato,Noord"], ["0102,Dirk,Zuid"]]
    reading = read_sheets(small(Senioren=[SMALL["Senioren"][0], *rows]))
    assert found(reading, "row-in-one-cell").cells == ("A2", "A3")
    assert "missing-value" not in codes(reading)


@pytest.mark.parametrize(
    ("name", "heading", "value", "meant"),
    [
        ("Senioren", "uit dienst vanaf", D(2027, 6, 1), "uit dienst per"),
        ("Senioren", "aantal juniors, max.", 1, "max junioren"),
        ("Senioren", "wie coacht", "nee", "coacht junioren"),
        ("Senioren", "opleiding geldig", D(2027, 6, 1), "opleiding geldig tot"),
        ("Senioren", "opleiding", D(2027, 6, 1), "opleiding geldig tot"),
        ("Senioren", "uren per kwartal", 4, "uren per kwartaal"),
        ("Voorkeuren", "veto's", "ja", "veto"),
        ("Voorkeuren", "liever niet", "ja", "veto"),
        ("Beschikbaarheid", "laatste dag", D(2027, 6, 1), "tot"),
        ("Beschikbaarheid", "datum tot", D(2027, 6, 1), "tot"),
        ("Capaciteit", "in welk kwartaal", "2027-Q3", "kwartaal"),
        ("Capaciteit", "hoogstens", 1, "max junioren"),
        ("Escalaties", "tot wanneer", D(2027, 6, 1), "tot"),
        ("Koppelingen", "eindigt op", D(2027, 6, 1), "tot"),
        ("Junioren", "einde trajct", D(2027, 6, 1), "einde traject"),
    ],
)
def test_a_heading_that_may_be_a_missing_column_that_binds_is_an_error(
    name: str, heading: str, value: object, meant: str
) -> None:
    """By its letters, its words, or what stands in it: passed over it would free somebody."""
    sheets = small()
    if name not in sheets:
        sheets[name] = [list(FULL[name][0]), list(FULL[name][1])]
        column = sheets[name][0].index(meant)
        for row in sheets[name]:
            del row[column]
    sheets[name][0].append(heading)
    sheets[name][1].append(value)
    reading = read_sheets(sheets)
    finding = found(reading, "heading-resembles")
    assert finding.severity == "error"
    assert f"“{meant}”" in finding.message
    assert "opmerking" in finding.remedy


def test_who_has_something_in_an_unknown_column_is_named_by_number_or_cell() -> None:
    """Never by name, and in sheets about two people too."""
    head = ["junior", "senior", "status", "afspraak"]
    sheets = small(
        Koppelingen=[head, ["0012", "0101", "vast", "kort"]],
        Escalaties=[[*FULL["Escalaties"][0], "team"], ["Anouk", D(2027, 5, 3), None, 1, "Blauw"]],
    )
    told = {f.sheet: f for f in read_sheets(sheets).findings if f.code == "unknown-column"}
    assert "0012, 0101" in told["Koppelingen"].message
    assert "A2" in told["Escalaties"].message
    assert "Anouk" not in told["Escalaties"].message


def test_no_two_headings_are_guessed_to_be_one_column() -> None:
    """The first day and the last day are not both “van”, nor either of them a weekday."""
    reading = read_sheets(
        small(
            Beschikbaarheid=[
                ["personeelsnummer", "soort", "eerste dag", "laatste dag"],
                ["0012", "afwezig", D(2027, 5, 3), D(2027, 5, 4)],
            ]
        )
    )
    guesses = [f.message for f in reading.findings if f.code == "heading-resembles"]
    assert ["“van”" in guesses[0], "“tot”" in guesses[1]] == [True, True]


def test_a_day_on_which_hours_begin_is_no_note() -> None:
    """Passed over, the hours of a later day would hold at once."""
    reading = read_sheets(
        small(Capaciteit=[["personeelsnummer", "uren", "vanaf"], ["0101", 20, D(2027, 10, 1)]])
    )
    assert "“kwartaal”" in found(reading, "heading-resembles").message
    assert reading.instance is None


def test_the_number_of_days_away_is_a_remark() -> None:
    """Most lists of leave have it, and it binds nobody."""
    reading = read_sheets(
        small(
            Beschikbaarheid=[
                ["personeelsnummer", "soort", "begindatum", "einddatum", "aantal dagen"],
                ["0012", "afwezig", D(2027, 5, 3), D(2027, 5, 4), 2],
            ]
        )
    )
    assert reading.instance is not None
    assert [f.severity for f in reading.findings] == ["warning"]


@pytest.mark.parametrize(("again", "is_read"), [("Anouk", 1), (None, 1), ("Anna", 0)])
def test_a_second_heading_for_a_column_may_repeat_it(again: str | None, is_read: int) -> None:
    """With “naam junior” beside “naam” nothing is doubtful, unless they differ."""
    reading = read_sheets(_with_column("Junioren", "naam junior", again, None))
    assert (reading.instance is not None) == bool(is_read)
    assert ("duplicate-heading" in codes(reading)) != bool(is_read)


@pytest.mark.parametrize(
    ("heading", "value"),
    [("opmerking over opleiding geldig tot", "geen idee"), ("Team", "Blauw"),
     ("opleiding", "HBO"), ("Begindatum_contract", D(2020, 1, 1)), ("telefoon", "010-1234567")],
)  # fmt: skip
def test_another_column_is_a_remark_that_says_for_whom(heading: str, value: object) -> None:
    """It is kept in the copy, and binds nobody."""
    reading = read_sheets(_with_column("Senioren", heading, value, None))
    assert codes(reading) == ["unknown-column"], reading.findings
    assert "0101" in found(reading, "unknown-column").message
    assert reading.instance is not None
