"""What koppeling refuses to know: by the words of a heading, and by what stands under it."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path
from typing import Any

import pytest

from koppeling.cli import main
from koppeling.cli.failure import Exit
from koppeling.workbook.read.refused_content import forbidden_content, is_bsn
from koppeling.workbook.schema.forbidden import forbidden_name
from koppeling.workbook.schema.registry import SHEETS
from koppeling.workbook.schema.results import RESULT_SHEETS
from tests.workbook.koppelboek import (
    SMALL,
    Sheets,
    codes,
    found,
    read_sheets,
    with_setting,
    write_workbook,
)

D = dt.date

#: Columns of an export with what must not be in any output.
SECRETS: dict[str, Any] = {
    "BurgerlijkeStaat": "gehuwd-x",
    "NaamPartner": "Partner-x",
    "VoorvoegselsPartner": "van-x",
    "IdType": "kaart-x",
    "IdNummer": "NWK0X1Y22",
    "BSN": 123456782,
    "TelefoonPrive": "06-12345678",
    "EmailPrive": "thuis@example.org",
    "Geslacht": "vrouw-x",
    "Geboortedatum": D(1990, 5, 6),
    "CodeNationaliteit": "natie-x",
    "NoodNaam": "Nood-x",
    "NoodTelefoonnummer": "06-87654321",
    "NoodRelatie": "broer-x",
    "Postcode": "1111AA",
    "Huisadres": "Dorpsstraat",
    "Huisnummertoev": "bis-x",
    "Salarisschaal": "schaal-x",
}


def _export(skip: str) -> Sheets:
    sheets = with_setting("negeer gevoelige kolommen", skip)
    sheets["Junioren"] = [
        [*row, *(SECRETS if at == 0 else SECRETS.values())]
        for at, row in enumerate(SMALL["Junioren"])
    ]
    return sheets


@pytest.mark.parametrize(
    "heading",
    [*SECRETS, "BSN (medewerker)", "ID-nummer", "paspoort nr", "INSZ", "Rijksregisternummer",
     "geb.datum", "woonplaats", "straat", "rekening", "IBAN nummer", "privé-mail", "home phone",
     "personal e-mail", "aantal kinderen", "kind 1", "partner", "burgerlijke staat", "afkomst",
     "religie", "seksuele geaardheid", "zwanger sinds", "ziek", "verzuim %", "WIA-status",
     "salaris", "loon", "date of birth", "street", "bank account", "nationality", "marital status",
     "gender", "emergency contact", "next of kin", "sick leave", "salary", "pay scale", "wage",
     "disability", "ethnicity", "passport no", "national insurance"],
)  # fmt: skip
def test_a_heading_is_refused_by_its_words_and_stems(heading: str) -> None:
    """In Dutch and in English, with capitals or signs between the words."""
    assert forbidden_name(heading) is not None


@pytest.mark.parametrize(
    "heading",
    ["e-mailadres", "E-mail adres", "email address", "muziek", "kindgericht werken", "Partnerschap",
     "loonprofiel", "Employee ID number", "noodzaak", "NaamSamenstelling", "TelefoonWerk",
     "Debiteurnr", "manager", "privacyverklaring", "telefoon"],
)  # fmt: skip
def test_a_word_that_only_holds_a_refused_one_is_allowed(heading: str) -> None:
    """“kind”, “partner” and “loon” count as whole words; an e-mail address is no address."""
    assert forbidden_name(heading) is None


def test_our_own_headings_are_never_refused() -> None:
    """In either language, in what is read and in what is written."""
    for sheet in (*SHEETS, *RESULT_SHEETS):
        for column in sheet.columns:
            for name in (column.words.nl, column.words.en, *column.synonyms):
                assert forbidden_name(name) is None, (sheet.key, name)


@pytest.mark.parametrize(
    ("heading", "texts", "is_refused"),
    [
        ("nummer 2", ["123456782", "111222333"], True),
        ("nummer 2", ["12345672", "111.222.333"], True),  # a zero got lost; points
        ("nummer 2", ["123456789", "987654321"], False),
        ("betaling", ["NL91 ABNA 0417 1643 00", "DE89370400440532013000"], True),
        ("betaling", ["NL92 ABNA 0417 1643 00"], False),
        ("geb", ["06-05-1990", "1985-02-01"], True),
        ("datum in dienst", ["06-05-1990", "1985-02-01"], False),
        ("jubileum", ["06-05-2030"], False),
        ("kleur", ["rood", "123456782"], False),
        ("kleur", [], False),
    ],
)
def test_a_column_is_refused_by_what_stands_in_it(
    heading: str, texts: list[str], *, is_refused: bool
) -> None:
    """The 11-test, the check digits of a bank account, and dates on which people are born."""
    assert (forbidden_content(heading, texts) is not None) is is_refused


def test_content_is_judged_in_columns_that_are_not_ours_only() -> None:
    """A personnel number that passes the 11-test is a remark, not a refusal."""
    sheets = with_setting("horizon", 4)
    for row, more in zip(sheets["Senioren"], ("nr", 123456782, 111222333), strict=True):
        row.append(more)
    sheets["Senioren"][1][0] = sheets["Werkdagen"][3][0] = "111222333"
    reading = read_sheets(sheets)
    assert found(reading, "looks-like-bsn").severity == "warning"
    assert found(reading, "sensitive-column").cell == "D1"
    assert "“nr”" in found(reading, "sensitive-column").message


def test_a_child_is_refused_where_kind_is_no_heading_of_ours() -> None:
    """In English *kind* is the heading of *soort*; among people it is a child."""
    sheets = with_setting("horizon", 4)
    sheets["Junioren"][0].append("kind")
    sheets["Beschikbaarheid"] = [["kind", "from", "to"], ["absent", D(2027, 5, 3), D(2027, 5, 4)]]
    reading = read_sheets(sheets)
    assert [f.place for f in reading.findings if f.code == "sensitive-column"] == ["Junioren!E1"]


def test_refused_columns_stop_the_run_and_all_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One error with every heading; exit code 1."""
    path = write_workbook(tmp_path / "export.xlsx", _export("nee"))
    assert main(["check", str(path)]) == Exit.BAD_INPUT
    told = " ".join(capsys.readouterr())
    assert all(heading in told for heading in SECRETS)
    assert codes(read_sheets(_export("nee"))).count("sensitive-column") == 1


