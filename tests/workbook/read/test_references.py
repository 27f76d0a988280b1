"""Whom a row is about: a number, a name, something near either, or nobody at all."""

from __future__ import annotations

import copy
import datetime as dt
import random
from collections import Counter
from typing import Any

import pytest

from koppeling.domain.finding import Finding
from koppeling.domain.instance import Instance, PairingRow, PairingStatus
from koppeling.workbook.read.reader import Reading
from tests.workbook.koppelboek import FULL, Sheets, codes, found, read_sheets

D = dt.date
PEOPLE = {
    "0012": "Anouk de Wit",
    "0013": "Bram Kuiper",
    "0101": "Cato van Dam",
    "0102": "Dirk Postma",
}
#: Whose a row is, by sheet: in each of these a reference binds somebody or tells of somebody.
COLUMNS = {
    "Werkdagen": (0,), "Beschikbaarheid": (0,), "DiSC": (0,), "Capaciteit": (0,),
    "Koppelingen": (0, 1), "Voorkeuren": (0, 1), "Escalaties": (0,), "Groepen": (3,),
    "Overleggen": (4, 5),
}  # fmt: skip


def practice(**changes: Any) -> Sheets:
    """Make a sound practice with a row in every sheet, its people with two names each."""
    sheets = copy.deepcopy(FULL)
    sheets["Overleggen"][1][1] = D(2027, 4, 5)
    sheets["Instellingen"] += [["peildatum", D(2027, 4, 12)]]
    for name in ("Junioren", "Senioren"):
        for row in sheets[name][1:]:
            row[1] = PEOPLE[row[0]]
    sheets["Escalaties"][1][1] = D(2027, 5, 17)
    return {**sheets, **changes}


def with_cell(name: str, column: int, value: object, row: int = 1) -> Sheets:
    """Make the practice with another reference in one cell."""
    sheets = practice()
    sheets[name][row][column] = value
    return sheets


def sound() -> Instance:
    """Read the practice as it should be read."""
    instance = read_sheets(practice()).instance
    assert instance is not None
    return instance


def errors(reading: Reading) -> list[Finding]:
    """List the findings that stop the run."""
    return [finding for finding in reading.findings if finding.severity == "error"]


def told(reading: Reading) -> str:
    """Join all that is said."""
    return " ".join(finding.message + finding.remedy for finding in reading.findings)


@pytest.mark.parametrize(("sheet", "column"), [(s, c) for s, cs in COLUMNS.items() for c in cs])
def test_a_whole_name_is_read_as_the_number_in_every_sheet(sheet: str, column: int) -> None:
    """The practice is the same one, and one note says what was read as whom."""
    number = str(practice()[sheet][1][column])
    reading = read_sheets(with_cell(sheet, column, PEOPLE[number]))
    assert reading.instance == sound()
    note = found(reading, "named-person")
    assert (note.severity, note.sheet, codes(reading).count("named-person")) == (
        "warning", sheet, 1,
    )  # fmt: skip
    assert number in note.message
    assert PEOPLE[number] not in told(reading)


@pytest.mark.parametrize(
    "name",
    ["cato van dam", "CATO  VAN  DAM", "van Dam, Cato", "Dam, Cato van", "Cáto van Dam",
     "Cato van Dam (0101)", "Cato (0101)", "C. van Dam (0101)"],
)  # fmt: skip
def test_case_accents_blanks_and_order_of_a_name_do_not_count(name: str) -> None:
    """Nor does the number behind it, which says for certain who it is."""
    reading = read_sheets(with_cell("Capaciteit", 0, name))
    assert errors(reading) == []
    assert reading.instance == sound()


