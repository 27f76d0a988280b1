"""A person in a workbook: names, numbers and addresses, where they stand and what covers them."""

from __future__ import annotations

import os
import re
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from koppeling.workbook.pages import PageRow, PlainPage
from koppeling.workbook.read.guard import RefusedError, open_package, pieces_of, read_bytes
from koppeling.workbook.schema.people import is_everyone
from koppeling.workbook.schema.registry import SHEETS, find_choice, find_setting
from koppeling.workbook.schema.shapes import Field, Kind

#: Shorter numbers than this are ordinary words of a text ("12 uur").
_TELLING_NUMBER = 3
_TELLING_WORD = 3
_LONGEST_DAY = 3  # the short name of a weekday: Tue
_SUFFIXES = (".xlsx", ".xlsm", ".ods", ".docx", ".csv", ".ics", ".json", ".txt", ".bak", ".sqlite")
_SQLITE = b"SQLite format 3\x00"
_MAX_BYTES = 20_000_000
_ZIP = b"PK\x03\x04"
_ZIPPED = (".xlsx", ".xlsm", ".ods", ".docx")


@dataclass(frozen=True, kw_only=True)
class Identity:
    """What tells a person: the number, and the names and addresses that stand beside it."""

    number: str
    names: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()

    @property
    def telling(self) -> tuple[str, ...]:
        """Words that point at this person wherever they stand in a text, the longest first."""
        number = (self.number,) if len(self.number) >= _TELLING_NUMBER else ()
        return tuple(sorted({*self.names, *self.emails, *number}, key=lambda w: (-len(w), w)))

    @property
    def hints(self) -> tuple[str, ...]:
        """Parts of the names: they may be this person, or someone else."""
        parts = {part for name in self.names for part in re.split(r"[\s.,()]+", name)}
        return tuple(sorted(part for part in parts if len(part) >= _TELLING_WORD))


def is_number_column(field: Field | None) -> bool:
    """Tell whether a column holds personnel numbers: one, or the members of a group."""
    return field is not None and (field.kind is Kind.NUMBER_ID or field.refers is not None)


def numbers_of(cell: object) -> list[str]:
    """List the numbers of a cell that holds one or several."""
    return [part.strip() for part in re.split("[;,]", str(cell))]


def is_text(field: Field | None) -> bool:
    """Tell whether a column holds words, in which anyone may be named."""
    return field is None or field.kind in (Kind.TEXT, Kind.LIST, Kind.KEY)


def lists_outsiders(page: PlainPage, row: PageRow, field: Field | None) -> bool:
    """Tell whether a cell is the setting that lists who is not of this practice."""
    if page.key != "settings" or field is None or field.key != "value":
        return False
    setting = find_setting(page.value(row, "setting"))
    return setting is not None and setting.key == "not_of_this_practice"


def numbers_in(page: PlainPage, row: PageRow) -> set[str]:
    """Return the personnel numbers of a row."""
    return {
        number
        for (_heading, field), cell in zip(page.columns, row.cells, strict=True)
        if cell is not None and (is_number_column(field) or lists_outsiders(page, row, field))
        for number in numbers_of(cell)
        if not is_everyone(number)
    } - {""}


def identify(pages: Iterable[PlainPage], number: str) -> Identity:
    """Gather the names and addresses that stand beside a number."""
    names: dict[str, None] = {}
    emails: dict[str, None] = {}
    for page in pages:
        for row in page.rows:
            for name in _names_in(page, row, number):
                names.setdefault(name)
            if page.lists_people and page.value(row, "number") == number:
                emails.setdefault(page.value(row, "email"))
    names.pop("", None)
    emails.pop("", None)
    return Identity(number=number, names=tuple(names), emails=tuple(emails))


def _names_in(page: PlainPage, row: PageRow, number: str) -> Iterator[str]:
    """List what a row calls the person of this number, where that is the whole name."""
    for field in _whole_names(page):
        if page.value(row, field.name_of) == number:
            yield page.value(row, field.key)


def _whole_names(page: PlainPage) -> Iterator[Field]:
    """List the columns with whole names: not those of a roster, where any name may stand."""
    if page.lists_people or page.sheet not in SHEETS:
        yield from (field for _heading, field in page.columns if field and field.name_of)


def numbers_called(pages: Iterable[PlainPage], name: str) -> set[str]:
    """Return the numbers of whoever has this whole name, whatever its case."""
    return {
        page.value(row, field.name_of)
        for page in pages
        for field in _whole_names(page)
        for row in page.rows
        if page.value(row, field.key).casefold() == name.casefold()
    } - {""}


