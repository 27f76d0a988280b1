"""The row of headings: which column is which, and what may not be there."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from koppeling.locale import _
from koppeling.workbook.forbidden import forbidden_content
from koppeling.workbook.grids import Cell, Grid, Tag, reference
from koppeling.workbook.parsed import clean, plain
from koppeling.workbook.remarks import Place, Remarks
from koppeling.workbook.schema import (
    Field,
    Kind,
    Sheet,
    Words,
    find_column,
    forbidden_name,
    normalise,
)
from koppeling.workbook.shapes import words

_HEADING_ROWS = 10
#: What may stand between the cells of a .csv.
SEPARATORS = (";", ",", "\t")
_MAX_HEADING = 200
#: Beside an absence, a reason is a reason for sick leave.
_REASONS = ("reden", "reason", "toelichting")
#: Where it is no heading of ours, the English for *soort* is a child.
_CHILD = ("kind",)


@dataclass(frozen=True, kw_only=True)
class Leniency:
    """
    What is passed over in a sheet.

    With `skip_sensitive` forbidden columns are skipped instead of refused; never in a
    workbook that koppeling wrote (`is_koppelboek`), which had none;
    columns of `may_be_empty` are required as columns but not in every row;
    headings of `passed_over` (normalised) are not even mentioned.
    """

    skip_sensitive: bool = False
    is_koppelboek: bool = False
    may_be_empty: tuple[str, ...] = ()
    passed_over: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Headings:
    """
    The headings of a sheet, found in `row` (0 when there is none).

    `columns` maps the key of each known column to its number, `extras` the
    number of each unknown one to its heading; `written` has both in order,
    with None for an unknown key. Forbidden columns are in none of them.
    """

    row: int
    columns: Mapping[str, int]
    extras: Mapping[int, str]
    written: tuple[tuple[str, str | None], ...]


def heading_texts(grid: Grid, row: int) -> Iterator[tuple[int, str]]:
    """List the filled cells of a row of headings, with their columns."""
    for column, cell in sorted(grid.rows.get(row, {}).items()):
        text = clean(plain(cell)) if cell.tag is not Tag.ERROR else ""
        if text:
            yield column, text[:_MAX_HEADING]


def find_heading_row(grid: Grid, sheet: Sheet) -> int:
    """Return the row with the headings, a title above it passed over; 0 without any."""
    required = {column.key for column in sheet.columns if column.required}
    best, most = 0, 0
    for number in sorted(grid.rows)[:_HEADING_ROWS]:
        found = (find_column(sheet, text) for _column, text in heading_texts(grid, number))
        known = {column.key for column in found if column is not None}
        if len(known) > most:
            best, most = number, len(known)
        if required and required <= known:
            return number
    return best


def read_headings(grid: Grid, sheet: Sheet, remarks: Remarks, leniency: Leniency) -> Headings:
    """Recognise the headings; report what is missing, twice or forbidden."""
    reader = _Reader(grid, sheet, remarks, leniency)
    reader.row = find_heading_row(grid, sheet)
    if _report_joined(grid, sheet, remarks):
        return Headings(row=0, columns={}, extras={}, written=())
    for number, text in heading_texts(grid, reader.row):
        if normalise(text) not in leniency.passed_over:
            reader.take(number, text)
    reader.report_missing()
    return Headings(
        row=reader.row,
        columns=reader.columns,
        extras=reader.extras,
        written=tuple(reader.written),
    )


def _report_joined(grid: Grid, sheet: Sheet, remarks: Remarks) -> bool:
    """Refuse a heading of which several columns stand in one cell, as in a .csv in quotes."""
    for row in sorted(grid.rows)[:_HEADING_ROWS]:
        for column, cell in grid.rows[row].items():
            text = str(cell.value)
            if any(_num_known(sheet, text.split(by)) > 1 for by in SEPARATORS):
                remarks.error(
                    Place(grid.name, reference(row, column), grid.source),
                    "heading-in-one-cell",
                    _("The whole heading stands in one cell: “{heading}”.").format(
                        heading=clean(text)[:60]
                    ),
                    one_cell_remedy(),
                )
                return True
    return False


def _num_known(sheet: Sheet, texts: Sequence[str]) -> int:
    if len(texts) < 2:
        return 0
    return len({column.key for text in texts if (column := find_column(sheet, text)) is not None})


def one_cell_remedy() -> str:
    """Say how cells are to be separated."""
    return _(
        "Each belongs in a cell of its own. In a .csv: ; or , between the cells, one of the two in "
        "the whole file, and no quotes around a whole line."
    )


def refused_as(grid: Grid, row: int, number: int, text: str) -> Words | None:
    """Return what an unknown column of headings in `row` holds that is refused, else None."""
    if normalise(text) in _CHILD:
        return words(("kind", "child"))
    name = forbidden_name(text)
    if name is not None:
        return name
    cells = (cells.get(number) for at, cells in sorted(grid.rows.items()) if at > row)
    return forbidden_content(text, [clean(plain(cell)) for cell in cells if cell is not None])


@dataclass
class _Reader:
    grid: Grid
    sheet: Sheet
    remarks: Remarks
    leniency: Leniency
    row: int = 0
    columns: dict[str, int] = field(default_factory=dict)
    extras: dict[int, str] = field(default_factory=dict)
    written: list[tuple[str, str | None]] = field(default_factory=list)

    def place(self, number: int) -> Place:
        return Place(self.grid.name, reference(self.row or 1, number), self.grid.source)

    def take(self, number: int, text: str) -> None:
        column = find_column(self.sheet, text)
        if column is not None and column.kind is Kind.DAY_PATTERN and "(" in text:
            column = None  # “ma (ochtend)” is not the whole of Monday
        if column is None and self.is_forbidden(number, text):
            self.report_forbidden(number, text)
        elif column is None or self.repeats(number, text, column):
            self.extras[number] = text
            self.written.append((text, None))
        elif column.key in self.columns:
            self.remarks.error(
                self.place(number),
                "duplicate-heading",
                _("Two columns are called “{heading}”.").format(heading=column.words.local),
                _("Remove or rename one of them."),
            )
        else:
            self.columns[column.key] = number
            self.written.append((text, column.key))

    def repeats(self, number: int, text: str, column: Field) -> bool:
        """Tell whether a second heading for a column (`naam junior`) only repeats what is there."""
        first = self.columns.get(column.key, 0)
        headings = dict(heading_texts(self.grid, self.row))
        if not first or normalise(headings[first]) == normalise(text):
            return False

        def texts(cells: Mapping[int, Cell]) -> list[str]:
            return [clean(plain(cells[at])) if at in cells else "" for at in (first, number)]

        below = (texts(cells) for at, cells in self.grid.rows.items() if at > self.row)
        return all(again in ("", once) for once, again in below)

    def is_forbidden(self, number: int, text: str) -> bool:
        is_reason = self.sheet.key == "availability" and normalise(text) in _REASONS
        return is_reason or refused_as(self.grid, self.row, number, text) is not None

    def report_forbidden(self, number: int, text: str) -> None:
        if self.leniency.skip_sensitive:  # not even the heading goes into an output
            self.remarks.warn(
                self.place(number),
                "sensitive-column",
                _("What koppeling may not know is skipped here, and not copied."),
                _("Better still, remove these columns."),
            )
            return
        remedy = _("Remove these columns: koppeling may not know what is in them.")
        if not self.leniency.is_koppelboek:
            remedy = _("Remove these columns, or set “{setting}” to yes: they are skipped.").format(
                setting=_("ignore sensitive columns")
            )
        self.remarks.error(
            self.place(number),
            "sensitive-column",
            _("These columns may not be in this workbook: {value}."),
            remedy,
            value=f"“{text[:40]}”",
        )

    def report_missing(self) -> None:
        for column in self.sheet.columns:
            if not column.required or column.key in self.columns:
                continue
            if column.refers is not None and "name" in self.columns:
                continue
            guess = self.closest(column)
            remedy = _("Add a column with this heading in the first row.")
            if guess:
                remedy = _("Is that the column “{guess}”? Then change its heading.").format(
                    guess=guess
                )
            meant = next((n for n, text in self.extras.items() if guess and text[:40] == guess), 1)
            self.remarks.error(
                self.place(meant),
                "missing-column",
                _("The column “{heading}” is missing.").format(heading=column.words.local),
                remedy,
            )

    def closest(self, column: Field) -> str:
        """Return the unknown heading that is nearly this column, else an empty text."""
        names = [normalise(name) for name in (column.words.nl, column.words.en, *column.synonyms)]
        for text in self.extras.values():
            if difflib.get_close_matches(normalise(text), names, n=1, cutoff=0.8):
                return text[:40]
        return ""
