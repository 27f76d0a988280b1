"""The sheet Werkdagen: who works when, in which weeks, and where."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

from koppeling.domain.people import Absence, MeetingWindow, WorkingHours
from koppeling.domain.period import WEEKDAYS_NL, Weeks
from koppeling.locale import _
from koppeling.workbook.read.cells import MONTHS, typed_date
from koppeling.workbook.read.grids import reference
from koppeling.workbook.read.parsed import UnfitError
from koppeling.workbook.read.register import Register
from koppeling.workbook.read.remarks import Place, Remarks
from koppeling.workbook.read.tables import Row, Table, is_own_note, meant_columns, report_unknown
from koppeling.workbook.read.week_cells import (
    AFTERNOON,
    MORNING,
    STANDARD,
    WEEKDAY_NAMES,
    PatternPart,
    Stretch,
    pattern_of,
    stretches_of,
    unknown_weeks,
    weekday,
    weekdays_of,
)
from koppeling.workbook.schema.people import is_everyone
from koppeling.workbook.schema.registry import SETTINGS_SHEET, WEEKDAY_KEYS, find_setting, normalise
from koppeling.workbook.schema.shapes import heading_words, resembling

_WORKING_WEEK = range(5)
#: The readings of the setting *werkdagen gelezen als*.
WEEKDAYS, HALF_DAYS, DATES = "weekdays", "half_days", "dates"
_Placed = tuple[WorkingHours, Place]


class _Day(NamedTuple):
    """The day that a cell is about: where it stands, and from when to when it holds."""

    weekday: int
    place: Place
    first: date | None
    last: date | None


@dataclass(frozen=True)
class WorkingWeeks:
    """Working hours by personnel number, and whether anybody's differ by week."""

    hours: Mapping[str, tuple[WorkingHours, ...]]
    has_alternating_weeks: bool = False


@dataclass(frozen=True, kw_only=True)
class DaySettings:
    """How Werkdagen is to be read: the default hours, and the setting *werkdagen gelezen als*."""

    default: tuple[Stretch, ...]
    reading: str = WEEKDAYS


