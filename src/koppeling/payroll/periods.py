"""Pay periods: a month, one of thirteen spells of four weeks, or a quarter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from koppeling.domain.period import Quarter, add_months
from koppeling.errors import KoppelingError
from koppeling.locale import _

PERIODS_A_YEAR = 13
_FOUR_WEEKS = timedelta(weeks=4)


class PeriodError(KoppelingError, ValueError):
    """A pay period that does not exist, or that the profile does not know."""


class PeriodKind(StrEnum):
    """How long a pay period is; the values are those of a profile."""

    MONTH = "month"
    FOUR_WEEKS = "four-weeks"
    QUARTER = "quarter"


@dataclass(frozen=True, kw_only=True)
class PayPeriod:
    """
    One pay period, `first` and `last` day included.

    `number` counts within `year`: 1 to 12, 13 or 4. As text `2027-02`,
    `2027-P02` or `2027-Q1`.
    """

    kind: PeriodKind
    year: int
    number: int
    first: date
    last: date

    def __str__(self) -> str:
        if self.kind is PeriodKind.MONTH:
            return f"{self.year}-{self.number:02d}"
        if self.kind is PeriodKind.FOUR_WEEKS:
            return f"{self.year}-P{self.number:02d}"
        return f"{self.year}-Q{self.number}"

    def covers(self, day: date) -> bool:
        """Tell whether `day` falls in the period."""
        return self.first <= day <= self.last


def parse_period(
    text: str, kinds: tuple[PeriodKind, ...], starts: Mapping[int, date] | None = None
) -> PayPeriod:
    """
    Read a pay period.

    `2027-02` is February; where a profile knows spells of four weeks only, it
    is the second one, as is `2027-P02` always. `2027-Q1` is a quarter.

    Parameters
    ----------
    text : str
        As typed.
    kinds : tuple of PeriodKind
        What the profile knows.
    starts : mapping of int to date
        First day of the first spell of four weeks, by year (from the profile;
        thirteen spells never follow from quarters).

    Raises
    ------
    PeriodError
        If there is no such period, the profile does not know its kind, or its
        start is not in the profile.
    """
    period = _parse(text, kinds, starts or {})
    if period.kind not in kinds:
        raise PeriodError(
            _("This profile has no period such as {text}; it has: {kinds}.").format(
                text=text, kinds=", ".join(shape(kind) for kind in kinds)
            )
        )
    return period


def _parse(text: str, kinds: tuple[PeriodKind, ...], starts: Mapping[int, date]) -> PayPeriod:
    compact = text.strip().upper()
    spell = re.fullmatch(r"(\d{4})-?(P|4W)(\d{1,2})", compact)
    month = re.fullmatch(r"(\d{4})-(\d{1,2})", compact)
    if month and PeriodKind.MONTH not in kinds and PeriodKind.FOUR_WEEKS in kinds:
        return _four_weeks(int(month[1]), int(month[2]), starts)
    try:
        if spell:
            return _four_weeks(int(spell[1]), int(spell[3]), starts)
        if month:
            return _month(int(month[1]), int(month[2]))
        quarter = Quarter.parse(text)
    except PeriodError:
        raise
    except ValueError:
        raise PeriodError(
            _("“{text}” is no period; write {shapes}.").format(
                text=text, shapes=", ".join(shape(kind) for kind in PeriodKind)
            )
        ) from None
    return PayPeriod(
        kind=PeriodKind.QUARTER,
        year=quarter.year,
        number=quarter.number,
        first=quarter.first_day,
        last=quarter.last_day,
    )


def _month(year: int, number: int) -> PayPeriod:
    first = date(year, number, 1)
    last = add_months(first, 1) - timedelta(days=1)
    return PayPeriod(kind=PeriodKind.MONTH, year=year, number=number, first=first, last=last)


def _four_weeks(year: int, number: int, starts: Mapping[int, date]) -> PayPeriod:
    if not 1 <= number <= PERIODS_A_YEAR:
        raise PeriodError(_("A year has 13 periods of four weeks: P01 to P13."))
    if year not in starts:
        raise PeriodError(
            _(
                "The first day of the first period of four weeks of {year} is not known. {remedy}"
            ).format(year=year, remedy=_remedy(year))
        )
    first = starts[year] + (number - 1) * _FOUR_WEEKS
    last = first + _FOUR_WEEKS - timedelta(days=1)
    if number == PERIODS_A_YEAR:
        if year + 1 not in starts:
            raise PeriodError(
                _(
                    "Period {year}-P13 begins on {first} and ends where {next} begins; that day is "
                    "not known: it may have four weeks or five. {remedy}"
                ).format(
                    year=year, first=f"{first:%d-%m-%Y}", next=year + 1, remedy=_remedy(year + 1)
                )
            )
        last = starts[year + 1] - timedelta(days=1)  # some years have a week more
    return PayPeriod(kind=PeriodKind.FOUR_WEEKS, year=year, number=number, first=first, last=last)


def _remedy(year: int) -> str:
    """Tell where the first day of a year goes; the Monday of week 1 is an example, no guess."""
    return _(
        "Give it in a profile of your own, under [period_starts], as year-month-day; your payroll "
        "package tells which day it is. For example: {year} = {day}."
    ).format(year=year, day=date.fromisocalendar(year, 1, 1))


def is_in_four_weeks(day: date, starts: Mapping[int, date]) -> bool:
    """
    Tell whether a day falls in a period of four weeks that is known.

    Without the first day of the next year the thirteenth period has no end,
    so it is not known either.
    """
    return any(
        first <= day < starts.get(year + 1, first + (PERIODS_A_YEAR - 1) * _FOUR_WEEKS)
        for year, first in starts.items()
    )


def shape(kind: PeriodKind) -> str:
    """Tell how a period of some kind is written."""
    return {
        PeriodKind.MONTH: _("2027-02 (month)"),
        PeriodKind.FOUR_WEEKS: _("2027-P02 (four weeks)"),
        PeriodKind.QUARTER: _("2027-Q1 (quarter)"),
    }[kind]
