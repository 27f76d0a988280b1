"""A whole quarter in a language that means nothing: no program reads a sentence back."""

from __future__ import annotations

import datetime as dt
import gettext
import itertools
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from koppeling import locale
from koppeling.cli.commands import verify
from koppeling.domain.meeting import MeetingStatus
from koppeling.locale import Language
from koppeling.payroll.use_case import payroll
from koppeling.plan.use_case import plan
from koppeling.practice.decide import decide
from koppeling.practice.input import check
from koppeling.practice.kept_decisions import is_only_decided
from koppeling.practice.match import match
from koppeling.quarter.use_case import next_quarter
from koppeling.registers.use_case import registers
from koppeling.share.use_cases import calendar, tick, tick_lists
from koppeling.workbook.read.meetings import read_meetings
from koppeling.workbook.read.remarks import Remarks
from koppeling.workbook.read.result_rows import read_result_workbook
from tests.practice.results import BY, fill, write_practice
from tests.quarter.turning import PRACTICE

ROWS: dict[str, list[dict[str, object]]] = {
    **PRACTICE,
    "wage_codes": [
        {"kind": "begeleiding", "role": "junior", "code": "2100"},
        {"kind": "begeleiding", "role": "senior", "code": "2200"},
        {"kind": "kwartaalgesprek", "role": "senior", "code": "geen"},
    ],
}


class Nonsense(gettext.NullTranslations):
    """Turns every word around, and leaves what is filled in later."""

    def gettext(self, message: str) -> str:
        """Translate a sentence to what nobody reads."""
        parts = re.split(r"(\{[^{}]*\})", message)
        return "".join(part if part[:1] == "{" else _turned(part) for part in parts)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Translate a sentence that counts."""
        return self.gettext(msgid1 if n == 1 else msgid2)


def _turned(text: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda word: f"{word[0][::-1]}q", text)


class Tongues:
    """Which steps speak nonsense: each reads what the one before it wrote."""

    def __init__(self, *pattern: bool) -> None:
        self._pattern = itertools.cycle(pattern)
        self._usual = locale._catalogue
        self.speaks_nonsense = False

    def catalogue(self, language: Language) -> gettext.NullTranslations:
        """Return nonsense for every language, or what there was."""
        return Nonsense() if self.speaks_nonsense else self._usual(language)

    @contextmanager
    def step(self) -> Iterator[None]:
        """Take a step in the next tongue; the test itself speaks Dutch."""
        self.speaks_nonsense = next(self._pattern)
        yield
        self.speaks_nonsense = False


def workbook(run: object) -> Path:
    """Return where a step wrote its workbook; it must have done so."""
    written = getattr(run, "written", None)
    assert isinstance(written, Path)
    return written


def live_through(folder: Path, tongues: Tongues) -> dict[str, Any]:
    """
    Live a quarter and the start of the next, and tell what came of it.

    A junior is decided otherwise and back, so that meetings are no longer needed and needed
    again; one is refused; some meetings are held, one falls out.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(locale, "_catalogue", tongues.catalogue)
        for name in ("XDG_STATE_HOME", "LOCALAPPDATA", "HOME"):  # what is remembered of ledgers
            patch.setenv(name, str(folder))
        return _live_through(folder, tongues)


