"""A meeting is paid once: from copies, from older workbooks, assumed or held, after forgetting."""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from koppeling.cli import main
from koppeling.errors import StateError
from koppeling.payroll import use_case as paying
from koppeling.payroll.bookkeeping import rebuild_ledger
from koppeling.payroll.ledger import LEDGER_NAME, bookings_of
from koppeling.payroll.use_case import PayrollRun, payroll
from koppeling.practice import InputError
from koppeling.practice.opening import open_result_workbook
from koppeling.privacy.use_cases import forget
from koppeling.state import state_folder
from tests.payroll.payable_workbook import AFTER, edit, set_cell, set_status
from tests.payroll.payrolls import read_back

BEFORE = dt.date(2027, 2, 10)  # the talk of the 16th is still to come


def pay(
    workbook: Path, period: str = "2027-02", *, assume: bool = False, on: dt.date = AFTER
) -> PayrollRun:
    """Pay a period from a workbook."""
    return payroll(workbook, profile="neutraal", period=period, assume_held=assume, today=on)


def newest(run: PayrollRun) -> Path:
    """Return the workbook that was written."""
    assert run.workbook is not None
    return run.workbook


def minutes(folder: Path) -> int:
    """Add up a ledger with plain SQLite."""
    with closing(sqlite3.connect(folder / LEDGER_NAME)) as database:
        return int(database.execute("SELECT SUM(minutes) FROM lines").fetchone()[0])


def copy_to(folder: Path, *files: Path) -> Path:
    """Copy files to a folder; return the first copy."""
    folder.mkdir()
    copies = [Path(shutil.copy(file, folder)) for file in files]
    return copies[0]


# Assumed to be held


def test_what_was_assumed_stays_paid_while_it_is_planned(workbook: Path) -> None:
    """Delivered with --assume-held and run again without it: the same files, nothing back."""
    for row in (2, 5):
        edit(workbook, "Overleggen", set_status(row, "gepland"))
    first = pay(workbook, assume=True, on=BEFORE)
    for day in (BEFORE, AFTER):
        again = pay(workbook, on=day)
        assert again.is_repeat
        assert again.batch == first.batch
        assert again.findings == ()
    assert minutes(workbook.parent) == 210


def test_another_month_says_nothing_of_what_was_assumed(workbook: Path) -> None:
    """The notice that a closed period changed knows of --assume-held."""
    edit(workbook, "Overleggen", set_status(2, "gepland"))
    paid = newest(pay(workbook, assume=True))
    edit(paid, "Overleggen", set_cell(5, "datum", dt.date(2027, 3, 16)))
    assert pay(paid, "2027-03", on=dt.date(2027, 4, 1)).reopened == ()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "owed"),
    [
        (set_status(2, "gehouden"), 0),
        (set_status(2, "vervallen"), -60),
        (set_cell(2, "einde", "10:45"), 30),
    ],
)
def test_only_news_changes_what_was_assumed(workbook: Path, change: object, owed: int) -> None:
    """Held owes nothing, dropped takes back, other minutes make a correction."""
    edit(workbook, "Overleggen", set_status(2, "gepland"))
    paid = newest(pay(workbook, assume=True))
    edit(paid, "Overleggen", change)  # type: ignore[arg-type]
    pay(paid)
    assert minutes(workbook.parent) == 210 + owed


@pytest.mark.parametrize(
    ("status", "assume"),
    [
        ("gepland", True),
        ("gehouden", False),
        pytest.param("gepland", False, marks=pytest.mark.slow),
        pytest.param("gehouden", True, marks=pytest.mark.slow),
    ],
)
def test_what_was_assumed_and_moves_to_another_month_is_paid_once(
    workbook: Path, status: str, *, assume: bool
) -> None:
    """The plan moves an assumed meeting to March: neither month books it again."""
    edit(workbook, "Overleggen", set_status(2, "gepland"))
    paid = newest(pay(workbook, assume=True))
    edit(paid, "Overleggen", set_cell(2, "datum", dt.date(2027, 3, 9)))
    edit(paid, "Overleggen", set_status(2, status))
    later = dt.date(2027, 4, 1)
    assert pay(paid, "2027-03", assume=assume, on=later).batch is None
    assert pay(paid, "2027-02", assume=assume, on=later).is_repeat
    assert minutes(workbook.parent) == 210


def test_a_meeting_held_tomorrow_stops_it(workbook: Path) -> None:
    """Held on a day to come is named with its cell, and nothing is written."""
    before = set(workbook.parent.iterdir())
    with pytest.raises(InputError) as stopped:
        pay(workbook, on=BEFORE)
    (finding,) = stopped.value.findings
    assert (finding.code, finding.place) == ("held-too-soon", "Overleggen!I5")
    assert finding.remedy
    assert set(workbook.parent.iterdir()) == before


# Copies


