"""Profiles: how a payroll package wants its file, as TOML (our own, or the practice's)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

from koppeling.errors import KoppelingError
from koppeling.locale import _, current
from koppeling.payroll.periods import PeriodKind
from koppeling.workbook.read.guard import RefusedError, read_bytes
from koppeling.workbook.write.separated import is_plain

#: What a number, a code, a cost centre or an employer may look like in any payroll file.
SAFE = r"[A-Za-z0-9][A-Za-z0-9 ._/-]{0,49}"
_MOST_BYTES = 1_000_000
_CHOICES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "layout": ("long", "wide", "fixed"),
        "format": ("csv", "xlsx"),
        "decimal": (",", "."),
        "notation": ("hours", "minutes", "hundredths", "clock"),
        "corrections": ("delta", "full"),
        "encoding": ("ascii", "utf-8"),
        "separator": (";", ",", "\t", "|"),
        "line_end": ("\r\n", "\n"),
    }
)
#: What a column may show; anything else is taken from `[set]`.
VALUES = (
    "number", "whole_number", "employer_number", "client_number", "code", "cost_centre", "hours",
    "period", "year", "period_number", "first_day", "last_day",
)  # fmt: skip

#: What a profile may ask of every person.
NEEDS = ("employer_number", "client_number")


class ProfileError(KoppelingError):
    """A profile that does not exist, or that does not say what it must."""


@dataclass(frozen=True, kw_only=True)
class FileColumn:
    """
    A column of a payroll file.

    `value` is one of `VALUES` or a key of `[set]` (`whole_number` is the
    personnel number without the zeros in front); `text` stands there as it
    is; `width` is in characters, for fixed width.
    """

    heading: str = ""
    value: str = ""
    text: str = ""
    width: int = 0


@dataclass(frozen=True, kw_only=True)
class Profile:
    """
    One layout of a payroll file.

    Parameters
    ----------
    name, aliases : str, tuple of str
        What `--profile` takes.
    title, verified, remarks : mapping of language to str
        For people: what it is, what of it was read in the maker's own
        documentation, and what to mind.
    layout : str
        `long` (a row for each person, code and cost centre), `wide` (a row for
        each person, a column for each code) or `fixed` (long, fixed width).
    format, separator, decimal, encoding, bom, line_end, header, sheet
        How the file is written; `sheet` for Excel.
    codes_row : int
        The row that holds the codes of a wide sheet (1 is the heading).
    notation : str
        `hours` (1,25), `minutes` (75), `hundredths` (125) or `clock` (1:15).
    decimals : int
        Of `hours`; two keep every whole minute apart.
    periods, period_starts, period_format, date_format
        The kinds of period it knows; the first day of the first spell of four
        weeks of each year; how a period and a day are written.
    corrections : str
        What follows when a closed period changes: `delta` or `full`.
    allow_negative, allow_zero, maximum_hours, maximum_rows
        What the package takes; a longer file is split. Without `allow_zero`
        hours that fell away leave an empty cell.
    file_name : str
        Without its suffix, from `{profile}` and `{period}`.
    number_pattern, code_pattern, employer_pattern : str
        Regular expressions for a whole personnel number, code and number of an
        employer or client.
    needs : tuple of str
        Facts each person must have: `employer_number`, `client_number`.
    must_set : tuple of str
        Keys that a practice must give in a profile of its own.
    set : mapping of str to str
        Values of its own for columns.
    columns : tuple of FileColumn
        In the order of the file.
    codes : tuple of mapping
        Wage codes (`kind`, `role`, `code`, `cost_centre`); the sheet Looncodes
        goes first.
    digest : str
        SHA-256 of all of the above.
    """

    name: str
    aliases: tuple[str, ...] = ()
    title: Mapping[str, str] = field(default_factory=dict)
    verified: Mapping[str, str] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)
    layout: str = "long"
    format: str = "csv"
    separator: str = ";"
    decimal: str = ","
    encoding: str = "ascii"
    bom: bool = False
    line_end: str = "\r\n"
    header: bool = True
    sheet: str = ""
    codes_row: int = 1
    notation: str = "hours"
    decimals: int = 2
    periods: tuple[PeriodKind, ...] = (PeriodKind.MONTH, PeriodKind.FOUR_WEEKS)
    period_starts: Mapping[int, date] = field(default_factory=dict)
    period_format: str = "{period}"
    date_format: str = "%d-%m-%Y"
    corrections: str = "full"
    allow_negative: bool = False
    allow_zero: bool = True
    maximum_hours: int = 0
    maximum_rows: int = 0
    file_name: str = "{profile} {period}"
    number_pattern: str = SAFE
    code_pattern: str = SAFE
    employer_pattern: str = SAFE
    needs: tuple[str, ...] = ()
    must_set: tuple[str, ...] = ()
    set: Mapping[str, str] = field(default_factory=dict)
    columns: tuple[FileColumn, ...] = ()
    codes: tuple[Mapping[str, str], ...] = ()
    digest: str = ""

    def told(self, part: str) -> str:
        """Return `title`, `verified` or `remarks` in the language in use."""
        texts: Mapping[str, str] = getattr(self, part)
        return texts.get(current()) or texts.get("nl", "")

    @property
    def suffix(self) -> str:
        """Suffix of its files."""
        return {"xlsx": ".xlsx", "csv": ".txt" if self.layout == "fixed" else ".csv"}[self.format]

    @property
    def needs_whole_numbers(self) -> bool:
        """Whether its file holds personnel numbers as whole numbers."""
        return any(column.value == "whole_number" for column in self.columns)

    def missing(self) -> tuple[str, ...]:
        """List what the practice must still set before a file can be made."""
        given = {**self.set, "notation": self.notation}
        return tuple(key for key in self.must_set if not given.get(key))


@cache
def built_in() -> tuple[Profile, ...]:
    """List our own profiles, in order of name."""
    folder = files("koppeling.payroll") / "profiles"
    texts = [item.read_text("utf-8") for item in folder.iterdir() if item.name.endswith(".toml")]
    return tuple(sorted((_build(tomllib.loads(text)) for text in texts), key=lambda p: p.name))


def load(name: str, beside: Path | None = None) -> Profile:
    """
    Find a profile: one of ours, `<name>.toml` in the folder `beside`, or a path.

    Raises
    ------
    ProfileError
        If there is none, or it is not sound; the message says what to mend.
    """
    wanted = name.strip().casefold()
    for profile in built_in():
        if wanted in (profile.name, *profile.aliases):
            return profile
    for path in _places(name, beside):
        if path.is_file():
            return read_profile(path)
    raise ProfileError(
        _(
            "There is no profile {name}; there are: {names}. Or give a .toml file of your own."
        ).format(name=name, names=", ".join(profile.name for profile in built_in()))
    )


def _places(name: str, beside: Path | None) -> Iterator[Path]:
    if name.lower().endswith(".toml"):
        yield Path(name)
    if beside is not None:
        yield beside / (name if name.lower().endswith(".toml") else f"{name}.toml")


def read_profile(path: Path) -> Profile:
    """Read a practice's own profile; `based_on` starts from one of ours."""
    try:
        raw = tomllib.loads(read_bytes(path, _MOST_BYTES).decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError, RefusedError) as error:
        raise ProfileError(
            _("{file} cannot be read as TOML: {reason}.").format(file=path.name, reason=error)
        ) from error
    base_name = raw.pop("based_on", None)
    raw.setdefault("name", path.stem)
    if base_name is not None:
        base = {p.name: p for p in built_in()}.get(str(base_name))
        if base is None:
            raise _unsound(path.name, "based_on", str(base_name))
        raw = _as_raw(base) | raw | {"set": {**base.set, **raw.get("set", {})}}
        raw["aliases"] = []
    return _build(raw)


