"""The payroll file itself: long, wide or fixed width, as text or Excel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from koppeling.errors import StateError
from koppeling.export.payroll.lines import Line
from koppeling.export.payroll.periods import PayPeriod
from koppeling.export.payroll.profile import FileColumn, Profile
from koppeling.export.separated import for_machines
from koppeling.locale import _

Cell = str | float | None


@dataclass(frozen=True, kw_only=True, order=True)
class PayRow:
    """What a file says of one person: the minutes under one code and cost centre."""

    employer: str
    number: str
    code: str
    cost_centre: str
    minutes: int


def sum_rows(lines: Iterable[Line], *, keep_zero: bool) -> tuple[PayRow, ...]:
    """
    Add lines up to the rows of a file, in order of employer, number and code.

    With `keep_zero` a row stays when its minutes are back to nothing: a full
    re-send must say so, or the old hours stand.
    """
    sums: dict[tuple[str, str, str, str], int] = {}
    for line in lines:
        if line.in_file:
            key = (line.employer, line.person, line.code, line.cost_centre)
            sums[key] = sums.get(key, 0) + line.minutes
    return tuple(
        PayRow(employer=key[0], number=key[1], code=key[2], cost_centre=key[3], minutes=minutes)
        for key, minutes in sorted(sums.items())
        if minutes or keep_zero
    )


def render(
    rows: Sequence[PayRow], profile: Profile, period: PayPeriod, name: str
) -> dict[str, bytes]:
    """
    Write the rows as the profile wants them.

    Parameters
    ----------
    rows : sequence of PayRow
        In order.
    profile, period
        How, and of when.
    name : str
        Name of the file, without suffix; parts of a file that is too long for
        the package get a number behind it.

    Returns
    -------
    dict of str to bytes
        File name → content; the same rows give the same bytes.

    Raises
    ------
    StateError
        If something does not fit in the layout.
    """
    _refuse_unfit(rows, profile)
    parts = _parts(rows, profile)
    files = {}
    for number, part in enumerate(parts, start=1):
        suffix = f" {number}" if len(parts) > 1 else ""
        files[f"{name}{suffix}{profile.suffix}"] = _write(part, profile, period)
    return files


def _refuse_unfit(rows: Sequence[PayRow], profile: Profile) -> None:
    for row in rows:
        if row.minutes < 0 and not profile.allow_negative:
            raise StateError(
                _("{number}: profile {profile} takes no hours below zero.").format(
                    number=row.number, profile=profile.name
                )
            )
        if profile.maximum_hours and abs(row.minutes) > profile.maximum_hours * 60:
            raise StateError(
                _("{number}: profile {profile} takes at most {hours} hours at a time.").format(
                    number=row.number, profile=profile.name, hours=profile.maximum_hours
                )
            )


def _parts(rows: Sequence[PayRow], profile: Profile) -> list[list[PayRow]]:
    """Split rows so that no part holds more lines than the package takes; people stay whole."""
    if not profile.maximum_rows or profile.layout != "wide":
        size = profile.maximum_rows or max(1, len(rows))
        return [list(rows[at : at + size]) for at in range(0, len(rows), size)]
    people = sorted({(row.employer, row.number) for row in rows})
    size = profile.maximum_rows
    chunks = [set(people[at : at + size]) for at in range(0, len(people), size)]
    return [[row for row in rows if (row.employer, row.number) in chunk] for chunk in chunks]


def _write(rows: Sequence[PayRow], profile: Profile, period: PayPeriod) -> bytes:
    grid = (
        _wide(rows, profile, period) if profile.layout == "wide" else _long(rows, profile, period)
    )
    if profile.format == "xlsx":
        from koppeling.workbook.bare_sheet import write_bare_sheet

        return write_bare_sheet(profile.sheet or "Uren", list(grid))
    texts = [[text if isinstance(text, str) else "" for text in row] for row in grid]
    return for_machines(
        texts,
        separator="" if profile.layout == "fixed" else profile.separator,
        line_end=profile.line_end,
        encoding=profile.encoding,
        bom=profile.bom,
    )


def _long(rows: Iterable[PayRow], profile: Profile, period: PayPeriod) -> Iterator[list[Cell]]:
    if profile.header:
        yield [column.heading for column in profile.columns]
    for row in rows:
        facts = _facts(row, profile, period)
        cells = [_cell(column, facts) for column in profile.columns]
        yield [*_padded(cells, profile)] if profile.layout == "fixed" else cells


def _wide(rows: Sequence[PayRow], profile: Profile, period: PayPeriod) -> Iterator[list[Cell]]:
    codes = sorted({row.code for row in rows})
    headings: list[Cell] = [column.heading for column in profile.columns]
    if profile.codes_row == 1:
        yield [*headings, *codes]
    else:
        yield headings
        yield from ([] for _row in range(2, profile.codes_row))
        yield [*(None for _heading in headings), *codes]
    for person in dict.fromkeys((row.employer, row.number) for row in rows):
        own = [row for row in rows if (row.employer, row.number) == person]
        facts = _facts(own[0], profile, period)
        yield [
            *(_cell(column, facts) for column in profile.columns),
            *(_hours_under(code, own, profile) for code in codes),
        ]


def _hours_under(code: str, rows: Sequence[PayRow], profile: Profile) -> Cell:
    """Tell a person's hours under a code; who has none leaves a cell of Excel empty."""
    under = [row.minutes for row in rows if row.code == code]
    if not under and profile.format == "xlsx":
        return None
    return tell_hours(sum(under), profile)


