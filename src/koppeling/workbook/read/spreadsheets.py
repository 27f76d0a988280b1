"""
Reading .xlsx: one look through the parts that hold values; openpyxl says what a number means.

Let loose on a whole file openpyxl stops at the first thing that it does not
know: a colour, a border, a rule for formats. So it is not given the file, but
asked what is its to know: which formats are dates, and which day a number is.
"""

from __future__ import annotations

import math
import posixpath
import re
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from koppeling.workbook.read.grids import Tag, TaggedCell, column_number, reference
from koppeling.workbook.read.guard import (
    MAX_COLUMN,
    STRICT_NAMESPACE,
    CellCount,
    RefusedError,
    has_part,
    joined,
    parse_part,
)

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_WHOLE = re.compile(r"[+-]?[0-9]{1,15}")
_HIDDEN = ("hidden", "veryHidden")
_TRUE = ("1", "true")
_BUILT_IN_PLACE = "xl/workbook.xml"
_MANY = 1000

_ZEROS = re.compile(r"0{2,}")
#: Room, filling, colours and languages in a number format.
_UNSEEN = re.compile(r"_.|\*.|\[(?:\$-[^]]*|[A-Za-z]+[0-9]*)\]")
#: Parts of a number format: text, digits, and what changes the digits.
_FORMAT_PART = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)'
    r"|(?P<digit>[0#?])|(?P<general>General)|(?P<literal>[-+/(): $!^&'~{}=])|(?P<other>.)",
    re.DOTALL,
)
_SAME_NUMBER = re.compile(r"General|@|[#0?, ]*[#0?](?:[.,][#0?]+)?", re.IGNORECASE)


@dataclass(kw_only=True)
class RawSheet:
    """A sheet being read: `rows` by number, each cell (column, tag, value); all count from 1."""

    name: str
    is_hidden: bool = False
    rows: dict[int, list[TaggedCell]] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    disordered: list[str] = field(default_factory=list)
    _hidden: bytearray | None = None

    def hide_columns(self, first: int, last: int) -> None:
        """Note hidden columns; the same ones may come again and again."""
        if self._hidden is None:
            self._hidden = bytearray(MAX_COLUMN + 1)
        first, last = max(first, 1), min(last, MAX_COLUMN)
        if first <= last:
            self._hidden[first : last + 1] = b"\1" * (last - first + 1)

    def to_json(self) -> dict[str, Any]:
        """Return what leaves the reading process; hidden is told only of what is filled."""
        columns = set[int]()
        if self._hidden is not None:
            filled = {cell[0] for cells in self.rows.values() for cell in cells}
            columns = {column for column in filled if self._hidden[column]}
        return {
            "name": self.name,
            "hidden": self.is_hidden,
            "rows": list(self.rows.items()),
            "merged": self.merged,
            "hidden_rows": sorted(self.hidden_rows & self.rows.keys()),
            "hidden_columns": sorted(columns),
            "disordered": self.disordered,
        }


class _Format(NamedTuple):
    """A number format, and what it makes of a number."""

    code: str
    is_date: bool
    is_duration: bool


_GENERAL = _Format("General", is_date=False, is_duration=False)


@dataclass(frozen=True, kw_only=True)
class _Book:
    """What the cells of all sheets refer to: texts by index, formats by index of style."""

    texts: list[str]
    formats: Mapping[str, _Format]
    epoch: datetime


