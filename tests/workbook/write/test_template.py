"""What a new workbook promises: everything from the schema, a help in every cell."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from koppeling import locale
from koppeling.domain.finding import Severity
from koppeling.domain.instance import DEFAULT_LEVELS, DEFAULT_WEIGHTS
from koppeling.domain.period import add_months
from koppeling.errors import WriteError
from koppeling.locale import LANGUAGES, Language
from koppeling.rules.eligibility import codes
from koppeling.rules.situation import Situation
from koppeling.workbook.read.reader import read
from koppeling.workbook.schema.registry import (
    SETTINGS,
    SETTINGS_SHEET,
    SHEETS,
    find_column,
    find_setting,
    find_sheet,
    is_silent,
)
from koppeling.workbook.schema.shapes import Extent
from koppeling.workbook.write.columns import in_use
from koppeling.workbook.write.template import (
    LAUNCHER,
    PREPARED_ROWS,
    build,
    launcher_text,
    write_template,
)

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook

TODAY = date(2026, 11, 21)

#: What a trap would be, and what koppeling fills in itself.
_NOT_OFFERED = ("coaches", "new_in", "key")


def written(folder: Path, *, full: bool = False, example: bool = False) -> Workbook:
    """Write a template and open it."""
    paths = write_template(folder / "boek.xlsx", full=full, example=example, today=TODAY)
    return openpyxl.load_workbook(paths[0])


@pytest.fixture(scope="module")
def plain_book(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    """Write the plain template once; the tests only look."""
    return written(tmp_path_factory.mktemp("gewoon"))


@pytest.fixture(scope="module")
def full_book(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    """Write the template with all sheets once; the tests only look."""
    return written(tmp_path_factory.mktemp("volledig"), full=True)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("full", [False, True])
def test_sheets_and_headings_all_come_from_the_schema(
    tmp_path: Path, language: Language, *, full: bool
) -> None:
    """No sheet, heading or setting that the reader would not know."""
    with locale.language(language):
        book = written(tmp_path, full=full)
        expected = [in_use(s.words) for s in SHEETS if full or s.basic or s.needed]
    assert is_silent(book.sheetnames[0])
    assert book.sheetnames[1:] == expected
    for name in expected:
        sheet = find_sheet(name)
        assert sheet is not None
        headings = [cell.value for cell in book[name][1]]
        if sheet is SETTINGS_SHEET:
            headings.remove("betekenis" if language == "nl" else "meaning")
            settings = [find_setting(str(cell.value)) for cell in book[name]["A"][1:]]
            assert None not in settings
            if full:
                assert settings == list(SETTINGS)
        columns = [find_column(sheet, str(heading)) for heading in headings]
        assert None not in columns
        if full:
            assert columns == [c for c in sheet.columns if c.key not in _NOT_OFFERED]
        required = {column.key for column in sheet.columns if column.required}
        assert required <= {column.key for column in columns if column is not None}


def test_every_sheet_is_a_frozen_filtered_table_ready_for_print(full_book: Workbook) -> None:
    """Headings stay in view and on paper, and the table goes as far as the prepared rows."""
    for sheet in full_book.worksheets[1:]:
        assert len(sheet.tables) == 1
        (table,) = sheet.tables.values()
        assert table.autoFilter is not None
        if sheet.title != "Instellingen":
            number_of_rows = int(table.ref.split(":")[1].strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
            assert number_of_rows > PREPARED_ROWS
        assert sheet.freeze_panes is not None
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.paperSize == 9


def test_numbers_of_people_are_text_cells_and_hours_are_not(plain_book: Workbook) -> None:
    """Zeros stay when somebody types 0012, and 1:30 becomes a time that can be read."""
    sheet = plain_book["Senioren"]
    formats = {sheet.cell(1, n).value: sheet.cell(2, n).number_format for n in range(1, 8)}
    assert formats["personeelsnummer"] == "@"
    assert formats["uren per kwartaal"] == "General"
    assert sheet.column_dimensions["A"].number_format == "@" or sheet["A61"].number_format == "@"


def test_choices_are_drop_downs_in_the_words_of_the_schema(plain_book: Workbook) -> None:
    """Yes or no, a status, and the numbers of the people are chosen from a list."""
    lists = {
        name: {
            str(rule.sqref).split(":")[0]: rule.formula1
            for rule in plain_book[name].data_validations.dataValidation
            if rule.type == "list"
        }
        for name in ("Koppelingen", "Voorkeuren")
    }
    assert lists["Koppelingen"]["C2"] == '"lopend,vast,verboden,beëindigd"'
    assert "Junioren" in lists["Koppelingen"]["A2"]
    assert "Senioren" in lists["Koppelingen"]["B2"]
    assert lists["Voorkeuren"]["D2"] == '"ja,nee"'


def test_every_cell_says_what_it_wants(full_book: Workbook) -> None:
    """Each column has a note at its heading and an input message within Excel's limits."""
    columns = 0
    for sheet in full_book.worksheets[2:]:
        rules = {
            str(rule.sqref).split(":")[0]: rule for rule in sheet.data_validations.dataValidation
        }
        for cell in sheet[1]:
            assert cell.comment is not None
            prompt = rules[cell.coordinate.replace("1", "2")].prompt
            assert prompt
            assert len(prompt) <= 255
            columns += 1
    assert columns > 100


