"""Putting several small files in a folder: all of them, or none when one is somebody's work."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from koppeling.errors import WriteError
from koppeling.locale import _

#: Of a calendar that we made, and so may replace.
_OUR_CALENDAR = b"PRODID:-//koppeling//"
_HEAD = 1000


def deliver(
    folder: Path, files: Iterable[tuple[str, bytes]], practice: str, *, force: bool = False
) -> tuple[Path, ...]:
    """
    Write files into a folder, making it where needed: all of them, or none.

    What we wrote earlier and nobody touched is replaced without a backup: it
    can be made again, and each copy of personal data is one to look after.

    Parameters
    ----------
    folder : Path
        Where they go.
    files : iterable of (str, bytes)
        Name and content; names get a form that every system takes, and a number
        where two would be the same there.
    practice : str
        The mark of the practice that they are of.
    force : bool
        Also replace files that somebody changed, or that are of another
        practice; those are kept as .bak.

    Raises
    ------
    WriteError
        If a file was changed since, or is of another practice; then nothing at
        all is written.
    """
    from koppeling.workbook.publish import practice_in, publish_folder

    named = _distinct(files)
    there = [folder / name for name in named]
    changed = {path for path in there if path.exists() and not _is_ours(path)}
    if changed and not force:
        raise WriteError(
            _(
                "{file} was changed since koppeling wrote it, or was made by someone else. "
                "Give another folder with -o, or use --force (the old one is kept as .bak)."
            ).format(file=min(changed))
        )
    others = {path for path in there if practice_in(path) not in ("", practice)}
    if others and not force:
        raise WriteError(
            _(
                "{file} is of another practice. Give another folder with -o, or use --force (the "
                "old one is kept as .bak)."
            ).format(file=min(others))
        )
    kept = changed | others
    return publish_folder(folder, named, practice=practice, force=True, keeps=kept.__contains__)


def _is_ours(path: Path) -> bool:
    from koppeling.workbook.publish import is_untouched

    return is_our_calendar(path) if path.suffix == ".ics" else is_untouched(path)


def is_our_calendar(path: Path) -> bool:
    """Tell whether a file is there and is a calendar that koppeling wrote."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return _OUR_CALENDAR in file.read(_HEAD)


def _distinct(files: Iterable[tuple[str, bytes]]) -> dict[str, bytes]:
    """Name files so that none hides another, on disks too that see no difference of case."""
    named: dict[str, bytes] = {}
    taken: set[str] = set()
    for name, content in files:
        path = Path(file_name(name))
        number, free = 1, path
        while free.name.casefold() in taken:
            number += 1
            free = path.with_stem(f"{path.stem} ({number})")
        taken.add(free.name.casefold())
        named[free.name] = content
    return named


def file_name(text: str) -> str:
    """
    Make a file name that every system takes.

    Examples
    --------
    >>> file_name("agenda Noord/Oost.ics")
    'agenda Noord-Oost.ics'
    """
    return re.sub(r'[<>:"/\\|?*\x00-\x1f]', "-", text).strip(". ")
