"""What the form of a sheet hides or joins: hidden, merged, out of order, without heading."""

from __future__ import annotations

import difflib
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from koppeling.locale import _
from koppeling.workbook.read.cells import parse_cell
from koppeling.workbook.read.grids import Cell, Grid, Tag, column_number, reference
from koppeling.workbook.read.parsed import UnfitError, clean, plain, shown
from koppeling.workbook.read.refused_content import forbidden_content
from koppeling.workbook.read.remarks import Place, Remarks, listed
from koppeling.workbook.schema.people import JUNIORS, SENIORS
from koppeling.workbook.schema.registry import (
    Field,
    Kind,
    Value,
    Words,
    find_column,
    forbidden_name,
    normalise,
)
from koppeling.workbook.schema.shapes import Sheet, heading_words, looks_like_number, words

_AREA = re.compile(r"([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)")
_SHOWN = 20
#: Sheets of which a column binds nobody.
_UNBINDING = ("disc", "progress", "scenarios")


def report_form(grid: Grid, sheet: Sheet, headings: Headings, remarks: Remarks) -> None:
    """Tell what the form of a sheet may have hidden from the reader or from people."""
    _report_hidden(grid, headings, remarks)
    _report_stray(grid, sheet, headings, remarks)
    for cell in grid.disordered[:_SHOWN]:
        remarks.error(
            Place(grid.name, cell, grid.source),
            "disordered-cells",
            _("The file stores this cell twice or out of order."),
            _("Open it in Excel and save it as a new .xlsx."),
        )
    for area in grid.merged:
        if _is_in_the_way(area, headings):
            remarks.error(
                Place(grid.name, area.partition(":")[0], grid.source),
                "merged-cells",
                _("The cells {area} are merged; only the first one has the value.").format(
                    area=area
                ),
                _("Unmerge them and fill in every cell."),
            )


def _report_hidden(grid: Grid, headings: Headings, remarks: Remarks) -> None:
    if grid.is_hidden:
        remarks.warn(
            Place(grid.name, "", grid.source),
            "hidden-sheet",
            _("The sheet is hidden; it is read all the same."),
            _("Show the sheet, or remove it if it should not count."),
        )
    rows = sorted(grid.hidden_rows & grid.rows.keys())
    if rows:
        remarks.warn(
            Place(grid.name, reference(rows[0], 1), grid.source),
            "hidden-rows",
            _("Hidden rows are read all the same: {rows}.").format(
                rows=", ".join(str(row) for row in rows[:_SHOWN])
            ),
            _("Show the rows (clear the filter), or remove them if they should not count."),
        )
    # keys are hidden by ourselves
    of_people = {at for key, at in headings.columns.items() if key != "key"}
    columns = sorted(grid.hidden_columns & of_people)
    if columns:
        remarks.warn(
            Place(grid.name, reference(headings.row or 1, columns[0]), grid.source),
            "hidden-columns",
            _("There are hidden columns; they are read all the same."),
            _("Show the columns, or remove them if they should not count."),
        )


def _report_stray(grid: Grid, sheet: Sheet, headings: Headings, remarks: Remarks) -> None:
    """
    Tell of what stands in columns without a heading.

    Where rows bind somebody a column of the table may do so too, and is refused; what
    stands apart from the table, an empty column between them, is somebody's note.
    """
    headed = {column for column, _text in heading_texts(grid, headings.row)}
    stray = [
        (number, column)
        for number in sorted(grid.rows)
        if number > headings.row > 0
        for column, cell in sorted(grid.rows[number].items())
        if column not in headed and clean(plain(cell))
    ]
    is_binding = sheet.key == "trajectory_types" or (
        sheet.key not in _UNBINDING
        and any(column.key == "number" or column.refers is not None for column in sheet.columns)
    )
    joined = _joined_to(headed, {column for _number, column in stray}) if is_binding else set()
    for number, column in stray:
        if column in joined:
            remarks.error(
                Place(grid.name, reference(number, column), grid.source),
                "no-heading",
                _("There is something in a column without a heading; it may count."),
                _(
                    "Give the column a heading, and let that of a note begin with “remark”; or "
                    "leave an empty column between the table and the note."
                ),
            )
    apart = next((one for one in stray if one[1] not in joined), None)
    if apart is not None:
        remarks.warn(
            Place(grid.name, reference(*apart), grid.source),
            "no-heading",
            _("There is something in a column without a heading; it is not used."),
            _("Give the column a heading, or move the note elsewhere."),
        )


def _joined_to(headed: set[int], stray: set[int]) -> set[int]:
    """Return the stray columns that no empty column parts from the table."""
    joined: set[int] = set()
    reached = headed
    while reached:
        reached = {at for at in stray - joined if {at - 1, at + 1} & reached}
        joined |= reached
    return joined


