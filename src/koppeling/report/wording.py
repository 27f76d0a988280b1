"""Dates, hours, rhythms and the names of sheets in words, for what people read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from koppeling.domain.meeting import MeetingKind
from koppeling.domain.period import Slot
from koppeling.domain.trajectory import Phase, Unit
from koppeling.locale import _, current, ngettext
from koppeling.workbook.schema.results import result_sheet
from koppeling.workbook.schema.shapes import yes_or_no
from koppeling.workbook.write.columns import in_use

#: What stands where nothing is known, so that somebody can write it in.
BLANK = "…………………………"


def day(value: date | None) -> str:
    """Write a date as 12-01-2027, or leave room for it."""
    return BLANK if value is None else f"{value:%d-%m-%Y}"


def long_day(value: date) -> str:
    """Write a date with its weekday: `dinsdag 12-01-2027`."""
    return f"{weekday(value.weekday())} {value:%d-%m-%Y}"


def around(value: date) -> str:
    """Write a date on which nothing was agreed yet; its weekday would say nothing."""
    return _("around {day}").format(day=day(value))


def weekday(number: int) -> str:
    """Name a weekday, 0 being Monday."""
    return (
        _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"),
        _("Sunday"),
    )[number]  # fmt: skip


def clock(minute: int | None) -> str:
    """Write a minute of the day as 10:30, or leave room for it."""
    return BLANK if minute is None else f"{minute // 60:02d}:{minute % 60:02d}"


def moment(slot: Slot) -> str:
    """Write a weekly moment: `dinsdag om 10:00`."""
    return _("{weekday} at {time}").format(
        weekday=weekday(slot.weekday), time=clock(slot.cell * 30)
    )


def number(value: float, decimals: int = 1) -> str:
    """Write a number with at most so many decimals, as the reader does: 17,5 or 17.5."""
    text = f"{value:.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text if current() == "en" else text.replace(".", ",")


def hours(minutes: float) -> str:
    """
    Write minutes as hours, to the minute where two decimals can: `17,5`.

    Examples
    --------
    >>> hours(1050), hours(45)
    ('17,5', '0,75')
    """
    return number(minutes / 60, 2)


def percent(value: float) -> str:
    """Write a percentage: `75%`."""
    return f"{number(value)}%"


def meetings(count: int, minutes: float) -> str:
    """Write a number of meetings with their hours: `6 overleggen, 3 uur`."""
    return ngettext(
        "{count} meeting, {hours} hours", "{count} meetings, {hours} hours", count
    ).format(count=count, hours=hours(minutes))


def rhythm(phase: Phase) -> str:
    """Write how often a phase meets: `elke 2 weken`; a single meeting has no rhythm."""
    if phase.count == 1:
        return _("once")
    every = phase.every
    if phase.unit is Unit.MONTHS:
        return ngettext("every month", "every {every} months", every).format(every=every)
    if phase.unit is Unit.WEEKS:
        return ngettext("every week", "every {every} weeks", every).format(every=every)
    return ngettext("every day", "every {every} days", every).format(every=every)


def listed(items: tuple[str, ...] | list[str]) -> str:
    """Write a list in a sentence, room to write where it is empty."""
    return ", ".join(items) or BLANK


def told(value: object) -> object:  # noqa: PLR0911 - a line for each kind of value
    """
    Write what a template prints in words, whatever the template took.

    A practice's own template may print a list, a row of one or a truth as it
    is. What is text already stays what it is, and so does what Jinja knows as
    marked up or missing.

    Raises
    ------
    TypeError
        For what has no words: a function, for instance.

    Examples
    --------
    >>> told(["rust", "ritme"]), told({"number": "0012", "name": "Anouk"}), told(7.5)
    ('rust; ritme', 'Anouk (0012)', '7,5')
    """
    if isinstance(value, bool):
        return yes_or_no(value)
    if value is None:
        return BLANK
    if isinstance(value, int | float):
        return number(value, 2)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Mapping):
        if value.keys() == {"number", "name"}:
            return f"{value['name']} ({value['number']})"
        return ", ".join(str(told(part)) for part in value.values())
    if isinstance(value, str) or hasattr(value, "__html__"):
        return value
    if isinstance(value, Iterable):  # of texts with commas in them
        return "; ".join(str(told(part)) for part in value) or BLANK
    raise TypeError(
        _("it prints something that is no text ({kind})").format(kind=type(value).__name__)
    )


def kind(value: MeetingKind) -> str:
    """Name a kind of guidance."""
    return {
        MeetingKind.GROUP: lambda: _("group guidance"),
        MeetingKind.EXTRA: lambda: _("extra guidance"),
    }.get(value, lambda: _("guidance"))()


def phase_name(phase: Phase, at: int) -> str:
    """Name a phase: the built-in ones in the language in use, others as typed, else a number."""
    known = {
        "jaar 1, eerste helft": lambda: _("year 1, first half"),
        "jaar 1, tweede helft": lambda: _("year 1, second half"),
        "jaar 2": lambda: _("year 2"),
        "jaar 3": lambda: _("year 3"),
    }
    if phase.name in known:
        return known[phase.name]()
    return phase.name or _("phase {number}").format(number=at + 1)


def handbook_themes() -> tuple[str, ...]:
    """List the themes of the team handbook, which guidance goes by (P27)."""
    return (
        _("working for the client"),
        _("working together, also with other disciplines"),
        _("pleasure in work"),
        _("planning the agenda efficiently"),
        _("keeping files"),
    )


def title(sheet: str) -> str:
    """Return the name of a result sheet, such as `Koppelvoorstel`."""
    return in_use(result_sheet(sheet).words)


def heading(sheet: str, column: str) -> str:
    """Return the heading of a column of a result sheet, such as `besluit`."""
    return in_use(result_sheet(sheet).column(column).words)


def word(sheet: str, column: str, canonical: str) -> str:
    """Return the word that people read for a canonical value, such as `behouden`."""
    return in_use(dict(result_sheet(sheet).column(column).choices)[canonical])