def test_a_copy_in_another_folder_pays_nothing_again(workbook: Path, tmp_path: Path) -> None:
    """The copy begins no ledger of its own: it names the one that has these meetings."""
    pay(workbook)
    copy = copy_to(tmp_path / "kopie", workbook)
    edit(copy, "Overleggen", set_cell(2, "datum", dt.date(2027, 3, 9)))
    for period in ("2027-02", "2027-03"):
        with pytest.raises(StateError) as stopped:
            pay(copy, period, on=dt.date(2027, 4, 1))
        assert str(workbook.parent / LEDGER_NAME) in str(stopped.value)
    assert list(copy.parent.iterdir()) == [copy]


def test_a_ledger_that_moves_along_is_the_same_ledger(workbook: Path, tmp_path: Path) -> None:
    """Moved beside the copy, with or without its batches, it goes on there."""
    first = pay(workbook)
    copy = copy_to(tmp_path / "nieuw", workbook)
    shutil.move(workbook.parent / LEDGER_NAME, copy.parent)
    again = pay(copy)
    assert again.is_repeat
    assert again.batch == first.batch
    with pytest.raises(StateError):
        pay(workbook)


def test_an_older_copy_of_the_ledger_stops(workbook: Path, tmp_path: Path) -> None:
    """A folder put back from a backup does not know what was paid since."""
    first = newest(pay(workbook))
    copy = copy_to(tmp_path / "backup", first, workbook.parent / LEDGER_NAME)
    edit(first, "Overleggen", set_status(2, "vervallen"))
    pay(first)
    with pytest.raises(StateError, match=LEDGER_NAME):
        pay(copy)


def test_a_ledger_that_is_gone_is_remembered(workbook: Path, tmp_path: Path) -> None:
    """Whoever moved the folder elsewhere cannot pay again; the way out is told."""
    pay(workbook)
    copy = copy_to(tmp_path / "kopie", workbook)
    (workbook.parent / LEDGER_NAME).rename(tmp_path / "weg.sqlite")
    with pytest.raises(StateError) as stopped:
        pay(copy)
    memory = state_folder() / "payroll.sqlite"
    assert str(memory) in str(stopped.value)
    memory.unlink()
    assert pay(copy).batch is not None


def test_the_memory_holds_no_numbers(workbook: Path) -> None:
    """It has ids and places only; what cannot be written is a warning."""
    pay(workbook)
    memory = state_folder() / "payroll.sqlite"
    with closing(sqlite3.connect(memory)) as database:
        dump = "\n".join(database.iterdump())
    people = {m.senior for m in open_result_workbook(workbook).meetings if m.senior}
    assert people
    assert not [number for number in people if f"'{number}'" in dump]
    memory.write_bytes(b"geen geheugen" * 1000)
    assert [f.code for f in pay(workbook).findings] == ["not-remembered"]


@pytest.mark.slow
def test_an_older_ledger_in_its_own_place_is_rebuilt(workbook: Path, tmp_path: Path) -> None:
    """A ledger put back from a backup says how it becomes whole again, and does."""
    first = newest(pay(workbook))
    backup = Path(shutil.copy(workbook.parent / LEDGER_NAME, tmp_path / "backup.sqlite"))
    edit(first, "Overleggen", set_status(2, "vervallen"))
    corrected = newest(pay(first))
    shutil.copy(backup, workbook.parent / LEDGER_NAME)
    with pytest.raises(StateError, match="--rebuild"):
        pay(first)
    rebuild_ledger(workbook.parent)
    assert pay(corrected).is_repeat


# Older workbooks


def test_an_older_workbook_undoes_no_correction(workbook: Path) -> None:
    """What a newer one took back stays back; the older one is told to step aside."""
    older = copy_to(workbook.parent / "x", workbook)
    older = Path(shutil.move(older, workbook.with_name("ouder.xlsx")))
    paid = newest(pay(workbook))
    edit(paid, "Overleggen", set_status(2, "vervallen"))
    corrected = pay(paid)
    assert corrected.batch is not None
    with pytest.raises(StateError) as stopped:
        pay(older)
    assert corrected.batch.id in str(stopped.value)
    assert minutes(workbook.parent) == 150


@pytest.mark.slow
def test_an_older_workbook_does_not_pass_for_a_newer_one(workbook: Path) -> None:
    """It may pay what is new; the workbook written then still cannot undo the correction."""
    older = Path(shutil.copy(workbook, workbook.with_name("ouder.xlsx")))
    paid = newest(pay(workbook))
    edit(paid, "Overleggen", set_status(2, "vervallen"))
    pay(paid)
    edit(older, "Overleggen", set_cell(5, "datum", dt.date(2027, 3, 16)))
    edit(older, "Overleggen", set_cell(5, "id", "nieuw"))
    later = newest(pay(older, "2027-03", on=dt.date(2027, 4, 1)))
    with pytest.raises(StateError):
        pay(later)
    assert minutes(workbook.parent) == 180


@pytest.mark.slow
def test_a_row_without_id_is_not_paid_again_on_another_day(workbook: Path) -> None:
    """Such a row may be one that was sent: only the workbook that gave it an id can tell."""
    edit(workbook, "Overleggen", set_cell(2, "id", None))
    paid = newest(pay(workbook))
    for book, day in ((workbook, dt.date(2027, 2, 8)), (workbook, dt.date(2027, 3, 8))):
        edit(book, "Overleggen", set_cell(2, "datum", day))
        with pytest.raises(StateError):
            pay(book, f"{day:%Y-%m}", on=dt.date(2027, 4, 1))
    edit(paid, "Overleggen", set_cell(2, "datum", dt.date(2027, 2, 8)))
    assert pay(paid).is_repeat
    assert minutes(workbook.parent) == 210