def _is_in_the_way(area: str, headings: Headings) -> bool:
    match = _AREA.fullmatch(area)
    if match is None:
        return False
    first, last = column_number(match[1]), column_number(match[3])
    is_below = int(match[4]) >= headings.row
    return is_below and any(first <= column <= last for column in headings.columns.values())


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


#: Sheets and columns whose values are never repeated in a message (facts on privacy).
_DISCREET_SHEETS = ("disc",)
_DISCREET_COLUMNS = ("name", "email", "remark", "reason")
_STRICT = Leniency()


@dataclass(frozen=True, kw_only=True)
class Row:
    """
    One row as read.

    `values` holds the canonical value of every known column that is filled,
    by key; `unread` the text of cells that could not be read as their kind; `silent`
    the keys of cells that only say that there is nothing (“n.v.t.”);
    `extras` the text of cells in columns koppeling does not know, by the
    number of the column: two of them may have the same heading. A foreign row
    is about somebody who is not of this practice: it is kept and not used.
    """

    number: int
    values: Mapping[str, Value]
    unread: Mapping[str, str] = field(default_factory=dict)
    extras: Mapping[int, str] = field(default_factory=dict)
    is_foreign: bool = False
    silent: frozenset[str] = frozenset()

    def __getitem__(self, key: str) -> Value:
        return self.values.get(key)

    def text(self, key: str) -> str:
        """Return a value as text, empty when there is none."""
        value = self.values.get(key)
        return "" if value is None else str(value)

    def day(self, key: str) -> date | None:
        """Return a value that is a day, None for any other."""
        value = self.values.get(key)
        return value if isinstance(value, date) else None

    def whole(self, key: str) -> int | None:
        """Return a value that is a whole number, None for any other."""
        value = self.values.get(key)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def amount(self, key: str) -> float | None:
        """Return a value that is a number, None for any other."""
        value = self.values.get(key)
        return float(value) if isinstance(value, int | float) else None

    def minutes(self, key: str) -> int | None:
        """Return hours as whole minutes, None where there are none."""
        hours = self.amount(key)
        return None if hours is None else round(hours * 60)


@dataclass(frozen=True, kw_only=True)
class Table:
    """
    One sheet as read: `rows` in their order, the empty ones left out.

    `columns` maps the key of each known column to its number in the file;
    `headings` has every heading as written, in order, with the key it stands
    for (None for an unknown one); `extras` maps the number of each unknown
    column to its heading, `heading_row` says where these stand. Forbidden columns are
    in none of them.
    """

    sheet: Sheet
    name: str
    source: str = ""
    heading_row: int = 1
    columns: Mapping[str, int] = field(default_factory=dict)
    headings: tuple[tuple[str, str | None], ...] = ()
    extras: Mapping[int, str] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()

    def place(self, row: Row | None = None, key: str = "") -> Place:
        """Return the place of a cell; of column A where the column is absent."""
        cell = reference(row.number, self.columns.get(key, 1)) if row is not None else ""
        return Place(self.name, cell, self.source)

    def heading_place(self, column: int) -> Place:
        """Return the place of a heading."""
        return Place(self.name, reference(self.heading_row, column), self.source)


def read_table(grid: Grid, sheet: Sheet, remarks: Remarks, leniency: Leniency = _STRICT) -> Table:
    """
    Read one sheet by its declaration; what is wrong goes to `remarks`.

    A row in which a required cell cannot be read keeps its other values, so
    that the caller sees it; it never disappears without an error.
    """
    headings = read_headings(grid, sheet, remarks, leniency)
    report_form(grid, sheet, headings, remarks)
    table = Table(
        sheet=sheet,
        name=grid.name,
        source=grid.source,
        heading_row=headings.row or 1,
        columns=headings.columns,
        headings=headings.written,
        extras=headings.extras,
    )
    reader = _RowReader(table, headings, remarks, leniency)
    numbers = [number for number in sorted(grid.rows) if number > headings.row > 0]
    rows = (reader.read(number, grid.rows[number]) for number in numbers)
    table = replace(table, rows=tuple(row for row in rows if row is not None))
    if sheet.key != "working_days":  # there it takes the sites to tell what a heading is
        report_unknown(table, remarks)
    return table


