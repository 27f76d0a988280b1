"""
Put finished files in their place: all or none, whole, and never over someone's work.

Measured (facts on trust): killed in the middle, a direct save ruins the file;
a temporary file beside the target, flushed and renamed, never did. The files
of a set are first written into one hidden folder beside their targets, the
*stage*; nothing is visible before all of them are there (decision 35).
A *seal* makes it possible to see afterwards that a file was changed: the digest
of the file itself, written where the file had `BLANK_SEAL`. A workbook carries
it as a document property, a text file (JSON) anywhere in its text. Behind the
seal stands the *mark* of the practice that the file is of: nothing of another
practice is ever replaced. A calendar has no seal, and a mark of its own.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import re
import secrets
import shutil
import stat
import sys
import time
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from koppeling import written
from koppeling.errors import WriteError
from koppeling.locale import _
from koppeling.workbook.read.guard import (
    MAX_UNPACKED_BYTES,
    RefusedError,
    open_package,
    pieces_of,
    read_bytes,
)
from koppeling.workbook.read.refusals import reason_in_words

#: Stands in a file where its seal comes; as long as the seal itself.
BLANK_SEAL = "koppeling-seal:" + "0" * 64
_SEAL = re.compile(rb"koppeling-seal:[0-9a-f]{64}")
_MARK = re.compile(rb"(?:koppeling-seal:[0-9a-f]{64}-|X-KOPPELING-PRACTICE:)([0-9a-f]{16})")
_PROPERTIES = "docProps/custom.xml"
_CORE = "docProps/core.xml"
_SAVED = re.compile(rb"<dcterms:modified[^>]*>([^<]+)<")
_RETRY_SECONDS = (0.05, 0.1, 0.25, 0.5, 0.6, 1.0)  # 2.5 s in all
#: After which what nobody can be asked about is taken for left behind.
_ORPHAN_AGE_SECONDS = 3600
_STAGE = ".koppeling-tmp"


@dataclass(frozen=True, kw_only=True)
class Published:
    """
    Where a file went.

    `path` differs from `asked` when that one was held open by another program,
    or written by another run meanwhile; `notice` says so. `backup` is the
    previous file, if there was one.
    """

    asked: Path
    path: Path
    backup: Path | None = None
    notice: str = ""


def publish(path: Path, content: bytes, *, practice: str = "", force: bool = False) -> Published:
    """
    Write `content` to `path`, whole or not at all; see `publish_all`.

    Parameters
    ----------
    path : Path
        The target; its folder must exist.
    content : bytes
        The whole file; a `BLANK_SEAL` in it is filled in.
    practice : str
        The mark of the practice that it is of, if it is of one.
    force : bool
        Also replace a file of another practice, or one that was changed since.

    Raises
    ------
    WriteError
        If the target was changed or made by someone else, is of another
        practice, or cannot be written; nothing is lost then, and no half file
        stays behind.
    """
    (published,) = publish_all([(path, content)], practice=practice, force=force)
    return published


def publish_all(
    files: Sequence[tuple[Path, bytes]],
    *,
    practice: str = "",
    force: bool = False,
    keeps: Callable[[Path], bool] = lambda _path: True,
) -> tuple[Published, ...]:
    """
    Write files: all of them, or none.

    The previous file is kept as `<name>.bak`; one with the very same content
    is left alone. A file that another program holds open is tried for 2.5 s;
    then the content goes beside it as `<name> (2)`. So does a file that
    another run wrote since this one began. A kill between two renames leaves
    whole files, some new and some old.

    Parameters
    ----------
    files : sequence of (Path, bytes)
        Targets, each another one, in existing folders; and their content, in
        which a `BLANK_SEAL` is filled in.
    practice : str
        The mark of the practice that they are of, if they are of one.
    force : bool
        Also replace files of another practice, or that were changed since.
    keeps : callable of Path
        Whether to keep what stands there; no for what can be made again.

    Raises
    ------
    WriteError
        If a target was changed or made by someone else, is of another practice,
        or cannot be written; nothing is changed then.
    """
    orders = [
        _Order.of(path, content, practice=practice, force=force, keeps=keeps(path))
        for path, content in files
    ]
    folders = _distinct(order.checked().parent for order in orders)
    with ExitStack() as stack:
        try:
            stages = {key: stack.enter_context(_staged(folder)) for key, folder in folders.items()}
        except OSError as error:
            raise _unwritable(orders[0].path, error) from error
        for number, order in enumerate(orders):
            order.stage(stages[_identity(order.checked().parent)] / str(number))
        stack.enter_context(written.uninterrupted())
        for folder in folders.values():
            stack.enter_context(_alone_in(folder))
        # judged again now that nobody else can write here: another run may have
        moves = [move for order in orders for move in order.moves()]
        _carry_out(moves)
        for folder in folders.values():
            _flush_folder(folder)
        return tuple(order.published() for order in orders)


def publish_folder(
    folder: Path,
    files: Mapping[str, bytes],
    *,
    practice: str = "",
    force: bool = False,
    keeps: Callable[[Path], bool] = lambda _path: True,
) -> tuple[Path, ...]:
    """
    Write the files of a folder: all of them, or none.

    A folder that is not there yet is written out of sight and appears with
    everything in it, whatever happens meanwhile. The rest is as `publish_all`
    says.

    Returns
    -------
    tuple of Path
        Where they are, in the order given.

    Raises
    ------
    WriteError
        If a file was changed or made by someone else, or cannot be written;
        nothing is changed then.
    """
    try:
        made = _make(folder.parent)
        try:
            if not folder.exists() and _appears(folder, files, practice):
                return tuple(folder / name for name in files)
        except BaseException:
            for empty in made:
                with contextlib.suppress(OSError):
                    empty.rmdir()
            raise
    except OSError as error:
        raise _unwritable(folder, error) from error
    targets = [(folder / name, content) for name, content in files.items()]
    return tuple(
        done.path for done in publish_all(targets, practice=practice, force=force, keeps=keeps)
    )


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """
    Give a place out of sight for a file; it takes the place of `path` when the block is done.

    What stood there is kept as `<name>.bak`. One at a time: whoever else wants
    to replace a file in that folder waits.

    Raises
    ------
    WriteError
        If it cannot be put there; nothing is changed then.
    """
    try:
        with _staged(path.parent) as stage, _alone_in(path.parent):
            new = stage / path.name
            yield new
            move = _Move(staged=new, target=path, place=path)
            with written.uninterrupted():
                _carry_out([*([_backed_up(move)] if path.exists() else []), move])
                _flush_folder(path.parent)
    except OSError as error:
        raise _unwritable(path, error) from error


def establish(path: Path, content: bytes) -> bytes:
    """
    Write a file for its owner's eyes only, unless there is one; return what is in it.

    Raises
    ------
    WriteError
        If it cannot be written.
    """
    try:
        if not path.exists():
            with _staged(path.parent) as stage, written.uninterrupted(), _alone_in(path.parent):
                if not path.exists():
                    _write(stage / "0", content)
                    (stage / "0").chmod(0o600)
                    (stage / "0").replace(path)
                    _flush_folder(path.parent)
                    written.note_files([path])
        return path.read_bytes()
    except OSError as error:
        raise _unwritable(path, error) from error


def sweep(folder: Path) -> None:
    """Remove what killed runs left in a folder; what a living run is busy with stays."""
    for left in _hidden(folder):
        with contextlib.suppress(OSError), _claimed(left) as is_ours:
            if is_ours and left.is_dir():
                shutil.rmtree(left)
            elif is_ours:  # version 0.1 had files
                left.unlink()


def left_behind(folder: Path) -> tuple[Path, ...]:
    """List what killed runs left, hidden, in a folder and in those below it."""
    return tuple(left for left in sorted(folder.rglob(f".*{_STAGE}")) if _is_abandoned(left))


def refuse_place(path: Path, *, practice: str | None = None, force: bool = False) -> None:
    """
    Refuse beforehand what `publish` would refuse: for who works long on a sealed file.

    With None for `practice` it is not known yet, and not looked at.

    Raises
    ------
    WriteError
        If there is no such folder, a folder has the name, or the file there
        was changed, made by someone else or is of another practice (unless `force`).
    """
    target = _checked(path, practice, keeps_changes=not force)
    if not os.access(target.parent, os.W_OK):
        raise WriteError(
            _("Nothing may be written in the folder {folder}. Choose another.").format(
                folder=target.parent
            )
        )


def is_untouched(path: Path) -> bool:
    """
    Tell whether `path` is as koppeling wrote it.

    A file without a seal was not made here, or was saved by another program
    that dropped it.
    """
    if path.stat().st_size > MAX_UNPACKED_BYTES:
        return False
    content = path.read_bytes()
    if _is_zip(content):
        try:
            with open_package(content) as archive:
                members = _members(archive)
        except (RefusedError, zipfile.BadZipFile, zlib.error, OSError, EOFError):
            return False
        seal = _SEAL.search(members.get(_PROPERTIES, b""))
        return seal is not None and seal[0] == _seal_of_members(members)
    seal = _SEAL.search(content)
    return seal is not None and seal[0] == _seal_of_text(content)


def practice_in(path: Path) -> str:
    """
    Return the mark of the practice that a file is of; empty when it has none.

    Whoever saved it since: Excel and LibreOffice keep it.
    """
    with contextlib.suppress(RefusedError, zipfile.BadZipFile, zlib.error, OSError, EOFError):
        if path.is_file() and path.stat().st_size <= MAX_UNPACKED_BYTES:
            content = path.read_bytes()
            if _is_zip(content):
                with open_package(content) as archive:
                    content = b"".join(pieces_of(archive, _PROPERTIES))
            found = _MARK.search(content)
            return found[1].decode() if found else ""
    return ""


def saved_at(path: Path, *, after: datetime | None = None) -> datetime:
    """
    Return when another program last saved a workbook, in UTC.

    That is what the program noted in it; when it noted nothing, or left an old
    note that is not `after` what is known, the date of the file.
    """
    with contextlib.suppress(RefusedError, ValueError):
        with open_package(read_bytes(path)) as archive:
            found = _SAVED.search(b"".join(pieces_of(archive, _CORE)))
        noted = datetime.fromisoformat(found[1].decode()).astimezone(UTC) if found else None
        if noted is not None and (after is None or noted > after):
            return noted.replace(microsecond=0)
    return datetime.fromtimestamp(int(path.stat().st_mtime), UTC)


def _checked(path: Path, practice: str | None, *, keeps_changes: bool) -> Path:
    """Return the file itself behind `path`, once it is plain that it may be written."""
    try:
        if path.is_dir():
            raise WriteError(_("{path} is a folder; give a file name.").format(path=path))
        with contextlib.suppress(FileNotFoundError):
            if not stat.S_ISREG(path.stat().st_mode):
                raise WriteError(
                    _(
                        "{path} is no file but a pipe or a device; give a file name. JSON goes "
                        "to standard output with --json -."
                    ).format(path=path)
                )
        target = path.resolve() if path.is_symlink() else path
        if not target.parent.is_dir():
            raise WriteError(
                _("The folder {folder} does not exist. Make it first, or choose another.").format(
                    folder=target.parent
                )
            )
        if keeps_changes:
            _refuse_changed(target, practice)
    except OSError as error:
        raise _unwritable(path, error) from error
    return target


def _unwritable(path: Path, error: OSError) -> WriteError:
    return WriteError(
        _("{path} could not be written: {reason}.").format(path=path, reason=reason_in_words(error))
    )


def _refuse_changed(target: Path, practice: str | None) -> None:
    try:
        is_free = not target.exists() or is_untouched(target)
        is_ours = practice is None or practice_in(target) in ("", practice)
    except PermissionError:  # open elsewhere: it will not be replaced, but written beside
        return
    if not is_free:
        raise WriteError(
            _(
                "{path} was changed since koppeling wrote it, or was made by someone else. "
                "Give another name, or use --force to replace it (the old one is kept as .bak)."
            ).format(path=target)
        )
    if not is_ours:
        raise WriteError(
            _(
                "{path} is of another practice. Give another name, or use --force to replace it "
                "(the old one is kept as .bak)."
            ).format(path=target)
        )


def _sealed(content: bytes, practice: str) -> bytes:
    blank = BLANK_SEAL.encode()
    marked = blank + f"-{practice}".encode() if practice else blank
    if not _is_zip(content):
        content = content.replace(blank, marked, 1)
        return content.replace(blank, _seal_of_text(content), 1) if blank in content else content
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        members = _members(package)
    if blank not in members.get(_PROPERTIES, b""):
        return content
    members[_PROPERTIES] = members[_PROPERTIES].replace(blank, marked, 1)
    seal = _seal_of_members(members)
    members[_PROPERTIES] = members[_PROPERTIES].replace(blank, seal, 1)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            # A fixed date, so that the same content gives the same bytes.
            stamp = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            stamp.external_attr = 0o600 << 16
            stamp.create_system = 3  # else Windows and Linux differ
            archive.writestr(stamp, data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _is_zip(content: bytes) -> bool:
    return content.startswith(b"PK\x03\x04")


def _members(archive: zipfile.ZipFile) -> dict[str, bytes]:
    return {name: archive.read(name) for name in archive.namelist()}


def _seal_of_members(members: dict[str, bytes]) -> bytes:
    digest = hashlib.sha256()
    for name in sorted(members):
        data = members[name]
        if name == _PROPERTIES:
            data = _SEAL.sub(BLANK_SEAL.encode(), data)
        digest.update(f"{name}\n{len(data)}\n".encode())
        digest.update(data)
    return b"koppeling-seal:" + digest.hexdigest().encode()


def _seal_of_text(content: bytes) -> bytes:
    blanked = _SEAL.sub(BLANK_SEAL.encode(), content, count=1)
    return b"koppeling-seal:" + hashlib.sha256(blanked).hexdigest().encode()


@dataclass(kw_only=True)
class _Move:
    """A rename out of the stage, and what is needed to take it back."""

    staged: Path
    target: Path
    #: What stood there, within reach until all is done.
    before: Path | None = None
    is_backup: bool = False
    goes_beside: bool = False
    #: Where it went at last.
    place: Path


@dataclass(kw_only=True)
class _Order:
    """A file that is to be written."""

    path: Path
    content: bytes
    practice: str
    keeps_changes: bool
    keeps_old: bool
    staged: Path | None = None
    backup: _Move | None = None
    move: _Move | None = None

    @classmethod
    def of(cls, path: Path, content: bytes, *, practice: str, force: bool, keeps: bool) -> _Order:
        """Fill in the seal; what has none cannot show that somebody changed it."""
        sealed = _sealed(content, practice)
        return cls(
            path=path,
            content=sealed,
            practice=practice,
            keeps_changes=sealed != content and not force,
            keeps_old=keeps,
        )

    def checked(self) -> Path:
        """Return the file itself behind the path; refuse what may not be replaced."""
        return _checked(self.path, self.practice, keeps_changes=self.keeps_changes)

    def stage(self, staged: Path) -> None:
        """Write the content out of sight, unless it is there already."""
        try:
            if not _holds(self.path, self.content):
                _write(staged, self.content)
                self.staged = staged
        except OSError as error:
            raise _unwritable(self.path, error) from error

    def moves(self) -> Iterator[_Move]:
        """List the renames that put it in its place, as things stand there now."""
        if self.staged is None:
            return
        target = self.checked()
        try:
            if not _holds(target, self.content):
                yield from self._moves(self.staged, target)
        except OSError as error:
            raise _unwritable(self.path, error) from error

    def _moves(self, staged: Path, target: Path) -> Iterator[_Move]:
        self.move = _Move(staged=staged, target=target, place=target)
        if target.exists():
            self.move.goes_beside = self.keeps_old and _is_of_another_run(target)
            if self.keeps_old and not self.move.goes_beside:
                self.backup = _backed_up(self.move)
                yield self.backup
            else:
                self.move.before = _kept(target, staged)
        yield self.move

    def published(self) -> Published:
        """Tell where it went."""
        if self.move is None or self.move.place == self.move.target:
            backup = self.backup.place if self.backup is not None else None
            return Published(asked=self.path, path=self.path, backup=backup)
        text = (
            _("{asked} was written by somebody else just now, so this one is beside it: {path}.")
            if self.move.goes_beside
            else _("{asked} is open in another program, so the new version is beside it: {path}.")
        )
        notice = text.format(asked=self.path.name, path=self.move.place.name)
        return Published(asked=self.path, path=self.move.place, notice=notice)


def _backed_up(move: _Move) -> _Move:
    """Give the rename that keeps what stands at a target as `<name>.bak`."""
    # A copy, not a rename: at no moment is the target away.
    copy, backup = Path(f"{move.staged}.copy"), move.target.with_name(f"{move.target.name}.bak")
    move.before = _kept(move.target, move.staged)
    shutil.copy2(move.before or move.target, copy)
    _flush(copy)
    before = _kept(backup, copy) if backup.exists() else None
    return _Move(staged=copy, target=backup, before=before, place=backup, is_backup=True)


def _carry_out(moves: Sequence[_Move]) -> None:
    """Do every rename and note it; or none, and then everything is as it was."""
    done: list[_Move] = []
    try:
        for move in moves:
            _rename(move)
            done.append(move)
    except OSError as error:
        there = [other for other in reversed(done) if not _is_taken_back(other)]
        _note(there)
        raise _unwritable(move.target, error) from error
    _note(done)


def _note(moves: Sequence[_Move]) -> None:
    written.note_files(move.place for move in moves if not move.is_backup)


def _rename(move: _Move) -> None:
    for wait in () if move.goes_beside else (0.0, *_RETRY_SECONDS):
        time.sleep(wait)
        try:
            move.staged.replace(move.target)
        except PermissionError:  # Windows, while Excel holds the file
            continue
        return
    move.place = _free_name(move.target)
    move.staged.replace(move.place)


def _is_taken_back(move: _Move) -> bool:
    try:
        if move.before is not None and move.place == move.target:
            move.before.replace(move.target)
        else:
            move.place.unlink()
    except OSError:
        return False
    return True


def _kept(file: Path, beside: Path) -> Path | None:
    """Keep a file within reach under another name; None when another program holds it."""
    kept = Path(f"{beside}.before")
    try:
        os.link(file, kept)
    except (OSError, NotImplementedError):  # a disk without such links
        try:
            shutil.copy2(file, kept)
        except PermissionError:
            return None
    return kept


def _is_of_another_run(target: Path) -> bool:
    """Tell whether another run wrote a file since this one began."""
    record = written.current()
    return target.stat().st_mtime > record.started and target not in record.files


def _holds(target: Path, content: bytes) -> bool:
    try:
        return target.is_file() and target.read_bytes() == content
    except PermissionError:  # open elsewhere
        return False


def _write(path: Path, content: bytes) -> None:
    """Write a file of which no byte may be missing afterwards."""
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _free_name(target: Path) -> Path:
    number = 2
    while True:
        candidate = target.with_name(f"{target.stem} ({number}){target.suffix}")
        if not candidate.exists():
            return candidate
        number += 1


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows has no handle on a folder to flush
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _identity(folder: Path) -> tuple[int, int]:
    told = folder.stat()
    return told.st_dev, told.st_ino


def _distinct(folders: Iterable[Path]) -> dict[tuple[int, int], Path]:
    """List folders once each, however they are written, always in the same order."""
    return dict(sorted((_identity(folder), folder) for folder in folders))


def _make(folder: Path) -> list[Path]:
    """Make a folder and those above it; return the ones that are new, the deepest first."""
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for each in reversed(missing):
        each.mkdir(exist_ok=True)
    return missing


def _appears(folder: Path, files: Mapping[str, bytes], practice: str) -> bool:
    """Let a whole folder appear at once; tell whether it did, or was made by somebody else."""
    with _staged(folder.parent) as stage:
        whole = stage / folder.name
        whole.mkdir()
        for name, content in files.items():
            _write(whole / name, _sealed(content, practice))
        _flush_folder(whole)
        with written.uninterrupted():
            try:
                whole.rename(folder)
            except OSError:
                if folder.exists():
                    return False
                raise
            written.note_files(folder / name for name in files)
            _flush_folder(folder.parent)
    return True


@contextlib.contextmanager
def _staged(folder: Path) -> Iterator[Path]:
    """Make a hidden folder to write in; it is locked, so that nobody takes it for left behind."""
    sweep(folder)
    stage, handle = _new_stage(folder)
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)
        if handle is not None:
            os.close(handle)


def _new_stage(folder: Path) -> tuple[Path, int | None]:
    while True:
        stage = folder / f".{secrets.token_hex(4)}{_STAGE}"
        stage.mkdir(0o700)
        try:
            handle = _lock(stage, waits=False)
        except (BlockingIOError, FileNotFoundError):  # swept before it was locked
            continue
        if stage.exists():
            return stage, handle
        if handle is not None:
            os.close(handle)


def _hidden(folder: Path) -> list[Path]:
    try:
        return sorted(folder.glob(f".*{_STAGE}"))
    except OSError:
        return []


def _is_abandoned(left: Path) -> bool:
    try:
        with _claimed(left) as is_ours:
            return is_ours
    except OSError:
        return False


@contextlib.contextmanager
def _claimed(left: Path) -> Iterator[bool]:
    """Tell whether nobody is busy with what was left; while the block lasts nobody can be."""
    try:
        handle = _lock(left, waits=False) if left.is_dir() else None
    except BlockingIOError:
        yield False
        return
    if handle is None:
        yield time.time() - left.stat().st_mtime > _ORPHAN_AGE_SECONDS
        return
    try:
        yield True
    finally:
        os.close(handle)


@contextlib.contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Wait until no other run puts files in a folder, and let none begin."""
    handle = _lock(folder, waits=True)
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)


def _lock(folder: Path, *, waits: bool) -> int | None:
    """
    Lock a folder; closing what is returned, or the end of the process, unlocks it.

    None where that cannot be done: on Windows, and on some network disks.

    Raises
    ------
    BlockingIOError
        When somebody else has it and `waits` is off.
    """
    if sys.platform == "win32":
        return None
    import fcntl  # not on Windows

    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB))
    except BlockingIOError:
        os.close(handle)
        raise
    except OSError:
        os.close(handle)
        return None
    return handle
