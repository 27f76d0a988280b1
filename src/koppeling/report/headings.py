"""The sheet names and columns of the result, in the language in use."""

from __future__ import annotations

from koppeling.workbook.columns import in_use
from koppeling.workbook.result_sheets import result_sheet


def title(sheet: str) -> str:
    """Return the name of a result sheet, such as `Koppelvoorstel`."""
    return in_use(result_sheet(sheet).words)


def heading(sheet: str, column: str) -> str:
    """Return the heading of a column of a result sheet, such as `besluit`."""
    return in_use(result_sheet(sheet).column(column).words)


def word(sheet: str, column: str, canonical: str) -> str:
    """Return the word that people read for a canonical value, such as `behouden`."""
    return in_use(dict(result_sheet(sheet).column(column).choices)[canonical])
