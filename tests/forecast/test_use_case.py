"""`koppeling forecast`: from files to figures, sheets, a picture and sentences."""

from __future__ import annotations

import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

import koppeling
from koppeling.cli import main
from koppeling.domain.finding import InputError
from koppeling.errors import KoppelingError
from koppeling.forecast.answer import Assumptions
from koppeling.forecast.use_case import ForecastRun, forecast
from koppeling.locale import language
from koppeling.workbook.schema.results import FORECAST_SHEETS
from tests.forecast.test_outlook import COHORT, RAMP
from tests.tools import ROOT

SMALL = ROOT / "data" / "klein.xlsx"


def write_practice(folder: Path, settings: dict[str, str], juniors: list[str]) -> Path:
    """Write a practice of two seniors as a folder of sheets."""
    folder.mkdir()
    lines = [f"{name};{value}" for name, value in settings.items()]
    numbers = [*(row.partition(";")[0] for row in juniors), "9001", "9002"]
    sheets = {
        "Instellingen": ["instelling;waarde", *lines],
        "Junioren": ["personeelsnummer;naam;vestiging;start traject", *juniors],
        "Senioren": [
            "personeelsnummer;naam;vestiging;uren per kwartaal",
            "9001;Cato Linde;Noord;60",
            "9002;Femke Eik;Noord;60",
        ],
        "Werkdagen": ["personeelsnummer;ma", *(f"{number};standaard" for number in numbers)],
    }
    for name, rows in sheets.items():
        (folder / f"{name}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def small() -> ForecastRun:
    """Look two quarters ahead of the small example."""
    return koppeling.read(SMALL).forecast(quarters=2, workers=2)


def test_the_ramp_comes_out_of_the_public_forecast(tmp_path: Path) -> None:
    """One hire a quarter from 1 January asks 3.5, 6.5, 8 ... 17.5 hours per side."""
    folder = write_practice(
        tmp_path / "p",
        {"kwartaal": "2027-Q1", "tarief per uur": "85", "horizon": "1"},
        ["0001;Anouk Berk;Noord;05-01-2026"],
    )
    frame = koppeling.read(folder).forecast(workers=2).quarters
    assert list(frame["hired"]) == RAMP
    assert list(frame.index)[:2] == ["2027-Q1", "2027-Q2"]
    assert list(frame["euros"]) == [2 * hours * 85 for hours in frame["need"]]


@pytest.mark.slow
def test_the_cohort_comes_out_of_the_public_forecast(tmp_path: Path) -> None:
    """23 juniors who start on 1 February 2022 ask 57.5, 69, 46 ... hours per side (J3)."""
    juniors = [f"{n:04d};Junior {n};Noord;01-02-2022" for n in range(1, 24)]
    folder = write_practice(tmp_path / "p", {"kwartaal": "2022-Q1", "horizon": "1"}, juniors)
    frame = koppeling.read(folder).forecast(workers=2).quarters
    assert list(frame["need"]) == COHORT
    assert frame["need"].sum() == 402.5
    assert list(frame["consults"]) == [2 * hours for hours in COHORT]
    assert list(frame["served"]) == COHORT


def test_frames_hold_every_figure(small: ForecastRun) -> None:
    """Quarters, room, gains and whom we cannot miss are frames with named columns."""
    assert list(small.quarters["room"]) == [one.room for one in small.forecast.quarters]
    assert set(small.room["quarter"]) == {"2027-Q1", "2027-Q2"}
    assert list(small.runway.index) == [(h, r) for h in (False, True) for r in (False, True)]
    assert list(small.runway) == [None] * 4
    kinds = len(small.forecast.newcomers)
    assert len(small.room) == 2 * kinds
    assert len(small.gains) == len(small.forecast.gains) + len(small.forecast.pinch.general)
    assert list(small.cannot_miss["senior"]) == [d.senior for d in small.forecast.dependences]


def test_the_workbook_has_every_sheet_in_both_languages(small: ForecastRun, tmp_path: Path) -> None:
    """Five sheets, the same figures in each language, and a chart below the quarters."""
    for code in ("nl", "en"):
        with language(code):
            path = small.to_excel(tmp_path / f"{code}.xlsx")
        book = load_workbook(path)
        names = [sheet.words.nl if code == "nl" else sheet.words.en for sheet in FORECAST_SHEETS]
        assert book.sheetnames == names
        with ZipFile(path) as archive:
            assert sum("charts/chart" in name for name in archive.namelist()) == 1
        rows = list(book[names[1]].iter_rows(min_row=2, max_col=3, values_only=True))
        need = [round(hours, 2) for hours in small.quarters["need"]]
        assert [row[1] for row in rows if row[1]] == need
    assert load_workbook(tmp_path / "nl.xlsx")["Ruimte"]["C1"].value == "2027-Q1"


def test_sentences_can_be_said_aloud(small: ForecastRun) -> None:
    """The summary ends each sentence, leaves no gap unfilled and uses no jargon."""
    assert 3 <= len(small.summary) <= 7
    for sentence in small.summary:
        assert sentence.endswith(".")
        assert "{" not in sentence
        assert not any(word in sentence for word in ("slack", "dual", "gap", "None"))


@pytest.mark.slow
def test_the_command_writes_beside_the_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without -o the workbook is called after the input; the picture comes on request."""
    pytest.importorskip("matplotlib")
    work = tmp_path / "praktijk.xlsx"
    work.write_bytes(SMALL.read_bytes())
    picture = tmp_path / "uren.svg"
    code = main(["forecast", str(work), "--quarters", "1", "--chart", str(picture)])
    assert code == 0
    assert (tmp_path / "praktijk vooruitblik 2027-Q1.xlsx").exists()
    assert picture.read_text(encoding="utf-8").startswith("<?xml")
    assert "2027-Q1" in capsys.readouterr().out


def test_a_result_workbook_is_looked_ahead_of_as_well(tmp_path: Path) -> None:
    """Of a result the input part counts: the figures are those of the input."""
    result = koppeling.read(SMALL).match().to_excel(tmp_path / "praktijk voorstel 2027-Q1.xlsx")
    run = forecast(result, Assumptions(num_quarters=1))
    assert run.written == tmp_path / "praktijk vooruitblik 2027-Q1.xlsx"
    fresh = koppeling.read(SMALL).forecast(quarters=1)
    assert run.forecast == fresh.forecast


def test_without_the_drawing_library_a_message_says_what_to_install(
    small: ForecastRun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A picture without matplotlib is refused in words, and so is another kind of file."""
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(KoppelingError, match=r"koppeling\[charts\]"):
        small.to_picture(tmp_path / "uren.png")
    with pytest.raises(KoppelingError, match=r"\.png"):
        small.to_picture(tmp_path / "uren.pdf")


@pytest.mark.parametrize(
    "taken",
    [
        Assumptions(num_quarters=0),
        Assumptions(num_quarters=21),
        Assumptions(hire_per_quarter=0),
        Assumptions(leave_percent=101),
        Assumptions(turnover_percent=-1),
    ],
)
def test_assumptions_that_make_no_sense_are_refused(taken: Assumptions) -> None:
    """Each is refused in words, before anything is solved."""
    with pytest.raises(KoppelingError):
        forecast(SMALL, taken, output=Path("nooit.xlsx"))


def test_input_with_errors_is_not_looked_ahead_of(tmp_path: Path) -> None:
    """The findings are told and nothing is written."""
    folder = write_practice(tmp_path / "p", {"kwartaal": "ooit"}, ["1;Anouk;Noord;2027-01-04"])
    with pytest.raises(InputError):
        koppeling.read(folder).forecast(quarters=1)
    assert main(["forecast", str(folder)]) == 1
    assert not list(tmp_path.glob("*.xlsx"))