class _RowReader:
    """Reads the rows of one table."""

    def __init__(
        self, table: Table, headings: Headings, remarks: Remarks, leniency: Leniency
    ) -> None:
        self.table = table
        self.remarks = remarks
        self.fields = [
            (column, table.sheet.column(key)) for key, column in headings.columns.items()
        ]
        self.required = [
            field
            for _column, field in self.fields
            if field.required
            and field.refers is None  # who a row is about, `references` tells
            and field.key not in leniency.may_be_empty
        ]

    def read(self, number: int, cells: Mapping[int, Cell]) -> Row | None:
        values: dict[str, Value] = {}
        unread: dict[str, str] = {}
        silent: set[str] = set()
        if self.is_joined(cells):
            self.report_joined(number, cells)
            return None
        for column, declared in self.fields:
            cell = cells.get(column)
            if cell is None:
                continue
            try:
                parsed = parse_cell(cell, declared)
            except UnfitError as unfit:
                unread[declared.key] = clean(plain(cell))
                self.report_unfit(self.place(number, column), unfit, cell, declared)
                continue
            if parsed.value is not None:
                values[declared.key] = parsed.value
            if parsed.doubt is not None:
                if parsed.value is None:
                    silent.add(declared.key)
                doubt = parsed.doubt
                if parsed.value is None and declared in self.required:
                    continue  # told as missing
                place = self.place(number, column)
                self.remarks.warn(place, doubt.code, doubt.message, doubt.remedy, value=doubt.value)
        extras = {
            column: clean(plain(cells[column])) for column in self.table.extras if column in cells
        }
        if not values and not unread:
            self.report_loose(number, extras)
            return None
        row = Row(
            number=number, values=values, unread=unread, extras=extras, silent=frozenset(silent)
        )
        self.report_missing(row)
        return row

    def place(self, number: int, column: int) -> Place:
        return Place(self.table.name, reference(number, column), self.table.source)

    def is_joined(self, cells: Mapping[int, Cell]) -> bool:
        """Tell whether a whole row stands in one cell, with separators in it."""
        (text, *others) = (plain(cell) for cell in cells.values())
        least = max(1, len(self.required) - 1)
        return not others and any(text.count(separator) >= least for separator in SEPARATORS[:2])

    def report_joined(self, number: int, cells: Mapping[int, Cell]) -> None:
        self.remarks.error(
            self.place(number, min(cells)),
            "row-in-one-cell",
            _("The whole row stands in one cell."),
            one_cell_remedy(),
        )

    def report_missing(self, row: Row) -> None:
        for declared in self.required:
            if declared.key in row.silent and declared.key == "target" and not row["veto"]:
                continue  # “geen voorkeur” is no wish; a veto is about somebody
            if declared.key not in row.values and declared.key not in row.unread:
                self.remarks.error(
                    self.table.place(row, declared.key),
                    "missing-value",
                    _("“{heading}” is empty in this row.").format(heading=declared.words.local),
                    _("Fill it in, or empty the whole row."),
                )

    def report_loose(self, number: int, extras: Mapping[int, str]) -> None:
        column = next((column for column, text in extras.items() if text), None)
        if column is None or not self.table.sheet.lists_people:
            return
        self.remarks.warn(
            self.place(number, column),
            "row-without-person",
            _("Only a column that is not known is filled in this row; the row is not used."),
            _("Add the personnel number and the rest, or empty the row."),
        )

    def report_unfit(self, place: Place, unfit: UnfitError, cell: Cell, declared: Field) -> None:
        is_discreet = (
            self.table.sheet.key in _DISCREET_SHEETS
            or declared.key in _DISCREET_COLUMNS
            or (declared.refers is not None and cell.tag is Tag.TEXT)  # it may be a name
        )
        if is_discreet or cell.tag in (Tag.ERROR, Tag.FORMULA):
            message = _("“{heading}”: {expected}.").format(
                heading=declared.words.local, expected=unfit.expected
            )
        else:
            message = _("“{heading}”: {value} was read, but {expected}.").format(
                heading=declared.words.local, value="{value}", expected=unfit.expected
            )
        tell = self.remarks.error if declared.matters or declared.required else self.remarks.warn
        tell(place, unfit.code, message, unfit.remedy, value=f"“{shown(cell)}”")


_ALIKE = 0.8
#: A heading that begins so is somebody's own note, and never asked about.
_NOTES = (
    "opmerking", "opmerkingen", "notitie", "notities", "toelichting", "remark", "remarks", "note",
    "notes", "comment",
)  # fmt: skip
#: Kinds of which the content alone gives a column away.
_TELLING = (
    Kind.DATE, Kind.QUARTER, Kind.INTEGER, Kind.HOURS, Kind.YES_NO, Kind.WEEKDAYS, Kind.TIMES,
    Kind.SLOT,
)  # fmt: skip


