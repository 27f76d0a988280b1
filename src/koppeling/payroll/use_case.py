"""Payroll: from held meetings to a batch that is booked once, published, and never lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from koppeling.domain.finding import Finding, InputError, Severity
from koppeling.errors import KoppelingError, StateError
from koppeling.locale import _
from koppeling.payroll.batch import Ledgered, Line, assign, totals
from koppeling.payroll.bookkeeping import (
    booked,
    mark,
    open_ledger,
    refuse_lost_ledger,
    refuse_other_ledger,
)
from koppeling.payroll.hours import decided, tell_minutes
from koppeling.payroll.layouts import render, sum_rows
from koppeling.payroll.letter import tell_kind
from koppeling.payroll.marks import read_marks
from koppeling.payroll.periods import parse_period
from koppeling.payroll.profile import load
from koppeling.payroll.publishing import place, recover
from koppeling.payroll.settlement import PeriodDue, file_name, settle
from koppeling.payroll.staff import WageCodes, read_staff
from koppeling.payroll.worked import find_worked
from koppeling.practice.decisions import instance_of
from koppeling.practice.opening import open_result_workbook
from koppeling.practice.outputs import base_name
from koppeling.workbook.write.separated import for_people

if TYPE_CHECKING:
    from koppeling.payroll.batch import Batch, Totals
    from koppeling.payroll.hours import WorkedHours
    from koppeling.payroll.periods import PayPeriod
    from koppeling.payroll.profile import Profile
    from koppeling.payroll.worked import Worked
    from koppeling.workbook.read.result_rows import ResultWorkbook


#: Folder beside the workbook in which batches go; the same in every language: it is looked up.
BATCHES = "loonexport"


@dataclass(frozen=True, kw_only=True)
class PayrollRun:
    """
    What came of one export.

    Parameters
    ----------
    period, profile : str
        As asked for.
    totals : mapping
        Of what the file says; of what was worked where there is no file.
    batch : Batch or None
        What was booked; None for a forecast, a concept, a report only, or
        when there was nothing to send.
    is_repeat : bool
        The period was closed and nothing changed: the same files again.
    is_provisional : bool
        A forecast or concept: files without a booking.
    is_report_only : bool
        No wage code is named, so there is no file.
    folder, files
        Where the files are.
    workbook : Path or None
        The workbook that knows of the closed period, when one was written.
    findings : tuple of Finding
        Warnings.
    reopened : tuple of str
        Closed periods that changed since and wait for a correction.
    emptied : tuple of str
        Whose earlier hours fell away in a file that may not say 0.
    """

    period: str
    profile: str
    totals: Totals
    batch: Batch | None = None
    is_repeat: bool = False
    is_provisional: bool = False
    is_report_only: bool = False
    folder: Path | None = None
    files: tuple[Path, ...] = ()
    workbook: Path | None = None
    findings: tuple[Finding, ...] = ()
    reopened: tuple[str, ...] = ()
    emptied: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Job:
    """One export, as asked for."""

    book: ResultWorkbook
    profile: Profile
    period: PayPeriod
    batches: tuple[Batch, ...]
    output: Path | None
    is_forecast: bool
    is_provisional: bool

    @property
    def ledger(self) -> Ledgered:
        """What was booked before."""
        return Ledgered(self.batches)


def payroll(  # noqa: PLR0913 - one argument for each option of the command
    path: Path,
    *,
    profile: str | None = None,
    period: str,
    assume_held: bool = False,
    planned: bool = False,
    concept: bool = False,
    output: Path | None = None,
    today: date | None = None,
) -> PayrollRun:
    """
    Export the hours of one pay period.

    Parameters
    ----------
    path : Path
        A result workbook with its meetings.
    profile : str, optional
        Name of a profile, or a TOML file; by default the setting *loonprofiel*.
    period : str
        `2027-02`, `2027-P02` or `2027-Q1`.
    assume_held : bool
        Planned meetings of the period count as held.
    planned : bool
        A forecast: planned meetings count, nothing is booked.
    concept : bool
        Undecided proposals count too; nothing is booked.
    output : Path, optional
        Folder for the batches; by default `loonexport` beside the workbook.
        The ledger always stands beside the workbook.
    today : date, optional
        Meetings before this day are past; by default today.

    Raises
    ------
    InputError
        When the workbook has errors, past meetings are still planned, or
        somebody has no code or number; nothing is written.
    StateError
        When the ledger is missing, older or another one, or the workbook is
        older than what it would change; nothing is written.
    KoppelingError
        When profile or period is not right; nothing is written.
    """
    book = _open(path, concept=concept)
    chosen = load(profile or _usual_profile(book), path.parent)
    when = parse_period(period, chosen.periods, chosen.period_starts)
    _refuse_unset(chosen)
    job = _Job(
        book=book,
        profile=chosen,
        period=when,
        batches=booked(path),
        output=output,
        is_forecast=planned,
        is_provisional=planned or concept,
    )
    worked = find_worked(
        book,
        decided(book.in_force, book.decisions, instance_of(book).pairings),
        when,
        today or _today(),
        takes_planned=planned or assume_held,
        ledger=job.ledger,
        starts=chosen.period_starts,
    )
    lines, has_codes, unfit = _lines(job, worked.hours)
    _raise_errors((*worked.findings, *unfit))
    here = tuple(line for line in lines if when.covers(line.day))
    if not has_codes or job.is_provisional:
        run = _provisional(job, here) if has_codes else _report_only(job, here)
    else:
        run = _settle(job, lines, worked)
    return replace(run, findings=(*worked.findings, *run.findings))


def _today() -> date:
    return datetime.now().astimezone().date()


def _open(path: Path, *, concept: bool) -> ResultWorkbook:
    """Open a workbook that has meetings."""
    book = open_result_workbook(path, concept=concept)
    instance_of(book)  # stops when there are errors
    if not book.meetings:
        raise StateError(
            _("There are no meetings in {file}; plan them first: koppeling plan.").format(
                file=path.name
            )
        )
    return book


def _usual_profile(book: ResultWorkbook) -> str:
    """Return the profile that the settings name."""
    for setting in book.reading.settings:
        if setting.field.key == "payroll_profile" and setting.shown:
            return setting.shown
    raise KoppelingError(
        _("Choose a profile with --profile, or name one in the settings; --list shows them.")
    )


def _refuse_unset(profile: Profile) -> None:
    missing = profile.missing()
    if missing:
        raise KoppelingError(
            _(
                "Profile {profile} is not complete: set {keys} in a profile of your own "
                "(`koppeling payroll --describe {profile}` tells how)."
            ).format(profile=profile.name, keys=", ".join(missing))
        )


def _raise_errors(findings: Sequence[Finding]) -> None:
    if any(finding.severity is Severity.ERROR for finding in findings):
        raise InputError(findings)


def _lines(
    job: _Job, hours: Sequence[WorkedHours]
) -> tuple[tuple[Line, ...], bool, tuple[Finding, ...]]:
    """Give the hours their codes; only what falls in this period must be complete."""
    staff = read_staff(job.book.reading)
    codes = WageCodes(job.book.reading, job.profile)
    here = [each for each in hours if job.period.covers(each.day)]
    elsewhere = [each for each in hours if not job.period.covers(each.day)]
    assigned = assign(here, staff, codes, job.profile, job.ledger)
    unfit = assigned.findings if codes else codes.findings
    others = assign(elsewhere, staff, codes, job.profile, job.ledger)
    return (*assigned.lines, *others.lines), bool(codes), unfit


def _folder(job: _Job) -> Path:
    return job.output or job.book.path.parent / BATCHES


def _report_only(job: _Job, lines: Sequence[Line]) -> PayrollRun:
    """Write the hours for people: without a wage code there is no payroll file."""
    folder = job.output or job.book.path.parent
    label = _("hours of guidance {period}").format(period=job.period) + ".csv"
    name = f"{base_name(job.book.path)} {label}"
    files = place(folder, {name: write_report(lines)}) if lines else ()
    return PayrollRun(
        period=str(job.period),
        profile=job.profile.name,
        totals=totals(lines),
        is_report_only=True,
        folder=folder if files else None,
        files=files,
    )


def _provisional(job: _Job, lines: Sequence[Line]) -> PayrollRun:
    """Write the file without booking it: nothing is closed by a forecast or a concept."""
    word = _("provisional") if job.is_forecast else _("concept")
    name = f"{word} {file_name(job.profile, job.period)}"
    files = render(sum_rows(lines, job.profile, keep_zero=False), job.profile, job.period, name)
    base = base_name(job.book.path)  # the folder is shared with other practices beside it
    named = {f"{base} {each}": content for each, content in files.items()}
    written = place(_folder(job), named) if named else ()
    return PayrollRun(
        period=str(job.period),
        profile=job.profile.name,
        totals=totals(lines),
        is_provisional=True,
        folder=_folder(job) if written else None,
        files=written,
    )


def _settle(job: _Job, lines: tuple[Line, ...], worked: Worked) -> PayrollRun:
    """Book and publish; then let the workbook know what was closed."""
    marks = read_marks(job.book.provenance)
    due = PeriodDue(
        profile=job.profile,
        period=job.period,
        lines=lines,
        known=worked.known,
        typed=worked.typed,
        people={number for number, _role in read_staff(job.book.reading)},
        told=frozenset(marks.batches),
        newest=job.batches[-1].id if job.batches else "",
        practice=instance_of(job.book).settings.practice_name,
    )
    path = job.book.path
    refuse_lost_ledger(path, _folder(job))
    with open_ledger(path) as ledger:
        recover(ledger)
        refuse_other_ledger(marks, ledger)
        settled = settle(ledger, due, _folder(job))
        workbook, told = mark(job.book, marks, ledger, settled)
    return PayrollRun(
        period=str(job.period),
        profile=job.profile.name,
        totals=settled.totals,
        batch=settled.batch,
        is_repeat=settled.is_repeat,
        folder=settled.folder,
        files=settled.files,
        workbook=workbook,
        findings=told,
        reopened=settled.reopened,
        emptied=settled.emptied,
    )


def write_report(lines: Iterable[Line]) -> bytes:
    """Write a row for each person and kind of hours, as CSV that Excel opens well."""
    sums: dict[tuple[str, str, str], int] = {}
    for line in lines:
        key = (line.person, tell_kind(line.kind, line.role), line.cost_centre)
        sums[key] = sums.get(key, 0) + line.minutes
    rows = [
        [person, kind, tell_minutes(minutes), centre]
        for (person, kind, centre), minutes in sorted(sums.items())
    ]
    heading = [_("personnel number"), _("kind of hours"), _("hours:minutes"), _("cost centre")]
    return for_people([heading, *rows])
