"""A decided workbook with wage codes and held meetings, and what somebody does to it in Excel."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from koppeling.domain.meeting import Meeting, MeetingKind, MeetingStatus
from koppeling.practice import match
from koppeling.practice.decide import decide
from koppeling.practice.opening import open_result_workbook, rewrite
from tests.tools import ROOT

AFTER = date(2027, 3, 1)
CODES = (
    ("soort", "rol", "code", "kostenplaats"),
    ("begeleiding", "junior", "2100", None),
    ("begeleiding", "senior", "2200", "4100"),
    ("kwartaalgesprek", "senior", "geen", None),
)
Change = Callable[[Worksheet], object]


def build(folder: Path) -> Path:
    """Make a decided workbook of the small practice, with wage codes and three held meetings."""
    source = folder / "klein.xlsx"
    shutil.copy(ROOT / "data" / "klein.xlsx", source)
    book = openpyxl.load_workbook(source)
    sheet = book.create_sheet("Looncodes")
    for row in CODES:
        sheet.append(row)
    book.save(source)
    run = match([source])
    assert run.written is not None
    agreed = decide(run.written, by="A. Jansen", everything=True)
    assert agreed.written is not None
    result_workbook = open_result_workbook(agreed.written)
    pairs = {d.junior: d.senior for d in result_workbook.decisions if d.senior}
    meetings = [
        meeting(f"m{n}", junior, senior or "", date(2027, 2, 1 + n))
        for n, (junior, senior) in enumerate(sorted(pairs.items())[:3])
    ]
    talk = meeting("talk", "", meetings[0].senior or "", date(2027, 2, 16), MeetingKind.TALK)
    return rewrite(result_workbook, meetings=[*meetings, talk], output=folder / "praktijk.xlsx")


def meeting(
    name: str, junior: str, senior: str, day: date, kind: MeetingKind = MeetingKind.GUIDANCE
) -> Meeting:
    """Make a meeting of half an hour that was held."""
    return Meeting(
        id=name, kind=kind, senior=senior, juniors=(junior,) if junior else (), number=1,
        nominal=day, minutes=30, day=day, start_minute=600, status=MeetingStatus.HELD,
    )  # fmt: skip


def edit(workbook: Path, sheet: str, change: Change) -> None:
    """Change a workbook as somebody would in Excel."""
    book = openpyxl.load_workbook(workbook)
    change(book[sheet])
    book.save(workbook)


def set_status(row: int, status: str) -> Change:
    """Set the status of a meeting."""

    def change(sheet: Worksheet) -> None:
        headings = [cell.value for cell in sheet[1]]
        sheet.cell(row, headings.index("status") + 1, status)

    return change


def set_cell(row: int, heading: str, value: object) -> Change:
    """Set a cell below a heading."""

    def change(sheet: Worksheet) -> None:
        headings = [cell.value for cell in sheet[1]]
        sheet.cell(row, headings.index(heading) + 1).value = value  # type: ignore[assignment]

    return change
