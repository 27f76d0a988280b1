"""The sheet Werkdagen: who works when, in which weeks, and where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from koppeling.domain.people import WorkingHours
from koppeling.domain.period import WEEKDAYS_NL, Weeks
from koppeling.locale import _
from koppeling.workbook.parsed import UnfitError
from koppeling.workbook.remarks import Place, Remarks
from koppeling.workbook.schema import WEEKDAY_KEYS
from koppeling.workbook.tables import Row, Table
from koppeling.workbook.week import Stretch, pattern_of

_WORKING_WEEK = range(5)
_Placed = tuple[WorkingHours, Place]


@dataclass(frozen=True)
class WorkingWeeks:
    """Working hours by personnel number, and whether anybody's differ by week."""

    hours: Mapping[str, tuple[WorkingHours, ...]]
    has_alternating_weeks: bool = False


@dataclass
class _Reader:
    table: Table
    default: tuple[Stretch, ...]
    sites: Mapping[str, tuple[str, ...]]  # by personnel number
    remarks: Remarks
    placed: dict[str, list[_Placed]] = field(default_factory=lambda: defaultdict(list))

    def read_row(self, row: Row, number: str) -> None:
        first, last = row["from"], row["to"]
        valid_from = first if isinstance(first, date) else None
        valid_to = last if isinstance(last, date) else None
        if valid_from and valid_to and valid_to < valid_from:
            self.remarks.error(
                self.table.place(row, "to"),
                "ends-before-it-begins",
                _("The last day lies before the first day."),
                _("Check both dates."),
            )
            return
        known = [key for key in WEEKDAY_KEYS if key in self.table.columns]
        for day, key in enumerate(WEEKDAY_KEYS):
            if key in row.unread:
                continue
            text = row.text(key) if known else ("x" if day in _WORKING_WEEK else "")
            if not text:
                continue
            place = self.table.place(row, key)
            try:
                parts = pattern_of(text, self.default)
            except UnfitError as unfit:
                self.report_unfit(text, unfit, place)
                continue
            for part in parts:
                site = self.site_of(part.site or row.text("site"), number, place)
                for start, end in part.stretches:
                    hours = WorkingHours(
                        weekday=day, start_minute=start, end_minute=end, weeks=part.weeks,
                        site=site, valid_from=valid_from, valid_to=valid_to,
                    )  # fmt: skip
                    self.placed[number].append((hours, place))

    def site_of(self, name: str, number: str, place: Place) -> str | None:
        """Return the site in the person's own spelling; report one that is not theirs."""
        if not name:
            return None
        own = self.sites.get(number)
        if own is None:  # nobody's row, reported already
            return name
        spelled = next((site for site in own if site.casefold() == name.casefold()), None)
        if spelled is not None:
            return spelled
        self.remarks.warn(
            place,
            "site-not-listed",
            _("“{site}” is not among the sites of {number} ({sites}).").format(
                site=name[:40], number=number, sites="; ".join(own)
            ),
            _("Add the site to the person, or correct the name."),
        )
        return self.everywhere.get(name.casefold(), name)

    @cached_property
    def everywhere(self) -> Mapping[str, str]:
        """Every site as it is spelled, by its name without case."""
        return {site.casefold(): site for sites in self.sites.values() for site in sites}

    def report_unfit(self, text: str, unfit: UnfitError, place: Place) -> None:
        self.remarks.error(
            place,
            unfit.code,
            _("“{value}” was read, but {expected}.").format(
                value=text[:40], expected=unfit.expected
            ),
            unfit.remedy,
        )

    def report_overlap(self, number: str) -> None:
        ordered = sorted(
            self.placed[number], key=lambda item: (item[0].weekday, item[0].start_minute)
        )
        for index, (one, _place) in enumerate(ordered):
            for other, place in ordered[index + 1 :]:
                if other.weekday != one.weekday or other.start_minute >= one.end_minute:
                    break
                if _can_coincide(one, other):
                    self.remarks.error(
                        place,
                        "overlapping-hours",
                        _("{number} has overlapping hours on {day}.").format(
                            number=number, day=WEEKDAYS_NL[one.weekday]
                        ),
                        _("Give the hours once, or make the validity of the rows adjoin."),
                    )
                    return


def _can_coincide(one: WorkingHours, other: WorkingHours) -> bool:
    if {one.weeks, other.weeks} == {Weeks.EVEN, Weeks.ODD}:
        return False
    starts = [day for day in (one.valid_from, other.valid_from) if day is not None]
    ends = [day for day in (one.valid_to, other.valid_to) if day is not None]
    return not starts or not ends or max(starts) <= min(ends)


def read_working_weeks(
    table: Table | None,
    default: tuple[Stretch, ...],
    sites: Mapping[str, tuple[str, ...]],
    remarks: Remarks,
) -> WorkingWeeks:
    """
    Read the working hours of everyone in `sites`.

    Whoever has no row works Monday to Friday in the `default` hours, with a
    warning; whoever has rows without any hours never works, with a warning.
    """
    usual = _working_week(default)
    if table is None:
        return WorkingWeeks(dict.fromkeys(sites, usual))
    reader = _Reader(table, default, sites, remarks)
    first_rows: dict[str, Row] = {}
    for row in table.rows:
        number = row.text("number")
        reader.read_row(row, number)
        if number:
            first_rows.setdefault(number, row)
    hours: dict[str, tuple[WorkingHours, ...]] = {}
    for number in sites:
        reader.report_overlap(number)
        placed = tuple(sorted((item for item, _place in reader.placed[number]), key=_order))
        hours[number] = placed if number in first_rows else usual
        if number in first_rows and not placed:
            remarks.warn(
                table.place(first_rows[number], WEEKDAY_KEYS[0]),
                "no-hours",
                _("{number} works on no day at all.").format(number=number),
                _("Fill in the days, or remove the row: then the default hours hold."),
            )
    if first_rows:
        _report_without_row(table, [n for n in sites if n not in first_rows], remarks)
    alternating = any(item.weeks is not Weeks.EVERY for items in hours.values() for item in items)
    return WorkingWeeks(hours, alternating)


def _report_without_row(table: Table, numbers: list[str], remarks: Remarks) -> None:
    for number in numbers:
        remarks.warn(
            table.place(),
            "no-working-days",
            _("{number} has no row; Monday to Friday in the default hours is used.").format(
                number=number
            ),
            _("Add a row if that is not right."),
        )


def _working_week(default: tuple[Stretch, ...]) -> tuple[WorkingHours, ...]:
    return tuple(
        WorkingHours(weekday=day, start_minute=start, end_minute=end)
        for day in _WORKING_WEEK
        for start, end in default
    )


def _order(hours: WorkingHours) -> tuple[date, int, int, str, str]:
    return (
        hours.valid_from or date.min,
        hours.weekday,
        hours.start_minute,
        hours.weeks,
        hours.site or "",
    )
