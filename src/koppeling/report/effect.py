"""What decisions cost: the sheet Gevolg van besluiten, and the same on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from koppeling.domain.instance import Level
from koppeling.locale import _, ngettext
from koppeling.report import phrases
from koppeling.report.headings import heading, word
from koppeling.report.sheets import Row, add_sheet, columns_of
from koppeling.workbook.dress import AMBER, GREEN

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from koppeling.rules.review import LevelChange, Review
    from koppeling.workbook.dress import Book

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