@dataclass
class _Reader:
    table: Table
    settings: DaySettings
    sites: Mapping[str, tuple[str, ...]]  # by personnel number
    remarks: Remarks
    placed: dict[str, list[_Placed]] = field(default_factory=lambda: defaultdict(list))
    unread: set[str] = field(default_factory=set)  # whose hours could not all be read

    @cached_property
    def beyond(self) -> DayColumns:
        """The headings that are no weekday, but may say when somebody works."""
        return sort_headings(self.table.extras, self.everywhere.values())

    @cached_property
    def weekdays(self) -> dict[str, int]:
        """The columns of weekdays that are there."""
        keys = enumerate(WEEKDAY_KEYS)
        return {key: day for day, key in keys if key in self.table.columns}

    @cached_property
    def read_columns(self) -> Collection[int]:
        """The columns beyond the weekdays that are read, by the setting."""
        if self.settings.reading == HALF_DAYS:
            return self.beyond.half_days
        return self.beyond.dates if self.settings.reading == DATES else ()

    def report_headings(self) -> bool:
        """
        Refuse headings that may say when somebody works and are not read.

        Without any day that is read every heading may, unless it is one of ours
        elsewhere or a remark. Returns whether any was refused.
        """
        extras, read, beyond = self.table.extras, self.read_columns, self.beyond
        is_dayless = not self.weekdays and not read
        meant = meant_columns(self.table)

        def is_refused(column: int) -> bool:
            if column in read or is_own_note(extras[column]):
                return False
            if column in beyond.half_days or column in beyond.dates:
                return True
            if column in meant:
                return False  # told as such
            return is_dayless or column in beyond.others

        refused = [column for column in extras if is_refused(column)]
        for column in refused:
            self.remarks.error(
                self.table.heading_place(column),
                "unknown-days",
                _("These columns are no days that can be read: {value}."),
                self.way_out(),
                value=f"“{extras[column][:40]}”",
            )
        report_unknown(self.table, self.remarks, {*read, *refused})
        return bool(refused)

    def way_out(self) -> str:
        """Offer the reading that fits the headings, else only the headings themselves."""
        fitting = HALF_DAYS if self.beyond.half_days else DATES if self.beyond.dates else ""
        plain = _("Use the headings ma, di, wo, do, vr, za, zo, with the hours in the cells.")
        setting = find_setting("werkdagen gelezen als")
        if not fitting or fitting == self.settings.reading or setting is None:
            return plain
        return (
            _("If it is as it looks, set “{setting}” to “{reading}” on the sheet {sheet}.").format(
                setting=setting.words.local,
                reading=dict(setting.choices)[fitting].local,
                sheet=SETTINGS_SHEET.words.local,
            )
            + " "
            + plain
        )

    def read_row(self, row: Row, number: str) -> None:
        validity = self.validity_of(row)
        if row.unread:
            self.unread.add(number)
        if not self.weekdays and not self.read_columns:
            self.place_standard(row, number, validity)
            return
        standard = [key for key in self.weekdays if normalise(row.text(key)) in STANDARD]
        if standard:
            self.place_standard(row, number, validity, standard)
        for key, day in self.weekdays.items():
            if key not in (*row.unread, *standard):
                place = self.table.place(row, key)
                self.read_cell(row.text(key), row, number, _Day(day, place, *validity))
        for column in self.read_columns:
            place = replace(self.table.heading_place(column), cell=reference(row.number, column))
            text = row.extras.get(column, "")
            if column in self.beyond.half_days:
                weekday, half = self.beyond.half_days[column]
                self.read_cell(text, row, number, _Day(weekday, place, *validity), half)
            else:
                on = self.beyond.dates[column]
                if (validity[0] or on) <= on <= (validity[1] or on):
                    self.read_cell(text, row, number, _Day(on.weekday(), place, on, on))

    def validity_of(self, row: Row) -> tuple[date | None, date | None]:
        valid_from, valid_to = row.day("from"), row.day("to")
        if valid_from and valid_to and valid_to < valid_from:
            self.remarks.error(
                self.table.place(row, "to"),
                "ends-before-it-begins",
                _("The last day lies before the first day."),
                _("Check both dates."),
            )
        return valid_from, valid_to

    def place_standard(
        self,
        row: Row,
        number: str,
        validity: tuple[date | None, date | None],
        keys: Sequence[str] = (),
    ) -> None:
        """Give Monday to Friday in the default hours; the word stands in one cell only."""
        for key in keys[1:]:
            self.remarks.error(
                self.table.place(row, key),
                "standard-twice",
                _("“{word}” stands in more than one cell of a row.").format(
                    word=row.text(key)[:40]
                ),
                _(
                    "It means Monday to Friday: type it in one cell, or x in each day with the "
                    "default hours."
                ),
            )
        place = self.table.place(row, keys[0] if keys else "number")
        site = self.site_of(row.text("site"), number, self.table.place(row, "site"))
        self.placed[number].extend(
            (replace(hours, site=site, valid_from=validity[0], valid_to=validity[1]), place)
            for hours in _working_week(self.settings.default)
        )

    def read_cell(
        self, text: str, row: Row, number: str, day: _Day, half: Stretch | None = None
    ) -> None:
        """Read the hours of one day, or of half a day."""
        try:
            parts = (
                pattern_of(text, self.settings.default)
                if half is None
                else half_day_pattern_of(text, half)
            )
        except UnfitError as unfit:
            self.unread.add(number)
            self.report_unfit(text, unfit, day.place)
            return
        for part in parts:
            site = self.site_of(part.site or row.text("site"), number, day.place)
            self.placed[number].extend(
                (
                    WorkingHours(
                        weekday=day.weekday, start_minute=start, end_minute=end, weeks=part.weeks,
                        site=site, valid_from=day.first, valid_to=day.last,
                    ),
                    day.place,
                )
                for start, end in part.stretches
            )  # fmt: skip

    def site_of(self, name: str, number: str, place: Place) -> str | None:
        """
        Return the site in the person's own spelling; report one that is not theirs.

        A name that is nobody's site is an error: taken as a site, all who have it would
        meet each other there and nobody else.
        """
        if not name:
            return None
        own = self.sites.get(number)
        if own is None:  # nobody's row, reported already
            return name
        spelled = next((site for site in own if site.casefold() == name.casefold()), None)
        if spelled is not None:
            return spelled
        if name.casefold() in self.everywhere:
            if number in self.sites:
                self.remarks.warn(
                    place,
                    "site-not-listed",
                    _("“{site}” is not among the sites of {number} ({sites}).").format(
                        site=name[:40], number=number, sites="; ".join(own)
                    ),
                    _("Add the site to the person, or correct the name."),
                )
            return self.everywhere[name.casefold()]
        if len(name) == 1:  # “A x” is a week sooner than a site
            self.report_unfit(name, unknown_weeks(), place)
            return name
        guess = resembling(name, self.everywhere.values())
        self.remarks.error(
            place,
            "unknown-site",
            _("“{site}” is a site of nobody.").format(site=name[:40]),
            _("Is “{guess}” meant?").format(guess=guess)
            if guess
            else _("Add the site to the people who work there, or correct the name."),
        )
        return name

    @cached_property
    def everywhere(self) -> Mapping[str, str]:
        """Every site as it is spelled, by its name without case."""
        return {site.casefold(): site for sites in self.sites.values() for site in sites}

    def report_unfit(self, text: str, unfit: UnfitError, place: Place) -> None:
        self.remarks.error(
            place,
            unfit.code,
            _("{value} was read, but {expected}.").format(value="{value}", expected=unfit.expected),
            unfit.remedy,
            value=f"“{text[:40]}”",
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
    settings: DaySettings,
    sites: Mapping[str, tuple[str, ...]],
    register: Register,
    remarks: Remarks,
) -> WorkingWeeks:
    """
    Read the working hours of everyone in `sites`.

    Where nobody has a row everyone works Monday to Friday in the default hours, and
    so do those with a row in a sheet without days; that is said. Where some have a
    row, whoever has none is an error, unless a row that was reported may be theirs. A
    row without any hours is never there, with a warning.
    """
    usual = _working_week(settings.default)
    if table is None:
        return WorkingWeeks(dict.fromkeys(sites, usual))
    reader = _Reader(table, settings, sites, remarks)
    is_clear = not reader.report_headings()
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
        if is_clear and number in first_rows and not (placed or number in reader.unread):
            remarks.warn(
                table.place(first_rows[number], next(iter(reader.weekdays), "number")),
                "no-hours",
                _("Works on no day at all: {value}."),
                _("Fill in the days; “{word}” in a day is Monday to Friday.").format(
                    word=STANDARD[0]
                ),
                value=number,
            )
    if not sites:
        return WorkingWeeks({})
    if not table.rows or (is_clear and not reader.weekdays and not reader.read_columns):
        remarks.warn(
            table.place(),
            "default-days",
            _("No days are given: everyone is there Monday to Friday in the default hours."),
            _("Add columns ma, di, wo, do, vr if that is not right."),
        )
    if table.rows:
        doubtful = (row.unread["number"] for row in table.rows if "number" in row.unread)
        meant = {number for text in doubtful for number in register.find(text).candidates}
        without = (n for n in sites if n not in first_rows and n not in meant)
        _report_without_row(table, [n for n in without if _is_expected(n, register)], remarks)
    alternating = any(item.weeks is not Weeks.EVERY for items in hours.values() for item in items)
    return WorkingWeeks(hours, alternating)


