"""What `publish` promises about files."""

from __future__ import annotations

import errno
import itertools
import json
import os
import signal
import subprocess
import sys
import time
import tracemalloc
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Never

import openpyxl
import pytest

from koppeling import written
from koppeling.errors import WriteError
from koppeling.workbook.write import publish as publisher
from koppeling.workbook.write.book import Book, Column
from koppeling.workbook.write.publish import (
    BLANK_SEAL,
    is_untouched,
    left_behind,
    practice_in,
    publish,
    publish_all,
    publish_folder,
    refuse_place,
    saved_at,
)


def workbook_bytes(text: str) -> bytes:
    """Make a workbook of one cell."""
    book = Book(title="Proef")
    book.add_table("Blad", [Column(heading="kop")], [[text]])
    return book.to_bytes()


def listed(folder: Path) -> list[str]:
    """List what is in a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_what_is_about_to_be_replaced_passes_the_door(tmp_path: Path) -> None:
    """A file that would unpack to too much is not ours; it is not unpacked to find that out."""
    target = tmp_path / "voorstel.xlsx"
    publish(target, workbook_bytes("een"))
    assert is_untouched(target)
    with (
        zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as package,
        package.open("xl/a.xml", "w", force_zip64=True) as bomb,
    ):
        for _ in range(21):
            bomb.write(bytes(10_000_000))
    tracemalloc.start()
    try:
        assert not is_untouched(target)
        with pytest.raises(WriteError):
            publish(target, workbook_bytes("twee"))
        assert saved_at(target) <= datetime.now(UTC)
        assert tracemalloc.get_traced_memory()[1] < 50_000_000
    finally:
        tracemalloc.stop()


def test_a_new_file_is_whole_and_alone(tmp_path: Path) -> None:
    """Nothing but the file itself is in the folder afterwards."""
    published = publish(tmp_path / "a b & (c).txt", b"inhoud")
    assert published.path.read_bytes() == b"inhoud"
    assert published.backup is None
    assert not published.notice
    assert listed(tmp_path) == ["a b & (c).txt"]


def test_the_previous_file_is_kept_as_bak(tmp_path: Path) -> None:
    """Writing twice leaves the first version beside the second."""
    target = tmp_path / "voorstel.xlsx"
    publish(target, workbook_bytes("een"))
    first = target.read_bytes()
    published = publish(target, workbook_bytes("twee"))
    assert published.backup == tmp_path / "voorstel.xlsx.bak"
    assert published.backup.read_bytes() == first
    assert target.read_bytes() != first


def test_an_untouched_workbook_is_known_and_a_saved_one_is_not(tmp_path: Path) -> None:
    """Saving our workbook with another program shows."""
    target = tmp_path / "voorstel.xlsx"
    publish(target, workbook_bytes("een"))
    assert is_untouched(target)
    book = openpyxl.load_workbook(target)
    book["Blad"]["A2"] = "akkoord"
    book.save(target)
    assert not is_untouched(target)


def test_a_changed_workbook_is_refused_without_force(tmp_path: Path) -> None:
    """Somebody's decisions are not overwritten, unless asked for, and then kept."""
    target = tmp_path / "voorstel.xlsx"
    publish(target, workbook_bytes("een"))
    book = openpyxl.load_workbook(target)
    book.save(target)
    changed = target.read_bytes()
    with pytest.raises(WriteError, match="--force"):
        publish(target, workbook_bytes("twee"))
    assert target.read_bytes() == changed
    published = publish(target, workbook_bytes("twee"), force=True)
    assert published.backup is not None
    assert published.backup.read_bytes() == changed
    assert is_untouched(target)


def test_a_file_of_somebody_else_is_refused(tmp_path: Path) -> None:
    """A workbook that koppeling did not make is never replaced by accident."""
    target = tmp_path / "eigen werk.xlsx"
    target.write_bytes(b"PK\x03\x04 geen echte zip")
    with pytest.raises(WriteError):
        publish(target, workbook_bytes("een"))
    assert target.read_bytes() == b"PK\x03\x04 geen echte zip"


def test_a_json_with_a_seal_shows_a_change(tmp_path: Path) -> None:
    """The seal works in text as it does in a workbook."""
    target = tmp_path / "uit.json"
    text = json.dumps({"schema": 1, "seal": BLANK_SEAL}).encode()
    publish(target, text)
    assert BLANK_SEAL not in target.read_text(encoding="utf-8")
    publish(target, text)
    target.write_text(target.read_text(encoding="utf-8").replace("1", "2"), encoding="utf-8")
    with pytest.raises(WriteError):
        publish(target, text)


ONE, OTHER = "1" * 16, "2" * 16


