"""
Set koppeling up in a virtual environment of its own, and run it.

`python go.py` makes a proposal for the example; `python go.py match FILE` (or
any other command) passes everything on to koppeling; `python go.py test` sets
up the development tools too and runs the tests. Needs Python 3.11 and pip,
nothing else. A second run reuses the environment in `.venv`.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
HOME = HERE / ".venv"
PYTHON = HOME / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
STAMP = HOME / "koppeling-installed.txt"
CATALOGUE = HERE / "src" / "koppeling" / "locale" / "nl" / "LC_MESSAGES" / "koppeling.po"
EXAMPLE = ("match", str(HERE / "data" / "voorbeeld.xlsx"))


def make_environment() -> list[str]:
    """Make `.venv` when it is not there and return the pip command that fills it."""
    inside = [str(PYTHON), "-m", "pip"]
    if not PYTHON.exists():
        print(f"New virtual environment: {HOME}", flush=True)
        make = [sys.executable, "-m", "venv", str(HOME)]
        if subprocess.run(make, capture_output=True, check=False).returncode:
            # Debian's python3 without python3-venv: it has pip, but cannot copy it
            subprocess.run([*make, "--without-pip", "--clear"], check=True)
    if subprocess.run([*inside, "--version"], capture_output=True, check=False).returncode:
        return [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    return inside


def install(*, with_tools: bool) -> None:
    """Install koppeling with the pinned versions, unless that was done before."""
    pinned = HERE / "constraints.txt"
    read = (HERE / "pyproject.toml", pinned, CATALOGUE)  # the last one is compiled by the build
    contents = b"".join(file.read_bytes() for file in read) + str(HERE).encode()
    stamp = f"{hashlib.sha256(contents).hexdigest()} Python {sys.version_info[:2]}"
    done = STAMP.read_text(encoding="utf-8").splitlines() if STAMP.exists() else []
    has_tools = done[:1] == [stamp] and "tools" in done
    if PYTHON.exists() and done[:1] == [stamp] and (has_tools or not with_tools):
        return
    pip = make_environment()
    print("Installing koppeling; the first time this takes a minute or two.", flush=True)
    target = f"{HERE}[dev]" if with_tools else str(HERE)
    options = ["--quiet", "--disable-pip-version-check", "--constraint", str(pinned)]
    subprocess.run([*pip, "install", *options, "--editable", target], check=True)
    STAMP.write_text(stamp + ("\ntools" if with_tools else ""), encoding="utf-8")


def main() -> int:
    """Install what is needed, then run koppeling or the tests."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this script is what an older Python meets
        print("koppeling needs Python 3.11 or newer; see https://www.python.org/downloads/")
        return 2
    arguments = sys.argv[1:] or list(EXAMPLE)
    is_test = arguments[0] == "test"
    try:
        install(with_tools=is_test)
    except subprocess.CalledProcessError as error:
        print(f"Setting up failed (code {error.returncode}); the lines above say why.")
        print(f"Remove the folder {HOME} and try again.")
        return 2
    module = ["pytest", *arguments[1:]] if is_test else ["koppeling", *arguments]
    folder = HERE if is_test else None
    return subprocess.run([str(PYTHON), "-m", *module], cwd=folder, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
