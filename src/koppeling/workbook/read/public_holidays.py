"""Dutch public holidays, Good Friday a working day or not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from koppeling.domain.period import Quarter

#: Easter Sunday minus this is Good Friday, whatever a locale calls it.
_GOOD_FRIDAY = timedelta(days=2)


def list_holidays(quarters: Sequence[Quarter], *, is_good_friday_working: bool) -> frozenset[date]:
    """List the public holidays of the years of `quarters` and one on either side."""
    # The package loads every country; it is only needed once the input is read.
    from holidays.countries.netherlands import Netherlands

    years = range(quarters[0].year - 1, quarters[-1].year + 2)
    days = frozenset(Netherlands(years=years, categories=("public",)).keys())  # type: ignore[no-untyped-call]
    if not is_good_friday_working:
        return days
    return days - {easter_sunday(year) - _GOOD_FRIDAY for year in years}


def easter_sunday(year: int) -> date:
    """
    Return Easter Sunday (the anonymous Gregorian method of Nature, 1876).

    Examples
    --------
    >>> easter_sunday(2027)
    datetime.date(2027, 3, 28)
    """
    golden = year % 19
    century, rest = divmod(year, 100)
    leaps, leap_rest = divmod(century, 4)
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leaps - moon + 15) % 30
    weekday = (32 + 2 * leap_rest + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
