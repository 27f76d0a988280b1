"""What is said when a command fails, its exit code, and what is kept of our own mistakes."""

from __future__ import annotations

import _thread
import contextlib
import errno
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from koppeling import written
from koppeling.errors import KoppelingError, SolveError, StateError, WriteError
from koppeling.locale import _
from koppeling.state import state_folder

if TYPE_CHECKING:
    from koppeling.domain.finding import Finding

#: More files than this in one folder are counted, not listed.
_MANY = 4
#: After so many seconds an interrupt that was lost comes again.
_A_MOMENT = 0.01
#: What writing to standard output may end in.
_OF_STREAMS = {errno.EPIPE, errno.ENOSPC, errno.EIO, errno.EBADF, errno.EFBIG}


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


def tell(error: BaseException) -> Exit:
    """Say why a command ended early, and what stands on the disk; never fail oneself."""
    code = _tell(error)
    is_about_words = isinstance(error, click.ClickException) or (
        isinstance(error, KoppelingError)
        and code is Exit.BAD_COMMAND
        and not isinstance(error, WriteError)
    )
    tell_written(is_failure=not is_about_words)
    with contextlib.suppress(OSError):
        settle_streams()
    return code


def _tell(error: BaseException) -> Exit:
    if isinstance(error, click.Abort | KeyboardInterrupt):
        say(_("Stopped."))
        return Exit.NO_SOLUTION
    if isinstance(error, SystemExit):  # what click makes of a reader that is gone
        error = BrokenPipeError(errno.EPIPE, "")
    if isinstance(error, click.ClickException):
        with contextlib.suppress(OSError):
            error.show()
        return Exit.BAD_COMMAND
    if isinstance(error, KoppelingError):
        return _tell_known(error)
    cause = _cause_outside(error)
    if cause is None:
        return _report(error)
    say(_("Error: {message}").format(message=_in_words(cause)))
    return Exit.BAD_COMMAND


def _tell_known(error: KoppelingError) -> Exit:
    from koppeling.verify.problem import UnsoundResultError

    say(_("Error: {message}").format(message=error))
    if isinstance(error, UnsoundResultError):
        for problem in error.problems:
            say(f"{problem.subject}: {problem.message}")
        say(_("Please report this: it is a mistake of the program, not yours."))
        return Exit.UNTRUE
    if isinstance(error, StateError):
        return Exit.BAD_INPUT
    return Exit.NO_SOLUTION if isinstance(error, SolveError) else Exit.BAD_COMMAND


def _cause_outside(error: BaseException | None) -> Exception | None:
    """Find what the computer refused behind an error: libraries make errors of their own of it."""
    import sqlite3

    while error is not None:
        if isinstance(error, sqlite3.OperationalError):
            return error
        if isinstance(error, OSError) and error.errno is not None:
            return error
        error = error.__cause__ or error.__context__
    return None


def _in_words(error: Exception) -> str:
    """Say what went wrong; the system itself only speaks a few words of English."""
    from koppeling.report.console import unheard
    from koppeling.workbook.read.refusals import reason_in_words

    if not isinstance(error, OSError):
        return _("a file could not be read or written: {reason}.").format(
            reason=reason_in_words(error)  # type: ignore[arg-type]
        )
    is_of_stream = error.filename is None and error.errno in _OF_STREAMS
    if is_of_stream and (error.errno == errno.EPIPE or _is_broken(sys.stdout)):
        _let_go(sys.stdout)
        return unheard(error)
    name = Path(os.fsdecode(error.filename)).name if error.filename else _("The file")
    return _("{file} cannot be read or written: {reason}.").format(
        file=name[:60], reason=reason_in_words(error)
    )


def tell_written(*, is_failure: bool = True) -> None:
    """
    Say what this run has put on the disk.

    Parameters
    ----------
    is_failure : bool
        Also say that it was nothing.
    """
    record = written.current()
    for sentence in record.facts.values():
        say(sentence)
    folders: dict[Path, list[Path]] = {}
    for file in dict.fromkeys(record.files):
        folders.setdefault(file.parent, []).append(file)
    for folder, files in folders.items():
        if len(files) > _MANY:
            say(_("Written: {number} files in {folder}").format(number=len(files), folder=folder))
        else:
            for file in files:
                say(_("Written: {file}").format(file=file))
    if is_failure and not record:
        say(_("Nothing was written."))


def _report(error: BaseException) -> Exit:
    """Say that something went wrong and keep a record of it, without a single name."""
    say(_("Something went wrong that is not your fault."))
    try:
        log = state_folder() / "koppeling.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text("\n".join(describe(error)) + "\n", encoding="utf-8")
    except (OSError, RuntimeError):
        kind = type(error).__name__
        say(_("Please report this; the error is called {kind}.").format(kind=kind))
    else:
        say(_("Please report this and send along {file}; it holds no names.").format(file=log))
    return Exit.UNTRUE


def list_findings(findings: Sequence[Finding], stream: TextIO) -> None:
    """List what is wrong or noteworthy in the input."""
    from koppeling.report import text
    from koppeling.report.console import open_console

    text.list_findings(findings, open_console(stream))


def say(text: str) -> None:
    """Say something on standard error, where anybody can hear it."""
    with contextlib.suppress(OSError, ValueError):
        click.echo(text, err=True)


def _interrupt() -> None:
    """Interrupt the main thread, also where it waits; Windows only does so once it goes on."""
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
    else:
        _thread.interrupt_main()


@contextlib.contextmanager
def no_interrupt_lost() -> Iterator[None]:
    """
    Raise a Ctrl-C a moment later when it falls where Python cannot raise it.

    In a finaliser, or a callback of the import system, the interpreter would
    print a traceback and go on.
    """
    known = sys.unraisablehook

    def hear(what: sys.UnraisableHookArgs) -> None:
        if what.exc_type is KeyboardInterrupt:
            threading.Timer(_A_MOMENT, _interrupt).start()
        else:
            known(what)

    sys.unraisablehook = hear
    try:
        yield
    finally:
        sys.unraisablehook = known


def settle_streams() -> None:
    """
    Make sure that all that was said is out.

    Raises
    ------
    OSError
        If standard output is full or its reader is gone. What was not heard is
        let go of, so that the end of the program does not trip over it again.
    """
    for stream in (sys.stderr, sys.stdout):
        try:
            stream.flush()
        except OSError:
            _let_go(stream)
            if stream is sys.stdout:
                raise


def _is_broken(stream: TextIO) -> bool:
    """Ask a stream itself, with an empty line: it forgets what it could not write."""
    try:
        stream.write("\n")
        stream.flush()
    except (OSError, ValueError):
        return True
    return False


def _let_go(stream: TextIO) -> None:
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
