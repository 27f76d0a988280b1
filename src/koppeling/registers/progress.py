"""The sheet Voortgang, and what Junioren says beside pairing, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from koppeling.domain.period import Quarter
from koppeling.workbook.read.reader import Reading
from koppeling.workbook.read.tables import Row


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
            accreditation_until=row.day("accreditation_until"),
            review_date=row.day("review_date"),
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
            reregistration_date=row.day("reregistration_date"),
        )
        for row in (table.rows if table else ())
        if row.text("number")
    }


def _decimal(row: Row, key: str) -> float | None:
    value = row[key]
    return float(value) if isinstance(value, int | float) else None


@dataclass(frozen=True, kw_only=True)
class Figures:
    """
    A row of Voortgang: one person in one quarter; None is not known.

    `satisfaction` 0..10; `quality_check` and `direct_time` in percent;
    `accreditation_until` is the last day of the accreditation.
    """

    number: str
    quarter: Quarter
    satisfaction: float | None = None
    quality_check: float | None = None
    direct_time: float | None = None
    accreditation_until: date | None = None
    review_date: date | None = None
    is_review_positive: bool | None = None


@dataclass(frozen=True, kw_only=True)
class TrackRecord:
    """
    What Junioren says of a junior that has no part in pairing.

    `already_held` counts meetings from before koppeling was used, None when
    not filled in; `specialisation` is as typed (*ja*, or the name of it).
    """

    number: str
    already_held: int | None = None
    specialisation: str = ""
    course_days: float | None = None
    reregistration_date: date | None = None
