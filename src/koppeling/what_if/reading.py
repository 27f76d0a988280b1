"""What each *wijziging* of the sheet Scenario's means: which columns it takes, and its change."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from functools import partial
from typing import Self

from koppeling.domain.finding import Finding
from koppeling.domain.instance import Instance
from koppeling.domain.people import WorkingHours
from koppeling.domain.period import Quarter
from koppeling.domain.scenario import (
    BeAbsent,
    Change,
    Escalate,
    Hire,
    Leave,
    Promote,
    Scenario,
    SetHours,
    SetMaxJuniors,
    SetSites,
    SetWorkingDays,
    newcomer_numbers,
)
from koppeling.errors import ScenarioError
from koppeling.locale import _
from koppeling.workbook.read.cells import parse_cell
from koppeling.workbook.read.grids import Cell, Tag
from koppeling.workbook.read.parsed import UnfitError
from koppeling.workbook.read.people_rows import split_list
from koppeling.workbook.read.reader import Reading
from koppeling.workbook.read.register import Likeness, Register
from koppeling.workbook.read.remarks import Place, Remarks, in_order
from koppeling.workbook.read.tables import Table
from koppeling.workbook.read.week_cells import Stretch, stretches_of, weekdays_of
from koppeling.workbook.schema.pairings import SCENARIOS
from koppeling.workbook.schema.people import is_everyone
from koppeling.workbook.schema.shapes import Field, Kind, Role, Value, field, resembling

_MORE = ("meer", "erbij", "extra", "more")
_FEWER = ("minder", "eraf", "less", "fewer")
_BESIDES = ("+", "ook", "erbij", "extra", "also", "besides")
_MOST_NEWCOMERS = 500
_WORKING_WEEK = tuple(range(5))


@dataclass(frozen=True, kw_only=True)
class Use:
    """Which columns a change takes, and whom it can be about (empty: nobody there is)."""

    who: str = ""
    needed: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()


#: By canonical value of the column *wijziging*.
USES: Mapping[str, Use] = {
    "hire_junior": Use(optional=("value", "from", "days", "site")),
    "hire_senior": Use(optional=("value", "from", "days", "site")),
    "leave": Use(who="anybody", needed=("who",), optional=("from",)),
    "hours": Use(who="senior", needed=("who", "value"), optional=("from",)),
    "max_juniors": Use(who="senior", needed=("who", "value")),
    "working_days": Use(who="anybody", needed=("who", "days"), optional=("from", "site")),
    "absent": Use(who="anybody", optional=("who", "value", "from")),
    "escalation": Use(who="junior", needed=("who",), optional=("value", "from")),
    "promotion": Use(who="junior", needed=("who",), optional=("from",)),
    "site": Use(who="anybody", needed=("who", "site"), optional=("value",)),
}


@dataclass(frozen=True, kw_only=True)
class Around:
    """What a change goes by where it is silent."""

    quarters: tuple[Quarter, ...]
    stretches: tuple[Stretch, ...]
    sites: Mapping[str, str]  # as written, by the folded form
    main_site: str
    remarks: Remarks

    @classmethod
    def of(cls, instance: Instance, reading: Reading, remarks: Remarks) -> Self:
        """Take it from the input: its quarter, the default working hours, its sites."""
        people = (*instance.juniors, *instance.seniors)
        mains = Counter(person.sites[0] for person in people if person.sites)
        times = next(s.value for s in reading.settings if s.field.key == "default_times")
        return cls(
            quarters=instance.settings.quarters,
            stretches=stretches_of(str(times)),
            sites={site.casefold(): site for person in people for site in person.sites},
            main_site=min(mains, key=lambda site: (-mains[site], site), default=""),
            remarks=remarks,
        )


class _Refused(Exception):  # noqa: N818 - no error: it ends the making of one change
    """What is wrong was reported."""


def make_change(
    kind: str, values: Mapping[str, Value], place: Callable[[str], Place], around: Around
) -> Change | None:
    """
    Make the change of one row, its needed columns being there; None when it cannot be read.

    Parameters
    ----------
    kind : str
        A key of `USES`.
    values : mapping
        The other columns of the sheet that are filled, by key.
    place : callable
        Given a key, where it stands.
    around : Around
        Its `remarks` hear what is wrong.
    """
    try:
        return _MAKERS[kind](_Maker(values, place, around))
    except _Refused:
        return None


@dataclass(frozen=True)
class _Maker:
    """Reads the columns of one row as a change needs them."""

    values: Mapping[str, Value]
    place: Callable[[str], Place]
    around: Around

    def text(self, key: str) -> str:
        return str(self.values.get(key) or "")

    @property
    def who(self) -> str:
        return self.text("who")

    @property
    def first(self) -> date:
        """The day from which, else the first day of the planning quarter."""
        day = self.values.get("from")
        if not isinstance(day, date):
            return self.around.quarters[0].first_day
        last = self.around.quarters[-1].last_day
        if day > last:
            self.around.remarks.warn(
                self.place("from"),
                "scenario-too-late",
                _("This day lies after {last}, the last day looked at: nothing changes.").format(
                    last=f"{last:%d-%m-%Y}"
                ),
                _("Choose an earlier day, or a longer horizon in the settings."),
            )
        return day

    def refuse(self, key: str, expected: str, remedy: str) -> _Refused:
        told = _("“{value}” was read, but {expected}.")
        message = told.format(value=self.text(key)[:40], expected=expected)
        self.around.remarks.error(self.place(key), "scenario-value", message, remedy)
        return _Refused()

    def parse(self, declared: Field, text: str) -> Value:
        try:
            return parse_cell(Cell(Tag.TEXT, text), declared).value
        except UnfitError as unfit:
            raise self.refuse("value", unfit.expected, unfit.remedy) from unfit

    def amount(self, kind: Kind) -> tuple[float, bool]:
        """Read an amount and whether it comes on top: `16`, `+4`, `-2`, `4 meer`, `2 minder`."""
        text = self.text("value").casefold().replace("−", "-")
        word = next((w for w in (*_MORE, *_FEWER) if text.endswith(w)), "")
        bare = text.removesuffix(word).strip()
        sign = -1 if word in _FEWER or bare.startswith("-") else 1
        is_relative = bool(word) or bare[:1] in ("+", "-")
        declared = field("value", ("waarde", "value"), kind, ("", ""), within=(0, 10_000))
        value = self.parse(declared, bare.lstrip("+-").strip())
        if not isinstance(value, int | float):
            raise self.refuse("value", _("a number was expected"), _("Type a number."))
        return sign * float(value), is_relative

    def count(self, default: int, most: int) -> int:
        if not self.text("value"):
            return default
        declared = field("value", ("", ""), Kind.INTEGER, ("", ""), within=(1, most))
        value = self.parse(declared, self.text("value"))
        return value if isinstance(value, int) else default

    def sites(self) -> tuple[str, ...]:
        """List the sites in the practice's own spelling; one that resembles another is wrong."""
        found = []
        known = set(self.around.sites.values())
        for name in split_list(self.text("site").removeprefix("+")):
            spelled = self.around.sites.get(name.casefold())
            guess = resembling(name, known) if spelled is None else ""
            if guess:
                raise self.refuse(
                    "site",
                    _("nobody works there; is {guess} meant?").format(guess=guess),
                    _("Write every site in one way; separate several by a semicolon."),
                )
            if spelled is None:
                self.around.remarks.warn(
                    self.place("site"),
                    "scenario-new-site",
                    _("Nobody works at {site} yet.").format(site=name[:40]),
                    _("Nothing, if it is a new site."),
                )
            found.append(spelled or name)
        return tuple(found)

    def hours(self, site: str | None = None) -> tuple[WorkingHours, ...]:
        """Give the default hours on the days named; Monday to Friday when none are."""
        days = weekdays_of(self.text("days")) if self.text("days") else _WORKING_WEEK
        return tuple(
            WorkingHours(weekday=day, start_minute=start, end_minute=end, site=site)
            for day in days
            for start, end in self.around.stretches
        )