def test_the_quarter_is_the_next_one_and_defaults_are_filled_in(plain_book: Workbook) -> None:
    """A user who touches no setting gets the usual."""
    sheet = plain_book["Instellingen"]
    values = {row[0].value: row[1].value for row in sheet.iter_rows(min_row=2)}
    assert values["kwartaal"] == "2027-Q1"
    assert values["standaard uren per kwartaal"] == 12
    assert values["op afstand toegestaan"] == "ja"
    assert values["lopende koppelingen"] == "verplaatsbaar"


def test_prepared_rows_are_empty(full_book: Workbook) -> None:
    """Formatting is not content: no cell of an untouched template holds a person."""
    people = [s for s in full_book.worksheets[2:] if s.title not in ("Doelen", "Weging", "Kosten")]
    assert len(people) == 16
    for sheet in people:
        assert all(cell.value is None for row in sheet.iter_rows(min_row=2) for cell in row)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_template_has_the_same_bytes(tmp_path: Path, language: Language) -> None:
    """Twice the same question, twice the same file."""
    with locale.language(language):
        for name in ("een.xlsx", "twee.xlsx"):
            write_template(tmp_path / name, full=True, example=True, today=TODAY)
    assert (tmp_path / "een.xlsx").read_bytes() == (tmp_path / "twee.xlsx").read_bytes()


def test_somebodys_work_is_never_replaced(tmp_path: Path) -> None:
    """An untouched template may be written again; one that was saved may not."""
    path = tmp_path / "boek.xlsx"
    write_template(path, today=TODAY)
    write_template(path, today=TODAY)
    book = openpyxl.load_workbook(path)
    book["Junioren"]["A2"] = "0001"
    book.save(path)
    before = path.read_bytes()
    with pytest.raises(WriteError):
        write_template(path, today=TODAY)
    assert path.read_bytes() == before


def test_a_name_without_suffix_gets_one(tmp_path: Path) -> None:
    """Typing only `boek` is enough."""
    paths = write_template(tmp_path / "boek", today=TODAY)
    assert paths == [tmp_path / "boek.xlsx", tmp_path / LAUNCHER]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_script_is_ascii_with_windows_line_ends(language: Language) -> None:
    """Old code pages and cmd.exe read it as it is meant."""
    with locale.language(language):
        text = launcher_text()
    text.encode("ascii")
    assert "\n" not in text.replace("\r\n", "")
    assert text.endswith("\r\n")
    assert not re.search(r"@\w+@", text)
    assert f"--lang {language}" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_of_the_script_is_read_as_a_command(language: Language) -> None:
    """An echoed sentence holds none of the signs that mean something to cmd.exe."""
    with locale.language(language):
        lines = launcher_text().splitlines()
    sentences = [line.split("echo ", 1)[1] for line in lines if "echo " in line]
    assert len(sentences) >= 10
    for sentence in sentences:
        assert re.fullmatch(r"[A-Za-z0-9 .,:'-]+", sentence)


