"""Processes of our own: each a module of this package, run beside the program."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

_Asked = tuple[str, tuple[str, ...], bool]
#: Processes that were started ahead and that nobody has asked for yet.
_ahead: dict[_Asked, subprocess.Popen[bytes]] = {}


@contextlib.contextmanager
def ahead(module: str, *arguments: str, takes_input: bool = False) -> Iterator[None]:
    """
    Start a process that a `start` inside the with block will ask for.

    It loads while this program loads what it needs itself. A process that was
    not asked for in the end is ended with the block.
    """
    asked = (module, arguments, takes_input)
    process = _ahead[asked] = start(module, *arguments, takes_input=takes_input)
    try:
        yield
    finally:
        if _ahead.pop(asked, None) is process:
            process.kill()
            process.communicate()


def start(module: str, *arguments: str, takes_input: bool = False) -> subprocess.Popen[bytes]:
    """
    Start `python -m module` with its standard output as a pipe.

    The child finds this same package wherever it is run from, and nothing of
    the folder the user happens to be in: a file `random.py` there must not be
    imported. It does not hear Ctrl-C, which is for this program.

    Parameters
    ----------
    module : str
        Full name of the module.
    *arguments : str
        Its command line.
    takes_input : bool
        Whether its standard input is a pipe too, instead of nothing.
    """
    started = _ahead.pop((module, arguments, takes_input), None)
    if started is not None:
        return started
    package = str(Path(__file__).resolve().parents[1])
    search = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH", ""))))
    return subprocess.Popen(  # noqa: S603 - our own modules, no shell
        [sys.executable, "-P", "-m", module, *arguments],
        stdin=subprocess.PIPE if takes_input else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": search},
        start_new_session=sys.platform != "win32",
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
    )
