"""The terminal's answer to why: one junior, or a whole proposal."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from koppeling.explain.words import (
    tell_frontier,
    tell_levels,
    tell_newcomer,
    tell_points,
    tell_price,
    tell_runner_up,
    tell_weights,
)
from koppeling.locale import _
from koppeling.report import phrases
from koppeling.report.fixes import tell_changes, tell_fixes
from koppeling.report.wording import title
from koppeling.workbook.schema.results import EXPLANATION, GOAL_PRICES, OTHER_WEIGHTS, SMALL_STEPS
from koppeling.workbook.write.columns import in_use

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from rich.console import Console

    from koppeling.domain.instance import Instance
    from koppeling.domain.result import Idle, Outcome, PairingDetail, Unplaced
    from koppeling.explain.answer import JuniorReasons, Price, Reasons

#: How many second choices the terminal tells; the workbook has them all.
_NUM_PRICES = 5


def tell_pair(
    detail: PairingDetail,
    around: str,
    reasons: JuniorReasons,
    instance: Instance,
    console: Console,
) -> None:
    """Say why a junior has this senior, what is special (`around`), and what another would cost."""
    names = phrases.names_by_number(instance)
    _say(console, tell_points(detail, instance), style="bold", above=1)
    if around:
        _say(console, around)
    _say(console, tell_runner_up(detail, names), above=1)
    if reasons.price is not None:
        _say(console, tell_price(reasons.price, names))
    if reasons.newcomer is not None:
        _say(console, tell_newcomer(reasons.newcomer, names), above=1)


def tell_unplaced(
    unplaced: Unplaced, reasons: JuniorReasons, instance: Instance, console: Console
) -> None:
    """Say why a junior has no senior, and what forcing one would cost."""
    names = phrases.names_by_number(instance)
    who = phrases.person(unplaced.junior, names)
    _say(console, _("{junior} has no senior.").format(junior=who), style="bold", above=1)
    _say(console, unplaced.explanation)
    if unplaced.nearest:
        _say(console, _("Nearest: {nearest}").format(nearest=unplaced.nearest))
    if reasons.price is not None:
        _say(console, tell_price(reasons.price, names), above=1)
    ways: Sequence[str] = (_("There was no time to find out."),)
    if reasons.fixes is not None:
        ways = tell_fixes(replace(unplaced, fixes=reasons.fixes), names, instance.fix_costs)
    elif unplaced.told_fixes is not None:
        ways = unplaced.told_fixes.words
    _list(console, _("What would place {junior}").format(junior=who), ways)


def tell_idle(idle: Idle, console: Console) -> None:
    """Say why a junior needs nobody."""
    _say(console, idle.explanation, above=1)


def tell_everything(
    reasons: Reasons, outcome: Outcome, instance: Instance, console: Console, written: Path
) -> None:
    """Sum up a whole proposal: the price of the goals, the costliest seconds, small steps."""
    names = phrases.names_by_number(instance)
    if reasons.goals is not None:
        _list(
            console,
            _("The price of the goals"),
            [*tell_frontier(reasons.goals.frontier), tell_weights(reasons.goals.weights)],
        )
    newcomers = [one for one in reasons.newcomers.values() if one.moved or one.failure]
    _list(console, _("What newcomers cost others"), [tell_newcomer(n, names) for n in newcomers])
    _list(console, _("What would help, though everyone is placed"), _gains(reasons, outcome, names))
    nearest = [
        f"{phrases.person(price.junior, names)}: {tell_price(price, names)}"
        for price in _closest(reasons, outcome)
    ]
    _list(console, _("The second choices that come nearest in points"), nearest)
    _say(console, _("Everything is in"), above=1)
    _say(console, f"  {written}", style="bold")
    sheets = [in_use(EXPLANATION.words)]
    if reasons.goals is not None:
        sheets += [in_use(GOAL_PRICES.words), in_use(OTHER_WEIGHTS.words)]
    if reasons.gains:
        sheets.append(in_use(SMALL_STEPS.words))
    if outcome.unplaced:
        sheets.append(title("unplaced"))
    _say(console, _("See the sheets {sheets}.").format(sheets=", ".join(sheets)))


def _gains(reasons: Reasons, outcome: Outcome, names: Mapping[str, str]) -> list[str]:
    if not reasons.gains and outcome.pairings and not outcome.unplaced:
        return [_("None of the small steps that koppeling tries makes this proposal better.")]
    return [
        f"{tell_changes(gain.changes, names)}: {tell_levels(gain.levels)}" for gain in reasons.gains
    ]


def _closest(reasons: Reasons, outcome: Outcome) -> list[Price]:
    """Choose the pairs whose second choice has nearly as many points, or more."""
    ranked = sorted(
        (detail.points - (detail.runner_up_points or 0), detail.pairing.junior)
        for detail in outcome.pairings
        if detail.pairing.junior in reasons.prices
    )
    return [reasons.prices[junior] for _difference, junior in ranked[:_NUM_PRICES]]


def _say(console: Console, text: str, *, style: str = "", above: int = 0) -> None:
    """Print plain text: brackets in a name are no markup."""
    from rich.text import Text

    for _line in range(above):
        console.print()
    console.print(Text(text, style=style, overflow="fold"))


def _list(console: Console, heading: str, lines: Sequence[str]) -> None:
    """Print a heading, and a line for each; nothing when there are none."""
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    told = [line for line in lines if line]
    if not told:
        return
    _say(console, heading, style="bold", above=1)
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for line in told:
        grid.add_row(Text("•"), Text(line))
    console.print(Padding(grid, (0, 0, 0, 2)))
