"""Reading the sheet Kosten: what each kind of change costs."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from koppeling.domain.fix import COST_UNIT, DEFAULT_COST_HOURS, FixCosts, FixKind
from koppeling.locale import _
from koppeling.workbook.remarks import Remarks
from koppeling.workbook.shapes import Value
from koppeling.workbook.tables import Row, Table


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
