"""From decided pairs to a year of dated meetings, written beside the proposal."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from koppeling.domain.finding import Finding, InputError, Severity
from koppeling.domain.meeting import GUIDANCE_KINDS, MeetingKind, MeetingStatus
from koppeling.errors import KoppelingError
from koppeling.locale import _, ngettext
from koppeling.plan.planner import find_strays, plan_meetings
from koppeling.practice.decisions import instance_of
from koppeling.practice.opening import open_result_workbook, rewrite
from koppeling.practice.outputs import Label, refuse_input
from koppeling.rules.situation import Situation
from koppeling.solve import process
from koppeling.verify.meetings import verify_meetings
from koppeling.verify.problem import UnsoundResultError
from koppeling.workbook.schema.results import Origin, OriginKey
from koppeling.workbook.schema.shapes import yes_or_no

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from koppeling.domain.instance import Instance
    from koppeling.domain.meeting import BuddyDay, Meeting, Plan
    from koppeling.model.dates import DateAnswer, DateProblem
    from koppeling.workbook.read.result_rows import ResultWorkbook


@dataclass(frozen=True, kw_only=True)
class PlanRun:
    """
    A finished run of `plan`.

    Parameters
    ----------
    plan : Plan
        Every meeting.
    instance : Instance
        The input, with the reference date that was asked for.
    buddies : tuple of BuddyDay
        Empty unless asked for.
    findings : tuple of Finding
        Each moment that could not be kept, at its cell.
    written : Path
        The result workbook with the sheet Overleggen.
    is_concept : bool
        Whether undecided proposals counted as agreed.
    """

    plan: Plan
    instance: Instance
    buddies: tuple[BuddyDay, ...]
    findings: tuple[Finding, ...]
    written: Path
    is_concept: bool


def plan(  # noqa: PLR0913 - one argument for each option of the command
    path: Path,
    *,
    output: Path | None = None,
    reference_date: date | None = None,
    concept: bool = False,
    buddies: bool = False,
    force: bool = False,
) -> PlanRun:
    """
    Date the meetings of every decided pair for the whole horizon.

    Parameters
    ----------
    path : Path
        A result workbook; one with meetings is planned again around what is
        past, as near as can be to the plan it has.
    output : Path, optional
        Where the result goes; `<name> planning <quarter>.xlsx` beside it otherwise.
    reference_date : date, optional
        First day that may still change; the setting *peildatum* otherwise.
    concept : bool
        Whether an undecided proposal counts as agreed.
    buddies : bool
        Whether the sheet of buddies is made too.
    force : bool
        Overwrite a result that somebody changed.

    Raises
    ------
    InputError
        When the workbook has errors.
    KoppelingError
        When nothing is decided, or the reference date is outside the horizon.
    UnsoundResultError
        When the independent check does not agree; nothing is written.
    SolveError
        When the solver breaks down.
    WriteError
        When the result cannot be written.
    """
    from koppeling.plan.buddies import assign_buddies, buddy_sheet

    refuse_input(output, [path])
    book = open_result_workbook(path, concept=concept)
    instance = _as_of(instance_of(book), reference_date)
    seniors = _pairs(book, instance)
    situation = Situation(instance)
    _refuse_strays(situation, book)
    made = plan_meetings(situation, book.in_force, book.meetings, _solve)
    problems = verify_meetings(instance, made.meetings, seniors, situation.calendar.first)
    if problems:
        raise UnsoundResultError(problems)
    days = assign_buddies(situation) if buddies else ()
    findings = tuple(_moved(made, dict(book.meeting_cells)))
    written = rewrite(
        book,
        meetings=made.meetings,
        extra=(buddy_sheet(days, instance),) if buddies else (),
        provenance=_provenance(book, instance, made),
        findings=findings,
        label=Label.PLANNING,
        output=output,
        force=force,
    )
    return PlanRun(
        plan=made,
        instance=instance,
        buddies=days,
        findings=findings,
        written=written,
        is_concept=concept,
    )


def _pairs(book: ResultWorkbook, instance: Instance) -> dict[str, str]:
    """Return the senior of each junior with a pair in force; there must be one at least."""
    known = {senior.number for senior in instance.seniors}
    pairs = book.in_force.pairs
    seniors = {junior: senior for junior, senior in pairs.items() if senior in known}
    if not seniors:
        raise KoppelingError(
            _(
                "No pair has been decided, so there is nothing to plan. Fill in the column "
                "“decision” of the proposal, or use --concept to plan it as proposed."
            )
        )
    return seniors


def _refuse_strays(situation: Situation, book: ResultWorkbook) -> None:
    cells = dict(book.meeting_cells)
    findings = tuple(
        Finding.at(
            cells.get(meeting.id, ""),
            severity=Severity.ERROR,
            code="meeting-of-another",
            message=_("The meeting with this id is of {whose}; the row says {who}.").format(
                whose=", ".join(members), who=", ".join(meeting.juniors) or "–"
            ),
            remedy=_("Put the junior back, or empty the id: then it is a meeting of its own."),
        )
        for meeting, members in find_strays(situation, book.in_force, book.meetings)
    )
    if findings:
        raise InputError(findings)


def _moved(made: Plan, cells: Mapping[str, str]) -> Iterator[Finding]:
    """Name each moment that could not be kept: what was asked, why not, where it is now."""
    for one in made.unkept:
        message = _("{moment}, {who}, cannot be: {reason}.").format(
            moment=_told(one.before), who=_who(one.before), reason=one.reason.rstrip(".")
        )
        now = _("It has no date now.")
        if one.meeting.day is not None:
            now = _("The meeting of {who} is on {moment} now.").format(
                who=_who(one.meeting), moment=_told(one.meeting)
            )
        yield Finding.at(
            cells.get(one.meeting.id, ""),
            severity=Severity.WARNING,
            code="moment-not-kept",
            message=f"{message} {now}",
            remedy=_("If another moment suits better, fill it in and plan again."),
        )


def _who(meeting: Meeting) -> str:
    return ", ".join((*meeting.juniors, *filter(None, (meeting.senior,))))


def _told(meeting: Meeting) -> str:
    if meeting.day is None or meeting.start_minute is None:
        return ""
    ends = dict.fromkeys((meeting.start_minute, meeting.start_minute + meeting.minutes))
    times = "–".join(f"{end // 60:02}:{end % 60:02}" for end in ends)
    return f"{meeting.day:%d-%m-%Y} {times}"


def _as_of(instance: Instance, reference_date: date | None) -> Instance:
    if reference_date is None:
        return instance
    last = instance.settings.quarters[-1].last_day
    if reference_date > last:
        raise KoppelingError(
            _("The reference date {day} is after the last day that is planned, {last}.").format(
                day=f"{reference_date:%d-%m-%Y}", last=f"{last:%d-%m-%Y}"
            )
        )
    return replace(instance, settings=replace(instance.settings, reference_date=reference_date))


def _solve(problems: tuple[DateProblem, ...]) -> tuple[DateAnswer, ...]:
    """Settle what pairs cannot settle in turn, in a process that may die."""
    with process.open_solver() as solver:
        return solver.choose_dates(problems)


def _provenance(book: ResultWorkbook, instance: Instance, plan: Plan) -> tuple[Origin, ...]:
    since = instance.settings.reference_date or instance.settings.quarter.first_day
    basis = _("decided pairs only")
    if book.in_force.is_concept:
        basis = _("proposals without a decision counted as agreed (concept)")
    return (
        Origin(_("meetings planned from"), f"{since:%d-%m-%Y}", OriginKey.PLANNED_FROM),
        Origin(_("basis of the planning"), basis, OriginKey.PLANNED_BY),
        Origin(_("least shift proven"), yes_or_no(plan.is_proven), OriginKey.PLAN_IS_PROVEN),
    )


#: Days from the nominal date that go unnoticed (domain.md §7).
_NEAR_DAYS = 6


def tell_plan(plan: Plan, buddies: Sequence[BuddyDay] = (), *, is_concept: bool) -> Iterator[str]:
    """
    Yield the summary of a planning, line by line.

    Parameters
    ----------
    plan : Plan
        As made.
    buddies : sequence of BuddyDay
        Empty when not asked for.
    is_concept : bool
        Whether undecided proposals counted as agreed.
    """
    if is_concept:
        yield _("CONCEPT: proposals without a decision count as agreed.")
    planned = [m for m in plan.meetings if m.status is MeetingStatus.PLANNED]
    yield from _tell_kinds(planned)
    yield from _tell_shifts([m for m in planned if m.kind in GUIDANCE_KINDS])
    yield (
        _("Proven: no other plan dates more of the guidance, or stays nearer to what was asked.")
        if plan.is_proven
        else _("Not proven in time: a plan with less shift may exist.")
    )
    yield from _tell_past(plan.meetings)
    yield from _tell_unplannable(plan.meetings)
    if plan.undecided:
        told = ngettext(
            "{number} junior has no decided pair, so no meetings: {juniors}.",
            "{number} juniors have no decided pair, so no meetings: {juniors}.",
            len(plan.undecided),
        )
        yield told.format(number=len(plan.undecided), juniors=", ".join(plan.undecided))
    yield from _tell_buddies(buddies)


def _tell_kinds(planned: Sequence[Meeting]) -> Iterator[str]:
    names = {
        MeetingKind.GUIDANCE: _("guidance"),
        MeetingKind.GROUP: _("group guidance"),
        MeetingKind.EXTRA: _("extra guidance, outside the trajectory"),
        MeetingKind.TALK: _("quarterly talks of a senior with management"),
        MeetingKind.COCKPIT: _("cockpit meetings"),
        MeetingKind.REVIEW: _("yearly reviews"),
        MeetingKind.EVALUATION: _("evaluations, within a meeting"),
    }
    counts = Counter(m.kind for m in planned)
    yield _("Planned:")
    for kind, name in names.items():
        if counts[kind]:
            yield f"  {counts[kind]:>5}  {name}"


def _tell_shifts(guidance: Sequence[Meeting]) -> Iterator[str]:
    shifts = [abs(m.shift_days) for m in guidance if m.shift_days is not None]
    if not shifts:
        return
    far = sum(shift > _NEAR_DAYS for shift in shifts)
    yield _(
        "Of the guidance {same} on the day itself, {moved} within {days} days of it, "
        "{far} further away; {total} days in all."
    ).format(
        same=shifts.count(0),
        moved=len(shifts) - shifts.count(0) - far,
        days=_NEAR_DAYS,
        far=far,
        total=sum(shifts),
    )


def _tell_past(meetings: Iterable[Meeting]) -> Iterator[str]:
    counts = Counter(m.status for m in meetings)
    if counts[MeetingStatus.HELD]:
        told = ngettext(
            "{number} meeting was held and stays as it is.",
            "{number} meetings were held and stay as they are.",
            counts[MeetingStatus.HELD],
        )
        yield told.format(number=counts[MeetingStatus.HELD])
    if counts[MeetingStatus.DROPPED]:
        told = ngettext(
            "{number} meeting is cancelled.",
            "{number} meetings are cancelled.",
            counts[MeetingStatus.DROPPED],
        )
        yield told.format(number=counts[MeetingStatus.DROPPED])


def _tell_unplannable(meetings: Iterable[Meeting]) -> Iterator[str]:
    """Count what has no date by its reason, with the juniors it is about."""
    by_reason: dict[str, list[Meeting]] = {}
    for meeting in meetings:
        if meeting.status is MeetingStatus.UNPLANNABLE:
            by_reason.setdefault(meeting.reason, []).append(meeting)
    if not by_reason:
        return
    yield _("Not planned, listed with the reason in the workbook:")
    for reason, those in sorted(by_reason.items(), key=lambda item: (-len(item[1]), item[0])):
        about = sorted({number for m in those for number in m.juniors or (m.senior or "",)})
        shown = ", ".join(about[:8]) + (" …" if len(about) > 8 else "")
        yield f"  {len(those):>5}  {reason} ({shown})"


def _tell_buddies(buddies: Sequence[BuddyDay]) -> Iterator[str]:
    if not buddies:
        return
    alone = sum(one.buddy is None for one in buddies)
    turns = Counter(one.buddy for one in buddies if one.buddy is not None)
    yield _(
        "Buddies: {days} working days of juniors, {alone} without a colleague at the site."
    ).format(days=len(buddies), alone=alone)
    if turns:
        yield _("A colleague has the turn {least} to {most} times.").format(
            least=min(turns.values()), most=max(turns.values())
        )
