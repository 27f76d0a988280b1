"""The sheets that tie people together: capacity, pairings, wishes, meetings."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from koppeling.domain.instance import (
    Capacity,
    Escalation,
    Group,
    PairingRow,
    PairingStatus,
    Preference,
)
from koppeling.domain.period import Quarter, Slot
from koppeling.locale import _
from koppeling.workbook.read.register import Register
from koppeling.workbook.read.remarks import Remarks
from koppeling.workbook.read.tables import Row, Table

_T = TypeVar("_T")
_ORDER = {status: str(at) for at, status in enumerate(PairingStatus)}


def _rows(table: Table | None) -> tuple[Row, ...]:
    return table.rows if table is not None else ()


def _sorted(items: list[_T], key: Callable[[_T], tuple[str, ...]]) -> tuple[_T, ...]:
    return tuple(sorted(items, key=key))


def read_capacities(table: Table | None, remarks: Remarks) -> tuple[Capacity, ...]:
    """Read the hours of seniors per quarter; an empty quarter is all of them."""
    found: dict[tuple[str, str], Capacity] = {}
    for row in _rows(table):
        number, quarter, hours = row.text("number"), row.text("quarter"), row["hours"]
        if table is None or not number:
            continue
        if (number, quarter) in found:
            remarks.error(
                table.place(row, "number"),
                "duplicate-capacity",
                _("{number} has two rows for the same quarter.").format(number=number),
                _("Keep one of the two."),
            )
        if isinstance(hours, int | float) and "quarter" not in row.unread:
            found[number, quarter] = Capacity(
                senior=number,
                quarter=Quarter.parse(quarter) if quarter else None,
                minutes=round(hours * 60),
                max_juniors=row.whole("max_juniors"),
            )
    return tuple(found[key] for key in sorted(found))


def read_pairings(
    table: Table | None, quarter: Quarter, remarks: Remarks
) -> tuple[PairingRow, ...]:
    """Read running, locked, forbidden and ended pairings."""
    pairings: list[PairingRow] = []
    for row in _rows(table):
        if table is None or not row.text("status"):
            continue
        since, until = row.day("since"), row.day("until")
        if since and until and until < since:
            remarks.error(
                table.place(row, "until"),
                "ends-before-it-begins",
                _("The last day lies before the first day."),
                _("Check both dates."),
            )
        if not (row.text("junior") and row.text("senior")):
            continue
        pairing = PairingRow(
            junior=row.text("junior"),
            senior=row.text("senior"),
            status=PairingStatus(row.text("status")),
            slot=Slot.parse(row.text("slot")) if row.text("slot") else None,
            since=since,
            until=until,
            where=table.place(row, "junior").sheet + "!" + table.place(row, "junior").cell,
        )
        pairings.append(pairing)
    if table is not None:
        _report_two_open(table, quarter, remarks)
    return _sorted(
        pairings,
        lambda p: (p.junior, p.senior, _ORDER[p.status], str(p.since or ""), str(p.until or "")),
    )


def _report_two_open(table: Table, quarter: Quarter, remarks: Remarks) -> None:
    open_rows: dict[str, Row] = {}
    for row in table.rows:
        until, junior = row.day("until"), row.text("junior")
        is_paired = row["status"] in (PairingStatus.RUNNING, PairingStatus.LOCKED)
        if not is_paired or not junior or (until is not None and until < quarter.first_day):
            continue
        if junior in open_rows:
            remarks.error(
                table.place(row, "junior"),
                "two-open-pairings",
                _("{number} already has an open pairing in row {row}.").format(
                    number=junior, row=open_rows[junior].number
                ),
                _("Give the old one an end, or the status ended."),
            )
        open_rows.setdefault(junior, row)


def read_preferences(
    table: Table | None, register: Register, remarks: Remarks
) -> tuple[Preference, ...]:
    """Read wishes and vetoes; of a wish and a veto about the same person the veto counts."""
    found: dict[tuple[str, str], Preference] = {}
    ranked: dict[tuple[str, int], Row] = {}
    for row in _rows(table):
        if table is None or {"rank", "veto"} & row.unread.keys():
            continue
        wish = Preference(
            source=row.text("source"),
            target=row.text("target"),
            rank=row.whole("rank"),
            veto=bool(row["veto"]),
        )
        if not _is_wish(wish, row, table, register, remarks):
            continue
        key = (wish.source, wish.target)
        if key in found:
            _report_repeated(wish, found[key], row, table, remarks)
        rank = None if wish.veto else wish.rank
        if rank is not None and (wish.source, rank) in ranked and key not in found:
            remarks.warn(
                table.place(row, "rank"),
                "same-rank",
                _("{number} gives rank {rank} twice; both count.").format(
                    number=wish.source, rank=rank
                ),
                _("Give each wish a rank of its own."),
            )
        if rank is not None:
            ranked.setdefault((wish.source, rank), row)
        if key not in found or wish.veto:
            found[key] = Preference(
                source=wish.source, target=wish.target, rank=rank, veto=wish.veto
            )
    return tuple(found[key] for key in sorted(found))


def _is_wish(
    wish: Preference, row: Row, table: Table, register: Register, remarks: Remarks
) -> bool:
    ends = (wish.source, wish.target)
    is_known = all(ends)
    if row.silent & {"source", "target"} and not wish.veto:
        return False
    if is_known and not any(
        a in register.juniors and b in register.seniors for a, b in (ends, ends[::-1])
    ):
        tell = remarks.error if wish.veto else remarks.warn
        tell(
            table.place(row, "target"),
            "not-a-junior-and-a-senior",
            _("A preference is between a junior and a senior."),
            _("Check both numbers."),
        )
        return False
    if wish.rank is None and not wish.veto and "rank" in row.silent:
        return False  # “geen voorkeur”, told when it was read
    if wish.rank is None and not wish.veto:
        remarks.error(
            table.place(row, "rank"),
            "empty-preference",
            _("This row has neither a rank nor a veto."),
            _("Fill in the rank (1, 2 or 3) or a veto, or remove the row."),
        )
        return False
    if wish.rank is not None and wish.veto:
        remarks.warn(
            table.place(row, "veto"),
            "rank-and-veto",
            _("This row has a rank and a veto; the veto counts."),
            _("Remove one of the two."),
        )
    return is_known


def _report_repeated(
    wish: Preference, before: Preference, row: Row, table: Table, remarks: Remarks
) -> None:
    is_plain = wish.rank == before.rank and wish.veto == before.veto
    if is_plain or wish.veto or before.veto:
        remarks.warn(
            table.place(row, "source"),
            "duplicate-preference",
            _("{source} has more than one row about {target}; a veto counts first.").format(
                source=wish.source, target=wish.target
            ),
            _("Keep one of the rows."),
        )
        return
    remarks.error(
        table.place(row, "rank"),
        "two-ranks",
        _("{source} gives {target} two ranks.").format(source=wish.source, target=wish.target),
        _("Keep one of the rows."),
    )


def read_escalations(
    table: Table | None, groups: tuple[Group, ...], register: Register, remarks: Remarks
) -> tuple[Escalation, ...]:
    """Read the spells of extra meetings."""
    starts = {group.name.casefold(): group.start for group in groups}
    escalations: list[Escalation] = []
    for row in _rows(table):
        number, first, last = row.text("number"), row.day("from"), row.day("to")
        weeks = row.whole("every_weeks")
        if table is None or first is None or "to" in row.unread:
            continue
        person = register.juniors.get(number)
        start = None
        if person is not None:
            start = starts.get(person.text("group").casefold()) or person.day("start")
        if last is not None and last < first:
            remarks.error(
                table.place(row, "to"),
                "ends-before-it-begins",
                _("The last day lies before the first day."),
                _("Check both dates."),
            )
        elif start is not None and first < start:
            remarks.error(
                table.place(row, "from"),
                "escalation-before-start",
                _("The trajectory of {number} has not begun on this day.").format(number=number),
                _("Let the extra meetings begin on or after the start of the trajectory."),
            )
        if person is not None and weeks is not None:
            escalations.append(Escalation(junior=number, first=first, last=last, every_weeks=weeks))
    return _sorted(
        escalations, lambda e: (e.junior, str(e.first), str(e.last or ""), f"{e.every_weeks:04d}")
    )
