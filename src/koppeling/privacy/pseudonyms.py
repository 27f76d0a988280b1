"""
A copy with stable pseudonyms, to ask for help with or to try things out (facts on privacy).

A keyed hash gives each number its pseudonym: with the same key file the same
people keep theirs, without it nobody can work back, not even by trying every
number. Pseudonymous is not anonymous: dates, sites and working days stay.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import uuid
from collections.abc import Sequence
from dataclasses import replace

from koppeling.errors import KoppelingError
from koppeling.locale import _
from koppeling.privacy.erasing import identities
from koppeling.privacy.traces import Mask, is_number_column, is_text, lists_outsiders, numbers_of
from koppeling.workbook.pages import Content, PageRow, PlainPage
from koppeling.workbook.read.register import is_forgotten
from koppeling.workbook.schema.people import is_everyone
from koppeling.workbook.schema.registry import SHEETS, find_setting
from koppeling.workbook.schema.results import RESULT_SHEETS
from koppeling.workbook.schema.shapes import Field, yes_or_no

#: What a pairing can be repeated from, but for words about people or about the file it came from.
_REPEATING = (*SHEETS, *RESULT_SHEETS)
_LEFT_OUT = frozenset({"findings", "provenance", "wage_codes", "progress"})
#: The only words that stay: a pairing goes by them. Whatever else people typed falls away.
_WORDS = frozenset(
    {"setting", "value", "site", "trajectory", "type", "phase", "group", "domain", "goals"}
    | {"registrations", "specialisations", "scenario", "kind", "goal", "key"}
)
#: Words of which it only counts whether they say yes or no: where a file is kept, say.
_WHETHER = frozenset({"motivation", "specialised"})
_REFUSALS = ("nee", "n", "no", "0", "-")
_BLANKED = frozenset({"on_payroll"})
_MEETING = ("meetings", "id")
_SETTINGS_LEFT_OUT = frozenset({"hourly_rate"})
_MIN_KEY_BYTES = 16


class Pseudonyms:
    """
    Pseudonyms by a key: the same number always gives the same one.

    Parameters
    ----------
    key : bytes
        Secret, at least 16 bytes.
    """

    def __init__(self, key: bytes) -> None:
        if len(key) < _MIN_KEY_BYTES:
            raise KoppelingError(_("The key file is empty or damaged."))
        self._key = key

    def of_number(self, number: str) -> str:
        """Return a pseudonym: `p` and ten letters or digits; who was forgotten stays so."""
        if is_forgotten(number):
            return number
        digest = self._digest("number", number)
        return "p" + base64.b32encode(digest)[:10].decode().lower()

    def of_meeting(self, identity: str) -> str:
        """Return another identity for a meeting: its own can be made from two numbers."""
        return str(uuid.UUID(bytes=self._digest("meeting", identity)[:16], version=4))

    def _digest(self, kind: str, text: str) -> bytes:
        return hmac.digest(self._key, f"{kind}|{text}".encode(), hashlib.sha256)


def pseudonymise(pages: Sequence[PlainPage], pseudonyms: Pseudonyms) -> tuple[PlainPage, ...]:
    """
    Give everybody a pseudonym and leave out what is not needed to repeat the pairing.

    Sites, groups, subjects, dates, working days, wishes and DiSC stay: the
    result of a match stays the same but for the draw, which goes by number.

    Parameters
    ----------
    pages : sequence of Page
        Every sheet of the file.
    pseudonyms : Pseudonyms
        Of the key in use.
    """
    covers = {
        word: pseudonyms.of_number(identity.number)
        for identity in identities(pages)
        for word in identity.telling
    }
    mask = Mask(covers)
    return tuple(
        _page(page, pseudonyms, mask)
        for page in pages
        if page.sheet in _REPEATING and page.key not in _LEFT_OUT
    )


def _page(page: PlainPage, pseudonyms: Pseudonyms, mask: Mask) -> PlainPage:
    kept = [at for at, (heading, field) in enumerate(page.columns) if _stays(page, heading, field)]
    rows = [row for row in page.rows if not _is_private_setting(page, row)]
    return replace(
        page,
        columns=tuple(page.columns[at] for at in kept),
        rows=tuple(
            replace(
                row,
                cells=tuple(
                    _cell(page, row, page.columns[at][1], row.cells[at], pseudonyms, mask)
                    for at in kept
                ),
            )
            for row in rows
        ),
    )


def _stays(page: PlainPage, heading: str, field: Field | None) -> bool:
    if field is None:
        return page.key == "proposal" and any(char.isdigit() for char in heading)  # uren 2027-Q1
    if not is_text(field) or is_number_column(field) or (page.key, field.key) == _MEETING:
        return field.key not in _BLANKED
    return field.key in _WORDS | _WHETHER or bool(field.name_of)


def _is_private_setting(page: PlainPage, row: PageRow) -> bool:
    if page.key != "settings":
        return False
    setting = find_setting(page.value(row, "setting"))
    if setting is None or setting.key in _SETTINGS_LEFT_OUT:
        return True
    return is_text(setting) and setting.key != "not_of_this_practice"  # numbers, changed below


def _cell(  # noqa: PLR0913, PLR0917 - what a cell is depends on all of these
    page: PlainPage,
    row: PageRow,
    field: Field | None,
    cell: Content,
    pseudonyms: Pseudonyms,
    mask: Mask,
) -> Content:
    if cell is None or field is None:
        return cell
    if is_number_column(field) or lists_outsiders(page, row, field):
        numbers = (pseudonyms.of_number(number) for number in numbers_of(cell) if number)
        return str(cell) if is_everyone(str(cell)) else "; ".join(numbers)
    if field.name_of:  # called after the number that stands in the same row
        number = page.value(row, field.name_of)
        return pseudonyms.of_number(number) if number else ""
    if field.key in _WHETHER:
        return yes_or_no(str(cell).casefold() not in _REFUSALS)
    if (page.key, field.key) == _MEETING:
        return pseudonyms.of_meeting(str(cell))
    return mask.in_cell(cell, field) if isinstance(cell, str) else cell
