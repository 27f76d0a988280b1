"""Run a process, hear it out, kill it at its limit, and measure its memory (not on Windows)."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


class FailedError(Exception):
    """What was to be measured came to nothing; the message says what and why."""


@dataclass(frozen=True, kw_only=True)
class Ran:
    """
    How a process went.

    `events` are the lines of JSON it printed; `mib` is the peak of its
    largest process; `error` the end of what it complained of, if it failed.
    """

    events: tuple[dict[str, Any], ...]
    seconds: float
    mib: float
    was_killed: bool
    error: str

    @property
    def why(self) -> str:
        """Say in a line why it came to nothing; empty where it ended well."""
        if self.was_killed:
            return "killed at its limit"
        return self.error.splitlines()[-1] if self.error else ""


def run(command: Sequence[str], limit: float) -> Ran:
    """
    Run `command` from the root of the repository for at most `limit` seconds.

    At the limit it is killed with everything it started.
    """
    killed = threading.Event()
    with tempfile.TemporaryFile() as complaints:
        started = time.perf_counter()
        process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=complaints,
            cwd=ROOT,
            start_new_session=True,
            text=True,
        )

        def kill() -> None:
            killed.set()
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)

        timer = threading.Timer(limit, kill)
        timer.start()
        try:
            events = tuple(_listen(process))
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            kill()
            raise
        finally:
            timer.cancel()
        seconds = time.perf_counter() - started
        process.returncode = code = os.waitstatus_to_exitcode(status)
        complaints.seek(0)
        error = complaints.read().decode(errors="replace").strip()[-500:] if code else ""
    return Ran(
        events=events,
        seconds=seconds,
        mib=usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10),
        was_killed=killed.is_set(),
        error="" if killed.is_set() else error or (f"exit code {code}" if code else ""),
    )


def _listen(process: subprocess.Popen[str]) -> list[dict[str, Any]]:
    """Read whole lines of JSON until the end; what a kill cut off is left out."""
    assert process.stdout is not None  # noqa: S101 - for the types: it is a pipe
    events = []
    with process.stdout as stream:
        for line in stream:
            with suppress(json.JSONDecodeError):
                if isinstance(told := json.loads(line), dict):
                    events.append(told)
    return events