def test_labels_of_the_script_exist() -> None:
    """Every jump has a place to land."""
    text = launcher_text()
    wanted = set(re.findall(r"(?:goto|call) :?(\w+)", text))
    assert wanted
    assert wanted <= set(re.findall(r"^:(\w+)", text, flags=re.MULTILINE))


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    """A name that begins with = is a name."""
    rows = [{"number": "0001", "name": '=HYPERLINK("http://x")', "site": "@Noord", "start": TODAY}]
    path = tmp_path / "boek.xlsx"
    path.write_bytes(build({"juniors": rows}, Extent.USED))
    sheet = openpyxl.load_workbook(path)["Junioren"]
    assert [sheet[cell].data_type for cell in ("B2", "C2")] == ["s", "s"]
    assert sheet["B2"].value == '=HYPERLINK("http://x")'
    assert sheet["B2"].quotePrefix


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("full", [False, True])
def test_an_untouched_template_is_nobody_and_says_so(
    tmp_path: Path, language: Language, *, full: bool
) -> None:
    """Prepared rows do not read as people, and nothing else is wrong."""
    with locale.language(language):
        paths = write_template(tmp_path / "boek.xlsx", full=full, today=TODAY)
        reading = read(paths[:1])
    assert reading.instance is None
    assert [finding.code for finding in reading.findings] == ["nobody", "nobody"]
    assert reading.unknown_sheets == ()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("full", [False, True])
def test_the_filled_template_is_a_practice_in_either_language(
    tmp_path: Path, language: Language, *, full: bool
) -> None:
    """It reads without errors, and every junior has a senior within reach."""
    with locale.language(language):
        paths = write_template(tmp_path / "boek.xlsx", full=full, example=True, today=TODAY)
        reading = read(paths[:1])
    assert {finding.code for finding in reading.findings} <= {"week-53"}
    assert reading.instance is not None
    assert (len(reading.instance.juniors), len(reading.instance.seniors)) == (5, 3)
    assert reading.instance.levels == DEFAULT_LEVELS
    assert reading.instance.weights == DEFAULT_WEIGHTS
    case = Situation(reading.instance)
    assert len(case.items) == 5
    for item in case.items:
        assert any(not codes(item, senior, case) for senior in reading.instance.seniors)


def test_whoever_fills_in_the_full_template_has_seniors_that_coach(tmp_path: Path) -> None:
    """Only the required cells filled in, nobody finds that an empty cell meant no."""
    (path, _script) = write_template(tmp_path / "boek.xlsx", full=True, today=TODAY)
    book = openpyxl.load_workbook(path)
    filled: dict[str, dict[str, Any]] = {
        "Junioren": {"personeelsnummer": "0012", "naam": "Anouk", "start traject": TODAY},
        "Senioren": {"personeelsnummer": "0101", "naam": "Cato"},
    }
    for name, row in filled.items():
        headings = [cell.value for cell in book[name][1]]
        for heading, value in ({**row, "vestiging": "Noord"}).items():
            book[name].cell(2, headings.index(heading) + 1, value)
    book.save(path)
    reading = read([path])
    assert reading.instance is not None, reading.findings
    assert [senior.coaches for senior in reading.instance.seniors] == [True]


def test_the_example_works_in_every_quarter(tmp_path: Path) -> None:
    """Its dates move along with the day it is made."""
    for number in range(4):
        today = add_months(TODAY, 3 * number)
        paths = write_template(tmp_path / f"{number}.xlsx", example=True, today=today)
        reading = read(paths[:1])
        assert [f for f in reading.findings if f.severity is Severity.ERROR] == []
