"""A proposal that was decided upon and comes in again as input."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from koppeling.locale import _
from koppeling.workbook.grids import Grid, RawFile, reference
from koppeling.workbook.parsed import clean, plain
from koppeling.workbook.remarks import Place, Remarks
from koppeling.workbook.result_sheets import PROPOSAL
from koppeling.workbook.shapes import is_called

_DECIDING = ("decision", "chosen_senior", "chosen_slot")


def report_decisions(files: Iterable[RawFile], remarks: Remarks) -> None:
    """Tell of decisions in a sheet Koppelvoorstel, half-typed ones too: they are not read."""
    for file in files:
        for grid in file.grids:
            if not is_called(grid.name, PROPOSAL.words, ()):
                continue
            for cell in _decided_cells(grid):
                remarks.warn(
                    Place(grid.name, cell, file.name),
                    "decisions-not-read",
                    _("The decisions on this sheet are not read: it is a result, not input."),
                    _("To keep them, use `koppeling match … --decided` or `koppeling next`."),
                )


def _decided_cells(grid: Grid) -> Iterator[str]:
    names = [PROPOSAL.column(key).words for key in _DECIDING]
    columns = [
        column
        for column, cell in grid.rows.get(1, {}).items()
        if any(is_called(clean(plain(cell)), name, ()) for name in names)
    ]
    for number, cells in sorted(grid.rows.items()):
        for column in columns:
            if number > 1 and column in cells and clean(plain(cells[column])):
                yield reference(number, column)
