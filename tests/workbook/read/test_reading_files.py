"""A workbook, a folder or several files are read alike; what is odd about a file is told."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from koppeling.workbook.read.reader import Reading, read
from koppeling.workbook.read.spreadsheets import shown_by_format
from tests.workbook.koppelboek import (
    FULL,
    SMALL,
    Sheets,
    codes,
    found,
    small,
    write_workbook,
)


def _as_folder(folder: Path, sheets: Sheets) -> Path:
    folder.mkdir()
    for name, rows in sheets.items():
        if name == "Senioren":
            write_workbook(folder / "Senioren.xlsx", {"Blad1": rows})
            continue
        lines = [";".join("" if v is None else str(v) for v in row) for row in rows]
        (folder / f"{name.lower()}.csv").write_text("\n".join(lines), encoding="utf-8")
    return folder


def test_a_folder_reads_like_one_workbook(tmp_path: Path) -> None:
    """One sheet a file, named after the sheet, .csv and .xlsx mixed."""
    sheets = small()
    sheets["Junioren"][2][2] = '"Zuid; Noord"'
    whole = read([write_workbook(tmp_path / "boek met spatie.xlsx", SMALL)])
    folder = read([_as_folder(tmp_path / "map", sheets)])
    assert whole.instance is not None
    assert folder.instance is not None, folder.findings
    assert folder.instance == whole.instance
    assert len(folder.sources) == 4
    assert all(len(source.sha256) == 64 for source in folder.sources)


def test_the_same_sheet_twice_is_an_error(tmp_path: Path) -> None:
    """A workbook and a file with one of its sheets contradict each other."""
    book = write_workbook(tmp_path / "boek.xlsx", SMALL)
    extra = write_workbook(tmp_path / "Junioren.xlsx", {"Sheet": SMALL["Junioren"]})
    finding = found(read([book, extra]), "duplicate-sheet")
    assert "boek.xlsx" in finding.message
    assert "Junioren.xlsx" in finding.message


def test_a_file_and_its_sheet_may_not_contradict_each_other(tmp_path: Path) -> None:
    """Junioren.xlsx with a sheet Senioren in it: nobody can tell which it is."""
    book = write_workbook(tmp_path / "boek.xlsx", SMALL)
    extra = write_workbook(tmp_path / "DiSC.xlsx", {"Weging": FULL["Weging"]})
    assert found(read([book, extra]), "two-names-for-a-sheet").source == "DiSC.xlsx"


def test_an_open_workbook_is_told(tmp_path: Path) -> None:
    """Excel's lock file beside the workbook means that changes may be unsaved."""
    book = write_workbook(tmp_path / "boek.xlsx", SMALL)
    (tmp_path / "~$boek.xlsx").write_bytes(b"lock")
    reading = read([book])
    assert found(reading, "open-elsewhere").severity == "warning"
    assert reading.instance is not None


def test_excel_keeps_its_zeros_formats_and_ghost_rows(tmp_path: Path) -> None:
    """0000 is read as shown, formats of dates hold, empty rows with a format are nothing."""
    path = write_workbook(tmp_path / "boek.xlsx", SMALL)
    book = openpyxl.load_workbook(path)
    sheet = book["Junioren"]
    sheet["A2"].value, sheet["A2"].number_format = 12, "0000"
    sheet["A500"].number_format = "0000"
    sheet.row_dimensions[3].hidden = True
    book["Senioren"].sheet_state = "hidden"
    book["Werkdagen"].merge_cells("B2:B3")
    book.save(path)
    reading = read([path])
    assert {"hidden-rows", "hidden-sheet", "merged-cells"} <= set(codes(reading))
    table = reading.table("juniors")
    assert table is not None
    assert [row.text("number") for row in table.rows] == ["0012", "0013"]


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (12, '"P"0000', "P0012"),
        (12, "\\P0000", "P0012"),
        (12, '"P"0000;-0', "P0012"),
        (12, '"P"General', "P12"),
        (123456, "000-000", "123-456"),
        (12, "0000;-0000", "0012"),
        (1234, '"P"#', "P1234"),
        (12, "0000.00", ""),  # what follows is refused, where a personnel number belongs
        (12, "0,", ""),
        (12, ";;;", ""),
        (12, '"geheim"', ""),
        (12, '[<100]"A"0;"B"0', ""),
        (12, "0.0E+0", ""),
        (0, '0;-0;"geen"', ""),
        (12, "General", None),  # and here the number itself is shown
        (1234, "#,##0", None),
        (12, "0.00", None),
        (12, "[Red]0", None),
        (1234, "_-* #,##0.00_-;_-* #,##0.00-", None),
        (12.5, '"P"0', None),
    ],
)
def test_a_number_is_what_its_format_shows(
    value: float, number_format: str, shown: str | None
) -> None:
    """Text and digits are worked out; what cannot be worked out is empty, never guessed."""
    assert shown_by_format(value, number_format) == shown


def test_a_personnel_number_is_the_one_that_is_shown(tmp_path: Path) -> None:
    """Of a format of text and digits; another format stops the run, hours stay a number."""
    path = tmp_path / "boek.xlsx"
    sheets = small(Senioren=[[*SMALL["Senioren"][0], "uren per kwartaal"],
                             ["P0101", "Cato", "Noord", 8], [102, "Dirk", "Zuid", 9]],
                   Werkdagen=[["personeelsnummer", "ma"], ["0012", "x"], ["0013", "x"],
                              [101, "x"], [102, "x"]])  # fmt: skip
    book = openpyxl.load_workbook(write_workbook(path, sheets))
    book["Werkdagen"]["A4"].number_format = '"P"0000'
    book["Senioren"]["D2"].number_format = '0" uur"'
    book.save(path)
    instance = read([path]).instance
    assert instance is not None
    assert [(s.number, s.cap_minutes) for s in instance.seniors] == [("102", 540), ("P0101", 480)]
    book["Werkdagen"]["A5"].number_format = '[<1000]"A"0;"B"0'
    book.save(path)
    refused = found(read([path]), "number-hidden-by-format")
    assert (refused.severity, refused.place) == ("error", "Werkdagen!A5")


def test_nothing_of_a_reading_is_an_instance_with_errors(tmp_path: Path) -> None:
    """A missing file and an empty folder are findings too."""
    empty = tmp_path / "leeg"
    empty.mkdir()
    readings: list[Reading] = [read([tmp_path / "weg.xlsx"]), read([empty])]
    assert [codes(reading)[0] for reading in readings] == ["not-found", "empty-folder"]
    assert all(reading.instance is None for reading in readings)
