"""Hours, staff and profiles for tests of payroll, and readers that share nothing with it."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl

from koppeling.payroll.batch import Ledgered, Line, assign
from koppeling.payroll.hours import HourKind, PaidRole, WorkedHours
from koppeling.payroll.ledger import LEDGER_NAME, Ledger
from koppeling.payroll.periods import parse_period
from koppeling.payroll.profile import Profile, load
from koppeling.payroll.publishing import recover
from koppeling.payroll.settlement import PeriodDue, Settlement, settle
from koppeling.payroll.staff import PayFacts, WageCodes
from koppeling.workbook.read.reader import Reading

BEAUFORT = {"notation": "hundredths", "set": {"process_code": "IMP", "creator": "KOPPELING"}}
CODES = {"nmbrs": ("U2100", "U2200")}
PROFILES = ("afas", "beaufort", "exact", "loket", "neutraal-csv", "neutraal-xlsx", "nmbrs")


def profile(name: str, **changes: object) -> Profile:
    """Give one of our profiles with wage codes, complete enough to make a file."""
    junior, senior = CODES.get(name, ("2100", "2200"))
    codes = (
        {"kind": "begeleiding", "role": "junior", "code": junior},
        {"kind": "begeleiding", "role": "senior", "code": senior},
        {"kind": "kwartaalgesprek", "role": "senior", "code": senior},
        {"kind": "groep", "role": "", "code": "geen"},
    )
    given = {"codes": codes, **(BEAUFORT if name == "beaufort" else {}), **changes}
    return replace(load(name), **given)  # type: ignore[arg-type]


def worked(  # noqa: PLR0917 - a row of a table
    meeting: str,
    person: str,
    role: PaidRole = PaidRole.JUNIOR,
    day: date = date(2027, 2, 2),
    minutes: int = 30,
    kind: HourKind = HourKind.GUIDANCE,
) -> WorkedHours:
    """Make the hours of one person in one meeting."""
    return WorkedHours(
        meeting=meeting, person=person, role=role, kind=kind, day=day, minutes=minutes
    )


def pair(
    meeting: str, junior: str = "12", senior: str = "9003", **changes: object
) -> list[WorkedHours]:
    """Make the hours of a junior and a senior in one meeting."""
    sides = (worked(meeting, junior), worked(meeting, senior, PaidRole.SENIOR))
    return [replace(side, **changes) for side in sides]  # type: ignore[arg-type]


def facts(**changes: object) -> PayFacts:
    """Say what a sheet says of somebody on the payroll."""
    places = dict.fromkeys(("number", "employer_number", "cost_centre", "on_payroll"), ("", ""))
    given = {"on_payroll": True, "cost_centre": "", "employer": "4001/1", "places": places}
    return PayFacts(**(given | changes))  # type: ignore[arg-type]


def lines_of(
    hours: Iterable[WorkedHours],
    chosen: Profile,
    staff: Mapping[tuple[str, PaidRole], PayFacts] | None = None,
) -> tuple[Line, ...]:
    """Give hours their codes; everybody is on the payroll unless `staff` says otherwise."""
    hours = list(hours)
    known = {(each.person, each.role): facts() for each in hours} | dict(staff or {})
    codes = WageCodes(Reading(instance=None, findings=()), chosen)
    assigned = assign(hours, known, codes, chosen, Ledgered(()))
    assert not assigned.findings
    return assigned.lines


def pay(
    folder: Path,
    hours: Iterable[WorkedHours],
    *,
    profile_name: str = "neutraal-csv",
    period: str = "2027-02",
    known: Iterable[str] = (),
    staff: Mapping[tuple[str, PaidRole], PayFacts] | None = None,
    chosen: Profile | None = None,
) -> Settlement:
    """Settle a period with the ledger in `folder`."""
    chosen = chosen or profile(profile_name)
    hours = list(hours)
    with Ledger.open(folder / LEDGER_NAME) as ledger:
        recover(ledger)
        batches = ledger.batches()
        due = PeriodDue(
            profile=chosen,
            period=parse_period(period, chosen.periods, chosen.period_starts),
            lines=lines_of(hours, chosen, staff),
            known={each.meeting for each in hours} | set(known),
            typed=set(),
            people={each.person for each in hours},
            told={batch.id for batch in batches},
            newest=batches[-1].id if batches else "",
            practice="De Praktijk",
        )
        return settle(ledger, due, folder / "loonexport")


def ledger_minutes(folder: Path, *, in_file_only: bool = True) -> dict[tuple[str, str], int]:
    """Ask SQLite itself for the minutes by person and code."""
    query = "SELECT person, code, SUM(minutes) FROM lines {} GROUP BY person, code"
    with closing(sqlite3.connect(folder / LEDGER_NAME)) as database:
        rows = database.execute(query.format("WHERE in_file" if in_file_only else "")).fetchall()
    return {(person, code): minutes for person, code, minutes in rows if minutes}


def payroll_file(settled: Settlement) -> Path:
    """Find the payroll file among what was written."""
    (file,) = [f for f in settled.files if f.suffix not in (".docx", ".json")]
    return file


def hours_back(name: str, *files: Path) -> dict[tuple[str, str], Decimal]:
    """Read payroll files with a reader of its own: hours by person and code, added up."""
    found: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for file in files:
        for person, code, hours in _READERS[name](file):
            found[person, code] += hours
    return {key: hours for key, hours in found.items() if hours}


def read_back(name: str, *files: Path) -> dict[tuple[str, str], int]:
    """Read what the files of one period come to: minutes by person and code.

    A correction is the difference of two rounded totals, so it is the sum that lies within half a
    hundredth of an hour (0.3 minutes) of whole minutes, not each file by itself.
    """
    found = hours_back(name, *files)
    minutes = {key: round(hours * 60) for key, hours in found.items()}
    for key, whole in minutes.items():
        assert abs(found[key] * 60 - whole) <= Decimal("0.3"), f"{found[key]} is no whole minutes"
    return minutes


def _hours(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _csv_rows(file: Path) -> list[dict[str, str]]:
    content = file.read_bytes()
    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"'" not in content
    assert content.endswith(b"\r\n")
    return list(csv.DictReader(io.StringIO(content.decode("ascii"), newline=""), delimiter=";"))


def _loket(file: Path) -> Iterable[tuple[str, str, Decimal]]:
    for row in _csv_rows(file):
        assert list(row)[:3] == ["aanslnr", "persnr", "ploeg"]
        for code, hours in list(row.items())[3:]:
            yield row["persnr"], code, _hours(hours or "0")


def _exact(file: Path) -> Iterable[tuple[str, str, Decimal]]:
    for row in _csv_rows(file):
        assert row["EntryFieldType"] == "1"
        yield row["EmployeeHID"], row["PayrollComponent"], _hours(row["Value"])


def _afas(file: Path) -> Iterable[tuple[str, str, Decimal]]:
    return [(row["EmId"], row["Sc02"], _hours(row["VaD1"])) for row in _csv_rows(file)]


def _neutral(file: Path) -> Iterable[tuple[str, str, Decimal]]:
    for row in _csv_rows(file):
        yield row["personeelsnummer"], row["looncode"], _hours(row["uren"])


def _beaufort(file: Path) -> Iterable[tuple[str, str, Decimal]]:
    for line in file.read_bytes().decode("ascii").removesuffix("\r\n").split("\r\n"):
        assert len(line) == 187
        hundredths = int(line[87:137].strip())
        yield line[9:59].strip(), line[3:9].strip(), Decimal(hundredths) / 100


def _neutral_excel(file: Path) -> Iterable[tuple[str, str, Decimal]]:
    for number, _period, code, hours, _centre in _cells(file, "Uren")[1:]:
        yield str(number), str(code), _hours(str(hours))


def _nmbrs(file: Path) -> Iterable[tuple[str, str, Decimal]]:
    rows = _cells(file, "Variabele Looncomponenten")
    assert rows[0][:7] == (
        "Debiteurnr", "Bedrijfnr", "Persnr", "Naam", "Periode", "Dagen", "DagenVoorLC",
    )  # fmt: skip
    codes = rows[1][7:]
    for row in rows[2:]:
        assert row[3] is None
        for code, hours in zip(codes, row[7:], strict=True):
            yield str(row[2]), str(code), _hours(str(hours or 0))


def _cells(file: Path, sheet: str) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(file)
    assert book.sheetnames == [sheet]
    return list(book[sheet].iter_rows(values_only=True))


_READERS = {
    "loket": _loket,
    "exact": _exact,
    "afas": _afas,
    "neutraal-csv": _neutral,
    "neutraal-xlsx": _neutral_excel,
    "beaufort": _beaufort,
    "nmbrs": _nmbrs,
}