def _facts(row: PayRow, profile: Profile, period: PayPeriod) -> Mapping[str, Cell]:
    client, _slash, employer = row.employer.rpartition("/")
    return {
        **profile.set,
        "number": row.number,
        "employer_number": employer.strip() or profile.set.get("employer_number", ""),
        "client_number": client.strip() or profile.set.get("client_number", ""),
        "code": row.code,
        "cost_centre": row.cost_centre,
        "hours": tell_hours(row.minutes, profile),
        "period": profile.period_format.format(
            year=period.year, number=period.number, period=period, profile=profile.name
        ),
        "year": str(period.year),
        "period_number": str(period.number),
        "first_day": period.first.strftime(profile.date_format),
        "last_day": period.last.strftime(profile.date_format),
    }


def _cell(column: FileColumn, facts: Mapping[str, Cell]) -> Cell:
    if not column.value:
        return column.text or None
    value = facts[column.value]
    return f"{column.text}{value}" if column.text else value


def _padded(cells: Iterable[Cell], profile: Profile) -> Iterator[str]:
    for column, cell in zip(profile.columns, cells, strict=True):
        text = "" if cell is None else str(cell)
        if len(text) > column.width:
            raise StateError(
                _("“{value}” is too long for the field {field} ({width} characters).").format(
                    value=text, field=column.heading, width=column.width
                )
            )
        yield text.ljust(column.width)


def tell_hours(minutes: int, profile: Profile) -> Cell:
    """
    Write minutes as the profile wants them; two decimals keep every minute apart.

    Examples
    --------
    >>> from koppeling.export.payroll.profile import load
    >>> tell_hours(75, load("loket")), tell_hours(75, load("nmbrs"))
    ('1,25', 1.25)
    """
    if profile.notation == "minutes":
        return minutes if profile.format == "xlsx" else str(minutes)
    if profile.notation == "clock":
        sign = "-" if minutes < 0 else ""
        return f"{sign}{abs(minutes) // 60}:{abs(minutes) % 60:02d}"
    if profile.notation == "hundredths":
        return str((Decimal(minutes) * 100 / 60).quantize(Decimal(1), ROUND_HALF_UP))
    step = Decimal(1).scaleb(-profile.decimals)
    hours = (Decimal(minutes) / 60).quantize(step, ROUND_HALF_UP)
    return float(hours) if profile.format == "xlsx" else f"{hours:f}".replace(".", profile.decimal)
