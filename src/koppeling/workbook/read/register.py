"""Who is who: personnel numbers, names, and whom a text that is neither may mean."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from koppeling.errors import KoppelingError
from koppeling.locale import _
from koppeling.workbook.read.refused_content import is_bsn
from koppeling.workbook.read.remarks import Remarks
from koppeling.workbook.read.tables import Row, Table
from koppeling.workbook.schema.people import FORGOTTEN
from koppeling.workbook.schema.registry import SETTINGS, normalise
from koppeling.workbook.schema.shapes import Role, looks_like_number

#: A number that is one slip away from more people than this resembles nobody in particular.
_MOST_NEIGHBOURS = 3
_MOST_NAMESAKES = 6
#: Shorter than these, everything is one slip away from everything.
_TELLING_NUMBER, _TELLING_NAME, _TELLING_PART = 3, 4, 3
#: Parts of a name that tell nothing of whose it is.
_PARTICLES = frozenset(
    {"van", "von", "den", "der", "het", "ten", "ter", "the", "mevr", "mevrouw", "dhr", "heer"}
)
#: What `forget` puts in the place of a number, in either language.
_FORGOTTEN = re.compile(rf"(?:{FORGOTTEN.en}|{FORGOTTEN.nl})-[0-9a-f]{{8}}")
_WITH_NUMBER = re.compile(r"(?P<name>.*\S)\s*\((?P<number>[^()]+)\)")


class Likeness(StrEnum):
    """How a text points at somebody."""

    NUMBER = "number"  # the number of one person
    NAME = "name"  # the whole name of one person who is there
    ZEROS = "zeros"  # a number but for zeros, case and signs
    NEAR = "near"  # one slip from a number or name, or a part of a name
    SHARED = "shared"  # a name that several people bear
    GONE = "gone"  # the name of somebody who left
    UNFIT = "unfit"  # a number with a name that is another's
    NOBODY = "nobody"  # resembles nobody


@dataclass(frozen=True)
class Match:
    """
    Whom a text means.

    `number` is empty unless that is certain; then `candidates` says who may be
    meant, and is empty when it resembles nobody.
    """

    likeness: Likeness
    number: str = ""
    candidates: tuple[str, ...] = ()


NOBODY = Match(Likeness.NOBODY)


class UnknownPersonError(KoppelingError):
    """Somebody asked about who is not here, or of whom it is not certain who is meant."""


def is_forgotten(text: str) -> bool:
    """
    Tell whether this stands for somebody who was forgotten.

    Examples
    --------
    >>> is_forgotten("verwijderd-4d721d2e"), is_forgotten("0412")
    (True, False)
    """
    return _FORGOTTEN.fullmatch(text.strip()) is not None


@dataclass(frozen=True)
class Register:
    """
    The rows of Junioren and Senioren by personnel number.

    `places` has the cell of each number (`Senioren!A4`). Whoever was out of
    service on `first_day` is known by number but not by name.
    """

    juniors: Mapping[str, Row] = field(default_factory=dict)
    seniors: Mapping[str, Row] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    first_day: date | None = None

    @cached_property
    def people(self) -> Mapping[str, Row]:
        """Everybody; of somebody in both sheets the row of Senioren."""
        return {**self.juniors, **self.seniors}

    def among(self, role: Role) -> Mapping[str, Row]:
        """Return those who have a role."""
        if role is Role.ANYBODY:
            return self.people
        return self.juniors if role is Role.JUNIOR else self.seniors

    def find(self, text: str, name: str = "") -> Match:
        """
        Tell whom a text means: a number, a whole name, or both (`Jeroen Blom (9005)`).

        Case, accents, blanks and the order of its parts do not count in a name.
        Nothing is guessed: what may be two people is nobody's.

        Parameters
        ----------
        text : str
            As somebody wrote it.
        name : str
            The name that stands beside it, if any: it has to fit.
        """
        if text in self.people:
            fits = not name or self._fits(name, text)
            return Match(Likeness.NUMBER, text) if fits else self._unfit(text, name)
        if name:
            by_name = self._find_name(name)
            found = self._find_near(text)
            candidates = (*found.candidates, by_name.number, *by_name.candidates)
            known = tuple(dict.fromkeys(filter(None, candidates)))
            if found.likeness is Likeness.NOBODY and known:
                return Match(Likeness.NEAR, candidates=known)
            return Match(found.likeness, candidates=known)
        both = _WITH_NUMBER.fullmatch(text)
        if both is not None and (number := both["number"].strip()) in self.people:
            is_one = self._fits(both["name"], number)
            return Match(Likeness.NUMBER, number) if is_one else self._unfit(number, both["name"])
        by_name = self._find_name(text)
        return by_name if by_name.likeness is not Likeness.NOBODY else self._find_near(text)

    def number_of(self, text: str, role: Role = Role.ANYBODY) -> str:
        """
        Return the number of the one person somebody asks about, by number or by name.

        Raises
        ------
        UnknownPersonError
            When it is not certain who that is; the message says who may be meant.
        """
        match = self.find(" ".join(text.split()))
        if match.number and match.number in self.among(role):
            return match.number
        if match.candidates:
            raise UnknownPersonError(self.tell(text, match)[0])
        told = {
            Role.JUNIOR: _("There is no junior {number} in this workbook."),
            Role.SENIOR: _("There is no senior {number} in this workbook."),
            Role.ANYBODY: _("{number} is not in this workbook."),
        }
        raise UnknownPersonError(told[role].format(number=text))

    def tell(self, text: str, match: Match) -> tuple[str, str]:
        """Say in a sentence, and with a remedy, why a text is nobody's number."""
        shown, meant = quoted(text), self.listed(match.candidates)
        certain = _("Write the number of the one that is meant.")
        match match.likeness:
            case Likeness.ZEROS:
                return (
                    _("{number} is unknown; is {meant} meant?").format(number=shown, meant=meant),
                    same_number(),
                )
            case Likeness.SHARED:
                return _("Several people bear this name: {meant}.").format(meant=meant), certain
            case Likeness.GONE:
                told = _("This is the name of somebody who has left: {meant}.")
                return told.format(meant=meant), certain
            case Likeness.UNFIT:
                told = _("The name does not fit the number: {meant}.")
                return told.format(meant=meant), _("Correct the name or the number.")
            case Likeness.NEAR:
                told = _("{number} is unknown; is {meant} meant?")
                remedy = _(
                    "Write the number of the one that is meant. Somebody else? Add the person, "
                    "or list the number in “{setting}”."
                )
                return (
                    told.format(number=shown, meant=meant),
                    remedy.format(setting=outsiders_setting()),
                )
            case _:
                return (
                    _("{number} is not in Juniors or Seniors.").format(number=shown),
                    _("Add the person, correct the number, or remove the row."),
                )

    def tell_role(self, number: str, role: Role) -> tuple[str, str]:
        """Say that somebody is no junior, or no senior."""
        told = (
            _("{number} is a junior; a senior was expected here.")
            if role is Role.SENIOR
            else _("{number} is a senior; a junior was expected here.")
        )
        others = [one for one in self._alike.get(_key(number), ()) if one in self.among(role)]
        remedy = _("Check the number.")
        if others:
            remedy = _("Is {meant} meant?").format(meant=self.listed(others))
        return told.format(number=f"“{number}”"), remedy

    def listed(self, numbers: Sequence[str]) -> str:
        """List people by number, each with the cell where that stands."""
        return ", ".join(
            f"{number} ({self.places[number]})" if number in self.places else number
            for number in numbers
        )

    def is_present(self, number: str) -> bool:
        """Tell whether somebody has not left on the first day."""
        rows = [rows[number] for rows in (self.juniors, self.seniors) if number in rows]
        return any(not self._has_left(row) for row in rows)

    def _unfit(self, number: str, name: str) -> Match:
        named = self._find_name(name)
        others = (one for one in (named.number, *named.candidates) if one and one != number)
        return Match(Likeness.UNFIT, candidates=(number, *others))

    def _find_name(self, text: str) -> Match:
        bearers = self._by_name.get(_name_key(text), ())
        present = [number for number in bearers if self.is_present(number)]
        if not bearers:
            return NOBODY
        if not present:
            return Match(Likeness.GONE, candidates=tuple(bearers))
        parts = _parts(text)
        if len(parts) == 1:  # a first name may be all that is written of somebody else's
            others = {number for number in self._by_part.get(parts[0], ()) if number not in bearers}
            present += sorted(number for number in others if self.is_present(number))
        if len(present) == 1:
            return Match(Likeness.NAME, present[0])
        return Match(Likeness.SHARED, candidates=tuple(present[:_MOST_NAMESAKES]))

    def _find_near(self, text: str) -> Match:
        alike = self._alike.get(_key(text), ())
        if alike:
            return Match(Likeness.ZEROS, candidates=tuple(alike))
        named = self._resembling_names(text)
        if named:
            return Match(Likeness.NEAR, candidates=tuple(named[:_MOST_NAMESAKES]))
        tokens = [token for token in re.split(r"[\s,;/()]+", text) if token in self.people]
        near = tokens or _slips(normalise(text), self._numbers_by_gap, _TELLING_NUMBER)
        if 0 < len(near) <= _MOST_NEIGHBOURS:
            return Match(Likeness.NEAR, candidates=tuple(dict.fromkeys(near)))
        return NOBODY

    def _resembling_names(self, text: str) -> list[str]:
        """List whose name shares a telling part with a text, or is one slip away from it."""
        parts = {part for part in _parts(text) if not part.isdigit()}
        whole = "".join(sorted(parts))
        found = {
            number
            for part in parts
            if len(part) >= _TELLING_PART and part not in _PARTICLES
            for number in self._by_part.get(part, ())
        }
        if parts:
            of_all = [self._by_part.get(part, ()) for part in parts]
            found |= set(of_all[0]).intersection(*of_all[1:])
        return sorted(found.union(_slips(whole, self._names_by_gap, _TELLING_NAME)))

    def _fits(self, name: str, number: str) -> bool:
        """Tell whether a name may be this person's: a part of it will do, or initials."""
        given = set(_parts(name))
        return any(
            all(_is_among(part, own) for part in given)
            or all(_is_among(part, given) for part in own)
            for own in self._names[number]
            if own
        )

    def _has_left(self, row: Row) -> bool:
        last = row["out_of_service_from"]
        return self.first_day is not None and isinstance(last, date) and last <= self.first_day

    @cached_property
    def _alike(self) -> Mapping[str, list[str]]:
        """The numbers that are the same but for zeros, case and signs."""
        alike: dict[str, list[str]] = defaultdict(list)
        for number in self.people:
            alike[_key(number)].append(number)
        return alike

    @cached_property
    def _names(self) -> Mapping[str, tuple[frozenset[str], ...]]:
        """The parts of the names of each, in both sheets."""
        return {
            number: tuple(
                frozenset(_parts(rows[number].text("name")))
                for rows in (self.juniors, self.seniors)
                if number in rows
            )
            for number in self.people
        }

    @cached_property
    def _by_name(self) -> Mapping[str, list[str]]:
        """The numbers of whoever has a name, in order."""
        numbers: dict[str, dict[str, None]] = defaultdict(dict)
        for rows in (self.juniors, self.seniors):
            for number, row in sorted(rows.items()):
                key = _name_key(row.text("name"))
                if key:
                    numbers[key].setdefault(number)
        return {key: sorted(found) for key, found in numbers.items()}

    @cached_property
    def _by_part(self) -> Mapping[str, list[str]]:
        """The numbers of whoever has this among the parts of a name."""
        numbers: dict[str, list[str]] = defaultdict(list)
        for number, names in self._names.items():
            for part in frozenset[str]().union(*names):
                numbers[part].append(number)
        return numbers

    @cached_property
    def _numbers_by_gap(self) -> _ByGap:
        return _by_gap((normalise(number), number) for number in sorted(self.people))

    @cached_property
    def _names_by_gap(self) -> _ByGap:
        return _by_gap(
            ("".join(sorted(parts)), number)
            for number, names in sorted(self._names.items())
            for parts in names
        )


