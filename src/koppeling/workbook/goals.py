"""The sheets Doelen, Weging and DiSC-matrix: what counts, and how much."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from koppeling.domain.instance import DEFAULT_LEVELS, DEFAULT_WEIGHTS, Component, DiscRule, Level
from koppeling.locale import _
from koppeling.workbook.remarks import NOWHERE, Remarks
from koppeling.workbook.schema import DISC_KEYS, LEVEL_CHOICES
from koppeling.workbook.tables import Row, Table

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