def _as_raw(profile: Profile) -> dict[str, Any]:
    raw = {item.name: getattr(profile, item.name) for item in fields(Profile)}
    raw["columns"] = [vars(column) for column in profile.columns]
    del raw["digest"]
    return raw


def _build(raw: Mapping[str, Any]) -> Profile:
    """Check a profile part by part and freeze it."""
    name = str(raw.get("name", "?"))
    known = {item.name: item for item in fields(Profile)}
    ready: dict[str, Any] = {}
    for key, value in raw.items():
        if key not in known or key == "digest":
            raise ProfileError(
                _("Profile {name}: there is no field “{key}”.").format(name=name, key=key)
            )
        ready[key] = _value(name, key, value)
    profile = Profile(**ready)
    _check(profile)
    canonical = repr(sorted((key, repr(getattr(profile, key))) for key in known if key != "digest"))
    return Profile(**ready, digest=sha256(canonical.encode()).hexdigest())


def _value(name: str, key: str, value: Any) -> Any:  # noqa: ANN401 - TOML holds anything
    """Return one part of a profile as the dataclass wants it."""
    if key in _READERS:
        try:
            return _READERS[key](value)
        except (TypeError, ValueError, AttributeError) as error:
            raise _unsound(name, key, value) from error
    default = next(item.default for item in fields(Profile) if item.name == key)
    wanted = str if key == "name" else type(default)
    is_choice_left_open = key == "notation" and value == ""
    if type(value) is not wanted or (
        key in _CHOICES and value not in _CHOICES[key] and not is_choice_left_open
    ):
        raise _unsound(name, key, value)
    return value