def same_number() -> str:
    """Say how zeros in front are kept; the sheet with the person may have lost them."""
    return _(
        "Write the number the same in both places. Make the cell text first: Excel drops zeros in "
        "front."
    )


def outsiders_setting() -> str:
    """Return the name of the setting that lists who is not of this practice."""
    return next(one.words.local for one in SETTINGS if one.key == "not_of_this_practice")


def quoted(text: str) -> str:
    """Repeat what was read where it looks like a number; a name stays out of every message."""
    return f"“{text}”" if looks_like_number(text) else _("This name")


def _key(number: str) -> str:
    return normalise(number).lstrip("0")


def _parts(name: str) -> tuple[str, ...]:
    """Split a name into what is compared of it, in order; an apostrophe splits nothing."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("'", "").replace("’", ""))
    kept = "".join(char for char in plain if not unicodedata.combining(char))
    return tuple(re.findall(r"[^\W_]+", kept))


def _name_key(name: str) -> str:
    return " ".join(sorted(_parts(name)))


def _is_among(part: str, parts: Collection[str]) -> bool:
    return any(
        part == other
        or (len(part) == 1 and other.startswith(part))
        or (len(other) == 1 and part.startswith(other))
        or (min(len(part), len(other)) >= _TELLING_NAME and _is_slip(part, other))
        for other in parts
    )


def _is_slip(one: str, other: str) -> bool:
    """
    Tell whether two words differ by one letter: another, one more, one fewer, or two swapped.

    Examples
    --------
    >>> _is_slip("0012", "0021"), _is_slip("0012", "00129"), _is_slip("0012", "0033")
    (True, True, False)
    """
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if start is None:
        return True
    one, other = one[start:], other[start:]
    return (
        one[1:] == other[1:]
        or one[1:] == other
        or one == other[1:]
        or (one[:2] == other[1::-1] and one[2:] == other[2:])
    )


#: Words with one letter left out, and whole → who has such a word. Two words that are one slip
#: apart have one of these in common, so that nobody has to be compared with everybody.
_ByGap = Mapping[str, Sequence[tuple[str, str]]]


def _by_gap(words: Iterable[tuple[str, str]]) -> _ByGap:
    index: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for word, number in words:
        for gap in _gaps(word):
            index[gap].append((word, number))
    return index


def _gaps(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _slips(text: str, index: _ByGap, shortest: int) -> list[str]:
    """List who has a word one slip away from a text, in order; nobody for a short one."""
    found = {
        number
        for gap in (_gaps(text) if len(text) >= shortest else ())
        for word, number in index.get(gap, ())
        if len(word) >= shortest and _is_slip(text, word)
    }
    return sorted(found)


def register_people(
    juniors: Table | None,
    seniors: Table | None,
    remarks: Remarks,
    first_day: date | None = None,
) -> Register:
    """Collect the personnel numbers; report duplicates, near-duplicates and BSNs."""
    register = Register(
        _numbers(juniors, remarks),
        _numbers(seniors, remarks),
        dict(_places((juniors, seniors))),
        first_day,
    )
    for number in sorted(register.juniors.keys() & register.seniors.keys()):
        names = {
            normalise(rows[number].text("name")) for rows in (register.juniors, register.seniors)
        }
        if len(names) > 1 and seniors is not None:
            remarks.warn(
                seniors.place(register.seniors[number], "name"),
                "two-names",
                _("{number} has another name in the other sheet with people.").format(
                    number=number
                ),
                _("The same number is the same person: correct the name or the number."),
            )
    return register


def _places(tables: Sequence[Table | None]) -> Iterator[tuple[str, str]]:
    for table in filter(None, tables):
        for row in table.rows:
            place = table.place(row, "number")
            yield row.text("number"), f"{place.sheet}!{place.cell}"


def _numbers(table: Table | None, remarks: Remarks) -> dict[str, Row]:
    rows: dict[str, Row] = {}
    if table is None:
        return rows
    for row in table.rows:
        number, place = row.text("number"), table.place(row, "number")
        if not number:
            continue
        if number in rows:
            remarks.error(
                place,
                "duplicate-number",
                _("{number} is already in row {row}.").format(
                    number=number, row=rows[number].number
                ),
                _("Everyone has one row: remove one, or correct the number."),
            )
            continue
        rows[number] = row
        if is_bsn(number):
            remarks.warn(
                place,
                "looks-like-bsn",
                _("This personnel number could be a BSN."),
                _("A BSN may not be used here: use the number of the personnel records."),
            )
    counts = Counter(_key(number) for number in rows)
    for number, row in rows.items():
        if counts[_key(number)] > 1:
            remarks.warn(
                table.place(row, "number"),
                "near-duplicate-number",
                _("{number} equals another number but for zeros, case or signs.").format(
                    number=number
                ),
                _("Check whether these are two people."),
            )
    return rows
