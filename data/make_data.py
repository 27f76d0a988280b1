"""
Make the example data: `python data/make_data.py [FOLDER]`.

voorbeeld.xlsx and its folder twin voorbeeld/ (a file for each sheet), klein.xlsx
(required columns only) and keten.xlsx. Everybody in them is made up. The same
code gives the same bytes; a test compares them with what stands here.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import keten
import mappen
import praktijk

from koppeling.workbook.schema.shapes import Extent
from koppeling.workbook.write.publish import publish
from koppeling.workbook.write.template import build

#: Six juniors and three seniors with the required columns only: everybody works
#: Monday to Friday in ordinary hours, and everything else is as usual.
SMALL: dict[str, list[dict[str, object]]] = {
    "settings": [{"setting": "quarter", "value": "2027-Q1"}],
    "juniors": [
        {"number": "0001", "name": "Anouk Roos", "site": "Noord", "start": date(2024, 9, 2)},
        {"number": "0002", "name": "Bram Klaver", "site": "Noord", "start": date(2025, 3, 10)},
        {"number": "0003", "name": "Daan Tijm", "site": "Noord", "start": date(2026, 1, 5)},
        {"number": "0004", "name": "Esra Munt", "site": "Noord", "start": date(2026, 9, 1)},
        {"number": "0005", "name": "Guus Varen", "site": "Noord", "start": date(2026, 11, 16)},
        {"number": "0006", "name": "Hanna Iris", "site": "Noord", "start": date(2027, 2, 1)},
    ],
    "seniors": [
        {"number": "9001", "name": "Cato Linde", "site": "Noord"},
        {"number": "9002", "name": "Femke Eik", "site": "Noord"},
        {"number": "9003", "name": "Hassan Beuk", "site": "Noord"},
    ],
}
SMALL["working_days"] = [
    {"number": person["number"]} for person in (*SMALL["juniors"], *SMALL["seniors"])
]


def make(folder: Path) -> None:
    """Write all example data into `folder`."""
    example = praktijk.practice()
    publish(folder / "voorbeeld.xlsx", build(example, Extent.USED), force=True)
    publish(folder / "klein.xlsx", build(SMALL, Extent.USED), force=True)
    publish(folder / "keten.xlsx", build(keten.practice(), Extent.USED), force=True)
    twin = folder / "voorbeeld"
    twin.mkdir(exist_ok=True)
    for name, content in mappen.files(example):
        publish(twin / name, content, force=True)
    for backup in (*folder.glob("*.bak"), *twin.glob("*.bak")):
        backup.unlink()


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
