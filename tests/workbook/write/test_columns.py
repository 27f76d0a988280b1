"""What the styles of a workbook promise about values, widths and help."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING

import openpyxl
import pytest

from koppeling.domain.period import Quarter, Slot
from koppeling.workbook.schema.shapes import Kind
from koppeling.workbook.write.book import Book, validation
from koppeling.workbook.write.columns import (
    Column,
    WrittenCell,
    clean_text,
    column_width,
    num_lines,
    plain,
)

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


def sheet_of(columns: list[Column], rows: list[list[object]]) -> Worksheet:
    """Write one table and open it."""
    book = Book(title="Proef & meer")
    book.add_table("Scenario's", columns, rows)
    return openpyxl.load_workbook(io.BytesIO(book.to_bytes()))["Scenario's"]


@pytest.mark.parametrize("start", ["=1+1", "+31", "-x", "@x", "\t=1", "http://x", "#N/A", "TRUE"])
def test_text_is_written_as_text(start: str) -> None:
    """Nothing that is text becomes a formula, a link, an error or a truth value."""
    cell = sheet_of([Column(heading="kop")], [[start]])["A2"]
    assert cell.data_type == "s"
    assert cell.value == start
    assert cell.hyperlink is None


def test_unsafe_characters_are_left_out() -> None:
    """Control characters, lone surrogates and bidirectional marks do not reach Excel."""
    assert clean_text("a\x00b\x1bc\ud800d\u202ee\u2066f\ufffeg") == "abcdefg"
    assert clean_text("twee\r\nregels\ten 😀") == "twee\nregels\ten 😀"


def test_a_text_that_is_too_long_is_cut_with_a_mark() -> None:
    """What does not fit is not lost without a word; Excel counts in UTF-16."""
    for text in ("x" * 40_000, "😀" * 20_000):
        cut = clean_text(text)
        assert len(cut.encode("utf-16-le")) // 2 <= 32_767
        assert cut.endswith("[hier afgekapt: langer dan in een cel past]")
    assert clean_text("x" * 32_767) == "x" * 32_767


def test_values_get_the_form_of_a_cell() -> None:
    """Lists are joined, yes and no are words, domain values their own text."""
    assert plain(["Noord", "Zuid"]) == "Noord; Zuid"
    assert plain(True) == "ja"
    assert plain("") is None
    assert plain(Slot(1, 20)) == "di 10:00"
    assert plain(Quarter(2027, 1)) == "2027-Q1"
    assert plain(float("nan")) == "nan"
    assert plain(date(1899, 12, 31)) == "31-12-1899"


def test_results_show_hours_in_two_decimals_and_dates_as_the_dutch_do() -> None:
    """Formats follow the kind of the column."""
    sheet = sheet_of(
        [
            Column(heading="uren", kind=Kind.HOURS),
            Column(heading="dag", kind=Kind.DATE),
            Column(heading="nummer", kind=Kind.NUMBER_ID),
            Column(heading="deel", kind=Kind.DECIMAL, number_format="0%"),
        ],
        [[1.5, date(2027, 1, 4), "0012", 0.85]],
    )
    assert [cell.number_format for cell in sheet[2]] == ["0.00", "dd-mm-yyyy", "@", "0%"]
    assert sheet["C2"].value == "0012"


def test_a_column_is_as_wide_as_its_content_within_reason() -> None:
    """Short text fits, long text wraps."""
    column = Column(heading="naam")
    assert column_width(column, ["Wilhelmina van der Plas"]) > 23
    assert column_width(column, ["x" * 500]) < 60
    assert num_lines("woord " * 40, 52) > 3
    assert num_lines("kort", 52) == 1


def test_a_number_out_of_range_is_asked_about_not_refused() -> None:
    """The reader explains better than Excel does."""
    rule = validation(Column(heading="max", kind=Kind.INTEGER, is_input=True, minimum=1, maximum=9))
    assert (rule["validate"], rule["minimum"], rule["maximum"]) == ("integer", 1, 9)
    assert rule["error_type"] == "warning"


def test_a_free_list_lets_other_words_pass() -> None:
    """Working hours are suggested, not imposed."""
    rule = validation(Column(heading="ma", choices=("x",), is_free=True, is_input=True))
    assert rule["show_error"] is False


def test_a_cell_of_its_own_has_one_validation() -> None:
    """Excel never puts two checks on one cell, and neither do we."""
    column = Column(heading="waarde", note="Een waarde.", is_input=True)
    own = Column(heading="", kind=Kind.YES_NO, note="Ja of nee.", is_input=True)
    sheet = sheet_of(
        [column], [[WrittenCell(value=True, column=own)], [WrittenCell(value=1, column=column)]]
    )
    rules = sheet.data_validations.dataValidation
    assert sorted((str(rule.sqref), rule.prompt) for rule in rules) == [
        ("A2", "Ja of nee."),
        ("A3", "Een waarde."),
    ]


def test_a_long_practice_name_does_not_break_the_page_header() -> None:
    """Excel has a limit for headers; a name of a practice has none."""
    book = Book(title="Praktijk & " * 40)
    book.add_table("Blad", [Column(heading="kop")], [[1]])
    sheet = openpyxl.load_workbook(io.BytesIO(book.to_bytes()))["Blad"]
    assert sheet.oddHeader is not None
    assert str(sheet.oddHeader.left.text).startswith("Praktijk")


def test_an_empty_table_still_opens() -> None:
    """A table needs one row; nobody sees a difference."""
    sheet = sheet_of([Column(heading="kop")], [])
    assert sheet["A2"].value is None
