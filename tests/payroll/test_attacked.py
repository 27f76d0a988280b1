"""Random lives of a practice: edits, copies, losses, crashes; every hour is paid at most once."""

from __future__ import annotations

import datetime as dt
import random
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from koppeling.errors import StateError
from koppeling.payroll import settlement
from koppeling.payroll.batch import MANIFEST, Batch, from_manifest
from koppeling.payroll.bookkeeping import booked, rebuild_ledger
from koppeling.payroll.ledger import LEDGER_NAME
from koppeling.payroll.use_case import payroll
from koppeling.practice import InputError
from koppeling.practice.opening import open_result_workbook, rewrite
from koppeling.privacy.use_cases import forget
from tests.payroll.payable_workbook import meeting
from tests.payroll.payrolls import hours_back

PERIODS = ("2027-02", "2027-03")
STATUSES = ("gehouden", "gehouden", "gepland", "gepland", "vervallen")
LATE = dt.date(2027, 4, 1)
MOST_MINUTES = 45

Key = tuple[str, str]
SEEDS, STEPS = 6, 60


class Killed(Exception):  # noqa: N818 - no error of the program
    """The end of a process."""


class Life:
    """A practice, what was done to it, and every batch that ever went out."""

    def __init__(self, first: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root, self.chance = first.parent.parent, random.Random(seed)
        self.patch = monkeypatch
        self.sent: dict[str, Batch] = {}
        self.files: dict[str, dict[Key, Decimal]] = {}
        self.outcomes: Counter[str] = Counter()
        self.stops: Counter[str] = Counter()
        self.forgotten: set[str] = set()

    def books(self) -> list[Path]:
        """List every workbook there is."""
        return sorted(path for path in self.root.rglob("*.xlsx") if path.parent.name != "x")

    def any_book(self) -> Path:
        """Choose one; the newest more often, as people do."""
        found = sorted(self.books(), key=lambda path: path.stat().st_mtime_ns)
        return found[-1] if self.chance.random() < 0.7 else self.chance.choice(found)

    def step(self) -> None:
        """Do one thing, and check what must always hold."""
        deeds: list[tuple[int, Callable[[], str]]] = [
            (20, self.edit), (24, self.pay), (2, self.copy_book), (1, self.copy_folder),
            (1, self.lose), (1, self.forget), (2, self.crash), (1, self.move_ledger),
        ]  # fmt: skip
        weights = [weight for weight, _deed in deeds]
        (deed,) = self.chance.choices([deed for _weight, deed in deeds], weights)
        try:
            self.outcomes[deed()] += 1
        except InputError as stopped:
            self.stops[stopped.findings[0].code] += 1
        except StateError as stopped:
            self.stops[str(stopped)[:40]] += 1
        except Killed:
            self.stops["killed"] += 1
        self.check()

    def edit(self) -> str:
        """Change status, day or length of a meeting in Excel."""
        path = self.any_book()
        book = openpyxl.load_workbook(path)
        sheet = book["Overleggen"]
        at = {cell.value: cell.column for cell in sheet[1]}
        row = self.chance.randint(2, max(2, sheet.max_row))
        what = self.chance.choice(["status", "status", "datum", "einde"])
        values: dict[str, str | dt.date] = {
            "status": self.chance.choice(STATUSES),
            "datum": dt.date(2027, self.chance.choice([2, 3]), self.chance.randint(1, 28)),
            "einde": self.chance.choice(["10:30", f"10:{MOST_MINUTES}"]),
        }
        sheet.cell(row, at[what] or 1, values[what])
        book.save(path)
        return f"edit {what}"

    def pay(self) -> str:
        """Pay one of the months, early or late, with planned meetings or without."""
        path, period = self.any_book(), self.chance.choice(PERIODS)
        assume = self.chance.random() < 0.5
        today = self.chance.choice([dt.date(2027, 3, 1), LATE, LATE, LATE])
        run = payroll(path, profile="neutraal", period=period, assume_held=assume, today=today)
        return "nothing" if run.batch is None else "repeat" if run.is_repeat else "paid"

    def crash(self) -> str:
        """Die between booking and publishing."""

        def die(*_arguments: object) -> object:
            raise Killed

        with self.patch.context() as patched:
            patched.setattr(settlement, "publish_batch", die)
            return self.pay()

    def copy_book(self) -> str:
        """Copy a workbook, beside itself or to another folder."""
        path = self.any_book()
        folder = self.chance.choice([path.parent, self.root / f"map{self.chance.randint(0, 2)}"])
        folder.mkdir(exist_ok=True)
        target = folder / f"kopie{self.chance.randint(0, 9)}.xlsx"
        if target == path:
            return "kept"
        shutil.copy(path, target)
        return "copied"

    def copy_folder(self) -> str:
        """Put a whole folder elsewhere, ledger and batches too."""
        source = self.any_book().parent
        target = self.root / f"backup{self.chance.randint(0, 2)}"
        if target.exists():
            return "kept"
        shutil.copytree(source, target)
        return "copied folder"

    def lose(self) -> str:
        """Lose a ledger, and rebuild it from its batches, now and then."""
        folder = self.any_book().parent
        (folder / LEDGER_NAME).unlink(missing_ok=True)
        if self.chance.random() < 0.9:
            rebuild_ledger(folder)
            return "rebuilt"
        return "lost"

    def move_ledger(self) -> str:
        """Move a ledger beside another workbook."""
        source, target = self.any_book().parent, self.any_book().parent
        if not (source / LEDGER_NAME).exists() or (target / LEDGER_NAME).exists():
            return "not moved"
        shutil.move(source / LEDGER_NAME, target)
        return "moved"

    def forget(self) -> str:
        """Forget somebody, twice at most."""
        path = self.any_book()
        people = sorted({j for m in open_result_workbook(path).meetings for j in m.juniors})
        number = self.chance.choice(people)
        if len(self.forgotten) > 1 or number.startswith("verwijderd"):
            return "nobody forgotten"
        forget(path, number, path.with_name(f"zonder {number}.xlsx"), force=True)
        self.forgotten.add(number)
        return "forgotten"

    def check(self) -> None:
        """No hour is out twice, and what is out is what the ledgers say."""
        for manifest in self.root.rglob(MANIFEST):
            batch, _ledger, _digests = from_manifest(manifest.read_bytes())
            if batch.id not in self.sent:
                self.sent[batch.id] = batch
                (file,) = manifest.parent.glob("*.csv")
                self.files[batch.id] = hours_back("neutraal-csv", file)
        ledgers = [booked(folder / "_") for folder in self.folders()]
        known = self.sent | {b.id: b for ledger in ledgers for b in ledger if b.id not in self.sent}
        out: Counter[tuple[str, str, str]] = Counter()
        said: defaultdict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
        for batch in known.values():
            for line in batch.lines:
                out[line.meeting, line.person, line.role] += line.minutes
                if line.in_file:
                    said[batch.id][line.person, line.code] += line.minutes
        assert not [who for who, minutes in out.items() if not 0 <= minutes <= MOST_MINUTES], out
        per_side = Counter[tuple[str, str]]()
        for (meeting_id, _person, role), minutes in out.items():
            per_side[meeting_id, role] += minutes
        assert max(per_side.values(), default=0) <= MOST_MINUTES, per_side
        for batch_id, hours in self.files.items():
            assert_ties(hours, said[batch_id])
        for ledger in ledgers:
            for batch in ledger:
                original = known[batch.id]
                assert [x.minutes for x in batch.lines] == [x.minutes for x in original.lines]

    def folders(self) -> list[Path]:
        """List the folders with a ledger."""
        return [path.parent for path in self.root.rglob(LEDGER_NAME)]


def assert_ties(hours: Mapping[Key, Decimal], minutes: Mapping[Key, int]) -> None:
    """Hold that a file has its lines; what it says is the difference of two rounded totals."""
    for key in hours.keys() | minutes.keys():
        assert abs(hours.get(key, Decimal(0)) * 60 - minutes.get(key, 0)) <= Decimal("0.6")


def start(workbook: Path) -> Path:
    """Make a practice of six meetings in two months."""
    book = open_result_workbook(workbook)
    held = [m for m in book.meetings if m.juniors]
    meetings = [
        meeting(f"{m.id}-{month}", m.juniors[0], m.senior or "", dt.date(2027, month, 1 + n))
        for month in (2, 3)
        for n, m in enumerate(held)
    ]
    return rewrite(book, meetings=meetings, output=workbook.parent / "map0" / "praktijk.xlsx")


@pytest.mark.slow
def test_whatever_people_do_no_hour_is_paid_twice(
    workbook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over random lives of a practice the files hold every hour once at most, and tie."""
    monkeypatch.setattr(settlement, "write_letter", lambda *_a, **_k: b"letter")
    (tmp_path / "map0").mkdir()
    first = start(workbook)
    outcomes: Counter[str] = Counter()
    stops: Counter[str] = Counter()
    for seed in range(SEEDS):
        root = tmp_path / f"leven {seed}"
        (root / "map0").mkdir(parents=True)
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / f"state {seed}"))
        life = Life(Path(shutil.copy(first, root / "map0")), seed, monkeypatch)
        for _step in range(STEPS):
            life.step()
        outcomes += life.outcomes
        stops += life.stops
    assert outcomes["paid"] > SEEDS, outcomes
    seen = ("repeat", "copied", "copied folder", "forgotten")
    assert min(outcomes[each] for each in seen) > 2, outcomes
    assert sum(stops.values()) > SEEDS, stops