@pytest.mark.parametrize(
    ("text", "code", "candidates"),
    [
        ("Cato", "resembling-person", ["0101 (Senioren!A2)"]),
        ("C. van Dam", "resembling-person", ["0101 (Senioren!A2)"]),
        ("Cato van Dan", "resembling-person", ["0101 (Senioren!A2)"]),
        ("mevr. Cato van Dam", "resembling-person", ["0101 (Senioren!A2)"]),
        ("Cato Postma", "resembling-person", ["0101 (Senioren!A2)", "0102 (Senioren!A3)"]),
        ("101", "lost-zeros", ["0101 (Senioren!A2)"]),
        ("00101", "lost-zeros", ["0101 (Senioren!A2)"]),
        ("1001", "resembling-person", ["0101 (Senioren!A2)"]),
        ("0112", "resembling-person", ["0012 (Junioren!A2)", "0102 (Senioren!A3)"]),
        ("01O1", "resembling-person", ["0101 (Senioren!A2)"]),
        ("0101; 0102", "resembling-person", ["0101 (Senioren!A2)", "0102 (Senioren!A3)"]),
        ("Cato van Dam (0102)", "name-and-number-differ", ["0102 (Senioren!A3)", "0101"]),
    ],
)
def test_what_resembles_somebody_is_an_error_that_says_whom(
    text: str, code: str, candidates: list[str]
) -> None:
    """Nobody is guessed: the candidates are told, each with the cell of the number."""
    reading = read_sheets(with_cell("Werkdagen", 0, text, row=3))
    # whoever's row it was may lack one now
    (error,) = (error for error in errors(reading) if error.code != "no-working-days")
    assert (error.code, error.place) == (code, "Werkdagen!A4")
    assert all(candidate in error.message for candidate in candidates)
    assert "Dam" not in told(reading)


def test_a_name_that_two_bear_is_nobodys() -> None:
    """Both are told, with their cells."""
    sheets = with_cell("Senioren", 1, "Bram Kuiper")
    sheets["Beschikbaarheid"][1][0] = "Bram Kuiper"
    (error,) = errors(read_sheets(sheets))
    assert error.place == "Beschikbaarheid!A2"
    assert "0013 (Junioren!A3), 0101 (Senioren!A2)" in error.message


def test_a_first_name_is_nobodys_where_it_begins_another_name() -> None:
    """Somebody is called Cato and nothing more, and so may Cato van Dam be."""
    sheets = with_cell("Junioren", 1, "Cato")
    sheets["Beschikbaarheid"][1][0] = "Cato"
    (error,) = errors(read_sheets(sheets))
    assert "0012 (Junioren!A2), 0101 (Senioren!A2)" in error.message


def test_a_name_is_never_that_of_somebody_who_left() -> None:
    """An ended row is no one's name: not by itself, and not beside one who is there."""
    sheets = with_cell("Junioren", 18, D(2027, 4, 1))
    sheets["Beschikbaarheid"][1][0] = "Anouk de Wit"
    (error,) = errors(read_sheets(sheets))
    assert "0012 (Junioren!A2)" in error.message
    sheets["Senioren"][2][1] = "Anouk de Wit"
    reading = read_sheets(sheets)
    assert errors(reading) == []
    assert reading.instance is not None
    assert [len(senior.absences) for senior in reading.instance.seniors] == [0, 1]


STRANGER: dict[str, list[Any]] = {
    "Werkdagen": ["7801", "x"],
    "Beschikbaarheid": ["7801", "afwezig", D(2027, 5, 3), D(2027, 5, 14)],
    "Capaciteit": ["7801", None, 4],
    "Koppelingen": ["0013", "7801", "lopend"],
    "Voorkeuren": ["7801", "0013", None, "ja"],
    "Escalaties": ["7801", D(2027, 5, 17), None, 2],
    "Overleggen": ["b1", D(2027, 4, 6), "10:00", "10:30", "0013", "7801", None, 0, "gehouden"],
}


