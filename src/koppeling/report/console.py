"""A terminal that never fails on what it cannot show."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any, TextIO, cast

from koppeling.errors import WriteError
from koppeling.locale import _
from koppeling.workbook.refusals import reason_in_words

if TYPE_CHECKING:
    from rich.console import Console

#: Signs without a letter underneath; one for one, so that columns stay straight.
_STAND_INS = {
    "→": ">",
    "←": "<",
    "–": "-",
    "—": "-",
    "−": "-",
    "…": ".",
    "‘": "'",
    "’": "'",
    "“": '"',
    "”": '"',
    "„": '"',
    "•": "*",
    "·": "-",
    "≥": ">",
    "≤": "<",
    "Ł": "L",
    "ł": "l",
    "Đ": "D",
    "đ": "d",
    "Ø": "O",
    "ø": "o",
    "ı": "i",
}
WIDEST = 100


class _Tolerant:
    """
    A text file that writes what its encoding knows, and the nearest sign otherwise.

    Terminals on Windows still speak cp850 or cp1252, and a name with a letter
    outside it must not cost anyone their result.
    """

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the file has
        return getattr(self._file, name)

    def write(self, text: str) -> int:
        """Write `text`, sign for sign."""
        try:
            return self._file.write(legible(text, self._file.encoding or "utf-8"))
        except OSError as error:
            raise WriteError(unheard(error)) from error

    def flush(self) -> None:
        """Let out what was written; rich would end the program when nobody reads it."""
        try:
            self._file.flush()
        except OSError as error:
            raise WriteError(unheard(error)) from error


def unheard(error: OSError) -> str:
    """Say that what there is to say did not reach anybody."""
    return _("what there is to say could not be written to standard output: {reason}.").format(
        reason=reason_in_words(error)
    )


def legible(text: str, encoding: str) -> str:
    """
    Replace each sign that `encoding` lacks by one that it has.

    Parameters
    ----------
    text : str
        Anything.
    encoding : str
        Name of a codec, such as `cp850`.

    Returns
    -------
    str
        Of the same length, so that columns stay where they are; can always be
        encoded.

    Examples
    --------
    >>> legible("Zoë → Łucja", "cp850")
    'Zoë > Lucja'
    """
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return "".join(_nearest(sign, encoding) for sign in text)
    return text


def _nearest(sign: str, encoding: str) -> str:
    """Find the first of the sign, its stand-in and its bare letter that can be encoded."""
    for candidate in (sign, _STAND_INS.get(sign, sign), unicodedata.normalize("NFKD", sign)[0]):
        try:
            candidate.encode(encoding)
        except UnicodeEncodeError:
            continue
        return candidate
    return "?"


def open_console(file: TextIO) -> Console:
    """
    Open a console on `file` that wraps at `WIDEST` columns and never fails on a sign.

    Parameters
    ----------
    file : TextIO
        Standard output or standard error.

    Returns
    -------
    rich.console.Console
        Without highlighting, so that numbers do not turn blue by chance.
    """
    from rich.console import Console

    console = Console(file=cast("TextIO", _Tolerant(file)), highlight=False)
    console.width = min(console.width, WIDEST)
    return console
