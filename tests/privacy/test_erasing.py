"""Seeing, erasing and pseudonymising: judged on the bytes that stay."""

from __future__ import annotations

import copy
import io
import os
import shutil
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from koppeling import api
from koppeling.cli import main
from koppeling.cli.failure import Exit
from koppeling.domain.meeting import MeetingStatus
from koppeling.errors import KoppelingError
from koppeling.payroll.hours import HourKind
from koppeling.payroll.ledger import LEDGER_NAME, Ledger, LedgerError, bookings_of, replace_number
from koppeling.practice.opening import open_result_workbook
from koppeling.privacy import traces as traces_module
from koppeling.privacy.pseudonyms import Pseudonyms
from koppeling.privacy.traces import Identity, Mask, Traces, find_traces, mentions
from koppeling.privacy.use_cases import about, forget, pseudonymise
from koppeling.share.use_cases import calendar
from koppeling.workbook.read.reading_process import read_file
from koppeling.workbook.schema.registry import SHEETS
from koppeling.workbook.schema.shapes import Kind
from tests.practice import kept_workbook
from tests.share.exchange import texts_in
from tests.workbook.koppelboek import write_workbook

FEMKE = ("0412", "Femke", "Berk", "femke@voorbeeld.nl")
MEES = ("9301", "Mees", "Linde", "mees@voorbeeld.nl")
KEY = b"0123456789abcdef0123456789abcdef"


def traces(path: Path, words: tuple[str, ...]) -> list[str]:
    """List the words that stand in the unzipped file."""
    text = texts_in(path.read_bytes())
    return [word for word in words if mentions((word,), text)]


def held_by(path: Path) -> list[tuple[str | None, int]]:
    """List senior and minutes of every held meeting."""
    meetings = open_result_workbook(path).meetings
    return [(m.senior, m.minutes) for m in meetings if m.status is MeetingStatus.HELD]


# Seeing


def test_about_shows_every_row_of_a_person(planned: Path) -> None:
    """Input, wishes of both sides, DiSC, findings, proposal and meetings; and files nearby."""
    files = calendar(planned, people=["0412"])
    dossier = about(planned, "0412")
    sheets = {record.sheet for record in dossier.records}
    assert sheets == {
        "Koppelvoorstel", "Overleggen", "Junioren", "Werkdagen", "Voorkeuren", "Beschikbaarheid",
        "DiSC", "Bevindingen",  # where the remark on the unknown column names the number
    }  # fmt: skip
    cells = [cell for record in dossier.records for cell in record.cells]
    assert ("opmerking", "Kwetsbaar op maandag") in cells
    assert ("schoenmaat", "39") in cells
    assert ("stijl", "Di") in cells
    assert dossier.files == files


def test_about_tells_whose_wish_it_is(planned: Path) -> None:
    """What another person said of somebody is marked: it is theirs too."""
    wishes = [r for r in about(planned, "9301").records if r.sheet == "Voorkeuren"]
    assert [wish.said_by for wish in wishes] == ["0413"]


def test_about_finds_a_name_in_the_remark_of_another(planned: Path) -> None:
    """A text that names somebody is about that person too."""
    remarks = [r for r in about(planned, "9301").records if r.sheet == "Senioren"]
    assert [record.row for record in remarks] == [2, 3]


@pytest.mark.parametrize("number", ["412", "0099", ""])
def test_about_nobody_says_so(planned: Path, number: str) -> None:
    """A number that nobody has is an error, not an empty answer."""
    with pytest.raises(KoppelingError):
        about(planned, number)


# Erasing


def test_forgetting_leaves_no_trace(planned: Path) -> None:
    """Neither number, name nor address of the junior is in the bytes of the new workbook."""
    done = forget(planned, "0412", planned.with_name("nieuw.xlsx"))
    assert traces(planned, FEMKE) == list(FEMKE)
    # the first name stands in somebody's remark: perhaps it is another Femke
    assert traces(done.written, FEMKE) == ["Femke"]
    assert done.doubts == (("Junioren", 3),)
    assert not traces(done.written, ("Kwetsbaar",))
    assert traces(done.written, ("Joris", "Lotte", "Mees", "Puck"))