def _hire(row: _Maker, *, is_senior: bool) -> Change:
    sites = row.sites() or (row.around.main_site,)
    return Hire(
        is_senior=is_senior,
        count=row.count(1, _MOST_NEWCOMERS),
        start=row.first,
        hours=row.hours(),
        sites=tuple(filter(None, sites)),
    )


def _hours(row: _Maker) -> Change:
    amount, is_relative = row.amount(Kind.HOURS)
    since = Quarter.of(row.first)
    return SetHours(
        who=row.who,
        minutes=round(60 * amount),
        is_relative=is_relative,
        since=since if since > row.around.quarters[0] else None,
    )


def _max_juniors(row: _Maker) -> Change:
    amount, is_relative = row.amount(Kind.INTEGER)
    return SetMaxJuniors(who=row.who, number=round(amount), is_relative=is_relative)


def _working_days(row: _Maker) -> Change:
    sites = row.sites()
    if len(sites) > 1:
        raise row.refuse(
            "site", _("one site was expected"), _("Name one, or none: then all sites hold.")
        )
    return SetWorkingDays(who=row.who, hours=row.hours(sites[0] if sites else None), day=row.first)


def _absent(row: _Maker) -> Change:
    first, text = row.first, row.text("value").casefold()
    weeks = re.fullmatch(r"(\d{1,3})\s*(?:weken|week|weeks)", text)
    last: Value = None
    if weeks is not None:
        last = first + timedelta(weeks=int(weeks[1]), days=-1)
    elif text:
        last = row.parse(field("value", ("", ""), Kind.DATE, ("", "")), text)
    if isinstance(last, date) and last < first:
        raise row.refuse(
            "value", _("the last day lies before the first day"), _("Check both dates.")
        )
    if not row.who and not isinstance(last, date):
        raise row.refuse(
            "value",
            _("without a person it is about everyone, and needs a last day"),
            _("Fill in the last day or a number of weeks, or the person it is about."),
        )
    return BeAbsent(who=row.who or None, first=first, last=last if isinstance(last, date) else None)


