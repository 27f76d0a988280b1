"""A proposal that was decided upon and comes in again as input."""

from __future__ import annotations

from collections.abc import Iterable

from koppeling.locale import _
from koppeling.workbook.grids import Grid, RawFile
from koppeling.workbook.parsed import clean, plain
from koppeling.workbook.remarks import Place, Remarks
from koppeling.workbook.result_sheets import PROPOSAL
from koppeling.workbook.shapes import is_called


def report_decisions(files: Iterable[RawFile], remarks: Remarks) -> None:
    """Tell of decisions in a sheet Koppelvoorstel: they are not read as input."""
    for file in files:
        for grid in file.grids:
            if is_called(grid.name, PROPOSAL.words, ()) and _is_decided(grid):
                remarks.warn(
                    Place(grid.name, "", file.name),
                    "decisions-not-read",
                    _("The decisions on this sheet are not read: it is a result, not input."),
                    _("To keep them, use `koppeling match … --decided` or `koppeling next`."),
                )


def _is_decided(grid: Grid) -> bool:
    decision = PROPOSAL.column("decision")
    columns = [
        column
        for column, cell in grid.rows.get(1, {}).items()
        if is_called(clean(plain(cell)), decision.words, ())
    ]
    return any(
        column in cells and clean(plain(cells[column]))
        for number, cells in grid.rows.items()
        if number > 1
        for column in columns
    )
