"""The words in which a manager reads codes, goals and numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from koppeling.domain.instance import DiscRule, Level
from koppeling.domain.result import Code, LevelResult
from koppeling.locale import _, current, ngettext
from koppeling.workbook.read.remarks import listed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from koppeling.domain.finding import Finding
    from koppeling.domain.instance import Instance

_CELLS_SHOWN = 8


def names_by_number(instance: Instance) -> dict[str, str]:
    """Map every personnel number to the person's name."""
    return {person.number: person.name for person in (*instance.juniors, *instance.seniors)}


def person(number: str, names: Mapping[str, str]) -> str:
    """Write somebody as number and name; the number alone when the name is unknown."""
    return f"{number} {names.get(number, '')}".strip()


def cells(finding: Finding) -> str:
    """Write the cells of a finding; of a long list the first ones, and how many more."""
    return listed(finding.cells, _CELLS_SHOWN)


def number(value: float, decimals: int = 0) -> str:
    """
    Write a number the way the reader does: `1.834,5` in Dutch, `1,834.5` in English.

    Examples
    --------
    >>> number(1834.5, 1)
    '1.834,5'
    """
    text = f"{value:,.{decimals}f}"
    return text if current() == "en" else text.translate(str.maketrans(",.", ".,"))


def hours(minutes: float) -> str:
    """Write minutes as hours with one decimal: `5,5`; two where a quarter hour needs them."""
    return number(minutes / 60, 1 if minutes % 6 == 0 else 2)


def percent(share: float) -> str:
    """Write a share (1.0 is all) as a whole percentage."""
    return f"{number(100 * share)}%"


def reason(code: Code, count: int) -> str:
    """Say in a few words at how many seniors `code` stands in the way."""
    return _REASONS[code]().format(count=count)


def reasons(counts: Mapping[Code, int]) -> str:
    """Say what stands in the way, the most frequent first."""
    ranked = sorted(counts.items(), key=lambda item: (-item[1], list(Code).index(item[0])))
    return "; ".join(reason(code, count) for code, count in ranked if count)


_REASONS = {
    Code.SAME_PERSON: lambda: _("is the same person ({count})"),
    Code.FORBIDDEN: lambda: _("may not be paired ({count})"),
    Code.OUT: lambda: _("senior away this quarter ({count})"),
    Code.NO_MOMENT: lambda: _("no moment together ({count})"),
    Code.SITE: lambda: _("other site ({count})"),
    Code.COACH: lambda: _("senior does not coach ({count})"),
    Code.REGISTRATION: lambda: _("registration missing ({count})"),
    Code.DOMAIN: lambda: _("other field of work ({count})"),
    Code.TIME_JUNIOR: lambda: _("junior has too little time ({count})"),
    Code.TIME_SENIOR: lambda: _("senior has too few hours ({count})"),
    Code.FULL: lambda: _("senior is full ({count})"),
}


def goal(level: Level) -> str:
    """Name a goal in plain words."""
    return {
        Level.PLACED: lambda: _("Most juniors placed"),
        Level.KEPT: lambda: _("Most running pairs kept"),
        Level.SERVED: lambda: _("Most guidance given"),
        Level.PEAK: lambda: _("No senior too busy"),
        Level.QUALITY: lambda: _("Best match (points)"),
        Level.EVEN: lambda: _("Work evenly spread"),
        Level.DRAW: lambda: _("Fair draw between equals"),
    }[level]()


def goal_with_unit(level: Level) -> str:
    """Name a goal with the unit of its raw value, for a table."""
    unit = {
        Level.SERVED: lambda: _("minutes"),
        Level.PEAK: lambda: _("thousandths of the hours"),
        Level.EVEN: lambda: _("lower is more even"),
        Level.DRAW: lambda: _("lower wins"),
    }.get(level)
    return f"{goal(level)} ({unit()})" if unit else goal(level)


def amount(level: Level, value: int | None) -> str:
    """
    Write the value of a goal with its unit; nothing where the number says nothing to people.

    Parameters
    ----------
    level : Level
        The goal.
    value : int or None
        As in `LevelResult`: counts, minutes, thousandths or points.

    Returns
    -------
    str
        `28`, `112,5 uur`, `90%`, `1.834 punten`; `-` when unknown, or for the
        even spread and the draw, whose numbers only compare.
    """
    if value is None or level in (Level.EVEN, Level.DRAW):
        return "-"
    if level is Level.SERVED:
        return _("{hours} hours").format(hours=hours(value))
    if level is Level.PEAK:
        return percent(value / 1000)
    if level is Level.QUALITY:
        return ngettext("{points} point", "{points} points", value).format(points=number(value))
    return number(value)


def room_left(level: LevelResult) -> str:
    """Say how far a goal that is not proven may still be from the best."""
    if level.level is Level.DRAW:
        return _("not finished; it only decides between equals")
    if level.level is Level.EVEN and 0 < (level.gap or 0) < 1:  # a bound of nought tells nothing
        return _("at most {share} better is possible").format(share=percent(level.gap or 0))
    if level.level is Level.EVEN or level.value is None or level.bound is None:
        return _("how much better it could be is not known")
    return _("{value} now; better than {bound} is impossible").format(
        value=amount(level.level, level.value), bound=amount(level.level, level.bound)
    )


def disc_rule(rule: DiscRule) -> str:
    """Say under which DiSC rule something holds."""
    return {
        DiscRule.SIMILARITY: lambda: _("under similarity"),
        DiscRule.COMPLEMENT: lambda: _("under complement"),
        DiscRule.WARMTH: lambda: _("under warmth"),
        DiscRule.PACE: lambda: _("under pace"),
        DiscRule.MATRIX: lambda: _("under your own matrix"),
        DiscRule.OFF: lambda: _("without DiSC"),
    }[rule]()