def test_notes_on_absence_are_not_copied(tmp_path: Path) -> None:
    """They may tell why somebody is away, and are nobody's business afterwards."""
    book = write_workbook(tmp_path / "praktijk.xlsx", kept_workbook.SHEETS)
    assert traces(book, ("Onderzoek",)) == ["Onderzoek"]
    done = forget(book, "0412", tmp_path / "nieuw.xlsx")
    assert not traces(done.written, ("Onderzoek",))


def test_what_is_left_can_be_read_and_matched(planned: Path) -> None:
    """The new workbook has no errors, with or without the senior of a decided pair."""
    for number in ("0412", "9301"):
        done = forget(planned, number, planned.with_name(f"zonder {number}.xlsx"))
        book = open_result_workbook(done.written)
        assert book.reading.instance is not None, book.reading.findings
        assert not [d for d in book.decisions if number in (d.junior, d.senior)]
        assert not [m for m in book.meetings if number in (m.senior, *m.juniors)]


def test_forgetting_a_senior_keeps_the_totals(planned: Path) -> None:
    """Held meetings stay under the pseudonym, their reasons do not; plans and wishes go."""
    done = forget(planned, "9301", planned.with_name("nieuw.xlsx"), pseudonym="verwijderd-1")
    assert held_by(planned) == [("9302", 30), ("9301", 30)]
    assert held_by(done.written) == [("9302", 30), ("verwijderd-1", 30)]
    assert not traces(done.written, (*MEES, "Zwaarwegend"))
    assert traces(done.written, ("0412", "Puck", "Iep")) == ["0412", "Puck", "Iep"]
    assert dict(done.kept)["Belasting"] == 4


def test_the_pseudonym_tells_nothing(planned: Path) -> None:
    """It is drawn anew each time, so the number cannot be worked out of it."""
    names = {
        forget(planned, "0414", planned.with_name(f"{n}.xlsx")).pseudonym for n in range(2)
    }  # fmt: skip
    assert len(names) == 2
    assert not [name for name in names if "0414" in name]


def test_what_is_left_by_hand_is_listed(planned: Path) -> None:
    """The old workbook, its backup and the person's calendars are named, others are not."""
    backup = Path(shutil.copy(planned, f"{planned}.bak"))
    mine, _others = calendar(planned, people=["0412", "0413"])
    done = forget(planned, "0412", planned.with_name("nieuw.xlsx"))
    assert set(done.files) == {planned, backup, mine}


def test_the_workbook_itself_is_never_the_target(planned: Path) -> None:
    """Forgetting writes a new file; the old one goes when a person decides so."""
    before = planned.read_bytes()
    with pytest.raises(KoppelingError):
        forget(planned, "0412", planned, force=True)
    assert planned.read_bytes() == before


def make_ledger(folder: Path) -> Path:
    """Make a ledger with a line of 0412 and one of 0413."""
    path = folder / LEDGER_NAME
    with Ledger.open(path) as ledger, ledger.booking():
        pass
    with closing(sqlite3.connect(path)) as database:
        database.execute(
            "INSERT INTO batches (id, sequence, previous, profile, profile_digest, period, first,"
            " last, correction, is_full, folder, published)"
            " VALUES ('b1', 1, '', 'csv', '', '2027-01', '2027-01-01', '2027-01-31', 0, 0,"
            " 'b1', 1)"
        )
        for number, minutes in (("0412", 30), ("0413", 60)):
            database.execute(
                "INSERT INTO lines (batch, meeting, person, role, kind, day, minutes, code,"
                " cost_centre, employer, in_file, is_assumed)"
                " VALUES ('b1', 'm' || ?, ?, 'junior', ?, '2027-01-05', ?, '2100', '', '', 1, 0)",
                (number, number, next(iter(HourKind)), minutes),
            )
        database.execute("INSERT INTO files VALUES ('b1', 'uren.csv', 'aa', ?)", (b"0412;30",))
        database.commit()
    return path


