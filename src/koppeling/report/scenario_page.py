"""The sheet of one scenario: what changes, and what that does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from koppeling.domain.instance import Level
from koppeling.locale import _
from koppeling.report import phrases
from koppeling.report.blocks import Blocks, Heading, Marked
from koppeling.report.changes import tell_change
from koppeling.report.fixes import tell_fixes
from koppeling.report.scenario_words import (
    euros,
    judge,
    names_of,
    tell_difference,
    tell_effect,
    tell_proof,
    tell_turn,
)
from koppeling.report.sheets import hours
from koppeling.workbook.dress import LIGHT, PAPER

if TYPE_CHECKING:
    from koppeling.domain.comparison import Minutes, Trial
    from koppeling.domain.result import Pairing, Unplaced
    from koppeling.workbook.dress import Book

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
    told = [unplaced.explanation or phrases.reasons(unplaced.reasons)]
    if unplaced.nearest:
        told.append(_("Nearest: {nearest}").format(nearest=unplaced.nearest))
    return "\n".join(told)


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