@pytest.mark.parametrize("sheet", STRANGER)
def test_who_resembles_nobody_is_one_error_a_sheet(sheet: str) -> None:
    """Two strangers in three rows: one error with every number and cell."""
    row = STRANGER[sheet]
    other = ["9933" if cell == "7801" else cell for cell in row]
    sheets = practice()
    first = len(sheets[sheet]) + 1
    sheets[sheet] += [row, other, list(row)]
    (error,) = [one for one in errors(read_sheets(sheets)) if one.code == "unknown-person"]
    at = chr(ord("A") + row.index("7801"))
    assert error.cell == f"{at}{first}, {at}{first + 1}, {at}{first + 2}"
    assert f"7801 ({at}{first}, {at}{first + 2}), 9933 ({at}{first + 1})" in error.message
    assert "niet van deze praktijk" in error.remedy


@pytest.mark.parametrize("sheet", STRANGER)
def test_who_is_listed_as_an_outsider_is_passed_over(sheet: str) -> None:
    """The rows stay in the table, count for nothing, and one note says so."""
    sheets = practice()
    sheets[sheet] += [STRANGER[sheet]]
    sheets["Instellingen"] += [["niet van deze praktijk", "7801; 7802"]]
    reading = read_sheets(sheets)
    assert reading.instance == sound()
    note = found(reading, "not-of-this-practice")
    assert (note.severity, note.place) == ("warning", "Instellingen!B4")
    assert "7801" in note.message
    assert "7802" not in note.message
    table = next(table for table in reading.tables if table.name == sheet)
    assert len(table.rows) == len(sheets[sheet]) - 1


@pytest.mark.parametrize(
    "listed", [7801, "7801", "7801, 7802", "7802;7801", "7802 en 7801", "7802\n7801", "7802 7801"]
)
def test_outsiders_are_listed_in_any_way(listed: object) -> None:
    """One number as a number, several with ; or a comma."""
    sheets = practice()
    sheets["Werkdagen"] += [["7801", "x"]]
    sheets["Instellingen"] += [["niet van deze praktijk", listed]]
    assert read_sheets(sheets).instance == sound()


def test_somebody_of_the_practice_on_the_list_still_counts() -> None:
    """The list cannot make anybody freer who stands in the sheets with people."""
    sheets = practice()
    sheets["Instellingen"] += [["niet van deze praktijk", "0101"]]
    reading = read_sheets(sheets)
    assert reading.instance == sound()
    assert found(reading, "outsider-is-own").severity == "warning"


@pytest.mark.parametrize(
    ("listed", "name"),
    [(101, "101"), ("Dirk Postma", "Dirk Postma"), ("Kees (0101)", "Kees (0101)")],
)
def test_the_list_frees_nobody_who_may_be_of_the_practice(listed: object, name: str) -> None:
    """Lost zeros, a name that two bear, a number with another name: still an error in its row."""
    sheets = practice()
    sheets["Instellingen"] += [["niet van deze praktijk", listed]]
    sheets["Senioren"][1][1] = "Dirk Postma"
    sheets["Beschikbaarheid"] += [[name, "afwezig", D(2027, 5, 3), D(2027, 5, 4)]]
    reading = read_sheets(sheets)
    assert "0101 (Senioren!A2)" in found(reading, "outsider-is-own").message
    (error,) = errors(reading)
    assert (error.sheet, error.cell) == ("Beschikbaarheid", "A5")


def test_hours_of_a_senior_stay_spent_whoever_the_junior_was() -> None:
    """A meeting held with a junior who left, and is listed, still takes the senior's time."""
    sheets = practice()
    sheets["Overleggen"] += [
        ["b1", D(2027, 4, 6), "10:00", "11:00", "7801", "0101", None, 0, "gehouden"]
    ]
    sheets["Instellingen"] += [["niet van deze praktijk", "7801"]]
    instance = read_sheets(sheets).instance
    assert instance is not None
    assert sum(m.minutes for m in instance.held if m.senior == "0101") == 90


def test_a_group_does_not_lose_its_senior_to_the_list() -> None:
    """A group that is guided elsewhere would be given a senior here."""
    sheets = with_cell("Groepen", 3, "7801")
    sheets["Instellingen"] += [["niet van deze praktijk", "7801"]]
    (error,) = errors(read_sheets(sheets))
    assert error.place == "Groepen!D2"


