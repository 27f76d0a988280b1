"""
Whom every row is about: numbers and names made into known numbers, once and before all else.

A row that is dropped makes somebody more available, freer or less bound than
was written, so nobody is guessed and no row that binds falls away in silence
(decision 7).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum, auto
from typing import Any

from koppeling.domain.instance import PairingStatus
from koppeling.domain.meeting import MeetingStatus
from koppeling.locale import _
from koppeling.workbook.read.in_force import Options
from koppeling.workbook.read.meetings import is_guidance
from koppeling.workbook.read.register import (
    NOBODY,
    Likeness,
    Match,
    Register,
    is_forgotten,
    outsiders_setting,
    quoted,
    same_number,
)
from koppeling.workbook.read.remarks import Place, Remarks
from koppeling.workbook.read.tables import Row, Table
from koppeling.workbook.schema.people import is_everyone
from koppeling.workbook.schema.registry import normalise
from koppeling.workbook.schema.shapes import Field, Kind, Role, Value, looks_like_number

#: Resolved when a scenario is made: whoever is hired earlier in it can be meant too.
_LATER_SHEETS = ("scenarios",)
#: The row stays whoever is meant: a group without its senior would be given another.
_NOT_LEFT_OUT = ("groups",)
_MOST_LISTED = 20
#: Between outsiders; a blank too, where both sides of it are numbers.
_BETWEEN = re.compile(r"[;,\n]|\s(?:en|and|&)\s|(?<=[0-9])\s+(?=[^\W\d_]*[0-9])")
#: These point at somebody of the practice, whatever the list of outsiders says.
_OWN = (Likeness.ZEROS, Likeness.SHARED, Likeness.UNFIT)


class _Weight(Enum):
    """What is lost when a row is not used."""

    BINDS = auto()  # somebody would be freer, or a decision gone
    TELLS = auto()  # a wish, a style, a figure
    PAST = auto()  # history, in which people who left belong


def _weight(table: Table, row: Row, first_day: date) -> _Weight:
    is_fact = row["status"] == MeetingStatus.HELD and is_guidance(row)
    past = {
        "pairings": row["status"] == PairingStatus.ENDED or _is_before(row["until"], first_day),
        "meetings": not is_fact or _is_before(row["date"], first_day),
    }
    telling = {
        "disc": True,
        "progress": True,
        "preferences": not (row["veto"] or "veto" in row.unread),
        "escalations": _is_before(row["to"], first_day),
        "proposal": row["decision"] is None and row["chosen_senior"] is None,
    }
    if past.get(table.sheet.key):
        return _Weight.PAST
    return _Weight.TELLS if telling.get(table.sheet.key) else _Weight.BINDS


def _is_before(day: Value, first_day: date) -> bool:
    return isinstance(day, date) and day < first_day


def resolve(
    tables: Mapping[str, Table], register: Register, options: Options, remarks: Remarks
) -> dict[str, Table]:
    """
    Make every reference to a person the number of somebody on Junioren or Senioren.

    A cell that is nobody's for certain is reported and counts as one that
    could not be read, so that the rest of its row is still judged; a row about
    somebody who is not of this practice becomes foreign.
    """
    outsiders = _Outsiders.read(register, options, remarks)
    resolved = {
        key: table
        if key in _LATER_SHEETS
        else resolve_table(table, register, remarks, outsiders=outsiders)
        for key, table in tables.items()
    }
    outsiders.tell(remarks)
    return resolved


def resolve_table(
    table: Table, register: Register, remarks: Remarks, *, outsiders: _Outsiders | None = None
) -> Table:
    """Do so in one table; see `resolve`."""
    declared = [
        column
        for column in table.sheet.columns
        if column.refers is not None and (column.key in table.columns or _is_named(table, column))
    ]
    if not declared:
        return table
    reader = _Reader(table, register, outsiders or _Outsiders())
    rows = tuple(row if row.is_foreign else reader.read(row, declared) for row in table.rows)
    _Teller(reader, remarks).tell()
    return _without_names(replace(table, rows=rows))


def _is_named(table: Table, column: Field) -> bool:
    names = table.sheet.names
    return column.key == "number" and names is not None and names.key in table.columns


@dataclass
class _Outsiders:
    """Whom the practice says are not its own: leavers, other teams."""

    listed: frozenset[str] = frozenset()
    place: Place = field(default_factory=Place)
    met: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def read(cls, register: Register, options: Options, remarks: Remarks) -> _Outsiders:
        parts = _BETWEEN.split(str(options["not_of_this_practice"] or ""))
        numbers = [part.strip() for part in parts if part.strip()]
        place = options.place("not_of_this_practice")
        meant = {text: register.find(text) for text in numbers}
        own = {t: match for t, match in meant.items() if match.number or match.likeness in _OWN}
        if own:
            people = [n for m in own.values() for n in ((m.number,) if m.number else m.candidates)]
            remarks.warn(
                place,
                "outsider-is-own",
                _("On the list of who is not of this practice, and yet here: {numbers}.").format(
                    numbers=register.listed(tuple(dict.fromkeys(people)))
                ),
                _("They count. Take them off the list, or out of the sheet with people."),
            )
        outside = frozenset(map(normalise, numbers)) - frozenset(map(normalise, own))
        return cls(outside, place)

    def take(self, text: str, place: Place) -> bool:
        """Tell whether somebody is on the list or was forgotten, and remember where."""
        if is_forgotten(text):
            return True
        if normalise(text) not in self.listed:
            return False
        self.met[text].append(f"{place.sheet}!{place.cell}")
        return True

    def tell(self, remarks: Remarks) -> None:
        if not self.met:
            return
        remarks.warn(
            self.place,
            "not-of-this-practice",
            _("Not of this practice, and therefore passed over: {numbers}.").format(
                numbers=_shortened([quoted(text).strip("“”") for text in sorted(self.met)])
            ),
            _("Nothing, if that is right."),
        )


@dataclass
class _Reader:
    """Resolves the rows of one table, and keeps what is to be told of them together."""

    table: Table
    register: Register
    outsiders: _Outsiders
    named: list[tuple[str, Place]] = field(default_factory=list)
    doubts: dict[tuple[str, Match], list[Place]] = field(default_factory=lambda: defaultdict(list))
    misplaced: dict[tuple[str, Role], list[Place]] = field(
        default_factory=lambda: defaultdict(list)
    )
    missing: dict[str, list[Place]] = field(default_factory=lambda: defaultdict(list))
    strangers: dict[str, list[Place]] = field(default_factory=lambda: defaultdict(list))
    unused: dict[str, list[Place]] = field(default_factory=lambda: defaultdict(list))
    cache: dict[tuple[str, str], Match] = field(default_factory=dict)

    def read(self, row: Row, declared: Sequence[Field]) -> Row:
        values, unread, is_foreign = dict(row.values), dict(row.unread), False
        for column in declared:
            if column.key in row.unread:
                continue
            text = row.text(column.key)
            name = row.text("name") if _is_named(self.table, column) else ""
            place = self.table.place(row, column.key if text or not name else "name")
            if not (text or name):
                if column.required or _is_named(self.table, column):
                    # “geen voorkeur” was told already, and binds nobody
                    if column.key not in row.silent or self.weight_of(row) is not _Weight.TELLS:
                        self.missing[column.key].append(place)
                    unread[column.key] = ""
                continue
            if self.table.sheet.key == "availability" and is_everyone(text or name):
                values[column.key] = text or name
                continue
            pairs = [(text or name, name if text else "")]
            if column.kind is Kind.LIST:
                pairs = [(part.strip(), "") for part in text.split(";") if part.strip()]
            numbers = [self.number_of(*pair, column, row, place) for pair in pairs]
            if None in numbers:
                values.pop(column.key, None)
                unread[column.key] = text or name
                continue
            told = (number or pair[0] for number, pair in zip(numbers, pairs, strict=True))
            values[column.key] = "; ".join(told)
            # The time of a senior was spent, whoever the junior was.
            is_foreign |= "" in numbers and (self.table.sheet.key, column.key) != (
                "meetings", "junior"
            )  # fmt: skip
        return replace(row, values=values, unread=unread, is_foreign=is_foreign)

    def number_of(self, text: str, name: str, column: Field, row: Row, place: Place) -> str | None:
        """Return whose a reference is: nothing for a foreigner, None when it was reported."""
        weight = self.weight_of(row)
        role = column.refers or Role.ANYBODY
        match = self.find(text, name)
        if match.number in self.register.among(role):
            if match.likeness is Likeness.NAME:
                self.named.append((match.number, place))
            return match.number
        is_outsider = not match.number and self.table.sheet.key not in _NOT_LEFT_OUT
        if is_outsider and self.outsiders.take(text, place):
            return ""
        if weight is _Weight.PAST or (weight is _Weight.TELLS and match.number):
            return ""
        is_number = match.likeness is Likeness.NEAR and looks_like_number(text)
        if weight is _Weight.TELLS and (match == NOBODY or is_number):
            self.unused[text].append(place)
            return ""
        if match.number:
            self.misplaced[match.number, role].append(place)
        elif match == NOBODY:
            self.strangers[text].append(place)
        else:
            self.doubts[text, match].append(place)
        return None

    def weight_of(self, row: Row) -> _Weight:
        return _weight(self.table, row, self.register.first_day or date.min)

    def find(self, text: str, name: str) -> Match:
        if (text, name) not in self.cache:
            self.cache[text, name] = self.register.find(text, name)
        return self.cache[text, name]


@dataclass
class _Teller:
    """Reports what a reader met: one finding for one thing, with all its cells."""

    reader: _Reader
    remarks: Remarks

    def tell(self) -> None:
        reader, register = self.reader, self.reader.register
        for key, places in reader.missing.items():
            self.remarks.error(
                _together(places),
                "missing-value",
                _("These rows name nobody: “{heading}” is empty.").format(
                    heading=reader.table.sheet.column(key).words.local
                ),
                _("Fill it in, or empty the whole row."),
            )
        self.tell_zeros()
        for (text, match), places in reader.doubts.items():
            if match.likeness is Likeness.ZEROS:
                continue
            is_unfit = match.likeness is Likeness.UNFIT
            self.remarks.error(
                _together(places),
                "name-and-number-differ" if is_unfit else "resembling-person",
                *register.tell(text, match),
            )
        for (number, role), places in reader.misplaced.items():
            self.remarks.error(
                _together(places), "unknown-person", *register.tell_role(number, role)
            )
        self.tell_strangers()
        if reader.named:
            self.tell_named()

    def tell_zeros(self) -> None:
        """Tell once of all numbers that lost their zeros: a whole column did so at a time."""
        reader = self.reader
        lost = {
            one: places
            for one, places in reader.doubts.items()
            if one[1].likeness is Likeness.ZEROS
        }
        if len(lost) == 1:
            ((text, match),) = lost
            self.remarks.error(
                _together(_all(lost)), "lost-zeros", *reader.register.tell(text, match)
            )
        elif lost:
            meant = [
                _("{number} ({cells}) → {meant}").format(
                    number=quoted(text),
                    cells=_together(places).cell,
                    meant=reader.register.listed(match.candidates),
                )
                for (text, match), places in lost.items()
            ]
            self.remarks.error(
                _together(_all(lost)),
                "lost-zeros",
                _("Unknown, and probably meant: {numbers}.").format(numbers=_shortened(meant)),
                same_number(),
            )

    def tell_strangers(self) -> None:
        reader = self.reader
        if reader.strangers:
            remedy = _("Correct them; list leavers and people of other teams in “{setting}”.")
            if reader.table.sheet.key in _NOT_LEFT_OUT:
                remedy = _("Correct them, or empty the cells.")
            self.remarks.error(
                _together(_all(reader.strangers)),
                "unknown-person",
                _("Not in Juniors or Seniors: {numbers}.").format(
                    numbers=_with_cells(reader.strangers)
                ),
                remedy.format(setting=outsiders_setting()),
            )
        if reader.unused:
            self.remarks.warn(
                _together(_all(reader.unused)),
                "unknown-person",
                _("Not in Juniors or Seniors: {numbers}. These rows are not used.").format(
                    numbers=_with_cells(reader.unused)
                ),
                _("Correct them, or remove the rows."),
            )

    def tell_named(self) -> None:
        cells: dict[str, list[Place]] = defaultdict(list)
        for number, place in self.reader.named:
            cells[number].append(place)
        self.remarks.warn(
            _together([place for _number, place in self.reader.named]),
            "named-person",
            _("Names read as personnel numbers: {numbers}.").format(
                numbers=_shortened(
                    [f"{number} ({_together(places).cell})" for number, places in cells.items()]
                )
            ),
            _("Nothing, if that is right. In what koppeling writes, the number stands there."),
        )


def _all(places: Mapping[Any, Sequence[Place]]) -> list[Place]:
    return [place for found in places.values() for place in found]


def _together(places: Sequence[Place]) -> Place:
    """Return one place with all cells, in order of row."""
    cells = dict.fromkeys(place.cell for place in places)
    ordered = sorted(cells, key=lambda cell: int("".join(filter(str.isdigit, cell)) or 0))
    return replace(places[0], cell=", ".join(ordered))


def _with_cells(found: Mapping[str, Sequence[Place]]) -> str:
    """List numbers with their cells; what may be a name is told by its cells only."""
    shown: dict[str, list[Place]] = defaultdict(list)
    for text, places in found.items():
        shown[text if looks_like_number(text) else _("a name")] += places
    return _shortened([f"{text} ({_together(places).cell})" for text, places in shown.items()])


def _shortened(items: Sequence[str]) -> str:
    hidden = len(items) - _MOST_LISTED
    if hidden <= 0:
        return ", ".join(items)
    return _("{some} and {count} more").format(some=", ".join(items[:_MOST_LISTED]), count=hidden)


def _without_names(table: Table) -> Table:
    """
    Take the names out of a table: its numbers say who is meant.

    A column of names becomes the one of numbers where there was none, else one
    that koppeling does not know, which stays in what is written.
    """
    names = table.sheet.names
    if names is None or names.key not in table.columns:
        return table
    columns = {key: at for key, at in table.columns.items() if key != names.key}
    at = table.columns[names.key]
    if "number" not in columns:
        number = table.sheet.column("number")
        return replace(
            table,
            columns={**columns, "number": at},
            headings=tuple(
                (number.words.local, "number") if key == names.key else (heading, key)
                for heading, key in table.headings
            ),
            rows=tuple(replace(row, values=_without(row.values, names.key)) for row in table.rows),
        )
    heading = next(heading for heading, key in table.headings if key == names.key)
    return replace(
        table,
        columns=columns,
        extras={**table.extras, at: heading},
        headings=tuple((h, None if key == names.key else key) for h, key in table.headings),
        rows=tuple(
            replace(
                row,
                values=_without(row.values, names.key),
                extras={**row.extras, **({at: name} if (name := row.text(names.key)) else {})},
            )
            for row in table.rows
        ),
    )


def _without(values: Mapping[str, Value], key: str) -> dict[str, Value]:
    return {one: value for one, value in values.items() if one != key}


def own_rows(tables: Mapping[str, Table]) -> Iterator[tuple[str, Table]]:
    """Yield the tables without the rows about people who are not of this practice."""
    for key, table in tables.items():
        own = tuple(row for row in table.rows if not row.is_foreign)
        yield key, replace(table, rows=own)
