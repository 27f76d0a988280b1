"""The declaration is whole: every name can be found, in both languages, and means one thing."""

from __future__ import annotations

from enum import StrEnum

import pytest

from koppeling.domain.decision import Decision
from koppeling.domain.fix import FixKind
from koppeling.domain.instance import Component, Level, PairingStatus
from koppeling.domain.meeting import MeetingKind, MeetingStatus
from koppeling.domain.result import Code
from koppeling.workbook.read.cells import parse_cell
from koppeling.workbook.read.grids import Cell, Tag
from koppeling.workbook.schema.pairings import (
    COMPONENT_CHOICES,
    FIX_KIND_CHOICES,
    LEVEL_CHOICES,
    MEETING_KIND_CHOICES,
    MEETINGS,
    PAIRINGS,
)
from koppeling.workbook.schema.registry import (
    SETTINGS,
    SHEETS,
    Field,
    Kind,
    Sheet,
    Words,
    find_choice,
    find_column,
    find_setting,
    find_sheet,
    forbidden_name,
    is_silent,
    normalise,
    sheet_by_key,
)
from koppeling.workbook.schema.results import CODE_CHOICES, DECISION_CHOICES

_COLUMNS = [(sheet, column) for sheet in SHEETS for column in sheet.columns]
_FIELDS = [*(column for _sheet, column in _COLUMNS), *SETTINGS]


def _name(value: object) -> str:
    return value.key if isinstance(value, Sheet | Field) else ""


@pytest.mark.parametrize("sheet", SHEETS, ids=_name)
def test_a_sheet_is_found_by_each_of_its_names(sheet: Sheet) -> None:
    """Dutch, English and synonyms, whatever the case and punctuation."""
    for name in (sheet.words.nl, sheet.words.en.upper(), *sheet.synonyms, f" {sheet.words.nl}! "):
        assert find_sheet(name) is sheet
    assert sheet_by_key(sheet.key) is sheet


@pytest.mark.parametrize(("sheet", "column"), _COLUMNS, ids=_name)
def test_a_column_is_found_by_each_of_its_names(sheet: Sheet, column: Field) -> None:
    """No heading or synonym of a sheet means two columns."""
    for name in (column.words.nl, column.words.en.upper(), *column.synonyms):
        assert find_column(sheet, name) is column


@pytest.mark.parametrize("setting", SETTINGS, ids=_name)
def test_a_setting_is_found_by_each_of_its_names(setting: Field) -> None:
    """No name of a setting means two of them."""
    for name in (setting.words.nl, setting.words.en.upper(), *setting.synonyms):
        assert find_setting(name) is setting


@pytest.mark.parametrize("field", _FIELDS, ids=_name)
def test_a_field_is_whole(field: Field) -> None:
    """Both languages are filled, choices are found, the example can be read."""
    assert all((field.words.nl, field.words.en, field.meaning.nl, field.meaning.en))
    assert (field.kind is Kind.CHOICE) == bool(field.choices)
    for canonical, names in field.choices:
        assert find_choice(field, names.nl) == find_choice(field, names.en.upper()) == canonical
    if field.example:
        assert parse_cell(Cell(Tag.TEXT, field.example), field).value is not None
    if field.kind is Kind.CHOICE and field.default is not None:
        assert field.default in dict(field.choices)


def test_no_column_of_ours_is_forbidden() -> None:
    """What is declared is allowed."""
    for field in _FIELDS:
        for name in (field.words.nl, field.words.en, *field.synonyms):
            assert forbidden_name(name) is None, name


@pytest.mark.parametrize(
    "heading",
    ["BSN", "bsn nummer", "Sofinummer", "Burger Service Nummer", "Geboorte-datum", "geb.datum",
     "Adres", "IBAN", "verzuimreden", "Reden verzuim", "BSN (medewerker)", "date of birth",
     "geboortedatum_kind"],
)  # fmt: skip
def test_forbidden_headings_are_recognised(heading: str) -> None:
    """Case, accents, spaces and points do not hide them."""
    assert forbidden_name(heading) is not None


@pytest.mark.parametrize("heading", ["e-mailadres", "loonprofiel", "team", "bureau"])
def test_other_headings_are_not_forbidden(heading: str) -> None:
    """An e-mail address is no address."""
    assert forbidden_name(heading) is None


def test_the_twelve_styles_differ_whatever_the_case() -> None:
    """Di and iD, SC and CS stay apart when case does not count."""
    styles = [canonical for canonical, _names in sheet_by_key("disc").column("style").choices]
    assert len({normalise(style) for style in styles}) == len(styles) == 12


def test_result_sheets_are_passed_over() -> None:
    """A result can be read as input; Overleggen is both and is read."""
    assert all(is_silent(name) for name in ("Koppelvoorstel", "Herkomst", "Uitleg", "Proposal"))
    assert not any(is_silent(sheet.words.nl) for sheet in SHEETS)


@pytest.mark.parametrize(
    ("choices", "enum"),
    [
        (LEVEL_CHOICES, Level),
        (COMPONENT_CHOICES, Component),
        (MEETING_KIND_CHOICES, MeetingKind),
        (MEETINGS.column("status").choices, MeetingStatus),
        (PAIRINGS.column("status").choices, PairingStatus),
        (FIX_KIND_CHOICES, FixKind),
        (DECISION_CHOICES, Decision),
        (CODE_CHOICES, Code),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_a_choice_is_read_as_the_value_that_the_code_has(
    choices: tuple[tuple[str, Words], ...], enum: type[StrEnum]
) -> None:
    """Words stand beside it in both languages; nothing is translated in between."""
    assert {key for key, _words in choices} == set(enum)