def _site(row: _Maker) -> Change:
    besides = row.text("value").strip().casefold()
    if besides and besides not in _BESIDES:
        raise row.refuse(
            "value",
            _("nothing or “also” was expected"),
            _("Leave it empty for instead of the present sites; type “also” for besides them."),
        )
    keeps = bool(besides) or row.text("site").startswith("+")
    return SetSites(who=row.who, sites=row.sites(), keeps_others=keeps)


_MAKERS: Mapping[str, Callable[[_Maker], Change]] = {
    "hire_junior": lambda row: _hire(row, is_senior=False),
    "hire_senior": lambda row: _hire(row, is_senior=True),
    "leave": lambda row: Leave(who=row.who, day=row.first),
    "hours": _hours,
    "max_juniors": _max_juniors,
    "working_days": _working_days,
    "absent": _absent,
    "escalation": lambda row: Escalate(who=row.who, first=row.first, every_weeks=row.count(1, 52)),
    "promotion": lambda row: Promote(who=row.who, day=row.first),
    "site": _site,
}


_ROLES = {"junior": Role.JUNIOR, "senior": Role.SENIOR, "anybody": Role.ANYBODY}


@dataclass(frozen=True, kw_only=True)
class Wish:
    """
    One change as somebody asked for it: a row of the sheet, or options.

    Parameters
    ----------
    scenario : str
        Name of the scenario that it belongs to.
    kind : str
        What changes: a canonical value of the column *wijziging*.
    values : mapping
        What is filled in of the other columns of the sheet, by key.
    unread : collection of str
        Keys of what could not be read; reported by whoever read it.
    place : callable
        Given a key, where it stands.
    """

    scenario: str
    kind: str
    values: Mapping[str, Value]
    unread: frozenset[str] = frozenset()
    place: Callable[[str], Place]


def read_wishes(reading: Reading) -> tuple[Wish, ...]:
    """List the rows of the sheet Scenario's, in order; none when there is no such sheet."""
    table = reading.table(SCENARIOS.key)
    return () if table is None else tuple(_wishes(table))


def _wishes(table: Table) -> Iterable[Wish]:
    for row in table.rows:
        name, kind = row.text("scenario"), row.text("change")
        if name and kind:  # else reported when the sheet was read
            yield Wish(
                scenario=name,
                kind=kind,
                values={k: v for k, v in row.values.items() if k not in ("scenario", "change")},
                unread=frozenset(row.unread),
                place=partial(table.place, row),
            )