def read_sheets(package: zipfile.ZipFile, count: CellCount) -> list[RawSheet]:
    """
    Read every worksheet of an .xlsx, in the order of the tabs.

    Raises
    ------
    RefusedError
        For Strict OOXML, references outside Excel's limits, too many cells,
        numbers that are none, and files that are not workbooks.
    """
    sys.modules.setdefault("numpy", None)  # type: ignore[arg-type] # 0.14 s we have no use for
    from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

    place = _workbook_part(package)
    sheets: list[tuple[str, str, str]] = []
    counts_from_1904 = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal counts_from_1904
        namespace, _, local = name.rpartition(" ")
        if namespace.startswith(STRICT_NAMESPACE):
            raise RefusedError("strict")
        if local == "sheet":
            identity = next((v for k, v in attributes.items() if k.endswith(" id")), "")
            sheets.append((attributes.get("name", ""), attributes.get("state", ""), identity))
        elif local == "workbookPr":
            counts_from_1904 = attributes.get("date1904") in _TRUE

    parse_part(package, place, start)
    folder, file = posixpath.split(place)
    related = _relations(package, posixpath.join(folder, "_rels", f"{file}.rels"), folder)
    part_of = {kind.rpartition("/")[2]: part for kind, part in related.values()}
    book = _Book(
        texts=_texts(package, part_of.get("sharedStrings", ""), count),
        formats=_formats(package, part_of.get("styles", "")),
        epoch=CALENDAR_MAC_1904 if counts_from_1904 else CALENDAR_WINDOWS_1900,
    )
    found = []
    for name, state, identity in sheets:
        kind, part = related.get(identity, ("", ""))
        if kind.endswith("/worksheet"):
            sheet = RawSheet(name=name, is_hidden=state in _HIDDEN)
            _Scan(count, sheet, book).run(package, part)
            found.append(sheet)
    return found


def _workbook_part(package: zipfile.ZipFile) -> str:
    if any(name.lower().endswith("workbook.bin") for name in package.namelist()):
        raise RefusedError("old-format")
    for kind, part in _relations(package, "_rels/.rels", "").values():
        if kind.startswith(STRICT_NAMESPACE):
            raise RefusedError("strict")
        if kind.endswith("/officeDocument"):
            return part
    return _BUILT_IN_PLACE


def _relations(package: zipfile.ZipFile, name: str, folder: str) -> dict[str, tuple[str, str]]:
    """Map each relation to its kind and the part it leads to, seen from `folder`."""
    relations: dict[str, tuple[str, str]] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag.endswith(" Relationship"):
            target = attributes.get("Target", "").replace("\\", "/")
            part = target[1:] if target.startswith("/") else posixpath.join(folder, target)
            kind = attributes.get("Type", "")
            relations[attributes.get("Id", "")] = (kind, posixpath.normpath(part))

    parse_part(package, name, start)
    return relations


def _texts(package: zipfile.ZipFile, part: str, count: CellCount) -> list[str]:
    """List the shared texts, what several fonts show joined, guides to pronunciation left out."""
    texts: list[str] = []
    value, is_text, num_guides = "", False, 0

    def start(name: str, _attributes: dict[str, str]) -> None:
        nonlocal is_text, num_guides
        local = name.rpartition(" ")[2]
        is_text = local == "t" and not num_guides
        num_guides += local == "rPh"

    def end(name: str) -> None:
        nonlocal value, is_text, num_guides
        local = name.rpartition(" ")[2]
        is_text = False
        num_guides -= local == "rPh"
        if local == "si":
            texts.append(_unescape(value))
            count.add_text(len(value))
            value = ""

    def text(text: str) -> None:
        nonlocal value
        if is_text:
            value = joined(value, text)

    if has_part(package, part):
        parse_part(package, part, start, end, text)
    return texts


def _unescape(text: str) -> str:
    """Read what XML cannot hold, and so is written as `_x000D_`."""
    from openpyxl.utils.escape import unescape

    return unescape(text)


def _formats(package: zipfile.ZipFile, part: str) -> dict[str, _Format]:
    """
    Map the number of each style of cells to its number format.

    The formats may stand after the styles that refer to them; those of
    conditional formatting use the same words and are no business of a cell's.
    """
    from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

    codes: dict[str, str] = {str(number): code for number, code in BUILTIN_FORMATS.items()}
    styles: list[str] = []
    inside = ""

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        local = name.rpartition(" ")[2]
        if local in ("numFmts", "cellXfs"):
            inside = local
        elif local == "numFmt" and inside == "numFmts":
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif local == "xf" and inside == "cellXfs":
            styles.append(attributes.get("numFmtId", ""))

    def end(name: str) -> None:
        nonlocal inside
        if name.rpartition(" ")[2] == inside:
            inside = ""

    if has_part(package, part):
        parse_part(package, part, start, end)
    known = {
        number: _Format(code, is_date_format(code), is_timedelta_format(code))
        for number, code in codes.items()
    }
    return {str(index): known.get(number, _GENERAL) for index, number in enumerate(styles)}


