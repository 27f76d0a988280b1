"""What each *wijziging* of the sheet Scenario's means: which columns it takes, and its change."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

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
    SetHours,
    SetMaxJuniors,
    SetSites,
    SetWorkingDays,
)
from koppeling.locale import _
from koppeling.workbook.cells import parse_cell
from koppeling.workbook.grids import Cell, Tag
from koppeling.workbook.parsed import UnfitError
from koppeling.workbook.people import split_list
from koppeling.workbook.reader import Reading
from koppeling.workbook.remarks import Place, Remarks
from koppeling.workbook.shapes import Field, Kind, Value, field, resembling
from koppeling.workbook.week import Stretch, stretches_of, weekdays_of

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
