"""The sheets Koppelvoorstel, Niet geplaatst and Overdracht: who with whom, and who not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from koppeling.domain.instance import Component, Level
from koppeling.domain.result import Code, PairStatus
from koppeling.locale import _, current, ngettext
from koppeling.report import phrases
from koppeling.report.fixes import tell_fixes
from koppeling.report.sheets import CENTRED, HOURS, Page, Row, add_sheet, columns_of, hours
from koppeling.report.wording import heading, word
from koppeling.workbook.schema.registry import sheet_by_key
from koppeling.workbook.schema.results import FIX_COLUMNS, PROPOSAL, fixes_key
from koppeling.workbook.write.book import AMBER, GREEN, RED
from koppeling.workbook.write.columns import in_use

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from koppeling.domain.decision import DecidedPairing
    from koppeling.domain.instance import Instance
    from koppeling.domain.people import Senior
    from koppeling.domain.period import Quarter
    from koppeling.domain.result import Handover, Outcome, PairingDetail, Unplaced
    from koppeling.rules.checking import LevelChange, Review
    from koppeling.workbook.write.book import Book
    from koppeling.workbook.write.columns import Column


UNPLACED = "unplaced"
_RUNNER_UP_WIDTH = 28
_GREY = "#E3E7E9"
_WIDTHS = {
    "junior": 10,
    "senior": 10,
    "status": 14,
    "slot": 11,
    "points": 10,
    "decision": 14,
    "chosen_senior": 11,
    "chosen_slot": 11,
    "decided_by": 14,
    "decided_on": 12,
}


def add_proposal(
    book: Book,
    outcome: Outcome,
    instance: Instance,
    decisions: Iterable[DecidedPairing] = (),
) -> None:
    """
    Write the sheet Koppelvoorstel: a row for each junior, placed or not.

    The components of the points are folded away behind a [+] above the
    columns; the columns of the decision have drop-downs and stand out.
    `decisions` stand beside what was proposed; a junior decided about who is
    not in the outcome any more keeps a row.
    """
    names = phrases.names_by_number(instance)
    rows = [_placed_row(detail, outcome.horizon, names) for detail in outcome.pairings]
    rows += [_unplaced_row(unplaced, names) for unplaced in outcome.unplaced]
    decided = {decision.junior: decision for decision in decisions}
    rows = [{**row, **_decision_cells(decided.pop(str(row["junior"]), None))} for row in rows]
    rows += [
        {"junior": number, "junior_name": names.get(number), **_decision_cells(decision)}
        for number, decision in decided.items()
        if decision.decision is not None
    ]
    rows.sort(key=lambda row: str(row["junior"]))
    page = add_sheet(book, "proposal", _proposal_columns(outcome.horizon), rows, frozen_columns=4)
    _fold_components(page)
    page.narrow(_WIDTHS | {_hours(quarter): 12 for quarter in outcome.horizon})
    # One page wide it would be too small to read: who with whom on the first, why and
    # the decision on the second, with the names again in front.
    page.sheet.fit_to_pages(2, 0)
    page.sheet.repeat_columns(0, page.at("senior_name"))
    page.sheet.set_v_pagebreaks([page.at("explanation")])
    _colour_proposal(book, page)


def _proposal_columns(horizon: Sequence[Quarter]) -> dict[str, Column]:
    entry: dict[str, object] = {"is_input": True, "is_required": True}
    seniors = {"list_from": in_use(sheet_by_key("seniors").words)}
    changes: dict[str, Mapping[str, object]] = {
        field.key: entry for field in PROPOSAL.columns if field.decides
    }
    changes |= {"chosen_senior": entry | seniors, "hours": HOURS, "points": CENTRED}
    declared = columns_of("proposal", changes)
    columns: dict[str, Column] = {}
    for key, column in declared.items():
        if key == "hours":
            columns |= {
                _hours(quarter): replace(column, heading=f"{column.heading} {quarter}")
                for quarter in horizon
            }
        else:
            columns[key] = column
    return columns


def _fold_components(page: Page) -> None:
    """Fold the parts of the points away; the [+] stands above the column after them."""
    folded = {"level": 1, "hidden": True}
    for part in Component:
        page.sheet.set_column(page.at(part), page.at(part), 13, None, folded)
    after = page.at("runner_up")
    page.sheet.set_column(after, after, _RUNNER_UP_WIDTH, None, {"collapsed": True})


def _hours(quarter: Quarter) -> str:
    return f"hours {quarter}"


def _placed_row(detail: PairingDetail, horizon: Sequence[Quarter], names: Mapping[str, str]) -> Row:
    pairing = detail.pairing
    row: dict[str, object] = {
        "junior": pairing.junior,
        "junior_name": names.get(pairing.junior),
        "senior": pairing.senior,
        "senior_name": names.get(pairing.senior),
        "status": word("proposal", "status", detail.status),
        "slot": str(pairing.slot),
        "points": detail.points,
        "runner_up": _runner_up(detail, names),
        "explanation": detail.explanation,
    }
    row |= {_hours(q): hours(minutes) for q, minutes in zip(horizon, detail.minutes, strict=True)}
    return row | {part.value: value for part, value in detail.components.items()}


def _decision_cells(decided: DecidedPairing | None) -> Row:
    if decided is None:
        return {}
    decision = decided.decision
    return {
        "decision": decision and word("proposal", "decision", decision),
        "chosen_senior": decided.chosen_senior,
        "chosen_slot": decided.chosen_slot and str(decided.chosen_slot),
        "decided_by": decided.by or None,
        "decided_on": decided.on,
    }


def _runner_up(detail: PairingDetail, names: Mapping[str, str]) -> str | None:
    if detail.runner_up is None:
        return None
    who = phrases.person(detail.runner_up, names)
    if detail.runner_up_points is None:
        return who
    points = ngettext("{points} point", "{points} points", detail.runner_up_points)
    return f"{who} ({points.format(points=detail.runner_up_points)})"


def _unplaced_row(unplaced: Unplaced, names: Mapping[str, str]) -> Row:
    return {
        "junior": unplaced.junior,
        "junior_name": names.get(unplaced.junior),
        "status": word("proposal", "status", UNPLACED),
        "explanation": unplaced.explanation,
    }


def _colour_proposal(book: Book, page: Page) -> None:
    status = f"${page.letter('status')}2"
    for canonical, colour in (
        (UNPLACED, RED),
        (PairStatus.CHANGED, AMBER),
        (PairStatus.NEW, GREEN),
        (PairStatus.LOCKED, _GREY),
    ):
        criteria = f'={status}="{word("proposal", "status", canonical)}"'
        page.colour("status", criteria, book.highlight(colour))
    decision = f"${page.letter('decision')}2"
    for canonical, colour in (("agreed", GREEN), ("other", AMBER), ("none", RED), ("later", _GREY)):
        criteria = f'={decision}="{word("proposal", "decision", canonical)}"'
        page.colour("decision", criteria, book.highlight(colour), until="decided_on")


def add_unplaced(book: Book, outcome: Outcome, instance: Instance) -> None:
    """Write the sheet Niet geplaatst: why, at how many seniors, and what would place them."""
    if not outcome.unplaced:
        return
    names = phrases.names_by_number(instance)
    rows = [_reasons_row(unplaced, names, instance) for unplaced in outcome.unplaced]
    told = {key for row in rows for key, value in row.items() if value}
    columns = {
        key: column
        for key, column in columns_of("unplaced").items()
        if key in told or key not in {*Code, *FIX_COLUMNS}
    }
    add_sheet(book, "unplaced", columns, rows, frozen_columns=2)


def _reasons_row(unplaced: Unplaced, names: Mapping[str, str], instance: Instance) -> Row:
    fixes = tell_fixes(unplaced, names, instance.fix_costs)
    return {
        "junior": unplaced.junior,
        "name": names.get(unplaced.junior),
        "reason": unplaced.explanation,
        "nearest": unplaced.nearest,
        **{code.value: count for code, count in unplaced.reasons.items()},
        **dict(zip(FIX_COLUMNS, fixes, strict=False)),
        "key": fixes_key(_language_of_fixes(unplaced)),
    }


def _language_of_fixes(unplaced: Unplaced) -> str | None:
    if unplaced.told_fixes is not None:
        return unplaced.told_fixes.language
    return None if unplaced.fixes is None else current()


def add_handover(book: Book, outcome: Outcome, instance: Instance) -> None:
    """Write the sheet Overdracht: each meeting for which a colleague must take over."""
    if not outcome.handovers:
        return
    names = phrases.names_by_number(instance)
    seniors = {senior.number: senior for senior in instance.seniors}
    rows = [_handover_row(h, names, seniors[h.senior]) for h in outcome.handovers]
    add_sheet(book, "handover", columns_of("handover"), rows, frozen_columns=2)


def _handover_row(handover: Handover, names: Mapping[str, str], senior: Senior) -> Row:
    has_left = senior.has_left_by(handover.quarter.last_day)
    return {
        "junior": handover.junior,
        "junior_name": names.get(handover.junior),
        "senior": handover.senior,
        "senior_name": names.get(handover.senior),
        "quarter": str(handover.quarter),
        "date": handover.day,
        "minutes": handover.minutes,
        "reason": _("senior out of service") if has_left else _("senior away"),
    }


_SHEET = "effect"


def add_effect(book: Book, review: Review) -> None:
    """Write the sheet Gevolg van besluiten: every level for the proposal and the decision."""
    numbers = {"number_format": "#,##0"}
    columns = columns_of(
        _SHEET,
        {
            "proposed": numbers,
            "decided": numbers,
            "difference": {"number_format": "+#,##0;-#,##0;0"},
        },
    )
    page = add_sheet(book, _SHEET, columns, [_row(change) for change in review.levels])
    cell = f"${page.letter('judgement')}2"
    for key, colour in (("worse", AMBER), ("better", GREEN)):
        told = word(_SHEET, "judgement", key)
        page.colour("judgement", f'={cell}="{told}"', book.highlight(colour))


def _row(change: LevelChange) -> Row:
    return {
        "level": word(_SHEET, "level", change.level),
        "goal": phrases.goal_with_unit(change.level),
        "proposed": change.proposed,
        "decided": change.decided,
        "difference": change.difference,
        "judgement": _judgement(change),
    }


def _judgement(change: LevelChange) -> str:
    if change.level is Level.DRAW:  # it only decides between equals
        return ""
    key = "worse" if change.is_worse else "better" if change.difference else "same"
    return word(_SHEET, "judgement", key)


def _styled(change: LevelChange) -> Text:
    from rich.text import Text

    told = _judgement(change)
    return Text(told, style="yellow" if change.is_worse and told else "")


def tell_review(review: Review, console: Console) -> None:
    """Tell on the terminal what was changed by hand, which rules it breaks and what it costs."""
    from rich.text import Text

    _tell_breaches(review, console)
    if not review.changed:
        console.print(Text(_("Nothing was decided otherwise than proposed.")))
        return
    number = len(review.changed)
    told = ngettext(
        "Decided otherwise than proposed: {number} junior ({juniors}).",
        "Decided otherwise than proposed: {number} juniors ({juniors}).",
        number,
    )
    console.print(Text(told.format(number=number, juniors=", ".join(review.changed))))
    if review.apart:
        told = _("What breaks a rule cannot be had, so it counts at no goal: {juniors}.")
        console.print(Text(told.format(juniors=", ".join(review.apart))))
    console.print()
    console.print(_table(review))


def _tell_breaches(review: Review, console: Console) -> None:
    from rich.text import Text

    if not review.breaches:
        return
    console.print(Text(_("What was decided goes against a rule; the decision stands:")))
    for breach in review.breaches:
        console.print(Text(f"  {breach.message}", style="yellow", overflow="fold"))
    console.print()


def _table(review: Review) -> Table:
    from rich.table import Table

    table = Table(box=None, padding=(0, 2), pad_edge=False)
    for key in ("goal", "proposed", "decided", "difference", "judgement"):
        is_text = key in ("goal", "judgement")
        table.add_column(heading(_SHEET, key), justify="left" if is_text else "right")
    for change in review.levels:
        table.add_row(
            phrases.goal_with_unit(change.level),
            *(phrases.number(n) for n in (change.proposed, change.decided)),
            ("+" if change.difference > 0 else "") + phrases.number(change.difference),
            _styled(change),
        )
    return table
