"""The sheets Doelen, Weging and DiSC-matrix: what counts, and how much."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

from koppeling.domain.fix import COST_UNIT, DEFAULT_COST_HOURS, FixCosts, FixKind
from koppeling.domain.instance import (
    DEFAULT_LEVELS,
    DEFAULT_WEIGHTS,
    Component,
    DiscRule,
    Group,
    Level,
)
from koppeling.domain.trajectory import (
    JUNIOR_TRAJECTORY,
    Phase,
    Registration,
    TrajectoryType,
    Unit,
    nominal_meetings,
)
from koppeling.errors import TrajectoryError
from koppeling.locale import _
from koppeling.workbook.read.remarks import NOWHERE, Remarks
from koppeling.workbook.read.tables import Row, Table
from koppeling.workbook.schema.registry import DISC_KEYS, LEVEL_CHOICES
from koppeling.workbook.schema.shapes import Value

_FIXED = (Level.PLACED, Level.DRAW)


def read_levels(table: Table | None, remarks: Remarks) -> tuple[Level, ...]:
    """
    Read the order of the goals.

    A goal that is not listed keeps its usual place; of a listed and an
    unlisted goal on the same place the listed one comes first.
    """
    rows: dict[Level, Row] = {}
    for row in table.rows if table is not None else ():
        if table is None or not row.text("goal"):
            continue
        level = Level(row.text("goal"))
        if level in rows:
            remarks.error(
                table.place(row, "goal"),
                "duplicate-goal",
                _("This goal is there twice."),
                _("Keep one of the two."),
            )
        rows.setdefault(level, row)
    if table is None:
        return DEFAULT_LEVELS
    keys = {level: _rank(level, rows.get(level)) for level in Level}
    _report_fixed(rows, keys, table, remarks)
    _report_ties(rows, table, remarks)
    middle = [level for level in Level if level not in _FIXED and _is_on(rows.get(level))]
    return (Level.PLACED, *sorted(middle, key=keys.__getitem__), Level.DRAW)


def _is_on(row: Row | None) -> bool:
    return row is None or row["on"] is not False


def _rank(level: Level, row: Row | None) -> tuple[int, int, int]:
    usual = DEFAULT_LEVELS.index(level) + 1
    order = row["order"] if row is not None else None
    return (order, 0, usual) if isinstance(order, int) else (usual, 1, usual)


def _report_fixed(
    rows: Mapping[Level, Row],
    keys: Mapping[Level, tuple[int, int, int]],
    table: Table,
    remarks: Remarks,
) -> None:
    names = dict(LEVEL_CHOICES)
    for level in _FIXED:
        row = rows.get(level)
        if row is None:
            continue
        others = [keys[other] for other in Level if other is not level and other in rows]
        is_first = level is Level.PLACED
        moved = any(key < keys[level] if is_first else key > keys[level] for key in others)
        if not _is_on(row) or moved:
            remarks.error(
                table.place(row, "on" if not _is_on(row) else "order"),
                "fixed-goal",
                _("“{goal}” cannot be moved or switched off.").format(goal=names[level].local),
                _("Leave it first, or remove the row.")
                if is_first
                else _("Leave it last, or remove the row."),
            )


def _report_ties(rows: Mapping[Level, Row], table: Table, remarks: Remarks) -> None:
    seen: dict[int, Row] = {}
    for row in rows.values():
        order = row["order"]
        if not isinstance(order, int) or not _is_on(row):
            continue
        if order in seen:
            remarks.error(
                table.place(row, "order"),
                "same-order",
                _("Two goals have the same place."),
                _("Give each goal a place of its own."),
            )
        seen[order] = row


def read_weights(table: Table | None, remarks: Remarks) -> Mapping[Component, int]:
    """Read the weights; a component that is not listed keeps its default."""
    if table is None:
        return DEFAULT_WEIGHTS
    weights: dict[Component, int] = {}
    for row in table.rows:
        weight = row["weight"]
        if not row.text("component") or not isinstance(weight, int):
            continue
        component = Component(row.text("component"))
        if component in weights:
            remarks.error(
                table.place(row, "component"),
                "duplicate-component",
                _("This component is there twice."),
                _("Keep one of the two."),
            )
        weights[component] = weight
    merged = {**DEFAULT_WEIGHTS, **weights}
    total = sum(merged.values())
    if total != 100 and not any(row.unread for row in table.rows):
        remarks.warn(
            table.place(),
            "weights-sum",
            _("The weights add up to {total} instead of 100; they are used as they are.").format(
                total=total
            ),
            _("Make them 100 in all; a component that is not listed keeps its default."),
        )
    return MappingProxyType(merged)


def read_matrix(
    table: Table | None, rule: DiscRule, remarks: Remarks
) -> Mapping[tuple[str, str], int]:
    """Read the matrix as thousandths by (letter of senior, letter of junior)."""
    matrix: dict[tuple[str, str], int] = {}
    for row in table.rows if table is not None else ():
        senior = row.text("senior")
        if table is not None and senior and (senior, "D") in matrix:
            remarks.error(
                table.place(row, "senior"),
                "duplicate-letter",
                _("This letter is there twice."),
                _("Keep one of the two."),
            )
        for key, letter in zip(DISC_KEYS, ("D", "i", "S", "C"), strict=True):
            value = row[key]
            if senior and isinstance(value, int | float):
                matrix[senior, letter] = round(value * 10)
    if rule is DiscRule.MATRIX and len(matrix) < 16:
        remarks.error(
            table.place() if table is not None else NOWHERE,
            "matrix-incomplete",
            _("The DiSC rule is “matrix”, but the sheet DiSC-matrix is not complete."),
            _("Fill in four rows (D, i, S, C) of four values, or choose another rule."),
        )
    return MappingProxyType(matrix)


def read_costs(table: Table | None, rate: Value, remarks: Remarks) -> FixCosts:
    """
    Read what each kind of change costs; a kind that is not listed keeps its default.

    Where any is in euros all are: hours are counted at the hourly rate.
    """
    hourly_rate = round(COST_UNIT * rate) if isinstance(rate, int | float) else None
    rows = {} if table is None else dict(_rows(table, remarks))
    in_euros = any(_number(row["euros"]) is not None for row in rows.values())
    if table is not None and in_euros and not hourly_rate:
        remarks.warn(
            table.place(),
            "costs-without-rate",
            _("Costs in euros cannot be compared with hours; the euros are left out."),
            _("Fill in the hourly rate in the sheet of settings, or give the costs in hours."),
        )
        in_euros = False
    by_kind = {}
    for kind, default in DEFAULT_COST_HOURS.items():
        row = rows.get(kind)
        given = None if row is None else _number(row["hours"])
        hours = float(default) if given is None else given
        euros = None if row is None else _number(row["euros"])
        if not in_euros:
            by_kind[kind] = _thousandths(hours)
        elif euros is not None:
            by_kind[kind] = _thousandths(euros)
        else:
            by_kind[kind] = _thousandths(hours * (hourly_rate or 0) / COST_UNIT)
    return FixCosts(
        by_kind=MappingProxyType(by_kind), in_euros=in_euros, hourly_rate=hourly_rate or None
    )


def _rows(table: Table, remarks: Remarks) -> Iterator[tuple[FixKind, Row]]:
    seen = set()
    for row in table.rows:
        if not row.text("kind"):
            continue
        kind = FixKind(row.text("kind"))
        if kind in seen:
            remarks.warn(
                table.place(row, "kind"),
                "duplicate-cost",
                _("This kind of change is there twice; the last one counts."),
                _("Keep one of the two."),
            )
        seen.add(kind)
        yield kind, row


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _thousandths(amount: float) -> int:
    """Round to hundredths, so that half of it is whole as well."""
    return 10 * round(amount * COST_UNIT / 10)


#: Starts on which overlapping phases show: months of all lengths, a leap year among them.
_STARTS = (
    date(2027, 1, 1),
    date(2027, 1, 31),
    date(2027, 2, 15),
    date(2027, 8, 31),
    date(2028, 2, 29),
)


def read_trajectories(table: Table | None, remarks: Remarks) -> dict[str, TrajectoryType]:
    """Read the kinds of trajectory by name; `junior` is built in unless redefined."""
    rows_by_type: dict[str, list[Row]] = defaultdict(list)
    for row in table.rows if table is not None else ():
        if row.text("type"):
            rows_by_type[row.text("type").casefold()].append(row)
    types: dict[str, TrajectoryType] = {}
    for folded in sorted(rows_by_type):
        rows = rows_by_type[folded]
        if table is None or any(row.unread for row in rows):
            continue
        name = (
            JUNIOR_TRAJECTORY.name
            if folded == JUNIOR_TRAJECTORY.name
            else min(row.text("type") for row in rows)
        )
        kind = _read_type(name, rows, table, remarks)
        if kind is not None:
            types[name] = kind
    types.setdefault(JUNIOR_TRAJECTORY.name, JUNIOR_TRAJECTORY)
    return types


def _read_type(name: str, rows: list[Row], table: Table, remarks: Remarks) -> TrajectoryType | None:
    phases = [_read_phase(row) for row in rows]
    known = [phase for phase in phases if phase is not None]
    if len(known) < len(phases):
        return None  # a missing value, reported when the sheet was read
    demands = _one_value(rows, "demand", table, remarks)
    guide = _one_value(rows, "guide", table, remarks)
    cockpit = _one_value(rows, "cockpit_weeks", table, remarks)
    kind = TrajectoryType(
        name=name,
        phases=tuple(sorted(known, key=lambda phase: (phase.from_month, phase.name))),
        demand=Registration(str(demands)) if demands else None,
        cockpit_weeks=cockpit if isinstance(cockpit, int) else None,
        guide=str(guide) if guide else None,
    )
    try:
        for start in _STARTS:
            nominal_meetings(start, kind.phases)
    except (TrajectoryError, ValueError, OverflowError) as error:
        too_long = not isinstance(error, TrajectoryError)
        remarks.error(
            table.place(rows[0], "type"),
            "trajectory-too-long" if too_long else "phases-overlap",
            _("The trajectory “{type}” runs on for too long.").format(type=name[:40])
            if too_long
            else _("The phases of “{type}” overlap.").format(type=name[:40]),
            _("Each phase must end before the next begins: check month, number and interval."),
        )
        return None
    return kind


def _read_phase(row: Row) -> Phase | None:
    numbers = [row[key] for key in ("from_month", "count", "every")]
    month, count, every = (value if isinstance(value, int) else None for value in numbers)
    minutes, unit = row["minutes"], row.text("unit")
    if month is None or count is None or every is None or not unit:
        return None
    return Phase(
        from_month=month,
        count=count,
        every=every,
        unit=Unit(unit),
        minutes=minutes if isinstance(minutes, int) else None,
        name=row.text("phase"),
    )


def _one_value(rows: list[Row], key: str, table: Table, remarks: Remarks) -> str | int | None:
    given = {row[key]: row for row in rows if row[key] is not None}
    if len(given) > 1:
        remarks.error(
            table.place(list(given.values())[-1], key),
            "two-values",
            _("The rows of one trajectory give different values for “{heading}”.").format(
                heading=table.sheet.column(key).words.local
            ),
            _("Give the same value in every row, or in one row only."),
        )
    value = next(iter(given), None)
    return value if isinstance(value, str | int) else None


def read_groups(
    table: Table | None, types: Mapping[str, str], remarks: Remarks
) -> tuple[Group, ...]:
    """Read the groups, in order of name; `types` has trajectory names by folded form."""
    groups: dict[str, Group] = {}
    for row in table.rows if table is not None else ():
        name, start, senior = row.text("group"), row["start"], row.text("senior")
        if table is None or not name or not isinstance(start, date):
            continue
        if name.casefold() in groups:
            remarks.error(
                table.place(row, "group"),
                "duplicate-group",
                _("The group “{group}” is there twice.").format(group=name[:40]),
                _("Keep one of the two."),
            )
            continue
        kind = row.text("type")
        if kind and kind.casefold() not in types:
            remarks.error(
                table.place(row, "type"),
                "unknown-trajectory",
                _("“{value}” is unknown; known are: {known}.").format(
                    value=kind[:40], known=", ".join(sorted(types.values()))
                ),
                _("Correct the name, or add it to the sheet where these are declared."),
            )
        groups[name.casefold()] = Group(
            name=name,
            trajectory=types.get(kind.casefold(), kind),
            start=start,
            senior=senior or None,
        )
    return tuple(groups[folded] for folded in sorted(groups))
