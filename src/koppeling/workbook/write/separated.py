"""Separated text: plain for machines, and as Excel in the Netherlands likes it for people."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

#: What Excel takes for the begin of a formula, also behind blanks.
_RISKY = re.compile(r"\s*[=+\-@]|[\t\r\n]")
_BELOW_ZERO = re.compile(r"-[0-9]+([.,][0-9]+)?")


def for_people(rows: Iterable[Sequence[str]]) -> bytes:
    """
    Write rows for Excel: `;`, UTF-8 with BOM, CRLF.

    Text that Excel would take for a formula gets an apostrophe in front;
    a number such as -0,50 stays a number.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows([_harmless(text) for text in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def for_machines(
    rows: Iterable[Sequence[str]],
    *,
    separator: str = ";",
    line_end: str = "\r\n",
    encoding: str = "ascii",
    bom: bool = False,
) -> bytes:
    """
    Write rows for a program: no quotes, no apostrophes, no BOM unless asked.

    Raises
    ------
    ValueError
        If a text is not `is_plain`; whoever calls has checked that it is.
    """
    lines = []
    for row in rows:
        if not all(is_plain(text, separator) for text in row):
            raise ValueError("a field holds a separator, a quote, a line end or a formula")
        lines.append(separator.join(row) + line_end)
    content = "".join(lines).encode(encoding)
    return b"\xef\xbb\xbf" + content if bom else content


def is_plain(text: str, separator: str = ";") -> bool:
    """
    Tell whether a text can go to a program as it is.

    Not when it would need quotes, and not when Excel, in which somebody opens
    the file all the same, would take it for a formula.

    Examples
    --------
    >>> is_plain("-0,50"), is_plain("=1+1"), is_plain("41;00")
    (True, False, False)
    """
    return not (set(text) & {'"', "\r", "\n", *separator}) and not _is_formula(text)


def _is_formula(text: str) -> bool:
    return _RISKY.match(text) is not None and _BELOW_ZERO.fullmatch(text.rstrip()) is None


def _harmless(text: str) -> str:
    return f"'{text}" if _is_formula(text) else text
