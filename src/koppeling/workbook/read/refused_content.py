"""Content that is refused whatever the heading says: BSN, bank accounts, birthdays."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from koppeling.workbook.read.cells import typed_date
from koppeling.workbook.read.parsed import UnfitError
from koppeling.workbook.schema.forbidden import BANK, BIRTH, BSN
from koppeling.workbook.schema.shapes import Words, heading_words

#: Work begins on such days too, and training ends long ago.
_OF_WORK = (
    "dienst", "contract", "functie", "start", "begin", "registr", "diploma", "service",
    "aanstelling", "opleiding", "actief", "active", "trained",
)  # fmt: skip


_BIRTH_YEARS = range(1930, 2010)


_MOST = 0.8  # of a column, the rest being slips


def forbidden_content(heading: str, texts: Sequence[str]) -> Words | None:
    """
    Return what a column holds when most of it can only be refused, else None.

    That is: numbers that pass the 11-test of a BSN, bank accounts by their check
    digits, and dates on which people who work were born (not where the heading
    speaks of work).
    """
    if not texts:
        return None
    speaks_of_work = any(word.startswith(_OF_WORK) for word in heading_words(heading))
    tests = [(BSN, _is_any_bsn), (BANK, is_iban)]
    if not speaks_of_work:
        tests.append((BIRTH, _is_birthday))
    enough = _MOST * len(texts)
    return next((name for name, test in tests if sum(map(test, texts)) >= enough), None)


def _is_any_bsn(text: str) -> bool:
    """
    Tell a BSN also without its leading zero, which a number loses, and with points in it.

    A date is none: one in eleven would pass.
    """
    digits = re.sub(r"[ .-]", "", text)
    return len(digits) in (8, 9) and is_bsn(digits.zfill(9)) and _day_of(text) is None


def _is_birthday(text: str) -> bool:
    day = _day_of(text)
    return day is not None and day.year in _BIRTH_YEARS


def _day_of(text: str) -> date | None:
    try:
        day = typed_date(text).value
    except UnfitError:
        return None
    return day if isinstance(day, date) else None


def is_iban(text: str) -> bool:
    """
    Tell whether a text is a bank account, by its check digits.

    Examples
    --------
    >>> is_iban("NL91 ABNA 0417 1643 00"), is_iban("NL92 ABNA 0417 1643 00")
    (True, False)
    """
    account = re.sub(r"\s", "", text).upper()
    if not re.fullmatch(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}", account):
        return False
    return int("".join(str(int(char, 36)) for char in account[4:] + account[:4])) % 97 == 1


def is_bsn(number: str) -> bool:
    """
    Tell whether a personnel number passes the 11-test of a Dutch BSN.

    Examples
    --------
    >>> is_bsn("111222333"), is_bsn("111222334")
    (True, False)
    """
    if len(number) != 9 or not (number.isascii() and number.isdigit()) or not int(number):
        return False
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(w * int(digit) for w, digit in zip(weights, number, strict=True)) % 11 == 0
