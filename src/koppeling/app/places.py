"""Where results go: their names, what they may never replace, and putting them there."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from koppeling.app.naming import PROPOSAL, base_name, numbered, practice_of
from koppeling.errors import WriteError
from koppeling.locale import _

if TYPE_CHECKING:
    from koppeling.domain.period import Quarter


def default_output(
    paths: Sequence[Path],
    quarter: Quarter,
    others: Sequence[Path] = (),
    label: str = PROPOSAL,
) -> Path:
    """
    Name the result after the input, beside it.

    For a folder that is beside the folder; several files count as the folder
    that they have in common. Never one of `paths` or `others`.

    Examples
    --------
    >>> from koppeling.domain.period import Quarter
    >>> default_output([Path("Praktijk 1.2.xlsx")], Quarter(2027, 1)).name
    'Praktijk 1.2 voorstel 2027-Q1.xlsx'
    """
    if len(paths) == 1 and not paths[0].is_dir():
        place, name = paths[0].parent, base_name(paths[0])
    else:
        folder = _common_folder(paths)
        place, name = folder.parent, folder.name or "koppelboek"  # a whole drive has no name
    return numbered(place / f"{name} {label} {quarter}.xlsx", (*paths, *others))


def practice_of_all(paths: Sequence[Path]) -> str:
    """Return the mark of the practice that files are read for; several count as their folder."""
    if not paths:
        return ""
    return practice_of(paths[0] if len(paths) == 1 else _common_folder(paths))


def _common_folder(paths: Sequence[Path]) -> Path:
    folders = [path if path.is_dir() else path.parent for path in map(Path.resolve, paths)]
    try:
        return Path(os.path.commonpath(folders))
    except ValueError:  # on different drives
        return folders[0]


def refuse_places(
    output: Path | None,
    json: Path | None,
    inputs: Iterable[Path],
    *,
    practice: str | None = None,
    force: bool,
) -> None:
    """
    Refuse places for the results before any work is done for them.

    Parameters
    ----------
    output, json : Path or None
        Where the workbook and the JSON are to go.
    inputs : iterable of Path
        What is never replaced, not even by `force`.
    practice : str, optional
        The mark of the practice that they are of, once it is known.
    force : bool
        Also replace a result that somebody changed, or of another practice.

    Raises
    ------
    WriteError
        If a name does not fit, a place is an input or the other result, or
        `publish` would refuse it.
    """
    from koppeling.workbook.guard import OLD_SUFFIXES, SUFFIXES
    from koppeling.workbook.publish import refuse_place

    if output is not None and output.suffix.lower() != ".xlsx":
        raise WriteError(_("The name of the result must end in .xlsx."))
    # Such a file in a folder of inputs would be the next run's input.
    if json is not None and json.suffix.lower() in SUFFIXES + OLD_SUFFIXES:
        raise WriteError(
            _("{path} is the name of a workbook; the JSON needs another.").format(path=json)
        )
    if output is not None and json is not None and _is_same(output, json):
        raise WriteError(_("The result and the JSON need different names."))
    protected = list(inputs)
    for place in filter(None, (output, json)):
        if any(_is_same(place, path) for path in protected):
            raise WriteError(_("The result may not replace the input."))
        refuse_place(place, practice=practice, force=force)


def _is_same(first: Path, second: Path) -> bool:
    try:
        return first.samefile(second)  # sees through case and links
    except OSError:
        return first.resolve() == second.resolve()