def report_unknown(table: Table, remarks: Remarks, told: Container[int] = ()) -> None:
    """
    Tell of the columns that are not known, those in `told` left out.

    One that may be a missing column which binds somebody is an error: passed over,
    it would leave people freer than was written. The others are remarks, that say
    for whom something stands there.
    """
    others: dict[int, str] = {}
    guesses = meant_columns(table)
    for column, heading in table.extras.items():
        if column in told:
            continue
        meant = guesses.get(column)
        if meant is None:
            others[column] = heading
            continue
        if meant.required:
            continue  # that it is missing is told already, with this guess
        is_bound = meant.binds or table.sheet.key == "working_days"
        tell = remarks.error if is_bound else remarks.warn
        tell(
            table.heading_place(column),
            "heading-resembles",
            _("“{heading}” is not known; is “{meant}” meant?").format(
                heading=heading[:40], meant=meant.words.local
            ),
            _(
                "Change the heading to “{meant}”; if it is something else, let it begin with "
                "“remark”."
            ).format(meant=meant.words.local),
        )
    if others:
        _report_others(table, others, remarks)


def is_own_note(heading: str) -> bool:
    """Tell whether a heading says itself that it binds nobody: a remark, an e-mail address."""
    words = heading_words(heading)
    ours = find_column(JUNIORS, heading) or find_column(SENIORS, heading)
    return bool(words and words[0] in _NOTES) or (ours is not None and not ours.binds)


def meant_columns(table: Table) -> dict[int, Field]:
    """Map each unknown column that may be a missing one to it, no two to one if that can be."""
    meant: dict[int, Field] = {}
    for column in table.extras:
        candidates = _candidates(table, column)
        taken = meant.values()
        fresh = (f for f in candidates if f not in taken and f.binds == candidates[0].binds)
        if candidates:
            meant[column] = next(fresh, candidates[0])
    return meant


def _candidates(table: Table, column: int) -> list[Field]:
    """List which missing columns an unknown one may be, by its heading or what is in it."""
    heading = table.extras[column]
    if is_own_note(heading):
        return []
    missing = [field for field in table.sheet.columns if field.key not in table.columns]
    named = [field for field in missing if _resembles(heading, field)]
    fitting = [field for field in missing if field.binds and _fits(table, column, field)]
    both = [field for field in named if any(_parses(text, field) for text in _texts(table, column))]
    return [*dict.fromkeys((*both, *fitting, *named))]


def _resembles(heading: str, field: Field) -> bool:
    """Compare as text, and by words: “veto's” and “datum tot” are “veto” and “tot”."""
    written, words = normalise(heading), set(heading_words(heading))
    names = (field.words.nl, field.words.en, *field.synonyms)
    return any(
        set(heading_words(name)) <= words
        or difflib.SequenceMatcher(None, written, normalise(name)).ratio() >= _ALIKE
        for name in names
    )


def _fits(table: Table, column: int, field: Field) -> bool:
    """
    Tell whether the content may be that of a column that binds.

    Where rows are people the heading must say part of it too (“opleiding” for
    “opleiding geldig tot”): an export has columns of dates of its own.
    """
    words = set(heading_words(table.extras[column]))
    is_part = any(words <= set(heading_words(name)) for name in (field.words.nl, field.words.en))
    if field.kind not in _TELLING or (table.sheet.lists_people and not is_part):
        return False
    kinds = [field.kind]
    if field.kind is Kind.QUARTER:
        kinds.append(Kind.DATE)  # “vanaf” says when as well
    return any(
        _parses(text, replace(field, kind=kind)) for text in _texts(table, column) for kind in kinds
    )


def _texts(table: Table, column: int) -> Iterator[str]:
    return (row.extras[column] for row in table.rows if row.extras.get(column))


def _parses(text: str, field: Field) -> bool:
    try:
        return parse_cell(Cell(Tag.TEXT, text), field).value is not None
    except UnfitError:
        return False


def _report_others(table: Table, others: dict[int, str], remarks: Remarks) -> None:
    message = _("Not known and therefore not used: {headings}.").format(
        headings=", ".join(f"“{text[:40]}”" for text in others.values())
    )
    keys = [f.key for f in table.sheet.columns if f.key == "number" or f.refers is not None]
    people = []
    for row in table.rows:
        if keys and any(row.extras.get(column) for column in others):
            numbers = [row.text(key) for key in keys if looks_like_number(row.text(key))]
            people += numbers or [table.place(row, keys[0]).cell]
    if people:
        message += " " + _("Something stands there for {people}.").format(
            people=listed(tuple(dict.fromkeys(people)))
        )
    remarks.warn(
        table.heading_place(next(iter(others))),
        "unknown-column",
        message,
        _("What should count belongs in a column that is known; the rest may stay."),
    )
