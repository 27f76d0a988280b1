"""A small koppelboek to change at will: as raw grids, or written to a real file."""

from __future__ import annotations

import copy
import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl

from koppeling.domain.finding import Finding
from koppeling.workbook.read.grids import Cell, Grid, RawFile, Tag
from koppeling.workbook.read.reader import Reading, interpret

Rows = list[list[Any]]
Sheets = dict[str, Rows]

SMALL: Sheets = {
    "Instellingen": [["instelling", "waarde"], ["kwartaal", "2027-Q2"]],
    "Junioren": [
        ["personeelsnummer", "naam", "vestiging", "start traject"],
        ["0012", "Anouk", "Noord", dt.date(2027, 1, 4)],
        ["0013", "Bram", "Zuid; Noord", dt.date(2026, 9, 1)],
    ],
    "Senioren": [
        ["personeelsnummer", "naam", "vestiging"],
        ["0101", "Cato", "Noord"],
        ["0102", "Dirk", "Zuid"],
    ],
    "Werkdagen": [
        ["personeelsnummer", "ma", "di", "wo", "do", "vr"],
        ["0012", "x", "x", None, None, None],
        ["0013", "x", None, "08:30-17:00", None, None],
        ["0101", "x", "x", "x", None, None],
        ["0102", None, "x", "even x", "Zuid 09:00-15:00", None],
    ],
}

#: A filled row or two of every other sheet.
FULL: Sheets = {
    **SMALL,
    "Junioren": [
        [
            "personeelsnummer", "naam", "vestiging", "start traject", "traject",
            "begeleiding vanaf", "einde traject", "contracturen", "overige indirecte uren",
            "budget uren per kwartaal", "domein", "leerdoelen", "groep", "al gehouden",
            "specialistische opleiding", "cursusdagen", "herregistratie per", "in dienst sinds",
            "uit dienst per", "promotie per", "op afstand", "e-mail", "kostenplaats",
            "werkgevernummer", "verlonen", "opmerking",
        ],
        [
            "0012", "Anouk", "Noord", dt.date(2027, 1, 4), "junior", dt.date(2027, 2, 1),
            dt.date(2029, 12, 31), 32, "4", 6, "jeugd", "dossiervoering", None, 2, "ja", "3,5",
            dt.date(2029, 1, 1), dt.date(2026, 1, 1), dt.date(2030, 1, 1), dt.date(2030, 1, 1),
            "nee", "anouk@voorbeeld.nl", "4100", "1", "ja", "geen",
        ],
        [
            "0013", "Bram", "Zuid; Noord", dt.date(2026, 9, 1), "skj", None, None, 28, None, "4:30",
            "jeugd; gezin", "gesprek", "Groep A", 0, "nee", 0, None, None, None, None, "ja",
            None, None, None, None, None,
        ],
    ],
    "Senioren": [
        [
            "personeelsnummer", "naam", "vestiging", "coacht junioren", "uren per kwartaal",
            "max junioren", "rol", "in dienst sinds", "uit dienst per", "opleiding geldig tot",
            "laatst actief", "registraties", "ervaring academisch (jaren)", "motivatie", "domein",
            "specialisaties", "contracturen", "overige indirecte uren", "op afstand", "e-mail",
            "kostenplaats", "werkgevernummer", "verlonen", "opmerking",
        ],
        [
            "0101", "Cato", "Noord", "ja", 12, 3, "senior", dt.date(2020, 1, 1), None,
            dt.date(2029, 12, 31), dt.date(2026, 12, 1), "KJ-NIP; SKJ", 8, "ja", "jeugd",
            "dossiervoering; gesprek", 32, 10, "ja", "cato@voorbeeld.nl", "4100", "1", "ja", None,
        ],
        [
            "0102", "Dirk", "Zuid", "x", "8:30", 2, "coach", None, dt.date(2029, 1, 1), None, None,
            None, None, None, None, None, 36, None, None, None, None, None, None, "ok",
        ],
    ],
    "Beschikbaarheid": [
        ["personeelsnummer", "soort", "van", "tot", "dag", "tijd", "opmerking"],
        ["0012", "afwezig", dt.date(2027, 5, 3), dt.date(2027, 5, 14), None, None, "weg"],
        ["0101", "overleg", None, None, "ma; di", "09:00-12:00", None],
        [None, "afwezig", dt.date(2027, 7, 19), dt.date(2027, 7, 30), None, None, None],
    ],
    "DiSC": [
        ["personeelsnummer", "stijl", "D", "i", "S", "C"],
        ["0012", "Di", None, None, None, None],
        ["0101", None, 30, 70, 60, "40"],
    ],
    "DiSC-matrix": [
        ["senior", "D", "i", "S", "C"],
        *([letter, 10, 20, 30, 40] for letter in ("D", "i", "S", "C")),
    ],
    "Capaciteit": [
        ["personeelsnummer", "kwartaal", "uren", "max junioren"],
        ["0101", "2027-Q3", 8, 2],
        ["0102", None, "6,5", None],
    ],
    "Koppelingen": [
        ["junior", "senior", "status", "vast moment", "sinds", "tot", "reden"],
        ["0012", "0101", "lopend", "ma 10:00", dt.date(2027, 1, 4), None, None],
        ["0013", "0101", "verboden", None, None, None, "besluit"],
        ["0013", "0102", "beëindigd", None, dt.date(2026, 9, 1), dt.date(2026, 12, 31), None],
    ],
    "Voorkeuren": [
        ["van", "over", "rang", "veto"],
        ["0012", "0101", 1, None],
        ["0102", "0013", 2, "nee"],
        ["0102", "0012", None, "ja"],
    ],
    "Escalaties": [
        ["personeelsnummer", "van", "tot", "elke (weken)"],
        ["0012", dt.date(2027, 5, 17), dt.date(2027, 6, 30), 1],
    ],
    "Trajecttypen": [
        ["type", "fase", "vanaf maand", "aantal", "elke", "eenheid", "minuten", "eis",
         "cockpit (weken)", "begeleider"],
        ["skj", "een", 0, 6, 1, "maanden", 60, "skj", 10, "senior"],
        ["skj", "twee", 6, 6, 4, "weken", None, None, None, None],
    ],
    "Groepen": [
        ["groep", "type", "start", "senior"],
        ["Groep A", "skj", dt.date(2027, 1, 11), "0102"],
    ],
    "Doelen": [["doel", "volgorde", "aan"], ["behouden", 3, "ja"], ["begeleid", 2, "ja"]],
    "Weging": [["onderdeel", "gewicht"], ["DiSC", 20], ["vestiging", 10]],
    "Scenario's": [
        ["scenario", "wijziging", "wie", "waarde", "vanaf", "dagen", "vestiging"],
        ["groei", "aannemen junior", None, "2", dt.date(2027, 7, 1), "ma di", "Noord"],
    ],
    "Voortgang": [
        ["personeelsnummer", "kwartaal", "klanttevredenheid", "qc", "directe tijd",
         "accreditatie geldig tot", "jaargesprek", "jaargesprek positief"],
        ["0012", "2027-Q1", "8,7", 80, "71%", dt.date(2029, 1, 1), dt.date(2027, 1, 15), "ja"],
    ],
    "Overleggen": [
        ["id", "datum", "begin", "einde", "junior", "senior", "soort", "verschoven (dagen)",
         "status", "reden"],
        ["a1", dt.date(2027, 4, 5), "10:00", "10:30", "0012", "0101", None, 0, "gehouden", None],
    ],
    "Looncodes": [["soort", "rol", "code", "kostenplaats"], ["begeleiding", "senior", "2100", "1"]],
}  # fmt: skip


