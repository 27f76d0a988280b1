"""What this program does while another process works."""

from __future__ import annotations

import threading


def load_the_rest() -> None:
    """
    Begin to load what checks and writes an answer, on a thread of its own.

    To be called just before waiting for the solver: the processor that this
    program leaves idle then has it ready when the answer is there.
    """
    threading.Thread(target=_load).start()


def _load() -> None:
    import koppeling.report.excel
    import koppeling.verify.check  # noqa: F401
