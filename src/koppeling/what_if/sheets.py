"""The workbook of a what-if: every scenario beside the practice as it is now."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from koppeling.domain.instance import Level
from koppeling.locale import _
from koppeling.report import phrases
from koppeling.report.fixes import tell_change, tell_fixes
from koppeling.report.sheets import Row, add_sheet, columns_of, hours
from koppeling.report.wording import title, word
from koppeling.what_if.answer import LevelShift, Trial
from koppeling.what_if.words import (
    euros,
    is_proven,
    judge,
    names_of,
    tell_difference,
    tell_effect,
    tell_proof,
    tell_turn,
)
from koppeling.workbook.write.book import (
    AMBER,
    DARK,
    GREEN,
    INK,
    LIGHT,
    LINE,
    MIDDLE,
    PAPER,
    Book,
    clean_text,
)
from koppeling.workbook.write.columns import num_lines

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from koppeling.domain.instance import Instance
    from koppeling.domain.result import Pairing, Unplaced
    from koppeling.report.result_workbook import Provenance
    from koppeling.report.sheets import Page
    from koppeling.what_if.answer import Comparison, Minutes
    from koppeling.workbook.read.reader import Reading


_SHEET = "comparison"
_LONGEST_NAME = 31
_CHANGE = '+0;-0;"–"'
_CHANGES: Mapping[str, str] = {
    "placed_change": _CHANGE,
    "kept_change": _CHANGE,
    "served_change": '+0.0;-0.0;"–"',
    "peak_change": '+0%;-0%;"–"',
    "quality_change": _CHANGE,
    "cost_change": '+#,##0;-#,##0;"–"',
}
#: Column of the value of a level, and of its difference where it has one.
_LEVELS = {
    Level.PLACED: ("placed", "placed_change"),
    Level.KEPT: ("kept", "kept_change"),
    Level.PEAK: ("peak", "peak_change"),
    Level.QUALITY: ("quality", "quality_change"),
    Level.EVEN: ("even",),
}
#: More is worse in these, and nothing is worse in cost: that is for a person to weigh.
_LESS_IS_BETTER = ("peak_change",)


def to_bytes(
    comparison: Comparison,
    instance: Instance,
    reading: Reading,
    provenance: Provenance,
    rate: float | None = None,
) -> bytes:
    """
    Build the workbook: the comparison, a sheet for each scenario, the origin.

    The same answers give the same bytes, but for the time of the run and the
    seconds, which stand in Herkomst only.

    Parameters
    ----------
    comparison : Comparison
        The base has an answer.
    instance : Instance
        The practice as it is.
    reading : Reading
        The input; for its origin and the settings in force.
    provenance : Provenance
        Of this run.
    rate : float, optional
        Euros an hour, where the practice has set it.
    """
    from koppeling.report.result_workbook import add_answer_origin

    title = _("What if {quarter}").format(quarter=instance.settings.quarter)
    practice = instance.settings.practice_name
    book = Book(title=f"{title} · {practice}" if practice else title)
    page = _add_comparison(book, comparison, rate)
    names = sheet_names([trial.scenario.name for trial in comparison.trials])
    for trial, name in zip(comparison.trials, names, strict=True):
        add_page(book, name, comparison.base, trial, rate)
    for row, (trial, name) in enumerate(zip(comparison.trials, names, strict=True), 2):
        _link(book, page, row, trial.scenario.name, name)
    solver = comparison.base.outcome.solution.solver if comparison.base.outcome else ""
    add_answer_origin(book, instance, reading, provenance, solver)
    return book.to_bytes()


def _link(book: Book, page: Page, row: int, scenario: str, sheet: str) -> None:
    """Let the name of a scenario lead to its sheet; it stays text, whatever it begins with."""
    text = clean_text(scenario)[:250]
    look: dict[str, object] = {"indent": 1, "text_wrap": True, "underline": 1}
    look |= {"font_color": DARK, "bottom": 1, "bottom_color": LINE}
    if text.startswith(tuple("=+-@")):
        look["quote_prefix"] = True
    target = "internal:'{}'!A1".format(sheet.replace("'", "''"))
    page.sheet.write_url(row, 0, target, book.format(**look), text)


def sheet_names(names: Sequence[str]) -> list[str]:
    """
    Make names of sheets that Excel takes: short, without its signs, each another.

    Examples
    --------
    >>> sheet_names(["2 erbij / Noord", "2 erbij / Noord", "Herkomst"])
    ['2 erbij - Noord', '2 erbij - Noord (2)', 'Herkomst (2)']
    """
    taken = {word.casefold() for word in (*_reserved(), "history")}
    found = []
    for name in names:
        bare = re.sub(r"[\[\]:*?/\\]", "-", name).strip("' ") or _("Scenario")
        candidate, number = bare[:_LONGEST_NAME].strip("' "), 1
        while candidate.casefold() in taken:
            number += 1
            tail = f" ({number})"
            candidate = bare[: _LONGEST_NAME - len(tail)].rstrip() + tail
        taken.add(candidate.casefold())
        found.append(candidate)
    return found


def _reserved() -> Collection[str]:
    return (title(_SHEET), title("provenance"))


def _add_comparison(book: Book, comparison: Comparison, rate: float | None) -> Page:
    rows = [_row(comparison.base, trial, rate) for trial in (comparison.base, *comparison.trials)]
    shown = {key for row in rows for key in row}
    columns = {
        key: column
        for key, column in columns_of(
            _SHEET,
            {key: {"number_format": shape, "align": "center"} for key, shape in _CHANGES.items()}
            | {
                key: {"number_format": "0.0", "align": "center"}
                for key in ("served", "senior_hours", "handover")
            }
            | {"peak": {"number_format": "0%", "align": "center"}}
            | {"cost": {"number_format": "#,##0", "align": "center"}},
        ).items()
        if key in shown
    }
    page = add_sheet(book, _SHEET, columns, rows)
    _colour(book, page)
    return page


def _row(base: Trial, trial: Trial, rate: float | None) -> Row:
    is_base = trial is base
    row: dict[str, object] = {"scenario": trial.scenario.name}
    row["effect"] = _("the practice as it is") if is_base else tell_effect(base, trial)
    if trial.outcome is None or trial.minutes is None:
        return row
    row |= {
        "unplaced": len(trial.outcome.unplaced),
        "served": hours(trial.minutes.guidance),
        "senior_hours": hours(trial.minutes.seniors),
        "handover": hours(trial.minutes.handover),
        "proven": is_proven(trial),
        "moved": None if is_base else sum(m.turn == "moved" for m in trial.moves),
    }
    shifts = {shift.level: shift for shift in trial.shifts}
    for level in trial.outcome.solution.levels:
        if level.level in _LEVELS and level.value is not None:
            row |= _level_cells(level.level, level.value, shifts.get(level.level))
    if Level.PEAK in {level.level for level in trial.outcome.solution.levels}:
        row |= _peak_cells(base, trial)
    if not is_base and base.minutes is not None:
        row["served_change"] = hours(trial.minutes.guidance - base.minutes.guidance)
    if rate is not None:
        row["cost"] = euros(trial.minutes.everyone, rate)
        if not is_base and base.minutes is not None:
            row["cost_change"] = euros(trial.minutes.everyone - base.minutes.everyone, rate)
    return row


def _level_cells(level: Level, value: int, shift: LevelShift | None) -> Row:
    key, *beside = _LEVELS[level]
    if level is Level.EVEN:
        if shift is None or shift.difference is None:
            return {}
        judged = "same" if not shift.difference else "worse" if shift.is_worse else "better"
        return {key: word(_SHEET, key, judged)}
    cells: dict[str, object] = {key: value}
    if shift is not None and shift.difference is not None and beside:
        cells[beside[0]] = shift.difference
    return cells


def _peak_cells(base: Trial, trial: Trial) -> Row:
    """Show how busy the busiest really is; the level itself goes in steps."""
    if trial.peak_permille is None:
        return {"peak": None}
    cells: dict[str, object] = {"peak": trial.peak_permille / 1000}
    if trial is not base and base.peak_permille is not None:
        cells["peak_change"] = (trial.peak_permille - base.peak_permille) / 1000
    return cells


def _colour(book: Book, page: Page) -> None:
    """Colour what is better and what is worse, softly, and set the base apart."""
    for key in _CHANGES:
        if key not in page.keys or key == "cost_change":
            continue
        cell = f"{page.letter(key)}2"
        good, bad = ("<0", ">0") if key in _LESS_IS_BETTER else (">0", "<0")
        for sign, colour in ((good, GREEN), (bad, AMBER)):
            criteria = f"=AND(ISNUMBER({cell}),{cell}{sign})"
            page.colour(key, criteria, book.highlight(colour))
    last = page.keys[-1]
    page.colour("scenario", "=ROW()=2", book.highlight(LIGHT), until=last)


#: The widths of the page, in signs: a number, a name, and places of equal width.
_WIDTHS = (13, 24, *(13 for _place in range(12)))
#: A page of text is this many places wide.
_TEXT_SPAN = 9


@dataclass(frozen=True, kw_only=True)
class Heading:
    """
    A column of a small table.

    `span` is how many places of the page it takes; `number_format` makes it a
    column of numbers, in the middle.
    """

    text: str
    span: int = 1
    number_format: str = ""


class Blocks:
    """Writes blocks from top to bottom, with an empty row between."""

    def __init__(self, book: Book, name: str, *, tab: str = DARK) -> None:
        self._book = book
        self._sheet: Worksheet = book.add_page(name, tab=tab)
        self._sheet.set_landscape()
        for at, width in enumerate(_WIDTHS):
            self._sheet.set_column(at, at, width)
        self._row = 0

    def title(self, text: str) -> None:
        """Write the title of the page."""
        self._put(0, _TEXT_SPAN, text, self._shape(text, bold=True, font_size=14, text_wrap=True))
        self._grow([(text, 0, _TEXT_SPAN)], line=19)

    def lines(self, heading: str, lines: Sequence[str]) -> None:
        """Write a heading and lines of text under it; nothing when there are none."""
        if not lines:
            return
        self._head(heading)
        for text in lines:
            self._put(0, _TEXT_SPAN, text, self._shape(text, text_wrap=True, valign="top"))
            self._grow([(text, 0, _TEXT_SPAN)])

    def table(
        self, heading: str, columns: Sequence[Heading], rows: Sequence[Sequence[object]]
    ) -> None:
        """
        Write a heading and a table under it; nothing when there are no rows.

        A cell that is a `Marked` stands out.
        """
        if not rows:
            return
        self._head(heading)
        self._cells([c.text for c in columns], columns, is_heading=True)
        for row in rows:
            self._cells(row, columns)

    def _head(self, text: str) -> None:
        self._row += 1
        self._put(0, _TEXT_SPAN, text, self._book.format(bold=True, font_size=11, font_color=DARK))
        self._row += 1

    def _cells(
        self, row: Sequence[object], columns: Sequence[Heading], *, is_heading: bool = False
    ) -> None:
        at, texts = 0, []
        for value, column in zip(row, columns, strict=True):
            shape = self._format(value, column, is_heading=is_heading)
            bare = value.value if isinstance(value, Marked) else value
            self._put(at, column.span, bare, shape)
            if isinstance(bare, str):
                texts.append((bare, at, column.span))
            at += column.span
        self._grow(texts)

    def _format(self, value: object, column: Heading, *, is_heading: bool) -> Format:
        look: dict[str, object] = {"text_wrap": True, "bottom": 1, "bottom_color": LINE}
        look |= {"align": "center"} if column.number_format else {"indent": 1, "align": "left"}
        if is_heading:
            return self._shape(value, **look, bold=True, bg_color=MIDDLE, font_color=INK)
        if column.number_format:
            look["num_format"] = column.number_format
        if isinstance(value, Marked):
            return self._shape(value.value, **look, bold=True, bg_color=value.colour)
        return self._shape(value, **look)

    def _shape(self, value: object, **look: object) -> Format:
        """Make a format; text stays text when somebody edits it, whatever it begins with."""
        if isinstance(value, str) and value.startswith(tuple("=+-@\t")):
            look["quote_prefix"] = True
        return self._book.format(**look)

    def _put(self, at: int, span: int, value: object, shape: Format) -> None:
        if span > 1:
            self._sheet.merge_range(self._row, at, self._row, at + span - 1, "", shape)
        if isinstance(value, str) and value:
            self._sheet.write_string(self._row, at, clean_text(value), shape)
        elif isinstance(value, int | float):
            self._sheet.write_number(self._row, at, value, shape)
        else:
            self._sheet.write_blank(self._row, at, None, shape)

    def _grow(self, texts: Sequence[tuple[str, int, int]], *, line: int = 14) -> None:
        """Make the row as high as its texts need; merged cells do not do so themselves."""
        lines = max(
            (num_lines(text, sum(_WIDTHS[at : at + span]) - 2) for text, at, span in texts),
            default=1,
        )
        self._sheet.set_row(self._row, line * lines + 4)
        self._row += 1


@dataclass(frozen=True)
class Marked:
    """A value that stands out."""

    value: object
    colour: str


_HOURS = "0.0"


def add_page(book: Book, name: str, base: Trial, trial: Trial, rate: float | None) -> None:
    """
    Write the sheet of a scenario.

    Parameters
    ----------
    book : Book
        Where it goes.
    name : str
        Of the sheet.
    base, trial : Trial
        The practice as it is, and with the changes.
    rate : float or None
        Euros an hour, where the practice has set it.
    """
    names = names_of(base, trial)
    page = Blocks(book, name)
    page.title(trial.scenario.name)
    page.lines(_("What changes"), [f"• {tell_change(c, names)}" for c in trial.scenario.changes])
    page.lines(_("What it does"), [_sentence(tell_effect(base, trial))])
    if trial.outcome is None:
        return
    _add_levels(page, trial)
    _add_moves(page, trial, names)
    _add_unplaced(page, trial, names)
    _add_hours(page, base, trial, names)
    _add_totals(page, base, trial, rate)


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _add_levels(page: Blocks, trial: Trial) -> None:
    columns = [
        Heading(text=_("goal"), span=2),
        Heading(text=_("now")),
        Heading(text=_("then")),
        Heading(text=_("difference")),
        Heading(text=_("judgement")),
        Heading(text=_("how sure"), span=3),
    ]
    rows = [
        [
            _goal(shift.level),
            phrases.amount(shift.level, shift.base.value),
            phrases.amount(shift.level, shift.after.value),
            tell_difference(shift),
            judge(shift),
            tell_proof(shift),
        ]
        for shift in trial.shifts
        if shift.level is not Level.DRAW  # it only decides between equals
    ]
    page.table(_("The goals, now and then"), columns, rows)


def _goal(level: Level) -> str:
    goal, steps = phrases.goal(level), _("in steps of 5%")
    return f"{goal} ({steps})" if level is Level.PEAK else goal


def _add_moves(page: Blocks, trial: Trial, names: Mapping[str, str]) -> None:
    columns = [
        Heading(text=_("junior")),
        Heading(text=_("name")),
        Heading(text=_("what"), span=2),
        Heading(text=_("now with"), span=2),
        Heading(text=_("then with"), span=3),
    ]
    rows = [
        [
            move.junior,
            names.get(move.junior, ""),
            tell_turn(move.turn),
            _with(move.before, names),
            _with(move.after, names),
        ]
        for move in trial.moves
    ]
    page.table(_("Who moves"), columns, rows)


def _with(pairing: Pairing | None, names: Mapping[str, str]) -> str:
    if pairing is None:
        return _("nobody")
    return f"{phrases.person(pairing.senior, names)}, {pairing.slot}"


def _add_unplaced(page: Blocks, trial: Trial, names: Mapping[str, str]) -> None:
    if trial.outcome is None:
        return
    new = {unplaced.junior for unplaced in trial.newly_unplaced}
    columns = [
        Heading(text=_("junior")),
        Heading(text=_("name")),
        Heading(text=_("since when"), span=2),
        Heading(text=_("why"), span=5),
    ]
    rows = [
        [
            unplaced.junior,
            names.get(unplaced.junior, ""),
            Marked(_("by this scenario"), PAPER) if unplaced.junior in new else _("now already"),
            _why(unplaced),
        ]
        for unplaced in trial.outcome.unplaced
    ]
    page.table(_("Not placed"), columns, rows)
    if trial.instance is None:
        return
    costs = trial.instance.fix_costs
    helps = [
        [one.junior, names.get(one.junior, ""), "\n".join(tell_fixes(one, names, costs))]
        for one in trial.newly_unplaced
        if one.fixes is not None
    ]
    columns = [columns[0], columns[1], Heading(text=_("any one of these"), span=7)]
    page.table(_("What would place them"), columns, helps)


def _why(unplaced: Unplaced) -> str:
    messages = [unplaced.explanation or phrases.reasons(unplaced.reasons)]
    if unplaced.nearest:
        messages.append(_("Nearest: {nearest}").format(nearest=unplaced.nearest))
    return "\n".join(messages)


def _add_hours(page: Blocks, base: Trial, trial: Trial, names: Mapping[str, str]) -> None:
    if trial.outcome is None or trial.minutes is None or base.minutes is None:
        return
    quarters = trial.outcome.horizon
    columns = [Heading(text=_("senior")), Heading(text=_("name"))]
    for quarter in quarters:
        columns += [
            Heading(text=_("{quarter} now").format(quarter=quarter), number_format=_HOURS),
            Heading(text=_("{quarter} then").format(quarter=quarter), number_format=_HOURS),
        ]
    before, after = base.minutes.by_senior, trial.minutes.by_senior
    nothing = (None,) * len(quarters)
    rows = [
        [
            number,
            names.get(number, ""),
            *_pairs_of_hours(before.get(number, nothing), after.get(number, nothing)),
        ]
        for number in sorted(before.keys() | after.keys())
    ]
    page.table(_("Hours of each senior, guidance and quarterly talk"), columns, rows)


def _pairs_of_hours(before: Sequence[int | None], after: Sequence[int | None]) -> list[object]:
    """List now and then in turn; a quarter in which somebody is out says so."""
    cells: list[object] = []
    for old, new in zip(before, after, strict=True):
        shown = [
            _("not available") if minutes is None else hours(minutes) for minutes in (old, new)
        ]
        cells += [shown[0], shown[1] if old == new else Marked(shown[1], LIGHT)]
    return cells


def _add_totals(page: Blocks, base: Trial, trial: Trial, rate: float | None) -> None:
    if trial.minutes is None or base.minutes is None:
        return
    columns = [
        Heading(text=_("in all quarters together"), span=2),
        Heading(text=_("now"), number_format="#,##0.0"),
        Heading(text=_("then"), number_format="#,##0.0"),
        Heading(text=_("difference"), number_format='+#,##0.0;-#,##0.0;"–"'),
    ]
    rows: list[list[object]] = [
        [label, hours(old), hours(new), hours(new - old)]
        for label, old, new in _totals(base.minutes, trial.minutes)
    ]
    if rate is not None:
        old, new = base.minutes.everyone, trial.minutes.everyone
        label = _("cost in euros, at {rate} an hour").format(rate=phrases.number(rate, 2))
        rows.append([label, euros(old, rate), euros(new, rate), euros(new - old, rate)])
    page.table(_("Hours"), columns, rows)


def _totals(before: Minutes, after: Minutes) -> list[tuple[str, int, int]]:
    return [
        (_("hours of seniors"), before.seniors, after.seniors),
        (_("hours of juniors"), before.juniors, after.juniors),
        (_("handed over to a colleague"), before.handover, after.handover),
    ]
