"""The command line: parse, call `koppeling.app`, print, return an exit code."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence

import click

from koppeling.cli import commands, failure, language, menu
from koppeling.cli.exits import Exit
from koppeling.errors import KoppelingError
from koppeling.locale import _

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
    try:
        # None lets click expand * and ~ for the Windows shell, which does not
        code = commands.build(menu.show, main).main(arguments, standalone_mode=False)
    except click.Abort:
        click.echo(_("Stopped; nothing was written."), err=True)
        return Exit.NO_SOLUTION
    except click.ClickException as error:
        error.show()
        return Exit.BAD_COMMAND
    except (KoppelingError, OSError) as error:
        return failure.tell(error)
    except Exception as error:  # noqa: BLE001 - the last resort: say it in Dutch, keep a record
        return failure.report(error)
    return int(code or Exit.DONE)