@pytest.mark.parametrize("name", ["uit.json", "uit.xlsx"])
def test_what_is_of_another_practice_stays(name: str, tmp_path: Path) -> None:
    """By the mark behind the seal; one's own is replaced, and so is what is older than marks."""
    target = tmp_path / name
    first, second = (
        workbook_bytes(text) if name.endswith("x") else f"{text} {BLANK_SEAL}".encode()
        for text in ("een", "twee")
    )
    publish(target, first)
    assert practice_in(target) == ""
    publish(target, second, practice=ONE)
    publish(target, first, practice=ONE)
    assert practice_in(target) == ONE
    assert is_untouched(target)
    before = target.read_bytes()
    for other in (OTHER, ""):
        with pytest.raises(WriteError, match="andere praktijk"):
            publish(target, second, practice=other)
        with pytest.raises(WriteError, match="andere praktijk"):
            refuse_place(target, practice=other)
    assert target.read_bytes() == before
    refuse_place(target, practice=ONE)
    refuse_place(target)
    done = publish(target, second, practice=OTHER, force=True)
    assert done.backup is not None
    assert done.backup.read_bytes() == before
    assert practice_in(target) == OTHER


@pytest.mark.parametrize("name", ["uit.json", "uit.txt", "uit"])
def test_a_text_of_somebody_else_is_refused_where_a_sealed_one_comes(
    name: str, tmp_path: Path
) -> None:
    """Whatever it is called: what carries no seal was not written here."""
    target = tmp_path / name
    target.write_text('{"van": "een ander"}', encoding="utf-8")
    with pytest.raises(WriteError, match="--force"):
        publish(target, BLANK_SEAL.encode())
    assert target.read_text(encoding="utf-8") == '{"van": "een ander"}'
    assert publish(target, BLANK_SEAL.encode(), force=True).backup is not None


def test_a_place_is_refused_before_the_work(tmp_path: Path) -> None:
    """The same places as when writing, and a good one passes without leaving anything."""
    other = tmp_path / "van een ander.xlsx"
    other.write_bytes(b"x")
    for place in (other, tmp_path / "geen map" / "uit.xlsx", tmp_path):
        with pytest.raises(WriteError):
            refuse_place(place)
    refuse_place(other, force=True)
    refuse_place(tmp_path / "uit.xlsx")
    assert listed(tmp_path) == [other.name]


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    """The seal does not spoil that a re-run repeats."""
    publish(tmp_path / "een.xlsx", workbook_bytes("x"))
    publish(tmp_path / "twee.xlsx", workbook_bytes("x"))
    assert (tmp_path / "een.xlsx").read_bytes() == (tmp_path / "twee.xlsx").read_bytes()


def test_a_file_open_elsewhere_goes_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What Windows does while Excel holds the file: retry, then another name, and say so."""
    target = tmp_path / "voorstel.xlsx"
    publish(target, workbook_bytes("een"))
    first = target.read_bytes()
    slept: list[float] = []
    replace = os.replace

    def refuse(source: Path, destination: Path) -> None:
        if destination == target:
            raise PermissionError(13, "in use")
        replace(source, destination)

    monkeypatch.setattr(os, "replace", refuse)
    monkeypatch.setattr(time, "sleep", slept.append)
    published = publish(target, workbook_bytes("twee"))
    assert published.path == tmp_path / "voorstel (2).xlsx"
    assert "voorstel (2).xlsx" in published.notice
    assert target.read_bytes() == first
    assert sum(slept) == pytest.approx(2.5)
    assert is_untouched(published.path)
    assert publish(target, workbook_bytes("drie")).path == tmp_path / "voorstel (3).xlsx"


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error while writing changes nothing and leaves no rubbish."""
    target = tmp_path / "voorstel.xlsx"
    publish(target, workbook_bytes("een"))
    first = target.read_bytes()

    def fail(_handle: int) -> Never:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(WriteError, match="de schijf is vol"):
        publish(target, workbook_bytes("twee"))
    assert target.read_bytes() == first
    assert listed(tmp_path) == ["voorstel.xlsx"]


@pytest.mark.parametrize("place", ["geen map/voorstel.xlsx", "."])
def test_an_impossible_place_is_told_plainly(tmp_path: Path, place: str) -> None:
    """No folder, or a folder in the way: a sentence, not a traceback."""
    with pytest.raises(WriteError):
        publish(tmp_path / place, b"")


def test_what_a_killed_run_left_is_swept_by_the_next(tmp_path: Path) -> None:
    """Whatever it was writing; what a living run is busy with stays, and is not taken for left."""
    folder = tmp_path / "map"
    left = folder / ".0a.koppeling-tmp"
    left.mkdir(parents=True)
    (left / "0").write_bytes(b"half")
    old, fresh = folder / ".b.txt.aa.koppeling-tmp", folder / ".c.txt.aa.koppeling-tmp"
    for orphan in (old, fresh):  # as version 0.1 left them
        orphan.write_bytes(b"")
    os.utime(old, (time.time() - 7200,) * 2)
    with publisher._staged(folder) as busy:
        (busy / "0").write_bytes(b"half")
        assert left_behind(tmp_path) == ()
        publish(folder / "a.txt", b"nieuw")
        assert listed(folder) == sorted([fresh.name, busy.name, "a.txt"])
    assert listed(folder) == sorted([fresh.name, "a.txt"])