@pytest.mark.parametrize(
    ("sheet", "row"),
    [
        ("Voorkeuren", ["0013", "7801", 1]),
        ("Voorkeuren", ["0013", "0103", 1]),
        ("DiSC", ["7801", "D"]),
        ("Voortgang", ["7801", "2027-Q1", 8]),
        ("Escalaties", ["7801", D(2027, 1, 4), D(2027, 3, 1), 2]),
    ],
)
def test_a_row_that_binds_nobody_is_left_out_with_a_note(sheet: str, row: list[Any]) -> None:
    """A wish, a style or a figure of a stranger makes nobody freer."""
    sheets = practice()
    sheets[sheet] += [row]
    reading = read_sheets(sheets)
    assert reading.instance == sound()
    assert found(reading, "unknown-person").severity == "warning"


@pytest.mark.parametrize(
    ("sheet", "row"),
    [
        ("Koppelingen", ["7801", "0101", "beëindigd"]),
        ("Koppelingen", ["0013", "7801", "lopend", None, D(2026, 1, 1), D(2027, 3, 31)]),
        ("Koppelingen", ["12", "0101", "beëindigd"]),
        ("Overleggen", ["b", D(2027, 3, 1), None, None, "7801", "0101", None, 0, "gehouden"]),
        ("Overleggen", ["b", D(2027, 5, 3), None, None, "7801", "0101", None, 0, "gepland"]),
    ],
)  # fmt: skip
def test_history_is_not_checked(sheet: str, row: list[Any]) -> None:
    """People who left belong in it."""
    sheets = practice()
    sheets[sheet] += [row]
    reading = read_sheets(sheets)
    assert reading.instance == sound()
    assert not {"unknown-person", "lost-zeros"} & set(codes(reading))


@pytest.mark.parametrize(
    ("sheet", "row", "heading"),
    [
        ("Werkdagen", [None, "x"], "personeelsnummer"),
        ("Capaciteit", [None, None, 4], "personeelsnummer"),
        ("Escalaties", [None, D(2027, 5, 17), None, 2], "personeelsnummer"),
        ("DiSC", [None, "D"], "personeelsnummer"),
        ("Koppelingen", [None, "0101", "verboden"], "junior"),
        ("Koppelingen", ["0013", None, "verboden"], "senior"),
        ("Voorkeuren", ["0013", None, None, "ja"], "over"),
    ],
)
def test_rows_that_name_nobody_are_one_error(sheet: str, row: list[Any], heading: str) -> None:
    """Two of them, one finding with both cells."""
    sheets = practice()
    first = len(sheets[sheet]) + 1
    sheets[sheet] += [row, list(row)]
    (error,) = [one for one in errors(read_sheets(sheets)) if one.code == "missing-value"]
    at = chr(ord("A") + row.index(None))
    assert error.cell == f"{at}{first}, {at}{first + 1}"
    assert heading in error.message


@pytest.mark.parametrize("word", ["iedereen", "Iedereen", "everyone"])
def test_a_closure_can_be_said(word: str) -> None:
    """`iedereen` closes the practice as an empty number does, without doubt about how long."""
    empty = with_cell("Beschikbaarheid", 3, None, row=3)
    assert "long-closure" in codes(read_sheets(empty))
    empty["Beschikbaarheid"][3][0] = word
    reading = read_sheets(empty)
    assert reading.instance is not None
    assert "long-closure" not in codes(reading)
    assert [str(c.first) for c in reading.instance.closures] == ["2027-07-19"]


ABSENT = ["afwezig", D(2027, 5, 3), D(2027, 5, 14)]


