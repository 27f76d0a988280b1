"""The menu of `koppeling` without arguments, for who does not type commands."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import click

from koppeling.cli.failure import Exit
from koppeling.locale import _, current
from koppeling.state import state_folder

#: Runs a command line, given as arguments, and returns its exit code.
Run = Callable[[list[str]], int]
#: What needs nothing but a workbook.
_COMMANDS = {
    "2": "check",
    "3": "match",
    "6": "plan",
    "7": "calendar",
    "8": "tick-lists",
    "9": "next",
    "10": "explain",
    "11": "what-if",
    "12": "forecast",
}


def show(run: Run) -> int:
    """
    Ask what to do until the user stops or the input ends.

    Parameters
    ----------
    run : callable
        Runs a command line such as `["check", "koppelboek.xlsx"]`.

    Returns
    -------
    int
        Exit code of the last thing done, 0 when nothing was done.
    """
    code: int = Exit.DONE
    try:
        while True:
            click.echo("\n" + _choices())
            answer = _ask(_("Your choice: "))
            if answer in ("", "0"):
                return code
            code = _do(answer, run)
    except EOFError:
        click.echo()
        return code


def _choices() -> str:
    """List what can be chosen."""
    return "\n".join(
        (
            _("koppeling: which senior guides which junior?"),
            "",
            "  1  " + _("Make a new workbook"),
            "  2  " + _("Check a workbook"),
            "  3  " + _("Make a proposal"),
            "  4  " + _("Open the last proposal"),
            "  5  " + _("Agree with what nobody decided about yet"),
            "  6  " + _("Plan the meetings"),
            "  7  " + _("Make calendars"),
            "  8  " + _("Make tick lists for the seniors"),
            "  9  " + _("Start the next quarter"),
            " 10  " + _("Explain a proposal: what other choices cost"),
            " 11  " + _("Work out the sheet Scenarios: what if"),
            " 12  " + _("Look ahead before hiring"),
            "  0  " + _("Stop"),
            "",
            _("There is more: see koppeling --help."),
        )
    )


def _do(answer: str, run: Run) -> int:
    """Do what was chosen."""
    if answer == "1":
        return _make_workbook(run)
    if answer in _COMMANDS:
        return _use_workbook(_COMMANDS[answer], run)
    if answer == "4":
        return _open_last()
    if answer == "5":
        return _agree(run)
    click.echo(_("Please type a number from 0 to 12."))
    return Exit.BAD_COMMAND


def _make_workbook(run: Run) -> int:
    """Ask for a name and write a new workbook."""
    default = _("Workbook.xlsx")
    name = _ask(_("Name of the new workbook [{default}]: ").format(default=default)) or default
    path = Path(name)
    if path.suffix.lower() != ".xlsx":
        path = path.with_name(path.name + ".xlsx")
    filled = _ask(_("Filled with an example? (y/n) [n]: ")).lower()
    extra = ["--voorbeeld"] if filled[:1] in ("j", "y") else []
    return run(["template", str(path), *extra, "--lang", current()])


def _agree(run: Run) -> int:
    """Ask who decides; a person does, not the program."""
    name = _ask(_("Who decides? Type a name (Enter goes back): "))
    return _use_workbook("decide", run, "--all", "--by", name) if name else Exit.DONE


def _use_workbook(command: str, run: Run, *options: str) -> int:
    """Ask for a workbook and run `command` on it."""
    answer = _ask(_("Workbook (you may drag the file here; Enter goes back): "))
    if not answer:
        return Exit.DONE
    path = Path(answer)
    if not path.is_file() and not path.is_dir():
        click.echo(_("{file} was not found.").format(file=path))
        return Exit.BAD_COMMAND
    return run([command, str(path), *options, "--lang", current()])


def _open_last() -> int:
    """Open the last proposal in the program that the system has for it."""
    path = last_result()
    if path is None:
        click.echo(_("There is no proposal yet; choose 3 to make one."))
        return Exit.BAD_COMMAND
    click.echo(_("Opening {file}").format(file=path))
    if sys.platform == "win32":
        os.startfile(path)  # noqa: S606 - our own result, opened as by a double click
        return Exit.DONE
    opener = "open" if sys.platform == "darwin" else "xdg-open"
    try:
        done = subprocess.run([opener, str(path)], check=False, stdin=subprocess.DEVNULL)  # noqa: S603
    except FileNotFoundError:
        click.echo(_("This computer does not know how to open it; open the file yourself."))
        return Exit.BAD_COMMAND
    return Exit.DONE if done.returncode == 0 else Exit.BAD_COMMAND


def _ask(question: str) -> str:
    """Ask for one line; quotes around a dragged file are taken off."""
    click.echo(question, nl=False)
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.strip().strip("\"'").strip()


def remember(result: Path) -> None:
    """Remember `result` as the last proposal, where the home folder can be written."""
    with suppress(OSError, RuntimeError):
        folder = state_folder()
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "last.txt").write_bytes(os.fsencode(result.resolve()))


def last_result() -> Path | None:
    """Return the last proposal, None when there is none or it is gone."""
    try:
        path = Path(os.fsdecode((state_folder() / "last.txt").read_bytes()))
        return path if path.is_file() else None
    except (OSError, RuntimeError, ValueError):
        return None
