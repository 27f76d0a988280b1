"""Times in a week as people write them: hours, weekdays, moments, working patterns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from koppeling.domain.period import CELL_MINUTES, WEEKDAYS_NL, Slot, Weeks
from koppeling.locale import _
from koppeling.workbook.read.grids import Cell, Tag
from koppeling.workbook.read.parsed import Parsed, UnfitError, clean
from koppeling.workbook.schema.people import HALF_DAYS
from koppeling.workbook.schema.shapes import Field

Stretch = tuple[int, int]

_CLOCK = r"([01]?[0-9]|2[0-4])(?:[:.uh]([0-5][0-9])|u|h)?"
_STRETCH = re.compile(rf"{_CLOCK}\s*(?:-|–|—|tot|to|t/m)\s*{_CLOCK}(?:\s*(?:uur|u|h))?")
WEEKDAY_NAMES = (
    ("ma", "maandag", "mon", "monday"), ("di", "dinsdag", "tue", "tuesday"),
    ("wo", "woensdag", "wed", "wednesday"), ("do", "donderdag", "thu", "thursday"),
    ("vr", "vrijdag", "fri", "friday"), ("za", "zaterdag", "sat", "saturday"),
    ("zo", "zondag", "sun", "sunday"),
)  # fmt: skip
_WEEKS = {
    "even": Weeks.EVEN,
    "oneven": Weeks.ODD,
    "odd": Weeks.ODD,
}
_MORNING, _AFTERNOON = ((one.nl, one.en) for one in HALF_DAYS)
#: In one cell of Werkdagen: Monday to Friday in the default hours.
STANDARD = ("standaard", "standard")
_DEFAULT = ("x", "ja", "yes", "1")
_OFF = ("-", "nee", "no", "vrij", "off", "0")
MORNING: Stretch = (8 * 60 + 30, 12 * 60 + 30)
AFTERNOON: Stretch = (13 * 60, 17 * 60)


@dataclass(frozen=True)
class PatternPart:
    """One part of a cell of Werkdagen: in which weeks, where, and when."""

    weeks: Weeks
    site: str | None
    stretches: tuple[Stretch, ...]


def clock(minutes: int) -> str:
    """Write minutes from midnight as `08:30`."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def stretches_of(text: str) -> tuple[Stretch, ...]:
    """
    Read `08:30-12:30; 13:00-17:00` into minutes from midnight.

    Raises
    ------
    UnfitError
        When a part is no stretch of time, ends before it begins, or two overlap.
    """
    found = [_stretch(part) for part in text.split(";") if part.strip()]
    ordered = sorted(found)
    if any(later[0] < earlier[1] for earlier, later in pairwise(ordered)):
        raise UnfitError(
            "overlapping-times", _("two stretches of time overlap"), _("Join the two.")
        )
    return tuple(ordered)


def _stretch(text: str) -> Stretch:
    match = _STRETCH.fullmatch(text.strip().casefold())
    if match is None:
        raise UnfitError(
            "not-a-time",
            _("times such as 08:30-17:00 were expected"),
            _("Type from when to when: 08:30-17:00; several separated by a semicolon."),
        )
    hours, minutes, end_hours, end_minutes = (int(part or 0) for part in match.groups())
    start, end = hours * 60 + minutes, end_hours * 60 + end_minutes
    if not start < end <= 24 * 60:
        raise UnfitError(
            "ends-before-it-begins",
            _("the end must be later than the beginning, on the same day"),
            _("Check both times."),
        )
    return start, end


def parse_stretches(_cell: Cell, text: str, _field: Field) -> Parsed:
    """Read a cell with times; the value is `08:30-12:30; 13:00-17:00`."""
    stretches = stretches_of(text)
    return Parsed("; ".join(f"{clock(start)}-{clock(end)}" for start, end in stretches) or None)


def parse_clock(cell: Cell, text: str, _field: Field) -> Parsed:
    """Read a time of day; the value is `10:00`."""
    match = re.fullmatch(_CLOCK, text.casefold())
    if match is None or cell.tag not in (Tag.TEXT, Tag.MINUTES):
        raise UnfitError(
            "not-a-time", _("a time such as 10:00 was expected"), _("Type a time such as 10:00.")
        )
    return Parsed(f"{int(match[1]):02d}:{match[2] or '00'}")


def weekday(text: str) -> int | None:
    """Return the weekday that a word names, 0 for Monday, else None."""
    word = text.strip().casefold().rstrip(".")
    return next((day for day, names in enumerate(WEEKDAY_NAMES) if word in names), None)


def weekdays_of(text: str) -> tuple[int, ...]:
    """Read `ma; wo`, `ma di do` or `ma-vr` into weekdays, 0 for Monday."""
    days: set[int] = set()
    for part in re.split(r"[;,/\s]+|\ben\b|\band\b", re.sub(r"\s*[-–]\s*", "-", text)):
        if not part:
            continue
        ends = [weekday(word) for word in part.split("-")]
        if None in ends or len(ends) > 2:
            raise _not_a_weekday()
        first, last = ends[0], ends[-1]
        if first is None or last is None or last < first:
            raise _not_a_weekday()
        days.update(range(first, last + 1))
    return tuple(sorted(days))


