"""Good Friday is found by its date in what the package `holidays` lists."""

from __future__ import annotations

from datetime import date

from koppeling.domain.period import Quarter
from koppeling.workbook.read.public_holidays import list_holidays


def test_good_friday_may_be_a_working_day() -> None:
    """It alone goes, whatever it is called."""
    quarters = [Quarter(2027, 1)]
    off = list_holidays(quarters, is_good_friday_working=False)
    working = list_holidays(quarters, is_good_friday_working=True)
    assert off - working == {date(2026, 4, 3), date(2027, 3, 26), date(2028, 4, 14)}
    assert date(2027, 4, 27) in working


def test_our_easter_is_that_of_the_package() -> None:
    """In every year of a century a Friday goes that the package lists."""
    for year in range(2000, 2100, 3):
        off = list_holidays([Quarter(year, 1)], is_good_friday_working=False)
        working = list_holidays([Quarter(year, 1)], is_good_friday_working=True)
        gone = sorted(off - working)
        assert [day.year for day in gone] == [year - 1, year, year + 1]
        assert {day.weekday() for day in gone} == {4}
