"""Nothing that leaves management tells what is management's alone: judged on the bytes (P2)."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from koppeling.cli import commands, main
from koppeling.cli.failure import Exit
from koppeling.payroll.use_case import payroll

#: Each command that writes for others, and the files that then go out.
LEAVING: dict[str, tuple[list[str], str]] = {
    "calendar": ([], "**/*.ics"),
    "tick-lists": ([], "praktijk afvinklijsten 2027-Q1/*.xlsx"),
    "share": (["--for", "team"], "praktijk team *.xlsx"),
    "pairings": ([], "*.csv"),
    "documents": ([], "**/*.docx"),
}
#: Commands whose files stay with management, or go nowhere, or have a test of their own.
STAYING = {
    "about", "check", "decide", "explain", "forecast", "forget", "match", "next", "payroll",
    "plan", "pseudonymise", "registers", "template", "tick", "verify", "what-if",
}  # fmt: skip
#: A note, a reason, a style, a wish, a verdict: each is in the workbook, in these words.
HIDDEN = re.compile(
    r"Zwaarwegend|Kwetsbaar|zit naast|vervangt Mees|Onderzoek|DiSC|\bveto\b|voorkeur"
    r"|tweede keus|uitleg|>(?:Di|SC|iS)<|;(?:Di|SC|iS)(?:;|\r)|schoenmaat"
)


def text_of(path: Path) -> str:
    """Give all that stands in a file, unzipped where it is a zip."""
    if not zipfile.is_zipfile(path):
        return path.read_text(encoding="utf-8-sig")
    with zipfile.ZipFile(path) as archive:
        parts = [archive.read(name) for name in archive.namelist()]
    return "\n".join(part.decode("utf-8", "replace") for part in parts)


def leaks(paths: Iterable[Path]) -> list[tuple[str, str]]:
    """List what was found of what must stay, by file."""
    return [(path.name, found) for path in paths for found in HIDDEN.findall(text_of(path))]


@pytest.mark.parametrize("command", LEAVING)
def test_no_command_lets_out_what_is_managements(planned: Path, command: str) -> None:
    """No DiSC, points, notes or reasons in any byte of any file that goes out."""
    options, pattern = LEAVING[command]
    assert main([command, str(planned), *options]) == Exit.DONE
    written = list(planned.parent.glob(pattern))
    assert written
    assert leaks(written) == []


@pytest.mark.parametrize("profile", ["neutraal-csv", "neutraal-xlsx", "exact"])
def test_payroll_and_its_letter_let_nothing_out(planned: Path, profile: str) -> None:
    """Files and letter hold numbers and hours only."""
    run = payroll(
        planned, profile=profile, period="2027-01", assume_held=True, today=dt.date(2027, 4, 1)
    )
    assert len(run.files) > 1
    assert leaks(run.files) == []


def test_what_is_looked_for_is_there_to_leak(planned: Path) -> None:
    """The workbook of management holds each of these words."""
    found = set(HIDDEN.findall(text_of(planned)))
    assert found >= {"Zwaarwegend", "Kwetsbaar", "zit naast", "vervangt Mees", "DiSC", "veto",
                     "uitleg", "tweede keus", ">Di<"}  # fmt: skip


def test_every_command_was_thought_of() -> None:
    """A new command that writes for others joins this test."""
    group = commands.build(lambda _arguments: 0)
    assert group.commands.keys() == LEAVING.keys() | STAYING
