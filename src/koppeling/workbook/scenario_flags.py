"""A scenario asked for on the command line or in Python: options, as rows of the sheet would be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields

from koppeling.errors import ScenarioError
from koppeling.locale import _
from koppeling.workbook.cells import parse_cell
from koppeling.workbook.grids import Cell, Tag
from koppeling.workbook.later_sheets import SCENARIOS
from koppeling.workbook.parsed import UnfitError
from koppeling.workbook.remarks import Place, Remarks
from koppeling.workbook.scenario_rows import Wish
from koppeling.workbook.shapes import Value

#: Name of the option from which each column of a hire comes.
_OPTIONS = {"from": "--from", "days": "--days", "site": "--site"}


@dataclass(frozen=True, kw_only=True)
class Flags:
    """
    One scenario as options say it.

    `days` and `site` are about those who are hired, `start` (a day as text) is
    about everything. The others name people by number or whole name: `9003` or, where there
    is something to say, `9003=+4`.
    """

    hire: int = 0
    hire_senior: int = 0
    days: str = ""
    site: str = ""
    start: str = ""
    leaves: tuple[str, ...] = ()
    hours: tuple[str, ...] = ()
    max_juniors: tuple[str, ...] = ()
    days_of: tuple[str, ...] = ()
    sites_of: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    promote: tuple[str, ...] = ()
    escalate: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return any(vars(self).values())


def make_flags(asked: Mapping[str, object]) -> Flags:
    """
    Make `Flags` of what somebody typed: one or several of each, or nothing.

    Raises
    ------
    ScenarioError
        For an option that does not exist.
    """
    known = {declared.name: declared for declared in fields(Flags)}
    given: dict[str, object] = {}
    for name, value in asked.items():
        if name not in known:
            told = _("“{name}” is unknown; known are: {known}.")
            raise ScenarioError(told.format(name=name, known=", ".join(known)))
        if not value:
            continue
        if name in _ABOUT and isinstance(value, str):
            given[name] = (value,)
        elif name in _ABOUT and isinstance(value, Iterable):
            given[name] = tuple(map(str, value))
        else:
            given[name] = value if isinstance(value, int) else str(value)
    return Flags(**given)  # type: ignore[arg-type]


#: Field of `Flags` → its option, the change, and the column of what follows the `=`.
_ABOUT = {
    "leaves": ("--leaves", "leave", "from"),
    "hours": ("--hours", "hours", "value"),
    "max_juniors": ("--max-juniors", "max_juniors", "value"),
    "days_of": ("--days-of", "working_days", "days"),
    "sites_of": ("--sites-of", "site", "site"),
    "absent": ("--absent", "absent", "value"),
    "promote": ("--promote", "promotion", "from"),
    "escalate": ("--escalate", "escalation", "value"),
}


#: Changes that hold from the beginning, whatever the day.
_FROM_THE_START = ("max_juniors", "site")


def wishes_of(flags: Flags, remarks: Remarks) -> tuple[Wish, ...]:
    """List what options ask for, as one scenario without a name; report what cannot be read."""
    return tuple(_Reader(flags, remarks).read())


class _Reader:
    """Turns options into wishes."""

    def __init__(self, flags: Flags, remarks: Remarks) -> None:
        self.flags = flags
        self.remarks = remarks

    def read(self) -> Iterator[Wish]:
        first = self.parse("from", self.flags.start, "--from")
        day: dict[str, Value] = {} if first is None else {"from": first}
        self.tell_vain_day(first)
        yield from self.hires(day)
        for name, (option, kind, column) in _ABOUT.items():
            for told in getattr(self.flags, name):
                who, _sign, text = told.partition("=")
                value = self.parse(column, text.strip(), option)
                given = {"who": who.strip() or None, **day, column: value or day.get(column)}
                if kind in _FROM_THE_START:
                    given.pop("from", None)
                yield self.wish(kind, given, option)

    def tell_vain_day(self, first: Value) -> None:
        """Tell of a day that does not hold for all that is asked; stop when for nothing."""
        asked = [about for name, about in _ABOUT.items() if getattr(self.flags, name)]
        fixed = [option for option, kind, _column in asked if kind in _FROM_THE_START]
        has_others = len(fixed) < len(asked) or self.flags.hire or self.flags.hire_senior
        if first is not None and (fixed or not has_others):
            (self.remarks.warn if has_others else self.remarks.error)(
                Place(_OPTIONS["from"]),
                "option-alone",
                _("--from has no effect on {options}: that holds from the beginning.").format(
                    options=", ".join(fixed)
                )
                if fixed
                else _("--from has no effect: no change is asked for."),
                _("Leave it out, or ask in another scenario what begins on that day."),
            )

    def hires(self, day: dict[str, Value]) -> Iterator[Wish]:
        flags = self.flags
        common = {
            **day,
            "days": self.parse("days", flags.days, "--days"),
            "site": flags.site or None,
        }
        for count, kind, option in (
            (flags.hire, "hire_junior", "--hire"),
            (flags.hire_senior, "hire_senior", "--hire-senior"),
        ):
            if count:
                yield self.wish(kind, {**common, "value": str(count)}, option)
        if not (flags.hire or flags.hire_senior):
            for key in ("days", "site"):
                if common[key] is not None:
                    self.remarks.error(
                        Place(_OPTIONS[key]),
                        "option-alone",
                        _("{option} is about newcomers, and there are none.").format(
                            option=_OPTIONS[key]
                        ),
                        _("Add --hire or --hire-senior; for others use --days-of or --sites-of."),
                    )

    def parse(self, key: str, text: str, option: str) -> Value:
        if not text:
            return None
        try:
            return parse_cell(Cell(Tag.TEXT, text), SCENARIOS.column(key)).value
        except UnfitError as unfit:
            told = _("“{value}” was read, but {expected}.")
            message = told.format(value=text[:40], expected=unfit.expected)
            self.remarks.error(Place(option), unfit.code, message, unfit.remedy)
            return None

    def wish(self, kind: str, given: dict[str, Value], option: str) -> Wish:
        return Wish(
            scenario="",
            kind=kind,
            values={key: value for key, value in given.items() if value is not None},
            place=lambda key: Place(_OPTIONS.get(key, option) if kind[:4] == "hire" else option),
        )