def small(**changes: Rows) -> Sheets:
    """Copy the small practice, sheets replaced or added."""
    return {**copy.deepcopy(SMALL), **changes}


def with_rows(name: str, *rows: list[Any]) -> Sheets:
    """Copy the small practice with rows added to a sheet, its headings those of `FULL`."""
    sheets = copy.deepcopy(SMALL)
    sheets[name] = [*sheets.get(name, [FULL[name][0]]), *rows]
    return sheets


def put(name: str, row: int, column: int, value: object) -> Sheets:
    """Copy the small practice with one cell changed; row and column count from 1."""
    sheets = copy.deepcopy(SMALL)
    sheets[name][row - 1][column - 1] = value
    return sheets


def renumbered(old: str, new: object) -> Sheets:
    """Copy the small practice with another personnel number for somebody, everywhere."""
    return {
        name: [[new if cell == old else cell for cell in row] for row in rows]
        for name, rows in SMALL.items()
    }


def with_setting(name: str, value: object) -> Sheets:
    """Copy the small practice with a setting added; `kwartaal` is replaced."""
    sheets = copy.deepcopy(SMALL)
    kept = [row for row in sheets["Instellingen"] if row[0] != name]
    sheets["Instellingen"] = [*kept, [name, value]]
    return sheets


def raw_cell(value: object) -> Cell:
    """Tag a Python value as the reading process would."""
    if isinstance(value, Cell):
        return value
    if isinstance(value, bool):
        return Cell(Tag.BOOL, value)
    if isinstance(value, int | float):
        return Cell(Tag.NUMBER, value)
    if isinstance(value, dt.date):
        return Cell(Tag.DATE, f"{value.isoformat()}T00:00:00")
    return Cell(Tag.TEXT, str(value))


def raw_grid(name: str, rows: Rows, **more: Any) -> Grid:
    """Make a grid of rows."""
    cells = {
        number: {
            column: raw_cell(value)
            for column, value in enumerate(row, start=1)
            if value is not None and value != ""
        }
        for number, row in enumerate(rows, start=1)
    }
    return Grid(name=name, rows={number: row for number, row in cells.items() if row}, **more)


def read_sheets(sheets: Sheets) -> Reading:
    """Read sheets in this process: everything but opening the file."""
    grids = tuple(raw_grid(name, rows) for name, rows in sheets.items())
    return interpret([RawFile(name="boek.xlsx", sha256="00", grids=grids)])


def write_workbook(path: Path, sheets: Sheets) -> Path:
    """Write sheets to a real .xlsx."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def found(reading: Reading, code: str) -> Finding:
    """Return the one finding with this code."""
    matching = [finding for finding in reading.findings if finding.code == code]
    assert matching, f"no {code} among {[(f.code, f.message) for f in reading.findings]}"
    return matching[0]


def codes(reading: Reading) -> list[str]:
    """List the codes of all findings."""
    return [finding.code for finding in reading.findings]
