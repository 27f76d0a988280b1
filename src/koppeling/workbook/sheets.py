"""From files to the sheets of the declaration: which grid is which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import PurePath

from koppeling.locale import _
from koppeling.workbook.grids import Grid, RawFile
from koppeling.workbook.remarks import Place, Remarks
from koppeling.workbook.schema import SHEETS, Sheet, find_sheet, is_silent, normalise


@dataclass(frozen=True)
class Assignment:
    """The grid of each input sheet, by key, and the sheets nobody knows."""

    grids: dict[str, Grid]
    unknown: tuple[str, ...]


def assign_sheets(files: Sequence[RawFile], remarks: Remarks) -> Assignment:
    """
    Find the grid of every input sheet.

    A file with one sheet may be named after it (`werkdagen.csv`). Our own
    result sheets are passed over; the same sheet twice and a needed sheet
    that is missing are errors.
    """
    grids: dict[str, Grid] = {}
    unknown: list[str] = []
    for file in files:
        for grid in file.grids:
            sheet, name = _identify(file, grid, remarks)
            named = replace(grid, name=name, source=file.name if len(files) > 1 else "")
            if sheet is None:
                if grid.rows and not is_silent(name):
                    unknown.append(name)
            elif sheet.key in grids:
                _report_twice(sheet, grids[sheet.key], named, remarks)
            else:
                grids[sheet.key] = named
    if unknown:
        remarks.warn(
            Place(),
            "unknown-sheet",
            _("Not known and therefore not read: {sheets}.").format(
                sheets=", ".join(f"“{name[:40]}”" for name in unknown)
            ),
            _("These sheets stay in your own file."),
        )
    _report_missing(grids, unknown, files, remarks)
    return Assignment(grids, tuple(unknown))


def _identify(file: RawFile, grid: Grid, remarks: Remarks) -> tuple[Sheet | None, str]:
    by_name = find_sheet(grid.name)
    stem = PurePath(file.name).stem
    if len(file.grids) > 1 or stem == grid.name:
        return by_name, grid.name
    by_file = find_sheet(stem)
    if by_name and by_file and by_name is not by_file:
        remarks.error(
            Place(grid.name, "", file.name),
            "two-names-for-a-sheet",
            _("The file {file} and its sheet “{sheet}” have names of different sheets.").format(
                file=file.name, sheet=grid.name
            ),
            _("Give both the same name."),
        )
    if by_name is not None:
        return by_name, grid.name
    return by_file, stem if by_file is not None else grid.name


def _report_twice(sheet: Sheet, first: Grid, second: Grid, remarks: Remarks) -> None:
    remarks.error(
        Place(second.name, "", second.source),
        "duplicate-sheet",
        _("The sheet {sheet} is there twice: {first} and {second}.").format(
            sheet=sheet.words.local,
            first=" ".join(filter(None, (first.source, first.name))),
            second=" ".join(filter(None, (second.source, second.name))),
        ),
        _("Keep one of the two."),
    )


def _report_missing(
    grids: dict[str, Grid], unknown: Sequence[str], files: Sequence[RawFile], remarks: Remarks
) -> None:
    if any(file.refusal for file in files):
        return  # it may well be in the file that could not be read
    names = {normalise(name): name for name in unknown}
    for sheet in SHEETS:
        if sheet.key in grids:
            continue
        words = [normalise(word) for word in (sheet.words.nl, sheet.words.en, *sheet.synonyms)]
        near = next((names[n] for w in words for n in get_close_matches(w, names, 1, 0.8)), "")
        if sheet.needed:
            remarks.error(
                Place(sheet.words.local),
                "missing-sheet",
                _("The sheet {sheet} is missing.").format(sheet=sheet.words.local),
                _("Is “{name}” meant? Then rename it to {sheet}.").format(
                    name=near[:40], sheet=sheet.words.local
                )
                if near
                else _("Add it; `koppeling template` makes a workbook with what is needed."),
            )
        elif near:  # what it binds would be lost with a typo in its name
            remarks.error(
                Place(near),
                "sheet-resembles",
                _("The sheet “{name}” is not known, and its name resembles {sheet}.").format(
                    name=near[:40], sheet=sheet.words.local
                ),
                _("Rename it to {sheet}, or to a name that is nothing like it.").format(
                    sheet=sheet.words.local
                ),
            )
