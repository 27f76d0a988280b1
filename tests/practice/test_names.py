"""A whole name does wherever a person is asked for; one that is not certain gets candidates."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import pytest

from koppeling.cli import main
from koppeling.cli.failure import Exit
from koppeling.errors import KoppelingError
from koppeling.explain.use_case import explain_one
from koppeling.practice.decide import decide
from koppeling.practice.opening import open_result_workbook
from koppeling.privacy.use_cases import about, forget, pseudonymise
from koppeling.share.use_cases import calendar, share
from tests.practice import kept_workbook
from tests.share.exchange import texts_in
from tests.workbook.koppelboek import write_workbook


def test_a_name_does_as_well_as_a_number(planned: Path, tmp_path: Path) -> None:
    """Calendars, copies, explanations and rights of a person are those of the number."""
    by_name = calendar(planned, people=["femke berk"], output=tmp_path / "a")
    by_number = calendar(planned, people=["0412"], output=tmp_path / "b")
    assert [p.name for p in by_name] == [p.name for p in by_number]
    assert share(planned, "senior Linde, Mees").name == "praktijk senior 9301 2027-Q1.xlsx"
    assert about(planned, "Femke Berk").records == about(planned, "0412").records
    explained = explain_one(planned, "Femke Berk", workers=1)
    assert explained.detail is not None
    assert explained.detail.pairing.junior == "0412"


def test_deciding_by_name(planned: Path, tmp_path: Path) -> None:
    """The number is what is written."""
    done = decide(
        planned, by="A. Jansen", junior="Joris Els", senior="Mees Linde", output=tmp_path / "c.xlsx"
    )
    assert {d.junior: d.senior for d in done.decisions}["0413"] == "9301"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["explain", "{book}", "--junior", "Femke"], "0412 (Junioren!A2)"),
        (["calendar", "{book}", "--senior", "Linde"], "9301 (Senioren!A2)"),
        (["decide", "{book}", "--by", "A. Jansen", "--junior", "Jorus Els"], "0413 (Junioren!A3)"),
        (["share", "{book}", "--for", "senior Mees"], "9301 (Senioren!A2)"),
        (["about", "{book}", "Lotte"], "0414 (Junioren!A4)"),
        (["about", "{book}", "412"], "0412 (Junioren!A2)"),
        (["forget", "{book}", "Femke", "-o", "{folder}/d.xlsx"], "0412 (Junioren!A2)"),
        (["documents", "{book}", "--junior", "Femke"], "0412 (Junioren!A2)"),
        (["what-if", "{book}", "--leaves", "Mees"], "9301 (Senioren!A2)"),
    ],
)
def test_a_name_that_is_not_certain_is_answered_with_who_may_be_meant(
    planned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str],
    told: str,
) -> None:  # fmt: skip
    """By number and cell; nothing is written."""
    before = sorted(tmp_path.iterdir())
    code = main([a.format(book=planned, folder=tmp_path) for a in arguments])
    assert code == (Exit.BAD_INPUT if arguments[0] == "what-if" else Exit.BAD_COMMAND)
    assert told in " ".join(capsys.readouterr().err.split())
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.slow
def test_what_if_takes_names(planned: Path, tmp_path: Path) -> None:
    """In an option, where a word follows the sign too."""
    out = tmp_path / "wat-als.xlsx"
    assert main(["what-if", str(planned), "--hours", "Mees Linde=+2", "-o", str(out)]) == Exit.DONE
    assert out.exists()


@pytest.fixture
def named(tmp_path: Path) -> Path:
    """Write a practice in which people are named, or listed as outsiders."""
    sheets = deepcopy(kept_workbook.SHEETS)
    sheets["Werkdagen"][1][0] = "Berk, Femke"
    sheets["Beschikbaarheid"] = [
        ["Naam", "soort", "van", "tot"], *[["Femke Berk", *row[1:4]] for row in
                                          sheets["Beschikbaarheid"][1:]],
        ["iedereen", "afwezig", "12-07-2027", "16-07-2027"],
    ]  # fmt: skip
    sheets["Instellingen"] += [["niet van deze praktijk", "7801; 7802"]]
    sheets["Werkdagen"] += [["7801", "x"]]
    return write_workbook(tmp_path / "genoemd.xlsx", sheets)


def test_rows_by_name_are_found_and_go(named: Path, tmp_path: Path) -> None:
    """Seeing and erasing look through a name in any column that says whose a row is."""
    rows = {(record.sheet, record.row) for record in about(named, "0412").records}
    assert rows >= {("Werkdagen", 2), ("Beschikbaarheid", 2), ("Beschikbaarheid", 3)}
    done = forget(named, "0412", tmp_path / "zonder.xlsx", pseudonym="weg-1")
    removed = dict(done.removed)
    assert (removed["Werkdagen"], removed["Beschikbaarheid"]) == (1, 2)
    text = texts_in(done.written.read_bytes())
    assert "Femke Berk" not in text
    assert "Berk, Femke" not in text
    assert "iedereen" in text


def test_an_outsider_is_held_too_and_can_be_forgotten(named: Path, tmp_path: Path) -> None:
    """The list of who is not of this practice is about them."""
    sheets = {record.sheet for record in about(named, "7801").records}
    assert sheets == {"Instellingen", "Werkdagen"}
    text = texts_in(forget(named, "7801", tmp_path / "zonder.xlsx").written.read_bytes())
    assert "7801" not in text
    assert "7802" in text


def test_pseudonyms_look_through_names(named: Path, tmp_path: Path) -> None:
    """The copy is the same practice, and no number of an outsider stays in it."""
    copy, _key = pseudonymise(named, tmp_path / "kopie.xlsx")
    text = texts_in(copy.read_bytes())
    assert not [word for word in ("Femke", "Berk", "0412", "7801", "7802") if word in text]
    from koppeling import api

    instance = api.read(copy).instance
    assert len(instance.closures) == 1
    assert sum(bool(person.absences) for person in instance.juniors) == 1
    assert sum(bool(person.absences) for person in instance.seniors) == 0


def test_a_senior_is_chosen_by_name_in_excel(planned: Path) -> None:
    """Also as a list offers it: the name with the number behind it."""
    import openpyxl

    for written in ("Mees Linde", "Mees Linde (9301)"):
        book = openpyxl.load_workbook(planned)
        sheet = book["Koppelvoorstel"]
        headings = [cell.value for cell in sheet[1]]
        row = next(n for n in range(2, 6) if sheet.cell(n, 1).value == "0413")
        sheet.cell(row, headings.index("besluit") + 1).value = "anders"
        sheet.cell(row, headings.index("gekozen senior") + 1).value = written
        book.save(planned)
        result_workbook = open_result_workbook(planned)
        assert {d.junior: d.senior for d in result_workbook.decisions}["0413"] == "9301"


def test_a_reader_is_not_guessed(planned: Path) -> None:
    """A first name is nobody's."""
    with pytest.raises(KoppelingError, match="9301"):
        share(planned, "senior Mees")
