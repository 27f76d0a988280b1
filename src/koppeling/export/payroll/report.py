"""The hours for people: who, what for, how much; where there is no payroll file."""

from __future__ import annotations

from collections.abc import Iterable

from koppeling.export.payroll.hours import tell_minutes
from koppeling.export.payroll.letter import tell_kind
from koppeling.export.payroll.lines import Line
from koppeling.export.separated import for_people
from koppeling.locale import _


def write_report(lines: Iterable[Line]) -> bytes:
    """Write a row for each person and kind of hours, as CSV that Excel opens well."""
    sums: dict[tuple[str, str, str], int] = {}
    for line in lines:
        key = (line.person, tell_kind(line.kind, line.role), line.cost_centre)
        sums[key] = sums.get(key, 0) + line.minutes
    rows = [
        [person, kind, tell_minutes(minutes), centre]
        for (person, kind, centre), minutes in sorted(sums.items())
    ]
    heading = [_("personnel number"), _("kind of hours"), _("hours:minutes"), _("cost centre")]
    return for_people([heading, *rows])
