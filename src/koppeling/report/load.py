"""The sheet Belasting: what each senior gives in each quarter, and a chart of the first one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from koppeling.locale import _
from koppeling.report import phrases
from koppeling.report.charts import FULL, MOST_NAMES, Bar, add_load_chart
from koppeling.report.headings import word
from koppeling.report.sheets import CENTRED, HOURS, Page, Row, add_sheet, columns_of, hours
from koppeling.workbook.dress import AMBER, RED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from koppeling.domain.instance import Instance
    from koppeling.domain.result import Load, Outcome
    from koppeling.workbook.dress import Book


def add_load(book: Book, outcome: Outcome, instance: Instance) -> None:
    """
    Write the sheet Belasting: a row for each senior and quarter of the horizon.

    By quarter, so that the planning quarter comes first. Where a senior is out
    there are no figures, and the sheet says so.
    """
    names = phrases.names_by_number(instance)
    loads = sorted(outcome.loads, key=lambda load: (load.quarter, load.senior))
    columns = columns_of(
        "load",
        {
            "hours": HOURS,
            "capacity": HOURS,
            "utilisation": {"number_format": '0%;-0%;"–"', "align": "center"},
            "juniors": CENTRED,
        },
    )
    rows = [_row(load, names) for load in loads]
    page = add_sheet(book, "load", columns, rows, frozen_columns=2)
    comfort = instance.settings.comfort_permille / 1000
    _colour(book, page, comfort)
    add_load_chart(
        book,
        page,
        _bars(outcome, names),
        comfort=comfort,
        title=_("How busy each senior is in the planning quarter, {quarter}").format(
            quarter=outcome.quarter
        ),
    )


def _bars(outcome: Outcome, names: Mapping[str, str]) -> list[Bar]:
    """List the seniors of the planning quarter, busiest first; by number alone when many."""
    loads = [
        load
        for load in outcome.loads
        if load.quarter == outcome.quarter and not load.is_out and load.cap_minutes
    ]
    known = names if len(loads) <= MOST_NAMES else {}
    bars = [Bar(phrases.person(load.senior, known), _utilisation(load)) for load in loads]
    return sorted(bars, key=lambda bar: (-bar.share, bar.caption))


def _utilisation(load: Load) -> float:
    """Four decimals: what the sheet shows, colours and draws is the same number."""
    return round(load.used_minutes / load.cap_minutes, 4)


def _row(load: Load, names: Mapping[str, str]) -> Row:
    row: dict[str, object] = {
        "senior": load.senior,
        "name": names.get(load.senior),
        "quarter": str(load.quarter),
    }
    if load.is_out:
        return row | {"talk": word("load", "talk", "out")}
    return row | {
        "hours": hours(load.used_minutes),
        "capacity": hours(load.cap_minutes),
        "utilisation": _utilisation(load) if load.cap_minutes else None,
        "juniors": load.num_juniors,
        "talk": load.has_talk,
    }


def _colour(book: Book, page: Page, comfort: float) -> None:
    cell = f"${page.letter('utilisation')}2"
    # An empty cell would count as 0, text as more than any number.
    for criteria, colour in (
        (f"=AND(ISNUMBER({cell}),{cell}>={FULL})", RED),
        (f"=AND(ISNUMBER({cell}),{cell}>={comfort})", AMBER),
    ):
        page.colour("utilisation", criteria, book.highlight(colour))
