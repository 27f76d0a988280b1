"""Scenarios on the terminal: how they compare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from koppeling.domain.comparison import Trial, Turn
from koppeling.domain.instance import Level
from koppeling.locale import _
from koppeling.report import phrases
from koppeling.report.scenario_words import euros, is_proven, tell_effect

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console
    from rich.table import Table

    from koppeling.domain.comparison import Comparison


def tell_comparison(comparison: Comparison, console: Console, *, rate: float | None) -> None:
    """
    Print a row for each scenario, the practice as it is first; 80 columns is enough.

    Parameters
    ----------
    comparison : Comparison
        Failures say so in their row.
    console : rich.console.Console
        See `koppeling.report.console.open_console`.
    rate : float or None
        Euros an hour, where the practice has set it.
    """
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, padding=(0, 1), pad_edge=False, show_edge=False)
    table.add_column(_("scenario"), ratio=1, overflow="fold")
    for heading in (_("placed"), _("kept"), _("moves"), _("hours"), _("busiest"), _("points")):
        table.add_column(heading, justify="right", no_wrap=True)
    if rate is not None:
        table.add_column("€", justify="right", no_wrap=True)
    trials = (comparison.base, *comparison.trials)
    for trial in trials:
        is_base = trial is comparison.base
        name = Text(trial.scenario.name, style="bold")
        if not is_base:
            told = tell_effect(comparison.base, trial) if trial.outcome else _("no answer")
            name.append(f"\n{told}", style="not bold dim")
        _add_row(table, comparison.base, trial, name, rate)
    console.print()
    console.print(table)
    for trial in trials:
        if trial.outcome is None:
            console.print()
            console.print(Text(f"{trial.scenario.name}: {trial.failure}", style="yellow"))
    unproven = [t.scenario.name for t in trials if t.outcome is not None and not is_proven(t)]
    if unproven:
        console.print()
        told = _("Not proven in time that it cannot be better: {names}.")
        console.print(Text(told.format(names="; ".join(unproven)), style="yellow"))


def _add_row(table: Table, base: Trial, trial: Trial, name: object, rate: float | None) -> None:
    if trial.outcome is None or trial.minutes is None:
        table.add_row(name, *("-" for _column in table.columns[1:]), end_section=True)  # type: ignore[arg-type]
        return
    values = {level.level: level.value for level in trial.outcome.solution.levels}
    total = len(trial.outcome.pairings) + len(trial.outcome.unplaced)
    cells = [
        f"{len(trial.outcome.pairings)}/{total}",
        _count(values, Level.KEPT),
        "-" if trial is base else str(trial.count(Turn.MOVED)),
        phrases.number(trial.minutes.seniors / 60, 1),
        "-" if trial.peak_permille is None else phrases.percent(trial.peak_permille / 1000),
        _count(values, Level.QUALITY),
    ]
    if rate is not None:
        cells.append(phrases.number(euros(trial.minutes.everyone, rate)))
    table.add_row(name, *cells)  # type: ignore[arg-type]


def _count(values: Mapping[Level, int | None], level: Level) -> str:
    value = values.get(level)
    return "-" if value is None else phrases.number(value)
