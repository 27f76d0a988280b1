"""
New workbooks, empty or filled, in the styles of the house.

A *practice* here is plain input: per sheet key a list of rows, each a mapping
of column key to value; what the example data, the filled template and the
copy of the input in a result have in common.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from koppeling.domain.fix import DEFAULT_COST_HOURS
from koppeling.domain.instance import DEFAULT_LEVELS, DEFAULT_WEIGHTS
from koppeling.domain.period import Quarter, add_months
from koppeling.errors import WriteError
from koppeling.locale import _, current
from koppeling.workbook.read.grids import column_letters
from koppeling.workbook.schema.people import HALF_DAYS
from koppeling.workbook.schema.registry import (
    MEANING,
    SETTINGS,
    SETTINGS_SHEET,
    SHEETS,
    Field,
    Kind,
    Sheet,
)
from koppeling.workbook.schema.results import HELP_SHEET
from koppeling.workbook.schema.shapes import Extent
from koppeling.workbook.write.book import (
    AMBER,
    DARK,
    LIGHT,
    MIDDLE,
    PAPER,
    RED,
    Book,
    Column,
    WrittenCell,
    in_use,
    num_lines,
)
from koppeling.workbook.write.publish import is_untouched, publish_all

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from koppeling.locale import Language


Practice = Mapping[str, Sequence[Mapping[str, object]]]

PREPARED_ROWS = 60
LAUNCHER = "Koppelen.cmd"


def write_template(
    path: Path, *, full: bool = False, example: bool = False, today: date | None = None
) -> list[Path]:
    """
    Write a new workbook, and beside it the script to drop it on.

    In the language in use. The quarter filled in is the one after `today`.

    Parameters
    ----------
    path : Path
        Of the workbook; `.xlsx` is added when there is no suffix.
    full : bool
        With all sheets and columns, not only the usual ones.
    example : bool
        Filled with a small invented practice.
    today : date, optional
        Defaults to the clock's.

    Returns
    -------
    list of Path
        What was written: the workbook, then the script.

    Raises
    ------
    WriteError
        If there is a workbook already that somebody worked in, or the place
        cannot be written.
    """
    path = path if path.suffix else path.with_suffix(".xlsx")
    if path.exists() and not is_untouched(path):
        raise WriteError(
            _("{path} exists already and is left as it is. Choose another name.").format(path=path)
        )
    here_and_now = today or datetime.now().astimezone().date()
    quarter = Quarter.of(here_and_now).shift(1)
    practice = dict(example_practice(quarter, current())) if example else {}
    if full:
        practice |= _usual_choices()
    extent = Extent.FULL if full else Extent.BASIC
    content = build(practice, extent, quarter=quarter, prepared=PREPARED_ROWS)
    launcher = path.with_name(LAUNCHER), launcher_text().encode("ascii")
    return [published.path for published in publish_all([(path, content), launcher])]


def _usual_choices() -> Practice:
    """Return the goals, weights and costs in force when nobody says otherwise, to start from."""
    return {
        "goals": [
            {"goal": level.value, "order": order, "on": True}
            for order, level in enumerate(DEFAULT_LEVELS, start=1)
        ],
        "weights": [
            {"component": component.value, "weight": weight}
            for component, weight in DEFAULT_WEIGHTS.items()
        ],
        "costs": [
            {"kind": kind.value, "hours": hours} for kind, hours in DEFAULT_COST_HOURS.items()
        ],
    }


def build(
    practice: Practice, extent: Extent, *, quarter: Quarter | None = None, prepared: int = 0
) -> bytes:
    """
    Build a workbook with the rows of `practice`, in the language in use.

    Parameters
    ----------
    practice : mapping
        Sheet key → rows by column key. In `settings` a row is
        `{"setting": key, "value": value}`; settings not given get their default.
    extent : Extent
        Which sheets, columns and settings it shows.
    quarter : Quarter, optional
        Filled in when the settings name none.
    prepared : int
        Empty rows ready to fill in below those of the practice.

    Returns
    -------
    bytes
        A whole .xlsx; the same input gives the same bytes.
    """
    sheets = sheets_in_use(practice, extent)
    book = Book(title=_("Pairing workbook"))
    add_explanation(book, sheets, LAUNCHER)
    for sheet in sheets:
        rows = practice.get(sheet.key, ())
        if sheet is SETTINGS_SHEET:
            _add_settings(book, rows, extent, quarter)
        else:
            _add_sheet(book, sheet, rows, extent, prepared)
    return book.to_bytes()


def sheets_in_use(practice: Practice, extent: Extent) -> list[Sheet]:
    """List the sheets that the workbook shows."""
    return [
        sheet
        for sheet in SHEETS
        if extent is Extent.FULL
        or sheet.needed
        or practice.get(sheet.key)
        or (extent is Extent.BASIC and sheet.basic)
    ]


def columns_in_use(
    sheet: Sheet, rows: Sequence[Mapping[str, object]], extent: Extent
) -> tuple[Field, ...]:
    """List the columns of `sheet` that the workbook shows."""
    used = {key for row in rows for key, value in row.items() if value is not None}
    return tuple(field for field in sheet.columns if field.key in used or field.is_within(extent))


def settings_in_use(rows: Sequence[Mapping[str, object]], extent: Extent) -> tuple[Field, ...]:
    """List the settings that the workbook shows."""
    given = {row["setting"] for row in rows}
    return tuple(
        setting for setting in SETTINGS if setting.key in given or setting.is_within(extent)
    )


def shown(field: Field, value: object) -> object:
    """Put a value in the words that people type: the choice in the language in use."""
    for canonical, words in field.choices:
        if value == canonical:
            return in_use(words)
    if isinstance(value, list | tuple):
        return "; ".join(str(item) for item in value)
    return value


def launcher_text() -> str:
    """Return the script for Windows in the language in use, with its line ends."""
    folder = resources.files("koppeling.workbook.write")
    text = folder.joinpath(LAUNCHER).read_text(encoding="ascii")
    for name, sentence in _launcher_sentences().items():
        text = text.replace(f"@{name}@", sentence)
    return "\r\n".join(text.splitlines()) + "\r\n"


def _add_sheet(
    book: Book,
    sheet: Sheet,
    rows: Sequence[Mapping[str, object]],
    extent: Extent,
    prepared: int,
) -> None:
    fields = columns_in_use(sheet, rows, extent)
    columns = [input_column(field) for field in fields]
    table = [[shown(field, row.get(field.key)) for field in fields] for row in rows]
    page = book.add_table(
        in_use(sheet.words),
        columns,
        table,
        prepared=prepared,
        frozen_columns=2 if sheet.lists_people else 1,
        tab=DARK if sheet.needed else MIDDLE,
    )
    _mark_gaps(book, page, sheet, fields, len(rows) + prepared)


def input_column(field: Field) -> Column:
    """Make a column that people fill in, with what they can choose from."""
    column = Column.of(field)
    if field.key in ("junior", "senior") and field.kind is Kind.NUMBER_ID:
        people = next(s for s in SHEETS if s.key == f"{field.key}s")
        return replace(column, list_from=in_use(people.words))
    if field.kind is Kind.DAY_PATTERN:
        return replace(column, choices=("x", *map(in_use, HALF_DAYS)), is_free=True)
    return column


def _mark_gaps(
    book: Book, page: Worksheet, sheet: Sheet, fields: Sequence[Field], num_rows: int
) -> None:
    """Colour what is still missing in a row that has been started, and double numbers."""
    last = max(1, num_rows)
    missing, double = book.highlight(AMBER), book.highlight(RED)
    end = column_letters(len(fields))
    for at, field in enumerate(fields):
        letter = column_letters(at + 1)
        if field.required:
            page.conditional_format(
                1, at, last, at, {
                    "type": "formula",
                    "criteria": f"=AND(COUNTA($A2:${end}2)>0,ISBLANK({letter}2))",
                    "format": missing,
                },
            )  # fmt: skip
        if sheet.lists_people and field.key == "number":
            page.conditional_format(1, at, last, at, {"type": "duplicate", "format": double})


def _add_settings(
    book: Book,
    rows: Sequence[Mapping[str, object]],
    extent: Extent,
    quarter: Quarter | None,
) -> None:
    given = {str(row["setting"]): row.get("value") for row in rows}
    if quarter is not None:
        given.setdefault("quarter", str(quarter))
    table = [
        setting_row(setting, given.get(setting.key, setting.default), quarter)
        for setting in settings_in_use(rows, extent)
    ]
    add_settings(book, table)


def setting_row(setting: Field, value: object, quarter: Quarter | None = None) -> list[object]:
    """Write a setting: its name, its value, what it means; quarters near `quarter` to choose."""
    column = replace(Column.of(setting), is_required=True, align="left")
    if setting.kind is Kind.QUARTER and quarter is not None:
        nearby = tuple(str(quarter.shift(n)) for n in range(-1, 7))
        column = replace(column, choices=nearby, is_free=True)
    cell = WrittenCell(value=shown(setting, value), column=column)
    return [in_use(setting.words), cell, in_use(setting.meaning)]


def add_settings(book: Book, rows: Sequence[Sequence[object]]) -> None:
    """Add the sheet of the settings."""
    name, value = (Column.of(field) for field in SETTINGS_SHEET.columns)
    columns = [name, value, Column(heading=MEANING.local)]
    book.add_table(in_use(SETTINGS_SHEET.words), columns, rows)


def _launcher_sentences() -> dict[str, str]:
    """Sentences of the script: ASCII only, and none of the signs that mean something there."""
    return {
        "lang": current(),
        "title": _("Koppeling"),
        "drop": _("Drag your workbook onto this file to get a proposal."),
        "ask": _("Or answer the questions below."),
        "busy": _("One moment, koppeling is reading your workbook."),
        "done": _("Done. The proposal is a new file beside your workbook."),
        "wrong": _("Something in the workbook must be mended first: see the list above."),
        "late": _("No proposal was found in the time given."),
        "failed": _("It did not work: see the message above."),
        "no_python": _("Python 3.11 or newer was not found on this computer."),
        "get_python": _("Get it at www.python.org and tick the box Add python.exe to PATH."),
        "no_koppeling": _("Python is there, but koppeling is not installed in it."),
        "get_koppeling": _("Ask whoever set up koppeling, or see the README: pip install."),
    }


_DUTCH = {
    "North": "Noord",
    "South": "Zuid",
    "morning": "ochtend",
    "even": "even",
    "odd": "oneven",
    "file keeping": "dossiervoering",
    "talks with parents": "oudergesprekken",
    "working in groups": "groepswerk",
    "Practice The Birch": "Praktijk De Berk",
    "by agreement": "in overleg",
}


def example_practice(
    quarter: Quarter, language: Language
) -> Mapping[str, Sequence[Mapping[str, object]]]:
    """
    Make up five juniors and three seniors around `quarter`.

    Returns
    -------
    mapping
        A practice as `koppeling.workbook.write.template.build` takes it; everybody
        can be placed, and each kind of entry occurs at least once.
    """

    def say(word: str) -> str:
        return _DUTCH[word] if language == "nl" else word

    def ago(months: int) -> date:
        return add_months(quarter.first_day, -months)

    return {**_people(quarter, say, ago), **_working_days(say), **_links(ago)}


def _rows(keys: str, *rows: tuple[object, ...]) -> list[dict[str, object]]:
    """Pair the keys with each row; None leaves a cell empty."""
    return [dict(zip(keys.split(), row, strict=True)) for row in rows]


def _people(
    quarter: Quarter, say: Callable[[str], str], ago: Callable[[int], date]
) -> dict[str, list[dict[str, object]]]:
    north, south = say("North"), say("South")
    return {
        "settings": _rows(
            "setting value",
            ("practice_name", say("Practice The Birch")),
            ("quarter", str(quarter)),
        ),
        "juniors": _rows(
            "number name site start goals remark",
            ("0001", "Anouk", north, ago(0), say("file keeping"), None),
            ("0002", "Bram", f"{north}; {south}", ago(4), say("talks with parents"), None),
            ("0003", "Daan", south, ago(9), say("working in groups"), None),
            ("0004", "Esra", south, ago(15), None, say("by agreement")),
            ("0005", "Guus", north, ago(26), say("file keeping"), None),
        ),
        "seniors": _rows(
            "number name site hours_per_quarter max_juniors specialisations",
            ("9001", "Cato", north, 8, 3, say("file keeping")),
            ("9002", "Femke", south, 10, None, say("working in groups")),
            ("9003", "Hassan", f"{north}; {south}", 7.5, 2, say("talks with parents")),
        ),
    }


def _working_days(say: Callable[[str], str]) -> dict[str, list[dict[str, object]]]:
    north, south = say("North"), say("South")
    return {
        "working_days": _rows(
            "number monday tuesday wednesday thursday friday",
            ("0001", "x", "x", None, "x", None),
            ("0002", f"{north} x", f"{south} x", None, f"{north} x", None),
            ("0003", None, "x", "x", "x", say("morning")),
            ("0004", "09:00-15:00", "09:00-15:00", "09:00-15:00", "09:00-15:00", None),
            ("0005", "x", "x", f"{say('odd')} x", None, None),
            ("9001", "x", "x", "x", None, say("morning")),
            ("9002", None, "x", "x", "x", f"{say('even')} 08:30-12:30"),
            ("9003", f"{north} x", f"{south} x", None, f"{north} x", f"{south} x"),
        ),
    }


def _links(ago: Callable[[int], date]) -> dict[str, list[dict[str, object]]]:
    return {
        "pairings": _rows(
            "junior senior status slot since",
            ("0002", "9003", "running", "di 10:00", ago(4)),
            ("0005", "9001", "locked", "ma 09:00", ago(26)),
        ),
        "preferences": _rows(
            "source target rank veto",
            ("0001", "9001", 1, None),
            ("9002", "0003", 1, None),
            ("0004", "9003", None, True),
        ),
    }


_LABEL_WIDTH, _TEXT_WIDTH = 22, 84


def add_explanation(book: Book, sheets: Sequence[Sheet], launcher: str) -> None:
    """
    Add the explanation as the next sheet of `book`.

    Parameters
    ----------
    book : Book
        Still without the sheets it tells about; links to them are laid by name.
    sheets : sequence of Sheet
        The input sheets of this workbook, in order.
    launcher : str
        File name of the script on which the workbook is dropped.
    """
    page = _Page(book)
    page.title(_("Pairing juniors and seniors"))
    page.text(_("You fill in who there is; koppeling makes a proposal and shows why. You decide."))
    page.section(_("In this order"))
    for number, step in enumerate(_steps(launcher), start=1):
        page.row(str(number), step)
    page.section(_("The sheets"))
    for sheet in sheets:
        page.sheet_row(sheet)
    page.section(_("What the colours mean"))
    page.swatch(_("heading"), DARK, "#FFFFFF", _("Required: without it there is no proposal."))
    page.swatch(_("heading"), MIDDLE, None, _("May stay empty; then the usual holds."))
    page.swatch("", PAPER, None, _("A cell to fill in."))
    page.swatch("", AMBER, None, _("Something required is still missing in this row."))
    page.swatch("", RED, None, _("This personnel number is there twice."))
    page.section(_("How to fill in"))
    for what, how in _ways():
        page.row(what, how)
    page.section(_("What happens next"))
    for line in _afterwards():
        page.text(line)
    page.section(_("What does not belong here"))
    page.text(
        _(
            "No citizen service number, date of birth, home address, bank account or reason of "
            "illness. koppeling refuses such columns. DiSC is voluntary: only what somebody "
            "wants to share."
        )
    )


def _steps(launcher: str) -> tuple[str, ...]:
    return (
        _("Settings: check the quarter. The rest is filled in the usual way."),
        _("Juniors and Seniors: one row for each person. The dark headings are required."),
        _("Working days: who works when; an x is an ordinary working day."),
        _("Pairings and Preferences: only if you have them. What runs now stays where it can."),
        _(
            "Save and close the workbook, and drag it onto {launcher} (Windows). Elsewhere, or "
            "if you like: python -m koppeling match, followed by the name of this file."
        ).format(launcher=launcher),
    )


def _ways() -> tuple[tuple[str, str], ...]:
    return (
        (_("explanation"), _("Hover over a heading, or select a cell: you read what belongs in.")),
        (_("personnel number"), _("Exactly as in your administration; leading zeros stay: 0012.")),
        (_("date"), _("15-01-2027, or as Excel makes it.")),
        (_("hours"), _("7,5 or 7.5 or 7:30.")),
        (_("several in a cell"), _("With a ; between them: North; South.")),
        (_("yes or no"), _("yes or no; an x is yes.")),
        (
            _("working day"),
            _(
                "Empty is off. x is the default of the sheet Settings. Or: 08:30-17:00, morning, "
                "afternoon."
            ),
        ),
        (
            _("working day, more"),
            _(
                "even 08:30-17:00 (even weeks only), odd x, North 08:30-17:00 (at that site), "
                "and several with a ; between them: even North x; odd South x."
            ),
        ),
        (
            _("more columns"),
            _("Your own columns may stay; koppeling keeps them and does nothing with them."),
        ),
    )


def _afterwards() -> tuple[str, ...]:
    return (
        _(
            "First everything is checked. Is something wrong, then you get a list with sheet and "
            "cell, and how to mend it."
        ),
        _(
            "Then a new workbook comes beside this one: who with whom, why, how full everybody's "
            "time is, and who could not be placed and for what reason. This workbook stays as "
            "it is."
        ),
        _("Everything stays on this computer; nothing is sent anywhere."),
    )


class _Page:
    """Writes from top to bottom: column A small or a label, column B the text."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._sheet: Worksheet = book.add_page(in_use(HELP_SHEET.words))
        self._sheet.set_column(0, 0, 2)
        self._sheet.set_column(1, 1, _LABEL_WIDTH)
        self._sheet.set_column(2, 2, _TEXT_WIDTH)
        self._sheet.set_default_row(18)
        self._at = 1

    def title(self, text: str) -> None:
        self._sheet.set_row(self._at, 30)
        self._sheet.write_string(
            self._at, 1, text, self._book.format(bold=True, font_size=20, font_color=DARK)
        )
        self._at += 1

    def section(self, text: str) -> None:
        self._at += 1
        band = self._book.format(bold=True, font_size=12, font_color=DARK, bg_color=LIGHT)
        self._sheet.set_row(self._at, 19)
        self._sheet.write_string(self._at, 1, text, band)
        self._sheet.write_blank(self._at, 2, None, band)
        self._at += 1

    def text(self, text: str) -> None:
        self._sheet.merge_range(self._at, 1, self._at, 2, text, self._book.format(text_wrap=True))
        self._fit(text, _LABEL_WIDTH + _TEXT_WIDTH)
        self._at += 1

    def row(self, label: str, text: str) -> None:
        self._sheet.write_string(
            self._at, 1, label, self._book.format(font_color=DARK, bold=True, text_wrap=True)
        )
        self._body(text)

    def swatch(self, label: str, fill: str, ink: str | None, text: str) -> None:
        look = {"bg_color": fill, "bold": True, "border": 1, "border_color": "#FFFFFF"}
        if ink is not None:
            look["font_color"] = ink
        self._sheet.write_string(self._at, 1, label, self._book.format(**look))
        self._body(text)

    def sheet_row(self, sheet: Sheet) -> None:
        name = in_use(sheet.words)
        link = self._book.format(font_color="#1A6FA3", underline=1, bold=sheet.needed)
        target = "internal:'" + name.replace("'", "''") + "'!A1"
        self._sheet.write_url(self._at, 1, target, link, name)
        needed = _("Needed.") if sheet.needed else _("If you like.")
        self._body(f"{needed} {in_use(sheet.meaning)}")

    def _body(self, text: str) -> None:
        self._sheet.write_string(self._at, 2, text, self._book.format(text_wrap=True, indent=1))
        self._fit(text, _TEXT_WIDTH)
        self._at += 1

    def _fit(self, text: str, width: int) -> None:
        if (lines := num_lines(text, width)) > 1:
            self._sheet.set_row(self._at, 13 * lines + 5)