class _Scan:
    """One pass over a worksheet part."""

    def __init__(self, count: CellCount, sheet: RawSheet, book: _Book) -> None:
        self.count = count
        self.sheet = sheet
        self.book = book
        self.row = 0
        self.column = 0
        self.last = (0, 0)
        self.filled = 0
        self.cells: list[TaggedCell] = []
        self.locals: dict[str, str] = {}
        self.cell_type = self.style = ""
        self.is_formula = False
        self.is_inside_value = False
        self.num_guides = 0
        self.value = ""

    def run(self, package: zipfile.ZipFile, part: str) -> None:
        """Scan `part` into the sheet."""
        self.count.start_sheet()
        parse_part(package, part, self.start, self.end, self.text)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = self.locals.get(name) or self.learn(name)
        if local == "c":
            self.start_cell(attributes)
        elif local == "v":
            self.is_inside_value = self.cell_type != "inlineStr"
        elif local == "t":
            self.is_inside_value = self.cell_type == "inlineStr" and not self.num_guides
        elif local == "f":
            self.is_formula = True
        elif local == "row":
            self.start_row(attributes)
        elif local == "rPh":
            self.num_guides += 1
        elif local == "mergeCell":
            self.count.add_note()
            self.sheet.merged.append(attributes.get("ref", ""))
        elif local == "col" and attributes.get("hidden") in _TRUE:
            first, last = attributes.get("min", ""), attributes.get("max", "")
            if first.isdecimal() and last.isdecimal():
                self.sheet.hide_columns(int(first[:9]), int(last[:9]))

    def learn(self, name: str) -> str:
        """Return a name without its namespace, and remember it."""
        return self.locals.setdefault(name, name.rpartition(" ")[2])

    def start_row(self, attributes: dict[str, str]) -> None:
        text = attributes.get("r", "")
        self.row = int(text[:9]) if text.isdecimal() else self.row + 1
        self.column = 0
        if attributes.get("hidden") in _TRUE:
            self.count.add_note()
            self.sheet.hidden_rows.add(self.row)

    def start_cell(self, attributes: dict[str, str]) -> None:
        get = attributes.get
        self.cell_type, self.style = get("t", "n"), get("s", "0")
        self.is_formula, self.value = False, ""
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
        if (here <= self.last or row != self.row) and len(self.sheet.disordered) < _MANY:
            self.sheet.disordered.append(reference(*here))
        self.last = here

    def text(self, text: str) -> None:
        if self.is_inside_value:
            self.value = joined(self.value, text)

    def end(self, name: str) -> None:
        local = self.locals.get(name) or self.learn(name)
        if local == "c":
            self.end_cell()
        elif local in ("v", "t"):
            self.is_inside_value = False
        elif local == "rPh":
            self.num_guides -= 1

    def end_cell(self) -> None:
        if self.value:
            tag, value = self.tagged()
            if value == "":
                return
        elif self.is_formula and self.cell_type != "str":
            tag, value = Tag.FORMULA, ""
        else:
            return
        row, column = self.last
        if row != self.filled:
            self.filled, self.cells = row, self.sheet.rows.setdefault(row, [])
        if isinstance(value, str):
            self.count.add_text(len(value))
        shape = self.book.formats.get(self.style, _GENERAL) if tag is Tag.NUMBER else _GENERAL
        shown = None if shape is _GENERAL else shown_by_format(value, shape.code)
        self.cells.append((column, tag, value) if shown is None else (column, tag, value, shown))

    def tagged(self) -> tuple[str, str | float | bool]:
        kind, value = self.cell_type, self.value
        if kind == "n":
            return self.tagged_number(value.strip())
        if kind == "s":
            return self.shared_text(value.strip())
        if kind == "b" and value.strip() in ("0", "1", "true", "false"):
            return Tag.BOOL, value.strip() in _TRUE
        if kind == "d":
            return _tagged_date(value.strip())
        return (Tag.ERROR if kind in ("e", "b") else Tag.TEXT), _unescape(value)

    def shared_text(self, index: str) -> tuple[str, str]:
        texts = self.book.texts
        if index.isdecimal() and len(index) < 9 and int(index) < len(texts):
            return Tag.TEXT, texts[int(index)]
        return Tag.ERROR, f"#{index[:20]}"  # a text that is not in the file

    def tagged_number(self, text: str) -> tuple[str, str | float | bool]:
        if not _NUMBER.fullmatch(text):
            place = reference(*self.last)
            raise RefusedError("not-a-number", sheet=self.sheet.name, cell=place)
        number = int(text) if _WHOLE.fullmatch(text) else float(text)
        shape = self.book.formats.get(self.style, _GENERAL)
        if shape.is_date:
            return _tagged_day(number, self.book.epoch, is_duration=shape.is_duration)
        return _tagged_number(number, shape.code)


