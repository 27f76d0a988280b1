"""The result as a new workbook, complete in itself (workbook.md, "Out")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from koppeling.domain.finding import Severity
from koppeling.domain.result import Status
from koppeling.locale import _
from koppeling.report import figures, phrases
from koppeling.report.charts import FULL, MOST_NAMES, Bar, add_load_chart
from koppeling.report.inputs import add_inputs, add_meetings
from koppeling.report.proposal import add_effect, add_handover, add_proposal, add_unplaced
from koppeling.report.sheets import CENTRED, HOURS, Page, Row, add_sheet, columns_of, hours
from koppeling.report.wording import word
from koppeling.workbook.read.grids import Cell, Grid, Tag
from koppeling.workbook.read.result_rows import write_moment
from koppeling.workbook.schema.pairings import MEETINGS
from koppeling.workbook.schema.results import Origin, OriginKey
from koppeling.workbook.schema.shapes import normalise, yes_or_no
from koppeling.workbook.write.book import AMBER, DARK, GREEN, RED, Book
from koppeling.workbook.write.columns import Column

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from xlsxwriter.worksheet import Worksheet

    from koppeling.domain.decision import DecidedPairing
    from koppeling.domain.instance import Instance
    from koppeling.domain.meeting import Meeting
    from koppeling.domain.period import Quarter
    from koppeling.domain.result import LevelResult, Load, Outcome
    from koppeling.rules.checking import Review
    from koppeling.workbook.read.reader import Reading
    from koppeling.workbook.read.result_rows import ResultWorkbook


def to_bytes(
    outcome: Outcome,
    instance: Instance,
    reading: Reading,
    provenance: Provenance,
    decisions: Sequence[DecidedPairing] = (),
) -> bytes:
    """
    Build the result workbook: proposal, reasons, load, proof, origin, and the input as read.

    In the language in use; to be put in its place by `koppeling.workbook.write.publish`.
    The same answer gives the same bytes, but for the time of the run and the
    seconds, which stand in Herkomst and in Doelen en bewijs only.

    Parameters
    ----------
    outcome : Outcome
        A finished run with at least an answer.
    instance : Instance
        The input of the run; for names and settings.
    reading : Reading
        The input as read, copied behind the result.
    provenance : Provenance
        Of this run.
    decisions : sequence of DecidedPairing
        Kept from an earlier result for the quarter.
    """
    book = Book(title=figures.caption(outcome, instance))
    add_proposal(book, outcome, instance, decisions)
    add_unplaced(book, outcome, instance)
    add_load(book, outcome, instance)
    add_handover(book, outcome, instance)
    add_proof(book, outcome)
    add_findings(book, outcome)
    add_provenance(book, outcome, instance, reading, provenance)
    add_inputs(book, reading.tables)
    return book.to_bytes()


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
    for value, colour in ((True, GREEN), (False, AMBER)):
        page.colour("proven", f'={cell}="{yes_or_no(value)}"', book.highlight(colour))


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
    add_origin(
        book,
        (
            *_about(outcome, instance),
            *_input(reading),
            *_run(outcome, provenance),
            *reading.travelling,
            *_keeping(),
            *_settings(reading),
        ),
    )


def add_answer_origin(
    book: Book, instance: Instance, reading: Reading, provenance: Provenance, solver: str
) -> None:
    """Write the sheet Herkomst of a workbook that answers questions and proposes no pairs."""
    practice = instance.settings.practice_name
    add_origin(
        book,
        (
            *([Origin(_("Practice"), practice)] if practice else []),
            _quarter(instance.settings.quarter),
            *_input(reading),
            *_asked(provenance),
            Origin(_("Solver"), solver),
            *(Origin(_("Checked"), check) for check in provenance.checks),
            *tuple(_keeping())[1:],
            *_settings(reading),
        ),
    )


def add_origin(book: Book, rows: Iterable[Origin]) -> None:
    """Write the sheet Herkomst."""
    add_sheet(book, "provenance", columns_of("provenance"), [row._asdict() for row in rows])


def _quarter(quarter: Quarter) -> Origin:
    return Origin(_("Quarter"), str(quarter), OriginKey.QUARTER)


def _about(outcome: Outcome, instance: Instance) -> Iterator[Origin]:
    if instance.settings.practice_name:
        yield Origin(_("Practice"), instance.settings.practice_name)
    yield _quarter(outcome.quarter)
    for figure in figures.key_figures(outcome, instance):
        yield Origin(figure.label, figure.message, figure.key)
    robustness = figures.tell_robustness(outcome, instance)
    if robustness:
        yield Origin(_("Sensitive to DiSC"), robustness)


def _input(reading: Reading) -> Iterator[Origin]:
    for source in reading.sources:
        yield Origin(_("Input"), source.name)
        yield Origin(_("SHA-256 of the input"), source.sha256, OriginKey.INPUT_DIGEST)
    for sheet in reading.unknown_sheets:
        yield Origin(_("Sheet that stays in your own file"), sheet)


def _asked(provenance: Provenance) -> Iterator[Origin]:
    yield Origin(_("Version of koppeling"), provenance.version)
    yield Origin(_("Run at"), write_moment(provenance.run_at))
    yield Origin(_("Seconds"), phrases.number(provenance.seconds, 1))
    for option, value in provenance.options.items():
        yield Origin(_("Option {name}").format(name=option), value)


def _run(outcome: Outcome, provenance: Provenance) -> Iterator[Origin]:
    yield from _asked(provenance)
    yield Origin(_("Solver"), outcome.solution.solver)
    yield Origin(_("Seed (the solver's starting number)"), provenance.seed)
    status = outcome.solution.status
    yield Origin(_("Status"), _STATUS[status](), f"{OriginKey.STATUS} {status}")
    for check in provenance.checks:
        yield Origin(_("Checked"), check)


_STATUS = {
    Status.OPTIMAL: lambda: _("proven best at every goal"),
    Status.FEASIBLE: lambda: _("sound, not proven best at every goal"),
    Status.NO_SOLUTION: lambda: _("no proposal"),
}


def _keeping() -> Iterator[Origin]:
    yield Origin(
        _("Who decides"),
        _("koppeling proposes; a person decides, in the columns of the first sheet."),
    )
    yield Origin(
        _("Keeping"),
        _(
            "Papers on staff are usually kept until 2 years after someone left, "
            "payroll papers 7 years. Then remove this file."
        ),
    )


def _settings(reading: Reading) -> Iterator[Origin]:
    for name, value in reading.settings_in_force.items():
        yield Origin(_("Setting: {name}").format(name=name), value)


def add_load(book: Book, outcome: Outcome, instance: Instance) -> None:
    """
    Write the sheet Belasting: a row for each senior and quarter of the horizon.

    By quarter, so that the planning quarter comes first. Where a senior is out
    there are no figures, and the sheet says so.
    """
    names = phrases.names_by_number(instance)
    loads = sorted(outcome.loads, key=lambda load: (load.quarter, load.senior))
    columns = columns_of(
        "load",
        {
            "hours": HOURS,
            "capacity": HOURS,
            "utilisation": {"number_format": '0%;-0%;"–"', "align": "center"},
            "juniors": CENTRED,
        },
    )
    rows = [_row(load, names) for load in loads]
    page = add_sheet(book, "load", columns, rows, frozen_columns=2)
    comfort = instance.settings.comfort_permille / 1000
    _colour(book, page, comfort)
    add_load_chart(
        book,
        page,
        _bars(outcome, names),
        comfort=comfort,
        title=_("How busy each senior is in the planning quarter, {quarter}").format(
            quarter=outcome.quarter
        ),
    )


def _bars(outcome: Outcome, names: Mapping[str, str]) -> list[Bar]:
    """List the seniors of the planning quarter, busiest first; by number alone when many."""
    loads = [
        load
        for load in outcome.loads
        if load.quarter == outcome.quarter and not load.is_out and load.cap_minutes
    ]
    known = names if len(loads) <= MOST_NAMES else {}
    bars = [Bar(phrases.person(load.senior, known), _utilisation(load)) for load in loads]
    return sorted(bars, key=lambda bar: (-bar.share, bar.caption))


def _utilisation(load: Load) -> float:
    """Four decimals: what the sheet shows, colours and draws is the same number."""
    return round(load.used_minutes / load.cap_minutes, 4)


def _row(load: Load, names: Mapping[str, str]) -> Row:
    row: dict[str, object] = {
        "senior": load.senior,
        "name": names.get(load.senior),
        "quarter": str(load.quarter),
    }
    if load.is_out:
        return row | {"talk": word("load", "talk", "out")}
    return row | {
        "hours": hours(load.used_minutes),
        "capacity": hours(load.cap_minutes),
        "utilisation": _utilisation(load) if load.cap_minutes else None,
        "juniors": load.num_juniors,
        "talk": load.has_talk,
    }


def _colour(book: Book, page: Page, comfort: float) -> None:
    cell = f"${page.letter('utilisation')}2"
    # An empty cell would count as 0, text as more than any number.
    for criteria, colour in (
        (f"=AND(ISNUMBER({cell}),{cell}>={FULL})", RED),
        (f"=AND(ISNUMBER({cell}),{cell}>={comfort})", AMBER),
    ):
        page.colour("utilisation", criteria, book.highlight(colour))


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """
    What a run itself knows about how it came to its result (workbook.md, Herkomst).

    Parameters
    ----------
    version : str
        Version of koppeling.
    run_at : datetime
        Start of the run; the only moment that the result workbook mentions.
    seconds : float
        Wall time of the whole run.
    options : mapping of str to str
        What was asked on the command line, as typed, without paths of this machine.
    seed : int
        Seed of the solver.
    checks : sequence of str
        The checks that the result passed, as sentences for people.
    """

    version: str
    run_at: datetime
    seconds: float
    options: Mapping[str, str] = field(default_factory=dict)
    seed: int = 0
    checks: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ExtraSheet:
    """
    A sheet that a later command adds to a result workbook (Register, Vooruitblik ...).

    Parameters
    ----------
    name : str
        In the language in use; a sheet of this name that is there is replaced.
    columns : sequence of Column
        From left to right.
    rows : sequence of rows
        Values; None is empty.
    frozen_columns : int
        Columns on the left that stay in view.
    finish : callable, optional
        Given the book and the sheet, adds what goes beside the table: a chart.
    """

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[object]]
    frozen_columns: int = 1
    finish: Callable[[Book, Worksheet], None] | None = None


@dataclass(frozen=True, kw_only=True)
class Revision:
    """
    What a rewritten workbook holds beside what was read.

    `review` tells what the decisions cost, when there are any; `provenance`
    adds rows to Herkomst, in which a row of the same name is replaced.
    """

    outcome: Outcome
    decisions: Sequence[DecidedPairing]
    meetings: Sequence[Meeting]
    review: Review | None = None
    extra: Sequence[ExtraSheet] = ()
    provenance: Sequence[Origin] = ()


def to_rewritten_bytes(
    result_workbook: ResultWorkbook, instance: Instance, revision: Revision
) -> bytes:
    """Build the whole workbook again, in the language in use."""
    outcome = revision.outcome
    book = Book(title=figures.caption(outcome, instance))
    add_proposal(book, outcome, instance, revision.decisions)
    add_unplaced(book, outcome, instance)
    add_load(book, outcome, instance)
    add_handover(book, outcome, instance)
    add_meetings(book, revision.meetings)
    _add_extra(book, result_workbook.others, revision.extra)
    add_proof(book, outcome)
    if revision.review is not None:
        add_effect(book, revision.review)
    add_findings(book, outcome)
    add_origin(book, _revised(result_workbook.provenance, revision.provenance))
    add_inputs(book, result_workbook.reading.tables, without=(MEETINGS.key,))
    return book.to_bytes()


def _add_extra(book: Book, others: Sequence[Grid], extra: Sequence[ExtraSheet]) -> None:
    replaced = {normalise(sheet.name) for sheet in extra}
    for sheet in (*(_copied(g) for g in others if normalise(g.name) not in replaced), *extra):
        page = book.add_table(
            sheet.name, sheet.columns, sheet.rows, frozen_columns=sheet.frozen_columns, tab=DARK
        )
        if sheet.finish is not None:
            sheet.finish(book, page)


def _copied(grid: Grid) -> ExtraSheet:
    """Take over a sheet that another command made, as it stands."""
    headings = grid.rows.get(1, {})
    numbers = sorted(headings)
    rows = [
        [_shown(cells[number]) if number in cells else None for number in numbers]
        for at, cells in sorted(grid.rows.items())
        if at > 1
    ]
    columns = [Column(heading=str(headings[number].value)) for number in numbers]
    return ExtraSheet(name=grid.name, columns=columns, rows=rows)


def _shown(cell: Cell) -> object:
    if cell.tag is Tag.DATE:
        return date.fromisoformat(str(cell.value)[:10]).strftime("%d-%m-%Y")
    return cell.value


def _revised(rows: Iterable[Origin], changes: Sequence[Origin]) -> Iterator[Origin]:
    """Give Herkomst as it was, with rows added or, by key or by name, replaced."""
    keys, items = {row.key for row in changes} - {""}, {row.item for row in changes}
    yield from (row for row in rows if row.key not in keys and row.item not in items)
    yield from changes
