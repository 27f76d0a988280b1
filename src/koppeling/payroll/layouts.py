"""The payroll file itself: long, wide or fixed width, as text or Excel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from koppeling.errors import StateError
from koppeling.locale import _
from koppeling.payroll.batch import Line
from koppeling.payroll.hours import tell_minutes
from koppeling.payroll.periods import PayPeriod
from koppeling.payroll.profile import FileColumn, Profile
from koppeling.workbook.write.separated import for_machines

Cell = str | float | None


@dataclass(frozen=True, kw_only=True, order=True)
class PayRow:
    """
    What a file says of one person under one code and cost centre.

    `minutes` is what it adds, `before` what earlier files of the period said.
    """

    employer: str
    number: str
    code: str
    cost_centre: str
    minutes: int
    before: int = 0


def sum_rows(
    lines: Iterable[Line], profile: Profile, *, keep_zero: bool, before: Iterable[Line] = ()
) -> tuple[PayRow, ...]:
    """
    Add lines up to the rows of a file, in order of employer, number and code.

    What the layout does not show makes no row of its own: a package that finds
    two rows for one person and code may add them or keep the last.

    Parameters
    ----------
    lines : iterable of Line
        What the file adds.
    profile : Profile
        Which facts its columns show.
    keep_zero : bool
        Keep a row when its minutes are back to nothing: a full re-send must
        say so, or the old hours stand.
    before : iterable of Line
        What earlier files of the period said, when this one is the difference.
    """
    shown = {column.value for column in profile.columns}
    has_employer = bool(shown & {"employer_number", "client_number"})

    def add_up(some: Iterable[Line]) -> Counter[tuple[str, str, str, str]]:
        sums: Counter[tuple[str, str, str, str]] = Counter()
        for line in some:
            if line.in_file:
                employer = line.employer if has_employer else ""
                centre = line.cost_centre if "cost_centre" in shown else ""
                sums[employer, line.person, line.code, centre] += line.minutes
        return sums

    earlier = add_up(before)
    return tuple(
        PayRow(
            employer=key[0],
            number=key[1],
            code=key[2],
            cost_centre=key[3],
            minutes=minutes,
            before=earlier[key],
        )
        for key, minutes in sorted(add_up(lines).items())
        if minutes or keep_zero
    )


@dataclass(frozen=True, kw_only=True)
class CodeTotal:
    """What a file holds under one code: how many values, minutes, the sum of the values."""

    code: str
    num_values: int
    minutes: int
    message: str


def total_by_code(rows: Sequence[PayRow], profile: Profile) -> tuple[CodeTotal, ...]:
    """Add up what a file says, code by code and then all together (code empty)."""
    codes = sorted({row.code for row in rows})
    return tuple(
        CodeTotal(
            code=code,
            num_values=sum(_hours(row, profile) is not None for row in under),
            minutes=sum(row.minutes for row in under),
            message=_in_words(sum((_added(row, profile) for row in under), Decimal(0)), profile),
        )
        for code in (*codes, "")
        for under in [[row for row in rows if code in (row.code, "")]]
    )


def list_emptied(rows: Iterable[PayRow], profile: Profile) -> tuple[str, ...]:
    """List whose hours fell away in a file that may not say 0: number and code."""
    if profile.allow_zero:
        return ()
    return tuple(f"{row.number} ({row.code})" for row in rows if not row.minutes)


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
    odd = {row.number for row in rows if not (row.number.isascii() and row.number.isdigit())}
    if odd and profile.needs_whole_numbers:
        raise StateError(
            _("{number}: profile {profile} takes whole numbers only.").format(
                number=", ".join(sorted(odd)), profile=profile.name
            )
        )
    below = sorted({row.number for row in rows if row.minutes < 0})
    if below and not profile.allow_negative:
        raise StateError(
            _("{number}: profile {profile} takes no hours below zero.").format(
                number=", ".join(below), profile=profile.name
            )
        )
    most = profile.maximum_hours * 60
    above = sorted({row.number for row in rows if most and abs(row.minutes) > most})
    if above:
        raise StateError(
            _("{number}: profile {profile} takes at most {hours} hours at a time.").format(
                number=", ".join(above), profile=profile.name, hours=profile.maximum_hours
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
        from koppeling.workbook.write.book import write_bare_sheet

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
    people: dict[tuple[str, str, str], dict[str, PayRow]] = {}
    for row in rows:
        people.setdefault((row.employer, row.number, row.cost_centre), {})[row.code] = row
    for own in people.values():
        facts = _facts(next(iter(own.values())), profile, period)
        yield [
            *(_cell(column, facts) for column in profile.columns),
            *(_hours(own[code], profile) if code in own else None for code in codes),
        ]


def _facts(row: PayRow, profile: Profile, period: PayPeriod) -> Mapping[str, Cell]:
    client, _slash, employer = row.employer.rpartition("/")
    return {
        **profile.set,
        "number": row.number,
        "whole_number": str(int(row.number)) if profile.needs_whole_numbers else "",
        "employer_number": employer.strip() or profile.set.get("employer_number", ""),
        "client_number": client.strip() or profile.set.get("client_number", ""),
        "code": row.code,
        "cost_centre": row.cost_centre,
        "hours": _hours(row, profile),
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
    return f"{column.text}{value}" if column.text and value is not None else value


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


def _hours(row: PayRow, profile: Profile) -> Cell:
    """Tell the hours of a row; empty where there are none and the package may not be told 0."""
    if not row.minutes and not profile.allow_zero:
        return None
    quantity = _added(row, profile)
    if profile.format == "xlsx" and profile.notation != "clock":
        return float(quantity)
    return _in_words(quantity, profile)


def _added(row: PayRow, profile: Profile) -> Decimal:
    """
    Return what a row adds, in the unit of the file.

    The package holds rounded totals, so a correction is the difference of two
    of those: 25 minutes and again 25 are 0,42 and 0,41, together 0,83.
    """
    return to_unit(row.before + row.minutes, profile) - to_unit(row.before, profile)


def to_unit(minutes: int, profile: Profile) -> Decimal:
    """
    Convert minutes to the unit of a file, rounded; two decimals keep every minute apart.

    Examples
    --------
    >>> from koppeling.payroll.profile import load
    >>> to_unit(75, load("loket")), to_unit(25, load("nmbrs"))
    (Decimal('1.25'), Decimal('0.42'))
    """
    if profile.notation in ("minutes", "clock"):
        return Decimal(minutes)
    if profile.notation == "hundredths":
        return (Decimal(minutes) * 100 / 60).quantize(Decimal(1), ROUND_HALF_UP)
    step = Decimal(1).scaleb(-profile.decimals)
    return (Decimal(minutes) / 60).quantize(step, ROUND_HALF_UP)


def _in_words(quantity: Decimal, profile: Profile) -> str:
    """Write a quantity as text, as the profile wants it."""
    if profile.notation == "clock":
        return tell_minutes(int(quantity))
    return f"{quantity:f}".replace(".", profile.decimal)
