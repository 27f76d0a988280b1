"""What an .xlsx holds beside values: hidden, merged, out of order, never computed."""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass, field

from koppeling.workbook.grids import column_number, reference
from koppeling.workbook.guard import STRICT_NAMESPACE, CellCount, RefusedError, parse_part

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_HIDDEN = ("hidden", "veryHidden")
_TRUE = ("1", "true")
_BUILT_IN_PLACE = "xl/workbook.xml"
_MANY = 1000


@dataclass(kw_only=True)
class Anatomy:
    """What is known of a sheet apart from its values; rows and columns count from 1."""

    name: str
    is_hidden: bool = False
    merged: list[str] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    disordered: list[str] = field(default_factory=list)
    has_values: bool = False
    empty_formulas: list[tuple[int, int]] = field(default_factory=list)


def dissect(package: zipfile.ZipFile) -> list[Anatomy]:
    """
    Look through every worksheet of an .xlsx, in the order of the tabs.

    Raises
    ------
    RefusedError
        For Strict OOXML, references outside Excel's limits, too many cells,
        numbers that are none, and files that are not workbooks.
    """
    count = CellCount()
    return [_Scan(count, anatomy).run(package, part) for anatomy, part in _worksheets(package)]


def _worksheets(package: zipfile.ZipFile) -> list[tuple[Anatomy, str]]:
    place = _workbook_part(package)
    sheets: list[tuple[str, str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        if namespace.startswith(STRICT_NAMESPACE):
            raise RefusedError("strict")
        if local == "sheet":
            identity = next((v for k, v in attributes.items() if k.endswith(" id")), "")
            sheets.append((attributes.get("name", ""), attributes.get("state", ""), identity))

    parse_part(package, place, start)
    folder, file = posixpath.split(place)
    targets = _relations(package, f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels")
    found = []
    for name, state, identity in sheets:
        kind, target = targets.get(identity, ("", ""))
        if kind.endswith("/worksheet"):
            part = target[1:] if target.startswith("/") else posixpath.join(folder, target)
            found.append((Anatomy(name=name, is_hidden=state in _HIDDEN), posixpath.normpath(part)))
    return found


def _workbook_part(package: zipfile.ZipFile) -> str:
    if any(name.lower().endswith("workbook.bin") for name in package.namelist()):
        raise RefusedError("old-format")
    for kind, target in _relations(package, "_rels/.rels").values():
        if kind.startswith(STRICT_NAMESPACE):
            raise RefusedError("strict")
        if kind.endswith("/officeDocument"):
            return target.lstrip("/")
    return _BUILT_IN_PLACE


def _relations(package: zipfile.ZipFile, name: str) -> dict[str, tuple[str, str]]:
    relations: dict[str, tuple[str, str]] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag.endswith(" Relationship"):
            relations[attributes.get("Id", "")] = (
                attributes.get("Type", ""),
                attributes.get("Target", ""),
            )

    parse_part(package, name, start)
    return relations


class _Scan:
    """One pass over a worksheet part."""

    def __init__(self, count: CellCount, anatomy: Anatomy) -> None:
        self.count = count
        self.anatomy = anatomy
        self.row = 0
        self.column = 0
        self.last = (0, 0)
        self.locals: dict[str, str] = {}
        self.cell_type = ""
        self.is_formula = False
        self.is_inside_value = False
        self.value = ""

    def run(self, package: zipfile.ZipFile, part: str) -> Anatomy:
        """Scan `part` and return what was found."""
        self.count.start_sheet()
        parse_part(package, part, self.start, self.end, self.text)
        return self.anatomy

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = self.locals.get(name) or self.learn(name)
        if local == "c":
            self.start_cell(attributes)
        elif local in ("v", "is"):
            self.is_inside_value = True
        elif local == "f":
            self.is_formula = True
        elif local == "row":
            self.start_row(attributes)
        elif local == "mergeCell":
            self.anatomy.merged.append(attributes.get("ref", ""))
        elif local == "col" and attributes.get("hidden") in _TRUE:
            first, last = int(attributes.get("min", 1)), int(attributes.get("max", 0))
            if last - first < _MANY:
                self.anatomy.hidden_columns.extend(range(first, last + 1))

    def learn(self, name: str) -> str:
        """Return a name without its namespace, and remember it."""
        return self.locals.setdefault(name, name.rpartition(" ")[2])

    def start_row(self, attributes: dict[str, str]) -> None:
        text = attributes.get("r", "")
        self.row = int(text) if text.isdecimal() else self.row + 1
        self.column = 0
        if attributes.get("hidden") in _TRUE:
            self.anatomy.hidden_rows.append(self.row)

    def start_cell(self, attributes: dict[str, str]) -> None:
        get = attributes.get
        self.cell_type, self.is_formula, self.value = get("t", "n"), False, ""
        place = get("r")
        if place is None:
            row, self.column = self.row, self.column + 1
        else:
            match = _REFERENCE.fullmatch(place)
            if match is None:
                raise RefusedError("far-cell", reference=place[:20])
            letters, digits = match.groups()
            row, self.column = int(digits), column_number(letters)
        self.count.add(row, self.column)
        here = (row, self.column)
        if here <= self.last or row != self.row:
            self.anatomy.disordered.append(reference(*here))
        self.last = here

    def text(self, text: str) -> None:
        if self.is_inside_value:
            self.value += text

    def end(self, name: str) -> None:
        local = self.locals.get(name) or self.learn(name)
        if local == "c":
            self.end_cell()
        elif local in ("v", "is"):
            self.is_inside_value = False

    def end_cell(self) -> None:
        value = self.value
        if not value:
            if self.is_formula and self.cell_type != "str":
                self.anatomy.empty_formulas.append(self.last)
            return
        self.anatomy.has_values = True
        if self.cell_type == "n" and not _NUMBER.fullmatch(value.strip()):
            place = reference(*self.last)
            raise RefusedError("not-a-number", sheet=self.anatomy.name, cell=place)
