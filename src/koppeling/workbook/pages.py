"""
Every sheet of ours as plain rows, in and out again.

For what works on a whole file whatever it holds: showing, erasing and
pseudonymising. Nothing is judged here; sheets nobody knows are named and left
where they are, forbidden columns are not read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath

from koppeling.workbook.read.grids import Cell, Grid, RawFile, Tag, column_letters
from koppeling.workbook.read.parsed import clean, plain
from koppeling.workbook.read.register import Register
from koppeling.workbook.read.tables import find_heading_row, heading_texts, refused_as
from koppeling.workbook.schema.registry import (
    OUTPUT_SHEETS,
    SHEETS,
    find_column,
    find_sheet,
    is_silent,
    sheet_by_key,
)
from koppeling.workbook.schema.results import RESULT_SHEETS
from koppeling.workbook.schema.shapes import Field, Kind, Sheet, is_called
from koppeling.workbook.write.columns import Column, in_use

#: What a cell of a page holds.
Content = str | int | float | date | None


@dataclass(frozen=True, kw_only=True)
class PageRow:
    """A row: its number in the file, and its cells in the order of the columns."""

    number: int
    cells: tuple[Content, ...]


@dataclass(frozen=True, kw_only=True)
class PlainPage:
    """
    One sheet: its declaration, its columns (heading and what it is) and its rows.

    `sheet` is None for a page of text under a name that people chose, a field
    None for a column that koppeling does not know. What is not `copied` is shown
    only: words of ours, and what stands above or beside a table.
    """

    name: str
    sheet: Sheet | None
    columns: tuple[tuple[str, Field | None], ...]
    rows: tuple[PageRow, ...]
    source: str = ""
    copied: bool = True

    @property
    def key(self) -> str:
        """Key of the sheet, empty without a declaration."""
        return self.sheet.key if self.sheet else ""

    @property
    def lists_people(self) -> bool:
        """Whether a row is one of the people of the practice."""
        return self.sheet is not None and self.sheet.lists_people

    def at(self, key: str) -> int | None:
        """Return the position of a column, None when it is absent."""
        keys = [field.key if field else None for _heading, field in self.columns]
        return keys.index(key) if key in keys else None

    def value(self, row: PageRow, key: str) -> str:
        """Return a cell as text, empty when the column or the value is absent."""
        at = self.at(key)
        content = row.cells[at] if at is not None else None
        return "" if content is None else str(content)


def read_pages(files: Iterable[RawFile]) -> tuple[tuple[PlainPage, ...], tuple[str, ...]]:
    """
    Take the sheets of files that were read, and name the ones nobody knows.

    Parameters
    ----------
    files : iterable of RawFile
        As `Intake.collect` returns them, none refused.
    """
    pages: list[PlainPage] = []
    unknown: list[str] = []
    for file in files:
        filled = [grid for grid in file.grids if grid.rows]
        sheets = [_declaration(g, g.name) or _declaration(g, _stem(file)) for g in filled]
        has_pages = any(sheet.has_pages for sheet in sheets if sheet)
        for grid, sheet in zip(filled, sheets, strict=True):
            if sheet is None and not has_pages and not is_silent(grid.name):
                unknown.append(grid.name)
            elif sheet is None or not sheet.columns:
                pages.append(_text_page(grid, sheet, file.name))
            else:
                pages += _table_pages(grid, sheet, file.name)
    return tuple(pages), tuple(unknown)


def with_numbers(pages: Iterable[PlainPage], register: Register) -> tuple[PlainPage, ...]:
    """
    Put the personnel number where a page has the whole name of one person.

    What is not certain stays as it was written.
    """
    return tuple(_with_numbers(page, register) for page in pages)


def _with_numbers(page: PlainPage, register: Register) -> PlainPage:
    columns, sheet = page.columns, page.sheet
    names = sheet.names if sheet is not None else None
    if sheet is not None and names is not None and page.at(names.key) is not None:
        if page.at("number") is None:
            number = sheet.column("number")
            columns = tuple(
                (number.words.local, number) if field == names else (heading, field)
                for heading, field in columns
            )
        else:
            page = replace(page, rows=tuple(_numbered(page, row) for row in page.rows))

    def known(content: Content, field: Field | None) -> Content:
        if field is None or field.refers is None or content is None:
            return content
        parts = (part.strip() for part in str(content).split(";"))
        return "; ".join(register.find(part).number or part for part in parts)

    rows = (
        replace(
            row,
            cells=tuple(
                known(cell, field)
                for cell, (_heading, field) in zip(row.cells, columns, strict=True)
            ),
        )
        for row in page.rows
    )
    return replace(page, columns=columns, rows=tuple(rows))


def _numbered(page: PlainPage, row: PageRow) -> PageRow:
    """Let the name count where the number beside it is empty."""
    at, name = page.at("number"), page.value(row, "name")
    if at is None or row.cells[at] is not None or not name:
        return row
    return replace(row, cells=(*row.cells[:at], name, *row.cells[at + 1 :]))


def _stem(file: RawFile) -> str:
    return PurePath(file.name).stem


def _declaration(grid: Grid, name: str) -> Sheet | None:
    """Return the sheet of this name; one of ours has a heading of its own, or has none at all."""
    called = (sheet for sheet in OUTPUT_SHEETS if is_called(name, sheet.words, sheet.synonyms))
    ours = (sheet for sheet in called if not sheet.columns or find_heading_row(grid, sheet))
    return next(ours, None) or find_sheet(name)


def _table_pages(grid: Grid, sheet: Sheet, source: str) -> Iterator[PlainPage]:
    """Yield the table of a sheet, and what stands above or beside it."""
    row = find_heading_row(grid, sheet)
    headings = dict(heading_texts(grid, row))
    columns = {
        number: (text, find_column(sheet, text))
        for number, text in headings.items()
        if find_column(sheet, text) or refused_as(grid, row, number, text) is None
    }
    yield PlainPage(
        name=sheet.words.local,
        sheet=sheet,
        columns=tuple(columns.values()),
        rows=tuple(_rows(grid, row, columns)),
        source=source,
    )
    outside = {
        at: {number: cell for number, cell in cells.items() if at < row or number not in headings}
        for at, cells in grid.rows.items()
    }
    loose = replace(grid, rows={at: cells for at, cells in outside.items() if cells})
    if loose.rows:
        yield replace(_text_page(loose, None, source), name=sheet.words.local, copied=False)


def _text_page(grid: Grid, sheet: Sheet | None, source: str) -> PlainPage:
    """Take every cell, wherever it stands; what has no heading is called by its letter."""
    first = min(grid.rows)
    headings = dict(heading_texts(grid, first))
    used = sorted({number for cells in grid.rows.values() for number in cells})
    is_table = used == list(headings) and len(grid.rows) > 1
    row = first if is_table else 0
    columns = {
        number: (headings[number] if is_table else column_letters(number), None)
        for number in used
        if refused_as(grid, row, number, headings[number] if is_table else "") is None
    }
    return PlainPage(
        name=sheet.words.local if sheet else grid.name,
        sheet=sheet,
        columns=tuple(columns.values()),
        rows=tuple(_rows(grid, row, columns)),
        source=source,
        copied=sheet is None or not sheet.is_help,
    )


def _rows(
    grid: Grid, above: int, columns: Mapping[int, tuple[str, Field | None]]
) -> Iterator[PageRow]:
    """Yield what stands in these columns below a row, row by row."""
    for number in sorted(grid.rows):
        cells = tuple(
            _content(grid.rows[number].get(column), field)
            for column, (_heading, field) in columns.items()
        )
        if number > above and any(cell is not None for cell in cells):
            yield PageRow(number=number, cells=cells)


def _content(cell: Cell | None, field: Field | None) -> Content:
    """Return what a cell holds: numbers and dates as such, all else as people read it."""
    if cell is None:
        return None
    value = cell.value
    if cell.tag is Tag.DATE and isinstance(value, str):
        return date.fromisoformat(value[:10])
    if cell.tag is Tag.NUMBER and isinstance(value, int | float) and not _is_number_id(field):
        return int(value) if value == int(value) else value
    return clean(plain(cell)) or None


def _is_number_id(field: Field | None) -> bool:
    return field is not None and field.kind in (Kind.NUMBER_ID, Kind.LIST)


def write_pages(pages: Sequence[PlainPage], title: str) -> bytes:
    """
    Write pages as a workbook, in the styles of the house and in their order.

    Parameters
    ----------
    pages : sequence of Page
        Those without rows are left out.
    title : str
        Of the workbook; a person's name does not belong in it.
    """
    from koppeling.workbook.write.book import DARK, MIDDLE, Book

    book = Book(title=title)
    for page in _joined(map(_without_reasons, pages)):
        is_needed = page.sheet is not None and page.sheet.needed
        book.add_table(
            page.name,
            [_column(page, heading, field) for heading, field in page.columns],
            [row.cells for row in page.rows],
            frozen_columns=min(2 if page.lists_people else 1, len(page.columns)),
            tab=DARK if is_needed or page.sheet in RESULT_SHEETS else MIDDLE,
        )
    return book.to_bytes()


def _without_reasons(page: PlainPage) -> PlainPage:
    """Leave out notes on absence: they may tell why somebody is away (workbook.md)."""
    at = page.at("remark") if page.key == "availability" else None
    if at is None:
        return page
    rows = (replace(row, cells=(*row.cells[:at], *row.cells[at + 1 :])) for row in page.rows)
    columns = (*page.columns[:at], *page.columns[at + 1 :])
    return replace(page, columns=columns, rows=tuple(rows))


def _joined(pages: Iterable[PlainPage]) -> list[PlainPage]:
    """Give pages that have rows, and each name once: a folder may hold a sheet twice."""
    kept: dict[str, PlainPage] = {}
    for page in pages:
        if page.rows and page.columns:
            name, number = page.name, 2
            while name.casefold() in kept:
                name, number = f"{page.name} ({number})", number + 1
            kept[name.casefold()] = replace(page, name=name)
    return list(kept.values())


def _column(page: PlainPage, heading: str, field: Field | None) -> Column:
    if field is None:
        return Column(heading=heading)
    is_input = page.sheet in SHEETS or field.decides
    column = replace(Column.of(field, is_input=is_input), heading=heading)
    if field.kind is Kind.NUMBER_ID and is_input and field.key in ("junior", "senior"):
        return replace(column, list_from=in_use(sheet_by_key(f"{field.key}s").words))
    return replace(column, is_required=column.is_required and is_input)