def _not_a_weekday() -> UnfitError:
    return UnfitError(
        "not-a-weekday",
        _("weekdays such as ma or ma; wo were expected"),
        _("Type ma, di, wo, do, vr, za or zo; several separated by a semicolon."),
    )


def parse_weekdays(_cell: Cell, text: str, _field: Field) -> Parsed:
    """Read a cell with weekdays; the value is `ma; wo`."""
    return Parsed("; ".join(WEEKDAYS_NL[day] for day in weekdays_of(text)) or None)


def parse_slot(_cell: Cell, text: str, _field: Field) -> Parsed:
    """Read a weekly moment on the half-hour grid; the value is `di 10:00`."""
    match = re.fullmatch(rf"([a-z]+)\.?\s+{_CLOCK}(?:\s*(?:uur|u|h))?", text.casefold())
    day = weekday(match[1]) if match else None
    if match is None or day is None or int(match[2]) > 23:
        raise UnfitError(
            "not-a-moment",
            _("a weekly moment such as di 10:00 was expected"),
            _("Type the weekday and the time: di 10:00."),
        )
    minutes = int(match[2]) * 60 + int(match[3] or 0)
    if minutes % CELL_MINUTES:
        raise UnfitError(
            "off-the-grid",
            _("a weekly moment begins at the hour or at half past"),
            _("Choose the nearest half hour, such as di 10:00."),
        )
    return Parsed(str(Slot(day, minutes // CELL_MINUTES)))


@lru_cache(maxsize=4096)
def pattern_of(text: str, default: tuple[Stretch, ...]) -> tuple[PatternPart, ...]:
    """
    Read a cell of Werkdagen, parts separated by `;`.

    Each part is [even|oneven] [site] hours, in that order; hours are `x` (the
    `default`), `ochtend`, `middag` or `08:30-17:00`. An empty cell and `-` are off.

    Raises
    ------
    UnfitError
        When a part has no hours that can be read.
    """
    parts = [part.strip() for part in text.split(";") if part.strip()]
    if len(parts) == 1 and parts[0].casefold() in _OFF:
        return ()
    return tuple(_pattern_part(part, default) for part in parts)


#: “even week:” and “odd weeks” say no more than “even” and “odd”.
_WEEKS_FIRST = re.compile(
    r"(even|oneven|odd)(?:\s+(?:week|weken|weeks|wk))?(?:\s*:\s*|\s+)", re.IGNORECASE
)
#: Speaks of weeks, but not of even or odd ones: “week 1: x”, “om de week x”, “1e week x”.
_OTHER_WEEKS = re.compile(
    r"\b(?:on)?(?:even)?-?week(?:en|s)?\b|\bwk\b|^[0-9]{1,2}(?:e|ste|de|st|nd)?$|\b(?:even|odd)\s*/"
    r"|\boneven\s*/|^(?:om de|om en om|elke|iedere|afwisselend|every|alternat\w*)\b",
    re.IGNORECASE,
)


def unknown_weeks() -> UnfitError:
    """Return the refusal of a cell that speaks of weeks without saying even or odd."""
    return UnfitError(
        "unknown-weeks",
        _("it does not say whether that is in even or in odd weeks"),
        _("Write “even x” or “odd x” (a week is even when its number in the calendar is)."),
    )


def _pattern_part(text: str, default: tuple[Stretch, ...]) -> PatternPart:
    named = _WEEKS_FIRST.match(text)
    weeks = _WEEKS[named[1].casefold()] if named else Weeks.EVERY
    site, stretches = _site_and_hours(text[named.end() :] if named else text, default)
    if _OTHER_WEEKS.search(site):
        raise unknown_weeks()
    if re.search(r"[0-9]\s*[:.\-–][0-9]", site) or set(site.casefold().split()) & set(_WEEKS):
        raise UnfitError(
            "not-working-hours",
            _("the parts were expected in the order even/odd, site, hours"),
            _("Write it as “even Noord 08:30-17:00” and separate several parts by a semicolon."),
        )
    return PatternPart(weeks, clean(site) or None, stretches)


def _site_and_hours(text: str, default: tuple[Stretch, ...]) -> tuple[str, tuple[Stretch, ...]]:
    before, _space, word = text.rpartition(" ")
    named = word.casefold()
    if named in _DEFAULT:
        return before, default
    if named in _MORNING:
        return before, (MORNING,)
    if named in _AFTERNOON:
        return before, (AFTERNOON,)
    match = re.search(rf"(?:^|\s)({_STRETCH.pattern})$", text, re.IGNORECASE)
    if match is None:
        raise UnfitError(
            "not-working-hours",
            _("working hours such as x or 08:30-17:00 were expected"),
            _("Type from when to when: 08:30-17:00, or x for the default hours."),
        )
    return text[: match.start()], (_stretch(match[1]),)
