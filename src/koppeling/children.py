"""Processes of our own: each a module of this package, run beside the program."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


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