def total_minutes(ledger: Path) -> int:
    """Add up the ledger with another tool: plain SQLite."""
    with closing(sqlite3.connect(ledger)) as database:
        return int(database.execute("SELECT SUM(minutes) FROM lines").fetchone()[0])


def test_the_ledger_keeps_its_totals_and_loses_the_number(planned: Path) -> None:
    """The pseudonym takes the number's place, in the kept copies too; no byte of it stays."""
    ledger = make_ledger(planned.parent)
    assert [b.minutes for b in about(planned, "0412").booked] == [30]
    done = forget(planned, "0412", planned.with_name("nieuw.xlsx"), pseudonym="verwijderd-1")
    assert done.bookings == 1
    assert total_minutes(ledger) == 90
    assert bookings_of("0412", ledger) == ()
    assert [b.minutes for b in bookings_of("verwijderd-1", ledger)] == [30]
    assert b"0412;30" not in ledger.read_bytes()
    assert ledger not in done.files


def test_who_is_in_the_ledger_only_is_forgotten_too(planned: Path) -> None:
    """Somebody who left the workbook long ago can still be taken out of the ledger."""
    ledger = make_ledger(planned.parent)
    once = forget(planned, "0412", planned.with_name("een.xlsx"), pseudonym="x-1").written
    replace_number("x-1", "0412", ledger)  # as after rebuilding it from the batch files
    done = forget(once, "0412", planned.with_name("twee.xlsx"), pseudonym="x-2")
    assert done.bookings == 1
    assert bookings_of("0412", ledger) == ()


def test_a_damaged_ledger_is_left_alone(tmp_path: Path) -> None:
    """What is no ledger is said, and not a byte is changed."""
    path = tmp_path / LEDGER_NAME
    path.write_bytes(b"geen grootboek, maar wel lang genoeg om iets te zijn" * 100)
    before = path.read_bytes()
    with pytest.raises(LedgerError):
        replace_number("0412", "x", path)
    assert path.read_bytes() == before


def test_traces_are_found_in_folded_and_zipped_files(tmp_path: Path) -> None:
    """A name broken over two lines of a calendar counts, a part of a longer number does not."""
    (tmp_path / "a.ics").write_bytes(b"SUMMARY:Werkbegeleiding met Fem\r\n ke Berk\r\n")
    (tmp_path / "b.csv").write_bytes(b"10412;2\r\n")
    (tmp_path / "c.csv").write_bytes(b"0412;2\r\n")
    write_workbook(tmp_path / "d.xlsx", {"x": [["Femke Berk"]]})
    (tmp_path / "e.pdf").write_bytes(b"0412")
    identity = Identity(number="0412", names=("Femke Berk",))
    traced = find_traces(tmp_path, identity, apart=[])
    assert [path.name for path in traced.files] == ["a.ics", "c.csv", "d.xlsx"]
    assert traced.unopened == ()


def test_traces_are_found_however_deep_a_folder_is(planned: Path) -> None:
    """A batch of payroll stands two folders down; both seeing and erasing name its files."""
    batch = planned.parent / "loonexport" / "2027-01 neutraal-csv ab12"
    batch.mkdir(parents=True)
    (batch / "uren.csv").write_bytes(b"0412;2100;0,50\r\n")
    (batch / "koppeling-batch.json").write_bytes(b'{"lines": [{"person": "0413"}]}')
    assert about(planned, "0412").files == (batch / "uren.csv",)
    done = forget(planned, "0412", planned.with_name("nieuw.xlsx"))
    assert set(done.files) == {planned, batch / "uren.csv"}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may all")
def test_a_folder_that_cannot_be_listed_is_named(tmp_path: Path) -> None:
    """However deep: what may be in it is not known to be absent."""
    shut = tmp_path / "loonexport" / "2027-01"
    shut.mkdir(parents=True)
    shut.chmod(0)
    try:
        traced = find_traces(tmp_path, Identity(number="0412"), apart=[])
    finally:
        shut.chmod(0o700)
    assert traced == Traces(files=(), unopened=(shut,))


