"""Twenty thousand people: nothing gets lost, and nothing takes more than its share of work."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from types import FrameType

import pytest

from benchmarks.large import LargePractice
from koppeling.domain.instance import PairingStatus
from koppeling.report.result_workbook import Provenance, to_bytes
from koppeling.workbook.read.grids import RawFile
from koppeling.workbook.read.intake import Intake
from koppeling.workbook.read.reader import Reading, interpret, read
from koppeling.workbook.read.reading_process import read_file
from koppeling.workbook.read.register import Likeness, Register
from koppeling.workbook.read.tables import Row
from koppeling.workbook.write.publish import publish
from tests.workbook.koppelboek import codes, raw_grid

PROVENANCE = Provenance(version="0", run_at=datetime(2027, 1, 1).astimezone(), seconds=1.0)


class Watched(dict[str, Row]):
    """Rows by number that count how often somebody goes through all of them."""

    rounds = 0

    def __iter__(self) -> Iterator[str]:
        self.rounds += 1
        return super().__iter__()

    def keys(self) -> object:  # type: ignore[override]
        """Count, and return the numbers."""
        self.rounds += 1
        return super().keys()


def num_calls(work: Callable[[], object]) -> int:
    """Count the calls that some work takes, those of built-in functions included."""
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return calls


def as_read(num_people: int, *, spoilt: bool = False) -> RawFile:
    """Give a large practice as the reading process hands it over."""
    sheets = {
        name: [list(headings), *map(list, rows)]
        for name, (headings, rows) in LargePractice(num_people).sheets().items()
    }
    if spoilt:  # a stranger, lost zeros, an unknown site, overlapping hours, twice the same
        for name, rows in sheets.items():
            for n, row in enumerate(rows[1:]):
                if name == "Voorkeuren":
                    row[1] = (f"X{n}", str(row[1]).lstrip("0") + "0", "Anouk Roos", row[0])[n % 4]
                elif name == "Werkdagen":
                    row[1] = "Nergens x; 09:00-10:00"
        sheets["Capaciteit"] += sheets["Capaciteit"][1:]
        sheets["Junioren"] += sheets["Junioren"][1::3]
    grids = tuple(raw_grid(name, rows) for name, rows in sheets.items())
    return RawFile(name="boek.xlsx", sha256="00", grids=grids)


def test_looking_people_up_never_goes_through_all_of_them() -> None:
    """A thousand look-ups, of known and unknown numbers, take a few rounds and not thousands."""
    rows = {f"{n:04d}": Row(number=n, values={"name": f"Anouk {n}"}) for n in range(1000)}
    juniors, seniors = Watched(rows), Watched({"9001": Row(number=1, values={"name": "Bram"})})
    register = Register(juniors, seniors)
    asked = [*rows, *(str(n) for n in range(500)), *(f"x{n}" for n in range(500))]
    asked += [f"anouk {n}" for n in range(500)] + [f"Anuok {n}" for n in range(500)]
    found = [register.find(text) for text in asked]
    assert sum(bool(match.number) for match in found) == 1000 + 500
    assert {match.likeness for match in found} == {
        Likeness.NUMBER, Likeness.NAME, Likeness.ZEROS, Likeness.NEAR, Likeness.NOBODY
    }  # fmt: skip
    assert juniors.rounds + seniors.rounds < 10


def test_opening_twice_the_people_takes_twice_the_work(tmp_path: Path) -> None:
    """Counted in calls."""

    def calls(num_people: int) -> int:
        path = tmp_path / f"{num_people}.xlsx"
        LargePractice(num_people).write(path)
        return num_calls(lambda: read_file(path))

    calls(40)  # loads what is loaded once
    assert calls(200) < 2.2 * calls(100)


@pytest.mark.slow
@pytest.mark.parametrize("spoilt", [False, True])
def test_understanding_twice_the_people_takes_twice_the_work(*, spoilt: bool) -> None:
    """Counted in calls, which no other program on the machine can change."""
    interpret([as_read(40, spoilt=spoilt)])  # loads and remembers what is loaded once
    small, large = as_read(400, spoilt=spoilt), as_read(800, spoilt=spoilt)
    found = codes(interpret([small]))
    assert ("duplicate-number" in found) == spoilt
    assert ("unknown-site" in found) == spoilt
    assert num_calls(lambda: interpret([large])) < 2.2 * num_calls(lambda: interpret([small]))


@pytest.mark.slow
def test_writing_twice_the_people_takes_twice_the_work() -> None:
    """Nothing in a result is for every pair and every senior."""

    def calls(num_people: int) -> int:
        practice, reading = LargePractice(num_people), interpret([as_read(num_people)])
        assert reading.instance is not None
        instance, outcome = reading.instance, practice.outcome(reading.instance)
        return num_calls(lambda: to_bytes(outcome, instance, reading, PROVENANCE))

    calls(40)
    assert calls(400) < 2.2 * calls(200)


def _written(practice: LargePractice, reading: Reading, path: Path) -> Path:
    assert reading.instance is not None
    outcome = practice.outcome(reading.instance)
    return publish(path, to_bytes(outcome, reading.instance, reading, PROVENANCE)).path


@pytest.mark.slow
@pytest.mark.usefixtures("cold_processes")
def test_twenty_thousand_people_come_in_and_go_out_whole(tmp_path: Path) -> None:
    """Read, written with a proposal for everyone, and read back: every number, some cells."""
    practice = LargePractice(20_000)
    practice.write(tmp_path / "boek.xlsx")
    reading = read([tmp_path / "boek.xlsx"])
    instance = reading.instance
    assert instance is not None
    assert [junior.number for junior in instance.juniors] == practice.juniors
    assert [senior.number for senior in instance.seniors] == practice.seniors
    assert len(instance.pairings) == 8_000
    assert {pairing.status for pairing in instance.pairings} == {PairingStatus.RUNNING}
    assert len(instance.preferences) == 20_000
    assert len(instance.capacities) == 8_000
    first = instance.juniors[0]
    assert first.sites == (practice.site_of["000001"],)
    assert first.hours
    assert first.start < date(2027, 1, 1)

    result = _written(practice, reading, tmp_path / "voorstel.xlsx")
    assert result.stat().st_size < 10_000_000
    (file,) = Intake([result]).collect()
    assert file.refusal == ""
    grids = {grid.name: grid for grid in file.grids}
    proposal = grids["Koppelvoorstel"].rows
    assert [proposal[row][1].value for row in range(2, 16_002)] == practice.juniors
    assert proposal[2][3].value == practice.beside["000001"]
    assert len(grids["Niet geplaatst"].rows) == 161
    assert len(grids["Belasting"].rows) == 16_001
    again = interpret([file])
    assert again.instance is not None
    assert again.instance.juniors == instance.juniors
    assert again.instance.seniors == instance.seniors
    assert again.instance.preferences == instance.preferences
