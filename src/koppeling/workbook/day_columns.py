"""Headings of Werkdagen beside the weekdays: half days, dates, and what else speaks of time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from koppeling.locale import _
from koppeling.workbook.dates import MONTHS, typed_date
from koppeling.workbook.parsed import UnfitError
from koppeling.workbook.shapes import heading_words, normalise
from koppeling.workbook.week import (
    AFTERNOON,
    MORNING,
    WEEKDAY_NAMES,
    PatternPart,
    Stretch,
    pattern_of,
    weekday,
)

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
