"""A practice that is due for its next quarter, and what is read from the workbooks of both."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from koppeling import practice as app
from koppeling.domain.instance import Instance
from koppeling.domain.period import Quarter
from tests.practice.results import sheet_rows

Q1, Q2 = Quarter(2027, 1), Quarter(2027, 2)


#: Who stays, who leaves, who is promoted, who is done, who starts; and what is over by then.
PRACTICE: dict[str, list[dict[str, object]]] = {
    "settings": [
        {"setting": "quarter", "value": "2027-Q1"},
        {"setting": "practice_name", "value": "Praktijk De Linde"},
    ],
    "juniors": [
        {"number": "0001", "name": "Anouk", "site": "Noord", "start": dt.date(2026, 9, 1)},
        {"number": "0002", "name": "Bram", "site": "Noord", "start": dt.date(2026, 9, 1),
         "out_of_service_from": dt.date(2027, 3, 1)},
        {"number": "0003", "name": "Cato", "site": "Noord", "start": dt.date(2025, 9, 1),
         "promoted_from": dt.date(2027, 2, 1)},
        {"number": "0004", "name": "Daan", "site": "Noord", "start": dt.date(2024, 4, 1)},
        {"number": "0005", "name": "Esra", "site": "Noord", "start": dt.date(2027, 4, 5),
         "remark": "uit Zuid"},
        {"number": "0006", "name": "Guus", "site": "Noord", "start": dt.date(2026, 3, 2)},
    ],
    "seniors": [
        {"number": "9001", "name": "Hanna", "site": "Noord"},
        {"number": "9002", "name": "Iris", "site": "Noord",
         "out_of_service_from": dt.date(2027, 4, 1)},
    ],
    "working_days": [
        {"number": "0001", "friday": "x", "to": dt.date(2026, 12, 31)},
        *(dict[str, object](number=number, monday="x", tuesday="x", thursday="x")
          for number in ("0001", "0002", "0003", "0004", "0005", "0006", "9001", "9002")),
    ],
    "pairings": [
        {"junior": "0001", "senior": "9001", "status": "lopend", "since": dt.date(2026, 9, 1)},
        {"junior": "0002", "senior": "9001", "status": "lopend", "since": dt.date(2026, 9, 1)},
        {"junior": "0003", "senior": "9001", "status": "lopend", "since": dt.date(2025, 9, 1)},
        {"junior": "0004", "senior": "9001", "status": "lopend", "since": dt.date(2024, 4, 1)},
        {"junior": "0006", "senior": "9001", "status": "vast", "since": dt.date(2026, 3, 2)},
    ],
    "preferences": [
        {"source": "0001", "target": "9001", "rank": 1},
        {"source": "0002", "target": "9001", "rank": 1},
    ],
    "availability": [
        {"number": "0001", "kind": "absent", "from": dt.date(2027, 2, 22),
         "to": dt.date(2027, 2, 26)},
        {"number": "0006", "kind": "absent", "from": dt.date(2026, 6, 1),
         "to": dt.date(2026, 8, 31)},
        {"number": "9001", "kind": "absent", "from": dt.date(2027, 7, 12),
         "to": dt.date(2027, 7, 30)},
    ],
    "escalations": [
        {"number": "0001", "from": dt.date(2027, 1, 11), "to": dt.date(2027, 1, 31),
         "every_weeks": 1},
    ],
    "capacity": [
        {"number": "9001", "quarter": "2026-Q3", "hours": 10},
        {"number": "9001", "quarter": "2026-Q4", "hours": 20},
    ],
}  # fmt: skip


def instance(path: Path) -> Instance:
    """Read a workbook that must be sound."""
    found = app.check([path]).instance
    assert found is not None
    return found


def pairs(path: Path) -> dict[tuple[object, object], dict[str, object]]:
    """Read the rows of Koppelingen by junior and senior."""
    return {(row["junior"], row["senior"]): row for row in sheet_rows(path, "Koppelingen")}
