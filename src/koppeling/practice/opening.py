"""A result workbook opened, and written again with other decisions or meetings."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from koppeling.domain.finding import Finding, Severity
from koppeling.domain.instance import Instance
from koppeling.domain.result import Outcome, Solution, Status
from koppeling.errors import KoppelingError
from koppeling.locale import _
from koppeling.practice.decisions import (
    as_proposed,
    in_force,
    instance_of,
    proposed_pairings,
    review,
)
from koppeling.practice.input import with_rules
from koppeling.practice.outputs import Label, fresh, practice_of
from koppeling.rules.candidates import find_candidates
from koppeling.rules.outcome import describe
from koppeling.rules.situation import Situation
from koppeling.workbook.read.result_rows import read_moment, read_result_workbook, write_moment
from koppeling.workbook.schema.results import Origin, OriginKey
from koppeling.workbook.write.publish import is_untouched, publish, saved_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from koppeling.domain.decision import DecidedPairing
    from koppeling.domain.meeting import Meeting
    from koppeling.report.result_workbook import ExtraSheet
    from koppeling.rules.checking import Review
    from koppeling.workbook.read.result_rows import ResultWorkbook


__all__ = [
    "as_proposed",
    "default_name",
    "instance_of",
    "open_result_workbook",
    "proposed_pairings",
    "proposed_situation",
    "restore_outcome",
    "rewrite",
]


def open_result_workbook(path: Path, *, concept: bool = False) -> ResultWorkbook:
    """
    Read a result workbook; the findings include what only the rules can tell.

    Parameters
    ----------
    path : Path
        The workbook.
    concept : bool
        Undecided proposals count as agreed in what is in force.

    Returns
    -------
    ResultWorkbook
        `reading.instance` is None when any finding is an error.
    """
    book = read_result_workbook(path)
    return replace(
        book,
        reading=with_rules(book.reading),
        in_force=in_force(book.decisions, concept=concept),
    )


def proposed_situation(book: ResultWorkbook) -> Situation:
    """
    Return what the proposal is about.

    Meetings held since the proposal was made change nothing about it, so only
    those before the reference date count.

    Raises
    ------
    InputError
        When the result workbook has errors.
    """
    return Situation(as_proposed(instance_of(book)))


def restore_outcome(book: ResultWorkbook, situation: Situation | None = None) -> Outcome:
    """
    Tell the story of the proposal again, from its pairs and levels.

    Parameters
    ----------
    book : ResultWorkbook
        As opened.
    situation : Situation, optional
        Its `proposed_situation`, by who has it already.

    Raises
    ------
    InputError
        When the result workbook has errors.
    KoppelingError
        When people of the proposal need no guidance any more: the input was
        changed too much for the proposal to be told again.
    """
    situation = situation or proposed_situation(book)
    pairings = proposed_pairings(book.decisions)
    gone = [p.junior for p in pairings if p.junior not in situation.item_of]
    if gone:
        raise KoppelingError(
            _(
                "The people in this workbook were changed since the proposal: {juniors} needs no "
                "guidance any more. Make a new proposal with `koppeling match … --decided`."
            ).format(juniors=", ".join(gone))
        )
    levels = book.levels
    proven = all(level.proven for level in levels)
    solution = Solution(
        pairings=pairings,
        levels=levels,
        status=Status.OPTIMAL if proven else Status.FEASIBLE,
        robustness={},
    )
    outcome = describe(situation, find_candidates(situation), solution, book.reading.findings)
    told = book.told_fixes
    unplaced = (replace(u, told_fixes=told.get(u.junior)) for u in outcome.unplaced)
    return replace(outcome, unplaced=tuple(unplaced))


def rewrite(  # noqa: PLR0913 - each part of the workbook that a command may change
    book: ResultWorkbook,
    *,
    decisions: Sequence[DecidedPairing] | None = None,
    meetings: Sequence[Meeting] | None = None,
    extra: Sequence[ExtraSheet] = (),
    provenance: Sequence[Origin] = (),
    findings: Sequence[Finding] = (),
    label: Label = Label.UPDATED,
    output: Path | None = None,
    force: bool = False,
) -> Path:
    """
    Write the whole result workbook again, with other decisions, meetings or sheets.

    Everything else is kept: the proposal and its proof, the input as read,
    the sheets of other commands (as plain tables), the rows of Herkomst.

    Parameters
    ----------
    book : ResultWorkbook
        As opened.
    decisions : sequence of DecidedPairing, optional
        In place of those read.
    meetings : sequence of Meeting, optional
        In place of those read.
    extra : sequence of ExtraSheet
        Added; a sheet of the same name is replaced.
    provenance : sequence of Origin
        Rows for Herkomst, in place of those with the same key.
    findings : sequence of Finding
        Added to those on the input.
    label : Label
        Word in the default name (`praktijk besluit 2027-Q1.xlsx`).
    output : Path, optional
        Where it goes; by default beside the result workbook under `default_name`.
    force : bool
        Also replace a workbook that somebody changed.

    Returns
    -------
    Path
        Where it went.

    Raises
    ------
    InputError
        When the result workbook has errors.
    WriteError
        When it cannot be written, or would replace someone's work.
    """
    from koppeling.report.result_workbook import Revision
    from koppeling.report.result_workbook import to_rewritten_bytes as to_bytes

    instance = instance_of(book)
    decided = book.decisions if decisions is None else tuple(decisions)
    judged = _judge(book, decided)
    outcome = restore_outcome(book)
    content = to_bytes(
        book,
        instance,
        Revision(
            outcome=replace(outcome, findings=(*outcome.findings, *_told(book, judged), *findings)),
            decisions=decided,
            review=judged,
            meetings=book.meetings if meetings is None else meetings,
            extra=extra,
            provenance=(
                *provenance,
                Origin(
                    _("Last written at"),
                    write_moment(next_moment(book)),
                    OriginKey.LAST_WRITTEN,
                ),
            ),
        ),
    )
    target = output or default_name(book.path, instance, label)
    return publish(target, content, practice=practice_of(book.path), force=force).path


def _judge(book: ResultWorkbook, decisions: Sequence[DecidedPairing]) -> Review | None:
    """Judge decisions when there are any."""
    return review(book, decisions) if any(d.decision for d in decisions) else None


def _told(book: ResultWorkbook, judged: Review | None) -> tuple[Finding, ...]:
    """Put each rule that a decision breaks among the findings, at the cell of the decision."""
    cells = dict(book.decision_cells)
    found = []
    for breach in judged.breaches if judged is not None else ():
        sheet, _mark, cell = cells.get(breach.juniors[0], "").partition("!")
        found.append(
            Finding(
                severity=Severity.WARNING,
                code=f"decision-{breach.code}",
                sheet=sheet,
                cell=cell,
                message=_("The decision goes against a rule: {what}").format(what=breach.message),
                remedy=_("Nothing, if this is what you decide; the decision stands."),
            )
        )
    return tuple(found)


def default_name(path: Path, instance: Instance, label: Label) -> Path:
    """Name a workbook that follows from another; see `koppeling.practice.outputs.fresh`."""
    return fresh(path, label, instance.settings.quarter)


_SECOND = timedelta(seconds=1)


def last_written(book: ResultWorkbook) -> datetime:
    """
    Return the moment at which a workbook got what it says now, in UTC.

    Of a workbook that nobody touched that is the latest moment in Herkomst, so
    that the same file always gives the same answer. Otherwise it is when it was
    saved, and in any case later than what Herkomst says.
    """
    read = (read_moment(str(row.value)) for row in book.provenance)
    recorded = max((moment for moment in read if moment is not None), default=None)
    if recorded is None:
        return saved_at(book.path)
    if is_untouched(book.path):
        return recorded
    return max(saved_at(book.path, after=recorded), recorded + _SECOND)


def next_moment(book: ResultWorkbook) -> datetime:
    """Return the moment to record in what is made of a workbook now: always a later one."""
    now = datetime.now(UTC).replace(microsecond=0)
    return max(now, last_written(book) + _SECOND)
