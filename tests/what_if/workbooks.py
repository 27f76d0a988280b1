"""A practice as rows of sheets, to be changed by hand or by a scenario, and written to a file."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import openpyxl

Rows = list[dict[str, object]]
Sheets = dict[str, Rows]

_WEEK: dict[str, object] = dict.fromkeys(("ma", "di", "wo", "do", "vr"), "x")
#: Five juniors and three seniors at two sites, with little room to spare.
PRACTICE: Sheets = {
    "Instellingen": [
        {"instelling": "kwartaal", "waarde": "2027-Q1"},
        {"instelling": "standaard werktijd", "waarde": "09:00-12:00; 13:00-16:30"},
        {"instelling": "tarief per uur", "waarde": 80},
    ],
    "Junioren": [
        {
            "personeelsnummer": f"000{n}", "naam": name, "vestiging": site,
            "start traject": start, "in dienst sinds": None, "promotie per": None,
        }
        for n, name, site, start in (
            (1, "Anouk", "Noord", "02-09-2024"),
            (2, "Bram", "Noord", "10-03-2026"),
            (3, "Daan", "Noord; Zuid", "05-01-2027"),
            (4, "Esra", "Zuid", "01-09-2026"),
            (5, "Guus", "Zuid", "16-11-2026"),
        )
    ],
    "Senioren": [
        {
            "personeelsnummer": number, "naam": name, "vestiging": site,
            "coacht junioren": "ja", "uren per kwartaal": hours, "max junioren": most,
            "in dienst sinds": None, "uit dienst per": None,
        }
        for number, name, site, hours, most in (
            ("9001", "Cato", "Noord", 6, None),
            ("9002", "Femke", "Zuid", 7.5, 2),
            ("9003", "Hassan", "Noord; Zuid", 8, 3),
        )
    ],
    "Werkdagen": [
        *({"personeelsnummer": f"000{n}", **_WEEK, "vanaf": None, "tot": None} for n in (1, 2, 3)),
        {"personeelsnummer": "0004", "ma": "x", "do": "x"},
        {"personeelsnummer": "0005", **_WEEK, "vr": None},
        {"personeelsnummer": "9001", "ma": "x", "di": "x", "wo": "x"},
        {"personeelsnummer": "9002", "di": "x", "do": "x"},
        {"personeelsnummer": "9003", **_WEEK},
    ],
    "Koppelingen": [
        {"junior": "0001", "senior": "9001", "status": "lopend", "vast moment": "ma 10:00"},
        {"junior": "0004", "senior": "9003", "status": "vast", "vast moment": None},
    ],
    "Beschikbaarheid": [
        {"personeelsnummer": "0002", "soort": "afwezig", "van": "22-02-2027", "tot": "26-02-2027"}
    ],
    "Capaciteit": [{"personeelsnummer": "9002", "kwartaal": "2027-Q3", "uren": 6}],
    "Escalaties": [
        {"personeelsnummer": "0001", "van": "01-02-2027", "tot": "28-02-2027", "elke (weken)": 2}
    ],
}  # fmt: skip


def sheets() -> Sheets:
    """Return a practice of one's own, to change at will."""
    return deepcopy(PRACTICE)


def person(practice: Sheets, number: str) -> dict[str, object]:
    """Find the row of somebody in Junioren or Senioren."""
    rows = (*practice["Junioren"], *practice["Senioren"])
    return next(row for row in rows if row["personeelsnummer"] == number)


def write(practice: Sheets, path: Path) -> Path:
    """Write a workbook; headings are the keys of the rows, in the order first met."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in practice.items():
        sheet = book.create_sheet(name)
        headings = list(dict.fromkeys(key for row in rows for key in row))
        sheet.append(headings)
        for row in rows:
            sheet.append([row.get(heading) for heading in headings])
    book.save(path)
    return path


def scenario(name: str, change: str, **cells: object) -> dict[str, object]:
    """Make a row of the sheet Scenario's."""
    row = dict.fromkeys(("wie", "waarde", "vanaf", "dagen", "vestiging"))
    return {"scenario": name, "wijziging": change, **row, **cells}