def test_what_a_killed_run_left_is_named(planned: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Beside the workbook it is swept; in a folder below it somebody is told to remove it."""
    beside = planned.with_name(".0a1b2c3d.koppeling-tmp")
    below = planned.parent / "agenda's" / ".4e5f6a7b.koppeling-tmp"
    for left in (beside, below):
        left.mkdir(parents=True)
        (left / "0").write_bytes(b"0412;Femke Berk")
    assert main(["forget", str(planned), "0412", "-o", str(planned.with_name("nieuw.xlsx"))]) == 0
    told = capsys.readouterr().out
    assert not beside.exists()
    assert below.exists()
    assert [line for line in told.splitlines() if below.name in line and "verwijder" in line]
    assert beside.name not in told


def make_closed_files(folder: Path) -> list[Path]:
    """Write files that hold something, none of which can be looked into."""
    sound = write_workbook(folder / "gaaf.zip", {"x": [["Joris Els", "y" * 5000]]}).read_bytes()
    (folder / "gaaf.zip").unlink()
    damaged = bytearray(sound)
    with zipfile.ZipFile(io.BytesIO(sound)) as archive:
        for member in archive.infolist():
            start = member.header_offset + 30 + len(member.filename)
            damaged[start : start + 4] = b"\xff\xff\xff\xff"
    contents = {
        "beschadigd.xlsx": bytes(damaged),
        "kapot.sqlite": b"SQLite format 3\x00" + bytes(range(256)) * 8,
        "met wachtwoord.xlsx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096),
        "vreselijk groot.csv": b"x" * 30_000,
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in contents]


def test_a_file_that_cannot_be_looked_into_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Damaged, with a password or too large: what may be in it is not known to be absent."""
    monkeypatch.setattr(traces_module, "_MAX_BYTES", 20_000)
    closed = make_closed_files(tmp_path)
    (tmp_path / "leeg.xlsx").write_bytes(b"")
    (tmp_path / "~$praktijk.xlsx").write_bytes(b"\x05Joris")
    identity = Identity(number="0412", names=("Femke Berk",))
    assert find_traces(tmp_path, identity, apart=[]) == Traces(files=(), unopened=tuple(closed))


def test_what_could_not_be_looked_into_is_told(
    planned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Seeing and erasing both name the file, for somebody to look there by hand."""
    closed, _database, locked, _large = make_closed_files(planned.parent)
    assert set(about(planned, "0412").unopened) >= {closed, locked}
    assert main(["about", str(planned), "0412"]) == Exit.DONE
    told = capsys.readouterr().out
    assert told.index("kon niet worden gekeken") < told.index("/met wachtwoord.xlsx")
    new = str(planned.with_name("nieuw.xlsx"))
    assert main(["forget", str(planned), "0412", "-o", new]) == Exit.DONE
    assert "kijk zelf in met wachtwoord.xlsx" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("overleg met 2027 op dinsdag.", "overleg met X op dinsdag."),
        ("2027, en femke berk; Femke Berkman", "X, en X; Femke Berkman"),
        ("2027-Q1, 1-1-2027, 2027,5 en 12027", "2027-Q1, 1-1-2027, 2027,5 en 12027"),
    ],
)
def test_a_mask_leaves_dates_and_amounts_alone(text: str, masked: str) -> None:
    """Whole words only, whatever their case; a number in a date is no person."""
    assert Mask({"2027": "X", "Femke Berk": "X"})(text) == masked


# Pseudonyms


def test_a_pseudonymised_copy_names_nobody(planned: Path) -> None:
    """Numbers, names, addresses, remarks, reasons and unknown columns are gone."""
    written, key = pseudonymise(planned, planned.with_name("kopie.xlsx"))
    numbers = ("0412", "0413", "0414", "9301", "9302")
    names = ("Femke Berk", "Joris Els", "Lotte Wilg", "Mees Linde", "Puck Iep")
    text = texts_in(written.read_bytes())
    gone = (*numbers, *names, "voorbeeld.nl", "Kwetsbaar", "Zwaarwegend", "Esdoorn", "schoenmaat",
            "Jansen", "oud-1")  # fmt: skip
    assert not traces(written, gone)
    assert key.name == "pseudoniemen sleutel.txt"
    for meeting in open_result_workbook(planned).meetings:
        assert meeting.id not in text


#: A text in every column that people may type in, by sheet and heading.
_TYPED = {
    sheet.words.nl: {
        field.words.nl: f"Vertrouwelijk{number}x{place}z"
        for place, field in enumerate(sheet.columns)
        if field.kind in (Kind.TEXT, Kind.LIST)
    }
    for number, sheet in enumerate(SHEETS)
    if sheet.key != "settings"
}
#: By which a pairing goes: these stay as they are.
_VOCABULARY = {
    "vestiging", "traject", "domein", "leerdoelen", "groep", "registraties", "specialisaties",
    "type", "fase", "scenario", "waarde", "soort",
}  # fmt: skip


def test_free_text_of_people_stays_out_of_a_pseudonymised_copy(tmp_path: Path) -> None:
    """Only the words that a pairing goes by remain, whatever columns there are."""
    sheets = {
        name: [["personeelsnummer", *texts], ["0412", *texts.values()]]
        for name, texts in _TYPED.items()
        if texts
    }
    book = write_workbook(tmp_path / "boek.xlsx", sheets)
    written, _key = pseudonymise(book, tmp_path / "kopie.xlsx")
    there = texts_in(written.read_bytes())
    left = {
        heading for texts in _TYPED.values() for heading, text in texts.items() if text in there
    }
    assert left == _VOCABULARY
    assert len(left) < sum(map(len, _TYPED.values())) / 2


@pytest.mark.parametrize(
    ("typed", "told"), [("in de map van Femke, kast 3", "ja"), ("ja", "ja"), ("nee", "nee")]
)
def test_of_a_motivation_it_stays_known_whether_there_is_one(
    typed: str, told: str, tmp_path: Path
) -> None:
    """The demand on a senior's registration holds or not as before; where it is kept is gone."""
    sheets = copy.deepcopy(kept_workbook.SHEETS)
    sheets["Senioren"][0].append("motivatie")
    sheets["Senioren"][1].append(typed)
    book = write_workbook(tmp_path / "boek.xlsx", sheets)
    written, _key = pseudonymise(book, tmp_path / "kopie.xlsx")
    (seniors,) = (s for s in read_file(written)["sheets"] if s["name"] == "Senioren")
    cells = [value for _row, row in seniors["rows"] for _column, _tag, value in row]
    assert told in cells
    assert not traces(written, ("kast", "map"))


def test_pseudonyms_are_stable_with_the_key_and_strange_without() -> None:
    """The same key gives the same pseudonym, another key another one."""
    ours, theirs = Pseudonyms(KEY), Pseudonyms(KEY[::-1])
    assert ours.of_number("0412") == Pseudonyms(KEY).of_number("0412")
    assert len({ours.of_number("0412"), ours.of_number("412"), theirs.of_number("0412")}) == 3
    with pytest.raises(KoppelingError):
        Pseudonyms(b"")


def test_every_file_of_a_folder_gets_the_same_pseudonyms(planned: Path) -> None:
    """The key is made once and used again."""
    first, key = pseudonymise(planned, planned.with_name("een.xlsx"))
    content = key.read_bytes()
    second, again = pseudonymise(planned, planned.with_name("twee.xlsx"))
    assert (again, key.read_bytes()) == (key, content)
    assert first.read_bytes() == second.read_bytes()


def test_a_pseudonymised_workbook_gives_an_equally_good_answer(tmp_path: Path) -> None:
    """Every level but the draw, which goes by number, has the same value."""
    book = write_workbook(tmp_path / "praktijk.xlsx", kept_workbook.SHEETS)
    written, _key = pseudonymise(book, tmp_path / "kopie.xlsx")
    runs = [api.read(path).match() for path in (book, written)]
    levels = [
        [(level.level, level.value) for level in run.outcome.solution.levels[:-1]]
        for run in runs
        if run.outcome is not None
    ]
    assert len(levels) == 2
    assert levels[0] == levels[1]
    assert len(levels[0]) == 6
