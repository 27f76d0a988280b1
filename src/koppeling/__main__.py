"""`python -m koppeling`: the same as the command `koppeling`."""

from __future__ import annotations

import signal
import sys


def main() -> int:
    """Run the command line; Ctrl-C is heard while it loads and while it ends, too."""
    from koppeling import written

    with written.recording():
        try:
            from koppeling.cli import main as run

            return run()
        except KeyboardInterrupt as error:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            from koppeling.cli import failure

            return failure.tell(error)
        finally:
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is done and told


if __name__ == "__main__":
    sys.exit(main())