def test_absences_under_a_heading_of_names_are_of_those_people() -> None:
    """Nobody else is away, and the table that is written has their numbers."""
    sheets = practice(Beschikbaarheid=[["Naam", "soort", "van", "tot"], ["Anouk de Wit", *ABSENT]])
    reading = read_sheets(sheets)
    assert reading.instance is not None
    assert reading.instance.closures == ()
    away = [p.number for p in (*reading.instance.juniors, *reading.instance.seniors) if p.absences]
    assert away == ["0012"]
    table = reading.table("availability")
    assert table is not None
    assert [row.text("number") for row in table.rows] == ["0012"]
    assert [key for _heading, key in table.headings] == ["number", "kind", "from", "to"]


@pytest.mark.parametrize("heading", ["Naam", "Medewerker", "Name", "Employee"])
def test_a_heading_of_names_stands_in_for_the_number_everywhere(heading: str) -> None:
    """Werkdagen by name only is the same practice."""
    sheets = practice()
    sheets["Werkdagen"] = [
        [heading if n == 0 else PEOPLE[row[0]], *row[1:]]
        for n, row in enumerate(sheets["Werkdagen"])
    ]
    reading = read_sheets(sheets)
    assert errors(reading) == []
    assert reading.instance == sound()
    assert "unknown-column" not in codes(reading)


def test_an_empty_name_closes_nothing() -> None:
    """In a sheet with names a row without one names nobody, except when everyone is said."""
    rows: list[list[Any]] = [["Naam", "soort", "van", "tot"], [None, *ABSENT]]
    (error,) = errors(read_sheets(practice(Beschikbaarheid=rows)))
    assert (error.code, error.place) == ("missing-value", "Beschikbaarheid!A2")
    rows[1][0] = "iedereen"
    reading = read_sheets(practice(Beschikbaarheid=rows))
    assert reading.instance is not None
    assert len(reading.instance.closures) == 1


def test_beside_a_number_the_name_has_to_fit() -> None:
    """A part of it will do; another's is an error; where the number is empty it counts."""
    heads = ["personeelsnummer", "medewerker", "soort", "van", "tot"]

    def read(number: object, name: object) -> Reading:
        return read_sheets(practice(Beschikbaarheid=[heads, [number, name, *ABSENT]]))

    for number, name in (
        ("0012", "Anouk de Wit"), ("0012", "Anouk"), ("0012", "Anoek de Wit"), ("0012", None),
        (None, "Anouk de Wit"),
    ):  # fmt: skip
        reading = read(number, name)
        assert errors(reading) == [], (number, name)
        assert reading.instance is not None
        assert len(reading.instance.juniors[0].absences) == 1
        table = reading.table("availability")
        assert table is not None
        assert table.rows[0].extras == ({2: name} if name else {})
    for number, name, candidate in (
        ("0012", "Bram Kuiper", "0013"), ("0999", "Bram Kuiper", "0013"), ("12", "Anouk", "0012"),
    ):  # fmt: skip
        (error,) = errors(read(number, name))
        assert f"{candidate} (Junioren!" in error.message


def test_a_row_that_is_nobodys_is_judged_all_the_same() -> None:
    """Every error of such rows comes in one round."""
    sheets = practice()
    sheets["Werkdagen"] += [["7801", "25:00-26:00"]]
    sheets["Beschikbaarheid"] += [["Cato", "afwezig", D(2027, 5, 3), D(2027, 5, 1)]]
    sheets["Koppelingen"] += [["7801", "0101", "vast", None, D(2027, 5, 3), D(2027, 5, 1)]]
    sheets["Voorkeuren"] += [["7801", "0101"], [None, "0101"]]
    sheets["DiSC"] += [["101", None, 10, 20]]
    sheets["Escalaties"] += [["7801", D(2027, 5, 3), D(2027, 5, 1), 1]]
    sheets["Overleggen"] += [
        ["b1", D(2027, 4, 6), "10:00", "09:00", "7801", "0101", None, 0, "gehouden"]
    ]
    by_sheet: dict[str, set[str]] = {}
    for error in errors(read_sheets(sheets)):
        by_sheet.setdefault(error.sheet, set()).add(error.code)
    backwards = "ends-before-it-begins"
    assert len(by_sheet["Werkdagen"]) == 2
    assert "unknown-person" in by_sheet["Werkdagen"]
    assert by_sheet["Beschikbaarheid"] == {"resembling-person", backwards}
    assert by_sheet["Koppelingen"] == {"unknown-person", backwards}
    assert by_sheet["Voorkeuren"] == {"missing-value", "empty-preference"}
    assert by_sheet["DiSC"] == {"lost-zeros", "disc-incomplete"}
    assert by_sheet["Escalaties"] == {"unknown-person", backwards}
    assert by_sheet["Overleggen"] == {"unknown-person", backwards}


