"""What a scenario does, in words: for its sheet, the comparison and the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from koppeling.domain.instance import Level
from koppeling.domain.result import Status
from koppeling.locale import _, ngettext
from koppeling.report import phrases
from koppeling.what_if.answer import LevelShift, Trial, Turn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console
    from rich.table import Table

    from koppeling.what_if.answer import Comparison


def tell_effect(base: Trial, trial: Trial) -> str:
    """
    Say in one line what becomes of people; of a failure why there is no answer.

    Examples of parts: `2 junioren meer geplaatst`, `1 junior wisselt van senior`.
    """
    if trial.outcome is None:
        return trial.failure
    if base.outcome is None:
        return _("There is nothing to compare with.")
    return ", ".join(_parts(trial)) or _("nothing changes in the pairs")


def _parts(trial: Trial) -> list[str]:
    placed = next((s.difference or 0 for s in trial.shifts if s.level is Level.PLACED), 0)
    lost = trial.count(Turn.LOST)
    strangers = len(trial.newly_unplaced) - lost
    counted = (
        (max(0, placed), ngettext("{n} junior more placed", "{n} juniors more placed", placed)),
        (
            max(0, -placed),
            ngettext("{n} junior fewer placed", "{n} juniors fewer placed", -placed),
        ),
        (lost, ngettext("{n} junior loses the senior", "{n} juniors lose the senior", lost)),
        (
            strangers,
            ngettext("{n} newcomer without a senior", "{n} newcomers without a senior", strangers),
        ),
        (
            moved := trial.count(Turn.MOVED),
            ngettext("{n} junior changes senior", "{n} juniors change senior", moved),
        ),
        (
            moment := trial.count(Turn.RESLOTTED),
            ngettext("{n} junior gets another moment", "{n} juniors get another moment", moment),
        ),
        (
            ended := trial.count(Turn.ENDED),
            ngettext(
                "{n} junior needs no guidance any more",
                "{n} juniors need no guidance any more",
                ended,
            ),
        ),
    )
    return [told.format(n=number) for number, told in counted if number]


def tell_turn(turn: Turn) -> str:
    """Name what becomes of a junior."""
    return {
        Turn.MOVED: lambda: _("other senior"),
        Turn.PLACED: lambda: _("gets a senior"),
        Turn.LOST: lambda: _("loses the senior"),
        Turn.ENDED: lambda: _("no guidance any more"),
        Turn.RESLOTTED: lambda: _("other moment"),
    }[turn]()


def judge(shift: LevelShift) -> str:
    """Say whether a level is better or worse than now; nothing of the draw."""
    if shift.level is Level.DRAW or shift.difference is None:
        return ""
    if not shift.difference:
        return _("the same")
    return _("less good") if shift.is_worse else _("better")


def tell_difference(shift: LevelShift) -> str:
    """Write the difference of a level with its sign and unit."""
    if not shift.difference or shift.level in (Level.EVEN, Level.DRAW):
        return ""
    sign = "+" if shift.difference > 0 else "−"
    return sign + phrases.amount(shift.level, abs(shift.difference))


def tell_proof(shift: LevelShift) -> str:
    """Say how sure the value of a level is."""
    if shift.level is Level.DRAW and shift.after.proven:
        return ""
    return _("proven") if shift.after.proven else phrases.room_left(shift.after)


def is_proven(trial: Trial) -> bool:
    """Tell whether every level of an answer is proven."""
    return trial.outcome is not None and trial.outcome.solution.status is Status.OPTIMAL


def names_of(base: Trial, trial: Trial) -> Mapping[str, str]:
    """Map numbers to names, newcomers included."""
    names: dict[str, str] = {}
    for instance in (base.instance, trial.instance):
        if instance is not None:
            names |= phrases.names_by_number(instance)
    return names


def euros(minutes: int, rate: float) -> float:
    """Turn minutes into euros, to the cent."""
    return round(minutes / 60 * rate, 2)


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
