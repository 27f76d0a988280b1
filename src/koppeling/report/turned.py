"""The next quarter's workbook: the input sheets, and what changed in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from koppeling.locale import _
from koppeling.report.inputs import add_inputs
from koppeling.report.meetings import add_meetings
from koppeling.report.sheets import add_sheet, columns_of
from koppeling.workbook.dress import Book
from koppeling.workbook.later_sheets import MEETINGS

if TYPE_CHECKING:
    from koppeling.domain.period import Quarter
    from koppeling.workbook.casebook import Casebook
    from koppeling.workbook.turned import Turned


def to_bytes(turned: Turned, casebook: Casebook, quarter: Quarter) -> bytes:
    """Build the workbook in the language in use; the same input gives the same bytes."""
    book = Book(title=_("Pairing workbook {quarter}").format(quarter=quarter))
    add_inputs(book, turned.tables, without=(MEETINGS.key,))
    add_meetings(book, turned.meetings)
    if turned.changes:
        rows = [{"what": c.what, "who": c.who, "told": c.told} for c in turned.changes]
        add_sheet(book, "turn", columns_of("turn"), rows)
    origin = [
        (_("Made from"), casebook.path.name),
        *((_("SHA-256 of the input"), s.sha256) for s in casebook.reading.sources),
        *casebook.reading.travelling,
    ]
    table = [{"item": item, "value": value} for item, value in origin]
    add_sheet(book, "provenance", columns_of("provenance"), table)
    return book.to_bytes()