def test_one_mistake_in_many_cells_is_told_once() -> None:
    """The same lost zeros in fourteen rows: one error with fourteen cells."""
    sheets = practice()
    row = ["101", "afwezig", D(2027, 5, 3), D(2027, 5, 4)]
    sheets["Beschikbaarheid"] += [list(row) for _ in range(14)]
    (error,) = errors(read_sheets(sheets))
    assert error.cell == ", ".join(f"A{number}" for number in range(5, 19))


def test_no_advice_goes_in_a_circle() -> None:
    """A junior's number where a senior belongs is not said to be unknown, nor its own mend."""
    sheets = with_cell("Senioren", 0, "12")
    for name in ("Werkdagen", "Beschikbaarheid", "DiSC", "Capaciteit", "Koppelingen", "Voorkeuren",
                 "Groepen", "Overleggen"):  # fmt: skip
        sheets[name] = [["12" if cell == "0101" else cell for cell in row] for row in sheets[name]]
    sheets["Capaciteit"] += [["0012", "2027-Q2", 4]]
    (error,) = errors(read_sheets(sheets))
    assert error.message == "“0012” is een junior; hier hoort een senior."
    assert error.remedy == "Bedoelt u 12 (Senioren!A2)?"


def test_lost_zeros_come_with_the_way_to_keep_them() -> None:
    """Typing 0012 again in a cell of numbers loses the zeros again."""
    error = found(read_sheets(with_cell("Werkdagen", 0, 12)), "lost-zeros")
    assert "tekst" in error.remedy


def test_a_column_that_lost_its_zeros_is_one_mistake() -> None:
    """All of its numbers in one finding, each with its cell and whose it is."""
    sheets = practice()
    for row in sheets["Werkdagen"][1:]:
        row[0] = int(row[0])
    (error,) = errors(read_sheets(sheets))
    assert (error.code, error.cell) == ("lost-zeros", "A2, A3, A4, A5")
    assert "“12” (A2) → 0012 (Junioren!A2), “13” (A3) → 0013 (Junioren!A3)" in error.message


def test_the_zeros_may_be_lost_in_the_sheet_with_people() -> None:
    """Then the mend is not to lose them elsewhere too."""
    sheets = practice()
    sheets["Senioren"][1][0] = 101
    zeros = [f for f in errors(read_sheets(sheets)) if f.code == "lost-zeros"]
    assert zeros
    assert all("op beide plaatsen hetzelfde" in finding.remedy for finding in zeros)


