"""The terminal's story of a run, for the manager who asked for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from koppeling.domain.finding import Severity
from koppeling.domain.result import PairStatus, Status
from koppeling.locale import _, ngettext
from koppeling.report import figures, phrases
from koppeling.report.fixes import tell_fixes
from koppeling.report.wording import heading, title

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from rich.console import Console

    from koppeling.domain.finding import Finding
    from koppeling.domain.instance import Instance
    from koppeling.domain.result import Outcome

#: A list longer than this ends with "and so many more": the workbook has them all.
LONGEST_LIST = 15
#: Findings that only tell: all that was written counts, and nothing was made of it.
#: Of any other finding we say that it deserves a look.
_TELLING = frozenset(
    {
        "direct-time",
        "hidden-columns",
        "hidden-rows",
        "hidden-sheet",
        "idle-away",
        "idle-finished",
        "idle-later",
        "idle-stopped",
        "junior-short-later",
        "lock-overrides",
        "looks-like-bsn",
        "same-rank",
        "scenario-new-site",
        "senior-leaves",
        "senior-out",
        "slot-lost",
        "unsigned-decision",
        "week-53",
        "weights-sum",
    }
)
_STYLES = {True: "bold green", False: "yellow", None: ""}


def summarise(
    outcome: Outcome, instance: Instance, console: Console, *, result: Path | None = None
) -> None:
    """
    Tell a run in one screen: what came out, how sure it is, and what to do next.

    Parameters
    ----------
    outcome : Outcome
        A finished run.
    instance : Instance
        The input of the run; for the names.
    console : rich.console.Console
        See `koppeling.report.console.open_console`; 80 columns is enough.
    result : Path or None, optional
        The workbook that was written, if any.
    """
    names = phrases.names_by_number(instance)
    _print(console, figures.caption(outcome, instance), style="bold", above=1)
    if outcome.solution.status is Status.NO_SOLUTION:
        _print(console, _("No proposal was found in time. Allow more with --time-limit."), above=1)
        return
    _print_figures(outcome, instance, console)
    _print_list(
        console,
        _("Not placed (between brackets: at how many seniors)"),
        _unplaced(outcome, instance, names),
    )
    _print_list(console, _("Running pairs that change"), _changes(outcome, instance, names))
    robustness = figures.tell_robustness(outcome, instance)
    if robustness:
        _print(console, robustness, above=1)
    _print_next(outcome, console, result)


def _print(console: Console, text: str, *, style: str = "", above: int = 0) -> None:
    """Print plain text: brackets in a name are no markup."""
    from rich.text import Text

    for _line in range(above):
        console.print()
    console.print(Text(text, style=style, overflow="fold"))


def _print_figures(outcome: Outcome, instance: Instance, console: Console) -> None:
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for figure in figures.key_figures(outcome, instance):
        grid.add_row(Text(figure.label), Text(figure.message, style=_STYLES[figure.is_good]))
    console.print()
    console.print(grid)


def _print_list(console: Console, heading: str, rows: Sequence[tuple[str, str]]) -> None:
    """Print a heading, and under it who and what; nothing when there are no rows."""
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    if not rows:
        return
    grid = Table.grid(padding=(0, 2))
    grid.add_column(max_width=30, overflow="fold")
    grid.add_column(overflow="fold")
    for who, what in rows[:LONGEST_LIST]:
        grid.add_row(Text(who, style="bold"), Text(what))
    _print(console, heading, style="bold yellow", above=1)
    console.print(Padding(grid, (0, 0, 0, 2)))
    hidden = len(rows) - LONGEST_LIST
    if hidden > 0:
        more = ngettext(
            "and {count} more in the workbook", "and {count} more in the workbook", hidden
        )
        _print(console, "  " + more.format(count=hidden))


def _unplaced(
    outcome: Outcome, instance: Instance, names: Mapping[str, str]
) -> list[tuple[str, str]]:
    rows = []
    for unplaced in outcome.unplaced:
        messages = [phrases.reasons(unplaced.reasons) or unplaced.explanation]
        if unplaced.nearest:
            messages.append(_("Nearest: {nearest}").format(nearest=unplaced.nearest))
        if unplaced.fixes is not None:
            first = tell_fixes(unplaced, names, instance.fix_costs)[0]
            messages.append(_("Cheapest way out: {fix}").format(fix=first))
        rows.append((phrases.person(unplaced.junior, names), "\n".join(messages)))
    return rows


def _changes(
    outcome: Outcome, instance: Instance, names: Mapping[str, str]
) -> list[tuple[str, str]]:
    changed = [
        (detail.pairing.junior, detail.previous_senior or "", detail.pairing.senior)
        for detail in outcome.pairings
        if detail.status is PairStatus.CHANGED
    ]
    running = figures.running_pairs(outcome, instance)
    lost = [(x.junior, running[x.junior], "") for x in outcome.unplaced if x.junior in running]
    rows = []
    for junior, before, after in sorted(changed + lost):
        who = phrases.person(after, names) if after else _("no senior")
        rows.append((phrases.person(junior, names), f"{phrases.person(before, names)} → {who}"))
    return rows


def _print_next(outcome: Outcome, console: Console, result: Path | None) -> None:
    steps = []
    if result is not None:
        _print(console, _("The proposal is in"), above=1)
        _print(console, f"  {result}", style="bold")
        steps = [_("Open it and look through the sheet {sheet}.").format(sheet=title("proposal"))]
    if result is not None and outcome.unplaced:
        told = _("See on the sheet {sheet} what stands in the way of whom.")
        steps.append(told.format(sheet=title("unplaced")))
    if result is not None and outcome.findings:
        told = ngettext(
            "Read the {count} remark on your input on the sheet {sheet}.",
            "Read the {count} remarks on your input on the sheet {sheet}.",
            len(outcome.findings),
        )
        steps.append(told.format(count=len(outcome.findings), sheet=title("findings")))
    if result is not None:
        told = _("You decide: choose in the column {column} for each junior, and say who decided.")
        steps.append(told.format(column=heading("proposal", "decision")))
    _print_list(console, _("What now"), [(str(n), step) for n, step in enumerate(steps, 1)])


def list_findings(findings: Sequence[Finding], console: Console) -> None:
    """
    List remarks on the input by sheet: cell, what is wrong, how to mend it.

    Parameters
    ----------
    findings : sequence of Finding
        In the order in which they should be read; sheets come in the order
        in which they are first met. All are listed, never just the first.
    console : rich.console.Console
        See `koppeling.report.console.open_console`.
    """
    by_place: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        by_place.setdefault((finding.source, finding.sheet), []).append(finding)
    for (source, sheet), group in by_place.items():
        where = " · ".join(part for part in (source, sheet) if part) or _("The workbook")
        _print(console, where, style="bold", above=1)
        _print_group(group, console)
    _print(console, count_findings(findings), above=1)


def _print_group(group: Sequence[Finding], console: Console) -> None:
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(max_width=16, overflow="fold")
    grid.add_column(overflow="fold")
    for finding in group:
        is_error = finding.severity is Severity.ERROR
        messages = Text(finding.message)
        if finding.remedy:
            messages.append(f"\n{finding.remedy}", style="dim")
        mark = Text(_("error"), style="bold red") if is_error else Text(_("note"), style="yellow")
        grid.add_row(mark, Text(phrases.cells(finding)), messages)
    console.print(Padding(grid, (0, 0, 0, 2)))


def count_findings(findings: Sequence[Finding]) -> str:
    """
    Say how many errors and warnings there are, and what that means for the run.

    That the input can be used is said only when nothing in it was left out or
    taken to mean something: an answer to that is an answer to another question.
    """
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    warnings = len(findings) - errors
    if not findings:
        return _("Nothing to remark: the input is in order.")
    notes = ngettext("{count} remark", "{count} remarks", warnings).format(count=warnings)
    doubtful = sum(finding.code not in _TELLING for finding in findings)
    if not errors and not doubtful:
        return _("{notes}; no errors. The input can be used.").format(notes=notes)
    if not errors:
        told = ngettext(
            "{notes}; no errors. Look at {doubtful} of them first: something was left out, "
            "taken to mean something, or looks wrong.",
            "{notes}; no errors. Look at {doubtful} of them first: something was left out, "
            "taken to mean something, or looks wrong.",
            doubtful,
        )
        return told.format(notes=notes, doubtful=doubtful)
    told = ngettext("{count} error", "{count} errors", errors).format(count=errors)
    if warnings:
        told = _("{errors} and {notes}").format(errors=told, notes=notes)
    return _("{told}. Mend the errors in your file and run this again.").format(told=told)