def _starts(value: Mapping[str, object]) -> dict[int, date]:
    return {int(year): _whole_date(day) for year, day in value.items()}


def _whole_date(value: object) -> date:
    if type(value) is not date:
        raise TypeError(value)
    return value


def _texts(value: str | Mapping[str, object]) -> dict[str, str]:
    """Read a table of texts; a bare text is Dutch."""
    texts = {"nl": value} if isinstance(value, str) else value
    return {str(item): str(text) for item, text in texts.items()}


def _names(value: Sequence[object]) -> tuple[str, ...]:
    if isinstance(value, str):
        raise TypeError(value)
    return tuple(str(item) for item in value)


_READERS: Mapping[str, Callable[[Any], Any]] = MappingProxyType(
    {
        "periods": lambda value: tuple(PeriodKind(item) for item in value),
        "period_starts": _starts,
        "columns": lambda value: tuple(FileColumn(**item) for item in value),
        "codes": lambda value: tuple(_texts(row) for row in value),
        **dict.fromkeys(("title", "verified", "remarks", "set"), _texts),
        **dict.fromkeys(("aliases", "needs", "must_set"), _names),
    }
)


def _check(profile: Profile) -> None:
    """Refuse what can never make a file, naming the key."""
    wrong = next(_faults(profile), None)
    if wrong is not None:
        raise _unsound(profile.name, *wrong)


def _faults(profile: Profile) -> Iterator[tuple[str, object]]:
    if not re.fullmatch(r"[A-Za-z0-9][\w .-]*", profile.name, re.ASCII):
        yield "name", profile.name
    if not profile.columns:
        yield "columns", ""
    known = (*VALUES, *profile.set, *profile.must_set, "")
    for column in profile.columns:
        if column.value not in known or (profile.layout == "fixed" and column.width < 1):
            yield "columns", column.value or column.heading
    if profile.corrections == "delta" and not profile.allow_negative:
        yield "corrections", "delta + allow_negative = false"
    if set(profile.needs) - set(NEEDS):
        yield "needs", ", ".join(profile.needs)
    if not 2 <= profile.decimals <= 6:
        yield "decimals", profile.decimals  # with fewer, minutes would be lost
    if re.search(r'[\\/:*?"<>|]', profile.file_name):
        yield "file_name", profile.file_name
    if (profile.notation, profile.format) == ("clock", "csv") and profile.allow_negative:
        yield "notation", "clock + allow_negative = true"  # Excel makes a formula of -1:30
    yield from _bad_patterns(profile)
    yield from _bad_texts(profile)
    yield from _bad_starts(profile)


def _bad_patterns(profile: Profile) -> Iterator[tuple[str, object]]:
    for key in ("number_pattern", "code_pattern", "employer_pattern"):
        try:
            re.compile(getattr(profile, key))
        except re.error:
            yield key, getattr(profile, key)
    for key in ("period_format", "file_name"):
        try:
            getattr(profile, key).format(year=2027, number=1, profile="", period="", moment="")
        except (KeyError, ValueError, IndexError):
            yield key, getattr(profile, key)


def _bad_texts(profile: Profile) -> Iterator[tuple[str, object]]:
    """Find what could not stand in the file as it is."""
    texts = [("columns", text) for each in profile.columns for text in (each.heading, each.text)]
    texts += [("set", text) for text in profile.set.values()]
    separator = "" if profile.layout == "fixed" else profile.separator
    for key, text in texts if profile.format == "csv" else ():
        if not is_plain(text, separator) or (profile.encoding == "ascii" and not text.isascii()):
            yield key, f"“{text}”"
    for column in profile.columns if profile.layout == "fixed" else ():
        if len(f"{column.text}{profile.set.get(column.value, '')}") > column.width:
            yield "columns", f"“{column.heading}” ({column.width})"


def _bad_starts(profile: Profile) -> Iterator[tuple[str, object]]:
    """Find years of four-weekly periods that are not 52 or 53 weeks long, or elsewhere."""
    starts = profile.period_starts
    for year, first in starts.items():
        following = starts.get(year + 1)
        is_whole = following is None or (following - first).days in (52 * 7, 53 * 7)
        if not is_whole or abs((first - date(year, 1, 1)).days) > 31:
            yield "period_starts", f"{year} = {first}"


def _unsound(name: str, key: str, value: object) -> ProfileError:
    return ProfileError(
        _("Profile {name}: “{key}” cannot be {value}.").format(name=name, key=key, value=value)
    )