class Mask:
    """Replaces words that tell who somebody is, as whole words and whatever their case."""

    def __init__(self, covers: Mapping[str, str]) -> None:
        self._covers = {word.casefold(): cover for word, cover in covers.items() if word}
        ordered = sorted(self._covers, key=lambda word: (-len(word), word))
        self._all = _whole_words(ordered) if ordered else None
        long = [word for word in ordered if len(word) > _LONGEST_DAY]
        self._long = _whole_words(long) if long else None

    def __call__(self, text: str) -> str:
        """Return `text` with every telling word covered."""
        return self._cover(self._all, text)

    def in_cell(self, text: str, field: Field | None) -> str:
        """Return what a cell holds, covered; a choice, and *di* for a day, are nobody's name."""
        if is_text(field):
            return self(text)
        is_choice = field is not None and find_choice(field, text) is not None
        return text if is_choice else self._cover(self._long, text)

    def _cover(self, pattern: re.Pattern[str] | None, text: str) -> str:
        if pattern is None:
            return text
        return pattern.sub(lambda found: self._covers[found[0].casefold()], text)


def _whole_words(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(_whole_word, words)), re.IGNORECASE)


def _whole_word(word: str) -> str:
    """Match a word, but no number that is part of a date, time or amount: 2027-Q1, 10:30."""
    if word.isdigit():
        return rf"(?<!\w)(?<!\w[-:/.,]){word}(?!\w)(?![-:/.,]\w)"
    return rf"(?<!\w){re.escape(word)}(?!\w)"


def mentions(words: Sequence[str], text: str) -> bool:
    """Tell whether any of `words` stands in `text` as a whole word."""
    return bool(words) and _whole_words(words).search(text) is not None


@dataclass(frozen=True, kw_only=True)
class Traces:
    """
    Where a person may still be found, by path.

    Parameters
    ----------
    files : tuple of Path
        Files in which the number or name stands.
    unopened : tuple of Path
        Files and folders that could not be looked into.
    """

    files: tuple[Path, ...]
    unopened: tuple[Path, ...]


#: What comes of reading a file that is damaged, locked, or not what its name says.
_CLOSED = (RefusedError, OSError, ValueError, sqlite3.Error)


def find_traces(folder: Path, identity: Identity, *, apart: Iterable[Path]) -> Traces:
    """
    Look for a person in the files of a folder and of all folders below it.

    Only files that koppeling could have written are opened; what is inside
    zipped documents counts. `apart` names files that are known already.
    """
    known = {path.resolve() for path in apart}
    words = identity.telling or (identity.number,)
    files: list[Path] = []
    unopened: list[Path] = []
    for file in _files_below(folder, unopened):
        try:
            if file.resolve() not in known and _tells(file, words):
                files.append(file)
        except _CLOSED:
            unopened.append(file)
    return Traces(files=tuple(sorted(files)), unopened=tuple(sorted(unopened)))


def _files_below(folder: Path, unopened: list[Path]) -> Iterator[Path]:
    """Yield the files that could be ours; a folder that cannot be listed goes to `unopened`."""

    def note(error: OSError) -> None:
        unopened.append(Path(error.filename))

    for place, _folders, names in os.walk(folder, onerror=note):
        yield from filter(_may_be_ours, (Path(place, name) for name in names))


def _may_be_ours(file: Path) -> bool:
    """Tell whether koppeling could have written it; what Excel keeps beside it goes by itself."""
    return file.suffix.lower() in _SUFFIXES and not file.name.startswith("~$")


def _tells(file: Path, words: Sequence[str]) -> bool:
    return any(mentions(words, text) for text in _texts(file))


def _texts(path: Path) -> Iterator[str]:
    """Yield the text of a file; one that cannot be read through raises one of `_CLOSED`."""
    if not path.is_file():
        return
    content = read_bytes(path, _MAX_BYTES)
    if content.startswith(_SQLITE):
        yield from _texts_of_database(path)
    elif content.startswith(_ZIP) or (content and path.suffix.lower() in _ZIPPED):
        yield from _texts_of_archive(open_package(content))
    else:
        # a calendar breaks its lines at 75 octets, in the middle of names too
        yield re.sub(rb"\r?\n[ \t]", b"", content).decode("utf-8", "replace")


def _texts_of_archive(package: zipfile.ZipFile) -> Iterator[str]:
    for member in package.infolist():
        if member.filename.endswith(".xml"):
            if member.file_size > _MAX_BYTES:
                raise RefusedError("too-much", limit=_MAX_BYTES)
            content = b"".join(pieces_of(package, member.filename))
            yield re.sub(r"<[^>]*>", " ", content.decode("utf-8", "replace"))


def _texts_of_database(path: Path) -> Iterator[str]:
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        for (table,) in tables.fetchall():
            for row in database.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 - its own name
                for value in row:
                    if isinstance(value, str):
                        yield value
                    elif isinstance(value, bytes):
                        yield value.decode("utf-8", "replace")