class _Draw:
    """A sound practice drawn at random, and one reference in it replaced."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.people = dict(PEOPLE)
        if self.random.random() < 0.5:
            self.people["0102"] = "Dirk van Dam"  # shares a part
        if self.random.random() < 0.3:
            self.people["0013"] = "Cato van Dam"  # shares the whole name
        self.sheets = practice()
        for name in ("Junioren", "Senioren"):
            for row in self.sheets[name][1:]:
                row[1] = self.people[row[0]]

    def replaced(self) -> tuple[str, Sheets]:
        """Replace one to three references; tell what kind of thing stands there now."""
        sheets = copy.deepcopy(self.sheets)
        kind = self.random.choice(["name", "near", "stranger", "empty", "part", "both"])
        for _time in range(self.random.randint(1, 3)):
            sheet = self.random.choice(sorted(COLUMNS))
            column = self.random.choice(COLUMNS[sheet])
            rows = [row for row in sheets[sheet][1:] if row[column] in self.people]
            if rows:
                row = self.random.choice(rows)
                row[column] = self.instead(kind, str(row[column]))
        return kind, sheets

    def instead(self, kind: str, number: str) -> str | None:
        name = self.people[number]
        at = self.random.randrange(len(number))
        match kind:
            case "name":
                parts = name.split()
                self.random.shuffle(parts)
                return self.random.choice([name, name.upper(), " ".join(parts)])
            case "near":
                return self.random.choice(
                    [number[:at] + number[at + 1 :], number[:at] + "7" + number[at + 1 :],
                     number.lstrip("0"), "0" + number]
                )  # fmt: skip
            case "stranger":
                return self.random.choice(["7801", "Zeger Quist", "onbekend", "X-77"])
            case "part":
                return self.random.choice(name.split())
            case "both":
                others = [n for n, other in self.people.items() if n == number or other != name]
                return f"{name} ({self.random.choice(others)})"
            case _:
                return None


def test_what_was_written_otherwise_is_read_the_same_or_not_at_all() -> None:
    """
    Of a sound practice whose references were replaced: the same instance, or an error.

    Only history, and a wish or a style of nobody, may be left out; an empty
    number in Beschikbaarheid closes the practice, and an empty senior in
    Groepen is none. Even then nobody is freer than was written.
    """
    outcomes: Counter[tuple[str, str]] = Counter()
    sound_ones: dict[str, Instance | None] = {}
    for seed in range(200):
        draw = _Draw(seed)
        names = str(draw.people)
        if names not in sound_ones:
            sound_ones[names] = read_sheets(draw.sheets).instance
        before = sound_ones[names]
        assert before is not None
        kind, sheets = draw.replaced()
        if sheets == draw.sheets:
            continue
        reading = read_sheets(sheets)
        if reading.instance is None:
            assert errors(reading)
            outcomes[kind, "error"] += 1
            continue
        if reading.instance == before:
            outcomes[kind, "same"] += 1
            continue
        differing = {
            name
            for name in vars(before)
            if getattr(before, name) != getattr(reading.instance, name)
        }
        is_told = "unknown-person" in codes(reading)
        assert is_told or kind == "empty" or differing == {"pairings"}, (seed, kind, differing)
        assert _is_no_freer(before, reading.instance), (seed, kind)
        outcomes[kind, "left out"] += 1
    tried = Counter(kind for kind, _outcome in outcomes.elements())
    assert sum(tried.values()) > 180, tried
    assert len(tried) == 6, tried
    assert min(tried.values()) > 15, tried
    assert outcomes["name", "same"] > 10, outcomes
    assert outcomes["near", "error"] > 10, outcomes
    assert outcomes["stranger", "error"] > 10, outcomes


def _current(instance: Instance) -> set[PairingRow]:
    """List the pairs that hold in the quarter: who left belongs in the others."""
    return {one for one in instance.pairings if one.status is not PairingStatus.ENDED}


def _is_no_freer(before: Instance, after: Instance) -> bool:
    """Tell whether nobody gained hours, days or a way out of what bound them."""
    vetoes = {(p.source, p.target) for p in before.preferences if p.veto}
    return (
        vetoes <= {(p.source, p.target) for p in after.preferences if p.veto}
        and _current(before) == _current(after)
        and before.capacities == after.capacities
        and before.escalations == after.escalations
        and len(before.closures) <= len(after.closures)
        and all(
            one.hours == other.hours
            and (set(one.absences) <= set(other.absences) or after.closures != before.closures)
            and (len(one.windows) == len(other.windows) or after.closures == before.closures)
            for one, other in zip(
                (*before.juniors, *before.seniors), (*after.juniors, *after.seniors), strict=True
            )
        )
    )