def make_scenarios(
    wishes: Iterable[Wish], reading: Reading, instance: Instance
) -> tuple[tuple[Scenario, ...], tuple[Finding, ...]]:
    """
    Make scenarios of wishes; those of the same name together are one, in their order.

    Parameters
    ----------
    wishes : iterable of Wish
        In any number.
    reading : Reading
        The input; for the people and the default working hours.
    instance : Instance
        Of that input.

    Returns
    -------
    scenarios : tuple of Scenario
        In the order in which each is first named; not to be used when a
        finding is an error.
    findings : tuple of Finding
        All that is wrong, each at its cell.
    """
    remarks = Remarks()
    around = Around.of(instance, reading, remarks)
    drafts: dict[str, _Draft] = {}
    for wish in wishes:
        draft = drafts.setdefault(
            wish.scenario.casefold(), _Draft(wish.scenario, reading.register, around, remarks)
        )
        draft.add(wish)
    return (
        tuple(Scenario(name=d.name, changes=tuple(d.changes)) for d in drafts.values()),
        in_order(remarks.findings),
    )


@dataclass
class _Draft:
    """A scenario in the making: it knows whom its earlier changes hired."""

    name: str
    register: Register
    around: Around
    remarks: Remarks
    changes: list[Change] = dataclasses.field(default_factory=list)

    def __post_init__(self) -> None:
        self.people = {
            "juniors": set(self.register.juniors),
            "seniors": set(self.register.seniors),
        }

    def add(self, wish: Wish) -> None:
        """Make the change of a wish, or report why not."""
        wish = self._with_number(wish)
        if not self._is_complete(wish):
            return
        made = make_change(wish.kind, wish.values, wish.place, self.around)
        if made is None:
            return
        self.changes.append(made)
        if wish.kind in ("hire_junior", "hire_senior"):
            taken = self.people["juniors"] | self.people["seniors"]
            count = getattr(made, "count", 0)
            self.people[f"{wish.kind.removeprefix('hire_')}s"] |= {*newcomer_numbers(taken, count)}

    def _is_complete(self, wish: Wish) -> bool:
        """Tell whether all that is needed is there; report what is lacking or has no use."""
        use = USES[wish.kind]
        change = dict(SCENARIOS.column("change").choices)[wish.kind].local
        is_sound = True
        for key in sorted({*use.needed, *wish.unread}):
            if key in wish.values:
                continue
            is_sound = False
            self.remarks.error(
                wish.place(key),
                "scenario-lacks",
                _("“{change}” needs a value in “{heading}” that can be read.").format(
                    change=change, heading=_heading(key)
                ),
                _("Fill it in, or leave this change out."),
            )
        for key in wish.values:
            if key not in (*use.needed, *use.optional):
                self.remarks.warn(
                    wish.place(key),
                    "scenario-unused",
                    _("“{heading}” has no use with “{change}”, and is not used.").format(
                        change=change, heading=_heading(key)
                    ),
                    _("Empty it, or choose another change."),
                )
        return self._is_known(wish, use.who) and is_sound

    def _with_number(self, wish: Wish) -> Wish:
        """Put the number of who is meant in place of a name; nothing in place of everyone."""
        who = str(wish.values.get("who") or "")
        if wish.kind == "absent" and is_everyone(who):
            return replace(wish, values={k: v for k, v in wish.values.items() if k != "who"})
        match = self.register.find(who)
        if not match.number or self._has(who, Role.ANYBODY):
            return wish
        wish = replace(wish, values={**wish.values, "who": match.number})
        if match.likeness is not Likeness.NAME:
            return wish
        self.remarks.warn(
            wish.place("who"),
            "named-person",
            _("The name was read as {number}.").format(number=match.number),
            _("Nothing, if that is right."),
        )
        return wish

    def _is_known(self, wish: Wish, role: str) -> bool:
        who = str(wish.values.get("who") or "")
        if not who or not role or self._has(who, _ROLES[role]):
            return True
        match = self.register.find(who)
        if self._has(who, Role.ANYBODY):
            told = self.register.tell_role(who, _ROLES[role])
        else:
            told = self.register.tell(who, match)
        code = "lost-zeros" if match.likeness is Likeness.ZEROS else "unknown-person"
        self.remarks.error(wish.place("who"), code, *told)
        return False

    def _has(self, who: str, role: Role) -> bool:
        keys = ("juniors", "seniors") if role is Role.ANYBODY else (role.value,)
        return any(who in self.people[key] for key in keys)


def _heading(key: str) -> str:
    return SCENARIOS.column(key).words.local


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
