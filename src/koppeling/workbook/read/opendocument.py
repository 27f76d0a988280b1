"""
Reading .ods: values and all that goes with them in one pass of expat.

Done here rather than by a library: python-calamine ends the interpreter on
far cells, turns error cells into nothing and forgets leading zeros.
"""

from __future__ import annotations

import re
import zipfile

from koppeling.workbook.read.grids import Tag, TaggedCell, reference
from koppeling.workbook.read.guard import CellCount, RefusedError, has_part, joined, parse_part
from koppeling.workbook.read.spreadsheets import RawSheet

_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
_STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0 "
_CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "
_ERRORS = re.compile(r"#(DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!)|Err:\d+")
_DURATION = re.compile(r"P(?:(\d+)D)?T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d+)?S)?")
_MANY = 1000
#: The same filled row so many times is a column filled to the end, and nobody's workbook.
_MOST_ALIKE = 100_000

_MANIFEST = "META-INF/manifest.xml"
#: What is read; the second is all of a file that LibreOffice encrypts as a whole.
_READ = ("content.xml", "encrypted-package")


def read_sheets(package: zipfile.ZipFile, count: CellCount) -> list[RawSheet]:
    """Read every sheet of an .ods; raise `RefusedError` when it may not come in."""
    _refuse_encryption(package)
    scan = _Scan(count)
    parse_part(package, "content.xml", scan.start, scan.end, scan.text)
    return scan.sheets


def _refuse_encryption(package: zipfile.ZipFile) -> None:
    """Refuse a password on what we read; one on the macros beside it is no matter of ours."""
    part = ""

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal part
        namespace, _, local = name.rpartition(" ")
        if local == "file-entry":
            part = attributes.get(f"{namespace} full-path", "")
        elif local == "encryption-data" and part in _READ:
            raise RefusedError("password")

    if has_part(package, _MANIFEST):
        parse_part(package, _MANIFEST, start)


class _Scan:
    def __init__(self, count: CellCount) -> None:
        self.sheets: list[RawSheet] = []
        self.count = count
        self.hidden_styles: set[str] = set()
        self.style = ""
        self.row = self.column = self.row_repeat = 0
        self.column_position = 0
        self.cells: list[TaggedCell] = []
        self.attributes: dict[str, str] = {}
        self.paragraphs: list[str] = []
        self.num_annotations = 0
        self.is_inside_paragraph = False
        self.has_cell = self.is_hidden_row = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == _STYLE + "style":
            self.style = attributes.get(_STYLE + "name", "")
        elif name == _STYLE + "table-properties":
            if attributes.get(_TABLE + "display") == "false":
                self.hidden_styles.add(self.style)
        elif name == _OFFICE + "annotation":
            self.num_annotations += 1
        elif name.startswith(_TABLE):
            self.start_table_part(name[len(_TABLE) :], attributes)
        elif name.startswith(_TEXT) and self.has_cell and not self.num_annotations:
            self.start_text(name[len(_TEXT) :], attributes)

    def start_table_part(self, local: str, attributes: dict[str, str]) -> None:
        if local == "table":
            style = attributes.get(_TABLE + "style-name", "")
            name = attributes.get(_TABLE + "name", "")
            self.sheets.append(RawSheet(name=name, is_hidden=style in self.hidden_styles))
            self.count.start_sheet()
            self.row = self.column_position = 0
        elif local == "table-column":
            repeat = _repeat(attributes, "columns")
            first = self.column_position + 1
            self.column_position += repeat
            if attributes.get(_TABLE + "visibility", "visible") != "visible":
                self.sheets[-1].hide_columns(first, self.column_position)
        elif local == "table-row":
            self.start_row(attributes)
        elif local in ("table-cell", "covered-table-cell"):
            self.attributes, self.paragraphs = attributes, []
            self.has_cell = local == "table-cell"

    def start_row(self, attributes: dict[str, str]) -> None:
        self.row_repeat = _repeat(attributes, "rows")
        self.cells, self.column = [], 0
        self.is_hidden_row = attributes.get(_TABLE + "visibility", "visible") != "visible"

    def start_text(self, local: str, attributes: dict[str, str]) -> None:
        if local == "p":
            self.paragraphs.append("")
            self.is_inside_paragraph = True
        elif self.paragraphs and local == "s":
            spaces = attributes.get(_TEXT + "c", "1")
            self.paragraphs[-1] += " " * min(int(spaces) if spaces.isdecimal() else 1, _MANY)
        elif self.paragraphs and local in ("tab", "line-break"):
            self.paragraphs[-1] += "\t" if local == "tab" else "\n"

    def text(self, text: str) -> None:
        if self.is_inside_paragraph and not self.num_annotations:
            self.paragraphs[-1] = joined(self.paragraphs[-1], text)

    def end(self, name: str) -> None:
        if name == _OFFICE + "annotation":
            self.num_annotations -= 1
        elif name == _TEXT + "p" and not self.num_annotations:
            self.is_inside_paragraph = False
        elif name in (_TABLE + "table-cell", _TABLE + "covered-table-cell"):
            self.end_cell()
        elif name == _TABLE + "table-row":
            if self.cells:
                first = self.row + 1
                rows = range(first, first + self.row_repeat)
                self.sheets[-1].rows.update(dict.fromkeys(rows, self.cells))
                if self.is_hidden_row:
                    self.sheets[-1].hidden_rows.update(rows)
            self.row += self.row_repeat

    def end_cell(self) -> None:
        repeat = _repeat(self.attributes, "columns")
        first, last_row = self.column + 1, self.row + self.row_repeat
        tagged = _tagged(self.attributes, "\n".join(self.paragraphs)) if self.has_cell else None
        if tagged is not None:
            if self.row_repeat > _MOST_ALIKE:
                raise RefusedError("far-cell", row=last_row, column=first)
            times = repeat * self.row_repeat
            self.count.add(last_row, self.column + repeat, times)
            if isinstance(tagged[1], str):
                self.count.add_text(len(tagged[1]) * times)
            self.cells.extend((first + n, *tagged) for n in range(repeat))
        if self.has_cell:
            self.note_span(first)
        self.column += repeat
        self.has_cell = False

    def note_span(self, column: int) -> None:
        down = _span(self.attributes, "rows")
        right = _span(self.attributes, "columns")
        if down > 1 or right > 1:
            first = reference(self.row + 1, column)
            last = reference(self.row + down, column + right - 1)
            self.count.add_note()
            self.sheets[-1].merged.append(f"{first}:{last}")


