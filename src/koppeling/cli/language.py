"""The language in which the command line speaks, click's own words included."""

from __future__ import annotations

import gettext
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from koppeling import locale
from koppeling.locale import LANGUAGES, Language

OPTION = "--lang"


def asked_for(arguments: Sequence[str]) -> Language:
    """
    Find the language asked for, before anything is parsed.

    The help text must already be in it, wherever `--lang` stands. A value that
    is not a language is left to the parser to refuse, in Dutch.

    Examples
    --------
    >>> asked_for(["check", "a.xlsx", "--lang=en"]), asked_for(["--help"])
    ('en', 'nl')
    """
    for position, argument in enumerate(arguments):
        name, _sign, value = argument.partition("=")
        if name == OPTION:
            following = arguments[position + 1 : position + 2]
            wanted = value or "".join(following)
            return next((known for known in LANGUAGES if known == wanted), "nl")
    return "nl"


def speak(language: Language) -> None:
    """
    Use `language` for our own words and for click's.

    click looks its words up with the global functions of gettext, which go by
    the domain in force and the environment variable LANGUAGE (on Windows too);
    our catalogue carries click's sentences beside ours.
    """
    locale.use(language)
    domain = "koppeling"
    gettext.bindtextdomain(domain, str(Path(locale.__file__).parent))
    gettext.textdomain(domain)
    os.environ["LANGUAGE"] = language


def tolerate_any_terminal() -> None:
    """
    Let nothing that a terminal lacks end the program.

    Signs (cp850, cp1252) are replaced. Where standard output is closed, what
    there is to say goes to standard error; where that is closed too, nowhere.
    The places of the closed ones are taken first: else a file that is opened
    gets one, and what a library prints there stands in the file.
    """
    while (handle := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(handle)
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - to the end
    sys.stdout = sys.stdout or sys.stderr
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
