"""
Put a finished file in its place: whole or not at all, and never over someone's work.

Measured (facts on trust): killed in the middle, a direct save ruins the file;
a temporary file beside the target, flushed and renamed, never did.
A *seal* makes it possible to see afterwards that a file was changed: the digest
of the file itself, written where the file had `BLANK_SEAL`. A workbook carries
it as a document property, a text file (JSON) anywhere in its text.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import re
import secrets
import shutil
import time
import zipfile
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from koppeling.errors import WriteError
from koppeling.locale import _
from koppeling.workbook.guard import (
    MAX_UNPACKED_BYTES,
    RefusedError,
    open_package,
    pieces_of,
    read_bytes,
)
from koppeling.workbook.refusals import reason_in_words

#: Stands in a file where its seal comes; as long as the seal itself.
BLANK_SEAL = "koppeling-seal:" + "0" * 64
_SEAL = re.compile(rb"koppeling-seal:[0-9a-f]{64}")
_PROPERTIES = "docProps/custom.xml"
_CORE = "docProps/core.xml"
_SAVED = re.compile(rb"<dcterms:modified[^>]*>([^<]+)<")
_RETRY_SECONDS = (0.05, 0.1, 0.25, 0.5, 0.6, 1.0)  # 2.5 s in all
_ORPHAN_AGE_SECONDS = 3600
_ORPHAN = ".koppeling-tmp"


@dataclass(frozen=True, kw_only=True)
class Published:
    """
    Where a file went.

    `path` differs from `asked` when that one was held open by another program;
    `backup` is the previous file, if there was one.
    """

    asked: Path
    path: Path
    backup: Path | None = None

    @property
    def notice(self) -> str:
        """What the user should know about the place; empty when all is as asked."""
        if self.path == self.asked:
            return ""
        return _(
            "{asked} is open in another program, so the new version is beside it: {path}."
        ).format(asked=self.asked.name, path=self.path.name)


def publish(path: Path, content: bytes, *, force: bool = False) -> Published:
    """
    Write `content` to `path`, whole or not at all.

    The previous file is kept as `<name>.bak`; one with the very same content
    is left alone. A file that another program holds open is tried for 2.5 s;
    then the content goes beside it as `<name> (2)`.

    Parameters
    ----------
    path : Path
        The target; its folder must exist.
    content : bytes
        The whole file; a `BLANK_SEAL` in it is filled in.
    force : bool
        Also replace a file that was changed since it was written.

    Raises
    ------
    WriteError
        If the target was changed or made by someone else, or cannot be
        written; nothing is lost then, and no half file stays behind.
    """
    sealed = _sealed(content)
    target = _checked(path, keeps_changes=sealed != content and not force)
    try:
        _sweep_orphans(target)
        if _holds(target, sealed):
            return Published(asked=path, path=path)
        return _place(path, target, sealed)
    except OSError as error:
        raise _unwritable(path, error) from error


def refuse_place(path: Path, *, force: bool = False) -> None:
    """
    Refuse beforehand what `publish` would refuse: for who works long on a sealed file.

    Raises
    ------
    WriteError
        If there is no such folder, a folder has the name, or the file there
        was changed or made by someone else (unless `force`).
    """
    target = _checked(path, keeps_changes=not force)
    if not os.access(target.parent, os.W_OK):
        raise WriteError(
            _("Nothing may be written in the folder {folder}. Choose another.").format(
                folder=target.parent
            )
        )


def _holds(target: Path, content: bytes) -> bool:
    try:
        return target.is_file() and target.read_bytes() == content
    except PermissionError:  # open elsewhere
        return False


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


def _checked(path: Path, *, keeps_changes: bool) -> Path:
    """Return the file itself behind `path`, once it is plain that it may be written."""
    try:
        target = path.resolve() if path.is_symlink() else path
        if target.is_dir():
            raise WriteError(_("{path} is a folder; give a file name.").format(path=path))
        if not target.parent.is_dir():
            raise WriteError(
                _("The folder {folder} does not exist. Make it first, or choose another.").format(
                    folder=target.parent
                )
            )
        if keeps_changes:
            _refuse_changed(target)
    except OSError as error:
        raise _unwritable(path, error) from error
    return target


def _unwritable(path: Path, error: OSError) -> WriteError:
    return WriteError(
        _("{path} could not be written: {reason}. Nothing was changed.").format(
            path=path, reason=reason_in_words(error.strerror or "")
        )
    )


def _refuse_changed(target: Path) -> None:
    try:
        is_free = not target.exists() or is_untouched(target)
    except PermissionError:  # open elsewhere: it will not be replaced, but written beside
        return
    if not is_free:
        raise WriteError(
            _(
                "{path} was changed since koppeling wrote it, or was made by someone else. "
                "Give another name, or use --force to replace it (the old one is kept as .bak)."
            ).format(path=target)
        )


def _sealed(content: bytes) -> bytes:
    blank = BLANK_SEAL.encode()
    if not _is_zip(content):
        return content.replace(blank, _seal_of_text(content), 1) if blank in content else content
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        members = _members(package)
    if blank not in members.get(_PROPERTIES, b""):
        return content
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


def _place(asked: Path, target: Path, content: bytes) -> Published:
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}{_ORPHAN}")
    try:
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        for wait in (0.0, *_RETRY_SECONDS):
            time.sleep(wait)
            try:
                backup = _back_up(target)
                temporary.replace(target)
            except PermissionError:  # Windows, while Excel holds the file
                continue
            _flush_folder(target.parent)
            return Published(asked=asked, path=asked, backup=backup)
        beside = _free_name(target)
        temporary.replace(beside)
        _flush_folder(target.parent)
        return Published(asked=asked, path=beside)
    finally:
        temporary.unlink(missing_ok=True)


def _back_up(target: Path) -> Path | None:
    if not target.exists():
        return None
    backup = target.with_name(target.name + ".bak")
    copy = target.with_name(f".{backup.name}.{secrets.token_hex(4)}{_ORPHAN}")
    try:
        # A copy, not a rename: at no moment is the target away.
        shutil.copy2(target, copy)
        copy.replace(backup)
    finally:
        copy.unlink(missing_ok=True)
    return backup


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


def _sweep_orphans(target: Path) -> None:
    """Remove what a killed run left for this target; a run of this hour may still be busy."""
    for orphan in target.parent.glob(f".*{_ORPHAN}"):
        is_ours = orphan.name.startswith(f".{target.name}.")
        if is_ours and time.time() - orphan.stat().st_mtime > _ORPHAN_AGE_SECONDS:
            orphan.unlink(missing_ok=True)
