"""The shapes of the declaration: words, fields and sheets, and how headings are compared."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from functools import cached_property, lru_cache
from typing import TypeVar

from koppeling.locale import current

#: “Noort” is nearly “Noord”; “Noordoost” is another place.
_ALIKE = 0.75
#: What a cell of a `Table` holds once it is read.
Value = str | int | float | bool | date | None


class Kind(StrEnum):
    """What a cell holds, and so how it is read, checked and shown."""

    NUMBER_ID = "number_id"  # a personnel number: text, leading zeros stay
    TEXT = "text"
    LIST = "list"  # separated by ;
    DATE = "date"
    QUARTER = "quarter"
    HOURS = "hours"  # 1,5 or 1.5 or 1:30
    INTEGER = "integer"
    DECIMAL = "decimal"
    PERCENT = "percent"  # 70, 70 % or 0,7; read as 70
    PERMILLE = "permille"  # 850, 85 % or 0,85; read as 850
    YES_NO = "yes_no"
    CHOICE = "choice"
    DAY_PATTERN = "day_pattern"  # a cell of Werkdagen
    WEEKDAYS = "weekdays"
    TIMES = "times"  # 09:00-12:00; 13:00-15:00
    TIME = "time"  # 10:00
    SLOT = "slot"  # di 10:00
    KEY = "key"  # an English id that programs go by, never shown


class Role(StrEnum):
    """Whom a cell points at."""

    ANYBODY = "anybody"
    JUNIOR = "juniors"  # the keys of the sheets in which they stand
    SENIOR = "seniors"


class Extent(IntEnum):
    """How much of the schema a workbook shows; the later ones show what the earlier do."""

    USED = 0  # what is required and what holds something
    BASIC = 1  # and what most practices use
    FULL = 2


@dataclass(frozen=True, kw_only=True)
class Words:
    """A word or sentence in both languages."""

    nl: str
    en: str

    @property
    def local(self) -> str:
        """The word in the language in use."""
        return self.nl if current() == "nl" else self.en


@dataclass(frozen=True, kw_only=True)
class Field:
    """
    A column of a sheet, or a row of Instellingen.

    `minimum`/`maximum` are inclusive and in the unit people type;
    `choices` maps the canonical value to its words; `synonyms` are other
    headings that are accepted, compared without case, accents and spaces.
    `default` is the canonical value in force when the cell is empty.
    A field that does not `matter` to the pairing (an e-mail address) is read
    leniently: what cannot be understood there is a warning, not an error.
    `refers` says whom a cell points at, by number or by name; None where it
    points at nobody, or is the person's own number.
    One that `binds` would leave somebody freer, or more available, when it is empty.
    A choice that holds a part of `also` is taken for that choice, and that is said.
    `name_of` is the column beside it with the number of whom it names. In one that
    `decides` people answer: the other columns of a sheet that we write are ours.
    Its `extent` is the least that shows it while it is empty; for `USED` none does.
    """

    key: str
    words: Words
    kind: Kind
    meaning: Words
    required: bool = False
    default: str | int | float | bool | None = None
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[tuple[str, Words], ...] = ()
    synonyms: tuple[str, ...] = ()
    example: str = ""
    matters: bool = True
    refers: Role | None = None
    binds: bool = True
    also: tuple[tuple[str, tuple[str, ...]], ...] = ()
    name_of: str = ""
    decides: bool = False
    extent: Extent = Extent.BASIC

    def is_within(self, extent: Extent) -> bool:
        """Tell whether a workbook of this extent shows it even where it holds nothing."""
        return self.required or Extent.USED < self.extent <= extent


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """
    A sheet of a workbook; `needed` ones must be there, `basic` ones are in the template.

    `names` is a column that people may have instead of the personnel number,
    or beside it; it is not offered in the template. In a sheet that `lists_people`
    a row is one of them; in one of `own_rows` a row is about one person, and goes
    when that person is forgotten. One that `is_silent` is of our own making and passed
    over without a word where input is read; beside one that `has_pages` stand pages
    of text, each under a name that people chose; one that `is_help` holds words of
    ours only, and a copy does without.
    """

    key: str
    words: Words
    meaning: Words
    columns: tuple[Field, ...]
    needed: bool = False
    basic: bool = False
    synonyms: tuple[str, ...] = ()
    names: Field | None = None
    lists_people: bool = False
    own_rows: bool = False
    is_silent: bool = False
    has_pages: bool = False
    is_help: bool = False

    @cached_property
    def columns_by_spelling(self) -> Mapping[str, Field]:
        """Every way to write each heading, for looking columns up."""
        return index_names(self._all_columns)

    @property
    def _all_columns(self) -> tuple[Field, ...]:
        return self.columns if self.names is None else (*self.columns, self.names)

    def column(self, key: str) -> Field:
        """Return the column with this key; raise KeyError when there is none."""
        for column in self._all_columns:
            if column.key == key:
                return column
        raise KeyError(key)


def words(pair: tuple[str, str]) -> Words:
    """Make `Words` of a Dutch and an English text."""
    return Words(nl=pair[0], en=pair[1])


YES, NO = words(("ja", "yes")), words(("nee", "no"))


def yes_or_no(value: bool) -> str:  # noqa: FBT001 - a truth to be told
    """Say yes or no as cells do, in the language in use."""
    return (YES if value else NO).local


def key_field(*meaning: str) -> Field:
    """
    Declare the column *sleutel* of a sheet, by which programs know a row.

    What people read beside it is for people only: it may change, or be in another language.
    """
    nl, en = meaning
    told = (nl, en)
    return field("key", ("sleutel", "key"), Kind.KEY, told, matters=False, extent=Extent.USED)


def choice(*options: tuple[str, str, str]) -> tuple[tuple[str, Words], ...]:
    """Make the choices of a field from (canonical, Dutch, English)."""
    return tuple((str(canonical), Words(nl=nl, en=en)) for canonical, nl, en in options)


def field(  # noqa: PLR0913 - one argument for each part of the declaration
    key: str,
    heading: tuple[str, str],
    kind: Kind,
    meaning: tuple[str, str],
    *,
    required: bool = False,
    default: str | float | bool | None = None,
    within: tuple[float | None, float | None] = (None, None),
    choices: tuple[tuple[str, Words], ...] = (),
    synonyms: Sequence[str] = (),
    example: str = "",
    matters: bool = True,
    refers: Role | None = None,
    binds: bool = True,
    also: tuple[tuple[str, tuple[str, ...]], ...] = (),
    name_of: str = "",
    decides: bool = False,
    extent: Extent = Extent.BASIC,
) -> Field:
    """Declare a `Field` on a few lines."""
    return Field(
        key=key,
        words=words(heading),
        kind=kind,
        meaning=words(meaning),
        required=required,
        default=default,
        minimum=within[0],
        maximum=within[1],
        choices=choices,
        synonyms=tuple(synonyms),
        example=example,
        matters=matters,
        refers=refers,
        binds=matters and binds,
        also=also,
        name_of=name_of,
        decides=decides,
        extent=extent,
    )


@lru_cache(maxsize=4096)
def normalise(heading: str) -> str:
    """
    Reduce a heading, sheet name or word to what is compared.

    Case, accents, spaces and punctuation do not count.

    Examples
    --------
    >>> normalise(" E-mail* "), normalise("Beëindigd")
    ('email', 'beeindigd')
    """
    decomposed = unicodedata.normalize("NFKD", heading.casefold())
    return "".join(char for char in decomposed if char.isalnum())


def looks_like_number(text: str) -> bool:
    """
    Tell whether a text is a personnel number and not a name, which no message repeats.

    Examples
    --------
    >>> looks_like_number("P0012"), looks_like_number("Jan 2"), looks_like_number("Jan")
    (True, False, False)
    """
    return " " not in text and any(char.isdigit() for char in text)


@lru_cache(maxsize=4096)
def heading_words(heading: str) -> tuple[str, ...]:
    """
    Split a heading into words as they are compared; a capital or a digit begins a word too.

    Examples
    --------
    >>> heading_words("NaamPartner"), heading_words("di-ochtend 2"), heading_words("BSN nr.")
    (('naam', 'partner'), ('di', 'ochtend', '2'), ('bsn', 'nr'))
    """
    apart = re.sub(r"(?<=[a-zà-ÿ])(?=[A-Z])|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])", " ", heading)
    return tuple(word for word in map(normalise, re.split(r"[\W_]+", apart)) if word)


@lru_cache(maxsize=4096)
def spellings(heading: str) -> tuple[str, ...]:
    """List what a heading is compared as: whole, and without a unit in brackets."""
    bare = re.sub(r"\([^)]*\)", "", heading)
    return tuple(dict.fromkeys(key for key in (normalise(heading), normalise(bare)) if key))


def is_called(heading: str, names: Words, synonyms: Sequence[str]) -> bool:
    """Tell whether `heading` is one of these names, in either language."""
    wanted = {key for name in (names.nl, names.en, *synonyms) for key in spellings(name)}
    return any(key in wanted for key in spellings(heading))


T = TypeVar("T", "Field", "Sheet")


def index_names(named: Sequence[T]) -> dict[str, T]:
    """Map every spelling of headings or sheet names; a true name beats a synonym."""
    index: dict[str, T] = {}
    for item in named:
        for name in (item.words.nl, item.words.en):
            for spelling in spellings(name):
                index.setdefault(spelling, item)
    for item in named:
        for name in item.synonyms:
            for spelling in spellings(name):
                index.setdefault(spelling, item)
    return index


def find_name(index: Mapping[str, T], heading: str) -> T | None:
    """Return what `heading` names, in either language, else None."""
    return next((index[key] for key in spellings(heading) if key in index), None)


def resembling(word: str, known: Iterable[str]) -> str:
    """
    Return the known word (or words) that `word` is probably meant to be, else an empty text.

    Examples
    --------
    >>> resembling("Noort", {"Noord", "Zuid"}), resembling("noord, zuid", {"Noord", "Zuid"})
    ('Noord', 'Noord; Zuid')
    >>> resembling("Kamer 2", {"Kamer 1"})
    ''
    """
    by_key = {normalise(name): name for name in sorted(known, reverse=True)}
    parts = [normalise(part) for part in re.split(r"[,/+&|]|\ben\b|\band\b", word)]
    if len(parts) > 1 and all(part in by_key for part in parts):
        return "; ".join(by_key[part] for part in parts)
    wanted = normalise(word)
    # Numbers tell places apart: “Kamer 2” is no slip for “Kamer 1”.
    digits = re.sub(r"\D", "", wanted)
    candidates = [key for key in by_key if re.sub(r"\D", "", key) == digits]
    close = difflib.get_close_matches(wanted, candidates, n=1, cutoff=_ALIKE)
    return by_key[close[0]] if close else ""
