"""Who is who: personnel numbers, and what to say of one that is not known."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from koppeling.locale import _
from koppeling.workbook.forbidden import is_bsn
from koppeling.workbook.remarks import Place, Remarks
from koppeling.workbook.schema import normalise
from koppeling.workbook.tables import Row, Table


@dataclass(frozen=True)
class Register:
    """The rows of Junioren and Senioren by personnel number."""

    juniors: Mapping[str, Row]
    seniors: Mapping[str, Row]

    @cached_property
    def people(self) -> Mapping[str, Row]:
        """Everybody; of somebody in both sheets the row of Senioren."""
        return {**self.juniors, **self.seniors}

    def has(self, number: str) -> bool:
        """Tell whether anybody has this number."""
        return number in self.people

    def look_up(
        self,
        number: str,
        place: Place,
        remarks: Remarks,
        *,
        among: Collection[str] | None = None,
        must: bool = False,
    ) -> bool:
        """
        Tell whether `number` is known (among some); report it when it is not.

        An error when the program would lose a decision (`must`) or when the
        number only lacks its zeros; else a warning, and the row is ignored.
        """
        known: Collection[str] = self.people if among is None else among
        if number in known:
            return True
        meant = sorted(other for other in self._alike.get(_key(number), ()) if other in known)
        if meant:
            remarks.error(
                place,
                "lost-zeros",
                _("{number} is unknown; is {meant} meant?").format(
                    number=number, meant=", ".join(meant)
                ),
                _("Write the number as in the sheet with people, zeros and all."),
            )
            return False
        message, remedy = self._words(number)
        if must:
            remarks.error(place, "unknown-person", message, remedy)
        else:
            message += " " + _("The row is not used.")
            remarks.warn(place, "unknown-person", message, remedy)
        return False

    def _words(self, number: str) -> tuple[str, str]:
        named = self._by_name.get(normalise(number))
        if named:
            return (
                _("A name stands here where a personnel number belongs."),
                _("Write {number}.").format(number=" / ".join(named)),
            )
        shown = f"“{number}”" if any(char.isdigit() for char in number) else _("This person")
        if number in self.juniors:
            return (
                _("{number} is a junior; a senior was expected here.").format(number=shown),
                _("Check the number."),
            )
        if number in self.seniors:
            return (
                _("{number} is a senior; a junior was expected here.").format(number=shown),
                _("Check the number."),
            )
        return (
            _("{number} is not in Juniors or Seniors.").format(number=shown),
            _("Add the person, correct the number, or remove the row."),
        )

    @cached_property
    def _alike(self) -> Mapping[str, list[str]]:
        """The numbers that are the same but for zeros, case and signs."""
        alike: dict[str, list[str]] = defaultdict(list)
        for number in self.people:
            alike[_key(number)].append(number)
        return alike

    @cached_property
    def _by_name(self) -> Mapping[str, list[str]]:
        """The numbers of whoever has a name, in order."""
        numbers: dict[str, list[str]] = defaultdict(list)
        for number, row in sorted(self.people.items()):
            numbers[normalise(row.text("name"))].append(number)
        return numbers


def _key(number: str) -> str:
    return normalise(number).lstrip("0")


def register_people(juniors: Table | None, seniors: Table | None, remarks: Remarks) -> Register:
    """Collect the personnel numbers; report duplicates, near-duplicates and BSNs."""
    register = Register(_numbers(juniors, remarks), _numbers(seniors, remarks))
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
