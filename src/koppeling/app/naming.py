"""Names of the files that commands write, made from the name of what they were given."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from koppeling.locale import LANGUAGES, _, language

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from koppeling.domain.period import Quarter

#: What `match` puts behind a name, in every language.
PROPOSAL = "voorstel"


@cache
def _suffix() -> re.Pattern[str]:
    """
    Match what commands put behind the user's own name: `voorstel 2027-Q1 (2)`.

    Their own words only: `Linde Noord 2027-Q1` and `Linde Zuid 2027-Q1` are two practices.
    """
    words = {PROPOSAL}
    for each in LANGUAGES:
        with language(each):
            words |= {
                _("calendars"), _("decision"), _("documents"), _("explanation"), _("forecast"),
                _("pairings"), _("concept pairings"), _("payroll"), _("planning"),
                _("registers"), _("tick lists"), _("ticked"), _("updated"), _("what-if"),
            }  # fmt: skip
    told = "|".join(re.escape(word) for word in sorted(words))
    return re.compile(rf" (?:(?:{told}) )?\d{{4}}-Q[1-4](?: \(\d+\))?$")


def base_name(path: Path) -> str:
    """
    Return a file's name without what commands put behind it.

    Examples
    --------
    >>> from pathlib import Path
    >>> base_name(Path("praktijk voorstel 2027-Q1.xlsx"))
    'praktijk'
    >>> base_name(Path("praktijk Noord 2027-Q1.xlsx"))
    'praktijk Noord'
    """
    stem = path.stem
    while (shorter := _suffix().sub("", stem)) not in ("", stem):
        stem = shorter
    return stem


def practice_of(path: Path) -> str:
    """
    Return the mark that tells the results of one practice from those of another.

    What was made for a practice carries it on, whatever the name it was given;
    where it begins, it is made of the name of the file.
    """
    from koppeling.workbook.publish import practice_in

    name = unicodedata.normalize("NFC", base_name(path.resolve())).casefold()
    return practice_in(path) or hashlib.sha256(os.fsencode(name)).hexdigest()[:16]


def numbered(path: Path, taken: Sequence[Path]) -> Path:
    """Add a number to a name until it is none of `taken`."""
    number, target, files = 1, path, {one.resolve() for one in taken}
    while target.resolve() in files:
        number += 1
        target = path.with_name(f"{path.stem} ({number}){path.suffix}")
    return target


def fresh(path: Path, label: str, quarter: Quarter, practice: str | None = None) -> Path:
    """
    Name a workbook that follows from `path`: `praktijk besluit 2027-Q1.xlsx` beside it.

    `path` itself is never the target, nor one that a person changed or that is
    of another practice: then a number is added.
    """
    from koppeling.workbook.publish import is_untouched, practice_in

    ours = ("", practice if practice is not None else practice_of(path))

    def is_free(target: Path) -> bool:
        is_result = is_untouched(target) and practice_in(target) in ours
        return is_result and not target.samefile(path)

    stem, number = f"{base_name(path)} {label} {quarter}", 1
    target = path.with_name(f"{stem}.xlsx")
    while target.exists() and not is_free(target):
        number += 1
        target = path.with_name(f"{stem} ({number}).xlsx")
    return target
