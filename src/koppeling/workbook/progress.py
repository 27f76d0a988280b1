"""The sheet Voortgang, and what Junioren says beside pairing, as plain values."""

from __future__ import annotations

from datetime import date

from koppeling.domain.period import Quarter
from koppeling.domain.progress import Figures, TrackRecord
from koppeling.workbook.reader import Reading
from koppeling.workbook.tables import Row


def read_figures(reading: Reading) -> tuple[Figures, ...]:
    """
    Read the rows of Voortgang, in order of person and quarter.

    A row without a person or a quarter was reported when it was read, and is
    passed over. Of two rows for one person and quarter the last one counts.
    """
    table = reading.table("progress")
    found: dict[tuple[str, Quarter], Figures] = {}
    for row in table.rows if table else ():
        try:
            quarter = Quarter.parse(row.text("quarter"))
        except ValueError:
            continue
        number = row.text("number")
        if not number:
            continue
        positive = row["review_positive"]
        found[number, quarter] = Figures(
            number=number,
            quarter=quarter,
            satisfaction=_decimal(row, "satisfaction"),
            quality_check=_decimal(row, "quality_check"),
            direct_time=_decimal(row, "direct_time"),
            accreditation_until=_day(row, "accreditation_until"),
            review_date=_day(row, "review_date"),
            is_review_positive=positive if isinstance(positive, bool) else None,
        )
    return tuple(found[key] for key in sorted(found))


def read_records(reading: Reading) -> dict[str, TrackRecord]:
    """Read what Junioren has on each junior beside pairing, by number."""
    table = reading.table("juniors")
    return {
        row.text("number"): TrackRecord(
            number=row.text("number"),
            already_held=held if isinstance(held := row["already_held"], int) else None,
            specialisation=row.text("specialised"),
            course_days=_decimal(row, "course_days"),
            reregistration_date=_day(row, "reregistration_date"),
        )
        for row in (table.rows if table else ())
        if row.text("number")
    }


def _decimal(row: Row, key: str) -> float | None:
    value = row[key]
    return float(value) if isinstance(value, int | float) else None


def _day(row: Row, key: str) -> date | None:
    value = row[key]
    return value if isinstance(value, date) else None
