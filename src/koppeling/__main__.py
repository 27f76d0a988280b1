"""`python -m koppeling`: the same as the command `koppeling`."""

from __future__ import annotations

import sys

from koppeling.cli import main

if __name__ == "__main__":
    sys.exit(main())