def _tagged_day(number: float, epoch: datetime, *, is_duration: bool) -> tuple[str, str | float]:
    from openpyxl.utils.datetime import from_excel

    try:
        return _tagged_moment(from_excel(number, epoch, timedelta=is_duration))
    except (OverflowError, ValueError):
        return Tag.ERROR, "#VALUE!"


def _tagged_date(text: str) -> tuple[str, str | float]:
    """Read a date written out, which Excel itself writes in Strict files only."""
    from openpyxl.utils.datetime import from_ISO8601

    try:
        return _tagged_moment(from_ISO8601(text))  # type: ignore[no-untyped-call]
    except ValueError:
        return Tag.ERROR, text


def _tagged_moment(moment: date | time | timedelta) -> tuple[str, str | float]:
    if isinstance(moment, date):  # a datetime is one too
        return Tag.DATE, moment.isoformat()
    if isinstance(moment, time):
        moment = timedelta(hours=moment.hour, minutes=moment.minute, seconds=moment.second)
    return Tag.MINUTES, round(moment.total_seconds() / 60, 2)


def _tagged_number(value: float, number_format: str) -> tuple[str, str | float | bool]:
    if not math.isfinite(value):
        return Tag.ERROR, str(value)
    if _ZEROS.fullmatch(number_format) and value >= 0 and value == int(value):
        return Tag.TEXT, str(int(value)).zfill(len(number_format))
    if "%" in number_format:
        return Tag.PERCENT, round(value * 100, 9)
    return Tag.NUMBER, value


def shown_by_format(value: object, number_format: str | None) -> str | None:
    """
    Return the number that a format shows, where it is another one than is stored.

    Returns
    -------
    str or None
        None when the format shows the number itself; empty when it shows something
        that cannot be told.

    Examples
    --------
    >>> shown_by_format(12, '"P"0000'), shown_by_format(12, "0.00"), shown_by_format(12, "0,")
    ('P0012', None, '')
    """
    if not isinstance(value, int | float) or value < 0 or value != int(value):
        return None
    section, _semicolon, others = (number_format or "General").partition(";")
    section = _UNSEEN.sub("", section).strip()
    digits = str(int(value))
    is_padded = section.partition(".")[0].count("0") > len(digits)
    if value == 0 and ";" in others:
        return ""  # a format of its own, in words as a rule
    if not _SAME_NUMBER.fullmatch(section):
        return _worked_out(section, digits)
    if section.endswith(",") or (is_padded and re.search("[.,]", section)):
        return ""
    return _worked_out(section, digits) if is_padded else None


def _worked_out(section: str, digits: str) -> str | None:
    """Fill the digits in, from the right; empty when the format does more than that."""
    parts = list(_FORMAT_PART.finditer(section))
    room = sum(bool(part["digit"]) for part in parts)
    if any(part["other"] for part in parts) or bool(room) == any(part["general"] for part in parts):
        return ""
    left = digits.zfill(sum(part["digit"] == "0" for part in parts))
    shown: list[str] = []
    for part in reversed(parts):
        if part["digit"] or part["general"]:
            room -= 1
            at = max(0, len(left) - 1) if room > 0 else 0
            shown.append(left[at:])
            left = left[:at]
        else:
            shown.append(part["quoted"] or part["escaped"] or part["literal"] or "")
    text = "".join(reversed(shown)).strip()
    return None if text.replace(" ", "") == digits else text