@pytest.mark.slow
def test_a_workbook_that_agrees_learns_what_was_closed(workbook: Path) -> None:
    """Never told, but saying the same as the ledger: it may correct after the next run."""
    older = Path(shutil.copy(workbook, workbook.with_name("zelfde.xlsx")))
    pay(workbook)
    told = newest(pay(older))
    edit(told, "Overleggen", set_status(2, "vervallen"))
    pay(told)
    assert minutes(workbook.parent) == 150


# Forgetting


@pytest.mark.parametrize("side", ["junior", "senior"])
def test_a_closed_period_outlives_who_was_forgotten(workbook: Path, side: str) -> None:
    """The files come again byte for byte, and the totals tie."""
    run = pay(workbook)
    files = {file: file.read_bytes() for file in run.files}
    first = open_result_workbook(workbook).meetings[0]
    number = first.juniors[0] if side == "junior" else first.senior or ""
    done = forget(newest(run), number, workbook.with_name("zonder.xlsx"))
    again = pay(done.written)
    assert again.is_repeat
    assert again.totals == run.totals
    assert {file: file.read_bytes() for file in again.files} == files
    assert sum(read_back("neutraal-csv", payroll_file_of(again)).values()) == 180
    assert minutes(workbook.parent) == 210


def test_what_was_forgotten_stays_forgotten_after_a_rebuild(workbook: Path) -> None:
    """The batches still have the number; the ledger made out of them has not."""
    run = pay(workbook)
    junior = open_result_workbook(workbook).meetings[0].juniors[0]
    done = forget(newest(run), junior, workbook.with_name("zonder.xlsx"))
    rebuild_ledger(workbook.parent)
    assert bookings_of(junior, workbook.parent / LEDGER_NAME) == ()
    assert pay(done.written).is_repeat
    payroll_file_of(run).unlink()
    assert [f.code for f in pay(done.written).findings] == ["erased-files"]


def payroll_file_of(run: PayrollRun) -> Path:
    """Find the payroll file of a run."""
    (file,) = [path for path in run.files if path.suffix == ".csv"]
    return file


def test_who_was_forgotten_is_not_paid_again_from_the_old_workbook(workbook: Path) -> None:
    """The old workbook still has the number; the ledger has the hours under another name."""
    run = pay(workbook)
    junior = open_result_workbook(workbook).meetings[0].juniors[0]
    forget(newest(run), junior, workbook.with_name("zonder.xlsx"))
    for old in (workbook, newest(run)):
        with pytest.raises(StateError):
            pay(old)
    assert minutes(workbook.parent) == 210


def test_a_correction_cannot_name_who_was_forgotten(workbook: Path) -> None:
    """A dropped meeting of somebody forgotten goes into no file under a pseudonym."""
    run = pay(workbook)
    junior = open_result_workbook(workbook).meetings[0].juniors[0]
    done = forget(newest(run), junior, workbook.with_name("zonder.xlsx"))
    edit(done.written, "Overleggen", set_status(2, "vervallen"))
    with pytest.raises(StateError):
        pay(done.written)
    assert minutes(workbook.parent) == 210


# Exit codes


def test_a_wrong_state_is_no_wrong_command(
    workbook: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """A missing ledger, another profile, another folder: all exit with 1."""
    monkeypatch.setattr(paying, "_today", lambda: AFTER)
    paid = newest(pay(workbook))
    command = ["payroll", str(paid), "--period", "2027-02", "--profile"]
    assert main([*command, "exact"]) == 1
    assert "neutraal-csv" in capsys.readouterr().err
    copy = copy_to(tmp_path / "kopie", workbook)
    assert main(["payroll", str(copy), *command[2:], "neutraal"]) == 1
    (workbook.parent / LEDGER_NAME).unlink()
    assert main([*command, "neutraal"]) == 1
    shutil.rmtree(workbook.parent / "loonexport")
    assert main([*command, "neutraal"]) == 1
    empty = tmp_path / "leeg"
    empty.mkdir()
    assert main(["payroll", "--rebuild", str(empty)]) == 1


def test_batches_of_several_ledgers_are_told_apart(
    workbook: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A rebuild names where each ledger begins, and takes neither."""
    pay(workbook)
    (state_folder() / "payroll.sqlite").unlink()
    other = copy_to(tmp_path / "ander", workbook)
    edit(other, "Overleggen", set_status(2, "vervallen"))
    pay(other)
    (workbook.parent / LEDGER_NAME).unlink()
    assert main(["payroll", "--rebuild", str(tmp_path)]) == 1
    told = capsys.readouterr().err
    assert "ander/loonexport" in told
    assert "2 grootboeken" in told
    assert not (tmp_path / LEDGER_NAME).exists()
