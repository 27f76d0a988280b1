"""The sheets that let anyone check: Doelen en bewijs, Bevindingen, Herkomst."""

from __future__ import annotations

from typing import TYPE_CHECKING

from koppeling.domain.finding import Severity
from koppeling.domain.result import Status
from koppeling.locale import _
from koppeling.report import figures, phrases
from koppeling.report.headings import word
from koppeling.report.sheets import Row, add_sheet, columns_of
from koppeling.workbook.dress import AMBER, GREEN, RED
from koppeling.workbook.provenance import write_moment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from koppeling.domain.instance import Instance
    from koppeling.domain.result import LevelResult, Outcome
    from koppeling.report.provenance import Provenance
    from koppeling.workbook.dress import Book
    from koppeling.workbook.reader import Reading


def add_proof(book: Book, outcome: Outcome) -> None:
    """Write the sheet Doelen en bewijs: each goal with its value, its limit and the proof."""
    rows = [_level_row(level) for level in outcome.solution.levels]
    columns = columns_of(
        "proof",
        {
            "value": {"number_format": "#,##0", "align": "right"},
            "bound": {"number_format": "#,##0", "align": "right"},
            "gap": {"number_format": "0.0%", "align": "right"},
            "seconds": {"number_format": "0.00", "align": "right"},
        },
    )
    page = add_sheet(book, "proof", columns, rows)
    cell = f"${page.letter('proven')}2"
    page.colour("proven", f'={cell}="{_("yes")}"', book.highlight(GREEN))
    page.colour("proven", f'={cell}="{_("no")}"', book.highlight(AMBER))


def _level_row(level: LevelResult) -> Row:
    return {
        "level": word("proof", "level", level.level),
        "goal": phrases.goal_with_unit(level.level),
        "value": level.value,
        "bound": level.bound,
        "gap": _gap(level),
        "proven": level.proven,
        "seconds": round(level.seconds, 2),
    }


def _gap(level: LevelResult) -> float | None:
    """Leave out a gap that says nothing: one that is closed, or against a bound of nought."""
    is_telling = not level.proven and level.gap and level.bound != 0
    return round(level.gap, 4) if is_telling and level.gap else None


def add_findings(book: Book, outcome: Outcome) -> None:
    """Write the sheet Bevindingen: each remark with its cell and remedy; errors first."""
    if not outcome.findings:
        return
    ranked = sorted(outcome.findings, key=lambda x: x.severity is not Severity.ERROR)
    rows = [
        {
            "severity": word("findings", "severity", finding.severity),
            "sheet": " · ".join(part for part in (finding.source, finding.sheet) if part),
            "cell": phrases.cells(finding),
            "message": finding.message,
            "remedy": finding.remedy,
        }
        for finding in ranked
    ]
    page = add_sheet(book, "findings", columns_of("findings"), rows)
    cell = f"${page.letter('severity')}2"
    for severity, colour in ((Severity.ERROR, RED), (Severity.WARNING, AMBER)):
        told = word("findings", "severity", severity)
        page.colour("severity", f'={cell}="{told}"', book.highlight(colour))


def add_provenance(
    book: Book, outcome: Outcome, instance: Instance, reading: Reading, provenance: Provenance
) -> None:
    """Write the sheet Herkomst: input, run, checks and the settings in force."""
    rows: list[Row] = [
        {"item": item, "value": value}
        for item, value in (
            *_about(outcome, instance),
            *_input(reading),
            *_run(outcome, provenance),
            *reading.travelling,
            *_keeping(),
            *_settings(reading),
        )
    ]
    add_sheet(book, "provenance", columns_of("provenance"), rows)


def add_origin(
    book: Book, instance: Instance, reading: Reading, provenance: Provenance, solver: str
) -> None:
    """Write the sheet Herkomst of a workbook that answers questions and proposes no pairs."""
    practice = instance.settings.practice_name
    rows: list[Row] = [
        {"item": item, "value": value}
        for item, value in (
            *([(_("Practice"), practice)] if practice else []),
            (_("Quarter"), str(instance.settings.quarter)),
            *_input(reading),
            *_asked(provenance),
            (_("Solver"), solver),
            *((_("Checked"), check) for check in provenance.checks),
            *tuple(_keeping())[1:],
            *_settings(reading),
        )
    ]
    add_sheet(book, "provenance", columns_of("provenance"), rows)


def _about(outcome: Outcome, instance: Instance) -> Iterator[tuple[str, object]]:
    if instance.settings.practice_name:
        yield _("Practice"), instance.settings.practice_name
    yield _("Quarter"), str(outcome.quarter)
    for figure in figures.key_figures(outcome, instance):
        yield figure.label, figure.told
    robustness = figures.tell_robustness(outcome, instance)
    if robustness:
        yield _("Sensitive to DiSC"), robustness


def _input(reading: Reading) -> Iterator[tuple[str, object]]:
    for source in reading.sources:
        yield _("Input"), source.name
        yield _("SHA-256 of the input"), source.sha256
    for sheet in reading.unknown_sheets:
        yield _("Sheet that stays in your own file"), sheet


def _asked(provenance: Provenance) -> Iterator[tuple[str, object]]:
    yield _("Version of koppeling"), provenance.version
    yield _("Run at"), write_moment(provenance.run_at)
    yield _("Seconds"), phrases.number(provenance.seconds, 1)
    for option, value in provenance.options.items():
        yield _("Option {name}").format(name=option), value


def _run(outcome: Outcome, provenance: Provenance) -> Iterator[tuple[str, object]]:
    yield from _asked(provenance)
    yield _("Solver"), outcome.solution.solver
    yield _("Seed (the solver's starting number)"), provenance.seed
    yield _("Status"), _STATUS[outcome.solution.status]()
    for check in provenance.checks:
        yield _("Checked"), check


_STATUS = {
    Status.OPTIMAL: lambda: _("proven best at every goal"),
    Status.FEASIBLE: lambda: _("sound, not proven best at every goal"),
    Status.NO_SOLUTION: lambda: _("no proposal"),
}


def _keeping() -> Iterator[tuple[str, object]]:
    yield (
        _("Who decides"),
        _("koppeling proposes; a person decides, in the columns of the first sheet."),
    )
    yield (
        _("Keeping"),
        _(
            "Papers on staff are usually kept until 2 years after someone left, "
            "payroll papers 7 years. Then remove this file."
        ),
    )


def _settings(reading: Reading) -> Iterator[tuple[str, object]]:
    for name, value in reading.settings_in_force.items():
        yield _("Setting: {name}").format(name=name), value
