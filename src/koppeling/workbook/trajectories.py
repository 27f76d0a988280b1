"""The sheets Trajecttypen and Groepen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from koppeling.domain.instance import Group
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
from koppeling.workbook.remarks import Remarks
from koppeling.workbook.tables import Row, Table

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
