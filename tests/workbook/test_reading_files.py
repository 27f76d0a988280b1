"""A workbook, a folder or several files are read alike; what is odd about a file is told."""

from __future__ import annotations

from pathlib import Path

from koppeling.workbook.reader import Reading, read
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
    import openpyxl

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


def test_nothing_of_a_reading_is_an_instance_with_errors(tmp_path: Path) -> None:
    """A missing file and an empty folder are findings too."""
    empty = tmp_path / "leeg"
    empty.mkdir()
    readings: list[Reading] = [read([tmp_path / "weg.xlsx"]), read([empty])]
    assert [codes(reading)[0] for reading in readings] == ["not-found", "empty-folder"]
    assert all(reading.instance is None for reading in readings)
