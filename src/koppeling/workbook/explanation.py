"""The first sheet of a new workbook: what to fill in, in which order, and what happens next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from koppeling.locale import _
from koppeling.workbook.dress import AMBER, DARK, LIGHT, MIDDLE, PAPER, RED, Book, in_use, num_lines
from koppeling.workbook.schema import SILENT_SHEETS, Sheet

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet


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
        self._sheet: Worksheet = book.add_page(in_use(SILENT_SHEETS[0]))
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
