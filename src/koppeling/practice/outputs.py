"""Putting several small files in a folder: all of them, or none when one is somebody's work."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Iterable, Sequence
from enum import Enum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from koppeling.errors import WriteError
from koppeling.locale import _
from koppeling.workbook.read.guard import OLD_SUFFIXES, SUFFIXES
from koppeling.workbook.schema.shapes import words
from koppeling.workbook.write.publish import is_untouched, practice_in, publish_folder, refuse_place

if TYPE_CHECKING:
    from koppeling.domain.period import Quarter


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


class Label(Enum):
    """What a command puts behind the user's own name; another command knows it again."""

    PROPOSAL = words(("voorstel", "voorstel"))
    DECISION = words(("besluit", "decision"))
    PLANNING = words(("planning", "planning"))
    TICKED = words(("afgevinkt", "ticked"))
    PAYROLL = words(("loon", "payroll"))
    UPDATED = words(("bijgewerkt", "updated"))
    EXPLANATION = words(("uitleg", "explanation"))
    FORECAST = words(("vooruitblik", "forecast"))
    WHAT_IF = words(("wat-als", "what-if"))
    REGISTERS = words(("registers", "registers"))
    CALENDARS = words(("agenda's", "calendars"))
    TICK_LISTS = words(("afvinklijsten", "tick lists"))
    DOCUMENTS = words(("documenten", "documents"))
    PAIRINGS = words(("koppelingen", "pairings"))
    CONCEPT_PAIRINGS = words(("concept koppelingen", "concept pairings"))

    def __str__(self) -> str:
        """Return the word in the language in use."""
        return self.value.local


@cache
def _suffix() -> re.Pattern[str]:
    """
    Match what commands put behind the user's own name: `voorstel 2027-Q1 (2)`.

    Their own words only: `Linde Noord 2027-Q1` and `Linde Zuid 2027-Q1` are two practices.
    """
    labels = {name for label in Label for name in (label.value.nl, label.value.en)}
    told = "|".join(re.escape(word) for word in sorted(labels))
    return re.compile(rf" (?:(?:{told}) )?\d{{4}}-Q[1-4](?: \(\d+\))?$")


def base_name(path: Path) -> str:
    """
    Return a file's name without what commands put behind it.

    Examples
    --------
    >>> from pathlib import Path
    >>> base_name(Path("praktijk voorstel 2027-Q1.xlsx"))
    'praktijk'
    >>> base_name(Path("praktijk Noord 2027-Q1.xlsx"))
    'praktijk Noord'
    """
    stem = path.stem
    while (shorter := _suffix().sub("", stem)) not in ("", stem):
        stem = shorter
    return stem


def practice_of(path: Path) -> str:
    """
    Return the mark that tells the results of one practice from those of another.

    What was made for a practice carries it on, whatever the name it was given;
    where it begins, it is made of the name of the file.
    """
    name = unicodedata.normalize("NFC", base_name(path.resolve())).casefold()
    return practice_in(path) or hashlib.sha256(os.fsencode(name)).hexdigest()[:16]


def numbered(path: Path, taken: Sequence[Path]) -> Path:
    """Add a number to a name until it is none of `taken`."""
    number, target, files = 1, path, {one.resolve() for one in taken}
    while target.resolve() in files:
        number += 1
        target = path.with_name(f"{path.stem} ({number}){path.suffix}")
    return target


def fresh(path: Path, label: Label, quarter: Quarter, practice: str | None = None) -> Path:
    """
    Name a workbook that follows from `path`: `praktijk besluit 2027-Q1.xlsx` beside it.

    `path` itself is never the target, nor one that a person changed or that is
    of another practice: then a number is added.
    """
    ours = ("", practice if practice is not None else practice_of(path))

    def is_free(target: Path) -> bool:
        is_result = is_untouched(target) and practice_in(target) in ours
        return is_result and not target.samefile(path)

    stem, number = f"{base_name(path)} {label} {quarter}", 1
    target = path.with_name(f"{stem}.xlsx")
    while target.exists() and not is_free(target):
        number += 1
        target = path.with_name(f"{stem} ({number}).xlsx")
    return target


def default_output(
    paths: Sequence[Path],
    quarter: Quarter,
    others: Sequence[Path] = (),
    label: Label = Label.PROPOSAL,
) -> Path:
    """
    Name the result after the input, beside it.

    For a folder that is beside the folder; several files count as the folder
    that they have in common. Never one of `paths` or `others`.

    Examples
    --------
    >>> from koppeling.domain.period import Quarter
    >>> default_output([Path("Praktijk 1.2.xlsx")], Quarter(2027, 1)).name
    'Praktijk 1.2 voorstel 2027-Q1.xlsx'
    """
    if len(paths) == 1 and not paths[0].is_dir():
        place, name = paths[0].parent, base_name(paths[0])
    else:
        folder = _common_folder(paths)
        place, name = folder.parent, folder.name or "koppelboek"  # a whole drive has no name
    return numbered(place / f"{name} {label} {quarter}.xlsx", (*paths, *others))


def practice_of_all(paths: Sequence[Path]) -> str:
    """Return the mark of the practice that files are read for; several count as their folder."""
    if not paths:
        return ""
    return practice_of(paths[0] if len(paths) == 1 else _common_folder(paths))


def _common_folder(paths: Sequence[Path]) -> Path:
    folders = [path if path.is_dir() else path.parent for path in map(Path.resolve, paths)]
    try:
        return Path(os.path.commonpath(folders))
    except ValueError:  # on different drives
        return folders[0]


def refuse_places(
    output: Path | None,
    json: Path | None,
    inputs: Iterable[Path],
    *,
    practice: str | None = None,
    force: bool,
) -> None:
    """
    Refuse places for the results before any work is done for them.

    Parameters
    ----------
    output, json : Path or None
        Where the workbook and the JSON are to go.
    inputs : iterable of Path
        What is never replaced, not even by `force`.
    practice : str, optional
        The mark of the practice that they are of, once it is known.
    force : bool
        Also replace a result that somebody changed, or of another practice.

    Raises
    ------
    WriteError
        If a name does not fit, a place is an input or the other result, or
        `publish` would refuse it.
    """
    if output is not None and output.suffix.lower() != ".xlsx":
        raise WriteError(_("The name of the result must end in .xlsx."))
    # Such a file in a folder of inputs would be the next run's input.
    if json is not None and json.suffix.lower() in SUFFIXES + OLD_SUFFIXES:
        raise WriteError(
            _("{path} is the name of a workbook; the JSON needs another.").format(path=json)
        )
    if output is not None and json is not None and _is_same(output, json):
        raise WriteError(_("The result and the JSON need different names."))
    protected = list(inputs)
    for place in filter(None, (output, json)):
        refuse_input(place, protected)
        refuse_place(place, practice=practice, force=force)


def refuse_input(place: Path | None, inputs: Iterable[Path]) -> None:
    """Refuse to write over what was read, which no `force` allows."""
    if place is not None and any(_is_same(place, path) for path in inputs):
        raise WriteError(_("The result may not replace the input."))


def _is_same(first: Path, second: Path) -> bool:
    try:
        return first.samefile(second)  # sees through case and links
    except OSError:
        return first.resolve() == second.resolve()
