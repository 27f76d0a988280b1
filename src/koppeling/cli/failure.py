"""What is said when a command fails, and kept when the program made a mistake."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from koppeling.cli.exits import Exit
from koppeling.errors import KoppelingError, SolveError, StateError
from koppeling.locale import _
from koppeling.state import state_folder


def describe(error: BaseException) -> Iterator[str]:
    """
    Describe where an error arose, line by line.

    Messages of errors are left out: they may quote a cell, and a cell may hold
    a name. Of files only the last two parts of the path are named, for the
    same reason.
    """
    import platform
    import traceback
    from importlib.metadata import version

    yield f"koppeling {version('koppeling')}, Python {platform.python_version()}"
    yield f"{platform.system()} {platform.release()} {platform.machine()}"
    cause: BaseException | None = error
    while cause is not None:
        yield type(cause).__name__
        for frame in traceback.extract_tb(cause.__traceback__):
            yield f"  {'/'.join(Path(frame.filename).parts[-2:])}:{frame.lineno} {frame.name}"
        cause = cause.__cause__ or cause.__context__


def tell(error: KoppelingError | OSError) -> Exit:
    """Say what went wrong when the error itself is meant for people."""
    from koppeling.app import UnsoundResultError

    click.echo(_("Error: {message}").format(message=_in_words(error)), err=True)
    if isinstance(error, UnsoundResultError):
        for problem in error.problems:
            click.echo(f"{problem.subject}: {problem.message}", err=True)
        click.echo(_("Please report this: it is a mistake of the program, not yours."), err=True)
        return Exit.UNTRUE
    if isinstance(error, StateError):
        return Exit.BAD_INPUT
    return Exit.NO_SOLUTION if isinstance(error, SolveError) else Exit.BAD_COMMAND


def _in_words(error: KoppelingError | OSError) -> str:
    """Say what went wrong; the operating system itself only speaks a few words of English."""
    if not isinstance(error, OSError):
        return str(error)
    from koppeling.workbook.refusals import reason_in_words

    name = Path(str(error.filename)).name if error.filename else _("The file")
    return _("{file} cannot be opened: {reason}.").format(
        file=name[:60], reason=reason_in_words(error.strerror or "")
    )


def report(error: BaseException) -> Exit:
    """Say that something went wrong and keep a record of it, without a single name."""
    click.echo(_("Something went wrong that is not your fault. Nothing was written."), err=True)
    try:
        log = state_folder() / "koppeling.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text("\n".join(describe(error)) + "\n", encoding="utf-8")
    except (OSError, RuntimeError):
        kind = type(error).__name__
        click.echo(_("Please report this; the error is called {kind}.").format(kind=kind), err=True)
    else:
        text = _("Please report this and send along {file}; it holds no names.")
        click.echo(text.format(file=log), err=True)
    return Exit.UNTRUE
