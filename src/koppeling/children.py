"""
Processes of our own: each a module of this package, run beside the program.

The upper half is for the program; `take_output` and `bound_memory` are for
the process itself, to be called before it loads anything.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from pathlib import Path
from typing import BinaryIO

#: How a process ends that uses more memory than it may, where the system does not refuse it.
OUT_OF_MEMORY = 77
_WATCH_SECONDS = 0.05

_Asked = tuple[str, tuple[str, ...], bool]
#: Processes that were started ahead and that nobody has asked for yet.
_ahead: dict[_Asked, subprocess.Popen[bytes]] = {}


@contextlib.contextmanager
def ahead(module: str, *arguments: str, takes_input: bool = False) -> Iterator[None]:
    """
    Start a process that a `start` inside the with block will ask for.

    It loads while this program loads what it needs itself. A process that was
    not asked for in the end is ended with the block. Where another way of
    beginning was handed in (`begun_by`), nothing is begun ahead.
    """
    if _begin.get() is not begin:
        yield
        return
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
    return started or _begin.get()(module, *arguments, takes_input=takes_input)


def begin(module: str, *arguments: str, takes_input: bool = False) -> subprocess.Popen[bytes]:
    """Begin a process of the operating system; see `start`, which is what to call."""
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


#: How a process is begun.
_begin: ContextVar[Callable[..., subprocess.Popen[bytes]]] = ContextVar("begin", default=begin)


@contextlib.contextmanager
def begun_by(other: Callable[..., subprocess.Popen[bytes]]) -> Iterator[None]:
    """
    Have processes begun in another way inside the with block.

    For whoever has them running already, or does their work elsewhere; `other`
    is called as `begin` is. A thread that is started inside the block begins
    its own processes as usual.
    """
    token = _begin.set(other)
    try:
        yield
    finally:
        _begin.reset(token)


def take_output() -> BinaryIO:
    """
    Return the way back to the program, and let whatever prints go elsewhere.

    The descriptor itself is moved: a library written in C knows nothing of
    `sys.stdout`, and its line would stand between the messages.
    """
    sys.stdout.flush()
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return output


def bound_memory(most: int) -> None:
    """
    Let this process use no more than `most` bytes.

    On Linux the system refuses more, which is a MemoryError here; elsewhere a
    thread looks how much it is, and ends the process with `OUT_OF_MEMORY`.
    """
    if sys.platform == "linux":
        import resource

        _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    else:
        threading.Thread(target=watch_memory, args=(most,), daemon=True).start()


def watch_memory(most: int) -> None:
    """End this process once it has used more than `most` bytes."""
    while used_memory() <= most:
        time.sleep(_WATCH_SECONDS)
    os._exit(OUT_OF_MEMORY)


def used_memory() -> int:
    """Return the most bytes that this process ever had in memory at once."""
    if sys.platform == "win32":
        return _used_on_windows()
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _used_on_windows() -> int:
    import ctypes
    from ctypes import wintypes

    class Counters(ctypes.Structure):
        _fields_ = (
            ("cb", wintypes.DWORD),
            ("faults", wintypes.DWORD),
            *(
                (name, ctypes.c_size_t)
                for name in (
                    "peak_working_set", "working_set", "peak_paged_pool", "paged_pool",
                    "peak_other_pool", "other_pool", "page_file", "peak_page_file",
                )
            ),
        )  # fmt: skip

    counters = Counters()
    counters.cb = ctypes.sizeof(counters)
    windll = ctypes.windll  # type: ignore[attr-defined, unused-ignore]
    of_this_process = wintypes.HANDLE(-1)
    windll.kernel32.K32GetProcessMemoryInfo(
        of_this_process, ctypes.byref(counters), ctypes.sizeof(counters)
    )
    return int(counters.peak_page_file)