def _repeat(attributes: dict[str, str], what: str) -> int:
    text = attributes.get(f"{_TABLE}number-{what}-repeated", "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 9 else 1


def _span(attributes: dict[str, str], what: str) -> int:
    text = attributes.get(f"{_TABLE}number-{what}-spanned", "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 9 else 1


def _tagged(attributes: dict[str, str], text: str) -> tuple[str, str | float | bool] | None:
    is_formula = _TABLE + "formula" in attributes
    if attributes.get(_CALC + "value-type") == "error" or (is_formula and _ERRORS.fullmatch(text)):
        return Tag.ERROR, text
    kind = attributes.get(_OFFICE + "value-type", "")
    if is_formula and not kind and not text:
        return Tag.FORMULA, ""
    if kind in ("float", "currency", "percentage"):
        return _number(attributes.get(_OFFICE + "value", ""), kind, text)
    if kind in ("boolean", "date"):
        value = attributes.get(f"{_OFFICE}{kind}-value", "")
        return (Tag.DATE, value) if kind == "date" else (Tag.BOOL, value == "true")
    duration = _DURATION.fullmatch(attributes.get(_OFFICE + "time-value", ""))
    if kind == "time" and duration is not None:
        days, hours, minutes, seconds = (int(part or 0) for part in duration.groups())
        return Tag.MINUTES, days * 1440 + hours * 60 + minutes + round(seconds / 60, 2)
    return _text(attributes.get(_OFFICE + "string-value", text))


def _text(value: str) -> tuple[str, str] | None:
    return (Tag.TEXT, value) if value else None


def _number(value: str, kind: str, text: str) -> tuple[str, str | float | bool]:
    try:
        number = float(value)
    except ValueError:
        return Tag.ERROR, text
    if number in (float("inf"), float("-inf")) or number != number:  # noqa: PLR0124 - NaN
        return Tag.ERROR, text
    if re.fullmatch(r"0[0-9]+", text):  # shown with leading zeros, so meant with them
        return Tag.TEXT, text
    if kind == "percentage":
        return Tag.PERCENT, round(number * 100, 9)
    return Tag.NUMBER, number