def test_a_set_is_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever rename fails, every file and every backup is as it was."""
    names = ("a.txt", "b.txt", "c.txt")
    for round_ in (b"1", b"2"):
        publish_all([(tmp_path / name, round_) for name in names[:2]])
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    replace, countdown = os.replace, [0]

    def fail(source: Path, destination: Path) -> None:
        countdown[0] -= 1
        if not countdown[0]:
            raise OSError(errno.EIO, "Input/output error")
        replace(source, destination)

    monkeypatch.setattr(os, "replace", fail)
    for number in range(1, 6):  # two backups, three files
        countdown[0] = number
        with written.recording() as record, pytest.raises(WriteError, match="reageert niet"):
            publish_all([(tmp_path / name, b"3") for name in names])
        assert not record
        assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    with written.recording() as record:
        publish_all([(tmp_path / name, b"3") for name in names])
    assert record.files == [tmp_path / name for name in names]
    assert (tmp_path / "a.txt.bak").read_bytes() == b"2"


def test_a_new_folder_appears_with_everything_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that is full halfway leaves no folder, nor those above it that are new."""
    write, calls = publisher._write, itertools.count()

    def fail(path: Path, content: bytes) -> None:
        assert not (tmp_path / "een").exists() or not any((tmp_path / "een").glob("twee"))
        if next(calls) == 1:
            raise OSError(errno.EDQUOT, "Disk quota exceeded")
        write(path, content)

    monkeypatch.setattr(publisher, "_write", fail)
    folder, files = tmp_path / "een" / "twee", {"a": b"1", "b": b"2"}
    with pytest.raises(WriteError, match="ruimte die u op de schijf mag gebruiken"):
        publish_folder(folder, files)
    assert listed(tmp_path) == []
    assert publish_folder(folder, files) == (folder / "a", folder / "b")
    assert listed(folder) == ["a", "b"]
    assert listed(tmp_path / "een") == ["twee"]


def test_what_another_run_wrote_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    """It goes beside it, and says so; what this run wrote itself it may replace."""
    target = tmp_path / "voorstel.xlsx"
    with written.recording() as record:
        record.started -= 60
        publish(target, workbook_bytes("van ons"))
        assert publish(target, workbook_bytes("nog eens")).path == target
    theirs = target.read_bytes()
    with written.recording() as record:
        record.started -= 60
        beside = publish(target, workbook_bytes("twee tegelijk"))
    assert beside.path == tmp_path / "voorstel (2).xlsx"
    assert "door een ander" in beside.notice
    assert target.read_bytes() == theirs


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes among files")
def test_a_pipe_or_device_is_no_file(tmp_path: Path) -> None:
    """Reading it to see whose it is would never end."""
    pipe = tmp_path / "uit.json"
    os.mkfifo(pipe)
    for place in (pipe, Path("/dev/null")):
        with pytest.raises(WriteError, match="pijp"):
            refuse_place(place)
        with pytest.raises(WriteError, match="pijp"):
            publish(place, b"x", force=True)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL on Windows")
def test_a_kill_in_the_middle_leaves_a_whole_file(tmp_path: Path) -> None:
    """Killed at any moment, the target is one of the versions, never a part."""
    target = tmp_path / "voorstel.bin"
    script = (
        "import sys, pathlib\n"
        "from koppeling.workbook.write.publish import publish\n"
        "n = 0\n"
        "while True:\n"
        "    n += 1\n"
        "    publish(pathlib.Path(sys.argv[1]), bytes([n % 251]) * 300_000)\n"
        "    print(n, flush=True)\n"
    )
    kills = 0
    for extra in (0.0, 0.004, 0.009, 0.015):
        with subprocess.Popen(
            [sys.executable, "-c", script, str(target)], stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(extra)
            process.kill()
        content = target.read_bytes()
        assert len(content) == 300_000
        assert len(set(content)) == 1
        kills += 1
    assert kills == 4


def test_the_very_same_content_is_left_alone(tmp_path: Path) -> None:
    """Writing what is there already makes no backup."""
    target = tmp_path / "brief.txt"
    publish(target, b"hetzelfde")
    assert publish(target, b"hetzelfde").path == target
    assert [path.name for path in tmp_path.iterdir()] == ["brief.txt"]
    publish(target, b"iets anders")
    assert (tmp_path / "brief.txt.bak").read_bytes() == b"hetzelfde"
