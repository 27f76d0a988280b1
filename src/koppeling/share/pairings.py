"""The pairings in a file of their own: who guides whom, from when to when, for how many hours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from koppeling.domain.instance import Instance, PairingStatus
from koppeling.domain.meeting import GUIDANCE_KINDS, Meeting, MeetingStatus
from koppeling.workbook.schema.registry import Words
from koppeling.workbook.schema.shapes import words
from koppeling.workbook.write.separated import for_machines, for_people

_HEADINGS: tuple[Words, ...] = (
    words(("junior", "junior")),
    words(("senior", "senior")),
    words(("van", "from")),
    words(("tot en met", "to")),
    words(("uren dit kwartaal", "hours this quarter")),
    words(("kostenplaats", "cost centre")),
)
_COUNTED = (MeetingStatus.PLANNED, MeetingStatus.HELD)


@dataclass(frozen=True, kw_only=True, order=True)
class PairingLine:
    """
    One pairing in the quarter of the workbook.

    `first` and `last` are the days of the pairing, `last` None while it runs
    on; `minutes` are of one side in the quarter; the cost centre is the
    junior's.
    """

    junior: str
    senior: str
    first: date
    last: date | None
    minutes: int
    cost_centre: str


def list_pairings(
    pairs: Mapping[str, str],
    instance: Instance,
    meetings: Iterable[Meeting],
    cost_centres: Mapping[str, str],
) -> tuple[PairingLine, ...]:
    """
    List the pairs in force, in order of junior number.

    Parameters
    ----------
    pairs : mapping of str to str
        Junior → senior, decided.
    instance : Instance
        The input: when a pair began, and when it ends.
    meetings : iterable of Meeting
        Dated meetings; those of the quarter, planned or held, give the hours.
    cost_centres : mapping of str to str
        By junior number.
    """
    quarter = instance.settings.quarter
    minutes: dict[tuple[str, str], int] = {}
    for meeting in meetings:
        if (
            meeting.kind in GUIDANCE_KINDS
            and meeting.status in _COUNTED
            and meeting.day is not None
            and quarter.first_day <= meeting.day <= quarter.last_day
        ):
            for junior in meeting.juniors:
                key = (junior, meeting.senior or "")
                minutes[key] = minutes.get(key, 0) + meeting.minutes
    return tuple(
        PairingLine(
            junior=junior,
            senior=senior,
            first=_first_day(instance, junior, senior),
            last=_last_day(instance, junior, senior),
            minutes=minutes.get((junior, senior), 0),
            cost_centre=cost_centres.get(junior, ""),
        )
        for junior, senior in sorted(pairs.items())
    )


def _first_day(instance: Instance, junior: str, senior: str) -> date:
    """Return since when: as the running pairing says, else the first day it can."""
    since = [
        row.since
        for row in instance.pairings
        if (row.junior, row.senior) == (junior, senior) and row.since is not None
        if row.status in (PairingStatus.RUNNING, PairingStatus.LOCKED)
    ]
    if since:
        return max(since)
    person = next((each for each in instance.juniors if each.number == junior), None)
    known = (person.start, person.guided_from, person.in_service_from) if person else ()
    return max([instance.settings.quarter.first_day, *(day for day in known if day is not None)])


def _last_day(instance: Instance, junior: str, senior: str) -> date | None:
    """Return the last day, where one is known."""
    until = [
        row.until
        for row in instance.pairings
        if (row.junior, row.senior) == (junior, senior) and row.is_open(instance.settings.quarter)
    ]
    person = next((each for each in instance.juniors if each.number == junior), None)
    leaving = (
        each.out_of_service_from - timedelta(days=1)
        for each in (*instance.juniors, *instance.seniors)
        if each.number in (junior, senior) and each.out_of_service_from is not None
    )
    known = [*until, *leaving, *((person.trajectory_end, person.promoted_from) if person else ())]
    return min((day for day in known if day is not None), default=None)


def write_pairings(lines: Iterable[PairingLine], *, machine: bool) -> bytes:
    """
    Write the pairings as CSV.

    For people: Excel in the Netherlands, d-m-yyyy, headings in the language in
    use. For machines: Dutch headings, ISO days, no BOM and no apostrophes.

    Raises
    ------
    ValueError
        For a machine, when a number or cost centre is not plain.
    """
    rows = [
        [
            line.junior,
            line.senior,
            _tell(line.first, machine=machine),
            _tell(line.last, machine=machine),
            _hours(line.minutes),
            line.cost_centre,
        ]
        for line in lines
    ]
    if machine:
        return for_machines([[name.nl for name in _HEADINGS], *rows], encoding="utf-8")
    return for_people([[name.local for name in _HEADINGS], *rows])


def _tell(day: date | None, *, machine: bool) -> str:
    if day is None:
        return ""
    return day.isoformat() if machine else f"{day:%d-%m-%Y}"


def _hours(minutes: int) -> str:
    hours = (Decimal(minutes) / 60).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{hours:f}".replace(".", ",")
