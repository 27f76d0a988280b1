"""Putting several small files in a folder: all of them, or none when one is somebody's work."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from koppeling.errors import WriteError
from koppeling.locale import _

#: Of a calendar that we made, and so may replace.
_OUR_CALENDAR = b"PRODID:-//koppeling//"
_HEAD = 1000


def deliver(folder: Path, files: Mapping[str, bytes], *, force: bool = False) -> tuple[Path, ...]:
    """
    Write files into a folder, making it where needed.

    What we wrote earlier and nobody touched is replaced without a backup: it
    can be made again, and each copy of personal data is one to look after.

    Parameters
    ----------
    folder : Path
        Where they go.
    files : mapping of str to bytes
        File name → content.
    force : bool
        Also replace files that somebody changed; those are kept as .bak.

    Raises
    ------
    WriteError
        If a file was changed since; then nothing at all is written.
    """
    from koppeling.workbook.publish import publish

    targets = {folder / name: content for name, content in files.items()}
    changed = [path for path in targets if path.exists() and not _is_ours(path)]
    if changed and not force:
        raise WriteError(
            _(
                "{file} was changed since koppeling wrote it, or was made by someone else. "
                "Give another folder with -o, or use --force (the old one is kept as .bak)."
            ).format(file=changed[0])
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteError(
            _("The folder {folder} cannot be made: {reason}.").format(
                folder=folder, reason=error.strerror or error
            )
        ) from error
    written = []
    for path, content in targets.items():
        published = publish(path, content, force=force)
        if published.backup is not None and path not in changed:
            published.backup.unlink(missing_ok=True)
        written.append(published.path)
    return tuple(written)


def _is_ours(path: Path) -> bool:
    from koppeling.workbook.publish import is_untouched

    if path.suffix == ".ics":
        with path.open("rb") as file:
            return _OUR_CALENDAR in file.read(_HEAD)
    return is_untouched(path)


def file_name(text: str) -> str:
    """
    Make a file name that every system takes.

    Examples
    --------
    >>> file_name("agenda Noord/Oost.ics")
    'agenda Noord-Oost.ics'
    """
    return re.sub(r'[<>:"/\\|?*\x00-\x1f]', "-", text).strip(". ")