@pytest.mark.parametrize("day", ["2027-10-01", "08-01-2027"])
def test_a_date_is_no_bsn(day: str) -> None:
    """Its digits may pass the 11-test all the same: one date in eleven does."""
    digits = day.replace("-", "").zfill(9)
    assert is_bsn(digits)
    assert forbidden_content("bijgewerkt", [day]) is None


@pytest.mark.slow
def test_nothing_of_refused_columns_is_in_any_output(tmp_path: Path) -> None:
    """Skipped by the setting: neither what stood there nor its heading, in no part of the file."""
    path = write_workbook(tmp_path / "export.xlsx", _export("ja"))
    out, told = tmp_path / "uit.xlsx", tmp_path / "uit.json"
    assert main(["match", str(path), "-o", str(out), "--json", str(told)]) == Exit.DONE
    with zipfile.ZipFile(out) as package:
        parts = [package.read(name) for name in package.namelist()]
    texts = [*SECRETS, *map(str, SECRETS.values()), "06-05-1990", "32999"]
    for text in texts:
        if text not in ("BSN", "Postcode"):  # words of the explanation of the setting
            assert not any(text.encode() in part for part in (*parts, told.read_bytes())), text


def test_in_a_koppelboek_the_setting_does_not_help() -> None:
    """What koppeling wrote had no such column: whoever added it is asked to remove it."""
    sheets = {**_export("ja"), "Herkomst": [["onderdeel", "waarde"], ["versie", "0.1"]]}
    finding = found(read_sheets(sheets), "sensitive-column")
    assert finding.severity == "error"
    assert "negeer" not in finding.remedy
