"""The sheet Buddy's of a result: a row for every working day of a junior."""

from __future__ import annotations

from typing import TYPE_CHECKING

from koppeling.report import phrases
from koppeling.report.rewritten import ExtraSheet
from koppeling.workbook.buddy_sheet import BUDDIES
from koppeling.workbook.columns import Column, in_use

if TYPE_CHECKING:
    from collections.abc import Sequence

    from koppeling.domain.instance import Instance
    from koppeling.domain.planning import BuddyDay


def buddy_sheet(days: Sequence[BuddyDay], instance: Instance) -> ExtraSheet:
    """Make the sheet, in order of day and junior."""
    names = phrases.names_by_number(instance)
    sites = {
        site.casefold(): site
        for person in (*instance.juniors, *instance.seniors)
        for site in (*person.sites, *(part.site for part in person.hours if part.site))
    }
    rows = [
        (
            one.day,
            one.junior,
            names.get(one.junior),
            one.buddy,
            names.get(one.buddy or ""),
            sites.get(one.site, one.site),
        )
        for one in days
    ]
    return ExtraSheet(
        name=in_use(BUDDIES.words),
        columns=[Column.of(field, is_input=False) for field in BUDDIES.columns],
        rows=rows,
        frozen_columns=2,
    )
