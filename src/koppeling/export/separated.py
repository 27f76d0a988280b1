"""Separated text: plain for machines, and as Excel in the Netherlands likes it for people."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")


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
        If a text would need quotes; whoever calls has checked that it does not.
    """
    unfit = {'"', "\r", "\n"} | set(separator)
    lines = []
    for row in rows:
        if any(char in unfit for text in row for char in text):
            raise ValueError("a payroll field holds a separator, a quote or a line end")
        lines.append(separator.join(row) + line_end)
    content = "".join(lines).encode(encoding)
    return b"\xef\xbb\xbf" + content if bom else content


def _harmless(text: str) -> str:
    is_number = text[:1] == "-" and text[1:].replace(",", "").isdigit()
    return f"'{text}" if text.startswith(_RISKY) and not is_number else text
