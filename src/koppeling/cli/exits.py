"""What the exit codes mean; other programs rely on them."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """
    The exit codes of every command (workbook.md, *Bad input*).

    `NO_SOLUTION` is also what a stop by Ctrl-C before the first answer gives,
    `UNTRUE` also what a mistake in the program itself gives. What was written
    by then is said in the last lines; mostly nothing.
    """

    DONE = 0
    BAD_INPUT = 1
    BAD_COMMAND = 2
    NO_SOLUTION = 3
    UNTRUE = 4
