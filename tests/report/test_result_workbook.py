"""The result workbook: complete, safe, the same on every run."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from koppeling.domain.instance import Level
from koppeling.domain.result import LevelResult, Outcome
from koppeling.errors import WriteError
from koppeling.locale import language
from koppeling.report.result_workbook import _gap, to_bytes
from koppeling.workbook.read.tables import Row, Table
from koppeling.workbook.schema.registry import sheet_by_key
from koppeling.workbook.write.publish import publish
from tests.report.builders import (
    make_detail,
    make_instance,
    make_outcome,
    make_provenance,
    make_reading,
    make_tables,
    make_unplaced,
)

RESULT_SHEETS = [
    "Koppelvoorstel",
    "Niet geplaatst",
    "Belasting",
    "Overdracht",
    "Doelen en bewijs",
    "Bevindingen",
    "Herkomst",
]
INPUT_SHEETS = ["Instellingen", "Junioren", "Beschikbaarheid"]
HOSTILE = ("=cmd|' /C calc'!A0", "+1", "-1+2", "@SUM(A1)", "\t=1+1", "https://example.org", "#N/A")


def _bytes(outcome: Outcome | None = None, *, minute: int = 5) -> bytes:
    return to_bytes(
        outcome or make_outcome(), make_instance(), make_reading(), make_provenance(minute=minute)
    )


def _open(outcome: Outcome | None = None) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(_bytes(outcome)))


def _records(book: Workbook, sheet: str) -> list[dict[str, object]]:
    headings, *rows = book[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, headings), row, strict=True)) for row in rows]


def test_sheets_stand_in_the_order_of_the_contract() -> None:
    """The proposal first, the input as read last."""
    assert _open().sheetnames == RESULT_SHEETS + INPUT_SHEETS


def test_no_empty_sheets() -> None:
    """A sheet with nothing to tell is left out."""
    outcome = make_outcome(unplaced=(), handovers=(), findings=())
    assert _open(outcome).sheetnames == [
        "Koppelvoorstel", "Belasting", "Doelen en bewijs", "Herkomst", *INPUT_SHEETS,
    ]  # fmt: skip


def test_every_sheet_is_one_real_table_with_frozen_headings() -> None:
    """It can be sorted and filtered at once."""
    book = _open()
    for sheet in book.worksheets:
        (table,) = sheet.tables.values()
        assert table.ref.startswith("A1:")
        assert table.autoFilter is not None
        assert sheet.freeze_panes is not None
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.print_title_rows == "$1:$1"


def test_proposal_holds_what_was_found() -> None:
    """A row a junior, placed or not, with numbers as numbers and numbers of people as text."""
    records = _records(_open(), "Koppelvoorstel")
    assert [record["junior"] for record in records] == [
        *(f"J{n:02d}" for n in range(1, 29)), "J30",
    ]  # fmt: skip
    first = records[0]
    assert first["naam junior"] == "Anouk Veldman"
    assert (first["senior"], first["naam senior"]) == ("S02", "Boris Faber")
    assert (first["status"], first["vast moment"]) == ("behouden", "di 09:00")
    assert first["punten"] == make_detail(1).points
    assert first["uren 2027-Q1"] == 1.5
    assert first["voorkeur junior"] == 137
    assert first["tweede keus"] == "S03 Carlijn Wever (32 punten)"
    assert records[-1]["status"] == "niet geplaatst"
    assert records[-1]["uitleg"] == make_unplaced().explanation
    assert {r["status"] for r in records} == {
        "nieuw", "behouden", "gewijzigd", "vast", "niet geplaatst",
    }  # fmt: skip


def test_columns_of_the_proposal_stand_in_the_order_of_the_contract() -> None:
    """Whoever knows workbook.md finds their way."""
    headings = [cell.value for cell in _open()["Koppelvoorstel"][1]]
    assert headings == [
        "junior", "naam junior", "senior", "naam senior", "status", "vast moment",
        "uren 2027-Q1", "uren 2027-Q2", "uren 2027-Q3", "uren 2027-Q4", "punten",
        "voorkeur junior", "voorkeur senior", "DiSC", "gedeelde werkdagen", "vestiging",
        "leerdoelen", "registratie", "tweede keus", "uitleg",
        "besluit", "gekozen senior", "gekozen moment", "door", "op",
    ]  # fmt: skip


def test_decision_columns_have_drop_downs() -> None:
    """The decision from a list of words, the senior from the sheet Senioren."""
    rules = _open()["Koppelvoorstel"].data_validations.dataValidation
    lists = {str(rule.sqref): rule.formula1 for rule in rules if rule.type == "list"}
    assert lists["U2:U30"] == '"akkoord,anders,niet koppelen,later"'
    assert "'Senioren'!$A$2" in lists["V2:V30"]


def test_components_are_folded_not_lost() -> None:
    """They open with [+]; the sheet stays readable."""
    columns = _open()["Koppelvoorstel"].column_dimensions
    assert columns["L"].hidden
    assert columns["L"].outlineLevel == 1
    assert not columns["K"].hidden


def test_status_and_utilisation_have_colours() -> None:
    """What asks for attention catches the eye."""
    book = _open()
    for sheet, column in (("Koppelvoorstel", "E"), ("Belasting", "F")):
        ranges = [str(area.sqref) for area in book[sheet].conditional_formatting]
        assert any(area.startswith(f"{column}2") for area in ranges)


def test_load_says_away_instead_of_a_number() -> None:
    """A quarter that does not count has no hours."""
    records = _records(_open(), "Belasting")
    away = [r for r in records if (r["senior"], r["kwartaal"]) == ("S04", "2027-Q3")]
    assert [(r["uren"], r["benutting %"], r["kwartaalgesprek"]) for r in away] == [
        (None, None, "afwezig")
    ]
    assert records[0]["benutting %"] == pytest.approx(0.8292)
    assert {r["kwartaalgesprek"] for r in records} == {"ja", "nee", "afwezig"}


def test_load_has_a_chart_with_the_comfort_line() -> None:
    """Bars for the seniors, a line for what is comfortable."""
    with zipfile.ZipFile(io.BytesIO(_bytes())) as archive:
        chart = archive.read("xl/charts/chart1.xml").decode()
    assert "<c:barChart>" in chart
    assert "<c:lineChart>" in chart
    assert "comfortabel tot 85%" in chart
    assert '<c:plotVisOnly val="0"/>' in chart or "plotVisOnly" not in chart


def test_codes_without_a_count_have_no_column() -> None:
    """A table of zeros hides what matters."""
    (record,) = _records(_open(), "Niet geplaatst")
    assert record == {
        "junior": "J30",
        "naam": "Dewi Pratama",
        "reden": make_unplaced().explanation,
        "geen gezamenlijk moment": 7,
        "andere vestiging": 3,
        "senior zit vol": 1,
        "dichtst bij": make_unplaced().nearest,
        "goedkoopste oplossing 1": "In deze ronde niet gezocht; `koppeling explain` zoekt ze.",
        "sleutel": "not_sought",
    }


def test_proof_holds_value_bound_and_gap() -> None:
    """What is not proven says how far it may be off."""
    book = _open(make_outcome(proven=False))
    records = {record["niveau"]: record for record in _records(book, "Doelen en bewijs")}
    assert list(records) == [
        "geplaatst", "behouden", "begeleid", "piek", "kwaliteit", "gelijkmatig", "loting",
    ]  # fmt: skip
    quality = records["kwaliteit"]
    assert (quality["waarde"], quality["grens"], quality["bewezen"]) == (1712, 1738, "nee")
    assert quality["gap"] == pytest.approx(26 / 1712, abs=1e-4)
    assert records["loting"]["grens"] is None


def test_provenance_names_input_run_and_settings() -> None:
    """Anyone can trace the result and repeat it."""
    records = _records(_open(), "Herkomst")
    told = {str(record["onderdeel"]): record["waarde"] for record in records}
    assert told["Invoer"] == "voorbeeld.xlsx"
    assert told["SHA-256 van de invoer"] == "ab" * 32
    assert told["Versie van koppeling"] == "0.1.0"
    assert told["Keuze --time-limit"] == "60"
    assert told["Rekenprogramma"] == "OR-Tools CP-SAT 9.15"
    assert told["Blad dat in uw eigen bestand blijft"] == "Mijn lijstje"
    assert told["Instelling: kwartaal"] == "2027-Q1"


def test_input_comes_along_as_read() -> None:
    """Zeros stay, columns we do not know come along, notes on absence do not."""
    book = _open()
    first, second = _records(book, "Junioren")
    assert (first["personeelsnummer"], first["naam"]) == ("0012", "Anouk Veldman")
    assert first["lievelingskleur"] == "=1+1"
    assert second["lievelingskleur"] is None
    (absence,) = _records(book, "Beschikbaarheid")
    assert "opmerking" not in absence
    assert "griep" not in str(absence)
    assert {r["instelling"]: r["waarde"] for r in _records(book, "Instellingen")} == {
        "kwartaal": "2027-Q1", "horizon": 4, "goede vrijdag vrij": "weet niet",
    }  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    """No text of the input becomes a formula, an error or a link."""
    details = (make_detail(1, explanation=text),)
    unplaced = replace(make_unplaced(), nearest=text)
    book = _open(make_outcome(details=details, unplaced=(unplaced,)))
    cells = [c for sheet in book.worksheets for row in sheet.iter_rows() for c in row]
    assert not [cell.coordinate for cell in cells if cell.data_type in ("f", "e")]
    assert not [cell.coordinate for cell in cells if cell.hyperlink]
    (first, *_rest) = _records(book, "Koppelvoorstel")
    assert str(first["uitleg"]).strip() == text.strip()


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_headings_names_and_sheets_stay_text(text: str) -> None:
    """What people may call a column, a sheet, a person or their practice is text as well."""
    instance = make_instance()
    instance = replace(
        instance,
        settings=replace(instance.settings, practice_name=text),
        juniors=tuple(replace(junior, name=text) for junior in instance.juniors),
    )
    juniors, *others = make_tables()
    headings = (*juniors.headings[:-1], (text, None), ("Naam", None))
    reading = replace(
        make_reading(),
        tables=(replace(juniors, headings=headings, extras={98: text, 99: "Naam"}), *others),
        unknown_sheets=(text,),
    )
    content = to_bytes(make_outcome(), instance, reading, make_provenance())
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [c for sheet in book.worksheets for row in sheet.iter_rows() for c in row]
    assert not [cell.coordinate for cell in cells if cell.data_type in ("f", "e")]
    assert not [cell.coordinate for cell in cells if cell.hyperlink]
    assert [cell.value for cell in book["Junioren"][1]][-2:] == [text, "Naam (2)"]


def test_same_run_gives_the_same_bytes() -> None:
    """Nothing depends on the clock or on chance."""
    assert _bytes() == _bytes()


def test_another_time_changes_provenance_and_proof_only() -> None:
    """A later run of the same answer differs in its own time and seconds, nowhere else."""
    later = make_outcome()
    slower = replace(
        later,
        solution=replace(
            later.solution,
            levels=tuple(replace(x, seconds=x.seconds + 9) for x in later.solution.levels),
        ),
    )
    before = openpyxl.load_workbook(io.BytesIO(_bytes()))
    after = openpyxl.load_workbook(io.BytesIO(_bytes(slower, minute=44)))
    different = {
        sheet.title
        for sheet in before.worksheets
        if list(sheet.iter_rows(values_only=True))
        != list(after[sheet.title].iter_rows(values_only=True))
    }
    assert different == {"Herkomst", "Doelen en bewijs"}


def test_english_on_request() -> None:
    """Sheet names, headings and words in the language asked for."""
    with language("en"):
        book = _open()
    assert book.sheetnames[:2] == ["Proposal", "Not placed"]
    assert _records(book, "Proposal")[0]["status"] == "kept"


def test_result_is_written_and_someone_elses_work_is_not_replaced(tmp_path: Path) -> None:
    """A workbook in which somebody decided is only replaced by force."""
    path = tmp_path / "een map met spaties.xlsx"

    def write(*, force: bool = False) -> Path:
        return publish(path, _bytes(make_outcome()), force=force).path

    assert write() == path
    assert write() == path
    book = openpyxl.load_workbook(path)
    book["Koppelvoorstel"]["U2"] = "akkoord"
    book.save(path)
    with pytest.raises(WriteError):
        write()
    assert write(force=True) == path
    kept = openpyxl.load_workbook(io.BytesIO((tmp_path / f"{path.name}.bak").read_bytes()))
    assert kept["Koppelvoorstel"]["U2"].value == "akkoord"


def test_a_large_practice_gets_its_chart_on_a_page_of_its_own() -> None:
    """With many seniors the bars carry numbers only, and the print stays readable."""
    first = make_outcome().loads[0]
    loads = tuple(replace(first, senior=f"T{n:02d}") for n in range(60))
    sheet = _open(replace(make_outcome(), loads=loads))["Belasting"]
    assert sheet.page_setup.fitToWidth == 2
    captions = [sheet.cell(row, 10).value for row in range(2, 62)]
    assert captions == [f"T{n:02d}" for n in range(60)]


def test_without_capacity_there_is_no_chart() -> None:
    """Nothing to draw is not drawn."""
    loads = tuple(replace(x, cap_minutes=0, used_minutes=0) for x in make_outcome().loads)
    content = _bytes(replace(make_outcome(), loads=loads))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not [name for name in archive.namelist() if "chart" in name]


def test_second_choice_may_be_without_points_or_absent() -> None:
    """Where nobody else could guide the junior the cell stays empty."""
    details = (
        replace(make_detail(1), runner_up=None, runner_up_points=None),
        replace(make_detail(2), runner_up_points=None),
    )
    first, second, *_rest = _records(_open(make_outcome(details=details)), "Koppelvoorstel")
    assert first["tweede keus"] is None
    assert second["tweede keus"] == "S04 Dirk-Jan Prins"


def test_input_keeps_what_could_not_be_read_and_its_drop_downs() -> None:
    """The copy can serve as the next input: nothing of it is lost."""
    pairings = Table(
        sheet=sheet_by_key("pairings"),
        name="Koppelingen",
        headings=(("junior", "junior"), ("senior", "senior"), ("sinds", "since")),
        rows=(Row(number=2, values={"junior": "0012", "senior": "S01"}, unread={"since": "ooit"}),),
    )
    days = Table(
        sheet=sheet_by_key("working_days"),
        name="Werkdagen",
        headings=(("nr", "number"), ("ma", "monday")),
        rows=(Row(number=2, values={"number": "0012", "monday": "x"}),),
    )
    reading = replace(make_reading(), tables=(*make_tables(), pairings, days))
    book = openpyxl.load_workbook(
        io.BytesIO(to_bytes(make_outcome(), make_instance(), reading, make_provenance()))
    )
    (row,) = _records(book, "Koppelingen")
    assert (row["junior"], row["sinds"]) == ("0012", "ooit")
    rules = book["Koppelingen"].data_validations.dataValidation
    assert any("Junioren" in str(rule.formula1) for rule in rules)
    rules = book["Werkdagen"].data_validations.dataValidation
    assert any("ochtend" in str(rule.formula1) for rule in rules)


def test_columns_of_one_name_are_both_copied() -> None:
    """The second one gets a number, since a table wants headings that differ."""
    juniors, *others = make_tables()
    juniors = replace(
        juniors,
        headings=(*juniors.headings, ("lievelingskleur", None)),
        extras={4: "lievelingskleur", 5: "lievelingskleur"},
        rows=tuple(replace(row, extras={4: "rood", 5: "blauw"}) for row in juniors.rows),
    )
    reading = replace(make_reading(), tables=(juniors, *others))
    content = to_bytes(make_outcome(), make_instance(), reading, make_provenance())
    first, *_rest = _records(openpyxl.load_workbook(io.BytesIO(content)), "Junioren")
    assert (first["lievelingskleur"], first["lievelingskleur (2)"]) == ("rood", "blauw")


def test_a_gap_against_a_bound_of_nought_is_left_out() -> None:
    """It would read as 100 % where nothing is known."""
    level = LevelResult(level=Level.DRAW, value=12, bound=0, proven=False, seconds=0.1)
    assert _gap(level) is None
    assert _gap(replace(level, level=Level.QUALITY, value=100, bound=110)) == 0.1
    assert _gap(replace(level, bound=12, proven=True)) is None
