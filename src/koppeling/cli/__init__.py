"""The command line: parse, call `koppeling.practice`, print, return an exit code."""

from __future__ import annotations

import contextlib
import gc
import sys
from collections.abc import Sequence

from koppeling import written
from koppeling.cli import commands, failure, language
from koppeling.cli.failure import Exit

#: When to look for cycles: a large practice is a million objects that all stay, and going
#: through them again and again took a quarter of the time (docs/start-up.md).
_RARELY = (100_000, 50, 100)


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Run the command line; never let a traceback out.

    Parameters
    ----------
    arguments : sequence of str, optional
        Without the program's name; those of the process by default.

    Returns
    -------
    int
        An `Exit` code.
    """
    gc.set_threshold(*_RARELY)
    given = sys.argv[1:] if arguments is None else list(arguments)
    language.tolerate_any_terminal()
    language.speak(language.asked_for(given))
    with failure.no_interrupt_lost(), written.recording() as record:
        try:
            # None lets click expand * and ~ for the Windows shell, which does not
            group = commands.build(main)
            code = int(group.main(arguments, standalone_mode=False) or Exit.DONE)
            failure.settle_streams()
        except (Exception, KeyboardInterrupt, SystemExit) as error:  # noqa: BLE001 - the last resort
            code = Exit.UNTRUE
            with contextlib.suppress(KeyboardInterrupt), written.uninterrupted():
                code = failure.tell(error)
            return code
        if code and record:  # the command said why it stopped, not what it had done by then
            failure.tell_written()
        return code