def _is_expected(number: str, register: Register) -> bool:
    """Tell whether somebody belongs in a roster: who left does not, nor does a line of text."""
    return register.is_present(number) and set(register.people[number].values) > {"number"}


def _report_without_row(table: Table, numbers: list[str], remarks: Remarks) -> None:
    for number in numbers:
        remarks.error(
            table.place(),
            "no-working-days",
            _("Others have a row in this sheet, but not: {value}."),
            _("Add a row for each; “{word}” in a day is Monday to Friday.").format(
                word=STANDARD[0]
            ),
            value=number,
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


#: A closure of more days than this is told of: perhaps a number was forgotten.
_LONG_CLOSURE_DAYS = 31


@dataclass(frozen=True)
class Absences:
    """Absences and windows by personnel number; closures and windows of everyone."""

    absences: Mapping[str, list[Absence]] = field(default_factory=dict)
    windows: Mapping[str, list[MeetingWindow]] = field(default_factory=dict)
    closures: tuple[Absence, ...] = ()
    common_windows: tuple[MeetingWindow, ...] = ()

    def of(self, number: str) -> tuple[Absence, ...]:
        """List the absences of a person, in order of time."""
        return tuple(sorted(self.absences.get(number, []), key=_absence_order))

    def windows_of(self, number: str) -> tuple[MeetingWindow, ...]:
        """List the meeting windows of a person, those of everyone included."""
        windows = [*self.windows.get(number, []), *self.common_windows]
        return tuple(sorted(windows, key=lambda w: (w.weekday, w.start_minute, w.end_minute)))


def _absence_order(absence: Absence) -> tuple[date, date]:
    return absence.first, absence.last or date.max


def read_absences(table: Table | None, remarks: Remarks) -> Absences:
    """Read the sheet; a row of everyone, or without a number, is for all."""
    if table is None:
        return Absences()
    absences: dict[str, list[Absence]] = defaultdict(list)
    windows: dict[str, list[MeetingWindow]] = defaultdict(list)
    for row in table.rows:
        text, is_known = row.text("number"), "number" not in row.unread
        number = "" if is_everyone(text) else text
        if row["kind"] == "absent":
            absence = _read_absence(row, table, remarks)
            if absence is not None and is_known:
                absences[number].append(absence)
                if not text:
                    _report_closure(absence, row, table, remarks)
        elif row["kind"] == "meeting":
            found = _read_windows(row, table, remarks)
            windows[number] += found if is_known else []
    closures = tuple(sorted(absences.pop("", []), key=_absence_order))
    return Absences(absences, windows, closures, tuple(windows.pop("", [])))


def _read_absence(row: Row, table: Table, remarks: Remarks) -> Absence | None:
    for key in ("day", "time"):
        if row[key] is not None:
            remarks.error(
                table.place(row, key),
                "absence-with-time",
                _("An absence is in whole days; a day or time does not belong here."),
                _("Empty the cell, or change the working days of this person."),
            )
    first, last = row.day("from"), row.day("to")
    if first is None:
        if "from" not in row.unread:
            remarks.error(
                table.place(row, "from"),
                "absence-without-start",
                _("An absence needs a first day."),
                _("Fill in the first day."),
            )
        return None
    if "to" in row.unread or not _is_in_order(row, table, remarks):
        return None
    return Absence(first, last)


def _is_in_order(row: Row, table: Table, remarks: Remarks) -> bool:
    first, last = row.day("from"), row.day("to")
    if first is None or last is None or first <= last:
        return True
    remarks.error(
        table.place(row, "to"),
        "ends-before-it-begins",
        _("The last day lies before the first day."),
        _("Check both dates."),
    )
    return False


def _report_closure(absence: Absence, row: Row, table: Table, remarks: Remarks) -> None:
    if absence.last and (absence.last - absence.first).days < _LONG_CLOSURE_DAYS:
        return
    remarks.warn(
        table.place(row, "number"),
        "long-closure",
        _("Without a personnel number this row closes the whole practice for a long time."),
        _("Fill in the personnel number if one person is meant."),
    )


def _read_windows(row: Row, table: Table, remarks: Remarks) -> list[MeetingWindow]:
    for key in ("day", "time"):
        if row[key] is None and key not in row.unread:
            remarks.error(
                table.place(row, key),
                "window-incomplete",
                _("A meeting window needs a day and a time."),
                _("Fill in both, such as di and 09:00-12:00."),
            )
    if row["day"] is None or row["time"] is None or not _is_in_order(row, table, remarks):
        return []
    first, last = row.day("from"), row.day("to")
    return [
        MeetingWindow(
            weekday=day,
            start_minute=start,
            end_minute=end,
            valid_from=first,
            valid_to=last,
        )
        for day in weekdays_of(row.text("day"))
        for start, end in stretches_of(row.text("time"))
    ]


_HALVES: tuple[tuple[Stretch, tuple[str, ...]], ...] = (
    (MORNING, ("ochtend", "ochtends", "voormiddag", "vm", "morning", "am")),
    (AFTERNOON, ("middag", "middags", "namiddag", "nm", "afternoon", "pm")),
)
_HALF_DAYS: Mapping[str, tuple[int, Stretch]] = {
    spelled: (day, half)
    for day, names in enumerate(WEEKDAY_NAMES)
    for name in names
    for half, parts in _HALVES
    for part in parts
    for spelled in (name + part, part + name)
}
_MIDDAY = 12 * 60 + 30
#: Words that make a heading one about when somebody works.
_OF_TIME = frozenset(
    (
        *(name for names in (*WEEKDAY_NAMES, *MONTHS) for name in names),
        *(part for _half, parts in _HALVES for part in parts),
        "avond", "avonden", "avonds", "evening", "nacht", "night",
        "week", "weken", "weeks", "wk", "even", "oneven", "odd",
        "dag", "dagen", "dagdeel", "dagdelen", "day", "days", "werkdag", "werkdagen", "workdays",
        "uur", "uren", "hour", "hours", "tijd", "tijden", "time", "times", "rooster",
        "van", "vanaf", "tot", "begin", "eind", "einde", "start", "stop", "from", "to", "until",
        "vrij", "off", "werkt",
    )
)  # fmt: skip
#: “totaal uren” and “aantal dagen” count what the other columns say.
_COUNTS = frozenset(("totaal", "total", "aantal", "som", "sum"))
_CLOCK = re.compile(r"[0-9]{1,2}\s*[:.uh]\s*[0-9]{2}|[0-9]{1,2}\s*[-–]\s*[0-9]{1,2}|^[0-9]+$")


@dataclass(frozen=True, kw_only=True)
class DayColumns:
    """
    The unknown headings of Werkdagen by number of their column, sorted by what they are.

    `others` speak of time but are neither half days nor dates.
    """

    half_days: Mapping[int, tuple[int, Stretch]]
    dates: Mapping[int, date]
    others: tuple[int, ...]


def sort_headings(extras: Mapping[int, str], sites: Iterable[str]) -> DayColumns:
    """Sort unknown headings; those that have nothing to do with time or place are left out."""
    places = {normalise(site) for site in sites}
    half_days: dict[int, tuple[int, Stretch]] = {}
    dates: dict[int, date] = {}
    others: list[int] = []
    for column, heading in extras.items():
        half, day = _HALF_DAYS.get(normalise(heading)), roster_day(heading)
        if half is not None:
            half_days[column] = half
        elif day is not None:
            dates[column] = day
        elif normalise(heading) in places or is_about_time(heading):
            others.append(column)
    return DayColumns(half_days=half_days, dates=dates, others=tuple(others))


def roster_day(heading: str) -> date | None:
    """
    Return the date that a heading is, with or without its weekday, else None.

    Examples
    --------
    >>> roster_day("ma 4-1-2027"), roster_day("2027-01-04"), roster_day("ma")
    (datetime.date(2027, 1, 4), datetime.date(2027, 1, 4), None)
    """
    first, _blank, rest = heading.partition(" ")
    text = rest if weekday(first) is not None else heading
    try:
        value = typed_date(text).value
    except UnfitError:
        return None
    return value if isinstance(value, date) else None


def is_about_time(heading: str) -> bool:
    """Tell whether a heading speaks of days, weeks or hours."""
    words = set(heading_words(heading))
    return bool(_CLOCK.search(heading.strip()) or (_OF_TIME & words and not _COUNTS & words))


def half_day_pattern_of(text: str, half: Stretch) -> tuple[PatternPart, ...]:
    """Read a cell in the column of half a day, where x is that half; see `pattern_of`."""
    parts = pattern_of(text, (half,))
    first, last = (0, AFTERNOON[0]) if half == MORNING else (_MIDDAY, 24 * 60)
    if all(first <= start and end <= last for part in parts for start, end in part.stretches):
        return parts
    raise UnfitError(
        "outside-half-day",
        _("these hours are not in that half of the day"),
        _("Type x, or the hours in the other column."),
    )
