"""A published workbook read back into the form of the published JSON."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from koppeling.domain.instance import Component
from koppeling.domain.result import Code
from koppeling.errors import KoppelingError
from koppeling.locale import _
from koppeling.verify.claims import SCHEMA
from koppeling.workbook.read.grids import Cell, Grid, RawFile, Tag
from koppeling.workbook.read.intake import Intake, input_files
from koppeling.workbook.read.reader import interpret
from koppeling.workbook.read.refusals import words_of
from koppeling.workbook.schema.results import (
    HANDOVER,
    LOAD,
    PROOF,
    PROPOSAL,
    PROVENANCE,
    UNPLACED,
    OriginKey,
)
from koppeling.workbook.schema.shapes import NO, YES, Field, Kind, Sheet, is_called, normalise

#: A row as read: column key to value; what is empty is absent.
Row = dict[str, object]
_YES_NO = {YES.nl: True, YES.en: True, NO.nl: False, NO.en: False}
_HOURS = "hours "
_STATUS_UNPLACED = "unplaced"


class PublishedError(KoppelingError):
    """A file that is no result of koppeling, or could not be read; the message says so."""


def read_published(path: Path) -> dict[str, object]:
    """
    Read a result workbook into the JSON form of schema 1 (design/workbook.md).

    Goes through the same safe reading as any input. In place of `need` each
    pair has `minutes` per quarter, which is what the sheets hold; findings are
    left out. Values that are not what their column should hold are handed on as
    they are, for `Claims.from_json` to refuse.

    Parameters
    ----------
    path : Path
        A workbook written by `koppeling match`, decided upon or not.

    Returns
    -------
    dict
        Ready for `Claims.from_json`.

    Raises
    ------
    PublishedError
        If the file cannot be read, or lacks a sheet that every result has.
    """
    file = _open(path)
    lacking = [one for one in (PROPOSAL, PROOF, PROVENANCE) if _grid(file.grids, one) is None]
    if lacking:
        raise PublishedError(
            _("{file} is not a result: the sheet “{sheet}” is missing.").format(
                file=file.name, sheet=lacking[0].words.local
            )
        )
    known = {str(row.get("key")).partition(" ")[0] for row in _rows(file.grids, PROVENANCE)}
    if not known >= {OriginKey.QUARTER, OriginKey.STATUS}:  # a plan adds the column, not these
        raise PublishedError(
            _(
                "{file} was made by an earlier version of koppeling, that left out what this "
                "check goes by. Make the proposal again with `koppeling match`."
            ).format(file=file.name)
        )
    return _record(file.grids) | {"copies": [interpret([file]).instance]}


def tell_other_files(result: Path, paths: Sequence[Path]) -> str:
    """
    Say so when the files given are not, byte for byte, the ones named in Herkomst.

    Returns
    -------
    str
        Empty when they are the same. What was in them may be the same all the
        same, which is what the check itself looks at.
    """
    try:
        file = _open(result)
    except PublishedError:  # told by whoever reads what it claims
        return ""
    rows = _rows(file.grids, PROVENANCE)
    told = {str(row.get("value")) for row in rows if row.get("key") == OriginKey.INPUT_DIGEST}
    given = {_digest(path) for path in input_files(list(paths))[0]}
    if told == given:
        return ""
    return _(
        "Note: the files given are not the very files that the result was made from "
        "(another SHA-256 in Herkomst), but what is in them is the same."
    )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _open(path: Path) -> RawFile:
    """Open a workbook once for as long as it stays as it is; what is refused is not kept."""
    try:
        found = path.stat()
    except OSError:  # the reading tells of it
        return _opened(path, ())
    return _opened(path, (found.st_ino, found.st_mtime_ns, found.st_size))


@lru_cache(maxsize=1)
def _opened(path: Path, _state: tuple[int, ...]) -> RawFile:
    (file,) = Intake([path]).collect()
    if file.refusal:
        raise PublishedError(" ".join(words_of(file.refusal, file.name, file.detail)))
    return file


def _record(grids: tuple[Grid, ...]) -> dict[str, object]:
    origin = _origin(grids)
    proposal = _rows(grids, PROPOSAL)
    horizon = [key.removeprefix(_HOURS) for key in _keys(grids, PROPOSAL) if _HOURS in key]
    return {
        "schema": SCHEMA,
        "status": origin.get(OriginKey.STATUS),
        "quarter": origin.get(OriginKey.QUARTER),
        "horizon": horizon,
        "levels": [_level(row) for row in _rows(grids, PROOF)],
        "pairings": [
            _pairing(row, horizon) for row in proposal if row.get("status") != _STATUS_UNPLACED
        ],
        "unplaced": [_unplaced(row) for row in _rows(grids, UNPLACED)],
        "idle": origin[OriginKey.IDLE].split(", ") if OriginKey.IDLE in origin else [],
        "handover": _rows(grids, HANDOVER),
        "load": [_load(row) for row in _rows(grids, LOAD) if row.get("talk") != "out"],
        "names": list(_names(grids)),
    }


def _names(grids: tuple[Grid, ...]) -> Iterator[Row]:
    """List every name that stands beside a number."""
    for sheet, role, key in (
        (PROPOSAL, "junior", "junior_name"),
        (PROPOSAL, "senior", "senior_name"),
        (UNPLACED, "junior", "name"),
        (LOAD, "senior", "name"),
        (HANDOVER, "junior", "junior_name"),
        (HANDOVER, "senior", "senior_name"),
    ):
        for row in _rows(grids, sheet):
            if role in row:
                told = {"sheet": sheet.words.local, "role": role}
                yield told | {"number": row[role], "name": str(row.get(key) or "")}


def _pairing(row: Row, horizon: list[str]) -> dict[str, object]:
    return row | {
        "minutes": [row.get(_HOURS + quarter) for quarter in horizon],
        "components": {part.value: row.get(part) for part in Component},
        "runner_up": _runner_up(row.get("runner_up")),
    }


def _runner_up(told: object) -> object:
    """Take `0101 Cato (61 …)` apart, the very thing that people read; else it is refused."""
    match = re.fullmatch(r"(.+) \((\d+) [^()]+\)", told) if isinstance(told, str) else None
    return {"senior": match[1], "points": int(match[2])} if match else told


def _level(row: Row) -> dict[str, object]:
    return {
        "id": row.get("level"),
        "value": row.get("value"),
        "bound": row.get("bound"),
        "proven": row.get("proven"),
    }


def _unplaced(row: Row) -> dict[str, object]:
    reasons = {code.value: row[code] for code in Code if code in row}
    return {"junior": row.get("junior"), "reasons": reasons}


def _load(row: Row) -> dict[str, object]:
    return row | {"used_minutes": row.get("hours"), "cap_minutes": row.get("capacity")}


def _origin(grids: tuple[Grid, ...]) -> dict[str, str]:
    """Read what Herkomst says by key: behind the key, or as the value."""
    told: dict[str, str] = {}
    for row in _rows(grids, PROVENANCE):
        key, _space, behind = str(row.get("key", "")).partition(" ")
        told.setdefault(key, behind or str(row.get("value", "")))
    return told


def _grid(grids: tuple[Grid, ...], sheet: Sheet) -> Grid | None:
    # The result sheets stand first; an input sheet of the same name comes after.
    found = (grid for grid in grids if is_called(grid.name, sheet.words, sheet.synonyms))
    return next(found, None)


def _columns(grid: Grid, sheet: Sheet) -> dict[int, tuple[str, Field]]:
    """Map column number to key and declaration; hours per quarter get a key each."""
    columns: dict[int, tuple[str, Field]] = {}
    for number, cell in sorted(grid.rows.get(1, {}).items()):
        heading = str(cell.value)
        word, _space, quarter = heading.rpartition(" ")
        for field in sheet.columns:
            if is_called(heading, field.words, field.synonyms):
                columns[number] = (field.key, field)
            elif field.key == _HOURS.strip() and is_called(word, field.words, ()):
                columns[number] = (_HOURS + quarter, field)
    return columns


def _keys(grids: tuple[Grid, ...], sheet: Sheet) -> list[str]:
    grid = _grid(grids, sheet)
    return [] if grid is None else [key for key, _field in _columns(grid, sheet).values()]


def _rows(grids: tuple[Grid, ...], sheet: Sheet) -> list[Row]:
    grid = _grid(grids, sheet)
    if grid is None:
        return []
    columns = _columns(grid, sheet)
    rows = [_row(cells, columns) for number, cells in sorted(grid.rows.items()) if number > 1]
    return [row for row in rows if row]


def _row(cells: Mapping[int, Cell], columns: Mapping[int, tuple[str, Field]]) -> Row:
    return {
        key: _value(cells[number], field)
        for number, (key, field) in columns.items()
        if number in cells
    }


def _value(cell: Cell, field: Field) -> object:
    """Turn a cell into what its column means; anything unfit stays as it is."""
    value = cell.value
    if field.kind is Kind.HOURS and cell.tag is Tag.NUMBER:
        return round(float(value) * 60)  # written in hours with two decimals
    if field.kind is Kind.NUMBER_ID and cell.tag is Tag.NUMBER:
        return str(_whole(value))
    if field.kind is Kind.YES_NO:
        return _YES_NO.get(str(value), value)
    if field.kind is Kind.CHOICE:
        for canonical, words in field.choices:
            if normalise(str(value)) in (normalise(words.nl), normalise(words.en)):
                return canonical
    return _whole(value)


def _whole(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value