def _live_through(folder: Path, tongues: Tongues) -> dict[str, Any]:
    told: dict[str, Any] = {}
    practice = write_practice(folder / "praktijk.xlsx", ROWS)
    with tongues.step():
        proposed = workbook(match([practice]))
    told["proposed"] = told_of(proposed)
    with tongues.step():
        told["sound"] = verify(proposed, first_inputs=(practice,), more_inputs=())
    refused = {"besluit": "niet koppelen", "door": BY, "op": dt.date(2027, 1, 4)}
    fill(proposed, "Koppelvoorstel", {("0002", key): value for key, value in refused.items()})
    with tongues.step():
        path = workbook(decide(proposed, by=BY, everything=True, output=folder / "b.xlsx"))
    with tongues.step():
        told["still sound"] = verify(path, first_inputs=(practice,), more_inputs=())
    for number, senior in enumerate(("9001", "9002", "9001")):
        with tongues.step():
            done = decide(
                path, by=BY, junior="0001", senior=senior, output=folder / f"d{number}.xlsx"
            )
        with tongues.step():
            path = workbook(plan(workbook(done), output=folder / f"p{number}.xlsx"))
        told[f"planned {number}"] = told_of(path) if number else None
    with tongues.step():
        registers(path, output=folder / "registers.xlsx")
        calendar(path, output=folder / "agenda")
    with tongues.step():
        lists = tick_lists(path, output=folder / "lijsten")
    for one in lists:
        tick_off(one)
    with tongues.step():
        path = workbook(tick(path, lists, output=folder / "t.xlsx", today=dt.date(2027, 3, 1)))
    with tongues.step():
        paid = payroll(path, profile="neutraal-csv", period="2027-01", today=dt.date(2027, 2, 1))
    told["paid"] = paid.totals, paid.batch
    assert paid.workbook is not None
    with tongues.step():
        again = payroll(
            paid.workbook, profile="neutraal-csv", period="2027-01", today=dt.date(2027, 2, 1)
        )
    told["paid once"] = again.totals, again.is_repeat
    path = again.workbook or paid.workbook
    with tongues.step():
        kept = workbook(match([path], decided=path, output=folder / "k.xlsx"))
    told["kept"] = told_of(kept)
    with tongues.step():
        turned = next_quarter(kept, catch_up=True, concept=True, on=dt.date(2027, 4, 1))
    told["next"] = told_of(turned.written), turned.missed, len(turned.changes)
    with tongues.step():
        told["after"] = told_of(workbook(match([turned.written], output=folder / "n.xlsx")))
    return told


def told_of(path: Path) -> dict[str, Any]:
    """Read what counts in a workbook, as a program does."""
    book = read_result_workbook(path)
    findings = book.reading.findings
    read = book.reading
    if any(finding.code == "not-a-result" for finding in findings):
        read = check([path])
    pairs = read.table("pairings")
    assert pairs is not None
    assert read.instance is not None, read.findings
    return {
        "input": read.instance,
        "findings": sorted(finding.code for finding in read.findings),
        "decisions": book.decisions,
        "meetings": [
            replace(one, reason="")
            for one in read_meetings(read.table("meetings"), read.instance.settings, Remarks())
        ],
        "levels": [replace(one, seconds=0.0) for one in book.levels],
        "decided": {
            (row.text("junior"), row.text("senior")): is_only_decided(row) for row in pairs.rows
        },
    }


def tick_off(path: Path) -> None:
    """Say of the January meetings that they were held, of the first one in February not."""
    book = openpyxl.load_workbook(path)
    (page,) = book.worksheets
    headings = [cell.value for cell in page[1]]
    is_dropped = False
    for row in page.iter_rows(min_row=2):
        cells: dict[object, Any] = dict(zip(headings, row, strict=True))
        day, status = cells["datum"], cells["status"]
        if day.value.month == 1:
            status.value = "gehouden"
        elif day.value.month == 2 and not is_dropped:
            status.value, is_dropped = "vervallen", True
    book.save(path)


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Live the quarter in Dutch: everything that has a key is there."""
    told = live_through(tmp_path_factory.mktemp("usual"), Tongues(False))
    assert told["sound"] == told["still sound"] == 0
    before, after = (told[f"planned {number}"]["meetings"] for number in (1, 2))
    needless = {meeting.id for meeting in before if meeting.is_needless}
    assert {m.status for m in after if m.id in needless} == {MeetingStatus.PLANNED}
    assert set(told["kept"]["decided"].values()) == {True, False}
    assert told["paid once"][1]
    return told


@pytest.mark.parametrize(
    "pattern", [pytest.param((True,), marks=pytest.mark.slow), (False, True, True)]
)
def test_no_program_reads_a_sentence(
    tmp_path: Path, pattern: tuple[bool, ...], usual: dict[str, Any]
) -> None:
    """Written and read in nonsense, written in one and read in the other: the same comes of it."""
    assert live_through(tmp_path, Tongues(*pattern)) == usual
