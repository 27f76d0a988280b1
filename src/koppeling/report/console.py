"""A terminal that never fails on what it cannot show."""

from __future__ import annotations

import unicodedata
from time import monotonic
from typing import TYPE_CHECKING, Any, Self, TextIO, cast

from koppeling.errors import WriteError
from koppeling.locale import _
from koppeling.report import phrases
from koppeling.workbook.read.refusals import reason_in_words

if TYPE_CHECKING:
    from types import TracebackType

    from rich.console import Console
    from rich.table import Table

    from koppeling.domain.instance import Level


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


class LiveProgress:
    """
    A small live table: each goal with its value, what is still possible, and the time.

    It disappears when the work is done. On anything but a terminal it says nothing.

    Parameters
    ----------
    console : rich.console.Console
        Usually on standard error; see `koppeling.report.console.open_console`.

    Examples
    --------
    >>> import io
    >>> from koppeling.domain.instance import Level
    >>> from koppeling.report.console import open_console
    >>> with LiveProgress(open_console(io.StringIO())) as progress:
    ...     progress.update(Level.PLACED, 28, 30)
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._rows: dict[Level, tuple[int | None, int | None, bool]] = {}
        self._started: dict[Level, float] = {}
        self._told: dict[Level, float] = {}
        self._begin = monotonic()

    def __enter__(self) -> Self:
        """Start showing, if there is anybody to show it to."""
        from rich.live import Live

        self._begin = monotonic()
        self._live = (
            Live(
                console=self._console,
                transient=True,
                refresh_per_second=8,
                get_renderable=self._table,
            )
            if self._console.is_terminal
            else None
        )
        if self._live is not None:
            self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Clear what was shown."""
        if self._live is not None:
            self._live.stop()

    def update(
        self, level: Level, value: int | None, bound: int | None, *, proven: bool = False
    ) -> None:
        """
        Tell how far a level is.

        Parameters
        ----------
        level : Level
            The goal being worked on.
        value, bound : int or None
            The best found, and the best that may still exist.
        proven : bool
            The level is done.
        """
        # A goal begins where the one before it ended: the first word on it may be its last.
        self._started.setdefault(level, max(self._told.values(), default=self._begin))
        self._told[level] = monotonic()
        self._rows[level] = (value, bound, proven)

    def _table(self) -> Table:
        from rich.table import Table

        table = Table.grid()
        table.add_row(_("Looking for the best proposal; Ctrl-C keeps the best so far"))
        grid = Table.grid(padding=(0, 2))
        rows = list(self._rows.items())  # another thread may be adding one
        for place, (level, (value, bound, proven)) in enumerate(rows, 1):
            is_busy = place == len(rows) and not proven
            until = monotonic() if is_busy else self._told[level]
            limit = _("limit {bound}").format(bound=phrases.amount(level, bound))
            grid.add_row(
                phrases.goal(level),
                phrases.amount(level, value),
                _("proven") if proven else limit,
                f"{phrases.number(until - self._started[level], 1)} s",
            )
        table.add_row(grid)
        return table


class Tally:
    """
    A line that counts how much is done; silent on anything but a terminal.

    Parameters
    ----------
    console : rich.console.Console
        Usually on standard error; see `koppeling.report.console.open_console`.
    heading : str
        What is done; stands alone until there is something to count.

    Examples
    --------
    >>> import io
    >>> from koppeling.report.console import open_console
    >>> with Tally(open_console(io.StringIO()), "Solving") as tally:
    ...     tally.update(1, 3)
    """

    def __init__(self, console: Console, heading: str) -> None:
        from rich.status import Status

        self._heading = heading
        self._status = Status(heading, console=console) if console.is_terminal else None

    def __enter__(self) -> Self:
        """Start showing, if there is anybody to show it to."""
        if self._status is not None:
            self._status.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Clear what was shown."""
        if self._status is not None:
            self._status.stop()

    def update(self, num_done: int, total: int, what: str = "") -> None:
        """
        Tell how much is done.

        Parameters
        ----------
        num_done, total : int
            The total may grow along the way.
        what : str
            What is counted now, instead of the heading.
        """
        if self._status is not None:
            self._status.update(
                _("{what}: {done} of {total}").format(
                    what=what or self._heading, done=num_done, total=total
                )
            )
