"""The workbook of a what-if: every scenario beside the practice as it is now."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from koppeling.domain.comparison import LevelShift, Trial
from koppeling.domain.instance import Level
from koppeling.locale import _
from koppeling.report.headings import word
from koppeling.report.scenario_page import add_page
from koppeling.report.scenario_words import euros, is_proven, tell_effect
from koppeling.report.sheets import Row, add_sheet, columns_of, hours
from koppeling.workbook.dress import AMBER, DARK, GREEN, LIGHT, LINE, Book, clean_text

if TYPE_CHECKING:
    from koppeling.domain.comparison import Comparison
    from koppeling.domain.instance import Instance
    from koppeling.report.provenance import Provenance
    from koppeling.report.sheets import Page
    from koppeling.workbook.reader import Reading

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
    from koppeling.report.evidence import add_origin

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
    add_origin(book, instance, reading, provenance, solver)
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
    from koppeling.report.headings import title

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
