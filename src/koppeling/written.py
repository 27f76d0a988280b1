"""
What a run has put on the disk, so that whatever ends it early can tell the truth.

Who puts something there notes it in the same uninterrupted breath. A sentence
such as "nothing was written" is then read off the record, never written down
beforehand (decision 35).
"""

from __future__ import annotations

import contextlib
import signal
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType


@dataclass(kw_only=True)
class Record:
    """
    What one run wrote.

    Parameters
    ----------
    started : float
        When the run began, in seconds since 1970.
    files : list of Path
        Files that stand in their place, in order.
    facts : dict
        What else was done, as sentences for people; by what each is about, so
        that a later sentence takes the place of an earlier one.
    """

    started: float = field(default_factory=time.time)
    files: list[Path] = field(default_factory=list)
    facts: dict[object, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Tell whether anything was written at all."""
        return bool(self.files or self.facts)


_running: list[Record] = []


@contextlib.contextmanager
def recording() -> Iterator[Record]:
    """Keep a record of what is written inside the with block, blocks inside it included."""
    record = Record()
    _running.append(record)
    try:
        yield record
    finally:
        _running.remove(record)


def current() -> Record:
    """Return the record of this run; an empty one when none is kept."""
    return _running[-1] if _running else Record(started=float("inf"))


def note_files(files: Iterable[Path]) -> None:
    """Note files that stand in their place now."""
    for file in files:
        for record in _running:
            record.files.append(file)


def note_fact(subject: object, sentence: str) -> None:
    """Note what else was done, in place of what was noted on the same subject."""
    for record in _running:
        record.facts[subject] = sentence


@contextlib.contextmanager
def uninterrupted() -> Iterator[None]:
    """
    Hold Ctrl-C until the block is done; for what must be done and noted in one breath.

    Outside the main thread Ctrl-C does not come, and nothing is held.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    held: list[int] = []

    def hold(number: int, _frame: FrameType | None) -> None:
        held.append(number)

    before = signal.signal(signal.SIGINT, hold)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if held:
        signal.raise_signal(signal.SIGINT)
